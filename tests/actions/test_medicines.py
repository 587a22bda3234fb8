"""Writing medicines: names and dates, never doses; the list and its bin."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from diary import records
from diary.actions import medicines
from diary.domain.vocabulary import DrugClass

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


def record(user, **said):
    return medicines.record(user, **{"id": uuid4(), "details": {"name": "Indapamide"}} | said)


def test_a_medicine_needs_only_a_name(user):
    medicine = record(user)
    assert records.diary_of(user).medicines == (medicine,)
    assert (medicine.name, medicine.started_on, medicine.stopped_on) == ("Indapamide", None, None)


def test_the_same_recording_eight_times_is_one_medicine(user):
    entry = uuid4()
    for name in ("Indapamide", "Bendroflumethiazide") * 4:
        record(user, id=entry, details={"name": name})
    assert [medicine.name for medicine in records.diary_of(user).medicines] == ["Indapamide"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "Indapa\0mide", "\ud800", "In\u202edapamide"])
def test_a_name_that_can_not_be_kept_is_refused_beside_its_field(user, name):
    with pytest.raises(ValidationError) as refusal:
        record(user, details={"name": name})
    assert set(refusal.value.message_dict) == {"name"}
    assert not user.medicines.exists()


def test_a_medicine_may_stop_on_the_day_it_started_but_not_before(user):
    started = {"name": "Indapamide", "started_on": date(2026, 3, 1)}
    assert record(user, details=started | {"stopped_on": date(2026, 3, 1)}).stopped_on == date(2026, 3, 1)
    with pytest.raises(ValidationError) as refusal:
        record(user, details=started | {"stopped_on": date(2026, 2, 28)})
    assert refusal.value.message_dict == {"stopped_on": ["This is before the day it was started."]}


@pytest.mark.parametrize("field", ["started_on", "stopped_on"])
@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_a_date_in_another_century_is_refused_beside_its_field(user, field, day):
    with pytest.raises(ValidationError) as refusal:
        record(user, details={"name": "Indapamide", field: day})
    assert refusal.value.message_dict == {field: ["This date is too far away."]}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (["0001-01-01"], "This date is too far away."),
        (["soon"], "Please give a date such as 2026-10-13."),
        ([None], "Please give a date such as 2026-10-13."),
        ("2026-03-01", "Changes must be a list of at most 100."),
        (["2026-03-01"] * 101, "Changes must be a list of at most 100."),
        (["2026-03-01", "2026-02-01"], "The changes must be in order, each once."),
        (["2026-02-27"], "One of these is before the day it was started."),
        (["2026-03-03"], "One of these is after the day it was stopped."),
    ],
)
def test_changes_that_can_not_be_are_refused_beside_their_field(user, changes, problem):
    is_dated = problem.startswith("One of these")
    dates = {"started_on": date(2026, 2, 28), "stopped_on": date(2026, 3, 2)} if is_dated else {}
    with pytest.raises(ValidationError) as refusal:
        record(user, details={"name": "Indapamide", "changes": changes, **dates})
    assert refusal.value.message_dict == {"changes": [problem]}


def test_every_change_of_a_dose_is_kept(user):
    days = ["2026-02-01", "2026-03-01"]
    medicine = record(user, details={"name": "Indapamide", "changes": days})
    assert medicine.changes == (date(2026, 2, 1), date(2026, 3, 1))
    assert medicine.changed_on == date(2026, 3, 1)
    revised = medicines.revise(user, medicine.id, changes={"changes": days[:1]}, seen=None, now=NOW)
    assert revised.changes == (date(2026, 2, 1),)
    assert user.revisions.get().before["changes"] == days


@pytest.mark.parametrize("kind", [DrugClass.THIAZIDE, DrugClass.NONE])
def test_the_kind_that_was_confirmed_goes_with_the_name_when_it_is_taken_again(user, kind):
    first = record(user, details={"name": "Water tablet"})
    medicines.revise(user, first.id, changes={"drug_class": kind}, seen=None, now=NOW)
    assert record(user, details={"name": "Water tablet"}).drug_class is kind
    assert record(user, details={"name": "Another tablet"}).drug_class is None


def test_the_second_of_two_edits_gets_the_other_version_and_overwrites_nothing(user):
    seen = record(user)
    mine = medicines.revise(user, seen.id, changes={"note": "mornings"}, seen=seen.version, now=NOW)
    with pytest.raises(medicines.Conflict) as conflict:
        medicines.revise(user, seen.id, changes={"note": "evenings"}, seen=seen.version, now=NOW)
    assert records.medicine_from_row(conflict.value.theirs) == mine
    assert records.medicine_of(user, seen.id) == mine
    assert user.revisions.get().before["note"] == ""


def test_a_medicine_leaves_the_list_and_comes_back(user):
    medicine = record(user)
    medicines.discard(user, medicine.id, now=NOW)
    medicines.discard(user, medicine.id, now=NOW)
    assert records.diary_of(user).medicines == ()
    with pytest.raises(medicines.NotThere):
        medicines.revise(user, medicine.id, changes={"note": "x"}, seen=None, now=NOW)
    restored = medicines.restore(user, medicine.id, now=NOW)
    assert records.diary_of(user).medicines == (restored,)
    assert medicines.restore(user, medicine.id, now=NOW) == restored


@pytest.mark.parametrize(
    ("waited", "is_there"), [(timedelta(days=30, seconds=-1), True), (timedelta(days=30), False)], ids=str
)
def test_the_bin_keeps_a_medicine_for_thirty_days(user, waited, is_there):
    medicine = record(user)
    medicines.discard(user, medicine.id, now=NOW)
    if is_there:
        assert medicines.clear_old_bins(now=NOW + waited) == 0
        assert medicines.restore(user, medicine.id, now=NOW + waited).id == medicine.id
    else:
        with pytest.raises(medicines.NotThere):
            medicines.restore(user, medicine.id, now=NOW + waited)
        assert medicines.clear_old_bins(now=NOW + waited) == 1
        assert not user.medicines.exists()
        assert not user.revisions.exists()


@pytest.mark.parametrize(
    "act",
    [
        lambda user, medicine: medicines.revise(user, medicine, changes={"note": "x"}, seen=None, now=NOW),
        lambda user, medicine: medicines.discard(user, medicine, now=NOW),
        lambda user, medicine: medicines.restore(user, medicine, now=NOW),
    ],
    ids=["revise", "discard", "restore"],
)
def test_a_medicine_of_somebody_else_is_not_there(user, other_user, act):
    theirs = record(other_user)
    for medicine in (theirs.id, uuid4()):
        with pytest.raises(medicines.NotThere):
            act(user, medicine)
    assert records.diary_of(other_user).medicines == (theirs,)


def test_a_medicine_with_an_unknown_start_comes_first_on_the_list(user):
    record(user, details={"name": "C", "started_on": date(2026, 2, 1)})
    record(user, details={"name": "A"})
    record(user, details={"name": "B", "started_on": date(2025, 2, 1)})
    assert [medicine.name for medicine in records.diary_of(user).medicines] == ["A", "B", "C"]
