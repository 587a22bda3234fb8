"""Knows what a backup asks of a database engine; sqlite.py and postgresql.py are the answers."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from config.backup.manifest import Contents, Manifest


@dataclass(frozen=True, slots=True)
class Opened:
    """A payload that was opened and found sound: where its database lies, and what it holds."""

    path: Path
    contents: Contents


@dataclass(frozen=True, slots=True)
class Dump:
    """A database as it was at one moment: what it holds, and a payload that can be read once."""

    contents: Contents
    unpacked: int
    payload: Iterator[bytes]


class Source(Protocol):
    """A live database that can be read."""

    def dump(self, work: Path) -> AbstractContextManager[Dump]:
        """The database of this moment; private files may be made in `work`."""


class Live(Source, Protocol):
    """A live database that nobody else may change until it is let go of."""

    @property
    def contents(self) -> Contents | None:
        """What is in it; None if it cannot be read."""

    def keep_as_it_is(self, place: Path) -> None:
        """Copy what cannot be read to the new folder `place`; raises BackupError where that is not possible."""

    def replace(self, opened: Opened) -> Contents:
        """Put what was opened in its place, migrated, all of it or nothing; return what is in it now."""


class Engine(Protocol):
    """One database engine."""

    def open(self, payload: Path, manifest: Manifest, work: Path) -> Opened:
        """Open a payload without the live database, and look whether it is sound; raises BackupError."""

    def prepare(self, opened: Opened) -> Opened:
        """Migrate what was opened, where that is possible without the live database."""

    def reading(self) -> AbstractContextManager[Source]:
        """The live database while others go on writing; raises BackupError."""

    def alone(self) -> AbstractContextManager[Live]:
        """The live database with nobody else in it; raises BackupError if it is in use."""
