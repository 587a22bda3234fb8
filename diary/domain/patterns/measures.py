"""Numbers that carry what they rest on: a part of a whole, a spread, and two periods side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor
from typing import Generic, Self, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`, both whole numbers: "9 of 14 nights". An unknown is in neither."""

    part: int
    whole: int

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.whole:
            raise ValueError(f"{self.part} can not be a part of {self.whole}.")

    @classmethod
    def of(cls, answers: Iterable[bool | None]) -> Self:
        """Return how many of the answers are yes, of those that were given; None was not answered."""
        given = [answer for answer in answers if answer is not None]
        return cls(sum(given), len(given))

    @property
    def fraction(self) -> float | None:
        """The part as a number from 0 to 1; None when there is no whole."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Pair(Generic[T]):
    """The same measure of a period and of the period before it, side by side."""

    now: T
    before: T


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle (`median`) and the upper end (`p90`) of the numbers given; both None when there are none.

    `known` says for how many of all entries there was a number.
    """

    known: Share
    median: float | None
    p90: float | None

    @classmethod
    def of(cls, numbers: Iterable[float | None]) -> Self:
        """Return the spread of `numbers`; None was not answered and counts in `known.whole` alone."""
        every = list(numbers)
        given = sorted(number for number in every if number is not None)
        known = Share(len(given), len(every))
        return cls(known, quantile(given, 0.5), quantile(given, 0.9)) if given else cls(known, None, None)


def quantile(ordered: Sequence[float], fraction: float) -> float:
    """Return the value below which `fraction` (0 to 1) of the ascending numbers lies; at least one number.

    Between two numbers it is interpolated on a straight line: definition 7 of Hyndman and Fan, "Sample
    quantiles in statistical packages", The American Statistician 1996;50:361-365,
    doi:10.1080/00031305.1996.10473566.
    """
    place = (len(ordered) - 1) * fraction
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
