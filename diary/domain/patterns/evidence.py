"""How strongly nights speak for a link: the likelihood of an odds ratio, an e-value, an interval, and a forecast.

The nights are cut into blocks of 28 diary days and each block into strata by the outcome of the night before
(cramp, clear, unknown). In a stratum with n1 nights with the factor and n0 without, k of them with cramps, the
number a of cramp nights with the factor follows, given n1, n0 and k, Fisher's noncentral hypergeometric law

    P(a) = C(n1, a) C(n0, k - a) θ^a / Z(θ),    Z(θ) = Σ_x C(n1, x) C(n0, k - x) θ^x

under the odds ratio θ (Fisher, Journal of the Royal Statistical Society 1935;98:39-82; McCullagh and Nelder,
Generalized Linear Models, 2nd edition, Chapman and Hall 1989, section 7.3). How frequent cramps were in that
stratum has dropped out, so that a season, a trend, or cramps that come in runs do not look like a link. What
is summed over strata is the curve of log P_θ(a) - log P_1(a) over log θ.

This module needs numpy and is imported when something is to be computed, not when the web server starts.
Curves are arrays whose last axis is `LOG_ODDS`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isnan, log
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from diary.domain.patterns.exposure import BLOCK_DAYS, NO, UNKNOWN, YES, Exposures
from diary.domain.patterns.measures import Share

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int_]
Bools: TypeAlias = npt.NDArray[np.bool_]

# A count in a stratum is below this.
SIZES = BLOCK_DAYS + 1

# Odds ratios from 1/64 to 64, sixteen to a doubling.
LOG_ODDS: Floats = np.linspace(-log(64), log(64), 193)

# The prior of log θ, fixed for every diary: normal, cut off at 1/8 and 8, its middle in the direction in which
# the factor is expected to work. docs/method.md says what else was tried.
PRIOR_MEAN, PRIOR_SPREAD, PRIOR_ENDS = 0.5, 1.0, log(8) + 1e-9

# The largest exponent of e that is still a number.
LARGEST_LOG = 700.0

# Farther ahead than this a forecast is not worth a number.
MOST_NIGHTS_AHEAD = 730


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
    that of the finished blocks that count. `blocks` is in how many blocks there are known nights, `within`
    the share of the factor's variation that lies inside blocks (None if it does not vary), `rise` the
    correlation of its frequency with the number of the block. `nights_to_settle` is None if too far away.
    """

    exposed: Share
    unexposed: Share
    evidence: Evidence
    blocks: int
    within: float | None
    rise: float
    nights_to_settle: int | None


def weigh(nights: Exposures, bars: Sequence[float], level: float, narrow: float) -> tuple[Weighed, ...]:
    """Return what the nights say about each compared factor.

    A factor is settled when its E reaches its bar, or its interval at `level` lies between 1 / `narrow` and
    `narrow`.
    """
    strata = strata_of(np.array(nights.outcomes), np.array(nights.present))
    curves = curves_of(strata)
    begins = np.array([nights.suspected.get(factor.id, 0) for factor in nights.compared])[:, None]
    blocks = np.arange(curves.shape[1])
    counts = (begins <= blocks) & (blocks < nights.finished_blocks)
    judged, everything = (curves * counts[..., None]).sum(axis=1), curves.sum(axis=1)
    prior = prior_of(np.array([-1 if factor.is_on_purpose else 1 for factor in nights.compared]))
    found = _evidence(judged, prior, level)
    weighed = []
    for i, bar in enumerate(bars):
        exposed, unexposed, cramps, hits = (int(part[i].sum()) for part in strata.parts)
        per_block = strata.exposed[i].sum(axis=-1), strata.unexposed[i].sum(axis=-1)
        weighed.append(
            Weighed(
                exposed=Share(hits, exposed),
                unexposed=Share(cramps - hits, unexposed),
                evidence=found[i],
                blocks=int(np.count_nonzero(sum(per_block))),
                within=_share_within_blocks(*per_block),
                rise=_rise(*per_block),
                nights_to_settle=nights_to_settle(
                    everything[i], hits, exposed + unexposed, prior[i], Goal(log(bar), level, narrow)
                ),
            )
        )
    return tuple(weighed)


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


