"""The diary as tables for a spreadsheet: which there are, what each column means, and the lines of each.

Instants are ISO 8601 with the offset that held where they happened; durations are whole minutes or hours; an empty
cell is unknown. Lines end as RFC 4180 asks, and every cell stands in quotation marks.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from diary.domain.check_ins import FOLLOWED, SUSPECTED
from diary.domain.entries import (
    MAX_COUNT,
    MAX_HARD_MINUTES,
    MAX_MINUTES_AWAKE,
    MAX_SORE_HOURS,
    MOST_STEPS,
    CheckIn,
    Diary,
)
from diary.domain.factors import Factor
from diary.domain.formats import cells
from diary.domain.formats.canonical import canonical
from diary.domain.formats.cells import SKIPPED, Reader, cell_of, escaped, list_cell, pairs_cell
from diary.domain.formats.export_fields import MINUTES_OF_A_DAY
from diary.domain.prompts.questions import is_known_question, words_of
from diary.domain.vocabulary import (
    Activity,
    Distress,
    DrugClass,
    Eased,
    Fall,
    Fluids,
    Helped,
    Knot,
    Muscle,
    Progress,
    Relief,
    Side,
    State,
    Term,
)

LINES_AT_ONCE = 200
DAY, INSTANT, IDENTITY = "a date such as 2026-03-03", "ISO 8601 with offset", "UUID"
YES_OR_NO, ANY_TEXT = "yes, no", "text"
_MINUTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its name, what it means, in which unit, and which values it takes.

    `of` gives the cell's value from an entry. `read` gives back what the export calls `field`; without it the column
    follows from the rest of the diary and is passed over.
    """

    name: str
    meaning: str
    values: str
    unit: str = ""
    of: Callable[[Any], Any]
    field: str
    read: Reader | None = cells.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: its name, the rows that it has of a diary, and its columns for that diary.

    `part` is what the export calls the list. `known_by` are the columns that no table of this kind lacks.
    """

    name: str
    part: str
    rows: Callable[[Diary], Iterable[Any]]
    columns: Callable[[Diary], tuple[Column, ...]]
    known_by: tuple[str, ...]

    @property
    def file(self) -> str:
        return f"{self.name}.csv"

    def lines(self, diary: Diary) -> Iterator[str]:
        """Yield the lines, the header first, some hundred at a time."""
        columns = self.columns(diary)
        getters = [column.of for column in columns]
        rows = ([of(row) for of in getters] for row in self.rows(diary))
        return lines_of([column.name for column in columns], rows)


def lines_of(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Yield the lines of a table of these values, the header first, some hundred at a time."""
    write = csv.writer(_Handed(), quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow
    yield str(write([escaped(name) for name in header]))
    left = iter(rows)
    while some := list(islice(left, LINES_AT_ONCE)):
        yield "".join(str(write(list(map(cell_of, row)))) for row in some)


class _Handed:
    """What a csv.writer writes to: it hands each line straight back."""

    def write(self, line: str) -> str:
        return line


# --- Kinds of columns -----------------------------------------------------------------------------


def _column(
    name: str,
    meaning: str,
    values: str,
    *,
    unit: str = "",
    of: Callable[[Any], Any] | None = None,
    field: str = "",
    read: Reader | None = cells.text,
) -> Column:
    return Column(
        name=name,
        meaning=meaning,
        values=values,
        unit=unit,
        of=of or attrgetter(name),
        field=field or name,
        read=read,
    )


def _word(name: str, meaning: str, terms: type[Term]) -> Column:
    return _column(name, meaning, _values(terms))


def _number(name: str, meaning: str, least: int, most: int, unit: str = "") -> Column:
    return _column(name, meaning, f"{least} to {most}", unit=unit, read=cells.number)


def _yes_no(name: str, meaning: str, **more: Any) -> Column:
    return _column(name, meaning, YES_OR_NO, read=cells.yes_no, **more)


def _values(terms: Iterable[Term]) -> str:
    return ", ".join(term.value for term in terms)


def _note(meaning: str) -> Column:
    return _column("note", meaning, ANY_TEXT)


def _id(of_what: str) -> Column:
    return _column("id", f"The id of the {of_what}: the same in every export.", IDENTITY)


# --- Episodes -------------------------------------------------------------------------------------


def _local(instant: datetime, zone: str) -> str:
    """Return an instant with the offset that held in `zone`; in UTC where that was no whole number of minutes."""
    local = instant.astimezone(ZoneInfo(zone))
    offset = local.utcoffset()
    return (local if offset is None or offset.seconds % _MINUTE == 0 else local.astimezone(UTC)).isoformat()


def _pairs(name: str, meaning: str, values: str, pairs: Callable[[Any], Any], read: Reader) -> Column:
    return _column(name, meaning, values, of=lambda entry: pairs_cell(pairs(entry)) or None, read=read)


_EPISODES: tuple[Column, ...] = (
    _id("cramp"),
    _column(
        "night", "The diary day, from noon on that date to noon of the next; it follows from started_at.", DAY,
        of=attrgetter("day"), field="day",
    ),
    _column(
        "started_at", "When it began, by the clock where it happened.", INSTANT,
        of=lambda episode: _local(episode.started_at, episode.time_zone),
    ),
    _column("time_zone", "The time zone in which it began.", "IANA name"),
    _yes_no("onset_is_about", "Whether started_at was remembered only roughly."),
    _word("progress", "How far it was written down.", Progress),
    _word("state", "What the person was doing when it began.", State),
    _pairs(
        "muscles", "Where it was: muscle:side, parted by semicolons; without a side if that is not known.",
        f"{_values(Muscle)}; side: {_values(Side)}",
        lambda episode: ((place.muscle, place.side) for place in episode.places),
        cells.pairs_as_rows("muscle", "side"),
    ),
    _number("hard_minutes", "How long the muscle was hard, never soreness.", 0, MAX_HARD_MINUTES, "minutes"),
    _number("sore_hours", "How long it was sore afterwards.", 0, MAX_SORE_HOURS, "hours"),
    _number("severity", "The worst pain: 0 is none, 10 the worst imaginable.", 0, 10, "points"),
    _word("knot", "Whether a hard knot was felt.", Knot),
    _word("stretch_eased", "Whether stretching eased it.", Eased),
    _yes_no("woke", "Whether it woke the person."),
    _number("minutes_awake", "How long the person was awake because of it.", 0, MAX_MINUTES_AWAKE, "minutes"),
    _yes_no("slept_again", "Whether the person fell asleep again."),
    _word("distress", "How distressing it was.", Distress),
    _word("fluids", "How much was drunk that day, as noted with the cramp.", Fluids),
    _word("activity", "How hard the activity of that day was, as noted with the cramp.", Activity),
    _pairs(
        "reliefs", "What was tried: relief:helped, parted by semicolons; without a word if that was not said.",
        f"{_values(Relief)}; helped: {_values(Helped)}",
        lambda episode: ((tried.relief, tried.helped) for tried in episode.reliefs),
        cells.pairs_as_rows("relief", "helped"),
    ),
    _pairs(
        "signs", "Screening questions that were answered with it: question:answer, parted by semicolons.",
        "questions as in answers.csv; yes, no",
        lambda episode: sorted(episode.signs.items()), cells.pairs_as_object,
    ),
    _word("fall", "Whether the person fell.", Fall),
    _number("count", "How many cramps a spell had; empty counts as one.", 1, MAX_COUNT, "cramps"),
    _note("What the person wrote about it."),
)  # fmt: skip

# --- Check-ins ------------------------------------------------------------------------------------

DAY_COLUMNS: tuple[Column, ...] = (
    _column("day", "The diary day, from noon on that date to noon of the next.", DAY),
    _yes_no(
        "no_cramp", "yes: the person said that the night had no cramp; empty: nobody said so.",
        of=attrgetter("clear"), field="clear",
    ),
    _number("sleep_disturbance", "How much cramps disturbed that night.", 0, 10, "points"),
)  # fmt: skip


def _factor_column(factor: Factor) -> Column:
    def said(check_in: CheckIn) -> Any:
        known = check_in.factors.get(factor.id)
        return SKIPPED if known is None and factor.id in check_in.factors else known

    values = (
        f"a number; {factor.cut_words} or more counts"
        if factor.is_number
        else ", ".join(v for v, _ in factor.scale)
    )
    return Column(
        name=f"{factor.name} ({factor.id})" if factor.is_own else factor.id,
        meaning=factor.question,
        values=f"{values}; {SKIPPED}",
        of=said,
        field=factor.id,
    )


# --- What is not of one night ---------------------------------------------------------------------

_MEDICINES: tuple[Column, ...] = (
    _id("medicine"),
    _column("name", "What the person calls it.", ANY_TEXT),
    _column("started_on", "The first day.", DAY),
    _column(
        "changes",
        "The days on which the dose was changed, parted by semicolons.",
        DAY,
        of=lambda medicine: list_cell(medicine.changes) or None,
        read=cells.list_of,
    ),
    _column("stopped_on", "The first day without it.", DAY),
    _word(
        "drug_class",
        "The class that the person confirmed; none: none of those that matter for cramps.",
        DrugClass,
    ),
    _note("What the person wrote about it."),
)
_EVENTS: tuple[Column, ...] = (
    _id("event"),
    _column("name", "What changed.", ANY_TEXT),
    _column("on", "The date on which it changed.", DAY),
)
_OWN_FACTORS: tuple[Column, ...] = (
    _column("id", "The id of the factor; its column in check_ins.csv ends with it.", "letters, digits, dots, hyphens"),
    _column("name", "What the person calls it.", ANY_TEXT),
    _column(
        "kind", "What is answered each day.", "yes_no, number",
        of=lambda factor: "number" if factor.is_number else "yes_no",
    ),
    _column("cut", "The number from which on a day counts.", "a number above 0", read=cells.number),
    _yes_no("on_purpose", "Whether it is done in the hope of fewer cramps.", of=attrgetter("is_on_purpose")),
    _column("retired_on", "Since when it is no longer asked about.", DAY),
)  # fmt: skip


def _asked(question: str) -> str | None:
    """Return the words that a person reads for a question, None for a choice or a mark."""
    is_worded = question.startswith(("SQ", "profile.")) and is_known_question(question)
    return words_of(question) if is_worded else None


def _said(value: Any) -> Any:
    return canonical(value) if isinstance(value, list | dict) else value


_ANSWERS: tuple[Column, ...] = (
    _id("answer"),
    _column(
        "question", "What was answered: a screening question, a fact of the profile, a choice, or a mark on a prompt.",
        f"SQ01, SQ14.jerked, profile.sex, {FOLLOWED}, {SUSPECTED}, R30.discussed and so on",
    ),
    _column(
        "asked", "The words of the question, for people.", ANY_TEXT,
        of=lambda answer: _asked(answer.question), read=None,
    ),
    _column(
        "value", "What was said; lists and marks are written as JSON.", "yes, no, a number, a word, a date, JSON",
        of=lambda answer: _said(answer.value), read=cells.answer,
    ),
    _column("answered_at", "When it was said, in UTC.", INSTANT, of=lambda answer: answer.answered_at.astimezone(UTC)),
)  # fmt: skip
_VISITS: tuple[Column, ...] = (
    _id("visit"),
    _column("on", "The date of the appointment.", DAY),
    _column("with_whom", "Whom the person sees there.", ANY_TEXT),
    _note("What the person wrote about it."),
    _column(
        "closed_at", "When the person said that it is over, in UTC; empty: still planned.", INSTANT,
        of=lambda visit: visit.closed_at and visit.closed_at.astimezone(UTC),
    ),
)  # fmt: skip
_VISIT_QUESTIONS: tuple[Column, ...] = (
    _column(
        "visit", "The id of the visit in visits.csv; its questions stand in their order.", IDENTITY,
        of=lambda row: row[0].id,
    ),
    _column("text", "The question.", ANY_TEXT, of=lambda row: row[1].text),
    _column(
        "rule", "The prompt that it came from; empty: one of the person's own.", "R36 and so on",
        of=lambda row: row[1].rule,
    ),
)  # fmt: skip
_DEVICE_DAYS: tuple[Column, ...] = (
    _column("day", "The diary day, from noon on that date to noon of the next.", DAY),
    _number("steps", "Steps that a device counted.", 0, MOST_STEPS, "steps"),
    _number("sleep_minutes", "Minutes asleep in the night of that day.", 0, MINUTES_OF_A_DAY, "minutes"),
    _number("workout_minutes", "Minutes of all workouts.", 0, MINUTES_OF_A_DAY, "minutes"),
)  # fmt: skip


def _fixed(columns: tuple[Column, ...]) -> Callable[[Diary], tuple[Column, ...]]:
    return lambda _diary: columns


TABLES: tuple[Table, ...] = (
    Table(
        name="episodes", part="episodes", rows=attrgetter("episodes"),
        columns=_fixed(_EPISODES), known_by=("started_at", "muscles"),
    ),
    Table(
        name="check_ins", part="check_ins", rows=attrgetter("check_ins"),
        columns=lambda diary: (*DAY_COLUMNS, *map(_factor_column, diary.factors)), known_by=("day", "no_cramp"),
    ),
    Table(
        name="medicines", part="medicines", rows=attrgetter("medicines"),
        columns=_fixed(_MEDICINES), known_by=("name", "started_on"),
    ),
    Table(
        name="events", part="events", rows=attrgetter("events"),
        columns=_fixed(_EVENTS), known_by=("id", "name", "on"),
    ),
    Table(
        name="own_factors", part="factors", rows=attrgetter("own_factors"),
        columns=_fixed(_OWN_FACTORS), known_by=("kind", "cut"),
    ),
    Table(
        name="answers", part="answers", rows=attrgetter("answers"),
        columns=_fixed(_ANSWERS), known_by=("question", "answered_at"),
    ),
    Table(
        name="visits", part="visits", rows=attrgetter("visits"),
        columns=_fixed(_VISITS), known_by=("with_whom", "closed_at"),
    ),
    Table(
        name="visit_questions", part="visit_questions",
        rows=lambda diary: ((visit, question) for visit in diary.visits for question in visit.questions),
        columns=_fixed(_VISIT_QUESTIONS), known_by=("visit", "text", "rule"),
    ),
    Table(
        name="device_days", part="device_days", rows=attrgetter("device_days"),
        columns=_fixed(_DEVICE_DAYS), known_by=("day", "steps", "sleep_minutes"),
    ),
)  # fmt: skip
EPISODES, CHECK_INS = TABLES[:2]
