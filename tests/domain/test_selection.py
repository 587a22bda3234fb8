"""What was kept back is nowhere in what comes out; what was chosen is all there."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from diary.domain.entries import (
    Answer,
    CheckIn,
    DeviceDay,
    Diary,
    Episode,
    Event,
    Medicine,
    Visit,
    VisitQuestion,
)
from diary.domain.factors import own_factor
from diary.domain.selection import BEHIND_PROMPTS, EVERYTHING, USUAL, Section, Selection
from tests.domain.formats.whole import DAYS, diaries, names, notes

CHOICES = st.frozensets(st.sampled_from(Section))
VISITS = st.lists(
    st.builds(
        Visit, id=st.uuids(), on=DAYS, with_whom=names, note=notes,
        questions=st.lists(st.builds(VisitQuestion, names, st.sampled_from([None, "R36"])), max_size=2).map(tuple),
        closed_at=st.none() | st.just(datetime(2026, 4, 1, tzinfo=UTC)),
    ),
    max_size=2,
).map(tuple)  # fmt: skip
DEVICE_DAYS = st.lists(st.builds(DeviceDay, day=DAYS, steps=st.integers(0, 9)), max_size=3).map(tuple)
whole_diaries = st.builds(
    lambda diary, visits, days: replace(diary, visits=visits, device_days=days),
    diaries(),
    VISITS,
    DEVICE_DAYS,
)
periods = st.tuples(st.none() | DAYS, st.none() | DAYS).filter(
    lambda ends: None in ends or ends[0] <= ends[1]
)

NIGHT = date(2026, 3, 3)
NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
ID = UUID(int=1)
# In every field that somebody types into or ticks: a word that is looked for afterwards, by section.
DIARY = Diary(
    time_zone="Europe/London",
    episodes=(
        Episode(
            id=ID,
            started_at=NOW,
            time_zone="Europe/London",
            day=NIGHT,
            note="in-notes",
            signs={"SQ01": True},
        ),
    ),
    check_ins=(CheckIn(day=NIGHT, factors={"own-in-check_ins": "yes"}),),
    medicines=(Medicine(id=ID, name="in-medicines", note="in-notes"),),
    answers=(
        Answer(id=ID, question="profile.birth_year", value="in-profile", answered_at=NOW),
        Answer(id=ID, question="SQ14", value="in-prompts", answered_at=NOW),
        Answer(id=ID, question="factors.suspected", value=["in-check_ins"], answered_at=NOW),
    ),
    own_factors=(own_factor("own-in-check_ins", "in-check_ins"),),
    events=(Event(id=ID, name="in-events", on=NIGHT),),
    visits=(
        Visit(
            id=ID,
            on=NIGHT,
            with_whom="in-visits",
            note="in-notes",
            questions=(VisitQuestion("in-prompts", "R36"),),
        ),
    ),
    device_days=(DeviceDay(day=NIGHT, steps="in-devices"),),
)


def words_in(diary):
    return repr(diary)


@given(CHOICES)
def test_a_section_that_was_kept_back_leaves_no_word(sections):
    selected = words_in(Selection(sections=sections).of(DIARY))
    for section in EVERYTHING - sections - {Section.EPISODES}:
        assert f"in-{section.value}" not in selected
    if Section.PROMPTS not in sections:
        assert "SQ01" not in selected


def test_everything_is_the_diary_itself():
    assert Selection(sections=EVERYTHING).of(DIARY) == DIARY


@given(whole_diaries)
def test_everything_of_any_diary_is_that_diary(diary):
    assert Selection(sections=EVERYTHING).of(diary) == diary


def test_notes_go_along_only_when_somebody_says_so():
    assert {Section.NOTES} == EVERYTHING - USUAL
    assert "in-notes" not in words_in(Selection().of(DIARY))


@given(whole_diaries, periods, CHOICES)
def test_nothing_of_another_day_comes_out(diary, period, sections):
    first, last = period
    selected = Selection(first=first, last=last, sections=sections).of(diary)
    days = [
        *(episode.day for episode in selected.episodes),
        *(check_in.day for check_in in selected.check_ins),
        *(event.on for event in selected.events),
        *(recorded.day for recorded in selected.device_days),
        *(visit.on for visit in selected.visits if visit.closed_at is not None),
    ]
    assert all((first or day) <= day <= (last or day) for day in days)
    assert len(selected.episodes) == sum(
        (first or episode.day) <= episode.day <= (last or episode.day) for episode in diary.episodes
    )


@given(whole_diaries, periods, CHOICES)
def test_to_select_twice_is_to_select_once(diary, period, sections):
    selection = Selection(first=period[0], last=period[1], sections=sections)
    assert selection.of(selection.of(diary)) == selection.of(diary)


@given(whole_diaries, CHOICES, CHOICES)
def test_more_sections_never_show_less(diary, some, more):
    fewer, all_of_them = Selection(sections=some).of(diary), Selection(sections=some | more).of(diary)
    for name in ("medicines", "answers", "own_factors", "events", "visits", "device_days"):
        assert len(getattr(fewer, name)) <= len(getattr(all_of_them, name))


def test_a_fact_of_the_profile_was_said_before_the_period_and_holds():
    selection = Selection(first=NIGHT + timedelta(days=30), sections=EVERYTHING)
    assert [answer.question for answer in selection.of(DIARY).answers] == ["profile.birth_year"]


def test_a_medicine_that_was_stopped_before_the_period_is_not_of_it():
    stopped = replace(DIARY.medicines[0], stopped_on=NIGHT)
    taken = replace(DIARY.medicines[0], stopped_on=NIGHT + timedelta(days=1))
    selection = Selection(first=NIGHT, last=NIGHT, sections=EVERYTHING)
    assert selection.of(replace(DIARY, medicines=(stopped, taken))).medicines == (
        replace(taken, stopped_on=None),
    )


def test_of_a_medicine_nothing_later_than_the_period_is_told():
    changes = (NIGHT, NIGHT + timedelta(days=5))
    medicine = replace(DIARY.medicines[0], changes=changes, stopped_on=NIGHT + timedelta(days=9))
    selection = Selection(last=NIGHT, sections=EVERYTHING)
    (told,) = selection.of(replace(DIARY, medicines=(medicine,))).medicines
    assert (told.changes, told.stopped_on) == ((NIGHT,), None)


def test_own_factors_that_nothing_in_the_period_tells_of_are_not_named():
    retired = own_factor("own-canary", "Canary", retired_on=NIGHT - timedelta(days=30))
    diary = replace(DIARY, own_factors=(*DIARY.own_factors, retired))
    period = Selection(first=NIGHT, last=NIGHT, sections=EVERYTHING)
    assert period.of(diary).own_factors == DIARY.own_factors
    assert Selection(sections=EVERYTHING).of(diary).own_factors == diary.own_factors
    said = Answer(id=ID, question="factors.followed", value=["own-canary"], answered_at=NOW)
    assert period.of(replace(diary, answers=(said,))).own_factors == diary.own_factors


@given(st.sampled_from(sorted(BEHIND_PROMPTS)))
def test_a_question_that_came_from_a_prompt_stays_with_what_the_prompt_rests_on(section):
    (visit,) = Selection(sections=EVERYTHING - {section}).of(DIARY).visits
    assert visit.questions == ()


def test_a_visit_that_is_still_to_come_belongs_to_every_period():
    long_ago = Selection(last=NIGHT - timedelta(days=30), sections=EVERYTHING)
    assert long_ago.of(DIARY).visits == DIARY.visits
