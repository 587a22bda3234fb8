"""Rules that ask who the person is, and those whose urgency hangs on one part of a question."""

from datetime import timedelta

import pytest

from diary.domain.vocabulary import State
from tests.domain.prompts.cases import (
    ADULT,
    TODAY,
    after,
    clear,
    cramp,
    fired,
    mark,
    prompts,
    said,
    urgency_of,
    waits_for,
    weeks,
)

CHILD = {"birth_year": 2015}


# --- Pregnancy (R12, R39) ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("profile", "urgency", "unsettled"),
    [
        ({"pregnant": True}, "same_day", ()),
        ({"gave_birth_on": "2026-10-20"}, "same_day", ()),
        ({}, "same_day", ("profile.pregnant",)),
        ({"pregnant": False}, None, ()),
        ({"sex": "male"}, None, ()),
    ],
)
def test_a_warning_sign_counts_in_every_week_of_pregnancy_and_six_weeks_after(profile, urgency, unsettled):
    found = prompts(answers=[said("SQ13", True)], profile=profile)
    assert urgency_of(found, "R12") == urgency
    assert urgency is None or fired(found, "R12").unsettled == unsettled


def test_nobody_who_is_not_pregnant_is_asked_about_pregnancy():
    assert waits_for(prompts(profile={"pregnant": False}), "R12") is None
    assert waits_for(prompts(), "R12") == ("SQ13",)


@pytest.mark.parametrize(("days_ago", "fires"), [(0, True), (14, True), (15, False)])
def test_any_cramp_of_two_weeks_is_mentioned_in_pregnancy(days_ago, fires):
    found = prompts(episodes=[cramp(days_ago)], profile={"pregnant": True})
    assert (fired(found, "R39") is not None) is fires
    assert waits_for(prompts(episodes=[cramp(days_ago)]), "R39") == (("profile.pregnant",) if fires else None)


def test_the_mention_names_the_weeks_where_they_are_known():
    due_on = (TODAY + timedelta(weeks=10)).isoformat()
    cause = {
        weeks: fired(prompts(episodes=[cramp(2)], profile={"pregnant": True} | more), "R39").cause
        for weeks, more in {None: {}, 30: {"due_on": due_on}}.items()
    }
    assert cause[None] == "1 cramp noted in pregnancy on 20 November."
    assert cause[30] == "1 cramp noted in pregnancy on 20 November. 30 full weeks today."


@pytest.mark.parametrize("question", ["SQ01", "SQ13"])
def test_the_mention_gives_way_to_a_warning_and_comes_back_when_a_doctor_has_seen_it(question):
    parts = {"episodes": [cramp(2)], "profile": {"pregnant": True}}
    yes = [said(question, True, 1)]
    assert fired(prompts(**parts, answers=yes), "R39") is None
    rule = {"SQ01": "R22", "SQ13": "R12"}[question]
    assert fired(prompts(**parts, answers=[*yes, mark(f"{rule}.seen", 0)]), "R39") is not None


# --- Children (R16, R24, R40, R42) -------------------------------------------------------------------


FIT = {
    "SQ14": True,
    "SQ14.jerked": True,
    "SQ14.first": False,
    "SQ14.five_minutes": False,
    "SQ14.repeated": False,
}


@pytest.mark.parametrize(
    ("signs", "fever", "urgency"),
    [
        (FIT, False, None),
        (FIT, True, "emergency"),
        (FIT, None, "emergency"),
        (FIT | {"SQ14.first": True}, False, "emergency"),
        (FIT | {"SQ14.five_minutes": True}, False, "emergency"),
        (FIT | {"SQ14.repeated": True}, False, "emergency"),
        ({"SQ14": True}, False, "emergency"),
        (FIT | {"SQ14.jerked": False}, True, None),
    ],
)
def test_a_fit_of_a_child_is_an_emergency_when_first_long_repeated_or_with_fever(signs, fever, urgency):
    answers = [] if fever is None else [said("SQ29", fever), said("SQ29.fever", fever)]
    assert urgency_of(after(signs, answers=answers, profile=CHILD), "R24") == urgency


