"""Words for templates: those of the domain as filters, and those that need the clock and zone of the request."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.template import Library
from django.utils import timezone

from diary.domain import wording
from diary.domain.days import Twice, instants_of, wall_clock
from diary.domain.entries import Episode, Place
from diary.domain.patterns.place import in_words
from diary.domain.wording import (
    NOT_NOTED,
    counted,
    decimal,
    duration,
    joined,
    percent,
    plural,
    severity,
    share,
)

__all__ = [
    "NOT_NOTED",
    "counted",
    "days_from_to",
    "decimal",
    "duration",
    "joined",
    "long_date",
    "night_of",
    "onset_time",
    "percent",
    "places",
    "plural",
    "severity",
    "share",
    "short_date",
]

register = Library()

for word in (counted, decimal, duration, joined, percent, plural, severity, share):
    register.filter(word)
register.filter("place_name", in_words)


# --- Dates ----------------------------------------------------------------------------------------


@register.filter
def short_date(day: date, today: date | None = None) -> str:
    """3 March -> "Tue 3 Mar", with the year when it is not this year's."""
    return wording.short_date(day, today or timezone.localdate())


@register.filter
def long_date(day: date, today: date | None = None) -> str:
    """3 March -> "Tuesday 3 March", with the year when it is not this year's."""
    return wording.long_date(day, today or timezone.localdate())


@register.filter
def night_of(day: date, today: date | None = None) -> str:
    """3 March -> "night of Tue 3 Mar": the diary day as a person says it."""
    return f"night of {short_date(day, today)}"


def days_from_to(first: date, last: date, today: date | None = None) -> str:
    """2 and 8 March -> "2 to 8 Mar"; 30 March and 5 April -> "30 Mar to 5 Apr"; a single day alone."""
    return wording.days_from_to(first, last, today or timezone.localdate())


# --- Times ----------------------------------------------------------------------------------------


@register.filter
def clock(instant: datetime, zone: str) -> str:
    """Return what the clock on the wall of `zone` showed: "03:10"."""
    return f"{wall_clock(instant, zone):%H:%M}"


def city(zone: str, instant: datetime) -> str:
    """America/New_York -> "New York"; a zone without a place -> its offset, "UTC+01:00"."""
    region, _, place = zone.rpartition("/")
    if region and region != "Etc":
        return place.replace("_", " ")
    offset = f"{instant.astimezone(ZoneInfo(zone)):%z}"
    return "UTC" if offset == "+0000" else f"UTC{offset[:3]}:{offset[3:]}"


def _in_the_repeated_hour(instant: datetime, zone: str) -> str:
    """Which of the two, when the clocks showed this time twice that night."""
    meaning = instants_of(wall_clock(instant, zone), zone)
    if not isinstance(meaning, Twice):
        return ""
    return f", {'before' if instant < meaning.second else 'after'} the clocks went back"


@register.filter
def onset_time(episode: Episode, viewer_zone: str | None = None) -> str:
    """Return when it began as the person lived it: "03:10", "about 03:10", "03:10, New York".

    The city is there when the viewer's own clock (by default the zone of the request) showed another time.
    """
    start, zone = episode.started_at, episode.time_zone
    viewer = viewer_zone or str(timezone.get_current_timezone())
    about = "about " if episode.onset_is_about else ""
    elsewhere = "" if wall_clock(start, zone) == wall_clock(start, viewer) else f", {city(zone, start)}"
    return f"{about}{clock(start, zone)}{_in_the_repeated_hour(start, zone)}{elsewhere}"


# --- Places ---------------------------------------------------------------------------------------


@register.filter
def places(value: Sequence[Place]) -> str:
    """Return all places, with a capital: "Left calf and right foot arch"; none, "Not noted"."""
    words = joined([in_words(place) for place in value]) or NOT_NOTED
    return words[0].upper() + words[1:]
