"""Own factors: what a person follows beyond the factors that everybody may."""

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from diary.domain.factors import number_problem
from diary.models.owned import Owned
from diary.models.validators import validate_day, validate_name, validate_own_id


class OwnFactorQuerySet(models.QuerySet["OwnFactor"]):
    """Own factors of one owner."""

    def followed(self) -> Self:
        return self.filter(retired_on__isnull=True)


class OwnFactor(Owned):
    """The row of a person's own factor: yes or no, or with a `cut` a number that counts from there on.

    The cut never changes: another cut is another factor, because it would be chosen after seeing results.
    """

    pk = models.CompositePrimaryKey("owner_id", "id")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="own_factors", editable=False
    )
    id = models.CharField(max_length=40, validators=[validate_own_id])
    name = models.TextField(validators=[validate_name])
    cut = models.FloatField(null=True, blank=True)
    is_on_purpose = models.BooleanField(default=False)
    retired_on = models.DateField(null=True, blank=True, validators=[validate_day])

    objects = OwnFactorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cut__isnull=True) | models.Q(cut__gt=0), name="own_factor_cut_above_zero"
            ),
        ]

    def __str__(self) -> str:
        return f"Own factor {self.id}"

    def clean(self) -> None:
        """Refuse a cut that every answer reaches, or none."""
        super().clean()
        if self.cut is None:
            return
        problem = number_problem(self.cut)
        if problem or self.cut == 0:
            raise ValidationError({"cut": problem or "Please give a number above 0: every day reaches 0."})
