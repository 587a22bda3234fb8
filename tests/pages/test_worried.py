"""I am worried: any question, answered with what to do."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from diary.actions import answers
from diary.domain.prompts.questions import QUESTION_BY_ID

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
    assert text.index("Call 112, 911 or your local number now") < text.index("Is one leg swollen")


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
    assert "Call 112, 911 or your local number" in text


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


# --- Which questions, and the monthly check ---------------------------------------------------------


def questions_on(client, name="worried"):
    return {row.question.id for row in client.get(reverse(f"diary:{name}")).context["form"].rows()}


def test_every_screening_question_can_be_answered_somewhere(client):
    elsewhere = {
        "SQ22",  # counted over cramps
        "SQ32",  # the conditions of the profile
        "SQ39",  # before a supplement
    }
    assert questions_on(client) == set(QUESTION_BY_ID) - elsewhere


def test_what_can_not_wait_stands_first(client):
    form = client.get(reverse("diary:worried")).context["form"]
    text = client.get(reverse("diary:worried")).text
    assert {"SQ02", "SQ05", "SQ26", "SQ28"} <= {row.question.id for row in form.first()}
    assert text.index("thoughts of harming yourself") < text.index("What can wait for a visit")
    assert text.index("What can wait for a visit") < text.index("How many alcoholic drinks a week?")


def test_a_man_over_17_without_diabetes_is_not_asked_what_is_for_others(client, user):
    facts = {"birth_year": 1960, "sex": "male", "conditions": []}
    answers.say(user, {f"profile.{name}": value for name, value in facts.items()}, now=NOW)
    assert questions_on(client).isdisjoint({"SQ13", "SQ37", "SQ38"})


def test_the_monthly_check_asks_what_is_due_and_again_when_the_answer_has_grown_old(client, user, clock):
    assert {"SQ05", "SQ17", "SQ18", "SQ24", "SQ31"} <= questions_on(client, "monthly_check")
    assert "SQ02" not in questions_on(client, "monthly_check")
    client.post(reverse("diary:monthly_check"), {"SQ17": "no", "SQ18": "no", "SQ24.beer": "0"})
    assert said(user) == {"SQ17": False, "SQ18": False, "SQ24.beer": 0}
    assert questions_on(client, "monthly_check").isdisjoint({"SQ17", "SQ18", "SQ24"})
    clock.shift(timedelta(days=32))
    assert "SQ17" in questions_on(client, "monthly_check")
    assert "SQ18" not in questions_on(client, "monthly_check")
    clock.shift(timedelta(days=60))
    assert {"SQ18", "SQ24"} <= questions_on(client, "monthly_check")


def test_the_monthly_check_has_the_questions_of_the_profile_under_a_heading_that_the_profile_leads_to(client):
    text = client.get(reverse("diary:monthly_check")).text
    assert text.index("Trouble with speech") < text.index('id="about-you"') < text.index("Blood clot before")
    assert f"{reverse('diary:monthly_check')}#about-you" in client.get(reverse("diary:profile")).text


def test_a_yes_in_the_monthly_check_is_answered_at_once(client):
    text = client.post(reverse("diary:monthly_check"), {"SQ05": "yes"}, follow=True).text
    assert "Numbness between your legs or new bladder or bowel trouble is an emergency. Go now." in text


def test_drinks_are_counted_by_kind_and_wrong_numbers_are_named(client, user):
    response = client.post(reverse("diary:monthly_check"), {"SQ24.wine": "many", "SQ24.beer": "501"})
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"SQ24.wine", "SQ24.beer"}
    client.post(reverse("diary:monthly_check"), {"SQ24.wine": "9", "SQ24.beer": "", "SQ24.spirits": "0"})
    assert said(user) == {"SQ24.wine": 9, "SQ24.spirits": 0}
    assert "Alcohol and night cramps often go together" in client.get(reverse("diary:worried")).text


def test_a_check_without_open_questions_says_so(client, user):
    everything = {key: 0 if question.counts else False for key, question in QUESTION_BY_ID.items()}
    answers.say(user, everything, now=NOW)
    assert (
        "Every question of the monthly check has an answer."
        in client.get(reverse("diary:monthly_check")).text
    )
