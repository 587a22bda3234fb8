"""The FHIR bundle: sound by HL7's schema and rules, true to the diary, silent about what is not in it."""

import copy
import json
import re
from collections import Counter
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from diary.domain.days import first_instant_of
from diary.domain.demo import demo_diary
from diary.domain.entries import (
    Answer,
    CheckIn,
    Diary,
    Episode,
    Event,
    Medicine,
    Place,
    ReliefTried,
    Visit,
    VisitQuestion,
)
from diary.domain.factors import own_factor
from diary.domain.formats.fhir import bundle_json, bundle_of
from diary.domain.formats.fhir.observations import EPISODE_FIELDS
from diary.domain.patterns import standard_block
from diary.domain.patterns.frequency import with_cramps
from diary.domain.patterns.measures import Share
from diary.domain.selection import EVERYTHING, Section, Selection
from diary.domain.vocabulary import (
    DrugClass,
    Helped,
    Muscle,
    Outcome,
    Progress,
    Relief,
    Side,
    Term,
)
from tests.domain.formats import whole
from tests.domain.formats.fhir_rules import every, problems_of, schema_problems

DOCS = Path(__file__).parents[3] / "docs"
AT = datetime(2026, 3, 20, 9, 30, tzinfo=UTC)
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 14)
ID = UUID(int=7)

SLOW = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
periods = st.tuples(whole.DAYS, whole.DAYS).map(sorted)


def the_bundle(diary, *, first=FIRST, last=LAST, exported_at=AT, **more):
    return bundle_of(diary, exported_at=exported_at, first=first, last=last, **more)


def a_diary(**parts):
    return Diary(**{"time_zone": "Europe/London", **parts})


def an_episode(day=date(2026, 3, 3), **parts):
    started_at = parts.pop("started_at", first_instant_of(day, "Europe/London") + timedelta(hours=15))
    return Episode(
        **{"id": uuid4(), "started_at": started_at, "time_zone": "Europe/London", "day": day, **parts}
    )


def of_kind(bundle, kind):
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]


def the_section(bundle, title):
    """The section of that title, or None."""
    return next((s for s in bundle["entry"][0]["resource"]["section"] if s["title"].startswith(title)), None)


def listed_in(bundle, title):
    """The resources that a section lists."""
    by_url = {entry["fullUrl"]: entry["resource"] for entry in bundle["entry"]}
    section = the_section(bundle, title) or {}
    return [by_url[reference["reference"]] for reference in section.get("entry", ())]


def cramps_in(bundle):
    return listed_in(bundle, "Cramps, one by one")


def nights_in(bundle):
    return listed_in(bundle, "Days and nights")


def the_cramp(**parts):
    (cramp,) = cramps_in(the_bundle(a_diary(episodes=(an_episode(**parts),))))
    return cramp


def said_in(resource):
    """The value of each component by its name; the reason where there is none."""
    return {part["id"]: value_of(part) for part in resource.get("component", ())}


def value_of(part):
    (value,) = (value for name, value in part.items() if name.startswith(("value", "dataAbsentReason")))
    if isinstance(value, dict) and "numerator" in value:
        return Share(value["numerator"]["value"], value["denominator"]["value"])
    return value["value"] if isinstance(value, dict) and "value" in value else value


def items_in(response):
    return {item["linkId"]: next(iter(item["answer"][0].values())) for item in response["item"]}


# --- Sound ----------------------------------------------------------------------------------------


@given(whole.diaries(), periods, st.booleans(), whole.notes)
@SLOW
def test_the_bundle_of_any_diary_has_no_problem(diary, period, lists_episodes, name):
    bundle = the_bundle(diary, first=period[0], last=period[1], lists_episodes=lists_episodes, name=name)
    assert problems_of(bundle) == []


@given(whole.diaries(), periods)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_fhir_resources_reads_the_bundle_of_any_diary(diary, period):
    bundle = the_bundle(diary, first=period[0], last=period[1])
    read = Bundle.model_validate(bundle)
    assert [entry.resource.id for entry in read.entry] == [e["resource"]["id"] for e in bundle["entry"]]


def test_the_bundle_of_the_demo_diary_has_no_problem():
    diary = demo_diary(seed=66, today=date(2026, 11, 22), nights=120, time_zone="Europe/London")
    first, last = diary.days_noted()
    bundle = the_bundle(diary, first=first, last=last, exported_at=datetime(2026, 11, 22, 9, tzinfo=UTC))
    assert problems_of(bundle) == []
    assert len(bundle["entry"]) > 200


