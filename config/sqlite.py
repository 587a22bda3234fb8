"""Knows which SQLite can lose a committed write, and puts a sound one in its place.

The WAL-reset bug (https://sqlite.org/wal.html#walresetbug): 3.7.0 to 3.51.2, except from 3.44.6 in 3.44
and from 3.50.7 in 3.50, can corrupt a database in WAL mode when two connections write and checkpoint at once.
"""

import importlib
import sqlite3
import sys

Version = tuple[int, int, int]


def has_wal_reset_bug(version: Version) -> bool:
    """Whether this version of SQLite can lose a committed write in WAL mode."""
    if version[:2] == (3, 44):
        return version < (3, 44, 6)
    if version[:2] == (3, 50):
        return version < (3, 50, 7)
    return (3, 7, 0) <= version < (3, 51, 3)


def prefer_sound_sqlite() -> Version:
    """Replace an affected `sqlite3` by `pysqlite3`, which brings its own SQLite; return the version in use.

    Must run before Django's SQLite backend is imported: the backend keeps the module that it finds first.
    """
    if not has_wal_reset_bug(sqlite3.sqlite_version_info):
        return sqlite3.sqlite_version_info
    try:
        bundled = importlib.import_module("pysqlite3")
    except ImportError:
        return sqlite3.sqlite_version_info
    version: Version = bundled.sqlite_version_info
    if has_wal_reset_bug(version):
        return sqlite3.sqlite_version_info
    sys.modules["sqlite3"] = bundled
    sys.modules["sqlite3.dbapi2"] = importlib.import_module("pysqlite3.dbapi2")
    return version
