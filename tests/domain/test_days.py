"""Diary days and wall clocks, over zones with every kind of clock change between 2005 and 2030."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from math import ceil
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from diary.domain.days import (
    Never,
    Once,
    Twice,
    day_to_check_in,
    days_between,
    diary_day,
    first_instant_of,
    instants_of,
    is_zone,
    night_to_settle,
    wall_clock,
    whole_minutes,
)

ZONES = (
    "Europe/London",
    "America/St_Johns",
    "Australia/Lord_Howe",  # half an hour of summer time
    "Pacific/Apia",  # 30 December 2011 never happened
    "Asia/Kolkata",
    "America/Sao_Paulo",  # used to change at midnight
    "Africa/Casablanca",  # winter time in Ramadan
    "UTC",
)
START, END = datetime(2005, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
LOST_DAY = date(2011, 12, 30)


def utc(year, month, day, hour=0, minute=0, second=0):
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def wall(text):
    """What a clock on the wall shows: it knows no zone."""
    return datetime.fromisoformat(text)


@cache
def clock_changes(zone):
    """Every hour of START to END in which the zone's offset changes, found without the code under test."""
    place, hour = ZoneInfo(zone), timedelta(hours=1)
    changes, at = [], START
    offset = at.astimezone(place).utcoffset()
    while at < END:
        day_later = at + timedelta(days=1)
        if day_later.astimezone(place).utcoffset() != offset:
            while at.astimezone(place).utcoffset() == offset:
                at += hour
            offset = at.astimezone(place).utcoffset()
            changes.append(at)
        else:
            at = day_later
    return changes


@st.composite
def places_and_instants(draw):
    """A zone, and an instant that is often within three hours of one of its clock changes."""
    zone = draw(st.sampled_from(ZONES))
    changes = clock_changes(zone)
    if changes and draw(st.booleans()):
        seconds = draw(st.integers(-3 * 3600, 3 * 3600))
        return zone, draw(st.sampled_from(changes)) + timedelta(seconds=seconds)
    naive = draw(st.datetimes(START.replace(tzinfo=None), END.replace(tzinfo=None)))
    return zone, naive.replace(tzinfo=UTC)


def test_the_clock_changes_that_these_tests_lean_on_are_there():
    assert {zone: bool(clock_changes(zone)) for zone in ZONES} == {
        **dict.fromkeys(ZONES, True),
        "Asia/Kolkata": False,
        "UTC": False,
    }


@given(places_and_instants())
@example(("Pacific/Apia", utc(2011, 12, 30, 9, 59, 59)))
@example(("Pacific/Apia", utc(2011, 12, 30, 10)))
def test_each_instant_belongs_to_the_one_day_that_has_begun_and_not_ended(place_and_instant):
    zone, instant = place_and_instant
    day = diary_day(instant, zone)
    assert first_instant_of(day, zone) <= instant < first_instant_of(day + timedelta(days=1), zone)


@given(places_and_instants())
def test_a_diary_day_begins_at_noon_on_the_wall(place_and_instant):
    zone, instant = place_and_instant
    day = diary_day(instant, zone)
    begins = wall_clock(first_instant_of(day, zone), zone)
    if (zone, day) == ("Pacific/Apia", LOST_DAY):
        assert begins == wall("2011-12-31 00:00")
    else:
        assert begins == datetime.combine(day, time(12))


@given(st.sampled_from(ZONES), st.dates(START.date(), END.date()))
@example("Pacific/Apia", LOST_DAY)
@example("Pacific/Apia", LOST_DAY - timedelta(days=1))
def test_the_first_instant_of_a_day_is_its_first(zone, day):
    begins = first_instant_of(day, zone)
    assert diary_day(begins, zone) == day
    assert diary_day(begins - timedelta(seconds=1), zone) == day - timedelta(days=1)