def test_an_empty_diary_is_a_sound_bundle_of_unknown_days():
    bundle = the_bundle(a_diary())
    assert problems_of(bundle) == []
    assert Counter(entry["resource"]["resourceType"] for entry in bundle["entry"]) == {
        "Composition": 1, "Patient": 1, "Observation": 1 + 14,
    }  # fmt: skip


@pytest.fixture(scope="module")
def sound():
    """A bundle with something of everything."""
    diary = a_diary(
        episodes=(
            an_episode(severity=6, hard_minutes=4, places=(Place(Muscle.CALF, Side.LEFT),), note="Woke up."),
        ),
        check_ins=(CheckIn(day=FIRST, clear=True, factors={"alcohol": "1-2"}, sleep_disturbance=0),),
        medicines=(Medicine(id=ID, name="Indapamide", started_on=FIRST, stopped_on=LAST),),
        answers=(
            Answer(id=ID, question="profile.conditions", value=["diabetes"], answered_at=AT),
            Answer(
                id=ID,
                question="SQ18",
                value=True,
                answered_at=first_instant_of(FIRST, "UTC") + timedelta(hours=9),
            ),
        ),
        events=(Event(id=ID, name="New shoes", on=FIRST),),
    )
    bundle = the_bundle(diary)
    assert problems_of(bundle) == []
    return bundle


def _change(kind, change):
    """A fault in the first resource of a kind that the change fits."""

    def faulty(bundle):
        for resource in of_kind(bundle, kind):
            try:
                change(resource)
            except (KeyError, IndexError):
                continue
            return
        raise AssertionError(f"No {kind} takes this change.")

    return faulty


def _twice(bundle):
    bundle["entry"].append(bundle["entry"][-1])


def _unlisted(bundle):
    bundle["entry"][0]["resource"]["section"].pop()


SEEDED = {
    "a status that there is not": _change("Observation", lambda r: r.update(status="finnal")),
    "a property that there is not": _change("Observation", lambda r: r.update(severity=6)),
    "no code": _change("Observation", lambda r: r.pop("code")),
    "a date that there is not": _change("Observation", lambda r: r.update(effectiveDateTime="2026-02-41")),
    "a time without its offset": _change(
        "Observation", lambda r: r.update(effectiveDateTime="2026-03-04T03:10:00")
    ),
    "an empty note": _change("Observation", lambda r: r["note"][0].update(text="")),
    "a status of a medicine": _change("MedicationStatement", lambda r: r.update(status="final")),
    "a medicine without a name": _change("MedicationStatement", lambda r: r.pop("medicationCodeableConcept")),
    "a period that ends before it begins": _change(
        "MedicationStatement", lambda r: r["effectivePeriod"].update(end="2025-01-01")
    ),
    "a condition of nobody": _change("Condition", lambda r: r.pop("subject")),
    "an answer of an unknown kind": _change(
        "QuestionnaireResponse", lambda r: r["item"][0]["answer"][0].update(valueYesNo=True)
    ),
    "a birth date of words": _change("Patient", lambda r: r.update(birthDate="long ago")),
    "a section that says nothing": _change("Composition", lambda r: r["section"][0].pop("text")),
    "a narrative that is not closed": _change(
        "Composition", lambda r: r["section"][0]["text"].update(div="<div><p></div>")
    ),
    "a script in a narrative": _change(
        "Composition",
        lambda r: r["section"][0]["text"].update(
            div='<div xmlns="http://www.w3.org/1999/xhtml"><script>a</script></div>'
        ),
    ),
    "a value and a reason why there is none": _change(
        "Observation", lambda r: r["dataAbsentReason"] and r.update(valueBoolean=False)
    ),
    "a reference that leads nowhere": _change(
        "Condition", lambda r: r["subject"].update(reference=f"urn:uuid:{ID}")
    ),
    "a component without a value": _change("Observation", lambda r: r["component"][0].pop("valueRatio")),
    "no identifier": lambda bundle: bundle.pop("identifier"),
    "no date": lambda bundle: bundle.pop("timestamp"),
    "no Composition at the beginning": lambda bundle: bundle["entry"].reverse(),
    "an entry that stands twice": _twice,
    "an entry that no section lists": _unlisted,
}


