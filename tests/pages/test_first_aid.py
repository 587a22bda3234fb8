"""First aid: from the red button to the card of a muscle, without an account, without a script."""

import gzip
import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from html5lib import parse

from diary import content
from diary.domain.guidance.body import LISTED, choice
from tests.factories import PASSWORD

CARDS = list(content.relief_cards().values())
FIRST = content.first_things()


@pytest.fixture(params=["stranger", "client"], ids=["a stranger", "a person signed in"])
def reader(request):
    return request.getfixturevalue(request.param)


def tree_of(response):
    return parse(response.text, namespaceHTMLElements=False)


def with_class(tree, name):
    return [element for element in tree.iter() if name in (element.get("class") or "").split()]


def words(element):
    return " ".join("".join(element.itertext()).split())


def open_card(reader, card):
    return reader.get(reverse("diary:relief_card", args=[card.id]))


# --- Two taps -------------------------------------------------------------------------------------------------------


def test_from_the_red_button_it_is_two_taps_to_the_card_of_every_muscle_without_an_account(stranger):
    welcome = tree_of(stranger.get("/"))
    (red,) = [link for link in welcome.iter("a") if words(link).startswith("I have a cramp")]
    where = tree_of(stranger.get(red.get("href")))
    (form,) = [each for each in where.iter("form") if each.get("method") == "get"]
    values = [each.get("value") for each in form.iter("button") if each.get("name") == "place"]
    assert set(values) == {choice(place) for _, places in LISTED for place in places}
    for value in values:
        response = stranger.get(form.get("action"), {"place": value}, follow=True)
        assert response.status_code == 200
        muscle = next(m for m, _ in LISTED if m.value == value.split(":")[0])
        card = content.relief_card(muscle)
        assert response.redirect_chain[-1][0] == reverse("diary:relief_card", args=[card.id])
        assert escape(card.steps[-1].words) in response.text


@pytest.mark.parametrize("place", ["", "tail:left", "calf:up", "\x00", "calf" * 2000])
def test_a_place_that_is_none_has_no_card(stranger, place):
    assert stranger.get(reverse("diary:first_aid"), {"place": place}).status_code == 404


def test_a_card_that_is_none_is_not_found(stranger):
    assert stranger.get(reverse("diary:relief_card", args=["F99"])).status_code == 404


def test_every_card_is_also_in_the_list_under_the_body(reader):
    tree = tree_of(reader.get(reverse("diary:first_aid")))
    links = {link.get("href"): words(link) for link in tree.iter("a")}
    for card in CARDS:
        assert links[reverse("diary:relief_card", args=[card.id])].startswith(card.title)


def test_a_tap_after_the_sign_in_has_run_out_shows_first_aid_and_the_cramp_is_kept(client, user):
    client.get("/")
    client.session.flush()
    tapped = timezone.now() - timedelta(seconds=2)
    response = client.post(reverse("diary:now"), {"id": uuid4(), "at": tapped.isoformat()}, follow=True)
    assert response.redirect_chain[0][0].startswith(reverse("diary:first_aid"))
    assert "Where is it?" in response.text
    assert user.episodes.count() == 0
    (way_on,) = [a.get("href") for a in tree_of(response).iter("a") if words(a).startswith("Sign in")]
    kept = client.post(way_on, {"login": user.email, "password": PASSWORD}, follow=True)
    assert "Not saved yet" in kept.text
    assert f'action="{reverse("diary:now")}"' in kept.text


# --- A card ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_a_card_is_an_ordered_list_of_steps_each_with_its_place_drawings_and_hold(reader, card):
    tree = tree_of(open_card(reader, card))
    (views,) = [each for each in tree.iter("div") if "data-steps" in each.attrib]
    assert [child.tag for child in views] == ["ol"]
    shown = list(views[0])
    assert len(shown) == len(card.steps)
    for number, (item, step) in enumerate(zip(shown, card.steps, strict=True), start=1):
        text = words(item)
        assert text.startswith(f"Step {number} of {len(card.steps)} ")
        assert step.words.split("{")[0].strip() in text
        assert len(with_class(item, "drawing")) == len(step.moves)
        assert (f"Count slowly to {step.hold}." in text) == (step.hold is not None)
        assert [hold.get("data-hold") for hold in with_class(item, "hold")] == (
            [str(step.hold)] if step.hold else []
        )


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_the_questions_stand_above_the_steps_with_what_to_do_in_the_page_itself(reader, card):
    text = open_card(reader, card).text
    first_step = text.index(" data-step>")
    for question in FIRST.questions:
        assert text.index(question.short) < first_step
        assert f'href="#yes-{question.id}"' in text[:first_step]
        assert f'id="yes-{question.id}"' in text[:first_step]
        assert escape(question.reason) in text[:first_step]
        for step in question.steps:
            assert escape(step.split("{")[0].strip()) in text


def test_without_a_script_links_lead_from_step_to_step_and_no_button_is_dead(stranger):
    tree = tree_of(open_card(stranger, content.relief_cards()["F01"]))
    html = open_card(stranger, content.relief_cards()["F01"]).text
    without = "".join(re.findall(r"<noscript>(.*?)</noscript>", html, re.DOTALL))
    assert re.findall(r'href="#step-(\d)"', without) == ["2", "1", "3", "2", "4", "3", "5", "4"]
    buttons = [button for button in tree.iter("button") if button.get("type") == "button"]
    assert len(buttons) == 4
    assert all("hidden" in button.attrib for button in buttons)


def test_the_script_of_a_card_is_small():
    script = Path(settings.BASE_DIR, "static/js/steps.js").read_bytes()
    assert len(gzip.compress(script)) <= 3000


def test_a_card_says_its_grade_and_what_is_never_done(stranger):
    text = open_card(stranger, content.relief_cards()["F07"]).text
    assert "It may help; studies disagree." in text
    assert "Evidence grade B: small trials or good observation." in text
    assert "Not yet reviewed by a clinician" in text
    assert all(line in text for line in FIRST.safety)


# --- Light ----------------------------------------------------------------------------------------------------------


def theme_of(response):
    return re.search(r'<html[^>]* data-theme="(\w+)"', response.text)[1]


@pytest.mark.parametrize(
    ("chosen", "shown"), [("", "night"), ("system", "night"), ("light", "light"), ("x", "night")]
)
def test_a_stranger_gets_the_night_theme_unless_this_device_chose_another(stranger, chosen, shown):
    stranger.cookies["theme"] = chosen
    for address in (reverse("diary:first_aid"), reverse("diary:relief_card", args=["F01"])):
        assert theme_of(stranger.get(address)) == shown


def test_a_person_sees_their_own_theme_by_their_own_clock(client, user):
    user.theme, user.night_theme_at_night, user.time_zone = "light", True, "Europe/London"
    user.save()
    card = reverse("diary:relief_card", args=["F01"])
    with time_machine.travel("2026-03-04T12:00:00Z", tick=False):
        client.force_login(user)
        assert theme_of(client.get(card)) == "light"
    with time_machine.travel("2026-03-04T23:30:00Z", tick=False):
        assert theme_of(client.get(card)) == "night"
