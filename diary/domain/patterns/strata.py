"""Which nights are compared with each other: those of the same four weeks and of the same kind.

The kind of a night is the outcome of the night before (clear, cramp, unknown), so that cramps that come in runs do
not look like a link. If both a factor and the cramps follow the week, the kind is the weekday instead: the
time-stratified referents of Janes, Sheppard and Lumley, Epidemiology 2005;16:717-726. What decides is fixed here and
never a result.

This module needs numpy. Nights are arrays of shape (rows, nights), a row for each factor, without gaps in the nights.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from diary.domain.patterns.exposure import BLOCK_DAYS, NO, UNKNOWN, YES

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int_]
Bools: TypeAlias = npt.NDArray[np.bool_]

# The most kinds there are: one for each day of the week.
WEEKDAYS = KINDS = 7
# Of nights by the night before: clear, cramp, unknown.
KINDS_BEFORE = 3

# Quantiles of chi-squared with six degrees of freedom at 0.1 and 0.25: from there on a factor, and the cramps, may
# follow the week. Both must, because comparing weekdays alone costs evidence. Higher bars break the promise where both
# do follow it; docs/method.md has the numbers.
FACTOR_FOLLOWS, CRAMPS_FOLLOW = 10.645, 7.841


@dataclass(frozen=True, slots=True)
class Strata:
    """Counts of nights per row, block and kind: arrays of shape (rows, blocks, kinds).

    `exposed` and `unexposed` are nights with a known outcome and a known answer, `cramps` those of them with
    cramps, `exposed_cramps` those with cramps and with the factor.
    """

    exposed: Ints
    unexposed: Ints
    cramps: Ints
    exposed_cramps: Ints

    @property
    def parts(self) -> tuple[Ints, Ints, Ints, Ints]:
        return self.exposed, self.unexposed, self.cramps, self.exposed_cramps


def nights_before(outcomes: Ints) -> Ints:
    """Return the kind of each night by the outcome of the night before; `outcomes` begin one night earlier."""
    kinds: Ints = np.select([outcomes[:, :-1] == NO, outcomes[:, :-1] == YES], [0, 1], 2)
    return kinds


def weekdays(nights: int) -> Ints:
    """Return the kind of each night by its day of the week, counted from the first one."""
    return np.arange(nights)[None] % WEEKDAYS


def kinds_of(outcomes: Ints, exposures: Ints, finished: int) -> tuple[Ints, Bools]:
    """Return the kind of every night for every row, and which rows follow the week as far as blocks are `finished`."""
    ends = finished * BLOCK_DAYS
    factor, cramps = (weekday_counts(codes[:, :ends]) for codes in (exposures, outcomes[:, 1:]))
    weekly = follows_week(factor.sum(axis=1), cramps.sum(axis=1))
    kinds = np.where(weekly[:, None], weekdays(exposures.shape[1]), nights_before(outcomes))
    return kinds, weekly


def weekday_counts(codes: Ints) -> Ints:
    """Return how many known nights, and how many with YES, lie on each weekday: (rows, blocks, 2, weekdays)."""
    rows, nights = codes.shape
    blocks = -(-nights // BLOCK_DAYS)
    padded = np.full((rows, blocks * BLOCK_DAYS), UNKNOWN)
    padded[:, :nights] = codes
    by_day = padded.reshape(rows, blocks, BLOCK_DAYS // WEEKDAYS, WEEKDAYS)
    counts: Ints = np.stack([(by_day != UNKNOWN).sum(axis=2), (by_day == YES).sum(axis=2)], axis=2)
    return counts


def follows_week(factor: Ints, cramps: Ints) -> Bools:
    """Return for which rows both follow the week; both are counts of known nights and of YES per weekday."""
    both: Bools = (_surprise(factor) > FACTOR_FOLLOWS) & (_surprise(cramps) > CRAMPS_FOLLOW)
    return both


def _surprise(counts: Ints) -> Floats:
    """Return Pearson's chi-squared of the weekdays around their common share."""
    known, yes = counts[..., 0, :], counts[..., 1, :]
    share = yes.sum(axis=-1, keepdims=True) / np.maximum(known.sum(axis=-1, keepdims=True), 1)
    spread = known * share * (1 - share)
    squares = (yes - known * share) ** 2
    total: Floats = np.divide(squares, spread, out=np.zeros_like(spread), where=spread > 0).sum(axis=-1)
    return total


def places_of(kinds: Ints, shape: tuple[int, int]) -> Ints:
    """Return the number of the stratum of each night: rows, in them blocks, in them kinds."""
    rows, nights = shape
    blocks = -(-nights // BLOCK_DAYS)
    block = np.arange(rows)[:, None] * blocks + np.arange(nights) // BLOCK_DAYS
    return np.broadcast_to(block * KINDS + kinds, shape)


def strata_of(outcomes: Ints, exposures: Ints, kinds: Ints) -> Strata:
    """Return the counts of nights; each value of `outcomes` and `exposures` is NO, YES or UNKNOWN.

    `outcomes` (YES: cramp) begin with the night before the first block and so are one longer than `exposures`; a
    single row of them stands for all. The last block may be unfinished.
    """
    rows, nights = exposures.shape
    shape = rows, -(-nights // BLOCK_DAYS), KINDS
    places, now = places_of(kinds, exposures.shape), np.broadcast_to(outcomes[:, 1:], exposures.shape)

    def count(mask: Bools) -> Ints:
        return np.bincount(places[mask], minlength=int(np.prod(shape))).reshape(shape)

    with_factor = (exposures == YES) & (now != UNKNOWN)
    without = (exposures == NO) & (now != UNKNOWN)
    return Strata(
        exposed=count(with_factor),
        unexposed=count(without),
        cramps=count((with_factor | without) & (now == YES)),
        exposed_cramps=count(with_factor & (now == YES)),
    )
