"""Every screen at every width and in every theme: nothing that axe finds, nothing too small, too wide or too bright."""

import base64
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.factories import PASSWORD
from tests.server import Server, zone_where_it_is

# Every width and every theme once: the colours that meet are the same at every width (tests/house/test_tokens.py).
LOOKS = {320: "light", 390: "dark", 1280: "night"}
PHONE = {"width": 390, "height": 844}
NEW_PERSON = "new@example.org"


class Screen(NamedTuple):
    """How its title begins, where it is, at which hour it is looked at, and the button that is pressed first."""

    title: str
    address: str
    hour: int = 9
    press: str = ""


OF_THE_DEMO_PERSON = (
    Screen("Tonight", "/", hour=8),
    Screen("Tonight", "/", hour=20),
    Screen("Now", "/now/", hour=3),
    Screen("An earlier cramp", "/episodes/add/"),
    Screen("An earlier cramp", "/episodes/add/", press="Save"),
    Screen("Edit this cramp", "/episodes/{episode}/"),
    Screen("Finish this cramp", "/episodes/{draft}/"),
    Screen("To finish", "/episodes/to-finish/"),
    Screen("Check-in, ", "/check-ins/{cramped}/"),
    Screen("Check-in, ", "/check-ins/{clear}/"),
    Screen("Diary, ", "/diary/"),
    Screen("Diary, ", "/diary/{month}/"),
    Screen("Diary", "/diary/?muscle=calf"),
    Screen("Diary", "/diary/?severity_from=7&severity_to=3&muscle=wing"),
    Screen("Night of ", "/diary/nights/{clear}/"),
    Screen("Night of ", "/diary/nights/{cramped}/"),
    Screen("Night of ", "/diary/nights/{cramped}/", press="Delete"),
    Screen("Bin", "/diary/bin/"),
    Screen("Patterns", "/patterns/"),
    Screen("Patterns", "/patterns/?period=4-weeks"),
    Screen("Patterns", "/patterns/?period=year"),
    Screen("Patterns", "/patterns/?period=all"),
    Screen("Take your diary along", "/transfer/"),
    Screen("Take your diary along", "/transfer/?chosen=1&period=own&first=2999-01-01"),
    Screen("Your calendar address", "/transfer/", press="Make an address"),
    Screen("Guidance", "/guidance/"),
    Screen("What is a muscle cramp?", "/guidance/what-is-a-cramp/"),
    Screen("First aid for a cramp", "/guidance/first-aid/"),
    Screen("Front of the thigh, first aid", "/guidance/first-aid/F04/"),
    Screen("Does it help?", "/guidance/does-it-help/?kind=folk"),
    Screen("Search", "/guidance/search/"),
    Screen("one leg swollen · Search", "/guidance/search/?q=one+leg+swollen"),
    Screen("xyzzy · Search", "/guidance/search/?q=xyzzy"),
    Screen("Browse", "/guidance/browse/?muscle=toes"),
    Screen("Words", "/guidance/words/"),
    Screen("Visit", "/visit/"),
    Screen("Report on muscle cramps", "/visit/report/?period=all"),
    Screen("Report for your doctor", "/visit/report/?period=own"),
    Screen("I am worried", "/worried/"),
    Screen("When to get help now", "/help-now/"),
    Screen("Your country", "/country/"),
    Screen("Settings", "/settings/"),
    Screen("Profile", "/settings/profile/"),
    Screen("Medicines", "/settings/medicines/"),
    Screen("Medicines", "/settings/medicines/", press="Add"),
    Screen("Indapamide", "/settings/medicines/{medicine}/"),
    Screen("What to follow", "/settings/factors/"),
    Screen("Add one of your own", "/settings/factors/add/"),
    Screen("Add one of your own", "/settings/factors/add/", press="Add"),
    Screen("What you suspect", "/settings/factors/suspects/"),
    Screen("What changed", "/settings/events/"),
    Screen("What changed", "/settings/events/", press="Add"),
    Screen("Email Address", "/accounts/email/"),
    Screen("Change Password", "/accounts/password/change/"),
    Screen("Sign out", "/accounts/logout/"),
    Screen("This page is not here", "/nothing-here/"),
)
OF_A_NEW_PERSON = (
    Screen("Tonight", "/"),
    Screen("To finish", "/episodes/to-finish/"),
    Screen("Diary", "/diary/"),
    Screen("Bin", "/diary/bin/"),
    Screen("Patterns", "/patterns/"),
    Screen("Guidance", "/guidance/"),
    Screen("Visit", "/visit/"),
    Screen("Medicines", "/settings/medicines/"),
)
OF_A_STRANGER = (
    Screen("Welcome", "/"),
    Screen("Sign in", "/accounts/login/"),
    Screen("Sign in", "/accounts/login/", press="Sign in"),
    Screen("Make an account", "/accounts/signup/"),
    Screen("Make an account", "/accounts/signup/", press="Make an account"),
    Screen("A new password", "/accounts/password/reset/"),
    Screen("Guidance", "/guidance/"),
    Screen("First aid for a cramp", "/guidance/first-aid/"),
    Screen("Calf, first aid", "/guidance/first-aid/F01/"),
    Screen("Calf, first aid", "/guidance/first-aid/F01/#yes-emergency"),
    Screen("Back of the thigh, first aid", "/guidance/first-aid/F03/#step-4", press="Hold 30 seconds"),
    Screen("On your home screen", "/install/"),
    Screen("No network", "/offline/"),
    Screen("When to get help now", "/help-now/"),
)


