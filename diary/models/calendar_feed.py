"""Calendar feeds: the diary in somebody's calendar program, behind an address that nobody can guess."""

from uuid import uuid4

from django.conf import settings
from django.db import models


class CalendarFeed(models.Model):
    """The row of a feed. The token is shown once and kept nowhere, only its SHA-256 as hexadecimal.

    `says_what` is whether the entries name the cramp; otherwise a calendar that others can see shows a neutral word.
    """

    pk = models.CompositePrimaryKey("owner_id", "id")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds", editable=False
    )
    id = models.UUIDField(default=uuid4, editable=False)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    says_what = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_fetched_at = models.DateTimeField(null=True, blank=True, editable=False)

    def __str__(self) -> str:
        return f"Calendar feed {self.id}"
