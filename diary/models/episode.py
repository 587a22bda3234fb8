"""Episodes: one cramp, or one spell of cramps, from onset to relief."""

from datetime import date, datetime
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from accounts.zones import validate_zone
from diary.domain.entries import MAX_COUNT, MAX_HARD_MINUTES, MAX_MINUTES_AWAKE, MAX_SORE_HOURS
from diary.domain.vocabulary import (
    Activity,
    Distress,
    Eased,
    Fall,
    Fluids,
    Knot,
    Progress,
    State,
)
from diary.models.owned import DatedQuerySet, Discardable, DiscardableQuerySet, Owned
from diary.models.validators import (
    choices,
    validate_day,
    validate_note,
    validate_places,
    validate_reliefs,
    validate_signs,
)


def between(low: int, high: int, what: str) -> list[MinValueValidator | MaxValueValidator]:
    """Return validators for a whole number from `low` to `high`, with a sentence that says so."""
    words = f"{what} must be between {low} and {high:,}."
    return [MinValueValidator(low, words), MaxValueValidator(high, words)]


def in_range(field: str, low: int, high: int) -> models.CheckConstraint:
    """Return the same rule for the database."""
    bounds = models.Q(**{f"{field}__gte": low, f"{field}__lte": high})
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__isnull": True}) | bounds, name=f"episode_{field}_in_range"
    )


class EpisodeQuerySet(DiscardableQuerySet["Episode"], DatedQuerySet["Episode"]):  # type: ignore[override]
    """Episodes of one owner, by what has become of them."""

    def ongoing(self) -> Self:
        return self.kept().filter(progress=Progress.ONGOING.value)

    def drafts(self) -> Self:
        return self.kept().filter(progress=Progress.DRAFT.value)

    def recent_or_open(self, first: date, question: str) -> Self:
        """Episodes from the diary day `first` on, older ones to finish, and the last older one with this answer."""
        to_finish = models.Q(progress__in=[Progress.ONGOING.value, Progress.DRAFT.value])
        answers = self.filter(day__lt=first, signs__has_key=question).order_by("-started_at")
        return self.filter(models.Q(day__gte=first) | to_finish | models.Q(id__in=answers.values("id")[:1]))

    def around(self, start: datetime, end: datetime) -> Self:
        """Episodes that began between two instants."""
        return self.filter(started_at__gte=start, started_at__lte=end)


class Episode(Owned, Discardable):
    """The row of an episode; the fields are described in diary/domain/entries.py."""

    pk = models.CompositePrimaryKey("owner_id", "id")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="episodes", editable=False
    )
    id = models.UUIDField(default=uuid4, editable=False)
    started_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64, validators=[validate_zone])
    day = models.DateField(validators=[validate_day])
    progress = models.CharField(max_length=10, choices=choices(Progress))
    onset_is_about = models.BooleanField(default=False)
    state = models.CharField(max_length=16, choices=choices(State), null=True, blank=True)  # noqa: DJ001
    places = models.JSONField(default=list, blank=True, validators=[validate_places])
    hard_minutes = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=between(0, MAX_HARD_MINUTES, "Minutes")
    )
    sore_hours = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=between(0, MAX_SORE_HOURS, "Hours")
    )
    severity = models.PositiveSmallIntegerField(null=True, blank=True, validators=between(0, 10, "Severity"))
    knot = models.CharField(max_length=8, choices=choices(Knot), null=True, blank=True)  # noqa: DJ001
    stretch_eased = models.CharField(max_length=10, choices=choices(Eased), null=True, blank=True)  # noqa: DJ001
    woke = models.BooleanField(null=True, blank=True)
    minutes_awake = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=between(0, MAX_MINUTES_AWAKE, "Minutes")
    )
    slept_again = models.BooleanField(null=True, blank=True)
    distress = models.CharField(max_length=10, choices=choices(Distress), null=True, blank=True)  # noqa: DJ001
    fluids = models.CharField(max_length=8, choices=choices(Fluids), null=True, blank=True)  # noqa: DJ001
    activity = models.CharField(max_length=8, choices=choices(Activity), null=True, blank=True)  # noqa: DJ001
    reliefs = models.JSONField(default=list, blank=True, validators=[validate_reliefs])
    signs = models.JSONField(default=dict, blank=True, validators=[validate_signs])
    fall = models.CharField(max_length=8, choices=choices(Fall), null=True, blank=True)  # noqa: DJ001
    count = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=between(1, MAX_COUNT, "The number of cramps")
    )
    note = models.TextField(blank=True, default="", validators=[validate_note])

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner"],
                condition=models.Q(progress=Progress.ONGOING.value, deleted_at__isnull=True),
                name="episode_one_ongoing_per_owner",
            ),
            models.CheckConstraint(
                condition=models.Q(progress__in=[progress.value for progress in Progress]),
                name="episode_progress_known",
            ),
            in_range("severity", 0, 10),
            in_range("hard_minutes", 0, MAX_HARD_MINUTES),
            in_range("sore_hours", 0, MAX_SORE_HOURS),
            in_range("minutes_awake", 0, MAX_MINUTES_AWAKE),
            in_range("count", 1, MAX_COUNT),
        ]
        indexes = [
            models.Index(fields=["owner", "day"], name="episode_owner_day"),
            models.Index(fields=["owner", "started_at"], name="episode_owner_started_at"),
        ]

    def __str__(self) -> str:
        return f"Episode {self.id}"
