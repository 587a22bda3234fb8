"""Calendar feeds: an address that is shown once, opens without an account, and can be ended."""

import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import pytest
import time_machine
from django.urls import reverse

from accounts.models import User
from diary.actions import calendar_feeds
from diary.models import CalendarFeed
from tests.factories import CalendarFeedFactory, EpisodeFactory, VisitFactory

NOW = datetime(2026, 3, 20, 9, 30, tzinfo=UTC)
HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def make(client, **sent):
    """The address that the page shows."""
    response = client.post(reverse("diary:feed_make"), sent)
    (address,) = re.findall(r'value="(http://testserver/s/calendar/[^"]+\.ics)"', response.text)
    return address


def shown(response):
    return response.status_code, response.getvalue().decode()


def test_an_address_is_shown_once_and_only_its_digest_is_kept(client, user):
    address = make(client, id=UUID(int=5))
    token = address.rsplit("/", 1)[1].removesuffix(".ics")
    assert len(token) == 43
    (feed,) = CalendarFeed.objects.values()
    assert feed["token_digest"] == sha256(token.encode()).hexdigest()
    assert token not in repr(feed)
    again = client.post(reverse("diary:feed_make"), {"id": UUID(int=5)}, follow=True)
    assert token not in again.text
    assert "This address was shown before, once." in again.text
    assert token not in client.get(reverse("diary:transfer")).text
    assert CalendarFeed.objects.count() == 1


def test_a_calendar_opens_without_an_account_and_is_kept_by_nobody(client, stranger, user):
    EpisodeFactory(owner=user, note="zebrafinch", hard_minutes=5)
    VisitFactory(owner=user, note="zebrafinch")
    response = stranger.get(make(client, says_what="1"))
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert {name: response.headers[name] for name in HEADERS} == HEADERS
    assert not response.cookies
    status, text = shown(response)
    assert status == 200
    assert "SUMMARY:Cramp: left calf" in text
    assert "SUMMARY:Visit: Dr. Marsh" in text
    assert "zebrafinch" not in text


def test_a_calendar_is_neutral_unless_it_may_say_what_it_was(client, stranger, user):
    EpisodeFactory(owner=user)
    VisitFactory(owner=user)
    _, text = shown(stranger.get(make(client)))
    assert text.count("BEGIN:VEVENT") == 2
    assert not any(word in text.casefold() for word in ("cramp", "calf", "marsh", "doctor"))


def test_a_calendar_reaches_400_days_back(client, stranger, user):
    for days in (399, 402):
        EpisodeFactory(owner=user, started_at=NOW - timedelta(days=days))
    assert shown(stranger.get(make(client)))[1].count("BEGIN:VEVENT") == 1


def test_it_shows_the_owner_s_diary_and_nobody_else_s(client, other_user, user):
    EpisodeFactory(owner=other_user)
    assert "BEGIN:VEVENT" not in shown(client.get(make(client)))[1]


def test_the_owner_sees_when_it_was_last_fetched(client, stranger, user, clock):
    address = make(client)
    assert "Not fetched yet." in client.get(reverse("diary:transfer")).text
    clock.shift(timedelta(hours=3))
    stranger.get(address)
    assert user.calendar_feeds.get().last_fetched_at == NOW + timedelta(hours=3)
    assert "Last fetched on 20 March 2026, 12:30." in client.get(reverse("diary:transfer")).text


def test_an_ended_address_answers_like_one_that_never_was(client, stranger, user):
    address = make(client)
    feed = user.calendar_feeds.get()
    client.post(reverse("diary:feed_revoke", args=[feed.id]))
    ended, never = stranger.get(address), stranger.get("/s/calendar/x.ics")
    assert ended.status_code == 404
    assert shown(ended) == shown(never)
    assert dict(ended.headers) == dict(never.headers)
    assert not ended.cookies
    assert {name: ended.headers[name] for name in HEADERS} == HEADERS
    assert str(feed.id) not in client.get(reverse("diary:transfer")).text


def test_an_address_is_ended_once_for_all(client, user, clock):
    feed = CalendarFeedFactory(owner=user)
    client.post(reverse("diary:feed_revoke", args=[feed.id]))
    clock.shift(timedelta(days=1))
    client.post(reverse("diary:feed_revoke", args=[feed.id]))
    assert user.calendar_feeds.get().revoked_at == NOW


def test_a_calendar_of_somebody_who_left_is_gone(client, stranger, user):
    address = make(client)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert stranger.get(address).status_code == 404
    user.delete()
    assert stranger.get(address).status_code == 404


@pytest.mark.parametrize("token", ["%00", "%F0%9F%8C%99", "a" * 5000, "..%2f", "' OR 1=1"])
def test_an_odd_address_is_not_found(stranger, token):
    assert stranger.get(f"/s/calendar/{token}.ics", follow=True).status_code == 404


def test_whoever_guesses_is_stopped_and_nothing_grows(client, stranger, user):
    address = make(client)
    before = CalendarFeed.objects.count()
    statuses = [stranger.get(f"/s/calendar/{guess}.ics").status_code for guess in range(40)]
    assert statuses == [404] * 30 + [429] * 10
    stopped = stranger.get(address)
    assert (stopped.status_code, stopped.headers["Retry-After"]) == (429, "60")
    assert {name: stopped.headers[name] for name in HEADERS} == HEADERS
    assert CalendarFeed.objects.count() == before


def test_the_limit_is_over_with_the_minute_and_of_one_address_alone(client, stranger, user, clock):
    address = make(client)
    for guess in range(31):
        stranger.get(f"/s/calendar/{guess}.ics")
    assert stranger.get(address, REMOTE_ADDR="192.0.2.7").status_code == 200
    clock.shift(timedelta(minutes=1))
    assert stranger.get(address).status_code == 200


def test_there_are_five_addresses_at_most(client, user):
    CalendarFeedFactory.create_batch(calendar_feeds.MOST_FEEDS, owner=user)
    assert "You have as many addresses as there can be." in client.get(reverse("diary:transfer")).text
    response = client.post(reverse("diary:feed_make"), follow=True)
    assert "You have 5 calendar addresses. Please end one first." in response.text
    CalendarFeed.objects.filter(pk=CalendarFeed.objects.first().pk).update(revoked_at=NOW)
    assert make(client)


def test_reading_a_calendar_takes_few_queries(client, stranger, user, django_assert_max_num_queries):
    address = make(client)
    with django_assert_max_num_queries(14):
        shown(stranger.get(address))
