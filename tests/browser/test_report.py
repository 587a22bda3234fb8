"""The report in a browser: page one is one page of paper, and the form needs no script."""

import re
from io import BytesIO

import pikepdf
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from diary.domain.days import diary_day
from diary.domain.demo import demo_diary
from tests.pages.diaries import write

ON_EVERY_PAGE = """() => {
  const { display, breakInside } = getComputedStyle(document.querySelector('.every-page'));
  return [display, breakInside];
}"""
CUT = """() => [...document.querySelectorAll('.report tr, .report .pictures, .report .reason')]
  .filter((part) => getComputedStyle(part).breakInside !== 'avoid').map((part) => part.outerHTML.slice(0, 80))"""


@pytest.fixture(autouse=True)
def a_year(user):
    today = diary_day(timezone.now(), user.time_zone)
    write(user, demo_diary(seed=62, today=today, nights=400, time_zone=user.time_zone))


@pytest.fixture
def report(open_phone) -> Page:
    phone = open_phone()
    phone.goto("/visit/report/?period=all")
    return phone


def pages_of(page: Page, paper: str) -> int:
    with pikepdf.open(BytesIO(page.pdf(format=paper))) as pdf:
        return len(pdf.pages)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_page_one_is_one_page_of_paper_and_the_details_begin_a_new_one(report, paper):
    assert pages_of(report, paper) > 2
    report.evaluate("document.querySelector('.details').remove()")
    assert pages_of(report, paper) == 1


def test_on_paper_the_line_about_the_period_is_repeated_and_nothing_is_cut(report):
    report.emulate_media(media="print")
    assert report.evaluate(ON_EVERY_PAGE) == ["table-header-group", "avoid"]
    assert report.evaluate(CUT) == []
    expect(report.get_by_text("Choose the nights")).to_be_hidden()


def test_another_period_is_picked_without_a_script(open_phone):
    page = open_phone(javascript=False)
    page.goto("/visit/")
    page.get_by_role("link", name="Report for your doctor").click()
    page.get_by_text("Choose the nights").click()
    page.get_by_label("4 weeks").check()
    page.get_by_label("Notes in your own words").check()
    page.get_by_role("button", name="Show this report").click()
    expect(page).to_have_url(re.compile(r"period=4-weeks.*sections=notes"))
    expect(page.locator(".every-page")).to_contain_text("Patient-reported, not verified.")


def test_own_dates_are_asked_for_only_when_they_count(report):
    report.get_by_text("Choose the nights").click()
    expect(report.get_by_label("From the night of")).to_be_hidden()
    report.get_by_label("Own dates").check()
    expect(report.get_by_label("From the night of")).to_be_visible()
