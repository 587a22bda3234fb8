"""What a diary shows when its nights are put side by side: plain counts, each with what it rests on.

`today` is always the diary day that is running (noon to noon, see days.py).
"""

from dataclasses import dataclass
from datetime import date, timedelta

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
from diary.domain.patterns.case_crossover import CrossoverFinding, crossover_findings
from diary.domain.patterns.change import BeforeAfter, Change, Trend, before_and_after, change_of
from diary.domain.patterns.frequency import Frequency, frequency_of, with_cramps
from diary.domain.patterns.measures import Share, Spread
from diary.domain.patterns.period import Period, nights_of
from diary.domain.patterns.place import Places, places_of
from diary.domain.patterns.relief import ReliefUse, relief_of
from diary.domain.patterns.summary import Summary, summary_of
from diary.domain.patterns.timing import Timing, timing_of

__all__ = [
    "LEAST_NIGHTS",
    "Associations",
    "BeforeAfter",
    "Burden",
    "Change",
    "CrossoverFinding",
    "Direction",
    "Finding",
    "Frequency",
    "Gathered",
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
    "standard_block",
    "standard_blocks",
    "summarise",
]

# Known nights before when, where, what helped and how hard are shown: fewer are read as a pattern too easily.
LEAST_NIGHTS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Patterns:
    """What the diary shows for a period: from `first`, the first diary day that counts, None without one.

    `before` is nights with cramps of nights known in the equally long period before, None if it is not
    comparable. `nights_needed` more known nights are needed before more than the counts is shown; 0 when
    there are enough. `change`, `factors` and `crossover` are of the whole diary, whatever the period: their
    guarantees hold only for all that was noted.
    """

    period: Period
    first: date | None
    entries: int
    summary: Summary
    frequency: Frequency
    before: Share | None
    timing: Timing
    places: Places
    burden: Burden
    relief: tuple[ReliefUse, ...]
    nights_needed: int
    change: Change
    factors: Associations
    crossover: tuple[CrossoverFinding, ...]


def summarise(diary: Diary, today: date, period: Period = Period.ALL) -> Patterns:
    """Return what the complete `diary` shows for the period that ends with `today`, the running diary day."""
    nights = nights_of(diary, period.first_day(today), today)
    episodes = [episode for night in nights for episode in night.episodes]
    frequency, timing, places = frequency_of(nights, today), timing_of(episodes), places_of(episodes)
    before = _before(diary, today, period)
    needed = max(0, LEAST_NIGHTS - frequency.known.part)
    return Patterns(
        period=period,
        first=nights[0].day if nights else None,
        entries=len(episodes),
        summary=summary_of(period, frequency, before, *((None, None) if needed else (timing, places))),
        frequency=frequency,
        before=before,
        timing=timing,
        places=places,
        burden=burden_of(nights),
        relief=relief_of(episodes),
        nights_needed=needed,
        change=change_of(diary, today),
        factors=associations(diary, today),
        crossover=crossover_findings(diary, today),
    )


def _before(diary: Diary, today: date, period: Period) -> Share | None:
    """Return nights with cramps of nights known in the period before, if at least 14 are known."""
    first, begin = period.first_day(today), period.first_day_before(today)
    if first is None or begin is None:
        return None
    share = with_cramps(tuple(diary.nights(begin, first - timedelta(days=1))))
    return share if share.whole >= LEAST_NIGHTS else None
