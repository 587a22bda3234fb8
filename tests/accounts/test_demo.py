import pytest

from accounts.demo import DEMO_EMAIL, DEMO_PASSWORD, demo_user
from accounts.models import User


@pytest.fixture
def demo_mode(settings):
    settings.DIARY_DEMO = True


def test_the_demo_opens_without_typing(stranger, demo_mode):
    demo_user()
    assert stranger.post("/demo/").url == "/"
    assert stranger.get("/settings/").status_code == 200


def test_the_demo_person_can_also_sign_in_by_the_printed_password(stranger, demo_mode):
    demo_user()
    assert stranger.post("/accounts/login/", {"login": DEMO_EMAIL, "password": DEMO_PASSWORD}).url == "/"


def test_the_demo_person_is_made_once(db):
    assert demo_user() == demo_user()
    assert User.objects.filter(is_demo=True).count() == 1


def test_without_demo_mode_there_is_no_demo(stranger):
    demo_user()
    assert stranger.post("/demo/").status_code == 404
    stranger.post("/accounts/login/", {"login": DEMO_EMAIL, "password": DEMO_PASSWORD})
    assert stranger.get("/settings/").status_code == 302


def test_a_demo_session_ends_when_demo_mode_does(stranger, settings):
    demo_user()
    settings.DIARY_DEMO = True
    stranger.post("/demo/")
    settings.DIARY_DEMO = False
    assert stranger.get("/settings/").status_code == 302


def test_in_demo_mode_without_a_demo_diary_the_button_leads_nowhere(stranger, demo_mode):
    assert stranger.post("/demo/").status_code == 404


def test_the_demo_cannot_be_opened_by_a_link(stranger, demo_mode):
    demo_user()
    assert stranger.get("/demo/").status_code == 405
