"""Rows for tests."""

from datetime import UTC, date, datetime
from uuid import uuid4

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from diary.domain.days import diary_day
from diary.domain.vocabulary import Progress
from diary.models import CheckIn, Episode, Event, Medicine, OwnFactor

PASSWORD = "a long night without cramps"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    time_zone = "Europe/London"
    time_zone_automatic = False

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.create_user(
            kwargs.pop("email"), kwargs.pop("password", PASSWORD), **kwargs
        )


class EpisodeFactory(DjangoModelFactory):
    """A complete cramp of the left calf at ten past three."""

    class Meta:
        model = Episode

    owner = factory.SubFactory(UserFactory)
    id = factory.LazyFunction(uuid4)
    started_at = datetime(2026, 3, 4, 3, 10, tzinfo=UTC)
    time_zone = "Europe/London"
    day = factory.LazyAttribute(lambda row: diary_day(row.started_at, row.time_zone))
    progress = Progress.COMPLETE.value
    places = factory.LazyFunction(lambda: [{"muscle": "calf", "side": "left"}])


class CheckInFactory(DjangoModelFactory):
    """A night that was noted as clear, with two factors."""

    class Meta:
        model = CheckIn

    owner = factory.SubFactory(UserFactory)
    day = date(2026, 3, 3)
    clear = True
    factors = factory.LazyFunction(lambda: {"alcohol": "0", "fluids": "usual"})


class MedicineFactory(DjangoModelFactory):
    """A water tablet since the new year."""

    class Meta:
        model = Medicine

    owner = factory.SubFactory(UserFactory)
    id = factory.LazyFunction(uuid4)
    name = "Indapamide"
    started_on = date(2026, 1, 1)


class OwnFactorFactory(DjangoModelFactory):
    """Late shifts, yes or no."""

    class Meta:
        model = OwnFactor

    owner = factory.SubFactory(UserFactory)
    id = factory.Sequence(lambda n: f"own-{n}")
    name = "Late shift"


class EventFactory(DjangoModelFactory):
    """New shoes in February."""

    class Meta:
        model = Event

    owner = factory.SubFactory(UserFactory)
    id = factory.LazyFunction(uuid4)
    name = "New shoes"
    on = date(2026, 2, 1)
