"""A period beside the one before it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.patterns import Pair, Period, Share, summarise
from tests.domain.patterns.diaries import MONDAY, diary_of, episode, night_characters

PERIODS = [period for period in Period if period.weeks]


def comparison(nights, period=Period.FOUR_WEEKS, **make):
    return summarise(diary_of(nights, **make), MONDAY + timedelta(days=len(nights)), period).comparison


def share(nights):
    known = nights.replace("?", "")
    return Share(sum(night.isdigit() for night in known), len(known))


@given(night_characters, night_characters)
def test_each_night_is_counted_on_its_own_side(before, now):
    before, now = before[:28].rjust(28, "?"), now[:28].ljust(28, "?")
    found = comparison(before + now)
    if share(before).whole < 14:
        assert found is None
    else:
        assert found.nights == Pair(share(now), share(before))
        assert (found.first, found.last) == (MONDAY, MONDAY + timedelta(days=27))
        assert found.weeks == 4


@pytest.mark.parametrize("period", PERIODS)
def test_the_period_before_is_as_long(period):
    nights = "." * 7 * (2 * period.weeks + 1)
    assert comparison(nights, period).weeks == period.weeks


def test_a_period_before_with_few_known_nights_is_not_compared():
    now = "1..." * 7
    assert comparison("." * 13 + "?" * 15 + now) is None
    assert comparison("." * 14 + "?" * 14 + now) is not None


def test_all_nights_have_none_before_them():
    assert comparison("1..." * 50, Period.ALL) is None


def test_cramps_per_week_need_enough_known_nights_on_their_own_side():
    found = comparison("1......" * 4 + "2......" + "?" * 21)
    assert found.per_week == Pair(None, 1.0)


def test_minutes_pain_and_waking_stand_side_by_side():
    def make(day, **fields):
        is_now = day >= MONDAY + timedelta(days=28)
        return episode(
            day, hard_minutes=2 if is_now else 6, severity=None if is_now else 7, woke=is_now, **fields
        )

    found = comparison("1..." * 7 + "1......" * 4, make=make)
    assert (found.hard_minutes.now.median, found.hard_minutes.before.median) == (2, 6)
    assert (found.severity.now.known, found.severity.before.known) == (Share(0, 4), Share(7, 7))
    assert found.nights_woken == Pair(Share(4, 4), Share(0, 7))


@given(st.sampled_from(PERIODS), st.integers(0, 800))
def test_nothing_is_compared_with_nights_before_the_diary_began(period, nights):
    found = comparison("." * nights, period)
    assert found is None or found.nights.before.whole <= nights - found.nights.now.whole
