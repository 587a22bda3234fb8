"""The one rule for free text: what a diary keeps, and what it refuses in words."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.text import ALLOWED_CONTROLS, BIDI_CONTROLS, NOTE_LIMIT, folded, text_problem

REFUSED_CONTROLS = [
    chr(point)
    for point in range(0x110000)
    if unicodedata.category(chr(point)) == "Cc" and chr(point) not in ALLOWED_CONTROLS
]
ORDINARY = st.text(
    st.one_of(
        st.sampled_from(sorted(ALLOWED_CONTROLS)),
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=sorted(BIDI_CONTROLS)),
    ),
    max_size=50,
)


@given(ORDINARY)
def test_any_ordinary_text_is_kept(text):
    assert text_problem(text, 50) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Stood on the cold floor.\r\n\tThen it let go.",
        "İstanbul ısı 日本語 עברית العربية",
        "👩🏽‍⚕️ said: 3\u202f% \u200b<script>alert(1)</script> {{7*7}}",
        "Z̸̢̛͍̗̆a̶lgo",
    ],
)
def test_what_people_really_type_is_kept(text):
    assert text_problem(text, NOTE_LIMIT) is None


@pytest.mark.parametrize("limit", [0, 1, 120, NOTE_LIMIT])
def test_the_limit_itself_is_kept_and_one_more_is_refused(limit):
    assert text_problem("é" * limit, limit) is None
    assert "characters long" in text_problem("é" * (limit + 1), limit)


def test_a_refusal_for_length_says_both_numbers():
    assert text_problem("x" * 12_345, 2000) == "This is 12,345 characters long. Please keep it to 2,000."


@given(ORDINARY, st.sampled_from(REFUSED_CONTROLS), ORDINARY)
def test_a_control_character_anywhere_is_refused(before, control, after):
    assert "control character" in text_problem(before + control + after, 101)


def test_nul_is_a_control_character_that_is_refused():
    assert "\0" in REFUSED_CONTROLS
    assert len(REFUSED_CONTROLS) == 65 - 3


@given(ORDINARY, st.characters(categories=["Cs"]), ORDINARY)
def test_half_a_surrogate_pair_is_refused(before, surrogate, after):
    assert "broken" in text_problem(before + surrogate + after, 101)


@given(ORDINARY, st.sampled_from(sorted(BIDI_CONTROLS)), ORDINARY)
def test_a_character_that_turns_the_reading_direction_is_refused(before, control, after):
    assert "reading direction" in text_problem(before + control + after, 101)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Late shift", "late  SHIFT"),
        ("Late shift", " Late shift? "),
        ("Caf\u00e9", "Cafe\u0301"),
        ("Straße", "STRASSE"),
        ("Ｓｔｅｐｓ", "steps"),
    ],
)
def test_names_that_nobody_could_tell_apart_are_the_same(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Late shift", "Lateshift"), ("Tea", "Tee"), ("Steps", "Steps 2")]
)
def test_names_with_other_letters_differ(one, other):
    assert folded(one) != folded(other)
