"""Writing check-ins: one tap a question, a clear night in one tap, the same as the day before."""

from collections.abc import Container, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from diary import records
from diary.actions.concurrency import Conflict, change, lock, validate
from diary.domain import entries
from diary.domain.factors import FactorAnswer
from diary.models import CheckIn

__all__ = ["Conflict", "answer", "mark_night", "record", "same_as_before"]


def answer(
    owner: User, day: date, *, factor: str, value: FactorAnswer | None, now: datetime
) -> entries.CheckIn:
    """Answer one factor for `day` (None: skipped, stays unknown), and return the check-in."""
    return _write(owner, day, now=now, seen=None, factors={factor: value})


def mark_night(owner: User, day: date, *, clear: bool | None, now: datetime) -> entries.CheckIn:
    """Say whether the night of `day` was without a cramp (None takes it back), and return the check-in."""
    return _write(owner, day, now=now, seen=None, columns={"clear": clear})


def record(
    owner: User,
    day: date,
    *,
    factors: Mapping[str, FactorAnswer | None],
    columns: Mapping[str, Any],
    seen: int | None,
    now: datetime,
) -> entries.CheckIn:
    """Write a whole check-in that was seen as version `seen` (0: there was none), and return it.

    `factors` are added to what is there; a value of "" takes an answer back. Raises Conflict or
    ValidationError.
    """
    return _write(owner, day, now=now, seen=seen, factors=factors, columns=columns)


def same_as_before(
    owner: User, day: date, *, now: datetime, asked: Container[str] | None = None
) -> entries.CheckIn:
    """Copy the last earlier answers to the open questions of `day` (only `asked` ones); return the check-in.

    What was answered or skipped already stays as it is.
    """
    with transaction.atomic():
        lock(owner)
        before = records.last_check_in_before(owner, day)
        settled = records.check_in_of(owner, day).factors
        copied = {
            factor: value
            for factor, value in (before.factors if before else {}).items()
            if value is not None and factor not in settled and (asked is None or factor in asked)
        }
        return _write(owner, day, now=now, seen=None, factors=copied)


def _write(
    owner: User,
    day: date,
    *,
    now: datetime,
    seen: int | None,
    factors: Mapping[str, FactorAnswer | None] | None = None,
    columns: Mapping[str, Any] | None = None,
) -> entries.CheckIn:
    with transaction.atomic():
        lock(owner)
        known = owner.check_ins.filter(day=day).first()
        row = known or CheckIn(owner=owner, day=day)
        merged = {name: v for name, v in {**row.factors, **(factors or {})}.items() if v != ""}
        changes = {"factors": merged, **(columns or {})}
        if known is not None:
            change(row, changes, seen=seen, now=now, by="page")
        else:
            for name, value in changes.items():
                setattr(row, name, value)
            validate(row)
            if not merged and row.clear is None and row.sleep_disturbance is None:
                return entries.CheckIn(day=day, version=0)
            row.save(force_insert=True)
    return records.check_in_from_row(row)
