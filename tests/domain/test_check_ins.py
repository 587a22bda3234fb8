"""What a check-in asks, in which order, and what "same as yesterday" copies."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.check_ins import (
    FOLLOWED,
    SUSPECTED,
    Card,
    CheckInPlan,
    followed_factors,
    in_words,
    present_in,
    suspected_factors,
)
from diary.domain.entries import Answer, CheckIn, Diary
from diary.domain.factors import DEFAULT_FACTORS, FACTOR_BY_ID, FACTORS, own_factor

DAY = date(2026, 11, 21)
LATE = own_factor("own-1", "Late shift")
STEPS = own_factor("own-2", "Steps", cut=8000)
RETIRED = own_factor("own-3", "Tight socks", retired_on=date(2026, 11, 1))
OWN = (LATE, STEPS, RETIRED)

answers = st.fixed_dictionaries(
    {},
    optional={
        factor.id: st.one_of(st.none(), st.sampled_from([value for value, _ in factor.scale]))
        for factor in FACTORS
    }
    | {
        LATE.id: st.sampled_from([None, "no", "yes"]),
        STEPS.id: st.one_of(st.none(), st.integers(0, 20_000)),
        RETIRED.id: st.sampled_from([None, "no", "yes"]),
    },
)


def chosen(question: str, value: list[str]) -> Answer:
    return Answer(
        id=UUID(int=1), question=question, value=value, answered_at=datetime(2026, 1, 1, tzinfo=UTC)
    )


def diary(said=None, followed: list[str] | None = None, own=()) -> Diary:
    return Diary(
        time_zone="Europe/London",
        check_ins=() if said is None else (CheckIn(day=DAY, factors=said),),
        answers=() if followed is None else (chosen(FOLLOWED, followed),),
        own_factors=own,
    )


def test_the_default_factors_are_asked_until_something_else_is_chosen():
    assert tuple(factor.id for factor in followed_factors(diary())) == DEFAULT_FACTORS
    assert [f.id for f in followed_factors(diary(followed=["shoes", "fluids"]))] == ["fluids", "shoes"]


def test_whoever_follows_nothing_is_asked_nothing():
    plan = CheckInPlan.of(diary(followed=[]), DAY)
    assert plan.total == 0
    assert plan.is_complete
    assert plan.next is None


def test_a_day_without_a_check_in_has_every_question_open():
    plan = CheckInPlan.of(diary(), DAY)
    assert plan.day == DAY
    assert (plan.settled, plan.total) == (0, len(DEFAULT_FACTORS))
    assert not any(card.is_settled or card.is_skipped for card in plan.cards)


def test_an_answer_of_a_factor_no_longer_followed_can_still_be_seen():
    plan = CheckInPlan.of(diary({"alcohol": "1-2", "shoes": None}, followed=["fluids"]), DAY)
    assert [card.factor.id for card in plan.cards] == ["fluids", "alcohol"]


def test_a_skipped_question_is_settled_and_has_no_answer():
    plan = CheckInPlan.of(diary({"fluids": None}), DAY)
    first = plan.cards[0]
    assert first.is_settled
    assert first.is_skipped
    assert first.answer is None
    assert plan.next == plan.cards[1]


@given(answers)
def test_the_questions_are_numbered_from_one_to_their_total(said):
    plan = CheckInPlan.of(diary(said, own=OWN), DAY)
    assert [card.position for card in plan.cards] == list(range(1, plan.total + 1))
    assert plan.settled == sum(card.is_settled for card in plan.cards)
    assert plan.is_complete == (plan.next is None)


@given(answers, st.sampled_from((*FACTORS, *OWN)))
def test_what_comes_next_is_open_and_stands_later_unless_nothing_open_does(said, factor):
    plan = CheckInPlan.of(diary(said, own=OWN), DAY)
    following = plan.next_after(factor.id)
    place = next((card.position for card in plan.cards if card.factor == factor), 0)
    later = [card for card in plan.cards[place:] if not card.is_settled]
    if plan.is_complete:
        assert following is None
    else:
        assert following == (later[0] if later else plan.next)


@given(answers, answers)
def test_same_as_yesterday_only_answers_what_is_open_and_no_number(said, yesterday):
    plan = CheckInPlan.of(diary(said, own=OWN), DAY)
    copied = plan.copied_from(CheckIn(day=date(2026, 11, 20), factors=yesterday))
    asked = {factor.id for factor in plan.factors if factor != STEPS}
    assert copied == {
        name: answer for name, answer in yesterday.items() if answer and name in asked and name not in said
    }


def test_own_factors_are_asked_last_and_retired_ones_only_where_they_were_answered():
    assert [factor.id for factor in followed_factors(diary(followed=[], own=OWN))] == ["own-1", "own-2"]
    plan = CheckInPlan.of(diary({"own-3": "no", "own-1": None}, followed=["fluids"], own=OWN), DAY)
    assert [card.factor.id for card in plan.cards] == ["fluids", "own-1", "own-2", "own-3"]


def test_a_number_is_shown_as_it_is_typed_and_as_it_is_read():
    card = CheckInPlan.of(diary({"own-2": 8200}, followed=[], own=(STEPS,)), DAY).cards[0]
    assert (card.typed, card.words, card.name_within) == ("8200", "8,200", "Steps")
    skipped = Card(STEPS, 1, 1, None, is_settled=True)
    assert (skipped.typed, skipped.words, skipped.is_skipped) == ("", "", True)


def test_the_name_of_everybody_s_factor_begins_small_inside_a_sentence():
    card = Card(FACTOR_BY_ID["alcohol"], 1, 1, "1-2", is_settled=True)
    assert (card.name_within, card.words, card.typed) == ("alcohol", "1 to 2 drinks", "")


def test_suspects_are_what_was_marked_last_in_the_fixed_order():
    marks = (chosen(SUSPECTED, ["heat"]), chosen(SUSPECTED, ["own-3", "own-9", "alcohol"]))
    marked = Diary(time_zone="Europe/London", answers=marks, own_factors=OWN)
    assert [factor.id for factor in suspected_factors(marked)] == ["alcohol", "own-3"]
    assert suspected_factors(diary()) == ()


def test_same_as_yesterday_copies_nothing_from_nothing():
    assert CheckInPlan.of(diary(), DAY).copied_from(None) == {}


def test_answers_are_read_in_words_in_the_order_of_the_questions():
    said = {"alcohol": "1-2", "fluids": None}
    assert in_words(said, FACTORS) == (("Drinking", "Skipped"), ("Alcohol", "1 to 2 drinks"))
    assert in_words({"own-2": 8200.5, "own-1": "yes"}, OWN) == (("Late shift", "Yes"), ("Steps", "8,200.5"))


@given(answers)
def test_what_was_present_follows_the_fixed_cuts(said):
    factors = {factor.id: factor for factor in (*FACTORS, *OWN)}
    expected = {
        factors[name].present_words for name, answer in said.items() if factors[name].is_present(answer)
    }
    assert set(present_in(said, factors.values())) == expected


@pytest.mark.parametrize("said", [{"alcohol": None}, {"alcohol": "0"}])
def test_a_skipped_or_absent_factor_is_not_present(said):
    assert present_in(said, FACTORS) == ()


def test_a_plan_can_be_made_without_a_diary():
    plan = CheckInPlan(CheckIn(day=DAY, factors={"fluids": "more"}), (FACTOR_BY_ID["fluids"],))
    assert plan.is_complete
