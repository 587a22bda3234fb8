"""Writing check-ins: answers that merge, skips that stay, nights that are clear only when somebody says so."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diary import records
from diary.actions import check_ins
from diary.domain.check_ins import CheckInPlan
from diary.domain.factors import FACTORS
from tests.factories import CheckInFactory, OwnFactorFactory

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


def same_as_before(user, day=DAY):
    return check_ins.same_as_before(user, day, now=EVENING)


def test_the_same_as_before_answers_only_the_open_questions(user):
    for factor, value in (("alcohol", "1-2"), ("fluids", "less"), ("sitting", "4-8"), ("activity", None)):
        answer(user, factor, value, day=DAY - timedelta(days=2))
    answer(user, "alcohol", "0")
    answer(user, "fluids", None)
    assert same_as_before(user) == {"sitting": "4-8"}
    assert records.check_in_of(user, DAY).factors == {"alcohol": "0", "fluids": None, "sitting": "4-8"}


def test_the_same_as_before_copies_only_what_is_asked(user):
    for factor, value in (("alcohol", "1-2"), ("shoes", "yes")):
        answer(user, factor, value, day=DAY - timedelta(days=1))
    assert same_as_before(user) == {"alcohol": "1-2"}


def test_the_same_as_before_copies_own_answers_but_no_number_and_nothing_retired(user):
    for own_id, more in (("own-1", {}), ("own-2", {"cut": 8000}), ("own-3", {})):
        OwnFactorFactory(owner=user, id=own_id, name=own_id, **more)
    for factor, value in (("own-1", "yes"), ("own-2", 8200), ("own-3", "no")):
        answer(user, factor, value, day=DAY - timedelta(days=1))
    user.own_factors.filter(id="own-3").update(retired_on=DAY)
    assert same_as_before(user) == {"own-1": "yes"}
    assert records.check_in_of(user, DAY).factors == {"own-1": "yes"}


@given(data=st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_copied_is_what_the_page_said_it_would_copy(user, data):
    own = {"own-1": ["yes", "no"], "own-2": [0, 8200.5], "own-3": ["yes"]}
    for own_id in own:
        user.own_factors.get_or_create(
            id=own_id,
            defaults={
                "name": own_id,
                "cut": 8000 if own_id == "own-2" else None,
                "retired_on": DAY if own_id == "own-3" else None,
            },
        )
    scales = {factor.id: [value for value, _ in factor.scale] for factor in FACTORS} | own
    said = {name: st.sampled_from([None, *values]) for name, values in scales.items()}
    yesterday, today = (data.draw(st.fixed_dictionaries({}, optional=said)) for _ in range(2))
    for day, factors in ((DAY - timedelta(days=1), yesterday), (DAY, today)):
        user.check_ins.update_or_create(day=day, defaults={"factors": factors})
    plan = CheckInPlan.of(records.diary_of(user, DAY, DAY), DAY)
    shown = plan.copied_from(records.last_check_in_before(user, DAY))
    assert same_as_before(user) == shown
    assert records.check_in_of(user, DAY).factors == {**today, **shown}
    assert not {"own-2", "own-3"} & shown.keys()


def test_the_same_as_before_leaves_the_night_itself_open(user):
    answer(user, "alcohol", "1-2", day=DAY - timedelta(days=1))
    check_ins.mark_night(user, DAY - timedelta(days=1), clear=True, now=EVENING)
    same_as_before(user)
    assert records.check_in_of(user, DAY).clear is None


def test_the_same_as_before_passes_over_days_without_an_answer(user):
    answer(user, "alcohol", "1-2", day=DAY - timedelta(days=3))
    answer(user, "alcohol", None, day=DAY - timedelta(days=2))
    check_ins.mark_night(user, DAY - timedelta(days=1), clear=True, now=EVENING)
    assert same_as_before(user) == {"alcohol": "1-2"}


def test_the_same_as_before_never_looks_ahead_or_at_somebody_else(user, other_user):
    answer(user, "alcohol", "1-2", day=DAY + timedelta(days=1))
    answer(other_user, "alcohol", "1-2", day=DAY - timedelta(days=1))
    assert same_as_before(user) == {}
    assert not user.check_ins.filter(day=DAY).exists()


# --- One's own factors ----------------------------------------------------------------------------------------------


@pytest.fixture
def own(user, other_user):
    """Yes or no, a number, one that is retired, and one of somebody else's."""
    OwnFactorFactory(owner=user, id="own-late", name="Late shift")
    OwnFactorFactory(owner=user, id="own-steps", name="Steps", cut=8000)
    OwnFactorFactory(owner=user, id="own-socks", name="Tight socks", retired_on=DAY)
    OwnFactorFactory(owner=other_user, id="own-theirs", name="Theirs")


@pytest.mark.parametrize(
    ("factor", "value"),
    [("own-late", "yes"), ("own-late", "no"), ("own-late", None), ("own-steps", 0), ("own-steps", 8200.5)],
)
def test_an_answer_to_a_factor_of_one_s_own_is_kept(user, own, factor, value):
    assert answer(user, factor, value).factors == {factor: value}


@pytest.mark.parametrize(
    ("factor", "value", "sentence"),
    [
        ("own-late", "perhaps", "“Late shift” has no such answer."),
        ("own-late", 8200, "“Late shift” has no such answer."),
        ("own-late", True, "“Late shift” has no such answer."),
        ("own-steps", "yes", "Please give a number."),
        ("own-steps", True, "Please give a number."),
        ("own-steps", -1, "Please give a number from 0 to 1,000,000."),
        ("own-steps", 1_000_001, "Please give a number from 0 to 1,000,000."),
        ("own-steps", float("nan"), "Please give a number."),
        ("own-socks", "yes", "You no longer follow “Tight socks”."),
        ("own-socks", None, "You no longer follow “Tight socks”."),
        ("own-theirs", "yes", "This question is not known."),
        ("own-theirs", None, "This question is not known."),
        ("own-nobodys", 1, "This question is not known."),
    ],
)
def test_an_answer_that_does_not_fit_the_factor_is_refused_in_words(user, own, factor, value, sentence):
    answer(user, "fluids", "usual")
    with pytest.raises(ValidationError) as refusal:
        answer(user, factor, value)
    assert refusal.value.message_dict == {"factors": [sentence]}
    assert records.check_in_of(user, DAY).factors == {"fluids": "usual"}


def test_what_is_retired_can_still_be_changed_and_taken_back_where_it_was_answered(user, own):
    answer(user, "own-late", "yes")
    user.own_factors.filter(id="own-late").update(retired_on=DAY)
    assert answer(user, "own-late", "no").factors == {"own-late": "no"}
    assert answer(user, "own-late", "").factors == {}
    with pytest.raises(ValidationError):
        answer(user, "own-late", "yes")


def test_the_answers_of_a_deleted_factor_are_no_hindrance(user):
    CheckInFactory(owner=user, day=DAY, clear=None, factors={"own-gone": "yes", "own-gone-too": None})
    kept = answer(user, "alcohol", "0")
    assert kept.factors == {"own-gone": "yes", "own-gone-too": None, "alcohol": "0"}
    assert answer(user, "own-gone", "").factors == {"own-gone-too": None, "alcohol": "0"}
