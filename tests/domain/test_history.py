"""Months, runs of nights, and what an episode must match."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.days import days_between
from diary.domain.entries import CheckIn, Episode, Night, Place
from diary.domain.history import EpisodeFilter, Month, Tally, by_night, in_runs, is_blank, is_open
from diary.domain.vocabulary import Muscle, Outcome

DAY = date(2026, 11, 21)
days = st.dates(date(1900, 2, 1), date(2199, 11, 30))


def an_episode(day: date = DAY, **fields: object) -> Episode:
    start = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=27)
    return replace(
        Episode(id=UUID(int=day.toordinal()), started_at=start, time_zone="UTC", day=day), **fields
    )


def a_night(day: date, outcome: Outcome, check_in: CheckIn | None = None) -> Night:
    return Night(day, outcome, (an_episode(day),) if outcome is Outcome.CRAMP else (), check_in)


nights = st.lists(st.tuples(st.sampled_from(list(Outcome)), st.booleans()), max_size=40).map(
    lambda kinds: [
        a_night(
            DAY - timedelta(days=i), outcome, CheckIn(day=DAY, factors={"fluids": None}) if checked else None
        )
        for i, (outcome, checked) in enumerate(kinds)
    ]
)


@given(days)
def test_the_weeks_of_a_month_hold_each_of_its_days_once_under_its_weekday(day):
    month = Month.of(day)
    weeks = month.weeks()
    assert all(len(week) == 7 for week in weeks)
    assert all(
        found is None or found.weekday() == column for week in weeks for column, found in enumerate(week)
    )
    assert [found for week in weeks for found in week if found] == list(days_between(month.first, month.last))


@given(days)
def test_the_months_stand_in_a_row(day):
    month = Month.of(day)
    assert month.first <= day <= month.last
    assert month.following.previous == month
    assert month.previous < month < month.following
    assert month.previous.last + timedelta(days=1) == month.first


@given(nights)
def test_every_night_is_counted_once(found):
    tally = Tally.of(found)
    assert tally.cramp + tally.clear + tally.unknown == len(found)
    assert tally.noted == len([night for night in found if night.outcome is not Outcome.UNKNOWN])


@pytest.mark.parametrize(
    ("ahead", "outcome", "still_open"),
    [
        (1, Outcome.UNKNOWN, True),
        (1, Outcome.CRAMP, False),
        (0, Outcome.UNKNOWN, False),
        (-1, Outcome.UNKNOWN, False),
    ],
)
def test_only_a_night_that_is_not_over_is_still_to_come(ahead, outcome, still_open):
    assert is_open(a_night(DAY + timedelta(days=ahead), outcome), settled=DAY) is still_open


@given(nights)
def test_runs_keep_every_night_in_order_and_join_only_those_without_a_word(found):
    runs = in_runs(found)
    assert [night for run in runs for night in run] == found
    assert all(
        night.outcome is Outcome.UNKNOWN and night.check_in is None
        for run in runs
        if len(run) > 1
        for night in run
    )


def test_nights_without_a_word_that_are_neighbours_are_one_run():
    blank = [a_night(DAY - timedelta(days=i), Outcome.UNKNOWN) for i in range(3)]
    clear = a_night(DAY - timedelta(days=3), Outcome.CLEAR)
    assert in_runs([*blank, clear]) == [tuple(blank), (clear,)]


@pytest.mark.parametrize(
    ("said", "blank"),
    [
        (None, True),
        (CheckIn(day=DAY), True),
        (CheckIn(day=DAY, factors={"alcohol": None}), False),
        (CheckIn(day=DAY, sleep_disturbance=0), False),
    ],
)
def test_a_night_is_blank_until_something_is_said_even_a_skip_or_a_zero(said, blank):
    assert is_blank(a_night(DAY, Outcome.UNKNOWN, said)) is blank
    assert not is_blank(a_night(DAY, Outcome.CLEAR, said))


@pytest.mark.parametrize(
    ("wanted", "matches"),
    [
        (EpisodeFilter(), True),
        (EpisodeFilter(muscle=Muscle.TOES), True),
        (EpisodeFilter(muscle=Muscle.HAND), False),
        (EpisodeFilter(severity_from=6), True),
        (EpisodeFilter(severity_from=7), False),
        (EpisodeFilter(severity_to=6), True),
        (EpisodeFilter(severity_to=5), False),
        (EpisodeFilter(severity_from=0, severity_to=10), True),
        (EpisodeFilter(since=DAY, until=DAY), True),
        (EpisodeFilter(since=DAY + timedelta(days=1)), False),
        (EpisodeFilter(until=DAY - timedelta(days=1)), False),
        (EpisodeFilter(text="GARDEN"), True),
        (EpisodeFilter(text="garden party"), False),
        (EpisodeFilter(text="strasse"), True),
        (EpisodeFilter(muscle=Muscle.TOES, text="nothing of the kind"), False),
    ],
)
def test_an_episode_must_match_everything_that_is_asked_for(wanted, matches):
    episode = an_episode(
        severity=6, places=(Place(Muscle.CALF), Place(Muscle.TOES)), note="After the garden, Lange Straße"
    )
    assert wanted.matches(episode) is matches


@pytest.mark.parametrize("wanted", [EpisodeFilter(severity_from=0), EpisodeFilter(severity_to=10)])
def test_an_unknown_severity_matches_no_severity(wanted):
    assert not wanted.matches(an_episode())
    assert EpisodeFilter().matches(an_episode())


@given(st.lists(st.integers(0, 20), max_size=30))
def test_episodes_by_night_are_all_there_latest_night_first(offsets):
    episodes = [an_episode(DAY + timedelta(days=offset)) for offset in sorted(offsets)]
    grouped = list(by_night(episodes))
    assert [day for day, _ in grouped] == sorted({episode.day for episode in episodes}, reverse=True)
    assert all(episode.day == day for day, found in grouped for episode in found)
    assert sum(len(found) for _, found in grouped) == len(episodes)
