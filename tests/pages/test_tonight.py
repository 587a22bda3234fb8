"""Tonight: the first screen."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from diary import records
from diary.actions import answers, check_ins, episodes

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


def test_a_stranger_sees_what_it_is_two_ways_in_and_first_aid_without_an_account(stranger):
    text = tonight(stranger)
    assert reverse("account_login") in text
    assert reverse("account_signup") in text
    assert f'href="{reverse("diary:first_aid")}"><strong>I have a cramp</strong>' in text


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


# --- What can wait


def disturbed(user, nights=12):
    """Every third night woken, the others clear."""
    for offset in range(1, nights + 1):
        day = (MORNING - timedelta(days=offset + 1)).date()
        if offset % 3:
            check_ins.mark_night(user, day, clear=True, now=MORNING)
        else:
            at = MORNING - timedelta(days=offset, hours=5)
            woke = {"woke": True, "places": [{"muscle": "calf", "side": "left"}]}
            episodes.record(user, id=uuid4(), started_at=at, time_zone="Europe/London", details=woke)


def put_aside(client, rule="R30"):
    return client.post(reverse("diary:prompt_later", args=[rule]), follow=True)


def test_a_prompt_that_can_wait_is_put_aside_for_fourteen_days_and_stays_for_the_visit(client, user):
    disturbed(user)
    assert "Cramps woke you on 4 of the 12 nights" in tonight(client)
    text = put_aside(client).text
    assert "Put aside for 14 days, unless it gets worse. It stays on your Visit page." in text
    assert "Cramps woke you" not in text
    assert "Cramps woke you on 4 of the 12 nights" in client.get(reverse("diary:visit")).text


def test_a_second_tap_puts_nothing_aside_twice(client, user):
    disturbed(user)
    put_aside(client)
    assert put_aside(client).status_code == 200
    assert user.answers.count() == 1


def test_what_is_for_today_can_not_be_put_aside(client, user):
    answers.say(user, {"SQ01": True}, now=MORNING)
    text = put_aside(client, "R21").text
    assert "This can not wait, so it stays." in text
    assert "Do not rub or stretch it. Get seen today." in text


@pytest.mark.parametrize("rule", ["R31", "R99"])
def test_what_is_not_there_can_not_be_put_aside(client, rule):
    assert put_aside(client, rule).status_code == 404


def test_the_monthly_check_is_offered_below_everything_else_until_it_was_done_this_month(client, user, clock):
    check_ins.mark_night(user, (MORNING - timedelta(days=1)).date(), clear=True, now=MORNING)
    text = tonight(client)
    assert text.index("nights before") < text.index("Monthly check")
    answers.say(user, {"SQ17": False}, now=MORNING)
    assert "Monthly check" not in tonight(client)
    clock.shift(timedelta(days=31))
    assert "Monthly check" in tonight(client)


def test_the_monthly_check_is_offered_neither_with_an_empty_diary_nor_during_a_cramp_nor_at_night(
    client, user, clock
):
    assert "Monthly check" not in tonight(client)
    check_ins.mark_night(user, (MORNING - timedelta(days=2)).date(), clear=True, now=MORNING)
    clock.shift(timedelta(hours=-5))
    assert "Monthly check" not in tonight(client)
    clock.shift(timedelta(hours=5))
    episodes.begin(user, id=uuid4(), at=MORNING, time_zone="Europe/London", now=MORNING)
    assert "Monthly check" not in tonight(client)
