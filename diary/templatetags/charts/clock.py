"""When, as a picture: the hours of onset around a clock."""

from collections.abc import Iterator
from math import cos, pi, sin

from django.utils.safestring import SafeString

from diary.domain.patterns import Timing
from diary.domain.patterns.timing import Hours
from diary.domain.patterns.wording import timing_words
from diary.templatetags.charts.drawing import Mark, drawing, number, path, text

CENTRE, INNER, LONGEST, RIM = 80.0, 25.0, 60.0, 76.0


def night_clock(timing: Timing) -> SafeString:
    """Draw the hours of onset around a clock of 24 hours, midnight on top; the rim is thick over half of them."""
    size = (2 * CENTRE, 2 * CENTRE)
    return drawing("night-clock", "Time of day", timing_words(timing), size, _marks(timing))


def _marks(timing: Timing) -> Iterator[Mark]:
    yield Mark("circle", "grid", {"cx": CENTRE, "cy": CENTRE, "r": RIM})
    yield Mark("circle", "axis", {"cx": CENTRE, "cy": CENTRE, "r": INNER - 2})
    peak = max(1, *timing.by_hour)
    for hour, count in enumerate(timing.by_hour):
        if count:
            meaning = "bar" if timing.mostly and _within(hour, timing.mostly) else "bar-quiet"
            outer = INNER + (LONGEST - INNER) * count / peak
            yield path(meaning, _petal(hour + 0.06, hour + 0.94, outer))
    if timing.mostly and timing.half:
        start, end = (at.hour + at.minute / 60 for at in (timing.half.start, timing.half.end))
        yield path("half", f"M{_point(start, RIM)}{_arc(start, end, RIM)}")
    for hour in range(0, 24, 6):
        x, y = _at(hour, RIM - 9)
        yield text("label", x, y + 4.5, str(hour), "middle")


def _within(hour: int, hours: Hours) -> bool:
    return (hour - hours.first) % 24 < ((hours.end - hours.first) % 24 or 24)


def _at(hour: float, radius: float) -> tuple[float, float]:
    angle = 2 * pi * hour / 24
    return CENTRE + radius * sin(angle), CENTRE - radius * cos(angle)


def _point(hour: float, radius: float) -> str:
    return " ".join(number(part) for part in _at(hour, radius))


def _arc(start: float, end: float, radius: float, *, back: bool = False) -> str:
    """Return a path from where the pen is, at `start` (or `end` when drawn back), along the clock to the other."""
    long = int((end - start) % 24 > 12)
    size = number(radius)
    return f"A{size} {size} 0 {long} {int(not back)} {_point(start if back else end, radius)}"


def _petal(start: float, end: float, outer: float) -> str:
    rim, hub = _arc(start, end, outer), _arc(start, end, INNER, back=True)
    return f"M{_point(start, INNER)}L{_point(start, outer)}{rim}L{_point(end, INNER)}{hub}Z"
