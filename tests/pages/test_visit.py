"""Visit: prompts, the way to the report, and the tables to take along."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from diary.actions import check_ins, episodes

NOW = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def woken(user, day: date, **more):
    """A cramp at three in the night of `day` that woke the person."""
    details = {"woke": True, "places": [{"muscle": "calf", "side": "left"}], **more}
    at = datetime(day.year, day.month, day.day, 3, tzinfo=UTC) + timedelta(days=1)
    return episodes.record(user, id=uuid4(), started_at=at, time_zone="Europe/London", details=details)


@pytest.fixture
def disturbed(user):
    """Four nights woken and eight clear ones in the last two weeks: what R30 asks for."""
    for offset in range(1, 13):
        day = date(2026, 3, 20) - timedelta(days=offset)
        if offset % 3 == 0:
            woken(user, day)
        else:
            check_ins.mark_night(user, day, clear=True, now=NOW)
    return user


def visit(client):
    return client.get(reverse("diary:visit")).text


def test_an_empty_diary_gives_no_all_clear(client):
    text = visit(client)
    assert "No warning sign was picked up from what you logged. If you are worried, get help." in text
    assert "An open question never counts as no." in text


def test_a_prompt_stands_there_with_its_cause_its_questions_its_source_and_its_version(client, disturbed):
    text = visit(client)
    assert "Cramps woke you on 4 of the 12 nights you logged between 6 and 19 March." in text
    assert "What can I try?" in text
    assert (
        "Source: NHS (England). Leg cramps. Rule R30, version 2. Evidence D: expert or official advice, no trials."
        in text
    )


def test_already_discussed_quiets_a_prompt_but_keeps_it_in_the_report(client, disturbed):
    client.post(reverse("diary:prompt_discussed", args=["R30"]))
    text = visit(client)
    assert "Cramps woke you on 4" not in text
    assert "Already discussed" in text
    assert "Woken by cramps on" in text


def test_a_second_tap_finds_the_prompt_discussed_or_seen_already(client, disturbed, clock):
    woken(disturbed, date(2026, 3, 18), signs={"SQ01": True})
    clock.shift(timedelta(hours=1))
    for name, rule in (("diary:prompt_discussed", "R30"), ("diary:prompt_seen", "R21")):
        address = reverse(name, args=[rule])
        assert [client.post(address).status_code for _ in range(2)] == [303, 303]
        assert client.post(address, follow=True).redirect_chain == [(reverse("diary:visit"), 303)]
    assert [answer.question for answer in disturbed.answers.all()] == ["R30.discussed", "R21.seen"]


def test_a_clot_sign_stands_first_until_a_doctor_has_seen_it(client, disturbed, clock):
    woken(disturbed, date(2026, 3, 18), signs={"SQ01": True})
    text = visit(client)
    assert text.index("Do not rub or stretch it. Get seen today.") < text.index("Cramps woke you")
    clock.shift(timedelta(hours=1))
    client.post(reverse("diary:prompt_seen", args=["R21"]))
    assert "Do not rub or stretch it. Get seen today." not in visit(client)


@pytest.mark.parametrize("rule", ["R30", "R99", "x"])
def test_only_a_prompt_that_stands_can_be_marked(client, user, rule):
    assert client.post(reverse("diary:prompt_discussed", args=[rule])).status_code == 404
    assert user.answers.count() == 0


VISIT_LINK = "On your Visit page you can note that a doctor has seen you"


def test_an_urgent_prompt_on_tonight_says_where_it_can_be_closed(client, user):
    woken(user, date(2026, 3, 18), signs={"SQ01": True})
    assert VISIT_LINK in client.get(reverse("diary:tonight")).text
    assert VISIT_LINK not in visit(client)


def test_an_urgent_prompt_after_a_cramp_says_where_it_can_be_closed(client, user):
    client.post(reverse("diary:now"), {"id": uuid4()})
    (episode,) = user.episodes.all()
    client.post(reverse("diary:now_sign", args=[episode.id]), {"question": "SQ01", "answer": "yes"})
    response = client.post(reverse("diary:now_gone", args=[episode.id]), follow=True)
    assert "episodes/gone.html" in [template.name for template in response.templates]
    assert VISIT_LINK in response.text


def test_the_screen_leads_to_the_report_the_links_and_the_files(client):
    text = visit(client)
    assert all(
        f'href="{reverse(f"diary:{name}")}"' in text for name in ("visit_report", "sharing", "transfer")
    )


def test_the_way_to_the_report_is_at_the_top(client):
    text = visit(client)
    assert text.index(reverse("diary:visit_report")) < text.index("What to talk about")


def test_the_way_to_what_can_be_taken_along_is_there(client, user):
    assert f'href="{reverse("diary:transfer")}"' in visit(client)


def test_the_page_asks_few_queries_however_long_the_diary(client, user, django_assert_max_num_queries):
    for offset in range(50):
        woken(user, date(2026, 3, 19) - timedelta(days=offset))
    with django_assert_max_num_queries(11):
        visit(client)
