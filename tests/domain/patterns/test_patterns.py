"""The door of the patterns, and the sentence that sums them up."""

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.entries import Place
from diary.domain.patterns import LEAST_NIGHTS, Period, Share, summarise
from diary.domain.vocabulary import Muscle, Side
from tests.domain.patterns import answered
from tests.domain.patterns.diaries import MONDAY, diary_of, episode, night_characters


def patterns(text, period=Period.ALL, **make):
    diary = diary_of(text, **make)
    return summarise(diary, MONDAY + timedelta(days=len(text)), period)


def left_calf(day, **fields):
    return episode(day, time(2, 30), places=(Place(Muscle.CALF, Side.LEFT),), **fields)


@given(night_characters, st.sampled_from(Period))
def test_every_part_rests_on_the_same_nights_and_entries(text, period):
    found = patterns(text, period)
    assert (
        found.timing.onsets == found.places.known.whole == found.burden.severity.known.whole == found.entries
    )
    assert found.frequency.cramps >= found.entries
    assert found.nights_needed == max(0, LEAST_NIGHTS - found.frequency.known.part)


@given(night_characters)
def test_a_night_nobody_spoke_of_says_nothing(text):
    before, after = patterns(text), patterns(text + "?")
    assert str(before.summary) == str(after.summary)
    assert (before.timing, before.places, before.burden, before.relief) == (
        after.timing,
        after.places,
        after.burden,
        after.relief,
    )


def test_only_the_nights_of_the_period_count():
    found = patterns("1" * 70, Period.FOUR_WEEKS)
    assert found.first == MONDAY + timedelta(weeks=6)
    assert (found.entries, found.frequency.nights) == (28, Share(28, 28))


def test_the_sentence_says_how_often_when_and_where():
    assert str(patterns("1..." * 12, make=left_calf).summary) == (
        "Cramps on 12 of 48 nights noted, mostly between 02:00 and 03:00, mostly in the left calf."
    )


def test_the_sentence_marks_what_a_reader_looks_for():
    found = patterns("1..." * 12, make=left_calf).summary
    assert [phrase.text for phrase in found.phrases if phrase.strong] == [
        "12 of 48",
        "02:00 and 03:00",
        "left calf",
    ]


def test_the_sentence_says_no_more_than_counts_before_fourteen_nights():
    assert str(patterns("1" * 13, make=left_calf).summary) == "Cramps on 13 of 13 nights noted."
    assert "mostly" in str(patterns("1" * 14, make=left_calf).summary)


@pytest.mark.parametrize(
    ("text", "period", "sentence"),
    [
        ("", Period.ALL, "No nights noted yet."),
        ("", Period.FOUR_WEEKS, "No nights noted yet."),
        ("." + "?" * 60, Period.FOUR_WEEKS, "No nights noted in the last 4 weeks."),
        ("." * 20, Period.ALL, "No cramps on the 20 nights noted."),
        (".", Period.ALL, "No cramps on the one night noted."),
        ("1", Period.ALL, "Cramps on 1 of 1 night noted."),
        ("?1.?", Period.ALL, "Cramps on 1 of 2 nights noted."),
    ],
)
def test_the_sentence_counts_nights_and_leaves_out_the_unknown(text, period, sentence):
    assert str(patterns(text, period).summary) == sentence


@pytest.mark.parametrize(
    ("before", "now", "begins", "recent", "earlier"),
    [
        ("......1", "11111..", "More than", "20 of 28 nights", "20 of 140"),
        ("11111..", "......1", "Fewer than", "4 of 28 nights", "100 of 140"),
    ],
)
def test_the_sentence_says_whether_there_were_more(before, now, begins, recent, earlier):
    summary = patterns(before * 20 + now * 4).summary
    assert str(summary).endswith(
        f". {begins} in the weeks before: {recent} in the last 4 weeks, {earlier} in the 20 before."
    )
    assert recent in [phrase.text for phrase in summary.phrases if phrase.strong]


def test_the_sentence_says_shortly_that_no_change_is_clear():
    assert str(patterns("..1..1." * 24).summary).endswith(" No clear change from the weeks before.")


def test_the_sentence_is_silent_about_a_change_that_is_not_known():
    assert "weeks before" not in str(patterns("1......" * 11).summary)


@pytest.mark.parametrize(
    ("factor", "row", "words"),
    [
        ("shoes", "ynnynnynnynn", "A clear pattern: shoes that hurt."),
        ("stretch", "nyynyynyynyy", "A clear pattern, with fewer cramps: bedtime stretch."),
    ],
)
def test_the_sentence_names_what_forms_a_clear_pattern_and_in_which_direction(factor, row, words):
    diary = answered.diary_of("1...1.1....." * 30, {factor: row * 30, "journey": "n" * 360})
    summary = summarise(diary, MONDAY + timedelta(days=360)).summary
    assert str(summary).endswith(f" {words}")
    assert words.split(": ")[1] == f"{summary.phrases[-2].text}."
    assert summary.phrases[-2].strong
