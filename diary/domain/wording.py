"""Words for numbers, shares, dates, times and lists, the same on every screen, in every sentence and in every file."""

from collections.abc import Sequence
from datetime import date, datetime
from math import floor
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from diary.domain.days import Twice, instants_of, wall_clock
from diary.domain.entries import Episode
from diary.domain.vocabulary import SEVERITY_WORDS

if TYPE_CHECKING:
    from diary.domain.patterns.measures import Share

NOT_NOTED = "not noted"


def rounded(number: float) -> int:
    """Return the nearest whole number, a half going up, as people round."""
    return floor(number + 0.5)


def duration(minutes: float | None) -> str:
    """4 -> "4 min", 80 -> "1 h 20 min", 120 -> "2 h", None -> "not noted"."""
    if minutes is None:
        return NOT_NOTED
    hours, rest = divmod(rounded(minutes), 60)
    parts = [f"{hours:,} h"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} min")
    return " ".join(parts)


def plural(count: int, noun: str) -> str:
    """Only the noun, for a number written apart: 1, "night" -> "night"; 2, "calf,calves" -> "calves"."""
    one, _, many = noun.partition(",")
    return one if count == 1 else many or f"{one}s"


def counted(count: int, noun: str) -> str:
    """1, "cramp" -> "1 cramp"; 2, "cramp" -> "2 cramps"; 2, "entry,entries" -> "2 entries"."""
    return f"{count:,} {plural(count, noun)}"


def share(value: "Share", noun: str = "") -> str:
    """Share(9, 14), "night" -> "9 of 14 nights"; of nothing, "no nights noted"; without a noun, "9 of 14"."""
    if not noun:
        return f"{value.part:,} of {value.whole:,}"
    if not value.whole:
        return f"no {plural(0, noun)} noted"
    return f"{value.part:,} of {counted(value.whole, noun)}"


def percent(value: "Share") -> str:
    """Share(9, 14) -> "64%", of nothing "–". Never shown without its counts beside it."""
    return "–" if value.fraction is None else f"{rounded(value.fraction * 100)}%"


def decimal(number: float | None) -> str:
    """2.64 -> "2.6", 3.0 -> "3", None -> "not noted"."""
    return NOT_NOTED if number is None else f"{floor(number * 10 + 0.5) / 10:,.1f}".removesuffix(".0")


def severity(value: int | None) -> str:
    """7 -> "7 of 10, strong", None -> "not noted"."""
    return NOT_NOTED if value is None else f"{value} of 10, {SEVERITY_WORDS[value]}"


def joined(words: Sequence[object]) -> str:
    """["a", "b", "c"] -> "a, b and c"."""
    *most, last = [str(word) for word in words] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def short_date(day: date, today: date) -> str:
    """3 March -> "Tue 3 Mar", with the year when it is not that of `today`."""
    return f"{day:%a} {day.day} {day:%b}{_year(day, today)}"


def long_date(day: date, today: date) -> str:
    """3 March -> "Tuesday 3 March", with the year when it is not that of `today`."""
    return f"{day:%A} {day.day} {day:%B}{_year(day, today)}"


def days_from_to(first: date, last: date, today: date) -> str:
    """2 and 8 March -> "2 to 8 Mar"; 30 March and 5 April -> "30 Mar to 5 Apr"; a single day alone."""
    end = f"{last.day} {last:%b}{_year(last, today)}"
    if first == last:
        return end
    if first.year != last.year:
        return f"{first.day} {first:%b} {first.year} to {last.day} {last:%b} {last.year}"
    return f"{first.day} to {end}" if first.month == last.month else f"{first.day} {first:%b} to {end}"


def full_date(day: date) -> str:
    """3 March 2026 -> "3 Mar 2026": what is read long after today."""
    return f"{day.day} {day:%b} {day.year}"


def _year(day: date, today: date) -> str:
    return "" if day.year == today.year else f" {day.year}"


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


def onset_time(episode: Episode, viewer_zone: str) -> str:
    """Return when it began as the person lived it: "03:10", "about 03:10", "03:10, New York".

    The city is there when the viewer's own clock showed another time.
    """
    start, zone = episode.started_at, episode.time_zone
    about = "about " if episode.onset_is_about else ""
    is_elsewhere = zone != viewer_zone and wall_clock(start, zone) != wall_clock(start, viewer_zone)
    elsewhere = f", {city(zone, start)}" if is_elsewhere else ""
    return f"{about}{clock(start, zone)}{_in_the_repeated_hour(start, zone)}{elsewhere}"


def _in_the_repeated_hour(instant: datetime, zone: str) -> str:
    """Which of the two, when the clocks showed this time twice that night."""
    meaning = instants_of(wall_clock(instant, zone), zone)
    if not isinstance(meaning, Twice):
        return ""
    return f", {'before' if instant < meaning.second else 'after'} the clocks went back"
