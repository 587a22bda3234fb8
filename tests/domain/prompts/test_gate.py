"""The gate before a supplement: one yes or one unknown closes it."""

import pytest

from diary.domain.prompts.gate import is_gated, supplement_gate
from diary.domain.vocabulary import DrugClass
from tests.domain.prompts.cases import ADULT, TODAY, diary, medicine, said


def gate(*answers, profile=ADULT, medicines=()):
    return supplement_gate(diary(answers=answers, profile=profile, medicines=medicines), TODAY)


SPARING = DrugClass.POTASSIUM_SPARING
NONE_HOLDS = said("SQ39", False)


def test_an_adult_who_said_no_to_all_of_it_may_pass():
    open_gate = gate(NONE_HOLDS)
    assert (open_gate.is_closed, open_gate.reasons, open_gate.unanswered) == (False, (), ())


@pytest.mark.parametrize(
    ("answers", "profile", "medicines", "reason"),
    [
        ([], ADULT | {"conditions": ["kidney"]}, [], "kidney disease or dialysis"),
        ([], ADULT | {"conditions": ["heart_failure"]}, [], "heart failure"),
        ([], ADULT | {"birth_year": 2012}, [], "under 18"),
        ([], {"birth_year": 1990, "pregnant": True, "conditions": []}, [], "pregnant, or just after birth"),
        ([], ADULT, [medicine("Warfarin", 9)], "a blood thinner"),
        ([], ADULT, [medicine("Ramipril", 9)], "an ACE inhibitor or a sartan"),
        ([], ADULT, [medicine("Unknown", 9, drug_class=SPARING)], "a water tablet that keeps potassium"),
        ([said("SQ39", True, -0.1), said("SQ39.rhythm", True, -0.1)], ADULT, [], "a heart rhythm problem"),
    ],
)  # fmt: skip
def test_one_yes_closes_it(answers, profile, medicines, reason):
    found = gate(NONE_HOLDS, *answers, profile=profile, medicines=medicines)
    assert found.is_closed
    assert reason in found.reasons


def test_unknown_closes_it_and_a_list_of_medicines_never_says_no():
    found = gate(profile=ADULT)
    assert found.is_closed
    assert found.reasons == ()
    assert found.unanswered == (
        "SQ39.breastfeeding", "SQ39.thinner", "SQ39.pressure", "SQ39.sparing", "SQ39.rhythm",
    )  # fmt: skip
    nothing = gate(NONE_HOLDS, profile={}).unanswered
    assert nothing == ("profile.pregnant", "profile.birth_year", "profile.conditions")


@pytest.mark.parametrize(
    "name", ["Magnesium citrate", "vitamin D", "Iron", "K2", "Salt", "Tonic water", "B-complex"]
)
def test_these_are_behind_the_gate(name):
    assert is_gated(name)


@pytest.mark.parametrize("name", ["Stretching", "Environment", "Late shift", "New pillow"])
def test_these_are_not(name):
    assert not is_gated(name)
