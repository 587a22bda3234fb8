"""`manage.py backup` and `restore`, on SQLite files and PostgreSQL databases: the drill, and all that goes wrong."""

import gzip
import os
import random
import resource
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from accounts.models import User
from config import backup
from config.backup import BackupError, container, postgresql, sqlite
from config.backup.folder import name_at, workplace
from config.backup.manifest import Contents, Manifest, decode, encode
from diary import records
from diary.actions import episodes
from diary.models import Episode
from tests.factories import PASSWORD, CheckInFactory, EpisodeFactory, MedicineFactory, UserFactory
from tests.scratch import databases, pointed_to, url_of

NOW = datetime(2026, 11, 22, 20, 48, 23, 123456, tzinfo=UTC)
NIGHT = datetime(2026, 3, 4, 3, 10, tzinfo=UTC)
LAST_NOTE = "The last one before the backup"
# What looks like the end of the rows, like a statement, or like a column's end in a script of PostgreSQL.
ODD_NOTE = "\\.\n\\.\nCOPY public.accounts_user (id) FROM stdin;\n\t\\N ' \" $$ ; -- \r\n😴 مرحبا"

ENGINE = {"sqlite": sqlite, "postgresql": postgresql}
only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite files")
only_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="about programs of PostgreSQL")


@pytest.fixture(scope="module")
def fresh(django_db_blocker, tmp_path_factory):
    """The name of a migrated database in which nobody has been."""
    with django_db_blocker.unblock(), databases(tmp_path_factory.mktemp("fresh")) as made:
        yield made.migrated()


@pytest.fixture
def made(django_db_blocker, tmp_path):
    """Makes databases for one test."""
    with django_db_blocker.unblock(), databases(tmp_path) as made:
        yield made


@pytest.fixture
def site(fresh, made):
    """The name of a live database with two people's diaries, to which Django points."""
    name = made.copy_of(fresh)
    with pointed_to(name):
        person = UserFactory(email="person@example.org")
        EpisodeFactory.create_batch(20, owner=person, note=ODD_NOTE)
        CheckInFactory(owner=person)
        MedicineFactory(owner=person)
        CheckInFactory(owner=UserFactory())
        yield name


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "backups"


@pytest.fixture
def file(site, folder):
    """A backup of the site."""
    return backup.make(folder, now=NOW).path


def everything():
    """Every row of every table of the database that Django points to, without the cache."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - {"cache"}
        return {table: sorted(map(repr, rows_of(cursor, table))) for table in tables}


def rows_of(cursor, table):
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
    return cursor.fetchall()


def restore(file, folder, *, replace=False, now=NOW):
    return backup.restore(file, folder=folder, replace=replace, now=now)


def refusal(file, folder):
    """Why a restore refuses a file, with the live database and the folder as they were before."""
    before, beside = everything(), sorted(folder.iterdir())
    with pytest.raises(BackupError) as caught:
        restore(file, folder, replace=True)
    assert everything() == before
    assert sorted(folder.iterdir()) == beside
    return str(caught.value)


def say(*command, **options):
    """What a command prints."""
    out = StringIO()
    call_command(*map(str, command), stdout=out, **options)
    return out.getvalue()


def manage(*command, name, **options):
    """Run a command in a process of its own, at the database of this name."""
    return subprocess.run(
        [sys.executable, "manage.py", *map(str, command)],
        cwd=settings.BASE_DIR,
        env=environment(name),
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


def environment(name):
    kept = {key: value for key, value in os.environ.items() if not key.startswith("DIARY_")}
    ours = {"DATABASE_URL": url_of(name), "DIARY_SECRET_KEY": "a1b2c3d4e5" * 6}
    return {**kept, **ours, "DJANGO_SETTINGS_MODULE": "config.settings"}


# --- The drill ------------------------------------------------------------------------------------------------------


class Writers:
    """People who save one cramp after the other, each on a connection of their own, and note what was acknowledged."""

    def __init__(self, people):
        self.tried, self.acknowledged, self.failed = set(), set(), []
        self.stop, self.enough = threading.Event(), threading.Semaphore(0)
        self.threads = [threading.Thread(target=self._write, args=(person,)) for person in people]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def wait_for(self, number):
        for _ in range(number):
            assert self.enough.acquire(timeout=60)

    def _write(self, person):
        try:
            while not self.stop.is_set():
                tapped = uuid4()
                self.tried.add(tapped)
                record(person, tapped)
                self.acknowledged.add(tapped)
                self.enough.release()
        except Exception as error:  # noqa: BLE001 - told of at the end
            self.failed.append(error)
        finally:
            connections.close_all()


def record(person, tapped, note=""):
    return episodes.record(
        person, id=tapped, started_at=NIGHT, time_zone="Europe/London", details={"note": note}
    )


def test_the_drill_restores_all_that_was_acknowledged_and_a_person_reads_it(fresh, made, folder, sign_in):
    with pointed_to(made.copy_of(fresh)):
        people = [UserFactory(email=f"person{number}@example.org") for number in range(3)]
        with Writers(people) as writers:
            writers.wait_for(30)
            last = record(people[0], uuid4(), LAST_NOTE)
            marker = {*writers.acknowledged, last.id}
            written = backup.make(folder, now=NOW)
            writers.wait_for(3)
        assert writers.failed == []
    with pointed_to(made.empty()):
        done = restore(written.path, folder)
        stored = list(Episode.objects.values_list("id", flat=True))
        assert marker <= set(stored) <= {*writers.tried, last.id}
        assert len(stored) == len(set(stored)) == done.contents.rows["diary_episode"]
        assert done.kept is None
        assert sound()
        browser = sign_in("person0@example.org")
        assert LAST_NOTE in browser.get(f"/episodes/{last.id}/").content.decode()


@pytest.fixture
def sign_in():
    """Signs a person in by their password."""

    def sign_in(email):
        browser = Client()
        answer = browser.post("/accounts/login/", {"login": email, "password": PASSWORD})
        assert (answer.status_code, answer.url) == (302, "/")
        return browser

    return sign_in


def sound():
    """Whether the database itself finds nothing wrong with the one that Django points to."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            intact = cursor.fetchall() == [("ok",)]
        else:
            cursor.execute("SELECT count(*) FROM pg_index WHERE NOT indisvalid")
            intact = cursor.fetchone() == (0,)
    connection.check_constraints()
    return intact


