"""Knows how a PostgreSQL database is dumped by pg_dump, looked through, and loaded again in one transaction.

pg_dump reads the snapshot in which the rows were counted. pg_restore turns a dump into SQL, and that runs on Django's
own connection: emptying, loading, counting and migrating are one transaction, which `pg_restore --dbname` cannot give.
"""

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psycopg
from django.core.management import call_command
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from config.backup.container import CHUNK
from config.backup.engine import Dump, Opened
from config.backup.manifest import BackupError, Contents, Manifest

DEBIAN = Path("/usr/lib/postgresql")  # where each version has a folder of its own
SECRET = {"password", "sslpassword"}  # what libpq must not be told on a command line that everybody can read
ATTEMPTS, PAUSE = 20, 0.1  # a server process takes a moment to end after its client did

COPY = re.compile(rb'COPY (?:\w+|"[^"]+")\."?(\w+)"? \(([^)]*)\) FROM stdin;\n')
END_OF_ROWS = b"\\.\n"
BACKSLASH = b"\\"

OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
"""
TABLES = (
    "SELECT quote_ident(tablename), tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 2"
)


class PostgreSQL:
    """The database that a connection of Django is for."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    def open(self, payload: Path, manifest: Manifest, work: Path) -> Opened:
        """Read every row as pg_restore would write it, and count."""
        rows: dict[str, int] = {}
        migrations: set[tuple[str, str]] = set()
        with _script(payload) as script:
            for block in (piece for piece in _pieces(script) if isinstance(piece, Rows)):
                lines = 0
                for data in block.data:
                    lines += data.endswith(b"\n")
                    if block.table == "django_migrations":
                        migrations.add(block.values(data, "app", "name"))
                rows[block.table] = lines
        return Opened(payload, Contents(frozenset(migrations), rows))

    def prepare(self, opened: Opened) -> Opened:
        """Nothing: there is no second database to migrate in."""
        return opened

    @contextmanager
    def reading(self) -> Iterator["LiveDatabase"]:
        yield LiveDatabase(self.connection, None)

    @contextmanager
    def alone(self) -> Iterator["LiveDatabase"]:
        """Nobody may write until the transaction ends; pg_dump may read."""
        try:
            with transaction.atomic(durable=True), self.connection.cursor() as cursor:
                _insist_on_being_alone(cursor)
                names = _tables(cursor)
                if names:
                    cursor.execute(f"LOCK TABLE {', '.join(names)} IN SHARE MODE NOWAIT")
                yield LiveDatabase(self.connection, _contents(cursor))
        finally:
            self.connection.close()  # the script has changed the settings of the session


