"""Writing events: what changed on a date that is here, the list and its bin."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from diary import records
from diary.actions import events

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 4)
SHOES = {"name": "New shoes", "on": date(2026, 2, 1)}


def record(user, **said):
    return events.record(user, **{"id": uuid4(), "details": SHOES, "now": NOW} | said)


def revise(user, event, changes, seen=None):
    return events.revise(user, event, changes=changes, seen=seen, now=NOW)


def test_an_event_is_a_name_and_a_date(user):
    event = record(user)
    assert (event.name, event.on, event.version) == ("New shoes", date(2026, 2, 1), 1)
    assert records.diary_of(user).events == (event,)


def test_events_stand_in_the_order_of_their_dates(user):
    for name, on in (("C", date(2026, 2, 1)), ("A", date(2019, 1, 1)), ("B", date(2025, 2, 1))):
        record(user, details={"name": name, "on": on})
    assert [event.name for event in records.diary_of(user).events] == ["A", "B", "C"]


def test_the_same_recording_eight_times_is_one_event(user):
    entry = uuid4()
    for name in ("New shoes", "A move") * 4:
        record(user, id=entry, details={"name": name, "on": TODAY})
    assert [event.name for event in records.diary_of(user).events] == ["New shoes"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "New\0shoes", "\ud800", "New\u202eshoes"])
def test_a_name_that_can_not_be_kept_is_refused_beside_its_field(user, name):
    with pytest.raises(ValidationError) as refusal:
        record(user, details=SHOES | {"name": name})
    assert set(refusal.value.message_dict) == {"name"}
    assert not user.events.exists()


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (TODAY + timedelta(days=1), "This day is still to come. Please write it down once it is here."),
        (date(9999, 12, 31), "This day is still to come. Please write it down once it is here."),
        (date(1, 1, 1), "This date is too far away."),
    ],
)
def test_a_date_that_is_not_here_is_refused_beside_its_field(user, on, sentence):
    event = record(user)
    with pytest.raises(ValidationError) as refusal:
        record(user, details=SHOES | {"on": on})
    assert refusal.value.message_dict == {"on": [sentence]}
    with pytest.raises(ValidationError) as refusal:
        revise(user, event.id, {"on": on})
    assert refusal.value.message_dict == {"on": [sentence]}
    assert records.diary_of(user).events == (event,)


@pytest.mark.parametrize(("zone", "is_here"), [("Pacific/Auckland", True), ("Europe/London", False)])
def test_today_is_the_day_of_the_person(user, zone, is_here):
    user.time_zone = zone
    late = datetime(2026, 3, 4, 20, 0, tzinfo=UTC)
    details = SHOES | {"on": date(2026, 3, 5)}
    if is_here:
        assert record(user, details=details, now=late).on == date(2026, 3, 5)
    else:
        with pytest.raises(ValidationError):
            record(user, details=details, now=late)


def test_the_second_of_two_edits_gets_the_other_version_and_overwrites_nothing(user):
    seen = record(user)
    mine = revise(user, seen.id, {"name": "Wide shoes"}, seen.version)
    with pytest.raises(events.Conflict) as conflict:
        revise(user, seen.id, {"name": "Soft shoes"}, seen.version)
    assert records.event_from_row(conflict.value.theirs) == mine
    assert records.event_of(user, seen.id) == mine
    assert user.revisions.get().before["name"] == "New shoes"


def test_an_event_leaves_the_list_and_comes_back(user):
    event = record(user)
    events.discard(user, event.id, now=NOW)
    events.discard(user, event.id, now=NOW)
    assert records.diary_of(user).events == ()
    assert [found.id for found, _ in records.events_in_bin(user, NOW)] == [event.id]
    with pytest.raises(events.NotThere):
        revise(user, event.id, {"name": "x"})
    restored = events.restore(user, event.id, now=NOW)
    assert records.diary_of(user).events == (restored,)
    assert events.restore(user, event.id, now=NOW) == restored


@pytest.mark.parametrize(
    ("waited", "is_there"), [(timedelta(days=30, seconds=-1), True), (timedelta(days=30), False)], ids=str
)
def test_the_bin_keeps_an_event_for_thirty_days(user, waited, is_there):
    event = record(user)
    events.discard(user, event.id, now=NOW)
    assert bool(records.events_in_bin(user, NOW + waited)) is is_there
    if is_there:
        assert events.clear_old_bins(now=NOW + waited) == 0
        assert events.restore(user, event.id, now=NOW + waited).id == event.id
    else:
        with pytest.raises(events.NotThere):
            events.restore(user, event.id, now=NOW + waited)
        assert events.clear_old_bins(now=NOW + waited) == 1
        assert not user.events.exists()
        assert not user.revisions.exists()


@pytest.mark.parametrize(
    "act",
    [
        lambda user, event: revise(user, event, {"name": "x"}),
        lambda user, event: events.discard(user, event, now=NOW),
        lambda user, event: events.restore(user, event, now=NOW),
    ],
    ids=["revise", "discard", "restore"],
)
def test_an_event_of_somebody_else_is_not_there(user, other_user, act):
    theirs = record(other_user)
    for event in (theirs.id, uuid4()):
        with pytest.raises(events.NotThere):
            act(user, event)
    assert records.diary_of(other_user).events == (theirs,)
