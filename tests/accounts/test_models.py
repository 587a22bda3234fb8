from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.zones import zone_choices, zone_names
from tests.factories import PASSWORD, UserFactory


def test_an_address_is_kept_in_lower_case(db):
    assert UserFactory(email="Anna.Smith@Example.ORG").email == "anna.smith@example.org"


def test_two_people_cannot_have_one_address_in_different_case(user):
    twin = User(email=user.email.upper())
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_a_person_without_a_password_cannot_be_signed_in_by_one(db):
    assert not User.objects.create_user("a@example.org").has_usable_password()


def test_a_person_signs_in_with_the_password_that_they_chose(user):
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize(
    "zone", ["Mars/Base", "", "localtime", "posix/Europe/London", "right/UTC", "Factory", "../etc"]
)
def test_an_unknown_time_zone_is_refused(user, zone):
    user.time_zone = zone
    with pytest.raises(ValidationError) as refusal:
        user.full_clean()
    assert set(refusal.value.error_dict) == {"time_zone"}


@pytest.mark.parametrize(("field", "value"), [("units", "pints"), ("theme", "pink")])
def test_the_database_itself_refuses_unknown_units_and_themes(user, field, value):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(**{field: value})


def test_every_accepted_zone_can_be_loaded_and_is_offered_once():
    offered = [name for _, group in zone_choices() for name, _ in group]
    assert sorted(offered) == sorted(zone_names())
    assert all(ZoneInfo(name).key == name for name in offered)


def test_a_name_in_a_log_tells_nothing_about_the_person(user):
    assert user.email not in f"{user} {user!r}"
