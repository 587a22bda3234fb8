"""Each cramp night against its own control days."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from math import exp, inf, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, optimize, stats

from diary.domain.entries import CheckIn, Diary
from diary.domain.patterns.association import Direction, Verdict
from diary.domain.patterns.case_crossover import (
    ASKED,
    FORGETTING,
    LEAST_DAYS_APART,
    LEAST_SETS,
    WEEKS_BACK,
    crossover_findings,
    crossover_progress,
    matched_days,
    notes_nights,
)
from diary.domain.patterns.evidence import PRIOR_MEAN
from diary.domain.patterns.exposure import NO, UNKNOWN, YES
from tests.bench.simulated import STRONG, diary_from, simulate
from tests.domain.patterns.answered import answer, day, diary_of
from tests.domain.patterns.diaries import MONDAY
from tests.domain.patterns.diaries import diary_of as nights_alone

WEEK = 7
MOST_CONTROLS = len(WEEKS_BACK)


def woven(sets):
    """A diary of one cramp every four weeks with its control days: (case, controls) as "y" and "n" each."""
    nights, row = "", ""
    for case, controls in sets:
        weeks = [*controls.rjust(MOST_CONTROLS, "-"), case]
        nights += "".join(("1" if i == MOST_CONTROLS else "?") + "?" * (WEEK - 1) for i in range(len(weeks)))
        row += "".join(answered + "-" * (WEEK - 1) for answered in weeks)
    return diary_of(nights, {"shoes": row}), len(nights)


def finding(sets):
    diary, nights = woven(sets)
    return {found.factor.id: found for found in crossover_findings(diary, day(nights))}["shoes"]


matched_sets = st.lists(
    st.tuples(st.sampled_from("yn"), st.text("yn", min_size=1, max_size=MOST_CONTROLS)),
    min_size=LEAST_SETS,
    max_size=25,
)
# Every cramp night with the factor and none of the others, or the other way round.
separated_sets = st.builds(
    lambda case, sizes: [(case, ("n" if case == "y" else "y") * size) for size in sizes],
    st.sampled_from("yn"),
    st.lists(st.integers(1, MOST_CONTROLS), min_size=LEAST_SETS, max_size=25),
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


# --- The likelihood, written out ------------------------------------------------------------------------------------


def log_likelihood(sets, beta):
    """Conditional logistic regression: the chance that of the days of a set it was the cramp's that had the cramp."""

    def weight(answered):
        return exp(beta * (answered == "y"))

    return sum(log(weight(case) / sum(map(weight, [case, *controls]))) for case, controls in sets)


def evidence_written_out(sets):
    """The likelihood ratio against no link, averaged over the prior by numerical integration."""
    prior = stats.truncnorm(-log(8) - PRIOR_MEAN, log(8) - PRIOR_MEAN, loc=PRIOR_MEAN)
    null = log_likelihood(sets, 0)
    return integrate.quad(
        lambda b: exp(log_likelihood(sets, b) - null) * prior.pdf(b), -log(8), log(8), limit=200
    )[0]


def forgetting_written_out(sets):
    """The largest likelihood ratio against no link that an odds ratio has which forgetting alone may bring."""
    return max(
        exp(log_likelihood(sets, b) - log_likelihood(sets, 0)) for b in np.linspace(0, log(FORGETTING), 50)
    )


def end_written_out(sets, e_value, best, outside):
    """Where the likelihood ratio of the averaged odds against these odds reaches 20, or None up to `outside`."""

    def height(beta):
        return log_likelihood(sets, beta) - log_likelihood(sets, 0) - log(e_value / 20)

    return optimize.brentq(height, best, outside) if height(outside) < 0 else None


