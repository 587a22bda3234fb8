"""What the engine says of many simulated diaries after every finished block, computed for all of them at once."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from diary.domain.patterns.association import (
    HINT,
    INTERVAL_LEVEL,
    NO_SIGN_WITHIN,
    outshone,
    passing,
)
from diary.domain.patterns.evidence import correlations, intervals, log_e_values, prior_of, tally_of
from diary.domain.patterns.exposure import BLOCK_DAYS, Exposures
from diary.domain.patterns.strata import Bools, Floats, follows_week, nights_before, weekday_counts, weekdays
from tests.bench.simulated import BEGIN, Codes, World, factors_for, simulate

AT_ONCE = 40


@dataclass(frozen=True)
class Looks:
    """What is seen at the end of every block: arrays of shape (diaries, factors, blocks)."""

    e_values: Floats
    clear: Bools
    low: Floats
    high: Floats

    @classmethod
    def joined(cls, parts: "list[Looks]") -> Self:
        columns = ([getattr(part, field.name) for part in parts] for field in fields(cls))
        return cls(*(np.concatenate(column) for column in columns))

    @property
    def settled(self) -> Bools:
        return self.clear | ((self.low > 1 / NO_SIGN_WITHIN) & (self.high < NO_SIGN_WITHIN))

    def ever_clear(self, first: int = 0) -> float:
        """The share of diaries in which anything from this factor on was ever called clear."""
        return float(self.clear[:, first:].any(axis=(1, 2)).mean())

    def found_after(self) -> Floats:
        """Nights until the first factor was clear, infinity if it never was."""
        clear = self.clear[:, 0]
        return np.where(clear.any(axis=1), (clear.argmax(axis=1) + 1.0) * BLOCK_DAYS, np.inf)

    def covered(self, odds_ratio: float) -> float:
        """The share of diaries in which the interval of the first factor held the truth at every look."""
        holds = (self.low[:, 0] <= odds_ratio) & (odds_ratio <= self.high[:, 0])
        return float(holds.all(axis=1).mean())


def drawn(world: World, diaries: int, seed: int) -> Looks:
    """Return the looks at so many diaries of this world."""
    rng = np.random.default_rng(seed)
    sizes = [min(AT_ONCE, diaries - done) for done in range(0, diaries, AT_ONCE)]
    return Looks.joined([look_at_every_block(*simulate(rng, world, size)) for size in sizes])


def look_at_every_block(outcomes: Codes, answers: Codes) -> Looks:
    """Return the looks at diaries as `simulate` gives them, in which nothing is marked and nothing is on purpose."""
    diaries, factors, nights = answers.shape
    ends = nights // BLOCK_DAYS * BLOCK_DAYS
    rows = np.repeat(outcomes[:, : ends + 1], factors, axis=0), answers[..., :ends].reshape(-1, ends)
    curves = _judged(*rows)
    log_e = log_e_values(curves, prior_of(np.array(1)))
    shape = diaries, factors, -1
    e_values = np.exp(log_e).reshape(shape)
    passes = np.array([_passing(looks.T) for looks in e_values]).swapaxes(1, 2)
    passes &= e_values >= 1 / INTERVAL_LEVEL
    for place, block, other in _outshone(outcomes, answers, e_values, passes):
        passes[place, other, block] = False
    low, high = intervals(curves, log_e, INTERVAL_LEVEL)
    return Looks(e_values, passes, low.reshape(shape), high.reshape(shape))


def _judged(outcomes: Codes, exposures: Codes) -> Floats:
    """Return the curve of each row after every block; which nights are compared is decided at each look anew."""
    curves = tally_of(outcomes, exposures, nights_before(outcomes)).judged_so_far()
    counts = (weekday_counts(codes).cumsum(axis=1) for codes in (exposures, outcomes[:, 1:]))
    weekly = follows_week(*counts)
    some = weekly.any(axis=1)
    if some.any():
        week = tally_of(outcomes[some], exposures[some], weekdays(exposures.shape[1])).judged_so_far()
        curves[some] = np.where(weekly[some][..., None], week, curves[some])
    return curves


def _passing(looks: Floats) -> list[list[bool]]:
    return [passing(list(e_values), [1.0] * len(e_values)) for e_values in looks]


def _outshone(
    outcomes: Codes, answers: Codes, e_values: Floats, passes: Bools
) -> Iterator[tuple[int, int, int]]:
    """Yield the diaries, blocks and factors that pass for want of telling them from another factor."""
    doubtful = passes.any(axis=1) & ((e_values >= HINT).sum(axis=1) > 1)
    for place, block in np.argwhere(doubtful):
        ends = (block + 1) * BLOCK_DAYS
        present = answers[place, :, :ends].tolist()
        nights = Exposures(
            factors=factors_for(len(present)),
            compared=factors_for(len(present)),
            begin=BEGIN,
            outcomes=outcomes[place, : ends + 1].tolist(),
            present=present,
        )
        looks = e_values[place, :, block].tolist(), passes[place, :, block].tolist()
        for factor in outshone(nights, correlations(present, 14), *looks):
            yield int(place), int(block), factor
