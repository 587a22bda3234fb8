"""When: the hours on the wall clock at which cramps begin, and whether they gather at a time of the night."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from math import cos, exp, pi, sin, sqrt

from diary.domain.days import wall_clock
from diary.domain.entries import Episode

MINUTES = 24 * 60
NOON = MINUTES // 2
LEAST_ONSETS = 12
LEVEL = 0.01


@dataclass(frozen=True, slots=True)
class Arc:
    """The shortest part of the clock with at least half of the onsets; `start` and `end` belong to it."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Hours:
    """Whole hours on the clock, from the beginning of `first` to the beginning of `end` (0 to 23)."""

    first: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """When `onsets` entries began, each by the clock of the zone where it happened.

    `by_hour` has 24 counts, from midnight on. `half` is None without onsets. `mostly` are the fewest whole
    hours with more than half of the onsets; None unless there are 12 and they gather at all (Rayleigh test
    at 0.01).
    """

    onsets: int
    by_hour: tuple[int, ...]
    half: Arc | None
    mostly: Hours | None

    @property
    def onsets_needed(self) -> int:
        """How many more entries are needed before the test can say anything."""
        return max(0, LEAST_ONSETS - self.onsets)


def timing_of(episodes: Sequence[Episode]) -> Timing:
    """Return when the episodes began."""
    clocks = [wall_clock(episode.started_at, episode.time_zone) for episode in episodes]
    minutes = [clock.hour * 60 + clock.minute for clock in clocks]
    counts = Counter(clock.hour for clock in clocks)
    by_hour = tuple(counts[hour] for hour in range(24))
    gathers = len(minutes) >= LEAST_ONSETS and rayleigh_p(minutes) < LEVEL
    return Timing(
        onsets=len(minutes),
        by_hour=by_hour,
        half=_half(minutes),
        mostly=_mostly(by_hour) if gathers else None,
    )


def rayleigh_p(minutes: Sequence[float]) -> float:
    """Return the p-value of the Rayleigh test for uniform times of day (minutes after midnight, one or more).

    With n times as angles on the clock and R the length of the sum of their unit vectors,
    p = exp(sqrt(1 + 4n + 4(n² - R²)) - (1 + 2n)): Zar, Biostatistical Analysis, 5th edition, Pearson 2010,
    section 27.1; the same in Berens, CircStat, Journal of Statistical Software 2009;31(10),
    doi:10.18637/jss.v031.i10.
    """
    n = len(minutes)
    angles = [2 * pi * minute / MINUTES for minute in minutes]
    squared = sum(map(cos, angles)) ** 2 + sum(map(sin, angles)) ** 2
    return exp(sqrt(1 + 4 * n + 4 * max(0.0, n**2 - squared)) - (1 + 2 * n))


def shortest_arc(minutes: Sequence[int], hold: int) -> tuple[int, int]:
    """Return the start (minutes after midnight) and length of the shortest arc with `hold` of the times.

    Of several equally short arcs it is the first after noon, where the diary day begins. 1 <= hold <=
    len(minutes).
    """
    ordered = sorted((minute - NOON) % MINUTES for minute in minutes)
    around = [*ordered, *(minute + MINUTES for minute in ordered)]
    length, start = min((end - start, start) for start, end in zip(ordered, around[hold - 1 :], strict=False))
    return (start + NOON) % MINUTES, length


def _half(minutes: Sequence[int]) -> Arc | None:
    if not minutes:
        return None
    start, length = shortest_arc(minutes, -(-len(minutes) // 2))
    return Arc(_time(start), _time(start + length))


def _time(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


def _mostly(by_hour: Sequence[int]) -> Hours:
    """Return the shortest run of hours with more than half of the onsets; of several the fullest."""
    around, onsets = [*by_hour, *by_hour], sum(by_hour)
    runs = [(width, -sum(around[hour : hour + width]), hour) for width in range(1, 25) for hour in range(24)]
    width, _, first = min(run for run in runs if -2 * run[1] > onsets)
    return Hours(first, (first + width) % 24)
