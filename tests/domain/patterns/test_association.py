"""What may be said about a factor, and that chance is hardly ever called clear."""

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.domain.check_ins import SUSPECTED
from diary.domain.entries import CheckIn
from diary.domain.patterns.association import (
    Direction,
    Gathered,
    Verdict,
    associations,
    bar_of,
    passing,
    weights_of,
)
from diary.domain.patterns.exposure import BLOCK_DAYS, exposures_of
from tests.bench.looks import drawn, look_at_every_block
from tests.bench.simulated import (
    BEGIN,
    DEPENDENCE,
    MODERATE,
    NONE,
    STRONG,
    diary_from,
    season,
    simulate,
    spells,
    weekday,
    weekend,
)
from tests.domain.patterns.answered import answer, day, diary_of
from tests.domain.patterns.diaries import MONDAY, episode

positive = st.floats(0.001, 1e6)


def one(world, seed=1):
    outcomes, answers = simulate(np.random.default_rng(seed), world, 1)
    return outcomes[0], answers[0]


def found_in(diary, nights):
    return {finding.factor.id: finding for finding in associations(diary, day(nights)).findings}


def shoes(nights, row, **fields):
    return found_in(diary_of(nights, {"shoes": row}, **fields), len(nights))["shoes"]


# --- e-BH -----------------------------------------------------------------------------------------------------------


def passing_by_trying(products):
    """The largest set in which each product is at least m / (0.1 k)."""
    for size in range(len(products), 0, -1):
        bar = len(products) / (0.1 * size)
        if sum(product >= bar for product in products) >= size:
            return [product >= bar for product in products]
    return [False] * len(products)


@given(st.lists(positive, min_size=1, max_size=12))
def test_e_bh_passes_the_largest_set_that_it_may(e_values):
    assert passing(e_values, [1.0] * len(e_values)) == passing_by_trying(e_values)


@given(st.lists(st.tuples(positive, st.floats(0.1, 3)), min_size=1, max_size=12))
def test_a_weight_multiplies_the_evidence(pairs):
    assert passing(*zip(*pairs, strict=True)) == passing_by_trying([e * weight for e, weight in pairs])


@given(st.lists(positive, min_size=1, max_size=12), st.randoms())
def test_the_order_of_factors_does_not_matter(e_values, random):
    order = list(range(len(e_values)))
    random.shuffle(order)
    passed = passing(e_values, [1.0] * len(e_values))
    assert passing([e_values[i] for i in order], [1.0] * len(e_values)) == [passed[i] for i in order]


def test_one_factor_of_ten_needs_a_hundred_and_the_first_of_one_needs_twenty():
    assert passing([100.0] + [0.5] * 9, [1.0] * 10)[0]
    assert not passing([99.9] + [0.5] * 9, [1.0] * 10)[0]
    assert bar_of(10, 1.0) == pytest.approx(100)
    assert bar_of(1, 1.0) == pytest.approx(20)


# --- how often it errs ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dependence", DEPENDENCE)
def test_chance_is_hardly_ever_called_clear(dependence):
    looks = drawn(DEPENDENCE[dependence], 80, seed=5)
    assert looks.ever_clear() <= 0.05
    assert looks.covered(1) >= 0.9


@pytest.mark.parametrize(
    "world",
    [
        replace(MODERATE, both=(season(1.0),), habits=(weekend(2.0),), missing=0.24, with_cramp=1.875),
        replace(MODERATE, prevalence=0.05),
        replace(NONE, both=(season(2.0),)),
        replace(NONE, cramps=(weekend(1.0),), habits=(weekend(2.0),)),
        replace(NONE, both=(weekday(1.0),)),
        replace(NONE, persistence=0.8, cramps=(spells(0.9, 1.0),)),
    ],
    ids=["season, week and gaps", "rare", "a hard winter", "weekends", "weekdays", "spells"],
)
def test_season_week_gaps_rare_things_and_spells_are_hardly_ever_called_clear(world):
    assert drawn(world, 160, seed=6).ever_clear() <= 0.05


@pytest.mark.parametrize(
    ("world", "share", "nights"), [(NONE, 0.9, 170), (MODERATE, 0.9, 170), (STRONG, 0.85, 225)]
)
def test_an_odds_ratio_of_four_is_found_within_the_year(world, share, nights):
    looks = drawn(replace(world, odds_ratio=4), 80, seed=7)
    after = looks.found_after()
    assert np.mean(np.isfinite(after)) >= share
    assert np.median(after) <= nights
    assert looks.covered(4) >= 0.9


