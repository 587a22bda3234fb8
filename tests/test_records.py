"""From rows to plain data: nothing lost, nothing of anybody else, and six queries however long the diary."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from accounts.zones import zone_names
from diary import records
from diary.actions import answers, check_ins, episodes, medicines
from diary.domain.days import diary_day
from diary.domain.entries import CheckIn, Diary, Episode, Medicine, Place, ReliefTried
from diary.domain.factors import FACTORS
from diary.domain.prompts import prompts_for
from diary.domain.prompts.questions import EPISODE_SIGNS
from diary.domain.selection import Selection
from diary.domain.text import BIDI_CONTROLS, NAME_LIMIT, NOTE_LIMIT
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
from diary.models import CheckIn as CheckInRow
from diary.models import Episode as EpisodeRow
from tests.factories import CheckInFactory, EpisodeFactory, MedicineFactory, VisitFactory

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
DAY = date(2026, 3, 3)
with_rows = settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)

INSTANTS = st.datetimes(datetime(2005, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
TEXT = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=sorted(BIDI_CONTROLS))
PLACES = st.builds(Place, st.sampled_from(Muscle), st.none() | st.sampled_from(Side))
RELIEFS = st.builds(ReliefTried, st.sampled_from(Relief), st.none() | st.sampled_from(Helped))


def unknown_or(strategy):
    return st.none() | strategy


@st.composite
def episodes_of_any_kind(draw):
    started_at, zone = draw(INSTANTS), draw(st.sampled_from(sorted(zone_names())))
    return Episode(
        id=draw(st.uuids()),
        started_at=started_at,
        time_zone=zone,
        day=diary_day(started_at, zone),
        progress=draw(st.sampled_from([Progress.DRAFT, Progress.COMPLETE])),
        onset_is_about=draw(st.booleans()),
        state=draw(unknown_or(st.sampled_from(State))),
        places=tuple(draw(st.lists(PLACES, max_size=4))),
        hard_minutes=draw(unknown_or(st.integers(0, 24 * 60))),
        sore_hours=draw(unknown_or(st.integers(0, 14 * 24))),
        severity=draw(unknown_or(st.integers(0, 10))),
        knot=draw(unknown_or(st.sampled_from(Knot))),
        stretch_eased=draw(unknown_or(st.sampled_from(Eased))),
        woke=draw(unknown_or(st.booleans())),
        minutes_awake=draw(unknown_or(st.integers(0, 24 * 60))),
        slept_again=draw(unknown_or(st.booleans())),
        distress=draw(unknown_or(st.sampled_from(Distress))),
        fluids=draw(unknown_or(st.sampled_from(Fluids))),
        activity=draw(unknown_or(st.sampled_from(Activity))),
        reliefs=tuple(draw(st.lists(RELIEFS, max_size=4))),
        signs=draw(
            st.dictionaries(st.sampled_from([question.id for question in EPISODE_SIGNS]), st.booleans())
        ),
        fall=draw(unknown_or(st.sampled_from(Fall))),
        count=draw(unknown_or(st.integers(1, 20))),
        note=draw(st.text(TEXT, max_size=NOTE_LIMIT)),
    )


@with_rows
@given(episodes_of_any_kind())
def test_an_episode_comes_back_as_it_was_written(user, entry):
    user.episodes.all().delete()
    written = episodes.record(
        user,
        id=entry.id,
        started_at=entry.started_at,
        time_zone=entry.time_zone,
        details=episodes.details_of(entry),
    )
    assert written == entry
    assert records.episode_of(user, entry.id) == entry
    assert records.diary_of(user).episodes == (entry,)
    assert records.episode_from_row(user.episodes.get()) == entry


@with_rows
@given(
    st.dictionaries(
        st.sampled_from(FACTORS).map(lambda factor: factor.id), st.none() | st.just("first"), max_size=6
    ),
    unknown_or(st.booleans()),
    unknown_or(st.integers(0, 10)),
)
def test_a_check_in_comes_back_as_it_was_written(user, chosen, clear, disturbance):
    user.check_ins.all().delete()
    first_of = {factor.id: factor.scale[0][0] for factor in FACTORS}
    said = {factor: value and first_of[factor] for factor, value in chosen.items()}
    columns = {"clear": clear, "sleep_disturbance": disturbance}
    written = check_ins.record(user, DAY, factors=said, columns=columns, seen=0, now=NOW)
    is_empty = not said and clear is None and disturbance is None
    entry = CheckIn(day=DAY, factors=said, version=0 if is_empty else 1, **columns)
    assert written == records.check_in_of(user, DAY) == entry
    assert records.diary_of(user).check_ins == (() if is_empty else (entry,))


@with_rows
@given(
    st.text(TEXT, min_size=1, max_size=NAME_LIMIT).filter(str.strip),
    unknown_or(st.dates(date(1950, 1, 1), date(2026, 1, 1))),
    unknown_or(st.dates(date(2026, 1, 1), date(2030, 1, 1))),
    unknown_or(st.sampled_from(DrugClass)),
    st.text(TEXT, max_size=NOTE_LIMIT),
)
def test_a_medicine_comes_back_as_it_was_written(user, name, started_on, stopped_on, drug_class, note):
    user.medicines.all().delete()
    details = {"name": name, "started_on": started_on, "stopped_on": stopped_on, "note": note}
    details["drug_class"] = drug_class
    written = medicines.record(user, id=uuid4(), details=details)
    assert written == Medicine(id=written.id, **details)
    assert records.medicine_of(user, written.id) == written
    assert records.diary_of(user).medicines == (written,)


# --- A whole diary --------------------------------------------------------------------------------------------------


def fill(user, rows):
    days = [DAY - timedelta(days=n) for n in range(rows)]
    EpisodeRow.objects.bulk_create(
        EpisodeFactory.build(owner=user, started_at=NOW - timedelta(days=n)) for n in range(rows)
    )
    CheckInRow.objects.bulk_create(CheckInFactory.build(owner=user, day=day) for day in days)
    for n in range(3):
        MedicineFactory(owner=user, name=f"Medicine {n}")
        answers.say(user, {"profile.birth_year": 1950 + n}, now=NOW)


@pytest.mark.parametrize("rows", [10, 1000])
def test_a_whole_diary_is_six_queries(user, django_assert_num_queries, rows):
    fill(user, rows)
    with django_assert_num_queries(6):
        diary = records.diary_of(user)
        nights = list(diary.nights(*diary.days_noted()))
        assert diary.profile.birth_year is not None
    assert (len(diary.episodes), len(diary.check_ins), len(diary.medicines), len(diary.answers)) == (
        rows,
        rows,
        3,
        3,
    )
    assert sum(night.cramps for night in nights) == rows


def test_a_diary_holds_nothing_of_anybody_else(user, other_user):
    fill(other_user, 2)
    assert records.diary_of(user) == Diary(time_zone=user.time_zone)


def test_a_diary_of_a_period_has_its_nights_and_every_medicine_and_answer(user):
    fill(user, 10)
    first, last = DAY - timedelta(days=6), DAY - timedelta(days=2)
    diary = records.diary_of(user, first, last)
    expected = [first + timedelta(days=n) for n in range(5)]
    assert [episode.day for episode in diary.episodes] == expected
    assert [check_in.day for check_in in diary.check_ins] == expected
    assert (len(diary.medicines), len(diary.answers)) == (3, 3)
    assert (diary.first_day, diary.last_day) == (first, last)


@pytest.mark.parametrize(("nights", "is_whole"), [(80, True), (120, False)])
def test_a_diary_to_rank_knows_whether_anything_is_older(user, nights, is_whole):
    fill(user, nights)
    diary = records.diary_to_rank(user, DAY)
    first = DAY - timedelta(days=90)
    assert diary.first_day == (None if is_whole else first)
    assert {episode.day for episode in diary.episodes} == {
        DAY - timedelta(days=n) for n in range(min(nights, 91))
    }


def test_a_diary_to_rank_reaches_back_before_a_medicine_that_was_started_in_six_queries(
    user, django_assert_num_queries
):
    fill(user, 250)
    MedicineFactory(owner=user, name="Indapamide", started_on=DAY - timedelta(days=100))
    with django_assert_num_queries(6):
        diary = records.diary_to_rank(user, DAY)
    assert diary.first_day == DAY - timedelta(days=156)


def test_episodes_come_in_the_order_in_which_they_began_ties_by_id(user):
    late, early = NOW, NOW - timedelta(hours=1)
    for number, started_at in ((3, late), (1, late), (2, early)):
        EpisodeFactory(owner=user, id=UUID(int=number), started_at=started_at)
    assert [episode.id.int for episode in records.diary_of(user).episodes] == [2, 1, 3]


def test_what_is_in_the_bin_is_in_no_diary(user):
    EpisodeFactory(owner=user, deleted_at=NOW)
    MedicineFactory(owner=user, deleted_at=NOW)
    diary = records.diary_of(user)
    assert (diary.episodes, diary.medicines) == ((), ())
    assert records.episodes_around(user, NOW - timedelta(days=9), NOW) == ()
    assert records.episode_of(user, user.episodes.get().id) is None
    assert records.medicine_of(user, user.medicines.get().id) is None


def test_answers_alone_are_four_queries(user, django_assert_num_queries):
    fill(user, 3)
    with django_assert_num_queries(4):
        diary = records.answers_of(user)
    assert (diary.episodes, len(diary.medicines), len(diary.answers)) == ((), 3, 3)


def test_single_entries_of_somebody_else_are_not_there(user, other_user):
    theirs, medicine = EpisodeFactory(owner=other_user, progress="ongoing"), MedicineFactory(owner=other_user)
    CheckInFactory(owner=other_user, day=DAY)
    assert records.episode_of(user, theirs.id) is None
    assert records.ongoing_episode_of(user) is None
    assert records.medicine_of(user, medicine.id) is None
    assert records.check_in_of(user, DAY) == CheckIn(day=DAY, version=0)
    assert records.last_check_in_before(user, DAY + timedelta(days=1)) is None
    assert records.episodes_around(user, NOW - timedelta(days=9), NOW + timedelta(days=9)) == ()
    assert records.bin_of(user, NOW) == ()


def test_episodes_around_an_instant_are_those_that_began_between_its_bounds(user):
    for minutes in (0, 10, 11):
        EpisodeFactory(owner=user, started_at=NOW + timedelta(minutes=minutes))
    found = records.episodes_around(user, NOW, NOW + timedelta(minutes=10))
    assert [episode.started_at for episode in found] == [NOW, NOW + timedelta(minutes=10)]


def test_the_bin_shows_the_latest_first_and_when_each_goes(user):
    for days in (2, 1, 29, 30):
        EpisodeFactory(owner=user, deleted_at=NOW - timedelta(days=days), note=str(days))
    shown = records.bin_of(user, NOW)
    assert [(episode.note, until - NOW) for episode, until in shown] == [
        ("1", timedelta(days=29)),
        ("2", timedelta(days=28)),
        ("29", timedelta(days=1)),
    ]


def test_a_diary_has_the_zone_of_the_person(user):
    User.objects.filter(pk=user.pk).update(time_zone="Asia/Kolkata")
    user.refresh_from_db()
    assert records.diary_of(user).time_zone == records.answers_of(user).time_zone == "Asia/Kolkata"


def test_a_selected_diary_holds_its_period_and_says_whether_older_nights_exist(user):
    for day in (date(2026, 1, 5), date(2026, 2, 5), date(2026, 3, 5)):
        EpisodeFactory(owner=user, day=day, note="mine")
    part = records.selected_diary_of(user, Selection(first=date(2026, 1, 6), last=date(2026, 2, 28)))
    assert [(episode.day, episode.note) for episode in part.episodes] == [(date(2026, 2, 5), "")]
    assert (part.first_day, part.last_day) == (date(2026, 1, 6), date(2026, 2, 28))
    whole = records.selected_diary_of(user, Selection(first=date(2026, 1, 5)))
    assert (len(whole.episodes), whole.first_day) == (3, None)


def test_what_is_in_the_bin_or_somebody_elses_makes_no_diary_older(user, other_user):
    EpisodeFactory(owner=user, day=date(2025, 1, 5), deleted_at=NOW)
    CheckInFactory(owner=other_user, day=date(2025, 1, 5))
    assert records.selected_diary_of(user, Selection(first=DAY)).first_day is None
    assert records.first_noted_of(user) is None
    CheckInFactory(owner=user, day=date(2025, 1, 6))
    assert records.selected_diary_of(user, Selection(first=DAY)).first_day == DAY
    assert records.first_noted_of(user) == date(2025, 1, 6)


@pytest.mark.parametrize("first", [None, DAY - timedelta(days=5), DAY, DAY + timedelta(days=1)])
@pytest.mark.parametrize("last", [None, DAY])
def test_what_is_selected_of_a_whole_diary_is_what_would_have_been_loaded(user, first, last):
    fill(user, 30)
    selection = Selection(first=first, last=last)
    whole = records.whole_diary_of(user)
    assert records.selected_of(whole, selection) == records.selected_diary_of(user, selection)


@pytest.mark.parametrize(
    ("noted", "last"), [(None, DAY - timedelta(days=1)), (True, DAY), (False, DAY - timedelta(days=1))]
)
def test_the_span_of_a_diary_ends_with_the_last_night_that_counts(
    user, noted, last, django_assert_num_queries
):
    if noted is None:
        EpisodeFactory(owner=user, day=date(2025, 5, 5))
    else:
        CheckInFactory(owner=user, day=DAY, clear=noted or None)
    with django_assert_num_queries(1):
        assert records.span_of(user, DAY) == (date(2025, 5, 5) if noted is None else DAY, last, None)


def test_a_cramp_of_the_running_night_makes_it_count(user):
    EpisodeFactory(owner=user, day=DAY)
    assert records.span_of(user, DAY) == (DAY, DAY, None)


def test_the_last_visit_is_the_latest_that_is_closed(user, other_user):
    for on, closed_at in ((date(2026, 1, 5), NOW), (date(2026, 2, 5), NOW), (date(2026, 3, 9), None)):
        VisitFactory(owner=user, on=on, closed_at=closed_at)
    VisitFactory(owner=user, on=date(2026, 2, 20), closed_at=NOW, deleted_at=NOW)
    VisitFactory(owner=other_user, on=date(2026, 2, 21), closed_at=NOW)
    assert records.span_of(user, DAY) == (None, DAY - timedelta(days=1), date(2026, 2, 5))


@pytest.mark.parametrize("first", [None, DAY - timedelta(days=9), DAY - timedelta(days=400)])
def test_what_is_selected_and_what_the_prompts_look_back_on_come_in_fewer_queries(
    user, first, django_assert_max_num_queries
):
    fill(user, 30)
    EpisodeFactory(owner=user, day=DAY - timedelta(days=300), progress="draft")
    selection = Selection(first=first, last=DAY - timedelta(days=2))
    noted = records.first_noted_of(user)
    with django_assert_max_num_queries(8):
        selected, recent = records.selected_and_recent_of(user, selection, noted, DAY)
    assert selected == records.selected_diary_of(user, selection)
    assert prompts_for(recent, DAY) == prompts_for(records.recent_diary_of(user, DAY), DAY)


def test_a_selected_diary_asks_nine_queries_at_most(user, django_assert_max_num_queries):
    fill(user, 30)
    with django_assert_max_num_queries(9):
        records.selected_diary_of(user, Selection(first=date(2020, 1, 1)))
