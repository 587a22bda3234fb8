"""More, fewer, about the same, and before and after a date."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from diary.domain.patterns.change import (
    MOST_BEFORE,
    QUANTILE,
    WINDOWS,
    Change,
    Trend,
    before_and_after,
    change_of,
    student_quantile,
)
from tests.bench.patterns import false_change_share
from tests.bench.simulated import DEPENDENCE
from tests.domain.patterns.diaries import MONDAY, diary_of

FEW, MANY = "1......", "1.11.11"


def change(nights, first=MONDAY):
    return change_of(diary_of(nights, first), first + timedelta(days=len(nights)))


def around(nights, on):
    return before_and_after(
        diary_of(nights), MONDAY + timedelta(days=on), MONDAY + timedelta(days=len(nights))
    )


@pytest.mark.parametrize("freedom", [10, 12, 20, 40, 63])
def test_the_quantile_is_that_of_student(freedom):
    assert student_quantile(QUANTILE, freedom) == pytest.approx(stats.t.isf(0.0001, freedom), rel=0.01)


def test_the_bar_is_two_in_ten_thousand():
    assert stats.norm.isf(0.0001) == pytest.approx(QUANTILE, abs=1e-3)


@pytest.mark.parametrize("dependence", DEPENDENCE)
def test_a_steady_diary_hardly_ever_shows_a_change(dependence):
    assert false_change_share(DEPENDENCE[dependence], 40, seed=3) <= 0.05


def test_many_more_nights_with_cramps_are_more():
    found = change(FEW * 20 + MANY * 6)
    assert found.verdict is Trend.MORE
    assert found.recent.fraction > found.before.fraction


def test_far_fewer_nights_with_cramps_are_fewer():
    found = change(MANY * 20 + FEW * 8)
    assert found.verdict is Trend.FEWER
    assert found.weeks == 8
    assert (found.recent.part, found.recent.whole) == (8, 56)
    assert (found.before.part, found.before.whole) == (100, 140)
    assert found.weeks_before == 20


def test_a_steady_diary_is_about_the_same_and_shows_the_last_four_weeks():
    found = change("1..1..." * 20)
    assert (found.verdict, found.weeks, found.weeks_before) == (Trend.SAME, 4, 16)
    assert found.spread == 1


@pytest.mark.parametrize("nights", ["." * 140, "1" * 140])
def test_nights_that_are_all_alike_are_the_same(nights):
    assert change(nights).verdict is Trend.SAME


@pytest.mark.parametrize(("weeks", "needed"), [(0, 12), (3, 9), (11, 1)])
def test_it_is_too_early_with_fewer_than_twelve_weeks(weeks, needed):
    assert change("1..1..." * weeks + "?") == Change(
        verdict=Trend.TOO_EARLY, weeks=0, weeks_before=0, weeks_needed=needed
    )
    assert change("1..1..." * 12).verdict is Trend.SAME


def test_the_weeks_before_the_first_whole_one_do_not_count():
    tuesday = MONDAY + timedelta(days=1)
    assert change("1..1..." * 12, tuesday).verdict is Trend.TOO_EARLY
    assert change("......" + "1..1..." * 12, tuesday).weeks_before == 8


def test_the_running_week_changes_nothing():
    before = change("1..1..." * 20)
    assert all(change("1..1..." * 20 + "1" * more) == before for more in range(1, 7))


def test_no_more_than_the_year_before_is_compared():
    assert change("1..1..." * 100).weeks_before == MOST_BEFORE
    assert change("1" * 70 + "1..1..." * 65) == change("?" * 70 + "1..1..." * 65)


def test_a_person_who_began_to_leave_out_clear_nights_is_not_told_of_more_cramps():
    found = change("1......" * 20 + "1.?????" * 13)
    assert found.verdict is Trend.TOO_EARLY


def test_weeks_that_differ_much_anyway_need_a_larger_change():
    even, uneven = "1......" * 24, ("......." * 3 + "1111...") * 6
    late = "1.1.1.." * 4
    assert change(uneven + late).spread > change(even + late).spread


@given(st.text("1.?", min_size=90, max_size=200))
@settings(max_examples=40)
def test_what_is_said_has_its_counts(nights):
    found = change(nights)
    if found.verdict is Trend.TOO_EARLY:
        assert found.weeks_needed >= 1
        assert found.recent is None
    else:
        assert found.weeks in WINDOWS
        assert found.weeks_needed == 0
        if found.verdict is not Trend.SAME:
            assert (found.verdict is Trend.MORE) == (found.recent.fraction > found.before.fraction)


@given(st.integers(0, 27), st.integers(1, 12))
@settings(max_examples=20)
def test_before_and_after_are_counted_from_the_date(clear_weeks, weeks):
    found = around("1" * 7 * weeks + "." * 7 * clear_weeks, 7 * weeks)
    assert (found.before.part, found.before.whole) == (7 * weeks, 7 * weeks)
    assert (found.after.part, found.after.whole) == (0, 7 * min(clear_weeks, 13))


def test_the_difference_is_in_nights_per_28_and_lies_in_its_interval():
    found = around("1.1.1.1" * 13 + "1......" * 13, 13 * 7)
    assert found.difference == pytest.approx(28 / 7 - 28 * 4 / 7)
    low, high = found.interval
    assert low <= found.difference <= high < 0


@pytest.mark.parametrize(
    "nights", ["1......" * 3 + "." * 60, "1......" * 8 + "." * 27, "??????." * 8 + "." * 60]
)
def test_too_little_on_one_side_gives_no_difference(nights):
    on = 7 * 3 if nights.startswith("1......" * 3 + ".") else 7 * 8
    found = around(nights, on)
    assert found.difference is None
    assert found.interval is None


def test_an_empty_diary_has_nothing_before_or_after():
    assert around("", 0).before.whole == around("", 0).after.whole == 0


def test_without_a_change_the_interval_holds_zero_in_most_diaries():
    rng = np.random.default_rng(8)
    held = 0
    for _ in range(100):
        nights = "".join("1" if cramp else "." for cramp in rng.random(26 * 7) < 0.3)
        low, high = around(nights, 13 * 7).interval
        held += low <= 0 <= high
    assert held >= 88
