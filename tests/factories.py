"""Rows for tests."""

import factory
from factory.django import DjangoModelFactory

from accounts.models import User

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
