"""The pictures of the page, each with its finding in words, what it rests on, and its numbers as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from diary.domain.patterns import Frequency, Patterns, Places, ReliefUse, Share, Timing
from diary.domain.patterns.frequency import Weeks
from diary.domain.patterns.wording import frequency_words, place_words, relief_words, timing_words
from diary.templatetags import charts, words

NOT_KNOWN = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture as components/figure.html takes it; `note` says what it rests on and how to read it."""

    title: str
    finding: str
    svg: SafeString
    note: str
    caption: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[object, ...]]


def figures_of(patterns: Patterns) -> list[Figure]:
    """Return the pictures that may be shown: the weeks from the first night, the others once enough are known."""
    if patterns.first is None:
        return []
    weekly = _weekly(patterns.frequency)
    if patterns.nights_needed or not patterns.entries:
        return [weekly]
    nights = patterns.frequency.nights
    rests = f"From {words.counted(nights.part, 'night')} with cramps, of {nights.whole:,} noted."
    return [
        weekly,
        _timing(patterns.timing, rests),
        _places(patterns.places, rests),
        _relief(patterns.relief, rests),
    ]


def _weekly(frequency: Frequency) -> Figure:
    return Figure(
        title=charts.weekly_title(frequency),
        finding=frequency_words(frequency),
        svg=charts.weekly_bars(frequency),
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


def _week_row(week: Weeks) -> tuple[object, ...]:
    days = words.days_from_to(week.first, week.last if week.finished else week.first)
    return (
        days if week.finished else f"{days} to now",
        week.cramps if week.known.part else NOT_KNOWN,
        words.share(week.nights) if week.known.part else NOT_KNOWN,
        words.share(week.known),
    )


def _timing(timing: Timing, rests: str) -> Figure:
    return Figure(
        title="When",
        finding=timing_words(timing),
        svg=charts.night_clock(timing),
        note=rests,
        caption="How many entries began in each hour; in an hour that is not listed, none did",
        columns=("Hour", "Entries"),
        rows=[
            (f"{hour:02}:00 to {(hour + 1) % 24:02}:00", count)
            for hour, count in enumerate(timing.by_hour)
            if count
        ],
    )


def _places(places: Places, rests: str) -> Figure:
    return Figure(
        title="Where",
        finding=place_words(places),
        svg=charts.body_share(places),
        note=rests,
        caption="In how many entries each muscle cramped; one entry may name several",
        columns=("Muscle", "Entries", "Left", "Both sides", "Right", "Side not said"),
        rows=[
            (
                count.muscle.label,
                words.share(Share(count.entries, places.known.part)),
                count.left,
                count.both,
                count.right,
                count.side_unknown,
            )
            for count in places.muscles
        ],
    )


def _relief(relief: Sequence[ReliefUse], rests: str) -> Figure:
    return Figure(
        title="What you tried",
        finding=relief_words(relief),
        svg=charts.relief_bars(relief),
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
            (
                use.relief.label,
                words.share(use.tried),
                use.helped,
                use.partly,
                use.not_helped,
                use.not_said,
                words.duration(use.hard_minutes.median),
                words.share(use.hard_minutes.known),
            )
            for use in relief
        ],
    )