@pytest.mark.parametrize("fault", SEEDED)
def test_the_rules_find_a_fault_that_was_put_in(sound, fault):
    faulty = copy.deepcopy(sound)
    SEEDED[fault](faulty)
    assert faulty != sound
    assert problems_of(faulty) != []


@pytest.mark.parametrize("fault", list(SEEDED)[:4])
def test_hl7s_schema_alone_finds_the_plain_faults(sound, fault):
    faulty = copy.deepcopy(sound)
    SEEDED[fault](faulty)
    assert [problem for entry in faulty["entry"] for problem in schema_problems(entry["resource"])] != []


# --- True to the diary ----------------------------------------------------------------------------


@given(whole.diaries(), periods)
@SLOW
def test_an_unknown_day_has_a_reason_and_no_value(diary, period):
    first, last = period
    nights = nights_in(the_bundle(diary, first=first, last=last))
    assert [night["effectiveDateTime"] for night in nights] == [
        day.day.isoformat() for day in diary.nights(first, last)
    ]
    for resource, night in zip(nights, diary.nights(first, last), strict=True):
        if night.outcome is Outcome.UNKNOWN:
            assert resource["dataAbsentReason"]["coding"][0]["code"] in {"unknown", "not-asked"}
            assert "valueBoolean" not in resource
            assert "cramps" not in said_in(resource)
        else:
            assert resource["valueBoolean"] is (night.outcome is Outcome.CRAMP)
            assert said_in(resource)["cramps"] == night.cramps


@given(whole.diaries(), periods)
@SLOW
def test_the_counts_are_those_of_the_standard_block_and_of_the_bundle_itself(diary, period):
    first, last = period
    bundle = the_bundle(diary, first=first, last=last)
    (counts,) = listed_in(bundle, "Counts")
    said, block = said_in(counts), standard_block(diary, first, last)
    assert counts["effectivePeriod"] == {"start": first.isoformat(), "end": last.isoformat()}
    expected = {
        "days_known": block.confirmed,
        "days_with_cramp": with_cramps(tuple(diary.nights(first, last))),
        "cramps": block.cramps,
        "cramps_in_bed": block.in_bed,
        "cramps_out_of_bed": block.by_day,
        "cramps_place_unknown": block.state_unknown,
        "cramps_per_week": block.mean_per_week,
        "median_cramps_per_week": block.median_per_week,
        "weeks": block.weeks,
        "nights_with_cramp_in_bed": block.cramp_nights,
        "nights_with_cramp_in_bed_per_week": block.cramp_nights_per_week,
        "entries_in_bed": block.entries_in_bed,
        "entries_in_calf": block.entries_in_calf,
        "entries_eased": block.eased,
        "entries_icsd3": block.icsd3,
    }
    for name in ("hard_minutes", "severity", "sleep_disturbance"):
        spread = getattr(block, name)
        expected |= {
            f"{name}_median": spread.median,
            f"{name}_p90": spread.p90,
            f"{name}_known": spread.known,
        }
    assert said.keys() == expected.keys()
    for name, value in expected.items():
        if value is None or value == Share(0, 0):
            assert said[name]["coding"][0]["code"] == "unknown"
        else:
            assert said[name] == value

    nights, cramps = nights_in(bundle), cramps_in(bundle)
    known = [night for night in nights if "valueBoolean" in night]
    assert block.confirmed == Share(len(known), len(nights))
    assert block.cramps == sum(said_in(night)["cramps"] for night in known)
    assert block.cramps == sum(said_in(cramp).get("count", 1) for cramp in cramps)
    assert len(cramps) == sum(len(night.get("hasMember", ())) for night in nights)


def test_the_words_of_the_counts_are_their_numbers():
    diary = a_diary(
        episodes=(an_episode(date(2026, 3, 3), count=2), an_episode(date(2026, 3, 5))),
        check_ins=tuple(
            CheckIn(day=date(2026, 3, day), clear=True) for day in range(1, 13) if day not in {3, 5}
        ),
    )
    bundle = the_bundle(diary)
    text = the_section(bundle, "Counts")["text"]["div"]
    assert "Diary days known, of all days: 12 of 14<" in text
    assert "Cramps per 7 days known: 1.8<" in text
    assert "Worst pain, 0 to 10: median: too little is known<" in text
    assert "14 diary days: 2 with a cramp, 10 said to be clear, 2 of which it is not known." in json.dumps(
        the_section(bundle, "Days and nights")
    )


