"""The invented diary keeps the recipe that it was made by."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import groupby
from statistics import median, pvariance

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.domain.days import diary_day, wall_clock
from diary.domain.demo import ALCOHOL_ODDS, FOLLOWED, NOTES, STANDING_ODDS, demo_diary
from diary.domain.factors import DEFAULT_FACTORS, FACTOR_BY_ID
from diary.domain.patterns import Verdict, summarise
from diary.domain.text import text_problem
from diary.domain.vocabulary import IN_BED, Muscle, Outcome, Progress
from diary.management.commands.demo_diary import NIGHTS, SEED

TODAY = date(2026, 11, 22)
ZONES = ["Europe/London", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kolkata"]


@cache
def long_diary():
    """Fifty-five years of one person: long enough that chance hardly matters."""
    return demo_diary(seed=4, today=TODAY, nights=20_000, time_zone="Europe/London")


@cache
def noted_nights():
    diary = long_diary()
    return [n for n in diary.nights(diary.first_day, diary.last_day) if n.outcome is not Outcome.UNKNOWN]


def whole_episodes():
    return [episode for episode in long_diary().episodes if episode.progress is Progress.COMPLETE]


def answered(night, factor):
    return FACTOR_BY_ID[factor].is_present(night.check_in.factors.get(factor)) if night.check_in else None


def table(nights, factor):
    """Count (exposed, cramp) over the nights on which both are known."""
    return Counter(
        (answered(night, factor), night.outcome is Outcome.CRAMP)
        for night in nights
        if answered(night, factor) is not None
    )


def odds_ratio(factor, stratum=lambda night: None):
    """The Mantel-Haenszel odds ratio over strata of the nights; one stratum gives the plain one of a 2x2 table."""
    nights = sorted(noted_nights(), key=lambda night: repr(stratum(night)))
    for_, against = 0.0, 0.0
    for _, group in groupby(nights, key=lambda night: repr(stratum(night))):
        counts = table(group, factor)
        if total := counts.total():
            for_ += counts[True, True] * counts[False, False] / total
            against += counts[True, False] * counts[False, True] / total
    return for_ / against


def week_and(factor):
    """Strata within which nothing else differs: the week from Monday, and the other factor."""
    return lambda night: ((night.day.toordinal() - 1) // 7, answered(night, factor))


@pytest.mark.parametrize(
    ("factor", "other", "planted"),
    [("alcohol", "standing", ALCOHOL_ODDS), ("standing", "alcohol", STANDING_ODDS)],
)
def test_the_planted_factors_multiply_the_odds_of_a_night_by_what_they_say(factor, other, planted):
    assert odds_ratio(factor, week_and(other)) == pytest.approx(planted, rel=0.1)


@pytest.mark.parametrize(("factor", "planted"), [("alcohol", ALCOHOL_ODDS), ("standing", STANDING_ODDS)])
def test_one_table_over_the_whole_diary_shows_them_a_little_smaller(factor, planted):
    assert 0.75 * planted < odds_ratio(factor) < planted


@pytest.mark.parametrize("factor", ["fluids", "activity", "sitting"])
def test_nothing_else_has_an_effect(factor):
    assert odds_ratio(factor) == pytest.approx(1, abs=0.15)


def test_a_typical_week_has_between_two_and_three_cramps():
    nights = noted_nights()
    assert 7 * sum(night.cramps for night in nights) / len(nights) == pytest.approx(2.6, abs=0.25)


def test_weeks_differ_more_than_chance_alone_would_make_them():
    weeks = Counter()
    for night in noted_nights():
        weeks[(night.day.toordinal() - 1) // 7] += night.cramps
    counts = list(weeks.values())
    assert 1.3 < pvariance(counts) / (sum(counts) / len(counts)) < 3


def test_summer_has_more_cramps_than_winter():
    def per_night(months):
        nights = [night for night in noted_nights() if night.day.month in months]
        return sum(night.cramps for night in nights) / len(nights)

    assert 1.4 < per_night({6, 7, 8}) / per_night({12, 1, 2}) < 1.9


def test_about_a_fifth_of_the_nights_is_not_noted_and_five_of_them_in_a_row():
    for seed in range(5):
        diary = demo_diary(seed=seed, today=TODAY, nights=400, time_zone="UTC")
        nights = list(diary.nights(diary.first_day, diary.last_day))
        unknown = [night.outcome is Outcome.UNKNOWN for night in nights]
        assert 0.15 <= sum(unknown) / 400 <= 0.3
        gap = nights[400 // 3 : 400 // 3 + 5]
        assert not any(night.check_in or night.episodes for night in gap)


def test_a_night_is_never_both_clear_and_with_a_cramp():
    assert not any(night.episodes and night.check_in and night.check_in.clear for night in noted_nights())


def test_most_cramps_come_in_bed_between_ten_and_half_past_seven():
    episodes = whole_episodes()
    in_bed = [episode for episode in episodes if episode.state in IN_BED]
    assert 0.75 < len(in_bed) / len(episodes) < 0.81
    minutes = [
        (
            wall_clock(episode.started_at, episode.time_zone) - datetime.combine(episode.day, time(22))
        ).total_seconds()
        / 60
        for episode in in_bed
    ]
    # A clock change in the night moves the wall clock by an hour.
    assert -60 <= min(minutes) <= max(minutes) <= 570 + 60
    assert median(minutes) == pytest.approx(330, abs=10)


def test_minutes_pain_and_soreness_are_of_the_published_size():
    hard = sorted(e.hard_minutes for e in whole_episodes() if e.hard_minutes is not None)
    severity = [e.severity for e in whole_episodes() if e.severity is not None]
    sore = [e.sore_hours for e in whole_episodes() if e.sore_hours is not None]
    assert 5.8 <= median(hard) <= 7
    assert sum(minutes > 10 for minutes in hard) / len(hard) == pytest.approx(0.28, abs=0.03)
    assert (min(severity), max(severity)) == (1, 10)
    assert sum(severity) / len(severity) == pytest.approx(6.5, abs=0.15)
    assert sore.count(0) / len(sore) == pytest.approx(0.67, abs=0.03)


def test_three_of_four_cramps_are_in_the_calf():
    muscles = Counter(place.muscle for episode in whole_episodes() for place in episode.places)
    assert muscles[Muscle.CALF] / muscles.total() == pytest.approx(0.75, abs=0.02)
    assert (muscles[Muscle.FOOT_ARCH] + muscles[Muscle.TOES]) / muscles.total() == pytest.approx(
        0.17, abs=0.02
    )


def test_last_night_left_two_cramps_to_finish_and_an_evening_check_in():
    diary = demo_diary(seed=3, today=TODAY, nights=30, time_zone="Europe/London")
    drafts = [episode for episode in diary.episodes if episode.progress is not Progress.COMPLETE]
    last = diary.night(TODAY - timedelta(days=1))
    assert last.episodes == tuple(drafts)
    assert [episode.progress for episode in drafts] == [Progress.DRAFT] * 2
    assert {episode.state for episode in drafts} == {None}
    assert last.check_in.clear is None
    assert set(last.check_in.factors) == set(FOLLOWED)
    assert diary.days_noted()[1] == diary.last_day == last.day


def test_long_standing_is_followed_besides_the_default_factors():
    followed = long_diary().latest_answer("factors.followed").value
    assert followed == [*DEFAULT_FACTORS, "standing"]
    asked = {factor for check_in in long_diary().check_ins for factor in check_in.factors}
    assert asked == set(followed)


def test_one_medicine_was_started():
    (medicine,) = demo_diary(seed=3, today=TODAY, nights=400, time_zone="UTC").medicines
    assert (medicine.started_on, medicine.stopped_on) == (TODAY - timedelta(days=120), None)


def test_the_same_seed_and_day_give_the_same_diary():
    assert demo_diary(seed=5, today=TODAY, nights=50, time_zone="UTC") == demo_diary(
        seed=5, today=TODAY, nights=50, time_zone="UTC"
    )
    assert demo_diary(seed=5, today=TODAY, nights=50, time_zone="UTC") != demo_diary(
        seed=6, today=TODAY, nights=50, time_zone="UTC"
    )


@settings(max_examples=50, deadline=None)
@given(
    st.integers(), st.dates(date(2006, 1, 1), date(2030, 12, 31)), st.integers(1, 120), st.sampled_from(ZONES)
)
def test_every_diary_is_one_that_a_person_could_have_written(seed, today, nights, zone):
    diary = demo_diary(seed=seed, today=today, nights=nights, time_zone=zone)
    days = [check_in.day for check_in in diary.check_ins]
    assert (diary.last_day - diary.first_day).days + 1 == nights
    assert days == sorted(set(days))
    assert diary.days_noted()[0] >= diary.first_day
    assert diary.days_noted()[1] == diary.last_day == today - timedelta(days=1)
    assert len({entry.id for entry in (*diary.episodes, *diary.answers)}) == len(
        (*diary.episodes, *diary.answers)
    )
    assert [e.started_at for e in diary.episodes] == sorted(e.started_at for e in diary.episodes)
    assert all(episode.day == diary_day(episode.started_at, zone) for episode in diary.episodes)


def test_every_note_could_have_been_typed():
    assert {text_problem(note, 2000) for note in NOTES} == {None}


@pytest.mark.parametrize("days", range(0, 371, 53))
def test_the_demo_shows_that_alcohol_goes_with_it_whenever_it_is_made(days):
    today = TODAY + timedelta(days=days)
    diary = demo_diary(seed=SEED, today=today, nights=NIGHTS, time_zone="Europe/London")
    verdicts = {found.factor.id: found.verdict for found in summarise(diary, today).factors.findings}
    assert verdicts.pop("alcohol") is Verdict.CLEAR
    del verdicts["standing"]
    assert set(verdicts.values()) <= {Verdict.TOO_EARLY, Verdict.NO_SIGN}
