"""How the site presents itself to a home screen: names, icons, colours and the two ways straight in."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse

NAME = "Cramp Diary"
# The night's own black: whoever opens the app at 3 a.m. sees no light before the page is there.
DARK = "#000000"


def manifest() -> dict[str, Any]:
    """Return the web app manifest (W3C), for a JSON answer."""
    return {
        "id": "/",
        "name": NAME,
        "short_name": NAME,
        "description": "Write down a cramp with one tap, see how to ease it, and take one page to your doctor.",
        "lang": "en-GB",
        "dir": "ltr",
        "start_url": reverse("diary:tonight"),
        "scope": "/",
        "display": "standalone",
        "background_color": DARK,
        "theme_color": DARK,
        "categories": ["health", "lifestyle"],
        "icons": [
            _icon("icon-192.png", 192),
            _icon("icon-512.png", 512),
            _icon("maskable-512.png", 512, purpose="maskable"),
            _icon("monochrome-512.png", 512, purpose="monochrome"),
        ],
        "shortcuts": [
            _shortcut("I have a cramp", "The large button, and what to do now", "diary:now"),
            _shortcut("Check-in", "The questions about your day", "diary:check_in_now"),
        ],
    }


def _icon(file: str, pixels: int, *, purpose: str = "any") -> dict[str, str]:
    return {
        "src": static(f"icons/{file}"),
        "sizes": f"{pixels}x{pixels}",
        "type": "image/png",
        "purpose": purpose,
    }


def _shortcut(name: str, description: str, view: str) -> dict[str, Any]:
    return {
        "name": name,
        "description": description,
        "url": reverse(view),
        "icons": [_icon("icon-192.png", 192)],
    }
