"""Words in a search that stand for a sign which must not wait."""

import pytest

from diary.domain.guidance.documents import ContentError
from diary.domain.guidance.red_flags import parse_red_flags, raised_by
from diary.domain.vocabulary import Urgency

CHEST, CLOT = FLAGS = parse_red_flags(
    {
        "red_flag": [
            {"urgency": "emergency", "rule": "R02", "phrases": ["chest pain", "cannot breathe"]},
            {"urgency": "same_day", "rule": "R21", "phrases": ["leg swollen"]},
        ]
    }
)


def test_a_flag_names_the_sign_that_it_stands_for():
    assert (CHEST.urgency, CHEST.rule) == (Urgency.EMERGENCY, "R02")


@pytest.mark.parametrize(
    "query",
    ["chest pain", "PAIN in my chest", "cramp and chest pian", "I cannot breathe", "i cannot breath", "chets pain"],
)  # fmt: skip
def test_the_words_of_a_phrase_raise_it_in_any_order_with_a_slip(query):
    assert raised_by(query, FLAGS) == [CHEST]


@pytest.mark.parametrize(
    "query", ["chest", "pain", "", "cramp in my leg", "swollen", "best pain", "chest paid"]
)
def test_half_a_phrase_raises_nothing(query):
    assert raised_by(query, FLAGS) == []


def test_two_signs_are_both_raised_and_a_not_changes_nothing():
    assert raised_by("one leg swollen but no chest pain", FLAGS) == [CHEST, CLOT]


def test_a_misspelt_field_is_refused():
    with pytest.raises(ContentError, match="urgency"):
        parse_red_flags({"red_flag": [{"urgency": "loud", "rule": "R02", "phrases": []}]})
