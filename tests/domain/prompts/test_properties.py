"""What holds for every diary: more warning never means less urgency, and unknown is never "no"."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from diary.domain.days import diary_day
from diary.domain.entries import Answer, CheckIn, Diary, Episode, Medicine, Place
from diary.domain.prompts import Prompts, prompts_for
from diary.domain.prompts.questions import EPISODE_SIGNS, PART_BY_ID, QUESTIONS
from diary.domain.prompts.rules import RULE_BY_ID
from diary.domain.vocabulary import Activity, Eased, Fall, Muscle, Sex, Side, State, Urgency
from tests.domain.prompts.cases import TODAY

ASKED = [question for question in QUESTIONS if not question.counts and question.id != "SQ39"]
SIGNS = [key for question in EPISODE_SIGNS for key in (question.id, *(part.id for part in question.parts))]
SAID = [key for question in ASKED for key in (question.id, *(part.id for part in question.parts))]
WARNINGS = [key for key in SIGNS if key not in PART_BY_ID or not PART_BY_ID[key].calms]
WARNINGS_SAID = [key for key in SAID if key not in PART_BY_ID or not PART_BY_ID[key].calms]
# What counts days and weeks, or looks at the calendar, may begin to hold as time goes by.
COUNTED = {
    "R20b", "R30", "R31", "R36", "R37", "R38", "R39", "R40", "R41", "R43", "R44", "R50", "R51", "R53",
}  # fmt: skip
DANGERS = [key for key in WARNINGS if key in PART_BY_ID]
ZONES = ["Europe/London", "America/New_York", "Pacific/Kiritimati"]

# Hours before the end of the running day; ids never matter to a rule.
moments = st.integers(4, 44 * 24).map(
    lambda hours: datetime(2026, 11, 23, tzinfo=UTC) - timedelta(hours=hours)
)
signs = st.lists(st.tuples(st.sampled_from(SIGNS), st.booleans()), max_size=8).map(dict)
places = st.sampled_from([(), *((Place(Muscle.CALF, side),) for side in (None, *Side))])
details = st.fixed_dictionaries(
    {},
    optional={
        "state": st.sampled_from(State),
        "places": places,
        "hard_minutes": st.sampled_from([4, 10, 11, 25]),
        "sore_hours": st.sampled_from([0, 47, 48, 60]),
        "stretch_eased": st.sampled_from(Eased),
        "woke": st.booleans(),
        "activity": st.sampled_from(Activity),
        "fall": st.sampled_from(Fall),
        "count": st.integers(1, 4),
        "signs": signs,
    },
)


def episode(started_at: datetime, zone: str, fields: dict[str, object]) -> Episode:
    return Episode(
        id=UUID(int=int(started_at.timestamp())),
        started_at=started_at,
        time_zone=zone,
        day=diary_day(started_at, zone),
        **fields,
    )


def answers_to(
    questions: st.SearchStrategy[str], values: st.SearchStrategy[object]
) -> st.SearchStrategy[Answer]:
    return st.builds(Answer, id=st.just(UUID(int=1)), question=questions, value=values, answered_at=moments)


dates = st.integers(0, 50).map(lambda days: TODAY - timedelta(days=days))
marks = st.builds(
    lambda on, count, urgency: {"on": on.isoformat(), "count": count, "urgency": urgency},
    dates,
    st.none() | st.integers(0, 9),
    st.sampled_from([None, *(urgency.value for urgency in Urgency)]),
)
facts = st.one_of(
    answers_to(st.just("profile.pregnant"), st.sampled_from([None, False, True])),
    answers_to(st.just("profile.birth_year"), st.sampled_from([None, 1950, 2010, 2022])),
    answers_to(st.just("profile.gave_birth_on"), dates.map(date.isoformat)),
    answers_to(st.just("profile.sex"), st.sampled_from([sex.value for sex in Sex])),
    answers_to(
        st.just("profile.conditions"),
        st.sampled_from([None, [], ["epilepsy"], ["dialysis"], ["kidney", "diabetes"]]),
    ),
    answers_to(
        st.sampled_from([f"{rule}.{kind}" for rule in RULE_BY_ID for kind in ("discussed", "seen", "later")]),
        marks,
    ),
)
# Which of the last 44 days were clear, a bit for each; how disturbed all of them were; a medicine or none.
clear_days = st.integers(0, 2**44 - 1)


def diary_of(
    cramps: list[Episode], said: list[Answer], clear: int, disturbed: int | None, name: str | None
) -> Diary:
    days = [TODAY - timedelta(days=n) for n in range(44) if clear >> n & 1]
    medicine = [Medicine(id=UUID(int=1), name=name, started_on=TODAY - timedelta(days=30))] if name else []
    return Diary(
        time_zone="Europe/London",
        episodes=tuple(sorted(cramps, key=lambda e: e.started_at)),
        check_ins=tuple(CheckIn(day=day, clear=True, sleep_disturbance=disturbed) for day in days),
        medicines=tuple(medicine),
        answers=tuple(sorted(said, key=lambda a: a.answered_at)),
    )


diaries = st.builds(
    diary_of,
    st.lists(st.builds(episode, moments, st.sampled_from(ZONES), details), min_size=1, max_size=4),
    st.lists(answers_to(st.sampled_from(SAID), st.booleans()) | facts, max_size=6),
    clear_days,
    st.sampled_from([None, 3, 7]),
    st.sampled_from([None, "simvastatin", "ramipril", "Quinine"]),
)


def with_sign(diary: Diary, at: int, key: str, answer: bool) -> Diary:
    """The same diary with one more sign noted with its episode number `at`, counted round and round."""
    changed = list(diary.episodes)
    at %= len(changed)
    changed[at] = replace(changed[at], signs={**changed[at].signs, key: answer})
    return replace(diary, episodes=tuple(changed))


def with_answer(diary: Diary, key: str, answer: bool) -> Diary:
    """The same diary with one more answer, given now."""
    now = Answer(
        id=UUID(int=0), question=key, value=answer, answered_at=datetime(2026, 11, 22, 21, tzinfo=UTC)
    )
    return replace(diary, answers=(*diary.answers, now))


def rank(found: Prompts) -> int:
    return found.banner.urgency.rank if found.banner else len(Urgency)


def levels(found: Prompts) -> dict[str, int]:
    return {prompt.rule: prompt.urgency.rank for prompt in (*found.fired, *found.quiet)}


def assert_at_least_as_urgent(before: Prompts, after: Prompts) -> None:
    then, now = levels(before), levels(after)
    given_way = {rule for rule in then if not now.keys().isdisjoint(RULE_BY_ID[rule].gives_way_to)}
    assert now.keys() | given_way >= then.keys()
    assert all(now[rule] <= then[rule] for rule in then if rule in now)
    assert rank(after) <= rank(before)
    assert after.no_rubbing or not before.no_rubbing
    assert before.may_drink or not after.may_drink


@given(diaries, st.integers(0, 3), st.sampled_from(WARNINGS))
@settings(max_examples=150)
def test_one_more_warning_sign_with_a_cramp_never_lowers_the_urgency(diary, at, key):
    assume(key not in diary.episodes[at % len(diary.episodes)].signs)
    assert_at_least_as_urgent(prompts_for(diary, TODAY), prompts_for(with_sign(diary, at, key, True), TODAY))


@given(diaries, st.sampled_from(WARNINGS_SAID))
@settings(max_examples=150)
def test_one_more_yes_given_now_never_lowers_the_urgency(diary, key):
    assert_at_least_as_urgent(prompts_for(diary, TODAY), prompts_for(with_answer(diary, key, True), TODAY))


@given(diaries, st.integers(0, 3), st.sampled_from(DANGERS))
@settings(max_examples=150)
def test_a_no_to_a_danger_that_was_open_never_raises_the_urgency(diary, at, key):
    assume(key not in diary.episodes[at % len(diary.episodes)].signs)
    assert_at_least_as_urgent(prompts_for(with_sign(diary, at, key, False), TODAY), prompts_for(diary, TODAY))


@given(diaries)
@settings(max_examples=100)
def test_a_rule_is_in_one_list_at_most_and_the_banner_is_the_most_urgent_that_is_not_quiet(diary):
    found = prompts_for(diary, TODAY)
    lists = [
        *(p.rule for p in found.fired),
        *(p.rule for p in found.quiet),
        *(n.rule for n in found.not_evaluated),
    ]
    assert len(lists) == len(set(lists))
    assert found.banner == (found.fired[0] if found.fired else None)
    ranks = [prompt.urgency.rank for prompt in found.fired]
    assert ranks == sorted(ranks)
    assert all(prompt.urgency not in {Urgency.EMERGENCY, Urgency.SAME_DAY} for prompt in found.quiet)


@given(diaries)
@settings(max_examples=100)
def test_a_prompt_keeps_to_the_levels_of_its_rule_and_gives_its_cause(diary):
    for prompt in prompts_for(diary, TODAY).fired:
        assert prompt.urgency in RULE_BY_ID[prompt.rule].urgencies
        assert prompt.cause.endswith(".")
        assert prompt.count >= 1


@given(diaries, st.integers(1, 400))
@example(Diary(time_zone="Europe/London"), 1)
def test_a_later_day_alone_fires_nothing_new_that_was_said(diary, days):
    def said(found: Prompts) -> set[str]:
        return {p.rule for p in (*found.fired, *found.quiet)} - COUNTED

    assert said(prompts_for(diary, TODAY + timedelta(days=days))) <= said(prompts_for(diary, TODAY))
