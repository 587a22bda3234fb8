"""First aid on a phone: two taps from the red button, one step at a time, the hold, reading aloud."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from diary import content

CALF = "/guidance/first-aid/F01/"
SHOWN = """() => {
  const views = document.querySelector("[data-steps]"), left = views.getBoundingClientRect().left;
  return [...views.querySelectorAll("[data-step]")].findIndex(
    (step) => Math.abs(step.getBoundingClientRect().left - left) < 5);
}"""
# All that is said to a screen reader from now on.
HEARD = """() => {
  const status = document.getElementById("status");
  window.heard = [];
  new MutationObserver(() => window.heard.push(status.textContent)).observe(status, { childList: true });
}"""
# A voice that only writes down what it is told to say.
VOICE = """
  window.said = [];
  const voices = [
    { name: "Far", lang: "en-GB", localService: false },
    { name: "Near", lang: "en-GB", localService: true },
  ];
  class Utterance { constructor(text) { this.text = text; } }
  Object.defineProperty(window, "SpeechSynthesisUtterance", { value: Utterance });
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => voices,
    cancel: () => window.said.push("(silence)"),
    speak: (utterance) => {
      window.said.push(`${utterance.voice.name}: ${utterance.text}`);
      if (window.needsATap) utterance.onerror({ error: "not-allowed" });
    },
  } });
"""
NO_VOICE = 'Object.defineProperty(window, "speechSynthesis", { value: undefined });'


@pytest.fixture
def strangers_phone(browser: Browser, live_server, browser_context_args) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a phone on which nobody is signed in."""
    contexts: list[BrowserContext] = []

    def open_one(*, javascript: bool = True, **context_args) -> Page:
        ours = {
            "base_url": live_server.url,
            "java_script_enabled": javascript,
            "reduced_motion": "no-preference",
        }
        size = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
        contexts.append(browser.new_context(**browser_context_args | ours | size | context_args))
        return contexts[-1].new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def card(strangers_phone) -> Page:
    """The card of the calf, with JavaScript, on a phone whose clock the test moves."""
    page = strangers_phone()
    page.clock.install()
    page.goto(CALF)
    return page


def is_shown(page: Page, step: int) -> None:
    page.wait_for_function(f"() => ({SHOWN})() === {step - 1}")


def expect_questions_in_view(page: Page) -> None:
    for question in page.locator(".gate p").all():
        expect(question).to_be_in_viewport()


def turn(page: Page, name: str) -> None:
    """Press the button, and let the step slide in."""
    page.get_by_role("button", name=name, exact=True).click()
    page.clock.run_for(1000)
    page.wait_for_function(f"() => ({SHOWN})() >= 0")


def shown_hold(page: Page) -> Locator:
    return page.locator("#step-3 .hold")


# --- Two taps ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_two_taps_lead_from_the_red_button_to_the_card_in_the_dark_without_an_account(
    strangers_phone, transactional_db, javascript
):
    page = strangers_phone(javascript=javascript)
    page.goto("/")
    page.get_by_role("link", name="I have a cramp").tap()
    expect(page.get_by_role("heading", name="Where is it?")).to_be_visible()
    page.get_by_role("button", name="Left calf").first.tap()
    expect(page.get_by_text("Straighten your knee.", exact=True)).to_be_in_viewport()
    expect_questions_in_view(page)
    expect(page.locator("html")).to_have_css("background-color", "rgb(0, 0, 0)")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_yes_to_a_question_takes_the_place_of_the_steps_and_can_be_taken_back(
    strangers_phone, transactional_db, javascript
):
    page = strangers_phone(javascript=javascript)
    page.goto(CALF)
    first = page.get_by_text("Straighten your knee.", exact=True)
    page.get_by_role("link", name=re.compile("^Yes.*One leg swollen")).tap()
    expect(page.get_by_text("Do not rub or stretch it. Get seen today.")).to_be_in_viewport()
    expect(first).to_be_hidden()
    page.get_by_role("link", name="That was a slip").tap()
    expect(first).to_be_visible()
    page.get_by_role("link", name=re.compile("^Yes.*Chest pain")).tap()
    expect(page.get_by_text("Say what you feel and when it began.")).to_be_visible()
    expect(page.get_by_text("Leave the leg alone.")).to_be_hidden()
    expect(first).to_be_hidden()