def name_of(screen: Screen) -> str:
    return " ".join(str(part) for part in (screen.address, screen.hour, screen.press) if part)


# --- Who looks ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def new_persons_phone(new_context) -> BrowserContext:
    context = new_context()
    page = context.new_page()
    page.goto("/accounts/signup/")
    page.get_by_label("Email").fill(NEW_PERSON)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make an account").click()
    expect(page).to_have_title("Tonight · Cramp Diary")
    page.close()
    return context


@pytest.fixture(scope="module")
def strangers_phone(new_context) -> BrowserContext:
    return new_context()


@pytest.fixture(scope="module")
def places(server: Server, demo_phone) -> dict[str, object]:
    """What stands for the braces in an address."""
    cramped = server.ask("SELECT max(day) FROM diary_episode WHERE progress = 'complete'")[0]
    return {
        "cramped": cramped,
        "clear": server.ask("SELECT max(day) FROM diary_checkin WHERE clear")[0],
        "month": f"{date.fromisoformat(cramped).replace(day=1) - timedelta(days=1):%Y/%m}",
        "episode": UUID(
            server.ask("SELECT id FROM diary_episode WHERE progress = 'complete' ORDER BY day")[0]
        ),
        "draft": UUID(server.ask("SELECT id FROM diary_episode WHERE progress = 'draft'")[0]),
        "medicine": UUID(server.ask("SELECT id FROM diary_medicine")[0]),
    }


# --- What may be said against a page -----------------------------------------------------------------------------


@pytest.fixture
def faults_of(audit) -> Callable[[Page], list[str]]:
    """Return a function that lists all that is wrong with a page, at every width, in every theme."""

    def look(page: Page) -> list[str]:
        page.evaluate(audit)
        faults = []
        for width, theme in LOOKS.items():
            page.set_viewport_size({**PHONE, "width": width})
            faults += [
                f"{width} {theme}: {fault}" for fault in page.evaluate("theme => audit.look(theme)", theme)
            ]
        page.set_viewport_size(PHONE)
        faults += [f"large text: {fault}" for fault in page.evaluate("audit.enlarge()")]
        light = page.evaluate("png => audit.light(png)", base64.b64encode(page.screenshot()).decode())
        if light["mean"] > 0.05 or light["bright"] > 0.05:
            faults.append(f"too bright at night: {light}")
        return faults

    return look


# Answers of 4xx are counted by themselves; the worker is kept out of these tests (conftest.py).
OF_THE_TOOLS = ("Failed to load resource", "Service Worker registration blocked")