def test_what_is_saved_during_a_backup_waits_for_nobody_and_belongs_to_the_next(site, folder, monkeypatch):
    person, during = User.objects.get(email="person@example.org"), uuid4()
    counted = ENGINE[connection.vendor]._contents

    def counted_then_somebody_saves(reader):
        contents = counted(reader)
        with Writers([person]) as writers:
            writers.wait_for(2)
        assert writers.failed == []
        return contents

    with monkeypatch.context() as patched:
        patched.setattr(ENGINE[connection.vendor], "_contents", counted_then_somebody_saves)
        with_writers = live_dump(folder)
    assert with_writers.rows["diary_episode"] == 20
    assert Episode.objects.count() >= 22
    record(person, during)
    assert backup.make(folder, now=NOW).contents.rows["diary_episode"] == Episode.objects.count()


def live_dump(folder):
    """What a dump counts; read to its end, as a backup does."""
    with workplace(folder) as work, backup._engine().reading() as live, live.dump(work) as dump:
        for _ in dump.payload:
            pass
        return dump.contents


def test_every_row_of_every_table_comes_back_as_it_was(site, made, file, folder):
    Session.objects.create(session_key="long", session_data="x" * 3_000_001, expire_date=NOW)
    file = backup.make(folder, now=NOW + timedelta(seconds=1)).path
    before = everything()
    with pointed_to(made.empty()):
        restore(file, folder)
        assert everything() == before


def test_what_was_restored_can_be_gone_on_with(site, made, file, folder):
    person = User.objects.get(email="person@example.org")
    EmailAddress.objects.create(user=person, email=person.email)
    file = backup.make(folder, now=NOW + timedelta(seconds=1)).path
    with pointed_to(made.empty()):
        restore(file, folder)
        EmailAddress.objects.create(user=person, email="other@example.org")
        record(person, uuid4())
        assert len(records.diary_of(person).episodes) == 21
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_the_commands_say_what_they_did_and_how_many_rows_of_what(site, made, folder):
    said = say("backup", "--folder", folder)
    (file,) = folder.iterdir()
    assert said.startswith(f"{file}: ")
    assert said.endswith(" MB, checked.\n")
    assert "is sound" in say("backup", "--folder", folder, "--check", file)
    with pointed_to(made.empty()):
        lines = say("restore", file, "--folder", folder).splitlines()
        rows = {table: int(count.replace(",", "")) for count, table in (line.split() for line in lines[:-1])}
        assert rows == {table: len(each) for table, each in everything().items()}
        assert lines[-1].split()[0] == f"{sum(rows.values()):,}"


