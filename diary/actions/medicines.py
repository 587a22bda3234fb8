"""Writing medicines: what is taken, since when until when."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from diary import records
from diary.actions import discarding
from diary.actions.concurrency import Conflict, NotThere, change, forget, lock, validate
from diary.domain import entries
from diary.models import Medicine

__all__ = ["Conflict", "NotThere", "clear_old_bins", "discard", "record", "restore", "revise"]


def record(owner: User, *, id: UUID, details: Mapping[str, Any]) -> entries.Medicine:  # noqa: A002
    """Save a medicine and return it; the same `id` again changes nothing. Raises ValidationError per field.

    The class that was confirmed for a name goes with it when the medicine is taken again.
    """
    with transaction.atomic():
        lock(owner)
        row = owner.medicines.filter(id=id).first()
        if row is None:
            row = Medicine(owner=owner, id=id, **details)
            validate(row)
            if row.drug_class is None:
                row.drug_class = _class_confirmed(owner, row.name)
            row.save(force_insert=True)
    return records.medicine_from_row(row)


def _class_confirmed(owner: User, name: str) -> str | None:
    named = owner.medicines.kept().filter(name=name).exclude(drug_class=None)
    return named.order_by("-updated_at").values_list("drug_class", flat=True).first()


def revise(
    owner: User, medicine_id: UUID, *, changes: Mapping[str, Any], seen: int | None, now: datetime
) -> entries.Medicine:
    """Write `changes` to a medicine seen as version `seen`, and return it; NotThere, Conflict, ValidationError.

    The class was confirmed for the name that it had: a new name makes it unknown again.
    """
    with transaction.atomic():
        lock(owner)
        row = discarding.kept(owner.medicines.all(), medicine_id)
        renamed = changes.get("name", row.name) != row.name
        change(row, {"drug_class": None, **changes} if renamed else changes, seen=seen, now=now, by="page")
    return records.medicine_from_row(row)


def discard(owner: User, medicine_id: UUID, *, now: datetime) -> entries.Medicine:
    """Take a medicine off the list, into the bin (there already: no change), and return it; raises NotThere."""
    with transaction.atomic():
        lock(owner)
        row = discarding.discard(owner.medicines.all(), medicine_id, now=now)
    return records.medicine_from_row(row)


def restore(owner: User, medicine_id: UUID, *, now: datetime) -> entries.Medicine:
    """Put a medicine back on the list and return it; raises NotThere when it is gone for good."""
    with transaction.atomic():
        lock(owner)
        row = discarding.restore(owner.medicines.all(), medicine_id, now=now)
    return records.medicine_from_row(row)


def clear_old_bins(*, now: datetime) -> int:
    """Delete for good the medicines that have been in any bin for 30 days, with their history; return how many."""
    return forget(Medicine.objects.filter(deleted_at__lte=now - records.BIN_KEEPS))
