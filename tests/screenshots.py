"""Every screen as a picture: `./dev screenshots [FOLDER]`, phone and wide, in the three themes.

Starts the real server on a database of its own, with the demo diary, on the loopback address, and ends it again.
"""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SIZES = {"phone": (390, 844), "wide": (1280, 900)}
THEMES = ("light", "dark", "night")
PORT = 8917
URL = f"http://localhost:{PORT}"


def zone_where_it_is(hour: int) -> str:
    """A zone in which the clock now shows `hour`, so that the morning and the evening can both be seen."""
    offset = (hour - datetime.now(UTC).hour + 12) % 24 - 12
    return f"Etc/GMT{-offset:+d}" if offset else "UTC"


def screens() -> list[tuple[str, str, int]]:
    """(name, address, hour of the clock) of every screen that an address alone shows."""
    night = (datetime.now(UTC) - timedelta(days=9)).date()
    return [
        ("tonight-morning", "/", 8),
        ("tonight-evening", "/", 20),
        ("now-begin", "/now/", 3),
        ("episode-add", "/episodes/add/", 9),
        ("drafts", "/episodes/to-finish/", 9),
        ("check-in", f"/check-ins/{night}/", 20),
        ("diary", "/diary/", 9),
        ("night", f"/diary/nights/{night}/", 9),
        ("bin", "/diary/bin/", 9),
        ("patterns", "/patterns/", 9),
        ("patterns-year", "/patterns/?period=year", 9),
        ("guidance", "/guidance/", 9),
        ("article", "/guidance/what-is-a-cramp/", 9),
        ("first-aid", "/guidance/first-aid/", 9),
        ("visit", "/visit/", 9),
        ("worried", "/worried/", 9),
        ("help-now", "/help-now/", 9),
        ("settings", "/settings/", 9),
        ("profile", "/settings/profile/", 9),
        ("medicines", "/settings/medicines/", 9),
        ("factors", "/settings/factors/", 9),
        ("not-found", "/nothing-here/", 9),
    ]


@contextmanager
def running_server(folder: Path) -> Iterator[dict[str, str]]:
    """Run the app on its own database in `folder`; yields the environment it runs in."""
    env = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder / 'screens.sqlite3'}",
        "DIARY_SECRET_KEY": secrets.token_urlsafe(60),
        "DIARY_DEMO": "1",
    }
    for command in (
        ["migrate", "-v0"],
        ["createcachetable"],
        ["collectstatic", "--noinput", "-v0"],
        ["demo_diary"],
    ):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True)
    server = subprocess.Popen(
        [Path(sys.executable).with_name("granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(PORT),
         "--no-ws", "--log-level", "error", "config.wsgi:application"],
        cwd=ROOT, env=env,
    )  # fmt: skip
    try:
        _wait_until_up()
        yield env
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_until_up() -> None:
    for _ in range(100):
        try:
            with urlopen(f"{URL}/healthz", timeout=2):  # noqa: S310 (our own loopback address)
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The server did not come up.")


def set_person(env: dict[str, str], *, theme: str, zone: str) -> None:
    """Give the demo person a theme and a clock."""
    change = (
        "from accounts.models import User;"
        f"User.objects.filter(is_demo=True).update(theme={theme!r}, time_zone={zone!r},"
        " time_zone_automatic=False, night_theme_at_night=False)"
    )
    subprocess.run([sys.executable, "manage.py", "shell", "-v0", "-c", change], cwd=ROOT, env=env, check=True)


def signed_in(browser: Browser, size: tuple[int, int]) -> Page:
    page = browser.new_context(viewport={"width": size[0], "height": size[1]}).new_page()
    page.goto(URL)
    page.get_by_role("button", name="Try the demo").click()
    page.wait_for_url(f"{URL}/")
    return page


def shoot(page: Page, folder: Path, name: str) -> None:
    page.screenshot(path=folder / f"{name}.png", full_page=True)


def walk_the_night(page: Page, folder: Path, suffix: str) -> None:
    """The screens that only a cramp leads to."""
    page.goto(URL)
    page.get_by_role("button", name="I have a cramp").click()
    shoot(page, folder, f"now-where-{suffix}")
    page.get_by_role("button", name="Left calf").first.click()
    shoot(page, folder, f"now-calf-{suffix}")
    page.get_by_role("button", name="Yes").first.click()
    shoot(page, folder, f"now-clot-{suffix}")
    page.get_by_role("button", name="That was a slip").click()
    page.get_by_role("button", name="It’s gone").click()
    shoot(page, folder, f"now-severity-{suffix}")
    page.get_by_role("button", name="Skip").click()
    shoot(page, folder, f"now-saved-{suffix}")
    page.get_by_role("button", name="It was not a cramp").click()


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium")
    with (
        tempfile.TemporaryDirectory() as scratch,
        running_server(Path(scratch)) as env,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for width, size in SIZES.items():
            stranger = browser.new_context(viewport={"width": size[0], "height": size[1]}).new_page()
            for name, address in (
                ("welcome", "/"),
                ("sign-in", "/accounts/login/"),
                ("sign-up", "/accounts/signup/"),
            ):
                stranger.goto(URL + address)
                shoot(stranger, folder, f"{name}-{width}-light")
            page = signed_in(browser, size)
            for theme in THEMES:
                for hour in sorted({hour for _, _, hour in screens()}):
                    set_person(env, theme=theme, zone=zone_where_it_is(hour))
                    for name, address, at in screens():
                        if at == hour:
                            page.goto(URL + address)
                            shoot(page, folder, f"{name}-{width}-{theme}")
                if theme == "night":
                    walk_the_night(page, folder, f"{width}-{theme}")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "var" / "screenshots")
