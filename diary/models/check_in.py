"""Check-ins: what was said about one diary day."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models

from diary.models.owned import DatedQuerySet, Owned
from diary.models.validators import validate_day, validate_factors


class CheckInQuerySet(DatedQuerySet["CheckIn"]):
    """Check-ins of one owner."""


class CheckIn(Owned):
    """The row of a check-in; the fields are described in diary/domain/entries.py."""

    pk = models.CompositePrimaryKey("owner_id", "day")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="check_ins", editable=False
    )
    day = models.DateField(validators=[validate_day])
    clear = models.BooleanField(null=True, blank=True)
    factors = models.JSONField(default=dict, blank=True, validators=[validate_factors])
    sleep_disturbance = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(10, "This must be between 0 and 10.")]
    )

    objects = CheckInQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sleep_disturbance__isnull=True) | models.Q(sleep_disturbance__lte=10),
                name="check_in_sleep_disturbance_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"Check-in of {self.day}"
