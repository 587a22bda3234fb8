"""Words for templates: those of the domain as filters, and those that need the clock and zone of the request."""

from collections.abc import Sequence
from datetime import date

from django.template import Library
from django.utils import timezone

from diary.domain import wording
from diary.domain.entries import Episode, Place
from diary.domain.patterns.place import in_words, places_in_words
from diary.domain.wording import (
    NOT_NOTED,
    city,
    clock,
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
    "city",
    "clock",
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


register.filter(clock)


@register.filter
def onset_time(episode: Episode, viewer_zone: str | None = None) -> str:
    """Return when it began as the person lived it, for a viewer who by default is in the zone of the request."""
    return wording.onset_time(episode, viewer_zone or str(timezone.get_current_timezone()))


# --- Places ---------------------------------------------------------------------------------------


@register.filter
def places(value: Sequence[Place]) -> str:
    """Return all places, with a capital: "Left calf and right foot arch"; none, "Not noted"."""
    return places_in_words(value) or NOT_NOTED.capitalize()
