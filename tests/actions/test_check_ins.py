"""Writing check-ins: answers that merge, skips that stay, nights that are clear only when somebody says so."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from diary import records
from diary.actions import check_ins
from diary.domain.factors import FACTORS

DAY = date(2026, 3, 3)
EVENING = datetime(2026, 3, 3, 21, 30, tzinfo=UTC)
MORNING = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)


def answer(user, factor, value, day=DAY):
    return check_ins.answer(user, day, factor=factor, value=value, now=EVENING)


def record(user, *, seen, factors=None, columns=None):
    return check_ins.record(user, DAY, factors=factors or {}, columns=columns or {}, seen=seen, now=EVENING)


def test_answers_of_a_day_add_up(user):
    answer(user, "alcohol", "1-2")
    answer(user, "fluids", "less")
    kept = answer(user, "alcohol", "3-4")
    assert kept.factors == {"alcohol": "3-4", "fluids": "less"}
    assert records.check_in_of(user, DAY) == kept
    assert records.diary_of(user).check_ins == (kept,)


def test_a_skipped_question_is_kept_as_skipped_and_stays_unknown(user):
    kept = answer(user, "alcohol", None)
    assert kept.factors == {"alcohol": None}
    assert kept.clear is None


def test_an_answer_can_be_taken_back(user):
    answer(user, "alcohol", "1-2")
    answer(user, "fluids", None)
    assert answer(user, "alcohol", "").factors == {"fluids": None}
    assert answer(user, "fluids", "").factors == {}


def test_taking_back_what_was_never_said_writes_nothing(user):
    assert answer(user, "alcohol", "") == records.check_in_of(user, DAY)
    assert check_ins.mark_night(user, DAY, clear=None, now=MORNING).version == 0
    assert not user.check_ins.exists()
    assert records.diary_of(user).days_noted() is None


def test_the_same_answer_again_changes_nothing(user):
    first = answer(user, "alcohol", "1-2")
    assert answer(user, "alcohol", "1-2") == first
    assert not user.revisions.exists()


def test_a_day_has_one_check_in(user, other_user):
    for _ in range(8):
        check_ins.mark_night(user, DAY, clear=True, now=MORNING)
    check_ins.mark_night(other_user, DAY, clear=True, now=MORNING)
    assert user.check_ins.count() == other_user.check_ins.count() == 1


def test_a_clear_night_and_the_evening_s_answers_do_not_touch_each_other(user):
    answer(user, "alcohol", "1-2")
    night = check_ins.mark_night(user, DAY, clear=True, now=MORNING)
    assert (night.clear, night.factors) == (True, {"alcohol": "1-2"})
    taken_back = check_ins.mark_night(user, DAY, clear=None, now=MORNING)
    assert (taken_back.clear, taken_back.factors) == (None, {"alcohol": "1-2"})


@pytest.mark.parametrize("factor", FACTORS, ids=lambda factor: factor.id)
def test_every_answer_on_a_factor_s_scale_is_kept(user, factor):
    for value, _ in factor.scale:
        assert answer(user, factor.id, value).factors == {factor.id: value}


@pytest.mark.parametrize(
    ("factor", "value", "sentence"),
    [
        ("alcohol", "7", "“Alcohol” has no such answer."),
        ("alcohol", "None", "“Alcohol” has no such answer."),
        ("alcohol", 1, "“Alcohol” has no such answer."),
        ("alcohol", True, "“Alcohol” has no such answer."),
        ("alcohol", ["1-2"], "“Alcohol” has no such answer."),
        ("alcohol", {"a": 1}, "“Alcohol” has no such answer."),
        ("alcohol", "1-2\0", "“Alcohol” has no such answer."),
        ("moon", "full", "This question is not known."),
        ("\0", None, "This question is not known."),
    ],
)
def test_an_answer_that_is_not_on_the_scale_is_refused_in_words(user, factor, value, sentence):
    answer(user, "fluids", "usual")
    with pytest.raises(ValidationError) as refusal:
        answer(user, factor, value)
    assert refusal.value.message_dict == {"factors": [sentence]}
    assert records.check_in_of(user, DAY).factors == {"fluids": "usual"}


@pytest.mark.parametrize("value", [-1, 11, 2**40, "bad"])
def test_a_disturbance_that_is_not_between_0_and_10_is_refused(user, value):
    with pytest.raises(ValidationError) as refusal:
        record(user, seen=0, columns={"sleep_disturbance": value})
    assert set(refusal.value.message_dict) == {"sleep_disturbance"}
    assert not user.check_ins.exists()


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1899, 12, 31), date(2200, 1, 2), date(9999, 12, 31)])
def test_a_day_in_another_century_is_refused(user, day):
    with pytest.raises(ValidationError) as refusal:
        answer(user, "alcohol", "0", day=day)
    assert refusal.value.message_dict == {"day": ["This date is too far away."]}


# --- Two devices ----------------------------------------------------------------------------------------------------


def test_the_second_of_two_forms_gets_the_other_version_and_overwrites_nothing(user):
    first = record(user, seen=0, factors={"alcohol": "0"}, columns={"sleep_disturbance": 3})
    with pytest.raises(check_ins.Conflict) as conflict:
        record(user, seen=0, factors={"alcohol": "5+"}, columns={"sleep_disturbance": 9})
    assert records.check_in_from_row(conflict.value.theirs) == first
    assert records.check_in_of(user, DAY) == first
    second = record(user, seen=first.version, factors={"alcohol": "5+"})
    assert (second.factors, second.sleep_disturbance, second.version) == ({"alcohol": "5+"}, 3, 2)


def test_a_revision_keeps_what_was_said_before(user):
    answer(user, "alcohol", "0")
    answer(user, "alcohol", "5+")
    revision = user.revisions.get()
    assert (revision.kind, revision.row, revision.version) == ("checkin", "2026-03-03", 1)
    assert revision.before["factors"] == {"alcohol": "0"}


# --- The same as before ---------------------------------------------------------------------------------------------


def test_the_same_as_before_answers_only_the_open_questions(user):
    for factor, value in (("alcohol", "1-2"), ("fluids", "less"), ("sitting", "4-8"), ("activity", None)):
        answer(user, factor, value, day=DAY - timedelta(days=2))
    answer(user, "alcohol", "0")
    answer(user, "fluids", None)
    copied = check_ins.same_as_before(user, DAY, now=EVENING)
    assert copied.factors == {"alcohol": "0", "fluids": None, "sitting": "4-8"}


def test_the_same_as_before_copies_only_what_is_asked(user):
    for factor, value in (("alcohol", "1-2"), ("shoes", "yes")):
        answer(user, factor, value, day=DAY - timedelta(days=1))
    assert check_ins.same_as_before(user, DAY, now=EVENING, asked={"alcohol"}).factors == {"alcohol": "1-2"}


def test_the_same_as_before_leaves_the_night_itself_open(user):
    answer(user, "alcohol", "1-2", day=DAY - timedelta(days=1))
    check_ins.mark_night(user, DAY - timedelta(days=1), clear=True, now=EVENING)
    assert check_ins.same_as_before(user, DAY, now=EVENING).clear is None


def test_the_same_as_before_passes_over_days_without_an_answer(user):
    answer(user, "alcohol", "1-2", day=DAY - timedelta(days=3))
    answer(user, "alcohol", None, day=DAY - timedelta(days=2))
    check_ins.mark_night(user, DAY - timedelta(days=1), clear=True, now=EVENING)
    assert check_ins.same_as_before(user, DAY, now=EVENING).factors == {"alcohol": "1-2"}


def test_the_same_as_before_never_looks_ahead_or_at_somebody_else(user, other_user):
    answer(user, "alcohol", "1-2", day=DAY + timedelta(days=1))
    answer(other_user, "alcohol", "1-2", day=DAY - timedelta(days=1))
    assert check_ins.same_as_before(user, DAY, now=EVENING).factors == {}
    assert not user.check_ins.filter(day=DAY).exists()
