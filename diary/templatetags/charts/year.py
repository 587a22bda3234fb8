"""The nights of a year, as a picture: a row for each month, a column for each day."""

from collections.abc import Iterator

from django.utils.safestring import SafeString

from diary.domain.patterns.calendar import Calendar
from diary.domain.patterns.wording import calendar_words
from diary.domain.vocabulary import Outcome
from diary.templatetags.charts.drawing import WIDTH, Mark, drawing, line, number, path, text

LEFT, TOP, ROW = 36.0, 20.0, 24.0
DAYS = 31
STEP = (WIDTH - LEFT) / DAYS
# How high a night with one, two, or three and more cramps stands.
HEIGHTS = (7, 11, 16)
DASH = 6.0
NUMBERED = (1, 5, 10, 15, 20, 25, 31)
KEY = 54.0


def year_calendar(calendar: Calendar) -> SafeString:
    """Draw the nights: cramps stand up, higher for more; a clear night is a dash, an unknown one a dot.

    Where the diary had not begun, or the night is still to come, there is nothing.
    """
    height = TOP + ROW * len(calendar.months) + KEY
    return drawing(
        "year", "The year, night by night", calendar_words(calendar), (WIDTH, height), _marks(calendar)
    )


def _marks(calendar: Calendar) -> Iterator[Mark]:
    for day in NUMBERED:
        yield text("label", _x(day), 12, str(day), "middle")
    for place, month in enumerate(calendar.months):
        base = _base(place)
        yield text("label", 0, base, f"{month.first:%b}")
        yield line("grid", LEFT, base + 3, WIDTH, base + 3)
    yield path("night-clear", _strokes(calendar, Outcome.CLEAR))
    yield path("night-unknown", _strokes(calendar, Outcome.UNKNOWN))
    yield path("night-cramp", _strokes(calendar, Outcome.CRAMP))
    yield from _key(TOP + ROW * len(calendar.months) + 26)


def _base(place: int) -> float:
    return TOP + ROW * (place + 1) - 4


def _x(day: int) -> float:
    return LEFT + STEP * (day - 0.5)


def _strokes(calendar: Calendar, outcome: Outcome) -> str:
    """Return one path for all nights of an outcome: a picture of 365 shapes would be ten times as long."""
    return "".join(
        _stroke(outcome, _x(day.day.day), _base(place), day.cramps)
        for place, month in enumerate(calendar.months)
        for day in month.days
        if day.outcome is outcome
    )


def _stroke(outcome: Outcome, x: float, base: float, cramps: int) -> str:
    match outcome:
        case Outcome.CRAMP:
            return f"M{number(x)} {number(base)}v-{HEIGHTS[min(cramps, len(HEIGHTS)) - 1]}"
        case Outcome.CLEAR:
            return f"M{number(x - DASH / 2)} {number(base - 1)}h{number(DASH)}"
        case Outcome.UNKNOWN:
            return f"M{number(x)} {number(base - 5)}h0"


def _key(base: float) -> Iterator[Mark]:
    yield path("night-cramp", "".join(_stroke(Outcome.CRAMP, 4 + at * STEP, base, at + 1) for at in range(3)))
    yield text("label", 34, base, "1, 2, 3 or more cramps")
    yield path("night-clear", _stroke(Outcome.CLEAR, 210, base - 3, 0))
    yield text("label", 220, base, "no cramps")
    yield path("night-unknown", _stroke(Outcome.UNKNOWN, 4, base + 22, 0))
    yield text("label", 34, base + 22, "not noted")
    yield text("label", 118, base + 22, "empty: not in the diary")
