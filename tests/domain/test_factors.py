"""What a factor makes of an answer."""

import pytest

from diary.domain.factors import FACTOR_BY_ID, FACTORS, own_factor

STEPS = own_factor("own-steps", "Steps", cut=8000)


@pytest.mark.parametrize("factor", FACTORS, ids=lambda factor: factor.id)
def test_the_cut_parts_the_scale_and_is_never_searched_for(factor):
    said = {factor.is_present(value) for value, _ in factor.scale}
    assert said == {True, False}


@pytest.mark.parametrize("said", [True, False])
def test_a_file_may_say_present_or_absent_where_the_scale_says_more(said):
    alcohol = FACTOR_BY_ID["alcohol"]
    assert alcohol.is_present(said) is said
    assert alcohol.answer_words(said) == ("Yes" if said else "No")


def test_what_is_not_on_the_scale_is_unknown():
    assert FACTOR_BY_ID["alcohol"].is_present("a lot") is None
    assert FACTOR_BY_ID["alcohol"].is_present(None) is None
    assert STEPS.is_present("yes") is None


def test_a_number_counts_from_the_cut_on():
    assert [STEPS.is_present(steps) for steps in (0, 7999.5, 8000, 12000)] == [False, False, True, True]
