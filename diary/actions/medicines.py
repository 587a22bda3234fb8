"""Writing medicines: what is taken, since when until when."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from diary import records
from diary.actions.concurrency import Conflict, NotThere, change, lock
from diary.domain import entries
from diary.models import Medicine

__all__ = ["Conflict", "NotThere", "discard", "record", "restore", "revise"]


def record(owner: User, *, id: UUID, details: Mapping[str, Any]) -> entries.Medicine:  # noqa: A002
    """Save a medicine and return it; the same `id` again changes nothing. Raises ValidationError per field."""
    with transaction.atomic():
        lock(owner)
        row = owner.medicines.filter(id=id).first()
        if row is None:
            row = Medicine(owner=owner, id=id, **details)
            row.full_clean(validate_unique=False)
            row.save(force_insert=True)
    return records.medicine_from_row(row)


def revise(
    owner: User, medicine_id: UUID, *, changes: Mapping[str, Any], seen: int | None, now: datetime
) -> entries.Medicine:
    """Write `changes` to a medicine seen as version `seen`, and return it; NotThere, Conflict, ValidationError."""
    with transaction.atomic():
        lock(owner)
        row = _kept(owner, medicine_id)
        change(row, changes, seen=seen, now=now, by="page")
    return records.medicine_from_row(row)


def discard(owner: User, medicine_id: UUID, *, now: datetime) -> None:
    """Take a medicine off the list; raises NotThere."""
    with transaction.atomic():
        lock(owner)
        change(_kept(owner, medicine_id), {"deleted_at": now}, seen=None, now=now, by="page")


def restore(owner: User, medicine_id: UUID, *, now: datetime) -> entries.Medicine:
    """Put a medicine back on the list and return it; raises NotThere."""
    with transaction.atomic():
        lock(owner)
        row = owner.medicines.filter(id=medicine_id).first()
        if row is None:
            raise NotThere
        change(row, {"deleted_at": None}, seen=None, now=now, by="page")
    return records.medicine_from_row(row)


def _kept(owner: User, medicine_id: UUID) -> Medicine:
    row = owner.medicines.kept().filter(id=medicine_id).first()
    if row is None:
        raise NotThere
    return row
