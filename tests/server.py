"""The site as it is served in earnest, with a demo diary: own database and files, on the loopback address."""

import os
import secrets
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
PREPARE = """
import django
from django.core.management import call_command

django.setup()
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
call_command("demo_diary", if_missing=True, nights={nights})
"""


def zone_where_it_is(hour: int) -> str:
    """A zone in which the clock now shows `hour`, so that the morning and the evening can both be seen."""
    offset = (hour - datetime.now(UTC).hour + 12) % 24 - 12
    return f"Etc/GMT{-offset:+d}" if offset else "UTC"


@dataclass(frozen=True)
class Server:
    """A running site and its database."""

    url: str
    database: Path

    def ask(self, sql: str) -> tuple[Any, ...]:
        """Return the first row of what the database holds."""
        with closing(sqlite3.connect(self.database, timeout=20)) as database:
            row: tuple[Any, ...] = database.execute(sql).fetchone()
            return row

    def set_demo_person(self, **columns: object) -> None:
        """Give the demo person a theme, a clock …; their zone does not follow the browser's."""
        columns |= {"time_zone_automatic": False, "night_theme_at_night": False}
        names = ", ".join(f"{name} = ?" for name in columns)
        with closing(sqlite3.connect(self.database, timeout=20)) as database, database:
            database.execute(f"UPDATE accounts_user SET {names} WHERE is_demo", tuple(columns.values()))  # noqa: S608


@contextmanager
def running_server(folder: Path, *, nights: int) -> Iterator[Server]:
    """Serve a demo diary of so many nights out of `folder` until the block ends."""
    database, port = folder / "diary.sqlite3", _free_port()
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.server_settings",
        "STATIC_ROOT": str(folder / "static"),
        "DATABASE_URL": f"sqlite:///{database}",
        "DIARY_SECRET_KEY": secrets.token_urlsafe(60),
        "DIARY_DEMO": "1",
    }
    prepare = [sys.executable, "-c", PREPARE.format(nights=nights)]
    subprocess.run(prepare, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen(
        [Path(sys.executable).with_name("granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
         "--no-ws", "--log-level", "error", "config.wsgi:application"],
        cwd=ROOT, env=env,
    )  # fmt: skip
    try:
        url = f"http://localhost:{port}"
        _wait_until_up(url, server)
        yield Server(url, database)
    finally:
        server.terminate()
        server.wait(timeout=20)


def _free_port() -> int:
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


def _wait_until_up(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            with urlopen(f"{url}/healthz", timeout=2):  # noqa: S310 - our own server
                return
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError("The server did not come up.")
