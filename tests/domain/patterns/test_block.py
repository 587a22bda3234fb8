"""The standard block for a doctor."""

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.entries import CheckIn, Place
from diary.domain.patterns import standard_block, standard_blocks
from diary.domain.patterns.measures import Share
from diary.domain.vocabulary import Eased, Knot, Muscle, Side, State
from tests.domain.patterns.diaries import MONDAY, diary_of, diary_with, episode

FORTNIGHT = MONDAY + timedelta(days=13)
states = st.one_of(st.none(), st.sampled_from(State))


def in_bed(day, **fields):
    return episode(day, state=State.ASLEEP, **fields)


def fortnight(text, make=in_bed):
    return standard_block(diary_of(text, make=make), MONDAY, FORTNIGHT)


def test_every_number_of_a_known_fortnight():
    block = fortnight("2......" + "1..1...")
    assert (block.first, block.last, block.days) == (MONDAY, FORTNIGHT, 14)
    assert (block.confirmed, block.cramps, block.in_bed) == (Share(14, 14), 4, 4)
    assert (block.mean_per_week, block.median_per_week, block.weeks) == (2, 2, Share(2, 2))
    assert (block.cramp_nights, block.cramp_nights_per_week) == (Share(3, 14), 1.5)


def test_a_night_with_cramps_by_day_only_is_no_night_with_cramps_and_not_a_clear_one():
    def by_day(day, **fields):
        return episode(day, time(15), state=State.EXERCISE, **fields)

    block = fortnight("1" + "." * 13, by_day)
    assert (block.cramps, block.in_bed, block.by_day) == (1, 0, 1)
    assert (block.confirmed, block.cramp_nights) == (Share(14, 14), Share(0, 13))


def test_a_night_said_to_be_clear_is_clear_also_after_a_cramp_by_day():
    cramp = episode(MONDAY, time(15), state=State.EXERCISE)
    diary = diary_of(".", check_ins=())
    with_both = type(diary)(time_zone="UTC", episodes=(cramp,), check_ins=diary.check_ins)
    assert standard_block(with_both, MONDAY, FORTNIGHT).cramp_nights == Share(0, 1)


def test_a_cramp_of_which_nobody_said_where_is_neither_in_bed_nor_by_day():
    block = fortnight("1" + "." * 13, episode)
    assert (block.in_bed, block.by_day, block.state_unknown) == (0, 0, 1)
    assert (block.cramp_nights, block.entries_in_bed) == (Share(0, 13), Share(0, 0))


@given(st.lists(st.tuples(st.integers(0, 27), states, st.integers(1, 4)), max_size=30))
def test_in_bed_by_day_and_unsaid_are_all_cramps(entries):
    made = [episode(MONDAY + timedelta(days=day), state=state, count=count) for day, state, count in entries]
    block = standard_block(diary_with(made), MONDAY, MONDAY + timedelta(days=27))
    assert block.in_bed + block.by_day + block.state_unknown == block.cramps == sum(e[2] for e in entries)
    assert block.cramp_nights.whole <= block.confirmed.part


@pytest.mark.parametrize(("known", "said"), [(9, False), (10, True)])
def test_a_rate_needs_ten_nights_of_fourteen(known, said):
    block = fortnight(("1" + "." * (known - 1)).ljust(14, "?"))
    assert (block.mean_per_week is not None) is said
    assert (block.cramp_nights_per_week is not None) is said


def test_the_median_week_rests_on_the_weeks_that_are_known():
    block = standard_block(
        diary_of("1......" + "7??????" + "3......" + "5....??"), MONDAY, MONDAY + timedelta(days=27)
    )
    assert block.weeks == Share(3, 4)
    assert block.median_per_week == 3


def test_a_median_without_a_known_week_is_not_said():
    assert fortnight("1?????1?????1.").median_per_week is None


def test_days_outside_the_block_do_not_count():
    block = standard_block(
        diary_of("999" + "." * 14 + "9"), MONDAY + timedelta(days=3), MONDAY + timedelta(days=16)
    )
    assert (block.cramps, block.confirmed) == (0, Share(14, 14))


def test_shares_leave_out_what_was_not_said():
    sleeping = {"state": State.ASLEEP, "places": (Place(Muscle.CALF, Side.LEFT),), "knot": Knot.YES}
    made = [
        episode(MONDAY, stretch_eased=Eased.YES, **sleeping),
        episode(MONDAY, stretch_eased=Eased.PARTLY, **sleeping),
        episode(MONDAY, stretch_eased=Eased.NO, **sleeping),
        episode(MONDAY, stretch_eased=Eased.NOT_TRIED, **sleeping),
        episode(MONDAY, places=(Place(Muscle.TOES),)),
        episode(MONDAY),
    ]
    block = standard_block(diary_with(made), MONDAY, FORTNIGHT)
    assert block.entries_in_bed == Share(4, 4)
    assert block.entries_in_calf == Share(4, 5)
    assert block.eased == Share(2, 3)
    assert block.icsd3 == Share(2, 3)


def test_sleep_disturbance_comes_from_the_check_ins_and_says_of_how_many_days():
    check_ins = [
        CheckIn(day=MONDAY + timedelta(days=day), sleep_disturbance=value)
        for day, value in enumerate((2, 8, None))
    ]
    block = standard_block(diary_of("", check_ins=check_ins), MONDAY, FORTNIGHT)
    assert (block.sleep_disturbance.median, block.sleep_disturbance.known) == (5, Share(2, 14))


def test_the_two_blocks_end_with_the_last_night_that_counts():
    diary = diary_of("." * 40)
    for today, last in ((MONDAY + timedelta(days=39), 39), (MONDAY + timedelta(days=40), 39)):
        blocks = standard_blocks(diary, today)
        assert [block.last for block in blocks] == [MONDAY + timedelta(days=last)] * 2
        assert [block.days for block in blocks] == [14, 28]


def test_an_empty_diary_has_a_block_of_unknown_days():
    block = fortnight("")
    assert (block.confirmed, block.cramps, block.cramp_nights) == (Share(0, 14), 0, Share(0, 0))
    assert block.mean_per_week is block.median_per_week is block.cramp_nights_per_week is None
    assert block.hard_minutes.median is block.severity.median is block.sleep_disturbance.median is None
