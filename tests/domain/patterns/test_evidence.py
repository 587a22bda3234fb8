"""How strongly nights speak, against scipy and against counting everything."""

from itertools import permutations
from math import comb, exp, inf, log

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from diary.domain.patterns import evidence
from diary.domain.patterns.evidence import (
    LOG_ODDS,
    Strata,
    curves_of,
    estimates,
    intervals,
    log_e_values,
    nights_to_settle,
    prior_of,
    strata_of,
)
from diary.domain.patterns.exposure import BLOCK_DAYS, NO, UNKNOWN, YES

few = settings(max_examples=30)
LEVEL = 0.05
MORE = prior_of(np.array([1]))[0]

margins = st.tuples(st.integers(0, 28), st.integers(0, 28), st.integers(0, 28)).filter(
    lambda m: 1 <= m[0] + m[1] <= BLOCK_DAYS and m[2] <= m[0] + m[1]
)
codes = st.sampled_from((NO, YES, UNKNOWN))


@st.composite
def tables(draw):
    exposed, unexposed, cramps = draw(margins)
    return exposed, unexposed, cramps, draw(st.sampled_from(possible_hits(exposed, unexposed, cramps)))


def possible_hits(exposed, unexposed, cramps):
    return range(max(0, cramps - unexposed), min(exposed, cramps) + 1)


def strata(*stratum_tables):
    """One block with up to three strata."""
    filled = [*stratum_tables, *[(0, 0, 0, 0)] * (3 - len(stratum_tables))]
    return Strata(*(np.array(part)[None, None] for part in zip(*filled, strict=True)))


def curve(*stratum_tables):
    return curves_of(strata(*stratum_tables))[0, 0]


@given(tables())
@few
def test_the_curve_is_fishers_noncentral_hypergeometric_law(table):
    exposed, unexposed, cramps, hits = table
    for place in (0, 120, 192):
        odds = float(np.exp(LOG_ODDS[place]))
        law = stats.nchypergeom_fisher(exposed + unexposed, exposed, cramps, odds)
        null = stats.hypergeom(exposed + unexposed, exposed, cramps)
        assert curve(table)[place] == pytest.approx(law.logpmf(hits) - null.logpmf(hits), abs=1e-8)


