"""What a column accepts, on every engine; each refusal is a sentence beside its field."""

from datetime import date
from itertools import cycle

import pytest
from django.core.exceptions import ValidationError

from diary.domain.text import NOTE_LIMIT
from diary.domain.vocabulary import (
    Activity,
    Distress,
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
from tests.factories import CheckInFactory, EpisodeFactory, MedicineFactory

TERMS = {
    "progress": Progress,
    "state": State,
    "knot": Knot,
    "stretch_eased": Eased,
    "distress": Distress,
    "fluids": Fluids,
    "activity": Activity,
    "fall": Fall,
}
TEXT_THAT_CAN_NOT_BE_KEPT = {
    "NUL": "a\0b",
    "a lone surrogate": "a\ud800b",
    "a reversed direction": "a\u202eb",
    "a bell": "a\ab",
    "too long": "x" * (NOTE_LIMIT + 1),
}
HELPED = [*(helped.value for helped in Helped), None]
# Shapes that JSON can have and a column must not.
WRONG_SHAPES = [None, 1, True, "calf", {}, {"muscle": "calf"}, [["calf"]], ["calf"], [None], [[]]]


def refused(row):
    """The fields that validation refuses, with its sentences."""
    with pytest.raises(ValidationError) as refusal:
        row.full_clean(validate_unique=False)
    return refusal.value.message_dict


@pytest.mark.parametrize("text", TEXT_THAT_CAN_NOT_BE_KEPT.values(), ids=TEXT_THAT_CAN_NOT_BE_KEPT)
@pytest.mark.parametrize("factory", [EpisodeFactory, MedicineFactory])
def test_a_note_that_can_not_be_kept_is_refused(user, factory, text):
    ((field, (sentence,)),) = refused(factory.build(owner=user, note=text)).items()
    assert field == "note"
    assert sentence.endswith(".")


@pytest.mark.parametrize("note", ["x" * NOTE_LIMIT, "👩🏽‍⚕️ <script>{{7*7}}</script> %s '; --", "a\r\nb\tc"])
@pytest.mark.parametrize("factory", [EpisodeFactory, MedicineFactory])
def test_a_note_is_kept_to_the_letter(user, factory, note):
    factory.build(owner=user, note=note).full_clean(validate_unique=False)
    row = factory(owner=user, note=note)
    row.refresh_from_db()
    assert row.note == note


@pytest.mark.parametrize(("field", "term"), TERMS.items(), ids=TERMS)
def test_a_word_of_the_vocabulary_is_kept_and_any_other_refused(user, field, term):
    for word in term:
        row = EpisodeFactory.build(owner=user, **{field: word.value})
        row.full_clean(validate_unique=False)
        assert len(word.value) <= row._meta.get_field(field).max_length
    for word in ("almost", "x" * 300, "ASLEEP", "\0", next(iter(term)).label + " "):
        assert set(refused(EpisodeFactory.build(owner=user, **{field: word}))) == {field}


@pytest.mark.parametrize("field", ["hard_minutes", "sore_hours", "severity", "minutes_awake", "count"])
@pytest.mark.parametrize("value", [-1, 2**15, 2**31, 2**40, 10**30, "bad", "1_000.5"])
def test_a_number_that_no_column_holds_is_refused_before_the_database_sees_it(user, field, value):
    assert set(refused(EpisodeFactory.build(owner=user, **{field: value}))) == {field}


def test_a_number_out_of_range_is_refused_with_the_range(user):
    problems = refused(EpisodeFactory.build(owner=user, severity=11, count=0))
    assert problems == {
        "severity": ["Severity must be between 0 and 10."],
        "count": ["The number of cramps must be between 1 and 20."],
    }


@pytest.mark.parametrize(
    "zone", ["localtime", "Factory", "posixrules", "GMT+4", "UTC+2", "Mars/Base", "", "../etc", "\0"]
)
def test_an_unknown_zone_is_refused(user, zone):
    assert set(refused(EpisodeFactory.build(owner=user, time_zone=zone, day=date(2026, 3, 3)))) == {
        "time_zone"
    }


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1899, 12, 31), date(2200, 1, 2), date(9999, 12, 31)])
@pytest.mark.parametrize("factory", [EpisodeFactory, CheckInFactory])
def test_a_day_in_another_century_is_refused(user, factory, day):
    assert refused(factory.build(owner=user, day=day)) == {"day": ["This date is too far away."]}


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2200, 1, 1)])
def test_the_first_and_last_day_of_the_calendar_are_kept(user, day):
    CheckInFactory.build(owner=user, day=day).full_clean(validate_unique=False)
    assert user.check_ins.filter(day=CheckInFactory(owner=user, day=day).day).exists()


