"""Rows for tests."""

import json
import zlib
from datetime import UTC, date, datetime
from uuid import uuid4

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from diary.domain.days import diary_day
from diary.domain.vocabulary import Progress
from diary.models import (
    CalendarFeed,
    CheckIn,
    DeviceDay,
    Episode,
    Event,
    ImportRun,
    Medicine,
    OwnFactor,
    ShareLink,
    Visit,
)

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


class VisitFactory(DjangoModelFactory):
    """Dr. Marsh next week, with one question of the person's own."""

    class Meta:
        model = Visit

    owner = factory.SubFactory(UserFactory)
    id = factory.LazyFunction(uuid4)
    on = date(2026, 3, 11)
    with_whom = "Dr. Marsh"
    questions = factory.LazyFunction(lambda: [{"text": "Is it safe to swim?", "rule": None}])


class DeviceDayFactory(DjangoModelFactory):
    """What a watch saw of a quiet day."""

    class Meta:
        model = DeviceDay

    owner = factory.SubFactory(UserFactory)
    day = date(2026, 3, 3)
    steps = 4200
    sleep_minutes = 402


class ShareLinkFactory(DjangoModelFactory):
    """Two weeks of March for Dr. Marsh; nobody knows the token behind it."""

    class Meta:
        model = ShareLink

    owner = factory.SubFactory(UserFactory)
    id = factory.LazyFunction(uuid4)
    token_digest = factory.LazyFunction(lambda: uuid4().hex * 2)
    name = "Dr. Marsh"
    first = date(2026, 3, 1)
    last = date(2026, 3, 14)
    sections = factory.LazyFunction(lambda: ["episodes", "medicines"])
    created_at = datetime(2026, 3, 15, 9, tzinfo=UTC)
    expires_at = datetime(2026, 3, 29, 9, tzinfo=UTC)


class CalendarFeedFactory(DjangoModelFactory):
    """A calendar feed of the new year; nobody knows the token behind it."""

    class Meta:
        model = CalendarFeed

    owner = factory.SubFactory(UserFactory)
    id = factory.LazyFunction(uuid4)
    token_digest = factory.LazyFunction(lambda: uuid4().hex * 2)
    created_at = datetime(2026, 1, 1, 9, tzinfo=UTC)


class ImportRunFactory(DjangoModelFactory):
    """A file of Cramp Diary with one cramp, which waits for the person's yes; `values` is what it holds."""

    class Meta:
        model = ImportRun

    class Params:
        values = factory.LazyFunction(
            lambda: {
                "format": "cramp-diary",
                "version": 1,
                "time_zone": "Europe/London",
                "episodes": [{"started_at": "2026-03-01T03:10:00+00:00"}],
            }
        )

    owner = factory.SubFactory(UserFactory)
    id = factory.LazyFunction(uuid4)
    kind = "json"
    digest = "0" * 64
    size = 200
    staged = factory.LazyAttribute(lambda row: zlib.compress(json.dumps(row.values).encode()))
    uploaded_at = datetime(2026, 3, 4, 9, tzinfo=UTC)
