"""Backups of the whole database for whoever runs the site: one file, checked before it counts and before it replaces.

It stands beside `prepare` in config and not in an app: it knows how the database is set up, and the tables of every app
alike, but nothing of a cramp. Its doors are `make`, `check` and `restore`; each raises BackupError with a sentence.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, Error, OperationalError, connection, connections
from django.db.migrations.loader import MigrationLoader

from config.backup import container
from config.backup.engine import Engine, Live, Opened, Source
from config.backup.folder import BEFORE_RESTORE, name_at, publish, remove_older, workplace
from config.backup.manifest import BackupError, Contents, Manifest, Migration
from config.backup.postgresql import PostgreSQL
from config.backup.sqlite import Sqlite

__all__ = ["BackupError", "Made", "Restored", "check", "make", "restore", "why_not_here"]

ENGINES: dict[str, Callable[..., Engine]] = {"sqlite": Sqlite, "postgresql": PostgreSQL}


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made and checked, and the older ones that were removed after that."""

    path: Path
    contents: Contents
    removed: list[Path]


@dataclass(frozen=True, slots=True)
class Restored:
    """What is in the live database now, and where that which was there before is kept."""

    manifest: Manifest
    contents: Contents
    kept: Path | None


def make(folder: Path, *, now: datetime, keep: int | None = None) -> Made:
    """Back up the live database into `folder` while others write to it.

    With `keep` only so many regular backups stay in the folder, this one among them.
    """
    with _in_words(), workplace(folder) as work, _engine().reading() as live:
        path, contents = _made(live, work, folder / f"{name_at(now)}.backup", now)
        return Made(path, contents, remove_older(path, keep) if keep else [])


def check(file: Path, *, folder: Path) -> Manifest:
    """Look through a backup of any engine as `restore` would; `folder` lends room to unpack it."""
    with _in_words(), workplace(folder) as work:
        manifest, _ = _opened(file, work)
        return manifest


def why_not_here(manifest: Manifest) -> str | None:
    """Why this installation cannot restore a sound backup; None if it can."""
    if manifest.engine != connection.vendor:
        return f"The backup is of {manifest.engine}, and DATABASE_URL names {connection.vendor}."
    if not manifest.contents.migrations:
        return "The backup holds no diary: no migration was ever run in it."
    unknown = sorted(manifest.contents.migrations - _known_migrations())
    if unknown:
        names = ", ".join(".".join(migration) for migration in unknown[:3])
        return f"The backup is of a newer version of Cramp Diary; this one does not know {names}."
    return None


def restore(file: Path, *, folder: Path, replace: bool, now: datetime) -> Restored:
    """Put a backup in the place of the live database, and migrate it to this version.

    Everything about the file is looked at before the live database is touched. Where that holds rows, `replace` is
    needed, and they are backed up to `folder` first.
    """
    connections.close_all()
    engine = _engine()
    with _in_words(), workplace(folder) as work:
        manifest, opened = _opened(file, work)
        if reason := why_not_here(manifest):
            raise BackupError(reason)
        opened = engine.prepare(opened)
        with engine.alone() as live:
            kept = _kept(live, work, folder, now, replace=replace)
            return Restored(manifest, live.replace(opened), kept)


def _engine(name: str | None = None) -> Engine:
    made = ENGINES.get(name or connection.vendor)
    if made is None:
        raise BackupError(f"There are no backups of {name or connection.vendor}.")
    return made(connections[DEFAULT_DB_ALIAS])


def _made(live: Source, work: Path, target: Path, now: datetime) -> tuple[Path, Contents]:
    """Write a backup, look through what was written, and only then give it its name."""
    draft = work / "draft"
    with live.dump(work) as dump:
        manifest = Manifest(
            engine=connection.vendor,
            made_at=now,
            contents=dump.contents,
            unpacked=dump.unpacked,
            size=0,
            sha256=container.NO_SUM,
        )
        container.write(draft, manifest, dump.payload)
    look = work / "look"
    look.mkdir(mode=0o700)
    _opened(draft, look)
    publish(draft, target)
    return target, dump.contents


def _opened(file: Path, work: Path) -> tuple[Manifest, Opened]:
    manifest = container.unpack(file, work / "payload")
    opened = _engine(manifest.engine).open(work / "payload", manifest, work)
    if opened.contents != manifest.contents:
        raise BackupError("The database in this backup holds other rows than its description says.")
    return manifest, opened


def _kept(live: Live, work: Path, folder: Path, now: datetime, *, replace: bool) -> Path | None:
    """Keep what is in the live database as a backup, or as it is if none can be made of it."""
    if live.contents and not live.contents.has_people:
        return None
    if not replace:
        rows = f"holds {live.contents.total:,} rows" if live.contents else "cannot be read"
        raise BackupError(f"The live database {rows}. With --replace it is kept, and then replaced.")
    name = name_at(now, BEFORE_RESTORE)
    safety, as_it_is = work / "safety", work / "as-it-is"
    if live.contents:
        try:
            safety.mkdir(mode=0o700)
            return _made(live, safety, folder / f"{name}.backup", now)[0]
        except BackupError:
            shutil.rmtree(safety)
    live.keep_as_it_is(as_it_is)
    publish(as_it_is, folder / name)
    return folder / name


@contextmanager
def _in_words() -> Iterator[None]:
    """Make a BackupError of what the disk and the database say; an error of the database may quote a row."""
    try:
        yield
    except OSError as error:
        raise BackupError(f"{error.filename or 'The disk'}: {error.strerror}. Nothing was changed.") from None
    except OperationalError as error:
        said = str(error).partition("\n")[0]
        raise BackupError(f"The database said: {said}. Nothing was changed.") from None
    except Error as error:
        kind = type(error.__cause__ or error).__name__
        raise BackupError(f"The database refused it ({kind}). Nothing was changed.") from None


def _known_migrations() -> set[Migration]:
    """Those of this version, and those that it has squashed."""
    loader = MigrationLoader(None)
    squashed = {old for migration in loader.disk_migrations.values() for old in migration.replaces}
    return {*loader.disk_migrations, *squashed}
