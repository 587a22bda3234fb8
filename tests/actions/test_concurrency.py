"""Writes that arrive at the same moment, each on its own connection."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from functools import partial
from threading import Barrier
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.db import connection, connections

from accounts.models import User
from diary import records
from diary.actions import answers, check_ins, episodes
from diary.domain.factors import FACTORS
from diary.domain.vocabulary import Progress
from tests.factories import UserFactory

NIGHT = datetime(2026, 3, 4, 3, 10, tzinfo=UTC)
DAY = date(2026, 3, 3)


@pytest.fixture
def person(transactional_db) -> User:
    return UserFactory()


@pytest.fixture
def at_once(person, tmp_path):
    """Calls functions at the same moment, each in a thread with its own connection, and returns their results.

    Connections to a SQLite in memory share one cache and its locks; a copy in a file behaves as it does in use.
    """
    settings = {}
    if connection.vendor == "sqlite":
        settings["NAME"] = str(tmp_path / "diary.sqlite3")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [settings["NAME"]])
    with patch.dict(connections.settings["default"], settings):
        yield run_at_once


def run_at_once(*acts):
    together = Barrier(len(acts), timeout=30)

    def act_together(act):
        try:
            connection.ensure_connection()
            together.wait()
            return act()
        except episodes.Conflict as conflict:
            return conflict
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act_together, acts))


def tap(person, tapped, at=NIGHT):
    return partial(episodes.begin, person, id=tapped, at=at, time_zone="Europe/London", now=at)


def test_the_same_tap_from_eight_threads_is_one_episode(person, at_once):
    tapped = uuid4()
    begun = at_once(*[tap(person, tapped)] * 8)
    ((stored,),) = at_once(lambda: records.diary_of(person).episodes)
    assert begun == [stored] * 8


def test_eight_taps_at_once_leave_one_open_episode(person, at_once):
    begun = at_once(*(tap(person, uuid4(), NIGHT + timedelta(seconds=n)) for n in range(8)))
    (stored,) = at_once(lambda: records.diary_of(person).episodes)
    assert {episode.id for episode in stored} == {episode.id for episode in begun}
    assert sorted(episode.progress for episode in stored) == [Progress.DRAFT] * 7 + [Progress.ONGOING]


def test_answers_of_one_day_from_eight_threads_are_all_kept(person, at_once):
    said = {factor.id: factor.scale[0][0] for factor in FACTORS[:8]}
    at_once(
        *(
            partial(check_ins.answer, person, DAY, factor=factor, value=value, now=NIGHT)
            for factor, value in said.items()
        )
    )
    ((stored,),) = at_once(lambda: records.diary_of(person).check_ins)
    assert stored.factors == said


def test_of_edits_of_one_version_at_once_one_is_written_and_the_others_are_told(person, at_once):
    record = partial(episodes.record, person, id=uuid4(), started_at=NIGHT, time_zone="UTC", details={})
    (edited,) = at_once(record)
    results = at_once(
        *(
            partial(episodes.revise, person, edited.id, changes={"severity": n}, seen=1, now=NIGHT)
            for n in range(4)
        )
    )
    told = [result for result in results if isinstance(result, episodes.Conflict)]
    (written,) = [result for result in results if not isinstance(result, episodes.Conflict)]
    (stored,) = at_once(lambda: records.episode_of(person, edited.id))
    assert len(told) == 3
    assert stored == written
    assert {conflict.theirs.severity for conflict in told} == {written.severity}
    assert at_once(person.revisions.count) == [1]


def test_the_same_answer_from_eight_threads_is_one(person, at_once):
    given = uuid4()
    at_once(*[partial(answers.say, person, {"SQ01": True}, id=given, now=NIGHT)] * 8)
    (stored,) = at_once(lambda: records.diary_of(person).answers)
    assert [answer.id for answer in stored] == [given]
