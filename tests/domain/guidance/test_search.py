"""The search index: what is found, in which order, and what a slip of the finger or another word changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.guidance.search import (
    LONGEST_QUERY,
    Entry,
    Index,
    Lexicon,
    allowed_typos,
    distance,
    parse_lexicon,
    stems,
)

LEXICON = parse_lexicon(
    {"stop_words": ["my", "the", "does"], "synonyms": {"charley horse": ["cramp"], "kid": ["child"]}}
)
ENTRIES = (
    Entry(
        "calf",
        "Calf cramps",
        ("lower leg",),
        "A knot in the calf.",
        "Straighten the knee. Magnesium is no help.",
    ),
    Entry(
        "magnesium", "Magnesium", ("magnesium citrate",), "What trials found.", "It does little for cramps."
    ),
    Entry("child", "Children", ("growing pains",), "Pains at night.", "Both legs ache in the evening."),
)
INDEX = Index(ENTRIES, LEXICON)
words = st.text(st.characters(codec="utf-8"), max_size=60)


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("Cramps", "cramping"),
        ("calves", "calf"),
        ("veins", "vein"),
        ("stretches", "stretching"),
        ("swimming", "swim"),
        ("Crème", "creme"),
        ("can't", "cant"),
        ("arteries", "artery"),
    ],
)
def test_endings_accents_and_capitals_make_no_difference(written, same):
    assert stems(written) == stems(same)


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("cramp", "cramp", 0),
        ("carmp", "cramp", 1),
        ("cramo", "cramp", 1),
        ("crmp", "cramp", 1),
        ("magnesuim", "magnesium", 1),
        ("abc", "xyz", 3),
    ],
)
def test_slips_are_counted_a_swap_as_one(one, other, slips):
    assert distance(one, other, 3) == slips


@given(st.text("abc", max_size=7), st.text("abc", max_size=7))
def test_the_distance_is_the_same_both_ways_and_zero_only_for_the_same_word(one, other):
    assert distance(one, other, 9) == distance(other, one, 9)
    assert (distance(one, other, 9) == 0) == (one == other)
    assert distance(one, other, 1) == min(distance(one, other, 9), 2)


def test_short_words_must_be_typed_as_they_are():
    assert [allowed_typos(word) for word in ("k2", "leg", "calf", "magnesi", "magnesiu")] == [0, 0, 1, 1, 2]


def test_a_title_counts_more_than_a_word_in_the_text():
    assert INDEX.find("magnesium") == ["magnesium"]  # beside it, the word in the text of another is too faint
    assert INDEX.find("knee") == ["calf"]


def test_a_misspelt_word_finds_what_was_meant():
    assert INDEX.find("magnesuim")[0] == "magnesium"
    assert INDEX.find("magnezium citrat")[0] == "magnesium"


def test_the_beginning_of_a_word_is_enough():
    assert INDEX.find("magn")[0] == "magnesium"


def test_another_word_for_the_same_finds_it():
    assert INDEX.find("kid") == ["child"]
    assert INDEX.find("my charley horse") == INDEX.find("cramp")


def test_a_name_that_stands_whole_in_the_query_comes_first():
    assert INDEX.find("growing pains in the calf")[0] == "child"


def test_words_that_say_nothing_count_only_where_there_are_no_others():
    assert INDEX.find("does the knee") == INDEX.find("knee")
    assert "calf" in INDEX.find("the")


def test_words_of_no_text_find_nothing():
    assert INDEX.find("zzzzz") == []
    assert INDEX.find("") == []


def test_a_word_that_is_known_elsewhere_is_not_taken_for_a_slip():
    assert Index(ENTRIES, LEXICON).find("chill") == ["child"]
    assert Index(ENTRIES, LEXICON, frozenset({"chill"})).find("chill") == []


def test_a_query_is_about_what_it_names():
    assert INDEX.named("does magnesium help") == ["magnesium"]
    assert INDEX.named("pains at night") == []


def test_only_so_many_are_returned():
    assert len(INDEX.find("cramps")) == 2
    assert len(INDEX.find("cramps", limit=1)) == 1


def test_an_index_of_nothing_finds_nothing():
    assert Index((), Lexicon(frozenset(), {})).find("cramp") == []


@given(words)
def test_whatever_is_typed_finds_each_entry_once_and_the_same_again(query):
    found = INDEX.find(query)
    assert len(found) == len(set(found))
    assert set(found) <= {entry.key for entry in ENTRIES}
    assert INDEX.find(query) == found


def test_only_the_beginning_of_a_very_long_query_counts():
    assert INDEX.find("zz " * LONGEST_QUERY + "magnesium") == []
