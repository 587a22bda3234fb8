"""What may matter, for those who note cramps but not the nights without: each cramp night against its own control days.

The control days of a cramp night are the same weekday in the three weeks before it, so that work and weekend, season
and age cancel out (Maclure, American Journal of Epidemiology 1991;133:144-153). Weeks after it are left out because
a cramp may change what people do. Nearer weeks are better: a habit that grows makes any earlier day differ (Janes,
Sheppard and Lumley, Epidemiology 2005;16:717-726). A day without a cramp noted is taken for one without a cramp;
cramps that were not noted make links look weaker, not stronger.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
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
from diary.domain.patterns.exposure import UNKNOWN, YES, Exposures, exposures_of
from diary.domain.patterns.measures import Share
from diary.domain.patterns.period import last_night
from diary.domain.vocabulary import Outcome

if TYPE_CHECKING:
    from diary.domain.patterns.evidence import Evidence

LEAST_SETS = 12
WEEKS_BACK = (1, 2, 3)
# Habits last for days and cramps come in runs. Nights nearer to each other than this would count one habit twice:
# docs/method.md says how often chance would then look like a link.
LEAST_DAYS_APART = 3
# Of what one did on a day, 1.5 % is forgotten with each day that goes by (control_days.py). With days one and two weeks
# before, that alone brings an odds ratio of about 1.25 for what is done on two to four of ten days.
FORGETTING = 1.25
# Whoever says of half of the nights how they were is better served by comparing nights.
MOST_UNKNOWN, LEAST_CLEAR = 0.5, 0.25
A_YEAR = timedelta(days=364)

# The choice to be asked about control days: an answer of True or False.
ASKED = "control_days.asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossoverFinding:
    """What the cramp nights with control days say about one factor.

    `cramp_nights` is how many of them had the factor, `control_days` how many of their control days had it.
    With fewer than 12 cramp nights it is too early and nothing is estimated. The e-value is against every odds
    ratio from 1 to 1.25, which forgetting alone may bring. The rest is as in `Finding`.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossoverProgress:
    """How far the comparison with control days has come.

    `is_asked`: the person wants to be asked about control days. `is_needed`: they say of less than half of the
    nights how they were. `sets` is how many cramp nights have control days, for the factor with most of them.
    """

    is_asked: bool
    is_needed: bool
    sets: int

    @property
    def least_sets(self) -> int:
        """How many of them a comparison needs."""
        return LEAST_SETS

    @property
    def sets_needed(self) -> int:
        return max(0, LEAST_SETS - self.sets)


@dataclass(frozen=True, slots=True)
class _Set:
    """A cramp night and its control days: whether the night had the factor, and how many of the days."""

    case: bool
    controls: Share


def notes_nights(diary: Diary, today: date) -> bool:
    """Whether the diary says how at least half of the nights were, of the year that ends with its last entry.

    Whoever has cramps on most nights, and is silent about three of four others, does not. What is left out of
    an incomplete diary is not counted.
    """
    noted = diary.days_noted()
    if noted is None:
        return False
    last = min(noted[1], last_night(diary, today))
    outcomes = Counter(night.outcome for night in diary.nights(max(noted[0], last - A_YEAR), last))
    total, unknown, clear = outcomes.total(), outcomes[Outcome.UNKNOWN], outcomes[Outcome.CLEAR]
    return total > 0 and unknown <= MOST_UNKNOWN * total and clear >= LEAST_CLEAR * (unknown + clear)


def wants_control_days(diary: Diary) -> bool | None:
    """Return whether the person wants to be asked about control days; None: they did not say."""
    said = diary.latest_answer(ASKED)
    return None if said is None else bool(said.value)


def crossover_findings(diary: Diary, today: date) -> tuple[CrossoverFinding, ...]:
    """Return a finding for each factor with an answer; none if the diary says how half of its nights were.

    The diary must be complete; `today` is the diary day that is running.
    """
    if notes_nights(diary, today):
        return ()
    nights = exposures_of(diary, today)
    sets = [_sets(nights.outcomes[1:], present) for present in nights.present]
    found = [_evidence(factor, some) for factor, some in zip(nights.compared, sets, strict=True)]
    passes = passing([one.e_value for one in found], weights_of(_marked_early(nights)))
    rows = zip(nights.compared, sets, found, passes, strict=True)
    return tuple(_finding(*row) for row in rows)


def crossover_progress(diary: Diary, today: date, findings: Sequence[CrossoverFinding]) -> CrossoverProgress:
    """Return how far the comparison has come whose `findings` are those of this diary and day."""
    return CrossoverProgress(
        is_asked=wants_control_days(diary) is True,
        is_needed=not notes_nights(diary, today),
        sets=max((found.cramp_nights.whole for found in findings), default=0),
    )


def matched_days(outcomes: Sequence[int], usable: Sequence[bool]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield each cramp night that counts with its control days, latest first, as places in `outcomes`.

    `outcomes` are of all nights in order (YES: cramp); a day is `usable` if its answers are known, or might be.
    A night counts with at least one control day, and three days or more after the last that counts. A day is a
    control once, for the first night that can have it: sets with a common day would count the same answer
    twice. Only outcomes and whether there is an answer decide, never what the answer is.
    """
    taken: set[int] = set()
    next_night = 0
    for night, outcome in enumerate(outcomes):
        if outcome != YES or not usable[night] or night < next_night:
            continue
        earlier = (night - 7 * weeks for weeks in WEEKS_BACK if night >= 7 * weeks)
        days = tuple(d for d in earlier if d not in taken and outcomes[d] != YES and usable[d])
        if days:
            taken.update(days)
            next_night = night + LEAST_DAYS_APART
            yield night, days


def _sets(outcomes: Sequence[int], present: Sequence[int]) -> list[_Set]:
    usable = [code != UNKNOWN for code in present]
    return [
        _Set(present[night] == YES, Share.of(present[day] == YES for day in days))
        for night, days in matched_days(outcomes, usable)
    ]


def _marked_early(nights: Exposures) -> Exposures:
    """Return the nights with those suspects alone that were marked before any result could have been seen."""
    early = {factor: block for factor, block in nights.suspected.items() if block == 0}
    return replace(nights, suspected=early)


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
    return evidence.weigh_sets(rows, -1 if factor.is_on_purpose else 1, INTERVAL_LEVEL, FORGETTING)


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
