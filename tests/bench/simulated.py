"""Diaries with a known truth, drawn from a seed: many at once, as arrays, or one as a diary of check-ins and cramps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import TypeAlias
from uuid import UUID

import numpy as np
import numpy.typing as npt

from diary.domain.entries import Answer, CheckIn, Diary, Episode
from diary.domain.factors import FACTORS, Factor, FactorAnswer, own_factor
from diary.domain.patterns.exposure import NO, UNKNOWN, YES

Codes: TypeAlias = npt.NDArray[np.int_]
Floats: TypeAlias = npt.NDArray[np.float64]

BEGIN = date(2025, 1, 6)
CUT = 8000.0


@dataclass(frozen=True)
class Setting:
    """What all waves of the same diaries share: when winter, the free days and the change are."""

    rng: np.random.Generator
    diaries: int
    nights: int

    @cached_property
    def winter(self) -> Codes:
        return self.rng.integers(0, 365, (self.diaries, 1))

    @cached_property
    def sunday(self) -> Codes:
        return self.rng.integers(0, 7, (self.diaries, 1))

    @cached_property
    def weekdays(self) -> Floats:
        return self.rng.normal(size=(self.diaries, 7))

    @cached_property
    def change(self) -> Codes:
        return self.rng.integers(self.nights // 4, 3 * self.nights // 4, (self.diaries, 1))

    @property
    def night(self) -> Codes:
        return np.arange(self.nights)[None]


# What adds to the log odds of every diary and night: an array (diaries, nights).
Wave: TypeAlias = Callable[[Setting], Floats]


def season(swing: float) -> Wave:
    return lambda s: swing * np.cos(2 * np.pi * (s.night + s.winter) / 365)


def weekend(step: float) -> Wave:
    """Two days of the week have `step` more."""
    return lambda s: step * (((s.night + s.sunday) % 7 < 2) - 2 / 7)


def weekday(spread: float) -> Wave:
    """Each day of the week has its own level."""
    return lambda s: spread * np.take_along_axis(s.weekdays, (s.night + s.sunday) % 7, axis=1)


def change(size: float) -> Wave:
    """A step somewhere in the middle half."""
    return lambda s: size * ((s.night >= s.change) - 0.5)


def trend(size: float) -> Wave:
    return lambda s: size * np.broadcast_to(2 * s.night / s.nights - 1, (s.diaries, s.nights))


def spells(lasting: float, spread: float, nights: int = 1) -> Wave:
    """A latent AR(1) series with this correlation from one piece of so many nights to the next."""

    def wave(s: Setting) -> Floats:
        steps = s.rng.normal(size=(s.diaries, -(-s.nights // nights)))
        for i in range(1, steps.shape[1]):
            steps[:, i] = lasting * steps[:, i - 1] + np.sqrt(1 - lasting**2) * steps[:, i]
        return spread * np.repeat(steps, nights, axis=1)[:, : s.nights]

    return wave


def gamma_weeks(shape: float) -> Wave:
    """The odds of each week are multiplied by a gamma variable with mean 1."""

    def wave(s: Setting) -> Floats:
        weeks = s.rng.gamma(shape, 1 / shape, (s.diaries, -(-s.nights // 7)))
        return np.log(np.repeat(weeks, 7, axis=1)[:, : s.nights] + 1e-3)

    return wave


def walk(step: float) -> Wave:
    """A random walk over nights, its middle at 0."""

    def wave(s: Setting) -> Floats:
        path = np.cumsum(step * s.rng.normal(size=(s.diaries, s.nights)), axis=1)
        return path - path.mean(axis=1, keepdims=True)

    return wave


@dataclass(frozen=True, kw_only=True)
class World:
    """How nights come about; the odds ratio holds for the first factor, the others have no effect.

    `clustering` is the log odds that a cramp adds to the next night, `persistence` the chance that a habit
    stays as it was the day before. Waves of `cramps` are of the cramps alone, of `habits` of every factor alone, of
    `both` of the cramps and, up or down, of every factor. `missing` is the chance that a night is without a word,
    multiplied by `with_cramp` and `with_factor` (the first one) where these are; `left_out` that of clear nights
    after the first factor alone. `partner` is the share of days on
    which the second factor is as the first one, `lag` how many nights later the first one works, `check_ins` the
    share of days with one: without it only cramps are known.
    """

    nights: int = 365
    factors: int = 10
    odds_ratio: float = 1.0
    prevalence: float = 0.4
    base: float = 0.15
    clustering: float = 0.0
    persistence: float = 0.0
    cramps: tuple[Wave, ...] = ()
    habits: tuple[Wave, ...] = ()
    both: tuple[Wave, ...] = ()
    missing: float = 0.0
    with_cramp: float = 1.0
    with_factor: float = 1.0
    left_out: float = 0.0
    partner: float = 0.0
    lag: int = 0
    check_ins: float = 1.0
    # Odds ratios to draw from, one for each diary; instead of `odds_ratio`.
    odds_ratios: tuple[float, ...] = ()


NONE = World()
MODERATE = replace(NONE, clustering=0.75, persistence=0.5)
STRONG = replace(NONE, clustering=1.5, persistence=0.8)
DEPENDENCE: Mapping[str, World] = {"none": NONE, "moderate": MODERATE, "strong": STRONG}


def simulate(rng: np.random.Generator, world: World, diaries: int) -> tuple[Codes, Codes]:
    """Return outcomes (diaries, 1 + nights), the first unknown, and answers (diaries, factors, nights)."""
    setting = Setting(rng, diaries, world.nights)
    shared = _sum(world.both, setting)
    present = _habits(setting, world, shared)
    cramp = _cramps(setting, world, shared, present[:, 0])
    return _noted(rng, world, cramp, present)


def _habits(setting: Setting, world: World, shared: Floats) -> npt.NDArray[np.bool_]:
    rng, shape = setting.rng, (setting.diaries, world.factors, world.nights)
    sign = rng.choice([-1, 1], (*shape[:2], 1))
    log_odds = _logit(world.prevalence) + sign * (shared + _sum(world.habits, setting))[:, None]
    drawn, stays = rng.random(shape) < _expit(log_odds), rng.random(shape) < world.persistence
    if world.partner:
        alike = rng.random((setting.diaries, world.nights)) < world.partner
        drawn[:, 1] = np.where(alike, drawn[:, 0], drawn[:, 1])
        stays[:, 1] = np.where(alike, stays[:, 0], stays[:, 1])
    for night in range(1, world.nights):
        drawn[..., night] = np.where(stays[..., night], drawn[..., night - 1], drawn[..., night])
    return drawn


def _cramps(
    setting: Setting, world: World, shared: Floats, factor: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    rng, (diaries, nights) = setting.rng, factor.shape
    ratio = rng.choice(world.odds_ratios, diaries) if world.odds_ratios else world.odds_ratio
    works = np.zeros_like(factor)
    works[:, world.lag :] = factor[:, : nights - world.lag]
    log_odds = _logit(world.base) + shared + _sum(world.cramps, setting) + (np.log(ratio) * works.T).T
    cramp = np.zeros((diaries, 1 + nights), dtype=bool)
    chance = rng.random((diaries, nights))
    for night in range(nights):
        odds = log_odds[:, night] + world.clustering * cramp[:, night]
        cramp[:, night + 1] = chance[:, night] < _expit(odds)
    return cramp


def _noted(
    rng: np.random.Generator, world: World, cramp: npt.NDArray[np.bool_], present: npt.NDArray[np.bool_]
) -> tuple[Codes, Codes]:
    tonight, factor = cramp[:, 1:], present[:, 0]
    silent = (
        world.missing * np.where(tonight, world.with_cramp, 1.0) * np.where(factor, world.with_factor, 1.0)
    )
    lost = rng.random(tonight.shape) < np.where(
        factor & ~tonight, 1 - (1 - silent) * (1 - world.left_out), silent
    )
    no_check_in = lost | (rng.random(tonight.shape) >= world.check_ins)
    outcomes = np.where(cramp, YES, NO)
    outcomes[:, 0] = UNKNOWN
    outcomes[:, 1:][lost | (no_check_in & ~tonight)] = UNKNOWN
    return outcomes, np.where(no_check_in[:, None], UNKNOWN, np.where(present, YES, NO))


def _sum(waves: tuple[Wave, ...], setting: Setting) -> Floats:
    return sum((wave(setting) for wave in waves), np.zeros((setting.diaries, setting.nights)))


# --- One of them as a diary -----------------------------------------------------------------------------------------


def factors_for(count: int) -> tuple[Factor, ...]:
    """Return so many factors: everybody's whose answers reach one night and are not on purpose, then own ones."""
    plain = [factor for factor in FACTORS if factor.nights_after == 1 and not factor.is_on_purpose]
    own = [
        own_factor(f"own-{i}", f"Thing {i}", cut=CUT if i % 2 else None) for i in range(count - len(plain))
    ]
    return (*plain, *own)[:count]


