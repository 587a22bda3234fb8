"""Every letter on paper is drawn by some font, or stands there by its name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.paper.letters import LETTERS, in_letters
from tests.paper.make_letters import code_points, text


def test_the_file_of_letters_fits_the_fonts():
    assert LETTERS.read_text("ascii") == text()


@pytest.mark.parametrize(
    "words",
    [
        "Left calf, 3 of 14 nights – “hard”",
        "Wadenkrämpfe",
        "crampe à 3 h",
        "Νύχτα",
        "ночная судорога",
        "סלאם",
        "تشنج العضلات",
        "夜のこむら返り",
        "밤에 쥐가 남",
        "小腿抽筋",
        "ตะคริว",
        "रात में ऐंठन",
    ],
)
def test_the_scripts_that_people_write_in_stay_as_they_are(words):
    assert in_letters(words) == words


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("ouch 😀", "ouch [grinning face]"),
        ("😀😀", "[grinning face, grinning face]"),
        ("👩🏽‍⚕️ said so", "[woman, staff of aesculapius] said so"),
        ("ᚠ", "[runic letter fehu feoh fe f]"),
        ("\U000f0000", "[U+F0000]"),
    ],
)
def test_a_letter_that_no_font_has_stands_by_its_name(words, named):
    assert in_letters(words) == named


@given(st.text(max_size=60))
def test_what_comes_out_has_nothing_but_letters_of_the_fonts(words):
    known = {chr(point) for point in code_points()}
    ignored = {*"\n\r\t", *map(chr, (*range(0x200B, 0x2010), 0x2060, *range(0xFE00, 0xFE10)))}
    ignored |= {chr(point) for point in (*range(0x1F3FB, 0x1F400), *range(0xE0020, 0xE0080))}
    assert set(in_letters(words)) <= known | ignored


def test_the_letters_of_a_font_are_not_touched_beside_an_emoji():
    assert in_letters("می‌شود 😀") == "می‌شود [grinning face]"