@pytest.mark.parametrize(
    "world",
    [
        replace(MODERATE, odds_ratio=5),
        replace(NONE, odds_ratio=5, both=(weekday(1.0),)),
        replace(NONE, odds_ratio=6, partner=0.7),
        replace(NONE, persistence=0.9, cramps=(spells(0.9, 2.0),)),
    ],
    ids=["plain", "weekly", "partner", "spells"],
)
def test_what_the_benchmark_looks_at_is_what_the_diary_says(world):
    outcomes, answers = simulate(np.random.default_rng(2), replace(world, nights=7 * BLOCK_DAYS + 5), 1)
    diary, looks = diary_from(outcomes[0], answers[0]), look_at_every_block(outcomes, answers)
    for block in range(7):
        result = associations(diary, BEGIN + timedelta(days=(block + 1) * BLOCK_DAYS))
        assert result.compared == 10
        said = [f for f in result.findings if f.known]
        assert [f.verdict is Verdict.CLEAR for f in said] == looks.clear[0, :, block].tolist()
        assert [f.interval for f in said] == [
            pytest.approx(pair) for pair in zip(looks.low[0, :, block], looks.high[0, :, block], strict=True)
        ]


# --- what it rests on -----------------------------------------------------------------------------------------------

CRAMPS_AFTER_SHOES = ("1.......", "ynnnnnny")