# What an episode says elsewhere than in a component of its own name, and what is not written of it.
ELSEWHERE = {
    "id",
    "started_at",
    "time_zone",
    "day",
    "progress",
    "onset_is_about",
    "places",
    "reliefs",
    "signs",
    "note",
}
LEFT_OUT = {"version"}


def test_every_field_of_an_episode_is_written_or_left_out_on_purpose():
    assert {field.name for field in fields(Episode)} == EPISODE_FIELDS.keys() | ELSEWHERE | LEFT_OUT


def the_term(kind, label):
    (term,) = (term for term in kind if term.label == label)
    return term


def read_back(cramp, episode):
    """What an Observation says of an episode, read with docs/fhir.md alone."""
    said = said_in(cramp)
    tried = [part for part in cramp.get("component", ()) if part["id"].startswith("reliefs.")]
    found = {}
    for name in EPISODE_FIELDS:
        value, known = said.get(name), getattr(episode, name)
        if isinstance(known, Term):
            value = the_term(type(known), value["text"])
        elif name == "severity" and value is not None:
            value = int(value["coding"][0]["display"])
        found[name] = value
    return found | {
        "started_at": datetime.fromisoformat(cramp["effectiveDateTime"]),
        "time_zone": cramp["_effectiveDateTime"]["extension"][0]["valueCode"],
        "progress_is_complete": cramp["status"] == "final",
        "onset_is_about": said.get("onset_is_about", False),
        "places": cramp["bodySite"]["text"].split("; ") if "bodySite" in cramp else [],
        "reliefs": [
            ReliefTried(
                the_term(Relief, part["code"]["text"].removeprefix("Tried: ")),
                the_term(Helped, value_of(part)["text"]) if "valueCodeableConcept" in part else None,
            )
            for part in tried
        ],
        "signs": {name: value for name, value in said.items() if name.startswith("SQ")},
    }


@given(whole.episodes)
@SLOW
def test_what_is_written_of_an_episode_can_be_read_back(episode):
    bundle = the_bundle(a_diary(episodes=(episode,)), first=episode.day, last=episode.day)
    (cramp,) = cramps_in(bundle)
    assert read_back(cramp, episode) == {name: getattr(episode, name) for name in EPISODE_FIELDS} | {
        "started_at": episode.started_at.replace(microsecond=0),
        "time_zone": episode.time_zone,
        "progress_is_complete": episode.progress is Progress.COMPLETE,
        "onset_is_about": episode.onset_is_about,
        "places": [place.label for place in episode.places],
        "reliefs": list(episode.reliefs),
        "signs": dict(episode.signs),
    }


def test_a_cramp_is_written_as_the_clock_showed_it():
    autumn = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1)]
    diary = a_diary(episodes=tuple(an_episode(date(2026, 10, 24), started_at=instant) for instant in autumn))
    cramps = cramps_in(the_bundle(diary, first=date(2026, 10, 24), last=date(2026, 10, 24)))
    assert [cramp["effectiveDateTime"] for cramp in cramps] == [
        "2026-10-25T01:30:00+01:00",
        "2026-10-25T01:30:00+00:00",
    ]


def test_an_offset_with_seconds_gives_way_to_utc():
    long_ago = datetime(1960, 6, 1, 3, tzinfo=UTC)
    episode = an_episode(date(1960, 5, 31), started_at=long_ago, time_zone="Africa/Monrovia")
    bundle = the_bundle(a_diary(episodes=(episode,)), first=episode.day, last=episode.day)
    assert cramps_in(bundle)[0]["effectiveDateTime"] == "1960-06-01T03:00:00+00:00"
    assert problems_of(bundle) == []


def test_an_entry_that_is_not_finished_is_preliminary():
    assert [the_cramp(progress=progress)["status"] for progress in Progress] == [
        "preliminary",
        "preliminary",
        "final",
    ]


def test_severity_has_the_code_of_its_answer_and_its_number():
    (part,) = the_cramp(severity=10)["component"]
    (answer,) = part["valueCodeableConcept"]["coding"]
    assert part["code"]["coding"][0]["code"] == "72514-3"
    assert (answer["code"], answer["display"], answer["extension"][0]["valueDecimal"]) == (
        "LA13942-0",
        "10",
        10,
    )


