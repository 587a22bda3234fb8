"""The bin: how a row leaves a list, comes back, and goes for good. The caller has locked the owner."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from diary import records
from diary.actions.concurrency import NotThere, change
from diary.models import Episode, Event, Medicine, Visit

Discardable = TypeVar("Discardable", Episode, Medicine, Event, Visit)


def kept(rows: QuerySet[Discardable], id: UUID) -> Discardable:  # noqa: A002
    """Return the row of one's own `rows` unless it is not there or in the bin; raises NotThere."""
    row = rows.filter(id=id, deleted_at__isnull=True).first()
    if row is None:
        raise NotThere
    return row


def discard(rows: QuerySet[Discardable], id: UUID, *, now: datetime) -> Discardable:  # noqa: A002
    """Put a row into the bin (there already: no change) and return it; raises NotThere."""
    row = rows.filter(id=id).first()
    if row is None:
        raise NotThere
    if row.deleted_at is None:
        change(row, {"deleted_at": now}, seen=None, now=now, by="page")
    return row


def restore(rows: QuerySet[Discardable], id: UUID, *, now: datetime) -> Discardable:  # noqa: A002
    """Take a row out of the bin (never there: no change) and return it; raises NotThere when it is gone for good."""
    row = rows.filter(id=id, deleted_at__gt=now - records.BIN_KEEPS).first()
    if row is None:
        return kept(rows, id)
    change(row, {"deleted_at": None}, seen=None, now=now, by="page")
    return row
