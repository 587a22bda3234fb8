"""Numbers as people write them: read when there is one way to read them, never guessed."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.factors import LARGEST_NUMBER
from diary.domain.numbers import as_typed, number_from

hundredths = st.integers(0, 100 * LARGEST_NUMBER)
MARKS = (" ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{THIN SPACE}", "'", "’", ",", ".")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("8200", 8200),
        (" 8200 ", 8200),
        ("007", 7),
        ("7.5", 7.5),
        ("7,5", 7.5),
        ("7,50", 7.5),
        (".5", 0.5),
        ("0,25", 0.25),
        ("1 200", 1200),
        ("1\N{NARROW NO-BREAK SPACE}200", 1200),
        ("12'345", 12345),
        ("1 200,5", 1200.5),
        ("1,200.5", 1200.5),
        ("1.200,5", 1200.5),
        ("1,000,000", 1_000_000),
        ("1.000.000", 1_000_000),
    ],
)
def test_a_number_that_can_be_read_in_one_way_is_read(text, number):
    assert number_from(text) == number
    assert type(number_from(text)) is type(number)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1,200", "This can be read as 1200 or as 1.20. Please write one of these."),
        ("1.200", "This can be read as 1200 or as 1.20. Please write one of these."),
        ("12,345", "This can be read as 12345 or as 12.34. Please write one of these."),
        ("0.125", "Please write at most two digits after the point."),
        ("1 200.125", "Please write at most two digits after the point."),
        *(
            (text, "Please write only a number, such as 8200 or 7.5.")
            for text in (
                "", " ", "many", "8200 steps", "8k", "1e3", "-1", "+1", "−1", "½", "٣", "８２００", "1_000", "5.", ".",
                "1 2", "12 34", "1,2,3", "1,200,5", "1 200 5", "1 200.5.5", "1,200.000.000", "0 100", "1  200",
                "nan", "inf", "0x10", "1\x00", "1\n2", "9" * 21, "9" * 100_000,
            )
        ),
    ],
    ids=lambda text: repr(text[:20]),
)  # fmt: skip
def test_what_is_no_number_or_could_be_two_is_refused_in_words(text, sentence):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the sentence is compared whole
        number_from(text)
    assert str(refusal.value) == sentence


@given(hundredths)
def test_a_number_that_is_shown_is_read_again(count):
    assert number_from(as_typed(count / 100)) == count / 100


@given(hundredths, st.sampled_from(MARKS), st.sampled_from(".,"))
def test_thousands_and_decimals_in_any_country_are_the_same_number_or_refused(count, mark, point):
    whole, decimals = divmod(count, 100)
    text = f"{whole:,}".replace(",", mark) + f"{point}{decimals:02}"
    try:
        assert number_from(text) == count / 100
    except ValueError:
        assert mark == point
        assert whole >= 1000


@given(st.integers(0, LARGEST_NUMBER), st.sampled_from(MARKS))
def test_a_whole_number_with_its_thousands_parted_is_read_or_refused_never_misread(number, mark):
    text = f"{number:,}".replace(",", mark)
    try:
        assert number_from(text) == number
    except ValueError:
        assert mark in {",", "."}
        assert 1000 <= number < LARGEST_NUMBER


@given(st.one_of(st.text(), st.from_regex(r"[0-9 ,.'’]{1,20}", fullmatch=True)))
def test_no_text_is_a_fault(text):
    with suppress(ValueError):
        assert number_from(text) >= 0
