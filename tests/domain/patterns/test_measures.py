"""Shares and spreads keep what they rest on."""

import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.patterns.measures import Share, Spread, quantile

answers = st.lists(st.one_of(st.none(), st.booleans()), max_size=40)
numbers = st.lists(st.one_of(st.none(), st.integers(0, 600)), max_size=60)


@given(answers)
def test_a_share_counts_yes_among_what_was_answered(given_answers):
    share = Share.of(given_answers)
    assert (share.part, share.whole) == (
        given_answers.count(True),
        len(given_answers) - given_answers.count(None),
    )


@given(answers)
def test_one_more_unknown_changes_no_share(given_answers):
    assert Share.of([*given_answers, None]) == Share.of(given_answers)


def test_nothing_of_nothing_has_no_fraction():
    assert Share(0, 0).fraction is None
    assert Share(0, 4).fraction == 0


@pytest.mark.parametrize(("part", "whole"), [(3, 2), (-1, 2)])
def test_a_part_is_never_larger_than_its_whole(part, whole):
    with pytest.raises(ValueError, match="can not be a part"):
        Share(part, whole)


@given(st.lists(st.integers(0, 600), min_size=1, max_size=60), st.floats(0, 1))
def test_a_quantile_agrees_with_numpy(values, fraction):
    assert quantile(sorted(values), fraction) == pytest.approx(float(np.quantile(values, fraction)))


@given(st.lists(st.integers(0, 600), min_size=2, max_size=60))
def test_a_spread_agrees_with_the_standard_library(values):
    spread = Spread.of(values)
    assert spread.median == pytest.approx(statistics.median(values))
    assert spread.p90 == pytest.approx(statistics.quantiles(values, n=10, method="inclusive")[8])


@given(numbers)
def test_an_unknown_number_changes_only_how_many_were_asked(values):
    before, after = Spread.of(values), Spread.of([*values, None])
    assert (before.median, before.p90, before.known.part) == (after.median, after.p90, after.known.part)
    assert after.known.whole == before.known.whole + 1


def test_no_numbers_have_no_middle():
    assert Spread.of([None, None]) == Spread(Share(0, 2), None, None)
