"""The episode form on a phone: one screen, large chips, no keyboard needed, nothing guessed and nothing lost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from diary.actions import episodes
from tests.factories import EpisodeFactory

ADD = "/episodes/add/"
LOOKS = [(320, "light"), (390, "dark"), (1280, "night")]


@pytest.fixture
def faults_of(audit):
    """Return a function that lists what is wrong with a page at every width, with every card open."""

    def look(page):
        page.evaluate(audit)
        faults = []
        for width, theme in LOOKS:
            page.set_viewport_size({"width": width, "height": 844})
            faults += page.evaluate("theme => audit.look(theme)", theme)
        page.set_viewport_size({"width": 390, "height": 844})
        return faults + page.evaluate("audit.enlarge()")

    return look


def save(page):
    page.get_by_role("button", name="Save").click()


def only(user):
    (row,) = user.episodes.all()
    return row


def test_an_earlier_cramp_takes_three_taps_and_no_keyboard(phone, user):
    phone.goto(ADD)
    phone.get_by_label("30 min ago").check()
    phone.get_by_label("Left calf", exact=True).check()
    save(phone)
    expect(phone.locator("#notices")).to_contain_text("Saved: left calf")
    row = only(user)
    assert timedelta(minutes=29) < timezone.now() - row.started_at < timedelta(minutes=33)
    assert (row.places, row.severity, row.hard_minutes) == ([{"muscle": "calf", "side": "left"}], None, None)


def test_a_question_opens_under_the_box_it_belongs_to(phone, user):
    phone.goto(ADD)
    phone.get_by_label("Right foot arch").check()
    phone.locator("summary", has_text="What you tried").click()
    helped = phone.get_by_role("radiogroup", name="Stretched it: did it help?")
    expect(helped).to_be_hidden()
    phone.get_by_label("Stretched it").check()
    helped.get_by_label("A little").check()
    save(phone)
    expect(phone.locator("#notices")).to_contain_text("Saved: right foot arch")
    assert only(user).reliefs == [{"relief": "stretch", "helped": "partly"}]


def test_an_answer_can_become_no_answer_again(phone, user):
    row = EpisodeFactory(owner=user, severity=7)
    phone.goto(f"/episodes/{row.id}/")
    phone.locator("summary", has_text="How long and how bad").click()
    pain = phone.get_by_role("radiogroup", name="How bad was the worst pain?")
    soreness = phone.get_by_role("radiogroup", name="How long was it sore afterwards?")
    expect(soreness.get_by_label("No answer")).to_be_hidden()
    pain.get_by_label("No answer").check()
    save(phone)
    expect(phone.locator("#notices")).to_contain_text("Saved: ")
    assert only(user).severity is None


def test_a_time_that_came_twice_is_asked_about_in_place(phone, user):
    phone.goto(ADD)
    phone.get_by_label("Date").fill("2026-10-25")
    phone.get_by_label("Time", exact=True).fill("01:30")
    phone.get_by_label("Toes", exact=True).check()
    save(phone)
    phone.get_by_label("The second 01:30").check()
    save(phone)
    expect(phone.locator("#notices")).to_contain_text("Saved: toes, 01:30, after the clocks went back")
    assert only(user).started_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_two_devices_meet_on_one_page_and_one_is_kept(phone, user):
    row = EpisodeFactory(owner=user, severity=4)
    phone.goto(f"/episodes/{row.id}/")
    episodes.revise(user, row.id, changes={"severity": 6}, seen=None, now=timezone.now())
    phone.locator("summary", has_text="Number and note").click()
    phone.get_by_label("Note").fill("My own words.")
    save(phone)
    expect(phone.get_by_role("heading", name="There are two versions of this cramp")).to_be_visible()
    expect(phone.get_by_role("row", name="Worst pain 4 of 10, moderate 6 of 10, moderate")).to_be_visible()
    expect(phone.get_by_label("Note")).to_have_value("My own words.")
    assert only(user).severity == 6
    phone.get_by_role("button", name="Keep mine").click()
    expect(phone.locator("#notices")).to_contain_text("Saved: ")
    assert (only(user).severity, only(user).note) == (4, "My own words.")


def test_what_the_night_left_open_is_finished_one_after_the_other(phone, user):
    user.time_zone = "UTC"
    user.save()
    start = timezone.now() - timedelta(hours=6)
    for minutes, muscle in ((0, "calf"), (50, "toes")):
        EpisodeFactory(
            owner=user,
            started_at=start + timedelta(minutes=minutes),
            time_zone="UTC",
            progress="draft",
            places=[{"muscle": muscle, "side": None}],
        )
    phone.goto("/episodes/to-finish/")
    phone.get_by_role("link", name="Finish").first.click()
    expect(phone.locator(".top-actions")).to_contain_text("Calf")
    phone.get_by_label("3 to 5").check()
    save(phone)
    expect(phone.locator(".top-actions")).to_contain_text("Toes")
    phone.get_by_label("It woke me").check()
    save(phone)
    expect(phone.get_by_role("heading", name="Tonight")).to_be_visible()
    assert {row.progress for row in user.episodes.all()} == {"complete"}


def test_the_keyboard_alone_is_enough(phone, user):
    phone.goto(ADD)
    phone.locator("#main").focus()
    for _ in range(30):
        phone.keyboard.press("Tab")
        if phone.evaluate("document.activeElement.value") == "calf:right":
            break
    phone.keyboard.press("Space")
    phone.keyboard.press("Enter")
    expect(phone.locator("#notices")).to_contain_text("Saved: right calf")
    assert only(user).places == [{"muscle": "calf", "side": "right"}]


def test_what_has_the_focus_is_never_under_the_bar(open_phone):
    phone = open_phone()
    phone.goto(ADD)
    phone.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    phone.locator("#main").focus()
    for _ in range(80):
        phone.keyboard.press("Tab")
        hidden = phone.evaluate(
            """() => {
                const element = document.activeElement, box = element.getBoundingClientRect();
                const seen = document.elementFromPoint(box.x + box.width / 2, box.bottom - 4);
                const whole = element.closest("label") ?? element;
                return seen && (whole.contains(seen) || seen.contains(whole)) ? "" : element.outerHTML;
            }"""
        )
        assert hidden == ""


def test_a_tap_on_minutes_ago_shows_the_time_and_counts_from_the_tap(open_phone, user):
    phone = open_phone()
    phone.clock.install(time=timezone.now())
    phone.goto(ADD)
    phone.get_by_label("15 min ago").check()
    tapped = timezone.now() - timedelta(minutes=15)
    shown = phone.get_by_label("Time", exact=True).input_value()
    assert shown in {f"{tapped + timedelta(minutes=late):%H:%M}" for late in (-1, 0)}
    phone.clock.fast_forward("20:00")
    phone.get_by_label("Toes", exact=True).check()
    save(phone)
    expect(phone.locator("#notices")).to_contain_text("Saved: toes")
    assert abs(only(user).started_at - tapped) < timedelta(minutes=2)


def test_a_time_that_is_typed_is_the_one_that_counts(open_phone, user):
    phone = open_phone()
    phone.goto(ADD)
    phone.get_by_label("5 min ago", exact=True).check()
    phone.get_by_label("Date").fill("2026-03-04")
    phone.get_by_label("Time", exact=True).fill("03:10")
    expect(phone.get_by_label("At this time:")).to_be_checked()
    phone.get_by_label("Toes", exact=True).check()
    save(phone)
    expect(phone.locator("#notices")).to_contain_text("Saved: toes, 03:10")
    assert only(user).started_at == datetime(2026, 3, 4, 3, 10, tzinfo=UTC)


def test_a_phone_that_has_travelled_suggests_its_own_time(open_phone, user):
    user.time_zone_automatic = True
    user.save()
    phone = open_phone(timezone_id="Asia/Tokyo")
    phone.goto(ADD)
    expect(phone.locator("[data-zone-name]")).to_have_text("Asia/Tokyo")
    phone.get_by_label("Toes", exact=True).check()
    save(phone)
    expect(phone.locator("#notices")).to_contain_text("Saved: toes")
    row = only(user)
    assert row.time_zone == "Asia/Tokyo"
    assert abs(row.started_at - timezone.now()) < timedelta(minutes=3)


def test_a_zone_that_was_chosen_by_hand_is_not_changed_by_the_phone(open_phone, user):
    phone = open_phone(timezone_id="Asia/Tokyo")
    phone.goto(ADD)
    expect(phone.locator("[data-zone-name]")).to_have_text("Europe/London")


def test_no_state_of_the_form_has_a_fault(open_phone, user, faults_of):
    phone = open_phone(reduced_motion="reduce")
    row = EpisodeFactory(
        owner=user, signs={"SQ01": False, "SQ06": True}, reliefs=[{"relief": "heat", "helped": "no"}]
    )
    phone.goto(f"/episodes/{row.id}/")
    assert faults_of(phone) == []
    episodes.revise(user, row.id, changes={"note": "word " * 60}, seen=None, now=timezone.now())
    save(phone)
    assert faults_of(phone) == []
    phone.goto(ADD)
    phone.get_by_label("Date").fill("2026-10-25")
    phone.get_by_label("Time", exact=True).fill("01:30")
    phone.get_by_label("Exact minutes").fill("long")
    save(phone)
    assert faults_of(phone) == []