@pytest.mark.parametrize(
    ("profile", "urgency"),
    [({"birth_year": 2008}, "same_day"), ({"birth_year": 2007}, None), ({}, "same_day")],
)
def test_a_child_who_limps_is_seen_today_and_an_unknown_age_is_no_adult(profile, urgency):
    found = after({"SQ37": True}, profile=profile)
    assert urgency_of(found, "R24") == urgency
    if not profile:
        assert fired(found, "R24").unsettled == ("profile.birth_year",)


@pytest.mark.parametrize(
    ("parts", "profile", "urgency"),
    [
        ({}, {}, "same_day"),
        ({}, CHILD, "emergency"),
        ({"SQ36.child": True}, ADULT, "emergency"),
        ({"SQ36.drowsy": True}, ADULT, "emergency"),
        ({"SQ36.breathing": True}, ADULT, "emergency"),
        ({"SQ36.fit": True}, ADULT, "emergency"),
        ({"SQ36.drowsy": False}, ADULT, "same_day"),
    ],
)
def test_a_swallowed_remedy_is_for_the_poison_centre_and_an_emergency_for_a_child(parts, profile, urgency):
    answers = [said("SQ36", True), *(said(part, answer) for part, answer in parts.items())]
    assert urgency_of(prompts(answers=answers, profile=profile), "R16") == urgency


@pytest.mark.parametrize(
    ("born", "days", "urgency"),
    [
        (2019, (0, 89), "soon"),
        (2019, (0, 90), None),
        (2019, (14, 103), "soon"),
        (2019, (15, 20), None),
        (2018, (0, 80), "soon"),
        (2017, (0, 80), None),
        (2017, (0, 8, 15, 22), "soon"),
        (2017, (0, 8, 15), None),
        (2008, (0, 8, 15, 22), "soon"),
        (2007, (0, 8, 15, 22), None),
    ],
)
def test_cramps_are_unusual_in_a_young_child_and_weekly_ones_in_an_older_one(born, days, urgency):
    found = prompts(episodes=[cramp(day) for day in days], profile={"birth_year": born})
    assert urgency_of(found, "R40") == urgency


def test_an_unknown_age_and_unknown_nights_leave_a_childs_cramps_open():
    assert waits_for(prompts(episodes=[cramp(0)]), "R40") == ("profile.birth_year",)
    assert waits_for(prompts(episodes=[cramp(0)], profile={"birth_year": 2020}), "R40") == ("diary.nights",)
    known = [clear(day) for day in range(1, 104)]
    assert (
        waits_for(prompts(check_ins=known, episodes=[cramp(0)], profile={"birth_year": 2020}), "R40") is None
    )


@pytest.mark.parametrize(
    ("yes", "profile", "urgency"),
    [
        ((), ADULT, "routine"),
        (("tired",), ADULT, "routine"),
        (("breathless",), ADULT, "soon"),
        (("thirsty",), ADULT, "soon"),
        (("thirsty", "unwell"), ADULT, "same_day"),
        (("thirsty", "losing"), ADULT, "same_day"),
        (("unwell", "losing"), ADULT, "routine"),
        (("thirsty",), CHILD, "same_day"),
        (("thirsty",), {}, "same_day"),
    ],
)
def test_thirst_with_much_urine_is_for_today_in_a_child_and_in_an_unwell_adult(yes, profile, urgency):
    names = ("tired", "weight", "thirsty", "breathless", "unwell", "losing")
    answers = [said("SQ23", True), *(said(f"SQ23.{name}", name in yes) for name in names)]
    assert urgency_of(prompts(answers=answers, profile=profile), "R42") == urgency


