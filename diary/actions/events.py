"""Writing events: what changed, and on which date, to be compared before and after."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from diary import records
from diary.actions import discarding
from diary.actions.concurrency import Conflict, NotThere, change, forget, lock, validate
from diary.domain import entries
from diary.domain.days import wall_clock
from diary.models import Event

__all__ = ["Conflict", "NotThere", "clear_old_bins", "discard", "record", "restore", "revise"]


def record(owner: User, *, id: UUID, details: Mapping[str, Any], now: datetime) -> entries.Event:  # noqa: A002
    """Save an event and return it; the same `id` again changes nothing. Raises ValidationError per field."""
    with transaction.atomic():
        lock(owner)
        row = owner.events.filter(id=id).first()
        if row is None:
            _refuse_future(owner, details, now)
            row = Event(owner=owner, id=id, **details)
            validate(row)
            row.save(force_insert=True)
    return records.event_from_row(row)


def revise(
    owner: User, event_id: UUID, *, changes: Mapping[str, Any], seen: int | None, now: datetime
) -> entries.Event:
    """Write `changes` to an event seen as version `seen`, and return it; NotThere, Conflict, ValidationError."""
    with transaction.atomic():
        lock(owner)
        row = discarding.kept(owner.events.all(), event_id)
        _refuse_future(owner, changes, now)
        change(row, changes, seen=seen, now=now, by="page")
    return records.event_from_row(row)


def discard(owner: User, event_id: UUID, *, now: datetime) -> entries.Event:
    """Take an event off the list, into the bin (there already: no change), and return it; raises NotThere."""
    with transaction.atomic():
        lock(owner)
        row = discarding.discard(owner.events.all(), event_id, now=now)
    return records.event_from_row(row)


def restore(owner: User, event_id: UUID, *, now: datetime) -> entries.Event:
    """Put an event back on the list and return it; raises NotThere when it is gone for good."""
    with transaction.atomic():
        lock(owner)
        row = discarding.restore(owner.events.all(), event_id, now=now)
    return records.event_from_row(row)


def clear_old_bins(*, now: datetime) -> int:
    """Delete for good the events that have been in any bin for 30 days, with their history; return how many."""
    return forget(Event.objects.filter(deleted_at__lte=now - records.BIN_KEEPS))


def _refuse_future(owner: User, details: Mapping[str, Any], now: datetime) -> None:
    on = details.get("on")
    if on is not None and on > wall_clock(now, owner.time_zone).date():
        raise ValidationError({"on": "This day is still to come. Please write it down once it is here."})
