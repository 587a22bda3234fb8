"""How strongly nights speak, against scipy and against counting everything."""

from math import comb, exp, inf, log

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.discrete.conditional_models import ConditionalLogit
from statsmodels.stats.contingency_tables import StratifiedTable

from diary.domain.patterns import evidence
from diary.domain.patterns.evidence import (
    LOG_ODDS,
    PRIOR_ENDS,
    curves_of,
    estimates,
    intervals,
    log_e_values,
    nights_to_settle,
    prior_of,
    tally_of,
    until_a_look,
)
from diary.domain.patterns.exposure import BLOCK_DAYS, NO, UNKNOWN, YES
from diary.domain.patterns.strata import KINDS, Strata, nights_before

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
    """One block with up to seven strata."""
    filled = [*stratum_tables, *[(0, 0, 0, 0)] * (KINDS - len(stratum_tables))]
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


def test_the_prior_is_a_mirror_image_for_what_is_expected_to_help():
    assert prior_of(np.array(-1)) == pytest.approx(MORE[::-1])
    assert MORE.sum() == pytest.approx(1)
    assert np.exp(np.abs(LOG_ODDS[MORE > 0])).max() == pytest.approx(8)


# --- Mantel and Haenszel --------------------------------------------------------------------------------------------


def drawn_tables(rng, odds, many=60, nights=26):
    for _ in range(many):
        exposed, cramps = int(rng.integers(4, 12)), int(rng.integers(3, 12))
        hits = int(stats.nchypergeom_fisher(nights, exposed, cramps, odds).rvs(random_state=rng))
        yield exposed, nights - exposed, cramps, hits


def two_by_two(table):
    exposed, unexposed, cramps, hits = table
    return np.array([[hits, exposed - hits], [cramps - hits, unexposed - cramps + hits]])


@given(st.integers(0, 10_000), st.sampled_from((0.5, 1.0, 2.0, 4.0)))
@settings(max_examples=10)
def test_over_many_strata_the_estimate_is_near_that_of_mantel_and_haenszel(seed, odds):
    many = list(drawn_tables(np.random.default_rng(seed), odds))
    oracle = StratifiedTable([two_by_two(table) for table in many]).oddsratio_pooled
    assert float(estimates(sum(curve(table) for table in many)[None])[0]) == pytest.approx(oracle, rel=0.06)


@given(st.integers(0, 10_000), st.sampled_from((0.5, 2.0, 4.0)))
@settings(max_examples=10)
def test_the_estimate_is_that_of_conditional_logistic_regression(seed, odds):
    many = list(drawn_tables(np.random.default_rng(seed), odds, many=12, nights=14))
    nights = [
        (stratum, present, cramp)
        for stratum, table in enumerate(many)
        for (present, cramp), count in zip(
            ((1, 1), (1, 0), (0, 1), (0, 0)), two_by_two(table).ravel(), strict=True
        )
        for _ in range(count)
    ]
    strata_, present, cramps = np.array(nights).T
    oracle = float(ConditionalLogit(cramps, present[:, None], groups=strata_).fit(disp=False).params[0])
    assert float(estimates(sum(curve(table) for table in many)[None])[0]) == pytest.approx(
        exp(oracle), rel=0.002
    )


@given(tables())
@settings(max_examples=15)
def test_e_is_the_likelihood_ratio_of_scipy_averaged_over_a_normal_prior(table):
    exposed, unexposed, cramps, hits = table
    inside = LOG_ODDS[np.abs(LOG_ODDS) <= PRIOR_ENDS]
    weights = stats.norm(0.7, 1).pdf(inside)
    law = stats.nchypergeom_fisher(exposed + unexposed, exposed, cramps, np.exp(inside))
    null = stats.hypergeom(exposed + unexposed, exposed, cramps)
    oracle = np.average(law.pmf(hits) / null.pmf(hits), weights=weights)
    assert exp(log_e_values(curve(table), MORE)) == pytest.approx(oracle)


# --- The forecast ---------------------------------------------------------------------------------------------------


def ahead(table, times=1, bar=100.0, narrow=2.5):
    known = (table[0] + table[1]) * times
    goal = evidence.Goal(np.log([bar]), LEVEL, narrow)
    return nights_to_settle(times * curve(table)[None], np.array([known]), MORE[None], goal)[0]


