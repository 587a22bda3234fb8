"""The page without a network, how to install the diary, and who is invited to."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from diary import content
from tests.factories import EpisodeFactory

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
INVITATION = "Keep it one tap away"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def after_a_week(user):
    user.time_zone = "UTC"
    user.date_joined = NOON - timedelta(days=7)
    user.save()
    return user


def tonight(client):
    return client.get(reverse("diary:tonight")).text


# --- Without a network ----------------------------------------------------------------------------------------------


def test_the_page_without_a_network_leads_to_first_aid_and_to_help(stranger):
    text = stranger.get(reverse("diary:offline")).text
    assert "No network" in text
    assert reverse("diary:first_aid") in text
    assert reverse("diary:help_now") in text
    for card in content.relief_cards().values():
        assert reverse("diary:relief_card", args=[card.id]) in text
        assert card.title in text


def test_the_page_without_a_network_has_the_numbers_of_every_country(stranger):
    text = stranger.get(reverse("diary:offline"), headers={"Accept-Language": "*"}).text
    assert 'href="tel:112"' in text
    assert 'aria-label="Japan: call 119"' in text
    assert 'aria-label="United Kingdom: call 999"' in text


# --- How to install -------------------------------------------------------------------------------------------------


def test_how_to_install_needs_no_account_and_has_a_picture_for_each_step_on_an_iphone(stranger):
    text = stranger.get(reverse("diary:install")).text
    assert "Add to Home Screen" in text
    assert text.count('<svg class="sketch"') == text.count("<title id=") == 2


def test_settings_always_show_the_way_to_install(client):
    text = client.get(reverse("accounts:settings")).text
    assert INVITATION in text
    assert "Not now" not in text


# --- The invitation -------------------------------------------------------------------------------------------------


def test_after_a_week_tonight_invites(client, after_a_week):
    assert INVITATION in tonight(client)


def test_before_a_week_nobody_is_invited(client, after_a_week):
    after_a_week.date_joined += timedelta(seconds=1)
    after_a_week.save()
    assert INVITATION not in tonight(client)


@pytest.mark.parametrize(("hour", "invited"), [(5, False), (6, True), (21, True), (22, False)])
def test_at_night_nobody_is_invited(client, after_a_week, clock, hour, invited):
    clock.move_to(NOON.replace(hour=hour) + timedelta(days=1))
    assert (INVITATION in tonight(client)) is invited


def test_nobody_is_invited_while_a_cramp_goes_on(client, after_a_week):
    EpisodeFactory(owner=after_a_week, progress="ongoing", started_at=NOON - timedelta(minutes=5))
    assert INVITATION not in tonight(client)


def test_the_demo_invites_nobody(client, after_a_week):
    after_a_week.is_demo = True
    after_a_week.save()
    assert INVITATION not in tonight(client)


def test_not_now_is_for_good_on_this_device_and_leads_back(client, after_a_week):
    answer = client.post(reverse("diary:install"))
    assert (answer.status_code, answer.url) == (303, reverse("diary:tonight"))
    assert answer.cookies["invited"]["httponly"]
    assert INVITATION not in tonight(client)


# --- The shortcut of the check-in -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("hour", "day"), [(16, "Tuesday 3 March"), (17, "Wednesday 4 March")])
def test_check_ins_open_at_the_latest_day_that_can_be_told(client, user, clock, hour, day):
    user.time_zone = "UTC"
    user.save()
    clock.move_to(NOON.replace(hour=hour))
    assert day in client.get(reverse("diary:check_in_now")).text