@given(matched_sets | separated_sets)
@settings(max_examples=60)
def test_estimate_interval_and_e_value_are_those_of_conditional_logistic_regression(sets):
    found = finding(sets)
    if not [one for one in sets if len({one[0], *one[1]}) > 1]:
        assert (found.odds_ratio, found.e_value, found.interval) == (None, pytest.approx(1), (0, inf))
        return
    against_none = evidence_written_out(sets)
    against_both = log(against_none / forgetting_written_out(sets))
    assert log(found.e_value) == pytest.approx(against_both, rel=0.02, abs=0.15)
    best = optimize.minimize_scalar(
        lambda b: -log_likelihood(sets, b), bounds=(-6, 6), method="bounded", options={"xatol": 1e-8}
    ).x
    if abs(best) < log(60):
        assert found.odds_ratio == pytest.approx(exp(best), rel=1e-3)
    else:
        assert found.odds_ratio in {0, inf}
    low, high = (end_written_out(sets, against_none, best, outside) for outside in (-log(64), log(64)))
    assert found.interval[0] == (0 if low is None else pytest.approx(exp(low), rel=0.02))
    assert found.interval[1] == (inf if high is None else pytest.approx(exp(high), rel=0.02))


def test_a_night_that_always_had_it_has_an_infinite_estimate_and_an_interval_with_one_end():
    found = finding([("y", "nnn")] * 14)
    assert found.odds_ratio == inf
    assert found.interval[1] == inf
    assert found.interval[0] > 1
    assert found.verdict is Verdict.CLEAR
    assert found.direction is Direction.MORE


def test_below_a_dozen_cramp_nights_nothing_is_estimated():
    found = finding([("y", "nnn")] * (LEAST_SETS - 1))
    assert (found.verdict, found.odds_ratio, found.e_value) == (Verdict.TOO_EARLY, None, 1)
    assert found.interval == (0, inf)
    assert found.cramp_nights_needed == 1
    assert finding([("y", "nnn")] * LEAST_SETS).cramp_nights_needed == 0


# --- Which days are compared ----------------------------------------------------------------------------------------

outcomes_and_answers = st.lists(st.tuples(st.sampled_from([YES, UNKNOWN, NO]), st.booleans()), max_size=120)


@given(outcomes_and_answers)
def test_a_cramp_night_stands_against_earlier_days_of_its_weekday_and_no_day_is_used_twice(nights):
    outcomes, usable = [outcome for outcome, _ in nights], [known for _, known in nights]
    matched = list(matched_days(outcomes, usable))
    days = [one for night, controls in matched for one in (night, *controls)]
    assert len(days) == len(set(days))
    assert all(usable[one] for one in days)
    for night, controls in matched:
        assert outcomes[night] == YES
        assert controls
        assert all(outcomes[one] != YES for one in controls)
        assert {(night - one) / WEEK for one in controls} <= set(WEEKS_BACK)
    cramps = [night for night, _ in matched]
    assert all(later - earlier >= LEAST_DAYS_APART for earlier, later in pairwise(cramps))


@given(st.text("1?", min_size=40, max_size=120), st.text("yn-", min_size=120, max_size=120))
@settings(max_examples=50)
def test_what_was_answered_does_not_decide_which_days_are_compared(nights, row):
    answers = [row, row.translate(str.maketrans("yn", "ny"))]
    first, other = (crossover_findings(diary_of(nights, {"shoes": row}), day(len(nights))) for row in answers)
    assert [found.cramp_nights.whole for found in first] == [found.cramp_nights.whole for found in other]
    assert [found.control_days.whole for found in first] == [found.control_days.whole for found in other]


def test_a_day_is_a_control_once_and_a_cramp_night_never():
    nights = ("1" + "?" * 6) * 5
    found = crossover_findings(diary_of("?" * 14 + nights, {"shoes": ("n" + "-" * 6) * 7}), day(49))[-1]
    assert found.control_days.whole == 2
    assert found.cramp_nights.whole == 1


def test_a_day_farther_back_than_three_weeks_is_no_control():
    diary = diary_of("?" * 28 + "1", {"shoes": "y" + "-" * 27 + "y"})
    assert crossover_findings(diary, day(29))[-1].cramp_nights.whole == 0


def test_of_cramps_in_a_row_every_third_night_counts():
    diary = diary_of("?" * 7 + "1" * 7 + "?" * 7, {"shoes": "yn" * 7})
    assert crossover_findings(diary, day(21))[-1].cramp_nights.whole == 3


# --- For whom -------------------------------------------------------------------------------------------------------


