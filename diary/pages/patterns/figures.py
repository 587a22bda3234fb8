"""The pictures of the page, each with its finding in words, what it rests on, and its numbers as a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.urls import reverse
from django.utils.safestring import SafeString

from diary.domain.history import Month
from diary.domain.patterns import (
    Calendar,
    CalendarMonth,
    Comparison,
    Frequency,
    Pair,
    Patterns,
    Places,
    ReliefUse,
    Share,
    Spread,
    Timing,
)
from diary.domain.patterns.frequency import Weeks
from diary.domain.patterns.wording import (
    calendar_words,
    comparison_words,
    frequency_words,
    place_words,
    relief_words,
    timing_words,
)
from diary.templatetags import charts, words

T = TypeVar("T")

NOT_KNOWN = "–"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: what it is about, with an address if it leads somewhere, and its cells."""

    name: str
    cells: Sequence[object]
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Pictures as components/figure.html takes them; `note` says what they rest on and how to read them."""

    title: str
    finding: str
    pictures: tuple[SafeString, ...]
    note: str
    caption: str
    columns: tuple[str, ...]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The pictures that may be shown; None for what has too little to rest on."""

    weekly: Figure | None = None
    timing: Figure | None = None
    places: Figure | None = None
    year: Figure | None = None
    relief: Figure | None = None


def figures_of(patterns: Patterns) -> Figures:
    """Return the weeks and the year from the first night on, the other pictures once enough nights are known."""
    year = year_figure(patterns.calendar) if patterns.calendar.known.whole else None
    if patterns.first is None:
        return Figures(year=year)
    weekly = weekly_figure(patterns.frequency)
    if patterns.nights_needed or not patterns.entries:
        return Figures(weekly=weekly, year=year)
    nights = patterns.frequency.nights
    rests = f"From {words.counted(nights.part, 'night')} with cramps, of {nights.whole:,} noted."
    return Figures(
        weekly=weekly,
        timing=timing_figure(patterns.timing, rests),
        places=places_figure(patterns.places, rests),
        year=year,
        relief=relief_figure(patterns.relief, rests),
    )


def weekly_figure(frequency: Frequency) -> Figure:
    return Figure(
        title=charts.weekly_title(frequency),
        finding=frequency_words(frequency),
        pictures=(charts.weekly_bars(frequency),),
        note=_how_to_read(frequency.weeks),
        caption="Cramps and nights, week by week",
        columns=("Week", "Cramps", "Nights with cramps", "Nights noted"),
        rows=[_week_row(week) for week in frequency.weeks],
    )


def _how_to_read(weeks: Sequence[Weeks]) -> str:
    """Explain only the kinds of bar that are there."""
    kinds = {charts.bar_kind(week) for week in weeks}
    said = ["Line under a bar: nights noted."]
    if "bar-partly" in kinds:
        said.append("Pale: fewer than 5 of 7, so the true number may be higher.")
    if "unknown" in kinds:
        said.append("Question mark: none noted.")
    return " ".join([*said, "Dashed: not over yet."])


