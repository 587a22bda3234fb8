"""Days for comparison: who is offered them, what Tonight asks, the page with the switch, and what Patterns shows."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from diary.domain.factors import DEFAULT_FACTORS, FACTOR_BY_ID
from tests.factories import CheckInFactory, EpisodeFactory

MORNING = datetime(2026, 3, 18, 8, 0, tzinfo=UTC)
# The diary day that has just ended at noon of the 18th; a cramp came in the night of the 15th.
CRAMP = date(2026, 3, 15)
WEEK = timedelta(weeks=1)

OFFER = "You note your cramps, but seldom the nights without."
TONIGHT, PAGE, PATTERNS = "diary:tonight", "diary:control_days", "diary:patterns"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


def cramp(user, day):
    EpisodeFactory(owner=user, started_at=datetime(day.year, day.month, day.day, 23, tzinfo=UTC))


def tell(user, day, **said):
    """The check-in of a day, all its usual questions answered."""
    said = {name: FACTOR_BY_ID[name].scale[0][0] for name in DEFAULT_FACTORS} | said
    CheckInFactory(owner=user, day=day, clear=None, factors=said)


@pytest.fixture
def cramps(user):
    """Cramps every nine days for twelve weeks, the last one in the night of 15 March, and nothing else."""
    for back in range(10):
        cramp(user, CRAMP - timedelta(days=9 * back))


@pytest.fixture
def asked(client, cramps):
    choose(client, "yes")


def choose(client, asked, **sent):
    return client.post(reverse(PAGE), {"asked": asked, **sent})


def text(client, name):
    return client.get(reverse(name)).text


def question(day):
    return f"How was {day:%A} {day.day} {day:%B}?"


# --- The offer ------------------------------------------------------------------------------------------------------


def test_who_notes_cramps_alone_is_offered_two_ways(client, cramps):
    assert OFFER in text(client, TONIGHT)


def test_who_says_how_the_nights_were_is_not_offered_other_days(client, user, cramps):
    for back in range(2, 60):
        CheckInFactory(owner=user, day=CRAMP - timedelta(days=back), factors={})
    assert OFFER not in text(client, TONIGHT)


def test_a_new_diary_is_not_offered_other_days(client, user):
    for back in (0, 4, 8):
        cramp(user, CRAMP - timedelta(days=back))
    assert OFFER not in text(client, TONIGHT)


def test_during_a_cramp_nothing_is_offered(client, user, cramps):
    EpisodeFactory(owner=user, started_at=MORNING - timedelta(minutes=5), progress="ongoing")
    assert OFFER not in text(client, TONIGHT)


def test_no_thank_you_is_the_end_of_it(client, user, cramps):
    response = choose(client, "no", next=reverse(TONIGHT))
    assert (response.status_code, response.url) == (303, reverse(TONIGHT))
    assert user.answers.get().value is False
    shown = text(client, TONIGHT)
    assert "You will not be asked about other days." in shown
    assert OFFER not in shown
    assert "For comparison" not in shown


def test_two_taps_on_a_choice_are_one_answer(client, user, cramps):
    choose(client, "yes")
    choose(client, "yes")
    assert user.answers.count() == 1


@pytest.mark.parametrize("sent", ["", "perhaps"])
def test_what_is_no_choice_is_not_kept(client, user, cramps, sent):
    response = choose(client, sent)
    assert response.status_code == 422
    assert "Please choose yes" in response.text
    assert not user.answers.exists()


# --- What Tonight asks ----------------------------------------------------------------------------------------------


def test_tonight_asks_about_the_day_of_the_cramp_and_the_same_weekday_before_it(client, asked):
    shown = text(client, TONIGHT)
    assert question(CRAMP) in shown
    assert "A cramp came after it." in shown
    assert question(CRAMP - WEEK) in shown
    assert "It was the same weekday, a week before a cramp." in shown
    assert reverse("diary:check_in", args=[CRAMP - WEEK]) in shown
    assert shown.count("before a cramp.") == 1


def test_two_days_a_day_are_asked_about_and_the_next_ones_tomorrow(client, user, asked, clock):
    tell(user, CRAMP)
    assert text(client, TONIGHT).count("How was ") == 1
    tell(user, CRAMP - WEEK)
    assert "For comparison" not in text(client, TONIGHT)
    clock.shift(timedelta(days=1))
    shown = text(client, TONIGHT)
    assert "For comparison" in shown
    assert question(CRAMP) not in shown


def test_the_day_that_the_check_in_asks_about_is_not_asked_about_twice(client, user, clock):
    clock.move_to(MORNING.replace(hour=20))
    for back in range(1, 90, 9):
        cramp(user, date(2026, 3, 18) - timedelta(days=back))
    CheckInFactory(owner=user, day=date(2026, 3, 17), clear=None, factors={})
    choose(client, "yes")
    response = client.get(reverse(TONIGHT))
    days = [one.day for one in response.context["control_days"]]
    assert response.context["plan"].day not in days
    assert date(2026, 3, 17) in days


def test_nobody_else_pays_for_it(client, user, django_assert_max_num_queries):
    for back in range(60):
        CheckInFactory(owner=user, day=CRAMP - timedelta(days=back))
        cramp(user, CRAMP - timedelta(days=back))
    with django_assert_max_num_queries(11):
        text(client, TONIGHT)


# --- The page -------------------------------------------------------------------------------------------------------


def test_the_page_lists_what_is_open_and_turns_it_off(client, user, asked):
    shown = text(client, PAGE)
    assert "<b>0 of 12</b> nights with cramps have comparison days." in shown
    assert question(CRAMP) in shown
    assert question(CRAMP - 2 * WEEK) in shown
    response = choose(client, "no")
    assert response.url == reverse(PAGE)
    assert "Tonight does not ask you about other days" in text(client, PAGE)


def test_the_page_counts_the_nights_that_are_complete(client, user, asked):
    tell(user, CRAMP)
    tell(user, CRAMP - WEEK)
    assert "<b>1 of 12</b> nights" in text(client, PAGE)


def test_the_page_of_an_empty_diary_asks_nothing(client):
    assert "There is no day to ask about at present." in text(client, PAGE)


def test_who_follows_nothing_is_told_so(client, user, asked):
    client.post(reverse("diary:factors"), {"followed": []})
    assert "You follow nothing at present" in text(client, PAGE)


# --- Patterns -------------------------------------------------------------------------------------------------------


def a_dozen(user, *, alcohol_before_cramps):
    """Fourteen cramps, each with three control days without alcohol."""
    for number in range(14):
        night = CRAMP - 4 * number * WEEK
        cramp(user, night)
        tell(user, night, alcohol="3-4" if alcohol_before_cramps else "0")
        for weeks in (1, 2, 3):
            tell(user, night - weeks * WEEK)


def test_patterns_is_silent_for_those_who_did_not_choose_it(client, cramps):
    shown = text(client, PATTERNS)
    assert "Before a cramp, and on other days" not in shown
    assert "Other days can be compared instead" in shown


def test_patterns_says_nothing_of_other_days_to_those_who_note_their_nights(client, user):
    for back in range(30):
        CheckInFactory(owner=user, day=CRAMP - timedelta(days=back))
    assert reverse(PAGE) not in text(client, PATTERNS)


def test_patterns_says_how_many_nights_are_complete(client, user, asked):
    tell(user, CRAMP)
    tell(user, CRAMP - WEEK)
    shown = text(client, PATTERNS)
    assert "<b>1 of 12</b> nights with cramps have comparison days." in shown
    assert "11 more nights" in shown


def test_a_dozen_nights_stand_beside_their_days_counts_first(client, user):
    a_dozen(user, alcohol_before_cramps=True)
    response = client.get(reverse(PATTERNS))
    section = response.text.partition('id="control-days"')[2]
    alcohol = section.index("14 of 14 nights")
    assert (
        alcohol
        < section.index("A clear pattern. It does not prove the cause.")
        < section.index("Ratio and interval")
    )
    assert "0 of 42 comparison days" in section
    assert section.index("<h3>Alcohol</h3>") < section.index("<h3>Drinking</h3>")
    assert "People remember the day of a cramp better than other days." in section


def test_where_nothing_differs_nothing_is_called_clear(client, user):
    a_dozen(user, alcohol_before_cramps=False)
    section = text(client, PATTERNS).partition('id="control-days"')[2]
    assert "a clear pattern" not in section
    assert "14 nights with cramps, each beside the same weekday" in section


def test_when_half_of_the_nights_are_noted_patterns_says_that_nights_are_compared(client, user, asked):
    for back in range(90):
        day = CRAMP - timedelta(days=back)
        if back % 9:
            CheckInFactory(owner=user, day=day)
    said = "You have said how at least half of your nights were."
    assert said in text(client, PATTERNS)
    assert said in text(client, PAGE)
    assert "For comparison" not in text(client, TONIGHT)