def test_a_refused_restore_ends_with_exit_code_1_and_one_sentence(site, folder):
    folder.mkdir()
    (folder / "empty").touch()
    run = manage("restore", folder / "empty", "--folder", folder, name=site)
    assert (run.returncode, run.stdout, run.stderr) == (1, "", "CommandError: The file is empty.\n")
    with pytest.raises(CommandError, match=r"^The file is empty\.$") as caught:
        say("backup", "--check", folder / "empty", "--folder", folder)
    assert caught.value.returncode == 1


# --- What a backup is -----------------------------------------------------------------------------------------------


def test_nobody_else_can_read_a_backup_at_any_moment(site, folder, monkeypatch):
    seen = set()
    published = backup.publish

    def look_and_publish(draft, target):
        seen.update(mode_of(path) for path in (folder, draft.parent, draft))
        published(draft, target)

    monkeypatch.setattr(backup, "publish", look_and_publish)
    before = os.umask(0)
    try:
        written = backup.make(folder, now=NOW).path
    finally:
        os.umask(before)
    assert seen == {0o700, 0o600}
    assert mode_of(written) == 0o600


def mode_of(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_that_is_made_by_a_restore_is_private_too(made, file, folder):
    before = os.umask(0)
    try:
        with pointed_to(made.empty()):
            restore(file, folder)
            if connection.vendor == "sqlite":
                assert mode_of(Path(connection.settings_dict["NAME"])) == 0o600
    finally:
        os.umask(before)
    assert mode_of(folder) == 0o700


def test_a_backup_can_be_opened_without_this_program(file):
    payload = file.read_bytes().split(b"\n", 2)[2]
    if connection.vendor == "sqlite":
        assert gzip.decompress(payload).startswith(b"SQLite format 3\0")
    else:
        assert payload.startswith(b"PGDMP")


@only_sqlite
def test_what_was_deleted_does_not_travel_on_free_pages(site, folder, tmp_path):
    person = User.objects.get(email="person@example.org")
    for _ in range(50):
        EpisodeFactory(owner=person, note="a-word-to-forget " * 50)
    Episode.objects.filter(note__startswith="a-word").delete()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"a-word-to-forget" in Path(site).read_bytes()
    container.unpack(backup.make(folder, now=NOW).path, tmp_path / "payload")
    assert b"a-word-to-forget" not in gzip.decompress((tmp_path / "payload").read_bytes())


def test_of_several_backups_the_last_ones_stay(site, folder):
    moments = [NOW + timedelta(days=day) for day in range(4)]
    first, second, third = (backup.make(folder, now=moment).path for moment in moments[:3])
    others = [
        folder / name for name in ("notes.txt", f"before-restore-{first.name}", "cramp-diary-old.backup")
    ]
    for other in others:
        other.write_text("not ours to remove")
    (folder / first.name.replace("2026-11", "2025-11")).symlink_to(others[0])
    fourth = backup.make(folder, now=moments[3], keep=2)
    assert fourth.removed == [first, second]
    assert {third, fourth.path, *others} < set(folder.iterdir())
    assert len(list(folder.iterdir())) == 6


def test_a_clock_that_was_turned_back_does_not_cost_the_new_backup(site, folder):
    tomorrow = backup.make(folder, now=NOW + timedelta(days=1)).path
    made = backup.make(folder, now=NOW, keep=1)
    assert made.removed == [tomorrow]
    assert list(folder.iterdir()) == [made.path]


def test_a_backup_that_fails_removes_none(site, folder, file, monkeypatch):
    def cut_off(path, manifest, payload):
        path.write_bytes(b"cramp-diary-backup 1 ")

    monkeypatch.setattr(container, "write", cut_off)
    with pytest.raises(BackupError):
        backup.make(folder, now=NOW + timedelta(days=1), keep=1)
    assert list(folder.iterdir()) == [file]


@pytest.mark.parametrize("keep", ["0", "-1", "many", ""])
def test_at_least_one_backup_stays(folder, keep):
    with pytest.raises(CommandError, match="at least one backup must stay"):
        call_command("backup", f"--keep={keep}", "--folder", str(folder))


def test_no_backup_takes_the_name_of_another(site, folder, file):
    kept = file.read_bytes()
    with pytest.raises(BackupError, match="is there already"):
        backup.make(folder, now=NOW)
    assert file.read_bytes() == kept
    assert list(folder.iterdir()) == [file]


def test_a_link_where_the_backup_belongs_leads_nowhere(site, folder, tmp_path):
    folder.mkdir()
    (folder / f"{name_at(NOW)}.backup").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BackupError, match="is there already"):
        backup.make(folder, now=NOW)
    assert not (tmp_path / "elsewhere").exists()


