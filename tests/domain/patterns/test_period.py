"""Which nights count."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.patterns.period import Period, last_night, monday_of, nights_of
from tests.domain.patterns.diaries import MONDAY, diary_of, night_characters

SUNDAY = MONDAY + timedelta(days=6)


def test_the_running_night_is_no_gap_until_something_is_known_of_it():
    assert last_night(diary_of("1..?"), MONDAY + timedelta(days=3)) == MONDAY + timedelta(days=2)


@pytest.mark.parametrize("night", [".", "1"])
def test_the_running_night_counts_as_soon_as_it_is_known_as_cramp_or_as_clear(night):
    assert last_night(diary_of(f"1..{night}"), MONDAY + timedelta(days=3)) == MONDAY + timedelta(days=3)


def test_a_night_that_is_over_counts_though_it_is_unknown():
    nights = nights_of(diary_of("1..?"), MONDAY, MONDAY + timedelta(days=4))
    assert [night.day for night in nights][-1] == MONDAY + timedelta(days=3)


def test_nights_before_the_diary_began_are_not_gaps():
    nights = nights_of(diary_of("1.", first=SUNDAY), MONDAY, SUNDAY + timedelta(days=2))
    assert [night.day for night in nights] == [SUNDAY, SUNDAY + timedelta(days=1)]


def test_an_unknown_first_week_is_a_gap_when_the_diary_is_older():
    nights = nights_of(diary_of("1???"), MONDAY + timedelta(days=1), MONDAY + timedelta(days=4))
    assert len(nights) == 3


def test_an_empty_diary_has_no_nights():
    assert nights_of(diary_of(""), MONDAY, SUNDAY) == ()


@given(night_characters, st.integers(0, 140))
def test_nights_are_consecutive_days(text, later):
    nights = nights_of(diary_of(text), None, MONDAY + timedelta(days=later))
    assert [night.day for night in nights] == [
        nights[0].day + timedelta(days=offset) for offset in range(len(nights))
    ]


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from([p for p in Period if p.weeks]))
def test_a_period_is_whole_weeks_and_the_one_before_is_as_long(today, period):
    first, before = period.first_day(today), period.first_day_before(today)
    assert first.weekday() == before.weekday() == 0
    assert first - before == timedelta(weeks=period.weeks)
    assert timedelta(weeks=period.weeks) <= today - first < timedelta(weeks=period.weeks + 1)


def test_all_has_no_first_day_and_nothing_before():
    assert Period.ALL.first_day(MONDAY) is Period.ALL.first_day_before(MONDAY) is None


def test_a_period_is_found_by_its_name_in_the_address():
    assert [Period.named(period.slug) for period in Period] == list(Period)
    assert Period.named("two-moons") is None


@given(st.dates())
def test_a_week_begins_on_the_monday_at_or_before(day):
    if day.toordinal() > 7:
        assert monday_of(day).weekday() == 0
        assert timedelta(0) <= day - monday_of(day) < timedelta(7)
