"""Cramps, nights, counts and changes as Observations; every component carries the name of its field as its id."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from diary.domain.entries import Episode, Event, Night, Place, ReliefTried
from diary.domain.formats.fhir.codes import (
    BODY_SITES,
    CRAMP,
    NOT_ASKED,
    PAIN,
    PAIN_ANSWERS,
    SCORE_EXTENSION,
    SURVEY,
    TIME_ZONE_EXTENSION,
    UNKNOWN,
)
from diary.domain.formats.fhir.document import Document
from diary.domain.formats.fhir.elements import Json, concept, moment, plain, quantity, reference, written
from diary.domain.formats.fhir.figures import Figure
from diary.domain.prompts.questions import words_of
from diary.domain.vocabulary import Outcome, Progress, Term

Valued = Callable[[Any], Json]

_SURVEY = [{"coding": [SURVEY]}]
_NOT_KNOWN = {"dataAbsentReason": concept("Not known", UNKNOWN)}
_NOT_YET_ASKED = {"dataAbsentReason": concept("Not asked: before the diary, or not yet over", NOT_ASKED)}
_CRAMP = concept("Muscle cramp", CRAMP)
_NIGHT = concept("Any muscle cramp in the diary day that began at noon of this date")
_CHANGE = concept("Something that changed on this date")
_COUNTS = concept("Muscle cramps in this period, counted from the diary")


def _term(value: Term) -> Json:
    return {"valueCodeableConcept": {"text": value.label}}


def _yes_no(value: bool) -> Json:
    return {"valueBoolean": value}


def _whole(value: int) -> Json:
    return {"valueInteger": value}


def _minutes(value: int) -> Json:
    return {"valueQuantity": quantity(value, "min")}


def _hours(value: int) -> Json:
    return {"valueQuantity": quantity(value, "h")}


def _pain(value: int) -> Json:
    answer = {
        "extension": [{"url": SCORE_EXTENSION, "valueDecimal": value}],
        "system": PAIN["system"],
        "code": PAIN_ANSWERS[value],
        "display": str(value),
    }
    return {"valueCodeableConcept": {"coding": [answer], "text": f"{value} of 10"}}


# What is said of an episode in one value: the name of the field, its words, and how the value is written.
EPISODE_FIELDS: Mapping[str, tuple[Json, Valued]] = {
    "severity": (concept("Worst pain, 0 to 10", PAIN), _pain),
    "hard_minutes": (concept("How long the muscle was hard"), _minutes),
    "sore_hours": (concept("How long it was sore afterwards"), _hours),
    "count": (concept("Cramps in this spell"), _whole),
    "state": (concept("What the person was doing when it began"), _term),
    "knot": (concept("A hard knot was seen or felt"), _term),
    "stretch_eased": (concept("Stretching eased it"), _term),
    "woke": (concept("It woke the person"), _yes_no),
    "minutes_awake": (concept("Time awake afterwards"), _minutes),
    "slept_again": (concept("The person slept again"), _yes_no),
    "distress": (concept("How upsetting it was"), _term),
    "fluids": (concept("Drinks that day"), _term),
    "activity": (concept("Activity that day"), _term),
    "fall": (concept("A fall"), _term),
}
_ABOUT = concept("The time of the beginning is about right")
_CRAMPS = concept("Number of cramps")
_SLEEP = concept("How much cramps disturbed the sleep of that night, 0 to 10")


def observation(
    document: Document,
    id: str,  # noqa: A002
    code: Json,
    *,
    status: str = "final",
    components: Iterable[str] = (),
    **more: Any,
) -> str:
    """Return an Observation that the person made of themselves, written; None and empty lists are left out."""
    head = {
        "resourceType": "Observation",
        "id": id,
        "status": status,
        "category": _SURVEY,
        "code": code,
        "subject": document.patient,
        "performer": [document.patient],
        **{name: value for name, value in more.items() if value not in (None, [])},
    }
    joined = ",".join(components)
    return f'{written(head).removesuffix("}")},"component":[{joined}]}}' if joined else written(head)


def component(name: str, code: Json, value: Json) -> str:
    """Return a component as its text; in twenty years the same few stand again and again."""
    return written({"id": name, "code": code, **value})


def episode_observation(document: Document, episode: Episode) -> str:
    """Return one cramp or spell of cramps; one that is not finished is preliminary."""
    note = plain(episode.note)
    return observation(
        document,
        document.id_of(episode),
        _CRAMP,
        status="final" if episode.progress is Progress.COMPLETE else "preliminary",
        effectiveDateTime=moment(episode.started_at, episode.time_zone),
        _effectiveDateTime={"extension": [{"url": TIME_ZONE_EXTENSION, "valueCode": episode.time_zone}]},
        note=[{"text": note}] if note else None,
        bodySite=_body_site(episode.places),
        components=_components(episode),
    )


def _body_site(places: tuple[Place, ...]) -> Json | None:
    """Return where it was, in words; with a code only when all of it has the same."""
    if not places:
        return None
    text = "; ".join(place.label for place in places)
    muscles = {place.muscle for place in places}
    known = BODY_SITES.get(next(iter(muscles))) if len(muscles) == 1 else None
    return concept(text, known) if known else concept(text)


def _components(episode: Episode) -> Iterator[str]:
    """Yield what is known of the cramp; what was not said is not there."""
    for name in EPISODE_FIELDS:
        value = getattr(episode, name)
        if value is not None:
            yield _field(name, value)
    if episode.onset_is_about:
        yield component("onset_is_about", _ABOUT, _yes_no(True))
    for position, tried in enumerate(episode.reliefs, start=1):
        yield _relief(position, tried)
    for question, answer in episode.signs.items():
        yield _sign(question, answer)


@lru_cache(maxsize=4096)
def _field(name: str, value: Any) -> str:
    code, valued = EPISODE_FIELDS[name]
    return component(name, code, valued(value))


@lru_cache(maxsize=512)
def _relief(position: int, tried: ReliefTried) -> str:
    helped = _NOT_KNOWN if tried.helped is None else _term(tried.helped)
    return component(f"reliefs.{position}", concept(f"Tried: {tried.relief.label}"), helped)


@lru_cache(maxsize=512)
def _sign(question: str, answer: bool) -> str:
    return component(question, concept(words_of(question)), _yes_no(answer))


def night_observation(document: Document, night: Night) -> str:
    """Return whether a diary day had a cramp: yes, no if the person said so, else why it is not known."""
    members = night.episodes if document.lists_episodes else ()
    return observation(
        document,
        document.id_within(night.day),
        _NIGHT,
        effectiveDateTime=night.day.isoformat(),
        **_outcome(document, night),
        hasMember=[reference(document.id_of(episode)) for episode in members],
        components=_components_of_night(night),
    )


def _outcome(document: Document, night: Night) -> Json:
    if night.outcome is Outcome.UNKNOWN:
        begun, running = document.nights_asked
        return _NOT_KNOWN if begun <= night.day < running else _NOT_YET_ASKED
    return _yes_no(night.outcome is Outcome.CRAMP)


def _components_of_night(night: Night) -> Iterator[str]:
    if night.outcome is not Outcome.UNKNOWN:
        yield component("cramps", _CRAMPS, _whole(night.cramps))
    if night.check_in is not None and night.check_in.sleep_disturbance is not None:
        yield component("sleep_disturbance", _SLEEP, _whole(night.check_in.sleep_disturbance))


def counts_observation(document: Document, figures: Mapping[str, Figure]) -> str:
    """Return the counts of the period; a number for which too little is known says so."""
    return observation(
        document,
        document.id_within("counts"),
        _COUNTS,
        effectivePeriod=period(document.first, document.last),
        components=[
            component(name, concept(figure.words), figure.value or _NOT_KNOWN)
            for name, figure in figures.items()
        ],
    )


def event_observation(document: Document, event: Event) -> str:
    """Return something that changed on a date."""
    return observation(
        document,
        document.id_of(event),
        _CHANGE,
        effectiveDateTime=event.on.isoformat(),
        valueString=plain(event.name) or "(no name)",
    )


def period(first: date, last: date) -> Json:
    return {"start": first.isoformat(), "end": last.isoformat()}
