"""What a mark on a suspect would do: the dates that the page promises are those that the engine keeps."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.check_ins import FOLLOWED, SUSPECTED
from diary.domain.entries import Answer, CheckIn, Diary
from diary.domain.factors import own_factor
from diary.domain.patterns.exposure import BLOCK_DAYS, exposures_of
from diary.domain.suspects import suspicions_of

FIRST = date(2026, 1, 5)
LATE = own_factor("own-1", "Late shift")


def evening(day: int) -> datetime:
    return datetime.combine(FIRST + timedelta(days=day), datetime.min.time(), UTC) + timedelta(hours=20)


def said(question: str, ids: list[str], day: int) -> Answer:
    return Answer(id=UUID(int=day + 1), question=question, value=ids, answered_at=evening(day))


def diary_of(days: int, *marks: Answer) -> Diary:
    """Check-ins about alcohol and late shifts on so many days; only shoes are followed beside them."""
    answers = (said(FOLLOWED, ["shoes"], 0), *marks)
    check_ins = tuple(
        CheckIn(
            day=FIRST + timedelta(days=day),
            clear=True,
            factors={"alcohol": "0", "own-1": ("no", "yes")[day % 2]},
        )
        for day in range(days)
    )
    return Diary(time_zone="UTC", check_ins=check_ins, answers=answers, own_factors=(LATE,))


def by_id(diary: Diary, day: int) -> dict[str, tuple[bool, date | None]]:
    found = suspicions_of(diary, evening(day))
    return {one.factor.id: (one.is_marked, one.counts_from) for one in found}


def test_what_is_followed_answered_or_marked_can_be_marked():
    marked = diary_of(3, said(SUSPECTED, ["heat"], 2))
    assert [one.factor.id for one in suspicions_of(marked, evening(3))] == [
        "alcohol",
        "heat",
        "shoes",
        "own-1",
    ]


def test_before_any_answer_every_night_would_count():
    assert by_id(diary_of(0), 5) == {"shoes": (False, None), "own-1": (False, None)}


@pytest.mark.parametrize(
    ("day", "counts_from"),
    [(0, None), (BLOCK_DAYS - 1, None), (BLOCK_DAYS, 2 * BLOCK_DAYS), (2 * BLOCK_DAYS - 1, 2 * BLOCK_DAYS)],
)
def test_a_mark_counts_from_the_beginning_only_while_no_block_is_finished(day, counts_from):
    expected = FIRST + timedelta(days=counts_from) if counts_from else None
    assert by_id(diary_of(day), day)["own-1"] == (False, expected)


def test_a_mark_that_stands_keeps_its_beginning():
    marked = diary_of(90, said(SUSPECTED, ["alcohol"], 3), said(SUSPECTED, ["alcohol", "own-1"], 40))
    assert by_id(marked, 89) == {
        "alcohol": (True, None),
        "shoes": (False, FIRST + timedelta(days=4 * BLOCK_DAYS)),
        "own-1": (True, FIRST + timedelta(days=2 * BLOCK_DAYS)),
    }


@given(st.integers(1, 120), st.lists(st.sampled_from(["alcohol", "own-1", "shoes"]), unique=True))
def test_the_engine_keeps_what_was_promised(day, ids):
    before = diary_of(day)
    promised = by_id(before, day)
    marked = replace(before, answers=(*before.answers, said(SUSPECTED, ids, day)))
    nights = exposures_of(marked, FIRST + timedelta(days=day))
    for name in ids:
        block = nights.suspected[name]
        begin = None if block == 0 else FIRST + timedelta(days=block * BLOCK_DAYS)
        assert promised[name] == (False, begin)
        assert by_id(marked, day)[name] == (True, begin)