# --- One step at a time ------------------------------------------------------------------------------------------


def test_next_and_back_lead_through_the_steps_and_say_where_one_is(card, transactional_db):
    status, back = card.locator("#status"), card.get_by_role("button", name="Back", exact=True)
    is_shown(card, 1)
    expect(status).to_be_empty()
    expect(back).to_have_attribute("aria-disabled", "true")
    steps = content.relief_cards()["F01"].steps
    for number, step in enumerate(steps[1:], start=2):
        turn(card, "Next")
        is_shown(card, number)
        expect(status).to_have_text(f"Step {number} of 5. {step.words}")
        expect(card.locator(f"#step-{number}").get_by_text(step.words)).to_be_in_viewport()
    turn(card, "Back")
    is_shown(card, 4)
    turn(card, "Next")
    turn(card, "Start again")
    is_shown(card, 1)
    expect(status).to_have_text("Step 1 of 5. Straighten your knee.")


def test_who_taps_next_quickly_hears_each_step_once(card, transactional_db):
    card.evaluate(HEARD)
    for _ in range(3):
        card.get_by_role("button", name="Next", exact=True).click()
    is_shown(card, 4)
    card.clock.run_for(1000)
    assert [text[:11] for text in card.evaluate("window.heard")] == [
        "Step 2 of 5",
        "Step 3 of 5",
        "Step 4 of 5",
    ]


def test_back_at_the_first_step_stays_there_and_keeps_the_focus(card, transactional_db):
    back = card.get_by_role("button", name="Back", exact=True)
    back.press("Enter")
    card.clock.run_for(3000)
    is_shown(card, 1)
    expect(back).to_be_focused()
    expect(card.locator("#status")).to_be_empty()


def test_a_swipe_turns_too_and_is_said_once_it_rests(card, transactional_db):
    views = card.locator("[data-steps]")
    views.evaluate("views => views.scrollTo({ left: 2 * views.clientWidth, behavior: 'instant' })")
    is_shown(card, 3)
    expect(card.locator("#status")).to_have_text("Step 3 of 5. Hold until it lets go.")
    turn(card, "Next")
    is_shown(card, 4)


def test_a_swipe_turns_where_a_browser_does_not_tell_the_end_of_scrolling(strangers_phone, transactional_db):
    page = strangers_phone()
    page.clock.install()
    page.add_init_script("delete window.onscrollend;")
    page.goto(CALF)
    assert page.evaluate("'onscrollend' in window") is False
    page.locator("[data-steps]").evaluate(
        "views => views.scrollTo({ left: views.clientWidth, behavior: 'instant' })"
    )
    is_shown(page, 2)
    expect(page.locator("#status")).to_be_empty()
    page.clock.run_for(500)
    expect(page.locator("#status")).to_contain_text("Step 2 of 5.")


def test_the_arrow_keys_turn_too(strangers_phone, transactional_db):
    page = strangers_phone(reduced_motion="reduce")
    page.goto(CALF)
    page.get_by_role("region", name="One step at a time").focus()
    page.keyboard.press("ArrowRight")
    is_shown(page, 2)
    expect(page.locator("#status")).to_contain_text("Step 2 of 5.")


def test_the_buttons_of_a_step_are_64_pixels_high_or_more(card, transactional_db):
    for name in ("Back", "Next"):
        assert card.get_by_role("button", name=name, exact=True).bounding_box()["height"] >= 64
    turn(card, "Next")
    turn(card, "Next")
    assert card.get_by_role("button", name="Hold 30 seconds").bounding_box()["height"] >= 64


def test_without_a_script_links_lead_through_the_steps_and_the_questions_stay_above(
    strangers_phone, transactional_db
):
    page = strangers_phone(javascript=False)
    page.goto(CALF)
    assert page.locator("[data-steps] ol > li").count() == 5
    for number in range(2, 6):
        page.get_by_role("link", name=f"Next: step {number}").click()
        step = page.locator(f"#step-{number} [data-words]")
        expect(step).to_be_in_viewport(ratio=1)
        expect_questions_in_view(page)
    page.get_by_role("link", name="Back to step 4").click()
    expect(page.locator("#step-4 [data-words]")).to_be_in_viewport(ratio=1)
    expect(page.locator("#step-3").get_by_text("Count slowly to 30.")).to_have_count(1)
    expect(page.locator(".walkthrough").get_by_role("button")).to_have_count(0)


