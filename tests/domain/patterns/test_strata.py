"""Which nights are compared with each other."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from diary.domain.patterns.evidence import curves_of
from diary.domain.patterns.exposure import BLOCK_DAYS, NO, UNKNOWN, YES
from diary.domain.patterns.strata import (
    CRAMPS_FOLLOW,
    FACTOR_FOLLOWS,
    follows_week,
    kinds_of,
    nights_before,
    strata_of,
    weekday_counts,
    weekdays,
)

few = settings(max_examples=30)
codes = st.sampled_from((NO, YES, UNKNOWN))


@st.composite
def rows_of_nights(draw):
    """Outcomes, beginning one night early, and two rows of exposures."""
    nights = draw(st.integers(1, 70))
    outcomes = draw(st.lists(codes, min_size=nights + 1, max_size=nights + 1))
    present = [draw(st.lists(codes, min_size=nights, max_size=nights)) for _ in range(2)]
    return np.array([outcomes]), np.array(present)


@given(rows_of_nights(), st.booleans())
@few
def test_every_known_night_is_in_the_stratum_of_its_block_and_kind(nights, weekly):
    outcomes, present = nights
    kinds = weekdays(present.shape[1]) if weekly else nights_before(outcomes)
    found = strata_of(outcomes, present, kinds)
    for row, block, kind in np.ndindex(found.exposed.shape):
        inside = [
            (answer, outcomes[0, night + 1])
            for night, answer in enumerate(present[row])
            if night // BLOCK_DAYS == block and kinds[0, night] == kind and outcomes[0, night + 1] != UNKNOWN
        ]
        place = row, block, kind
        assert found.exposed[place] == sum(answer == YES for answer, _ in inside)
        assert found.unexposed[place] == sum(answer == NO for answer, _ in inside)
        assert found.exposed_cramps[place] == inside.count((YES, YES))
        assert found.cramps[place] == inside.count((YES, YES)) + inside.count((NO, YES))


def test_the_kind_of_a_night_is_the_outcome_of_the_night_before():
    assert nights_before(np.array([[NO, YES, UNKNOWN, NO]])).tolist() == [[0, 1, 2]]


def test_the_order_of_nights_within_a_stratum_does_not_matter():
    # After an unknown night each: every second night is known.
    arranged = {
        tuple(np.round(curves_of(strata_of(outcomes, present, nights_before(outcomes)))[0, 0], 9))
        for order in permutations([(NO, YES), (YES, YES), (NO, NO), (YES, YES)])
        for outcomes, present in [_alternating(order)]
    }
    assert len(arranged) == 1


def _alternating(pairs):
    outcomes, present = [UNKNOWN], []
    for outcome, answer in pairs:
        outcomes += [outcome, UNKNOWN]
        present += [answer, UNKNOWN]
    return np.array([outcomes]), np.array([present])


def test_the_quantiles_are_those_of_chi_squared():
    assert stats.chi2.isf(0.1, 6) == pytest.approx(FACTOR_FOLLOWS, abs=1e-3)
    assert stats.chi2.isf(0.25, 6) == pytest.approx(CRAMPS_FOLLOW, abs=1e-3)


@given(rows_of_nights())
@few
def test_known_nights_are_counted_by_weekday(nights):
    _, present = nights
    known, yes = weekday_counts(present).sum(axis=1).swapaxes(0, 1)
    for weekday in range(7):
        assert known[:, weekday].tolist() == (present[:, weekday::7] != UNKNOWN).sum(axis=1).tolist()
        assert yes[:, weekday].tolist() == (present[:, weekday::7] == YES).sum(axis=1).tolist()


@given(st.lists(st.tuples(st.integers(1, 20), st.integers(0, 20)), min_size=7, max_size=7))
@few
def test_following_the_week_is_the_test_of_scipy(days):
    known, yes = np.array([(no + yes, yes) for no, yes in days]).T
    assume(0 < yes.sum() < known.sum())
    table = np.array([[known, yes]])
    surprise = stats.chi2_contingency([yes, known - yes], correction=False).statistic
    always = np.array([[[10] * 7, [0, 0, 0, 0, 0, 10, 10]]])
    assume(min(abs(surprise - FACTOR_FOLLOWS), abs(surprise - CRAMPS_FOLLOW)) > 1e-9)
    assert follows_week(table, always)[0] == (surprise > FACTOR_FOLLOWS)
    assert follows_week(always, table)[0] == (surprise > CRAMPS_FOLLOW)


def test_weekdays_are_compared_only_where_both_follow_the_week():
    weekly = np.tile([NO, NO, NO, NO, NO, YES, YES], 16)
    daily = np.tile([YES, NO], 56)
    both = np.array([weekly, daily])
    kinds, follows = kinds_of(np.array([[NO, *weekly]]), both, 4)
    assert follows.tolist() == [True, False]
    assert kinds[0].tolist() == (np.arange(112) % 7).tolist()
    assert kinds[1].tolist() == nights_before(np.array([[NO, *weekly]]))[0].tolist()
    assert not kinds_of(np.array([[NO, *daily]]), both, 4)[1].any()


def test_the_running_block_does_not_decide_what_is_compared():
    weekly = np.tile([NO, NO, NO, NO, NO, YES, YES], 16)
    assert not kinds_of(np.array([[NO, *weekly]]), weekly[None], 0)[1].any()