@dataclass(frozen=True, slots=True)
class LiveDatabase:
    """The live database, and what is in it where that was asked for."""

    connection: BaseDatabaseWrapper
    contents: Contents | None

    @contextmanager
    def dump(self, work: Path) -> Iterator[Dump]:
        """Count and dump the same moment, on a connection of its own."""
        with closing(self.connection.copy()) as reader:
            reader.ensure_connection()
            reader.set_autocommit(False)
            with reader.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                names = _tables(cursor)
                if not names:
                    raise BackupError("The live database has no tables.")
                contents = _contents(cursor)
                cursor.execute("SELECT pg_export_snapshot(), quote_ident(current_schema())")
                snapshot, schema = cursor.fetchone()
                wanted = [f"--table={schema}.{name}" for name in names]
                yield Dump(contents, 0, _dumped(reader, [f"--snapshot={snapshot}", *wanted]))
            reader.rollback()

    def keep_as_it_is(self, place: Path) -> None:
        raise BackupError(
            "The live data could not be backed up, so it was left as it is. "
            "Restore into a new, empty database, and point DATABASE_URL to it."
        )

    def replace(self, opened: Opened) -> Contents:
        """Drop every table of the schema, load, count, and migrate; the caller's transaction ends it."""
        with self.connection.cursor() as cursor:
            names = _tables(cursor)
            if names:
                cursor.execute(f"DROP TABLE {', '.join(names)}")
            with _script(opened.path, self.connection.connection.info.server_version // 10000) as script:
                self._load(script)
            # The script leaves the session without a search path.
            cursor.execute("RESET search_path; RESET row_security; SET CONSTRAINTS ALL IMMEDIATE")
            if _contents(cursor) != opened.contents:
                raise BackupError("PostgreSQL did not load what is in the backup. Nothing was changed.")
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
            return _contents(cursor)

    def _load(self, script: IO[bytes]) -> None:
        with self.connection.wrap_database_errors, self.connection.connection.cursor() as cursor:
            for piece in _pieces(script):
                if isinstance(piece, Rows):
                    with cursor.copy(piece.statement) as copy:
                        for data in piece.data:
                            copy.write(data)
                else:
                    cursor.execute(piece)


# --- What the database says -----------------------------------------------------------------------------------------


def _insist_on_being_alone(cursor: Any) -> None:
    for _ in range(ATTEMPTS):
        cursor.execute(OTHERS)
        (others,) = cursor.fetchone()
        if not others:
            return
        time.sleep(PAUSE)
    raise BackupError(f"{others} other connections use the live database. Stop the server first.")


def _tables(cursor: Any) -> list[str]:
    """The tables of the schema, quoted where SQL needs it."""
    cursor.execute(TABLES)
    return [quoted for quoted, _ in cursor.fetchall()]


def _contents(cursor: Any) -> Contents:
    cursor.execute(TABLES)
    rows = {}
    for quoted, name in cursor.fetchall():
        cursor.execute(f"SELECT count(*) FROM {quoted}")  # noqa: S608 - quoted by PostgreSQL
        (rows[name],) = cursor.fetchone()
    migrations: list[tuple[str, str]] = []
    if "django_migrations" in rows:
        cursor.execute("SELECT app, name FROM django_migrations")
        migrations = cursor.fetchall()
    return Contents(frozenset((app, name) for app, name in migrations), rows)


# --- What the programs of PostgreSQL say ----------------------------------------------------------------------------


def _dumped(reader: BaseDatabaseWrapper, options: list[str]) -> Iterator[bytes]:
    info = reader.connection.info
    command = [
        _program("pg_dump", info.server_version // 10000),
        "--format=custom", "--no-owner", "--no-privileges", "--no-password", "--lock-wait-timeout=60s",
        *options, f"--dbname={_conninfo(reader)}",
    ]  # fmt: skip
    with _running(command, {"PGPASSWORD": info.password} if info.password else {}) as output:
        while chunk := output.read(CHUNK):
            yield chunk


def _conninfo(reader: BaseDatabaseWrapper) -> str:
    """What was set of the connection, and nothing that psycopg's own, newer libpq would add; no secret."""
    keywords = {default.keyword.decode() for default in psycopg.pq.Conninfo.get_defaults()} - SECRET
    settings = reader.get_connection_params().items()
    return psycopg.conninfo.make_conninfo(**{key: value for key, value in settings if key in keywords})


@contextmanager
def _script(payload: Path, server: int = 0) -> Iterator[IO[bytes]]:
    """The SQL of a dump."""
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--file=-", str(payload)]
    with _running([_program("pg_restore", server), *options], {}) as output:
        yield output


@contextmanager
def _running(command: list[str], secrets: dict[str, str]) -> Iterator[IO[bytes]]:
    """The output of a program; raises BackupError with its last words if it fails."""
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(  # noqa: S603 - a program of PostgreSQL, without a shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env=os.environ | secrets,
        ) as process,
    ):
        assert process.stdout is not None  # noqa: S101 - asked for above
        try:
            yield process.stdout
        except BaseException:
            process.kill()
            raise
        process.stdout.close()
        if process.wait() != 0:
            complaints.seek(0)
            said = complaints.read(CHUNK).decode(errors="replace").strip().splitlines()
            raise BackupError(said[-1] if said else f"{Path(command[0]).name} failed ({process.returncode}).")


def _program(name: str, server: int = 0) -> str:
    """The path of a program of PostgreSQL, of the server's version or the next newer one; without a server, the newest.

    A newer one may write settings that an older server does not know.
    """
    in_path = shutil.which(name)
    candidates = [*map(str, DEBIAN.glob(f"*/bin/{name}")), *([in_path] if in_path else [])]
    if not candidates:
        raise BackupError(f"{name} is not installed: apt-get install postgresql-client")
    versions = {candidate: _version_of(candidate) for candidate in candidates}
    new_enough = [candidate for candidate in candidates if versions[candidate] >= server]
    if not new_enough:
        raise BackupError(
            f"{name} is of version {max(versions.values())}, and the server of version {server}: "
            f"apt-get install postgresql-client-{server}"
        )
    choose = min if server else max
    return choose(new_enough, key=versions.__getitem__)


def _version_of(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    found = re.search(r"\) (\d+)", said.stdout)
    return int(found[1]) if found else 0


# --- The script of pg_restore ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one table, to be read before the next piece is asked for; a chunk ends with its line, or is long."""

    statement: bytes
    table: str
    columns: list[str]
    data: Iterator[bytes]

    def values(self, line: bytes, first: str, second: str) -> tuple[str, str]:
        """Two columns of a line; raises BackupError."""
        try:
            values = dict(zip(self.columns, line.decode().removesuffix("\n").split("\t"), strict=True))
            return values[first], values[second]
        except (ValueError, KeyError):
            raise BackupError("The migrations in this backup cannot be read.") from None


def _pieces(script: IO[bytes]) -> Iterator[bytes | Rows]:
    """The statements between the rows, and the rows; psql's own commands are left out."""
    statements: list[bytes] = []
    while line := script.readline():
        found = COPY.fullmatch(line)
        if found:
            yield b"".join(statements)
            statements = []
            columns = [column.strip(' "') for column in found[2].decode().split(",")]
            yield Rows(line, found[1].decode(), columns, _data(script))
        elif not line.startswith(BACKSLASH):
            statements.append(line)
    yield b"".join(statements)


def _data(script: IO[bytes]) -> Iterator[bytes]:
    is_start = True
    while data := script.readline(CHUNK):
        if is_start and data == END_OF_ROWS:
            return
        yield data
        is_start = data.endswith(b"\n")
