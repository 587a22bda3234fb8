"""I am worried: any question, answered with what to do."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

NOW = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def send(client, **answers):
    return client.post(
        reverse("diary:worried"), {name.replace("__", "."): v for name, v in answers.items()}, follow=True
    )


def said(user):
    return {answer.question: answer.value for answer in user.answers.all()}


def test_the_emergency_words_stand_above_the_questions(client):
    text = client.get(reverse("diary:worried")).text
    assert text.index("emergency number") < text.index("Is one leg swollen")


def test_no_question_is_answered_beforehand_and_an_empty_form_says_nothing(client, user):
    send(client)
    assert said(user) == {}


def test_what_is_not_urgent_is_shown_as_well(client):
    text = send(client, SQ07="yes", SQ07__which=["SQ07.recovered"]).text
    assert 'data-urgency="mention"' in text
    assert "No warning sign was picked up" not in text


def test_when_nothing_fired_the_page_says_so_and_what_is_still_open(client, clock):
    assert "No warning sign was picked up" not in client.get(reverse("diary:worried")).text
    text = send(client, SQ01="no").text
    assert "No warning sign was picked up from what you logged. If you are worried, get help." in text
    assert "not answered. An open question never counts as no." in text
    clock.shift(timedelta(days=8))
    assert "No warning sign was picked up" not in client.get(reverse("diary:worried")).text


def test_an_empty_form_is_not_said_to_be_saved(client):
    text = send(client).text
    assert "Nothing was answered yet." in text
    assert "Your answers are saved." not in text
    assert "No warning sign was picked up" not in text


def test_a_yes_is_answered_at_once_with_what_to_do(client, user):
    text = send(client, SQ01="yes").text
    assert "Do not rub or stretch it. Get seen today." in text
    assert said(user) == {"SQ01": True}


def test_a_ticked_part_says_which_and_the_rest_of_its_row_is_no(client, user):
    send(client, SQ14="yes", SQ14__which=["SQ14.fainted", "SQ14.recovered"])
    answers = said(user)
    assert answers["SQ14"] is True
    assert answers["SQ14.fainted"] is True
    assert answers["SQ14.jerked"] is False


def test_a_yes_without_parts_leaves_them_unknown(client, user):
    text = send(client, SQ14="yes").text
    assert said(user) == {"SQ14": True}
    assert "Call your emergency number" in text or "emergency number" in text


def test_no_with_a_part_ticked_is_asked_about_and_kept(client, user):
    response = client.post(reverse("diary:worried"), {"SQ14": "no", "SQ14.which": ["SQ14.fainted"]})
    assert response.status_code == 422
    assert "Please choose one." in response.text
    assert said(user) == {}


@pytest.mark.parametrize("value", ["perhaps", "\x00", "x" * 3000, "<script>"])
def test_a_wrong_answer_is_named_beside_its_question(client, user, value):
    response = client.post(reverse("diary:worried"), {"SQ01": value, "SQ02": "yes"})
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"SQ01"}
    assert said(user) == {}
