"""What the entries say of themselves: nights, places, profiles; unknown stays unknown."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.check_ins import followed_factors
from diary.domain.entries import Answer, CheckIn, Diary, Episode, Medicine, Place, Profile
from diary.domain.factors import FACTORS, own_factor
from diary.domain.vocabulary import Condition, Eased, Knot, Muscle, Outcome, Sex, Side, State, Urgency

NIGHT = date(2026, 3, 3)
ONSET = datetime(2026, 3, 4, 3, 10, tzinfo=UTC)
DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 20))


def episode(day=NIGHT, started_at=ONSET, **fields):
    return Episode(id=UUID(int=1), started_at=started_at, time_zone="Europe/London", day=day, **fields)


def answer(question, value, minute=0):
    return Answer(
        id=UUID(int=2), question=question, value=value, answered_at=ONSET + timedelta(minutes=minute)
    )


@pytest.mark.parametrize(
    ("place", "label"),
    [
        (Place(Muscle.CALF), "Calf"),
        (Place(Muscle.CALF, Side.LEFT), "Left calf"),
        (Place(Muscle.FRONT_THIGH, Side.RIGHT), "Right front of thigh"),
        (Place(Muscle.CALF, Side.BOTH), "Calf, both sides"),
    ],
)
def test_a_place_is_named_as_a_person_would(place, label):
    assert place.label == label


def test_a_spell_without_a_count_is_one_cramp():
    assert episode().cramps == 1
    assert episode(count=4).cramps == 4


@pytest.mark.parametrize(
    ("state", "in_bed"),
    [
        (None, None),
        (State.ASLEEP, True),
        (State.AWAKE_IN_BED, True),
        (State.RESTING, False),
        (State.EXERCISE, False),
    ],
)
def test_in_bed_is_unknown_until_it_is_said(state, in_bed):
    assert episode(state=state).in_bed is in_bed


@pytest.mark.parametrize(
    ("muscles", "in_leg"),
    [((), None), ((Muscle.HAND,), False), ((Muscle.TOES,), True), ((Muscle.HAND, Muscle.SHIN), True)],
)
def test_one_muscle_of_the_leg_makes_it_a_leg_cramp(muscles, in_leg):
    assert episode(places=tuple(Place(muscle) for muscle in muscles)).in_leg is in_leg


LEG = (Place(Muscle.CALF, Side.LEFT),)


@pytest.mark.parametrize(
    ("fields", "meets"),
    [
        ({"places": LEG, "knot": Knot.YES, "state": State.ASLEEP, "stretch_eased": Eased.PARTLY}, True),
        ({"places": LEG, "knot": Knot.YES, "state": State.ASLEEP, "stretch_eased": Eased.NOT_TRIED}, None),
        ({"places": LEG, "knot": Knot.NOT_SURE, "state": State.ASLEEP, "stretch_eased": Eased.YES}, None),
        ({"places": LEG, "knot": Knot.YES, "stretch_eased": Eased.YES}, None),
        ({"places": LEG, "state": State.RESTING}, False),
        ({"places": (Place(Muscle.HAND),), "knot": Knot.YES}, False),
        ({}, None),
    ],
)
def test_the_three_features_of_a_night_leg_cramp_are_met_missing_or_unknown(fields, meets):
    assert episode(**fields).meets_icsd3 is meets


def test_the_end_is_known_only_with_the_hard_minutes():
    assert episode().ended_at is None
    assert episode(hard_minutes=8).ended_at == ONSET + timedelta(minutes=8)


@pytest.mark.parametrize(
    ("medicine", "taken"),
    [
        (Medicine(id=UUID(int=1), name="A"), None),
        (Medicine(id=UUID(int=1), name="A", started_on=NIGHT), True),
        (Medicine(id=UUID(int=1), name="A", started_on=NIGHT + timedelta(days=1)), False),
        (Medicine(id=UUID(int=1), name="A", stopped_on=NIGHT), False),
        (Medicine(id=UUID(int=1), name="A", stopped_on=NIGHT + timedelta(days=1)), None),
        (Medicine(id=UUID(int=1), name="A", started_on=NIGHT, stopped_on=NIGHT + timedelta(days=1)), True),
    ],
)
def test_a_medicine_is_taken_from_its_first_day_until_the_day_it_was_stopped(medicine, taken):
    assert medicine.taken_on(NIGHT) is taken


def test_a_profile_without_answers_knows_nothing():
    assert Profile.of([]) == Profile()
    assert Profile().conditions_known is False
    assert Profile().pregnant is None


def test_the_latest_answer_of_a_profile_counts():
    profile = Profile.of(
        [
            answer("profile.birth_year", 1957, 0),
            answer("SQ01", True, 1),
            answer("profile.sex", "female", 2),
            answer("profile.birth_year", 1958, 3),
            answer("profile.gave_birth_on", "2026-01-31", 4),
            answer("profile.conditions", ["diabetes"], 5),
        ]
    )
    assert profile == Profile(
        birth_year=1958,
        sex=Sex.FEMALE,
        gave_birth_on=date(2026, 1, 31),
        conditions=frozenset({Condition.DIABETES}),
        conditions_known=True,
    )


def test_an_answer_that_was_taken_back_is_unknown_again():
    taken_back = [
        answer("profile.sex", "male", 0),
        answer("profile.sex", None, 1),
        answer("profile.conditions", None, 2),
    ]
    assert Profile.of(taken_back) == Profile()


def test_no_long_term_condition_is_an_answer():
    assert Profile.of([answer("profile.conditions", [])]) == Profile(conditions_known=True)


def test_a_night_with_an_episode_is_a_night_with_a_cramp_even_if_it_was_called_clear():
    diary = Diary(time_zone="UTC", episodes=(episode(),), check_ins=(CheckIn(day=NIGHT, clear=True),))
    assert diary.night(NIGHT).outcome is Outcome.CRAMP


@pytest.mark.parametrize(
    ("check_ins", "outcome"),
    [
        ((), Outcome.UNKNOWN),
        ((CheckIn(day=NIGHT),), Outcome.UNKNOWN),
        ((CheckIn(day=NIGHT, clear=False),), Outcome.UNKNOWN),
        ((CheckIn(day=NIGHT, factors={"alcohol": "0"}),), Outcome.UNKNOWN),
        ((CheckIn(day=NIGHT, clear=True),), Outcome.CLEAR),
    ],
)
def test_a_night_is_clear_only_if_the_person_said_so(check_ins, outcome):
    assert Diary(time_zone="UTC", check_ins=check_ins).night(NIGHT).outcome is outcome


@given(st.lists(DAYS), st.dictionaries(DAYS, st.sampled_from([None, True, False])), DAYS, DAYS)
def test_every_night_of_a_period_is_told_once_and_every_episode_belongs_to_one(days, clear, first, last):
    diary = Diary(
        time_zone="UTC",
        episodes=tuple(episode(day=day, count=2) for day in sorted(days)),
        check_ins=tuple(CheckIn(day=day, clear=said) for day, said in sorted(clear.items())),
    )
    nights = list(diary.nights(first, last))
    assert [night.day for night in nights] == [
        first + timedelta(days=offset) for offset in range((last - first).days + 1)
    ]
    assert sum(night.cramps for night in nights) == 2 * sum(first <= day <= last for day in days)
    for night in nights:
        assert (night.outcome is Outcome.CRAMP) == (night.day in days)
        assert (night.outcome is Outcome.CLEAR) == (night.day not in days and clear.get(night.day) is True)


def test_the_days_noted_reach_from_the_first_entry_to_the_last():
    late, early = NIGHT + timedelta(days=3), NIGHT - timedelta(days=5)
    diary = Diary(time_zone="UTC", episodes=(episode(),), check_ins=(CheckIn(day=early), CheckIn(day=late)))
    assert diary.days_noted() == (early, late)
    assert Diary(time_zone="UTC").days_noted() is None


def test_the_latest_answer_to_a_question_is_the_last_one():
    diary = Diary(
        time_zone="UTC", answers=(answer("SQ01", True, 0), answer("SQ02", True, 1), answer("SQ01", False, 2))
    )
    assert diary.latest_answer("SQ01").value is False
    assert diary.latest_answer("SQ03") is None


def test_the_most_urgent_prompt_ranks_first():
    assert [urgency.rank for urgency in Urgency] == [0, 1, 2, 3, 4]
    assert min(Urgency, key=lambda urgency: urgency.rank) is Urgency.EMERGENCY


def test_an_own_factor_stands_behind_everybodys_or_in_the_place_of_one():
    late, alcohol = own_factor("own-late", "Late shift"), own_factor("alcohol", "Any wine")
    diary = Diary(time_zone="UTC", own_factors=(late, alcohol))
    assert diary.factors == (*(factor for factor in FACTORS if factor.id != "alcohol"), late, alcohol)
    assert followed_factors(diary)[-2:] == (late, alcohol)
    assert [factor.id for factor in followed_factors(diary)].count("alcohol") == 1
