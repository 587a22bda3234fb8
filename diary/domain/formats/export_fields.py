"""The names in an export, row by row, and what kind of value each holds; null and missing are both "not known"."""

import re
from collections.abc import Mapping
from typing import Any

from diary.domain.entries import (
    MAX_CHANGES,
    MAX_COUNT,
    MAX_HARD_MINUTES,
    MAX_MINUTES_AWAKE,
    MAX_SORE_HOURS,
    MOST_STEPS,
    QUESTION_LIMIT,
)
from diary.domain.factors import number_problem
from diary.domain.formats import reading
from diary.domain.formats.reading import Kind, Refused, shown
from diary.domain.prompts.questions import is_known_question
from diary.domain.text import NAME_LIMIT, NOTE_LIMIT
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
)

LONGEST_QUESTION = 64
MINUTES_OF_A_DAY = 24 * 60


def factor_id(value: Any) -> str:
    """The id of a factor: up to 40 letters, digits, dots, hyphens and underscores."""
    if isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9._-]{1,40}", value):
        return value
    raise Refused(f"{shown(value)} is no id of up to 40 letters, digits, dots, hyphens and underscores.")


def factor_kind(value: Any) -> str:
    """What is answered: yes_no or number."""
    if isinstance(value, str) and value in {"yes_no", "number"}:
        return value
    raise Refused(f"{shown(value)} is neither yes_no nor number.")


def cut(value: Any) -> float:
    """The number from which on a day counts as exposed."""
    problem = number_problem(value)
    if problem or value == 0:
        raise Refused(
            f"{shown(value)}: {problem or 'Please give a number above 0, because every day reaches 0.'}"
        )
    number: float = value
    return number


def rule(value: Any) -> str:
    """The id of the prompt that a question came from."""
    if isinstance(value, str) and is_known_question(f"{value}.discussed"):
        return value
    raise Refused(f"{shown(value)} is no prompt such as R36.")


# What a file holds a list of, each of them counted in it.
LISTS = (
    "answers", "check_ins", "device_days", "episodes", "events", "factors", "medicines", "visits",
)  # fmt: skip
TOP = frozenset(
    {
        "format", "version", "exported_at", "time_zone", "first_day", "last_day", "profile", "counts", "checksum",
        *LISTS,
    }
)  # fmt: skip
PROFILE = ("birth_year", "sex", "pregnant", "due_on", "gave_birth_on", "smoking", "conditions")

# The fields of an episode that have the same name here as in diary/domain/entries.py.
EPISODE_ALIKE: Mapping[str, Kind] = {
    "progress": reading.term(Progress),
    "onset_is_about": reading.yes_no,
    "state": reading.term(State),
    "hard_minutes": reading.whole(0, MAX_HARD_MINUTES),
    "sore_hours": reading.whole(0, MAX_SORE_HOURS),
    "severity": reading.whole(0, 10),
    "knot": reading.term(Knot),
    "stretch_eased": reading.term(Eased),
    "woke": reading.yes_no,
    "minutes_awake": reading.whole(0, MAX_MINUTES_AWAKE),
    "slept_again": reading.yes_no,
    "distress": reading.term(Distress),
    "fluids": reading.term(Fluids),
    "activity": reading.term(Activity),
    "fall": reading.term(Fall),
    "count": reading.whole(1, MAX_COUNT),
    "note": reading.text(NOTE_LIMIT),
}
EPISODE: Mapping[str, Kind] = {
    "id": reading.identifier,
    "started_at": reading.moment,
    "time_zone": reading.zone,
    "day": reading.day,
    "muscles": reading.anything,
    "reliefs": reading.anything,
    "signs": reading.anything,
    **EPISODE_ALIKE,
}
PLACE: Mapping[str, Kind] = {"muscle": reading.term(Muscle), "side": reading.term(Side)}
TRIED: Mapping[str, Kind] = {"relief": reading.term(Relief), "helped": reading.term(Helped)}
MOST_PLACES, MOST_TRIED = len(Muscle) * len(Side), len(Relief)

CHECK_IN: Mapping[str, Kind] = {
    "day": reading.day,
    "clear": reading.yes_no,
    "sleep_disturbance": reading.whole(0, 10),
    "factors": reading.anything,
}
FACTOR: Mapping[str, Kind] = {
    "id": factor_id,
    "name": reading.name(NAME_LIMIT),
    "kind": factor_kind,
    "cut": cut,
    "on_purpose": reading.yes_no,
    "retired_on": reading.day,
}
MEDICINE: Mapping[str, Kind] = {
    "id": reading.identifier,
    "name": reading.name(NAME_LIMIT),
    "started_on": reading.day,
    "changes": reading.days(MAX_CHANGES),
    "stopped_on": reading.day,
    "drug_class": reading.term(DrugClass),
    "note": reading.text(NOTE_LIMIT),
}
# The one change that older files knew.
MEDICINE_READ: Mapping[str, Kind] = {**MEDICINE, "changed_on": reading.day}
EVENT: Mapping[str, Kind] = {"id": reading.identifier, "name": reading.name(NAME_LIMIT), "on": reading.day}
ANSWER: Mapping[str, Kind] = {
    "id": reading.identifier,
    "question": reading.text(LONGEST_QUESTION),
    "value": reading.anything,
    "answered_at": reading.moment,
}
VISIT: Mapping[str, Kind] = {
    "id": reading.identifier,
    "on": reading.day,
    "with_whom": reading.text(NAME_LIMIT),
    "questions": reading.anything,
    "note": reading.text(NOTE_LIMIT),
    "closed_at": reading.moment,
}
VISIT_QUESTION: Mapping[str, Kind] = {"text": reading.name(QUESTION_LIMIT), "rule": rule}
DEVICE_DAY: Mapping[str, Kind] = {
    "day": reading.day,
    "steps": reading.whole(0, MOST_STEPS),
    "sleep_minutes": reading.whole(0, MINUTES_OF_A_DAY),
    "workout_minutes": reading.whole(0, MINUTES_OF_A_DAY),
}
