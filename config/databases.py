"""Knows how DATABASE_URL becomes Django's database settings."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.sqlite import Version, has_wal_reset_bug


def database(url: str, *, sqlite_version: Version) -> dict[str, Any]:
    """`sqlite:///relative/path`, `sqlite:////absolute/path` or `postgres://user:password@host:port/name`.

    The query holds libpq's options: `?sslmode=require`, a socket's directory: `?host=/run/postgresql`.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(parts.path, sqlite_version)
    if parts.scheme in {"postgres", "postgresql"}:
        try:
            port = parts.port
        except ValueError:
            raise ImproperlyConfigured("DATABASE_URL has a port that is not a number.") from None
        options: dict[str, Any] = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", unquote(parts.hostname or "")),
            "PORT": options.pop("port", str(port or "")),
            "OPTIONS": options,
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured(
        f"DATABASE_URL starts with {parts.scheme!r}; it must start with sqlite:/// or postgres://."
    )


def _sqlite(path: str, version: Version) -> dict[str, Any]:
    name = path.removeprefix("/")
    if not name:
        raise ImproperlyConfigured("DATABASE_URL names no file: write sqlite:///var/diary.sqlite3.")
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    # FULL: a commit is on the disk before it is acknowledged; NORMAL may take it back when the power fails.
    journal = "TRUNCATE" if has_wal_reset_bug(version) else "WAL"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {
            # Without IMMEDIATE two read-then-write transactions fail at once with "database is locked".
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": f"PRAGMA journal_mode={journal};PRAGMA synchronous=FULL;",
        },
    }
