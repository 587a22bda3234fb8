"""The screening questions: all there, short enough to tap, and strict about what counts as an answer."""

import pytest

from diary.domain.prompts.questions import (
    EPISODE_SIGNS,
    PART_BY_ID,
    QUESTION_BY_ID,
    QUESTIONS,
    WORDING_OF_FIELDS,
    When,
    answer_problem,
    is_known_question,
    question_of,
    which_row,
    words_of,
)
from diary.domain.vocabulary import Condition
from tests.domain.prompts.cases import after

# One row of chips opens after "yes" to these (correction K21).
COMPOUND = {
    "SQ05", "SQ06", "SQ07", "SQ09", "SQ11", "SQ14", "SQ15", "SQ16", "SQ17", "SQ19", "SQ20", "SQ23", "SQ26", "SQ28",
}  # fmt: skip
COUNTED_OVER_ENTRIES = "SQ22"  # R41 waits for three of them


def test_the_questions_stand_in_order():
    assert [question.id for question in QUESTIONS] == [f"SQ{number:02}" for number in range(1, 40)]


@pytest.mark.parametrize("chip", [*(q.chip for q in QUESTIONS), *(p.chip for p in PART_BY_ID.values())])
def test_a_chip_has_at_most_six_words(chip):
    assert 1 <= len(chip.split()) <= 6


def test_every_compound_question_has_parts_and_every_part_belongs_to_its_question():
    assert {question.id for question in QUESTIONS if question.parts} >= COMPOUND
    assert all(part.startswith(f"{question_of(part).id}.") for part in PART_BY_ID)


@pytest.mark.parametrize("question", EPISODE_SIGNS, ids=lambda question: question.id)
def test_no_yes_to_an_offered_sign_meets_silence(question):
    assert banner_after(question.id) is not None or question.id == COUNTED_OVER_ENTRIES
    assert When.EPISODE in question.when


def test_every_question_of_a_cramp_is_offered():
    assert [q for q in QUESTIONS if When.EPISODE in q.when] == list(EPISODE_SIGNS)


@pytest.mark.parametrize(
    "part",
    [part for question in EPISODE_SIGNS for part in question.parts if not part.calms],
    ids=lambda part: part.id,
)
def test_no_yes_to_a_part_of_an_offered_sign_meets_silence(part):
    assert banner_after(part.id) is not None


def banner_after(key):
    return after({key: True}).banner


@pytest.mark.parametrize(
    "key",
    ["SQ01", "SQ37", "SQ14.injured", "SQ15.days", "profile.birth_year", "profile.conditions", "factors.followed",
     "R30.discussed", "R20b.discussed", "R21.seen"],
)  # fmt: skip
def test_these_may_be_answered(key):
    assert is_known_question(key)


@pytest.mark.parametrize(
    "key",
    ["", "SQ40", "SQ00", "SQ01.injured", "sq01", "profile.", "profile.weight", "factors", "R30", "R30.done", "R3.seen",
     "R21.seen\n", "episode.woke", "diary.nights"],
)  # fmt: skip
def test_these_may_not_be_answered(key):
    assert not is_known_question(key)
    assert answer_problem(key, True) == "This question is not known."


MARK = {"on": "2026-10-13", "count": 5, "urgency": "soon"}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("SQ01", True),
        ("SQ14.first", False),
        ("SQ24", 0),
        ("SQ24.wine", 3),
        ("profile.birth_year", 1951),
        ("profile.birth_year", None),
        ("profile.sex", "female"),
        ("profile.pregnant", False),
        ("profile.pregnant", None),
        ("profile.due_on", "2027-01-13"),
        ("profile.due_on", None),
        ("profile.gave_birth_on", "2026-10-13"),
        ("profile.gave_birth_on", None),
        ("profile.smoking", "current"),
        ("profile.smoking", None),
        ("profile.conditions", []),
        ("profile.conditions", [condition.value for condition in Condition]),
        ("factors.followed", ["fluids", "alcohol"]),
        ("R30.discussed", MARK),
        ("R30.discussed", MARK | {"count": None, "urgency": None}),
        ("R21.seen", None),
    ],
)
def test_a_valid_answer_has_no_problem(key, value):
    assert answer_problem(key, value) is None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("SQ01", None),
        ("SQ01", "yes"),
        ("SQ01", 1),
        ("SQ24", True),
        ("SQ24.wine", False),
        ("SQ24", -1),
        ("SQ24", 501),
        ("profile.smoking", "sometimes"),
        ("profile.smoking", True),
        ("profile.birth_year", 1899),
        ("profile.birth_year", 2101),
        ("profile.birth_year", "1951"),
        ("profile.birth_year", True),
        ("profile.birth_year", 1951.0),
        ("profile.sex", "robot"),
        ("profile.sex", ["female"]),
        ("profile.pregnant", "no"),
        ("profile.gave_birth_on", "13/10/2026"),
        ("profile.gave_birth_on", "20261013"),
        ("profile.gave_birth_on", "2026-02-30"),
        ("profile.gave_birth_on", 20261013),
        ("profile.conditions", "dialysis"),
        ("profile.conditions", ["gout"]),
        ("profile.conditions", ["dialysis", "dialysis"]),
        ("profile.conditions", [["dialysis"]]),
        ("factors.followed", None),
        ("factors.followed", ["moon"]),
        ("R30.discussed", "2026-10-13"),
        ("R30.discussed", {"on": "2026-10-13"}),
        ("R30.discussed", MARK | {"on": "yesterday"}),
        ("R30.discussed", MARK | {"count": True}),
        ("R30.discussed", MARK | {"count": -1}),
        ("R30.discussed", MARK | {"urgency": "panic"}),
        ("R30.discussed", MARK | {"more": 1}),
    ],
)
def test_an_answer_of_the_wrong_kind_is_refused_with_a_sentence(key, value):
    assert str(answer_problem(key, value)).endswith(".")


def test_a_confirmed_row_answers_every_part_and_says_no_to_what_was_left_unticked():
    row = which_row(QUESTION_BY_ID["SQ15"], {"SQ15.days"})
    assert row == {"SQ15.sudden": False, "SQ15.days": True, "SQ15.face_speech": False}


def test_everything_a_rule_can_wait_for_has_words():
    assert words_of("SQ01") == "Is one leg swollen, warm, red or darker, or tender all the time?"
    assert words_of("SQ14.first") == "Passed out, or shook all over: first time?"
    assert all(words_of(key) == words for key, words in WORDING_OF_FIELDS.items())