def test_the_answers_of_the_pain_scale_are_those_of_loinc():
    answers = {
        0: "LA6111-4", 1: "LA6112-2", 2: "LA6113-0", 3: "LA6114-8", 4: "LA6115-5", 5: "LA10137-0", 6: "LA10138-8",
        7: "LA10139-6", 8: "LA10140-4", 9: "LA10141-2", 10: "LA13942-0",
    }  # fmt: skip
    written = {severity: the_cramp(severity=severity)["component"][0] for severity in range(11)}
    codes = {
        severity: part["valueCodeableConcept"]["coding"][0]["code"] for severity, part in written.items()
    }
    assert codes == answers


def test_a_place_has_a_code_only_where_that_is_certain():
    arch, calf = Place(Muscle.FOOT_ARCH, Side.LEFT), Place(Muscle.CALF, Side.RIGHT)
    both = (replace(arch, side=Side.RIGHT), arch)
    assert the_cramp(places=both)["bodySite"]["coding"][0]["code"] == "56459004"
    assert the_cramp(places=(calf,))["bodySite"] == {"text": "Right calf"}
    assert the_cramp(places=(arch, calf))["bodySite"] == {"text": "Left foot arch; Right calf"}
    assert "bodySite" not in the_cramp()


def test_a_night_before_the_diary_or_not_yet_over_was_not_asked_about():
    noted = CheckIn(day=date(2026, 3, 4), clear=True)
    diary = a_diary(check_ins=(noted,))
    at = datetime(2026, 3, 7, 3, tzinfo=UTC)  # the diary day of 6 March is running

    def reasons(diary):
        nights = nights_in(the_bundle(diary, first=date(2026, 3, 3), last=date(2026, 3, 7), exported_at=at))
        return [
            night["dataAbsentReason"]["coding"][0]["code"] if "dataAbsentReason" in night else "known"
            for night in nights
        ]

    assert reasons(diary) == ["not-asked", "known", "unknown", "not-asked", "not-asked"]
    in_part = replace(diary, first_day=date(2026, 3, 3))
    assert reasons(in_part) == ["unknown", "known", "unknown", "not-asked", "not-asked"]


def test_without_the_list_of_cramps_the_nights_and_counts_are_the_same():
    diary = a_diary(episodes=(an_episode(severity=8),))
    with_list, without = the_bundle(diary), the_bundle(diary, lists_episodes=False)
    assert cramps_in(with_list) != []
    assert the_section(without, "Cramps") is None
    assert "72514-3" not in json.dumps(without)
    assert "hasMember" not in json.dumps(without)
    assert listed_in(without, "Counts") == listed_in(with_list, "Counts")
    assert [night["valueBoolean"] for night in nights_in(without) if "valueBoolean" in night] == [True]


# --- What the person says of themselves -----------------------------------------------------------


def answered(question, value, at=AT - timedelta(days=10)):
    return Answer(id=uuid4(), question=question, value=value, answered_at=at)


def test_the_person_has_no_name_and_nothing_that_was_not_said():
    (patient,) = of_kind(the_bundle(a_diary()), "Patient")
    assert patient.keys() == {"resourceType", "id"}
    told = a_diary(answers=(answered("profile.birth_year", 1958), answered("profile.sex", "other")))
    (patient,) = of_kind(the_bundle(told, name=" Ann <b> "), "Patient")
    assert (patient["birthDate"], patient["gender"], patient["name"]) == (
        "1958",
        "other",
        [{"text": "Ann <b>"}],
    )


def test_conditions_are_unconfirmed_and_carry_only_a_certain_code():
    told = a_diary(answers=(answered("profile.conditions", ["restless_legs", "kidney"]),))
    conditions = of_kind(the_bundle(told), "Condition")
    assert [condition["code"] for condition in conditions] == [
        {"text": "Kidney disease"},
        {
            "coding": [
                {
                    "system": "http://hl7.org/fhir/sid/icd-10-cm",
                    "code": "G25.81",
                    "display": "Restless legs syndrome",
                }
            ],
            "text": "Restless legs",
        },
    ]
    assert {c["verificationStatus"]["coding"][0]["code"] for c in conditions} == {"unconfirmed"}


