"""In which country a person is: chosen, or guessed from the language of the browser, and never from elsewhere."""

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from accounts.countries import COUNTRY_COOKIE, country_choices, guessed_country, whereabouts
from accounts.models import User
from tests.accounts.test_sign_in import sign_up

COUNTRY = "/country/"


@pytest.mark.parametrize(
    ("header", "country"),
    [
        ("", ""),
        ("*", ""),
        ("en", ""),
        ("en-GB", "GB"),
        ("en-gb", "GB"),
        ("de-AT,de;q=0.9,en-US;q=0.8,en;q=0.7", "AT"),
        ("en,en-GB;q=0.9", "GB"),
        ("de,en-US;q=0.7,en;q=0.3", ""),  # reads German, and may be anywhere
        ("fr;q=0.2, pt-BR;q=0.9", "BR"),
        ("zh-Hant-TW", "TW"),
        ("es-419", ""),  # Latin America is no country
        ("en-GB;q=0", ""),
        ("en-GB;q=nonsense, nl-BE", "BE"),
        ("x" * 10_000, ""),
        ("en-GB\x00", ""),
    ],
)
def test_the_region_of_the_language_that_is_liked_best_is_a_guess(header, country):
    assert guessed_country(header) == country


@given(st.text(max_size=200))
def test_whatever_a_browser_sends_gives_two_capitals_or_nothing(header):
    found = guessed_country(header)
    assert found == "" or (len(found) == 2 and found.isascii() and found.isalpha() and found.isupper())


@given(st.sampled_from(["en", "de", "fr", "nl"]))
def test_a_language_alone_guesses_no_country(language):
    assert guessed_country(language) == guessed_country(f"{language};q=0.5") == ""


def test_the_address_of_a_request_says_nothing():
    request = RequestFactory().get("/", REMOTE_ADDR="81.2.69.142", HTTP_X_FORWARDED_FOR="81.2.69.142")
    assert whereabouts(request) == ("", True)


def test_the_list_begins_with_no_choice_and_ends_with_another_country():
    codes = [code for code, _ in country_choices()]
    assert (codes[0], codes[-1]) == ("", "ZZ")
    assert "GB" in codes


# --- Without an account -----------------------------------------------------------------------------------


def text_of(browser, language="", address=COUNTRY):
    return browser.get(address, headers={"Accept-Language": language}).text


def test_a_visitor_sees_the_numbers_of_the_browsers_region_as_a_guess(stranger):
    text = text_of(stranger, "en-US")
    assert 'href="tel:911"' in text
    assert "Numbers for the United States: a guess from the language of this device." in text
    assert "Your country is not known here." in text_of(stranger, "en")


def test_a_visitors_choice_is_kept_on_the_device_and_wins_over_the_guess(stranger):
    answer = stranger.post(COUNTRY, {"country": "IE"})
    assert answer.status_code == 302
    cookie = answer.cookies[COUNTRY_COOKIE]
    assert (cookie.value, cookie["samesite"], cookie["httponly"]) == ("IE", "Lax", True)
    text = text_of(stranger, "en-US")
    assert "Numbers for Ireland." in text
    assert "a guess" not in text


def test_a_choice_can_be_taken_back_and_another_country_can_be_said(stranger):
    stranger.post(COUNTRY, {"country": "ZZ"})
    assert "112, 911 or your local number" in text_of(stranger, "en-US", "/guidance/bedtime-stretch/")
    stranger.post(COUNTRY, {"country": ""})
    assert "Numbers for the United States: a guess" in text_of(stranger, "en-US")


@pytest.mark.parametrize("value", ["XX", "gb", "United Kingdom", "<script>", "x" * 5_000, "\x00"])
def test_a_country_that_is_not_in_the_list_changes_nothing(stranger, value):
    answer = stranger.post(COUNTRY, {"country": value})
    assert answer.status_code == 422
    assert COUNTRY_COOKIE not in answer.cookies
    assert list(answer.context["form"].errors) == ["country"]


