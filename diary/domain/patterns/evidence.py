"""How strongly nights speak for a link: the likelihood of an odds ratio, an e-value, an interval, and a forecast.

Nights are compared within strata (strata.py). In a stratum with n1 nights with the factor and n0 without, k of them
with cramps, the number a of cramp nights with the factor follows, given n1, n0 and k, Fisher's noncentral
hypergeometric law

    P(a) = C(n1, a) C(n0, k - a) θ^a / Z(θ),    Z(θ) = Σ_x C(n1, x) C(n0, k - x) θ^x

under the odds ratio θ (Fisher, Journal of the Royal Statistical Society 1935;98:39-82; McCullagh and Nelder,
Generalized Linear Models, 2nd edition, Chapman and Hall 1989, section 7.3). How frequent cramps were in that
stratum has dropped out, so that a season, a trend, or cramps that come in runs do not look like a link. What
is summed over strata is the curve of log P_θ(a) - log P_1(a) over log θ.

A curve is divided by the inflation of its variance (dependence.py), as a quasi-likelihood is (McCullagh and Nelder,
chapter 9). That only ever takes away: a divided curve gives a smaller E, and an interval that holds the other one.

This module needs numpy and is imported when something is to be computed, not when the web server starts.
Curves are arrays whose last axis is `LOG_ODDS`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, inf, isnan, log
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from diary.domain.patterns.dependence import Products, inflation_of, products_of
from diary.domain.patterns.exposure import BLOCK_DAYS, NO, UNKNOWN, YES, Exposures
from diary.domain.patterns.measures import Share
from diary.domain.patterns.strata import (
    KINDS_BEFORE,
    Bools,
    Floats,
    Ints,
    Strata,
    kinds_of,
    nights_before,
    strata_of,
)

# Of any precision.
Reals: TypeAlias = npt.NDArray[np.floating[Any]]

# A count in a stratum is below this.
SIZES = BLOCK_DAYS + 1

# Odds ratios from 1/64 to 64, sixteen to a doubling.
LOG_ODDS: Floats = np.linspace(-log(64), log(64), 193)

# The prior of log θ, fixed for every diary: normal, cut off at 1/8 and 8, its middle in the direction in which
# the factor is expected to work. docs/method.md says what else was tried.
PRIOR_MEAN, PRIOR_SPREAD, PRIOR_ENDS = 0.7, 1.0, log(8) + 1e-9

# The largest exponent of e that is still a number.
LARGEST_LOG = 700.0

# Farther ahead than this a forecast is not worth a number.
MOST_NIGHTS_AHEAD = 730

# What a forecast looks at: the odds that have a prior, every eighth of them as the truth, and so many nights ahead.
_LIKELY, _TRUTHS = slice(48, 145), slice(48, 145, 8)
_AHEAD: Floats = np.geomspace(7, MOST_NIGHTS_AHEAD, 20)

# What is known of strata by their key (n1 29 + n0) 29 + k: there are few, and most are met again and again.
_LOG_NORMALISERS: Floats = np.empty((SIZES**3, len(LOG_ODDS)))
_COMPUTED: Bools = np.zeros(SIZES**3, dtype=bool)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The e-value against "no link", the best estimate and the interval of the odds ratio.

    The estimate is None without evidence, 0 or infinity if it is beyond 1/64 or 64.
    """

    e_value: float
    odds_ratio: float | None
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What the nights say about one factor.

    `exposed` and `unexposed` are nights with cramps of all known nights with and without it; `evidence` is
    that of the finished blocks that count. `follows_week`: it and the cramps both do, so that only nights of the
    same weekday were compared. `blocks` is in how many blocks there are known nights, `within` the share of the
    factor's variation that lies inside blocks (None if it does not vary), `rise` the correlation of its frequency
    with the number of the block. `nights_to_settle` is None if too far away.
    """

    exposed: Share
    unexposed: Share
    evidence: Evidence
    follows_week: bool
    blocks: int
    within: float | None
    rise: float
    nights_to_settle: int | None


@dataclass(frozen=True, slots=True)
class Tally:
    """Per row and block: the counts, the curve, and the products that tell how much runs of nights weaken it."""

    strata: Strata
    curves: Floats
    products: Products

    def judged(self, counts: Bools) -> Floats:
        """Return the curve of each row over the blocks that count, divided by the inflation of its variance."""
        curves: Floats = np.einsum("rbo,rb->ro", self.curves, counts)
        return curves / inflation_of(self.products.of_blocks(counts))[:, None]

    def judged_so_far(self) -> Floats:
        """Return, for each block, the divided curve of each row over all blocks up to it."""
        return self.curves.cumsum(axis=1) / inflation_of(self.products.so_far())[..., None]


def tally_of(outcomes: Ints, exposures: Ints, kinds: Ints) -> Tally:
    """Return the tally of nights; `outcomes` begin one night before `exposures`, see `strata_of`."""
    strata = strata_of(outcomes, exposures, kinds)
    return Tally(strata, curves_of(strata), products_of(outcomes, exposures, kinds, strata))


def weigh(nights: Exposures, bars: Sequence[float], level: float, narrow: float) -> tuple[Weighed, ...]:
    """Return what the nights say about each compared factor.

    A factor is settled when its E reaches its bar, or its interval at `level` lies between 1 / `narrow` and
    `narrow`.
    """
    outcomes, present = _arrays(nights)
    kinds, weekly = kinds_of(outcomes, present, nights.finished_blocks)
    tally = tally_of(outcomes, present, kinds)
    exposed, unexposed, cramps, hits = (part.sum(axis=-1) for part in tally.strata.parts)
    begun, counts = _blocks_that_count(nights, exposed.shape[1])
    prior, goal = _priors(nights), Goal(np.log(bars), level, narrow)
    found = _evidence(tally.judged(counts), prior, level)
    known = ((exposed + unexposed) * begun).sum(axis=1)
    more = nights_to_settle(tally.judged(begun), known, prior, goal)
    passed = present.shape[1] - BLOCK_DAYS * begun.argmax(axis=1)
    return tuple(
        Weighed(
            exposed=Share(int(hits[i].sum()), int(exposed[i].sum())),
            unexposed=Share(int((cramps - hits)[i].sum()), int(unexposed[i].sum())),
            evidence=found[i],
            follows_week=bool(weekly[i]),
            blocks=int(np.count_nonzero(exposed[i] + unexposed[i])),
            within=_share_within_blocks(exposed[i], unexposed[i]),
            rise=_rise(exposed[i], unexposed[i]),
            nights_to_settle=until_a_look(float(more[i]), int(known[i]), int(passed[i])),
        )
        for i in range(len(bars))
    )


def e_values_within(nights: Exposures, pairs: Sequence[tuple[int, int]]) -> list[float]:
    """Return for each pair of compared factors E of the first, from nights that are alike in the second one."""
    outcomes, present = _arrays(nights)
    first, second = np.array(pairs, dtype=np.int_).reshape(-1, 2).T
    other = present[second]
    exposures = np.where(other == UNKNOWN, UNKNOWN, present[first])
    kinds = nights_before(outcomes) + KINDS_BEFORE * (other == YES)
    tally = tally_of(outcomes, exposures, kinds)
    counts = _blocks_that_count(nights, tally.curves.shape[1])[1]
    log_e = log_e_values(tally.judged(counts[first]), _priors(nights)[first])
    found: list[float] = np.exp(np.minimum(log_e, LARGEST_LOG)).tolist()
    return found


def _arrays(nights: Exposures) -> tuple[Ints, Ints]:
    """Return the outcomes as one row, and the exposures as a row for each compared factor."""
    return np.array(nights.outcomes)[None], np.array(nights.present)


def _blocks_that_count(nights: Exposures, blocks: int) -> tuple[Bools, Bools]:
    """Return for each factor which blocks have begun to count for it, and which of these are finished."""
    first = np.array([nights.suspected.get(factor.id, 0) for factor in nights.compared])[:, None]
    begun = first <= np.arange(blocks)
    return begun, begun & (np.arange(blocks) < nights.finished_blocks)


def _priors(nights: Exposures) -> Floats:
    return prior_of(np.array([-1 if factor.is_on_purpose else 1 for factor in nights.compared]))


def weigh_sets(
    sets: Sequence[tuple[int, int, bool]], direction: int, level: float, biased_to: float
) -> Evidence:
    """Return what sets with one cramp each say of a factor: days with it, days without, cramp on a day with it.

    The e-value is against every odds ratio from 1 to `biased_to`, which the way of asking alone may bring.
    """
    exposed, unexposed, hits = np.array(sets, dtype=np.int_).reshape(-1, 3).T[:, None, :, None]
    curve = curves_of(Strata(exposed, unexposed, np.ones_like(hits), hits)).sum(axis=1)
    found = _evidence(curve, prior_of(np.array([direction])), level)[0]
    first, end = np.searchsorted(LOG_ODDS, (-1e-9, log(biased_to)))
    return replace(found, e_value=found.e_value / float(np.exp(curve[:, first:end].max())))


def _evidence(curves: Floats, prior: Floats, level: float) -> list[Evidence]:
    log_e = log_e_values(curves, prior)
    e_values = np.exp(np.minimum(log_e, LARGEST_LOG)).tolist()
    best = [None if isnan(odds) else odds for odds in estimates(curves).tolist()]
    ends = zip(*(end.tolist() for end in intervals(curves, log_e, level)), strict=True)
    return [Evidence(*one) for one in zip(e_values, best, ends, strict=True)]


def curves_of(strata: Strata) -> Floats:
    """Return the curve of each row and block, (rows, blocks, odds); its maximum is the best estimate."""
    hits = strata.exposed_cramps.sum(axis=-1)
    curves: Floats = hits[..., None] * LOG_ODDS - _log_normalisers(strata)
    return curves


def _log_normalisers(strata: Strata) -> Floats:
    """Return log Z(θ) - log Z(1), summed over kinds: Z(θ) / Z(1) is the mean of θ^x under the null."""
    exposed, unexposed, cramps, _ = strata.parts
    keys = (exposed * SIZES + unexposed) * SIZES + cramps
    _compute(keys)
    summed = np.zeros((*cramps.shape[:-1], len(LOG_ODDS)))
    # One kind at a time: all at once would take seven times the memory.
    for kind in np.flatnonzero(cramps.any(axis=tuple(range(cramps.ndim - 1)))):
        summed += _LOG_NORMALISERS[keys[..., kind]]
    return summed


def _compute(keys: Ints) -> None:
    """Fill in the strata that were never met before."""
    met = np.zeros_like(_COMPUTED)
    met[keys] = True
    new, hits = np.flatnonzero(met & ~_COMPUTED), np.arange(SIZES)
    _LOG_NORMALISERS[new] = np.log(_hypergeometric(new, hits) @ np.exp(np.outer(hits, LOG_ODDS)))
    _COMPUTED[new] = True


def _hypergeometric(keys: Ints, hits: Ints) -> Floats:
    """Return the chance of each number of hits (columns) when there is no link; a key is (n1 29 + n0) 29 + k."""
    exposed, unexposed, cramps = (
        keys[:, None] // SIZES**2,
        keys[:, None] // SIZES % SIZES,
        keys[:, None] % SIZES,
    )
    log_factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, SIZES)))])

    def log_choose(n: Ints, k: Ints) -> Floats:
        k = np.clip(k, 0, n)
        logs: Floats = log_factorial[n] - log_factorial[k] - log_factorial[n - k]
        return logs

    possible = (hits <= exposed) & (hits <= cramps) & (cramps - hits <= unexposed)
    logs = log_choose(exposed, hits) + log_choose(unexposed, cramps - hits)
    return np.where(possible, np.exp(logs - log_choose(exposed + unexposed, cramps)), 0.0)


def prior_of(directions: Ints) -> Floats:
    """Return the weights of the odds for each factor; a direction is 1 (more cramps expected) or -1 (fewer)."""
    distance = (LOG_ODDS - PRIOR_MEAN * directions[..., None]) / PRIOR_SPREAD
    weights = np.where(np.abs(LOG_ODDS) <= PRIOR_ENDS, np.exp(-(distance**2) / 2), 0.0)
    normal: Floats = weights / weights.sum(axis=-1, keepdims=True)
    return normal


def log_e_values(curves: Reals, prior: Reals) -> Floats:
    """Return log E: E is the likelihood ratio against "no link", averaged over the prior.

    Without a link E has a mean of at most 1 given every block before, so that the chance that it ever reaches
    c is at most 1 / c however often one looks (Ville's inequality; Ramdas, Grünwald, Vovk and Shafer,
    Statistical Science 2023;38:576-601, doi:10.1214/23-STS894).
    """
    top = curves.max(axis=-1, keepdims=True)
    logs: Floats = np.log(np.einsum("...o,...o->...", np.exp(curves - top), prior)) + top[..., 0]
    return logs


def intervals(curves: Floats, log_e: Floats, level: float | Floats) -> tuple[Floats, Floats]:
    """Return the ends of the confidence sequence for θ: all odds that the evidence does not refute at `level`.

    θ stays in while the likelihood ratio of the averaged odds against θ is below 1 / level. It covers the
    truth at every look at once with a chance of at least 1 - level: Robbins, Annals of Mathematical
    Statistics 1970;41:1397-1409. An end beyond 1/64 or 64 is 0 or infinity.
    """
    height = curves - (log_e + np.log(level))[..., None]
    return np.exp(-_last_above(height[..., ::-1])), np.exp(_last_above(height))


def _last_above(height: Floats) -> Floats:
    """Return the log odds at which a curve with one summit falls through 0 for good, infinity if it does not."""
    last = height.shape[-1] - 1 - np.argmax(height[..., ::-1] > 0, axis=-1)
    after = np.minimum(last + 1, height.shape[-1] - 1)
    upper, lower = (np.take_along_axis(height, at[..., None], axis=-1)[..., 0] for at in (last, after))
    step = LOG_ODDS[1] - LOG_ODDS[0]
    crossing = LOG_ODDS[last] + step * upper / np.where(after > last, upper - lower, 1.0)
    result: Floats = np.where(after > last, crossing, np.inf)
    return result


def estimates(curves: Floats) -> Floats:
    """Return the conditional maximum-likelihood odds ratio; 0 or infinity beyond 1/64 or 64, NaN without evidence."""
    last = len(LOG_ODDS) - 1
    top = np.argmax(curves, axis=-1)
    inner = np.clip(top, 1, last - 1)
    below, at, above = (np.take_along_axis(curves, (inner + by)[..., None], -1)[..., 0] for by in (-1, 0, 1))
    bend = below - 2 * at + above
    shift = np.divide(below - above, 2 * bend, out=np.zeros_like(bend), where=bend < 0)
    found = np.exp(LOG_ODDS[inner] + shift * (LOG_ODDS[1] - LOG_ODDS[0]))
    edges = [_is_flat(curves), top == 0, top == last]
    result: Floats = np.select(edges, [np.nan, 0.0, np.inf], found)
    return result


def _is_flat(curves: Floats) -> Bools:
    """Return where nothing speaks for or against any odds, up to rounding."""
    flat: Bools = np.ptp(curves, axis=-1) < 1e-9
    return flat


@dataclass(frozen=True, slots=True)
class Goal:
    """When a question is settled: log E is `log_e`, or the interval at `level` lies in 1/`narrow` to `narrow`."""

    log_e: Floats
    level: float
    narrow: float


def nights_to_settle(curves: Floats, nights: Ints, prior: Floats, goal: Goal) -> Floats:
    """Return about how many more known nights will settle each row, infinity if that can not be told or is too far.

    `curves` are those of all `nights` known nights so far. For every odds ratio that is still plausible (prior times
    likelihood) the curve is carried on by what a night adds to it on average if that ratio is true: the curve is
    a log θ - S(θ) with S = Σ log Z, and under θ the mean of a is the slope of S. The answer is the median over these
    ratios.
    """
    slopes = np.gradient(curves, LOG_ODDS, axis=-1)[:, _TRUTHS, None]
    curves, truths, prior, odds = curves[:, _LIKELY], curves[:, _TRUTHS], prior[:, _LIKELY], LOG_ODDS[_LIKELY]
    gains = (curves[:, None] - slopes * odds) / np.maximum(nights, 1)[:, None, None]
    settled = _is_settled(*_ahead(curves, gains, prior), odds, goal)
    first = np.where(settled.any(axis=1), _AHEAD[settled.argmax(axis=1)], np.inf)
    plausible = prior[:, ::8] * np.exp(truths - curves.max(axis=-1, keepdims=True))
    order = np.argsort(first, axis=-1)
    share = np.take_along_axis(plausible, order, axis=-1).cumsum(axis=-1)
    middle = (share < share[:, -1:] / 2).sum(axis=-1, keepdims=True)
    median = np.take_along_axis(np.take_along_axis(first, order, axis=-1), middle, axis=-1)[:, 0]
    return np.where(_is_flat(curves), np.inf, median)


def _ahead(curves: Floats, gains: Floats, prior: Floats) -> tuple[Reals, Reals]:
    """Return the curves by row, nights ahead and truth, and the prior in their shape; seven digits are enough here."""
    now, nights, gain, weights = (one.astype(np.float32) for one in (curves, _AHEAD, gains, prior))
    return now[:, None, None] + nights[:, None, None] * gain[:, None], weights[:, None, None]


def _is_settled(curves: Reals, prior: Reals, log_odds: Floats, goal: Goal) -> Bools:
    log_e = log_e_values(curves, prior)
    ends = np.searchsorted(log_odds, (-log(goal.narrow), log(goal.narrow)))
    top = curves.argmax(axis=-1)
    is_narrow = (curves[..., ends] < (log_e + log(goal.level))[..., None]).all(axis=-1)
    result: Bools = (log_e >= goal.log_e[:, None, None]) | (is_narrow & (ends[0] < top) & (top < ends[1]))
    return result


def until_a_look(more: float, known: int, passed: int) -> int | None:
    """Return how many nights will be known at the first end of a block that has `more` further known nights.

    `known` of the `passed` nights since the first block are known. None if `more` is infinite.
    """
    if more == inf:
        return None
    end = ceil((passed + more * passed / known) / BLOCK_DAYS) * BLOCK_DAYS
    return ceil((end - passed) * known / passed)


def _share_within_blocks(exposed: Ints, unexposed: Ints) -> float | None:
    """Return which share of the variance of a factor lies within blocks rather than between them."""
    total = exposed.sum() * unexposed.sum() / max(exposed.sum() + unexposed.sum(), 1)
    within = (exposed * unexposed / np.maximum(exposed + unexposed, 1)).sum()
    return float(within / total) if total else None


def _rise(exposed: Ints, unexposed: Ints) -> float:
    """Return the correlation between the number of a block and the share of its nights with the factor."""
    blocks = np.flatnonzero(exposed + unexposed)
    shares = exposed[blocks] / (exposed + unexposed)[blocks]
    if not len(blocks) or np.ptp(shares) == 0:
        return 0.0
    across, up = blocks - blocks.mean(), shares - shares.mean()
    return float(across @ up / np.sqrt((across @ across) * (up @ up)))


def correlations(present: Sequence[Sequence[int]], least_nights: int) -> list[list[float]]:
    """Return the correlation (phi) of every two factors over the nights known for both, 0 below `least_nights`."""
    codes = np.array(present)
    yes, no = (codes == YES).astype(float), (codes == NO).astype(float)
    both, first, second, neither = yes @ yes.T, yes @ no.T, no @ yes.T, no @ no.T
    spread = (both + first) * (second + neither) * (both + second) * (first + neither)
    phi = (both * neither - first * second) / np.sqrt(np.where(spread > 0, spread, np.inf))
    found: list[list[float]] = np.where(both + first + second + neither >= least_nights, phi, 0.0).tolist()
    return found
