"""The diary as JSON: written whole, read back whole, and refused kindly."""

import hashlib
import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.zones import zone_names
from diary.domain import entries
from diary.domain.days import diary_day
from diary.domain.demo import demo_diary
from diary.domain.factors import FACTORS, Factor
from diary.domain.formats import export_fields
from diary.domain.formats.canonical import canonical
from diary.domain.formats.export import ExportError, export_json, export_of, read, read_values
from diary.domain.formats.reading import LARGEST_FILE, MOST_PROBLEMS, MOST_VALUES
from diary.domain.patterns import summarise
from diary.domain.prompts import prompts_for
from diary.domain.vocabulary import Condition, Muscle, Outcome, Sex, State
from tests.domain.formats import whole

DOCS = Path(__file__).parents[3] / "docs"
SCHEMA = json.loads((DOCS / "export.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema_rs.validator_for(SCHEMA, validate_formats=True)
EXPORTED_AT = datetime(2026, 5, 2, 9, 30, tzinfo=UTC)
NIGHT = date(2026, 3, 3)

# What an export leaves out: it follows from the rest, or belongs to the place where the diary is kept.
LEFT_OUT = {
    entries.Episode: {"version"},
    entries.CheckIn: {"version"},
    entries.Medicine: {"version"},
    entries.Event: {"version"},
    entries.Visit: {"version"},
    Factor: {
        "question", "scale", "present", "present_words", "absent_words", "lag", "grade", "source", "nights_after",
        "asked_by_default", "is_own",
    },
}  # fmt: skip
OTHER_NAMES = {"places": "muscles", "own_factors": "factors", "is_on_purpose": "on_purpose"}


def a_file(**parts):
    return {"format": "cramp-diary", "version": 1, "time_zone": "Europe/London", **parts}


def a_cramp(**parts):
    return {"started_at": "2026-03-04T03:10:00+00:00", **parts}


def as_bytes(values):
    return json.dumps(values, ensure_ascii=False, allow_nan=False).encode()


def problems_of(data):
    with pytest.raises(ExportError) as caught:
        read(data) if isinstance(data, bytes) else read_values(data)
    return caught.value.problems


def read_or_refused(values):
    """The export, or None and the problems."""
    try:
        return read_values(values), ()
    except ExportError as error:
        return None, error.problems


def the_episode(**parts):
    (episode,) = read_values(a_file(episodes=[a_cramp(**parts)])).diary.episodes
    return episode


def the_answers(*said, **parts):
    """What the check-ins of successive days hold, when each says one thing of one factor."""
    days = [{"day": f"2026-03-{day:02}", "factors": factors} for day, factors in enumerate(said, 1)]
    diary = read_values(a_file(check_ins=days, **parts)).diary
    return diary, [check_in.factors for check_in in diary.check_ins]


# --- Nothing is lost ------------------------------------------------------------------------------


@given(whole.diaries(), st.none() | st.just(EXPORTED_AT))
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
def test_an_export_that_is_read_gives_the_same_diary_and_the_same_export(diary, exported_at):
    written = as_bytes(export_of(diary, exported_at))
    found = read(written)
    assert found.diary == diary
    assert found.exported_at == exported_at
    assert as_bytes(export_of(found.diary, found.exported_at)) == written
    assert found.warnings == ()


@given(whole.diaries())
@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
def test_an_export_keeps_to_its_schema(diary):
    assert [error.message for error in VALIDATOR.iter_errors(export_of(diary, EXPORTED_AT))] == []


def test_the_demo_diary_comes_back_and_keeps_to_the_schema():
    diary = demo_diary(seed=66, today=date(2026, 11, 22), nights=400, time_zone="Europe/London")
    written = export_of(diary, EXPORTED_AT)
    assert read(as_bytes(written)).diary == diary
    assert VALIDATOR.is_valid(written)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (entries.Episode, export_fields.EPISODE),
        (entries.Place, export_fields.PLACE),
        (entries.ReliefTried, export_fields.TRIED),
        (entries.CheckIn, export_fields.CHECK_IN),
        (entries.Medicine, export_fields.MEDICINE),
        (entries.Event, export_fields.EVENT),
        (entries.Answer, export_fields.ANSWER),
        (entries.Visit, export_fields.VISIT),
        (entries.VisitQuestion, export_fields.VISIT_QUESTION),
        (entries.DeviceDay, export_fields.DEVICE_DAY),
        (Factor, export_fields.FACTOR),
        (entries.Diary, export_fields.TOP),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_every_field_of_every_entry_is_exported_or_left_out_on_purpose(kind, names):
    own = {field.name for field in fields(kind)} - LEFT_OUT.get(kind, set())
    assert {OTHER_NAMES.get(name, name) for name in own} <= set(names)


def test_what_is_written_is_what_is_read():
    diary = demo_diary(seed=1, today=date(2026, 11, 22), nights=60, time_zone="UTC")
    given = a_file(
        factors=[{"id": "own-1"}],
        events=[{"name": "Shoes", "on": "2026-01-01"}],
        visits=[{"on": "2026-01-01", "questions": [{"text": "Why?"}]}],
        device_days=[{"day": "2026-01-01"}],
    )
    more = read_values(given).diary
    parts = {name: getattr(more, name) for name in ("own_factors", "events", "visits", "device_days")}
    written = export_of(replace(diary, **parts), None)
    assert written.keys() == export_fields.TOP
    assert written["profile"].keys() == set(export_fields.PROFILE)
    for name, expected in (
        ("episodes", export_fields.EPISODE),
        ("check_ins", export_fields.CHECK_IN),
        ("medicines", export_fields.MEDICINE),
        ("events", export_fields.EVENT),
        ("answers", export_fields.ANSWER),
        ("factors", export_fields.FACTOR),
        ("visits", export_fields.VISIT),
        ("device_days", export_fields.DEVICE_DAY),
    ):
        assert written[name][0].keys() == expected.keys(), name


def test_a_own_answer_is_written_true_or_false_and_a_whole_number_without_a_point():
    diary, _ = the_answers(
        {"late": "yes", "steps": 8000.0},
        {"late": False, "steps": 0.5},
        factors=[{"id": "steps", "cut": 8000.0}],
    )
    written = export_of(diary, None)
    assert [check_in["factors"] for check_in in written["check_ins"]] == [
        {"late": True, "steps": 8000},
        {"late": False, "steps": 0.5},
    ]
    assert json.dumps(written["factors"][0]["cut"]) == "8000"


# --- In pieces, counted and summed ----------------------------------------------------------------


@given(whole.diaries(), st.none() | st.just(EXPORTED_AT))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_the_pieces_of_a_file_are_the_same_bytes_as_its_values_written_at_once(diary, exported_at):
    values = export_of(diary, exported_at)
    rest = {name: values[name] for name in values if name != "checksum"}
    at_once = f'{canonical(rest)[:-1]},"checksum":"{values["checksum"]}"}}'
    assert "".join(export_json(diary, exported_at)) == at_once
    assert json.loads(at_once) == values


def test_a_long_diary_comes_in_pieces_of_a_hundred_rows():
    diary = demo_diary(seed=1, today=date(2026, 11, 22), nights=400, time_zone="UTC")
    pieces = list(export_json(diary, EXPORTED_AT))
    assert max(piece.count('"started_at"') for piece in pieces) == 100
    assert read("".join(pieces).encode()).diary == diary


def test_the_checksum_is_that_of_the_file_without_it():
    written = "".join(export_json(demo_diary(seed=1, today=NIGHT, nights=30, time_zone="UTC"), EXPORTED_AT))
    without, _, said = written.removesuffix('"}').rpartition(',"checksum":"')
    assert said == f"sha256:{hashlib.sha256((without + '}').encode()).hexdigest()}"


def test_a_file_may_be_laid_out_anew_and_still_fits_its_checksum():
    diary = read_values(a_file(check_ins=[{"day": "2026-03-03", "factors": {"alcohol": None}}])).diary
    values = export_of(diary, EXPORTED_AT)
    turned = dict(reversed(values.items()))
    assert read(json.dumps(turned, indent=2, ensure_ascii=True).encode()).diary == diary


@pytest.mark.parametrize("layout", [{"indent": 1}, {"separators": (",", ":"), "sort_keys": True}])
def test_a_file_that_was_changed_after_it_was_written_is_refused(layout):
    values = export_of(demo_diary(seed=1, today=NIGHT, nights=30, time_zone="UTC"), EXPORTED_AT)
    values["episodes"][0]["severity"] = 10 - (values["episodes"][0]["severity"] or 0)
    (problem,) = problems_of(json.dumps(values, **layout).encode())
    assert problem.startswith("checksum: It does not fit what the file holds")


@pytest.mark.parametrize("checksum", [[], {}, 7, "", "sha256:", "md5:0"])
def test_a_checksum_of_another_kind_does_not_fit(checksum):
    assert problems_of(a_file(checksum=checksum))[0].startswith("checksum: It does not fit")


def test_a_file_without_counts_and_checksum_is_read_and_one_with_wrong_counts_refused():
    assert read_values(a_file(counts=None, checksum=None)).warnings == ()
    assert read_values(a_file(counts={"episodes": 0, "visits": None})).warnings == ()
    assert problems_of(a_file(counts={"episodes": 2}, episodes=[a_cramp()])) == (
        "counts.episodes: This says 2, but the file holds 1.",
    )
    assert read_values(a_file(counts={"cramps": 1})).warnings == (
        "counts.cramps: This name is not known and was ignored.",
    )


@pytest.mark.parametrize(
    ("number", "written"),
    [
        # RFC 8785, appendix B, and the edges of what ECMAScript writes with an exponent.
        (0.0, "0"), (-0.0, "0"), (5e-324, "5e-324"), (-5e-324, "-5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"), (9007199254740992.0, "9007199254740992"),
        (295147905179352830000.0, "295147905179352830000"), (9.999999999999997e22, "9.999999999999997e+22"),
        (1e23, "1e+23"), (999999999999999700000.0, "999999999999999700000"), (1e21, "1e+21"),
        (9.999999999999997e-7, "9.999999999999997e-7"), (0.000001, "0.000001"),
        (333333333.3333332, "333333333.3333332"),
        (-0.0000033333333333333333, "-0.0000033333333333333333"), (8000.0, "8000"), (0.5, "0.5"), (0.00005, "0.00005"),
    ],
)  # fmt: skip
def test_a_number_is_written_as_the_canonical_form_asks(number, written):
    assert canonical({"a": [number]}) == f'{{"a":[{written}]}}'


def test_names_stand_in_the_order_of_their_utf_16_units_and_texts_as_they_are():
    values = {
        "\u20ac": "Euro",
        "\r": "Return",
        "\ufb33": 1,
        "1": None,
        "\U0001f600": "\u2028/\x7f",
        "\x80": [],
        "\xf6": "\x01",
    }
    assert canonical(values) == (
        '{"\\r":"Return","1":null,"\x80":[],"\xf6":"\\u0001","\u20ac":"Euro","\U0001f600":"\u2028/\x7f","\ufb33":1}'
    )


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_as_the_same_double(number):
    assert float(json.loads(canonical(number))) == number


# --- The schema -----------------------------------------------------------------------------------


def properties_in(schema):
    """Every named property with its own schema."""
    for name, inner in schema.get("properties", {}).items():
        yield name, inner
        yield from properties_in(inner)
    if isinstance(schema.get("items"), dict):
        yield from properties_in(schema["items"])


def test_the_schema_is_sound_and_describes_every_name():
    jsonschema_rs.meta.validate(SCHEMA)
    assert [
        name for name, inner in properties_in(SCHEMA) if not inner.get("description", "").endswith(".")
    ] == []


def test_the_schema_knows_the_names_and_words_that_the_code_knows():
    top = SCHEMA["properties"]
    assert top.keys() == export_fields.TOP
    for name, names in (
        ("episodes", export_fields.EPISODE),
        ("check_ins", export_fields.CHECK_IN),
        ("medicines", export_fields.MEDICINE_READ),
        ("events", export_fields.EVENT),
        ("answers", export_fields.ANSWER),
        ("factors", export_fields.FACTOR),
        ("visits", export_fields.VISIT),
        ("device_days", export_fields.DEVICE_DAY),
    ):
        assert top[name]["items"]["properties"].keys() == names.keys()
    episode = top["episodes"]["items"]["properties"]
    assert episode["muscles"]["items"]["properties"]["muscle"]["enum"] == [m.value for m in Muscle]
    assert episode["state"]["enum"] == [*(state.value for state in State), None]
    assert top["profile"]["properties"]["sex"]["enum"] == [*(sex.value for sex in Sex), None]
    assert top["profile"]["properties"]["conditions"]["items"]["enum"] == [c.value for c in Condition]


# --- The document ---------------------------------------------------------------------------------

TEXT = (DOCS / "data-format.md").read_text(encoding="utf-8")


def test_the_file_in_the_document_is_read_and_keeps_to_the_schema():
    example = json.loads(TEXT.split("```json\n")[1].split("```")[0])
    assert VALIDATOR.is_valid(example)
    found = read_values(example)
    assert found.warnings == ()
    assert found.diary.night(date(2026, 3, 3)).outcome is Outcome.CRAMP
    assert found.diary.night(date(2026, 3, 2)).outcome is Outcome.CLEAR


@pytest.mark.parametrize("factor", FACTORS, ids=lambda factor: factor.id)
def test_the_document_has_every_factor_with_its_answers(factor):
    answers = ", ".join(
        f"**`{value}`**" if value in factor.present else f"`{value}`" for value, _ in factor.scale
    )
    reach = "that night" if factor.nights_after == 1 else "that night and the next"
    assert f"| `{factor.id}` | {factor.question} | {answers} | {reach} |\n" in TEXT


# --- A program of somebody else -------------------------------------------------------------------


def test_the_smallest_file_is_an_empty_diary():
    found = read_values(a_file())
    assert found.diary == entries.Diary(time_zone="Europe/London")
    assert (found.exported_at, found.today, found.warnings) == (None, None, ())


def test_nulls_in_every_place_are_not_known():
    top = dict.fromkeys(export_fields.TOP - {"format", "version", "time_zone"})
    assert read_values(a_file(**top)).diary == entries.Diary(time_zone="Europe/London")
    nulls = dict.fromkeys(export_fields.EPISODE.keys() - {"started_at"})
    assert the_episode(**nulls) == the_episode()


def test_a_file_may_begin_with_a_byte_order_mark():
    assert read(b"\xef\xbb\xbf" + as_bytes(a_file())).diary.time_zone == "Europe/London"


@pytest.mark.parametrize(
    "started_at",
    [
        "2026-07-04T02:10:00Z",
        "2026-07-04T02:10:00.000Z",
        "2026-07-04T03:10:00+01:00",
        "2026-07-04T03:10+0100",
        "2026-07-04 03:10",
        "2026-07-04T03:10:00",
    ],
)
def test_an_onset_has_an_offset_or_is_a_time_on_the_wall(started_at):
    episode = the_episode(started_at=started_at)
    assert episode.started_at == datetime(2026, 7, 4, 2, 10, tzinfo=UTC)
    assert (episode.time_zone, episode.day) == ("Europe/London", date(2026, 7, 3))


def test_an_episode_keeps_its_own_zone():
    episode = the_episode(started_at="2026-07-04T03:10", time_zone="America/New_York")
    assert episode.started_at == datetime(2026, 7, 4, 7, 10, tzinfo=UTC)
    assert episode.time_zone == "America/New_York"


@pytest.mark.parametrize(
    ("wall", "instant", "word"),
    [("2026-10-25T01:30", "2026-10-25T00:30", "twice"), ("2026-03-29T01:30", "2026-03-29T01:30", "jumped")],
)
def test_a_time_in_the_hour_of_a_clock_change_is_read_with_a_warning(wall, instant, word):
    found = read_values(a_file(episodes=[a_cramp(started_at=wall)]))
    assert found.diary.episodes[0].started_at == datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert len(found.warnings) == 1
    assert found.warnings[0].startswith("episodes[].started_at: ")
    assert word in found.warnings[0]


def test_the_day_of_an_episode_is_computed_whatever_stands_there():
    found = read_values(a_file(episodes=[a_cramp(day="2026-03-04"), a_cramp(day="2026-03-03")]))
    assert {episode.day for episode in found.diary.episodes} == {date(2026, 3, 3)}
    assert found.warnings == ("episodes[].day: This is not the diary day of started_at, which counts.",)


def test_missing_ids_are_made_the_same_way_every_time_and_never_twice():
    file = a_file(
        episodes=[a_cramp(), a_cramp(severity=3), a_cramp(started_at="2026-03-05T03:10:00Z")],
        medicines=[{"name": "Indapamide"}, {"name": "Indapamide"}],
    )
    first, second = read_values(file).diary, read_values(file).diary
    assert first == second
    ids = [entry.id for entry in (*first.episodes, *first.medicines)]
    assert len(set(ids)) == len(ids) == 5


def test_an_id_that_is_no_uuid_is_turned_into_one():
    found = read_values(a_file(episodes=[a_cramp(id="0b7c…"), a_cramp(id=7), a_cramp(id=8)]))
    assert len({episode.id for episode in found.diary.episodes}) == 3
    assert found.warnings == (
        "episodes[].id: This is no UUID; one that is made of it stands in its place. (3 times)",
    )


def test_entries_are_put_in_order():
    found = read_values(
        a_file(
            episodes=[a_cramp(started_at=f"2026-03-0{day}T03:10:00Z") for day in (4, 2, 3)],
            check_ins=[{"day": f"2026-03-0{day}"} for day in (3, 1, 2)],
            answers=[
                {"question": "SQ01", "value": hour == 8, "answered_at": f"2026-03-01T{hour:02}:00Z"}
                for hour in (9, 8)
            ],
        )
    ).diary
    assert [episode.day.day for episode in found.episodes] == [1, 2, 3]
    assert [check_in.day.day for check_in in found.check_ins] == [1, 2, 3]
    assert [answer.value for answer in found.answers] == [True, False]


def test_a_number_with_a_point_is_whole_when_it_is():
    assert the_episode(severity=6.0, hard_minutes=4.0).severity == 6


# Factors


def test_a_factor_that_is_not_listed_is_a_yes_or_no_of_ones_own():
    diary, said = the_answers({"Late_shift.2": True}, {"Late_shift.2": False}, {"Late_shift.2": None})
    (factor,) = diary.own_factors
    assert (factor.id, factor.name, factor.is_number, factor.is_own) == ("Late_shift.2",) * 2 + (False, True)
    assert said == [{"Late_shift.2": "yes"}, {"Late_shift.2": "no"}, {"Late_shift.2": None}]


def test_a_number_of_a_factor_that_is_not_listed_is_refused():
    assert problems_of(a_file(check_ins=[{"day": "2026-03-03", "factors": {"steps": 8000}}])) == (
        "check_ins[0].factors.steps: This factor is not known; “factors” must list it, with its cut if it is a number.",
    )


def test_true_and_false_of_everybodys_factor_is_present_and_absent():
    _, said = the_answers({"alcohol": True, "stomach": True}, {"alcohol": False, "stomach": False})
    assert said == [{"alcohol": True, "stomach": "yes"}, {"alcohol": False, "stomach": "no"}]


def test_a_number_on_the_scale_of_everybodys_factor_is_its_value():
    _, said = the_answers({"alcohol": 0, "caffeine": 1})
    assert said == [{"alcohol": "0", "caffeine": "1"}]


def test_a_listed_factor_stands_in_the_place_of_everybodys():
    diary, said = the_answers({"alcohol": 12.5}, factors=[{"id": "alcohol", "name": "Units", "cut": 3}])
    assert [factor.name for factor in diary.factors if factor.id == "alcohol"] == ["Units"]
    assert said == [{"alcohol": 12.5}]


@pytest.mark.parametrize("answer", ["yes", True, 1])
def test_a_yes_of_an_own_factor_may_be_written_in_three_ways(answer):
    _, said = the_answers(
        {"own-1": answer}, factors=[{"id": "own-1", "name": "Late shift", "kind": "yes_no"}]
    )
    assert said == [{"own-1": "yes"}]


def test_suspects_may_be_factors_of_the_file_alone():
    said = {"question": "factors.suspected", "value": ["late", "alcohol"], "answered_at": "2026-03-01T08:00Z"}
    diary, _ = the_answers({"late": True}, answers=[said])
    assert diary.answers[0].value == ["late", "alcohol"]
    assert problems_of(a_file(answers=[said])) == ("answers[0].value: One of these factors is not known.",)


# The profile

FACTS = {
    "birth_year": 1950,
    "sex": "female",
    "pregnant": True,
    "gave_birth_on": "2026-02-01",
    "conditions": ["kidney"],
}


def test_a_profile_without_answers_counts():
    found = read_values(
        a_file(profile=FACTS, check_ins=[{"day": "2026-03-03"}], exported_at="2026-03-09T10:00Z")
    )
    profile = found.diary.profile
    assert (profile.birth_year, profile.sex, profile.pregnant) == (1950, Sex.FEMALE, True)
    assert (profile.gave_birth_on, profile.conditions) == (date(2026, 2, 1), {Condition.KIDNEY})
    assert {answer.answered_at for answer in found.diary.answers} == {datetime(2026, 3, 9, 10, tzinfo=UTC)}
    assert found.diary == read_values(export_of(found.diary, found.exported_at)).diary


def test_a_fact_of_the_profile_gives_way_to_an_answer():
    said = {"question": "profile.sex", "value": "male", "answered_at": "2026-03-01T08:00Z"}
    found = read_values(a_file(profile={"sex": "female", "birth_year": 1950}, answers=[said]))
    assert (found.diary.profile.sex, found.diary.profile.birth_year) == (Sex.MALE, 1950)
    assert found.warnings == ("profile.sex: The answers in this file say otherwise, and count.",)


def test_a_profile_in_an_empty_diary_counts_too():
    assert read_values(a_file(profile=FACTS)).diary.profile.birth_year == 1950


# From which day one looks


def test_the_day_to_look_from_is_that_of_the_export_or_the_one_after_the_last_noted():
    nights = {"check_ins": [{"day": "2026-03-03"}], "episodes": [a_cramp(started_at="2026-03-06T03:00Z")]}
    said = {"question": "SQ01", "value": True, "answered_at": "2026-04-01T08:00Z"}
    assert read_values(a_file(**nights, exported_at="2026-03-20T08:00Z")).today == date(2026, 3, 19)
    assert read_values(a_file(**nights, answers=[said])).today == date(2026, 3, 6)
    assert read_values(a_file(answers=[said])).today == date(2026, 3, 31)


@given(whole.diaries(), st.dates(date(2025, 12, 1), date(2026, 6, 1)))
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_a_file_is_looked_at_as_it_stood_on_a_day(diary, today):
    found = read_values(export_of(diary, EXPORTED_AT)).as_of(today)
    assert list(found.episodes) == [episode for episode in diary.episodes if episode.day <= today]
    assert [check_in.day for check_in in found.check_ins] == [
        c.day for c in diary.check_ins if c.day <= today
    ]
    assert found.profile == diary.profile
    assert all(
        answer.question.startswith("profile.") or diary_day(answer.answered_at, diary.time_zone) <= today
        for answer in found.answers
    )


# Names that are not known


def test_names_that_are_not_known_are_ignored_and_said_once():
    found = read_values(
        a_file(
            mood="good",
            episodes=[a_cramp(pain=3), a_cramp(pain=4, muscles=[{"muscle": "calf", "part": "left"}])],
            profile={"weight": 70},
        )
    )
    assert found.warnings == (
        "mood: This name is not known and was ignored.",
        "episodes[].pain: This name is not known and was ignored. (2 times)",
        "episodes[].muscles[].part: This name is not known and was ignored.",
        "profile.weight: This name is not known and was ignored.",
    )


def test_warnings_do_not_grow_without_end():
    warnings = read_values(a_file(**{f"name{number}": 1 for number in range(1000)})).warnings
    assert len(warnings) == MOST_PROBLEMS + 1
    assert warnings[-1] == "980 more of this kind."


# --- What is refused ------------------------------------------------------------------------------

BAD = [
    ({"check_ins": [{}, {}, {}, {"day": "2026-02-30"}]}, "check_ins[3].day: “2026-02-30” is no date."),
    ({"check_ins": [{"day": "2026-2-3"}]}, "check_ins[0].day: “2026-2-3” is no date such as 2026-10-13."),
    ({"check_ins": [{"day": "0001-01-01"}]}, "check_ins[0].day: “0001-01-01” is too far away."),
    ({"check_ins": [{"day": "2026-02-03", "clear": 1}]}, "check_ins[0].clear: 1 is neither true nor false."),
    ({"check_ins": [{"day": "2026-02-03"}] * 2}, "check_ins[1].day: “2026-02-03” stands twice."),
    (
        {"check_ins": [{"day": "2026-02-03", "factors": {"alcohol": "lots"}}]},
        "check_ins[0].factors.alcohol: “lots” is none of 0, 1-2, 3-4, 5+, true, false.",
    ),
    ({"check_ins": [{"day": "2026-02-03", "factors": {"a b": True}}]}, "check_ins[0].factors.a b: “a b” is no id"),
    ({"check_ins": [{"day": "2026-02-03", "factors": {"x": []}}]}, "check_ins[0].factors.x: a list is no answer."),
    ({"check_ins": {}}, "check_ins: an object is no list."),
    ({"episodes": [7]}, "episodes[0]: 7 is no object."),
    ({"episodes": [{}] * 100_001}, "episodes: This is longer than 100,000."),
    ({"episodes": [{}]}, "episodes[0].started_at: This is missing."),
    ({"episodes": [a_cramp(started_at="yesterday")]}, "episodes[0].started_at: “yesterday” is no time such as"),
    ({"episodes": [a_cramp(started_at="2026-13-01T00:00")]}, "episodes[0].started_at: “2026-13-01T00:00” is no time."),
    ({"episodes": [a_cramp(started_at="0001-01-01T00:00Z")]}, "episodes[0].started_at: “0001-01-01T00:00Z” is too far"),
    ({"episodes": [a_cramp(time_zone="GMT+4")]}, "episodes[0].time_zone: “GMT+4” is no time zone such as"),
    ({"episodes": [a_cramp(muscles=[{"muscle": "knee"}])]}, "episodes[0].muscles[0].muscle: “knee” is none of calf"),
    ({"episodes": [a_cramp(muscles=[{"side": "left"}])]}, "episodes[0].muscles[0].muscle: This is missing."),
    ({"episodes": [a_cramp(muscles=[{"muscle": "calf"}] * 49)]}, "episodes[0].muscles: This is longer than 48."),
    ({"episodes": [a_cramp(severity=11)]}, "episodes[0].severity: 11 is no whole number from 0 to 10."),
    ({"episodes": [a_cramp(severity=True)]}, "episodes[0].severity: true is no whole number from 0 to 10."),
    ({"episodes": [a_cramp(severity="６")]}, "episodes[0].severity: “６” is no whole number from 0 to 10."),
    ({"episodes": [a_cramp(count=0)]}, "episodes[0].count: 0 is no whole number from 1 to 20."),
    ({"episodes": [a_cramp(hard_minutes=10**400)]}, "episodes[0].hard_minutes: a number that is too large is no whole"),
    ({"episodes": [a_cramp(signs={"SQ99": True})]}, "episodes[0].signs.SQ99: This question is not known."),
    ({"episodes": [a_cramp(signs={"SQ01": "no"})]}, "episodes[0].signs.SQ01: “no” is neither true nor false."),
    ({"episodes": [a_cramp(note="a" * 2001)]}, "episodes[0].note: This is 2,001 characters long."),
    ({"episodes": [a_cramp(note="\u202egnp.exe")]}, "episodes[0].note: There is a hidden character"),
    ({"episodes": [a_cramp(note="\ud800")]}, "episodes[0].note: A character here is broken"),
    ({"episodes": [a_cramp(id="x" * 65)]}, f"episodes[0].id: “{'x' * 60}…” is no id."),
    ({"episodes": [a_cramp(id="e1"), a_cramp(id="e1")]}, "episodes[1].id: This id stands twice."),
    ({"medicines": [{"name": " "}]}, "medicines[0].name: This is empty."),
    (
        {"medicines": [{"name": "A", "started_on": "2026-02-03", "stopped_on": "2026-02-02"}]},
        "medicines[0].stopped_on: This is before the day it was started.",
    ),
    ({"events": [{"name": "Shoes"}]}, "events[0].on: This is missing."),
    ({"visits": [{"with_whom": "Dr. Marsh"}]}, "visits[0].on: This is missing."),
    ({"visits": [{"on": "2026-02-03", "closed_at": "soon"}]}, "visits[0].closed_at: “soon” is no time such as"),
    (
        {"visits": [{"on": "2026-02-03", "questions": [{"text": "Why?", "rule": "99"}]}]},
        "visits[0].questions[0].rule: “99” is no prompt such as R36.",
    ),
    (
        {"visits": [{"on": "2026-02-03", "questions": [{"text": "Why?"}] * 2}]},
        "visits[0].questions: A question stands twice.",
    ),
    (
        {"visits": [{"on": "2026-02-03", "questions": [{"text": "Why?"}] * 51}]},
        "visits[0].questions: This is longer than 50.",
    ),
    ({"device_days": [{"day": "2026-02-03", "steps": -1}]}, "device_days[0].steps: -1 is no whole number from 0 to"),
    ({"device_days": [{"day": "2026-02-03"}] * 2}, "device_days[1].day: “2026-02-03” stands twice."),
    ({"factors": [{"id": "steps", "kind": "number"}]}, "factors[0].cut: A number needs a cut"),
    ({"factors": [{"id": "late", "kind": "yes_no", "cut": 2}]}, "factors[0].cut: A number needs a cut"),
    ({"factors": [{"id": "steps", "cut": 0}]}, "factors[0].cut: 0: Please give a number above 0"),
    ({"factors": [{"id": "steps", "kind": "scale"}]}, "factors[0].kind: “scale” is neither yes_no nor number."),
    ({"factors": [{"id": "late"}, {"id": "late"}]}, "factors[1].id: This id stands twice."),
    ({"factors": [{"id": f"f{n}"} for n in range(101)]}, "factors[100]: There are more than 100 factors."),
    (
        {"answers": [{"question": "SQ99", "value": True, "answered_at": "2026-02-03T08:00Z"}]},
        "answers[0].value: This question is not known.",
    ),
    (
        {"answers": [{"question": "SQ01", "value": "maybe", "answered_at": "2026-02-03T08:00Z"}]},
        "answers[0].value: Please answer yes or no.",
    ),
    ({"profile": {"sex": "f"}}, "profile.sex: “f”: Please choose one of the answers."),
    ({"profile": []}, "profile: a list is no object."),
    ({"time_zone": "localtime"}, "time_zone: “localtime” is no time zone such as Europe/London."),
    ({"time_zone": None}, "time_zone: This is missing."),
    ({"exported_at": "now"}, "exported_at: “now” is no time such as"),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "expected"), BAD, ids=[expected[:40] for _, expected in BAD])
def test_what_is_wrong_is_said_with_its_place(parts, expected):
    assert problems_of(a_file(**parts))[-1].startswith(expected)


def test_every_problem_is_told_at_once_up_to_twenty():
    wrong = a_cramp(severity=11, knot="maybe", muscles=[{"muscle": "knee"}])
    assert len(problems_of(a_file(time_zone="Mars", episodes=[wrong], check_ins=[{"day": 1}]))) == 5
    assert len(problems_of(a_file(episodes=[wrong] * 100))) == MOST_PROBLEMS


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "This file is empty."),
        (b"\xef\xbb\xbf \n", "This file is empty."),
        (b"\xff\xfe{\x00}\x00", "This file is not written in UTF-8."),
        (b'{"note": "caf\xe9"}', "This file is not written in UTF-8."),
        (b"[" * 200_000, "This file is nested too deeply."),
        (b'{"a":' * 200_000, "This file is nested too deeply."),
        (b"<html>", "This is not JSON: line 1, column 1: Expecting value."),
        (b'{"a": 1', "This is not JSON: line 1, column 8:"),
        (b'{"a": NaN}', "NaN is no number in JSON."),
        (b'{"a": -Infinity}', "-Infinity is no number in JSON."),
        (b'{"a": 1e400}', "The number “1e400” is too large."),
        (b'{"a": ' + b"9" * 5000 + b"}", "This file holds a number that is too long."),
        (b'{"a": 1, "a": 2}', "The name “a” stands twice in one object."),
        (b"[" + b"1," * MOST_VALUES + b"1]", "This file holds more values than the longest diary."),
        (b" " * (LARGEST_FILE + 1), "This file is larger than 50 MB."),
        (b"null", "This is no export of a diary"),
        (b'["cramp-diary"]', "This is no export of a diary"),
        (b'{"format": "bearable"}', "This is no export of a diary"),
        (b'{"format": "cramp-diary"}', "version: null can not be read, only version 1 can."),
        (b'{"format": "cramp-diary", "version": 2, "time_zone": 3}', "version: 2 can not be read"),
        (b'{"format": "cramp-diary", "version": true}', "version: true can not be read"),
        (b'{"format": "cramp-diary", "version": "1"}', "version: “1” can not be read"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_no_export_is_refused_in_one_sentence(data, expected):
    (problem,) = problems_of(data)
    assert problem.startswith(expected)


def test_a_problem_can_be_printed_whatever_the_file_holds():
    name = "\ud800\x1b[2J\n" + "x" * 10_000
    said = problems_of(a_file(check_ins=[{"day": name, "factors": {name: {}}}]))
    assert all(problem.isprintable() and len(problem) < 200 for problem in said)
    read_values(a_file(**{name: 1})).warnings[0].encode()


def test_every_zone_that_a_person_may_choose_can_be_read():
    for zone in zone_names():
        assert read_values({**a_file(), "time_zone": zone}).diary.time_zone == zone


# --- Hostile files --------------------------------------------------------------------------------

HOSTILE = st.sampled_from(
    [
        None, True, False, 0, -1, 1.5, 10**30, 1e308, "", "x", "yes", "\ud800", "\0", "=1+1", "2026-02-30",
        "2026-03-03", "9999-12-31", "2026-03-04T03:10", "1900-01-01T00:00+14:00", "own-1", "alcohol", "SQ01",
        "profile.sex", "factors.suspected", "Etc/GMT+12", [], [[]], [None], ["alcohol"], {}, {"a": 1}, [{}],
        {"on": "2026-03-03", "count": -1, "urgency": []}, {"SQ01": {}}, "__proto__",
    ]
)  # fmt: skip


def places_in(value, path=()):
    """The path to every value inside of `value`."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield from places_in(item, (*path, key))


def changed(values, path, new):
    """A copy of JSON values with another value at `path`."""
    if not path:
        return new
    copy = list(values) if isinstance(values, list) else dict(values)
    copy[path[0]] = changed(values[path[0]], path[1:], new)
    return copy


@given(whole.diaries(), st.data())
@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
def test_a_file_with_anything_in_any_place_is_read_or_refused(diary, data):
    values = export_of(diary, EXPORTED_AT)
    del values["checksum"]
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(list(places_in(values))))
        values = changed(values, path, data.draw(HOSTILE))
    found, problems = read_or_refused(values)
    assert len(problems) <= MOST_PROBLEMS
    assert all(problem.isprintable() for problem in problems)
    if found:
        assert read_values(export_of(found.diary, found.exported_at)).diary == found.diary


@given(
    st.recursive(
        HOSTILE, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=9), inner), max_leaves=20
    )
)
def test_anything_at_all_is_refused_or_read(values):
    parts = {key: [values] for key in export_fields.LISTS}
    found, problems = read_or_refused(a_file(**parts, profile=values, counts=values))
    assert found or problems


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@example(b"\xef\xbb\xbf")
def test_bytes_of_any_kind_are_refused(data):
    assert problems_of(data)


@given(whole.diaries(), st.integers(0, 2**32))
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_a_file_that_was_cut_off_is_refused(diary, where):
    written = as_bytes(export_of(diary, None))
    assert problems_of(written[: where % len(written)])


@given(whole.diaries(), st.integers(-400, 400))
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_what_was_read_can_be_analysed_from_any_day(diary, days):
    found = read(as_bytes(export_of(diary, None))).diary
    today = date(2026, 3, 1) + timedelta(days=days)
    patterns = summarise(found, today)
    assert {finding.factor.id for finding in patterns.factors.findings} <= {
        f.id for f in (*FACTORS, *found.own_factors)
    }
    assert all(prompt.cause for prompt in prompts_for(found, today).fired)
    assert all(night.outcome in Outcome for night in found.nights(today, today))


def test_each_change_of_a_dose_is_kept_in_order_and_the_one_of_an_older_file_is_one_of_them():
    named = {"name": "Indapamide", "changes": ["2026-03-01", "2026-02-01", "2026-03-01"]}
    older = [named | {"changed_on": "2026-01-15"}, {"name": "X", "changed_on": "2026-01-15"}]
    diary = read_values(a_file(medicines=[named, *older])).diary
    found = diary.medicines
    days = [[on.isoformat() for on in medicine.changes] for medicine in found]
    assert days == [["2026-02-01", "2026-03-01"], ["2026-01-15", "2026-02-01", "2026-03-01"], ["2026-01-15"]]
    assert [medicine["changes"] for medicine in export_of(diary, None)["medicines"]] == days


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"changes": "2026-03-01"}, "medicines[0].changes: “2026-03-01” is no list of at most 100 dates."),
        ({"changes": ["2026-02-30"]}, "medicines[0].changes: “2026-02-30” is no date."),
        ({"changes": ["2026-03-01"] * 101}, "medicines[0].changes: a list is no list of at most 100 dates."),
        (
            {"changes": ["2026-03-01"], "started_on": "2026-03-02"},
            "medicines[0].changes: One of these is before the day it was started.",
        ),
        (
            {"changes": ["2026-03-01"], "stopped_on": "2026-02-02"},
            "medicines[0].changes: One of these is after the day it was stopped.",
        ),
    ],
)
def test_changes_of_a_dose_that_can_not_be_are_refused_with_their_place(fields, problem):
    with pytest.raises(ExportError) as refusal:
        read_values(a_file(medicines=[{"name": "Indapamide", **fields}]))
    assert refusal.value.problems == (problem,)