@pytest.mark.parametrize("cookie", ["XX", "", "gb", "GB; x", "\x7f", "x" * 4_000])
def test_a_cookie_that_is_no_country_is_no_choice(stranger, cookie):
    stranger.cookies[COUNTRY_COOKIE] = cookie
    assert "Numbers for the United States: a guess" in text_of(stranger, "en-US")


@pytest.mark.parametrize(
    ("came_from", "goes_to"),
    [
        ("http://testserver/worried/now/", "http://testserver/worried/now/"),
        ("https://evil.example/", COUNTRY),
        ("//evil.example/", COUNTRY),
        ("javascript:alert(1)", COUNTRY),
        ("", COUNTRY),
    ],
)
def test_after_the_choice_the_page_that_asked_for_it_comes_back(stranger, came_from, goes_to):
    assert stranger.post(COUNTRY, {"country": "GB", "next": came_from}).url == goes_to


def test_the_page_that_asked_is_kept_in_the_form(stranger):
    page = stranger.get(COUNTRY, headers={"Referer": "http://testserver/guidance/"})
    assert page.context["form"]["next"].value() == "http://testserver/guidance/"


@pytest.mark.parametrize("address", [COUNTRY, "/guidance/bedtime-stretch/", "/guidance/does-it-help/"])
def test_no_cache_gives_the_numbers_of_one_person_to_another(stranger, address):
    answer = stranger.get(address)
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in answer.headers["Vary"].split(",")}
    assert answer.headers["Cache-Control"] == "private, no-store"


# --- With an account --------------------------------------------------------------------------------------


def new_person(stranger, language="", **fields):
    stranger.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    sign_up(stranger, **fields)
    return User.objects.get(email="new@example.org")


def test_an_account_begins_with_the_guess_and_says_that_it_is_one(stranger):
    new = new_person(stranger, "de-AT,de;q=0.8")
    assert (new.country, new.country_is_guess) == ("AT", True)
    assert "Numbers for Austria: a guess from the language of this device." in text_of(
        stranger, address="/settings/"
    )


def test_an_account_begins_with_what_was_chosen_on_the_device(stranger):
    stranger.post(COUNTRY, {"country": "IE"})
    new = new_person(stranger, "en-US")
    assert (new.country, new.country_is_guess) == ("IE", False)


@pytest.mark.parametrize("language", ["en", "", "en-KE"])
def test_an_account_without_a_country_that_we_know_begins_without_one(stranger, language):
    assert new_person(stranger, language).country == ""


SETTINGS = {"theme": "dark", "night_theme_at_night": "on", "time_zone": "Europe/London"}


def test_settings_show_and_change_the_country(client, user):
    assert '<option value="GB">United Kingdom</option>' in text_of(client, address="/settings/")
    client.post("/settings/", SETTINGS | {"country": "GB"})
    user.refresh_from_db()
    assert (user.country, user.country_is_guess) == ("GB", False)
    text = text_of(client, "en-US", "/settings/")
    assert '<option value="GB" selected>United Kingdom</option>' in text
    assert "Numbers for the United Kingdom." in text


def test_saving_something_else_does_not_turn_a_guess_into_a_choice(client, user):
    user.country, user.country_is_guess = "GB", True
    user.save()
    client.post("/settings/", SETTINGS | {"country": "GB", "theme": "light"})
    user.refresh_from_db()
    assert (user.country, user.country_is_guess, user.theme) == ("GB", True, "light")


def test_the_page_of_the_country_makes_a_guess_a_choice(client, user):
    user.country, user.country_is_guess = "GB", True
    user.save()
    client.post(COUNTRY, {"country": "GB"})
    user.refresh_from_db()
    assert (user.country, user.country_is_guess) == ("GB", False)


def test_a_country_in_settings_that_is_not_in_the_list_changes_nothing(client, user):
    answer = client.post("/settings/", SETTINGS | {"country": "XX"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["country"]
    user.refresh_from_db()
    assert user.country == ""


def test_what_the_account_says_wins_over_the_device(client, user):
    user.country = "NZ"
    user.save()
    client.cookies[COUNTRY_COOKIE] = "IE"
    assert "Numbers for New Zealand." in text_of(client, "en-US")
