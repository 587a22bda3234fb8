from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Theme
from accounts.themes import theme_at
from tests.factories import UserFactory

GOOD = {"theme": "dark", "night_theme_at_night": "on", "time_zone": "Europe/London"}


def test_settings_are_saved_and_shown(client, user):
    answer = client.post("/settings/", GOOD | {"time_zone": "America/Lima"}, follow=True)
    user.refresh_from_db()
    assert (user.theme, user.time_zone, user.night_theme_at_night) == ("dark", "America/Lima", True)
    assert "Your settings are saved." in answer.content.decode()
    assert '<option value="America/Lima" selected>' in answer.content.decode()


@pytest.mark.parametrize(
    "value", ["", "x" * 100_000, "\x00", "😴", "<script>alert(1)</script>", "Mars/Base", "7"]
)
@pytest.mark.parametrize("field", ["theme", "time_zone"])
def test_a_wrong_value_gets_a_message_beside_its_field_and_changes_nothing(client, user, field, value):
    answer = client.post("/settings/", GOOD | {field: value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert str(answer.context["form"].errors[field][0]).split("<")[0][:20] in answer.content.decode()
    assert "<script>alert(1)" not in answer.content.decode()
    user.refresh_from_db()
    assert (user.theme, user.time_zone) == ("system", "Europe/London")


def test_the_theme_is_remembered_on_the_device_for_the_sign_in_page(client):
    assert client.post("/settings/", GOOD).cookies["theme"].value == "dark"


def test_a_zone_chosen_by_hand_stays_chosen(client, user):
    user.time_zone_automatic = True
    user.save()
    client.post("/settings/", GOOD | {"time_zone": "Asia/Tokyo", "time_zone_automatic": "on"})
    user.refresh_from_db()
    assert (user.time_zone, user.time_zone_automatic) == ("Asia/Tokyo", False)


def test_the_zone_of_the_phone_counts_while_the_person_wants_it(client, user):
    for automatic, expected in ((False, "Europe/London"), (True, "Asia/Calcutta")):
        user.time_zone_automatic = automatic
        user.save()
        assert client.post("/settings/time-zone/", {"time_zone": "Asia/Calcutta"}).status_code == 204
        user.refresh_from_db()
        assert user.time_zone == expected


@pytest.mark.parametrize("zone", ["", "Mars/Base", "\x00", "x" * 100_000, "../../etc/passwd"])
def test_a_zone_that_we_do_not_know_changes_nothing(client, user, zone):
    user.time_zone_automatic = True
    user.save()
    assert client.post("/settings/time-zone/", {"time_zone": zone}).status_code == 422
    user.refresh_from_db()
    assert user.time_zone == "Europe/London"


@pytest.mark.parametrize(
    ("address", "sent"),
    [("/settings/", GOOD | {"theme": "light"}), ("/settings/time-zone/", {"time_zone": "Asia/Tokyo"})],
)
def test_settings_write_only_their_own_columns(client, user, address, sent):
    user.time_zone_automatic = True
    user.save()
    with CaptureQueriesContext(connection) as queries:
        client.post(address, sent)
    written = [query["sql"] for query in queries if query["sql"].startswith('UPDATE "accounts_user"')]
    assert len(written) == 1
    assert "password" not in written[0]
    assert "email" not in written[0]


NOTICE = "Times are shown in UTC."


@pytest.mark.parametrize("page", ["/", "/settings/"])
@pytest.mark.parametrize(
    ("zone", "automatic", "said"),
    [("UTC", True, True), ("UTC", False, False), ("Pacific/Auckland", True, False)],
)
def test_a_person_whose_zone_nobody_told_us_is_asked_for_it(client, user, page, zone, automatic, said):
    user.time_zone, user.time_zone_automatic = zone, automatic
    user.save()
    text = client.get(page).content.decode()
    assert (NOTICE in text) is said
    assert ('href="/settings/#settings-time">Choose your time zone' in text) is said


def test_the_zone_can_only_be_posted(client):
    assert client.get("/settings/time-zone/").status_code == 405


@pytest.mark.parametrize(
    ("hour", "wanted", "expected"),
    [(21, True, "light"), (22, True, "night"), (5, True, "night"), (6, True, "light"), (23, False, "light")],
)
def test_the_night_theme_comes_between_ten_and_six_if_wanted(db, hour, wanted, expected):
    user = UserFactory(theme=Theme.LIGHT, night_theme_at_night=wanted, time_zone="Etc/GMT-3")
    assert theme_at(user, datetime(2026, 1, 15, (hour - 3) % 24, 59, tzinfo=UTC)) == expected
