"""The diary and the check-in in the hand: by thumb, by keyboard, with JavaScript and without, in every theme."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from diary.actions import check_ins, episodes
from diary.domain.days import diary_day, first_instant_of
from diary.domain.entries import Place
from diary.domain.history import Month
from diary.domain.vocabulary import Muscle, Side

# In this zone it is some time in the evening: the day can be told, and its night is still to come.
EVENING_HOUR = 20
ANSWERS = ("Less than usual", "Moderate", "4 to 8 hours", "1 to 2 drinks")


@pytest.fixture
def evening(user) -> str:
    offset = (EVENING_HOUR - timezone.now().hour + 12) % 24 - 12
    user.time_zone = f"Etc/GMT{-offset:+d}" if offset else "UTC"
    user.save()
    return user.time_zone


@pytest.fixture
def today(user, evening):
    return diary_day(timezone.now(), evening)


def a_cramp(user, day, **details):
    started_at = first_instant_of(day, user.time_zone) + timedelta(hours=15)
    details |= {"places": episodes.places_as_json((Place(Muscle.CALF, Side.LEFT),))}
    return episodes.record(user, id=uuid4(), started_at=started_at, time_zone=user.time_zone, details=details)


@pytest.fixture
def full_diary(user, today):
    """Cramps on three nights, two clear ones, one check-in, one episode in the bin."""
    now = timezone.now()
    for back, count in ((1, 1), (2, 2), (3, 5)):
        a_cramp(
            user,
            today - timedelta(days=back),
            severity=6,
            hard_minutes=4,
            count=count,
            note="After the garden",
        )
    for back in (4, 5):
        check_ins.mark_night(user, today - timedelta(days=back), clear=True, now=now)
    yesterday = today - timedelta(days=1)
    for factor, value in (("fluids", "usual"), ("activity", "hard"), ("sitting", None), ("alcohol", "1-2")):
        check_ins.answer(user, yesterday, factor=factor, value=value, now=now)
    episodes.discard(user, a_cramp(user, today - timedelta(days=6)).id, now=now)


def fits(page: Page) -> bool:
    return page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")


# --- The check-in ------------------------------------------------------------------------------------------------


def test_every_next_question_is_in_the_hand_after_one_tap(open_phone, user, today):
    phone = open_phone(has_touch=True)
    phone.goto(f"/check-ins/{today}/")
    for number, answer in enumerate(ANSWERS, start=1):
        button = phone.get_by_role("button", name=answer)
        if number > 1:
            expect(button).to_be_in_viewport(ratio=1)
        button.tap()
        expect(phone.get_by_text(f"{number} of 4")).to_have_count(1)
    expect(phone.get_by_text("That is all for today. Thank you.")).to_be_visible()
    assert user.check_ins.get().factors == {
        "fluids": "less", "activity": "moderate", "sitting": "4-8", "alcohol": "1-2",
    }  # fmt: skip


def test_the_check_in_needs_no_mouse(open_phone, user, today):
    phone = open_phone()
    phone.goto(f"/check-ins/{today}/")
    phone.get_by_role("button", name="Less than usual").focus()
    phone.keyboard.press("Enter")
    for question in ("How hard was your activity?", "How long did you sit, all together?", "Any alcohol?"):
        expect(phone.get_by_role("heading", name=question)).to_be_focused()
        phone.keyboard.press("Tab")
        phone.keyboard.press("Space")
    expect(phone.get_by_role("heading", name="The night")).to_be_focused()
    assert user.check_ins.get().factors == {
        "fluids": "less",
        "activity": "none",
        "sitting": "under-4",
        "alcohol": "0",
    }


def test_a_question_can_be_skipped_and_an_answer_taken_back(phone: Page, user, today):
    phone.goto(f"/check-ins/{today}/")
    phone.get_by_role("button", name="Skip alcohol").click()
    expect(phone.get_by_role("button", name="Skipped. Take back alcohol")).to_be_visible()
    assert user.check_ins.get().factors == {"alcohol": None}
    phone.get_by_role("button", name="Take back alcohol").click()
    expect(phone.get_by_role("button", name="Skip alcohol")).to_be_visible()
    assert user.check_ins.get().factors == {}


def test_the_same_as_yesterday_is_one_tap_and_can_be_undone(phone: Page, user, full_diary, today):
    phone.goto(f"/check-ins/{today}/")
    expect(
        phone.get_by_text("Drinking: usual · Hard activity: hard · Alcohol: 1 to 2 drinks")
    ).to_be_visible()
    phone.get_by_role("button", name="Same as yesterday").click()
    expect(phone.get_by_text("3 of 4")).to_be_visible()
    phone.get_by_role("button", name="Undo").click()
    expect(phone.get_by_text("0 of 4")).to_be_visible()
    assert user.check_ins.get(day=today).factors == {}


def test_the_night_is_told_in_one_tap(phone: Page, user, today):
    yesterday = today - timedelta(days=1)
    phone.goto(f"/check-ins/{yesterday}/")
    phone.get_by_role("button", name="No cramps").click()
    expect(phone.get_by_role("button", name="No cramps", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    assert user.check_ins.get(day=yesterday).clear is True
    phone.get_by_role("button", name="Take back “no cramps”").click()
    expect(phone.get_by_role("button", name="No cramps", exact=True)).to_have_attribute(
        "aria-pressed", "false"
    )


def test_disturbed_sleep_is_told_in_one_tap(phone: Page, user, full_diary, today):
    yesterday = today - timedelta(days=1)
    phone.goto(f"/check-ins/{yesterday}/")
    phone.get_by_role("button", name="8 of 10").click()
    expect(phone.get_by_role("button", name="8 of 10")).to_have_attribute("aria-pressed", "true")
    assert user.check_ins.get(day=yesterday).sleep_disturbance == 8


def test_the_card_on_tonight_asks_one_question_after_the_other(phone: Page, user, today):
    phone.goto("/")
    for answer in ANSWERS:
        phone.locator("#check-in-card").get_by_role("button", name=answer, exact=True).click()
    expect(phone.get_by_role("heading", name="Tonight")).to_be_visible()
    expect(phone.get_by_role("button", name="Skip")).to_have_count(0)
    assert len(user.check_ins.get(day=today).factors) == 4


# --- The diary ---------------------------------------------------------------------------------------------------


def test_months_are_turned_and_the_way_back_works(phone: Page, full_diary, today):
    month = Month.of(today)
    phone.goto("/diary/")
    phone.get_by_role("link", name=f"{month.previous.first:%B %Y}").first.click()
    expect(phone.get_by_role("heading", name=f"{month.previous.first:%B %Y}")).to_be_visible()
    expect(phone).to_have_url(re.compile(f"/diary/{month.previous.first:%Y/%m}/$"))
    expect(phone).to_have_title(f"Diary, {month.previous.first:%B %Y} · Cramp Diary")
    phone.go_back()
    expect(phone.get_by_role("heading", name=f"{month.first:%B %Y}")).to_be_visible()
    expect(phone).to_have_title(f"Diary, {month.first:%B %Y} · Cramp Diary")


def test_months_are_turned_with_the_keyboard_without_losing_the_place(open_phone, full_diary, today):
    phone = open_phone()
    month = Month.of(today)
    phone.goto("/diary/")
    phone.locator("#previous-month").focus()
    # Until new markup has settled, 20 ms, a link in it is a plain link and loads a whole page.
    settling = phone.locator(".htmx-added, .htmx-settling")
    for earlier in (month.previous, month.previous.previous):
        phone.keyboard.press("Enter")
        expect(phone.get_by_role("heading", name=f"{earlier.first:%B %Y}")).to_be_visible()
        expect(settling).to_have_count(0)
        expect(phone.locator("#previous-month")).to_be_focused()
    phone.locator("#next-month").focus()
    for later in (month.previous, month):
        phone.keyboard.press("Enter")
        expect(phone.get_by_role("heading", name=f"{later.first:%B %Y}")).to_be_visible()
        expect(settling).to_have_count(0)
        expect(phone.locator("#next-month")).to_be_focused()


def test_a_day_of_the_calendar_opens_its_night(phone: Page, full_diary, today):
    clear = today - timedelta(days=4)
    phone.goto(f"/diary/{clear:%Y/%m}/")
    phone.locator("table").get_by_role(
        "link", name=re.compile(f"{clear:%a} {clear.day} {clear:%b}.*: no cramps")
    ).click()
    expect(phone.get_by_role("heading", name="No cramps")).to_be_visible()


def test_a_deleted_cramp_can_be_brought_back_at_once_and_from_the_bin(phone: Page, user, full_diary, today):
    night = today - timedelta(days=1)
    phone.goto(f"/diary/nights/{night}/")
    phone.get_by_role("button", name=re.compile("^Delete the cramp in the night of")).click()
    assert user.episodes.kept().filter(day=night).count() == 0
    phone.get_by_role("button", name="Undo").click()
    assert user.episodes.kept().filter(day=night).count() == 1
    phone.goto("/diary/bin/")
    phone.get_by_role("button", name=re.compile("^Put back the cramp")).click()
    assert user.episodes.in_bin().count() == 0


def test_cramps_are_found_by_their_words_and_a_mistake_is_explained(phone: Page, full_diary):
    phone.goto("/diary/")
    phone.get_by_text("Find a cramp").click()
    phone.get_by_label("Words in a note").fill("GARDEN")
    phone.get_by_label("Severity from").select_option("7")
    phone.get_by_label("Severity to").select_option("5")
    phone.get_by_role("button", name="Find").click()
    expect(phone.get_by_text("This is below “from”.").first).to_be_visible()
    expect(phone.get_by_label("Words in a note")).to_have_value("GARDEN")
    phone.get_by_label("Severity from").select_option("5")
    phone.get_by_label("Severity to").select_option("7")
    phone.get_by_role("button", name="Find").click()
    expect(phone.get_by_role("heading", name="3 of 3 episodes")).to_be_visible()
    expect(phone).to_have_url(re.compile("text=GARDEN"))


def test_the_search_leaves_the_focus_on_what_was_found(open_phone, full_diary):
    phone = open_phone()
    phone.goto("/diary/")
    phone.get_by_text("Find a cramp").click()
    phone.get_by_label("Words in a note").fill("garden")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name="3 of 3 episodes")).to_be_focused()


# --- Every look --------------------------------------------------------------------------------------------------


def pages_of(today) -> tuple[str, ...]:
    yesterday = today - timedelta(days=1)
    return (
        "/diary/",
        f"/diary/{Month.of(today).previous.first:%Y/%m}/",
        "/diary/?text=garden",
        "/diary/?severity_from=7&severity_to=3&muscle=wing",
        "/diary/bin/",
        f"/diary/nights/{today}/",
        f"/diary/nights/{yesterday}/",
        f"/diary/nights/{today - timedelta(days=4)}/",
        f"/diary/nights/{today - timedelta(days=20)}/",
        f"/check-ins/{today}/",
        f"/check-ins/{yesterday}/",
        f"/check-ins/{today - timedelta(days=4)}/",
    )


def open_details(page: Page) -> None:
    page.evaluate("() => { for (const fold of document.querySelectorAll('details')) fold.open = true; }")


@pytest.mark.parametrize(
    ("theme", "width"), [("light", 390), ("dark", 390), ("night", 390), ("light", 320), ("dark", 1280)]
)
def test_axe_finds_nothing_and_nothing_overflows(
    open_phone, axe_finds_nothing: Callable[[Page], None], user, full_diary, today, theme, width
):
    user.theme = theme
    user.save()
    # So high that the places at the lower edge cover nothing: axe takes what lies under them for too small.
    phone = open_phone(viewport={"width": width, "height": 4000})
    for address in pages_of(today):
        phone.goto(address)
        open_details(phone)
        axe_finds_nothing(phone)
        assert fits(phone), address


def test_an_empty_diary_has_no_fault_either(open_phone, axe_finds_nothing, user, evening):
    phone = open_phone()
    for address in ("/diary/", "/diary/bin/"):
        phone.goto(address)
        axe_finds_nothing(phone)


def test_large_text_breaks_nothing(open_phone, user, full_diary, today):
    phone = open_phone()
    for address in pages_of(today):
        phone.goto(address)
        phone.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
        open_details(phone)
        assert fits(phone), address


def test_what_is_tapped_is_large_enough(open_phone, user, full_diary, today):
    phone = open_phone()
    small = """() => [...document.querySelectorAll("main :is(button, .button, .chip, .day[href], summary)")]
        .map((e) => [e.textContent.trim(), e.getBoundingClientRect()])
        .filter(([_, box]) => box.width && (box.width < 44 || box.height < 48))
        .map(([text, box]) => `${text}: ${box.width} x ${box.height}`)"""
    for address in pages_of(today):
        phone.goto(address)
        open_details(phone)
        assert phone.evaluate(small) == [], address


def test_the_three_kinds_of_night_differ_without_their_colours(open_phone, user, today):
    month = Month.of(today).previous
    a_cramp(user, month.first)
    check_ins.mark_night(user, month.last, clear=True, now=timezone.now())
    phone = open_phone(forced_colors="active")
    phone.goto(f"/diary/{month.first:%Y/%m}/")
    looks = phone.evaluate(
        """() => [...document.querySelectorAll("table .mark")].map((mark) => [
            mark.dataset.outcome, getComputedStyle(mark).borderTopStyle,
            mark.textContent.trim(), mark.childElementCount])"""
    )
    assert {tuple(look) for look in looks} == {
        ("cramp", "solid", "1", 0), ("clear", "solid", "", 1), ("unknown", "dashed", "?", 0),
    }  # fmt: skip
