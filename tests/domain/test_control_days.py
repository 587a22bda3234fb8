"""Which days are asked about for comparison, and in which order."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.control_days import (
    AT_MOST_A_DAY,
    CRAMP_WITHIN,
    DAY_WITHIN,
    ControlDay,
    control_days_of,
    for_tonight,
    is_offered,
    may_compare,
)
from diary.domain.days import days_between
from diary.domain.entries import CheckIn
from diary.domain.factors import DEFAULT_FACTORS, FACTOR_BY_ID
from diary.domain.patterns.case_crossover import ASKED, matched_days
from diary.domain.patterns.exposure import NO, YES
from diary.domain.prompts.questions import answer_problem
from tests.domain.patterns.answered import answer
from tests.domain.patterns.diaries import MONDAY, diary_of

WEEK = timedelta(weeks=1)
# A cramp a week for ten weeks, on Mondays.
WEEKLY = "1??????" * 10


def day(offset):
    return MONDAY + timedelta(days=offset)


def told(diary, *days, skipped=False):
    """The diary once all questions about these days are answered, or skipped."""
    said = {name: None if skipped else FACTOR_BY_ID[name].scale[0][0] for name in DEFAULT_FACTORS}
    earlier = {check_in.day: check_in for check_in in diary.check_ins}
    later = {one: replace(earlier.get(one, CheckIn(day=one)), factors=said) for one in days}
    return replace(diary, check_ins=tuple(sorted((earlier | later).values(), key=lambda c: c.day)))


def asked(diary, today):
    return [one.day for one in control_days_of(diary, today)]


@st.composite
def looks(draw):
    """A diary of cramps on some nights, seldom a word about the others, answers about some days; and a day."""
    gaps = draw(st.lists(st.integers(0, 12), min_size=3, max_size=12))
    nights = "".join("?" * gap + "1" for gap in gaps) + draw(st.text("????.", max_size=9))
    some = st.sets(st.integers(0, len(nights) - 1).map(day), max_size=len(nights) // 3)
    diary = told(told(diary_of(nights), *draw(some)), *draw(some), skipped=True)
    return diary, day(len(nights) - draw(st.integers(0, 3)))


@given(looks())
def test_only_days_that_are_near_quiet_and_open_are_asked_about(look):
    diary, today = look
    wanted = control_days_of(diary, today)
    assert len({one.day for one in wanted}) == len(wanted)
    for one in wanted:
        first, _ = diary.days_noted()
        assert max(first, today - DAY_WITHIN) <= one.day < today
        assert today - CRAMP_WITHIN <= one.cramp < today
        assert one.cramp - one.day in (0 * WEEK, WEEK, 2 * WEEK)
        assert diary.night(one.cramp).episodes
        assert one.day == one.cramp or not diary.night(one.day).episodes
        check_in = diary.night(one.day).check_in
        assert check_in is None or not check_in.factors.keys() >= set(DEFAULT_FACTORS)


@given(looks(), st.integers(0, 5))
def test_two_a_day_and_the_same_when_asked_twice(look, already):
    diary, today = look
    wanted = control_days_of(diary, today)
    shown = for_tonight(wanted, already)
    assert len(shown) == min(len(wanted), max(0, AT_MOST_A_DAY - already))
    assert shown == wanted[: len(shown)]
    assert control_days_of(diary, today) == wanted


def nights_that_count(diary, today):
    """The cramp nights with an answer and a control day with an answer, as the comparison will take them."""
    first, _ = diary.days_noted()
    days = list(days_between(first, today - timedelta(days=1)))
    outcomes = [YES if diary.night(one).episodes else NO for one in days]
    checked = [diary.night(one).check_in for one in days]
    usable = [c is not None and any(said is not None for said in c.factors.values()) for c in checked]
    return {days[night] for night, _ in matched_days(outcomes, usable)}


@given(looks())
def test_who_answers_all_is_asked_no_more_and_every_cramp_asked_about_counts(look):
    diary, today = look
    wanted = control_days_of(diary, today)
    answered = told(diary, *(one.day for one in wanted))
    assert not control_days_of(answered, today)
    assert {one.cramp for one in wanted} <= nights_that_count(answered, today)


@given(looks())
def test_what_lets_a_night_count_comes_before_what_it_can_do_without(look):
    diary, today = look
    wanted = control_days_of(diary, today)
    already = [one.cramp in nights_that_count(diary, today) for one in wanted]
    for place, one in enumerate(wanted):
        lacking = [other.day for other in wanted if other.cramp == one.cramp][:2]
        if not already[place]:
            assert one.cramp in nights_that_count(told(diary, *lacking), today)
    if wanted and not all(already):
        assert wanted[0].cramp not in nights_that_count(diary, today)
        assert wanted[0].cramp in nights_that_count(told(diary, *(one.day for one in wanted[:2])), today)


def test_the_day_of_the_cramp_comes_first_then_a_week_before_it_then_two():
    diary = diary_of(("?" * 6 + "1") * 3 + "?" * 12 + "1", MONDAY)
    (cramp,) = {one.cramp for one in control_days_of(diary, day(35))}
    assert asked(diary, day(35)) == [cramp, cramp - WEEK, cramp - 2 * WEEK]


def test_a_cramp_that_lacks_least_is_finished_first():
    nights = "1" + "?" * 19 + "1???1" + "?" * 10
    diary = told(diary_of(nights), day(24), day(17))
    assert asked(diary, day(26))[:2] == [day(20), day(13)]
    half = told(diary_of(nights), day(24))
    assert asked(half, day(26))[:3] == [day(17), day(20), day(13)]


def test_a_cramp_too_near_to_one_that_counts_is_not_asked_about():
    diary = told(diary_of("1" + "?" * 19 + "1?1" + "?" * 10), day(22), day(15))
    assert {one.cramp for one in control_days_of(diary, day(25))} == {day(22)}


def test_of_cramps_within_three_days_one_is_asked_about():
    diary = diary_of("1" + "?" * 20 + "111" + "?")
    assert {one.cramp for one in control_days_of(diary, day(24))} == {day(21)}


def test_a_day_with_a_cramp_is_never_there_for_comparison():
    assert asked(diary_of(WEEKLY), day(70)) == []


def test_what_is_skipped_is_not_asked_again():
    diary = diary_of("1" + "?" * 19 + "1???1" + "?")
    today = day(26)
    first = asked(diary, today)[0]
    assert first not in asked(told(diary, first, skipped=True), today)


def test_a_day_that_was_begun_stays_open():
    diary = diary_of("1" + "?" * 19 + "1???1" + "?")
    begun = CheckIn(day=day(20), factors={"alcohol": "0"})
    diary = replace(diary, check_ins=(begun,))
    assert day(20) in asked(diary, day(26))


def test_who_follows_nothing_is_asked_nothing():
    diary = diary_of("1" + "?" * 19 + "1???1" + "?", MONDAY)
    nothing = replace(diary, answers=(answer("factors.followed", [], MONDAY),))
    assert asked(diary, day(26))
    assert not asked(nothing, day(26))


@pytest.mark.parametrize(
    ("nights", "may"),
    [("1??1??1???", True), ("1??1??????", False), ("1..1..1..?", False), ("1" * 10, False), ("", False)],
)
def test_control_days_are_for_those_with_cramps_who_say_of_few_nights_how_they_were(nights, may):
    assert may_compare(diary_of(nights), day(len(nights))) is may


def test_cramps_of_long_ago_are_no_reason_to_ask():
    diary = diary_of("1??????" * 5)
    assert may_compare(diary, day(69))
    assert not may_compare(diary, day(70))


def test_it_is_offered_after_four_weeks_to_those_who_have_not_chosen():
    diary = diary_of(WEEKLY)
    assert is_offered(diary, day(70))
    assert not is_offered(diary_of(WEEKLY[:27]), day(27))
    for said in (True, False):
        assert not is_offered(replace(diary, answers=(answer(ASKED, said, MONDAY),)), day(70))


@pytest.mark.parametrize(
    ("weeks", "reason"),
    [
        (0, "A cramp came after it."),
        (1, "It was the same weekday, a week before a cramp."),
        (2, "It was the same weekday, 2 weeks before a cramp."),
    ],
)
def test_every_question_says_why(weeks, reason):
    cramp = date(2026, 11, 17)
    assert ControlDay(cramp - weeks * WEEK, cramp).reason == reason


@pytest.mark.parametrize("said", ["yes", None, 1, [], {}])
def test_the_choice_is_true_or_false(said):
    assert answer_problem(ASKED, True) is None
    assert answer_problem(ASKED, False) is None
    assert answer_problem(ASKED, said) is not None
