"""How often, as a picture: cramps per week."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.safestring import SafeString

from diary.domain.patterns import Frequency
from diary.domain.patterns.frequency import LEAST_KNOWN, Weeks
from diary.domain.patterns.wording import frequency_words
from diary.domain.wording import counted
from diary.templatetags.charts.drawing import WIDTH, Mark, bar, drawing, line, text

MANY_BARS = 16


def weekly_bars(frequency: Frequency) -> SafeString:
    """Draw cramps per week, or per so many weeks; the line under a bar is as long as its nights are known."""
    peak = max(1, *(week.cramps for week in frequency.weeks))
    weeks = counted(len(frequency.weeks), "bar")
    return drawing(
        "weekly-bars",
        weekly_title(frequency),
        f"{frequency_words(frequency)} {weeks}; the highest stands for {counted(peak, 'cramp')}.",
        (WIDTH, 150),
        _marks(frequency.weeks, peak),
    )


def weekly_title(frequency: Frequency) -> str:
    """Return what a bar counts: "Cramps per week"."""
    together = frequency.weeks_per_bar
    return "Cramps per week" if together == 1 else f"Cramps per {together} weeks"


def bar_kind(week: Weeks) -> str:
    """Return how a bar is drawn: "bar", "bar-partly" (few nights known), "unknown" (none), "bar-open" (running)."""
    if not week.finished:
        return "bar-open"
    if not week.known.part:
        return "unknown"
    few = week.known.part * LEAST_KNOWN.whole < week.known.whole * LEAST_KNOWN.part
    return "bar-partly" if few else "bar"


def _marks(weeks: Sequence[Weeks], peak: int) -> Iterator[Mark]:
    top, base = 20.0, 114.0
    slot = WIDTH / len(weeks)
    width = min(26.0, slot * 0.72)
    many = len(weeks) > MANY_BARS
    if many:
        yield line("grid", 0, top, WIDTH, top)
        yield text("value", 0, top - 6, str(peak))
    yield line("axis", 0, base, WIDTH, base)
    for place, week in enumerate(weeks):
        middle = slot * (place + 0.5)
        left, height = middle - width / 2, (base - top) * week.cramps / peak
        kind = bar_kind(week)
        if kind == "unknown":
            yield text("value", middle, base - 6, "?", "middle")
        elif week.cramps or kind == "bar-open":
            yield bar(kind, left, base - max(height, 5), width, max(height, 5))
        if week.known.part and not many:
            yield text("value", middle, base - height - 6, str(week.cramps), "middle")
        yield line("track", left, base + 8, left + width, base + 8)
        if week.known.part:
            nights = (week.last - week.first).days + 1
            yield line("known", left, base + 8, left + width * week.known.part / nights, base + 8)
    yield from _labels(weeks, slot)


def _labels(weeks: Sequence[Weeks], slot: float) -> Iterator[Mark]:
    labels = 3 if len(weeks) > MANY_BARS else 1
    years = weeks[0].first.year != weeks[-1].first.year and len(weeks) > MANY_BARS
    for place in [len(weeks) * part // labels for part in range(labels)]:
        if place + 1 < len(weeks) and (len(weeks) - place) * slot > 130:
            yield text("label", slot * place, 144, _label(weeks[place].first, years=years))
    last = _label(weeks[-1].first, years=years) if weeks[-1].finished else "this week"
    yield text("label", WIDTH, 144, last, "end")


def _label(monday: date, *, years: bool) -> str:
    return f"{monday:%b %Y}" if years else f"{monday.day} {monday:%b}"