def diary_from(outcomes: Codes, answers: Codes) -> Diary:
    """Return one of the simulated diaries as the entries that a person would have made."""
    days = [BEGIN + timedelta(days=offset) for offset in range(answers.shape[1])]
    factors = factors_for(len(answers))
    words = [_words(factor) for factor in factors]
    said = [
        {
            factor.id: words[i][code]
            for i, factor in enumerate(factors)
            if (code := int(answers[i, night])) != UNKNOWN
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
                value=[factor.id for factor in factors if not factor.is_own],
                answered_at=datetime.combine(BEGIN, time(20), UTC),
            ),
        ),
        own_factors=tuple(factor for factor in factors if factor.is_own),
    )


def _words(factor: Factor) -> Mapping[int, FactorAnswer]:
    if factor.cut is not None:
        return {YES: factor.cut + 500, NO: factor.cut - 500}
    return {YES: min(factor.present), NO: next(v for v, _ in factor.scale if v not in factor.present)}


def _cramp(day: date) -> Episode:
    started_at = datetime.combine(day + timedelta(days=1), time(3), UTC)
    return Episode(id=UUID(int=1), started_at=started_at, time_zone="UTC", day=day)


def _logit(chance: float) -> float:
    return float(np.log(chance / (1 - chance)))


def _expit(log_odds: Floats) -> Floats:
    chances: Floats = 1 / (1 + np.exp(-log_odds))
    return chances