@dataclass(frozen=True, slots=True)
class Strata:
    """Counts per factor, block and outcome of the night before: arrays of shape (factors, blocks, 3).

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


def strata_of(outcomes: Ints, exposures: Ints) -> Strata:
    """Return the counts of nights in order, without gaps; each value is NO, YES or UNKNOWN.

    `outcomes` (YES: cramp) begins with the night before the first block and so is one longer than the last
    axis of `exposures` (shape (factors, nights)). The last block may be unfinished.
    """
    nights = exposures.shape[1]
    blocks = -(-nights // BLOCK_DAYS)
    before, now = outcomes[:-1], outcomes[1:]

    def count(mask: Bools) -> Ints:
        padded = np.zeros((len(mask), blocks * BLOCK_DAYS), dtype=np.int_)
        padded[:, :nights] = mask
        totals: Ints = padded.reshape(-1, blocks, BLOCK_DAYS).sum(axis=-1)
        return totals

    def by_night_before(mask: Bools) -> Ints:
        return np.stack([count(mask & (before == outcome)) for outcome in (NO, YES, UNKNOWN)], axis=-1)

    with_factor = (exposures == YES) & (now != UNKNOWN)
    without = (exposures == NO) & (now != UNKNOWN)
    return Strata(
        exposed=by_night_before(with_factor),
        unexposed=by_night_before(without),
        cramps=by_night_before((with_factor | without) & (now == YES)),
        exposed_cramps=by_night_before(with_factor & (now == YES)),
    )


def curves_of(strata: Strata) -> Floats:
    """Return the curve of each factor and block, (factors, blocks, odds); its maximum is the best estimate."""
    hits = strata.exposed_cramps.sum(axis=-1)
    curves: Floats = hits[..., None] * LOG_ODDS - _log_normalisers(strata).sum(axis=-2)
    return curves


def _log_normalisers(strata: Strata) -> Floats:
    """Return log Z(θ) - log Z(1) of every stratum: Z(θ) / Z(1) is the mean of θ^x under the null."""
    exposed, unexposed, cramps, _ = strata.parts
    keys, place = np.unique((exposed * SIZES + unexposed) * SIZES + cramps, return_inverse=True)
    hits = np.arange(SIZES)
    means = _hypergeometric(keys, hits) @ np.exp(np.outer(hits, LOG_ODDS))
    logs: Floats = np.log(means)[place]
    return logs


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


def log_e_values(curves: Floats, prior: Floats) -> Floats:
    """Return log E: E is the likelihood ratio against "no link", averaged over the prior.

    Without a link E has a mean of at most 1 given every block before, so that the chance that it ever reaches
    c is at most 1 / c however often one looks (Ville's inequality; Ramdas, Grünwald, Vovk and Shafer,
    Statistical Science 2023;38:576-601, doi:10.1214/23-STS894).
    """
    top = curves.max(axis=-1, keepdims=True)
    logs: Floats = np.log((np.exp(curves - top) * prior).sum(axis=-1)) + top[..., 0]
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

    log_e: float
    level: float
    narrow: float


def nights_to_settle(curve: Floats, hits: int, nights: int, prior: Floats, goal: Goal) -> int | None:
    """Return about how many more known nights will settle one factor; None if that can not be told or is too far.

    `curve` is the curve of all `nights` known nights so far, `hits` of them with the factor and a cramp. For
    every odds ratio that is still plausible (prior times likelihood) the curve is carried on by what a night
    adds to it on average if that ratio is true. The answer is the median over these ratios.
    """
    if _is_flat(curve):
        return None
    likely = np.flatnonzero(prior)
    truths, ahead = likely[::8], np.geomspace(7, MOST_NIGHTS_AHEAD, 18)
    plausible = prior[truths] * np.exp(curve[truths] - curve.max())
    gain = _expected(curve, hits, truths)[:, likely] / nights
    settled = _is_settled(curve[likely] + ahead[:, None, None] * gain, LOG_ODDS[likely], prior[likely], goal)
    first = np.where(settled.any(axis=0), ahead[settled.argmax(axis=0)], np.inf)
    order = np.argsort(first)
    share = np.cumsum(plausible[order]) / plausible.sum()
    median = first[order][np.searchsorted(share, 0.5)]
    return round(median) if np.isfinite(median) else None


def _expected(curve: Floats, hits: int, truths: Ints) -> Floats:
    """Return the curves to expect from the same strata, one for each place in `LOG_ODDS` that may be the truth.

    The curve is a log θ - S(θ) with S = Σ log Z, and under θ the mean of a is the slope of S.
    """
    normaliser = hits * LOG_ODDS - curve
    curves: Floats = np.gradient(normaliser, LOG_ODDS)[truths, None] * LOG_ODDS - normaliser
    return curves


def _is_settled(curves: Floats, log_odds: Floats, prior: Floats, goal: Goal) -> Bools:
    log_e = log_e_values(curves, prior)
    ends = np.searchsorted(log_odds, (-log(goal.narrow), log(goal.narrow)))
    top = curves.argmax(axis=-1)
    is_narrow = (curves[..., ends] < (log_e + log(goal.level))[..., None]).all(axis=-1)
    result: Bools = (log_e >= goal.log_e) | (is_narrow & (ends[0] < top) & (top < ends[1]))
    return result


def _share_within_blocks(exposed: Ints, unexposed: Ints) -> float | None:
    """Return which share of the variance of a factor lies within blocks rather than between them."""
    total = exposed.sum() * unexposed.sum() / max(exposed.sum() + unexposed.sum(), 1)
    within = (exposed * unexposed / np.maximum(exposed + unexposed, 1)).sum()
    return float(within / total) if total else None


def _rise(exposed: Ints, unexposed: Ints) -> float:
    """Return the correlation between the number of a block and the share of its nights with the factor."""
    blocks = np.flatnonzero(exposed + unexposed)
    shares = exposed[blocks] / (exposed + unexposed)[blocks]
    return float(np.corrcoef(blocks, shares)[0, 1]) if np.ptp(shares) > 0 else 0.0


def inseparable(present: Sequence[Sequence[int]], least: float, least_nights: int) -> list[list[int]]:
    """Return for each factor the others that nearly always came with it, or nearly always when it did not.

    That is a correlation (phi) of at least `least` over at least `least_nights` nights known for both.
    """
    codes = np.array(present)
    yes, no = (codes == YES).astype(float), (codes == NO).astype(float)
    both, first, second, neither = yes @ yes.T, yes @ no.T, no @ yes.T, no @ no.T
    spread = (both + first) * (second + neither) * (both + second) * (first + neither)
    phi = (both * neither - first * second) / np.sqrt(np.where(spread > 0, spread, np.inf))
    alike = (np.abs(phi) >= least) & (both + first + second + neither >= least_nights)
    return [[int(other) for other in np.flatnonzero(row) if other != i] for i, row in enumerate(alike)]
