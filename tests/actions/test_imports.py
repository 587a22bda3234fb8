"""Bringing files in: looked at first, all or nothing, once, and out again."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings

from diary import records
from diary.actions import check_ins, episodes, imports, medicines
from diary.domain.demo import demo_diary
from diary.domain.entries import DeviceDay, Diary
from diary.domain.formats.export import export_json, read
from diary.domain.formats.foreign_choices import Choices
from diary.domain.formats.tables_zip import tables_zip
from tests.domain.formats import whole
from tests.factories import (
    CheckInFactory,
    EpisodeFactory,
    EventFactory,
    ImportRunFactory,
    MedicineFactory,
    OwnFactorFactory,
    UserFactory,
    VisitFactory,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NIGHT = "2026-03-04T03:10:00+00:00"
ONE, TWO = str(UUID(int=1)), str(UUID(int=2))


def as_file(diary):
    return "".join(export_json(diary, NOW)).encode()


def a_file(**parts):
    return json.dumps({"format": "cramp-diary", "version": 1, "time_zone": "Europe/London", **parts}).encode()


def receive(user, data):
    return imports.receive(user, BytesIO(data), size=len(data), now=NOW)


def bring_in(user, data, *, leave_out=False):
    return imports.confirm(user, receive(user, data), leave_out=leave_out, now=NOW)


def whole_file(user):
    user.refresh_from_db()
    return as_file(records.whole_diary_of(user))


def fresh():
    return UserFactory(time_zone="UTC", time_zone_automatic=True)


# --- Own files are whole ----------------------------------------------------------------------------------------------


def test_a_demo_diary_comes_back_the_same_byte_by_byte_and_twice_adds_nothing(db):
    first, second = fresh(), fresh()
    diary = demo_diary(seed=3, today=NOW.date(), nights=120, time_zone="Europe/London")
    bring_in(first, as_file(diary))
    written = whole_file(first)
    bring_in(second, written)
    assert whole_file(second) == written
    assert records.whole_diary_of(second).episodes == diary.episodes
    again = imports.preview(second, receive(second, written), now=NOW)
    assert again.merge.adds == 0
    assert again.before == NOW
    assert all(count.differing == 0 for count in again.merge.counts.values())


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(whole.diaries())
def test_any_diary_comes_back_the_same_byte_by_byte(db, diary):
    first, second = fresh(), fresh()
    bring_in(first, as_file(replace(diary, first_day=None, last_day=None)))
    written = whole_file(first)
    bring_in(second, written)
    assert whole_file(second) == written
    assert imports.preview(second, receive(second, written), now=NOW).merge.adds == 0


def test_tables_of_a_diary_come_back_too(db):
    first, second = fresh(), fresh()
    bring_in(first, as_file(demo_diary(seed=4, today=NOW.date(), nights=60, time_zone="Europe/London")))
    zipped = b"".join(tables_zip(records.whole_diary_of(first), NOW))
    bring_in(second, zipped)
    again = imports.preview(second, receive(second, zipped), now=NOW)
    assert again.merge.adds == 0
    assert records.whole_diary_of(second).episodes == records.whole_diary_of(first).episodes


def test_every_kind_of_row_comes_along(user):
    for make in (
        EpisodeFactory,
        CheckInFactory,
        MedicineFactory,
        EventFactory,
        VisitFactory,
        OwnFactorFactory,
    ):
        make(owner=user)
    user.device_days.create(day=date(2026, 3, 3), steps=5)
    user.answers.create(id=uuid4(), question="SQ01", value=True, answered_at=NOW)
    written = whole_file(user)
    other = UserFactory()
    added = bring_in(other, written)
    assert set(added.counts) == {
        "episodes", "check_ins", "medicines", "events", "visits", "answers", "own_factors", "device_days",
    }  # fmt: skip
    assert whole_file(other) == written


def test_an_empty_diary_takes_over_the_time_zone_and_gives_it_back(db):
    person = fresh()
    run = receive(person, a_file(episodes=[{"started_at": NIGHT}]))
    assert imports.preview(person, run, now=NOW).zone == "Europe/London"
    imports.confirm(person, run, leave_out=False, now=NOW)
    person.refresh_from_db()
    assert person.time_zone == "Europe/London"
    imports.undo(person, run, now=NOW)
    person.refresh_from_db()
    assert person.time_zone == "UTC"


@pytest.mark.parametrize("chosen", [True, False])
def test_a_time_zone_that_was_chosen_or_lived_in_stays(db, chosen):
    person = UserFactory(time_zone="Asia/Kolkata", time_zone_automatic=not chosen)
    if not chosen:
        CheckInFactory(owner=person)
    run = receive(person, a_file(episodes=[{"started_at": NIGHT}]))
    assert imports.preview(person, run, now=NOW).zone is None
    imports.confirm(person, run, leave_out=False, now=NOW)
    person.refresh_from_db()
    assert person.time_zone == "Asia/Kolkata"


# --- Only what is not there -------------------------------------------------------------------------------------------


def test_what_is_there_stays_and_what_is_in_the_bin_stays_there(user):
    EpisodeFactory(owner=user, id=UUID(ONE), severity=9, note="mine")
    EpisodeFactory(owner=user, id=UUID(TWO), deleted_at=NOW)
    CheckInFactory(owner=user, day=date(2026, 3, 3), factors={"alcohol": "5+"})
    before = list(user.episodes.order_by("id").values()), list(user.check_ins.values())
    data = a_file(
        episodes=[{"id": one, "started_at": NIGHT, "severity": 1} for one in (ONE, TWO)],
        check_ins=[{"day": "2026-03-03", "clear": True}],
    )
    added = bring_in(user, data)
    assert added.counts == {}
    assert (list(user.episodes.order_by("id").values()), list(user.check_ins.values())) == before


def test_a_cramp_that_goes_on_does_not_push_out_mine(user):
    EpisodeFactory(owner=user, progress="ongoing")
    bring_in(user, a_file(episodes=[{"started_at": NIGHT, "progress": "ongoing"}]))
    assert sorted(user.episodes.values_list("progress", flat=True)) == ["draft", "ongoing"]


def test_a_yes_that_comes_twice_adds_once(user):
    run = receive(user, a_file(events=[{"name": "Shoes", "on": "2026-03-01"}]))
    first = imports.confirm(user, run, leave_out=False, now=NOW)
    again = imports.confirm(user, run, leave_out=False, now=NOW + timedelta(hours=1))
    assert again == first
    assert user.events.count() == 1


def test_the_file_is_not_kept_after_the_yes(user):
    run = receive(user, a_file(events=[{"name": "Shoes", "on": "2026-03-01"}]))
    assert user.imports.get().staged
    imports.confirm(user, run, leave_out=False, now=NOW)
    assert user.imports.get().staged is None


def test_looking_writes_nothing(user):
    run = receive(user, a_file(events=[{"name": "Shoes", "on": "2026-03-01"}]))
    before = list(user.imports.values())
    imports.preview(user, run, now=NOW)
    assert list(user.imports.values()) == before
    assert not user.events.exists()


# --- All or nothing ---------------------------------------------------------------------------------------------------


def test_a_row_that_the_diary_can_not_keep_stops_everything(user, monkeypatch):
    run = receive(
        user, a_file(episodes=[{"started_at": NIGHT}], events=[{"name": "Shoes", "on": "2026-03-01"}])
    )

    def refuse(row):
        if row._meta.model_name == "event":
            raise ValidationError({"name": "Not this one."})

    monkeypatch.setattr(imports, "validate", refuse)
    with pytest.raises(imports.ExportError, match="Not this one"):
        imports.confirm(user, run, leave_out=False, now=NOW)
    assert not user.episodes.exists()
    assert user.imports.get().imported_at is None


def test_every_row_is_validated(user, monkeypatch):
    seen = []
    monkeypatch.setattr(imports, "validate", seen.append)
    bring_in(user, a_file(episodes=[{"started_at": NIGHT}], check_ins=[{"day": "2026-03-03"}]))
    assert [row._meta.model_name for row in seen] == ["episode", "checkin"]


IN_A_PROCESS_OF_ITS_OWN = """
import os, signal, sys
from datetime import UTC, datetime
from io import BytesIO
import django
django.setup()
from django.core.management import call_command
from accounts.models import User
from diary.actions import imports
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
if sys.argv[1] == "killed":
    call_command("migrate", verbosity=0)
    user = User.objects.create_user("person@example.org")
    lines = [f"2026-{1 + n // 800 % 9:02}-{1 + n // 29 % 27:02} 0{n % 9}:{n % 60:02},{n}" for n in range(10_000)]
    data = "\\n".join(["start,note", *lines]).encode()
    run = imports.receive(user, BytesIO(data), size=len(data), now=NOW)
    checked = []
    def check(row):
        checked.append(row)
        if len(checked) == 5_000:
            imports.Episode._default_manager.bulk_create(checked[:4_000])
            os.kill(os.getpid(), signal.SIGKILL)
    imports.validate = check
