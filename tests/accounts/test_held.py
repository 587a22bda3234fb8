from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone
from html5lib import parse

from tests.factories import PASSWORD

SETTINGS = {
    "theme": "night",
    "time_zone": "Europe/Berlin",
    "time_zone_automatic": "",
    "id": "0b1c9f0e-5a43-4d35-9d0f-6a2f4c7e1a11",
}
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/settings/?from=tonight#top"}


def sign_in(browser: Client, person):
    return browser.post("/accounts/login/?next=/held/", {"login": person.email, "password": PASSWORD})


def lose_session(browser: Client) -> None:
    """The server forgets the sign-in; the device still knows who used it."""
    browser.session.flush()


@pytest.fixture
def lost(client):
    """A browser on which somebody was signed in until a moment ago."""
    client.get("/settings/")
    lose_session(client)
    return client


def forms_in(response) -> list[list[tuple[str, str]]]:
    """The fields of each form that would be sent to the settings again."""
    tree = parse(response.content.decode(), namespaceHTMLElements=False)
    return [
        [
            (i.get("name"), i.get("value"))
            for i in form.iter("input")
            if i.get("name") != "csrfmiddlewaretoken"
        ]
        for form in tree.iter("form")
        if form.get("action") == "/settings/"
    ]


def inputs(response) -> list[tuple[str, str]]:
    return forms_in(response)[0]


def themes_kept(browser: Client) -> list[str]:
    return [dict(fields)["theme"] for fields in forms_in(browser.get("/held/"))]


def test_a_form_sent_without_a_sign_in_leads_to_the_sign_in_and_then_to_what_was_typed(lost, user):
    answer = lost.post("/settings/", SETTINGS)
    assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=%2Fheld%2F")
    assert sign_in(lost, user).url == "/held/"
    page = lost.get("/held/")
    assert inputs(page) == list(SETTINGS.items())
    assert "Europe/Berlin" in page.content.decode()


