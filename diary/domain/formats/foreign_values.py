"""Reads what people and programs write into a cell: dates, times of the day, durations, severities, muscles.

Nothing is guessed that could mean two things: the person says it once for the whole table. Every refusal is a `Refused`
with a sentence.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta, timezone
from math import ceil

from diary.domain.days import EARLIEST_DAY, LATEST_DAY
from diary.domain.entries import MAX_HARD_MINUTES, Place
from diary.domain.formats.reading import Refused, shown
from diary.domain.numbers import number_from
from diary.domain.text import folded
from diary.domain.vocabulary import Muscle, Side, Term
from diary.domain.wording import rounded

LONGEST_VALUE = 200


class DateOrder(Term):
    """In which order a date such as 03/04/2026 is written."""

    DAY_FIRST = "day-first", "Day first: 03/04 is 3 April"
    MONTH_FIRST = "month-first", "Month first: 03/04 is 4 March"
    YEAR_FIRST = "year-first", "Year first: 26/03/04 is 4 March 2026"


class Scale(Term):
    """From where to where a severity reaches."""

    TEN = "0-10", "0 to 10"
    ONE_TEN = "1-10", "1 to 10"
    FIVE = "0-5", "0 to 5"
    ONE_FIVE = "1-5", "1 to 5"
    FOUR = "0-4", "0 to 4"
    THREE = "0-3", "0 to 3"
    HUNDRED = "0-100", "0 to 100"


class Unit(Term):
    """What a bare number in a duration counts."""

    MINUTES = "minutes", "Minutes"
    HOURS = "hours", "Hours"


class Colons(Term):
    """What a duration such as 1:30 counts."""

    HOURS = "hours", "1 hour 30 minutes"
    MINUTES = "minutes", "1 minute 30 seconds"


BOUNDS: Mapping[Scale, tuple[int, int]] = {
    Scale.TEN: (0, 10),
    Scale.ONE_TEN: (1, 10),
    Scale.FIVE: (0, 5),
    Scale.ONE_FIVE: (1, 5),
    Scale.FOUR: (0, 4),
    Scale.THREE: (0, 3),
    Scale.HUNDRED: (0, 100),
}
# What severity words mean on 0 to 10 (None: not known), until the person says otherwise.
SEVERITY_OF_WORD: Mapping[str, int | None] = {
    "none": 0, "no pain": 0, "very mild": 1, "mild": 3, "low": 3, "light": 3, "slight": 2, "medium": 5, "moderate": 5,
    "average": 5, "high": 8, "strong": 7, "severe": 8, "bad": 7, "very severe": 9, "very bad": 9, "extreme": 10,
    "unbearable": 10, "worst": 10, "-": None, "–": None, "—": None, "?": None, "n/a": None, "unknown": None,
}  # fmt: skip
# Parts of the day that some programs write where a time should stand.
PARTS_OF_THE_DAY = frozenset(
    {"", "all day", "am", "pm", "pre", "mid", "morning", "midday", "noon", "afternoon", "evening", "night", "midnight"}
)  # fmt: skip

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.] ?)(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_CLOCK = r"\d{1,2}[:.]\d\d(?:[:.]\d\d(?:\.\d{1,6})?)?(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?"
_MOMENT = re.compile(
    rf"(?P<date>.+?)(?:(?:T|[ ,]+(?:at )?)(?P<clock>{_CLOCK}) ?(?P<offset>Z|[+-]\d\d:?\d\d)?)?",
    re.ASCII | re.IGNORECASE,
)
_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:\.\d{1,6})?)?)?(?: ?(?P<half>[ap])\.?m\.?)?",
    re.ASCII | re.IGNORECASE,
)
_COLONS = re.compile(r"(\d{1,3}):(\d\d)(?::(\d\d))?", re.ASCII)
_OUT_OF = re.compile(
    r"(?P<number>[0-9.,]+) ?(?:/|of|out of|von) ?(?P<high>[0-9]{1,3})", re.ASCII | re.IGNORECASE
)
_WITH_UNITS = re.compile(r"(?:[0-9]+(?:[.,][0-9]+)? ?[a-z]+\.?[ ,]*(?:and )?)+", re.ASCII)
_ONE_UNIT = re.compile(r"([0-9]+(?:[.,][0-9]+)?) ?([a-z]+)", re.ASCII)
_MINUTES_OF = {
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden"), 60.0),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes", "minuten"), 1.0),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "sek", "sekunden"), 1 / 60),
}
_MUSCLE_OF_WORD: Mapping[str, Muscle] = {
    "calf": Muscle.CALF, "calves": Muscle.CALF, "gastrocnemius": Muscle.CALF, "lower leg": Muscle.CALF,
    "toe": Muscle.TOES, "toes": Muscle.TOES, "foot": Muscle.FOOT_ARCH, "feet": Muscle.FOOT_ARCH,
    "foot arch": Muscle.FOOT_ARCH, "arch": Muscle.FOOT_ARCH, "sole": Muscle.FOOT_ARCH, "shin": Muscle.SHIN,
    "shins": Muscle.SHIN, "front of thigh": Muscle.FRONT_THIGH, "front thigh": Muscle.FRONT_THIGH,
    "quad": Muscle.FRONT_THIGH, "quads": Muscle.FRONT_THIGH, "quadriceps": Muscle.FRONT_THIGH,
    "back of thigh": Muscle.BACK_THIGH, "back thigh": Muscle.BACK_THIGH, "hamstring": Muscle.BACK_THIGH,
    "hamstrings": Muscle.BACK_THIGH, "inner thigh": Muscle.INNER_THIGH, "groin": Muscle.INNER_THIGH,
    "buttock": Muscle.BUTTOCK, "buttocks": Muscle.BUTTOCK, "glute": Muscle.BUTTOCK, "glutes": Muscle.BUTTOCK,
    "hand": Muscle.HAND, "hands": Muscle.HAND, "finger": Muscle.HAND, "fingers": Muscle.HAND,
    "forearm": Muscle.FOREARM, "forearms": Muscle.FOREARM, "upper arm": Muscle.UPPER_ARM,
    "biceps": Muscle.UPPER_ARM, "belly": Muscle.ABDOMEN, "abdomen": Muscle.ABDOMEN, "stomach": Muscle.ABDOMEN,
    "back": Muscle.BACK, "lower back": Muscle.BACK, "chest": Muscle.CHEST, "jaw": Muscle.FACE_JAW,
    "face": Muscle.FACE_JAW,
}  # fmt: skip
_SIDE_OF_WORD = {
    "left": Side.LEFT, "l": Side.LEFT, "right": Side.RIGHT, "r": Side.RIGHT, "both": Side.BOTH, "bilateral": Side.BOTH,
    "both sides": Side.BOTH,
}  # fmt: skip
_LONGEST_MUSCLE_FIRST = sorted(_MUSCLE_OF_WORD, key=len, reverse=True)
_BOTH_SIDES = re.compile(
    r"\b(?:left|l) ?(?:and|&|/|\+|,) ?(?:right|r)\b|\b(?:right|r) ?(?:and|&|/|\+|,) ?(?:left|l)\b"
)
_PLACE_MARKS = re.compile(r"[,;/|+&]| and ")


def plain(text: str) -> str:
    """Return a cell with single, ordinary spaces: some phones write narrow ones before "AM"; refuse a long one."""
    if len(text) > LONGEST_VALUE:
        raise Refused(f"{shown(text)} is too long to be a value.")
    return " ".join(unicodedata.normalize("NFC", text).split())


# --- Dates and times ------------------------------------------------------------------------------


def date_orders(texts: Iterable[str]) -> frozenset[DateOrder] | None:
    """Return in which orders these dates can be read; None if none of them is written in figures, year last."""
    orders, seen = set(DateOrder), False
    for text in texts:
        found = _MOMENT.fullmatch(plain(text)) if len(text) <= LONGEST_VALUE else None
        parts = _YEAR_LAST.fullmatch(found["date"]) if found else None
        if parts is None:
            continue
        seen = True
        orders &= _orders_of(parts)
    return frozenset(orders) if seen else None


def _orders_of(parts: re.Match[str]) -> set[DateOrder]:
    """Return the orders in which figures such as 03/04/2026 are a date; only 26/03/04 may begin with its year."""
    one, two, three = int(parts[1]), int(parts[3]), int(parts[4])
    is_short = all(len(parts[number]) == 2 for number in (1, 3, 4)) and "." not in parts[2]
    fits = {
        DateOrder.DAY_FIRST: one <= 31 and two <= 12,
        DateOrder.MONTH_FIRST: one <= 12 and two <= 31,
        DateOrder.YEAR_FIRST: is_short and two <= 12 and three <= 31,
    }
    return {order for order, is_one in fits.items() if is_one}


def day_of(text: str, order: DateOrder | None) -> date:
    """Return the date that a cell holds."""
    try:
        found = _date_parts(text, order)
    except ValueError:
        raise Refused(f"{shown(text)} is no date.") from None
    if found is None:
        raise Refused(f"{shown(text)} is no date that can be read.")
    if not EARLIEST_DAY <= found < LATEST_DAY:
        raise Refused(f"{shown(text)} is too far away.")
    return found


def _date_parts(text: str, order: DateOrder | None) -> date | None:
    first = _YEAR_FIRST.fullmatch(text)
    if first:
        return date(*map(int, first.groups()))
    last = _YEAR_LAST.fullmatch(text)
    if last and order is not None:
        one, two, three = int(last[1]), int(last[3]), int(last[4])
        if order is DateOrder.YEAR_FIRST:
            return date(one + 2000, two, three)
        day, month = (one, two) if order is DateOrder.DAY_FIRST else (two, one)
        return date(three + 2000 if three < 100 else three, month, day)
    return _worded_date(text)


def _worded_date(text: str) -> date | None:
    """ "Monday, 4 March 2026", "Mar 4th 2026"."""
    words = re.findall(r"[a-z]+|[0-9]+", text.casefold())
    months = [
        number
        for word in words
        for number, name in enumerate(_MONTHS, start=1)
        if len(word) >= 3 and name.startswith(word)
    ]
    numbers = [int(word) for word in words if word.isdecimal()]
    years = [number for number in numbers if number > 31]
    days = [number for number in numbers if number <= 31]
    if len(months) == len(years) == len(days) == 1:
        return date(years[0], months[0], days[0])
    return None


def time_of(text: str) -> time:
    """Return the time of the day that a cell holds: "02:10", "2:10 AM", "2 pm"."""
    found = _TIME.fullmatch(plain(text))
    if found and (found["minute"] or found["half"]):
        hour, half = int(found["hour"]), (found["half"] or "").lower()
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        elif half:
            hour = 24
        try:
            return time(hour, int(found["minute"] or 0), int(found["second"] or 0))
        except ValueError:
            pass
    raise Refused(f"{shown(text)} is no time of the day.")


def moment_of(text: str, order: DateOrder | None) -> tuple[date, time | None, timezone | None]:
    """Return the date, the time if there is one, and its offset if there is one."""
    found = _MOMENT.fullmatch(plain(text))
    if found is None:
        raise Refused(f"{shown(text)} is no date that can be read.")
    day = day_of(found["date"], order)
    clock = time_of(found["clock"]) if found["clock"] else None
    return day, clock, _offset(found["offset"])


def _offset(text: str | None) -> timezone | None:
    if not text:
        return None
    sign, digits = (-1 if text[0] == "-" else 1), text[1:].replace(":", "")
    minutes = 0 if text in "Zz" else sign * (int(digits[:2]) * 60 + int(digits[2:]))
    if abs(minutes) >= 24 * 60:
        raise Refused(f"{shown(text)} is no offset of a time.")
    return timezone(timedelta(minutes=minutes))


def combined(day: date, clock: time, offset: timezone | None) -> datetime:
    """Return the moment: aware with an offset, else what the clock on the wall showed."""
    return datetime.combine(day, clock, tzinfo=offset)


# --- Amounts --------------------------------------------------------------------------------------


def number_of(text: str) -> float:
    """Return the number in a cell, with a decimal point or comma."""
    try:
        return number_from(text)
    except ValueError as error:
        raise Refused(f"{shown(text)}: {error}") from None


def is_worded(text: str) -> bool:
    """Whether a severity is a word, and no number."""
    return not text[:1].isdecimal()


def severity_of(text: str, scale: Scale, words: Mapping[str, int | None]) -> int | None:
    """Return a severity on 0 to 10, None for a word that means "not known"."""
    if is_worded(text):
        if folded(text) not in words:
            raise Refused(f"{shown(text)} has no place on 0 to 10.")
        return words[folded(text)]
    low, high = BOUNDS[scale]
    out_of = _OUT_OF.fullmatch(text)
    if out_of and int(out_of["high"]) != high:
        raise Refused(f"{shown(text)} is not from {low} to {high}.")
    number = number_of(out_of["number"] if out_of else text)
    if not low <= number <= high:
        raise Refused(f"{shown(text)} is not from {low} to {high}.")
    return rounded(10 * number / high)


def scale_words(scale: Scale) -> str:
    """Return what becomes of the steps: "1 → 2, 2 → 4, …"; "" where a number stays what it is."""
    _, high = BOUNDS[scale]
    steps = range(1, high + 1) if high < 10 else (high // 2, high)
    moved = [(step, rounded(10 * step / high)) for step in steps]
    return "" if high == 10 else ", ".join(f"{before} → {after}" for before, after in moved)


def needs_unit(text: str) -> bool:
    """Whether a duration is a bare number, of which nobody can tell what it counts."""
    return re.fullmatch(r"[0-9.,\s]+", text) is not None


def has_one_colon(text: str) -> bool:
    """Whether a duration is written as 1:30, of which nobody can tell what it counts."""
    clock = _COLONS.fullmatch(text)
    return clock is not None and clock[3] is None


def minutes_of(text: str, unit: Unit | None, colons: Colons | None) -> int:
    """Return a duration in whole minutes, a started one counting as one: "90", "1:30", "1h 30m", "1,5 h"."""
    minutes = _minutes(plain(text).casefold(), unit, colons)
    if minutes > MAX_HARD_MINUTES:
        raise Refused(f"{shown(text)} is longer than a day.")
    return ceil(minutes - 1e-9)


def _minutes(text: str, unit: Unit | None, colons: Colons | None) -> float:
    clock = _COLONS.fullmatch(text)
    if clock and clock[3] is None and colons is None:
        raise Refused(f"{shown(text)}: please say whether this is hours and minutes, or minutes and seconds.")
    if clock and clock[3] is None and colons is Colons.MINUTES:
        return int(clock[1]) + int(clock[2]) / 60
    if clock:
        return int(clock[1]) * 60 + int(clock[2]) + int(clock[3] or 0) / 60
    if needs_unit(text):
        if unit is None:
            raise Refused(f"{shown(text)}: please say whether this is minutes or hours.")
        return number_of(text) * (60 if unit is Unit.HOURS else 1)
    parts = _ONE_UNIT.findall(text) if len(text) <= 60 and _WITH_UNITS.fullmatch(text) else []
    if not parts or any(word not in _MINUTES_OF for _, word in parts):
        raise Refused(f"{shown(text)} is no duration that can be read.")
    return sum(number_of(number) * _MINUTES_OF[word] for number, word in parts)


# --- Muscles --------------------------------------------------------------------------------------


def side_of(text: str) -> Side:
    """Return the side that a cell names."""
    side = _SIDE_OF_WORD.get(folded(text))
    if side is None:
        raise Refused(f"{shown(text)} is none of left, right, both.")
    return side


def places_of(text: str, side: Side | None) -> tuple[Place, ...]:
    """Return the muscles that a cell names: "left calf; toes". Words without a muscle are "somewhere else"."""
    words = _BOTH_SIDES.sub("both", folded(plain(text)))
    places = [_place(part.strip(), side) for part in _PLACE_MARKS.split(words) if part.strip()]
    return tuple(dict.fromkeys(places))


def knows_muscle(text: str) -> bool:
    """Whether every part of a cell names a muscle that has a place of its own."""
    return all(place.muscle is not Muscle.OTHER for place in places_of(text, None))


def _place(words: str, side: Side | None) -> Place:
    padded = f" {words.replace('(', ' ').replace(')', ' ')} "
    muscle = next(
        (_MUSCLE_OF_WORD[word] for word in _LONGEST_MUSCLE_FIRST if f" {word} " in padded), Muscle.OTHER
    )
    sides = [found for word, found in _SIDE_OF_WORD.items() if f" {word} " in padded]
    said = Side.BOTH if {Side.LEFT, Side.RIGHT} <= set(sides) else next(iter(sides), None)
    return Place(muscle, said or side)
