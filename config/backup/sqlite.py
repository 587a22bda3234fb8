"""Knows how a SQLite file is copied while others write to it, looked through, and replaced.

Copied by the backup API in one read transaction, so that the rows counted are those of the copy and writers go on; then
by VACUUM INTO, because the first copy still has on its free pages what people deleted. Replaced by the backup API too,
in one transaction under SQLite's own locks: no moment without a file, and no process that goes on writing to a file
which has lost its name. (A rename would also leave the old -wal behind, which SQLite would play into the new file.)
"""

import gzip
import os
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from config.backup.container import CHUNK, insist_on_room, private_file, wait_for_names
from config.backup.engine import Dump, Opened
from config.backup.manifest import BackupError, Contents, Manifest

LEVEL = 1  # level 6 takes twice as long, and makes a tenth less
GZIP = 31  # zlib's word for a stream with gzip's header and trailer
JOURNALS = ("-wal", "-shm", "-journal")
PATIENCE = 20  # seconds

TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'"


class Sqlite:
    """The file that a connection of Django points to."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    @property
    def path(self) -> Path:
        if self.connection.is_in_memory_db():  # type: ignore[attr-defined]
            raise BackupError("This database is in memory only.")
        return Path(self.connection.settings_dict["NAME"]).absolute()

    def open(self, payload: Path, manifest: Manifest, work: Path) -> Opened:
        """Unpack into `work`; SQLite reads every page, and nothing in the file may run by itself."""
        path = work / "opened.sqlite3"
        _unpack(payload, path, manifest.unpacked)
        try:
            with closing(_connect(path)) as database:
                _insist_on_soundness(database)
                return Opened(path, _contents(database))
        except sqlite3.DatabaseError:
            raise BackupError("The database in this backup is damaged.") from None

    def prepare(self, opened: Opened) -> Opened:
        """Migrate the copy: a migration that fails does so before the live file is touched."""
        with _default_is(self.connection, opened.path):
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
        with closing(_connect(opened.path)) as database:
            return Opened(opened.path, _contents(database))

    @contextmanager
    def reading(self) -> Iterator["LiveFile"]:
        if not self.path.is_file():
            raise BackupError(f"There is no database at {self.path}.")
        with self.connection.wrap_database_errors, closing(_connect(self.path)) as database:
            yield LiveFile(self.path, database, None, "")

    @contextmanager
    def alone(self) -> Iterator["LiveFile"]:
        is_new = not self.path.exists()
        if is_new:
            _make_empty(self.path)
        live = LiveFile(self.path, _connect(self.path, patience=0), None, self._init_command)
        try:
            with self.connection.wrap_database_errors:
                live.look()
                yield live
        except BaseException:
            if is_new and not self.path.stat().st_size:
                self.path.unlink()
            raise
        finally:
            live.database.close()

    @property
    def _init_command(self) -> str:
        return str(self.connection.settings_dict["OPTIONS"].get("init_command", ""))


@dataclass(slots=True)
class LiveFile:
    """The live file with a connection to it."""

    path: Path
    database: sqlite3.Connection
    contents: Contents | None
    init_command: str

    @contextmanager
    def dump(self, work: Path) -> Iterator[Dump]:
        copy, compact = work / "copy.sqlite3", work / "compact.sqlite3"
        insist_on_room(work, 2 * self.path.stat().st_size)
        try:
            with closing(_connect(copy)) as target:
                self.database.execute("BEGIN")
                contents = _contents(self.database)  # from here on this connection sees one moment
                self.database.backup(target)
                self.database.execute("ROLLBACK")
                target.execute("VACUUM INTO ?", [str(compact)])
        except sqlite3.DatabaseError as error:
            raise BackupError(f"The live database cannot be copied: {error}.") from None
        finally:
            if self.database.in_transaction:
                self.database.execute("ROLLBACK")
        copy.unlink()
        yield Dump(contents, compact.stat().st_size, _packed(compact))
        compact.unlink()

    def look(self) -> None:
        """Lock everybody out, and see what is in it, if it can be read."""
        try:
            _take_for_oneself(self.database)
            self.contents = _contents(self.database)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            self.contents = None

    def keep_as_it_is(self, place: Path) -> None:
        self.contents = None
        place.mkdir(mode=0o700)
        for each in (self.path, *map(self._sibling, JOURNALS)):
            if each.exists():
                with each.open("rb") as file, private_file(place / each.name) as copy:
                    shutil.copyfileobj(file, copy)
                    copy.flush()
                    os.fsync(copy.fileno())

    def replace(self, opened: Opened) -> Contents:
        with closing(_connect(opened.path)) as source:
            if self.contents is None:
                self._replace_file(source)
            else:
                source.backup(self.database)
        contents = _contents(self.database)
        if contents != opened.contents:
            raise BackupError("SQLite did not write what it was given. Restore the safety backup.")
        self.database.execute("PRAGMA locking_mode=NORMAL")
        self.database.executescript(self.init_command)
        return contents

    def _replace_file(self, source: sqlite3.Connection) -> None:
        """Put a new file in the place of one that SQLite cannot write to; its journals go first."""
        new = self._sibling("-new")
        new.unlink(missing_ok=True)
        _make_empty(new)
        try:
            with closing(_connect(new)) as database:
                source.backup(database)
            self.database.close()
            for ending in JOURNALS:
                self._sibling(ending).unlink(missing_ok=True)
            new.rename(self.path)
        finally:
            new.unlink(missing_ok=True)
        wait_for_names(self.path.parent)
        self.database = _connect(self.path, patience=0)
        _take_for_oneself(self.database)

    def _sibling(self, ending: str) -> Path:
        return self.path.with_name(self.path.name + ending)


def _make_empty(path: Path) -> None:
    with private_file(path):
        pass


def _connect(path: Path, patience: float = PATIENCE) -> sqlite3.Connection:
    """A connection without transactions of its own; nothing written in the file's schema is trusted."""
    database = sqlite3.connect(path, timeout=patience, isolation_level=None)
    database.execute("PRAGMA trusted_schema=OFF")
    database.execute("PRAGMA cell_size_check=ON")
    return database


