"""Knows what a backup says of itself: engine, moment, migrations, rows of each table, and what its payload must be."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

FORMAT = "cramp-diary-backup"
VERSION = 1
LARGEST = 2**63 - 1

# What a migrated database holds before anybody has used it.
BOOKKEEPING = {"django_migrations", "django_content_type", "auth_permission", "cache"}

NAME = re.compile(r"[A-Za-z0-9_]{1,100}")
SHA256 = re.compile(r"[0-9a-f]{64}")

Migration = tuple[str, str]


class BackupError(Exception):
    """A sentence for whoever runs the site, without a secret and without a word of a diary."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds: the migrations that were run, and how many rows each table has."""

    migrations: frozenset[Migration]
    rows: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.rows.values())

    @property
    def has_people(self) -> bool:
        """Whether there is a row that a migration did not make."""
        return any(count for table, count in self.rows.items() if table not in BOOKKEEPING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The description in front of a payload; sizes in bytes.

    The payload is `size` bytes long, and `unpacked` when what the engine packed is opened again.
    """

    engine: str
    made_at: datetime
    contents: Contents
    unpacked: int
    size: int
    sha256: str


def encode(manifest: Manifest) -> bytes:
    """One line of JSON in ASCII, without its end."""
    migrations: dict[str, list[str]] = {}
    for app, name in sorted(manifest.contents.migrations):
        migrations.setdefault(app, []).append(name)
    values = {
        "engine": manifest.engine,
        "made_at": manifest.made_at.astimezone(UTC).isoformat(),
        "migrations": migrations,
        "rows": dict(sorted(manifest.contents.rows.items())),
        "unpacked": manifest.unpacked,
        "size": manifest.size,
        "sha256": manifest.sha256,
    }
    return json.dumps(values).encode("ascii")


def decode(line: bytes) -> Manifest:
    """The manifest of such a line, whoever wrote it; raises BackupError."""
    try:
        values = json.loads(line)
        return Manifest(
            engine=_name(values["engine"]),
            made_at=datetime.fromisoformat(values["made_at"]).astimezone(UTC),
            contents=Contents(
                migrations=frozenset(
                    (_name(app), _name(name)) for app, names in values["migrations"].items() for name in names
                ),
                rows={_name(table): _count(rows) for table, rows in values["rows"].items()},
            ),
            unpacked=_count(values["unpacked"]),
            size=_count(values["size"]),
            sha256=_fitting(SHA256, values["sha256"]),
        )
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError):
        raise BackupError("The description in this backup cannot be read.") from None


def _name(value: Any) -> str:
    """A name that is harmless in a terminal and in SQL."""
    return _fitting(NAME, value)


def _fitting(pattern: re.Pattern[str], value: Any) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError
    return value


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= LARGEST:
        raise ValueError
    return value
