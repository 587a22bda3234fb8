"""Small diaries with answers for tests: a character per night and per answer."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from diary.domain.entries import Answer, CheckIn, Diary
from diary.domain.patterns.exposure import NO, UNKNOWN, YES
from tests.domain.patterns.diaries import MONDAY, episode

WORDS = {"y": "yes", "n": "no", "-": None}
CODES = {"y": YES, "n": NO, "-": UNKNOWN, "1": YES, ".": NO, "?": UNKNOWN}


def day(offset):
    return MONDAY + timedelta(days=offset)


def diary_of(nights, rows=(), **fields):
    """`nights` has "1", "." or "?" per night; `rows` maps a yes-or-no factor to "y", "n" or "-" per night."""
    said = [
        {name: WORDS[row[night]] for name, row in dict(rows).items() if night < len(row)}
        for night in range(len(nights))
    ]
    return Diary(
        time_zone="UTC",
        episodes=tuple(episode(day(i)) for i, night in enumerate(nights) if night == "1"),
        check_ins=tuple(
            CheckIn(day=day(i), clear=True if night == "." else None, factors=said[i])
            for i, night in enumerate(nights)
        ),
        **fields,
    )


def answer(question, value, on, at=time(20)):
    return Answer(id=UUID(int=1), question=question, value=value, answered_at=datetime.combine(on, at, UTC))


def codes(row):
    return [CODES[character] for character in row]