def _take_for_oneself(database: sqlite3.Connection) -> None:
    """Lock everybody out until the connection is closed.

    Only the last connection to a file in WAL mode may leave that mode; that also empties and removes the -wal.
    """
    try:
        for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=DELETE", "synchronous=FULL"):
            database.execute(f"PRAGMA {pragma}")
        database.execute("BEGIN EXCLUSIVE")
        database.execute("COMMIT")
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
        raise BackupError("Another process has the live database open. Stop the server first.") from None


def _insist_on_soundness(database: sqlite3.Connection) -> None:
    kinds = "SELECT count(*) FROM sqlite_master WHERE type NOT IN ('table', 'index') OR sql LIKE 'CREATE VIRTUAL%'"
    if database.execute(kinds).fetchone() != (0,):
        raise BackupError("The database in this backup holds more than tables: no diary does.")
    if database.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        raise BackupError("The database in this backup is damaged.")
    if database.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise BackupError("The database in this backup has rows that point to nothing.")


def _contents(database: sqlite3.Connection) -> Contents:
    rows = {name: _count(database, name) for (name,) in database.execute(TABLES).fetchall()}
    known = database.execute("SELECT app, name FROM django_migrations") if "django_migrations" in rows else ()
    return Contents(frozenset((app, name) for app, name in known), rows)


def _count(database: sqlite3.Connection, table: str) -> int:
    quoted = '"' + table.replace('"', '""') + '"'
    rows: int = database.execute(f"SELECT count(*) FROM {quoted}").fetchone()[0]  # noqa: S608
    return rows


def _packed(path: Path) -> Iterator[bytes]:
    packer = zlib.compressobj(LEVEL, wbits=GZIP)
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield packer.compress(chunk)
    yield packer.flush()


def _unpack(payload: Path, path: Path, expected: int) -> None:
    """Unpack to a new private file, and not one byte more than the backup says that there are."""
    size = 0
    try:
        with gzip.open(payload) as packed, private_file(path) as file:
            while chunk := packed.read(CHUNK):
                size += len(chunk)
                if size > expected:
                    break
                file.write(chunk)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise BackupError("The database in this backup cannot be unpacked.") from None
    if size != expected:
        raise BackupError("The database in this backup has another size than its description says.")


@contextmanager
def _default_is(connection: BaseDatabaseWrapper, path: Path) -> Iterator[None]:
    """Within this block Django's default database is the file at `path`, whatever migrations ask for."""
    live = connections[DEFAULT_DB_ALIAS]
    copy = type(connection)({**connection.settings_dict, "NAME": str(path)}, DEFAULT_DB_ALIAS)
    connections[DEFAULT_DB_ALIAS] = copy
    try:
        yield
    finally:
        copy.close()
        connections[DEFAULT_DB_ALIAS] = live
