"""The words that every screen shares."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.template import Context, Template
from django.utils import timezone

from diary.domain.entries import Episode, Place
from diary.domain.patterns.measures import Share
from diary.domain.vocabulary import Muscle, Side
from diary.templatetags import words


def episode(started_at: datetime, zone: str, *, about: bool = False) -> Episode:
    return Episode(
        id=UUID(int=1), started_at=started_at, time_zone=zone, day=started_at.date(), onset_is_about=about
    )


def test_a_date_of_this_year_has_no_year_and_another_has(time_machine):
    time_machine.move_to(datetime(2026, 11, 22, 9, tzinfo=UTC))
    assert words.short_date(date(2026, 3, 3)) == "Tue 3 Mar"
    assert words.long_date(date(2025, 3, 3)) == "Monday 3 March 2025"
    assert words.night_of(date(2026, 3, 3)) == "night of Tue 3 Mar"
    assert words.days_from_to(date(2025, 3, 3), date(2025, 3, 9)) == "3 to 9 Mar 2025"


def test_a_date_can_be_seen_from_another_day():
    seen_from = date(2025, 5, 1)
    assert words.short_date(date(2025, 3, 3), seen_from) == "Mon 3 Mar"
    assert words.long_date(date(2026, 3, 3), seen_from) == "Tuesday 3 March 2026"
    assert words.night_of(date(2026, 3, 3), seen_from) == "night of Tue 3 Mar 2026"
    assert words.days_from_to(date(2026, 3, 2), date(2026, 3, 8), seen_from) == "2 to 8 Mar 2026"


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


def test_the_words_are_filters_and_what_they_say_is_escaped():
    page = Template("{% load words %}{{ nights|share:'night' }}, {{ n|counted:'<b>' }}")
    assert page.render(Context({"nights": Share(9, 14), "n": 2})) == "9 of 14 nights, 2 &lt;b&gt;s"
