"""What all of a person's rows share: a version for concurrent edits, when they changed, and the bin.

The owner itself stands in every model, because its name for the reverse relation and the key differ.
"""

from datetime import date
from typing import Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

Row = TypeVar("Row", bound=models.Model)


class Imported(models.Model):
    """A row that may have come with a file: `imported_in` is the id of that import, so that it can be undone."""

    imported_in = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class Owned(Imported):
    """A row that belongs to a person and may be edited from two devices."""

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse nothing at all, or an empty value of another shape, where a column holds a text, a list or a dict.

        Django passes over the validators of a field that may be blank when its value is empty in any way.
        """
        super().clean()
        for field in self._meta.concrete_fields:
            value = getattr(self, field.attname)
            is_empty = field.blank and not field.null and value in field.empty_values
            if is_empty and type(value) is not type(field.get_default()):
                raise ValidationError({field.name: "This is not written as expected."})


class DatedQuerySet(models.QuerySet[Row]):
    """Rows of one owner that belong to a diary day each."""

    def between(self, first: date | None, last: date | None) -> Self:
        """Rows of the diary days from `first` to `last`, both included; None leaves that end open."""
        rows = self
        if first is not None:
            rows = rows.filter(day__gte=first)
        if last is not None:
            rows = rows.filter(day__lte=last)
        return rows


class DiscardableQuerySet(models.QuerySet[Row]):
    """Rows of one owner that may be in the bin."""

    def kept(self) -> Self:
        return self.filter(deleted_at__isnull=True)

    def in_bin(self) -> Self:
        return self.filter(deleted_at__isnull=False)


class Discardable(models.Model):
    """A row that goes to the bin before it goes for good."""

    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
