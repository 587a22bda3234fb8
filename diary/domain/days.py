"""Diary days, nights and wall clocks: every rule about local time and clock changes lives here.

A diary day D runs from 12:00 on D to 12:00 on D+1, in the zone where the person was, so that a cramp at 03:10
on 4 March belongs to the night of 3 March. Instants are aware datetimes in UTC; zones are IANA names.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

NOON = time(12)
HALF_DAY = timedelta(hours=12)

# From 04:00 the night counts as nearly over and is asked about; from 17:00 the day can be told.
NIGHT_ENDS = timedelta(hours=4)
EVENING_BEGINS = timedelta(hours=17)

# A date outside these is a slip of the finger.
EARLIEST_DAY = date(1900, 1, 1)
LATEST_DAY = date(2200, 1, 1)

_ZONE = re.compile(r"(?!posix|right/|localtime$|Factory$)[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*")


@lru_cache(maxsize=1024)
def is_zone(name: str) -> bool:
    """Whether `name` is an IANA zone that stands for a place; an operating system's own aliases do not."""
    if len(name) > 64 or not _ZONE.fullmatch(name):
        return False
    try:
        ZoneInfo(name)
    except (OSError, ValueError, ZoneInfoNotFoundError):
        return False
    return True


def wall_clock(instant: datetime, zone: str) -> datetime:
    """Return what the clock on the wall showed at `instant` in `zone`, as a naive datetime."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def diary_day(instant: datetime, zone: str) -> date:
    """Return the diary day that `instant` belongs to, in `zone`."""
    return (wall_clock(instant, zone) - HALF_DAY).date()


def night_to_settle(now: datetime, zone: str) -> date:
    """Return the latest diary day whose night is over, or nearly: the one to ask "any cramps?" about."""
    return (wall_clock(now, zone) - NIGHT_ENDS).date() - timedelta(days=1)


def day_to_check_in(now: datetime, zone: str) -> date:
    """Return the latest diary day whose waking part can be told: today from 17:00, else yesterday."""
    return (wall_clock(now, zone) - EVENING_BEGINS).date()


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield every date from `first` to `last`, both included."""
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


@dataclass(frozen=True, slots=True)
class Once:
    """A wall time that happened exactly once."""

    instant: datetime


@dataclass(frozen=True, slots=True)
class Twice:
    """A wall time in the hour that the clocks went through twice."""

    first: datetime
    second: datetime


@dataclass(frozen=True, slots=True)
class Never:
    """A wall time that the clocks jumped over; `earlier` and `later` are the two likely meanings."""

    earlier: datetime
    later: datetime


def instants_of(wall: datetime, zone: str) -> Once | Twice | Never:
    """Return what the naive wall time `wall` can mean in `zone`; all instants are in UTC.

    PEP 495: `fold` picks the offset before (0) or after (1) a transition. A time in a gap does not survive
    the round trip through UTC; a repeated one survives with both folds and gives two instants.
    """
    place = ZoneInfo(zone)
    before, after = (wall.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1))
    if wall_clock(before, zone) != wall:
        return Never(earlier=after, later=before)
    if before == after:
        return Once(before)
    return Twice(before, after)


def first_instant_of(day: date, zone: str) -> datetime:
    """Return the instant at which diary day `day` begins: its noon, or the end of the gap that swallowed it."""
    noon = datetime.combine(day, NOON)
    match instants_of(noon, zone):
        case Once(instant):
            return instant
        case Twice(first, _):
            return first
        case Never(earlier, later):
            # Samoa had no 30 December 2011: that diary day began with the first minute of the 31st.
            seconds = range(int((later - earlier).total_seconds()) + 1)
            passed = bisect_left(
                seconds, noon, key=lambda s: wall_clock(earlier + timedelta(seconds=s), zone)
            )
            return earlier + timedelta(seconds=passed)


def whole_minutes(start: datetime, end: datetime) -> int | None:
    """Return the minutes from `start` to `end`, a started one counting as one; None if `end` is the earlier."""
    seconds = (end - start).total_seconds()
    return None if seconds < 0 else -int(-seconds // 60)
