"""When."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from diary.domain.entries import Episode
from diary.domain.patterns.timing import LEAST_ONSETS, LEVEL, Arc, Hours, rayleigh_p, shortest_arc, timing_of
from tests.domain.patterns.diaries import MONDAY, episode

minutes_of_day = st.integers(0, 1439)
ZONES = ("UTC", "Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Chatham", "America/St_Johns")


def at(minutes, zone="UTC"):
    return [episode(MONDAY, time(minute // 60, minute % 60), zone) for minute in minutes]


@given(st.lists(minutes_of_day, max_size=40))
def test_the_hours_together_are_all_onsets(minutes):
    timing = timing_of(at(minutes))
    assert len(timing.by_hour) == 24
    assert sum(timing.by_hour) == timing.onsets == len(minutes)
    assert all(timing.by_hour[minute // 60] for minute in minutes)


@given(st.lists(minutes_of_day, min_size=1, max_size=30), st.sampled_from(ZONES))
def test_the_clock_is_the_one_on_the_wall_wherever_it_happened(minutes, zone):
    assert timing_of(at(minutes, zone)) == timing_of(at(minutes, "UTC"))


def test_a_traveller_lives_three_in_the_morning_in_every_zone():
    nights = [episode(MONDAY, time(3, 10), zone) for zone in ZONES]
    assert timing_of(nights).by_hour[3] == len(ZONES)


def test_both_hours_of_the_night_the_clocks_go_back_count_as_the_hour_they_showed():
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    spell = [
        Episode(id=UUID(int=1), started_at=start, time_zone="Europe/London", day=date(2026, 10, 24))
        for start in (first, first + timedelta(hours=1))
    ]
    assert timing_of(spell).by_hour[1] == 2


def shortest_by_trying(minutes, hold):
    return min(sorted((minute - start) % 1440 for minute in minutes)[hold - 1] for start in minutes)


@given(st.lists(minutes_of_day, min_size=1, max_size=20), st.data())
def test_no_arc_is_shorter_than_the_shortest(minutes, data):
    hold = data.draw(st.integers(1, len(minutes)))
    start, length = shortest_arc(minutes, hold)
    assert sum((minute - start) % 1440 <= length for minute in minutes) >= hold
    assert length == shortest_by_trying(minutes, hold)


@given(st.lists(minutes_of_day, min_size=1, max_size=30), st.integers(0, 1439))
def test_turning_the_clock_turns_the_arc(minutes, turn):
    hold = -(-len(minutes) // 2)
    assert (
        shortest_arc([(minute + turn) % 1440 for minute in minutes], hold)[1]
        == shortest_arc(minutes, hold)[1]
    )


def test_half_of_the_onsets_lie_in_the_arc_across_midnight():
    assert timing_of(at([23 * 60 + 50, 10, 20, 12 * 60, 15 * 60, 18 * 60])).half == Arc(
        time(23, 50), time(0, 20)
    )


def test_of_two_equally_short_arcs_the_one_earlier_in_the_night_is_named():
    assert timing_of(at([3 * 60, 3 * 60 + 5, 22 * 60, 22 * 60 + 5])).half == Arc(time(22), time(22, 5))


def test_no_onsets_have_no_arc():
    timing = timing_of([])
    assert (timing.half, timing.mostly, timing.onsets_needed) == (None, None, LEAST_ONSETS)


@given(st.lists(minutes_of_day, min_size=1, max_size=80))
def test_the_rayleigh_test_agrees_with_its_formula_in_complex_numbers(minutes):
    n = len(minutes)
    r = abs(np.exp(2j * np.pi * np.array(minutes) / 1440).sum())
    expected = np.exp(np.sqrt(1 + 4 * n + 4 * (n**2 - r**2)) - (1 + 2 * n))
    assert rayleigh_p(minutes) == pytest.approx(float(expected), rel=1e-6, abs=1e-12)


@given(st.lists(minutes_of_day, min_size=1, max_size=50))
def test_the_rayleigh_test_uses_the_length_that_scipy_finds(minutes):
    n = len(minutes)
    length = n * (1 - stats.circvar(minutes, high=1440))
    expected = np.exp(np.sqrt(1 + 4 * n + 4 * max(0, n**2 - length**2)) - (1 + 2 * n))
    assert rayleigh_p(minutes) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("n", [12, 40])
def test_uniform_onsets_are_called_gathered_about_once_in_a_hundred_diaries(n):
    rng = np.random.default_rng(20260302)
    diaries = rng.integers(0, 1440, size=(4000, n))
    share = sum(rayleigh_p(diary.tolist()) < LEVEL for diary in diaries) / len(diaries)
    assert 0.005 < share < 0.015


def test_mostly_names_the_fewest_hours_with_more_than_half():
    gathered = [130, 150, 170, 190, 200, 210, 230, 235, 10, 300, 420, 60]
    assert timing_of(at(gathered)).mostly == Hours(2, 4)


@given(st.lists(st.integers(60, 300), min_size=LEAST_ONSETS, max_size=40), st.integers(0, 23))
def test_mostly_holds_more_than_half_and_no_fewer_hours_do(minutes, turn):
    timing = timing_of(at([(minute + 60 * turn) % 1440 for minute in minutes]))
    width = (timing.mostly.end - timing.mostly.first) % 24
    runs = [
        [sum(timing.by_hour[(first + hour) % 24] for hour in range(size)) for first in range(24)]
        for size in (width, width - 1)
    ]
    assert 2 * runs[0][timing.mostly.first] > len(minutes)
    assert 2 * max(runs[1]) <= len(minutes)
    assert runs[0][timing.mostly.first] == max(runs[0])


def test_eleven_onsets_at_one_moment_are_too_few_to_say_mostly():
    assert timing_of(at([180] * 11)).mostly is None
    assert timing_of(at([180] * 11)).onsets_needed == 1
    assert timing_of(at([180] * 12)).mostly == Hours(3, 4)


def test_onsets_around_the_clock_have_no_mostly():
    assert timing_of(at(range(0, 1440, 60))).mostly is None
