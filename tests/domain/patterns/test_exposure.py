"""Which nights a factor reaches."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.domain.check_ins import SUSPECTED
from diary.domain.entries import CheckIn, Diary
from diary.domain.factors import FACTOR_BY_ID, FACTORS
from diary.domain.patterns.association import associations
from diary.domain.patterns.exposure import BLOCK_DAYS, NO, UNKNOWN, YES, exposures_of, shares_of
from diary.domain.patterns.measures import Share
from diary.domain.vocabulary import Fluids
from tests.domain.patterns.answered import answer, codes, day, diary_of
from tests.domain.patterns.diaries import MONDAY, episode


@given(st.text("1.?", min_size=1, max_size=60), st.data())
def test_nights_and_answers_are_taken_as_they_were_given(nights, data):
    row = "y" + data.draw(st.text("yn-", min_size=len(nights) - 1, max_size=len(nights) - 1))
    found = exposures_of(diary_of(nights, {"shoes": row}), day(len(nights)))
    assert found.outcomes == [UNKNOWN, *codes(nights)]
    assert found.present == [codes(row)]
    assert found.begin == MONDAY


def test_the_blocks_begin_with_the_first_answer_whatever_was_noted_before():
    found = exposures_of(diary_of("1.1...", {"shoes": "---yny"}), day(6))
    assert found.begin == day(3)
    assert found.outcomes == codes("1...")
    assert found.present == [codes("yny")]


@pytest.mark.parametrize("factor", ["stomach", "illness"])
def test_what_reaches_48_hours_reaches_the_next_night_too(factor):
    words = {"stomach": ("yes", "no"), "illness": ("mild", "no")}[factor]
    said = [words[0], words[1], words[1], None, words[1], None, words[0]]
    diary = Diary(
        time_zone="UTC",
        check_ins=tuple(CheckIn(day=day(i), clear=True, factors={factor: one}) for i, one in enumerate(said)),
    )
    found = exposures_of(diary, day(len(said)))
    assert found.present == [codes("yyn---y")]


def test_what_is_absent_on_one_of_two_days_and_unknown_on_the_other_is_unknown():
    found = exposures_of(diary_of("...", {"stomach": "n-n"}), day(3))
    assert found.present == [codes("---")]


def test_only_the_fixed_answers_count_as_present():
    for factor in FACTORS:
        for said, _ in factor.scale:
            check_in = CheckIn(day=MONDAY, clear=True, factors={factor.id: said})
            found = exposures_of(Diary(time_zone="UTC", check_ins=(check_in,)), day(1))
            expected = UNKNOWN if factor.nights_after > 1 and said == "no" else factor.is_present(said)
            assert found.present == [[expected if expected is UNKNOWN else (YES if expected else NO)]]


def test_what_was_noted_with_a_cramp_alone_is_not_compared():
    diary = Diary(time_zone="UTC", episodes=(episode(MONDAY, fluids=Fluids.LESS),))
    found = exposures_of(diary, day(1))
    assert found.compared == ()
    assert found.begin is None
    assert found.finished_blocks == 0


def test_nights_to_come_and_answers_that_are_not_on_the_scale_count_for_nothing():
    diary = Diary(
        time_zone="UTC",
        check_ins=(
            CheckIn(day=day(0), clear=True, factors={"shoes": "sometimes", "unheard-of": "yes"}),
            CheckIn(day=day(1), clear=True, factors={"shoes": "yes"}),
            CheckIn(day=day(5), clear=True, factors={"heat": "no"}),
        ),
    )
    found = exposures_of(diary, day(3))
    assert [factor.id for factor in found.compared] == ["shoes"]
    assert found.begin == day(1)
    assert len(found.outcomes) == 3


def test_what_is_followed_is_named_even_without_an_answer_and_what_was_answered_though_no_longer_followed():
    diary = diary_of(".", {"shoes": "n"}, answers=(answer("factors.followed", ["heat"], MONDAY),))
    found = exposures_of(diary, day(1))
    assert [factor.id for factor in found.factors] == ["heat", "shoes"]
    assert [factor.id for factor in found.compared] == ["shoes"]


@pytest.mark.parametrize(
    ("marked", "first"),
    [(-3, 0), (0, 0), (BLOCK_DAYS - 1, 0), (BLOCK_DAYS, 2), (2 * BLOCK_DAYS - 1, 2), (2 * BLOCK_DAYS, 3)],
)
def test_a_suspect_marked_after_results_could_be_seen_begins_anew(marked, first):
    diary = diary_of("." * 90, {"shoes": "yn" * 45}, answers=(answer(SUSPECTED, ["shoes"], day(marked)),))
    assert exposures_of(diary, day(90)).suspected == {"shoes": first}


def test_a_mark_that_stays_keeps_its_day_and_one_that_was_taken_away_is_gone():
    marks = (
        answer(SUSPECTED, ["shoes", "heat"], MONDAY),
        answer(SUSPECTED, ["shoes"], day(40)),
        answer(SUSPECTED, ["shoes", "heat"], day(60)),
    )
    assert exposures_of(diary_of("." * 90, {"shoes": "yn" * 45}, answers=marks), day(90)).suspected == {
        "shoes": 0,
        "heat": 3,
    }


def test_a_block_ends_with_its_28th_night():
    found = exposures_of(diary_of("." * 60, {"shoes": "yn" * 30}), day(60))
    assert found.finished_blocks == 2
    assert (found.end_of_block(0), found.end_of_block(1)) == (day(27), day(55))


def test_the_last_night_of_a_block_finishes_it_as_soon_as_it_is_over_or_known():
    diary = diary_of("." * 27 + "?", {"shoes": "yn" * 14})
    assert exposures_of(diary, day(27)).finished_blocks == 0
    assert exposures_of(diary, day(28)).finished_blocks == 1
    assert exposures_of(diary_of("." * 28, {"shoes": "yn" * 14}), day(27)).finished_blocks == 1


def test_a_factor_reaches_one_night_unless_its_words_say_more():
    assert {factor.id for factor in FACTORS if factor.nights_after != 1} == {
        factor.id for factor in FACTORS if "48 hours" in factor.lag
    }
    assert FACTOR_BY_ID["stretch"].is_on_purpose


def test_a_mark_leaves_a_trace_once_a_result_could_be_seen():
    def ever(*marks):
        said = tuple(answer(SUSPECTED, ids, day(at)) for at, ids in marks)
        return exposures_of(diary_of("." * 120, {"shoes": "yn" * 60}, answers=said), day(120)).ever_suspected

    assert ever((0, ["shoes"]), (5, [])) == {}
    assert ever((0, ["shoes"]), (40, [])) == {"shoes": {0}}
    assert ever((0, ["shoes"]), (40, []), (70, ["shoes"])) == {"shoes": {0, 3}}
    assert ever((40, ["shoes"]), (45, []), (50, ["shoes"]), (90, [])) == {"shoes": {2}}


@settings(max_examples=30)
@given(st.text("1.?", min_size=30, max_size=90), st.data())
def test_the_plain_counts_of_a_whole_diary_are_those_beside_its_verdicts(nights, data):
    answers = st.text("yn-", min_size=len(nights), max_size=len(nights))
    rows = {name: data.draw(answers) for name in ("shoes", "stomach")}
    diary = diary_of(nights, rows)
    counts = shares_of(exposures_of(diary, day(len(nights))))
    found = {finding.factor.id: finding for finding in associations(diary, day(len(nights))).findings}
    assert {name: (found[name].exposed, found[name].unexposed) for name in counts} == counts


def test_the_plain_counts_leave_out_what_is_unknown():
    counts = shares_of(exposures_of(diary_of("11.?.1", {"shoes": "yyny-n"}), day(6)))
    assert counts == {"shoes": (Share(2, 2), Share(1, 2))}