def test_on_paper_all_steps_stand_below_each_other(card, transactional_db):
    card.emulate_media(media="print")
    boxes = [step.bounding_box() for step in card.locator("[data-step]").all()]
    assert len({round(box["x"]) for box in boxes}) == 1
    assert all(above["y"] + above["height"] <= below["y"] for above, below in pairwise(boxes))
    expect(card.get_by_text("Leave the leg alone.")).to_be_visible()


# --- Hold --------------------------------------------------------------------------------------------------------


def test_a_hold_counts_thirty_seconds_down_and_ends_in_words_and_a_buzz(card, transactional_db):
    card.evaluate("() => { navigator.vibrate = (pattern) => { window.buzz = pattern; }; }")
    turn(card, "Next")
    turn(card, "Next")
    seconds, status = shown_hold(card).locator(".hold-seconds"), card.locator("#status")
    expect(seconds).to_be_hidden()
    card.get_by_role("button", name="Hold 30 seconds").click()
    expect(seconds).to_have_text("30")
    expect(status).to_have_text("Hold 30 seconds")
    card.clock.run_for(7000)
    expect(seconds).to_have_text("23")
    expect(status).to_have_text("Hold 30 seconds")
    card.clock.run_for(3000)
    expect(status).to_have_text("20 seconds left")
    card.clock.run_for(10_000)
    expect(status).to_have_text("10 seconds left")
    assert card.evaluate("window.buzz") is None
    card.clock.run_for(10_000)
    expect(seconds).to_be_hidden()
    expect(status).to_have_text("That was 30 seconds. Let go slowly, or hold again.")
    expect(shown_hold(card).get_by_text("That was 30 seconds.")).to_be_visible()
    assert card.evaluate("window.buzz") == [200, 100, 200]
    card.get_by_role("button", name="Hold again").click()
    expect(seconds).to_have_text("30")


def test_the_seconds_are_large_and_a_screen_reader_hears_only_the_tens(card, transactional_db):
    turn(card, "Next")
    turn(card, "Next")
    card.evaluate(HEARD)
    card.get_by_role("button", name="Hold 30 seconds").click()
    size = shown_hold(card).locator(".hold-seconds").evaluate("s => parseFloat(getComputedStyle(s).fontSize)")
    assert size >= 56
    expect(shown_hold(card).get_by_role("button")).to_have_accessible_name("Stop")
    card.clock.run_for(31_000)
    assert card.evaluate("window.heard") == [
        "Hold 30 seconds", "20 seconds left", "10 seconds left",
        "That was 30 seconds. Let go slowly, or hold again.",
    ]  # fmt: skip


def test_a_hold_is_stopped_by_its_button_and_by_turning_on(card, transactional_db):
    turn(card, "Next")
    turn(card, "Next")
    for stop in ("Stop", "Next"):
        card.get_by_role("button", name="Hold 30 seconds").click()
        card.clock.run_for(4000)
        turn(card, stop)
        card.clock.run_for(40_000)
        expect(card.locator("#status")).not_to_contain_text("That was")
        expect(shown_hold(card).get_by_role("button")).to_have_accessible_name("Hold 30 seconds")


def test_who_wants_less_motion_sees_the_tens_only(strangers_phone, transactional_db):
    page = strangers_phone(reduced_motion="reduce")
    page.clock.install()
    page.goto("/guidance/first-aid/F03/")
    for _ in range(3):
        turn(page, "Next")
    page.get_by_role("button", name="Hold 30 seconds").click()
    seen = []
    for _ in range(29):
        seen.append(page.locator("#step-4 .hold-seconds").inner_text())
        page.clock.run_for(1000)
    assert list(dict.fromkeys(seen)) == ["30", "20", "10"]


def test_the_bedtime_stretch_is_held_for_ten_seconds(strangers_phone, transactional_db):
    page = strangers_phone()
    page.clock.install()
    page.goto("/guidance/first-aid/F07/")
    turn(page, "Next")
    page.get_by_role("button", name="Hold 10 seconds").first.click()
    page.clock.run_for(10_500)
    expect(page.locator("#status")).to_have_text("That was 10 seconds. Let go slowly, or hold again.")


