from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.hashers import get_hashers_by_algorithm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import override_settings
from django.utils import timezone

from accounts.models import User
from accounts.themes import THEME_COOKIE
from tests.factories import PASSWORD

DAY = timedelta(days=1)


def sign_in(browser, email, password=PASSWORD):
    return browser.post("/accounts/login/", {"login": email, "password": password})


def test_a_person_signs_up_with_address_and_password_and_is_in(stranger):
    answer = stranger.post("/accounts/signup/", {"email": "New@Example.org", "password1": PASSWORD})
    assert answer.url == "/"
    assert User.objects.get(email="new@example.org").time_zone_automatic
    assert stranger.get("/settings/").status_code == 200


def sign_up(browser, **fields):
    return browser.post(
        "/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD} | fields, follow=True
    )


def test_the_first_page_after_a_sign_up_already_knows_where_the_person_is(stranger):
    with time_machine.travel("2026-03-03 19:00Z", tick=False):  # 08:00 on the 4th in Auckland
        page = sign_up(stranger, time_zone="Pacific/Auckland").content.decode()
    assert "Wednesday 4 March" in page
    new = User.objects.get(email="new@example.org")
    assert (new.time_zone, new.time_zone_automatic) == ("Pacific/Auckland", True)


@pytest.mark.parametrize("zone", ["", "Mars/Base", "\x00", "x" * 10_000, "<script>"])
def test_a_zone_that_we_do_not_know_keeps_nobody_out(stranger, zone):
    assert sign_up(stranger, time_zone=zone).redirect_chain == [("/", 302)]
    new = User.objects.get(email="new@example.org")
    assert (new.time_zone, new.time_zone_automatic) == ("UTC", True)


@pytest.mark.parametrize("page", ["/accounts/signup/", "/accounts/login/"])
def test_the_way_in_asks_the_phone_for_its_zone(stranger, page):
    assert '<input type="hidden" name="time_zone"' in stranger.get(page).content.decode()


@pytest.mark.parametrize(
    ("automatic", "password", "expected"),
    [
        (True, PASSWORD, "Pacific/Auckland"),
        (False, PASSWORD, "Europe/London"),
        (True, "the wrong one", "Europe/London"),
    ],
)
def test_the_zone_at_a_sign_in_counts_if_the_person_wants_it(stranger, user, automatic, password, expected):
    user.time_zone_automatic = automatic
    user.save()
    sent = {"login": user.email, "password": password, "time_zone": "Pacific/Auckland"}
    stranger.post("/accounts/login/", sent)
    user.refresh_from_db()
    assert user.time_zone == expected


def test_what_was_just_done_never_stands_in_a_cookie(client):
    answer = client.post("/settings/", {"theme": "dark", "time_zone": "Europe/London"})
    assert set(answer.cookies) <= {
        settings.SESSION_COOKIE_NAME, settings.LAST_ACCOUNT_COOKIE_NAME, THEME_COOKIE,
    }  # fmt: skip
    assert "saved" not in str(answer.cookies)
    assert "Your settings are saved." in client.get("/settings/").content.decode()


def test_another_person_on_the_same_browser_does_not_see_what_was_just_done(client, other_user):
    client.post("/settings/", {"theme": "dark", "time_zone": "Europe/London"})
    client.force_login(other_user)
    assert "Your settings are saved." not in client.get("/settings/").content.decode()


def test_what_was_just_done_is_not_shown_after_a_sign_out(client, other_user):
    client.post("/settings/", {"theme": "dark", "time_zone": "Europe/London"})
    client.post("/accounts/logout/")
    sign_in(client, other_user.email)
    assert "Your settings are saved." not in client.get("/settings/").content.decode()


def test_a_person_signs_in_whatever_the_case_of_the_address(stranger, user):
    assert sign_in(stranger, user.email.upper()).url == "/"


def test_the_notice_of_a_sign_in_names_the_address_and_not_the_id(stranger, user):
    sign_in(stranger, user.email)
    page = stranger.get("/settings/").content.decode()
    assert f"signed in as {user.email}." in page
    assert str(user.pk) not in page


