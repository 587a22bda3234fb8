"""Patterns in the hand: another period by a tap, what is folded, on paper, and for eyes of every kind."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from diary.domain.days import diary_day
from diary.domain.demo import demo_diary
from tests.pages.diaries import write

# The dock stays over the lower edge; nothing here is about it.
SUMMARY = "#patterns-body > .lead"
ON_THIS_PAGE = "window.stillHere = true"
FOLDED = "() => [...document.querySelectorAll('#patterns-body details')].filter((fold) => !fold.open).length"
CUT = """() => [...document.querySelectorAll('.figure > .chart, figcaption, .link')]
  .filter((part) => getComputedStyle(part).breakInside !== 'avoid').map((part) => part.outerHTML.slice(0, 80))"""
# How each kind of night is drawn, without its colour.
NIGHTS = """() => ['night-cramp', 'night-clear', 'night-unknown'].map((kind) => {
  const { stroke, strokeWidth, strokeLinecap } = getComputedStyle(document.querySelector(`.${kind}`));
  return [stroke !== 'none', strokeWidth, strokeLinecap].join(' ');
})"""


@pytest.fixture(autouse=True)
def a_year(user):
    today = diary_day(timezone.now(), user.time_zone)
    write(user, demo_diary(seed=66, today=today, nights=400, time_zone=user.time_zone))


@pytest.fixture
def patterns(open_phone) -> Page:
    phone = open_phone()
    phone.goto("/patterns/")
    return phone


# --- Another period -------------------------------------------------------------------------------------------------


def test_a_tap_shows_another_period_and_its_address(phone):
    phone.goto("/patterns/")
    before = phone.locator(SUMMARY).inner_text()
    phone.get_by_role("link", name="1 year").click()
    expect(phone).to_have_url(re.compile(r"/patterns/\?period=year$"))
    expect(phone.get_by_role("link", name="1 year")).to_have_attribute("aria-current", "true")
    expect(phone.locator(SUMMARY)).not_to_have_text(before)
    phone.go_back()
    expect(phone.get_by_role("link", name="3 months")).to_have_attribute("aria-current", "true")
    expect(phone.locator(SUMMARY)).to_have_text(before)


def test_only_the_part_is_swapped_the_focus_stays_and_the_sentence_is_said(patterns):
    patterns.evaluate(ON_THIS_PAGE)
    patterns.get_by_role("link", name="4 weeks").focus()
    patterns.keyboard.press("Enter")
    expect(patterns.get_by_role("link", name="4 weeks")).to_have_attribute("aria-current", "true")
    expect(patterns.get_by_role("link", name="4 weeks")).to_be_focused()
    expect(patterns.get_by_role("status")).to_have_text(patterns.locator(SUMMARY).inner_text())
    assert patterns.evaluate("window.stillHere")
    assert patterns.title().startswith(patterns.get_by_role("heading", level=1).inner_text())


# --- What is folded -------------------------------------------------------------------------------------------------


def test_the_other_factors_and_every_ratio_are_one_tap_away(phone):
    phone.goto("/patterns/")
    fold = phone.locator(".others").first
    other = fold.get_by_role("heading", level=3).first
    expect(other).to_be_hidden()
    fold.locator("summary").first.click()
    expect(other).to_be_visible()
    ratio = phone.get_by_text("Ratio and interval for Alcohol")
    expect(phone.get_by_text(re.compile(r"^Odds ratio")).first).to_be_hidden()
    ratio.click()
    expect(phone.get_by_text(re.compile(r"^Odds ratio")).first).to_be_visible()


def test_the_numbers_lead_to_the_months_of_the_diary(phone):
    phone.goto("/patterns/")
    phone.get_by_text("The numbers for The year").click()
    month = phone.get_by_role("region", name="Numbers for The year").get_by_role("link").nth(1)
    name = month.inner_text()
    month.click()
    expect(phone.get_by_role("heading", name=name)).to_be_visible()


def test_the_links_under_the_summary_lead_down_the_page(phone):
    phone.goto("/patterns/")
    phone.get_by_role("link", name="what goes with it").click()
    expect(phone.get_by_role("heading", name="What goes with it")).to_be_in_viewport()


# --- For eyes of every kind -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark", "night"])
@pytest.mark.parametrize("width", [320, 390])
def test_nothing_is_wrong_with_the_page_with_all_its_folds_open(patterns, audit, theme, width):
    patterns.set_viewport_size({"width": width, "height": 844})
    patterns.evaluate(audit)
    assert patterns.evaluate("theme => audit.look(theme)", theme) == []


def test_words_twice_as_large_break_nothing(patterns, audit):
    patterns.evaluate(audit)
    patterns.evaluate("audit.look('dark')")
    assert patterns.evaluate("audit.enlarge()") == []


@pytest.mark.parametrize("colours", ["none", "active"])
def test_the_kinds_of_night_differ_by_more_than_their_colour(patterns, colours):
    patterns.emulate_media(forced_colors=colours)
    kinds = patterns.evaluate(NIGHTS)
    assert len(set(kinds)) == 3
    assert all(kind.startswith("true") for kind in kinds)


# --- On paper -------------------------------------------------------------------------------------------------------


def test_paper_shows_what_is_folded_and_nothing_that_can_only_be_tapped(patterns):
    assert patterns.evaluate(FOLDED) > 5
    expect(patterns.get_by_role("button", name="Print this page")).to_be_visible()
    patterns.emulate_media(media="print")
    expect(patterns.get_by_text(re.compile(r"^Odds ratio")).first).to_be_visible()
    expect(
        patterns.get_by_role("region", name="Numbers for The year").get_by_role("link").first
    ).to_be_visible()
    for gone in (".periods", ".dock", ".button", ".skip"):
        assert patterns.locator(f"{gone}:visible").count() == 0, gone


def test_no_picture_is_cut_across_two_pages(patterns):
    patterns.emulate_media(media="print")
    assert patterns.evaluate(CUT) == []
