"""Which visit comes next, and what the diary shows since the last one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from diary.domain.entries import CheckIn, Diary, Episode, Event, Medicine, Visit, VisitQuestion
from diary.domain.visits import (
    MOST_NIGHTS,
    changes_since,
    first_day_since,
    last_visit,
    next_visit,
    suggested_questions,
)
from tests.domain.formats.whole import diaries

ON = date(2026, 3, 10)
TODAY = date(2026, 3, 15)
CLOSED = datetime(2026, 3, 10, 12, tzinfo=UTC)
VISIT = Visit(id=UUID(int=1), on=ON, with_whom="Dr. Marsh", closed_at=CLOSED)


def cramp(day):
    started_at = datetime(day.year, day.month, day.day, 23, tzinfo=UTC)
    return Episode(id=UUID(int=day.toordinal()), started_at=started_at, time_zone="UTC", day=day)


def diary(cramps=(), clear=(), **more):
    return Diary(
        time_zone="UTC",
        episodes=tuple(cramp(day) for day in sorted(cramps)),
        check_ins=tuple(CheckIn(day=day, clear=True) for day in sorted(clear)),
        **more,
    )


def days(first, count):
    return [first + timedelta(days=n) for n in range(count)]


def test_the_next_visit_is_the_first_that_is_still_open_and_the_last_one_the_latest_that_is_over():
    visits = [
        replace(VISIT, id=UUID(int=n), on=date(2026, month, 1), closed_at=closed)
        for n, (month, closed) in enumerate([(1, CLOSED), (2, CLOSED), (4, None), (5, None)])
    ]
    assert next_visit(visits).on == date(2026, 4, 1)
    assert last_visit(visits).on == date(2026, 2, 1)
    assert next_visit(visits[:2]) is None
    assert last_visit(visits[2:]) is None


def test_the_nights_since_stand_beside_as_many_before():
    kept = diary(cramps=[ON, *days(ON - timedelta(days=5), 3)], clear=days(ON + timedelta(days=1), 3))
    assert changes_since(kept, VISIT, (), TODAY)[:2] == (
        "Since then: cramps on 1 of 4 nights noted.",
        "In the 5 nights before it: 3 of 3 nights noted.",
    )


def test_nothing_before_is_no_comparison():
    assert changes_since(diary(clear=[ON]), VISIT, (), TODAY) == (
        "Since then: cramps on 0 of 1 night noted.",
    )


def test_nights_without_a_word_are_not_clear():
    assert changes_since(diary(), VISIT, (), TODAY) == ("Since then: no night was noted.",)


def test_a_visit_that_is_still_to_come_has_no_nights_since():
    assert changes_since(diary(), replace(VISIT, on=TODAY + timedelta(days=3)), (), TODAY) == ()


def test_medicines_and_events_since_then_are_named_in_order():
    kept = diary(
        medicines=(
            Medicine(id=UUID(int=1), name="Indapamide", started_on=date(2025, 1, 1), stopped_on=date(2026, 3, 13)),
            Medicine(id=UUID(int=2), name="Magnesium", started_on=ON),
        ),
        events=(
            Event(id=UUID(int=3), name="New shoes", on=date(2026, 3, 12)),
            Event(id=UUID(int=4), name="A move", on=date(2026, 3, 9)),
        ),
    )  # fmt: skip
    assert changes_since(kept, VISIT, (), TODAY)[-1] == (
        "Changed: Magnesium started (Tue 10 Mar), New shoes (Thu 12 Mar) and Indapamide stopped (Fri 13 Mar)."
    )


def test_after_more_than_a_year_nothing_is_put_beside_it():
    long_ago = replace(VISIT, on=TODAY - timedelta(days=MOST_NIGHTS + 10))
    kept = diary(clear=[long_ago.on, long_ago.on - timedelta(days=3)])
    assert changes_since(kept, long_ago, (), TODAY) == ("Since then: cramps on 0 of 1 night noted.",)


@given(diaries(), st.integers(-40, 500))
def test_what_is_loaded_is_enough_for_what_is_said(kept, back):
    visit = replace(VISIT, on=TODAY - timedelta(days=back))
    first = first_day_since(visit, TODAY)
    loaded = replace(
        kept,
        episodes=tuple(episode for episode in kept.episodes if episode.day >= first),
        check_ins=tuple(check_in for check_in in kept.check_ins if check_in.day >= first),
    )
    assert changes_since(loaded, visit, (), TODAY) == changes_since(kept, visit, (), TODAY)


def test_what_is_asked_already_is_not_suggested_again():
    visit = replace(VISIT, questions=(VisitQuestion("Could it be the tablet?", "R36"),))
    prompts = [("R36", ("Could it be the tablet?", "May I stop it?")), ("R30", ("May I stop it?", "Why?"))]
    assert suggested_questions(visit, prompts) == (("May I stop it?", "R30"), ("Why?", "R30"))
