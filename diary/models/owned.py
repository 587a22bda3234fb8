"""What all of a person's rows share: a version for concurrent edits, when they changed, and the bin.

The owner itself stands in every model, because its name for the reverse relation and the key differ.
"""

from django.db import models


class Owned(models.Model):
    """A row that belongs to a person and may be edited from two devices."""

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class Discardable(models.Model):
    """A row that goes to the bin before it goes for good."""

    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
