"""Rules that count over windows: the edges of the windows, what is enough, and what stays open."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from diary.domain.days import diary_day
from diary.domain.entries import CheckIn, Place
from diary.domain.prompts import prompts_for
from diary.domain.vocabulary import Eased, Muscle, Progress, Side
from tests.domain.prompts.cases import (
    TODAY,
    clear,
    cramp,
    diary,
    fired,
    nights,
    prompts,
    said,
    urgency_of,
    waits_for,
)

# --- R20b (K6) ---------------------------------------------------------------------------------------


def long(days_ago, minutes=11, eased=Eased.YES):
    return cramp(days_ago, hard_minutes=minutes, stretch_eased=eased)


@pytest.mark.parametrize(
    ("episodes", "fires"),
    [
        ([long(0), long(0)], True),
        ([long(0), long(29)], True),
        ([long(0), long(30)], False),
        ([long(14), long(43)], True),
        ([long(15), long(16)], False),
        ([long(0), long(1, eased=Eased.NOT_TRIED)], True),
        ([long(0), long(1, eased=Eased.PARTLY)], True),
        ([long(0), long(1, eased=None)], True),
        ([long(0), long(1, eased=Eased.NO)], False),
        ([long(0), long(1, minutes=10)], False),
        ([long(0, minutes=21)], True),
        ([long(14, minutes=21)], True),
        ([long(15, minutes=21)], False),
        ([long(0, minutes=20)], False),
        ([long(0, minutes=21, eased=Eased.NO)], False),
        ([long(0, minutes=21, eased=None)], True),
    ],
)
def test_long_cramps_that_eased_count_within_thirty_days_of_the_latest(episodes, fires):
    assert urgency_of(prompts(episodes=episodes), "R20b") == ("soon" if fires else None)


def test_the_cause_of_long_cramps_counts_them_and_gives_their_dates():
    two = fired(prompts(episodes=[long(20), long(2, minutes=30)]), "R20b")
    assert two.cause == "2 cramps lasted more than 10 minutes between 2 and 20 November."
    assert two.count == 2
    one = fired(prompts(episodes=[long(2, minutes=30)]), "R20b")
    assert one.cause == "A cramp lasted more than 20 minutes on 20 November."


@pytest.mark.parametrize(
    ("episode", "waits"),
    [
        (cramp(0), ("episode.hard_minutes",)),
        (cramp(14), ("episode.hard_minutes",)),
        (cramp(15), None),
        (cramp(0, progress=Progress.ONGOING), None),
        (long(0), None),
    ],
)
def test_an_unknown_length_leaves_long_cramps_open(episode, waits):
    assert waits_for(prompts(episodes=[episode]), "R20b") == waits


# --- R30 (K13, K14) ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("woken", "clear_nights", "fires"),
    [(4, 6, True), (4, 5, False), (3, 7, False), (10, 0, True), (4, 10, True)],
)
def test_four_woken_nights_of_ten_known_are_worth_a_visit(woken, clear_nights, fires):
    assert urgency_of(prompts(**nights(woken, clear_nights)), "R30") == ("soon" if fires else None)


@pytest.mark.parametrize(("last_days_ago", "fires"), [(0, True), (14, True), (15, False)])
def test_the_fortnight_must_have_ended_within_the_last_fourteen_days(last_days_ago, fires):
    # woken on the first and the last of fourteen known nights: no other window holds all four
    days = range(last_days_ago, last_days_ago + 14)
    woken = {days[0], days[4], days[9], days[13]}
    episodes = [cramp(day, woke=True) for day in woken]
    found = prompts(episodes=episodes, check_ins=[clear(day) for day in days if day not in woken])
    assert (fired(found, "R30") is not None) is fires


def test_the_fortnight_is_fourteen_nights_long():
    known = [clear(day) for day in range(1, 30)]
    edge = [cramp(day, woke=True) for day in (0, 4, 8, 13)]
    beyond = [cramp(day, woke=True) for day in (0, 4, 8, 14)]
    assert fired(prompts(episodes=edge, check_ins=known), "R30") is not None
    assert fired(prompts(episodes=beyond, check_ins=known), "R30") is None


def test_the_worst_fortnight_speaks_and_its_numbers_are_in_the_words():
    woken = [cramp(day, woke=True) for day in (1, 9, 10, 11, 12, 14)]
    found = prompts(episodes=woken, check_ins=[clear(day) for day in (2, 3, 4, 5, 6, 7, 8)])
    prompt = fired(found, "R30")
    # from 9 to 22 November 5 of 12 are woken, from 8 to 21 November 6 of 13
    assert prompt.cause == "Woken by cramps on 6 of the 13 nights noted between 8 and 21 November."
    assert (prompt.facts, prompt.count) == ({"n": 6, "m": 13, "span": "between 8 and 21 November"}, 6)


def test_a_day_with_three_cramps_that_woke_is_one_night_and_a_nap_counts_like_a_night():
    by_day = [cramp(day, at=time(13), woke=True) for day in (0, 0, 0, 1, 2)]
    known = [clear(day) for day in range(3, 14)]
    assert fired(prompts(episodes=by_day, check_ins=known), "R30") is None
    assert (
        fired(prompts(episodes=[*by_day, cramp(3, at=time(14), woke=True)], check_ins=known), "R30")
        is not None
    )


@pytest.mark.parametrize(
    ("parts", "waits"),
    [
        (nights(4, 4), ("diary.nights",)),
        (nights(1, 3), ("diary.nights",)),
        (nights(3, 11), None),
        (nights(3, 7), None),
        (
            {"episodes": [cramp(day) for day in range(4)], "check_ins": [clear(d) for d in range(4, 14)]},
            ("episode.woke",),
        ),
        ({"episodes": [cramp(day) for day in range(3)], "check_ins": [clear(d) for d in range(3, 14)]}, None),
        (
            {
                "episodes": [cramp(d, woke=False) for d in range(5)],
                "check_ins": [clear(d) for d in range(5, 14)],
            },
            None,
        ),
        # the running day is not over: the last fourteen nights end with yesterday's
        ({"check_ins": [clear(d) for d in range(1, 11)]}, None),
        ({"check_ins": [clear(d) for d in range(1, 10)]}, ("diary.nights",)),
    ],
)
def test_too_few_known_nights_or_answers_leave_the_woken_nights_open(parts, waits):
    found = prompts(**parts)
    assert fired(found, "R30") is None
    assert waits_for(found, "R30") == waits


@pytest.mark.parametrize(("today", "woken"), [(date(2026, 10, 31), 4), (date(2026, 4, 4), 4)])
def test_nights_of_a_clock_change_are_counted_once_each(today, woken):
    # cramps at 01:30 UTC on four nights around the change of the clocks, clear nights before
    days = [today - timedelta(days=n) for n in range(4, 8)]
    starts = [datetime.combine(day + timedelta(days=1), time(1, 30), UTC) for day in days]
    episodes = [
        cramp(started_at=start, day=diary_day(start, "Europe/London"), woke=True, signs={})
        for start in starts
    ]
    known = [CheckIn(day=today - timedelta(days=n), clear=True) for n in (1, 2, 3, 8, 9, 10)]
    found = prompts_for(diary(episodes=episodes, check_ins=known), today)
    facts = fired(found, "R30").facts
    assert (facts["n"], facts["m"]) == (woken, 10)


# --- R31 ---------------------------------------------------------------------------------------------


def weekly(*counts, last_days_ago=0, **fields):
    """`counts` cramps in each of the weeks up to the day `last_days_ago`, the earliest week first."""
    return [
        cramp(last_days_ago + 7 * week + n % 7, **fields)
        for week, count in enumerate(reversed(counts))
        for n in range(count)
    ]


@pytest.mark.parametrize(
    ("counts", "fires"),
    [
        ((3, 3, 3, 3), True),
        ((3, 3, 2, 3), False),
        ((9, 9, 9), False),
        ((0, 3, 3, 3, 3), True),
        ((20, 3, 4, 5), True),
    ],
)
def test_three_cramps_in_each_of_four_weeks_are_worth_a_check(counts, fires):
    assert urgency_of(prompts(episodes=weekly(*counts)), "R31") == ("routine" if fires else None)


@pytest.mark.parametrize(("last_days_ago", "fires"), [(14, True), (15, False)])
def test_the_four_weeks_must_have_ended_within_the_last_fourteen_days(last_days_ago, fires):
    # first, fourth and seventh day of each week: no other four weeks hold three in each
    episodes = [cramp(last_days_ago + 7 * week + day) for week in range(4) for day in (0, 3, 6)]
    assert (fired(prompts(episodes=episodes), "R31") is not None) is fires


def test_a_spell_counts_as_its_cramps():
    episodes = [cramp(day, count=3) for day in (0, 7, 14, 21)]
    prompt = fired(prompts(episodes=episodes), "R31")
    assert prompt.count == 12
    assert prompt.cause == "3, 3, 3 and 3 cramps in the four weeks between 26 October and 22 November."


@pytest.mark.parametrize(
    ("disturbances", "urgency", "unsettled"),
    [
        ((), "routine", ("check_in.sleep_disturbance",)),
        ((5,), "soon", ()),
        ((4,), "routine", ()),
        ((0, 5, 10), "soon", ()),
        ((0, 4, 10), "routine", ()),
        ((4, 5), "routine", ()),  # the median is 4.5
        ((4, 6), "soon", ()),
    ],
)
def test_disturbed_sleep_brings_the_visit_forward(disturbances, urgency, unsettled):
    noted = [
        CheckIn(day=TODAY - timedelta(days=n), sleep_disturbance=value)
        for n, value in enumerate(disturbances)
    ]
    prompt = fired(prompts(episodes=weekly(3, 3, 3, 3), check_ins=noted), "R31")
    assert (prompt.urgency, prompt.unsettled) == (urgency, unsettled)


def test_disturbance_is_taken_from_the_four_weeks_that_are_counted():
    before = [CheckIn(day=TODAY - timedelta(days=28), sleep_disturbance=10)]
    assert urgency_of(prompts(episodes=weekly(3, 3, 3, 3), check_ins=before), "R31") == "routine"


def test_the_cause_of_disturbed_weeks_gives_the_number_of_answers():
    noted = [CheckIn(day=TODAY - timedelta(days=n), sleep_disturbance=6) for n in range(3)]
    prompt = fired(prompts(episodes=weekly(4, 3, 5, 3), check_ins=noted), "R31")
    assert prompt.cause == (
        "4, 3, 5 and 3 cramps in the four weeks between 26 October and 22 November. "
        "At least half of the 3 answers about disturbed sleep were 6 of 10 or more."
    )


def test_weeks_with_unknown_nights_leave_the_rule_open_and_known_calm_weeks_do_not():
    assert waits_for(prompts(episodes=weekly(3, 2, 3, 3)), "R31") == ("diary.nights",)
    calm = [clear(day) for day in range(45)]
    assert waits_for(prompts(episodes=weekly(3, 2, 3, 3), check_ins=calm), "R31") is None


# --- R37 ---------------------------------------------------------------------------------------------


def at(*muscles, side=Side.LEFT):
    return {"places": tuple(Place(muscle, side) for muscle in muscles)}


@pytest.mark.parametrize(
    ("episodes", "fires"),
    [
        ([cramp(0, **at(Muscle.HAND)), cramp(29, **at(Muscle.ABDOMEN))], True),
        ([cramp(0, **at(Muscle.HAND)), cramp(30, **at(Muscle.HAND))], False),
        ([cramp(14, **at(Muscle.HAND)), cramp(43, **at(Muscle.HAND))], True),
        ([cramp(15, **at(Muscle.HAND)), cramp(16, **at(Muscle.HAND))], False),
        ([cramp(0, **at(Muscle.HAND)), cramp(1)], False),
        ([cramp(day, **at(Muscle.CALF, Muscle.TOES, Muscle.BACK_THIGH)) for day in (0, 9)], True),
        (
            [cramp(day, **at(Muscle.CALF, Muscle.SHIN, Muscle.TOES, Muscle.FOOT_ARCH)) for day in (0, 9)],
            False,
        ),
        ([cramp(day) for day in range(9)], False),
    ],
)
def test_two_entries_in_arms_trunk_or_all_over_are_checked_soon(episodes, fires):
    assert urgency_of(prompts(episodes=episodes), "R37") == ("soon" if fires else None)


def test_cramps_without_a_place_leave_it_open():
    assert waits_for(prompts(episodes=[cramp(0, places=()), cramp(1, places=())]), "R37") == (
        "episode.places",
    )
    assert waits_for(prompts(episodes=[cramp(0, places=()), cramp(1)]), "R37") is None


# --- R41, R51 ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "fires"), [((0, 10, 29), True), ((0, 10, 30), False), ((0, 1), False), ((15, 16, 17), False)]
)
def test_three_entries_with_an_urge_to_move_are_worth_a_visit(days, fires):
    found = prompts(episodes=[cramp(day, signs={"SQ22": True}) for day in days])
    assert urgency_of(found, "R41") == ("routine" if fires else None)


def test_three_entries_without_the_question_leave_it_open():
    assert waits_for(prompts(episodes=[cramp(day) for day in range(3)]), "R41") == ("SQ22",)
    assert waits_for(prompts(episodes=[cramp(day) for day in range(2)]), "R41") is None
    assert waits_for(prompts(episodes=[cramp(day, signs={"SQ22": False}) for day in range(3)]), "R41") is None


NUMB = [said("SQ16", True), said("SQ16.numb", True), said("SQ20", False)]


@pytest.mark.parametrize(
    ("left", "right", "answers", "fires"),
    [
        (6, 0, NUMB, True),
        (5, 0, NUMB, False),
        (8, 2, NUMB, True),
        (7, 2, NUMB, False),
        (6, 0, [said("SQ16", False), said("SQ20", False)], False),
        (6, 0, [said("SQ16", True), said("SQ16.numb", False), said("SQ20", False)], False),
    ],
)
def test_the_same_leg_with_numbness_may_come_from_a_nerve(left, right, answers, fires):
    episodes = [
        *(cramp(day, **at(Muscle.CALF)) for day in range(left)),
        *(cramp(day, **at(Muscle.CALF, side=Side.RIGHT)) for day in range(right)),
    ]
    found = prompts(episodes=episodes, answers=answers)
    assert urgency_of(found, "R51") == ("routine" if fires else None)


def test_the_same_leg_waits_for_numbness():
    found = prompts(episodes=[cramp(day) for day in range(6)], answers=[said("SQ20", False)])
    assert waits_for(found, "R51") == ("SQ16",)


# --- R44 ---------------------------------------------------------------------------------------------


def stretching(yes, cramps, *, unknown=0, last_days_ago=0):
    """Six weeks that begin with a stretch, on `yes` of their days, with cramps on the last nights."""
    days = range(last_days_ago + 41, last_days_ago - 1, -1)
    answers = ["yes"] * yes + [None] * unknown + ["no"] * (42 - yes - unknown)
    return prompts(
        episodes=[cramp(last_days_ago + 3 * n) for n in range(cramps)],
        check_ins=[
            CheckIn(day=TODAY - timedelta(days=day), factors={"stretch": answer})
            for day, answer in zip(days, answers, strict=True)
        ],
    )


@pytest.mark.parametrize(
    ("yes", "cramps", "last_days_ago", "fires"),
    [
        (30, 4, 0, True),
        (29, 4, 0, False),
        (42, 4, 0, True),
        (42, 3, 0, False),
        (30, 4, 14, True),
        (30, 4, 15, False),
    ],
)
def test_six_weeks_of_stretching_and_still_cramps_are_worth_a_visit(yes, cramps, last_days_ago, fires):
    found = stretching(yes, cramps, last_days_ago=last_days_ago)
    assert urgency_of(found, "R44") == ("routine" if fires else None)


def test_a_skipped_answer_is_no_stretch_and_leaves_it_open():
    assert waits_for(stretching(29, 4, unknown=1), "R44") == ("check_in.stretch",)
    assert waits_for(stretching(28, 4, unknown=1), "R44") is None