def test_htmx_follows_a_header_to_the_sign_in_and_the_form_is_kept_too(lost, user):
    answer = lost.post("/settings/", SETTINGS, headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/accounts/login/?next=%2Fheld%2F")
    sign_in(lost, user)
    assert inputs(lost.get("/held/")) == list(SETTINGS.items())


def test_the_one_button_saves_what_was_typed_and_then_it_is_gone(lost, user):
    lost.post("/settings/", SETTINGS)
    sign_in(lost, user)
    lost.post("/settings/", dict(inputs(lost.get("/held/"))))
    user.refresh_from_db()
    assert (user.theme, user.time_zone) == ("night", "Europe/Berlin")
    assert lost.get("/held/").url == "/"


def test_reloading_the_page_of_a_kept_form_loses_nothing(lost, user):
    lost.post("/settings/", SETTINGS)
    sign_in(lost, user)
    assert inputs(lost.get("/held/")) == inputs(lost.get("/held/"))


def test_ids_are_sent_again_but_not_shown(lost, user):
    lost.post("/settings/", SETTINGS)
    sign_in(lost, user)
    tree = parse(lost.get("/held/").content.decode(), namespaceHTMLElements=False)
    assert [term.text for term in tree.iter("dt")] == ["Theme", "Time zone"]


def test_another_person_who_signs_in_sees_nothing_of_it(lost, other_user):
    lost.post("/settings/", SETTINGS)
    assert sign_in(lost, other_user).url == "/held/"
    assert lost.get("/held/").url == "/"
    assert "held" not in lost.session


def test_a_form_older_than_a_day_is_dropped(lost, user):
    lost.post("/settings/", SETTINGS)
    sign_in(lost, user)
    with time_machine.travel(timezone.now() + timedelta(days=1, seconds=1)):
        assert lost.get("/held/").url == "/"


def test_several_forms_that_were_lost_are_all_kept_in_the_order_in_which_they_were_sent(lost, user):
    for theme in ("night", "dark", "light"):
        lost.post("/settings/", SETTINGS | {"theme": theme})
    sign_in(lost, user)
    assert themes_kept(lost) == ["night", "dark", "light"]


def test_the_same_form_sent_twice_is_kept_once(lost, user):
    for theme in ("night", "dark", "night"):
        lost.post("/settings/", SETTINGS | {"theme": theme})
    sign_in(lost, user)
    assert themes_kept(lost) == ["dark", "night"]


def test_what_is_saved_goes_and_the_next_page_names_what_is_left(lost, user):
    for theme in ("night", "dark", "light"):
        lost.post("/settings/", SETTINGS | {"theme": theme})
    sign_in(lost, user)
    after = []
    while page := forms_in(lost.get("/held/")):
        after.append(lost.post("/settings/", dict(page[0]), follow=True).content.decode())
        if len(after) == 3:
            break
    assert '2 more forms are not saved yet. <a href="/held/">' in after[0]
    assert '1 more form is not saved yet. <a href="/held/">' in after[1]
    assert "not saved yet" not in after[2]
    assert lost.get("/held/").url == "/"
    user.refresh_from_db()
    assert user.theme == "light"


def test_another_form_to_the_same_address_leaves_the_kept_one(lost, user):
    lost.post("/settings/", SETTINGS)
    sign_in(lost, user)
    lost.post("/settings/", SETTINGS | {"theme": "dark"})
    assert themes_kept(lost) == ["night"]


def test_past_five_forms_the_oldest_goes_and_the_page_says_how_many_went(lost, user):
    for number in range(7):
        lost.post("/settings/", SETTINGS | {"theme": str(number)})
    sign_in(lost, user)
    assert themes_kept(lost) == ["2", "3", "4", "5", "6"]
    assert "There was no room for 2 more" in lost.get("/held/").content.decode()


def test_past_64_kilobytes_the_oldest_goes_and_the_page_says_so(lost, user):
    for theme in ("night", "dark", "light"):
        lost.post("/settings/", SETTINGS | {"theme": theme, "note": "x" * 30_000})
    sign_in(lost, user)
    assert themes_kept(lost) == ["dark", "light"]
    assert "There was no room for 1 more" in lost.get("/held/").content.decode()


def test_where_all_had_room_nothing_is_said_of_room(lost, user):
    lost.post("/settings/", SETTINGS)
    sign_in(lost, user)
    assert "no room" not in lost.get("/held/").content.decode()


def test_the_sign_in_of_another_person_drops_it_even_if_they_never_look(lost, other_user):
    lost.post("/settings/", SETTINGS)
    lost.post("/accounts/login/", {"login": other_user.email, "password": PASSWORD})
    assert lost.get("/settings/").status_code == 200
    assert "held" not in lost.session


def test_the_sign_in_drops_what_is_older_than_a_day_and_keeps_the_rest(lost, user):
    now = timezone.now()
    for hours, theme in ((0, "night"), (20, "dark")):
        with time_machine.travel(now + timedelta(hours=hours)):
            lost.post("/settings/", SETTINGS | {"theme": theme})
    with time_machine.travel(now + timedelta(hours=25)):
        sign_in(lost, user)
        assert [dict(form["fields"])["theme"] for form in lost.session["held"]["forms"]] == ["dark"]


def test_a_line_break_comes_back_as_it_was_typed(lost, user):
    lost.post("/settings/", SETTINGS | {"note": "left\r\nright"})
    sign_in(lost, user)
    page = lost.get("/held/").content.decode()
    assert 'value="left\r\nright" data-keep' in page
    again = urlencode(SETTINGS | {"note": "left\r\nright"})
    lost.post("/settings/", again, content_type="application/x-www-form-urlencoded")
    assert "held" not in lost.session


def test_on_a_device_that_nobody_used_nothing_is_kept(stranger):
    answer = stranger.post("/settings/", SETTINGS)
    assert answer.url == "/accounts/login/?next=%2F"
    assert "held" not in stranger.session


def test_after_a_sign_out_nothing_is_kept(client):
    client.get("/settings/")
    client.post("/accounts/logout/")
    client.post("/settings/", SETTINGS)
    assert "held" not in client.session


def test_a_forged_cookie_keeps_nothing(stranger, user):
    stranger.cookies[settings.LAST_ACCOUNT_COOKIE_NAME] = f"{user.pk}:1abcde:forged"
    stranger.post("/settings/", SETTINGS)
    assert "held" not in stranger.session


def test_passwords_and_codes_are_never_kept(lost, user):
    lost.post("/settings/", SETTINGS | {"new_password": "hush", "passcode": "hush"})
    assert "hush" not in str(lost.session["held"])


def test_a_form_that_is_too_large_is_not_kept(lost):
    lost.post("/settings/", SETTINGS | {"note": "x" * 65_536})
    assert "held" not in lost.session


def test_a_form_about_the_account_is_not_kept(lost):
    answer = lost.post("/accounts/email/", {"email": "new@example.org", "action_add": ""})
    assert answer.url.startswith("/accounts/login/?next=%2F")
    assert "held" not in lost.session


def test_the_zone_that_a_script_reports_is_not_worth_keeping(lost):
    lost.post("/settings/time-zone/", {"time_zone": "Europe/Paris"})
    assert "held" not in lost.session


def test_a_fragment_without_a_sign_in_leads_back_to_the_whole_page(lost):
    answer = lost.get("/settings/?page=2", headers=HTMX)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=%2Fsettings%2F%3Ffrom%3Dtonight"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/x", "javascript:alert(1)"])
