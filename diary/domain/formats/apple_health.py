"""Reads the file that Apple Health exports, as a stream: sleep, steps and workouts of each day, and nothing else.

The file opens with a description of itself that no XML parser accepts since iOS 16, and may hold control characters;
so reading begins at `<HealthData` and such characters become spaces. No tree is built and no document type is read.

Three rules keep what two devices recorded from counting twice. Steps of a date are those of the one source that
counted most. Minutes of sleep (asleep, not only in bed) and of workouts are counted once, however many sources say so.
"""

import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import IO, Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from diary.domain.days import EARLIEST_DAY, LATEST_DAY, NOON
from diary.domain.entries import MOST_STEPS, DeviceDay
from diary.domain.formats import archive
from diary.domain.formats.reading import ExportError

LARGEST_XML = 4_000_000_000
BEGINS = b"<HealthData"
# The description before the data is a few kB long; a single element less than one.
LONGEST_PREFACE = 1_000_000
LONGEST_ELEMENT = 1_000_000
DEEPEST = 50
MOST_DAYS = 40_000
LONGEST_INTERVAL = timedelta(days=1)
MINUTES_OF_A_DAY = 24 * 60

_CHUNK = 1 << 18
_CONTROLS = bytes(range(9)) + b"\x0b\x0c" + bytes(range(14, 32))
_AS_SPACES = bytes.maketrans(_CONTROLS, b" " * len(_CONTROLS))
STEPS = "HKQuantityTypeIdentifierStepCount"
SLEEP = "HKCategoryTypeIdentifierSleepAnalysis"
ASLEEP = "HKCategoryValueSleepAnalysisAsleep"
_OTHER_XML = "_cda.xml"


@dataclass(frozen=True, slots=True)
class HealthReading:
    """Days in order; `unread` counts records of the three kinds whose time or value could not be read."""

    days: tuple[DeviceDay, ...]
    unread: int
    others: int


def health_member(zipped: ZipFile) -> str | None:
    """Return the name of the health file in an archive, whatever the phone's language calls it, or None."""
    names = [
        info.filename
        for info in zipped.infolist()
        if info.filename.lower().endswith(".xml")
        and not info.filename.lower().endswith(_OTHER_XML)
        and info.filename.count("/") <= 1
        and not info.is_dir()
    ]
    return names[0] if len(names) == 1 else None


def read_health(file: IO[bytes], time_zone: str) -> HealthReading:
    """Return what an export holds, by the days of `time_zone`; raise ExportError for what is none, or is damaged."""
    days = _Days(ZoneInfo(time_zone))
    target = _Target(days)
    parser = _parser(target)
    try:
        for chunk in _from_the_data_on(file):
            parser.feed(chunk)
            target.fed += len(chunk)
            if target.fed - target.last_element_at > LONGEST_ELEMENT:
                raise ExportError("This health file is damaged: one of its entries never ends.")
        parser.close()
    except (ET.ParseError, DefusedXmlException, UnicodeError, ValueError):
        raise ExportError(
            f"This health file is damaged after about {target.elements:,} entries. Please export it again."
        ) from None
    return HealthReading(tuple(days.as_entries()), days.unread, days.others)


def _parser(target: "_Target") -> Any:
    """Return a parser that refuses every document type, and hands each element over as expat found it.

    The detour through ElementTree's own handlers would only rename what needs no other name, at a third of the speed.
    """
    parser = XMLParser(target=target, forbid_dtd=True)
    expat = parser.parser
    expat.ordered_attributes = False
    expat.StartElementHandler, expat.EndElementHandler = target.start, target.end
    expat.DefaultHandlerExpand = None
    return parser


def read_health_archive(file: IO[bytes], time_zone: str) -> HealthReading:
    """Return what the health file in a zip file holds; raise ExportError if there is none, or more than one."""
    with archive.opened(file) as zipped:
        name = health_member(zipped)
        if name is None:
            raise ExportError("This zip file holds no health export, or more than one.")
        with archive.member(zipped, zipped.getinfo(name), LARGEST_XML) as stream:
            return read_health(stream, time_zone)


