"""Diaries of every kind for property tests: each field of each entry known, unknown and at its limits."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from diary.domain.days import diary_day
from diary.domain.entries import (
    MAX_COUNT,
    MAX_HARD_MINUTES,
    MAX_MINUTES_AWAKE,
    MAX_SORE_HOURS,
    MOST_STEPS,
    Answer,
    CheckIn,
    DeviceDay,
    Diary,
    Episode,
    Event,
    Medicine,
    Place,
    ReliefTried,
    Visit,
    VisitQuestion,
)
from diary.domain.factors import FACTORS, own_factor
from diary.domain.prompts.questions import PART_BY_ID, QUESTION_BY_ID, question_of
from diary.domain.prompts.rules import RULE_BY_ID
from diary.domain.text import ALLOWED_CONTROLS, BIDI_CONTROLS
from diary.domain.vocabulary import (
    Activity,
    Condition,
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
    Sex,
    Side,
    Smoking,
    State,
    Urgency,
)

ZONES = [
    "UTC",
    "Europe/London",
    "America/St_Johns",
    "Pacific/Kiritimati",
    "Pacific/Apia",
    "Australia/Lord_Howe",
]
SIGNS = [*QUESTION_BY_ID, *PART_BY_ID]
# Close together, so that nights have cramps and check-ins both.
DAYS = st.dates(date(2026, 1, 1), date(2026, 4, 30))
MOMENTS = st.timedeltas(timedelta(), timedelta(days=120)).map(
    lambda since: datetime(2026, 1, 1, tzinfo=UTC) + since
)
OWN_IDS = ["own-late-shift", "own-2", "own-steps"]

maybe_days = st.none() | DAYS
# What a diary accepts (text.py), made outright: to throw away all the rest would leave few diaries to look at.
_typed = st.characters(
    exclude_categories=["Cc", "Cs"],
    exclude_characters=sorted(BIDI_CONTROLS),
    include_characters=sorted(ALLOWED_CONTROLS),
)
notes = st.text(_typed, max_size=40)
names = notes.filter(str.strip)
booleans = st.none() | st.booleans()


def maybe(terms):
    return st.none() | st.sampled_from(list(terms))


def numbers(most, least=0):
    return st.none() | st.integers(least, most)


def _with_day(values):
    return Episode(**values, day=diary_day(values["started_at"], values["time_zone"]))


EPISODE_FIELDS = {
    "id": st.uuids(),
    "started_at": MOMENTS,
    "time_zone": st.sampled_from(ZONES),
    "progress": st.sampled_from(Progress),
    "onset_is_about": st.booleans(),
    "state": maybe(State),
    "places": st.lists(st.builds(Place, st.sampled_from(Muscle), maybe(Side)), max_size=3).map(tuple),
    "hard_minutes": numbers(MAX_HARD_MINUTES),
    "sore_hours": numbers(MAX_SORE_HOURS),
    "severity": numbers(10),
    "knot": maybe(Knot),
    "stretch_eased": maybe(Eased),
    "woke": booleans,
    "minutes_awake": numbers(MAX_MINUTES_AWAKE),
    "slept_again": booleans,
    "distress": maybe(Distress),
    "fluids": maybe(Fluids),
    "activity": maybe(Activity),
    "reliefs": st.lists(st.builds(ReliefTried, st.sampled_from(Relief), maybe(Helped)), max_size=3).map(
        tuple
    ),
    "signs": st.dictionaries(st.sampled_from(SIGNS), st.booleans(), max_size=3),
    "fall": maybe(Fall),
    "count": numbers(MAX_COUNT, 1),
    "note": notes,
}
episodes = st.fixed_dictionaries(EPISODE_FIELDS).map(_with_day)

yes_or_no_factors = st.builds(
    own_factor, st.sampled_from(OWN_IDS), names, is_on_purpose=st.booleans(), retired_on=maybe_days
)
number_factors = st.builds(
    own_factor,
    st.sampled_from(OWN_IDS),
    names,
    cut=st.floats(0.001, 1_000_000),
    is_on_purpose=st.booleans(),
    retired_on=maybe_days,
)
own_factors = st.lists(yes_or_no_factors | number_factors, max_size=3, unique_by=lambda f: f.id).map(tuple)


@st.composite
def medicines(draw):
    """A medicine whose dates, as far as they are known, do not contradict each other."""
    days = sorted(draw(st.lists(DAYS, max_size=4, unique=True)))
    started_on = days.pop(0) if days and draw(st.booleans()) else None
    stopped_on = days.pop() if days and draw(st.booleans()) else None
    return Medicine(
        id=draw(st.uuids()), name=draw(names), started_on=started_on, changes=tuple(days), stopped_on=stopped_on,
        note=draw(notes), drug_class=draw(st.none() | st.sampled_from(DrugClass)),
    )  # fmt: skip


events = st.builds(Event, id=st.uuids(), name=names, on=DAYS)
visits = st.builds(
    Visit, id=st.uuids(), on=DAYS, with_whom=notes, note=notes, closed_at=st.none() | MOMENTS,
    questions=st.lists(
        st.builds(VisitQuestion, names, maybe(RULE_BY_ID)), max_size=3, unique_by=lambda q: q.text
    ).map(tuple),
)  # fmt: skip
device_days = st.builds(
    DeviceDay, day=DAYS, steps=numbers(MOST_STEPS), sleep_minutes=numbers(1440), workout_minutes=numbers(1440)
)

_ids_of_factors = st.lists(st.sampled_from([factor.id for factor in FACTORS]), unique=True, max_size=4)
_marks = st.fixed_dictionaries(
    {
        "on": DAYS.map(date.isoformat),
        "count": st.none() | st.integers(0, 40),
        "urgency": st.none() | st.sampled_from([urgency.value for urgency in Urgency]),
    }
)
_VALUES = {
    "factors.followed": _ids_of_factors,
    "factors.suspected": _ids_of_factors,
    "profile.birth_year": st.none() | st.integers(1900, 2100),
    "profile.sex": st.none() | st.sampled_from([sex.value for sex in Sex]),
    "profile.pregnant": booleans,
    "profile.due_on": st.none() | DAYS.map(date.isoformat),
    "profile.gave_birth_on": st.none() | DAYS.map(date.isoformat),
    "profile.smoking": st.none() | st.sampled_from([smoking.value for smoking in Smoking]),
    "profile.conditions": st.none() | st.lists(st.sampled_from([c.value for c in Condition]), unique=True),
    **{key: st.integers(0, 500) if question_of(key).counts else st.booleans() for key in SIGNS},
    **{
        f"{rule}.{kind}": st.none() | _marks for rule in RULE_BY_ID for kind in ("discussed", "seen", "later")
    },
}
answers = st.sampled_from(list(_VALUES)).flatmap(
    lambda question: st.builds(
        Answer, id=st.uuids(), question=st.just(question), value=_VALUES[question], answered_at=MOMENTS
    )
)


def _answers_to(factor):
    if factor.is_number:
        return st.none() | st.floats(0, 1_000_000) | st.integers(0, 1_000_000)
    return st.sampled_from([None, *(value for value, _ in factor.scale)])


def check_ins(own):
    factors = st.fixed_dictionaries({}, optional={f.id: _answers_to(f) for f in (*FACTORS, *own)})
    return st.builds(CheckIn, day=DAYS, clear=booleans, factors=factors, sleep_disturbance=numbers(10))


@st.composite
def diaries(draw):
    """A diary in the order that entries.py promises; everything in it may be missing."""
    own = draw(own_factors)
    return Diary(
        time_zone=draw(st.sampled_from(ZONES)),
        episodes=_in_order(draw(st.lists(episodes, max_size=4, unique_by=lambda e: e.id)), "started_at"),
        check_ins=_in_order(draw(st.lists(check_ins(own), max_size=6, unique_by=lambda c: c.day)), "day"),
        medicines=tuple(draw(st.lists(medicines(), max_size=2, unique_by=lambda m: m.id))),
        answers=_in_order(draw(st.lists(answers, max_size=4, unique_by=lambda a: a.id)), "answered_at"),
        own_factors=own,
        events=tuple(draw(st.lists(events, max_size=2, unique_by=lambda e: e.id))),
        visits=_in_order(draw(st.lists(visits, max_size=2, unique_by=lambda v: v.id)), "on"),
        device_days=_in_order(draw(st.lists(device_days, max_size=3, unique_by=lambda d: d.day)), "day"),
        first_day=draw(maybe_days),
        last_day=draw(maybe_days),
    )


def _in_order(entries, by):
    return tuple(sorted(entries, key=lambda entry: getattr(entry, by)))
