"""Tonight: the first screen."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from diary import records
from diary.actions import check_ins, episodes

MORNING = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


def draft(user, started_at):
    episode = episodes.begin(user, id=uuid4(), at=started_at, time_zone="Europe/London", now=started_at)
    episodes.mark_gone(
        user, episode.id, at=started_at + timedelta(minutes=3), now=started_at + timedelta(minutes=3)
    )


def tonight(client):
    return client.get(reverse("diary:tonight")).text


def test_a_stranger_sees_what_it_is_and_two_ways_in(stranger):
    text = tonight(stranger)
    assert reverse("account_login") in text
    assert reverse("account_signup") in text
    assert "I have a cramp" not in text


def test_an_empty_diary_says_what_to_do(client):
    text = tonight(client)
    assert "Your diary is empty" in text
    assert "nights with cramps of" not in text


def test_the_drafts_of_last_night_are_counted_and_listed(client, user):
    draft(user, MORNING - timedelta(hours=5, minutes=46))
    draft(user, MORNING - timedelta(hours=3, minutes=20))
    text = tonight(client)
    assert "Finish last night’s 2 cramps" in text
    assert "02:14 and 04:40" in text


def test_no_cramps_last_night_is_one_tap_and_is_not_asked_again(client, user):
    text = tonight(client)
    assert "Any cramps last night?" in text
    response = client.post(
        reverse("diary:night_clear", args=["2026-03-03"]),
        {"clear": "1", "next": reverse("diary:tonight")},
        follow=True,
    )
    assert user.check_ins.get().clear is True
    assert "Any cramps last night?" not in response.text


def test_the_week_stands_there_with_what_it_rests_on(client, user):
    draft(user, MORNING - timedelta(hours=5))
    check_ins.mark_night(user, (MORNING - timedelta(days=2)).date(), clear=True, now=MORNING)
    text = tonight(client)
    assert "1 night with cramps of 2 noted" in text
    assert "The seven nights before: none noted" in text


def test_the_evening_asks_the_first_question_of_the_check_in(client, clock):
    clock.move_to(MORNING.replace(hour=20))
    assert "How much did you drink" in tonight(client)


def test_the_screen_needs_few_queries_however_long_the_diary(client, user, django_assert_max_num_queries):
    for day in range(60):
        draft(user, MORNING - timedelta(days=day, hours=4))
    with django_assert_max_num_queries(12):
        tonight(client)


def test_a_cramp_that_was_never_finished_is_not_forgotten(client, user):
    draft(user, MORNING - timedelta(days=200))
    assert "1 cramp to finish" in tonight(client)


def test_a_long_pause_does_not_make_the_diary_empty(client, user):
    check_ins.mark_night(user, (MORNING - timedelta(days=200)).date(), clear=True, now=MORNING)
    assert "Your diary is empty" not in tonight(client)


def test_a_cramp_by_day_leaves_the_night_to_be_asked_about(client, user):
    by_day = {"state": "exercise", "places": [{"muscle": "calf", "side": None}]}
    at = MORNING - timedelta(hours=17)
    episodes.record(user, id=uuid4(), started_at=at, time_zone="Europe/London", details=by_day)
    assert "Any cramps last night?" in tonight(client)
    client.post(reverse("diary:night_clear", args=["2026-03-03"]), {"clear": "1"})
    assert user.check_ins.get().clear is True
    assert "Any cramps last night?" not in tonight(client)


def test_many_answers_to_the_clot_question_do_not_make_the_screen_slower(client, user):
    for day in range(100, 130):
        details = {"signs": {"SQ01": False}, "places": [{"muscle": "calf", "side": None}]}
        at = MORNING - timedelta(days=day)
        episodes.record(user, id=uuid4(), started_at=at, time_zone="Europe/London", details=details)
    recent = records.recent_diary_of(user, MORNING.date())
    assert [episode.started_at for episode in recent.episodes] == [MORNING - timedelta(days=100)]
