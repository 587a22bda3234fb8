"""The document's first resource: who and when, and its sections, each with words for people and what it lists."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from diary.domain.entries import Medicine
from diary.domain.formats.fhir.answers import (
    check_in_response,
    id_of_check_in,
    id_of_sitting,
    sitting_response,
    sittings,
    told_days,
)
from diary.domain.formats.fhir.codes import NIL_KNOWN, PATIENT_NOTE
from diary.domain.formats.fhir.document import Document
from diary.domain.formats.fhir.elements import Json, concept, narrative, plain, reference, written
from diary.domain.formats.fhir.figures import Figure, figures_of
from diary.domain.formats.fhir.observations import (
    counts_observation,
    episode_observation,
    event_observation,
    night_observation,
    period,
)
from diary.domain.formats.fhir.statements import (
    THE_CRAMPS,
    condition_resource,
    conditions_said,
    id_of_condition,
    medication_statement,
    medicine_name,
)
from diary.domain.vocabulary import Outcome
from diary.domain.wording import counted

Row = TypeVar("Row")

NOT_VERIFIED = "Patient-reported, not verified."


@dataclass(frozen=True, kw_only=True)
class Section(Generic[Row]):
    """A part of the document: its words, and the rows that it lists with the id and the written resource of each."""

    title: str
    narrative: Json
    rows: Sequence[Row]
    id_of: Callable[[Row], str]
    text_of: Callable[[Row], str]
    is_empty_for_certain: bool = False

    def as_json(self) -> Json:
        found: Json = {"title": self.title, "text": self.narrative}
        if self.rows:
            found["entry"] = [reference(self.id_of(row)) for row in self.rows]
        elif self.is_empty_for_certain:
            found["emptyReason"] = {"coding": [NIL_KNOWN]}
        return found


def composition(document: Document, sections: Sequence[Section[Any]]) -> Json:
    """Return the resource that a document begins with."""
    first, last = _in_words(document.first), _in_words(document.last)
    return {
        "resourceType": "Composition",
        "id": document.id_within("composition"),
        "language": "en-GB",
        "status": "final",
        "type": concept("Diary of muscle cramps", PATIENT_NOTE),
        "subject": document.patient,
        "date": document.moment(document.exported_at),
        "author": [document.patient],
        "title": f"Diary of muscle cramps, {first} to {last}",
        "event": [{"period": period(document.first, document.last)}],
        "section": [_about(document), *(section.as_json() for section in sections)],
    }


def sections_of(document: Document) -> Sequence[Section[Any]]:
    """Return the sections in their order. What the diary does not hold has no section, and no word about it."""
    return [
        *_counts(document),
        _nights(document),
        *_cramps(document),
        *_conditions(document),
        *_medicines(document),
        *_questions(document),
        *_check_ins(document),
        *_changes(document),
    ]


def _about(document: Document) -> Json:
    words = (
        f"{NOT_VERIFIED} A person wrote this diary about themselves, and nobody has checked it.",
        f"It covers the diary days from {_in_words(document.first)} to {_in_words(document.last)}.",
        "A diary day runs from noon to noon and has the date of its first noon.",
        "A day of which nothing is known is not a day without a cramp. Every number stands with what it rests on.",
        "Left out is what the person chose not to hand on.",
        "Patterns, reasons to see a doctor, visits and what a device recorded are no part of this format.",
    )
    return {"title": "About this document", "text": narrative(words, status="additional")}


def _counts(document: Document) -> Sequence[Section[Any]]:
    figures = figures_of(document)
    listed = [f"{figure.words}: {figure.said}" for figure in figures.values()]
    counts: Section[Mapping[str, Figure]] = Section(
        title="Counts",
        narrative=narrative([NOT_VERIFIED], listed),
        rows=[figures],
        id_of=lambda _: document.id_within("counts"),
        text_of=lambda figures: counts_observation(document, figures),
    )
    cramps: Section[str] = Section(
        title="What this diary is about",
        narrative=narrative([f"Unconfirmed: {THE_CRAMPS}."]),
        rows=[THE_CRAMPS],
        id_of=lambda condition: id_of_condition(document, condition),
        text_of=lambda condition: written(condition_resource(document, condition)),
    )
    return [cramps, counts] if any(night.episodes for night in document.nights) else [counts]


def _nights(document: Document) -> Section[Any]:
    outcomes = [night.outcome for night in document.nights]
    cramp, clear, unknown = (outcomes.count(each) for each in (Outcome.CRAMP, Outcome.CLEAR, Outcome.UNKNOWN))
    words = (
        f"{counted(len(outcomes), 'diary day')}: {cramp:,} with a cramp, {clear:,} said to be clear, "
        f"{unknown:,} of which it is not known."
    )
    return Section(
        title="Days and nights",
        narrative=narrative([words]),
        rows=document.nights,
        id_of=lambda night: document.id_within(night.day),
        text_of=lambda night: night_observation(document, night),
    )


def _cramps(document: Document) -> Sequence[Section[Any]]:
    words = f"{counted(len(document.episodes), 'entry,entries')}, each one cramp or one spell of cramps."
    section = Section(
        title="Cramps, one by one",
        narrative=narrative([words]),
        rows=document.episodes,
        id_of=document.id_of,
        text_of=lambda episode: episode_observation(document, episode),
    )
    return _if_any(section)


def _conditions(document: Document) -> Sequence[Section[Any]]:
    said = conditions_said(document)
    none = ["Asked for, and none was named."]
    section = Section(
        title="Long-term conditions, unconfirmed",
        narrative=narrative([] if said else none, [condition.label for condition in said]),
        rows=said,
        id_of=lambda condition: id_of_condition(document, condition),
        text_of=lambda condition: written(condition_resource(document, condition)),
        is_empty_for_certain=True,
    )
    return [section] if document.diary.profile.conditions_known else []


def _medicines(document: Document) -> Sequence[Section[Any]]:
    section = Section(
        title="Medicines, as the person calls them",
        narrative=narrative([], map(_medicine_in_words, document.diary.medicines)),
        rows=document.diary.medicines,
        id_of=document.id_of,
        text_of=lambda medicine: written(medication_statement(document, medicine)),
    )
    return _if_any(section)


def _medicine_in_words(medicine: Medicine) -> str:
    said = [f"{what} on {_in_words(day)}" for what, day in medicine.dated]
    return ", ".join([medicine_name(medicine), *(said or ["dates not noted"])])


def _questions(document: Document) -> Sequence[Section[Any]]:
    rows = sittings(document)
    section = Section(
        title="Answers to questions",
        narrative=narrative(
            ["Questions about signs and about the person. What was not answered is left out."]
        ),
        rows=rows,
        id_of=lambda sitting: id_of_sitting(document, sitting),
        text_of=lambda sitting: written(sitting_response(document, sitting)),
    )
    return _if_any(section)


def _check_ins(document: Document) -> Sequence[Section[Any]]:
    rows = told_days(document)
    section = Section(
        title="Check-ins",
        narrative=narrative([f"{counted(len(rows), 'day')} with an answer. What was skipped is left out."]),
        rows=rows,
        id_of=lambda check_in: id_of_check_in(document, check_in),
        text_of=lambda check_in: written(check_in_response(document, check_in)),
    )
    return _if_any(section)


def _changes(document: Document) -> Sequence[Section[Any]]:
    events = [event for event in document.diary.events if document.first <= event.on <= document.last]
    section = Section(
        title="What changed on a date",
        narrative=narrative([], [f"{_in_words(event.on)}: {plain(event.name)}" for event in events]),
        rows=events,
        id_of=document.id_of,
        text_of=lambda event: event_observation(document, event),
    )
    return _if_any(section)


def _if_any(section: Section[Any]) -> Sequence[Section[Any]]:
    return [section] if section.rows else []


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
