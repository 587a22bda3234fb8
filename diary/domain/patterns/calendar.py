"""The last twelve months, day by day: cramps, clear, not noted, or outside of the diary."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from diary.domain.days import days_between
from diary.domain.entries import Diary, Night
from diary.domain.patterns.frequency import known_of, with_cramps
from diary.domain.patterns.measures import Share
from diary.domain.patterns.period import nights_of
from diary.domain.vocabulary import Outcome

MONTHS = 12


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A diary day: what is known of it (None: before the diary began, or still to come), and its cramps."""

    day: date
    outcome: Outcome | None
    cramps: int


@dataclass(frozen=True, slots=True)
class CalendarMonth:
    """A month with all its days; `first` is the first of them.

    `nights` is nights with cramps of nights known, `known` is nights known of nights that count.
    """

    first: date
    days: tuple[CalendarDay, ...]

    @property
    def cramps(self) -> int:
        return sum(day.cramps for day in self.days)

    @property
    def nights(self) -> Share:
        outcomes = [day.outcome for day in self.days]
        return Share(outcomes.count(Outcome.CRAMP), self.known.part)

    @property
    def known(self) -> Share:
        passed = [day.outcome for day in self.days if day.outcome]
        return Share(len(passed) - passed.count(Outcome.UNKNOWN), len(passed))


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Twelve months, the oldest first; the last is the one that is running.

    `nights` is nights with cramps of nights known, `known` is nights known of nights that have passed since the
    diary began.
    """

    months: tuple[CalendarMonth, ...]
    nights: Share
    known: Share


def calendar_of(diary: Diary, today: date) -> Calendar:
    """Return the twelve months that end with that of `today`, the running diary day."""
    return calendar_from(nights_of(diary, _first_of_month(today, MONTHS - 1), today), today)


def calendar_from(every: Iterable[Night], last: date) -> Calendar:
    """Return the twelve months that end with that of the day `last`, of the nights that count (in order)."""
    firsts = [_first_of_month(last, back) for back in reversed(range(MONTHS))]
    nights = [night for night in every if night.day >= firsts[0]]
    by_day = {night.day: night for night in nights}

    def day_of(day: date) -> CalendarDay:
        night = by_day.get(day)
        return CalendarDay(day, night.outcome, night.cramps) if night else CalendarDay(day, None, 0)

    ends = [first - timedelta(days=1) for first in (*firsts[1:], _first_of_month(last, -1))]
    months = zip(firsts, ends, strict=True)
    return Calendar(
        months=tuple(
            CalendarMonth(first, tuple(day_of(day) for day in days_between(first, end)))
            for first, end in months
        ),
        nights=with_cramps(nights),
        known=known_of(nights),
    )


def _first_of_month(day: date, back: int) -> date:
    """Return the first day of the month that is `back` months before that of `day`."""
    months = 12 * day.year + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)
