"""Every screen as a picture: `./dev screenshots [FOLDER]`, phone and wide, in the three themes.

Starts the real server on a database of its own, with the demo diary, on the loopback address, and ends it again.
"""

import os
import shutil
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.server import ROOT, running_server, zone_where_it_is

SIZES = {"phone": (390, 844), "wide": (1280, 900)}
THEMES = ("light", "dark", "night")
STRANGERS = (("welcome", "/"), ("sign-in", "/accounts/login/"), ("sign-up", "/accounts/signup/"))


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
        ("patterns-all", "/patterns/?period=all", 9),
        ("guidance", "/guidance/", 9),
        ("article", "/guidance/what-is-a-cramp/", 9),
        ("first-aid", "/guidance/first-aid/", 9),
        ("first-aid-card", "/guidance/first-aid/F01/", 3),
        ("does-it-help", "/guidance/does-it-help/", 9),
        ("search", "/guidance/search/?q=does+magnesium+work", 9),
        ("browse", "/guidance/browse/?muscle=toes", 9),
        ("words", "/guidance/words/", 9),
        ("visit", "/visit/", 9),
        ("transfer", "/transfer/", 9),
        ("worried", "/worried/", 9),
        ("help-now", "/help-now/", 9),
        ("settings", "/settings/", 9),
        ("profile", "/settings/profile/", 9),
        ("medicines", "/settings/medicines/", 9),
        ("factors", "/settings/factors/", 9),
        ("suspects", "/settings/factors/suspects/", 9),
        ("events", "/settings/events/", 9),
        ("not-found", "/nothing-here/", 9),
    ]


def signed_in(browser: Browser, url: str, size: tuple[int, int]) -> Page:
    page = browser.new_context(base_url=url, viewport={"width": size[0], "height": size[1]}).new_page()
    page.goto("/")
    page.get_by_role("button", name="Try the demo").click()
    page.get_by_role("heading", name="Tonight").wait_for()
    return page


def shoot(page: Page, folder: Path, name: str) -> None:
    page.screenshot(path=folder / f"{name}.png", full_page=True)


def walk_the_night(page: Page, folder: Path, suffix: str) -> None:
    """The screens that only a cramp leads to."""
    page.goto("/")
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
        running_server(Path(scratch), nights=400) as server,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for width, size in SIZES.items():
            stranger = browser.new_context(
                base_url=server.url, viewport={"width": size[0], "height": size[1]}
            ).new_page()
            for name, address in STRANGERS:
                stranger.goto(address)
                shoot(stranger, folder, f"{name}-{width}-light")
            page = signed_in(browser, server.url, size)
            for theme in THEMES:
                for hour in sorted({hour for _, _, hour in screens()}):
                    server.set_demo_person(theme=theme, time_zone=zone_where_it_is(hour))
                    for name, address, at in screens():
                        if at == hour:
                            page.goto(address)
                            shoot(page, folder, f"{name}-{width}-{theme}")
            walk_the_night(page, folder, f"{width}-night")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "var" / "screenshots")
