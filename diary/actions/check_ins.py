"""Writing check-ins: one tap a question, a clear night in one tap, the same as the day before."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from diary import records
from diary.actions.concurrency import Conflict, change, lock, validate
from diary.domain import entries
from diary.domain.check_ins import CheckInPlan
from diary.domain.factors import Factor, FactorAnswer, is_own_id
from diary.models import CheckIn

__all__ = ["TAKEN_BACK", "Conflict", "answer", "mark_night", "record", "same_as_before"]

TAKEN_BACK = ""


def answer(
    owner: User, day: date, *, factor: str, value: FactorAnswer | None, now: datetime
) -> entries.CheckIn:
    """Answer one factor for `day` (None: skipped, stays unknown; "": taken back), and return the check-in.

    Raises ValidationError for what is no answer, and for a factor of one's own that is not there, or no longer
    followed and without an answer that day.
    """
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


def same_as_before(owner: User, day: date, *, now: datetime) -> Mapping[str, FactorAnswer]:
    """Copy the last earlier answers to the questions of `day` that are open, and return what was copied.

    What is a number is left open, as is what is no longer asked; see CheckInPlan.copied_from.
    """
    with transaction.atomic():
        lock(owner)
        plan = CheckInPlan.of(records.diary_of(owner, day, day), day)
        copied = plan.copied_from(records.last_check_in_before(owner, day))
        if copied:
            _write(owner, day, now=now, seen=None, factors=copied)
    return copied


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
        _refuse_strange(owner, row, factors or {})
        merged = {name: v for name, v in {**row.factors, **(factors or {})}.items() if v != TAKEN_BACK}
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


def _refuse_strange(owner: User, row: CheckIn, answers: Mapping[str, FactorAnswer | None]) -> None:
    """Refuse what the row alone can not: answers to own factors that are not asked, or of the wrong kind."""
    answered = {name: answer for name, answer in answers.items() if is_own_id(name) and answer != TAKEN_BACK}
    own = {factor.id: factor for factor in records.own_factors_of(owner)} if answered else {}
    for name, answer in answered.items():
        problem = _problem(own.get(name), answer, was_answered=row.factors.get(name) is not None)
        if problem:
            raise ValidationError({"factors": problem})


def _problem(factor: Factor | None, answer: FactorAnswer | None, *, was_answered: bool) -> str | None:
    if factor is None:
        return "This question is not known."
    if factor.retired_on is not None and not was_answered:
        return f"You no longer follow “{factor.name}”."
    return factor.answer_problem(answer)
