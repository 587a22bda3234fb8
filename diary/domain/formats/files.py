"""What a person can take their diary along as: one row for each format, and what each of them holds.

Every file is made from the selected diary (selection.py) and from nothing else. Cramps that are not to be listed are in
no file; only a FHIR bundle counts its nights by them, as the report does.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from diary.domain.days import wall_clock
from diary.domain.entries import Diary
from diary.domain.formats.export import export_json
from diary.domain.formats.fhir import bundle_json
from diary.domain.formats.ical import calendar_ics
from diary.domain.formats.tables_zip import tables_zip
from diary.domain.report.look import period_of
from diary.domain.selection import Section, Selection


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What is taken along: the `diary` that `selection` made, at the instant `now`.

    `says_what` is whether a calendar names the cramps.
    """

    diary: Diary
    selection: Selection
    now: datetime
    says_what: bool = False

    @property
    def listed(self) -> Diary:
        """The diary without the cramps if they are not to be listed one by one."""
        return self.diary if self.selection.has(Section.EPISODES) else replace(self.diary, episodes=())


Pieces = Iterator[str] | Iterator[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format: its name in addresses, its words for a patient, and what writes it in pieces."""

    name: str
    label: str
    words: str
    media_type: str
    stem: str
    extension: str
    write: Callable[[Taken], Pieces]

    def file_name(self, day: date) -> str:
        """Return the name of a file made on `day`: ours, without a word of the person's."""
        return f"{self.stem}-{day.isoformat()}.{self.extension}"

    def pieces(self, taken: Taken) -> Iterator[bytes]:
        """Yield the bytes of the file."""
        return (piece.encode() if isinstance(piece, str) else piece for piece in self.write(taken))


def _json(taken: Taken) -> Pieces:
    return export_json(taken.listed, taken.now)


def _tables(taken: Taken) -> Pieces:
    return tables_zip(taken.listed, taken.now)


def _bundle(taken: Taken) -> Pieces:
    first, last = period_of(taken.diary, taken.selection, taken.now)
    lists = taken.selection.has(Section.EPISODES)
    return bundle_json(taken.diary, exported_at=taken.now, first=first, last=last, lists_episodes=lists)


def _calendar(taken: Taken) -> Pieces:
    return calendar_ics(taken.listed, made_at=taken.now, says_what=taken.says_what)


FORMATS: tuple[Format, ...] = (
    Format(
        name="json",
        label="Cramp Diary file",
        words="All of that in one file (JSON). Keep it as a copy, or bring it into another Cramp Diary.",
        media_type="application/json",
        stem="cramp-diary",
        extension="json",
        write=_json,
    ),
    Format(
        name="csv",
        label="Tables",
        words="For a spreadsheet: a table (CSV) for cramps, check-ins and each of the rest, in one zip file.",
        media_type="application/zip",
        stem="cramp-diary-tables",
        extension="zip",
        write=_tables,
    ),
    Format(
        name="fhir",
        label="File for a clinic",
        words="What many clinics’ programs can read (FHIR). It holds the nights of the period, the unknown ones too.",
        media_type="application/fhir+json",
        stem="cramp-diary-fhir",
        extension="json",
        write=_bundle,
    ),
    Format(
        name="calendar",
        label="Calendar",
        words="Your cramps and visits for a calendar program (iCalendar).",
        media_type="text/calendar; charset=utf-8",
        stem="diary",
        extension="ics",
        write=_calendar,
    ),
)
FORMAT_BY_NAME: Mapping[str, Format] = {each.name: each for each in FORMATS}


def counts_of(taken: Taken) -> list[tuple[str, int]]:
    """Return how many rows of each kind go along, with the noun for them: ("cramp", 214)."""
    diary = taken.listed
    kinds: Iterable[tuple[str, int]] = (
        ("cramp entry,cramp entries", len(diary.episodes)),
        ("check-in", len(diary.check_ins)),
        ("medicine", len(diary.medicines)),
        ("thing that changed,things that changed", len(diary.events)),
        ("own question", len(diary.own_factors)),
        ("answer", len(diary.answers)),
        ("visit", len(diary.visits)),
        ("day of a device,days of a device", len(diary.device_days)),
    )
    return [(noun, count) for noun, count in kinds if count]


def made_on(taken: Taken) -> date:
    """Return the date on which the file is made, by the clock where the person lives."""
    return wall_clock(taken.now, taken.diary.time_zone).date()
