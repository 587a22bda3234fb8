"""Imports: a file that was brought in, what it added, and how to take all of it out again."""

from uuid import uuid4

from django.conf import settings
from django.db import models


class ImportRun(models.Model):
    """The row of an import. Rows that it added carry its id in `imported_in`.

    While it waits for the person's yes, `staged` holds what was read, compressed; afterwards it is empty: the file
    itself is not kept. `kind` is the name of a reader in diary/domain/formats; `choices` are how a foreign table is
    read (columns, units, date format, zone); `counts` says what was added, by table; `digest` is the SHA-256 of
    the file.
    """

    pk = models.CompositePrimaryKey("owner_id", "id")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="imports", editable=False
    )
    id = models.UUIDField(default=uuid4, editable=False)
    kind = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    choices = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    staged = models.BinaryField(null=True, blank=True)
    uploaded_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "uploaded_at"], name="import_run_owner_uploaded_at")]

    def __str__(self) -> str:
        return f"Import {self.id}"
