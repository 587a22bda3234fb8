"""Whole pages and fragments, what was just done, where to go next, and how a page looks to whom."""

from datetime import UTC, datetime

import html5lib
import pytest
import time_machine
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.template import engines
from django.test import RequestFactory
from django.urls import reverse

from diary.http import appearance, page, see_other, undoable
from tests.factories import UserFactory

WHOLE = "pages_under_test/sheet.html"
SOURCE = (
    '{% extends "base.html" %}{% block heading %}All of it{% endblock %}{% block content %}'
    '{% partialdef list inline %}<ul id="list"><li>{{ word }}</li></ul>{% endpartialdef %}'
    '{% partialdef secret %}<p id="secret"></p>{% endpartialdef %}{% endblock %}'
)


@pytest.fixture
def sheet(tmp_path, settings):
    """A template with a fragment that may be asked for and one that may not."""
    (tmp_path / "pages_under_test").mkdir()
    (tmp_path / WHOLE).write_text(SOURCE, encoding="utf-8")
    configured = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**configured, "DIRS": [tmp_path, *configured["DIRS"]]}]
    return WHOLE


def request_with(path="/", user=None, cookies=None, **headers):
    request = RequestFactory().get(
        path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    request.user = user or AnonymousUser()
    request.COOKIES.update(cookies or {})
    request._messages = CookieStorage(request)
    return request


def shown(sheet, **headers):
    return page(request_with(**headers), sheet, {"word": "calf"}, fragment="list")


def is_whole(response):
    return b"<html" in response.content


def test_a_browser_gets_the_whole_page(sheet):
    response = shown(sheet)
    assert is_whole(response)
    assert b"<li>calf</li>" in response.content


def test_htmx_gets_only_the_fragment_that_it_replaces(sheet):
    response = shown(sheet, HX_Request="true", HX_Target="list")
    assert response.content == b'<ul id="list"><li>calf</li></ul>'


@pytest.mark.parametrize(
    "headers",
    [
        {"HX_Request": "true"},
        {"HX_Request": "true", "HX_Target": "main"},
        {"HX_Request": "true", "HX_Target": "secret"},
        {"HX_Request": "true", "HX_Target": "list", "HX_Boosted": "true"},
        {"HX_Request": "true", "HX_Target": "list", "HX_History_Restore_Request": "true"},
    ],
)
def test_everything_else_gets_the_whole_page(sheet, headers):
    assert is_whole(shown(sheet, **headers))


def test_several_fragments_may_be_offered(sheet):
    request = request_with(HX_Request="true", HX_Target="secret")
    assert page(request, sheet, fragment=("list", "secret")).content == b'<p id="secret"></p>'


def test_an_answer_is_private_and_differs_for_htmx(sheet):
    for response in (shown(sheet), shown(sheet, HX_Request="true", HX_Target="list")):
        assert response["Cache-Control"] == "private, no-store"
        assert "HX-Request" in response["Vary"]


def test_a_page_keeps_its_status(sheet):
    assert page(request_with(), sheet, status=422).status_code == 422


def test_what_was_done_stands_on_the_next_page_with_its_undo(sheet):
    request = request_with()
    undoable(request, "The cramp is in the bin.", "/episodes/1/restore/")
    tree = html5lib.parse(page(request, sheet).content, namespaceHTMLElements=False)
    form = tree.find(".//div[@id='notices']//form")
    assert form.get("method") == "post"
    assert form.get("action") == "/episodes/1/restore/"
    assert form.find("input[@name='csrfmiddlewaretoken']") is not None


def test_a_plain_message_has_no_undo(sheet):
    request = request_with()
    messages.info(request, "Saved.")
    content = page(request, sheet).content.decode()
    assert "Saved." in content
    assert "Undo" not in content


def test_what_was_done_goes_along_with_a_fragment_out_of_band(sheet):
    request = request_with(HX_Request="true", HX_Target="list")
    undoable(request, "The cramp is in the bin.", "/undo/")
    content = page(request, sheet, fragment="list").content.decode()
    assert content.startswith('<ul id="list">')
    assert 'hx-swap-oob="true"' in content
    assert "The cramp is in the bin." in content
    assert request._messages.used


def test_a_message_is_escaped(sheet):
    request = request_with()
    messages.info(request, "<b>bold</b>")
    assert b"<b>bold</b>" not in page(request, sheet).content


def test_after_a_write_a_browser_is_sent_on_with_303():
    response = see_other(request_with(), "/diary/")
    assert (response.status_code, response["Location"]) == (303, "/diary/")


def test_after_a_write_htmx_is_sent_on_with_its_header():
    response = see_other(request_with(HX_Request="true"), "/diary/")
    assert response["HX-Redirect"] == "/diary/"
    assert "Location" not in response


def look(**kwargs):
    return appearance(request_with(**kwargs))["theme"]


@pytest.mark.parametrize("chosen", ["light", "dark", "night", "system"])
def test_a_stranger_sees_the_theme_of_the_device(chosen):
    assert look(cookies={"theme": chosen}) == chosen


@pytest.mark.parametrize("cookies", [{}, {"theme": ""}, {"theme": '"><script>'}])
def test_a_stranger_without_a_known_theme_gets_the_system_s(cookies):
    assert look(cookies=cookies) == "system"


@pytest.mark.parametrize(
    ("hour", "wants_night", "theme"),
    [(21, True, "light"), (22, True, "night"), (3, True, "night"), (6, True, "light"), (3, False, "light")],
)
def test_at_night_by_the_person_s_own_clock_it_is_dark_if_they_want_that(hour, wants_night, theme):
    person = UserFactory.build(theme="light", night_theme_at_night=wants_night, time_zone="Asia/Tokyo")
    with time_machine.travel(datetime(2026, 11, 21, (hour - 9) % 24, 30, tzinfo=UTC), tick=False):
        assert look(user=person) == theme


def test_a_view_can_force_the_night():
    request = request_with(cookies={"theme": "light"})
    request.forced_theme = "night"
    assert appearance(request)["theme"] == "night"


def places(path, user):
    return [(place.label, place.current) for place in appearance(request_with(path, user=user))["places"]()]


def test_a_stranger_has_no_places():
    assert places("/", None) == []


def test_the_place_one_is_at_says_so():
    person = UserFactory.build()
    assert dict(places("/", person))["Tonight"] == "page"
    assert dict(places(reverse("diary:patterns"), person)) == {
        "Tonight": "", "Diary": "", "Patterns": "page", "Guidance": "", "Visit": "",
    }  # fmt: skip


def test_below_a_place_one_is_still_there_but_not_on_its_page():
    assert dict(places(reverse("diary:guidance") + "calf/", UserFactory.build()))["Guidance"] == "true"


@pytest.mark.parametrize("theme", ["system", "light", "dark", "night"])
def test_the_page_is_coloured_before_its_first_paint(sheet, theme):
    content = page(request_with(cookies={"theme": theme}), sheet).content.decode()
    assert f'data-theme="{theme}"' in content
    assert '<meta name="color-scheme"' in content
    assert "<style" not in content
    assert "style=" not in content


@pytest.mark.parametrize("template", ["400.html", "403.html", "404.html", "429.html", "500.html"])
def test_an_error_page_needs_nothing_from_the_request_and_is_dark(template):
    content = engines["django"].get_template(template).render({})
    assert 'data-theme="dark"' in content
    assert "<h1>" in content
