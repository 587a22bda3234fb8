"""Writing answers: profile, screening questions, what to follow, and "discussed with my doctor", "later"."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from accounts.models import User
from diary.actions.concurrency import lock, validate
from diary.domain.vocabulary import Urgency
from diary.models import Answer


def say(owner: User, answers: Mapping[str, Any], *, now: datetime, id: UUID | None = None) -> None:  # noqa: A002
    """Add an answer for each question in `answers`; the same `id` again changes nothing (given for one answer only).

    Raises ValidationError for an unknown question or a value that is no answer to it.
    """
    with transaction.atomic():
        lock(owner)
        for question, value in answers.items():
            row = Answer(owner=owner, id=id or uuid4(), question=question, value=value, answered_at=now)
            validate(row)
            if not owner.answers.filter(id=row.id).exists():
                row.save(force_insert=True)


def mark_discussed(
    owner: User, rule: str, *, on: date, count: int | None, urgency: Urgency, now: datetime
) -> None:
    """Note that the person has discussed a prompt with their doctor, at the count and urgency it had then."""
    _mark(owner, f"{rule}.discussed", on=on, count=count, urgency=urgency, now=now)


def mark_later(
    owner: User, rule: str, *, on: date, count: int | None, urgency: Urgency, now: datetime
) -> None:
    """Note that the person wants to be shown a prompt later, at the count and urgency it had then."""
    _mark(owner, f"{rule}.later", on=on, count=count, urgency=urgency, now=now)


def mark_seen(owner: User, rule: str, *, on: date, now: datetime) -> None:
    """Note that a doctor has seen the person about the event behind a prompt."""
    _mark(owner, f"{rule}.seen", on=on, count=None, urgency=None, now=now)


def _mark(
    owner: User, question: str, *, on: date, count: int | None, urgency: Urgency | None, now: datetime
) -> None:
    value = {"on": on.isoformat(), "count": count, "urgency": urgency.value if urgency else None}
    say(owner, {question: value}, now=now)
