"""What may matter, for those who note cramps but not the nights without: each cramp night against its own control days.

The control days of a cramp night are the same weekday in the four weeks before it, so that work and weekend, season
and age cancel out (Maclure, American Journal of Epidemiology 1991;133:144-153). A day without a cramp noted is taken
for one without a cramp; cramps that were not noted make links look weaker, not stronger.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from diary.domain.entries import Diary
from diary.domain.factors import Factor
from diary.domain.patterns.association import (
    INTERVAL_LEVEL,
    Direction,
    Verdict,
    direction_of,
    passing,
    verdict_of,
    weights_of,
)
from diary.domain.patterns.exposure import UNKNOWN, YES, exposures_of
from diary.domain.patterns.measures import Share

if TYPE_CHECKING:
    from diary.domain.patterns.evidence import Evidence

LEAST_SETS = 12
WEEKS_BACK = (1, 2, 3, 4)
# Whoever says of half of the nights how they were is better served by comparing nights.
MOST_KNOWN = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossoverFinding:
    """What the cramp nights with control days say about one factor.

    `cramp_nights` is how many of them had the factor, `control_days` how many of their control days had it.
    With fewer than 12 cramp nights it is too early and nothing is estimated. The rest is as in `Finding`.
    """

    factor: Factor
    verdict: Verdict
    direction: Direction | None
    cramp_nights: Share
    control_days: Share
    e_value: float
    odds_ratio: float | None
    interval: tuple[float, float]

    @property
    def cramp_nights_needed(self) -> int:
        return max(0, LEAST_SETS - self.cramp_nights.whole)


@dataclass(frozen=True, slots=True)
class _Set:
    """A cramp night and its control days: whether the night had the factor, and how many of the days."""

    case: bool
    controls: Share


def crossover_findings(diary: Diary, today: date) -> tuple[CrossoverFinding, ...]:
    """Return a finding for each factor with an answer; none if the diary says how half of its nights were.

    The diary must be complete; `today` is the diary day that is running.
    """
    nights = exposures_of(diary, today)
    known = sum(outcome != UNKNOWN for outcome in nights.outcomes[1:])
    if known >= MOST_KNOWN * len(nights.outcomes[1:]):
        return ()
    sets = [list(_sets(nights.outcomes[1:], present)) for present in nights.present]
    found = [_evidence(factor, some) for factor, some in zip(nights.compared, sets, strict=True)]
    passes = passing([one.e_value for one in found], weights_of(nights))
    rows = zip(nights.compared, sets, found, passes, strict=True)
    return tuple(_finding(*row) for row in rows)


def _sets(outcomes: Sequence[int], present: Sequence[int]) -> Iterator[_Set]:
    """Yield the cramp nights that have an answer and at least one control day with an answer, in order.

    A day is a control once, for the first cramp night that can have it: sets with a common day would count
    the same answer twice.
    """
    used: set[int] = set()
    for night, outcome in enumerate(outcomes):
        if outcome != YES or present[night] == UNKNOWN:
            continue
        earlier = [night - 7 * weeks for weeks in WEEKS_BACK if night >= 7 * weeks]
        days = [d for d in earlier if d not in used and outcomes[d] != YES and present[d] != UNKNOWN]
        used.update(days)
        if days:
            yield _Set(present[night] == YES, Share.of(present[day] == YES for day in days))


def _evidence(factor: Factor, sets: Sequence[_Set]) -> "Evidence":
    """Return what the sets say, nothing if there are fewer than 12.

    The likelihood is that of conditional logistic regression with one factor: of n days, m of them with the
    factor, the one with the cramp is one with the factor with the chance m θ / (m θ + n - m). That is the law
    of `evidence` for one cramp. Where every cramp night has the factor, or none, the estimate is infinite or
    0 and the interval still has its other end.
    """
    from diary.domain.patterns import evidence  # noqa: PLC0415 - numpy must not load with the web server

    counted = sets if len(sets) >= LEAST_SETS else ()
    rows = [
        (one.controls.part + one.case, one.controls.whole - one.controls.part + (not one.case), one.case)
        for one in counted
    ]
    return evidence.weigh_sets(rows, -1 if factor.is_on_purpose else 1, INTERVAL_LEVEL)


def _finding(factor: Factor, sets: Sequence[_Set], found: "Evidence", passed: bool) -> CrossoverFinding:
    return CrossoverFinding(
        factor=factor,
        verdict=verdict_of(found, passed),
        direction=direction_of(found.odds_ratio),
        cramp_nights=Share.of(one.case for one in sets),
        control_days=Share(sum(one.controls.part for one in sets), sum(one.controls.whole for one in sets)),
        e_value=found.e_value,
        odds_ratio=found.odds_ratio,
        interval=found.interval,
    )
