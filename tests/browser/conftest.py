"""A phone in the hand: a real Chromium against a real server, signed in, with JavaScript and without."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.models import User
from tests.factories import UserFactory
from tests.server import Server, running_server


def pytest_collection_modifyitems(items):
    """Everything in this folder drives a browser."""
    for item in items:
        if "/tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """Keep SQLite in a file, as people have it: in memory threads share one cache, and a read fails beside a write."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture
def user(transactional_db) -> User:
    """The person whose phone it is; the night theme does not switch on by the clock of the test."""
    return UserFactory(night_theme_at_night=False)


@pytest.fixture
def open_phone(browser: Browser, live_server, user, browser_context_args) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a signed-in phone, in the person's time zone unless told otherwise.

    What the phone's console complains about fails the test.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(*, javascript: bool = True, person: User | None = None, **context_args) -> Page:
        owner = person or user
        ours = {
            "base_url": live_server.url,
            "java_script_enabled": javascript,
            "timezone_id": owner.time_zone,
        }
        context = browser.new_context(**browser_context_args | ours | context_args)
        contexts.append(context)
        signed_in = Client()
        signed_in.force_login(owner)
        context.add_cookies(
            [
                {"name": name, "value": cookie.value, "url": live_server.url}
                for name, cookie in signed_in.cookies.items()
            ]
        )
        page = context.new_page()
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        context.close()
    # Answers of 4xx are shown by Chromium as errors too; the tests ask for some of them on purpose.
    assert [text for text in complaints if "Failed to load resource" not in text] == []


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def phone(request, open_phone) -> Page:
    """A signed-in phone, once with JavaScript and once without."""
    return open_phone(javascript=request.param)


@pytest.fixture(scope="session")
def audit() -> str:
    """The script that finds faults: once evaluated, a page has `audit`."""
    return Axe().axe_script + Path(__file__).with_name("audit.js").read_text()


@pytest.fixture
def axe_finds_nothing(audit) -> Callable[[Page], None]:
    """Return a function that asserts that axe finds no fault on the page as it is."""

    def check(page: Page) -> None:
        page.evaluate(audit)
        assert page.evaluate("audit.axeFaults()") == []

    return check


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[Server]:
    """The site as it is served in earnest, with a demo diary of 60 nights."""
    with running_server(tmp_path_factory.mktemp("served"), nights=60) as served:
        yield served


@pytest.fixture(scope="session")
def new_context(browser: Browser, server: Server) -> Iterator[Callable[[], BrowserContext]]:
    """Return a function that gives a phone of its own, which has never been to `server`."""
    contexts: list[BrowserContext] = []

    def new() -> BrowserContext:
        size = {"width": 390, "height": 844}
        context = browser.new_context(
            base_url=server.url,
            viewport=size,
            locale="en-GB",
            reduced_motion="reduce",
            service_workers="block",
        )
        contexts.append(context)
        return context

    yield new
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def demo_phone(new_context) -> BrowserContext:
    """A phone on which the demo person is signed in."""
    context = new_context()
    page = context.new_page()
    page.goto("/")
    page.get_by_role("button", name="Try the demo").click()
    expect(page).to_have_title("Tonight · Cramp Diary")
    page.close()
    return context
