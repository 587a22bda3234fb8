"""The weeks of a pregnancy: counted from the due date, day by day, and unknown once they are over."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.pregnancy import LAST_WEEK, due_date, may_be, weeks_at
from diary.domain.prompts import pregnant_on, weeks_pregnant
from tests.domain.prompts.cases import TODAY, said
from tests.domain.prompts.cases import diary as diary_with

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
WEEKS = st.integers(0, LAST_WEEK)


def expecting(weeks, *, pregnant=True, days_ago=0):
    """A diary in which somebody said `days_ago` that she was so many weeks pregnant then."""
    due = due_date(weeks, TODAY - timedelta(days=days_ago))
    told = [said("profile.due_on", due.isoformat(), days_ago=days_ago)]
    if pregnant is not None:
        told.append(said("profile.pregnant", pregnant, days_ago=days_ago))
    return diary_with(answers=told)


@given(WEEKS, DAYS, st.integers(0, 300))
def test_weeks_go_on_counting_from_the_day_on_which_they_were_said(weeks, day, later):
    due_on = due_date(weeks, day)
    assert weeks_at(due_on, day) == weeks
    assert weeks_at(due_on, day + timedelta(days=later)) == weeks + later // 7


@given(DAYS)
def test_the_due_date_stands_at_the_end_of_forty_weeks(day):
    assert weeks_at(day, day) == 40
    assert weeks_at(day, day - timedelta(days=1)) == 39
    assert weeks_at(day, day - timedelta(days=280)) == 0
    assert not may_be(weeks_at(day, day - timedelta(days=281)))


@given(DAYS, DAYS)
def test_the_weeks_of_any_two_days_are_counted_and_judged(due_on, day):
    weeks = weeks_at(due_on, day)
    assert may_be(weeks) is (due_on - timedelta(days=280) <= day < due_on + timedelta(days=21))


@pytest.mark.parametrize(
    ("weeks", "days_ago", "now"), [(30, 0, 30), (30, 6, 30), (30, 7, 31), (0, 20, 2), (40, 20, 42)]
)
def test_the_weeks_of_a_diary_are_those_of_today(weeks, days_ago, now):
    diary = expecting(weeks, days_ago=days_ago)
    assert weeks_pregnant(diary, TODAY) == now
    assert pregnant_on(diary, TODAY) is True


@pytest.mark.parametrize("days_ago", [21, 22, 100])
def test_after_week_42_the_pregnancy_is_unknown_again(days_ago):
    diary = expecting(40, days_ago=days_ago)
    assert weeks_pregnant(diary, TODAY) is None
    assert pregnant_on(diary, TODAY) is None


def test_a_yes_after_week_42_is_about_another_pregnancy():
    told = expecting(40, days_ago=100).answers
    diary = diary_with(answers=[*told, said("profile.pregnant", True, days_ago=10)])
    assert pregnant_on(diary, TODAY) is True
    assert weeks_pregnant(diary, TODAY) is None


def test_no_is_no_whatever_the_due_date_says():
    diary = expecting(30, pregnant=False)
    assert pregnant_on(diary, TODAY) is False
    assert weeks_pregnant(diary, TODAY) is None


def test_a_due_date_alone_says_that_there_is_a_pregnancy():
    assert pregnant_on(expecting(12, pregnant=None), TODAY) is True
    assert weeks_pregnant(expecting(12, pregnant=None), TODAY) == 12
    assert pregnant_on(expecting(42, pregnant=None, days_ago=30), TODAY) is None


def test_weeks_that_nobody_gave_are_unknown():
    diary = diary_with(answers=[said("profile.pregnant", True)])
    assert weeks_pregnant(diary, TODAY) is None
    assert pregnant_on(diary, TODAY) is True
