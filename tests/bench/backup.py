"""What a backup and its restore cost, with a diary of 20 years and 1,000 people's of one: `./dev bench backup`.

Each is done once, in one process, on the machine as it is. Restoring includes the backup of what is replaced.
"""

import os
import secrets
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.db import connection

TABLES = ("diary_episode", "diary_checkin", "diary_medicine", "diary_answer", "diary_event", "diary_revision")
HEAD = f"{'people':>7}{'nights':>8}{'rows':>12}{'MB':>9}{'backup s':>10}{'check s':>9}{'restore s':>11}"


def prepare(folder: Path, database_url: str) -> None:
    """Make a database in `folder`, with the settings of production."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": database_url or f"sqlite:///{folder / 'bench.sqlite3'}",
        "DIARY_SECRET_KEY": secrets.token_urlsafe(60),
    }
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def write(people: int, nights: int) -> None:
    """Write one diary through the actions, and give each of the other people the same rows."""
    from accounts.models import User  # noqa: PLC0415 - models can be imported only now

    User.objects.all().delete()
    call_command("demo_diary", nights=nights, stdout=StringIO())
    User.objects.bulk_create(
        User(email=f"{number}@example.org", password=secrets.token_urlsafe(70)) for number in range(1, people)
    )
    with connection.cursor() as cursor:
        for table in TABLES:
            columns = [
                column.name for column in connection.introspection.get_table_description(cursor, table)
            ]
            others = ", ".join(f'"{name}"' for name in columns if name != "owner_id")
            cursor.execute(
                f'INSERT INTO {table} ("owner_id", {others}) '  # noqa: S608 - names of columns
                f"SELECT person.new_id, {others} FROM {table} CROSS JOIN "
                f"(SELECT id AS new_id FROM accounts_user WHERE NOT is_demo) person"
            )


def timed(act: Callable[[], Any]) -> tuple[Any, float]:
    started = time.perf_counter()
    return act(), time.perf_counter() - started


def measure(people: int, nights: int, folder: Path) -> Iterator[str]:
    """Yield a line of the table."""
    from config import backup  # noqa: PLC0415

    write(people, nights)
    made, making = timed(lambda: backup.make(folder, now=datetime.now(UTC)))
    _, checking = timed(lambda: backup.check(made.path, folder=folder))
    done, restoring = timed(
        lambda: backup.restore(made.path, folder=folder, replace=True, now=datetime.now(UTC))
    )
    if done.contents.rows["diary_episode"] != made.contents.rows["diary_episode"]:
        raise SystemExit("Not everything came back.")
    size = made.path.stat().st_size / 1e6
    times = f"{making:>10.1f}{checking:>9.1f}{restoring:>11.1f}"
    yield f"{people:>7,}{nights:>8,}{made.contents.total:>12,}{size:>9.1f}{times}"


def main() -> None:
    parser = ArgumentParser(prog="./dev bench backup", description=__doc__)
    parser.add_argument(
        "--database-url", default="", help="a database of its own (default: a new SQLite file)"
    )
    parser.add_argument(
        "--people", type=int, default=1000, help="with a diary of one year (default: %(default)s)"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cramp-diary-bench-") as folder:
        prepare(Path(folder), options.database_url)
        sys.stdout.write(f"{HEAD}\n")
        for people, nights in ((1, 7300), (options.people, 365)):
            for line in measure(people, nights, Path(folder) / "backups"):
                sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
