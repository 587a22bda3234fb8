"""How a picture is put together: numbers to shapes, each with a word for what it means, never a colour.

The word becomes the class that static/css/charts.css paints, theme by theme; paper can paint the same words otherwise.
Every picture has a title and a description that says what it shows, for those who can not see it.
"""

from collections.abc import Iterable, Mapping
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

WIDTH = 320.0


class Mark(NamedTuple):
    """One shape: the SVG element, what it means, its geometry, and the text of a text."""

    element: str
    meaning: str
    geometry: Mapping[str, float | str]
    text: str = ""


def drawing(
    name: str, title: str, description: str, size: tuple[float, float], marks: Iterable[Mark], *, of: str = ""
) -> SafeString:
    """Return an SVG picture of `size` (width, height).

    `name` says what kind it is; `of` tells several of a kind apart, so that every id stands once on the page.
    """
    width, height = (number(length) for length in size)
    id_ = escape(f"{name}-{of}" if of else name)
    body = "".join(_svg(mark) for mark in marks)
    return mark_safe(  # noqa: S308 - every text is escaped, here and in _svg
        f'<svg class="chart {name}" viewBox="0 0 {width} {height}" role="img"'
        f' aria-labelledby="{id_}-title {id_}-desc">'
        f'<title id="{id_}-title">{escape(title)}</title><desc id="{id_}-desc">{escape(description)}</desc>'
        f"{body}</svg>"
    )


def _svg(mark: Mark) -> str:
    geometry = " ".join(f'{name}="{number(value)}"' for name, value in mark.geometry.items())
    return f'<{mark.element} class="{mark.meaning}" {geometry}>{escape(mark.text)}</{mark.element}>'


def number(value: float | str) -> str:
    """Return a length as it stands in the picture, to a tenth; a text as it is."""
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def bar(meaning: str, x: float, y: float, width: float, height: float) -> Mark:
    radius = min(4.0, width / 3, height / 2)
    return Mark("rect", meaning, {"x": x, "y": y, "width": width, "height": height, "rx": radius})


def line(meaning: str, x1: float, y1: float, x2: float, y2: float) -> Mark:
    return Mark("line", meaning, {"x1": x1, "y1": y1, "x2": x2, "y2": y2})


def path(meaning: str, d: str) -> Mark:
    return Mark("path", meaning, {"d": d})


def text(meaning: str, x: float, y: float, words: str, anchor: str = "start") -> Mark:
    return Mark("text", meaning, {"x": x, "y": y, "text-anchor": anchor}, words)