def test_no_condition_is_said_only_by_who_was_asked():
    asked = the_bundle(a_diary(answers=(answered("profile.conditions", []),)))
    assert the_section(asked, "Long-term")["emptyReason"]["coding"][0]["code"] == "nilknown"
    assert the_section(the_bundle(a_diary()), "Long-term") is None


def test_the_cramps_are_an_unconfirmed_condition_only_when_there_are_any():
    (condition,) = of_kind(the_bundle(a_diary(episodes=(an_episode(),))), "Condition")
    assert condition["code"]["coding"][0]["code"] == "R25.2"
    assert condition["verificationStatus"]["coding"][0]["code"] == "unconfirmed"
    assert of_kind(the_bundle(a_diary()), "Condition") == []


def the_medicine(last_day=None, **parts):
    medicine = Medicine(**{"id": ID, "name": "Indapamide", **parts})
    diary = a_diary(medicines=(medicine,), last_day=last_day)
    (statement,) = of_kind(the_bundle(diary), "MedicationStatement")
    return statement


def test_a_medicine_is_active_completed_or_unknown_by_its_dates():
    today = AT.date()
    day = timedelta(days=1)
    assert the_medicine()["status"] == "unknown"
    assert the_medicine(started_on=today)["status"] == "active"
    assert the_medicine(started_on=today, stopped_on=today + day)["status"] == "active"
    assert the_medicine(started_on=today - day, stopped_on=today)["status"] == "completed"
    assert the_medicine(stopped_on=today)["status"] == "completed"
    assert the_medicine(started_on=today + day)["status"] == "intended"
    assert "effectivePeriod" not in the_medicine()
    assert the_medicine(started_on=today)["effectivePeriod"] == {"start": "2026-03-20"}
    assert the_medicine(started_on=today, last_day=today - 2 * day)["status"] == "intended"


def test_a_medicine_says_its_change_its_kind_and_its_note():
    said = the_medicine(changes=(FIRST, LAST), drug_class=DrugClass.THIAZIDE, note="In the morning")
    assert [note["text"] for note in said["note"]] == [
        "In the morning",
        "Its dose was changed on 2026-03-01 and 2026-03-14.",
        "Its kind, as the person confirmed it: a water tablet of the thiazide kind.",
    ]
    assert "note" not in the_medicine(drug_class=DrugClass.NONE)
    assert said["informationSource"] == said["subject"]


def test_answers_stand_by_moment_with_the_words_of_the_question():
    at = AT - timedelta(days=10)
    diary = a_diary(
        answers=(
            answered("SQ18", False, at),
            answered("SQ06", True, at),
            answered("SQ06.dark", True, at),
            answered("SQ24.beer", 3, at),
            answered("SQ06", False, at + timedelta(days=1)),
            answered("R06.seen", None, at + timedelta(days=1)),
            answered("factors.followed", ["alcohol"], at),
        )
    )
    first, second = of_kind(the_bundle(diary), "QuestionnaireResponse")
    assert items_in(first) == {"SQ18": False, "SQ06": True, "SQ06.dark": True, "SQ24.beer": 3}
    assert items_in(second) == {"SQ06": False}
    assert (first["authored"], first["status"]) == ("2026-03-10T09:30:00+00:00", "completed")
    assert first["item"][0]["text"].startswith("Does walking bring on")


def test_an_answer_of_another_time_is_not_of_the_period():
    before = first_instant_of(FIRST, "Europe/London") - timedelta(seconds=1)
    after = first_instant_of(LAST + timedelta(days=1), "Europe/London")
    diary = a_diary(answers=(answered("SQ18", True, before), answered("SQ18", True, after)))
    assert of_kind(the_bundle(diary), "QuestionnaireResponse") == []


def test_the_last_word_on_a_pregnancy_counts():
    long_before = AT - timedelta(days=100)
    diary = a_diary(
        answers=(
            answered("profile.pregnant", True, long_before),
            answered("profile.gave_birth_on", "2026-02-01", long_before),
            answered("profile.pregnant", False, long_before + timedelta(days=50)),
        )
    )
    responses = of_kind(the_bundle(diary), "QuestionnaireResponse")
    assert [items_in(response) for response in responses] == [
        {"profile.gave_birth_on": "2026-02-01"},
        {"profile.pregnant": False},
    ]
    withdrawn = replace(diary, answers=(*diary.answers, answered("profile.pregnant", None)))
    assert "profile.pregnant" not in json.dumps(the_bundle(withdrawn))


