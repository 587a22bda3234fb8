"""Share links: who may read a report without an account, of which nights, and until when.

A link is found by the digest of its token alone, because whoever opens it names no owner. So these two tables have an
index that does not begin with the owner (docs/decisions/0009-links-without-an-account.md).
"""

from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from diary.domain.sharing import OpenedAs
from diary.models.validators import choices, validate_day, validate_name, validate_sections


class ShareLink(models.Model):
    """The row of a share link. The token itself is shown once and kept nowhere, only its SHA-256 as hexadecimal.

    `name` is for whom it is, in the owner's words; `first` and `last` are diary days, both included; `sections` are
    names of diary/domain/selection.py; `passcode` is a password hash or empty; `openings` counts all that there were.
    """

    pk = models.CompositePrimaryKey("owner_id", "id")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="share_links", editable=False
    )
    id = models.UUIDField(default=uuid4, editable=False)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    name = models.TextField(validators=[validate_name])
    first = models.DateField(validators=[validate_day])
    last = models.DateField(validators=[validate_day])
    sections = models.JSONField(default=list, blank=True, validators=[validate_sections])
    passcode = models.CharField(max_length=128, blank=True, default="")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    openings = models.PositiveIntegerField(default=0, editable=False)
    last_opened_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["owner", "created_at"], name="share_link_owner_created_at")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first__lte=models.F("last")), name="share_link_first_before_last"
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="share_link_expires_later"
            ),
        ]

    def __str__(self) -> str:
        return f"Share link {self.id}"

    def clean(self) -> None:
        """Refuse a period that ends before it begins, and a link that never works."""
        if self.first > self.last:
            raise ValidationError({"last": "The period ends before it begins."})
        if self.expires_at <= self.created_at:
            raise ValidationError({"expires_at": "The link would end before it begins."})


class ShareOpening(models.Model):
    """One opening of a share link: when, and as what. Nothing of who it was is kept."""

    pk = models.CompositePrimaryKey("owner_id", "id")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="share_openings", editable=False
    )
    id = models.UUIDField(default=uuid4, editable=False)
    link = models.UUIDField(editable=False)
    opened_at = models.DateTimeField()
    what = models.CharField(max_length=4, choices=choices(OpenedAs))

    class Meta:
        indexes = [models.Index(fields=["owner", "link", "opened_at"], name="share_opening_owner_link")]

    def __str__(self) -> str:
        return f"Opening of {self.link}"
