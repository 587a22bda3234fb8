"""Small diaries for tests, a character per night: "." clear, "?" unknown, "1" to "9" so many cramps."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from diary.domain.entries import CheckIn, Diary, Episode
from diary.domain.patterns.period import nights_of

MONDAY = date(2026, 3, 2)

night_characters = st.text(alphabet=".?123", max_size=130)


def episode(day: date, at: time = time(3, 10), zone: str = "UTC", **fields: Any) -> Episode:
    """An episode that began in the diary day `day` when the clock of `zone` showed `at`."""
    wall = datetime.combine(day if at >= time(12) else day + timedelta(days=1), at, ZoneInfo(zone))
    return Episode(id=UUID(int=1), started_at=wall.astimezone(UTC), time_zone=zone, day=day, **fields)


def diary_of(
    nights: str,
    first: date = MONDAY,
    make: Callable[..., Episode] = episode,
    check_ins: Iterable[CheckIn] = (),
) -> Diary:
    """The diary with these nights from `first` on."""
    days = [(first + timedelta(days=offset), night) for offset, night in enumerate(nights)]
    said = [CheckIn(day=day, clear=True) for day, night in days if night == "."]
    return Diary(
        time_zone="UTC",
        episodes=tuple(make(day, count=int(night)) for day, night in days if night.isdigit()),
        check_ins=tuple(sorted([*said, *check_ins], key=lambda check_in: check_in.day)),
    )


def diary_with(episodes: Iterable[Episode]) -> Diary:
    """The diary with these episodes."""
    return Diary(time_zone="UTC", episodes=tuple(sorted(episodes, key=lambda e: e.started_at)))


def whole(nights: str, first: date = MONDAY):
    """The nights themselves, as the patterns take them, seen from the morning after the last one."""
    return nights_of(diary_of(nights, first), first, first + timedelta(days=len(nights)))
