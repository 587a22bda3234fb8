"""The hottest months where somebody lives: never wrong, sometimes unknown."""

import re
from datetime import date
from importlib.resources import files

import pytest

from accounts.zones import zone_names
from diary.domain.seasons import hemisphere, is_hot_season
from diary.domain.vocabulary import Hemisphere

# Country, latitude and longitude, zone: "GB  +513030-0000731  Europe/London".
TABLE = (files("tzdata") / "zoneinfo" / "zone.tab").read_text()
LATITUDES = {
    zone: float(degrees) + float(minutes) / 60 * (-1 if degrees.startswith("-") else 1)
    for degrees, minutes, zone in re.findall(r"^[A-Z]{2}\t([+-]\d\d)(\d\d)\S*\t(\S+)", TABLE, re.MULTILINE)
}
TROPIC = 23.5


def test_no_zone_is_put_on_the_wrong_half_of_the_earth():
    found = {zone: hemisphere(zone) for zone in LATITUDES}
    wrong = [
        zone
        for zone, half in found.items()
        if half is not None and (half is Hemisphere.NORTH) is not (LATITUDES[zone] > 0)
    ]
    assert len(LATITUDES) > 400
    assert wrong == []


def test_most_zones_outside_of_the_tropics_are_known():
    outside = [zone for zone, latitude in LATITUDES.items() if abs(latitude) > TROPIC]
    known = [zone for zone in outside if hemisphere(zone)]
    assert len(known) / len(outside) > 0.85


@pytest.mark.parametrize(
    ("zone", "half"),
    [
        ("Europe/London", "north"), ("Europe/Dublin", "north"), ("America/New_York", "north"), ("Asia/Tokyo", "north"),
        ("Asia/Shanghai", "north"), ("Europe/Moscow", "north"), ("America/Phoenix", "north"), ("US/Eastern", "north"),
        ("Australia/Sydney", "south"), ("Australia/Brisbane", "south"), ("Africa/Johannesburg", "south"),
        ("America/Sao_Paulo", "south"), ("Pacific/Auckland", "south"), ("NZ", "south"),
    ],
)  # fmt: skip
def test_a_place_is_known_by_its_summer_time_also_of_long_ago_and_by_another_name(zone, half):
    assert hemisphere(zone).value == half


@pytest.mark.parametrize(
    "zone", ["UTC", "Etc/GMT+5", "Asia/Kolkata", "Asia/Singapore", "Africa/Nairobi", "America/Belize"]
)
def test_where_the_clocks_tell_nothing_there_is_no_season(zone):
    assert hemisphere(zone) is None
    assert {is_hot_season(date(2026, month, 1), zone) for month in range(1, 13)} == {None}


@pytest.mark.parametrize(("zone", "hot"), [("Europe/Paris", {7, 8}), ("Australia/Perth", {1, 2})])
def test_the_hottest_months_are_two(zone, hot):
    assert {month for month in range(1, 13) if is_hot_season(date(2026, month, 15), zone)} == hot


def test_every_zone_that_a_person_may_choose_has_an_answer():
    assert {hemisphere(zone) for zone in zone_names()} == {None, *Hemisphere}
