"""Medicines, quinine and alcohol: which class counts, before and after a change, units and nights."""

from datetime import timedelta
from uuid import UUID

import pytest

from diary.domain.entries import CheckIn, Medicine
from diary.domain.prompts import first_day_needed
from diary.domain.vocabulary import DrugClass
from tests.domain.prompts.cases import (
    TODAY,
    diary,
    fired,
    medicine,
    prompts,
    said,
    urgency_of,
    waits_for,
    weeks,
)

# --- R36 (K15) -----------------------------------------------------------------------------------------


def changed(before, after, name="Indapamide", answers=(), **fields):
    """Four weeks with `before` cramp nights each, a change, and four weeks with `after` each."""
    return prompts(
        **weeks(*[before] * 4, *[after] * 4),
        medicines=[medicine(name, 27, **fields)],
        answers=[said("SQ21", False), *answers],
    )


@pytest.mark.parametrize(
    ("before", "after", "urgency"),
    [(0, 1, "routine"), (1, 2, "routine"), (2, 3, "routine"), (3, 4, None), (1, 1, None), (0, 0, None)],
)
def test_half_as_many_again_after_a_change_is_worth_a_question(before, after, urgency):
    assert urgency_of(changed(before, after), "R36") == urgency


def test_the_cause_has_both_counts_with_their_nights_and_the_days_since():
    prompt = fired(changed(1, 3), "R36")
    assert prompt.cause == (
        "Indapamide was started on 26 October, 27 days ago. 4 cramps on 28 nights noted in the eight weeks before it, "
        "12 cramps on 28 nights noted since, or in the last eight weeks. This change is not older than 90 days."
    )
    assert (prompt.count, prompt.facts) == (12, {"medicine": "Indapamide"})


@pytest.mark.parametrize(
    ("name", "drug_class", "fires", "unsettled"),
    [
        ("Indapamide", None, True, ("medicine.drug_class",)),
        ("Indapamide", DrugClass.THIAZIDE, True, ()),
        ("Indapamide", DrugClass.NONE, False, ()),
        ("My blood pressure tablet", None, False, ()),
        ("My blood pressure tablet", DrugClass.LOOP, True, ()),
        ("Warfarin", None, False, ()),
    ],
)
def test_the_class_is_what_was_confirmed_else_what_an_international_name_says(
    name, drug_class, fires, unsettled
):
    prompt = fired(changed(1, 3, name, drug_class=drug_class), "R36")
    assert (prompt is not None) is fires
    assert prompt is None or prompt.unsettled == unsettled


def test_a_medicine_that_was_stopped_or_changed_long_ago_is_not_asked_about():
    stopped = changed(1, 3, stopped_on=TODAY - timedelta(days=2))
    assert fired(stopped, "R36") is None
    old = prompts(**weeks(1, 1, 1, 1, 3, 3, 3, 3), medicines=[medicine("Indapamide", 366)])
    assert fired(old, "R36") is None


def test_a_change_of_dose_counts_like_a_start():
    dose = Medicine(
        id=UUID(int=1), name="Furosemide", started_on=TODAY - timedelta(days=900),
        changes=(TODAY - timedelta(days=400), TODAY - timedelta(days=27)),
    )  # fmt: skip
    found = fired(prompts(**weeks(1, 1, 1, 1, 3, 3, 3, 3), medicines=[dose]), "R36")
    assert found.cause.startswith("Furosemide was changed on 26 October")


def test_of_several_changes_the_latest_after_which_cramps_became_more_is_named():
    dates = [TODAY - timedelta(days=days) for days in (83, 27)]
    dose = Medicine(
        id=UUID(int=1), name="Furosemide", started_on=TODAY - timedelta(days=900), changes=tuple(dates)
    )
    found = fired(prompts(**weeks(*[1] * 8, *[3] * 8, *[6] * 4), medicines=[dose]), "R36")
    assert found.cause.startswith("Furosemide was changed on 26 October")
    found = fired(prompts(**weeks(*[1] * 8, *[3] * 12), medicines=[dose]), "R36")
    assert found.cause.startswith("Furosemide was changed on 31 August")


def test_a_medicine_that_was_stopped_and_is_taken_again_is_asked_about_from_its_new_start():
    before = medicine("Indapamide", 300, stopped_on=TODAY - timedelta(days=200))
    found = fired(
        prompts(**weeks(1, 1, 1, 1, 3, 3, 3, 3), medicines=[before, medicine("Indapamide", 27)]), "R36"
    )
    assert found.cause.startswith("Indapamide was started on 26 October")


