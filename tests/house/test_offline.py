"""What a phone keeps without a network: public addresses only, each of them there, and a version that follows them."""

import json
import re
import struct
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.test import Client
from django.urls import resolve

from diary.domain.vocabulary import Muscle
from diary.pages.offline import shell
from tests.house.access_table import TABLE, Access
from tests.house.test_tokens import theme

ICONS = Path(settings.BASE_DIR) / "static" / "icons"


@pytest.fixture
def kept():
    return shell.shell()


@pytest.fixture
def switched_off(settings):
    settings.DIARY_OFFLINE = False


def asked(script: str) -> dict[str, object]:
    """The shell as the served worker holds it."""
    found = re.match(r"const SHELL = (.*);\n", script)
    assert found
    values: dict[str, object] = json.loads(found[1])
    return values


# --- What is kept ---------------------------------------------------------------------------------------------------


def test_every_page_that_is_kept_is_public(kept):
    for page in kept.pages:
        assert TABLE[resolve(page).route].access is Access.PUBLIC, page


def test_every_page_that_is_kept_answers_a_stranger_without_cookies(kept, db):
    for page in kept.pages:
        answer = Client().get(page, headers={"Accept-Language": "*"})
        assert answer.status_code == 200, page


def test_a_page_that_is_kept_guesses_no_country(kept, db):
    for page in kept.pages:
        text = Client().get(page, headers={"Accept-Language": "*"}).text
        assert "a guess from the language" not in text, page


def test_every_number_of_a_page_that_is_kept_is_filled_in(kept, db):
    for page in kept.pages:
        assert "{emergency_number}" not in Client().get(page).text, page


def test_a_page_that_is_kept_is_the_same_each_time(kept, db):
    for page in kept.pages:
        once, again = (
            re.sub(r'X-CSRFToken": "\w+"', "", Client().get(page, headers={"Accept-Language": "*"}).text)
            for _ in range(2)
        )
        assert once == again, page


def test_every_file_that_is_kept_is_there_and_is_ours(kept):
    for file in kept.files:
        assert file.startswith(settings.STATIC_URL)
        assert find(file.removeprefix(settings.STATIC_URL)), file


@pytest.mark.parametrize("page", ["offline", "first_aid"])
def test_every_file_that_a_kept_page_loads_is_kept(kept, db, page):
    text = Client().get(getattr(kept, page)).text
    loaded = set(re.findall(r'<(?:link rel="(?:stylesheet|icon)" href|script[^>]*? src)="([^"]+)"', text))
    assert loaded
    assert loaded <= set(kept.files)


def test_every_place_of_the_body_outline_leads_to_a_card_that_is_kept(kept, db):
    for muscle in Muscle:
        answer = Client().get(kept.first_aid, {"place": muscle.value})
        assert answer.url == kept.cards[muscle.value]
        assert answer.url in kept.pages


def test_the_version_follows_every_file_that_a_page_is_made_from(kept, monkeypatch, tmp_path):
    for folder in ("accounts", "diary", "templates", "static/css"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "some.css").write_text("one", encoding="utf-8")
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    seen = {shell._version()}
    for folder in ("accounts", "diary", "templates", "static/css"):
        (tmp_path / folder / "some.css").write_text("another", encoding="utf-8")
        seen.add(shell._version())
    assert len(seen) == 5


# --- How it is served -----------------------------------------------------------------------------------------------


def test_the_worker_is_served_from_the_root_and_never_from_a_cache(db):
    answer = Client().get("/sw.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Service-Worker-Allowed"] == "/"
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
    assert "connect-src 'self'" in answer["Content-Security-Policy"]


def test_the_worker_is_the_same_for_everybody(client, stranger, kept):
    assert client.get("/sw.js").content == stranger.get("/sw.js").content
    assert asked(stranger.get("/sw.js").text)["version"] == kept.version


def test_what_is_switched_off_keeps_nothing_and_registers_nothing(switched_off, stranger):
    told = asked(stranger.get("/sw.js").text)
    assert told["pages"] == told["files"] == []
    assert "data-worker" not in stranger.get("/guidance/").text
    assert "worker-registration" not in stranger.get("/guidance/").text


def test_a_public_and_a_private_page_register_the_worker(client, stranger):
    for text in (client.get("/diary/").text, stranger.get("/guidance/").text):
        assert 'data-worker="/sw.js"' in text


def test_a_shared_report_registers_nothing(stranger):
    assert "worker" not in stranger.get("/s/unknown/").text


# --- The manifest ---------------------------------------------------------------------------------------------------


@pytest.fixture
def manifest(stranger):
    return stranger.get("/manifest.webmanifest")


def pixels(file: Path) -> str:
    """The size that a PNG says of itself."""
    return "{}x{}".format(*struct.unpack(">II", file.read_bytes()[16:24]))


def test_the_manifest_has_its_type_and_an_app_of_its_own(manifest):
    assert manifest["Content-Type"] == "application/manifest+json"
    told = manifest.json()
    assert (told["id"], told["start_url"], told["scope"], told["display"]) == ("/", "/", "/", "standalone")
    assert len(told["short_name"]) <= 12


def test_the_splash_is_as_dark_as_the_night(manifest):
    told = manifest.json()
    assert {told["background_color"], told["theme_color"]} == {theme("night")["paper"]}


def test_every_icon_is_there_and_as_large_as_it_says(manifest):
    told = manifest.json()
    shown = told["icons"] + [icon for shortcut in told["shortcuts"] for icon in shortcut["icons"]]
    for icon in shown:
        assert pixels(ICONS / Path(icon["src"]).name) == icon["sizes"]
    assert {icon["purpose"] for icon in shown} == {"any", "maskable", "monochrome"}
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in shown}


def test_a_shortcut_opens_a_page_and_writes_nothing(manifest, client, user):
    for shortcut in manifest.json()["shortcuts"]:
        assert client.get(shortcut["url"]).status_code == 200
    assert not user.episodes.exists()
    assert not user.check_ins.exists()


def test_the_shortcut_of_a_cramp_waits_for_one_tap(client):
    assert re.search(r"<button[^>]*>\s*<strong>I have a cramp", client.get("/now/").text)


def test_the_shortcut_of_a_cramp_leads_a_stranger_to_first_aid(stranger):
    assert stranger.get("/now/").url.startswith("/guidance/first-aid/")