def repeated(pair, nights):
    return tuple((text * (nights // len(text) + 1))[:nights] for text in pair)


def test_counts_are_of_all_nights_with_an_outcome_and_an_answer():
    finding = shoes("1.1.?1..1", "yynny-n-n")
    assert (finding.exposed.part, finding.exposed.whole) == (1, 2)
    assert (finding.unexposed.part, finding.unexposed.whole) == (2, 4)
    assert finding.known == 6


def plain(finding):
    return replace(finding, check_ins_needed=None)


@given(st.text("1.?", min_size=20, max_size=80), st.integers(0, 27), st.randoms())
@settings(max_examples=30)
def test_nights_without_a_word_change_nothing_until_the_block_ends(nights, more, random):
    row = "".join(random.choice("yn") for _ in nights)
    more = min(more, -len(nights) % BLOCK_DAYS)
    more -= (len(nights) + more) % BLOCK_DAYS == 0 and more > 0
    silent = diary_of(nights + "?" * more, {"shoes": row})
    assert plain(found_in(silent, len(nights) + more)["shoes"]) == plain(shoes(nights, row))


def plain_evidence(diary, nights):
    return [
        (f.verdict, f.e_value, f.interval, f.exposed, f.unexposed)
        for f in associations(diary, day(nights)).findings
    ]


def test_a_second_cramp_in_a_night_changes_nothing():
    outcomes, answers = repeated(CRAMPS_AFTER_SHOES, 60)
    diary = diary_of(outcomes, {"shoes": answers})
    twice = replace(diary, episodes=tuple(each for each in diary.episodes for _ in range(2)))
    assert plain_evidence(twice, 60) == plain_evidence(diary, 60)


def test_months_of_cramps_before_the_first_check_in_change_nothing_but_the_night_before_it():
    outcomes, answers = repeated(("1..1..1.", "ynnynnyy"), 84)
    later = diary_of(outcomes, {"shoes": answers})
    before = tuple(episode(day(-night)) for night in range(2, 200, 3))
    assert plain_evidence(replace(later, episodes=(*before[::-1], *later.episodes)), 84) == plain_evidence(
        later, 84
    )


def test_unknown_is_never_clear():
    outcomes, answers = repeated(CRAMPS_AFTER_SHOES, 112)
    assert shoes(outcomes, answers).verdict is Verdict.CLEAR
    silent = shoes(outcomes.replace(".", "?"), answers)
    assert silent.verdict is Verdict.TOO_EARLY
    assert silent.unexposed.whole == 0


@given(st.randoms())
@settings(max_examples=10)
def test_the_order_of_check_ins_and_of_answers_does_not_matter(random):
    diary = diary_from(*one(replace(MODERATE, nights=90, odds_ratio=4)))
    shuffled = [
        replace(check_in, factors=dict(random.sample(list(check_in.factors.items()), len(check_in.factors))))
        for check_in in diary.check_ins
    ]
    random.shuffle(shuffled)
    today = BEGIN + timedelta(days=90)
    assert associations(replace(diary, check_ins=tuple(shuffled)), today) == associations(diary, today)


def test_the_running_block_counts_nights_but_does_not_judge():
    outcomes, answers = repeated(CRAMPS_AFTER_SHOES, 2 * BLOCK_DAYS)
    at_the_end, later = shoes(outcomes, answers), shoes(outcomes + "1" * 20, answers + "n" * 20)
    assert later.e_value == at_the_end.e_value
    assert later.interval == at_the_end.interval
    assert later.known == at_the_end.known + 20


def test_the_result_names_the_last_and_the_next_night_of_judgement():
    diary = diary_of("." * 60, {"shoes": "yn" * 30})
    assert associations(diary, day(20)).judged_to is None
    assert associations(diary, day(20)).next_look == day(27)
    assert associations(diary, day(60)).judged_to == day(55)
    assert associations(diary, day(60)).next_look == day(83)


def test_a_diary_without_answers_has_nothing_to_compare():
    result = associations(diary_of("1.1."), day(4))
    assert (result.compared, result.judged_to, result.next_look) == (0, None, None)
    assert {finding.verdict for finding in result.findings} == {Verdict.TOO_EARLY}
    assert {finding.nights_missing for finding in result.findings} == {14}


# --- verdicts -------------------------------------------------------------------------------------------------------


def test_a_link_is_clear_and_says_its_direction_and_size():
    finding = shoes(*repeated(CRAMPS_AFTER_SHOES, 140))
    assert finding.verdict is Verdict.CLEAR
    assert finding.direction is Direction.MORE
    assert finding.interval[0] > 1
    assert finding.check_ins_needed == 0


def test_fewer_cramps_are_found_as_well():
    nights, row = repeated(("1..1....", "nyynyyyy"), 196)
    finding = shoes(nights, row)
    assert finding.verdict is Verdict.CLEAR
    assert finding.direction is Direction.FEWER
    assert finding.interval[1] < 1


def test_no_sign_comes_with_what_it_leaves_open():
    outcomes, answers = one(replace(NONE, nights=1400, factors=1, base=0.3))
    (finding,) = (
        f for f in associations(diary_from(outcomes, answers), BEGIN + timedelta(days=1400)).findings
    )
    assert finding.verdict is Verdict.NO_SIGN
    low, high = finding.leaves_open
    assert low < finding.unexposed.fraction < high
    odds = [share / (1 - share) for share in (low, finding.unexposed.fraction, high)]
    assert odds[0] / odds[1] == pytest.approx(finding.interval[0])
    assert odds[2] / odds[1] == pytest.approx(finding.interval[1])


def test_an_interval_without_ends_leaves_everything_open():
    assert shoes("1.", "yn").leaves_open == (0, 1)
    assert shoes("11", "yn").leaves_open == (0, 1)
    assert shoes("1.", "yn").interval == (0, inf)
    assert shoes("1", "y").leaves_open is None


@pytest.mark.parametrize(
    ("nights", "row", "missing"),
    [
        ("1." * 6 + "1", "yn" * 6 + "y", 1),
        ("1..." * 8, "y" * 3 + "n" * 29, True),
        ("1..." * 8, "n" * 3 + "y" * 29, True),
        ("1" + "." * 31, "yn" * 16, True),
        ("1..." * 8, "yn" * 16, 0),
    ],
)
def test_too_few_nights_say_nothing_and_tell_how_many_are_missing(nights, row, missing):
    finding = shoes(nights, row)
    assert bool(finding.nights_missing) == bool(missing)
    assert finding.nights_missing == missing or missing is True
    assert not missing or finding.verdict is Verdict.TOO_EARLY


def test_what_was_started_on_purpose_needs_two_weeks_without_it():
    def stretched(row):
        check_ins = tuple(
            CheckIn(day=day(i), clear=True, factors={"stretch": "yes" if said == "y" else "no"})
            for i, said in enumerate(row)
        )
        diary = replace(diary_of(""), check_ins=check_ins, episodes=tuple(episode(day(i)) for i in range(4)))
        return found_in(diary, len(row))["stretch"]

    assert stretched("n" * 13 + "y" * 20).nights_missing > 0
    assert stretched("n" * 14 + "y" * 20).nights_missing == 0


def test_silence_says_how_many_more_check_ins_may_settle_it():
    outcomes, answers = one(replace(NONE, nights=112, factors=1, odds_ratio=3), seed=3)
    (finding,) = associations(diary_from(outcomes, answers), BEGIN + timedelta(days=112)).findings
    assert finding.verdict in {Verdict.TOO_EARLY, Verdict.HINT}
    assert 0 < finding.check_ins_needed < 730


# --- what else could explain it -------------------------------------------------------------------------------------


def test_a_thing_of_some_months_may_be_the_season():
    row = "n" * 84 + "yyyyyyn" * 16 + "n" * 84
    assert shoes("1..." * 70, row[:280]).gathered is Gathered.SEASON


def test_a_thing_that_was_begun_may_be_a_trend():
    assert shoes("1..." * 56, ("nnnnnny" * 16 + "yyyyyyn" * 16)).gathered is Gathered.TREND


def test_a_thing_of_every_week_is_neither():
    assert shoes("1..." * 56, "yynnnnn" * 32).gathered is None


def test_two_factors_that_nearly_always_came_together_are_named_to_each_other():
    row = "yynnnnn" * 8
    found = found_in(diary_of("1..." * 14, {"shoes": row, "journey": row, "cold-legs": "yn" * 28}), 56)
    assert [factor.id for factor in found["shoes"].inseparable] == ["journey"]
    assert [factor.id for factor in found["journey"].inseparable] == ["shoes"]
    assert found["cold-legs"].inseparable == ()


def test_a_thing_of_the_weekend_may_be_the_week_if_cramps_follow_it_too():
    found = found_in(
        diary_of(("1...1.." * 3 + ".......") * 6, {"shoes": "yn..nyn".replace(".", "n") * 24}), 168
    )
    assert found["shoes"].gathered is Gathered.WEEK


def test_a_thing_that_often_came_with_the_true_one_is_outshone_by_it():
    outcomes, answers = one(replace(NONE, odds_ratio=6, partner=0.6, nights=280, factors=5), seed=2)
    true, second = associations(diary_from(outcomes, answers), BEGIN + timedelta(days=280)).findings[:2]
    assert true.verdict is Verdict.CLEAR
    assert true.outshone_by is None
    assert second.e_value > 50
    assert second.verdict is Verdict.HINT
    assert second.outshone_by == true.factor
    assert second.check_ins_needed is None
    assert second.inseparable == ()


# --- suspects -------------------------------------------------------------------------------------------------------


def test_a_suspect_needs_less_and_the_others_more_evidence():
    nights, row = repeated(CRAMPS_AFTER_SHOES, 140)
    followed = {"shoes": row, "cold-legs": "yn" * 70, "journey": "nny" * 46 + "ny"}
    marked = diary_of(nights, followed, answers=(answer(SUSPECTED, ["shoes"], MONDAY),))
    plain_one, suspect = (found_in(diary, 140) for diary in (diary_of(nights, followed), marked))
    assert suspect["shoes"].is_suspected
    assert not suspect["journey"].is_suspected
    assert suspect["shoes"].e_value == plain_one["shoes"].e_value
    assert passing([20.0, 1, 1], [1.8, 0.6, 0.6])[0] > passing([20.0, 1, 1], [1.0, 1, 1])[0]


def test_a_suspect_marked_late_begins_anew():
    nights, row = repeated(CRAMPS_AFTER_SHOES, 140)
    late = shoes(nights, row, answers=(answer(SUSPECTED, ["shoes"], day(100)),))
    early = shoes(nights, row)
    assert late.e_value < early.e_value
    assert late.known == early.known
    assert late.e_value == pytest.approx(shoes(nights[111:], "-" + row[112:]).e_value)


# --- the house ------------------------------------------------------------------------------------------------------


def test_importing_the_patterns_loads_no_numpy():
    code = "import sys; import diary.domain.patterns.association; print('numpy' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"


# --- what a mark may buy --------------------------------------------------------------------------------------------


def weights_after(*marks):
    nights = "." * 200
    rows = dict.fromkeys(("shoes", "heat", "journey", "illness", "stomach"), "yn" * 100)
    said = tuple(answer(SUSPECTED, ids, day(at)) for at, ids in marks)
    exposures = exposures_of(diary_of(nights, rows, answers=said), day(200))
    return {
        factor.id: weight for factor, weight in zip(exposures.compared, weights_of(exposures), strict=True)
    }


def test_marks_taken_back_after_a_look_leave_nothing_to_those_that_stay():
    every = ["shoes", "heat", "journey", "illness", "stomach"]
    assert weights_after((0, every))["shoes"] == pytest.approx(1)
    after = weights_after((0, every), (100, ["shoes"]))
    assert after["shoes"] == pytest.approx(1)
    assert after["heat"] == pytest.approx(1 / 3)


def test_a_late_mark_costs_the_others_as_much_as_it_brings():
    weights = weights_after((100, ["shoes"]))
    assert weights["shoes"] == pytest.approx(3 * 5 / 8)
    assert weights["heat"] == pytest.approx(5 / 8)


@given(
    st.lists(
        st.tuples(st.integers(0, 190), st.lists(st.sampled_from(["shoes", "heat", "journey"]), unique=True)),
        max_size=5,
    )
)
def test_whatever_is_marked_when_the_weights_have_a_mean_of_one_at_most(marks):
    weights = weights_after(*sorted(marks, key=lambda mark: mark[0]))
    assert sum(weights.values()) <= len(weights) + 1e-9
