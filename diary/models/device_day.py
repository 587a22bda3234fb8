"""Device days: what a watch or phone recorded of a diary day, as context to be read beside it."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models

from diary.domain.entries import MOST_STEPS
from diary.models.owned import DatedQuerySet, Imported
from diary.models.validators import validate_day

MINUTES_OF_A_DAY = 24 * 60


class DeviceDayQuerySet(DatedQuerySet["DeviceDay"]):
    """Device days of one owner."""


class DeviceDay(Imported):
    """The row of a device day; the fields are described in diary/domain/entries.py."""

    pk = models.CompositePrimaryKey("owner_id", "day")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="device_days", editable=False
    )
    day = models.DateField(validators=[validate_day])
    steps = models.PositiveIntegerField(null=True, blank=True, validators=[MaxValueValidator(MOST_STEPS)])
    sleep_minutes = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(MINUTES_OF_A_DAY)]
    )
    workout_minutes = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(MINUTES_OF_A_DAY)]
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DeviceDayQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Device day {self.day}"
