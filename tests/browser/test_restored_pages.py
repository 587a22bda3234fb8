"""What the script does with the zone of the phone, with a page that Back brings up again, and with a silent line."""

import pytest
from playwright.sync_api import expect

from tests.factories import PASSWORD

BROUGHT_BACK = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
NEW_ID = "input[data-fresh-id]"


@pytest.fixture
def form_of_a_cramp(open_phone):
    """A phone with the form for an earlier cramp, of which a note is typed."""
    phone = open_phone()
    phone.goto("/episodes/add/")
    phone.locator("textarea[name=note]").evaluate("note => { note.value = 'the left one' }")
    return phone


def test_a_form_that_was_sent_and_is_brought_back_is_fetched_anew(form_of_a_cramp):
    phone = form_of_a_cramp
    before = phone.locator(NEW_ID).input_value()
    phone.evaluate("""() => {
        addEventListener('submit', (event) => event.preventDefault());
        document.querySelector('input[data-fresh-id]').form.requestSubmit();
    }""")
    with phone.expect_navigation():
        phone.evaluate(BROUGHT_BACK)
    assert phone.locator("textarea[name=note]").input_value() == ""
    assert phone.locator(NEW_ID).input_value() != before


def test_a_form_that_was_not_sent_and_is_brought_back_stays_as_it_is(form_of_a_cramp):
    phone = form_of_a_cramp
    before = phone.locator(NEW_ID).input_value()
    phone.evaluate(BROUGHT_BACK)
    phone.wait_for_load_state()
    assert phone.locator("textarea[name=note]").input_value() == "the left one"
    assert phone.locator(NEW_ID).input_value() == before


@pytest.mark.parametrize(("automatic", "expected"), [(True, "Pacific/Auckland"), (False, "")])
def test_the_zone_of_the_phone_goes_into_a_form_only_if_the_person_wants_it(
    open_phone, user, automatic, expected
):
    user.time_zone_automatic = automatic
    user.save()
    phone = open_phone(timezone_id="Pacific/Auckland")
    phone.goto("/now/")
    expect(phone.locator("input[name=time_zone]")).to_have_value(expected)


def test_a_sign_in_brings_the_zone_of_the_phone(open_phone, user):
    user.time_zone_automatic = True
    user.save()
    phone = open_phone(timezone_id="Pacific/Auckland")
    phone.context.clear_cookies()
    phone.goto("/accounts/login/")
    expect(phone.locator("input[name=time_zone]")).to_have_value("Pacific/Auckland")
    phone.locator("input[name=login]").fill(user.email)
    phone.locator("input[name=password]").fill(PASSWORD)
    phone.get_by_role("button", name="Sign in").click()
    expect(phone.locator("html")).to_have_attribute("data-zone", "Pacific/Auckland")


def test_where_no_answer_came_nobody_says_that_nothing_was_saved(open_phone):
    phone = open_phone()
    phone.goto("/")
    for event, said in (("timeout", "It may have been saved"), ("sendError", "This was not sent.")):
        phone.evaluate(f"document.body.dispatchEvent(new CustomEvent('htmx:{event}', {{ bubbles: true }}))")
        expect(phone.locator("#notices")).to_contain_text(said)