class Watch:
    """Notes what the browser complains about while a page is open."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("response", self._response)

    def _console(self, message) -> None:
        ours = not any(text in message.text for text in OF_THE_TOOLS)
        if message.type in {"error", "warning"} and ours:
            self.complaints.append(message.text)

    def _response(self, response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.complaints.append(f"{response.status} {response.url}")


def check(context: BrowserContext, screen: Screen, address: str, faults_of) -> None:
    page = context.new_page()
    watch = Watch(page)
    page.goto(address)
    if screen.press:
        page.get_by_role("button", name=screen.press).first.click()
    title = page.title()
    assert title.startswith(screen.title)
    assert title.endswith(" · Cramp Diary")
    assert faults_of(page) == []
    assert watch.complaints == []
    page.close()


@pytest.mark.parametrize("screen", OF_THE_DEMO_PERSON, ids=name_of)
def test_a_screen_has_no_fault(screen, server, demo_phone, places, faults_of):
    server.set_demo_person(time_zone=zone_where_it_is(screen.hour), theme="system")
    check(demo_phone, screen, screen.address.format(**places), faults_of)


@pytest.mark.parametrize("screen", OF_A_NEW_PERSON, ids=name_of)
def test_a_screen_of_an_empty_diary_has_no_fault(screen, new_persons_phone, faults_of):
    check(new_persons_phone, screen, screen.address, faults_of)


@pytest.mark.parametrize("screen", OF_A_STRANGER, ids=name_of)
def test_a_screen_without_an_account_has_no_fault(screen, strangers_phone, faults_of):
    check(strangers_phone, screen, screen.address, faults_of)


def test_no_screen_of_a_night_with_a_cramp_has_a_fault(new_persons_phone, faults_of):
    page = new_persons_phone.new_page()
    watch = Watch(page)
    page.goto("/")
    for button, heading in (
        ("I have a cramp", "Where is it?"),
        ("Left calf", "Left calf cramp"),
        ("One leg swollen", "Left calf cramp"),
        ("That was a slip", "Left calf cramp"),
        ("It’s gone", "How bad was the worst of it?"),
        ("Skip", "Saved. The rest can wait until morning."),
    ):
        page.get_by_role("button", name=button).first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
        assert faults_of(page) == [], heading
    page.get_by_role("button", name="It was not a cramp").click()
    expect(page).to_have_title("Tonight · Cramp Diary")
    assert watch.complaints == []
    page.close()


def test_no_page_that_keeps_a_form_has_a_fault(new_context, new_persons_phone, faults_of):
    page = new_context().new_page()
    sign_in(page, "/settings/profile/")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save the profile").click()
    sign_in(page)
    expect(page.get_by_role("button", name="Save it now")).to_be_visible()
    assert faults_of(page) == []
    page.goto("/settings/profile/")
    page.context.clear_cookies(name="csrftoken")
    page.get_by_role("button", name="Save the profile").click()
    expect(page.get_by_role("button", name="Save again")).to_be_visible()
    assert faults_of(page) == []


def sign_in(page: Page, address: str = "") -> None:
    if address:
        page.goto(address)
    page.get_by_label("Email").fill(NEW_PERSON)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


# --- Other ways to see -------------------------------------------------------------------------------------------

LOOK_OF_MARKS = """(selector) => [...document.querySelectorAll(selector)].map((mark) =>
    [mark.dataset.outcome, mark.textContent.trim(), mark.childElementCount, getComputedStyle(mark).borderTopStyle])"""
BACKGROUNDS = """(selector) => [...document.querySelectorAll(selector)].map((part) =>
    getComputedStyle(part).backgroundColor)"""


def test_what_is_chosen_and_how_a_night_was_is_seen_in_forced_colours(demo_phone, places):
    page = demo_phone.new_page()
    page.emulate_media(forced_colors="active")
    page.goto("/diary/")
    kinds = page.evaluate(LOOK_OF_MARKS, ".month-key .mark")
    assert len(kinds) == len({tuple(look) for _, *look in kinds}) == 3
    page.goto(f"/check-ins/{places['cramped']}/")
    chosen, *_ = page.evaluate(BACKGROUNDS, "[aria-pressed=true] .chip-face")
    assert chosen not in page.evaluate(BACKGROUNDS, "[aria-pressed=false] .chip-face")
    page.goto("/patterns/")
    (here,) = page.evaluate(BACKGROUNDS, ".places a[aria-current]")
    assert here not in page.evaluate(BACKGROUNDS, ".places a:not([aria-current])")
    page.close()


def test_more_contrast_gives_thicker_lines(demo_phone):
    page = demo_phone.new_page()
    page.goto("/settings/")
    line = page.locator(".card").first
    expect(line).to_have_css("border-top-width", "1px")
    page.emulate_media(contrast="more")
    expect(line).to_have_css("border-top-width", "2px")
    page.close()
