"""How much runs of nights weaken evidence."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.domain.patterns.dependence import inflation_of, products_of
from diary.domain.patterns.exposure import BLOCK_DAYS, NO, UNKNOWN, YES
from diary.domain.patterns.strata import nights_before, strata_of

few = settings(max_examples=20)
codes = st.sampled_from((NO, YES, UNKNOWN))


def products(outcomes, present):
    kinds = nights_before(outcomes)
    return products_of(outcomes, present, kinds, strata_of(outcomes, present, kinds))


def all_of(found):
    return found.of_blocks(np.ones(found.variance.shape, dtype=bool))


def lasting(rng, stays, diaries, nights, share=0.4):
    cells = rng.random((diaries, nights)) < share
    for night in range(1, nights):
        keeps = rng.random(diaries) < stays
        cells[:, night] = np.where(keeps, cells[:, night - 1], cells[:, night])
    return np.where(cells, YES, NO)


@given(st.data(), st.integers(1, 60))
@few
def test_the_products_are_those_of_every_pair_of_nights_in_a_block(data, nights):
    outcomes = np.array([data.draw(st.lists(codes, min_size=nights + 1, max_size=nights + 1))])
    present = np.array([data.draw(st.lists(codes, min_size=nights, max_size=nights))])
    kinds = nights_before(outcomes)[0]
    known = (present[0] != UNKNOWN) & (outcomes[0, 1:] != UNKNOWN)
    left = np.zeros((2, nights))
    for block in range(-(-nights // BLOCK_DAYS)):
        for kind in range(3):
            here = known & (np.arange(nights) // BLOCK_DAYS == block) & (kinds == kind)
            for row, cells in enumerate((present[0] == YES, outcomes[0, 1:] == YES)):
                left[row, here] = cells[here] - cells[here].mean() if here.any() else 0
    found = all_of(products(outcomes, present))
    for apart in range(BLOCK_DAYS):
        pairs = [
            (night, night + apart)
            for night in range(nights - apart)
            if night // BLOCK_DAYS == (night + apart) // BLOCK_DAYS
        ]
        assert found.pairs[0, apart] == pytest.approx(sum(known[i] & known[j] for i, j in pairs), abs=1e-9)
        for row, sums in enumerate((found.factor, found.cramps)):
            expected = sum(left[row, i] * left[row, j] for i, j in pairs)
            assert sums[0, apart] == pytest.approx(expected, abs=1e-9)
        between = sum(left[0, i] * left[1, j] + left[0, j] * left[1, i] for i, j in pairs) / 2
        assert found.between[0, apart] == pytest.approx(between, abs=1e-9)


def test_separate_nights_are_not_weakened_and_lasting_ones_are_by_what_they_vary_more():
    rng = np.random.default_rng(4)
    outcomes = lasting(rng, 0.0, 300, 365)
    latent = lasting(rng, 0.95, 300, 365)
    spells = np.where(rng.random((300, 365)) < np.where(latent == YES, 0.7, 0.1), YES, NO)
    habit = lasting(rng, 0.9, 300, 364)
    assert inflation_of(all_of(products(outcomes, habit))).mean() < 1.05
    inflation = inflation_of(all_of(products(spells, habit))).mean()
    kinds = nights_before(spells)
    strata = strata_of(spells, habit, kinds)
    whole = np.maximum(strata.exposed + strata.unexposed, 1)
    apart = (strata.exposed_cramps - strata.exposed * strata.cramps / whole).sum(axis=(1, 2))
    observed = apart.var() / products(spells, habit).variance.sum(axis=1).mean()
    assert observed > 1.2
    assert inflation == pytest.approx(observed, rel=0.2)


def test_a_true_link_is_not_taken_for_runs():
    rng = np.random.default_rng(5)
    habit = lasting(rng, 0.8, 200, 364)
    cramps = np.where(rng.random(habit.shape) < np.where(habit == YES, 0.45, 0.12), YES, NO)
    outcomes = np.concatenate([np.full((200, 1), UNKNOWN), cramps], axis=1)
    assert inflation_of(all_of(products(outcomes, habit))).mean() < 1.06


@given(st.lists(st.tuples(codes, codes), min_size=1, max_size=90))
@few
def test_the_inflation_lies_between_one_and_a_block(pairs):
    outcomes, present = (np.array([row]) for row in zip(*pairs, strict=True))
    found = inflation_of(all_of(products(np.concatenate([[[UNKNOWN]], outcomes], axis=1), present)))
    assert 1 <= found[0] <= BLOCK_DAYS


@given(st.lists(st.tuples(codes, codes), min_size=57, max_size=90))
@few
def test_sums_so_far_are_those_over_the_first_blocks(pairs):
    outcomes, present = (np.array([row]) for row in zip(*pairs, strict=True))
    found = products(np.concatenate([[[UNKNOWN]], outcomes], axis=1), present)
    first = found.of_blocks(np.array([[True, True] + [False] * (found.variance.shape[1] - 2)]))
    assert inflation_of(found.so_far())[0, 1] == pytest.approx(inflation_of(first)[0])