@given(tables())
@few
def test_no_link_is_the_reference(table):
    assert curve(table)[len(LOG_ODDS) // 2] == pytest.approx(0, abs=1e-9)


@given(margins, st.sampled_from((1, -1)))
@few
def test_without_a_link_the_mean_of_e_is_one_whatever_the_margins(margin, direction):
    prior = prior_of(np.array(direction))
    null = stats.hypergeom(margin[0] + margin[1], margin[0], margin[2])
    e_values = {hits: exp(log_e_values(curve((*margin, hits)), prior)) for hits in possible_hits(*margin)}
    assert sum(null.pmf(hits) * e for hits, e in e_values.items()) == pytest.approx(1)


@given(margins, margins)
@few
def test_the_mean_of_e_after_a_second_stratum_is_e_after_the_first(first, second):
    hits = possible_hits(*first)[-1]
    null = stats.hypergeom(second[0] + second[1], second[0], second[2])
    later = sum(
        null.pmf(more) * exp(log_e_values(curve((*first, hits), (*second, more)), MORE))
        for more in possible_hits(*second)
    )
    assert later == pytest.approx(exp(log_e_values(curve((*first, hits)), MORE)))


@given(margins, st.integers(48, 144))
@few
def test_the_interval_leaves_out_the_truth_at_most_once_in_twenty(margin, place):
    odds = float(np.exp(LOG_ODDS[place]))
    law = stats.nchypergeom_fisher(margin[0] + margin[1], margin[0], margin[2], odds)
    missed = 0.0
    for hits in possible_hits(*margin):
        found = curve((*margin, hits))[None]
        low, high = intervals(found, log_e_values(found, MORE), LEVEL)
        missed += 0 if low[0] * 0.999 <= odds <= high[0] * 1.001 else law.pmf(hits)
    assert missed <= LEVEL + 1e-9


@given(tables())
@few
def test_the_estimate_is_the_conditional_one_of_scipy(table):
    exposed, unexposed, cramps, hits = table
    others = [[hits, cramps - hits], [exposed - hits, unexposed - cramps + hits]]
    assume(len(possible_hits(exposed, unexposed, cramps)) > 1)
    oracle = stats.contingency.odds_ratio(others, kind="conditional").statistic
    found = float(estimates(curve(table)[None])[0])
    if 1 / 60 < oracle < 60:
        assert found == pytest.approx(oracle, rel=1e-3)
    else:
        assert found < 1 / 60 or found > 60


@given(st.integers(1, 28), st.integers(0, 28), st.sampled_from(("all", "none", "no cramp", "all cramp")))
@few
def test_nights_that_can_not_tell_give_no_estimate(nights, other, kind):
    other = min(other, nights)
    table = {
        "all": (nights, 0, other, other),
        "none": (0, nights, other, 0),
        "no cramp": (other, nights - other, 0, 0),
        "all cramp": (other, nights - other, nights, other),
    }[kind]
    assert np.isnan(estimates(curve(table)[None]))[0]
    assert log_e_values(curve(table), MORE) == pytest.approx(0, abs=1e-9)


@given(tables(), tables())
@few
def test_the_estimate_lies_within_the_interval(first, second):
    found = curve(first, second)[None]
    low, high = intervals(found, log_e_values(found, MORE), LEVEL)
    best = estimates(found)[0]
    assert np.isnan(best) or low[0] <= best <= high[0]


@given(tables())
@few
def test_asking_the_other_way_round_turns_the_curve_round(table):
    exposed, unexposed, cramps, hits = table
    turned = curve((unexposed, exposed, cramps, cramps - hits))
    assert turned == pytest.approx(curve(table)[::-1], abs=1e-7)


@given(margins)
@few
def test_more_hits_never_lower_the_estimate(margin):
    best = [estimates(curve((*margin, hits))[None])[0] for hits in possible_hits(*margin)]
    assert best == sorted(best) or np.isnan(best[0])


def test_no_evidence_gives_an_e_value_of_one_and_an_interval_without_ends():
    empty = curve()[None]
    low, high = intervals(empty, log_e_values(empty, MORE), LEVEL)
    assert (float(low[0]), float(high[0])) == (0, inf)
    assert log_e_values(empty, MORE)[0] == pytest.approx(0)


@given(st.data(), st.integers(1, 70))
@few
def test_every_known_night_is_in_the_stratum_of_its_block_and_of_the_night_before(data, nights):
    outcomes = data.draw(st.lists(codes, min_size=nights + 1, max_size=nights + 1))
    present = data.draw(st.lists(codes, min_size=nights, max_size=nights))
    found = strata_of(np.array(outcomes), np.array([present]))
    for block in range(-(-nights // BLOCK_DAYS)):
        for place, before in enumerate((NO, YES, UNKNOWN)):
            inside = [
                (answer, outcomes[night + 1])
                for night, answer in enumerate(present)
                if night // BLOCK_DAYS == block
                and outcomes[night] == before
                and outcomes[night + 1] != UNKNOWN
            ]
            assert found.exposed[0, block, place] == sum(answer == YES for answer, _ in inside)
            assert found.unexposed[0, block, place] == sum(answer == NO for answer, _ in inside)
            assert found.exposed_cramps[0, block, place] == inside.count((YES, YES))
            assert found.cramps[0, block, place] == inside.count((YES, YES)) + inside.count((NO, YES))


def test_the_order_of_nights_within_a_stratum_does_not_matter():
    # After an unknown night each: every second night is known.
    arranged = {
        tuple(np.round(curves_of(strata_of(outcomes, present))[0, 0], 9))
        for order in permutations([(NO, YES), (YES, YES), (NO, NO), (YES, YES)])
        for outcomes, present in [_alternating(order)]
    }
    assert len(arranged) == 1


def _alternating(pairs):
    outcomes, present = [UNKNOWN], []
    for outcome, answer in pairs:
        outcomes += [outcome, UNKNOWN]
        present += [answer, UNKNOWN]
    return np.array(outcomes), np.array([present])


def test_the_prior_is_a_mirror_image_for_what_is_expected_to_help():
    assert prior_of(np.array(-1)) == pytest.approx(MORE[::-1])
    assert MORE.sum() == pytest.approx(1)
    assert np.exp(np.abs(LOG_ODDS[MORE > 0])).max() == pytest.approx(8)


def goal(bar=100, narrow=2.5):
    return evidence.Goal(log(bar), LEVEL, narrow)


def ahead(table, times=1, **kind):
    known, hits = (table[0] + table[1]) * times, table[3] * times
    return nights_to_settle(times * curve(table), hits, known, MORE, goal(**kind))


def test_a_strong_link_is_nearer_to_a_verdict_than_a_weak_one():
    strong, weak = (8, 18, 9, 7), (8, 18, 9, 4)
    assert 0 < ahead(strong) < ahead(weak, 3)


def test_the_forecast_shrinks_as_nights_come_in():
    waits = [ahead((10, 16, 8, 3), times) or inf for times in (1, 6, 12, 18)]
    assert waits == sorted(waits, reverse=True)
    assert waits[-1] < waits[0]


def test_the_forecast_is_silent_without_evidence_and_where_it_would_be_years():
    assert ahead((0, 20, 5, 0)) is None
    assert ahead((10, 16, 8, 3), bar=1e300, narrow=1.01) is None


def test_two_factors_that_come_together_or_apart_are_inseparable():
    first = [YES, NO, YES, NO, NO, YES] * 5
    apart = [YES if code == NO else NO for code in first]
    other = [YES, YES, NO, NO, YES, NO] * 5
    unknown = [UNKNOWN] * 30
    found = evidence.inseparable([first, list(first), apart, other, unknown], 0.8, 14)
    assert found == [[1, 2], [0, 2], [0, 1], [], []]


@given(st.lists(st.tuples(codes, codes), min_size=3, max_size=40))
@few
def test_inseparable_means_the_correlation_of_numpy(pairs):
    known = np.array([pair for pair in pairs if UNKNOWN not in pair])
    assume(len(known) > 1 and np.ptp(known, axis=0).all())
    phi = np.corrcoef(known.T)[0, 1]
    assume(abs(abs(phi) - 0.5) > 1e-9)
    assert (evidence.inseparable(list(zip(*pairs, strict=True)), 0.5, 0) == [[1], [0]]) == (abs(phi) > 0.5)


def test_the_counts_of_a_stratum_add_up_to_all_arrangements():
    exposed, unexposed, cramps = 5, 7, 4
    ways = [
        comb(exposed, hits) * comb(unexposed, cramps - hits)
        for hits in possible_hits(exposed, unexposed, cramps)
    ]
    chances = [
        exp(log(way) - log(comb(12, 4)) + curve((exposed, unexposed, cramps, hits))[120])
        for hits, way in zip(possible_hits(exposed, unexposed, cramps), ways, strict=True)
    ]
    assert sum(chances) == pytest.approx(1)
