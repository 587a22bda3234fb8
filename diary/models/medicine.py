"""Medicines: what a person takes, and since when until when."""

from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from diary.domain.medicines import dates_problem
from diary.domain.prompts.questions import iso_date
from diary.domain.vocabulary import DrugClass
from diary.models.owned import Discardable, DiscardableQuerySet, Owned
from diary.models.validators import choices, validate_changes, validate_day, validate_name, validate_note


class MedicineQuerySet(DiscardableQuerySet["Medicine"]):
    """Medicines of one owner."""


class Medicine(Owned, Discardable):
    """The row of a medicine; the fields are described in diary/domain/entries.py."""

    pk = models.CompositePrimaryKey("owner_id", "id")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="medicines", editable=False
    )
    id = models.UUIDField(default=uuid4, editable=False)
    name = models.TextField(validators=[validate_name])
    started_on = models.DateField(null=True, blank=True, validators=[validate_day])
    changes = models.JSONField(default=list, blank=True, validators=[validate_changes])
    stopped_on = models.DateField(null=True, blank=True, validators=[validate_day])
    drug_class = models.CharField(  # noqa: DJ001
        max_length=20, choices=choices(DrugClass), null=True, blank=True
    )
    note = models.TextField(blank=True, default="", validators=[validate_note])

    objects = MedicineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(started_on__isnull=True)
                | models.Q(stopped_on__isnull=True)
                | models.Q(stopped_on__gte=models.F("started_on")),
                name="medicine_stops_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"Medicine {self.id}"

    def clean(self) -> None:
        """Refuse dates that contradict each other: stopped before it started, changed while it was not taken."""
        super().clean()
        changes = [on for on in map(iso_date, self.changes or ()) if on is not None]
        problem = dates_problem(self.started_on, changes, self.stopped_on)
        if problem:
            raise ValidationError(dict([problem]))
