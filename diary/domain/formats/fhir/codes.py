"""The code systems of the bundle, and every code in it that says more than its text: each seen at its source.

A code that could not be seen is not written: the text says what is meant. docs/fhir.md lists both, with their sources.
"""

from collections.abc import Mapping

from diary.domain.formats.fhir.elements import Json, coding
from diary.domain.vocabulary import Condition, Muscle

SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
ICD_10 = "http://hl7.org/fhir/sid/icd-10"
ICD_10_CM = "http://hl7.org/fhir/sid/icd-10-cm"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"

PATIENT_NOTE = coding(LOINC, "51855-5", "Patient Note")
CRAMP = coding(SNOMED, "55300003", "Cramp")
CRAMP_AND_SPASM = coding(ICD_10, "R25.2", "Cramp and spasm")
PAIN = coding(LOINC, "72514-3", "Pain severity - 0-10 verbal numeric rating [Score] - Reported")

# The answer list of 72514-3, from 0 to 10.
PAIN_ANSWERS = (
    "LA6111-4", "LA6112-2", "LA6113-0", "LA6114-8", "LA6115-5", "LA10137-0", "LA10138-8", "LA10139-6", "LA10140-4",
    "LA10141-2", "LA13942-0",
)  # fmt: skip

# Calf, shin, thigh and toes have no code that is certain to mean the region that the person points at.
BODY_SITES: Mapping[Muscle, Json] = {Muscle.FOOT_ARCH: coding(SNOMED, "56459004", "Foot structure")}
CONDITIONS: Mapping[Condition, Json] = {
    Condition.RESTLESS_LEGS: coding(ICD_10_CM, "G25.81", "Restless legs syndrome")
}

SURVEY = coding(f"{TERMINOLOGY}/observation-category", "survey", "Survey")
UNCONFIRMED = coding(f"{TERMINOLOGY}/condition-ver-status", "unconfirmed", "Unconfirmed")
SAID_BY_PATIENT = coding(
    f"{TERMINOLOGY}/medication-statement-category", "patientspecified", "Patient Specified"
)
NIL_KNOWN = coding(f"{TERMINOLOGY}/list-empty-reason", "nilknown", "Nil Known")
UNKNOWN = coding(f"{TERMINOLOGY}/data-absent-reason", "unknown", "Unknown")
NOT_ASKED = coding(f"{TERMINOLOGY}/data-absent-reason", "not-asked", "Not Asked")

CHECKSUM = "urn:ietf:rfc:6234"
CHECKSUM_WORDS = "SHA-256 of the entries as they stand in this file, from [ to ]"

TIME_ZONE_EXTENSION = "http://hl7.org/fhir/StructureDefinition/tz-code"
SCORE_EXTENSION = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
