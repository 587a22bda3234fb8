"""An installed diary without a network: first aid opens, nothing of a person is kept, and a new worker takes over."""

import re
from collections.abc import Callable, Iterator
from threading import Event

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import include, path
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.factories import EpisodeFactory
from tests.server import zone_where_it_is

CANARY = "Zebrafinch"
IN_CHARGE = (
    "async () => { await navigator.serviceWorker.ready; return Boolean(navigator.serviceWorker.controller); }"
)
# Every page and file in every cache of the site: its address, and what it says.
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request, { ignoreVary: true });
      found.push([new URL(request.url).pathname, await answer.text()]);
    }
  }
  return found;
}"""
LISTED = """async () => {
  const shell = JSON.parse((await (await fetch("/sw.js")).text()).match(/const SHELL = (.*);/)[1]);
  return [...shell.pages, ...shell.files];
}"""
FIRST_AID_WORDS = "Straighten your knee."


ANSWERED = Event()


@login_not_required
def slow(request: HttpRequest) -> HttpResponse:
    """Answer when the test says so."""
    ANSWERED.wait(60)
    return HttpResponse("<!doctype html><title>It came</title>")


urlpatterns = [path("slow/", slow), path("", include("config.urls"))]


@pytest.fixture
def answered() -> Iterator[Event]:
    """What makes /slow/ answer."""
    ANSWERED.clear()
    with override_settings(ROOT_URLCONF=__name__):
        yield ANSWERED
    ANSWERED.set()


@pytest.fixture
def phone(open_phone) -> Page:
    """A signed-in phone by day, on which the worker is in charge."""
    page = open_phone(service_workers="allow")
    page.goto("/settings/")
    wait_for_worker(page)
    return page


@pytest.fixture
def strangers_phone(browser, live_server, browser_context_args) -> Iterator[Callable[..., Page]]:
    contexts: list[BrowserContext] = []

    def open_one(**context_args) -> Page:
        ours = {"base_url": live_server.url, "service_workers": "allow"}
        contexts.append(browser.new_context(**browser_context_args | ours | context_args))
        page = contexts[-1].new_page()
        page.goto("/guidance/")
        wait_for_worker(page)
        return page

    yield open_one
    for context in contexts:
        context.close()


def wait_for_worker(page: Page) -> None:
    page.wait_for_function(IN_CHARGE, timeout=60_000)


# --- Without a network ----------------------------------------------------------------------------------------------


def test_the_diary_starts_without_a_network_and_first_aid_is_two_taps_away(phone):
    phone.context.set_offline(True)
    phone.goto("/")
    expect(phone.get_by_role("heading", name="No network")).to_be_visible()
    phone.get_by_role("link", name="I have a cramp").click()
    phone.get_by_role("button", name="Left calf").first.click()
    expect(phone).to_have_url(re.compile("/guidance/first-aid/F01/$"))
    expect(phone.get_by_text(FIRST_AID_WORDS)).to_be_visible()
    phone.get_by_role("button", name="Next", exact=True).click()
    expect(phone.get_by_text("Step 2 of").first).to_be_visible()


def test_the_emergency_words_open_without_a_network(phone):
    phone.context.set_offline(True)
    phone.goto("/diary/")
    phone.get_by_role("link", name="When to get help now", exact=True).click()
    expect(phone).to_have_title(re.compile("When to get help now"))
    expect(phone.get_by_role("link", name="Call 112 Emergency")).to_be_visible()


def test_try_again_leads_back_to_the_page_once_there_is_a_network(phone):
    phone.context.set_offline(True)
    phone.goto("/diary/")
    expect(phone.get_by_role("heading", name="No network")).to_be_visible()
    phone.context.set_offline(False)
    phone.get_by_role("link", name="Try again").click()
    expect(phone).to_have_title(re.compile("^Diary"))


def test_a_page_that_takes_too_long_is_replaced_and_try_again_waits_for_it(phone, answered):
    phone.goto("/slow/")
    expect(phone.get_by_role("heading", name="No network")).to_be_visible()
    phone.get_by_role("link", name="Try again").click(no_wait_after=True)
    phone.wait_for_timeout(6_000)  # longer than the worker's patience
    answered.set()
    expect(phone).to_have_title("It came")


@pytest.mark.parametrize("night", [True, False], ids=["night", "day"])
def test_without_a_network_a_light_phone_is_dark_at_night_and_light_by_day(strangers_phone, night):
    phone = strangers_phone(color_scheme="light", timezone_id=zone_where_it_is(2 if night else 13))
    phone.context.set_offline(True)
    phone.goto("/visit/")
    expect(phone.get_by_role("heading", name="No network")).to_be_visible()
    assert phone.locator("html").get_attribute("data-theme") == ("night" if night else "system")
    bars = phone.locator("meta[name=theme-color]").evaluate_all("metas => metas.map(meta => meta.content)")
    assert set(bars) == ({"#000000"} if night else {"#f6f3ec", "#10151d"})
    scheme = phone.locator("meta[name=color-scheme]").get_attribute("content")
    assert scheme == ("dark" if night else "light dark")


def test_axe_finds_nothing_without_a_network_in_any_theme(phone, audit):
    phone.context.set_offline(True)
    for address in ("/visit/", "/help-now/", "/guidance/first-aid/", "/guidance/first-aid/F01/"):
        phone.goto(address)
        phone.evaluate(audit)
        for theme in ("light", "dark", "night"):
            assert phone.evaluate("theme => audit.look(theme)", theme) == [], (address, theme)


# --- Nothing of a person --------------------------------------------------------------------------------------------


def test_nothing_of_a_person_is_kept_while_signed_in_or_after(phone, user):
    EpisodeFactory(owner=user, note=CANARY)
    for address in (
        "/",
        "/diary/",
        "/patterns/",
        "/visit/",
        "/guidance/",
        "/settings/",
        "/guidance/first-aid/",
    ):
        phone.goto(address)
    for _ in range(2):
        kept = phone.evaluate(KEPT)
        assert len(kept) > 20
        for address, text in kept:
            assert CANARY not in text, address
            assert user.email not in text, address
            assert 'class="places"' not in text, address
        assert {address for address, _ in kept} == set(phone.evaluate(LISTED))
        phone.goto("/settings/")
        if phone.get_by_role("button", name="Sign out").count():
            phone.get_by_role("button", name="Sign out").click()
            expect(phone).to_have_title(re.compile("Sign in"))


def test_after_signing_out_nothing_is_shown_without_a_network_but_what_everybody_sees(phone, user):
    EpisodeFactory(owner=user, note=CANARY)
    phone.goto("/diary/")
    phone.goto("/settings/")
    phone.get_by_role("button", name="Sign out").click()
    phone.context.set_offline(True)
    phone.goto("/diary/")
    expect(phone.get_by_role("heading", name="No network")).to_be_visible()
    assert user.email not in phone.content()


# --- The worker itself ----------------------------------------------------------------------------------------------


def served(version: str = "", *, broken: bool = False, empty: bool = False) -> Callable[[Route], None]:
    """What takes the place of /sw.js: another version, no script at all, or one that keeps nothing."""

    def answer(route: Route) -> None:
        script = route.fetch()
        text = script.text()
        if version:
            text = re.sub(r'"version": "\w+"', f'"version": "{version}"', text)
        if empty:
            text = re.sub(r'"(pages|files)": \[[^\]]*\]', r'"\1": []', text)
        route.fulfill(response=script, body="this is no script {" if broken else text)

    return answer


def update(page: Page) -> None:
    page.evaluate(
        "async () => (await navigator.serviceWorker.getRegistration()).update().then(() => true, () => false)"
    )


def caches_of(page: Page) -> list[str]:
    names: list[str] = page.evaluate("() => caches.keys()")
    return names


def test_a_new_version_takes_over_at_once_and_the_former_is_thrown_away(phone):
    before = caches_of(phone)
    assert len(before) == 1
    phone.context.route("**/sw.js", served("the0next"))
    update(phone)
    phone.wait_for_function("async () => (await caches.keys()).join() === 'shell-the0next'", timeout=60_000)
    phone.context.set_offline(True)
    phone.goto("/visit/")
    expect(phone.get_by_role("heading", name="No network")).to_be_visible()


def test_a_broken_worker_leaves_the_former_one_and_the_site_as_they_are(phone):
    before = caches_of(phone)
    phone.context.route("**/sw.js", served(broken=True))
    update(phone)
    phone.goto("/diary/")
    expect(phone).to_have_title(re.compile("^Diary"))
    assert caches_of(phone) == before


def test_a_site_whose_worker_is_missing_works_as_any_other(browser, live_server, browser_context_args):
    phone = browser.new_context(
        **browser_context_args | {"base_url": live_server.url, "service_workers": "allow"}
    ).new_page()
    phone.context.route("**/sw.js", lambda route: route.fulfill(status=404, body="gone"))
    phone.goto("/guidance/")
    assert not phone.evaluate("navigator.serviceWorker.register('/sw.js').then(() => true, () => false)")
    phone.goto("/help-now/")
    expect(phone).to_have_title(re.compile("^When to get help now"))
    assert phone.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0


def test_an_empty_list_throws_everything_away_and_goes(phone):
    phone.context.route("**/sw.js", served("none", empty=True))
    update(phone)
    phone.wait_for_function("async () => (await caches.keys()).length === 0", timeout=60_000)
    phone.wait_for_function("async () => !(await navigator.serviceWorker.getRegistration())", timeout=60_000)
    phone.goto("/diary/")
    expect(phone).to_have_title(re.compile("^Diary"))


# --- Installing -----------------------------------------------------------------------------------------------------


def test_a_browser_finds_nothing_that_hinders_installing(
    browser_type, browser_type_launch_args, server, tmp_path
):
    context = browser_type.launch_persistent_context(tmp_path, **browser_type_launch_args)
    page = context.new_page()
    page.goto(f"{server.url}/guidance/")
    session = context.new_cdp_session(page)
    told = session.send("Page.getAppManifest")
    assert told["errors"] == []
    assert told["url"] == f"{server.url}/manifest.webmanifest"
    assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    context.close()


def test_the_browser_s_own_offer_becomes_a_button(open_phone):
    phone = open_phone()
    phone.goto("/install/")
    button = phone.get_by_role("button", name="Install now")
    expect(button).to_be_hidden()
    phone.evaluate(
        """() => {
          const offer = new Event("beforeinstallprompt", { cancelable: true });
          offer.prompt = async () => { window.asked = (window.asked ?? 0) + 1; };
          dispatchEvent(offer);
          window.wasHeldBack = offer.defaultPrevented;
        }"""
    )
    button.click()
    expect(button).to_be_hidden()
    assert phone.evaluate("[window.asked, window.wasHeldBack]") == [1, True]
