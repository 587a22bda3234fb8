"""The form that says which part of the diary is handed on: what was chosen, and nothing that was not."""

from datetime import UTC, date, datetime

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.selection import EVERYTHING, USUAL, Section, Selection
from diary.forms import SelectionForm
from tests.factories import CheckInFactory, EpisodeFactory, VisitFactory

TODAY = date(2026, 3, 20)
VISIT = date(2026, 3, 3)


def form_for(query="", **more):
    form = SelectionForm(QueryDict(query), today=TODAY, last_visit=VISIT, **more)
    assert form.is_valid(), form.errors
    return form


def test_an_address_that_says_nothing_is_the_usual_selection_without_notes():
    assert form_for().selection == Selection(first=date(2025, 12, 20), last=None, sections=USUAL)
    assert Section.NOTES not in form_for().selection.sections


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("period=4-weeks", date(2026, 2, 21)),
        ("period=3-months", date(2025, 12, 20)),
        ("period=year", date(2025, 3, 22)),
        ("period=all", None),
        ("period=since-visit", VISIT),
        ("period=own&first=2026-01-05", date(2026, 1, 5)),
    ],
)
def test_a_period_begins_with_the_first_of_its_nights_and_goes_up_to_now(query, first):
    selection = form_for(query).selection
    assert (selection.first, selection.last) == (first, None)


def test_four_weeks_are_twenty_eight_nights():
    first = form_for("period=4-weeks").selection.first
    assert (TODAY - first).days + 1 == 28


def test_own_dates_bound_both_ends():
    selection = form_for("period=own&first=2026-01-05&last=2026-02-01").selection
    assert (selection.first, selection.last) == (date(2026, 1, 5), date(2026, 2, 1))


def test_dates_left_over_from_before_do_not_narrow_another_period():
    assert form_for("period=all&first=2026-01-05&last=2026-02-01").selection == Selection()


def test_nothing_ticked_is_nothing_and_not_the_usual():
    assert form_for("chosen=1").selection.sections == frozenset()
    assert form_for("chosen=1&sections=notes").selection.sections == {Section.NOTES}
    assert form_for("sections=notes").selection.sections == {Section.NOTES}


def test_a_screen_may_have_another_usual_answer():
    form = form_for(period="all", sections=EVERYTHING)
    assert form.selection == Selection(sections=EVERYTHING)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("period=own", "first"),
        ("period=own&first=2026-03-21", "first"),
        ("period=own&first=2026-02-02&last=2026-02-01", "last"),
        ("period=own&first=1799-01-01", "first"),
        ("period=own&last=hello", "last"),
        ("period=never", "period"),
        ("chosen=1&sections=everything", "sections"),
    ],
)
def test_what_can_not_be_meant_is_said_beside_its_field_and_kept(query, field):
    form = SelectionForm(QueryDict(query), today=TODAY)
    assert not form.is_valid()
    assert list(form.errors) == [field]
    assert form["period"].value() == QueryDict(query).get("period", "3-months")


def test_without_a_visit_nobody_is_offered_the_nights_since():
    form = SelectionForm(QueryDict("period=since-visit"), today=TODAY)
    assert list(form.errors) == ["period"]
    assert "Since your visit" not in str(form)


@given(
    st.sampled_from(["4-weeks", "3-months", "year", "all", "since-visit", "own"]),
    st.dates(date(2020, 1, 1), date(2023, 1, 1)),
    st.none() | st.dates(date(2023, 1, 1), date(2030, 1, 1)),
    st.frozensets(st.sampled_from(Section)),
)
def test_an_address_carries_the_same_selection_on(period, first, last, sections):
    data = {"chosen": "1", "period": period, "sections": [section.value for section in sections]}
    dates = {name: day.isoformat() for name, day in (("first", first), ("last", last)) if day}
    form = SelectionForm(data | dates, today=TODAY, last_visit=VISIT)
    assert form.is_valid(), form.errors
    assert form_for(form.as_query()).selection == form.selection
    assert form.selection.sections == sections


def test_a_form_that_is_only_shown_has_the_usual_answers_ticked():
    form = SelectionForm(None, today=TODAY)
    assert not form.is_bound
    text = render_to_string("components/selection.html", {"form": form})
    assert text.count("checked") == 1 + len(USUAL)
    assert 'value="notes"' in text
    assert "errorlist" not in text


def test_the_form_of_a_person_knows_their_visits_and_their_first_night(user, other_user):
    VisitFactory(owner=user, on=date(2026, 1, 5), closed_at=datetime(2026, 1, 6, tzinfo=UTC))
    VisitFactory(owner=user, on=VISIT, closed_at=datetime(2026, 3, 4, tzinfo=UTC))
    VisitFactory(owner=user, on=date(2026, 4, 1))
    VisitFactory(owner=other_user, on=date(2026, 3, 9), closed_at=datetime(2026, 3, 9, tzinfo=UTC))
    EpisodeFactory(owner=user, day=date(2025, 11, 2))
    EpisodeFactory(owner=user, day=date(2025, 10, 1), deleted_at=datetime(2026, 1, 1, tzinfo=UTC))
    CheckInFactory(owner=user, day=date(2025, 11, 7))
    form = SelectionForm.of(user, QueryDict("period=since-visit"), today=TODAY)
    assert form.is_valid(), form.errors
    assert form.selection.first == VISIT
    assert "2 Nov 2025" in str(form)


@pytest.mark.parametrize(("noted", "first"), [(True, date(2026, 2, 21)), (False, date(2026, 2, 20))])
def test_four_weeks_end_with_the_last_night_that_counts(user, noted, first):
    if noted:
        CheckInFactory(owner=user, day=TODAY)
    form = SelectionForm.of(user, QueryDict("period=4-weeks"), today=TODAY)
    assert form.is_valid()
    assert form.selection.first == first
