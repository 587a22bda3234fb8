"""Days for comparison on the phone: offered, chosen, answered, and turned off again."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from diary.actions import episodes
from diary.domain.days import diary_day, first_instant_of
from diary.domain.factors import DEFAULT_FACTORS
from diary.domain.wording import long_date

MORNING_HOUR = 9


@pytest.fixture
def today(user):
    """The running diary day, in a zone where it is about nine in the morning."""
    offset = (MORNING_HOUR - timezone.now().hour + 12) % 24 - 12
    user.time_zone = f"Etc/GMT{-offset:+d}" if offset else "UTC"
    user.save()
    return diary_day(timezone.now(), user.time_zone)


@pytest.fixture
def last_cramp(user, today):
    """Cramps every nine days for ten weeks; the day of the last one, two days before today."""
    for back in range(2, 72, 9):
        at = first_instant_of(today - timedelta(days=back), user.time_zone) + timedelta(hours=15)
        places = [{"muscle": "calf", "side": None}]
        episodes.record(user, id=uuid4(), started_at=at, time_zone=user.time_zone, details={"places": places})
    return today - timedelta(days=2)


def test_a_person_who_notes_cramps_alone_answers_about_a_day_and_can_turn_it_off(
    phone, user, today, last_cramp, axe_finds_nothing, request
):
    phone.goto("/")
    phone.get_by_role("button", name="Ask me about other days").click()
    expect(phone.locator("#notices")).to_contain_text("Tonight asks you about other days")
    if "without JavaScript" not in request.node.name:
        axe_finds_nothing(phone)
    question = f"How was {long_date(last_cramp, today)}?"
    phone.get_by_role("link", name=question).click()
    expect(phone).to_have_url(f"/check-ins/{last_cramp}/")
    for answer in ("Less than usual", "Light", "4 to 8 hours", "1 to 2 drinks"):
        phone.get_by_role("button", name=answer).click()
    expect(phone.get_by_text("That is all for this day. Thank you.")).to_be_visible()
    assert user.check_ins.get().factors.keys() == set(DEFAULT_FACTORS)
    phone.goto("/")
    expect(phone.get_by_role("link", name=question)).to_have_count(0)
    expect(phone.get_by_text("It was the same weekday, a week before a cramp.")).to_be_visible()
    phone.get_by_role("link", name="Why these days are asked about").click()
    expect(phone.get_by_text("0 of 12 nights with cramps")).to_be_visible()
    if "without JavaScript" not in request.node.name:
        axe_finds_nothing(phone)
    phone.get_by_role("button", name="Stop asking me").click()
    expect(phone.get_by_role("heading", name="Tonight does not ask you about other days")).to_be_visible()
    phone.goto("/")
    expect(phone.get_by_text("For comparison")).to_have_count(0)
