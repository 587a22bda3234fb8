"""The words that every screen shares."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.template import Context, Template
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.entries import Episode, Place
from diary.domain.patterns.measures import Share
from diary.domain.vocabulary import Muscle, Side
from diary.templatetags import words

TODAY = date(2026, 11, 22)


def episode(started_at: datetime, zone: str, *, about: bool = False) -> Episode:
    return Episode(
        id=UUID(int=1), started_at=started_at, time_zone=zone, day=started_at.date(), onset_is_about=about
    )


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
    assert words.duration(minutes) == said


@given(st.integers(0, 10**6))
def test_a_duration_read_back_is_the_same_number_of_minutes(minutes):
    parts = words.duration(minutes).replace(",", "").split()
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
    assert words.counted(count, noun) == said


def test_a_share_always_says_its_whole():
    assert words.share(Share(9, 14), "night") == "9 of 14 nights"
    assert words.share(Share(1, 1), "night") == "1 of 1 night"
    assert words.share(Share(3, 8)) == "3 of 8"
    assert words.percent(Share(9, 14)) == "64%"


def test_a_share_of_nothing_is_not_nought():
    assert words.share(Share(0, 0), "night") == "no nights noted"
    assert words.percent(Share(0, 0)) == "–"


@pytest.mark.parametrize(
    ("number", "said"), [(2.64, "2.6"), (3.0, "3"), (0.05, "0.1"), (10.0, "10"), (None, "not noted")]
)
def test_a_decimal_has_one_place_or_none(number, said):
    assert words.decimal(number) == said


def test_a_severity_has_its_number_scale_and_word():
    assert words.severity(7) == "7 of 10, strong"
    assert words.severity(0) == "0 of 10, no pain"
    assert words.severity(None) == "not noted"


def test_a_date_of_this_year_has_no_year_and_another_has():
    assert words.short_date(date(2026, 3, 3), TODAY) == "Tue 3 Mar"
    assert words.short_date(date(2025, 3, 3), TODAY) == "Mon 3 Mar 2025"
    assert words.long_date(date(2026, 3, 3), TODAY) == "Tuesday 3 March"
    assert words.night_of(date(2026, 3, 3), TODAY) == "night of Tue 3 Mar"


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
    assert words.days_from_to(first, last, TODAY) == said


def test_an_onset_is_shown_as_the_person_lived_it():
    start = datetime(2026, 3, 3, 8, 10, tzinfo=UTC)
    assert words.onset_time(episode(start, "America/New_York"), "America/New_York") == "03:10"
    assert words.onset_time(episode(start, "America/New_York"), "Europe/London") == "03:10, New York"
    assert (
        words.onset_time(episode(start, "America/New_York", about=True), "America/New_York") == "about 03:10"
    )


def test_a_zone_with_the_same_clock_needs_no_city():
    start = datetime(2026, 3, 3, 2, 10, tzinfo=UTC)
    assert words.onset_time(episode(start, "Europe/Berlin"), "Europe/Rome") == "03:10"


def test_an_onset_in_the_hour_that_came_twice_says_which():
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert (
        words.onset_time(episode(first, "Europe/London"), "Europe/London")
        == "01:30, before the clocks went back"
    )
    second = first + timedelta(hours=1)
    assert (
        words.onset_time(episode(second, "Europe/London"), "Europe/London")
        == "01:30, after the clocks went back"
    )


def test_the_viewer_is_in_the_zone_of_the_request_unless_said_otherwise():
    start = datetime(2026, 3, 3, 8, 10, tzinfo=UTC)
    with timezone.override("Europe/London"):
        assert words.onset_time(episode(start, "America/New_York")) == "03:10, New York"
    with timezone.override("America/New_York"):
        assert words.onset_time(episode(start, "America/New_York")) == "03:10"


def test_the_viewer_may_be_in_a_zone_that_is_only_an_offset():
    start = datetime(2026, 3, 3, 8, 10, tzinfo=UTC)
    with timezone.override("Etc/GMT-5"):
        assert words.onset_time(episode(start, "Etc/GMT-5")) == "13:10"


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("UTC", "UTC"),
        ("Etc/GMT+5", "UTC-05:00"),
        ("CET", "UTC+01:00"),
    ],
)
def test_a_zone_is_named_by_its_city_or_its_offset(zone, said):
    assert words.city(zone, datetime(2026, 1, 1, tzinfo=UTC)) == said


@pytest.mark.parametrize(
    ("muscles", "said"),
    [
        ((), "Not noted"),
        ((Place(Muscle.CALF, Side.LEFT),), "Left calf"),
        (
            (Place(Muscle.CALF, Side.LEFT), Place(Muscle.FOOT_ARCH, Side.RIGHT)),
            "Left calf and right foot arch",
        ),
        ((Place(Muscle.TOES, Side.BOTH), Place(Muscle.BACK)), "Toes on both sides and back"),
        ((Place(Muscle.OTHER, Side.LEFT),), "Somewhere else on the left"),
    ],
)
def test_places_are_said_in_one_breath(muscles, said):
    assert words.places(muscles) == said


@given(st.lists(st.text(alphabet="abc", min_size=1), max_size=6))
def test_a_joined_list_holds_every_word_in_order(parts):
    said = words.joined(parts)
    assert said.replace(" and ", ", ").split(", ") == (parts or [""])


def test_the_words_are_filters_and_what_they_say_is_escaped():
    page = Template("{% load words %}{{ nights|share:'night' }}, {{ n|counted:'<b>' }}")
    assert page.render(Context({"nights": Share(9, 14), "n": 2})) == "9 of 14 nights, 2 &lt;b&gt;s"
