"""Twelve months, day by day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from diary.domain.entries import Diary
from diary.domain.patterns.calendar import calendar_of
from diary.domain.patterns.measures import Share
from diary.domain.vocabulary import Outcome
from tests.domain.patterns.diaries import MONDAY, diary_of, night_characters

OUTCOMES = {".": Outcome.CLEAR, "?": Outcome.UNKNOWN}


def days(calendar):
    return [day for month in calendar.months for day in month.days]


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_the_months_are_twelve_in_a_row_and_end_with_the_running_one(today):
    calendar = calendar_of(Diary(time_zone="UTC"), today)
    every = [day.day for day in days(calendar)]
    assert len(calendar.months) == 12
    assert every == [every[0] + timedelta(days=offset) for offset in range(len(every))]
    assert all(day.day.month == month.first.month for month in calendar.months for day in month.days)
    assert all(month.first.day == 1 for month in calendar.months)
    assert calendar.months[-1].first == today.replace(day=1)
    assert (every[-1] + timedelta(days=1)).day == 1


@given(night_characters, st.integers(0, 40))
def test_a_day_is_what_the_diary_says_of_it_and_nothing_outside_of_the_diary(nights, later):
    today = MONDAY + timedelta(days=len(nights) + later)
    diary = diary_of(nights)
    noted = diary.days_noted()
    for shown in days(calendar_of(diary, today)):
        if noted is None or not noted[0] <= shown.day < today:
            assert (shown.outcome, shown.cramps) == (None, 0)
        else:
            night = nights[(shown.day - MONDAY).days :][:1] or "?"
            assert shown.outcome is OUTCOMES.get(night, Outcome.CRAMP)
            assert shown.cramps == (int(night) if night.isdigit() else 0)


@given(night_characters)
def test_the_shares_count_the_days_that_are_shown(nights):
    calendar = calendar_of(diary_of(nights), MONDAY + timedelta(days=len(nights)))
    outcomes = [day.outcome for day in days(calendar) if day.outcome]
    known = [outcome for outcome in outcomes if outcome is not Outcome.UNKNOWN]
    assert calendar.nights == Share(known.count(Outcome.CRAMP), len(known))
    assert calendar.known == Share(len(known), len(outcomes))


def test_the_running_night_counts_once_it_is_known():
    def last(night):
        calendar = calendar_of(diary_of("." + night), MONDAY + timedelta(days=1))
        return next(day.outcome for day in days(calendar) if day.day == MONDAY + timedelta(days=1))

    assert (last("1"), last("."), last("?")) == (Outcome.CRAMP, Outcome.CLEAR, None)


def test_nights_of_more_than_twelve_months_ago_are_not_counted():
    calendar = calendar_of(diary_of("1" * 500), MONDAY + timedelta(days=500))
    assert calendar.nights.whole == calendar.known.whole < 366
