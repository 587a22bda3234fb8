"""The person, and what they say of themselves: conditions and medicines. Nothing here was confirmed by anybody."""

from collections.abc import Mapping, Sequence

from diary.domain.entries import Medicine
from diary.domain.formats.fhir.codes import (
    CONDITIONS,
    CRAMP_AND_SPASM,
    SAID_BY_PATIENT,
    UNCONFIRMED,
)
from diary.domain.formats.fhir.document import Document
from diary.domain.formats.fhir.elements import Json, concept, plain
from diary.domain.vocabulary import Condition, DrugClass, Sex
from diary.domain.wording import joined

_GENDERS: Mapping[Sex, str] = {Sex.FEMALE: "female", Sex.MALE: "male", Sex.OTHER: "other"}
_UNCONFIRMED = {"coding": [UNCONFIRMED]}
_STATUS: Mapping[bool | None, str] = {True: "active", False: "completed", None: "unknown"}

THE_CRAMPS = "patient-reported muscle cramps"


def patient(document: Document) -> Json:
    """Return the person: year of birth and sex as far as they were said, and a name only if it was given."""
    profile = document.diary.profile
    found: Json = {"resourceType": "Patient", "id": document.id_within("patient")}
    if document.name:
        found["name"] = [{"text": document.name}]
    if profile.sex is not None:
        found["gender"] = _GENDERS[profile.sex]
    if profile.birth_year is not None:
        found["birthDate"] = f"{profile.birth_year:04}"
    return found


def conditions_said(document: Document) -> Sequence[Condition]:
    """Return the long-term conditions that the person has said they have, in the fixed order."""
    return [condition for condition in Condition if condition in document.diary.profile.conditions]


def id_of_condition(document: Document, condition: Condition | str) -> str:
    return document.id_within(f"condition {condition}")


def condition_resource(document: Document, condition: Condition | str) -> Json:
    """Return a long-term condition, or the cramps themselves (`THE_CRAMPS`)."""
    if isinstance(condition, Condition):
        known = CONDITIONS.get(condition)
        code = concept(condition.label, known) if known else concept(condition.label)
    else:
        code = concept(condition, CRAMP_AND_SPASM)
    return {
        "resourceType": "Condition",
        "id": id_of_condition(document, condition),
        "verificationStatus": _UNCONFIRMED,
        "code": code,
        "subject": document.patient,
        "asserter": document.patient,
    }


def medicine_name(medicine: Medicine) -> str:
    return plain(medicine.name) or "(no name)"


def medication_statement(document: Document, medicine: Medicine) -> Json:
    """Return a medicine as the person calls it, with its dates. Whether it is taken is asked of `document.as_of`."""
    notes = [{"text": text} for text in _said_of(medicine)]
    dates = {"start": medicine.started_on, "end": medicine.stopped_on}
    period = {name: day.isoformat() for name, day in dates.items() if day is not None}
    return {
        "resourceType": "MedicationStatement",
        "id": document.id_of(medicine),
        "status": _status(document, medicine),
        "category": {"coding": [SAID_BY_PATIENT]},
        "medicationCodeableConcept": concept(medicine_name(medicine)),
        "subject": document.patient,
        **({"effectivePeriod": period} if period else {}),
        "informationSource": document.patient,
        **({"note": notes} if notes else {}),
    }


def _status(document: Document, medicine: Medicine) -> str:
    if medicine.started_on is not None and medicine.started_on > document.as_of:
        return "intended"
    return _STATUS[medicine.taken_on(document.as_of)]


def _said_of(medicine: Medicine) -> list[str]:
    """Return what FHIR has no field for: the note, the days of changes, and the kind that was confirmed."""
    said = [plain(medicine.note)] if plain(medicine.note) else []
    if medicine.changes:
        said.append(f"Its dose was changed on {joined([day.isoformat() for day in medicine.changes])}.")
    if medicine.drug_class not in (None, DrugClass.NONE):
        said.append(f"Its kind, as the person confirmed it: {medicine.drug_class.label}.")
    return said
