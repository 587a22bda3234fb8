"""Draw the icons for home screens from static/icons/moon.svg: `.venv/bin/python -m tests.make_icons`.

Run it after a change of the moon, and commit the pictures. Needs the Chromium of the browser tests.
"""

import os
import re
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ICONS = Path(__file__).parents[1] / "static" / "icons"
ROUNDED = ' rx="8"'
# (file, edge in pixels, whether the ground fills the square, whether only the moon is drawn). A home screen cuts its
# own shape out of a maskable icon: the moon lies within the middle four fifths, which every shape leaves.
DRAWN = (
    ("icon-192.png", 192, False, False),
    ("icon-512.png", 512, False, False),
    ("maskable-512.png", 512, True, False),
    ("monochrome-512.png", 512, True, True),
    ("apple-touch-icon.png", 180, True, False),
)


def picture(moon: str, pixels: int, *, full: bool, alone: bool) -> str:
    """Return the moon as an SVG of `pixels`."""
    if full:
        moon = moon.replace(ROUNDED, "")
    if alone:
        moon = re.sub(r"<rect[^>]*/>", "", moon)
    return moon.replace("<svg ", f'<svg width="{pixels}" height="{pixels}" ')


def draw() -> None:
    """Write every icon."""
    moon = (ICONS / "moon.svg").read_text(encoding="utf-8")
    chromium = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        for file, pixels, full, alone in DRAWN:
            page.set_viewport_size({"width": pixels, "height": pixels})
            svg = picture(moon, pixels, full=full, alone=alone)
            page.set_content(f'<body style="margin: 0; display: grid">{svg}')
            page.screenshot(path=ICONS / file, omit_background=True)
        browser.close()


if __name__ == "__main__":
    draw()
