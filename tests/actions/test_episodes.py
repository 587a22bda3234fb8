"""Writing episodes: replays, clocks that are wrong, edits from two devices, the bin."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from diary import records
from diary.actions import check_ins, episodes
from diary.domain.entries import Place
from diary.domain.vocabulary import Eased, Fall, Muscle, Progress, Relief, Side, State
from tests.factories import EpisodeFactory

NIGHT = datetime(2026, 3, 4, 3, 10, tzinfo=UTC)
MORNING = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
LEFT_CALF = Place(Muscle.CALF, Side.LEFT)
HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture
def ongoing(user):
    """A cramp that began at ten past three."""
    return begin(user)


def begin(user, **said):
    return episodes.begin(
        user, **{"id": uuid4(), "at": NIGHT, "time_zone": "Europe/London", "now": NIGHT} | said
    )


def record(user, **said):
    return episodes.record(
        user, **{"id": uuid4(), "started_at": NIGHT, "time_zone": "Europe/London", "details": {}} | said
    )


# --- The tap --------------------------------------------------------------------------------------------------------


def test_the_tap_saves_an_ongoing_episode_and_nothing_that_was_not_said(user):
    episode = begin(user, now=NIGHT + 2 * SECOND)
    assert records.diary_of(user).episodes == (episode,)
    assert (episode.started_at, episode.time_zone, episode.day) == (NIGHT, "Europe/London", date(2026, 3, 3))
    assert episode.progress is Progress.ONGOING
    assert episode.onset_is_about is False
    unsaid = (
        "state",
        "hard_minutes",
        "severity",
        "knot",
        "woke",
        "minutes_awake",
        "distress",
        "fall",
        "count",
    )
    assert {getattr(episode, name) for name in unsaid} == {None}
    assert (episode.places, episode.reliefs, episode.signs, episode.note) == ((), (), {}, "")


def test_the_same_tap_eight_times_is_one_episode(user):
    tap = uuid4()
    first, *others = [begin(user, id=tap, now=NIGHT + n * MINUTE) for n in range(8)]
    assert others == [first] * 7
    assert user.episodes.count() == 1


def test_a_replayed_tap_does_not_undo_what_was_said_since(user, ongoing):
    episodes.place(user, ongoing.id, places=(LEFT_CALF,), now=NIGHT + MINUTE)
    gone = episodes.mark_gone(user, ongoing.id, at=NIGHT + 4 * MINUTE, now=NIGHT + 4 * MINUTE)
    assert begin(user, id=ongoing.id, now=NIGHT + HOUR) == gone
    assert records.diary_of(user).episodes == (gone,)


def test_a_replayed_tap_does_not_bring_back_what_was_deleted(user, ongoing):
    episodes.discard(user, ongoing.id, now=NIGHT + HOUR)
    begin(user, id=ongoing.id, now=NIGHT + 2 * HOUR)
    assert records.diary_of(user).episodes == ()
    assert user.episodes.count() == 1


def test_a_replayed_recording_changes_nothing(user):
    first = record(user, details={"severity": 7})
    revised = episodes.revise(user, first.id, changes={"severity": 8}, seen=1, now=MORNING)
    assert record(user, id=first.id, details={"severity": 7}) == revised
    assert [episode.severity for episode in records.diary_of(user).episodes] == [8]


def test_two_people_may_use_the_same_id(user, other_user):
    mine = begin(user)
    theirs = begin(other_user, id=mine.id, at=NIGHT - HOUR)
    assert records.diary_of(user).episodes == (mine,)
    assert records.diary_of(other_user).episodes == (theirs,)
    assert mine != theirs


def test_a_second_cramp_leaves_the_open_one_to_be_finished(user, ongoing):
    second = begin(user, at=NIGHT + HOUR, now=NIGHT + HOUR)
    first, ongoing_now = records.diary_of(user).episodes
    assert (first.id, first.progress, first.hard_minutes) == (ongoing.id, Progress.DRAFT, None)
    assert ongoing_now == second
    assert second.progress is Progress.ONGOING


def test_the_open_cramp_of_somebody_else_stays_open(user, other_user):
    theirs = begin(other_user)
    begin(user)
    assert records.ongoing_episode_of(other_user) == theirs


# --- Clocks ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "skew", [timedelta(0), SECOND, -HOUR, 25 * HOUR, -25 * HOUR, 26 * HOUR, -26 * HOUR], ids=str
)
def test_a_phone_that_is_up_to_26_hours_off_is_believed(user, skew):
    episode = begin(user, at=NIGHT + skew, now=NIGHT)
    assert (episode.started_at, episode.onset_is_about) == (NIGHT + skew, False)


@pytest.mark.parametrize(
    "at",
    [
        datetime(2000, 1, 1, tzinfo=UTC),
        datetime(2038, 1, 20, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, tzinfo=UTC),
        NIGHT + 26 * HOUR + SECOND,
        NIGHT + 27 * HOUR,
        NIGHT - 27 * HOUR,
    ],
    ids=str,
)
def test_a_phone_that_is_further_off_gives_way_to_the_moment_of_arrival(user, at):
    episode = begin(user, at=at, now=NIGHT)
    assert (episode.started_at, episode.onset_is_about) == (NIGHT, True)


def test_a_phone_that_says_nothing_means_now(user):
    episode = begin(user, at=None)
    assert (episode.started_at, episode.onset_is_about) == (NIGHT, False)


@pytest.mark.parametrize(
    "zone", ["localtime", "Factory", "GMT+4", "UTC+2", "Mars/Base", "../../etc/passwd", "", "\0"]
)
def test_an_unknown_zone_is_refused_beside_its_field_and_nothing_is_written(user, zone):
    for write in (begin, record):
        with pytest.raises(ValidationError) as refusal:
            write(user, time_zone=zone)
        assert refusal.value.message_dict == {"time_zone": ["This is not a time zone that we know."]}
    assert not user.episodes.exists()


@pytest.mark.parametrize("zone", ["America/St_Johns", "Asia/Calcutta", "Europe/Kiev", "Etc/GMT+4", "UTC"])
def test_old_names_of_zones_are_kept_as_they_came(user, zone):
    assert begin(user, time_zone=zone).time_zone == zone


@pytest.mark.parametrize("year", [1, 1899, 2200, 9999])
@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati"])
def test_an_onset_in_another_century_is_refused_beside_its_field(user, year, zone):
    started_at = datetime(year, 12 if year > 2000 else 1, 31 if year > 2000 else 1, 12, tzinfo=UTC)
    with pytest.raises(ValidationError) as refusal:
        record(user, started_at=started_at, time_zone=zone)
    assert refusal.value.message_dict == {"started_at": ["This date is too far away."]}


def test_a_moved_onset_moves_the_diary_day(user):
    episode = record(user)
    moved = episodes.revise(user, episode.id, changes={"started_at": NIGHT + 9 * HOUR}, seen=1, now=MORNING)
    assert (episode.day, moved.day) == (date(2026, 3, 3), date(2026, 3, 4))
    abroad = episodes.revise(user, episode.id, changes={"time_zone": "America/New_York"}, seen=2, now=MORNING)
    assert abroad.day == date(2026, 3, 3)


def test_a_cramp_in_the_repeated_hour_keeps_the_pass_it_began_in(user):
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    begin(user, at=first, now=first)
    gone = episodes.mark_gone(user, records.ongoing_episode_of(user).id, at=second, now=second)
    assert (gone.started_at, gone.hard_minutes) == (first, 60)


# --- It's gone ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lasted", "minutes"),
    [
        (timedelta(0), 0),
        (SECOND, 1),
        (MINUTE, 1),
        (MINUTE + SECOND, 2),
        (10 * MINUTE, 10),
        (10 * MINUTE + SECOND, 11),
        (3 * HOUR, 180),
        (3 * HOUR + SECOND, None),
        (9 * HOUR, None),
        (-MINUTE, None),
    ],
    ids=str,
)
def test_a_started_minute_counts_and_after_three_hours_nobody_knows(user, ongoing, lasted, minutes):
    gone = episodes.mark_gone(user, ongoing.id, at=NIGHT + lasted, now=NIGHT + lasted)
    assert (gone.progress, gone.hard_minutes) == (Progress.DRAFT, minutes)


def test_the_end_comes_from_the_phone_unless_its_clock_makes_no_sense(user, ongoing):
    now = NIGHT + 20 * MINUTE
    assert episodes.mark_gone(user, ongoing.id, at=NIGHT + 5 * MINUTE, now=now).hard_minutes == 5
    again = begin(user, at=NIGHT, now=NIGHT)
    assert episodes.mark_gone(user, again.id, at=datetime(2000, 1, 1, tzinfo=UTC), now=now).hard_minutes == 20


def test_gone_twice_keeps_the_first_end(user, ongoing):
    first = episodes.mark_gone(user, ongoing.id, at=NIGHT + 5 * MINUTE, now=NIGHT + 5 * MINUTE)
    assert episodes.mark_gone(user, ongoing.id, at=NIGHT + HOUR, now=NIGHT + HOUR) == first


def test_gone_can_be_taken_back(user, ongoing):
    episodes.mark_gone(user, ongoing.id, at=NIGHT + 5 * MINUTE, now=NIGHT + 5 * MINUTE)
    reopened = episodes.reopen(user, ongoing.id, now=NIGHT + 6 * MINUTE)
    assert (reopened.progress, reopened.hard_minutes) == (Progress.ONGOING, None)


def test_gone_stays_when_another_cramp_has_begun_since(user, ongoing):
    gone = episodes.mark_gone(user, ongoing.id, at=NIGHT + 5 * MINUTE, now=NIGHT + 5 * MINUTE)
    begin(user, at=NIGHT + HOUR, now=NIGHT + HOUR)
    assert episodes.reopen(user, ongoing.id, now=NIGHT + HOUR) == gone


def test_a_complete_episode_is_not_reopened(user):
    complete = record(user)
    assert episodes.reopen(user, complete.id, now=MORNING) == complete


# --- What the night adds --------------------------------------------------------------------------------------------


def test_the_night_adds_the_muscle_the_stretch_a_sign_and_the_pain(user, ongoing):
    episodes.place(user, ongoing.id, places=(LEFT_CALF, Place(Muscle.TOES)), now=NIGHT)
    episodes.note_stretch(user, ongoing.id, eased=Eased.PARTLY, now=NIGHT)
    episodes.note_signs(user, ongoing.id, signs={"SQ01": False}, now=NIGHT)
    episodes.note_signs(user, ongoing.id, signs={"SQ14": True}, now=NIGHT)
    rated = episodes.rate(user, ongoing.id, severity=7, now=NIGHT)
    assert rated.places == (LEFT_CALF, Place(Muscle.TOES))
    assert rated.stretch_eased is Eased.PARTLY
    assert rated.signs == {"SQ01": False, "SQ14": True}
    assert rated.severity == 7
    assert rated.progress is Progress.ONGOING


def test_a_skipped_severity_stays_unknown(user, ongoing):
    episodes.rate(user, ongoing.id, severity=7, now=NIGHT)
    assert episodes.rate(user, ongoing.id, severity=None, now=NIGHT).severity is None


def test_a_sign_that_no_question_asks_for_is_refused(user, ongoing):
    with pytest.raises(ValidationError, match="sign here is not known"):
        episodes.note_signs(user, ongoing.id, signs={"SQ99": True}, now=NIGHT)
    assert records.episode_of(user, ongoing.id).signs == {}


def test_episodes_may_overlap(user):
    record(user, details={"hard_minutes": 30})
    record(user, started_at=NIGHT + 10 * MINUTE, details={"hard_minutes": 30})
    assert len(records.diary_of(user).episodes) == 2


def test_details_of_an_entry_record_it_again(user, other_user):
    details = {
        "state": "asleep",
        "places": [{"muscle": "calf", "side": "left"}, {"muscle": "toes", "side": None}],
        "hard_minutes": 8,
        "reliefs": [{"relief": "stretch", "helped": "yes"}, {"relief": "heat", "helped": None}],
        "signs": {"SQ01": False},
        "fall": "nearly",
        "woke": True,
        "note": "The heel against the wall.",
    }
    episode = record(user, details=details)
    assert (episode.state, episode.fall) == (State.ASLEEP, Fall.NEARLY)
    assert episode.reliefs[1].relief is Relief.HEAT
    copy = record(other_user, id=episode.id, details=episodes.details_of(episode))
    assert copy == episode


# --- Edits from two devices -----------------------------------------------------------------------------------------


def test_the_second_of_two_edits_gets_the_other_version_and_overwrites_nothing(user):
    seen = record(user, details={"severity": 4, "note": "before"})
    episodes.revise(user, seen.id, changes={"severity": 6, "note": "mine"}, seen=seen.version, now=MORNING)
    with pytest.raises(episodes.Conflict) as conflict:
        episodes.revise(user, seen.id, changes={"note": "theirs"}, seen=seen.version, now=MORNING)
    assert records.episode_from_row(conflict.value.theirs).note == "mine"
    kept = records.episode_of(user, seen.id)
    assert (kept.severity, kept.note, kept.version) == (6, "mine", 2)
    assert user.revisions.count() == 1


def test_a_revision_keeps_how_the_row_was_and_when_it_changed(user):
    episode = record(user, details={"severity": 4, "note": "before"})
    episodes.revise(user, episode.id, changes={"note": "after"}, seen=1, now=MORNING)
    revision = user.revisions.get()
    assert (revision.kind, revision.row, revision.version) == ("episode", str(episode.id), 1)
    assert (revision.changed_at, revision.changed_by) == (MORNING, "page")
    assert (revision.before["note"], revision.before["severity"]) == ("before", 4)
    assert revision.before["started_at"] == "2026-03-04T03:10:00Z"


def test_a_revision_holds_every_column_of_the_row(user):
    episode = record(user)
    episodes.revise(user, episode.id, changes={"note": "after"}, seen=1, now=MORNING)
    columns = {field.attname for field in user.episodes.model._meta.concrete_fields}
    assert set(user.revisions.get().before) == columns


def test_saving_without_a_change_leaves_the_row_alone(user):
    episode = record(user, details={"severity": 4})
    same = episodes.revise(
        user, episode.id, changes={"severity": 4, "started_at": NIGHT}, seen=1, now=MORNING
    )
    assert same == episode
    assert not user.revisions.exists()


def test_an_edit_that_is_refused_leaves_the_row_and_its_history_alone(user):
    episode = record(user, details={"severity": 4})
    with pytest.raises(ValidationError) as refusal:
        episodes.revise(user, episode.id, changes={"severity": 11, "note": "x\0"}, seen=1, now=MORNING)
    assert set(refusal.value.message_dict) == {"severity", "note"}
    assert records.episode_of(user, episode.id) == episode
    assert not user.revisions.exists()


def test_an_edit_of_a_deleted_episode_finds_nothing(user):
    episode = record(user)
    episodes.discard(user, episode.id, now=MORNING)
    with pytest.raises(episodes.NotThere):
        episodes.revise(user, episode.id, changes={"severity": 5}, seen=1, now=MORNING)


# --- The bin --------------------------------------------------------------------------------------------------------


def test_a_deleted_episode_can_be_taken_out_of_the_bin_as_it_was(user):
    episode = record(user, details={"severity": 4})
    episodes.discard(user, episode.id, now=MORNING)
    assert records.diary_of(user).episodes == ()
    assert [(e.id, until) for e, until in records.bin_of(user, MORNING)] == [
        (episode.id, MORNING + timedelta(days=30))
    ]
    restored = episodes.restore(user, episode.id, now=MORNING + HOUR)
    assert episodes.details_of(restored) == episodes.details_of(episode)
    assert records.bin_of(user, MORNING + HOUR) == ()


def test_deleting_twice_keeps_the_first_moment(user):
    episode = record(user)
    episodes.discard(user, episode.id, now=MORNING)
    episodes.discard(user, episode.id, now=MORNING + HOUR)
    ((_, until),) = records.bin_of(user, MORNING + HOUR)
    assert until == MORNING + timedelta(days=30)


def test_restoring_what_is_not_in_the_bin_changes_nothing(user):
    episode = record(user)
    assert episodes.restore(user, episode.id, now=MORNING) == episode


def test_a_deleted_ongoing_episode_comes_back_as_one_to_finish(user, ongoing):
    episodes.discard(user, ongoing.id, now=NIGHT + MINUTE)
    second = begin(user, at=NIGHT + HOUR, now=NIGHT + HOUR)
    restored = episodes.restore(user, ongoing.id, now=NIGHT + 2 * HOUR)
    assert restored.progress is Progress.DRAFT
    assert records.ongoing_episode_of(user) == second


@pytest.mark.parametrize(
    ("waited", "is_there"),
    [(timedelta(days=30) - SECOND, True), (timedelta(days=30), False), (timedelta(days=31), False)],
    ids=str,
)
def test_the_bin_keeps_for_thirty_days(user, waited, is_there):
    episode = record(user)
    episodes.discard(user, episode.id, now=MORNING)
    now = MORNING + waited
    assert bool(records.bin_of(user, now)) == is_there
    assert episodes.clear_old_bins(now=now) == (0 if is_there else 1)
    assert user.episodes.exists() == is_there
    assert user.revisions.exists() == is_there
    if is_there:
        assert episodes.restore(user, episode.id, now=now).id == episode.id
    else:
        with pytest.raises(episodes.NotThere):
            episodes.restore(user, episode.id, now=now)


def test_an_episode_that_is_too_long_in_the_bin_is_gone_before_it_is_cleared(user):
    episode = record(user)
    episodes.discard(user, episode.id, now=MORNING)
    with pytest.raises(episodes.NotThere):
        episodes.restore(user, episode.id, now=MORNING + timedelta(days=30))


def test_clearing_the_bins_leaves_everything_else_of_everybody(user, other_user):
    old, kept, recent = (EpisodeFactory(owner=user) for _ in range(3))
    theirs = EpisodeFactory(owner=other_user, id=old.id)
    for episode, now in ((old, MORNING), (recent, MORNING + timedelta(days=20))):
        episodes.revise(user, episode.id, changes={"note": "x"}, seen=None, now=MORNING)
        episodes.discard(user, episode.id, now=now)
    episodes.revise(other_user, theirs.id, changes={"note": "x"}, seen=None, now=MORNING)
    assert episodes.clear_old_bins(now=MORNING + timedelta(days=40)) == 1
    assert {row.id for row in user.episodes.all()} == {kept.id, recent.id}
    assert {revision.row for revision in user.revisions.all()} == {str(recent.id)}
    assert other_user.episodes.count() == other_user.revisions.count() == 1


# --- Somebody else's ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "act",
    [
        lambda user, episode: episodes.revise(user, episode, changes={"severity": 1}, seen=None, now=MORNING),
        lambda user, episode: episodes.place(user, episode, places=(LEFT_CALF,), now=MORNING),
        lambda user, episode: episodes.mark_gone(user, episode, at=None, now=MORNING),
        lambda user, episode: episodes.reopen(user, episode, now=MORNING),
        lambda user, episode: episodes.rate(user, episode, severity=1, now=MORNING),
        lambda user, episode: episodes.note_stretch(user, episode, eased=Eased.NO, now=MORNING),
        lambda user, episode: episodes.note_signs(user, episode, signs={"SQ01": True}, now=MORNING),
        lambda user, episode: episodes.discard(user, episode, now=MORNING),
        lambda user, episode: episodes.restore(user, episode, now=MORNING),
    ],
    ids=[
        "revise",
        "place",
        "mark_gone",
        "reopen",
        "rate",
        "note_stretch",
        "note_signs",
        "discard",
        "restore",
    ],
)
def test_an_episode_of_somebody_else_is_not_there(user, other_user, act):
    theirs = begin(other_user)
    for episode in (theirs.id, uuid4()):
        with pytest.raises(episodes.NotThere):
            act(user, episode)
    assert records.diary_of(other_user).episodes == (theirs,)
    assert not other_user.revisions.exists()


@pytest.mark.parametrize(("state", "clear"), [("asleep", None), (None, None), ("exercise", True)])
def test_a_cramp_in_bed_takes_no_cramps_back_and_one_by_day_does_not(user, state, clear):
    at = datetime(2026, 3, 4, 3, tzinfo=UTC)
    check_ins.mark_night(user, date(2026, 3, 3), clear=True, now=at)
    details = {"state": state, "places": [{"muscle": "calf", "side": None}]}
    saved = episodes.record(user, id=uuid4(), started_at=at, time_zone="Europe/London", details=details)
    assert user.check_ins.get().clear is clear
    episodes.discard(user, saved.id, now=at)
    assert user.check_ins.get().clear is clear
