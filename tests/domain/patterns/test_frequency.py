"""How often."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.domain.patterns.frequency import MOST_BARS, frequency_of, is_enough
from diary.domain.patterns.measures import Share
from tests.domain.patterns.diaries import MONDAY, night_characters, whole


def frequency(text):
    return frequency_of(whole(text), MONDAY + timedelta(days=len(text)))


def test_cramps_and_nights_are_counted_apart_and_unknown_is_in_neither():
    found = frequency("3.1?.")
    assert (found.cramps, found.nights, found.known) == (4, Share(2, 4), Share(4, 5))


@given(night_characters)
def test_the_weeks_together_are_the_whole(text):
    found = frequency(text)
    assert sum(week.cramps for week in found.weeks) == found.cramps
    for name in ("nights", "known"):
        shares = [getattr(week, name) for week in found.weeks]
        total = getattr(found, name)
        assert (sum(s.part for s in shares), sum(s.whole for s in shares)) == (total.part, total.whole)


@settings(max_examples=40)
@given(st.integers(0, 2000), st.integers(0, 6))
def test_the_weeks_follow_each_other_from_monday_to_sunday_and_only_the_last_runs(length, weekday):
    first = MONDAY + timedelta(days=weekday)
    today = first + timedelta(days=length)
    weeks = frequency_of(whole("1" * length, first), today).weeks
    assert len(weeks) <= MOST_BARS
    assert all(week.first.weekday() == 0 and week.last.weekday() == 6 for week in weeks)
    assert all(b.first - a.last == timedelta(days=1) for a, b in pairwise(weeks))
    assert [week.finished for week in weeks] == [True] * (len(weeks) - 1) + [False]
    assert weeks[-1].first <= today <= weeks[-1].last


@pytest.mark.parametrize(("weeks", "together"), [(1, 1), (59, 1), (60, 4), (239, 4), (240, 13), (3000, 52)])
def test_a_long_diary_takes_more_weeks_together(weeks, together):
    assert frequency("." * (7 * weeks)).weeks_per_bar == together


@given(night_characters)
def test_one_more_unknown_night_changes_no_share_of_cramps(text):
    before, after = frequency(text), frequency(text + "?")
    assert (after.cramps, after.nights, after.known.part) == (before.cramps, before.nights, before.known.part)


@given(night_characters)
def test_a_rate_is_said_only_of_ten_nights_in_fourteen(text):
    rate = frequency(text).rate
    if rate is not None:
        assert rate.known.part >= 10
        assert rate.known.part / rate.known.whole >= 10 / 14
        assert rate.per_week == pytest.approx(rate.cramps / rate.known.part * 7)


@pytest.mark.parametrize(
    ("known", "enough"),
    [
        (Share(10, 14), True),
        (Share(9, 14), False),
        (Share(9, 9), False),
        (Share(20, 28), True),
        (Share(19, 28), False),
    ],
)
def test_enough_is_ten_of_fourteen_nights_or_that_share_of_more(known, enough):
    assert is_enough(known) is enough


def test_a_rate_counts_cramps_per_seven_known_nights():
    rate = frequency("2......3..????").rate
    assert (rate.per_week, rate.known, rate.since) == (3.5, Share(10, 14), MONDAY)


def test_gaps_long_ago_leave_the_rate_of_the_last_fourteen_nights():
    rate = frequency("1?????????????????" + "1............1").rate
    assert (rate.cramps, rate.known, rate.since) == (2, Share(14, 14), MONDAY + timedelta(days=18))


@given(night_characters)
def test_the_nights_needed_are_exactly_as_many_as_it_takes(text):
    needed = frequency(text).nights_needed
    assert frequency(text + "." * needed).rate is not None
    assert all(frequency(text + "." * fewer).rate is None for fewer in range(needed))


def test_a_diary_without_nights_has_one_running_week_with_nothing_in_it():
    (week,) = frequency("").weeks
    assert (week.cramps, week.known, week.finished) == (0, Share(0, 0), False)
    assert frequency("").nights_needed == 10


@given(night_characters.filter(whole), st.integers(2, 40))
def test_a_period_that_is_over_ends_with_the_week_of_its_last_night(text, days_ago):
    nights = whole(text)
    last = nights[-1].day
    today = last + timedelta(days=days_ago)
    weeks = frequency_of(nights, today).weeks
    assert weeks[-1].first <= last <= weeks[-1].last
    assert weeks[-1].finished == (weeks[-1].last < today)
