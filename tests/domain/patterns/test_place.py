"""Where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.entries import Place
from diary.domain.patterns.measures import Share
from diary.domain.patterns.place import LEAST_ENTRIES, in_words, places_of
from diary.domain.vocabulary import Muscle, Side
from tests.domain.patterns.diaries import MONDAY, episode

LEFT_CALF, RIGHT_CALF = Place(Muscle.CALF, Side.LEFT), Place(Muscle.CALF, Side.RIGHT)
TOES = Place(Muscle.TOES)

any_place = st.builds(Place, st.sampled_from(Muscle), st.one_of(st.none(), st.sampled_from(Side)))
any_places = st.lists(st.lists(any_place, max_size=4, unique=True), max_size=20)


def places(*entries):
    return places_of([episode(MONDAY, places=tuple(entry)) for entry in entries])


@given(any_places)
def test_each_muscle_counts_each_entry_once(entries):
    found = places(*entries)
    assert found.known == Share(sum(bool(entry) for entry in entries), len(entries))
    for count in found.muscles:
        assert count.entries == sum(any(place.muscle is count.muscle for place in entry) for entry in entries)
    assert {count.muscle for count in found.muscles} == {place.muscle for entry in entries for place in entry}


@given(any_places)
def test_an_entry_without_a_muscle_changes_only_how_many_there_are(entries):
    before, after = places(*entries), places(*entries, [])
    assert (before.muscles, before.mostly, before.known.part) == (
        after.muscles,
        after.mostly,
        after.known.part,
    )
    assert after.known.whole == before.known.whole + 1


@given(any_places)
def test_the_most_frequent_muscle_comes_first(entries):
    counts = [count.entries for count in places(*entries).muscles]
    assert counts == sorted(counts, reverse=True)


def test_left_and_right_in_one_entry_are_both_sides():
    (calf,) = places(
        [LEFT_CALF, RIGHT_CALF], [LEFT_CALF], [Place(Muscle.CALF, Side.BOTH)], [Place(Muscle.CALF)]
    ).muscles
    assert (calf.left, calf.right, calf.both, calf.side_unknown) == (1, 0, 2, 1)


def test_a_side_that_was_given_wins_over_one_that_was_not():
    (calf,) = places([Place(Muscle.CALF), LEFT_CALF]).muscles
    assert (calf.left, calf.side_unknown) == (1, 0)


@pytest.mark.parametrize(
    ("entries", "mostly"),
    [
        ([[LEFT_CALF]] * 7 + [[TOES]] * 5, LEFT_CALF),
        ([[LEFT_CALF]] * 6 + [[RIGHT_CALF]] * 6, Place(Muscle.CALF)),
        ([[LEFT_CALF]] * 6 + [[TOES]] * 6, None),
        ([[LEFT_CALF]] * 11, None),
        ([[LEFT_CALF]] * 11 + [[]], None),
        ([[LEFT_CALF, RIGHT_CALF]] * 12, Place(Muscle.CALF, Side.BOTH)),
    ],
)
def test_mostly_needs_more_than_half_of_twelve_entries(entries, mostly):
    assert LEAST_ENTRIES == 12
    assert places(*entries).mostly == mostly


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (LEFT_CALF, "left calf"),
        (TOES, "toes"),
        (Place(Muscle.TOES, Side.BOTH), "toes on both sides"),
        (Place(Muscle.OTHER, Side.LEFT), "somewhere else on the left"),
    ],
)
def test_a_place_fits_into_a_sentence(place, said):
    assert in_words(place) == said
