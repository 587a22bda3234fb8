"""The search in the hand: instant where scripts run, one tap where they do not, and red flags in both."""

import re

from playwright.sync_api import Page, expect

FIELD, SHOES = "Search all guidance", "Shoes, feet and toe cramps"


def with_scripts(page: Page) -> bool:
    return bool(page.evaluate("() => Boolean(window.htmx)"))


def look_for(page: Page, words: str) -> None:
    """Type the words; without scripts somebody has to send them."""
    page.get_by_label(FIELD).fill(words)
    if not with_scripts(page):
        page.get_by_role("button", name="Search").click()


def test_what_is_typed_on_the_guidance_screen_leads_to_the_article(phone):
    phone.goto("/guidance/")
    look_for(phone, "my toes curl")
    results = phone.locator("#search-results")
    expect(results.get_by_role("link", name=SHOES)).to_be_visible()
    results.get_by_role("link", name=SHOES).click()
    expect(phone).to_have_title("Shoes, feet and toe cramps · Cramp Diary")


def test_a_sign_that_must_not_wait_stands_above_the_results(phone):
    phone.goto("/guidance/search/")
    look_for(phone, "chest pain")
    sign = phone.get_by_text("Short of breath, chest pain")
    expect(sign).to_be_in_viewport()
    assert sign.bounding_box()["y"] < phone.get_by_role("heading", name="To read").bounding_box()["y"]


def test_the_address_of_a_search_brings_it_back(phone):
    phone.goto("/guidance/search/")
    look_for(phone, "baclofen")
    expect(phone.get_by_text("it is dangerous to stop it suddenly")).to_be_visible()
    expect(phone).to_have_url(re.compile(r"/guidance/search/\?q=baclofen$"))
    phone.reload()
    expect(phone.get_by_label(FIELD)).to_have_value("baclofen")
    expect(phone.get_by_text("it is dangerous to stop it suddenly")).to_be_visible()


def test_the_list_of_remedies_narrows_by_kind(phone):
    phone.goto("/guidance/does-it-help/")
    phone.get_by_label("Kind").select_option("Folk remedies")
    if not with_scripts(phone):
        phone.get_by_role("button", name="Show").click()
    expect(phone.get_by_role("heading", name="Turpentine")).to_be_visible()
    expect(phone.get_by_role("heading", name="Baclofen")).to_have_count(0)
    expect(phone.get_by_role("status").filter(has_text="remedies")).to_have_text(
        re.compile(r"^\d+ of \d+ remedies$")
    )
