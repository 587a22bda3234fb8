"""The night: from the one tap on Tonight to "It's gone"."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from diary.actions import episodes
from diary.domain.vocabulary import Progress

NIGHT = datetime(2026, 3, 4, 3, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def three_in_the_morning():
    with time_machine.travel(NIGHT, tick=False) as clock:
        yield clock


def tap(client, **more):
    """The large button, as a phone without JavaScript sends it."""
    return client.post(reverse("diary:now"), {"id": uuid4(), **more}, follow=True)


def only_episode(user):
    (row,) = user.episodes.all()
    return row


def place(client, row, value="calf:left"):
    return client.post(reverse("diary:now_place", args=[row.id]), {"place": value}, follow=True)


def test_one_tap_saves_an_ongoing_episode_and_asks_where_it_is(client, user):
    response = tap(client)
    row = only_episode(user)
    assert (row.started_at, row.time_zone, row.progress) == (NIGHT, "Europe/London", "ongoing")
    assert "Where is it?" in response.text
    assert 'data-theme="night"' in response.text


def test_the_phones_time_and_zone_are_kept(client, user):
    tap(client, at="2026-03-04T03:09:12.000Z", time_zone="America/St_Johns")
    row = only_episode(user)
    assert row.started_at == NIGHT - timedelta(seconds=48)
    assert row.time_zone == "America/St_Johns"


@pytest.mark.parametrize(
    "at",
    [
        "yesterday",
        "2026-03-04T03:09:12",
        "9999-99-99",
        "x" * 5000,
        "\x00",
        "0001-01-01T00:00:00+23:59",
        "1999-01-01T00:00Z",
    ],
)
def test_a_time_that_makes_no_sense_never_refuses_a_cramp(client, user, at):
    tap(client, at=at, time_zone="../../etc/passwd")
    row = only_episode(user)
    assert (row.started_at, row.time_zone) == (NIGHT, "Europe/London")


def test_the_same_tap_eight_times_is_one_episode(client, user):
    same = uuid4()
    for _ in range(8):
        client.post(reverse("diary:now"), {"id": same})
    assert user.episodes.count() == 1


def test_a_tap_without_an_id_is_asked_for_again_and_says_so(client, user):
    response = client.post(reverse("diary:now"), {"id": "no id"})
    assert response.status_code == 422
    assert "Please tap once more" in response.text
    assert user.episodes.count() == 0


def test_the_second_tap_brings_the_relief_card_under_the_clot_question(client, user):
    tap(client)
    text = place(client, only_episode(user)).text
    assert only_episode(user).places == [{"muscle": "calf", "side": "left"}]
    assert text.index("One leg swollen") < text.index("Straighten your knee.")
    assert text.index("Chest pain") < text.index("Straighten your knee.")


def test_every_place_of_the_body_outline_leads_to_a_card(client, user):
    page = tap(client).text
    values = {part.split('"')[0] for part in page.split('name="place" value="')[1:]}
    assert len(values) > 20
    for value in sorted(values):
        text = place(client, only_episode(user), value).text
        assert " data-step>" in text, value


def test_an_unknown_muscle_is_no_address_of_ours(client, user):
    tap(client)
    response = client.post(reverse("diary:now_place", args=[only_episode(user).id]), {"place": "tail:left"})
    assert response.status_code == 404
    assert only_episode(user).places == []


def test_yes_to_the_clot_question_replaces_the_steps_and_no_brings_them_back(client, user):
    tap(client)
    row = only_episode(user)
    place(client, row)
    sign = reverse("diary:now_sign", args=[row.id])
    text = client.post(sign, {"question": "SQ01", "answer": "yes"}, follow=True).text
    assert "Straighten your knee." not in text
    assert "Do not rub or stretch it. Get seen today." in text
    assert only_episode(user).signs == {"SQ01": True}
    text = client.post(sign, {"question": "SQ01", "answer": "no"}, follow=True).text
    assert "Straighten your knee." in text


def test_the_emergency_answer_wins_over_the_clot_answer(client, user):
    tap(client)
    row = only_episode(user)
    sign = reverse("diary:now_sign", args=[row.id])
    client.post(sign, {"question": "SQ01", "answer": "yes"})
    text = client.post(sign, {"question": "SQ02", "answer": "yes"}, follow=True).text
    assert "Call 112, 911 or your local number now." in text


def test_gone_after_four_and_a_half_minutes_is_five_minutes_and_asks_how_bad_it_was(
    client, user, three_in_the_morning
):
    tap(client)
    row = only_episode(user)
    three_in_the_morning.shift(timedelta(minutes=4, seconds=30))
    text = client.post(reverse("diary:now_gone", args=[row.id]), follow=True).text
    row.refresh_from_db()
    assert (row.hard_minutes, row.progress) == (5, Progress.DRAFT.value)
    assert "How bad was the worst of it?" in text


def test_severity_is_kept_and_skipping_it_leaves_it_unknown(client, user):
    tap(client)
    row = only_episode(user)
    client.post(reverse("diary:now_gone", args=[row.id]))
    severity = reverse("diary:now_severity", args=[row.id])
    text = client.post(severity, {"severity": ""}, follow=True).text
    assert "The rest can wait until morning" in text
    assert only_episode(user).severity is None
    client.post(severity, {"severity": "7"})
    assert only_episode(user).severity == 7


@pytest.mark.parametrize("severity", ["11", "-1", "seven", "7.5", "1e9"])
def test_a_severity_off_the_scale_changes_nothing(client, user, severity):
    tap(client)
    row = only_episode(user)
    client.post(reverse("diary:now_gone", args=[row.id]))
    assert (
        client.post(reverse("diary:now_severity", args=[row.id]), {"severity": severity}).status_code == 404
    )
    assert only_episode(user).severity is None


def test_after_ten_minutes_the_screen_asks_about_stretching_and_advises_when_it_did_not_ease(
    client, user, three_in_the_morning
):
    tap(client)
    row = only_episode(user)
    text = place(client, row).text
    assert 'data-after-minutes="10" hidden' in text
    three_in_the_morning.shift(timedelta(minutes=11))
    text = client.get(reverse("diary:now_episode", args=[row.id])).text
    assert "Has stretching eased it?" in text
    assert "data-after-minutes" not in text
    text = client.post(reverse("diary:now_stretch", args=[row.id]), {"eased": "no"}, follow=True).text
    assert "Get medical advice now." in text


def test_a_long_cramp_that_stretching_did_not_ease_still_says_so_after_it_is_gone(
    client, user, three_in_the_morning
):
    tap(client)
    row = only_episode(user)
    place(client, row)
    three_in_the_morning.shift(timedelta(minutes=10, seconds=20))
    client.post(reverse("diary:now_stretch", args=[row.id]), {"eased": "no"})
    text = client.post(reverse("diary:now_gone", args=[row.id]), follow=True).text
    assert only_episode(user).hard_minutes == 11
    assert "This cramp has lasted more than 10 minutes" in text


def test_a_long_cramp_without_an_answer_asks_once_whether_stretching_eased_it(
    client, user, three_in_the_morning
):
    tap(client)
    row = only_episode(user)
    three_in_the_morning.shift(timedelta(minutes=15))
    assert (
        "Did stretching ease it?" in client.post(reverse("diary:now_gone", args=[row.id]), follow=True).text
    )
    text = client.post(reverse("diary:now_stretch", args=[row.id]), {"eased": "partly"}, follow=True).text
    assert "Did stretching ease it?" not in text


def test_undo_puts_the_tap_into_the_bin(client, user):
    tap(client)
    response = client.post(reverse("diary:now_undo", args=[only_episode(user).id]), follow=True)
    assert response.redirect_chain[-1][0] == reverse("diary:tonight")
    assert only_episode(user).deleted_at == NIGHT


def test_it_is_not_gone_lets_the_clock_run_on(client, user):
    tap(client)
    row = only_episode(user)
    client.post(reverse("diary:now_gone", args=[row.id]))
    client.post(reverse("diary:now_back", args=[row.id]))
    assert (only_episode(user).progress, only_episode(user).hard_minutes) == ("ongoing", None)


def test_another_cramp_leaves_the_first_one_to_finish(client, user, three_in_the_morning):
    tap(client)
    three_in_the_morning.shift(timedelta(minutes=40))
    tap(client)
    assert sorted(user.episodes.values_list("progress", flat=True)) == ["draft", "ongoing"]


def test_opening_now_again_leads_back_to_the_cramp_that_is_going_on(client, user):
    tap(client)
    response = client.get(reverse("diary:now"), follow=True)
    assert response.redirect_chain[-1][0] == reverse("diary:now_episode", args=[only_episode(user).id])


def test_somebody_elses_cramp_is_not_there(client, user, other_user, stranger):
    stranger.force_login(other_user)
    tap(stranger)
    row = only_episode(other_user)
    assert client.get(reverse("diary:now_episode", args=[row.id])).status_code == 404
    for name in ("now_gone", "now_undo", "now_back"):
        assert client.post(reverse(f"diary:{name}", args=[row.id])).status_code == 404
    row.refresh_from_db()
    assert (row.progress, row.deleted_at) == ("ongoing", None)


def test_an_old_open_clot_sign_is_asked_about_before_any_stretch(client, user, three_in_the_morning):
    three_in_the_morning.shift(timedelta(days=-200))
    tap(client)
    old = only_episode(user)
    client.post(reverse("diary:now_sign", args=[old.id]), {"question": "SQ01", "answer": "yes"})
    client.post(reverse("diary:now_gone", args=[old.id]))
    three_in_the_morning.move_to(NIGHT)
    client.force_login(user)
    tap(client)
    new = user.episodes.get(progress="ongoing")
    text = place(client, new).text
    assert "Is it still so?" in text
    assert "Straighten your knee." not in text
    text = client.post(
        reverse("diary:now_sign", args=[new.id]), {"question": "SQ01", "answer": "no"}, follow=True
    ).text
    assert "Straighten your knee." in text


def test_a_page_left_open_overnight_changes_nothing_of_a_finished_cramp(client, user):
    tap(client)
    row = only_episode(user)
    place(client, row)
    episodes.revise(user, row.id, changes={"progress": "complete", "severity": 6}, seen=None, now=NIGHT)
    place(client, row, "toes:right")
    client.post(reverse("diary:now_severity", args=[row.id]), {"severity": "2"})
    client.post(reverse("diary:now_sign", args=[row.id]), {"question": "SQ01", "answer": "yes"})
    response = client.post(reverse("diary:now_undo", args=[row.id]))
    assert response.url == reverse("diary:episode", args=[row.id])
    row.refresh_from_db()
    assert (row.places, row.severity, row.signs, row.deleted_at) == (
        [{"muscle": "calf", "side": "left"}], 6, {}, None,
    )  # fmt: skip


def test_undo_can_itself_be_undone(client, user):
    tap(client)
    text = client.post(reverse("diary:now_undo", args=[only_episode(user).id]), follow=True).text
    assert reverse("diary:episode_restore", args=[only_episode(user).id]) in text


def test_which_emergency_it_is_can_be_said_and_takes_the_less_exact_answer_back(client, user):
    tap(client)
    row = only_episode(user)
    sign = reverse("diary:now_sign", args=[row.id])
    text = client.post(sign, {"question": "SQ02", "answer": "yes"}, follow=True).text
    assert "A cold, pale or numb leg" in text
    text = client.post(sign, {"question": "SQ03", "answer": "yes", "instead_of": "SQ02"}, follow=True).text
    assert only_episode(user).signs == {"SQ02": False, "SQ03": True}
    assert "Call 112, 911 or your local number now." in text
    client.post(sign, {"question": "SQ03", "answer": "no"})
    assert only_episode(user).signs == {"SQ02": False, "SQ03": False}


def test_without_a_muscle_the_ten_minutes_and_the_safety_questions_stand_there_too(
    client, user, three_in_the_morning
):
    text = tap(client).text
    assert "One leg swollen" in text
    three_in_the_morning.shift(timedelta(minutes=25))
    text = client.get(reverse("diary:now_episode", args=[only_episode(user).id])).text
    assert "Has stretching eased it?" in text


def test_a_cramp_of_days_ago_is_not_reopened(client, user, three_in_the_morning):
    tap(client)
    row = only_episode(user)
    three_in_the_morning.shift(timedelta(minutes=4))
    client.post(reverse("diary:now_gone", args=[row.id]))
    three_in_the_morning.shift(timedelta(days=3))
    client.post(reverse("diary:now_back", args=[row.id]))
    assert (only_episode(user).progress, only_episode(user).hard_minutes) == ("draft", 4)
