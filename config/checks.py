"""Knows what must not be wrong in the configuration of a diary, and says how to mend it."""

import sys
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004
from django.db import connections

from config.sqlite import has_wal_reset_bug

LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]"}
SHORTEST_KEY = 50
FULL = 2  # PRAGMA synchronous; 3 is EXTRA


@register(Tags.security)
def demo_only_at_home(**kwargs: Any) -> list[CheckMessage]:
    """Anyone may sign in to the demo, so it is never beside the diaries of real people."""
    elsewhere = sorted(set(settings.ALLOWED_HOSTS) - LOCAL_HOSTS)
    if settings.DIARY_DEMO and elsewhere and not settings.TESTING:
        return [
            Error(
                f"Demo mode is on, and this site answers as {', '.join(elsewhere)}.",
                hint="Unset DIARY_DEMO, or leave only localhost in DIARY_HOSTS.",
                id="diary.E001",
            )
        ]
    return []


@register(Tags.security)
def secret_key_is_secret(**kwargs: Any) -> list[CheckMessage]:
    """A guessed key signs anybody in."""
    weak = [
        key
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        if len(key) < SHORTEST_KEY
        or len(set(key)) < 5
        or key.startswith(("django-insecure", "only-for-debugging"))
    ]
    if weak and not settings.DEBUG and not settings.TESTING:
        return [
            Error(
                "The secret key, or one of its predecessors, can be guessed.",
                hint=f"Set DIARY_SECRET_KEY to at least {SHORTEST_KEY} random characters: "
                'python -c "import secrets; print(secrets.token_urlsafe(64))".',
                id="diary.E002",
            )
        ]
    return []


@register(Tags.security)
def hosts_are_named(**kwargs: Any) -> list[CheckMessage]:
    """Links in mails are built from the host that a request names."""
    if "*" in settings.ALLOWED_HOSTS:
        return [
            Error(
                "This site answers to any host name.",
                hint="Name the hosts in DIARY_HOSTS, separated by commas.",
                id="diary.E003",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def mail_can_be_sent(**kwargs: Any) -> list[CheckMessage]:
    """Without mail a forgotten password locks a person out of their diary."""
    if not settings.DIARY_SMTP_HOST:
        return [
            Warning(
                "No mail server is set: a forgotten password cannot be reset.",
                hint="Set DIARY_SMTP_HOST (and DIARY_SMTP_USER and DIARY_SMTP_PASSWORD).",
                id="diary.W004",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def the_proxy_is_known(**kwargs: Any) -> list[CheckMessage]:
    """Behind an unknown proxy everybody has one address, and one person's mistakes lock out all."""
    if settings.DIARY_HTTPS and not settings.DIARY_TRUSTED_PROXIES:
        return [
            Warning(
                "HTTPS is on, but no proxy is trusted: rate limits would count all people as one.",
                hint="Set DIARY_TRUSTED_PROXIES to the number of proxies in front, normally 1.",
                id="diary.W005",
            )
        ]
    return []


@register(Tags.database)
def database_keeps_what_it_acknowledges(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Runs with `check --database default` and before every migration."""
    messages: list[CheckMessage] = []
    for alias in databases or []:
        vendor = connections[alias].vendor
        if vendor == "sqlite":
            messages += _sqlite_problems(alias)
        elif vendor == "postgresql":
            messages += _postgresql_problems(alias)
    return messages


def _sqlite_problems(alias: str) -> list[CheckMessage]:
    connection = connections[alias]
    if connection.is_in_memory_db():  # type: ignore[attr-defined]
        return []
    with connection.cursor() as cursor:
        journal, synchronous = (
            cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
        )
    return sqlite_problems(
        version=sys.modules["sqlite3"].sqlite_version_info,
        journal=str(journal),
        synchronous=int(synchronous),
        transaction_mode=str(connection.settings_dict["OPTIONS"].get("transaction_mode")),
    )


def sqlite_problems(
    *, version: tuple[int, int, int], journal: str, synchronous: int, transaction_mode: str
) -> list[CheckMessage]:
    """What is wrong with a SQLite database that answers in this way."""
    problems: list[CheckMessage] = []
    if has_wal_reset_bug(version):
        name = ".".join(map(str, version))
        kind = Error if journal == "wal" else Warning
        problems.append(
            kind(
                f"SQLite {name} can lose a committed write in WAL mode.",
                hint="Install pysqlite3 or SQLite 3.51.3: https://sqlite.org/wal.html#walresetbug.",
                id="diary.E010" if kind is Error else "diary.W010",
            )
        )
    if journal not in {"wal", "truncate", "delete", "persist"}:
        problems.append(
            Error(
                f"SQLite keeps its journal as {journal!r}: a crash can corrupt the diary.",
                hint="Remove your own journal_mode from the database's init_command.",
                id="diary.E011",
            )
        )
    if synchronous < FULL:
        problems.append(
            Error(
                "SQLite does not wait for the disk: a power failure loses saved entries.",
                hint="Put PRAGMA synchronous=FULL into the database's init_command.",
                id="diary.E012",
            )
        )
    if transaction_mode != "IMMEDIATE":
        problems.append(
            Error(
                'SQLite transactions do not begin IMMEDIATE: saving fails with "database is locked".',
                hint='Set "transaction_mode": "IMMEDIATE" in the database\'s OPTIONS.',
                id="diary.E013",
            )
        )
    return problems


def _postgresql_problems(alias: str) -> list[CheckMessage]:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
        fsync, synchronous_commit = cursor.fetchone()
    return postgresql_problems(fsync=fsync, synchronous_commit=synchronous_commit)


def postgresql_problems(*, fsync: str, synchronous_commit: str) -> list[CheckMessage]:
    """What is wrong with a PostgreSQL server that is set up in this way."""
    if fsync == "on" and synchronous_commit in {"on", "remote_write", "remote_apply"}:
        return []
    return [
        Error(
            "PostgreSQL does not wait for the disk: a crash loses saved entries "
            f"(fsync={fsync}, synchronous_commit={synchronous_commit}).",
            hint="Set both to on in postgresql.conf.",
            id="diary.E020",
        )
    ]