def test_the_way_back_never_leads_elsewhere(stranger, elsewhere):
    answer = stranger.get("/settings/", headers={"HX-Request": "true", "HX-Current-URL": elsewhere})
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=%2F"


def test_a_page_without_a_sign_in_leads_back_to_itself(stranger):
    assert stranger.get("/settings/?a=b").url == "/accounts/login/?next=%2Fsettings%2F%3Fa%3Db"


@pytest.fixture
def strict(user):
    """A signed-in browser whose forms carry a token that has run out."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    return browser


def test_a_form_of_ours_with_an_old_token_can_be_sent_again(strict, user):
    answer = strict.post("/settings/", SETTINGS, headers={"Origin": "http://testserver"})
    assert answer.status_code == 403
    assert inputs(answer) == list(SETTINGS.items())
    token = strict.cookies[settings.CSRF_COOKIE_NAME].value
    again = strict.post("/settings/", dict(inputs(answer)) | {"csrfmiddlewaretoken": token})
    assert again.status_code == 302
    user.refresh_from_db()
    assert user.theme == "night"


def test_under_htmx_a_form_with_an_old_token_is_kept_and_shown(strict):
    answer = strict.post("/settings/", SETTINGS, headers=HTMX | {"Origin": "http://testserver"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/held/")
    assert inputs(strict.get("/held/")) == list(SETTINGS.items())


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Referer": "https://evil.example/"}, {}],
)
def test_a_form_from_elsewhere_is_refused_plainly(strict, headers):
    answer = strict.post("/settings/", SETTINGS, headers=headers)
    assert (answer.status_code, answer.headers["Content-Type"]) == (403, "text/plain")
    assert b"Berlin" not in answer.content
    assert "held" not in strict.session


def test_a_sign_in_with_an_old_token_does_not_repeat_the_password(strict, user):
    answer = strict.post(
        "/accounts/login/",
        {"login": user.email, "password": PASSWORD},
        headers={"Origin": "http://testserver"},
    )
    assert answer.status_code == 403
    assert PASSWORD not in answer.content.decode()
    assert 'href="/accounts/login/"' in answer.content.decode()
