from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.entries import Place
from diary.domain.guidance.body import BACK, FRONT, LISTED, MIDLINE, choice, place_of
from diary.domain.vocabulary import Muscle, Side


def test_a_choice_names_the_muscle_and_the_side_when_there_is_one():
    assert choice(Place(Muscle.CALF, Side.LEFT)) == "calf:left"
    assert choice(Place(Muscle.ABDOMEN)) == "abdomen"


@given(st.builds(Place, st.sampled_from(Muscle), st.none() | st.sampled_from(Side)))
def test_what_a_form_writes_is_read_back(place):
    assert place_of(choice(place)) == place


@pytest.mark.parametrize("text", ["", ":", "tail:left", "calf:up", "calf:left:", "Calf", "\x00", "c" * 5000])
def test_what_is_no_place_is_refused(text):
    with pytest.raises(ValueError, match="not a valid"):
        place_of(text)


def test_each_place_stands_once_on_the_outline():
    spots = Counter(choice(place) for place in (*FRONT, *BACK))
    assert set(spots.values()) == {1}
    muscles = {place.muscle for place in (*FRONT, *BACK)}
    assert set(Muscle) - muscles == {Muscle.INNER_THIGH, Muscle.OTHER}


def test_limbs_have_a_left_and_a_right_and_the_middle_has_no_side():
    for muscle, sides in Counter(place.muscle for place in (*FRONT, *BACK)).items():
        assert sides == (1 if muscle in MIDLINE else 2)


def test_the_list_has_every_muscle_with_every_side():
    assert [muscle for muscle, _ in LISTED] == list(Muscle)
    for muscle, places in LISTED:
        assert {place.side for place in places} >= set(Side)
        assert (None in {place.side for place in places}) == (muscle in MIDLINE)
