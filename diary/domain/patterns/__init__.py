"""What a diary shows when its nights are put side by side: plain counts, each with what it rests on.

`today` is always the diary day that is running (noon to noon, see days.py).
"""

from dataclasses import dataclass
from datetime import date

from diary.domain.entries import Diary
from diary.domain.patterns.association import (
    Associations,
    Direction,
    Finding,
    Gathered,
    Verdict,
    associations,
)
from diary.domain.patterns.block import StandardBlock, standard_block, standard_blocks
from diary.domain.patterns.burden import Burden, burden_of
from diary.domain.patterns.calendar import Calendar, CalendarDay, CalendarMonth, calendar_of
from diary.domain.patterns.case_crossover import (
    CrossoverFinding,
    CrossoverProgress,
    crossover_findings,
    crossover_progress,
)
from diary.domain.patterns.change import BeforeAfter, Change, Trend, before_and_after, change_of
from diary.domain.patterns.comparison import Comparison, comparison_of
from diary.domain.patterns.dated_changes import DatedChange, dated_changes_of
from diary.domain.patterns.frequency import Frequency, frequency_of
from diary.domain.patterns.measures import Pair, Share, Spread
from diary.domain.patterns.period import Period, nights_of
from diary.domain.patterns.place import Places, places_of
from diary.domain.patterns.relief import ReliefUse, relief_of
from diary.domain.patterns.summary import Summary, counts_alone, summary_of
from diary.domain.patterns.timing import Timing, timing_of

__all__ = [
    "LEAST_NIGHTS",
    "Associations",
    "BeforeAfter",
    "Burden",
    "Calendar",
    "CalendarDay",
    "CalendarMonth",
    "Change",
    "Comparison",
    "CrossoverFinding",
    "CrossoverProgress",
    "DatedChange",
    "Direction",
    "Finding",
    "Frequency",
    "Gathered",
    "Pair",
    "Patterns",
    "Period",
    "Places",
    "ReliefUse",
    "Share",
    "Spread",
    "StandardBlock",
    "Summary",
    "Timing",
    "Trend",
    "Verdict",
    "associations",
    "before_and_after",
    "change_of",
    "crossover_findings",
    "crossover_progress",
    "standard_block",
    "standard_blocks",
    "summarise",
]

# Known nights before when, where, what helped and how hard are shown: fewer are read as a pattern too easily.
LEAST_NIGHTS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Patterns:
    """What the diary shows for a period: from `first`, the first diary day that counts, None without one.

    `comparison` is None without a comparable period before. `nights_needed` more known nights are needed before
    more than the counts is shown; 0 when there are enough. `change`, `factors`, `crossover` and `dated_changes`
    are of the whole diary, whatever the period, because the guarantees of the statistics hold only for all that
    was noted; `calendar` is of twelve months.
    """

    period: Period
    first: date | None
    entries: int
    summary: Summary
    frequency: Frequency
    comparison: Comparison | None
    timing: Timing
    places: Places
    burden: Burden
    relief: tuple[ReliefUse, ...]
    nights_needed: int
    calendar: Calendar
    change: Change
    dated_changes: tuple[DatedChange, ...]
    factors: Associations
    crossover: tuple[CrossoverFinding, ...]
    crossover_progress: CrossoverProgress


def summarise(diary: Diary, today: date, period: Period = Period.ALL) -> Patterns:
    """Return what the complete `diary` shows for the period that ends with `today`, the running diary day."""
    nights = nights_of(diary, period.first_day(today), today)
    episodes = [episode for night in nights for episode in night.episodes]
    frequency, timing, places = frequency_of(nights, today), timing_of(episodes), places_of(episodes)
    needed = max(0, LEAST_NIGHTS - frequency.known.part)
    change, factors = change_of(diary, today), associations(diary, today)
    crossover = crossover_findings(diary, today)
    if needed:
        summary = counts_alone(period, frequency)
    else:
        summary = summary_of(period, frequency, timing, places, change, factors.findings)
    return Patterns(
        period=period,
        first=nights[0].day if nights else None,
        entries=len(episodes),
        summary=summary,
        frequency=frequency,
        comparison=comparison_of(diary, nights, today, period),
        timing=timing,
        places=places,
        burden=burden_of(nights),
        relief=relief_of(episodes),
        nights_needed=needed,
        calendar=calendar_of(diary, today),
        change=change,
        dated_changes=dated_changes_of(diary, today),
        factors=factors,
        crossover=crossover,
        crossover_progress=crossover_progress(diary, today, crossover),
    )
