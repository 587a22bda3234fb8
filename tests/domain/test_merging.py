"""What a file adds to a diary: what is not there yet, and nothing of what is."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given

from diary.domain.check_ins import FOLLOWED, SUSPECTED
from diary.domain.entries import Answer, CheckIn, DeviceDay, Diary, Episode, Medicine
from diary.domain.factors import MOST_FOLLOWED, is_own_id, own_factor
from diary.domain.merging import KINDS, Count, merged
from diary.domain.vocabulary import Progress
from tests.domain.formats import whole

TODAY = date(2026, 3, 4)
DAY = date(2026, 3, 3)
NIGHT = datetime(2026, 3, 4, 3, 10, tzinfo=UTC)
LATE = own_factor("own-late-shift", "Late shift")
EMPTY = Diary(time_zone="UTC")


def a_diary(**parts):
    return Diary(time_zone="UTC", **parts)


def a_cramp(number=1, **parts):
    return Episode(id=UUID(int=number), started_at=NIGHT, time_zone="UTC", day=DAY, **parts)


def merge(incoming, mine=EMPTY, binned=()):
    return merged(incoming, mine, binned=frozenset(binned), today=TODAY)


def said(merge):
    return {name: answer for check_in in merge.new.check_ins for name, answer in check_in.factors.items()}


def test_what_is_not_there_is_new_and_what_is_there_stays():
    mine = a_diary(episodes=(a_cramp(1, version=7), a_cramp(2, severity=5)))
    found = merge(
        a_diary(episodes=(a_cramp(1), a_cramp(2, severity=6), a_cramp(3), a_cramp(4))), mine, [UUID(int=4)]
    )
    assert found.new.episodes == (a_cramp(3),)
    assert found.counts["episodes"] == Count(new=1, same=1, differing=1, in_bin=1)
    assert found.adds == 1


def test_a_check_in_and_a_device_day_are_known_by_their_day():
    mine = a_diary(check_ins=(CheckIn(day=DAY, clear=True),), device_days=(DeviceDay(day=DAY, steps=1),))
    found = merge(
        a_diary(
            check_ins=(CheckIn(day=DAY, clear=False), CheckIn(day=TODAY)),
            device_days=(DeviceDay(day=DAY, steps=1), DeviceDay(day=TODAY)),
        ),
        mine,
    )
    assert [check_in.day for check_in in found.new.check_ins] == [TODAY]
    assert found.counts["check_ins"] == Count(new=1, differing=1)
    assert found.counts["device_days"] == Count(new=1, same=1)


@given(whole.diaries())
def test_a_diary_adds_all_of_itself_to_an_empty_one_and_nothing_to_itself(diary):
    found = merge(diary)
    assert found.adds == sum(len(getattr(diary, kind)) for kind in KINDS)
    again = merge(diary, found.new)
    assert again.adds == 0
    assert all(count.differing == 0 for kind, count in again.counts.items() if kind != "episodes")


# --- The one that goes on ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mine", "progress"), [((), "ongoing"), ((a_cramp(9, progress=Progress.ONGOING),), "draft")]
)
def test_a_cramp_that_goes_on_is_to_be_finished_if_one_of_mine_goes_on(mine, progress):
    found = merge(a_diary(episodes=(a_cramp(progress=Progress.ONGOING),)), a_diary(episodes=mine))
    assert [episode.progress.value for episode in found.new.episodes] == [progress]


def test_of_two_that_go_on_only_the_later_does():
    later = replace(a_cramp(2, progress=Progress.ONGOING), started_at=NIGHT.replace(hour=4))
    found = merge(a_diary(episodes=(a_cramp(1, progress=Progress.ONGOING), later)))
    assert [episode.progress for episode in found.new.episodes] == [Progress.DRAFT, Progress.ONGOING]


# --- Own factors ------------------------------------------------------------------------------------------------------


def a_shift(factor, answer="yes"):
    return a_diary(own_factors=(factor,), check_ins=(CheckIn(day=DAY, factors={factor.id: answer}),))


def test_an_own_factor_keeps_its_id():
    found = merge(a_shift(LATE))
    assert found.new.own_factors == (LATE,)
    assert said(found) == {LATE.id: "yes"}
    assert found.told == ()


def test_a_factor_of_the_same_name_gets_the_answers_of_the_file():
    found = merge(a_shift(own_factor("own-2", "late SHIFT")), a_diary(own_factors=(LATE,)))
    assert found.new.own_factors == ()
    assert said(found) == {LATE.id: "yes"}
    assert "late SHIFT" in found.told[0]


@pytest.mark.parametrize(
    "theirs", [own_factor("own-late-shift", "Wine"), own_factor("own-late-shift", "Late shift", cut=4.0)]
)
def test_a_factor_whose_id_is_taken_gets_another_every_time_the_same(theirs):
    mine = a_diary(own_factors=(LATE,))
    found = merge(a_shift(theirs, "yes" if theirs.cut is None else 5.0), mine)
    (factor,) = found.new.own_factors
    assert factor.id != LATE.id
    assert is_own_id(factor.id)
    assert said(found).keys() == {factor.id}
    assert found.told
    again = merge(a_shift(theirs), replace(mine, own_factors=(LATE, factor)))
    assert again.new.own_factors == ()


def test_a_factor_that_was_renamed_here_is_still_the_same():
    made_here = f"own-{UUID(int=5).hex}"
    found = merge(
        a_shift(own_factor(made_here, "Wine")), a_diary(own_factors=(own_factor(made_here, "Red wine"),))
    )
    assert found.new.own_factors == ()
    assert found.counts["own_factors"] == Count(differing=1)
    assert said(found) == {made_here: "yes"}


def test_a_factor_with_everybody_s_id_or_name_becomes_one_of_one_s_own():
    found = merge(
        a_diary(
            own_factors=(own_factor("alcohol", "Alcohol"),),
            check_ins=(CheckIn(day=DAY, factors={"alcohol": "yes"}),),
        )
    )
    (factor,) = found.new.own_factors
    assert is_own_id(factor.id)
    assert factor.name == "Alcohol (imported)"
    assert said(found) == {factor.id: "yes"}


def test_more_than_ten_come_along_but_are_not_followed():
    many = tuple(own_factor(f"own-{number}", f"Factor {number}") for number in range(MOST_FOLLOWED + 2))
    found = merge(a_diary(own_factors=many))
    assert [factor.retired_on for factor in found.new.own_factors] == [None] * MOST_FOLLOWED + [TODAY] * 2


def test_yes_to_a_question_with_four_answers_is_left_out_and_told():
    found = merge(a_diary(check_ins=(CheckIn(day=DAY, factors={"alcohol": True, "stomach": "yes"}),)))
    assert said(found) == {"stomach": "yes"}
    assert "“Alcohol”: 1 times" in found.told[0]


def test_what_is_followed_and_suspected_goes_by_the_ids_that_factors_have_here():
    theirs = own_factor("Late.Shift", "Late")
    answers = tuple(
        Answer(id=UUID(int=n), question=question, value=["alcohol", theirs.id], answered_at=NIGHT)
        for n, question in enumerate((FOLLOWED, SUSPECTED))
    )
    found = merge(a_diary(own_factors=(theirs,), answers=answers))
    (factor,) = found.new.own_factors
    assert [answer.value for answer in found.new.answers] == [["alcohol"], ["alcohol", factor.id]]


def test_a_medicine_is_known_by_its_id():
    medicine = Medicine(id=UUID(int=1), name="Indapamide")
    assert merge(a_diary(medicines=(medicine,)), a_diary(medicines=(replace(medicine, version=3),))).adds == 0


def test_a_new_cramp_in_the_minute_of_one_that_is_there_is_told():
    theirs = replace(a_cramp(2), started_at=NIGHT.replace(second=40))
    (told,) = merge(a_diary(episodes=(theirs, a_cramp(1))), a_diary(episodes=(a_cramp(1),))).told
    assert told.startswith("1 new cramp begins in the same minute as one that you have.")


def test_days_that_are_still_to_come_are_told():
    late = a_diary(check_ins=(CheckIn(day=date(2026, 3, 5)),), device_days=(DeviceDay(day=TODAY),))
    assert merge(late).told == ("1 entry is of a day that is still to come.",)
