"""Each cramp night against its own control days."""

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from diary.domain.patterns.association import Direction, Verdict
from diary.domain.patterns.case_crossover import LEAST_SETS, crossover_findings
from tests.domain.patterns.answered import day, diary_of

WEEK = 7


def woven(sets):
    """A diary of one cramp every five weeks with its control days: (case, controls) as "y" and "n" each."""
    nights, row = "", ""
    for case, controls in sets:
        weeks = [*controls.rjust(4, "-"), case]
        nights += "".join(("1" if i == 4 else "?") + "?" * (WEEK - 1) for i in range(5))
        row += "".join(answered + "-" * (WEEK - 1) for answered in weeks)
    return diary_of(nights, {"shoes": row}), len(nights)


def finding(sets):
    diary, nights = woven(sets)
    return {found.factor.id: found for found in crossover_findings(diary, day(nights))}["shoes"]


matched_sets = st.lists(
    st.tuples(st.sampled_from("yn"), st.text("yn", min_size=1, max_size=4)), min_size=LEAST_SETS, max_size=25
)


@given(matched_sets)
@settings(max_examples=30)
def test_every_cramp_night_stands_against_its_own_days(sets):
    found = finding(sets)
    assert (found.cramp_nights.part, found.cramp_nights.whole) == (
        sum(case == "y" for case, _ in sets),
        len(sets),
    )
    controls = "".join(controls for _, controls in sets)
    assert (found.control_days.part, found.control_days.whole) == (controls.count("y"), len(controls))


def conditional_logit(sets):
    """The log odds that maximise the conditional likelihood."""

    def loss(beta):
        return -sum(
            beta * (case == "y")
            - np.log(np.exp(beta * (case == "y")) + sum(np.exp(beta * (c == "y")) for c in controls))
            for case, controls in sets
        )

    return optimize.minimize_scalar(loss, bounds=(-6, 6), method="bounded", options={"xatol": 1e-8}).x


@given(matched_sets)
@settings(max_examples=30)
def test_the_estimate_is_that_of_conditional_logistic_regression(sets):
    found, oracle = finding(sets).odds_ratio, conditional_logit(sets)
    mixed = [(case, controls) for case, controls in sets if len({case, *controls}) > 1]
    if not mixed:
        assert found is None
    elif abs(oracle) < np.log(60):
        assert found == pytest.approx(np.exp(oracle), rel=1e-3)
    else:
        assert found in {0, inf}


def test_a_night_that_always_had_it_has_an_infinite_estimate_and_an_interval_with_one_end():
    found = finding([("y", "nnnn")] * 14)
    assert found.odds_ratio == inf
    assert found.interval[1] == inf
    assert found.interval[0] > 1
    assert found.verdict is Verdict.CLEAR
    assert found.direction is Direction.MORE


def test_below_a_dozen_cramp_nights_nothing_is_estimated():
    found = finding([("y", "nnnn")] * (LEAST_SETS - 1))
    assert (found.verdict, found.odds_ratio, found.e_value) == (Verdict.TOO_EARLY, None, 1)
    assert found.interval == (0, inf)
    assert found.cramp_nights_needed == 1
    assert finding([("y", "nnnn")] * LEAST_SETS).cramp_nights_needed == 0


def test_a_day_is_a_control_once_and_a_cramp_night_never():
    nights = ("1" + "?" * 6) * 5
    found = crossover_findings(diary_of("?" * 14 + nights, {"shoes": ("n" + "-" * 6) * 7}), day(49))[-1]
    assert found.control_days.whole == 2
    assert found.cramp_nights.whole == 1


def test_a_day_farther_back_than_four_weeks_is_no_control():
    row = "y" + "-" * 34 + "y"
    found = crossover_findings(diary_of("?" * 35 + "1", {"shoes": row}), day(36))[-1]
    assert found.cramp_nights.whole == 0


def test_whoever_says_how_the_nights_were_needs_no_control_days():
    diary, nights = woven([("y", "nnnn")] * 14)
    assert crossover_findings(diary, day(nights))
    assert not crossover_findings(diary_of("." * nights, {"shoes": "yn" * (nights // 2)}), day(nights))
    assert not crossover_findings(diary_of(""), day(0))


def test_chance_is_hardly_ever_called_clear():
    rng = np.random.default_rng(4)
    clear = 0
    for _ in range(60):
        sets = [("yn"[x], "".join("yn"[c] for c in rng.integers(0, 2, 4))) for x in rng.integers(0, 2, 40)]
        clear += finding(sets).verdict is Verdict.CLEAR
    assert clear <= 4