@pytest.mark.parametrize(("days", "is_recent"), [(27, True), (90, True), (91, False)])
def test_a_change_of_the_last_ninety_days_is_said_to_be_recent(days, is_recent):
    since = [1] * 8 + [3] * (days // 7 + 1)
    held = weeks(*since, last_days_ago=days % 7 - 6)
    held = {
        "episodes": [e for e in held["episodes"] if e.day <= TODAY],
        "check_ins": [c for c in held["check_ins"] if c.day <= TODAY],
    }
    found = fired(prompts(**held, medicines=[medicine("Indapamide", days)]), "R36")
    assert found.cause.endswith("This change is not older than 90 days.") is is_recent


def test_too_few_known_nights_before_it_leave_the_rule_open():
    few = prompts(**weeks(1, 1, 1, 3, 3, 3, 3), medicines=[medicine("Indapamide", 27)])
    assert waits_for(few, "R36") == ("SQ21", "diary.nights")


@pytest.mark.parametrize(
    ("sign", "urgency"),
    [("SQ17.thinner", "soon"), ("SQ11.weak", "soon"), ("SQ15", "soon"), ("SQ16", "routine")],
)
def test_a_statin_with_weakness_is_for_a_visit_soon(sign, urgency):
    question = sign.partition(".")[0]
    answers = [said(key, True) for key in dict.fromkeys((question, sign))]
    assert urgency_of(changed(1, 3, "Simvastatin", answers), "R36") == urgency
    assert urgency_of(changed(1, 3, "Indapamide", answers), "R36") == "routine"


def test_yes_to_worse_after_it_needs_no_counts_and_names_the_medicine_when_it_is_known():
    worse = [said("SQ21", True), said("SQ21.worse", True)]
    found = fired(prompts(answers=worse), "R36")
    assert (found.urgency, found.facts) == ("routine", {"medicine": "a medicine"})
    named = fired(prompts(answers=worse, medicines=[medicine("Salmeterol", 100)]), "R36")
    assert named.facts == {"medicine": "Salmeterol"}
    assert waits_for(prompts(answers=[said("SQ21", True)]), "R36") == ("SQ21.worse",)
    assert waits_for(prompts(answers=[said("SQ21", True), said("SQ21.worse", False)]), "R36") is None


# --- R50 -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "days", "fires"),
    [
        ("Quinine sulfate", 28, True),
        ("Quinine sulfate", 27, False),
        ("Tonic water", 0, True),
        ("Quinapril", 99, False),
    ],
)
def test_quinine_is_reviewed_after_four_weeks_and_tonic_water_at_once(name, days, fires):
    found = prompts(medicines=[medicine(name, days)])
    assert urgency_of(found, "R50") == ("mention" if fires else None)


def test_quinine_without_a_start_leaves_the_review_open():
    assert waits_for(prompts(medicines=[Medicine(id=UUID(int=1), name="Quinine")]), "R50") == (
        "medicine.started_on",
    )


# --- R43 (K16) -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "fires", "waits"),
    [
        ({}, False, ("SQ24",)),
        ({"SQ24": 15}, True, None),
        ({"SQ24": 6}, False, None),
        ({"SQ24": 10}, False, ("SQ24.beer", "SQ24.wine", "SQ24.spirits")),
        ({"SQ24.beer": 7, "SQ24.wine": 0, "SQ24.spirits": 0}, True, None),
        ({"SQ24.beer": 6, "SQ24.wine": 0, "SQ24.spirits": 0}, False, None),
        ({"SQ24.beer": 6}, False, ("SQ24.wine", "SQ24.spirits")),
        ({"SQ24.beer": 3, "SQ24.wine": 3, "SQ24.spirits": 1}, True, None),
        ({"SQ24.beer": 0, "SQ24.wine": 0, "SQ24.spirits": 14}, False, None),
    ],
)
def test_units_are_counted_by_kind_and_an_open_kind_is_never_none(told, fires, waits):
    found = prompts(answers=[said(kind, number) for kind, number in told.items()])
    assert (fired(found, "R43") is not None, waits_for(found, "R43")) == (fires, waits)


def test_what_was_told_about_alcohol_speaks_for_ninety_days():
    assert fired(prompts(answers=[said("SQ24", 30, 90)]), "R43") is not None
    assert fired(prompts(answers=[said("SQ24", 30, 91)]), "R43") is None


@pytest.mark.parametrize(
    ("days", "fires"),
    [((0, 1, 2, 3, 6), True), ((0, 1, 2, 3), False), ((0, 1, 2, 3, 7), False), ((14, 15, 16, 17, 18), True)],
)
def test_drinks_on_five_days_of_one_week_count_by_themselves(days, fires):
    drank = [CheckIn(day=TODAY - timedelta(days=day), factors={"alcohol": "1-2"}) for day in days]
    assert (fired(prompts(check_ins=drank), "R43") is not None) is fires


# --- How far back --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "days"),
    [
        ({}, 60),
        ({"profile": {"birth_year": 2019}}, 104),
        ({"medicines": [medicine("Indapamide", 300)]}, 356),
        ({"medicines": [medicine("Indapamide", 365)]}, 421),
        ({"medicines": [medicine("Indapamide", 366)]}, 60),
        ({"medicines": [medicine("Warfarin", 300)]}, 60),
    ],
)
def test_a_diary_is_loaded_as_far_back_as_its_rules_need(parts, days):
    assert (TODAY - first_day_needed(diary(**parts), TODAY)).days == days
