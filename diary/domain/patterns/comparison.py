"""A period beside the equally long one before it: counts next to counts, without a verdict.

Two periods always differ a little. Whether they differ by more than chance is for change.py to say.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from diary.domain.entries import Diary, Night
from diary.domain.patterns.burden import Burden, burden_of
from diary.domain.patterns.frequency import cramps_in, known_of, per_week, with_cramps
from diary.domain.patterns.measures import Pair, Share, Spread
from diary.domain.patterns.period import WEEK, Period

T = TypeVar("T")

# With fewer known nights in the period before, there is nothing to stand beside.
LEAST_KNOWN_BEFORE = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The period of a look (`now`) and the nights from `first` to `last` just before it (`before`).

    `nights` is nights with cramps of nights known; `per_week` cramps per 7 known nights, None where too few are
    known; the rest is as in `Burden`.
    """

    first: date
    last: date
    nights: Pair[Share]
    per_week: Pair[float | None]
    hard_minutes: Pair[Spread]
    severity: Pair[Spread]
    nights_woken: Pair[Share]

    @property
    def weeks(self) -> int:
        """How many whole weeks the period before has."""
        return (self.last - self.first) // WEEK + 1


def comparison_of(diary: Diary, nights: Sequence[Night], today: date, period: Period) -> Comparison | None:
    """Return the `nights` of the period that ends with `today` beside those before it.

    None if the period has nothing before it, or if fewer than 14 nights before it are known.
    """
    begin, first = period.first_day_before(today), period.first_day(today)
    if begin is None or first is None:
        return None
    last = first - timedelta(days=1)
    earlier = tuple(diary.nights(begin, last))
    if known_of(earlier).part < LEAST_KNOWN_BEFORE:
        return None
    burdens = Pair(burden_of(nights), burden_of(earlier))

    def both(part: Callable[[Burden], T]) -> Pair[T]:
        return Pair(part(burdens.now), part(burdens.before))

    return Comparison(
        first=begin,
        last=last,
        nights=Pair(with_cramps(nights), with_cramps(earlier)),
        per_week=Pair(_per_week(nights), _per_week(earlier)),
        hard_minutes=both(lambda burden: burden.hard_minutes),
        severity=both(lambda burden: burden.severity),
        nights_woken=both(lambda burden: burden.nights_woken),
    )


def _per_week(nights: Sequence[Night]) -> float | None:
    return per_week(cramps_in(nights), known_of(nights))
