"""Reads what comes from outside: JSON as bytes, then value by value, every refusal with its place and a sentence.

Nothing that a file holds is shown back raw, and nothing in it can raise anything but `ExportError`.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from math import isinf
from typing import Any, NoReturn, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from diary.domain.days import EARLIEST_DAY, LATEST_DAY, Never, Once, Twice, instants_of, is_zone
from diary.domain.text import text_problem
from diary.domain.vocabulary import Term

LARGEST_FILE = 50_000_000
# Twenty years of nights and cramps have about 300,000 values, in 10,000 rows; somebody with cramps by day and a watch
# has 1,500,000 in 85,000.
MOST_VALUES = 3_000_000
MOST_ROWS = 100_000
MOST_PROBLEMS = 20
MOST_SHOWN = 60
LONGEST_ID = 64

Kind = Callable[[Any], Any]
SomeTerm = TypeVar("SomeTerm", bound=Term)

_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_NUMBER = re.compile(r"\[\d+\]")
_IDS = uuid5(NAMESPACE_URL, "cramp-diary")


class ExportError(Exception):
    """A file that can not be read: `problems` are at most 20 sentences, each beginning with its place."""

    def __init__(self, *problems: str) -> None:
        super().__init__(*problems)
        self.problems = problems


class Refused(Exception):  # noqa: N818
    """A value that is not of its kind, with a sentence that says why."""


# --- From bytes to values -------------------------------------------------------------------------


def json_values(data: bytes) -> Any:
    """Return what the JSON says; raise ExportError for what is too large, no UTF-8, no JSON or not finite."""
    if len(data) > LARGEST_FILE:
        raise ExportError(f"This file is larger than {LARGEST_FILE // 1_000_000} MB.")
    if sum(map(data.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise ExportError("This file holds more values than the longest diary.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ExportError("This file is not written in UTF-8.") from None
    if not text.strip():
        raise ExportError("This file is empty.")
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_float=_finite, parse_constant=_refuse_constant
        )
    except json.JSONDecodeError as error:
        raise ExportError(
            f"This is not JSON: line {error.lineno:,}, column {error.colno:,}: {error.msg}."
        ) from None
    except RecursionError:
        raise ExportError("This file is nested too deeply.") from None
    except ValueError:
        raise ExportError("This file holds a number that is too long.") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise ExportError(f"The name {shown(twice)} stands twice in one object.")
    return found


def _finite(text: str) -> float:
    number = float(text)
    if isinf(number):
        raise ExportError(f"The number {shown(text)} is too large.")
    return number


def _refuse_constant(name: str) -> NoReturn:
    raise ExportError(f"{name} is no number in JSON.")


# --- Kinds of values ------------------------------------------------------------------------------


def shown(value: Any) -> str:
    """Return `value` for a sentence: short, in quotation marks if it is a text, without what can not be printed."""
    match value:
        case str():
            short = value if len(value) <= MOST_SHOWN else f"{value[:MOST_SHOWN]}…"
            return f"“{''.join(c if c.isprintable() else '�' for c in short)}”"
        case None | bool():
            return json.dumps(value)
        case int() | float():
            return f"{value:.10g}" if abs(value) < 10**15 else "a number that is too large"
        case list():
            return "a list"
        case _:
            return "an object"


def within(at: str, name: str) -> str:
    """Return the place of `name` inside of the object at `at`."""
    short = shown(name)[1:-1]
    return f"{at}.{short}" if at else short


def text(limit: int) -> Kind:
    """A text of at most `limit` characters."""

    def read(value: Any) -> str:
        if not isinstance(value, str):
            raise Refused(f"{shown(value)} is no text.")
        problem = text_problem(value, limit)
        if problem:
            raise Refused(problem)
        return value

    return read


def name(limit: int) -> Kind:
    """A text that is not empty."""
    kind = text(limit)

    def read(value: Any) -> str:
        words: str = kind(value)
        if not words.strip():
            raise Refused("This is empty.")
        return words

    return read


def whole(least: int, most: int) -> Kind:
    """A whole number from `least` to `most`; 6.0 is one."""

    def read(value: Any) -> int:
        number = int(value) if isinstance(value, float) and value.is_integer() else value
        if type(number) is int and least <= number <= most:
            return number
        raise Refused(f"{shown(value)} is no whole number from {least} to {most:,}.")

    return read


def yes_no(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Refused(f"{shown(value)} is neither true nor false.")
    return value


def term(terms: type[SomeTerm]) -> Kind:
    """One of a closed list."""
    known = {each.value: each for each in terms}

    def read(value: Any) -> SomeTerm:
        if not isinstance(value, str) or value not in known:
            raise Refused(f"{shown(value)} is none of {', '.join(known)}.")
        return known[value]

    return read


def day(value: Any) -> date:
    """A date such as 2026-10-13."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            found = date.fromisoformat(value)
        except ValueError:
            raise Refused(f"{shown(value)} is no date.") from None
        if EARLIEST_DAY <= found <= LATEST_DAY:
            return found
        raise Refused(f"{shown(value)} is too far away.")
    raise Refused(f"{shown(value)} is no date such as 2026-10-13.")


def days(limit: int) -> Kind:
    """A list of at most `limit` dates, as a tuple in order, each once."""

    def read(value: Any) -> tuple[date, ...]:
        if not isinstance(value, list) or len(value) > limit:
            raise Refused(f"{shown(value)} is no list of at most {limit} dates.")
        return tuple(sorted(set(map(day, value))))

    return read


