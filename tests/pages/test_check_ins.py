"""The check-in: one tap an answer, nothing guessed, nothing lost."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import html5lib
import pytest
from django.urls import reverse

from diary import records
from diary.actions import answers, check_ins, episodes, factors
from diary.domain.factors import DEFAULT_FACTORS
from tests.factories import OwnFactorFactory

pytestmark = pytest.mark.django_db

# Sunday evening in London: the diary day is 22 November, the night of the 21st is over.
EVENING = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)
TODAY, YESTERDAY = date(2026, 11, 22), date(2026, 11, 21)
HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "check-in"}
ON_TONIGHT = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "check-in-card"}


@pytest.fixture(autouse=True)
def evening(time_machine):
    time_machine.move_to(EVENING, tick=False)


def a_cramp(user, day=YESTERDAY, **details):
    started_at = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=27)
    return episodes.record(
        user, id=uuid4(), started_at=started_at, time_zone="Europe/London", details=details
    )


def said(user, day=TODAY):
    return records.check_in_of(user, day)


def shown(client, day=TODAY):
    return client.get(reverse("diary:check_in", args=[day]))


def give(client, factor, day=TODAY, headers=None, **data):
    address = reverse("diary:check_in_answer", args=[day])
    return client.post(address, {"factor": factor, **data}, **(headers or {}))


def pressed(response):
    """Return the labels of the buttons that are pressed."""
    page = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    found = page.iterfind(".//button[@aria-pressed='true']")
    return ["".join(button.itertext()).strip() for button in found]


def test_every_default_question_is_a_card_of_buttons_in_a_real_form(client):
    response = shown(client)
    page = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    forms = {form.get("id"): form for form in page.iterfind(".//form") if form.get("id")}
    assert forms.keys() >= set(DEFAULT_FACTORS)
    for factor in DEFAULT_FACTORS:
        assert forms[factor].get("method") == "post"
        assert forms[factor].get("action") == forms[factor].get("hx-post")
    assert pressed(response) == []
    assert "0 of 4" in response.content.decode()


def test_one_tap_answers_and_goes_on_to_the_next_open_question(client, user):
    response = give(client, "fluids", value="less")
    assert response.status_code == 303
    assert response.url == "/check-ins/2026-11-22/#activity"
    assert said(user).factors == {"fluids": "less"}
    assert pressed(shown(client)) == ["Less than usual, drinking"]


def test_after_the_last_question_the_page_says_that_it_is_all(client):
    for factor, value in [("fluids", "usual"), ("activity", "light"), ("sitting", "4-8")]:
        give(client, factor, value=value)
    assert give(client, "alcohol", value="0").url == "/check-ins/2026-11-22/#day"
    response = shown(client)
    assert "That is all for today. Thank you." in response.content.decode()
    assert "4 of 4" in response.content.decode()


def test_htmx_gets_the_questions_alone_with_the_focus_on_the_next(client):
    response = give(client, "fluids", value="more", headers=HTMX)
    text = response.content.decode()
    assert response.status_code == 200
    assert text.lstrip().startswith('<div class="stack" id="check-in">')
    assert 'id="ask-activity" tabindex="-1" autofocus' in text
    assert text.count("autofocus") == 1


def test_a_plain_page_steals_no_focus(client):
    assert "autofocus" not in shown(client).content.decode()


def test_a_skip_is_kept_as_a_skip_and_stays_unknown(client, user):
    give(client, "alcohol", skip="1")
    assert said(user).factors == {"alcohol": None}
    text = shown(client).content.decode()
    assert "Skipped. Take back" in text
    assert "1 of 4" in text


def test_an_answer_can_be_changed_and_taken_back(client, user):
    give(client, "alcohol", value="0")
    give(client, "alcohol", value="3-4")
    assert said(user).factors == {"alcohol": "3-4"}
    response = give(client, "alcohol", take_back="1")
    assert response.url.endswith("#alcohol")
    assert said(user).factors == {}


def test_the_same_answer_twice_changes_nothing_the_second_time(client, user):
    give(client, "alcohol", value="0")
    once = said(user)
    give(client, "alcohol", value="0")
    assert said(user) == once
    assert user.check_ins.count() == 1


def test_answers_from_two_devices_are_both_kept(client, user):
    give(client, "fluids", value="less")
    check_ins.answer(user, TODAY, factor="alcohol", value="1-2", now=EVENING)
    give(client, "activity", value="hard")
    assert said(user).factors == {"fluids": "less", "alcohol": "1-2", "activity": "hard"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"factor": "alcohol", "value": "gallons"}, "“Alcohol” has no such answer."),
        ({"factor": "alcohol"}, "“Alcohol” has no such answer."),
        ({"factor": "alcohol", "value": "0\x00"}, "Null characters are not allowed."),
        ({"factor": "alcohol", "value": "x" * 100_000}, "“Alcohol” has no such answer."),
        ({"factor": "alcohol", "value": "\U0001f4a9<script>"}, "“Alcohol” has no such answer."),
        ({"factor": "moon", "value": "full"}, "This question is not known."),
        ({"value": "0"}, "This question is not known."),
        ({}, "This question is not known."),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX, ON_TONIGHT])
def test_what_is_no_answer_is_refused_in_words_and_nothing_is_written(client, user, data, words, headers):
    response = client.post(reverse("diary:check_in_answer", args=[TODAY]), data, **headers)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not user.check_ins.exists()


@pytest.mark.parametrize(
    "day", ["2026-11-23", "2026-13-01", "2026-02-30", "0000-01-01", "1899-12-31", "today"]
)
def test_a_day_that_is_none_or_has_not_begun_is_not_found(client, user, day):
    for address in ("", "answers/", "same/", "night/", "sleep/"):
        url = f"/check-ins/{day}/{address}"
        response = (
            client.post(url, {"factor": "alcohol", "value": "0", "clear": "1"})
            if address
            else client.get(url)
        )
        assert response.status_code == 404
    assert not user.check_ins.exists()


def test_before_noon_the_diary_day_is_still_yesterday(client, time_machine):
    time_machine.move_to(datetime(2026, 11, 22, 9, 0, tzinfo=UTC), tick=False)
    assert shown(client, TODAY).status_code == 404
    assert shown(client, YESTERDAY).status_code == 200


def test_a_day_far_in_the_past_can_be_checked_in(client, user):
    long_ago = date(1999, 12, 31)
    give(client, "alcohol", day=long_ago, value="5+")
    assert said(user, long_ago).factors == {"alcohol": "5+"}
    assert "Friday 31 December 1999" in shown(client, long_ago).content.decode()


def test_only_what_is_followed_is_asked(client, user):
    answers.say(user, {"factors.followed": ["shoes"]}, now=EVENING)
    text = shown(client).content.decode()
    assert "Did your shoes hurt?" in text
    assert "Any alcohol?" not in text


def test_whoever_follows_nothing_is_shown_where_to_choose(client, user):
    answers.say(user, {"factors.followed": []}, now=EVENING)
    assert "You follow nothing at present." in shown(client).content.decode()


# --- One's own factors -------------------------------------------------------------------------------------------


@pytest.fixture
def own(user):
    """A late shift, yes or no, and steps, a number, are all that is asked."""
    answers.say(user, {"factors.followed": []}, now=EVENING)
    OwnFactorFactory(owner=user, id="own-late", name="Late shift")
    OwnFactorFactory(owner=user, id="own-steps", name="Steps", cut=8000)


def field(response):
    """The field of the number."""
    page = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    return page.find(".//input[@inputmode='decimal']")


def test_an_own_question_has_two_buttons_and_a_number_has_a_field(client, user, own):
    response = shown(client)
    text = response.content.decode()
    assert "Late shift?" in text
    assert "Steps: how much, or how many?" in text
    assert field(response).get("value") == ""
    assert field(response).get("aria-labelledby") == "ask-own-steps"
    assert give(client, "own-late", value="yes").url.endswith("#own-steps")
    assert pressed(shown(client)) == ["Yes, Late shift"]
    assert give(client, "own-steps", value="8200").url.endswith("#day")
    assert said(user).factors == {"own-late": "yes", "own-steps": 8200}


def test_a_number_that_was_noted_is_shown_as_read_and_can_be_changed_skipped_and_taken_back(
    client, user, own
):
    give(client, "own-steps", value="8200,5")
    response = shown(client)
    assert "Noted: 8,200.5" in response.content.decode()
    assert field(response).get("value") == "8200.5"
    give(client, "own-steps", value="0")
    assert said(user).factors == {"own-steps": 0}
    assert "Noted: 0" in shown(client).content.decode()
    give(client, "own-steps", take_back="1", value="0")
    assert said(user).factors == {}
    give(client, "own-steps", skip="1", value="many")
    assert said(user).factors == {"own-steps": None}
    assert "Skipped. Take back" in shown(client).content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1,200", "This can be read as 1200 or as 1.20. Please write one of these."),
        ("many", "Please write only a number, such as 8200 or 7.5."),
        ("-1", "Please write only a number, such as 8200 or 7.5."),
        ("1000001", "Please give a number from 0 to 1,000,000."),
        ("", "Please write a number, or skip the question."),
        ("  ", "Please write a number, or skip the question."),
    ],
)
@pytest.mark.parametrize(
    "headers", [{}, HTMX, ON_TONIGHT, {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "own-steps"}]
)
def test_what_is_no_number_stays_in_its_field_with_the_reason_beside_it(
    client, user, own, typed, words, headers
):
    give(client, "own-late", skip="1")
    response = give(client, "own-steps", value=typed, headers=headers)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert field(response).get("value") == typed
    assert field(response).get("aria-invalid") == "true"
    page = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    problem = page.find(f".//*[@id='{field(response).get('aria-describedby')}']")
    assert "".join(problem.itertext()) == words
    assert said(user).factors == {"own-late": None}


def test_a_refused_number_keeps_the_one_that_was_noted(client, user, own):
    give(client, "own-steps", value="8200")
    assert give(client, "own-steps", value="many").status_code == 422
    assert said(user).factors == {"own-steps": 8200}
    assert field(shown(client)).get("value") == "8200"


def test_what_was_typed_for_one_number_does_not_stand_in_the_field_of_another(client, user, own):
    OwnFactorFactory(owner=user, id="own-cups", name="Cups", cut=3)
    response = give(client, "own-steps", value="many")
    page = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    typed = {form.get("id"): form.find(".//input[@name='value']") for form in page.iterfind(".//form")}
    assert typed["own-steps"].get("value") == "many"
    assert typed["own-cups"].get("value") == ""
    assert typed["own-cups"].get("aria-invalid") is None


def test_a_number_on_tonight_is_answered_in_its_card(client, user, own):
    text = give(client, "own-late", value="no", headers=ON_TONIGHT).content.decode()
    assert "2 of 2 · Steps: how much, or how many?" in text
    assert field(client.get("/")).get("aria-labelledby") == "check-in-question"
    text = give(client, "own-steps", value="8200", headers=ON_TONIGHT).content.decode()
    assert "That is all for today. Thank you." in text
    assert said(user).factors == {"own-late": "no", "own-steps": 8200}


def test_an_answer_to_another_question_on_tonight_leaves_the_field_of_the_open_one_alone(client, user, own):
    give(client, "own-late", value="no")
    response = give(client, "own-late", value="perhaps", headers=ON_TONIGHT)
    assert response.status_code == 422
    assert field(response).get("value") == ""


@pytest.mark.parametrize("headers", [{}, HTMX, ON_TONIGHT])
def test_a_question_that_was_retired_on_another_device_is_refused_in_words(client, user, own, headers):
    factors.stop(user, "own-late", now=EVENING)
    response = give(client, "own-late", value="yes", headers=headers)
    assert response.status_code == 422
    assert "You no longer follow “Late shift”." in response.content.decode()
    assert not user.check_ins.exists()


def test_a_retired_question_stays_on_the_days_that_answered_it(client, user, own):
    give(client, "own-late", day=YESTERDAY, value="yes")
    factors.stop(user, "own-late", now=EVENING)
    assert "Late shift" not in shown(client).content.decode()
    assert pressed(shown(client, YESTERDAY)) == ["Yes, Late shift"]
    give(client, "own-late", day=YESTERDAY, value="no")
    assert said(user, YESTERDAY).factors == {"own-late": "no"}


def test_a_question_of_somebody_else_is_none(client, user, other_user):
    OwnFactorFactory(owner=other_user, id="own-theirs", name="Theirs")
    response = give(client, "own-theirs", value="yes")
    assert response.status_code == 422
    assert "This question is not known." in response.content.decode()
    assert not user.check_ins.exists()


def test_same_as_yesterday_copies_own_answers_but_no_number(client, user, own):
    for factor, value in (("own-late", "yes"), ("own-steps", 8200)):
        check_ins.answer(user, YESTERDAY, factor=factor, value=value, now=EVENING)
    text = shown(client).content.decode()
    assert "Late shift: yes" in text
    assert "Steps: 8" not in text
    same(client)
    assert said(user).factors == {"own-late": "yes"}
    response = shown(client)
    assert "Copied 1 answer." in response.content.decode()
    assert "Same as yesterday" not in response.content.decode()
    client.post(undo_address(response))
    assert said(user).factors == {}


@pytest.mark.parametrize(
    "name", ["<b>Late</b> & “shift”", "x" * 120, "夜勤", "Spät-, Früh- oder Nachtschicht?"]
)
def test_any_name_makes_a_question(client, user, name):
    OwnFactorFactory(owner=user, id="own-odd", name=name)
    page = html5lib.parse(shown(client).content.decode(), namespaceHTMLElements=False)
    assert page.find(".//h3[@id='ask-own-odd']").text == f"{name.rstrip('?')}?"


# --- The same as yesterday ---------------------------------------------------------------------------------------


def same(client, query="", day=TODAY, **headers):
    return client.post(f"{reverse('diary:check_in_same', args=[day])}{query}", **headers)


def undo_address(response):
    page = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    return page.find(".//div[@id='notices']//form").get("action")


def test_same_as_yesterday_shows_what_it_would_copy_and_copies_that(client, user):
    check_ins.answer(user, YESTERDAY, factor="fluids", value="less", now=EVENING)
    check_ins.answer(user, YESTERDAY, factor="alcohol", value=None, now=EVENING)
    text = shown(client).content.decode()
    assert "Same as yesterday" in text
    assert "Drinking: less than usual" in text
    same(client)
    assert said(user).factors == {"fluids": "less"}


def test_same_as_yesterday_leaves_answers_and_skips_alone(client, user):
    for factor, value in [("fluids", "less"), ("alcohol", "5+"), ("activity", "hard")]:
        check_ins.answer(user, YESTERDAY, factor=factor, value=value, now=EVENING)
    give(client, "fluids", value="more")
    give(client, "alcohol", skip="1")
    same(client)
    assert said(user).factors == {"fluids": "more", "alcohol": None, "activity": "hard"}


def test_what_was_copied_can_be_undone_but_not_what_was_changed_since(client, user):
    for factor, value in [("fluids", "less"), ("alcohol", "5+")]:
        check_ins.answer(user, YESTERDAY, factor=factor, value=value, now=EVENING)
    same(client)
    undo = undo_address(shown(client))
    give(client, "alcohol", value="0")
    client.post(undo)
    assert said(user).factors == {"alcohol": "0"}


@pytest.mark.parametrize(
    "query", ["?undo=", "?undo=alcohol", "?undo=moon:full", "?undo=alcohol:5%2B&undo=%00:"]
)
def test_an_undo_of_nothing_changes_nothing(client, user, query):
    give(client, "alcohol", value="0")
    assert same(client, query).status_code == 303
    assert said(user).factors == {"alcohol": "0"}


def test_without_an_earlier_check_in_there_is_nothing_to_copy(client, user):
    assert "Same as" not in shown(client).content.decode()
    assert same(client).status_code == 303
    assert not user.check_ins.exists()


@pytest.mark.parametrize(
    ("earlier", "day", "words"),
    [
        (YESTERDAY, TODAY, "Same as yesterday"),
        (date(2026, 11, 19), TODAY, "Same as Thu 19 Nov"),
        (date(2026, 11, 19), date(2026, 11, 20), "Same as the day before"),
    ],
)
def test_the_day_that_is_copied_is_named(client, user, earlier, day, words):
    check_ins.answer(user, earlier, factor="fluids", value="less", now=EVENING)
    assert words in shown(client, day).content.decode()


# --- The night ---------------------------------------------------------------------------------------------------


def clear(client, value="1", day=YESTERDAY, **data):
    return client.post(reverse("diary:night_clear", args=[day]), {"clear": value, **data})


def test_a_clear_night_is_one_tap_and_can_be_undone(client, user):
    assert "Any cramps that night?" in shown(client, YESTERDAY).content.decode()
    assert clear(client).status_code == 303
    assert said(user, YESTERDAY).clear is True
    response = shown(client, YESTERDAY)
    assert pressed(response) == ["No cramps"]
    client.post(undo_address(response))
    assert said(user, YESTERDAY).clear is None


def test_a_clear_night_said_on_tonight_leads_back_there_and_so_does_its_undo(client):
    assert clear(client, next="/").url == "/"
    undo = undo_address(client.get("/"))
    assert client.post(undo).url == "/"


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org/", "/\\example.org", "javascript:0"]
)
def test_the_way_back_never_leads_off_the_site(client, elsewhere):
    assert clear(client, next=elsewhere).url == "/check-ins/2026-11-21/#night"


def test_a_night_with_a_cramp_is_never_called_clear(client, user):
    a_cramp(user)
    response = clear(client)
    assert response.status_code == 422
    assert "A cramp is noted in this night." in response.content.decode()
    assert not user.check_ins.exists()


def test_a_night_that_is_not_over_is_not_called_clear(client, user):
    assert "This night is still to come." in shown(client).content.decode()
    response = clear(client, day=TODAY)
    assert response.status_code == 422
    assert "This night is not over yet." in response.content.decode()
    assert not user.check_ins.exists()


@pytest.mark.parametrize("value", ["yes", "0", "\x00", "x" * 10_000])
def test_what_says_nothing_about_a_night_is_refused(client, user, value):
    assert clear(client, value).status_code == 422
    assert not user.check_ins.exists()


def test_an_unknown_night_stays_unknown_when_it_is_taken_back(client, user):
    assert clear(client, "").status_code == 303
    assert not user.check_ins.exists()


def test_a_night_with_cramps_says_how_many_and_asks_about_the_sleep(client, user):
    a_cramp(user, count=2)
    a_cramp(user)
    text = shown(client, YESTERDAY).content.decode()
    assert "3 cramps" in text
    assert "How much did cramps disturb your sleep?" in text
    assert "Any cramps that night?" not in text


def sleep(client, value, day=YESTERDAY):
    return client.post(reverse("diary:check_in_sleep", args=[day]), {"value": value})


@pytest.mark.parametrize("number", [0, 10])
def test_disturbed_sleep_is_noted_and_taken_back_in_one_tap(client, user, number):
    a_cramp(user)
    sleep(client, number)
    assert said(user, YESTERDAY).sleep_disturbance == number
    assert pressed(shown(client, YESTERDAY)) == [f"{number} of 10"]
    sleep(client, "")
    assert said(user, YESTERDAY).sleep_disturbance is None


@pytest.mark.parametrize("value", ["11", "-1", "5.5", "many", "\x00", "٣"])
def test_disturbed_sleep_is_a_number_from_0_to_10(client, user, value):
    a_cramp(user)
    assert sleep(client, value).status_code == 422
    assert said(user, YESTERDAY).sleep_disturbance is None


def test_disturbed_sleep_is_asked_only_after_a_night_with_cramps(client, user):
    a_cramp(user, day=TODAY)
    for day in (TODAY, YESTERDAY):
        assert "disturb your sleep" not in shown(client, day).content.decode()
        assert sleep(client, 4, day).status_code == 422
    assert not user.check_ins.exists()


# --- On Tonight --------------------------------------------------------------------------------------------------


def test_the_card_on_tonight_becomes_the_next_question_and_finally_a_thank_you(client):
    text = give(client, "fluids", value="usual", headers=ON_TONIGHT).content.decode()
    assert text.lstrip().startswith('<section class="card" id="check-in-card"')
    assert "2 of 4 · How hard was your activity?" in text
    for factor in ("activity", "sitting", "alcohol"):
        text = give(client, factor, skip="1", headers=ON_TONIGHT).content.decode()
    assert "That is all for today. Thank you." in text


def test_the_card_on_tonight_leads_back_to_tonight_without_javascript(client):
    assert give(client, "fluids", value="usual", next="/#check-in-card").url == "/#check-in-card"


# --- Everybody's own ---------------------------------------------------------------------------------------------


def test_nobody_sees_or_changes_the_check_in_of_another(client, user, other_user):
    check_ins.answer(other_user, TODAY, factor="alcohol", value="5+", now=EVENING)
    assert pressed(shown(client)) == []
    give(client, "alcohol", value="0")
    assert said(other_user).factors == {"alcohol": "5+"}
    assert said(user).factors == {"alcohol": "0"}


def test_a_check_in_takes_few_queries(client, user, django_assert_max_num_queries):
    a_cramp(user)
    shown(client)
    with django_assert_max_num_queries(10):
        shown(client, YESTERDAY)
