"""Medicines: what a person takes, and since when until when."""

from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from diary.domain.vocabulary import DrugClass
from diary.models.owned import Discardable, DiscardableQuerySet, Owned
from diary.models.validators import choices, validate_day, validate_name, validate_note


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
    changed_on = models.DateField(null=True, blank=True, validators=[validate_day])
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
        """Refuse a medicine that stopped before it started."""
        super().clean()
        if self.started_on and self.stopped_on and self.stopped_on < self.started_on:
            raise ValidationError({"stopped_on": "This is before the day it was started."})
