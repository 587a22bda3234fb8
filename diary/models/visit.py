"""Visits: an appointment with a doctor, what to ask there, and what came of it."""

from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models

from diary.models.owned import Discardable, DiscardableQuerySet, Owned
from diary.models.validators import validate_day, validate_note, validate_optional_name, validate_questions


class VisitQuerySet(DiscardableQuerySet["Visit"]):
    """Visits of one owner."""

    def planned(self) -> Self:
        return self.kept().filter(closed_at__isnull=True)


class Visit(Owned, Discardable):
    """The row of a visit; the fields are described in diary/domain/entries.py."""

    pk = models.CompositePrimaryKey("owner_id", "id")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="visits", editable=False
    )
    id = models.UUIDField(default=uuid4, editable=False)
    on = models.DateField(validators=[validate_day])
    with_whom = models.TextField(blank=True, default="", validators=[validate_optional_name])
    questions = models.JSONField(default=list, blank=True, validators=[validate_questions])
    note = models.TextField(blank=True, default="", validators=[validate_note])
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "on"], name="visit_owner_on")]

    def __str__(self) -> str:
        return f"Visit {self.id}"
