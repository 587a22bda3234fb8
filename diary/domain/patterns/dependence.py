"""How much runs of nights weaken evidence: habits that last for days together with cramps that come in spells.

Nights that follow each other tell less than as many separate ones, if both the factor and the cramps last. When there
is no link, the variance of the sum of products of two lasting series is that of independent nights times

    Σ_h c_x(h) c_y(h) / n(h)  over  Σ_strata of the hypergeometric variance

where c are sums of lagged products of what is left of the factor (x) and the cramps (y) beside the mean of their
stratum and beside each other, and n(h) is the number of pairs of nights h apart within a block (Bartlett, Journal of
the Royal Statistical Society 1935;98:536-543). If one of the two does not last, it is about 1.

This module needs numpy.
"""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from diary.domain.patterns.exposure import BLOCK_DAYS, UNKNOWN, YES
from diary.domain.patterns.strata import Bools, Floats, Ints, Strata, places_of

# Transforms of this length keep the two ends of a block apart.
_PADDED = 2 * BLOCK_DAYS


@dataclass(frozen=True, slots=True)
class Products:
    """Sums of products of nights per row and block; but for `variance` the last axis is how many nights they are apart.

    `factor` and `cramps` are of each with itself, `between` of both, `pairs` counts the pairs of known nights.
    `variance` is that of the number of exposed cramp nights if nights are exchangeable within strata.
    """

    factor: Floats
    cramps: Floats
    between: Floats
    pairs: Floats
    variance: Floats

    def of_blocks(self, counts: Bools) -> Self:
        """Return the sums over the blocks that count; `counts` has the shape (rows, blocks)."""
        return type(self)(*(np.einsum("rb...,rb->r...", one, counts) for one in self._parts()))

    def so_far(self) -> Self:
        """Return for each block the sums over all blocks up to it."""
        return type(self)(*(one.cumsum(axis=1) for one in self._parts()))

    def _parts(self) -> list[Floats]:
        return [getattr(self, field.name) for field in fields(self)]


def products_of(outcomes: Ints, exposures: Ints, kinds: Ints, strata: Strata) -> Products:
    """Return the products of the same nights that `strata` counts."""
    places, now = places_of(kinds, exposures.shape), outcomes[:, 1:]
    known = (exposures != UNKNOWN) & (now != UNKNOWN)
    whole = np.maximum(strata.exposed + strata.unexposed, 1)
    factor, cramps, present = (
        np.fft.rfft(_in_blocks(np.where(known, codes - mean.ravel()[places], 0.0)), _PADDED)
        for codes, mean in (
            (exposures == YES, strata.exposed / whole),
            (now == YES, strata.cramps / whole),
            (known, np.zeros_like(whole)),
        )
    )
    return Products(
        factor=_lagged(factor, factor),
        cramps=_lagged(cramps, cramps),
        between=_lagged(factor, cramps),
        pairs=_lagged(present, present),
        variance=_variance(strata).sum(axis=-1),
    )


def inflation_of(products: Products) -> Floats:
    """Return by how much the variance exceeds that of exchangeable nights; 1 if it does not, at most a block's length.

    The effect of the factor on the cramps is taken out of them first, because it lasts as long as the factor does.
    """
    factor, cramps, between = products.factor, products.cramps, products.between
    slope = _ratio(between[..., :1], factor[..., :1])
    left = cramps - 2 * slope * between + slope**2 * factor
    twice = np.where(np.arange(BLOCK_DAYS) > 0, 2, 1)
    found = (twice * _ratio(factor * left, np.rint(products.pairs))).sum(axis=-1)
    expected = products.variance * _ratio(left[..., 0], cramps[..., 0])
    return np.clip(_ratio(found, expected), 1.0, BLOCK_DAYS)


def _in_blocks(nights: Floats) -> Floats:
    rows, length = nights.shape
    blocks = -(-length // BLOCK_DAYS)
    padded = np.zeros((rows, blocks * BLOCK_DAYS))
    padded[:, :length] = nights
    return padded.reshape(rows, blocks, BLOCK_DAYS)


def _lagged(one: "np.typing.NDArray[np.complex128]", other: "np.typing.NDArray[np.complex128]") -> Floats:
    """Return the sums of products of nights 0, 1, 2 … apart in either order, halved, from Fourier transforms."""
    sums: Floats = np.fft.irfft((one * other.conj()).real, _PADDED)[..., :BLOCK_DAYS]
    return sums


def _variance(strata: Strata) -> Floats:
    """Return the hypergeometric variance of the exposed cramp nights of each stratum."""
    exposed, unexposed, cramps, _ = strata.parts
    whole = exposed + unexposed
    return _ratio(exposed * unexposed * cramps * (whole - cramps), whole**2 * (whole - 1))


def _ratio(part: Floats | Ints, whole: Floats | Ints) -> Floats:
    """Return part / whole, 0 where the whole is not above rounding errors."""
    ratio: Floats = np.divide(part, whole, out=np.zeros(np.broadcast(part, whole).shape), where=whole > 1e-9)
    return ratio
