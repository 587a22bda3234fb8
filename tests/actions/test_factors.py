"""Writing factors of one's own and marks on suspects: nothing is lost by retiring, and nothing counts twice."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from diary import records
from diary.actions import answers, check_ins, factors
from diary.domain.check_ins import SUSPECTED, CheckInPlan, followed_factors, suspected_factors
from diary.domain.patterns.exposure import exposures_of
from tests.factories import CheckInFactory, OwnFactorFactory

DAY = date(2026, 3, 3)
NOW = datetime(2026, 3, 3, 21, 30, tzinfo=UTC)
LATE = "own-0b7c"


def record(user, **said):
    return factors.record(user, **{"id": LATE, "name": "Late shift"} | said)


def answer(user, value, factor=LATE, day=DAY):
    return check_ins.answer(user, day, factor=factor, value=value, now=NOW)


def followed(user):
    return [factor.id for factor in followed_factors(records.answers_of(user)) if factor.is_own]


# --- One's own ------------------------------------------------------------------------------------------------------


def test_a_factor_of_one_s_own_is_asked_about_from_then_on(user):
    late = record(user)
    assert (late.name, late.is_number, late.is_on_purpose, late.retired_on) == (
        "Late shift",
        False,
        False,
        None,
    )
    assert records.own_factors_of(user) == (late,)
    plan = CheckInPlan.of(records.diary_of(user, DAY, DAY), DAY)
    assert plan.factors[-1] == late
    assert plan.cards[-1].factor.question == "Late shift?"


def test_a_number_keeps_its_cut_and_what_is_done_on_purpose_is_known(user):
    steps = record(user, name="Steps", cut=8000, is_on_purpose=True)
    assert (steps.cut, steps.is_on_purpose) == (8000, True)
    assert (steps.is_present(8000), steps.is_present(7999)) == (True, False)


def test_the_same_recording_eight_times_is_one_factor(user):
    for name in ("Late shift", "Early shift") * 4:
        record(user, name=name)
    assert [factor.name for factor in records.own_factors_of(user)] == ["Late shift"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "Late\0shift", "\ud800", "Late\u202eshift"])
def test_a_name_that_can_not_be_kept_is_refused_beside_its_field(user, name):
    with pytest.raises(ValidationError) as refusal:
        record(user, name=name)
    assert set(refusal.value.message_dict) == {"name"}
    assert not user.own_factors.exists()


@pytest.mark.parametrize("cut", [0, -1, 1_000_001, float("nan"), float("inf")])
def test_a_cut_that_is_none_is_refused_beside_its_field(user, cut):
    with pytest.raises(ValidationError) as refusal:
        record(user, cut=cut)
    assert set(refusal.value.message_dict) == {"cut"}
    assert not user.own_factors.exists()


@pytest.mark.parametrize("wrong", ["late", "own-", "own-A", "own-late shift", "own-" + "0" * 33, "alcohol"])
def test_an_id_that_no_own_factor_may_have_is_refused(user, wrong):
    with pytest.raises(ValidationError):
        record(user, id=wrong)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("late  SHIFT?", "You follow “Late shift” already. Please choose another name."),
        (
            "tight socks",
            "You followed “Tight socks” before. Please follow it again, or choose another name.",
        ),
        ("ALCOHOL", "“Alcohol” is on the list for everybody. Please choose it there."),
    ],
)
def test_a_name_that_another_factor_has_is_refused_kindly_for_a_new_one_and_for_an_old_one(
    user, name, sentence
):
    record(user)
    OwnFactorFactory(owner=user, id="own-socks", name="Tight socks", retired_on=DAY)
    steps = record(user, id="own-steps", name="Steps")
    with pytest.raises(ValidationError) as refusal:
        record(user, id="own-other", name=name)
    assert refusal.value.message_dict == {"name": [sentence]}
    with pytest.raises(ValidationError) as refusal:
        factors.rename(user, "own-steps", name=name, now=NOW)
    assert refusal.value.message_dict == {"name": [sentence]}
    assert records.own_factor_of(user, "own-steps") == steps


def test_the_name_of_somebody_else_s_factor_is_free(user, other_user):
    record(other_user)
    assert record(user).name == "Late shift"


def test_another_name_keeps_the_answers(user):
    record(user)
    answer(user, "yes")
    renamed = factors.rename(user, LATE, name="Night shift", now=NOW)
    assert (renamed.id, renamed.name) == (LATE, "Night shift")
    assert factors.rename(user, LATE, name="night shift", now=NOW).name == "night shift"
    assert records.check_in_of(user, DAY).factors == {LATE: "yes"}
    assert [row.before["name"] for row in user.revisions.order_by("version")] == ["Late shift", "Night shift"]


def test_at_most_ten_are_followed_at_a_time(user):
    for number in range(factors.MOST_FOLLOWED):
        record(user, id=f"own-{number}", name=f"Factor {number}")
    with pytest.raises(ValidationError) as refusal:
        record(user)
    assert refusal.value.messages == ["You follow 10 of your own already. Stop following one of them first."]
    factors.stop(user, "own-3", now=NOW)
    record(user)
    with pytest.raises(ValidationError):
        factors.follow(user, "own-3", now=NOW)
    assert followed(user) == [f"own-{number}" for number in range(10) if number != 3] + [LATE]


def test_the_ten_of_somebody_else_do_not_count(user, other_user):
    for number in range(factors.MOST_FOLLOWED):
        record(other_user, id=f"own-{number}", name=f"Factor {number}")
    assert record(user).id == LATE


# --- Retired --------------------------------------------------------------------------------------------------------


def test_a_retired_factor_keeps_its_answers_and_stays_in_the_patterns(user):
    record(user)
    answer(user, "yes")
    assert factors.stop(user, LATE, now=NOW).retired_on == DAY
    assert followed(user) == []
    whole = records.diary_of(user)
    assert whole.check_ins[0].factors == {LATE: "yes"}
    assert LATE in [factor.id for factor in exposures_of(whole, DAY + timedelta(days=1)).factors]


def test_stopping_and_following_twice_changes_nothing_the_second_time(user):
    record(user)
    once = factors.stop(user, LATE, now=NOW)
    assert factors.stop(user, LATE, now=NOW + timedelta(days=3)) == once
    assert factors.follow(user, LATE, now=NOW) == factors.follow(user, LATE, now=NOW)
    assert followed(user) == [LATE]
    assert user.own_factors.get().version == 3


def test_a_factor_is_retired_on_the_day_of_the_person(user):
    user.time_zone = "Pacific/Auckland"
    record(user)
    assert factors.stop(user, LATE, now=NOW).retired_on == DAY + timedelta(days=1)


# --- Deleted --------------------------------------------------------------------------------------------------------


def test_a_factor_without_an_answer_is_deleted_for_good_with_its_skips_and_its_history(user):
    record(user)
    answer(user, None)
    answer(user, "0", factor="alcohol")
    factors.rename(user, LATE, name="Night shift", now=NOW)
    assert factors.delete(user, LATE, now=NOW).name == "Night shift"
    assert not user.own_factors.exists()
    assert not user.revisions.filter(kind="ownfactor").exists()
    assert records.check_in_of(user, DAY).factors == {"alcohol": "0"}


@pytest.mark.parametrize("value", ["no", 0])
def test_a_factor_with_an_answer_is_never_deleted(user, value):
    late = record(user, cut=1 if value == 0 else None)
    answer(user, value)
    answer(user, None, day=DAY - timedelta(days=1))
    assert records.answers_to(user, LATE) == 1
    with pytest.raises(factors.Answered):
        factors.delete(user, LATE, now=NOW)
    assert records.own_factors_of(user) == (late,)
    assert records.check_in_of(user, DAY - timedelta(days=1)).factors == {LATE: None}


def test_an_answer_that_was_taken_back_does_not_keep_a_factor(user):
    record(user)
    answer(user, "yes")
    answer(user, "")
    factors.delete(user, LATE, now=NOW)
    assert records.own_factors_of(user) == ()


@pytest.mark.parametrize(
    "act",
    [
        lambda user, factor: factors.rename(user, factor, name="Mine", now=NOW),
        lambda user, factor: factors.stop(user, factor, now=NOW),
        lambda user, factor: factors.follow(user, factor, now=NOW),
        lambda user, factor: factors.delete(user, factor, now=NOW),
    ],
    ids=["rename", "stop", "follow", "delete"],
)
def test_a_factor_of_somebody_else_is_not_there(user, other_user, act):
    theirs = record(other_user)
    CheckInFactory(owner=other_user, day=DAY, factors={LATE: None})
    for factor in (LATE, "own-nobodys", "alcohol"):
        with pytest.raises(factors.NotThere):
            act(user, factor)
    assert records.own_factors_of(other_user) == (theirs,)
    assert records.check_in_of(other_user, DAY).factors == {LATE: None}


# --- Suspects -------------------------------------------------------------------------------------------------------


def suspect(user, *ticked, seen=(), now=NOW):
    return [factor.id for factor in factors.suspect(user, ticked=ticked, seen=seen, now=now)]


def marks(user):
    return [factor.id for factor in suspected_factors(records.answers_of(user))]


def test_both_kinds_can_be_marked_and_the_whole_list_is_kept_each_time(user):
    record(user)
    assert suspect(user, LATE, "alcohol") == ["alcohol", LATE]
    assert suspect(user, LATE, seen=["alcohol", LATE]) == [LATE]
    assert [row.value for row in user.answers.order_by("created_at")] == [["alcohol", LATE], [LATE]]


def test_the_same_marks_twice_are_written_once(user):
    for _ in range(3):
        suspect(user, "alcohol")
    suspect(user, "alcohol", seen=["alcohol"])
    assert user.answers.count() == 1


def test_marks_from_two_devices_are_both_kept(user):
    suspect(user, "alcohol")
    assert suspect(user, "heat") == ["alcohol", "heat"]
    assert suspect(user, "heat", seen=["alcohol", "heat"]) == ["heat"]
    assert suspect(user, "shoes", seen=["alcohol"]) == ["heat", "shoes"]


def test_no_marks_without_a_change(user):
    assert suspect(user) == []
    assert suspect(user, seen=["alcohol"]) == []
    assert not user.answers.exists()


def test_what_is_not_there_is_not_marked_and_a_deleted_factor_loses_its_mark(user, other_user):
    record(other_user)
    assert suspect(user, LATE, "moon") == []
    record(user)
    suspect(user, LATE)
    factors.delete(user, LATE, now=NOW)
    assert marks(user) == []
    assert suspect(user, "heat") == ["heat"]


def test_a_retired_suspect_stays_one(user):
    record(user)
    suspect(user, LATE)
    factors.stop(user, LATE, now=NOW)
    assert suspect(user, "heat", LATE, seen=[LATE]) == ["heat", LATE]


@pytest.mark.parametrize(("days_in", "block"), [(0, 0), (27, 0), (28, 2), (55, 2), (56, 3)])
def test_a_mark_after_results_could_be_seen_begins_anew_and_so_does_one_that_is_set_again(
    user, days_in, block
):
    """Blocks of 28 days run from the first answer; what was judged once is no evidence for a new suspicion."""
    record(user)
    for back in range(100):
        CheckInFactory(owner=user, day=DAY + timedelta(days=back), factors={"alcohol": "0", LATE: "no"})
    then = NOW + timedelta(days=days_in)
    last = DAY + timedelta(days=100)

    def first_blocks():
        return exposures_of(records.diary_of(user), last).suspected

    suspect(user, LATE, now=then)
    assert first_blocks() == {LATE: block}
    suspect(user, "alcohol", LATE, seen=[LATE], now=NOW + timedelta(days=60))
    assert first_blocks() == {"alcohol": 3, LATE: block}
    suspect(user, "alcohol", seen=["alcohol", LATE], now=NOW + timedelta(days=61))
    assert first_blocks() == {"alcohol": 3}
    suspect(user, "alcohol", LATE, seen=["alcohol"], now=NOW + timedelta(days=90))
    assert first_blocks() == {"alcohol": 3, LATE: 4}


def test_a_list_of_suspects_that_names_no_factor_is_refused(user):
    with pytest.raises(ValidationError):
        answers.say(user, {SUSPECTED: ["moon"]}, now=NOW)
