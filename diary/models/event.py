"""Events: something that changed on a date, to be compared before and after."""

from uuid import uuid4

from django.conf import settings
from django.db import models

from diary.models.owned import Discardable, DiscardableQuerySet, Owned
from diary.models.validators import validate_day, validate_name


class EventQuerySet(DiscardableQuerySet["Event"]):
    """Events of one owner."""


class Event(Owned, Discardable):
    """The row of an event: what changed, and on which date."""

    pk = models.CompositePrimaryKey("owner_id", "id")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="events", editable=False
    )
    id = models.UUIDField(default=uuid4, editable=False)
    name = models.TextField(validators=[validate_name])
    on = models.DateField(validators=[validate_day])

    objects = EventQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Event {self.id}"
