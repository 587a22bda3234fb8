"""Whom to call, on a phone that never said where it is: the number of its browser's region, until somebody chooses."""

import re

import pytest
from playwright.sync_api import Page, expect

THUMB, THUMB_AT_NIGHT = 48, 64


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def visitor(request, browser, live_server) -> Page:
    """A phone from the United States without an account."""
    context = browser.new_context(
        base_url=live_server.url,
        locale="en-US",
        java_script_enabled=request.param,
        viewport={"width": 390, "height": 844},
    )
    yield context.new_page()
    context.close()


def call(page: Page, number: str):
    return page.locator(f'a[href="tel:{number}"]').first


def test_a_browser_from_the_united_states_shows_911_and_says_that_it_guesses(visitor):
    visitor.goto("/help-now/")
    expect(visitor.get_by_role("heading", name="Call 911 now")).to_be_visible()
    expect(call(visitor, "911")).to_be_in_viewport()
    assert call(visitor, "911").bounding_box()["height"] >= THUMB
    expect(visitor.get_by_text("Numbers for the United States: a guess").first).to_be_in_viewport()
    expect(visitor.locator('a[href="tel:999"]')).to_have_count(0)


def test_who_is_somewhere_else_chooses_once_and_comes_back(visitor):
    visitor.goto("/guidance/bedtime-stretch/")
    visitor.get_by_role("link", name="Not there? Change it").first.click()
    visitor.get_by_label("Country").select_option(label="Ireland")
    visitor.get_by_role("button", name="Show its numbers").click()
    expect(visitor).to_have_url("/guidance/bedtime-stretch/")
    expect(visitor.get_by_text("Call 112 or 999 now")).to_be_visible()
    visitor.goto("/help-now/")
    expect(visitor.get_by_text("Numbers for Ireland.").first).to_be_visible()


def test_an_emergency_on_now_gives_the_local_number_to_the_thumb(phone, user):
    user.country = "NZ"
    user.save()
    phone.goto("/now/")
    phone.get_by_role("button", name="I have a cramp").click()
    phone.get_by_role("button", name=re.compile("Chest pain, breathless")).click()
    expect(phone.get_by_text("Call 111 now.")).to_be_visible()
    expect(call(phone, "111")).to_be_in_viewport()
    assert call(phone, "111").bounding_box()["height"] >= THUMB_AT_NIGHT


def test_settings_keep_the_country(phone, user):
    phone.goto("/settings/")
    phone.get_by_role("combobox", name="Country").select_option(label="Norway")
    phone.get_by_role("button", name="Save settings").click()
    expect(phone.get_by_role("combobox", name="Country")).to_have_value("NO")
    user.refresh_from_db()
    assert (user.country, user.country_is_guess) == ("NO", False)