def test_a_known_and_an_unknown_address_get_the_same_refusal(stranger, user):
    known, unknown = (
        sign_in(stranger, email, "the wrong one").content.decode().replace(email, "…")
        for email in (user.email, "nobody@example.org")
    )
    form = slice(known.index("<form"), known.index("</form>"))
    assert "not correct" in known
    token = r'name="csrfmiddlewaretoken" value="'
    assert known[form].split(token)[1][64:] == unknown[form].split(token)[1][64:]


def test_many_wrong_passwords_are_slowed_down(stranger, user):
    answers = [sign_in(stranger, user.email, f"wrong {n}") for n in range(12)]
    assert too_many(answers[-1])
    assert sign_in(stranger, user.email).status_code != 302


def too_many(answer) -> bool:
    return answer.status_code == 429 or "Too many failed" in answer.content.decode()


def guess(browser, n: int):
    """A wrong password for an address of its own, from an address that the client claims to have."""
    return browser.post(
        "/accounts/login/",
        {"login": f"nobody{n}@example.org", "password": "a wrong password"},
        headers={"X-Forwarded-For": f"198.51.100.{n}"},
    )


def test_a_claimed_address_does_not_get_around_the_limit(stranger, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert too_many([guess(stranger, n) for n in range(20)][-1])


def test_people_behind_a_trusted_proxy_do_not_share_one_limit(stranger, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert not any(too_many(guess(stranger, n)) for n in range(40))


def test_a_phone_stays_signed_in_for_90_days_from_the_last_day_of_use(client):
    start = timezone.now()
    for day in (0, 80, 160):
        with time_machine.travel(start + day * DAY):
            assert client.get("/settings/").status_code == 200
    with time_machine.travel(start + 160 * DAY + timedelta(seconds=settings.SESSION_COOKIE_AGE + 1)):
        assert client.get("/settings/").status_code == 302


def test_the_sign_in_is_renewed_once_a_day_and_not_at_every_request(client):
    with time_machine.travel("2026-11-22 12:00", tick=False) as clock:
        assert settings.SESSION_COOKIE_NAME in client.get("/settings/").cookies
        assert settings.SESSION_COOKIE_NAME not in client.get("/settings/").cookies
        clock.shift(DAY)
        assert client.get("/settings/").cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 90 * 24 * 60 * 60


def test_signing_out_needs_a_button(client):
    client.get("/accounts/logout/")
    assert client.get("/settings/").status_code == 200
    answer = client.post("/accounts/logout/")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert client.get("/settings/").status_code == 302


def test_the_old_session_is_dead_after_a_sign_out(client, stranger):
    stranger.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert stranger.get("/settings/").status_code == 200
    client.post("/accounts/logout/")
    assert stranger.get("/settings/").status_code == 302


def test_the_session_changes_at_sign_in(stranger, user):
    stranger.session["anything"] = 1
    before = stranger.session.session_key
    sign_in(stranger, user.email)
    assert stranger.session.session_key != before


def test_a_person_who_was_deactivated_is_out_at_once(client, user):
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/settings/").status_code == 302


@pytest.mark.parametrize(
    "password",
    ["short", "elevenchars", "password1234", "crampdiary2026", "Cramp-Diary 1234", "person0@example.org"],
)
def test_a_password_that_others_would_try_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, User(email="person0@example.org"))


@pytest.mark.parametrize("password", ["a" * 64 + "b" * 64, "no capitals no digits", "пароль без латиницы"])
def test_a_long_password_needs_no_other_rules(password):
    assert validate_password(password, User(email="person0@example.org")) is None


def test_argon2id_hashes_a_password():
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"]):
        get_hashers_by_algorithm.cache_clear()
        user = User(email="x@example.org")
        user.set_password(PASSWORD)
        assert user.password.startswith("argon2$argon2id$")
    get_hashers_by_algorithm.cache_clear()
