"""What changed on a date, and the weeks around it."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from diary.domain.entries import Diary, Event, Medicine
from diary.domain.patterns.change import before_and_after
from diary.domain.patterns.dated_changes import dated_changes_of
from tests.domain.patterns.diaries import MONDAY, diary_of

TODAY = MONDAY + timedelta(days=100)


def on(offset):
    return MONDAY + timedelta(days=offset)


def event(offset, name="New shoes"):
    return Event(id=UUID(int=1), name=name, on=on(offset))


def medicine(**dates):
    return Medicine(id=UUID(int=1), name="Indapamide", **dates)


def changes(nights="1..." * 25, **fields):
    return dated_changes_of(replace(diary_of(nights), **fields), TODAY)


def test_a_medicine_is_named_with_what_happened_to_it():
    taken = medicine(started_on=on(10), changes=(on(30), on(40)), stopped_on=on(60))
    assert [(change.what, change.on, change.is_stop) for change in changes(medicines=(taken,))] == [
        ("Indapamide stopped", on(60), True),
        ("Indapamide changed", on(40), False),
        ("Indapamide changed", on(30), False),
        ("Indapamide started", on(10), False),
    ]


def test_what_a_person_calls_stopped_is_a_stop_too():
    assert [change.is_stop for change in changes(events=(event(10), event(20, "Coffee stopped")))] == [
        True,
        False,
    ]


def test_a_medicine_that_is_taken_again_has_changes_of_both_times():
    twice = (medicine(started_on=on(10), stopped_on=on(30)), medicine(started_on=on(60)))
    assert [change.what for change in changes(medicines=twice)] == [
        "Indapamide started",
        "Indapamide stopped",
        "Indapamide started",
    ]


def test_a_medicine_without_dates_changed_on_no_date():
    assert changes(medicines=(medicine(),)) == ()


def test_medicines_and_events_are_told_together_the_latest_first():
    found = changes(medicines=(medicine(started_on=on(30)),), events=(event(10), event(50, "New bed")))
    assert [change.what for change in found] == ["New bed", "Indapamide started", "New shoes"]


@given(st.lists(st.integers(-50, 150), max_size=8))
def test_only_changes_on_nights_that_the_diary_covers_are_told(offsets):
    found = changes(events=tuple(map(event, offsets)))
    assert [change.on for change in found] == sorted((on(n) for n in offsets if 0 <= n < 100), reverse=True)


def test_an_empty_diary_has_nothing_around_a_date():
    assert dated_changes_of(Diary(time_zone="UTC", events=(event(1),)), TODAY) == ()


def test_the_weeks_around_the_date_are_those_of_before_and_after():
    diary = replace(diary_of("1..." * 25), events=(event(50),))
    (change,) = dated_changes_of(diary, TODAY)
    assert change.result == before_and_after(diary, on(50), TODAY)
    assert change.result.interval is not None