def test_a_check_in_says_what_was_answered_and_nothing_of_what_was_skipped():
    own = (own_factor("own-late", "Late shift"), own_factor("own-steps", "Steps", cut=8000))
    said = {
        "alcohol": "1-2", "fluids": None, "stomach": "no", "own-late": "yes", "own-steps": 4100.5, "own-gone": "yes",
    }  # fmt: skip
    diary = a_diary(
        own_factors=own,
        check_ins=(
            CheckIn(day=FIRST, factors=said),
            CheckIn(day=LAST, factors={"fluids": None}, clear=True),
            CheckIn(day=LAST + timedelta(days=1), factors={"stomach": "no"}),
        ),
    )
    (response,) = of_kind(the_bundle(diary), "QuestionnaireResponse")
    assert items_in(response) == {
        "check_in.day": "2026-03-01", "alcohol": "1 to 2 drinks", "stomach": False, "own-late": True,
        "own-steps": 4100.5,
    }  # fmt: skip
    assert "authored" not in response


def test_a_change_stands_with_its_date():
    diary = a_diary(
        events=(Event(id=ID, name="New shoes", on=FIRST), Event(id=uuid4(), name="Moved", on=AT.date()))
    )
    (change,) = listed_in(the_bundle(diary), "What changed")
    assert (change["effectiveDateTime"], change["valueString"]) == ("2026-03-01", "New shoes")


# --- Text, ids, and what is not there -------------------------------------------------------------


@example("<script>alert(1)</script> & \"so\" 'on'")
@example("\ufeff\u2028 \N{NO-BREAK SPACE}\t\x00\x1f\x85\u202e\ufffe\ud800")
@example("\N{ARABIC LETTER ALEF}\N{CJK UNIFIED IDEOGRAPH-4E00} \N{PILE OF POO}\u200d")
@given(st.text(max_size=40))
@SLOW
def test_whatever_was_typed_is_a_sound_text(typed):
    diary = a_diary(
        episodes=(an_episode(note=typed),),
        medicines=(Medicine(id=ID, name=typed, note=typed),),
        events=(Event(id=ID, name=typed, on=FIRST),),
        own_factors=(own_factor("own-1", typed),),
        check_ins=(CheckIn(day=FIRST, factors={"own-1": "yes"}),),
    )
    bundle = the_bundle(diary, name=typed)
    assert problems_of(bundle) == []
    json.dumps(bundle, ensure_ascii=False).encode()


def test_markup_in_a_name_is_read_not_run():
    bundle = the_bundle(a_diary(medicines=(Medicine(id=ID, name="<b>Zinc</b> & co"),)))
    assert "&lt;b&gt;Zinc&lt;/b&gt; &amp; co" in the_section(bundle, "Medicines")["text"]["div"]
    assert of_kind(bundle, "MedicationStatement")[0]["medicationCodeableConcept"] == {
        "text": "<b>Zinc</b> & co"
    }


@given(whole.diaries())
@SLOW
def test_the_same_diary_and_moment_give_the_same_bytes(diary):
    again = copy.deepcopy(diary)
    written = ["".join(bundle_json(d, exported_at=AT, first=FIRST, last=LAST)) for d in (diary, again)]
    assert written[0] == written[1]
    assert json.loads(written[0]) == the_bundle(diary)


def test_the_bundle_ends_with_the_sum_of_its_entries():
    written = "".join(bundle_json(EVERYWHERE, exported_at=AT, first=FIRST, last=LAST))
    (tag,) = json.loads(written)["meta"]["tag"]
    entries, _, _ = written.partition('"entry":')[2].rpartition(',"meta":')
    assert entries[0] + entries[-1] == "[]"
    assert tag["code"] == f"sha256:{sha256(entries.encode()).hexdigest()}"


def test_what_has_a_row_keeps_its_id_and_what_is_counted_belongs_to_one_document():
    diary = a_diary(episodes=(an_episode(),), medicines=(Medicine(id=ID, name="Zinc"),))
    now, later = the_bundle(diary), the_bundle(diary, exported_at=AT + timedelta(seconds=1))
    kept = {resource["id"] for resource in (*cramps_in(now), *of_kind(now, "MedicationStatement"))}
    both = {e["fullUrl"] for e in now["entry"]} & {e["fullUrl"] for e in later["entry"]}
    assert both == {f"urn:uuid:{id}" for id in kept}  # noqa: A001


