"""Diaries with a known truth, drawn from a seed: many at once, as arrays, or one as a diary of check-ins and cramps."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import numpy as np
import numpy.typing as npt

from diary.domain.entries import Answer, CheckIn, Diary, Episode
from diary.domain.factors import FACTORS
from diary.domain.patterns.exposure import NO, UNKNOWN, YES

BEGIN = date(2025, 1, 6)
# Those whose answers reach one night and that are not started on purpose come first.
IN_ORDER = tuple(sorted(FACTORS, key=lambda factor: (factor.nights_after > 1, factor.is_on_purpose)))


@dataclass(frozen=True, kw_only=True)
class World:
    """How nights come about; the odds ratio holds for the first factor, the others have no effect.

    `clustering` is the log odds that a cramp adds to the next night, `persistence` the chance that a habit
    stays as it was the day before, `season` the swing (log odds, up and down) of cramps and of every factor,
    `weekend` the log odds that two days of the week add to every factor, `missing` the share of nights
    without a word, more of them with cramps than without.
    """

    nights: int = 365
    factors: int = 10
    odds_ratio: float = 1.0
    prevalence: float = 0.4
    base: float = 0.15
    clustering: float = 0.0
    persistence: float = 0.0
    season: float = 0.0
    weekend: float = 0.0
    missing: float = 0.0


NONE = World()
MODERATE = replace(NONE, clustering=0.75, persistence=0.5)
STRONG = replace(NONE, clustering=1.5, persistence=0.8)
DEPENDENCE: Mapping[str, World] = {"none": NONE, "moderate": MODERATE, "strong": STRONG}

Codes = npt.NDArray[np.int_]


def simulate(rng: np.random.Generator, world: World, diaries: int) -> tuple[Codes, Codes]:
    """Return outcomes (diaries, 1 + nights), the first unknown, and answers (diaries, factors, nights)."""
    shape = (diaries, world.factors, world.nights)
    nights = np.arange(world.nights)
    phase = rng.integers(0, 365, (diaries, 1))
    year = np.cos(2 * np.pi * (nights + phase) / 365)
    sign = rng.choice([-1, 1], (diaries, world.factors, 1))
    free_days = (nights + rng.integers(0, 7, (diaries, world.factors, 1))) % 7 < 2
    habit = (
        _logit(world.prevalence) + world.season * sign * year[:, None] + world.weekend * (free_days - 2 / 7)
    )
    drawn = rng.random(shape) < _expit(habit)
    stays = rng.random(shape) < world.persistence
    present = np.empty(shape, dtype=bool)
    cramp = np.zeros((diaries, 1 + world.nights), dtype=bool)
    chance = rng.random((diaries, world.nights))
    for night in nights:
        earlier = present[..., night - 1] if night else drawn[..., 0]
        present[..., night] = np.where(stays[..., night], earlier, drawn[..., night])
        odds = (
            _logit(world.base)
            + np.log(world.odds_ratio) * present[:, 0, night]
            + world.clustering * cramp[:, night]
            + world.season * year[:, night]
        )
        cramp[:, night + 1] = chance[:, night] < _expit(odds)
    lost = rng.random((diaries, world.nights)) < world.missing * np.where(cramp[:, 1:], 1.5, 0.8)
    outcomes = np.where(cramp, YES, NO)
    outcomes[:, 0] = UNKNOWN
    outcomes[:, 1:][lost] = UNKNOWN
    return outcomes, np.where(lost[:, None], UNKNOWN, np.where(present, YES, NO))


def diary_from(outcomes: Codes, answers: Codes) -> Diary:
    """Return one of the simulated diaries as the entries that a person would have made, up to 14 factors."""
    days = [BEGIN + timedelta(days=offset) for offset in range(answers.shape[1])]
    factors = IN_ORDER[: len(answers)]
    words = [
        {YES: min(factor.present), NO: next(v for v, _ in factor.scale if v not in factor.present)}
        for factor in factors
    ]
    said = [
        {
            factor.id: words[i][code]
            for i, factor in enumerate(factors)
            if (code := answers[i, night]) != UNKNOWN
        }
        for night in range(len(days))
    ]
    return Diary(
        time_zone="UTC",
        episodes=tuple(_cramp(day) for day, code in zip(days, outcomes[1:], strict=True) if code == YES),
        check_ins=tuple(
            CheckIn(day=day, clear=True if code == NO else None, factors=factors_said)
            for day, code, factors_said in zip(days, outcomes[1:], said, strict=True)
        ),
        answers=(
            Answer(
                id=UUID(int=2),
                question="factors.followed",
                value=[factor.id for factor in factors],
                answered_at=datetime.combine(BEGIN, time(20), UTC),
            ),
        ),
    )


def _cramp(day: date) -> Episode:
    started_at = datetime.combine(day + timedelta(days=1), time(3), UTC)
    return Episode(id=UUID(int=1), started_at=started_at, time_zone="UTC", day=day)


def _logit(chance: float) -> float:
    return float(np.log(chance / (1 - chance)))


def _expit(log_odds: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return 1 / (1 + np.exp(-log_odds))
