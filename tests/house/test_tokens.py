"""The colours of the three themes as the style sheet gives them, and what any kind of eyes can see of them."""

import gzip
import re
from itertools import product
from pathlib import Path

import brotli
import pytest

ROOT = Path(__file__).parents[2]
CSS = ROOT / "static" / "css"
JS = ROOT / "static" / "js"
TONIGHT = ("tokens.css", "base.css", "components.css")
THEMES = ("light", "dark", "night")

# Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of color vision deficiency",
# IEEE Transactions on Visualization and Computer Graphics 15 (2009), severity 1.0, on linear RGB.
EYES = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}

# (words, what they stand on)
TEXT = [
    *product(("ink", "soft", "accent", "cramp-ink"), ("paper", "card", "sunk")),
    *product(("ink", "accent", "cramp-ink", "warn"), ("chosen",)),
    *product(("warn",), ("paper", "card", "warn-pale")),
    ("ink", "warn-pale"),
    ("main-ink", "main"),
    ("main-soft", "main"),
    ("loud-ink", "loud"),
]
# Counts in the marks of the week: 19 px and bold, which WCAG calls large.
LARGE_TEXT = [("on-cramp", "cramp")]
# Outlines of what can be used, marks, bars and the focus ring.
GRAPHICS = [
    *product(("edge", "accent", "cramp", "focus", "soft"), ("paper", "card", "sunk")),
    *product(("main-edge", "loud-edge", "cramp-ink", "warn"), ("paper", "card")),
    ("accent", "chosen"),
    ("loud-ink", "loud"),
]


def declarations(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+):\s*([^;]+);", block))


def blocks(selector: str) -> list[dict[str, str]]:
    css = re.sub(r"/\*.*?\*/", "", (CSS / "tokens.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    return [declarations(body) for body in re.findall(re.escape(selector) + r"\s*\{([^{}]*)\}", css)]


def theme(name: str) -> dict[str, str]:
    """The colours of a theme: name to #rrggbb."""
    selector = ":root" if name == "light" else f':root[data-theme="{name}"]'
    found = {key: value for block in blocks(selector) for key, value in block.items()}
    return {key: value for key, value in found.items() if value.startswith("#")}


def channels(colour: str) -> list[float]:
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def luminance(colour: str, eyes: str = "all cones") -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour)]
    seen = [min(1, max(0, sum(m * c for m, c in zip(row, linear, strict=True)))) for row in EYES[eyes]]
    return 0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2]


def contrast(one: str, other: str, eyes: str) -> float:
    darker, lighter = sorted((luminance(one, eyes), luminance(other, eyes)))
    return (lighter + 0.05) / (darker + 0.05)


def too_faint(name: str, pairs: list[tuple[str, str]], least: float) -> list[str]:
    colours = theme(name)
    return [
        f"{front} on {back}, {eyes}: {ratio:.2f}"
        for (front, back), eyes in product(pairs, EYES)
        if (ratio := contrast(colours[front], colours[back], eyes)) < least
    ]


def test_the_contrast_formula_knows_the_textbook_values():
    assert contrast("#ffffff", "#000000", "all cones") == pytest.approx(21)
    assert contrast("#ff0000", "#000000", "all cones") == pytest.approx(5.25, abs=0.01)
    assert contrast("#ff0000", "#000000", "protanopia") == pytest.approx(3.29, abs=0.01)


@pytest.mark.parametrize("name", THEMES)
def test_words_can_be_read_with_any_cones(name):
    assert too_faint(name, TEXT, 4.5) == []


@pytest.mark.parametrize("name", THEMES)
def test_large_words_outlines_and_marks_can_be_seen_with_any_cones(name):
    assert too_faint(name, LARGE_TEXT + GRAPHICS, 3) == []


def test_every_theme_gives_every_colour():
    assert theme("dark").keys() == theme("light").keys()
    assert theme("night").keys() == theme("light").keys()


def test_a_dark_device_gets_the_dark_theme():
    assert blocks(':root[data-theme="system"]') == blocks(':root[data-theme="dark"]')


def test_every_colour_that_is_used_exists():
    sheets = "\n".join(sheet.read_text(encoding="utf-8") for sheet in CSS.glob("*.css"))
    used = set(re.findall(r"var\(--([a-z0-9-]+)\)", sheets))
    defined = set(re.findall(r"--([a-z0-9-]+):", sheets))
    assert used - defined == set()


def test_colours_are_named_only_in_the_tokens():
    for sheet in ("base.css", "components.css", "now.css"):
        assert (
            re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(|hsl|oklch", (CSS / sheet).read_text(encoding="utf-8")) == []
        )


def test_nothing_in_the_night_theme_is_blue_or_white():
    for name, colour in theme("night").items():
        red, green, blue = channels(colour)
        assert red >= green >= blue, name
        assert luminance(colour) < 0.55, name


def test_no_surface_of_the_night_theme_is_bright():
    night = theme("night")
    for name in ("paper", "card", "sunk", "chosen", "warn-pale"):
        assert luminance(night[name]) <= 0.01, name
    for name in ("main", "loud"):
        assert luminance(night[name]) <= 0.02, name


def test_the_browser_bar_has_the_colour_of_the_page():
    page = (ROOT / "templates" / "base.html").read_text(encoding="utf-8")
    named = set(re.findall(r"#[0-9a-f]{6}", page))
    assert named == {theme(name)["paper"] for name in THEMES}


def test_the_style_sheets_of_tonight_stay_small():
    assert sum(len(brotli.compress((CSS / sheet).read_bytes())) for sheet in TONIGHT) <= 12_000


def test_the_scripts_of_the_whole_site_stay_small():
    assert sum(len(gzip.compress(script.read_bytes())) for script in JS.rglob("*.js")) <= 25_000