else:
    user = User.objects.get()
    run = user.imports.get(imported_at=None).id
imports.confirm(user, run, leave_out=False, now=NOW)
"""


def test_a_process_that_is_killed_half_way_leaves_nothing_and_the_next_adds_all(tmp_path):
    database = tmp_path / "test.sqlite3"
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DIARY_DEBUG": "1",
    }

    def run(what):
        return subprocess.run(
            [sys.executable, "-c", IN_A_PROCESS_OF_ITS_OWN, what],
            env=environment, cwd=Path(django_settings.BASE_DIR), check=False, capture_output=True, text=True,
        )  # fmt: skip

    def rows():
        with sqlite3.connect(database) as opened:
            return opened.execute("SELECT count(*) FROM diary_episode").fetchone()[0]

    assert run("killed").returncode == -signal.SIGKILL
    assert rows() == 0
    finished = run("again")
    assert finished.returncode == 0, finished.stderr
    assert rows() == 10_000


# --- Out again --------------------------------------------------------------------------------------------------------

FULL = a_file(
    episodes=[{"id": ONE, "started_at": NIGHT}, {"id": TWO, "started_at": NIGHT}],
    check_ins=[{"day": "2026-03-03", "factors": {"own-wine": True}}],
    factors=[{"id": "own-wine", "name": "Wine"}, {"id": "own-tea", "name": "Tea"}],
    medicines=[{"id": ONE, "name": "Indapamide"}],
    events=[{"name": "Shoes", "on": "2026-03-01"}],
)


def test_an_import_is_taken_out_whole_and_only_that(user):
    EpisodeFactory(owner=user)
    before = whole_file(user)
    added = bring_in(user, FULL)
    undone = imports.undo(user, added.id, now=NOW)
    assert undone.gone == added.counts
    assert undone.kept == ()
    assert whole_file(user) == before
    assert imports.undo(user, added.id, now=NOW).gone == {}
    assert records.import_of(user, added.id).undone_at == NOW


def test_what_was_changed_since_stays_and_is_told(user):
    added = bring_in(user, FULL)
    episodes.revise(user, UUID(ONE), changes={"severity": 3}, seen=None, now=NOW)
    medicines.discard(user, UUID(ONE), now=NOW)
    check_ins.answer(user, date(2026, 3, 3), factor="alcohol", value="0", now=NOW)
    undone = imports.undo(user, added.id, now=NOW)
    assert undone.gone == {"episodes": 1, "events": 1, "own_factors": 1}
    assert set(undone.kept) == {
        ("episodes", "", date(2026, 3, 3)),
        ("check_ins", "", date(2026, 3, 3)),
        ("own_factors", "Wine", None),
    }
    assert user.medicines.in_bin().count() == 1


def test_after_an_undo_the_same_file_can_be_brought_in_again(user):
    added = bring_in(user, FULL)
    imports.undo(user, added.id, now=NOW)
    run = receive(user, FULL)
    assert imports.preview(user, run, now=NOW).before is None
    assert imports.confirm(user, run, leave_out=False, now=NOW).counts == added.counts


# --- What waits -------------------------------------------------------------------------------------------------------


def test_a_file_waits_for_a_day_and_is_then_forgotten(user):
    run = receive(user, FULL)
    later = NOW + imports.KEPT_WAITING
    assert imports.clear_old_bins(now=later - timedelta(seconds=1)) == 0
    with pytest.raises(imports.NotThere):
        imports.preview(user, run, now=later)
    with pytest.raises(imports.NotThere):
        imports.confirm(user, run, leave_out=False, now=later)
    assert imports.clear_old_bins(now=later) == 1
    assert not user.imports.exists()


def test_what_was_added_is_never_cleared(user):
    bring_in(user, FULL)
    assert imports.clear_old_bins(now=NOW + timedelta(days=400)) == 0


def test_a_new_file_takes_the_place_of_the_one_that_waits(user, other_user):
    theirs = receive(other_user, FULL)
    receive(user, FULL)
    second = receive(user, a_file())
    assert list(user.imports.values_list("id", flat=True)) == [second]
    assert other_user.imports.get().id == theirs


@pytest.mark.parametrize(
    "act",
    [
        lambda user, run: imports.preview(user, run, now=NOW),
        lambda user, run: imports.confirm(user, run, leave_out=True, now=NOW),
        imports.cancel,
        lambda user, run: imports.table_of(user, run, now=NOW),
        lambda user, run: imports.undo(user, run, now=NOW),
    ],
    ids=["preview", "confirm", "cancel", "table", "undo"],
)
@pytest.mark.parametrize("imported_at", [None, NOW])
def test_an_import_of_somebody_else_is_not_there(user, other_user, act, imported_at):
    theirs = ImportRunFactory(owner=other_user, uploaded_at=NOW, imported_at=imported_at)
    for run in (theirs.id, uuid4()):
        with pytest.raises(imports.NotThere):
            act(user, run)
    assert other_user.imports.filter(imported_at=imported_at, undone_at=None).exists()


# --- Tables of other programs -----------------------------------------------------------------------------------------

TABLE = b"start,severity\n2026-03-04 02:10,7\n2026-03-05 02:10,12\n2026-03-06 02:10,5\n"


def choose(user, run, **said):
    _, choices = imports.table_of(user, run, now=NOW)
    imports.choose(user, run, Choices.of_json(choices.as_json() | said), now=NOW)


def test_a_table_waits_until_its_columns_are_told(user):
    run = receive(user, TABLE)
    for act in (
        lambda: imports.preview(user, run, now=NOW),
        lambda: imports.confirm(user, run, leave_out=True, now=NOW),
    ):
        with pytest.raises(imports.NotChosen):
            act()


def test_lines_that_can_not_be_read_are_left_out_only_with_a_yes(user):
    run = receive(user, TABLE)
    choose(user, run, scale="0-10")
    assert imports.preview(user, run, now=NOW).refused == ("Line 3: “12” is not from 0 to 10.",)
    with pytest.raises(imports.LinesRefused):
        imports.confirm(user, run, leave_out=False, now=NOW)
    assert not user.episodes.exists()
    assert imports.confirm(user, run, leave_out=True, now=NOW).counts == {"episodes": 2}


def test_the_same_table_twice_gives_nothing_new_and_a_longer_one_only_its_new_lines(user):
    for data, new in (
        (TABLE, {"episodes": 2}),
        (TABLE, {}),
        (TABLE + b"2026-03-07 02:10,5\n", {"episodes": 1}),
    ):
        run = receive(user, data)
        choose(user, run, scale="0-10")
        assert imports.confirm(user, run, leave_out=True, now=NOW).counts == new


# --- Apple Health -----------------------------------------------------------------------------------------------------


def test_what_a_device_recorded_stands_beside_the_diary(user):
    record = (
        '<Record type="HKQuantityTypeIdentifierStepCount" sourceName="Phone" value="4000" '
        'startDate="2026-03-03 10:00:00 +0000" endDate="2026-03-03 10:10:00 +0000"/>'
    )
    added = bring_in(user, f"<HealthData>{record}<Record type='x'/></HealthData>".encode())
    assert added.counts == {"device_days": 1}
    assert records.whole_diary_of(user).device_days == (DeviceDay(day=date(2026, 3, 3), steps=4000),)
    assert imports.undo(user, added.id, now=NOW).gone == {"device_days": 1}


def test_a_health_export_without_anything_that_is_read_is_refused(user):
    with pytest.raises(imports.ExportError, match="no sleep, no steps"):
        receive(user, b"<HealthData><Record type='x'/></HealthData>")
    assert not user.imports.exists()


def test_what_is_put_aside_is_the_same_diary(user):
    diary = Diary(time_zone="UTC", device_days=(DeviceDay(day=date(2026, 3, 3), sleep_minutes=0),))
    run = receive(user, as_file(diary))
    assert imports.preview(user, run, now=NOW).merge.new.device_days == diary.device_days
    assert read(as_file(diary)).diary == diary
