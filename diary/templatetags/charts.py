"""Pictures of patterns as SVG: numbers to shapes, each shape with a word for what it means, never a colour.

The word becomes the class that static/css/charts.css paints, theme by theme; paper can paint the same words
otherwise. Every picture has a title and a description that says what it shows, for those who can not see
it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape
from math import cos, pi, sin
from typing import NamedTuple

from django.template import Library
from django.utils.safestring import SafeString, mark_safe

from diary.domain.patterns import Frequency, Places, ReliefUse, Share, Timing
from diary.domain.patterns.frequency import LEAST_KNOWN, Weeks
from diary.domain.patterns.place import MuscleCount
from diary.domain.patterns.timing import Hours
from diary.domain.patterns.wording import frequency_words, place_words, relief_words, timing_words
from diary.templatetags import words

register = Library()

WIDTH = 320.0


class Mark(NamedTuple):
    """One shape: the SVG element, what it means, its geometry, and the text of a text."""

    element: str
    meaning: str
    geometry: dict[str, float | str]
    text: str = ""


def drawing(
    name: str, title: str, description: str, size: tuple[float, float], marks: Iterable[Mark]
) -> SafeString:
    """Return an SVG picture of `size` (width, height); `name` makes its ids unique on the page."""
    width, height = (_number(length) for length in size)
    body = "".join(_svg(mark) for mark in marks)
    return mark_safe(  # noqa: S308 - every text is escaped, here and in _svg
        f'<svg class="chart {name}" viewBox="0 0 {width} {height}" role="img"'
        f' aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>'
        f"{body}</svg>"
    )


def _svg(mark: Mark) -> str:
    geometry = " ".join(f'{name}="{_number(value)}"' for name, value in mark.geometry.items())
    return f'<{mark.element} class="{mark.meaning}" {geometry}>{escape(mark.text)}</{mark.element}>'


def _number(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def _bar(meaning: str, x: float, y: float, width: float, height: float) -> Mark:
    radius = min(4.0, width / 3, height / 2)
    return Mark("rect", meaning, {"x": x, "y": y, "width": width, "height": height, "rx": radius})


def _line(meaning: str, x1: float, y1: float, x2: float, y2: float) -> Mark:
    return Mark("line", meaning, {"x1": x1, "y1": y1, "x2": x2, "y2": y2})


def _text(meaning: str, x: float, y: float, text: str, anchor: str = "start") -> Mark:
    return Mark("text", meaning, {"x": x, "y": y, "text-anchor": anchor}, text)


# --- How often ------------------------------------------------------------------------------------

MANY_BARS = 16


@register.simple_tag
def weekly_bars(frequency: Frequency) -> SafeString:
    """Draw cramps per week, or per so many weeks; the line under a bar is as long as its nights are known."""
    peak = max(1, *(week.cramps for week in frequency.weeks))
    weeks = words.counted(len(frequency.weeks), "bar")
    return drawing(
        "weekly-bars",
        weekly_title(frequency),
        f"{frequency_words(frequency)} {weeks}; the highest stands for {words.counted(peak, 'cramp')}.",
        (WIDTH, 150),
        _weekly_marks(frequency.weeks, peak),
    )


def weekly_title(frequency: Frequency) -> str:
    """Return what a bar counts: "Cramps per week"."""
    together = frequency.weeks_per_bar
    return "Cramps per week" if together == 1 else f"Cramps per {together} weeks"


def _weekly_marks(weeks: Sequence[Weeks], peak: int) -> Iterator[Mark]:
    top, base = 20.0, 114.0
    slot = WIDTH / len(weeks)
    width = min(26.0, slot * 0.72)
    many = len(weeks) > MANY_BARS
    if many:
        yield _line("grid", 0, top, WIDTH, top)
        yield _text("value", 0, top - 6, str(peak))
    yield _line("axis", 0, base, WIDTH, base)
    for place, week in enumerate(weeks):
        middle = slot * (place + 0.5)
        left, height = middle - width / 2, (base - top) * week.cramps / peak
        kind = bar_kind(week)
        if kind == "unknown":
            yield _text("value", middle, base - 6, "?", "middle")
        elif week.cramps or kind == "bar-open":
            yield _bar(kind, left, base - max(height, 5), width, max(height, 5))
        if week.known.part and not many:
            yield _text("value", middle, base - height - 6, str(week.cramps), "middle")
        yield _line("track", left, base + 8, left + width, base + 8)
        if week.known.part:
            nights = (week.last - week.first).days + 1
            yield _line("known", left, base + 8, left + width * week.known.part / nights, base + 8)
    yield from _week_labels(weeks, slot)


def bar_kind(week: Weeks) -> str:
    """Return how a bar is drawn: "bar", "bar-partly" (few nights known), "unknown" (none), "bar-open" (running)."""
    if not week.finished:
        return "bar-open"
    if not week.known.part:
        return "unknown"
    few = week.known.part * LEAST_KNOWN.whole < week.known.whole * LEAST_KNOWN.part
    return "bar-partly" if few else "bar"


def _week_labels(weeks: Sequence[Weeks], slot: float) -> Iterator[Mark]:
    labels = 3 if len(weeks) > MANY_BARS else 1
    years = weeks[0].first.year != weeks[-1].first.year and len(weeks) > MANY_BARS
    for place in [len(weeks) * part // labels for part in range(labels)]:
        if place + 1 < len(weeks) and (len(weeks) - place) * slot > 130:
            yield _text("label", slot * place, 144, _week_label(weeks[place].first, years=years))
    yield _text("label", WIDTH, 144, "this week", "end")


def _week_label(monday: date, *, years: bool) -> str:
    return f"{monday:%b %Y}" if years else f"{monday.day} {monday:%b}"


# --- When -----------------------------------------------------------------------------------------

CENTRE, INNER, LONGEST, RIM = 80.0, 25.0, 60.0, 76.0


@register.simple_tag
def night_clock(timing: Timing) -> SafeString:
    """Draw the hours of onset around a clock of 24 hours, midnight on top; the rim is thick over half of them."""
    return drawing(
        "night-clock", "Time of day", timing_words(timing), (2 * CENTRE, 2 * CENTRE), _clock_marks(timing)
    )


def _clock_marks(timing: Timing) -> Iterator[Mark]:
    yield Mark("circle", "grid", {"cx": CENTRE, "cy": CENTRE, "r": RIM})
    yield Mark("circle", "axis", {"cx": CENTRE, "cy": CENTRE, "r": INNER - 2})
    peak = max(1, *timing.by_hour)
    for hour, count in enumerate(timing.by_hour):
        if count:
            meaning = "bar" if timing.mostly and _within(hour, timing.mostly) else "bar-quiet"
            outer = INNER + (LONGEST - INNER) * count / peak
            yield Mark("path", meaning, {"d": _petal(hour + 0.06, hour + 0.94, outer)})
    if timing.mostly and timing.half:
        start, end = (at.hour + at.minute / 60 for at in (timing.half.start, timing.half.end))
        yield Mark("path", "half", {"d": f"M{_point(start, RIM)}{_arc(start, end, RIM)}"})
    for hour in range(0, 24, 6):
        x, y = _at(hour, RIM - 9)
        yield _text("label", x, y + 4.5, str(hour), "middle")


def _within(hour: int, hours: Hours) -> bool:
    return (hour - hours.first) % 24 < ((hours.end - hours.first) % 24 or 24)


def _at(hour: float, radius: float) -> tuple[float, float]:
    angle = 2 * pi * hour / 24
    return CENTRE + radius * sin(angle), CENTRE - radius * cos(angle)


def _point(hour: float, radius: float) -> str:
    return " ".join(_number(part) for part in _at(hour, radius))


def _arc(start: float, end: float, radius: float, *, back: bool = False) -> str:
    """Return a path from where the pen is, at `start` (or `end` when drawn back), along the clock to the other."""
    long = int((end - start) % 24 > 12)
    size = _number(radius)
    return f"A{size} {size} 0 {long} {int(not back)} {_point(start if back else end, radius)}"


def _petal(start: float, end: float, outer: float) -> str:
    rim, hub = _arc(start, end, outer), _arc(start, end, INNER, back=True)
    return f"M{_point(start, INNER)}L{_point(start, outer)}{rim}L{_point(end, INNER)}{hub}Z"


# --- Shares of a whole ----------------------------------------------------------------------------

ROW, BAR, ROWS = 54.0, 24.0, 6


class Part(NamedTuple):
    """A piece of a bar: what it means, how many, and what is written in it where there is room."""

    meaning: str
    number: int
    label: str


class Row(NamedTuple):
    """One bar with its words: a name on the left, what it rests on on the right."""

    name: str
    note: str
    parts: Sequence[Part]


def _rows(rows: Sequence[Row], whole: int, key: Sequence[tuple[str, str]]) -> Iterator[Mark]:
    """Draw each row as a bar whose full length is `whole`, then the key: meaning and words of each kind of part."""
    for place, row in enumerate(rows):
        top = ROW * place
        yield _text("name", 0, top + 15, row.name)
        yield _text("label", WIDTH, top + 15, row.note, "end")
        yield _line("track", 0, top + 23 + BAR, WIDTH, top + 23 + BAR)
        yield from _parts(row.parts, top + 22, WIDTH / whole)
    middle = ROW * len(rows) + 14
    for place, (meaning, said) in enumerate(key):
        left = WIDTH * place / len(key) + 1
        yield _bar(meaning, left, middle - 7, 14, 14)
        yield _text("label", left + 20, middle + 4.5, said)


def _parts(parts: Sequence[Part], top: float, scale: float) -> Iterator[Mark]:
    left = 0.0
    for part in parts:
        width = part.number * scale
        if part.number:
            yield _bar(part.meaning, left + 1, top, max(width - 2, 1), BAR)
        if width > 8.5 * len(part.label) + 6 and part.number:
            yield _text(f"in-{part.meaning}", left + width / 2, top + BAR / 2 + 4.5, part.label, "middle")
        left += width


def _height(rows: Sequence[Row]) -> float:
    return ROW * len(rows) + 24


# --- Where ----------------------------------------------------------------------------------------

SIDES = (
    ("solid", "left", "L"),
    ("half-filled", "both", "L+R"),
    ("outlined", "right", "R"),
    ("dashed", "not said", "?"),
)


@register.simple_tag
def body_share(places: Places) -> SafeString:
    """Draw the share of each muscle, in parts by side: left on the left, right on the right."""
    rows = [
        Row(
            count.muscle.label,
            words.share(Share(count.entries, places.known.part)),
            [
                Part(meaning, number, f"{letter} {number}")
                for (meaning, _, letter), number in zip(SIDES, _by_side(count), strict=True)
            ],
        )
        for count in places.muscles[:ROWS]
    ]
    key = [(meaning, said) for meaning, said, _ in SIDES]
    return drawing(
        "body-share",
        "Muscle and side",
        place_words(places),
        (WIDTH, _height(rows)),
        _rows(rows, max(1, places.known.part), key),
    )


def _by_side(count: MuscleCount) -> tuple[int, int, int, int]:
    return count.left, count.both, count.right, count.side_unknown


# --- What helped ----------------------------------------------------------------------------------

ANSWERS = (("eased", "helped"), ("half-eased", "a little"), ("outlined", "no"), ("dashed", "not said"))


@register.simple_tag
def relief_bars(relief: Sequence[ReliefUse]) -> SafeString:
    """Draw how often each relief was tried, in parts by how it went, with the minutes half of them were over in."""
    rows = [
        Row(
            use.relief.label,
            f"{words.share(use.tried)} · {words.duration(use.hard_minutes.median)}",
            [Part(meaning, n, str(n)) for (meaning, _), n in zip(ANSWERS, _by_answer(use), strict=True)],
        )
        for use in relief[:ROWS]
    ]
    whole = relief[0].tried.whole if relief else 1
    return drawing(
        "relief-bars",
        "What you tried",
        relief_words(relief),
        (WIDTH, _height(rows)),
        _rows(rows, whole, ANSWERS),
    )


def _by_answer(use: ReliefUse) -> tuple[int, int, int, int]:
    return use.helped, use.partly, use.not_helped, use.not_said
