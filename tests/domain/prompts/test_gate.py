"""The gate before a supplement: one yes or one unknown closes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.content.medicines import class_to_confirm
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
    "name",
    [
        "Magnesium citrate", "vitamin D", "Iron", "K2", "Salt", "Tonic water", "B-complex", "MAGNESIUM", "magnésium",
        "Epsom salts", "milk of magnesia", "potassium gluconate", "KCl", "Kalium", "salt substitute", "LoSalt",
        "calcium carbonate", "calcitriol", "colecalciferol", "cholecalciferol 1000", "ergocalciferol", "vit D",
        "Vit. K", "vitamin_d3", "D3", "ferrous fumarate", "ferric maltol", "iron tablets", "menaquinone", "MK-7",
        "phytomenadione", "thiamine", "B12", "folic acid", "multivitamin", "multi-mineral", "zinc", "electrolyte drink",
        "oral rehydration salts", "isotonic drink", "salt tablets", "sodium chloride tablets", "quinine sulphate",
        "hydroquinine", "Chinin", "cinchona bark", "Indian tonic", "bitter lemon", "food supplement", "my supplement",
    ],
)  # fmt: skip
def test_these_are_behind_the_gate(name):
    assert is_gated(name)


@pytest.mark.parametrize(
    "name",
    ["Stretching", "Environment", "Late shift", "New pillow", "Ironing", "calcium channel blocker", "quinapril",
     "quinidine", "Vitality walk", "Dog walk", "Basalt stones", ""],
)  # fmt: skip
def test_these_are_not(name):
    assert not is_gated(name)


# --- What is not known never opens it

FACTS = {
    "profile.birth_year": (1960, 2012),
    "profile.pregnant": (False, True),
    "profile.conditions": ([], ["kidney"]),
    "SQ39.breastfeeding": (False, True),
    "SQ39.thinner": (False, True),
    "SQ39.pressure": (False, True),
    "SQ39.sparing": (False, True),
    "SQ39.rhythm": (False, True),
}
answered = st.fixed_dictionaries({fact: st.sampled_from([None, *values]) for fact, values in FACTS.items()})


def gate_after(told):
    answers = [said(fact, value) for fact, value in told.items() if value is not None]
    if any(fact.startswith("SQ39") for fact in told):
        answers.append(said("SQ39", True, 0.01))
    return supplement_gate(diary(answers=answers), TODAY)


@given(answered)
def test_the_gate_is_open_only_after_a_no_to_everything(told):
    nothing_holds = all(told[fact] == no for fact, (no, _) in FACTS.items())
    assert gate_after(told).is_closed is not nothing_holds


@given(answered, st.sampled_from([*FACTS]))
def test_an_answer_that_is_left_open_is_listed_and_one_more_yes_never_opens_the_gate(told, fact):
    without = gate_after(told | {fact: None})
    assert fact in without.unanswered
    assert gate_after(told | {fact: FACTS[fact][1]}).is_closed


@pytest.mark.parametrize(
    ("profile", "reasons", "unanswered"),
    [
        ({"birth_year": 1960, "sex": "male"}, (), ("profile.conditions",)),
        (ADULT | {"conditions": ["diabetes"]}, (), ()),
        (ADULT | {"conditions": ["dialysis"]}, ("kidney disease or dialysis",), ()),
    ],
)
def test_kidneys_of_which_nothing_was_said_are_unknown(profile, reasons, unanswered):
    found = gate(NONE_HOLDS, profile=profile)
    assert (found.reasons, found.unanswered) == (reasons, unanswered)


@pytest.mark.parametrize(
    ("name", "fields", "is_closed"),
    [
        ("Coumadin", {}, True),
        ("Coumadin", {"drug_class": DrugClass.NONE}, False),
        ("Coumadin", {"stopped_on": TODAY}, False),
        ("warfarine", {}, True),
        ("my heart pill", {}, False),
    ],
)
def test_what_may_be_a_blood_thinner_by_its_name_is_unknown_until_it_is_confirmed(name, fields, is_closed):
    held = diary(answers=[NONE_HOLDS], profile=ADULT, medicines=[medicine(name, 9, **fields)])
    found = supplement_gate(held, TODAY, class_to_confirm)
    assert found.is_closed is is_closed
    assert found.unanswered == (("medicine.drug_class",) if is_closed else ())