@given(st.sampled_from(ZONES), st.dates(START.date(), END.date()))
def test_the_days_of_a_month_add_up_to_its_hours(zone, day):
    starts = [first_instant_of(d, zone) for d in days_between(day, day + timedelta(days=31))]
    assert starts == sorted(starts)
    lengths = [later - earlier for earlier, later in pairwise(starts)]
    assert sum(lengths, timedelta()) == starts[-1] - starts[0]
    half_days = {timedelta(hours=12)} if zone == "Pacific/Apia" else set()
    usual = {timedelta(hours=hours) for hours in (23, 23.5, 24, 24.5, 25)}
    assert set(lengths) <= usual | half_days


def instants_by_search(shown, zone):
    """The instants at which a clock in `zone` shows `shown`: every offset of the days around it is tried."""
    place = ZoneInfo(zone)
    around = [shown.replace(tzinfo=UTC) + timedelta(hours=hours) for hours in range(-48, 49)]
    offsets = {at.astimezone(place).utcoffset() for at in around}
    tried = {shown.replace(tzinfo=UTC) - offset for offset in offsets}
    return sorted(at for at in tried if at.astimezone(place).replace(tzinfo=None) == shown)


@given(places_and_instants())
@example(("Pacific/Apia", utc(2011, 12, 30, 10)))
def test_what_a_wall_time_can_mean_agrees_with_a_search_through_all_offsets(place_and_instant):
    zone, instant = place_and_instant
    # A wall time a little later may fall into a gap, where no instant shows it.
    for shown in (wall_clock(instant, zone), wall_clock(instant, zone) + timedelta(minutes=45)):
        expected = instants_by_search(shown, zone)
        match instants_of(shown, zone):
            case Once(at):
                assert [at] == expected
            case Twice(first, second):
                assert [first, second] == expected
            case Never(earlier, later):
                assert expected == []
                assert earlier < later
                assert wall_clock(earlier, zone) < shown < wall_clock(later, zone)


@given(places_and_instants())
def test_an_instant_is_among_the_meanings_of_the_wall_time_it_showed(place_and_instant):
    zone, instant = place_and_instant
    match instants_of(wall_clock(instant, zone), zone):
        case Once(at):
            assert at == instant
        case Twice(first, second):
            assert instant in {first, second}
        case never:
            pytest.fail(f"{instant} happened, but its wall time is {never}")


@pytest.mark.parametrize(
    ("zone", "shown", "meaning"),
    [
        ("Europe/London", wall("2026-10-25 01:30"), Twice(utc(2026, 10, 25, 0, 30), utc(2026, 10, 25, 1, 30))),
        ("Europe/London", wall("2026-03-29 01:30"), Never(utc(2026, 3, 29, 0, 30), utc(2026, 3, 29, 1, 30))),
        ("Europe/London", wall("2026-03-29 00:59"), Once(utc(2026, 3, 29, 0, 59))),
        ("Europe/London", wall("2026-03-29 02:00"), Once(utc(2026, 3, 29, 1, 0))),
        ("Europe/London", wall("2026-10-25 02:00"), Once(utc(2026, 10, 25, 2, 0))),
        (
            "Australia/Lord_Howe",
            wall("2026-04-05 01:45"),
            Twice(utc(2026, 4, 4, 14, 45), utc(2026, 4, 4, 15, 15)),
        ),
        ("Pacific/Apia", wall("2011-12-30 03:00"), Never(utc(2011, 12, 29, 13), utc(2011, 12, 30, 13))),
        ("Asia/Kolkata", wall("2026-10-25 01:30"), Once(utc(2026, 10, 24, 20, 0))),
    ],
)  # fmt: skip
def test_the_nights_of_a_clock_change_mean_what_their_calendars_say(zone, shown, meaning):
    assert instants_of(shown, zone) == meaning


def test_both_passes_of_a_repeated_hour_show_the_same_wall_time():
    meaning = instants_of(wall("2026-10-25 01:30"), "Europe/London")
    assert wall_clock(meaning.first, "Europe/London") == wall_clock(meaning.second, "Europe/London")
    assert wall_clock(meaning.second, "Europe/London").fold == 0


