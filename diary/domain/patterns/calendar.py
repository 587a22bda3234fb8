"""The last twelve months, day by day: cramps, clear, not noted, or outside of the diary."""

from dataclasses import dataclass
from datetime import date, timedelta

from diary.domain.days import days_between
from diary.domain.entries import Diary
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
    """A month with all its days; `first` is the first of them."""

    first: date
    days: tuple[CalendarDay, ...]


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
    firsts = [_first_of_month(today, back) for back in reversed(range(MONTHS))]
    nights = nights_of(diary, firsts[0], today)
    by_day = {night.day: night for night in nights}

    def day_of(day: date) -> CalendarDay:
        night = by_day.get(day)
        return CalendarDay(day, night.outcome, night.cramps) if night else CalendarDay(day, None, 0)

    ends = [first - timedelta(days=1) for first in (*firsts[1:], _first_of_month(today, -1))]
    months = zip(firsts, ends, strict=True)
    return Calendar(
        months=tuple(
            CalendarMonth(first, tuple(day_of(day) for day in days_between(first, last)))
            for first, last in months
        ),
        nights=with_cramps(nights),
        known=known_of(nights),
    )


def _first_of_month(day: date, back: int) -> date:
    """Return the first day of the month that is `back` months before that of `day`."""
    months = 12 * day.year + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)
