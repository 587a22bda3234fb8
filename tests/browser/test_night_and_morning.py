"""The whole night and morning, as a person walks through it on a phone, with JavaScript and without."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from diary.domain.days import day_to_check_in, night_to_settle


def zone_at(hour: int) -> str:
    """A zone in which it is now `hour`."""
    offset = (hour - timezone.now().hour + 12) % 24 - 12
    return f"Etc/GMT{-offset:+d}" if offset else "UTC"


def live_in(user, zone: str) -> None:
    user.time_zone = zone
    user.save()


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def javascript(request) -> bool:
    return request.param


def test_a_night_from_the_one_tap_to_sleep_and_the_morning_after(open_phone, javascript, user):
    live_in(user, zone_at(3))
    phone = open_phone(javascript=javascript)
    phone.goto("/")
    phone.get_by_role("button", name="I have a cramp").click()
    expect(phone.get_by_role("heading", name="Where is it?")).to_be_visible()
    assert user.episodes.get().progress == "ongoing"
    background = phone.locator("body").evaluate(
        "body => getComputedStyle(document.documentElement).backgroundColor"
    )
    assert background == "rgb(0, 0, 0)"

    phone.get_by_role("button", name="Left calf").first.click()
    expect(phone.get_by_text("Straighten your knee.")).to_be_visible()
    expect(phone.get_by_text("One leg swollen").first).to_be_visible()
    phone.get_by_role("link", name="Still there").click()
    expect(phone.get_by_text("Breathe out slowly, and do the steps once more.")).to_be_visible()

    phone.get_by_role("button", name="It’s gone").click()
    phone.get_by_role("button", name=re.compile("^7 of 10")).click()
    expect(phone.get_by_role("heading", name="Saved. The rest can wait until morning.")).to_be_visible()
    phone.get_by_role("link", name="Done").click()

    live_in(user, zone_at(8))
    row = user.episodes.get()
    row.started_at = timezone.now() - timedelta(hours=5)
    row.day = night_to_settle(timezone.now(), user.time_zone)
    row.time_zone = user.time_zone
    row.save()
    phone.goto("/")
    expect(phone.get_by_role("heading", name="Finish last night’s 1 cramp")).to_be_visible()
    phone.get_by_role("link", name="Finish").click()
    phone.get_by_text("Before and after it").click()
    phone.get_by_role("radio", name="It woke me").check()
    phone.get_by_role("button", name=re.compile("^Save")).click()
    expect(phone.get_by_role("heading", name="Tonight")).to_be_visible()
    row.refresh_from_db()
    assert (row.progress, row.severity, row.woke) == ("complete", 7, True)
    assert row.places == [{"muscle": "calf", "side": "left"}]


def test_a_morning_without_cramps_is_one_tap_and_can_be_taken_back(open_phone, javascript, user):
    live_in(user, zone_at(8))
    phone = open_phone(javascript=javascript)
    phone.goto("/")
    phone.get_by_role("button", name="No cramps last night").click()
    expect(phone.get_by_role("heading", name="Any cramps last night?")).to_have_count(0)
    assert user.check_ins.get().clear is True
    phone.get_by_role("button", name="Undo").click()
    expect(phone.get_by_role("heading", name="Any cramps last night?")).to_be_visible()
    assert user.check_ins.get().clear is None


def test_the_evening_check_in_takes_one_tap_a_question_and_no_keyboard(open_phone, javascript, user):
    live_in(user, zone_at(20))
    phone = open_phone(javascript=javascript)
    phone.goto(f"/check-ins/{day_to_check_in(timezone.now(), user.time_zone)}/")
    for answer in ("Less than usual", "Light", "Under 4 hours", "1 to 2 drinks"):
        button = phone.get_by_role("button", name=re.compile(f"^{answer} ,"))
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
    expect(phone.get_by_text("That is all for today.")).to_be_visible()
    assert user.check_ins.get().factors == {
        "fluids": "less", "activity": "light", "sitting": "under-4", "alcohol": "1-2",
    }  # fmt: skip


def test_a_double_tap_on_a_slow_line_is_one_cramp(open_phone, user):
    phone = open_phone()
    phone.goto("/")
    phone.get_by_role("button", name="I have a cramp").dblclick(delay=30)
    expect(phone.get_by_role("heading", name="Where is it?")).to_be_visible()
    assert user.episodes.count() == 1


def test_the_clock_ticks_and_the_ten_minutes_are_asked_about_by_themselves(open_phone, user):
    phone = open_phone()
    phone.clock.install()
    phone.goto("/")
    phone.get_by_role("button", name="I have a cramp").click()
    phone.get_by_role("button", name="Left calf").first.click()
    phone.clock.run_for(65_000)
    expect(phone.locator(".clock")).to_have_text(re.compile(r"^1:0\d$"))
    expect(phone.get_by_role("heading", name="Has stretching eased it?")).to_be_hidden()
    phone.clock.run_for(9 * 60_000)
    expect(phone.get_by_role("heading", name="Has stretching eased it?")).to_be_visible()
    phone.get_by_role("button", name="No", exact=True).click()
    expect(phone.get_by_text("Get medical advice now.")).to_be_visible()
