"""What Tonight shows at a moment."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from diary.domain.days import diary_day
from diary.domain.entries import CheckIn, Diary, Episode
from diary.domain.tonight import tonight_of
from diary.domain.vocabulary import Outcome, Progress

ZONE = "Europe/London"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in March 2026, when London is on UTC."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def episode(started_at: datetime, progress: Progress = Progress.COMPLETE) -> Episode:
    return Episode(
        id=uuid4(), started_at=started_at, time_zone=ZONE, day=diary_day(started_at, ZONE), progress=progress
    )


@pytest.mark.parametrize(
    ("now", "night", "day"),
    [
        (at(4, 3, 59), None, date(2026, 3, 3)),
        (at(4, 4), date(2026, 3, 3), None),
        (at(4, 8), date(2026, 3, 3), None),
        (at(4, 16, 59), date(2026, 3, 3), None),
        (at(4, 17), date(2026, 3, 3), date(2026, 3, 4)),
        (at(4, 23, 59), date(2026, 3, 3), date(2026, 3, 4)),
    ],
)
def test_an_empty_diary_is_asked_about_the_night_in_the_morning_and_about_the_day_in_the_evening(
    now, night, day
):
    shown = tonight_of(Diary(time_zone=ZONE), now)
    assert shown.night_to_ask == night
    assert shown.day_to_check_in == day


def test_a_night_that_was_said_to_be_clear_is_not_asked_about_again():
    diary = Diary(time_zone=ZONE, check_ins=(CheckIn(day=date(2026, 3, 3), clear=True),))
    assert tonight_of(diary, at(4, 8)).night_to_ask is None


def test_a_night_with_a_cramp_is_not_asked_about():
    assert tonight_of(Diary(time_zone=ZONE, episodes=(episode(at(4, 2)),)), at(4, 8)).night_to_ask is None


def test_once_the_night_is_settled_the_morning_asks_about_the_day_before():
    diary = Diary(time_zone=ZONE, check_ins=(CheckIn(day=date(2026, 3, 3), clear=True),))
    assert tonight_of(diary, at(4, 8)).day_to_check_in == date(2026, 3, 3)


def test_an_episode_is_ongoing_for_three_hours_and_to_finish_after_that():
    going = episode(at(4, 2), Progress.ONGOING)
    diary = Diary(time_zone=ZONE, episodes=(going,))
    assert tonight_of(diary, at(4, 4, 59)).ongoing == going
    assert tonight_of(diary, at(4, 4, 59)).drafts == ()
    later = tonight_of(diary, at(4, 5))
    assert later.ongoing is None
    assert later.drafts == (going,)
    assert later.drafts_of_last_night


def test_drafts_of_another_night_are_not_called_last_nights():
    drafts = (episode(at(3, 2), Progress.DRAFT), episode(at(4, 2), Progress.DRAFT))
    shown = tonight_of(Diary(time_zone=ZONE, episodes=drafts), at(4, 8))
    assert len(shown.drafts) == 2
    assert not shown.drafts_of_last_night


def test_the_week_counts_the_known_nights_only_and_the_week_before_follows_without_a_gap():
    diary = Diary(
        time_zone=ZONE,
        episodes=(episode(at(4, 2)), episode(at(4, 3)), episode(at(2, 2))),
        check_ins=(CheckIn(day=date(2026, 3, 2), clear=True), CheckIn(day=date(2026, 3, 1), clear=None)),
    )
    shown = tonight_of(diary, at(4, 8))
    assert [night.day for night in shown.week.nights] == [
        date(2026, 2, 25) + timedelta(days=n) for n in range(7)
    ]
    assert (shown.week.cramp, shown.week.known) == (2, 3)
    assert shown.week_before.nights[-1].day == date(2026, 2, 24)
    assert shown.week_before.known == 0


def test_a_cramp_of_the_running_night_is_already_in_the_week():
    shown = tonight_of(Diary(time_zone=ZONE, episodes=(episode(at(4, 23)),)), at(4, 23, 30))
    assert shown.week.nights[-1].day == date(2026, 3, 4)
    assert shown.week.nights[-1].outcome is Outcome.CRAMP


def test_questions_that_can_wait_have_no_place_during_a_cramp_or_in_the_dead_of_night():
    empty = Diary(time_zone=ZONE)
    assert [tonight_of(empty, now).is_calm for now in (at(4, 3, 59), at(4, 4), at(4, 20))] == [
        False,
        True,
        True,
    ]
    going = Diary(time_zone=ZONE, episodes=(episode(at(4, 20), Progress.ONGOING),))
    assert not tonight_of(going, at(4, 21)).is_calm
    assert tonight_of(going, at(5, 8)).is_calm
