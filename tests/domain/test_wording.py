"""Words for numbers, shares, dates and lists."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain import wording
from diary.domain.patterns.measures import Share

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "0 min"),
        (4, "4 min"),
        (4.5, "5 min"),
        (59.6, "1 h"),
        (60, "1 h"),
        (80, "1 h 20 min"),
        (None, "not noted"),
    ],
)
def test_a_duration_is_said_in_hours_and_minutes(minutes, said):
    assert wording.duration(minutes) == said


@given(st.integers(0, 10**6))
def test_a_duration_read_back_is_the_same_number_of_minutes(minutes):
    parts = wording.duration(minutes).replace(",", "").split()
    by_unit = dict(zip(parts[1::2], map(int, parts[::2]), strict=True))
    assert by_unit.get("h", 0) * 60 + by_unit.get("min", 0) == minutes
    assert by_unit.get("min", 0) < 60


@pytest.mark.parametrize(
    ("count", "noun", "said"),
    [
        (0, "cramp", "0 cramps"),
        (1, "cramp", "1 cramp"),
        (2, "cramp", "2 cramps"),
        (1, "entry,entries", "1 entry"),
        (1200, "entry,entries", "1,200 entries"),
    ],
)
def test_a_count_agrees_with_its_noun(count, noun, said):
    assert wording.counted(count, noun) == said


def test_a_share_always_says_its_whole():
    assert wording.share(Share(9, 14), "night") == "9 of 14 nights"
    assert wording.share(Share(1, 1), "night") == "1 of 1 night"
    assert wording.share(Share(3, 8)) == "3 of 8"
    assert wording.percent(Share(9, 14)) == "64%"


def test_a_share_of_nothing_is_not_nought():
    assert wording.share(Share(0, 0), "night") == "no nights noted"
    assert wording.percent(Share(0, 0)) == "–"


@pytest.mark.parametrize(
    ("number", "said"), [(2.64, "2.6"), (3.0, "3"), (0.05, "0.1"), (10.0, "10"), (None, "not noted")]
)
def test_a_decimal_has_one_place_or_none(number, said):
    assert wording.decimal(number) == said


def test_a_severity_has_its_number_scale_and_word():
    assert wording.severity(7) == "7 of 10, strong"
    assert wording.severity(0) == "0 of 10, no pain"
    assert wording.severity(None) == "not noted"


def test_a_date_of_this_year_has_no_year_and_another_has():
    assert wording.short_date(date(2026, 3, 3), TODAY) == "Tue 3 Mar"
    assert wording.short_date(date(2025, 3, 3), TODAY) == "Mon 3 Mar 2025"
    assert wording.long_date(date(2026, 3, 3), TODAY) == "Tuesday 3 March"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 3, 2), date(2026, 3, 8), "2 to 8 Mar"),
        (date(2026, 3, 30), date(2026, 4, 5), "30 Mar to 5 Apr"),
        (date(2025, 3, 3), date(2025, 3, 9), "3 to 9 Mar 2025"),
        (date(2025, 12, 29), date(2026, 1, 4), "29 Dec 2025 to 4 Jan 2026"),
        (date(2026, 3, 2), date(2026, 3, 2), "2 Mar"),
    ],
)
def test_days_in_a_row_name_what_differs_once(first, last, said):
    assert wording.days_from_to(first, last, TODAY) == said


@given(st.lists(st.text(alphabet="abc", min_size=1), max_size=6))
def test_a_joined_list_holds_every_word_in_order(parts):
    said = wording.joined(parts)
    assert said.replace(" and ", ", ").split(", ") == (parts or [""])