# --- Reading aloud -----------------------------------------------------------------------------------------------


@pytest.fixture
def speaking(strangers_phone, transactional_db) -> Page:
    page = strangers_phone()
    page.clock.install()
    page.add_init_script(VOICE)
    page.goto(CALF)
    return page


def said(page: Page) -> list[str]:
    words = [line for line in page.evaluate("window.said") if line != "(silence)"]
    page.evaluate("window.said = []")
    return words


def is_silenced(page: Page) -> bool:
    return page.evaluate("window.said.at(-1)") == "(silence)"


def test_nothing_is_read_aloud_until_it_is_asked_for(speaking):
    expect(speaking.get_by_role("button", name="Read aloud", pressed=False)).to_be_visible()
    turn(speaking, "Next")
    assert said(speaking) == []
    assert speaking.evaluate("localStorage.length") == 0


def test_each_step_is_read_as_it_is_shown_by_a_voice_that_needs_no_network(speaking):
    turn(speaking, "Read aloud")
    assert said(speaking) == ["Near: Straighten your knee."]
    turn(speaking, "Next")
    assert said(speaking) == ["Near: Pull your toes towards your shin, or push your heel into the wall."]
    turn(speaking, "Next")
    said(speaking)
    speaking.get_by_role("button", name="Hold 30 seconds").click()
    speaking.clock.run_for(31_000)
    assert said(speaking) == ["Near: That was 30 seconds. Let go slowly, or hold again."]


def test_reading_aloud_is_remembered_on_this_device_until_it_is_switched_off(speaking):
    turn(speaking, "Read aloud")
    assert speaking.evaluate("({ ...localStorage })") == {"read-aloud": "on"}
    speaking.goto("/guidance/first-aid/F03/")
    expect(speaking.get_by_role("button", name="Read aloud", pressed=True)).to_be_visible()
    assert said(speaking) == ["Near: Sit on the edge of the bed."]
    turn(speaking, "Read aloud")
    assert is_silenced(speaking)
    assert speaking.evaluate("localStorage.length") == 0
    turn(speaking, "Next")
    assert said(speaking) == []


def test_the_voice_stops_when_the_page_is_hidden_or_left_or_a_question_is_answered_with_yes(speaking):
    turn(speaking, "Read aloud")
    speaking.evaluate(
        """() => { Object.defineProperty(document, "hidden", { value: true });
          document.dispatchEvent(new Event("visibilitychange")); }"""
    )
    assert is_silenced(speaking)
    turn(speaking, "Next")
    speaking.evaluate("() => dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert is_silenced(speaking)
    turn(speaking, "Next")
    speaking.get_by_role("link", name=re.compile("^Yes.*One leg swollen")).click()
    speaking.wait_for_function("window.said.at(-1) === '(silence)'")


def test_a_browser_that_is_silent_until_the_first_tap_reads_the_step_then(speaking):
    speaking.evaluate("localStorage.setItem('read-aloud', 'on')")
    speaking.add_init_script("window.needsATap = true;")
    speaking.reload()
    said(speaking)
    speaking.evaluate("window.needsATap = false")
    speaking.mouse.click(195, 20)
    assert said(speaking) == ["Near: Straighten your knee."]
    speaking.mouse.click(195, 20)
    assert said(speaking) == []


def test_without_a_voice_there_is_no_button_for_it_and_the_steps_turn(strangers_phone, transactional_db):
    page = strangers_phone()
    page.clock.install()
    page.add_init_script(NO_VOICE)
    page.goto(CALF)
    turn(page, "Next")
    is_shown(page, 2)
    expect(page.get_by_text("Read aloud")).to_be_hidden()


def test_a_browser_that_keeps_nothing_reads_aloud_for_this_page(strangers_phone, transactional_db):
    page = strangers_phone()
    page.clock.install()
    page.add_init_script(
        VOICE
        + """Object.defineProperty(window, "localStorage", { get() { throw new Error("refused"); } });"""
    )
    page.goto(CALF)
    turn(page, "Read aloud")
    turn(page, "Next")
    assert said(page)[-1].startswith("Near: Pull your toes")