def _from_the_data_on(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the file in chunks without what stands before the data."""
    preface = b""
    while BEGINS not in preface:
        chunk = file.read(_CHUNK)
        if not chunk or len(preface) > LONGEST_PREFACE:
            raise ExportError("This is no export of Apple Health.")
        preface += chunk
    total = 0
    chunk = preface[preface.index(BEGINS) :]
    while chunk:
        total += len(chunk)
        if total > LARGEST_XML:
            raise ExportError(f"This health file is larger than {LARGEST_XML // 1_000_000_000} GB.")
        yield chunk.translate(_AS_SPACES)
        chunk = file.read(_CHUNK)


class _Target:
    """What the parser calls for each element: keeps nothing but sums."""

    def __init__(self, days: "_Days") -> None:
        self.days = days
        self.depth = self.elements = self.fed = self.last_element_at = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        self.last_element_at = self.fed
        if self.depth > DEEPEST:
            raise ExportError("This health file is nested too deeply.")
        if tag == "Record":
            self.days.record(attributes)
        elif tag == "Workout":
            self.days.workout(attributes)

    def end(self, tag: str) -> None:
        self.depth -= 1
        self.last_element_at = self.fed

    def close(self) -> None:
        """Nothing is left to be done at the end."""


@dataclass(slots=True)
class _Days:
    """Sums by day. Minutes are bits of a whole number, so that what two sources say is one."""

    zone: ZoneInfo
    steps: dict[date, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    asleep: dict[date, int] = field(default_factory=lambda: defaultdict(int))
    moving: dict[date, int] = field(default_factory=lambda: defaultdict(int))
    unread: int = 0
    others: int = 0

    def record(self, said: Mapping[str, str]) -> None:
        kind = said.get("type")
        if kind == STEPS:
            self._try(self._steps, said)
        elif kind != SLEEP:
            self.others += 1
        elif said.get("value", "").startswith(ASLEEP):
            self._try(self._sleep, said)

    def workout(self, said: Mapping[str, str]) -> None:
        self._try(self._workout, said)

    def _try(self, read: Callable[[Mapping[str, str]], None], said: Mapping[str, str]) -> None:
        try:
            read(said)
        except (KeyError, ValueError, OverflowError):
            self.unread += 1

    def _steps(self, said: Mapping[str, str]) -> None:
        count = float(said["value"])
        if not 0 <= count <= MOST_STEPS:
            raise ValueError
        by_source = self.steps[self._local(_instant(said["startDate"])).date()]
        source = said.get("sourceName", "")
        if source not in by_source and len(by_source) >= 20:
            raise ValueError
        by_source[source] = by_source.get(source, 0) + count
        self._bound(self.steps)

    def _sleep(self, said: Mapping[str, str]) -> None:
        self._mark(self.asleep, said, NOON)

    def _workout(self, said: Mapping[str, str]) -> None:
        self._mark(self.moving, said, time())

    def _mark(self, minutes: dict[date, int], said: Mapping[str, str], begins: time) -> None:
        """Mark the minutes of an interval in the day that began at `begins` before it.

        Minutes are those that passed: in the night of a clock change the clock on the wall shows an hour too many or
        too few.
        """
        start, end = _instant(said["startDate"]), _instant(said["endDate"])
        if not timedelta() <= end - start <= LONGEST_INTERVAL:
            raise ValueError
        day = (self._local(start) - timedelta(hours=begins.hour)).date()
        began = datetime.combine(day, begins, tzinfo=self.zone).astimezone(UTC)
        first, last = (max(0, (moment - began) // timedelta(minutes=1)) for moment in (start, end))
        minutes[day] |= ((1 << (last - first)) - 1) << first
        self._bound(minutes)

    def _local(self, instant: datetime) -> datetime:
        """Return what the clock showed."""
        return instant.astimezone(self.zone).replace(tzinfo=None)

    def _bound(self, by_day: Mapping[date, object]) -> None:
        if len(by_day) > MOST_DAYS:
            raise ExportError("This health file holds more days than a life.")

    def as_entries(self) -> Iterator[DeviceDay]:
        for day in sorted(self.steps.keys() | self.asleep.keys() | self.moving.keys()):
            steps = round(max(self.steps[day].values())) if day in self.steps else None
            yield DeviceDay(
                day=day,
                steps=steps if steps is None or steps <= MOST_STEPS else None,
                sleep_minutes=_count(self.asleep.get(day)),
                workout_minutes=_count(self.moving.get(day)),
            )


def _instant(text: str) -> datetime:
    """Return an instant such as "2026-03-04 07:05:00 +0100" in UTC."""
    instant = datetime.fromisoformat(f"{text[:19]}{text[19:].strip()}")
    if not EARLIEST_DAY.year <= instant.year < LATEST_DAY.year or instant.tzinfo is None:
        raise ValueError
    return instant.astimezone(UTC)


def _count(minutes: int | None) -> int | None:
    return None if minutes is None else min(minutes.bit_count(), MINUTES_OF_A_DAY)