def test_two_backups_at_once_do_not_meet_in_one_folder(site, folder):
    with (
        workplace(folder),
        pytest.raises(BackupError, match="Another backup or restore is at work"),
    ):
        backup.make(folder, now=NOW)


def test_what_a_killed_backup_left_behind_is_cleared_away(site, folder):
    left = folder / ".cramp-diary-unfinished-abc"
    left.mkdir(parents=True)
    (left / "draft").write_bytes(b"half of it")
    made = backup.make(folder, now=NOW)
    assert list(folder.iterdir()) == [made.path]


@contextmanager
def full_disk(largest):
    """Within this block no file can grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("share", [0, 0.5, 0.99])
def test_a_full_disk_leaves_no_part_of_a_backup(site, folder, file, share):
    with full_disk(int(file.stat().st_size * share)), pytest.raises(BackupError) as caught:
        backup.make(folder, now=NOW + timedelta(days=1), keep=1)
    assert len(str(caught.value).splitlines()) == 1
    assert list(folder.iterdir()) == [file]


@pytest.mark.parametrize("share", [0, 0.5, 0.99])
def test_a_full_disk_leaves_the_live_database_as_it_was(site, folder, file, share):
    before = everything()
    with full_disk(int(file.stat().st_size * share)), pytest.raises(BackupError):
        restore(file, folder, replace=True)
    assert everything() == before
    assert list(folder.iterdir()) == [file]


def test_a_disk_without_room_is_seen_before_anything_is_written(site, folder, file, tmp_path, monkeypatch):
    opened = container.unpack(file, tmp_path / "payload")
    huge = resealed(file, tmp_path / "huge", size=opened.size, unpacked=2**62)
    assert "MB are free" in refusal(huge, folder)


@only_sqlite
def test_a_database_that_is_not_there_is_not_made_by_a_backup(made, folder):
    name = made.empty()
    with pointed_to(name), pytest.raises(BackupError, match="There is no database at"):
        backup.make(folder, now=NOW)
    assert not Path(name).exists()


def test_an_empty_database_restores_to_nothing(made, folder):
    name = made.empty()
    if connection.vendor == "sqlite":
        Path(name).touch()
    with pointed_to(name):
        with pytest.raises(BackupError) as caught:
            restore(backup.make(folder, now=NOW).path, folder)
        assert any(words in str(caught.value) for words in ("holds no diary", "has no tables"))


# --- Damaged and hostile files --------------------------------------------------------------------------------------


def test_one_byte_flipped_at_any_place_is_refused_before_live_data_is_touched(site, folder, file):
    good, before = file.read_bytes(), everything()
    chance = random.Random(82)  # noqa: S311 - a seed
    everywhere = chance.sample(range(len(good)), 100)
    in_front = range(good.index(b"\n") + 12)
    for place in (*everywhere, *in_front):
        file.write_bytes(flipped(good, place, chance.randrange(1, 256)))
        with pytest.raises(BackupError):
            restore(file, folder, replace=True)
    assert everything() == before
    file.write_bytes(good)
    restore(file, folder, replace=True)
    assert everything() == before


def flipped(data, place, mask):
    return data[:place] + bytes([data[place] ^ mask]) + data[place + 1 :]


def test_a_file_that_is_cut_off_or_too_long_is_refused(site, folder, file):
    good = file.read_bytes()
    front = good.index(b"\n") + 1
    description = good.index(b"\n", front) + 1
    for length in (
        1,
        front - 1,
        front,
        front + 10,
        description - 1,
        description,
        len(good) // 2,
        len(good) - 1,
    ):
        file.write_bytes(good[:length])
        assert refusal(file, folder)
    file.write_bytes(good + b"\n")
    assert "damaged" in refusal(file, folder)
    file.write_bytes(b"")
    assert refusal(file, folder) == "The file is empty."


def test_a_file_of_something_else_is_refused(site, folder, tmp_path):
    folder.mkdir()
    for content in (b"SQLite format 3\0", b"PGDMP", b"\0" * 5000, b"{}", b"cramp-diary-backup\n", b"\n\n\n"):
        other = tmp_path / "other"
        other.write_bytes(content)
        assert refusal(other, folder).startswith("This is not a backup of Cramp Diary")


def test_what_is_no_file_is_refused_at_once(site, folder, tmp_path):
    folder.mkdir()
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe", folder).endswith("is not a file.")
    assert refusal(Path("/dev/zero"), folder).endswith("is not a file.")
    assert refusal(tmp_path, folder).endswith("is not a file.")
    assert refusal(tmp_path / "none", folder).endswith("No such file or directory.")


def resealed(file, target, payload=None, **changes):
    """A backup with another description or payload and the right checksums, as bad intent would make it."""
    target.unlink(missing_ok=True)
    opened = target.with_name("opened-to-reseal")
    manifest = container.unpack(file, opened)
    payload = opened.read_bytes() if payload is None else payload
    opened.unlink()
    container.write(target, replace(manifest, **changes), iter([payload]))
    return target


def with_contents(file, tmp_path, *, migrations=None, rows=None):
    contents = container.unpack(file, tmp_path / "to-change").contents
    (tmp_path / "to-change").unlink()
    if migrations is not None:
        contents = replace(contents, migrations=migrations)
    if rows is not None:
        contents = replace(contents, rows=rows)
    return resealed(file, tmp_path / "resealed", contents=contents)


def test_a_resealed_backup_that_nobody_changed_is_a_good_one(site, folder, file, tmp_path):
    assert backup.check(resealed(file, tmp_path / "same"), folder=folder).contents.total > 0


def test_a_description_that_does_not_fit_the_rows_is_refused(site, folder, file, tmp_path):
    contents = backup.check(file, folder=folder).contents
    for rows in ({}, {**contents.rows, "diary_episode": 19}, {**contents.rows, "another": 0}):
        assert "other rows than its description" in refusal(with_contents(file, tmp_path, rows=rows), folder)
    fewer = frozenset(list(contents.migrations)[1:])
    assert "other rows than its description" in refusal(
        with_contents(file, tmp_path, migrations=fewer), folder
    )


def test_a_backup_of_another_engine_is_refused(site, folder, file, tmp_path):
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]
    assert refusal(resealed(file, tmp_path / "other", engine=other), folder)
    assert "no backups of mysql" in refusal(resealed(file, tmp_path / "mysql", engine="mysql"), folder)


def test_a_payload_that_is_no_database_is_refused_though_its_checksum_fits(site, folder, file, tmp_path):
    chance = random.Random(83)  # noqa: S311 - a seed
    for payload in (
        b"",
        b"x",
        b"PGDMP",
        chance.randbytes(5000),
        gzip.compress(b"SQLite format 3\0" + b"\0" * 5000),
        gzip.compress(b""),
    ):
        assert refusal(resealed(file, tmp_path / "resealed", payload, unpacked=5016), folder)


def test_a_payload_that_unpacks_to_more_than_it_says_is_left_at_that(site, folder, file, tmp_path):
    bomb = gzip.compress(b"\0" * 50_000_000)
    with full_disk(10_000_000):
        assert refusal(resealed(file, tmp_path / "bomb", bomb), folder)


@only_sqlite
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON accounts_user BEGIN DELETE FROM accounts_user; END",
        "CREATE VIEW v AS SELECT * FROM accounts_user",
        "CREATE VIRTUAL TABLE f USING fts5(note)",
    ],
)
def test_what_runs_by_itself_in_a_database_is_refused(site, folder, statement):
    with closing(sqlite3.connect(site)) as database:
        database.execute(statement)
    with pytest.raises(BackupError, match="holds more than tables"):
        backup.make(folder, now=NOW)
    assert list(folder.iterdir()) == []


@only_sqlite
def test_damage_inside_sqlite_pages_is_found_though_the_checksums_fit(site, folder, file, tmp_path):
    container.unpack(file, tmp_path / "payload")
    good = gzip.decompress((tmp_path / "payload").read_bytes())
    for page in (b"\xff" * PAGE, EMPTY_INDEX):
        for root in roots_of_indexes(good, tmp_path / "opened"):
            bad = good[: PAGE * (root - 1)] + page + good[PAGE * root :]
            resealed_file = resealed(file, tmp_path / "bad", gzip.compress(bad, 1))
            assert refusal(resealed_file, folder) == "The database in this backup is damaged."


PAGE = 4096
EMPTY_INDEX = (bytes([10, 0, 0, 0, 0]) + PAGE.to_bytes(2, "big") + b"\0").ljust(PAGE, b"\0")


def roots_of_indexes(content, path):
    """Where the indexes of a table with rows begin in a SQLite file."""
    path.write_bytes(content)
    with closing(sqlite3.connect(path)) as database:
        return [root for (root,) in database.execute(ROOTS)]


ROOTS = """
SELECT rootpage FROM sqlite_master
WHERE type = 'index' AND tbl_name = 'diary_episode' AND name <> 'episode_one_ongoing_per_owner'
"""


@only_sqlite
def test_rows_that_point_to_nothing_are_refused(site, folder):
    with closing(sqlite3.connect(site)) as database, database:
        database.execute("DELETE FROM accounts_user")
    with pytest.raises(BackupError, match="point to nothing"):
        backup.make(folder, now=NOW)


GOOD = Manifest(
    engine="sqlite",
    made_at=NOW,
    contents=Contents(frozenset({("diary", "0001_initial")}), {"diary_episode": 1}),
    unpacked=3,
    size=2,
    sha256="0" * 64,
)


def test_a_description_is_read_as_it_was_written():
    assert decode(encode(GOOD)) == GOOD
    assert encode(GOOD).isascii()


@pytest.mark.parametrize(
    "line",
    [
        b"", b"null", b"[]", b"{}", b"\xff\xfe", b"[" * 200_000, b'{"engine": NaN}', b"9" * 5000,
        *(
            encode(GOOD).replace(right, wrong)
            for right, wrong in (
                (b'"sqlite"', b'"../sqlite"'), (b'"sqlite"', b'"\\u001b[2J"'), (b'"sqlite"', b"1"),
                (b'"diary_episode"', b'"a\\"; DROP TABLE x"'), (b'_episode": 1', b'_episode": true'),
                (b'_episode": 1', b'_episode": -1'), (b'_episode": 1', b'_episode": 1e3'),
                (b'"size": 2', b'"size": "2"'),
                (b'"size": 2', b'"size": 9223372036854775808'), (b'"unpacked": 3', b'"unpacked": -3'),
                (b'"sha256": "0', b'"sha256": "Z'), (b"2026-11-22", b"0001-99-22"), (b"+00:00", b"+99:00"),
                (b'["0001_initial"]', b"7"), (b'["0001_initial"]', b"[7]"), (b'{"diary": ["0001_initial"]}', b"[1]"),
            )
        ),
    ],
)  # fmt: skip
def test_a_description_that_nobody_here_wrote_is_refused(line):
    with pytest.raises(BackupError, match="cannot be read"):
        decode(line)


# --- Versions -------------------------------------------------------------------------------------------------------


def test_a_backup_of_a_newer_version_is_refused(site, folder, made):
    MigrationRecorder.Migration.objects.create(app="diary", name="9999_from_the_future")
    newer = backup.make(folder, now=NOW).path
    assert "newer version of Cramp Diary; this one does not know diary.9999_from_the_future." in refusal(
        newer, folder
    )
    said = say("backup", "--folder", folder, "--check", newer)
    assert "is sound" in said
    assert "It cannot be restored here." in said


def test_a_backup_in_a_newer_format_is_refused(site, folder, file):
    file.write_bytes(file.read_bytes().replace(b"cramp-diary-backup 1 ", b"cramp-diary-backup 2 ", 1))
    assert "written by a newer version" in refusal(file, folder)


def test_a_backup_of_an_older_version_is_migrated_to_this_one(site, folder, made):
    (leaf,) = MigrationLoader(None).graph.leaf_nodes("diary")
    call_command("migrate", "diary", "0003", verbosity=0)
    older = backup.make(folder, now=NOW)
    assert leaf not in older.contents.migrations
    with pointed_to(made.empty()):
        said = say("restore", older.path, "--folder", folder)
        assert "The backup was older than this version: " in said
        assert set(MigrationRecorder(connection).applied_migrations()) == set(
            MigrationLoader(connection).disk_migrations
        )
        assert sound()


def test_a_migration_that_fails_leaves_the_live_database_as_it_was(site, folder, made, monkeypatch):
    call_command("migrate", "diary", "0003", verbosity=0)
    older = backup.make(folder, now=NOW).path
    call_command("migrate", verbosity=0)

    def stumble(*args, **options):
        MigrationRecorder.Migration.objects.all().delete()
        raise ValueError

    before = everything()
    monkeypatch.setattr(ENGINE[connection.vendor], "call_command", stumble)
    with pytest.raises(ValueError):  # noqa: PT011 - it is our own
        restore(older, folder, replace=True)
    assert everything() == before


def test_every_migration_can_run_in_the_transaction_of_a_restore():
    assert [
        name for name, migration in MigrationLoader(None).disk_migrations.items() if not migration.atomic
    ] == []


def test_a_live_database_of_a_newer_version_can_be_gone_back_from(site, folder, file):
    """Whoever goes back to an older version after an upgrade finds tables that it does not know."""
    before = everything()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE diary_future (owner_id integer REFERENCES django_content_type (id))")
    restore(file, folder, replace=True)
    assert everything() == before


# --- What is there already ------------------------------------------------------------------------------------------


def test_rows_are_replaced_only_when_told_and_kept_before(site, folder, file):
    before = everything()
    record(User.objects.get(email="person@example.org"), uuid4(), "written after the backup")
    after = everything()
    with pytest.raises(BackupError, match=r"The live database holds [\d,]+ rows. With --replace"):
        restore(file, folder)
    assert everything() == after
    done = restore(file, folder, replace=True)
    assert everything() == before
    assert mode_of(done.kept) == 0o600
    restore(done.kept, folder, replace=True, now=NOW + timedelta(minutes=1))
    assert everything() == after


def test_a_restore_can_be_done_twice(site, folder, file):
    before = everything()
    for minute in range(2):
        restore(file, folder, replace=True, now=NOW + timedelta(minutes=minute))
        assert everything() == before
    assert len(list(folder.glob("before-restore-*"))) == 2


def test_a_migrated_database_in_which_nobody_has_been_needs_no_replace(fresh, made, folder, file):
    with pointed_to(made.copy_of(fresh)):
        assert restore(file, folder).kept is None
        assert User.objects.filter(email="person@example.org").exists()


@contextmanager
def somebody_else(name):
    """Another connection to the database of this name, with nothing to do."""
    if connection.vendor == "sqlite":
        other = sqlite3.connect(name)
        other.execute("SELECT count(*) FROM accounts_user").fetchone()
    else:
        other = connection.copy()
        other.ensure_connection()
    with closing(other):
        yield


def test_a_database_in_use_is_not_replaced(site, folder, file, monkeypatch):
    monkeypatch.setattr(postgresql, "ATTEMPTS", 3)
    with somebody_else(site):
        assert "Stop the server first." in refusal(file, folder)
    restore(file, folder, replace=True)


@only_sqlite
@pytest.mark.parametrize("garbage", [b"x" * 8192, b"SQLite format 3\0" + b"\xff" * 8000])
def test_a_live_file_that_cannot_be_read_is_kept_as_it_is_and_replaced(site, folder, file, garbage):
    before = everything()
    connection.close()
    Path(site).write_bytes(garbage)
    Path(f"{site}-wal").write_bytes(b"left over")
    with pytest.raises(BackupError, match=r"The live database cannot be read\. With --replace"):
        restore(file, folder)
    assert Path(site).read_bytes() == garbage
    done = restore(file, folder, replace=True)
    assert everything() == before
    assert (done.kept / "diary.sqlite3").read_bytes() == garbage
    assert mode_of(done.kept) == 0o700


@only_sqlite
def test_a_live_file_with_damage_inside_is_kept_as_it_is_and_replaced(site, folder, file):
    before = everything()
    connection.close()
    good = Path(site).read_bytes()
    damaged = good[: 4096 * 5] + b"\xff" * 4096 + good[4096 * 6 :]
    Path(site).write_bytes(damaged)
    with pytest.raises(BackupError):
        backup.make(folder, now=NOW + timedelta(days=1), keep=1)
    assert file.exists()
    done = restore(file, folder, replace=True)
    assert everything() == before
    assert (done.kept / "diary.sqlite3").read_bytes()[4096 * 5 : 4096 * 6] == b"\xff" * 4096


@only_postgresql
def test_live_data_that_cannot_be_backed_up_is_left_alone(site, folder, file, monkeypatch):
    def broken(reader, options):
        raise BackupError("pg_dump: error: could not read block 5")
        yield

    monkeypatch.setattr(postgresql, "_dumped", broken)
    assert "Restore into a new, empty database" in refusal(file, folder)


# --- Killed on the way ----------------------------------------------------------------------------------------------

RESTORE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
import django
django.setup()
from config import backup
print("ready", flush=True)
sys.stdin.readline()
backup.restore(Path(sys.argv[1]), folder=Path(sys.argv[2]), replace=True, now=datetime.now(UTC))
print("done", flush=True)
"""


