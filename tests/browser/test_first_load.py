"""What the first visit costs on a slow line, and how many taps the diary asks for at night and in the morning."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.server import zone_where_it_is

MOST_BYTES = 60_000
MOST_REQUESTS = 8


# --- The first visit ---------------------------------------------------------------------------------------------


class Line:
    """Counts what comes over the line: every answer with its headers, as it was compressed."""

    def __init__(self, page: Page) -> None:
        self.urls: list[str] = []
        self.bytes = 0
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", lambda sent: self.urls.append(sent["request"]["url"]))
        session.on("Network.loadingFinished", self._loaded)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def _loaded(self, finished: dict[str, float]) -> None:
        self.bytes += int(finished["encodedDataLength"])


@pytest.mark.parametrize("hour", [3, 8, 20])
def test_tonight_comes_whole_in_60_kilobytes_and_8_requests_from_one_place(demo_phone, server, hour):
    server.set_demo_person(time_zone=zone_where_it_is(hour), theme="system")
    page = demo_phone.new_page()
    line = Line(page)
    page.goto("/", wait_until="networkidle")
    page.close()
    assert line.bytes <= MOST_BYTES
    assert len(line.urls) <= MOST_REQUESTS
    assert {urlsplit(url).netloc for url in line.urls} == {urlsplit(server.url).netloc}


def test_now_is_dark_before_anything_but_the_page_itself_has_come(demo_phone):
    page = demo_phone.new_page()
    page.route(re.compile("/static/"), lambda route: route.abort())
    page.goto("/now/")
    assert page.locator("html").get_attribute("data-theme") == "night"
    assert page.locator("meta[name=color-scheme]").get_attribute("content") == "dark"
    assert page.locator("meta[name=theme-color]").get_attribute("content") == "#000000"
    page.close()


# --- Taps --------------------------------------------------------------------------------------------------------


class Thumb:
    """Taps, and counts its taps."""

    def __init__(self) -> None:
        self.taps = 0

    def tap(self, place: Locator) -> None:
        self.taps += 1
        place.tap()


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def phone(request, open_phone) -> Page:
    return open_phone(javascript=request.param, has_touch=True)


def be_in(user, hour: int) -> None:
    user.time_zone = zone_where_it_is(hour)
    user.save()


def test_one_tap_saves_a_cramp_and_a_second_shows_how_to_ease_it(phone, user):
    thumb = Thumb()
    phone.goto("/")
    thumb.tap(phone.get_by_role("button", name="I have a cramp"))
    expect(phone.get_by_role("heading", name="Where is it?")).to_be_visible()
    assert (thumb.taps, user.episodes.count()) == (1, 1)
    thumb.tap(phone.get_by_role("button", name="Left calf").first)
    expect(phone.get_by_text("Straighten your knee.")).to_be_visible()
    assert thumb.taps == 2


def test_a_morning_without_cramps_is_one_tap(phone, user):
    be_in(user, 8)
    thumb = Thumb()
    phone.goto("/")
    thumb.tap(phone.get_by_role("button", name="No cramps last night"))
    expect(phone.get_by_role("heading", name="Any cramps last night?")).to_have_count(0)
    assert (thumb.taps, user.check_ins.get().clear) == (1, True)


def test_a_check_in_is_one_tap_a_question(phone, user):
    be_in(user, 20)
    thumb = Thumb()
    phone.goto("/")
    while (chips := phone.locator("#check-in-card [name=value]")).count():
        question = phone.locator("#check-in-question").inner_text()
        thumb.tap(chips.first)
        expect(phone.get_by_text(question, exact=True)).to_have_count(0)
    assert thumb.taps == len(user.check_ins.get().factors) == 4


def test_tonight_that_is_brought_back_after_a_tap_writes_a_new_cramp(open_phone):
    page = open_phone()
    page.goto("/")
    sent = page.locator("form.begin input[name=id]")
    button = page.get_by_role("button", name="I have a cramp")
    seen = [sent.input_value()]
    page.goto("/diary/")
    page.go_back()
    seen.append(sent.input_value())
    page.route("**/now/", lambda route: route.fulfill(status=204))  # the tap is sent, and the page stays
    button.click()
    with page.expect_navigation():
        page.evaluate("() => { dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })) }")
    expect(button).to_be_visible()
    seen.append(sent.input_value())
    assert len(set(seen)) == 3
