"""Revisions: how a row looked before each change, so that nothing is ever overwritten without a trace."""

from uuid import uuid4

from django.conf import settings
from django.db import models


class Revision(models.Model):
    """A row as it was. `kind` is the model's name, `row` its id or day, `before` its columns as JSON."""

    pk = models.CompositePrimaryKey("owner_id", "id")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="revisions", editable=False
    )
    id = models.UUIDField(default=uuid4, editable=False)
    kind = models.CharField(max_length=16)
    row = models.CharField(max_length=36)
    version = models.PositiveIntegerField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=32)
    before = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["owner", "kind", "row", "version"], name="revision_owner_row")]

    def __str__(self) -> str:
        return f"Revision {self.version} of {self.kind} {self.row}"