@given(places_and_instants(), st.integers(0, 48 * 3600))
def test_a_duration_is_the_time_that_passed_whatever_the_clocks_did(place_and_instant, seconds):
    zone, start = place_and_instant
    end = start + timedelta(seconds=seconds)
    there = [at.astimezone(ZoneInfo(zone)).astimezone(UTC) for at in (start, end)]
    assert whole_minutes(start, end) == whole_minutes(*there) == ceil(seconds / 60)


def test_a_cramp_over_the_autumn_change_lasts_as_long_as_it_hurt():
    assert whole_minutes(utc(2026, 10, 25, 0, 30), utc(2026, 10, 25, 1, 30)) == 60


def test_a_started_minute_counts_as_one():
    start = utc(2026, 3, 4, 3, 10)
    assert [whole_minutes(start, start + timedelta(seconds=s)) for s in (0, 1, 59, 60, 61, 600, 601)] == [
        0, 1, 1, 1, 2, 10, 11,
    ]  # fmt: skip


def test_a_duration_is_unknown_when_the_end_comes_before_the_start():
    start = utc(2026, 3, 4, 3, 10)
    assert whole_minutes(start, start - timedelta(seconds=1)) is None


@pytest.mark.parametrize(
    ("now", "night"),
    [
        (utc(2026, 3, 4, 3, 59, 59), date(2026, 3, 2)),
        (utc(2026, 3, 4, 4, 0), date(2026, 3, 3)),
        (utc(2026, 3, 4, 12, 0), date(2026, 3, 3)),
        (utc(2026, 3, 4, 23, 59, 59), date(2026, 3, 3)),
        (utc(2026, 3, 5, 0, 0), date(2026, 3, 3)),
        # British summer time: 04:00 on the wall is 03:00 UTC
        (utc(2026, 7, 4, 2, 59, 59), date(2026, 7, 2)),
        (utc(2026, 7, 4, 3, 0), date(2026, 7, 3)),
    ],
)
def test_a_night_is_asked_about_from_four_in_the_morning(now, night):
    assert night_to_settle(now, "Europe/London") == night


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (utc(2026, 3, 4, 16, 59, 59), date(2026, 3, 3)),
        (utc(2026, 3, 4, 17, 0), date(2026, 3, 4)),
        (utc(2026, 3, 5, 0, 30), date(2026, 3, 4)),
        (utc(2026, 7, 4, 15, 59, 59), date(2026, 7, 3)),
        (utc(2026, 7, 4, 16, 0), date(2026, 7, 4)),
    ],
)
def test_a_day_is_told_from_five_in_the_afternoon(now, day):
    assert day_to_check_in(now, "Europe/London") == day


@given(places_and_instants())
def test_the_night_to_settle_is_never_a_diary_day_that_has_yet_to_begin(place_and_instant):
    zone, now = place_and_instant
    assert first_instant_of(night_to_settle(now, zone), zone) <= now
    assert night_to_settle(now, zone) <= diary_day(now, zone)


def test_days_between_holds_both_ends_and_nothing_when_they_are_swapped():
    first, last = date(2026, 2, 27), date(2026, 3, 2)
    assert list(days_between(first, last)) == [first, date(2026, 2, 28), date(2026, 3, 1), last]
    assert list(days_between(first, first)) == [first]
    assert list(days_between(last, first)) == []


@pytest.mark.parametrize(
    "zone", [*ZONES, "UTC", "Etc/GMT+4", "Asia/Calcutta", "Europe/Kiev", "America/Argentina/Ushuaia"]
)
def test_a_zone_is_an_iana_name(zone):
    assert is_zone(zone)


@pytest.mark.parametrize(
    "name",
    [
        "", "GMT+4", "UTC+2", "localtime", "Factory", "posixrules", "posix/UTC", "right/UTC", "Europe", "europe",
        "../../etc/passwd", "/etc/passwd", "Europe/London/", "Europe/London\n", "UTC\0", "zone.tab", "A" * 5000,
        "Europe/London/Soho",
    ],
)  # fmt: skip
def test_neither_a_file_nor_an_offset_is_a_zone(name):
    assert not is_zone(name)
