"""Planning a visit: the day, the questions, and what came of it."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import html5lib
import pytest
import time_machine
from django.urls import reverse

from diary import records
from diary.actions import check_ins, episodes, visits
from diary.domain.entries import MOST_QUESTIONS
from tests.factories import VisitFactory

NOW = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 20)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def disturbed(user):
    """Four nights woken and eight clear ones in the last two weeks: what R30 asks for."""
    for offset in range(1, 13):
        day = TODAY - timedelta(days=offset)
        if offset % 3 == 0:
            at = datetime(day.year, day.month, day.day, 3, tzinfo=UTC) + timedelta(days=1)
            details = {"woke": True, "places": [{"muscle": "calf", "side": "left"}]}
            episodes.record(user, id=uuid4(), started_at=at, time_zone="Europe/London", details=details)
        else:
            check_ins.mark_night(user, day, clear=True, now=NOW)
    return user


def parsed(response):
    return html5lib.parse(response.text, namespaceHTMLElements=False)


def words(element):
    return " ".join("".join(element.itertext()).split())


def section(response, heading):
    return [
        words(card)
        for card in parsed(response).iter("section")
        if any(words(title) == heading for title in (*card.iter("h2"), *card.iter("h3")))
    ][-1]


def undo_of(response):
    return parsed(response).find(".//div[@id='notices']//form").get("action")


def the_visit(user):
    (found,) = records.visits_of(user)
    return found


def test_a_visit_is_planned_and_stands_on_the_visit_screen(client, user):
    said = {"id": uuid4(), "on": "2026-04-02", "with_whom": "Dr. Marsh"}
    response = client.post(reverse("diary:plan_visit"), said, follow=True)
    assert response.redirect_chain == [(reverse("diary:planned_visit", args=[said["id"]]), 303)]
    assert "Saved: Dr. Marsh, 2 April 2026" in response.text
    client.post(reverse("diary:plan_visit"), said)
    assert the_visit(user).on == date(2026, 4, 2)
    planned = section(client.get(reverse("diary:visit")), "Your next visit")
    assert "Thursday, 2 April 2026, Dr. Marsh. No questions yet." in planned


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"on": ""}, "Please give the date."),
        ({"on": "soon"}, "Please give the date as day, month and year."),
        ({"on": "0001-01-01"}, "This date is too far away."),
        ({"with_whom": "x" * 121}, "This is 121 characters long. Please keep it to 120."),
    ],
)
def test_bad_input_is_named_beside_the_field_and_kept(client, user, said, sentence):
    sent = {"id": uuid4(), "on": "2026-04-02", "with_whom": "Dr. Marsh"} | said
    response = client.post(reverse("diary:plan_visit"), sent)
    assert response.status_code == 422
    assert sentence in response.text
    assert all(f'value="{value}"' in response.text for name, value in sent.items() if value and name != "id")
    assert not user.visits.exists()


def test_questions_are_added_and_removed(client, user):
    visit = VisitFactory(owner=user, questions=[])
    ask, unask = (reverse(f"diary:visit_{verb}", args=[visit.id]) for verb in ("ask", "unask"))
    client.post(ask, {"text": "May I swim?"})
    response = client.post(ask, {"text": "Is it <b>safe</b>?"}, follow=True)
    assert "May I swim?" in section(response, "What you want to ask")
    assert "&lt;b&gt;safe&lt;/b&gt;" in response.text
    response = client.post(unask, {"text": "May I swim?"}, follow=True)
    assert "May I swim?" not in response.text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "Please write the question."), ("x" * 301, "This is 301 characters long. Please keep it to 300.")],
)
def test_a_question_that_can_not_be_kept_is_named_beside_its_field_and_kept(client, user, text, sentence):
    visit = VisitFactory(owner=user, questions=[])
    response = client.post(reverse("diary:visit_ask", args=[visit.id]), {"text": text})
    assert response.status_code == 422
    assert sentence in response.text
    assert text in response.text
    assert the_visit(user).questions == ()


def test_a_question_too_many_is_kept_and_named_and_one_that_stands_there_is_no_more(client, user):
    held = [{"text": f"Question {number}", "rule": None} for number in range(MOST_QUESTIONS)]
    ask = reverse("diary:visit_ask", args=[VisitFactory(owner=user, questions=held).id])
    response = client.post(ask, {"text": "One more?"})
    assert response.status_code == 422
    assert "There is room for 50 questions. Please remove one first." in response.text
    assert 'value="One more?"' in response.text
    assert client.post(ask, {"text": "Question 1"}).status_code == 303
    assert len(the_visit(user).questions) == MOST_QUESTIONS


def test_a_question_of_several_lines_can_be_removed(client, user):
    # As an import can bring it, and as a browser sends it back.
    visit = VisitFactory(owner=user, questions=[{"text": "May I swim?\nAnd run?", "rule": None}])
    client.post(reverse("diary:visit_unask", args=[visit.id]), {"text": "May I swim?\r\nAnd run?"})
    assert the_visit(user).questions == ()


def test_the_prompts_suggest_questions_and_a_chosen_one_remembers_its_prompt(client, disturbed):
    visit = VisitFactory(owner=disturbed, questions=[])
    page = client.get(reverse("diary:planned_visit", args=[visit.id]))
    assert "What can I try?" in section(page, "Questions that fit your diary")
    page = client.post(reverse("diary:visit_ask", args=[visit.id]), {"text": "What can I try?"}, follow=True)
    (question,) = the_visit(disturbed).questions
    assert (question.text, question.rule) == ("What can I try?", "R30")
    assert "What can I try?" in section(page, "What you want to ask")


def test_a_change_on_another_device_is_shown_and_not_overwritten(client, user):
    visit = VisitFactory(owner=user)
    visits.revise(user, visit.id, changes={"with_whom": "Dr. Hill"}, seen=1, now=NOW)
    said = {"version": "1", "on": "2026-03-25", "with_whom": "Dr. Lake"}
    response = client.post(reverse("diary:planned_visit", args=[visit.id]), said)
    assert response.status_code == 409
    assert "Dr. Hill" in response.text
    assert 'value="Dr. Lake"' in response.text
    assert the_visit(user).with_whom == "Dr. Hill"
    client.post(reverse("diary:planned_visit", args=[visit.id]), said | {"version": "2"})
    assert the_visit(user).with_whom == "Dr. Lake"


def test_a_visit_is_closed_with_what_came_of_it_and_what_was_discussed(client, disturbed):
    visit = VisitFactory(owner=disturbed, on=TODAY)
    address = reverse("diary:visit_close", args=[visit.id])
    assert 'value="R30"' in client.get(address).text
    said = {"version": "1", "discussed": ["R30"], "note": "Blood test on Monday."}
    response = client.post(address, said, follow=True)
    assert "of the 12 nights" in section(response, "Already discussed")
    closed = the_visit(disturbed)
    assert (closed.note, closed.closed_at) == ("Blood test on Monday.", NOW)
    page = client.get(reverse("diary:planned_visit", args=[visit.id]))
    assert "Blood test on Monday." in section(page, "This visit is over")
    client.post(reverse("diary:visit_reopen", args=[visit.id]))
    assert the_visit(disturbed).closed_at is None
    assert "Already discussed</h3>" not in client.get(reverse("diary:visit")).text


def test_a_prompt_that_does_not_stand_can_not_be_discussed(client, user):
    visit = VisitFactory(owner=user)
    response = client.post(
        reverse("diary:visit_close", args=[visit.id]), {"version": "1", "discussed": ["R30"], "note": "x"}
    )
    assert response.status_code in (303, 422)
    assert not user.answers.exists()


def test_the_visit_screen_says_what_changed_since_the_last_visit(client, disturbed):
    VisitFactory(
        owner=disturbed, on=date(2026, 3, 13), closed_at=NOW - timedelta(days=7), with_whom="Dr. Hill"
    )
    since = section(client.get(reverse("diary:visit")), "Since your last visit")
    assert "Dr. Hill, 13 March 2026" in since
    assert "Since then: cramps on 2 of 7 nights noted." in since


def test_a_visit_goes_to_the_bin_and_comes_back(client, user):
    visit = VisitFactory(owner=user)
    response = client.post(reverse("diary:visit_discard", args=[visit.id]), follow=True)
    assert "Taken off your list: Dr. Marsh, 11 March 2026" in response.text
    assert records.visits_of(user) == ()
    client.post(undo_of(response))
    assert the_visit(user).id == visit.id


def test_the_visit_screen_asks_the_database_little(client, disturbed, django_assert_max_num_queries):
    VisitFactory(owner=disturbed, on=date(2026, 3, 13), closed_at=NOW - timedelta(days=7))
    with django_assert_max_num_queries(17):
        client.get(reverse("diary:visit"))