def test_rows_of_two_kinds_with_one_id_stay_apart():
    diary = a_diary(
        episodes=(an_episode(id=ID),),
        medicines=(Medicine(id=ID, name="Zinc"),),
        events=(Event(id=ID, name="Moved", on=FIRST),),
        answers=(replace(answered("SQ18", True), id=ID),),
    )
    assert problems_of(the_bundle(diary)) == []


# In every field that somebody types into or ticks: a word that is looked for afterwards, by section.
EVERYWHERE = a_diary(
    episodes=(an_episode(id=ID, note="in-notes", signs={"SQ01": True}),),
    check_ins=(CheckIn(day=FIRST, factors={"own-check-ins": "yes"}),),
    medicines=(Medicine(id=ID, name="in-medicines", note="in-notes"),),
    answers=(
        answered("profile.birth_year", 1958),
        answered("profile.conditions", ["restless_legs"]),
        answered("profile.pregnant", True),
        answered("SQ14", True),
    ),
    own_factors=(own_factor("own-check-ins", "in-check_ins"),),
    events=(Event(id=ID, name="in-events", on=FIRST),),
    visits=(Visit(id=ID, on=FIRST, with_whom="in-visits", questions=(VisitQuestion("in-visits"),)),),
)
WORDS_OF = {
    Section.CHECK_INS: r"in-check_ins|Check-ins|own-check-ins",
    Section.MEDICINES: r"in-medicines|MedicationStatement|Medicines, as",
    Section.PROFILE: r"1958|birthDate|Restless|profile\.|Long-term",
    Section.PROMPTS: r"SQ\d\d",
    Section.EVENTS: r"in-events|What changed",
    Section.NOTES: r"in-notes|\"note\"",
}


@pytest.mark.parametrize("section", WORDS_OF)
def test_what_was_kept_back_leaves_no_word(section):
    shown = json.dumps(the_bundle(Selection(sections=EVERYTHING).of(EVERYWHERE)))
    kept_back = json.dumps(the_bundle(Selection(sections=EVERYTHING - {section}).of(EVERYWHERE)))
    assert re.search(WORDS_OF[section], shown)
    assert re.search(WORDS_OF[section], kept_back) is None


def test_visits_devices_and_choices_are_no_part_of_the_bundle():
    assert "in-visits" not in json.dumps(the_bundle(EVERYWHERE))
    marks = a_diary(answers=(answered("R30.discussed", {"on": "2026-03-10", "count": 1, "urgency": "soon"}),))
    assert of_kind(the_bundle(marks), "QuestionnaireResponse") == []


def test_an_entry_of_another_day_is_not_of_the_period():
    days = (FIRST - timedelta(days=1), FIRST, LAST, LAST + timedelta(days=1))
    bundle = the_bundle(a_diary(episodes=tuple(an_episode(day) for day in days)))
    assert len(cramps_in(bundle)) == 2


# --- Codes and documents --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def told():
    return (DOCS / "fhir.md").read_text(encoding="utf-8")


@given(whole.diaries())
@SLOW
def test_every_code_is_one_that_the_document_for_implementers_lists(diary):
    codings = list(every(the_bundle(diary, first=date(2026, 1, 1), last=date(2026, 4, 30)), "coding"))
    used = {(coding["system"], coding["code"]) for group in codings for coding in group}
    told = (DOCS / "fhir.md").read_text(encoding="utf-8")
    assert {code for system, code in used if f"`{code}`" not in told or system not in told} == set()


def test_a_code_that_was_not_seen_is_never_written():
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (DOCS.parent / "diary" / "domain" / "formats" / "fhir").glob("*.py")
    )
    for unseen in ("32914008", "7A82", "G47.62", "M62.8", "431416001", "699620003", "699611007"):
        assert unseen not in code


@pytest.mark.parametrize("name", sorted(EPISODE_FIELDS))
def test_the_document_for_implementers_names_every_component(told, name):
    assert f"`{name}`" in told


def test_the_document_for_implementers_names_every_figure_and_resource(told, sound):
    (counts,) = listed_in(sound, "Counts")
    assert [name for name in said_in(counts) if f"`{name}`" not in told] == []
    assert [
        e["resource"]["resourceType"] for e in sound["entry"] if e["resource"]["resourceType"] not in told
    ] == []
