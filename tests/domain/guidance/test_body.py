from collections import Counter

from diary.domain.entries import Place
from diary.domain.guidance.body import BACK, FRONT, LISTED, MIDLINE, choice
from diary.domain.vocabulary import Muscle, Side


def test_a_choice_names_the_muscle_and_the_side_when_there_is_one():
    assert choice(Place(Muscle.CALF, Side.LEFT)) == "calf:left"
    assert choice(Place(Muscle.ABDOMEN)) == "abdomen"


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