def test_a_strong_link_is_nearer_to_a_verdict_than_a_weak_one():
    strong, weak = (8, 18, 9, 7), (8, 18, 9, 4)
    assert 0 < ahead(strong) < ahead(weak, 3)


def test_the_forecast_shrinks_as_nights_come_in():
    waits = [ahead((10, 16, 8, 3), times) for times in (1, 6, 12, 18)]
    assert waits == sorted(waits, reverse=True)
    assert waits[-1] < waits[0]


@given(tables())
@few
def test_a_higher_bar_is_never_nearer(table):
    waits = [ahead(table, bar=bar, narrow=1.01) for bar in (20, 100, 1000)]
    assert waits == sorted(waits)


@pytest.mark.parametrize("table", [(0, 20, 5, 0), (20, 0, 5, 5), (8, 12, 0, 0), (8, 12, 20, 8), (0, 0, 0, 0)])
def test_the_forecast_is_silent_without_exposed_or_other_nights_and_without_or_only_with_cramps(table):
    assert ahead(table) == inf


def test_the_forecast_is_silent_where_it_would_be_years():
    assert ahead((10, 16, 8, 3), bar=1e300, narrow=1.01) == inf


@pytest.mark.parametrize(
    ("more", "known", "passed", "nights"),
    [
        (1, 56, 56, 28),
        (28, 56, 56, 28),
        (29, 56, 56, 56),
        (7, 30, 60, 12),
        (13, 30, 60, 26),
        (inf, 56, 56, None),
    ],
)
def test_a_forecast_ends_with_a_look(more, known, passed, nights):
    assert until_a_look(more, known, passed) == nights


@given(st.floats(1, 730), st.integers(1, 400), st.integers(0, 400))
def test_a_forecast_is_never_shorter_than_what_is_needed_and_at_most_a_block_longer(more, known, gaps):
    nights = until_a_look(more, known, known + gaps)
    assert more <= nights + 1e-6
    assert nights <= more + BLOCK_DAYS + 1


# --- Runs of nights -------------------------------------------------------------------------------------------------


@given(st.integers(0, 1000), st.sampled_from((0.5, 0.9)))
@few
def test_runs_of_nights_only_ever_take_evidence_away(seed, lasting):
    rng = np.random.default_rng(seed)
    outcomes, present = (runs(rng, lasting, 113)[None] for _ in range(2))
    tally = tally_of(outcomes, present[:, 1:], nights_before(outcomes))
    raw, judged = tally.curves.sum(axis=1), tally.judged(np.ones((1, 4), dtype=bool))
    before, after = (log_e_values(curves, MORE) for curves in (raw, judged))
    assert after[0] <= max(before[0], 0) + 1e-9
    if before[0] >= 0:
        (low, high), (lower, higher) = (
            intervals(curves, log_e, LEVEL) for curves, log_e in ((raw, before), (judged, after))
        )
        assert lower[0] <= low[0] + 1e-9
        assert higher[0] >= high[0] - 1e-9


def runs(rng, lasting, nights):
    codes = np.where(rng.random(nights) < 0.4, YES, NO)
    for night in range(1, nights):
        if rng.random() < lasting:
            codes[night] = codes[night - 1]
    return codes


def test_two_factors_that_come_together_or_apart_are_correlated():
    first = [YES, NO, YES, NO, NO, YES] * 5
    apart = [YES if code == NO else NO for code in first]
    always, unknown = [YES] * 30, [UNKNOWN] * 30
    found = evidence.correlations([first, list(first), apart, always, unknown], 14)
    assert found[0] == pytest.approx([1, 1, -1, 0, 0])
    assert evidence.correlations([first[:12], first[:12]], 14)[0][1] == 0


@given(st.lists(st.tuples(codes, codes), min_size=3, max_size=40))
@few
def test_the_correlation_is_that_of_numpy(pairs):
    known = np.array([pair for pair in pairs if UNKNOWN not in pair])
    assume(len(known) > 1 and np.ptp(known, axis=0).all())
    found = evidence.correlations(list(zip(*pairs, strict=True)), 0)
    assert found[0][1] == pytest.approx(np.corrcoef(known.T)[0, 1])


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