# --- One part that decides ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "part", "yes", "no", "unknown"),
    [
        ("R08", "SQ09.shots", None, "same_day", "same_day"),
        ("R08", "SQ09.wound", "same_day", None, "same_day"),
        ("R11", "SQ12.drowsy", "emergency", "same_day", "same_day"),
        ("R15", "SQ35.bleeding", "emergency", "same_day", "same_day"),
        ("R26", "SQ29.limb", "same_day", None, "same_day"),
        ("R33", "SQ17.breathing", "same_day", "soon", "same_day"),
        ("R35", "SQ20.bending", "routine", None, "routine"),
        ("R49", "SQ28.harm", "emergency", "soon", "emergency"),
        ("R51", "SQ20.shooting", "routine", None, "routine"),
        ("R53", "SQ38.unable", "emergency", "soon", "soon"),
    ],
)
def test_a_part_decides_and_an_open_one_is_listed(rule, part, yes, no, unknown):
    question = said(part.partition(".")[0], True)
    assert urgency_of(prompts(answers=[question, said(part, True)]), rule) == yes
    assert urgency_of(prompts(answers=[question, said(part, False)]), rule) == no
    found = prompts(answers=[question])
    assert urgency_of(found, rule) == unknown
    assert part in (*fired(found, rule).unsettled, "SQ09.wound")


@pytest.mark.parametrize(("days_ago", "fires"), [(21, True), (22, False)])
def test_a_wound_counts_for_three_weeks(days_ago, fires):
    assert (fired(prompts(answers=[said("SQ09", True, days_ago)]), "R08") is not None) is fires


def test_what_makes_a_clot_more_likely_is_named_with_the_sign():
    sign = said("SQ01", True)
    assert "clot before" not in fired(prompts(answers=[sign]), "R21").cause
    assert "a clot before, surgery" in fired(prompts(answers=[sign, said("SQ31", True)]), "R21").cause


@pytest.mark.parametrize(
    ("state", "waits", "fires"),
    [(None, ("episode.state",), False), (State.RESTING, None, False), (State.IN_WATER, None, True)],
)
def test_a_cramp_in_water_is_mentioned(state, waits, fires):
    found = prompts(episodes=[cramp(state=state)])
    assert (fired(found, "R13") is not None, waits_for(found, "R13")) == (fires, waits)


# --- With a long-term condition (R38, R53) ------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "conditions", "fires"),
    [
        ((1, 1), ["diabetes"], True),
        ((1, 0), ["diabetes"], False),
        ((1, 1), ["epilepsy"], False),
        ((1, 1), [], False),
    ],
)
def test_a_cramp_in_each_of_two_weeks_is_mentioned_to_the_team(counts, conditions, fires):
    found = prompts(**weeks(*counts), profile={"conditions": conditions})
    assert (fired(found, "R38") is not None) is fires


def test_the_conditions_are_named_and_a_cramp_during_dialysis_is_for_the_nurse():
    several = {"conditions": ["dialysis", "parkinson", "diabetes"]}
    found = fired(prompts(**weeks(1, 1), profile=several), "R38")
    assert found.facts == {"condition": "dialysis, diabetes and Parkinson's"}
    during = fired(prompts(episodes=[cramp(state=State.DIALYSIS)], profile=several), "R38")
    assert during.variant == "dialysis"


def test_open_conditions_and_open_nights_leave_it_open():
    assert waits_for(prompts(**weeks(1, 1)), "R38") == ("profile.conditions",)
    assert waits_for(prompts(episodes=[cramp(0)], profile={"conditions": ["kidney"]}), "R38") == (
        "diary.nights",
    )


def test_low_sugar_is_asked_of_people_with_diabetes():
    assert waits_for(prompts(profile={"conditions": ["diabetes"]}), "R53") == ("SQ38",)
    assert waits_for(prompts(), "R53") == ("SQ38",)
    assert waits_for(prompts(profile={"conditions": []}), "R53") is None


@pytest.mark.parametrize(
    ("days", "fires"), [((0, 13), True), ((0, 14), False), ((0,), False), ((14, 15), True)]
)
def test_two_nights_of_low_sugar_in_a_fortnight_are_for_the_team(days, fires):
    low = [clear(day, factors={"low-sugar": "yes"}) for day in days]
    assert urgency_of(prompts(check_ins=low), "R53") == ("soon" if fires else None)