# --- JSON columns ---------------------------------------------------------------------------------------------------


def test_every_place_and_relief_of_the_vocabulary_is_kept(user):
    places = [{"muscle": muscle.value, "side": side.value} for muscle in Muscle for side in Side]
    reliefs = [
        {"relief": relief.value, "helped": helped}
        for relief, helped in zip(Relief, cycle(HELPED), strict=False)
    ]
    for columns in ({"places": places}, {"places": [{"muscle": "calf"}]}, {"reliefs": reliefs}):
        EpisodeFactory.build(owner=user, **columns).full_clean(validate_unique=False)
        row = EpisodeFactory(owner=user, **columns)
        row.refresh_from_db()
        assert {name: getattr(row, name) for name in columns} == columns


@pytest.mark.parametrize(
    "value",
    [
        *(shape for shape in WRONG_SHAPES if shape not in ({}, None)),
        [{"muscle": "tail"}],
        [{"muscle": None}],
        [{"muscle": ["calf"]}],
        [{"muscle": {"calf": 1}}],
        [{"side": "left"}],
        [{"muscle": "calf", "side": "up"}],
        [{"muscle": "calf", "side": ["left"]}],
        [{"muscle": "calf", "side": "left", "note": "x"}],
        [{"muscle": "calf\0"}],
        [{"muscle": "calf"}] * 100,
    ],
    ids=lambda value: str(value)[:40],
)
def test_places_that_are_not_a_list_of_muscles_are_refused(user, value):
    ((field, (sentence,)),) = refused(EpisodeFactory.build(owner=user, places=value)).items()
    assert (field, sentence[-1]) == ("places", ".")


@pytest.mark.parametrize(
    "value",
    [
        *(shape for shape in WRONG_SHAPES if shape not in ({}, None)),
        [{"relief": "prayer"}],
        [{"relief": "stretch", "helped": "maybe"}],
        [{"relief": "stretch", "dose": "1 g"}],
        [{"relief": "stretch"}] * 20,
    ],
    ids=lambda value: str(value)[:40],
)
def test_reliefs_that_are_not_a_list_of_reliefs_are_refused(user, value):
    ((field, (sentence,)),) = refused(EpisodeFactory.build(owner=user, reliefs=value)).items()
    assert (field, sentence[-1]) == ("reliefs", ".")


@pytest.mark.parametrize(
    "value",
    [
        *(shape for shape in WRONG_SHAPES if shape not in ({}, None)),
        [1],
        {"SQ99": True},
        {"SQ01": "yes"},
        {"SQ01": 1},
        {"SQ01": None},
        {"SQ14.nothing": True},
        {"profile.sex": True},
        {"SQ01\0": True},
    ],
    ids=lambda value: str(value)[:40],
)
def test_signs_that_are_not_questions_with_yes_or_no_are_refused(user, value):
    ((field, (sentence,)),) = refused(EpisodeFactory.build(owner=user, signs=value)).items()
    assert (field, sentence[-1]) == ("signs", ".")


@pytest.mark.parametrize(
    "value",
    [
        *(shape for shape in WRONG_SHAPES if shape not in ({}, None)),
        [1],
        {"alcohol": 1},
        {"alcohol": ["0"]},
        {"alcohol": {}},
        {"alcohol": "0\0"},
        {"moon": None},
    ],
    ids=lambda value: str(value)[:40],
)
def test_factors_that_are_not_answers_on_their_scale_are_refused(user, value):
    ((field, (sentence,)),) = refused(CheckInFactory.build(owner=user, factors=value)).items()
    assert (field, sentence[-1]) == ("factors", ".")


@pytest.mark.parametrize(
    ("factory", "field", "value"),
    [
        (EpisodeFactory, "places", None),
        (EpisodeFactory, "places", {}),
        (EpisodeFactory, "places", ""),
        (EpisodeFactory, "reliefs", None),
        (EpisodeFactory, "signs", None),
        (EpisodeFactory, "signs", []),
        (EpisodeFactory, "note", None),
        (EpisodeFactory, "note", []),
        (CheckInFactory, "factors", None),
        (CheckInFactory, "factors", []),
        (MedicineFactory, "note", None),
    ],
)
def test_emptiness_of_another_shape_is_refused_in_words(user, factory, field, value):
    assert refused(factory.build(owner=user, **{field: value})) == {
        field: ["This is not written as expected."]
    }