def test_whoever_says_how_the_nights_were_needs_no_control_days():
    diary, nights = woven([("y", "nnn")] * 14)
    assert crossover_findings(diary, day(nights))
    assert not crossover_findings(diary_of("." * nights, {"shoes": "yn" * (nights // 2)}), day(nights))
    assert not crossover_findings(diary_of(""), day(0))


@given(st.text("1.?", max_size=120), st.integers(0, 400))
def test_half_of_the_nights_of_the_year_up_to_the_last_entry_decide(nights, later):
    noted = nights.strip("?")
    silent, clear = noted.count("?"), noted.count(".")
    says = 0 < len(noted) >= 2 * silent and clear >= (clear + silent) / 4
    assert notes_nights(nights_alone(nights), day(len(nights) + later)) == says


def test_whoever_has_cramps_on_most_nights_and_says_nothing_of_the_others_does_not_note_nights():
    assert not notes_nights(nights_alone("11?" * 30), day(90))
    assert notes_nights(nights_alone("11?" * 30 + "." * 10), day(100))
    assert notes_nights(nights_alone("1" * 30), day(30))


def test_what_was_noted_longer_than_a_year_ago_does_not_decide():
    assert notes_nights(nights_alone("." * 200 + "1?" * 50), day(300))
    assert not notes_nights(nights_alone("." * 400 + "1?????" * 61), day(766))


def test_the_progress_says_who_is_asked_and_how_many_nights_are_lacking():
    diary, nights = woven([("y", "nn")] * 5)
    today = day(nights)
    progress = crossover_progress(diary, today, crossover_findings(diary, today))
    assert (progress.is_asked, progress.is_needed, progress.sets, progress.sets_needed) == (False, True, 5, 7)
    for said in (True, False):
        asked = replace(diary, answers=(answer(ASKED, said, MONDAY),))
        assert crossover_progress(asked, today, ()).is_asked is said
    assert not crossover_progress(nights_alone("." * 9), day(9), ()).is_needed


# --- How far it can be trusted --------------------------------------------------------------------------------------


def suspecting(sets, marked):
    """The verdict about shoes among five factors, shoes suspected from a day on."""
    diary, nights = woven(sets)
    others = {"heat": "no", "stomach": "no", "swelling": "no", "caffeine": "0"}
    check_ins = tuple(
        CheckIn(day=c.day, factors={**c.factors, **others}) for c in diary.check_ins if c.factors["shoes"]
    )
    suspects = (answer("factors.suspected", ["shoes"], day(marked)),)
    found = crossover_findings(replace(diary, check_ins=check_ins, answers=suspects), day(nights))
    return next(one for one in found if one.factor.id == "shoes")


def test_a_suspect_counts_more_only_if_it_was_marked_before_there_was_a_result():
    sets = [("y", "nn")] * 10 + [("n", "yn")] * 2 + [("n", "nn")] * 6
    early, late = suspecting(sets, 1), suspecting(sets, 200)
    assert 24 < early.e_value < 49
    assert (early.verdict, late.verdict) == (Verdict.CLEAR, Verdict.HINT)


def episodes_alone(diary):
    """The diary of somebody who says nothing of nights without cramps."""
    return replace(diary, check_ins=tuple(replace(c, clear=None) for c in diary.check_ins))


def up_to(diary, today):
    return Diary(
        time_zone="UTC",
        episodes=tuple(e for e in diary.episodes if e.day < today),
        check_ins=tuple(c for c in diary.check_ins if c.day < today),
        answers=diary.answers,
    )


def test_chance_is_hardly_ever_called_clear_although_habits_last_and_cramps_come_in_runs():
    world = replace(STRONG, factors=4, clustering=2.0, persistence=0.9)
    outcomes, answers = simulate(np.random.default_rng(2), world, 16)
    wrong = 0
    for one in range(len(outcomes)):
        diary = episodes_alone(diary_from(outcomes[one], answers[one]))
        first = diary.check_ins[0].day
        mornings = [first + timedelta(weeks=weeks) for weeks in range(6, 54, 2)]
        looks = (crossover_findings(up_to(diary, morning), morning) for morning in mornings)
        wrong += any(found.verdict is Verdict.CLEAR for look in looks for found in look)
    assert wrong <= 1
