"""How long an answer speaks, what takes it back, and which "yes" a later answer to a part belongs to."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from diary.domain.days import diary_day
from diary.domain.prompts import prompts_for
from tests.domain.prompts.cases import (
    TODAY,
    cramp,
    diary,
    fired,
    mark,
    prompts,
    said,
    urgency_of,
    waits_for,
)

SAME_DAY_HEART = {"SQ11": True, "SQ11.fainted": False, "SQ11.racing": False}


# --- Windows (K13) -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("days_ago", "urgency"), [(0, "emergency"), (7, "emergency"), (8, None)])
def test_an_answer_with_an_episode_speaks_for_seven_days(days_ago, urgency):
    assert urgency_of(prompts(episodes=[cramp(days_ago, signs={"SQ03": True})]), "R03") == urgency


@pytest.mark.parametrize(("days_ago", "open_again"), [(7, None), (8, ("SQ03",))])
def test_a_no_with_an_episode_speaks_for_seven_days_too(days_ago, open_again):
    assert waits_for(prompts(episodes=[cramp(days_ago, signs={"SQ03": False})]), "R03") == open_again


@pytest.mark.parametrize(
    ("question", "rule", "days_ago", "speaks"),
    [
        ("SQ03", "R03", 7, True),
        ("SQ03", "R03", 8, False),
        ("SQ16", "R32", 31, True),  # asked every month
        ("SQ16", "R32", 32, False),
    ],
)
def test_an_answer_outside_an_episode_speaks_until_it_is_asked_again(question, rule, days_ago, speaks):
    assert (fired(prompts(answers=[said(question, True, days_ago)]), rule) is not None) is speaks


@pytest.mark.parametrize("days_ago", [8, 60, 400])
def test_a_clot_sign_stays_open_until_no_or_a_doctor(days_ago):
    episodes = [cramp(days_ago, signs={"SQ01": True})]
    assert prompts(episodes=episodes).clot_sign is True
    assert prompts(episodes=episodes, answers=[said("SQ01", False, 3)]).clot_sign is False
    assert prompts(episodes=episodes, answers=[said("SQ01", False, days_ago - 1)]).clot_sign is not True
    assert prompts(episodes=episodes, answers=[mark("R21.seen", days_ago - 1)]).clot_sign is None


def test_an_old_no_to_the_clot_question_is_asked_again():
    assert prompts(episodes=[cramp(7, signs={"SQ01": False})]).clot_sign is False
    assert prompts(episodes=[cramp(8, signs={"SQ01": False})]).clot_sign is None


@pytest.mark.parametrize(
    ("wall", "days_later", "speaks"),
    [
        (
            datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
            7,
            True,
        ),  # the second 01:30 of the night the clocks went back
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 7, True),  # the first one
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), 8, False),
        (
            datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
            7,
            True,
        ),  # 02:30 on the wall: the clocks have gone forward
        (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), 8, False),
    ],
)
def test_seven_days_are_diary_days_through_a_clock_change(wall, days_later, speaks):
    day = diary_day(wall, "Europe/London")
    night = cramp(started_at=wall, day=day, signs={"SQ03": True})
    found = prompts_for(diary(episodes=[night]), day + timedelta(days=days_later))
    assert (found.banner is not None) is speaks


def test_an_answer_at_night_belongs_to_the_evening_before():
    night = datetime.combine(TODAY - timedelta(days=7), time(3), ZoneInfo("Europe/London"))
    late = cramp(started_at=night, day=diary_day(night, "Europe/London"), signs={"SQ03": True})
    assert prompts(episodes=[late]).banner is None  # eight diary days ago, though seven on the calendar


# --- "No" after "yes" (K1) ---------------------------------------------------------------------------


def test_a_later_no_closes_a_same_day_sign_and_a_later_yes_opens_it_again():
    yes, no, again = (cramp(n, signs={"SQ01": s}) for n, s in ((3, True), (2, False), (1, True)))
    assert urgency_of(prompts(episodes=[yes]), "R21") == "same_day"
    assert fired(prompts(episodes=[yes, no]), "R21") is None
    assert urgency_of(prompts(episodes=[yes, no, again]), "R21") == "same_day"
    assert fired(prompts(episodes=[yes], answers=[said("SQ01", False, 1)]), "R21") is None
    closed_and_opened = [said("SQ01", False, 2), said("SQ01", True, 1)]
    assert urgency_of(prompts(episodes=[yes], answers=closed_and_opened), "R21") == "same_day"


def test_no_with_a_later_cramp_does_not_take_an_emergency_back():
    episodes = [cramp(2, signs={"SQ02": True}), cramp(1, signs={"SQ02": False})]
    assert urgency_of(prompts(episodes=episodes), "R02") == "emergency"


def test_no_outside_an_episode_takes_an_emergency_back():
    episodes = [cramp(2, signs={"SQ02": True})]
    assert fired(prompts(episodes=episodes, answers=[said("SQ02", False, 1)]), "R02") is None


def test_no_with_a_later_cramp_says_nothing_about_an_earlier_fall():
    fell = cramp(2, signs={"SQ26": True, "SQ26.head": False})
    assert urgency_of(prompts(episodes=[fell, cramp(1, signs={"SQ26": False})]), "R46") == "soon"
    assert fired(prompts(episodes=[fell], answers=[said("SQ26", False, 1)]), "R46") is None


def test_a_no_before_the_yes_changes_nothing():
    episodes = [cramp(1, signs={"SQ01": True})]
    assert urgency_of(prompts(episodes=episodes, answers=[said("SQ01", False, 2)]), "R21") == "same_day"


def test_a_no_while_the_cramp_was_going_on_does_not_outlive_the_yes_of_the_morning():
    # the cramp began at 15:00 and lasted 9 minutes; "no" was said at 15:05, the sign ticked later
    episode = cramp(signs={"SQ01": True}, hard_minutes=9)
    during = said("SQ01", False, hour=15)
    during = type(during)(
        id=during.id, question="SQ01", value=False, answered_at=episode.started_at + timedelta(minutes=5)
    )
    assert urgency_of(prompts(episodes=[episode], answers=[during]), "R21") == "same_day"


def test_yes_and_no_at_the_same_moment_count_as_yes():
    moment = [said("SQ01", True), said("SQ01", False)]
    assert urgency_of(prompts(answers=moment), "R21") == "same_day"
    assert urgency_of(prompts(answers=moment[::-1]), "R21") == "same_day"


# --- Each cramp for itself, or the last word for all -------------------------------------------------


def test_a_collapse_is_asked_about_every_cramp_of_the_week():
    no = cramp(3, signs={"SQ14": False})
    assert waits_for(prompts(episodes=[no]), "R01") is None
    assert waits_for(prompts(episodes=[no, cramp(1)]), "R01") == ("SQ14",)
    assert waits_for(prompts(episodes=[no, cramp(1)], answers=[said("SQ14", False)]), "R01") is None
    assert waits_for(prompts(episodes=[no, cramp(8)]), "R01") is None


def test_a_sign_that_may_pass_needs_one_answer_in_the_week():
    assert waits_for(prompts(episodes=[cramp(3, signs={"SQ03": False}), cramp(1)]), "R03") is None


# --- Parts -------------------------------------------------------------------------------------------


def test_a_later_answer_to_a_part_settles_the_cramp_it_was_left_open_for():
    episodes = [cramp(2, signs={"SQ11": True, "SQ11.weak": True})]
    assert urgency_of(prompts(episodes=episodes), "R10") == "emergency"
    row = [said("SQ11.fainted", False, 1), said("SQ11.racing", False, 1)]
    assert urgency_of(prompts(episodes=episodes, answers=row), "R10") == "same_day"


def test_an_earlier_answer_to_a_part_settles_nothing_later():
    row = [said("SQ11.fainted", False, 2), said("SQ11.racing", False, 2)]
    assert urgency_of(prompts(episodes=[cramp(1, signs={"SQ11": True})], answers=row), "R10") == "emergency"


def test_a_milder_yes_does_not_hide_an_earlier_and_worse_one():
    worse, milder = cramp(2, signs={"SQ11": True, "SQ11.fainted": True}), cramp(1, signs=SAME_DAY_HEART)
    prompt = fired(prompts(episodes=[worse, milder]), "R10")
    assert (prompt.urgency, prompt.since, prompt.count) == ("emergency", worse.day, 2)


def test_a_part_answered_with_yes_is_a_yes_to_its_question():
    assert urgency_of(prompts(answers=[said("SQ15.face_speech", True)]), "R23") == "emergency"
    assert urgency_of(prompts(episodes=[cramp(signs={"SQ15.sudden": True})]), "R23") == "emergency"


def test_a_calming_part_alone_is_no_yes():
    assert fired(prompts(answers=[said("SQ15.days", True)]), "R23") is None
    assert fired(prompts(episodes=[cramp(signs={"SQ14.recovered": True})]), "R01") is None


def test_a_part_that_was_denied_with_the_cramp_and_affirmed_later_counts():
    episodes = [cramp(2, signs=SAME_DAY_HEART)]
    assert urgency_of(prompts(episodes=episodes), "R10") == "same_day"
    assert (
        urgency_of(prompts(episodes=episodes, answers=[said("SQ11.fainted", True, 1)]), "R10") == "emergency"
    )


def test_a_part_affirmed_after_its_question_was_taken_back_opens_it_again():
    episodes = [cramp(3, signs=SAME_DAY_HEART), cramp(2, signs={"SQ11": False})]
    assert fired(prompts(episodes=episodes), "R10") is None
    assert fired(prompts(episodes=episodes, answers=[said("SQ11.weak", True, 1)]), "R10") is not None


def test_a_whole_row_said_at_one_moment_belongs_together_in_any_order():
    row = [said(question, answer) for question, answer in SAME_DAY_HEART.items()]
    assert urgency_of(prompts(answers=row), "R10") == "same_day"
    assert urgency_of(prompts(answers=row[::-1]), "R10") == "same_day"


def test_what_is_neither_yes_nor_no_is_unknown():
    assert fired(prompts(answers=[said("SQ03", "yes")]), "R03") is None
    assert waits_for(prompts(answers=[said("SQ03", None)]), "R03") == ("SQ03",)
