"""Databases of their own, SQLite files or PostgreSQL databases like the suite's, for tests that back up and restore."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urlsplit
from uuid import uuid4

from django.core.management import call_command
from django.db import connection, connections

DEFAULT = "default"


@contextmanager
def pointed_to(name: str) -> Iterator[None]:
    """Within this block Django's default database is the one of this name, in other threads too."""
    of_the_suite = connections[DEFAULT]
    with patch.dict(connections.settings[DEFAULT], {"NAME": name}):
        connections[DEFAULT] = connections.create_connection(DEFAULT)
        try:
            yield
        finally:
            connections[DEFAULT].close()
            connections[DEFAULT] = of_the_suite


@dataclass
class Databases:
    """Makes databases that are gone with the block; names are what Django calls them."""

    folder: Path
    made: list[str] = field(default_factory=list)

    def empty(self) -> str:
        """Return the name of a database without a table; that of SQLite is a file that is not there yet."""
        if connection.vendor != "sqlite":
            return self._create("")
        folder = self.folder / uuid4().hex
        folder.mkdir()
        return str(folder / "diary.sqlite3")

    def copy_of(self, name: str) -> str:
        if connection.vendor != "sqlite":
            return self._create(f"TEMPLATE {name}")
        copy = self.empty()
        shutil.copy(name, copy)
        return copy

    def migrated(self) -> str:
        name = self.empty()
        with pointed_to(name):
            call_command("migrate", verbosity=0)
        return name

    def drop(self) -> None:
        with connection._nodb_cursor() as cursor:
            for name in self.made:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _create(self, options: str) -> str:
        name = f"test_scratch_{uuid4().hex}"
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name} {options}")
        self.made.append(name)
        return name


@contextmanager
def databases(folder: Path) -> Iterator[Databases]:
    with ExitStack() as stack:
        made = Databases(folder)
        stack.callback(lambda: made.made and made.drop())
        yield made


def url_of(name: str) -> str:
    """The DATABASE_URL of such a database, for a process of its own."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