def _week_row(week: Weeks) -> Row:
    days = words.days_from_to(week.first, week.last if week.finished else week.first)
    return Row(
        days if week.finished else f"{days} to now",
        (
            f"{week.cramps:,}" if week.known.part else NOT_KNOWN,
            words.share(week.nights) if week.known.part else NOT_KNOWN,
            words.share(week.known),
        ),
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """A period and the one before it: the sentence, the weeks before, and rows of two cells (number, of what)."""

    words: str
    weeks: int
    rows: Sequence[Row]


def beside_of(comparison: Comparison) -> Beside:
    nights, per_week = comparison.nights, comparison.per_week
    rates = Pair((per_week.now, nights.now), (per_week.before, nights.before))
    rows = [
        _both("Nights with cramps", nights, _part),
        _both("Cramps a week", rates, lambda rate: _rate(*rate)),
        _both("Muscle hard", comparison.hard_minutes, _minutes),
        _both("Worst pain", comparison.severity, _pain),
        _both("Nights that woke you", comparison.nights_woken, _part),
    ]
    return Beside(comparison_words(comparison), comparison.weeks, rows)


def _both(name: str, pair: Pair[T], said: Callable[[T], tuple[str, str]]) -> Row:
    return Row(name, (said(pair.now), said(pair.before)))


def _part(nights: Share) -> tuple[str, str]:
    return f"{nights.part:,}", f"of {nights.whole:,}"


def _rate(per_week: float | None, nights: Share) -> tuple[str, str]:
    noted = f"in {words.counted(nights.whole, 'night')}"
    return (NOT_KNOWN, f"{noted}, too few") if per_week is None else (words.decimal(per_week), noted)


def _minutes(spread: Spread) -> tuple[str, str]:
    if not spread.known.part:
        return NOT_KNOWN, words.NOT_NOTED
    return words.duration(spread.median), words.share(spread.known, "entry,entries")


def _pain(spread: Spread) -> tuple[str, str]:
    if not spread.known.part:
        return NOT_KNOWN, words.NOT_NOTED
    return words.decimal(spread.median), f"of 10, {words.share(spread.known, 'entry,entries')}"


def timing_figure(timing: Timing, rests: str) -> Figure:
    return Figure(
        title="When",
        finding=timing_words(timing),
        pictures=(charts.night_clock(timing),),
        note=rests,
        caption="How many entries began in each hour; in an hour that is not listed, none did",
        columns=("Hour", "Entries"),
        rows=[
            Row(f"{hour:02}:00 to {(hour + 1) % 24:02}:00", (count,))
            for hour, count in enumerate(timing.by_hour)
            if count
        ],
    )


def places_figure(places: Places, rests: str) -> Figure:
    body = (charts.body_outline(places), charts.body_key(), charts.body_share(places))
    return Figure(
        title="Where",
        finding=place_words(places),
        pictures=body if places.muscles else (),
        note=f"{rests} L and R are your own left and right. A cramp without a side is only in the bars.",
        caption="In how many entries each muscle cramped; one entry may name several",
        columns=("Muscle", "Entries", "Left", "Both sides", "Right", "Side not said"),
        rows=[
            Row(
                count.muscle.label,
                (
                    words.share(Share(count.entries, places.known.part)),
                    count.left,
                    count.both,
                    count.right,
                    count.side_unknown,
                ),
            )
            for count in places.muscles
        ],
    )


def year_figure(calendar: Calendar) -> Figure:
    return Figure(
        title="The year",
        finding=calendar_words(calendar),
        pictures=(charts.year_calendar(calendar),),
        note="A row for each month, a column for each night.",
        caption="The months, each with a way to its nights in the diary",
        columns=("Month", "Cramps", "Nights with cramps", "Nights noted"),
        rows=[_month_row(month) for month in reversed(calendar.months) if month.known.whole],
    )


def _month_row(month: CalendarMonth) -> Row:
    known = month.known.part > 0
    return Row(
        f"{month.first:%B %Y}",
        (
            f"{month.cramps:,}" if known else NOT_KNOWN,
            words.share(month.nights) if known else NOT_KNOWN,
            words.share(month.known),
        ),
        reverse("diary:month", args=[Month(month.first)]),
    )


def relief_figure(relief: Sequence[ReliefUse], rests: str) -> Figure:
    return Figure(
        title="What you tried",
        finding=relief_words(relief),
        pictures=(charts.relief_bars(relief),) if relief else (),
        note=(
            f"{rests} On the right: tried how often, and half were over within. Long cramps get more things tried on "
            "them, so do not compare the minutes."
        ),
        caption="What was tried, how it went, and the minutes the muscle was hard",
        columns=(
            "Relief",
            "Tried",
            "Helped",
            "A little",
            "No",
            "Not said",
            "Half were over within",
            "Minutes noted",
        ),
        rows=[
            Row(
                use.relief.label,
                (
                    words.share(use.tried),
                    use.helped,
                    use.partly,
                    use.not_helped,
                    use.not_said,
                    words.duration(use.hard_minutes.median),
                    words.share(use.hard_minutes.known),
                ),
            )
            for use in relief
        ],
    )
