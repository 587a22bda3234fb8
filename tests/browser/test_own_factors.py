"""What a person follows, suspects and writes down: by thumb, by keyboard, without JavaScript, in every theme."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from diary.actions import answers, check_ins, events, factors
from diary.domain.days import diary_day
from tests.factories import EventFactory, OwnFactorFactory

EVENING_HOUR = 20
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


@pytest.fixture
def today(user):
    """The diary day, in a zone where it is some time in the evening: the check-in stands on Tonight."""
    offset = (EVENING_HOUR - timezone.now().hour + 12) % 24 - 12
    user.time_zone = f"Etc/GMT{-offset:+d}" if offset else "UTC"
    user.save()
    answers.say(user, {"factors.followed": []}, now=timezone.now())
    return diary_day(timezone.now(), user.time_zone)


def add(page: Page, name: str, kind: str, cut: str = "") -> None:
    page.goto("/settings/factors/")
    page.get_by_role("link", name="Add one of your own").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("radio", name=kind, exact=True).check()
    page.get_by_label("For a number: counts from … on").fill(cut)
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", name="What to follow", level=1)).to_be_visible()


def test_a_number_of_one_s_own_is_added_answered_on_tonight_and_retired(phone: Page, user, today):
    add(phone, "Steps", "A number", cut="8 000")
    phone.goto("/")
    card = phone.locator("#check-in-card")
    expect(card).to_contain_text("1 of 1 · Steps: how much, or how many?")
    phone.get_by_role("textbox", name="Steps: how much, or how many?").fill("1,200")
    card.get_by_role("button", name="Save Steps").click()
    expect(phone.get_by_text("This can be read as 1200 or as 1.20.")).to_be_visible()
    field = phone.get_by_role("textbox", name="Steps: how much, or how many?")
    expect(field).to_have_value("1,200")
    field.fill("8200")
    phone.get_by_role("button", name="Save Steps").click()
    expect(phone.get_by_text("That is all for today. Thank you.")).to_be_visible()
    (steps,) = user.own_factors.all()
    assert user.check_ins.get().factors == {steps.id: 8200}
    phone.goto("/settings/factors/")
    phone.get_by_role("link", name="Steps").click()
    phone.get_by_role("button", name="Stop following it").click()
    expect(phone.get_by_role("heading", name="No longer followed")).to_be_visible()
    phone.goto(f"/check-ins/{today}/")
    expect(phone.get_by_text("Noted: 8,200")).to_be_visible()
    phone.goto(f"/check-ins/{today - timedelta(days=1)}/")
    expect(phone.get_by_text("You follow nothing at present.")).to_be_visible()


def test_the_next_question_has_the_focus_after_a_number_and_a_refused_one_keeps_it(open_phone, user, today):
    for own_id, name, cut in (("own-1", "Steps", 8000), ("own-2", "Late shift", None)):
        OwnFactorFactory(owner=user, id=own_id, name=name, cut=cut)
    phone = open_phone()
    phone.goto(f"/check-ins/{today}/")
    field = phone.get_by_role("textbox", name="Steps: how much, or how many?")
    field.fill("many")
    phone.keyboard.press("Enter")
    expect(phone.get_by_text("Please write only a number, such as 8200 or 7.5.")).to_be_visible()
    expect(field).to_be_focused()
    expect(field).to_have_value("many")
    field.fill("8200")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name="Late shift?")).to_be_focused()
    phone.keyboard.press("Tab")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Space")
    expect(phone.get_by_role("heading", name="The night")).to_be_focused()
    assert user.check_ins.get().factors == {"own-1": 8200, "own-2": "yes"}


def test_a_suspect_is_marked_and_an_event_written_down_and_taken_off(phone: Page, user, today):
    OwnFactorFactory(owner=user, id="own-1", name="Late shift")
    phone.goto("/settings/factors/")
    phone.get_by_role("link", name="Mark what you suspect").click()
    phone.get_by_role("checkbox", name="Late shift").check()
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_text("Marked: Late shift")).to_be_visible()
    phone.goto("/settings/events/")
    phone.get_by_label("Name").fill("New shoes")
    phone.get_by_label("Date").fill("2026-01-05")
    phone.get_by_role("button", name="Add to the list").click()
    phone.get_by_role("link", name="New shoes").click()
    phone.get_by_role("button", name="Take off the list").click()
    expect(phone.get_by_text("None on your list yet.")).to_be_visible()
    phone.get_by_role("button", name="Undo").click()
    expect(phone.get_by_role("link", name="New shoes")).to_be_visible()


# --- Every look --------------------------------------------------------------------------------------------------


@pytest.fixture
def full(user, today) -> tuple[str, ...]:
    """The addresses of a person who uses all of it, with words that are too long for a phone."""
    now = timezone.now()
    OwnFactorFactory(owner=user, id="own-late", name="Late shift")
    OwnFactorFactory(owner=user, id="own-long", name=LONG, cut=7.5, is_on_purpose=True)
    OwnFactorFactory(owner=user, id="own-old", name=f"{LONG} before", retired_on=today)
    check_ins.answer(user, today - timedelta(days=1), factor="own-late", value="yes", now=now)
    factors.suspect(user, ticked=["own-late"], seen=(), now=now)
    event = EventFactory(owner=user, name=LONG)
    events.discard(user, EventFactory(owner=user, name=LONG).id, now=now)
    return (
        "/settings/",
        "/settings/factors/",
        "/settings/factors/add/",
        "/settings/factors/own-late/",
        "/settings/factors/own-long/",
        "/settings/factors/own-old/",
        "/settings/factors/suspects/",
        "/settings/events/",
        f"/settings/events/{event.id}/",
        "/diary/bin/",
        f"/check-ins/{today}/",
        f"/check-ins/{today - timedelta(days=1)}/",
        f"/diary/nights/{today - timedelta(days=1)}/",
        "/",
    )


def fits(page: Page) -> bool:
    return page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize(("theme", "width"), [("light", 320), ("dark", 390), ("night", 390), ("dark", 1280)])
def test_axe_finds_nothing_and_nothing_overflows(
    open_phone, axe_finds_nothing: Callable[[Page], None], user, full, theme, width
):
    user.theme = theme
    user.save()
    # So high that the places at the lower edge cover nothing: axe takes what lies under them for too small.
    phone = open_phone(viewport={"width": width, "height": 4000})
    for address in full:
        phone.goto(address)
        axe_finds_nothing(phone)
        assert fits(phone), address


def test_large_text_breaks_nothing(open_phone, full):
    phone = open_phone()
    for address in full:
        phone.goto(address)
        phone.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
        assert fits(phone), address


@pytest.mark.parametrize(
    ("address", "button"),
    [("/settings/factors/add/", "Add"), ("/settings/events/", "Add to the list")],
)
def test_a_form_with_its_mistakes_has_no_fault(open_phone, axe_finds_nothing, user, today, address, button):
    phone = open_phone(viewport={"width": 320, "height": 4000})
    phone.goto(address)
    phone.get_by_role("button", name=button).click()
    expect(phone.get_by_role("heading", name="Not saved yet. Please look at this again.")).to_have_count(1)
    axe_finds_nothing(phone)
    assert fits(phone)


def test_what_is_tapped_is_large_enough(open_phone, full):
    phone = open_phone()
    small = """() => [...document.querySelectorAll("main :is(button, .button, .chip, .check, .row-link, summary)")]
        .map((e) => [e.textContent.trim(), e.getBoundingClientRect()])
        .filter(([_, box]) => box.width && (box.width < 44 || box.height < 48))
        .map(([text, box]) => `${text}: ${box.width} x ${box.height}`)"""
    for address in full:
        phone.goto(address)
        assert phone.evaluate(small) == [], address
