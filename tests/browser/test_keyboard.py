"""Without a mouse: every task by Tab, Enter, Space and arrows; what has the focus is seen, and comes in order."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from diary.domain.days import diary_day
from tests.server import zone_where_it_is

NAME = """(part) =>
  (part.getAttribute("aria-label") ?? (part.labels?.[0] ?? part).textContent).trim().replace(/\\s+/g, " ")"""
# What has the focus: its name, and what is wrong with how it is seen or when it comes.
STOP = f"""() => {{
  const here = document.activeElement;
  if (here === document.body) return null;
  const shown = here.matches(".chip input") ? here.nextElementSibling : here;
  const style = getComputedStyle(shown);
  const isSeen = [...shown.getClientRects()].some((box) =>
    [box.top + 3, box.top + box.height / 2, box.bottom - 3].some((y) => {{
      const top = document.elementFromPoint(box.left + box.width / 2, y);
      return top && (top === here || shown.contains(top));
    }}));
  const last = window.lastStop;
  window.lastStop = here;
  const follows = !last?.isConnected || last === here
    || last.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING;
  const faults = [];
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) faults.push("is not marked");
  if (!isSeen) faults.push("is hidden");
  if (!follows) faults.push("comes too early");
  return {{ name: ({NAME})(here), faults, isSame: last === here }};
}}"""
# What Tab should come to: all that can be used, but of a group of rings only one.
STOPS = f"""() => {{
  const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const isSeen = (part) => part.checkVisibility({{ visibilityProperty: true }});
  const all = [...document.querySelectorAll(controls)].filter(isSeen);
  const rings = (name) => all.filter((part) => part.type === "radio" && part.name === name);
  const isStop = (ring) => ring === (rings(ring.name).find((one) => one.checked) ?? rings(ring.name)[0]);
  return all.filter((part) => part.type !== "radio" || isStop(part)).map({NAME});
}}"""
LONGEST_WAY = 400


class Keyboard:
    """Goes through a page with Tab, and looks at every stop."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def tab(self) -> str | None:
        """Go on to the next control; return its name, None at the end of the page."""
        while True:
            self.press("Tab")
            stop = self.page.evaluate(STOP)
            if stop is None:
                return None
            if not stop["isSame"]:  # the parts of a date are stops of one control, which the browser marks
                assert stop["faults"] == [], stop["name"]
                name: str = stop["name"]
                return name

    def to(self, name: str) -> None:
        """Go on to the next stop whose name begins so."""
        for _ in range(LONGEST_WAY):
            stop = self.tab()
            assert stop is not None, f"{name} is not reached"
            if stop.startswith(name):
                return

    def all_stops(self) -> list[str]:
        names = []
        while (stop := self.tab()) is not None:
            names.append(stop)
            assert len(names) < LONGEST_WAY
        return names


@pytest.fixture
def today(user):
    """It is evening where the person lives."""
    user.time_zone = zone_where_it_is(20)
    user.save()
    return diary_day(timezone.now(), user.time_zone)


# --- Tasks -------------------------------------------------------------------------------------------------------


def test_a_night_needs_no_mouse(open_phone, user):
    page = open_phone()
    keyboard = Keyboard(page)
    page.goto("/")
    for stop, heading in (
        ("I have a cramp", "Where is it?"),
        ("Left calf", "Left calf cramp"),
        ("It’s gone", "How bad was the worst of it?"),
        ("7", "Saved. The rest can wait until morning."),
        ("Done", "Tonight"),
    ):
        keyboard.to(stop)
        keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    episode = user.episodes.get()
    assert (episode.progress, episode.severity) == ("draft", 7)
    assert episode.places == [{"muscle": "calf", "side": "left"}]


def test_the_first_stop_leads_past_the_places_to_the_content(open_phone, user):
    page = open_phone()
    keyboard = Keyboard(page)
    page.goto("/diary/")
    assert keyboard.tab() == "Skip to the content"
    keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    assert keyboard.tab() == "Bin"


def test_a_check_in_needs_no_mouse_and_the_focus_is_never_lost(open_phone, user, today):
    page = open_phone()
    keyboard = Keyboard(page)
    page.goto(f"/check-ins/{today}/")
    answers = ("Less than usual", "Light", "Under 4 hours", "1 to 2 drinks")
    for number, (answer, key) in enumerate(zip(answers, ("Enter", "Space") * 2, strict=True), start=1):
        keyboard.to(answer)
        keyboard.press(key)
        expect(page.get_by_text(f"{number} of 4")).to_have_count(1)
        expect(page.locator(":focus")).to_have_count(1)
    assert user.check_ins.get().factors == {
        "fluids": "less", "activity": "light", "sitting": "under-4", "alcohol": "1-2",
    }  # fmt: skip


def test_an_earlier_cramp_needs_no_mouse_even_after_a_mistake(open_phone, user):
    page = open_phone()
    keyboard = Keyboard(page)
    page.goto("/episodes/add/")
    keyboard.to("Save")
    keyboard.press("Enter")
    summary = page.get_by_role("region", name=re.compile("Please look at this again"))
    expect(summary).to_be_focused()
    keyboard.to("Where was it")
    keyboard.press("Enter")
    assert page.evaluate(STOP)["name"] == "Calf"
    keyboard.press("Space")
    keyboard.to("Right calf")
    keyboard.press("Space")
    keyboard.to("Save")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tonight")
    assert user.episodes.get().places == [{"muscle": "calf", "side": "right"}]


def test_a_theme_is_chosen_with_the_arrows(open_phone, user):
    page = open_phone()
    keyboard = Keyboard(page)
    page.goto("/settings/")
    keyboard.to("As this device")
    keyboard.press("ArrowDown", "ArrowDown")
    keyboard.to("Save settings")
    keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    user.refresh_from_db()
    assert user.theme == "dark"


def test_the_focus_and_the_title_follow_what_is_swapped(demo_phone):
    page = demo_phone.new_page()
    keyboard = Keyboard(page)
    page.goto("/patterns/")
    keyboard.to("1 year")
    keyboard.press("Enter")
    expect(page.locator(".periods [aria-current=true]")).to_have_text("1 year")
    expect(page.locator("#period-year")).to_be_focused()
    page.goto("/diary/")
    (month,) = page.locator("#previous-month").all_inner_texts()
    keyboard.to(month)
    keyboard.press("Enter")
    expect(page).to_have_title(f"Diary, {month} · Cramp Diary")
    expect(page.locator("#previous-month")).to_be_focused()
    page.close()


# --- Every control -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["/", "/now/", "/episodes/add/", "/episodes/to-finish/", "/check-ins/{day}/", "/diary/", "/diary/nights/{day}/",
     "/patterns/", "/guidance/", "/guidance/what-is-a-cramp/", "/visit/", "/worried/", "/settings/",
     "/settings/profile/", "/settings/medicines/", "/settings/factors/"],
)  # fmt: skip
def test_every_control_is_reached_in_order_and_seen(demo_phone, server, address):
    page = demo_phone.new_page()
    day = server.ask("SELECT max(day) FROM diary_episode WHERE progress = 'complete'")[0]
    page.goto(address.format(day=day))
    assert Keyboard(page).all_stops() == page.evaluate(STOPS)
    page.close()
