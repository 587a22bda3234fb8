"""Writing visits: when and with whom, what to ask there, and that it is over."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from diary import records
from diary.actions import answers, discarding
from diary.actions.concurrency import Conflict, NotThere, change, forget, lock, validate
from diary.domain import entries
from diary.domain.days import wall_clock
from diary.domain.prompts import Prompt
from diary.domain.vocabulary import Urgency
from diary.models import Visit

__all__ = [
    "Conflict", "NotThere", "ask", "clear_old_bins", "close", "discard", "plan", "reopen", "restore", "revise", "unask",
]  # fmt: skip

Questions = list[dict[str, Any]]


def plan(owner: User, *, id: UUID, details: Mapping[str, Any]) -> entries.Visit:  # noqa: A002
    """Save a visit (`on`, `with_whom`, `questions`) and return it; the same `id` again changes nothing.

    Raises ValidationError per field.
    """
    with transaction.atomic():
        lock(owner)
        row = owner.visits.filter(id=id).first()
        if row is None:
            row = Visit(owner=owner, id=id, **details)
            validate(row)
            row.save(force_insert=True)
    return records.visit_from_row(row)


def revise(
    owner: User, visit_id: UUID, *, changes: Mapping[str, Any], seen: int | None, now: datetime
) -> entries.Visit:
    """Write `changes` to a visit seen as version `seen`, and return it; NotThere, Conflict, ValidationError."""
    with transaction.atomic():
        lock(owner)
        row = discarding.kept(owner.visits.all(), visit_id)
        change(row, changes, seen=seen, now=now, by="page")
    return records.visit_from_row(row)


def ask(owner: User, visit_id: UUID, *, text: str, rule: str | None = None, now: datetime) -> entries.Visit:
    """Add a question to a visit, the same one only once, and return the visit; NotThere, ValidationError."""
    return _set_questions(
        owner,
        visit_id,
        lambda questions: (
            questions
            if any(question["text"] == text for question in questions)
            else [*questions, {"text": text, "rule": rule}]
        ),
        now,
    )


def unask(owner: User, visit_id: UUID, *, text: str, now: datetime) -> entries.Visit:
    """Take a question off a visit (not there: no change) and return the visit; raises NotThere."""
    return _set_questions(
        owner,
        visit_id,
        lambda questions: [question for question in questions if question["text"] != text],
        now,
    )


def close(
    owner: User, visit_id: UUID, *, note: str, discussed: Sequence[Prompt], seen: int | None, now: datetime
) -> entries.Visit:
    """Say that a visit is over: what came of it, and which prompts were discussed or seen there. Return it.

    A visit that is over already is left as it is, so that a second tap marks nothing twice. Raises NotThere, Conflict,
    ValidationError.
    """
    with transaction.atomic():
        lock(owner)
        row = discarding.kept(owner.visits.all(), visit_id)
        if row.closed_at is None:
            change(row, {"note": note, "closed_at": now}, seen=seen, now=now, by="page")
            for prompt in discussed:
                _mark(owner, prompt, now)
    return records.visit_from_row(row)


def reopen(owner: User, visit_id: UUID, *, now: datetime) -> entries.Visit:
    """Undo `close`: the visit is to come again, and what it marked as discussed is not. Raises NotThere."""
    with transaction.atomic():
        lock(owner)
        row = discarding.kept(owner.visits.all(), visit_id)
        if row.closed_at is not None:
            marked = owner.answers.filter(
                answered_at=row.closed_at, question__regex=r"^R\d\d\.(discussed|seen)$"
            )
            taken_back = set(marked.values_list("question", flat=True))
            answers.say(owner, dict.fromkeys(taken_back), now=now)
            change(row, {"closed_at": None}, seen=None, now=now, by="page")
    return records.visit_from_row(row)


def discard(owner: User, visit_id: UUID, *, now: datetime) -> entries.Visit:
    """Take a visit off the list, into the bin (there already: no change), and return it; raises NotThere."""
    with transaction.atomic():
        lock(owner)
        row = discarding.discard(owner.visits.all(), visit_id, now=now)
    return records.visit_from_row(row)


def restore(owner: User, visit_id: UUID, *, now: datetime) -> entries.Visit:
    """Put a visit back on the list and return it; raises NotThere when it is gone for good."""
    with transaction.atomic():
        lock(owner)
        row = discarding.restore(owner.visits.all(), visit_id, now=now)
    return records.visit_from_row(row)


def clear_old_bins(*, now: datetime) -> int:
    """Delete for good the visits that have been in any bin for 30 days, with their history; return how many."""
    return forget(Visit.objects.filter(deleted_at__lte=now - records.BIN_KEEPS))


def _mark(owner: User, prompt: Prompt, now: datetime) -> None:
    """Note at a visit that a prompt was discussed; one that asked for help that day, that a doctor has seen it."""
    today = wall_clock(now, owner.time_zone).date()
    if prompt.urgency in {Urgency.EMERGENCY, Urgency.SAME_DAY}:
        answers.mark_seen(owner, prompt.rule, on=today, now=now)
    else:
        answers.mark_discussed(
            owner, prompt.rule, on=today, count=prompt.count, urgency=prompt.urgency, now=now
        )


def _set_questions(
    owner: User, visit_id: UUID, changed: Callable[[Questions], Questions], now: datetime
) -> entries.Visit:
    with transaction.atomic():
        lock(owner)
        row = discarding.kept(owner.visits.all(), visit_id)
        change(row, {"questions": changed(row.questions)}, seen=None, now=now, by="page")
    return records.visit_from_row(row)
