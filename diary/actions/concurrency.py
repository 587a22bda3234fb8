"""One owner at a time: how writes are ordered, checked against what was seen, and remembered."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from accounts.models import User
from diary.models import CheckIn, Episode, Event, Medicine, OwnFactor, Revision, Visit

Row = Episode | CheckIn | Medicine | Event | OwnFactor | Visit


class Conflict(Exception):  # noqa: N818  a conflict is an answer, not a fault
    """Somebody changed the row since it was read: `theirs` is the row as it is now; nothing was written."""

    def __init__(self, theirs: Row) -> None:
        super().__init__("This was changed on another device.")
        self.theirs = theirs


class NotThere(Exception):  # noqa: N818
    """The row is not the owner's, not there, or in the bin."""


def lock(owner: User) -> None:
    """Make this transaction wait for any other write of the same owner (a no-op where a database has one writer)."""
    User.objects.select_for_update().only("pk").get(pk=owner.pk)


def validate(row: models.Model) -> None:
    """Raise ValidationError, with a sentence per field, for what the model refuses.

    Every rule that the table keeps as a constraint is also one of a field or of `clean`, so asking the database about
    each constraint and about the owner, ten and more queries a write, would find nothing more.
    """
    row.full_clean(exclude={"owner"}, validate_unique=False, validate_constraints=False)


def change(
    row: Row,
    changes: Mapping[str, Any],
    *,
    seen: int | None,
    now: datetime,
    by: str,
) -> bool:
    """Validate and write `changes` to a locked row, keep how it was, and return whether anything changed.

    `seen` is the version that the person was looking at (None: whatever it is now); raises Conflict when the
    row has moved on since, and ValidationError for what the model refuses.
    """
    if seen is not None and row.version != seen:
        raise Conflict(row)
    before = {name: getattr(row, name) for name in changes}
    if before == dict(changes):
        return False
    revision = Revision(
        owner_id=row.owner_id,
        kind=str(row._meta.model_name),  # noqa: SLF001 (Django's documented interface)
        row=str(row.pk[1]),
        version=row.version,
        changed_at=now,
        changed_by=by,
        before=as_json(row),
    )
    for name, value in changes.items():
        setattr(row, name, value)
    validate(row)
    row.version += 1
    row.save(update_fields=[*changes, "version", "updated_at"])
    revision.save(force_insert=True)
    return True


def forget(
    rows: models.QuerySet[Episode]
    | models.QuerySet[Medicine]
    | models.QuerySet[Event]
    | models.QuerySet[OwnFactor]
    | models.QuerySet[Visit],
) -> int:
    """Delete rows for good, with their history; return how many they were."""
    gone = 0
    with transaction.atomic():
        for row in rows.select_related("owner"):
            kind = str(row._meta.model_name)  # noqa: SLF001
            row.owner.revisions.filter(kind=kind, row=str(row.id)).delete()
            row.delete()
            gone += 1
    return gone


def as_json(row: models.Model) -> dict[str, Any]:
    """Return a row's own columns as JSON values."""
    columns = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}  # noqa: SLF001
    return cast("dict[str, Any]", json.loads(json.dumps(columns, cls=DjangoJSONEncoder)))