def moment(value: Any) -> datetime:
    """An instant such as 2026-10-13T03:10:00+01:00; without an offset or Z it is a wall clock's, and naive."""
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise Refused(f"{shown(value)} is no time such as 2026-10-13T03:10:00+01:00.")
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        raise Refused(f"{shown(value)} is no time.") from None
    if not EARLIEST_DAY.year <= found.year < LATEST_DAY.year:
        raise Refused(f"{shown(value)} is too far away.")
    return found


def zone(value: Any) -> str:
    """The IANA name of a time zone."""
    if not isinstance(value, str) or not is_zone(value):
        raise Refused(f"{shown(value)} is no time zone such as Europe/London.")
    return value


def identifier(value: Any) -> str:
    """An id: a UUID, or another short text or whole number that has to be made into one."""
    words = str(value) if type(value) is int else value
    if isinstance(words, str) and words.isprintable() and 0 < len(words) <= LONGEST_ID:
        return words
    raise Refused(f"{shown(value)} is no id.")


def anything(value: Any) -> Any:
    """What is looked at later."""
    return value


# --- One file -------------------------------------------------------------------------------------


@dataclass(slots=True)
class Reading:
    """What was found wrong, or odd, in one file so far; the twentieth problem raises ExportError."""

    problems: list[str] = field(default_factory=list)
    oddities: Counter[str] = field(default_factory=Counter)
    _given: Counter[str] = field(default_factory=Counter)

    def refuse(self, at: str, sentence: str) -> None:
        self.problems.append(f"{at}: {sentence}")
        if len(self.problems) >= MOST_PROBLEMS:
            self.finish()

    def ignore(self, at: str) -> None:
        """Remember a name that is not known."""
        self.warn(at, "This name is not known and was ignored.")

    def warn(self, at: str, sentence: str) -> None:
        """Remember what was read otherwise than it stands; the same in many rows is said once."""
        self.oddities[f"{_NUMBER.sub('[]', at)}: {sentence}"] += 1

    def finish(self) -> None:
        """Raise ExportError if there was a problem."""
        if self.problems:
            raise ExportError(*self.problems)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was odd, at most 20 sentences."""
        told = [f"{what} ({times:,} times)" if times > 1 else what for what, times in self.oddities.items()]
        more = len(told) - MOST_PROBLEMS
        return (*told[:MOST_PROBLEMS], f"{more:,} more of this kind.") if more > 0 else tuple(told)

    def value(self, at: str, value: Any, kind: Kind) -> Any:
        """Return `value` read as `kind`, None if it is null or was refused."""
        if value is None:
            return None
        try:
            return kind(value)
        except Refused as refused:
            self.refuse(at, str(refused))
            return None

    def items(self, at: str, value: Any, limit: int = MOST_ROWS) -> list[tuple[str, Any]]:
        """Return each item of the list `value` with its place; of a list longer than `limit` none."""
        if isinstance(value, list) and len(value) <= limit:
            return [(f"{at}[{number}]", item) for number, item in enumerate(value)]
        if isinstance(value, list):
            self.refuse(at, f"This is longer than {limit:,}.")
        elif value is not None:
            self.refuse(at, f"{shown(value)} is no list.")
        return []

    def row(
        self, at: str, value: Any, fields: Mapping[str, Kind], needed: Sequence[str] = ()
    ) -> dict[str, Any] | None:
        """Return the fields of an object that are not null and of their kind; None if a needed one is not."""
        if not isinstance(value, dict):
            self.refuse(at, f"{shown(value)} is no object.")
            return None
        try:
            # Nearly every row is as it should be; this is three times as fast as looking at each field by itself.
            found = {key: fields[key](item) for key, item in value.items() if item is not None}
        except (KeyError, Refused):
            found = dict(self._fields(at, value, fields))
        lacking = [key for key in needed if key not in found]
        for key in lacking:
            if value.get(key) is None:
                self.refuse(f"{at}.{key}", "This is missing.")
        return None if lacking else found

    def _fields(
        self, at: str, value: Mapping[str, Any], fields: Mapping[str, Kind]
    ) -> Iterator[tuple[str, Any]]:
        for key, item in value.items():
            if key not in fields:
                self.ignore(within(at, key))
            elif item is not None:
                try:
                    yield key, fields[key](item)
                except Refused as refused:
                    self.refuse(f"{at}.{key}", str(refused))

    def instant(self, at: str, found: datetime, zone: str) -> datetime:
        """Return `found` in UTC; what has no offset was read from a clock on the wall in `zone`."""
        if found.tzinfo is not None:
            return found.astimezone(UTC)
        match instants_of(found, zone):
            case Once(instant):
                return instant
            case Twice(first, _):
                self.warn(
                    at, "The clocks showed this time twice that night; the first was taken. Give an offset."
                )
                return first
            case Never(_, later):
                self.warn(
                    at, "The clocks jumped over this time; the later meaning was taken. Give an offset."
                )
                return later

    def identity(self, at: str, given: Any, otherwise: str) -> UUID:
        """Return the id that was given; without one, or with no UUID, one that is the same at every reading.

        It is made of `given`, or of `otherwise`, which says what is identified, and of how often that came before.
        """
        if given is None:
            self._given[otherwise] += 1
            return uuid5(_IDS, f"{otherwise} {self._given[otherwise]}")
        try:
            return UUID(given)
        except ValueError:
            self.warn(at, "This is no UUID; one that is made of it stands in its place.")
            return uuid5(_IDS, given)