def test_a_restore_that_is_killed_has_replaced_all_or_nothing(site, folder, file):
    restored = everything()
    chance = random.Random(84)  # noqa: S311 - a seed
    outcomes = []
    for milliseconds in (chance.randrange(400) for _ in range(3)):
        record(User.objects.get(email="person@example.org"), uuid4())
        live = everything()
        connection.close()
        process = subprocess.Popen(
            [sys.executable, "-c", RESTORE, file, folder],
            cwd=settings.BASE_DIR, env=environment(site), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        with process:
            process.stdout.readline()
            process.stdin.write(b"go\n")
            process.stdin.flush()
            try:
                process.wait(timeout=milliseconds / 1000)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
        outcomes.append(everything())
        assert outcomes[-1] in (live, restored)
        assert sound()
        connection.close()
    restore(file, folder, replace=True)
    assert everything() == restored
    assert [path for path in folder.iterdir() if path.name.startswith(".")] == []


# --- PostgreSQL's programs ------------------------------------------------------------------------------------------


def program(folder, name, version):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """A machine without a program of PostgreSQL: the folders where one is looked for."""
    in_path, debian = tmp_path / "bin", tmp_path / "postgresql"
    monkeypatch.setenv("PATH", str(in_path))
    monkeypatch.setattr(postgresql, "DEBIAN", debian)
    return in_path, debian


def test_a_program_that_is_not_installed_is_named(programs):
    with pytest.raises(BackupError, match="pg_dump is not installed: apt-get install postgresql-client"):
        postgresql._program("pg_dump", 15)


def test_a_program_that_is_older_than_the_server_is_named(programs):
    program(programs[0], "pg_dump", "13.4")
    program(programs[1] / "14" / "bin", "pg_dump", "14.9 (Debian 14.9-1)")
    with pytest.raises(
        BackupError, match=r"pg_dump is of version 14, and the server of version 15: .*-client-15"
    ):
        postgresql._program("pg_dump", 15)


def test_the_program_of_the_server_is_chosen_before_a_newer_one_and_without_a_server_the_newest(programs):
    program(programs[0], "pg_dump", "14.1")
    same = program(programs[1] / "15" / "bin", "pg_dump", "15.2")
    newer = program(programs[1] / "17" / "bin", "pg_dump", "17.0")
    assert postgresql._program("pg_dump", 15) == str(same)
    assert postgresql._program("pg_dump", 16) == str(newer)
    assert postgresql._program("pg_dump") == str(newer)


@only_postgresql
def test_without_pg_dump_no_backup_is_begun(site, folder, programs):
    with pytest.raises(BackupError, match="pg_dump is not installed"):
        backup.make(folder, now=NOW)
    assert list(folder.iterdir()) == []


@only_postgresql
def test_the_password_stands_on_no_command_line_and_in_no_message(site, made, folder, monkeypatch):
    commands, given = [], []
    start = subprocess.Popen

    def watched(command, **options):
        commands.append(" ".join(command))
        given.append(options.get("env", {}))
        return start(command, **options)

    monkeypatch.setattr(subprocess, "Popen", watched)
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "s3cret of the server")
    connection.close()
    file = backup.make(folder, now=NOW).path
    assert any("pg_dump" in command and "dbname=" in command for command in commands)
    assert [command for command in commands if "s3cret" in command] == []
    assert "s3cret of the server" in [env.get("PGPASSWORD") for env in given]
    assert b"s3cret" not in file.read_bytes()
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    connection.close()
    with pytest.raises(BackupError) as caught:
        backup.make(folder, now=NOW + timedelta(days=1))
    assert "s3cret" not in str(caught.value)
