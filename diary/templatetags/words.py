"""Words for numbers, dates, times and places, the same on every screen."""

from collections.abc import Sequence
from datetime import date, datetime
from math import floor
from zoneinfo import ZoneInfo

from django.template import Library
from django.utils import timezone

from diary.domain.days import Twice, instants_of, wall_clock
from diary.domain.entries import Episode, Place
from diary.domain.patterns.measures import Share
from diary.domain.patterns.place import in_words
from diary.domain.vocabulary import SEVERITY_WORDS

register = Library()

NOT_NOTED = "not noted"


# --- Numbers --------------------------------------------------------------------------------------


def rounded(number: float) -> int:
    """Return the nearest whole number, a half going up, as people round."""
    return floor(number + 0.5)


@register.filter
def duration(minutes: float | None) -> str:
    """4 -> "4 min", 80 -> "1 h 20 min", 120 -> "2 h", None -> "not noted"."""
    if minutes is None:
        return NOT_NOTED
    hours, rest = divmod(rounded(minutes), 60)
    parts = [f"{hours:,} h"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} min")
    return " ".join(parts)


@register.filter
def plural(count: int, noun: str) -> str:
    """Only the noun, for a number written apart: 1, "night" -> "night"; 2, "calf,calves" -> "calves"."""
    one, _, many = noun.partition(",")
    return one if count == 1 else many or f"{one}s"


@register.filter
def counted(count: int, noun: str) -> str:
    """1, "cramp" -> "1 cramp"; 2, "cramp" -> "2 cramps"; 2, "entry,entries" -> "2 entries"."""
    return f"{count:,} {plural(count, noun)}"


@register.filter
def share(value: Share, noun: str = "") -> str:
    """Share(9, 14), "night" -> "9 of 14 nights"; of nothing, "no nights noted"; without a noun, "9 of 14"."""
    if not noun:
        return f"{value.part:,} of {value.whole:,}"
    if not value.whole:
        return f"no {plural(0, noun)} noted"
    return f"{value.part:,} of {counted(value.whole, noun)}"


@register.filter
def percent(value: Share) -> str:
    """Share(9, 14) -> "64%", of nothing "–". Never shown without its counts beside it."""
    return "–" if value.fraction is None else f"{rounded(value.fraction * 100)}%"


@register.filter
def decimal(number: float | None) -> str:
    """2.64 -> "2.6", 3.0 -> "3", None -> "not noted"."""
    return NOT_NOTED if number is None else f"{floor(number * 10 + 0.5) / 10:,.1f}".removesuffix(".0")


@register.filter
def severity(value: int | None) -> str:
    """7 -> "7 of 10, strong", None -> "not noted"."""
    return NOT_NOTED if value is None else f"{value} of 10, {SEVERITY_WORDS[value]}"


# --- Dates ----------------------------------------------------------------------------------------


def _year(day: date, today: date | None) -> str:
    return "" if day.year == (today or timezone.localdate()).year else f" {day.year}"


@register.filter
def short_date(day: date, today: date | None = None) -> str:
    """3 March -> "Tue 3 Mar", with the year when it is not this year's."""
    return f"{day:%a} {day.day} {day:%b}{_year(day, today)}"


@register.filter
def long_date(day: date, today: date | None = None) -> str:
    """3 March -> "Tuesday 3 March", with the year when it is not this year's."""
    return f"{day:%A} {day.day} {day:%B}{_year(day, today)}"


@register.filter
def night_of(day: date, today: date | None = None) -> str:
    """3 March -> "night of Tue 3 Mar": the diary day as a person says it."""
    return f"night of {short_date(day, today)}"


def days_from_to(first: date, last: date, today: date | None = None) -> str:
    """2 and 8 March -> "2 to 8 Mar"; 30 March and 5 April -> "30 Mar to 5 Apr"; a single day alone."""
    end = f"{last.day} {last:%b}{_year(last, today)}"
    if first == last:
        return end
    if first.year != last.year:
        return f"{first.day} {first:%b} {first.year} to {last.day} {last:%b} {last.year}"
    return f"{first.day} to {end}" if first.month == last.month else f"{first.day} {first:%b} to {end}"


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


# --- Places and lists -----------------------------------------------------------------------------


@register.filter
def joined(words: Sequence[object]) -> str:
    """["a", "b", "c"] -> "a, b and c"."""
    *most, last = [str(word) for word in words] or [""]
    return f"{', '.join(most)} and {last}" if most else last


register.filter("place_name", in_words)


@register.filter
def places(value: Sequence[Place]) -> str:
    """Return all places, with a capital: "Left calf and right foot arch"; none, "Not noted"."""
    words = joined([in_words(place) for place in value]) or NOT_NOTED
    return words[0].upper() + words[1:]
