import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from config import checks
from config.databases import database
from config.env import env_bool, env_int, env_list, env_str
from config.sqlite import has_wal_reset_bug

SOUND, AFFECTED = (3, 53, 4), (3, 40, 1)
GOOD_SQLITE = {"version": SOUND, "journal": "wal", "synchronous": 2, "transaction_mode": "IMMEDIATE"}
PRODUCTION = {
    "DIARY_HTTPS": "1",
    "DIARY_HOSTS": "diary.example.org",
    "DIARY_SECRET_KEY": "kJ8v1n_2Qp7zXw4Tb6Rm9Ls3Hd5Gf0Yc-aVeUiOoPqWxZyNtKr",
    "DIARY_SMTP_HOST": "smtp.example.org",
    "DIARY_TRUSTED_PROXIES": "1",
}


def ids(messages) -> list[str]:
    return [message.id for message in messages]


def manage(*arguments, cwd=settings.BASE_DIR, **environment) -> subprocess.CompletedProcess:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DIARY_", "DATABASE_", "DJANGO_"))
    }
    return subprocess.run(
        [sys.executable, Path(settings.BASE_DIR, "manage.py"), *arguments],
        cwd=cwd,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


# --- the environment ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("word", "value"), [("1", True), ("Yes", True), ("off", False), ("", False)])
def test_a_yes_or_no_is_read(monkeypatch, word, value):
    monkeypatch.setenv("DIARY_X", word)
    assert env_bool("DIARY_X", default=not value) is value


@pytest.mark.parametrize(
    ("read", "raw"),
    [
        (lambda: env_bool("DIARY_X"), "maybe"),
        (lambda: env_int("DIARY_X", 1), "many"),
        (lambda: env_int("DIARY_X", 1, minimum=1), "0"),
        (lambda: env_str("DIARY_X", choices=("none", "mandatory")), "optional"),
        (lambda: env_str("DIARY_X"), " "),
    ],
)
def test_a_wrong_variable_is_refused_by_its_name(monkeypatch, read, raw):
    monkeypatch.setenv("DIARY_X", raw)
    with pytest.raises(ImproperlyConfigured, match="DIARY_X"):
        read()


def test_a_list_is_read_without_blanks(monkeypatch):
    monkeypatch.setenv("DIARY_X", " a.example , ,b.example,")
    assert env_list("DIARY_X", ("c",)) == ["a.example", "b.example"]


def test_a_missing_variable_has_its_default(monkeypatch):
    monkeypatch.delenv("DIARY_X", raising=False)
    assert (env_bool("DIARY_X", default=True), env_int("DIARY_X", 7), env_list("DIARY_X", ("a",))) == (
        True,
        7,
        ["a"],
    )


# --- the database ------------------------------------------------------------------------------------------


def test_a_postgresql_address_is_taken_apart():
    parsed = database("postgres://di%40ry:p%2Fw@db.example:5433/diary?sslmode=require", sqlite_version=SOUND)
    assert (parsed["USER"], parsed["PASSWORD"], parsed["HOST"], parsed["PORT"], parsed["NAME"]) == (
        "di@ry",
        "p/w",
        "db.example",
        "5433",
        "diary",
    )
    assert parsed["OPTIONS"] == {"sslmode": "require"}
    assert parsed["CONN_HEALTH_CHECKS"] is True


def test_a_socket_is_named_in_the_query():
    parsed = database("postgresql:///diary?host=/run/postgresql", sqlite_version=SOUND)
    assert (parsed["HOST"], parsed["NAME"], parsed["OPTIONS"]) == ("/run/postgresql", "diary", {})


@pytest.mark.parametrize(
    "url", ["mysql://localhost/diary", "diary.sqlite3", "sqlite://", "postgres://db:port/diary"]
)
def test_an_address_of_something_else_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        database(url, sqlite_version=SOUND)


@pytest.mark.parametrize(("version", "journal"), [(SOUND, "WAL"), (AFFECTED, "TRUNCATE")])
def test_sqlite_waits_for_the_disk_and_uses_wal_only_where_it_is_sound(tmp_path, version, journal):
    parsed = database(f"sqlite:///{tmp_path}/new/diary.sqlite3", sqlite_version=version)
    assert parsed["NAME"] == f"{tmp_path}/new/diary.sqlite3"
    assert parsed["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    with sqlite3.connect(parsed["NAME"]) as opened:
        opened.executescript(parsed["OPTIONS"]["init_command"])
        answers = [opened.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert answers == [journal.lower(), 2]


@pytest.mark.parametrize(
    ("version", "affected"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 46, 1), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_the_versions_with_the_wal_reset_bug_are_known(version, affected):
    assert has_wal_reset_bug(version) is affected


def test_each_wrong_setting_of_sqlite_is_named():
    assert checks.sqlite_problems(**GOOD_SQLITE) == []
    for wrong, expected in (
        ({"version": AFFECTED}, "diary.E010"),
        ({"version": AFFECTED, "journal": "truncate"}, "diary.W010"),
        ({"journal": "memory"}, "diary.E011"),
        ({"journal": "off"}, "diary.E011"),
        ({"synchronous": 1}, "diary.E012"),
        ({"transaction_mode": "None"}, "diary.E013"),
    ):
        messages = checks.sqlite_problems(**GOOD_SQLITE | wrong)
        assert ids(messages) == [expected]
        assert messages[0].hint


@pytest.mark.parametrize(
    ("fsync", "commit", "expected"),
    [
        ("on", "on", []),
        ("on", "remote_apply", []),
        ("off", "on", ["diary.E020"]),
        ("on", "off", ["diary.E020"]),
        ("on", "local", ["diary.E020"]),
    ],
)
def test_each_wrong_setting_of_postgresql_is_named(fsync, commit, expected):
    assert ids(checks.postgresql_problems(fsync=fsync, synchronous_commit=commit)) == expected


def test_the_check_asks_the_database_itself(db):
    found = ids(checks.database_keeps_what_it_acknowledges(databases=["default"]))
    # The private PostgreSQL of the tests does not wait for the disk, and says so.
    assert found == (["diary.E020"] if connection.vendor == "postgresql" else [])


# --- the site ----------------------------------------------------------------------------------------------


def test_production_passes_every_check_without_a_warning_on_a_real_file(tmp_path):
    where = {"DATABASE_URL": f"sqlite:///{tmp_path}/diary.sqlite3"}
    run = manage(
        "check", "--deploy", "--database", "default", "--fail-level", "WARNING", **PRODUCTION, **where
    )
    assert run.returncode == 0, run.stderr


@pytest.fixture
def production(settings):
    settings.TESTING = False
    settings.ALLOWED_HOSTS = ["diary.example.org"]
    settings.SECRET_KEY = PRODUCTION["DIARY_SECRET_KEY"]
    settings.DIARY_SMTP_HOST = "smtp.example.org"
    settings.DIARY_HTTPS = True
    settings.DIARY_TRUSTED_PROXIES = 1
    return settings


@pytest.mark.parametrize(
    ("check", "wrong", "expected"),
    [
        (checks.demo_only_at_home, {"DIARY_DEMO": True}, "diary.E001"),
        (
            checks.demo_only_at_home,
            {"DIARY_DEMO": True, "ALLOWED_HOSTS": ["localhost", ".example.org"]},
            "diary.E001",
        ),
        (checks.secret_key_is_secret, {"SECRET_KEY": "short"}, "diary.E002"),
        (checks.secret_key_is_secret, {"SECRET_KEY": "a" * 64}, "diary.E002"),
        (checks.secret_key_is_secret, {"SECRET_KEY": "django-insecure-" + "kJ8v1nQp7z" * 5}, "diary.E002"),
        (checks.secret_key_is_secret, {"SECRET_KEY_FALLBACKS": ["old"]}, "diary.E002"),
        (checks.hosts_are_named, {"ALLOWED_HOSTS": ["*"]}, "diary.E003"),
        (checks.mail_can_be_sent, {"DIARY_SMTP_HOST": ""}, "diary.W004"),
        (checks.the_proxy_is_known, {"DIARY_TRUSTED_PROXIES": 0}, "diary.W005"),
    ],
)
def test_each_wrong_setting_of_the_site_is_named(production, check, wrong, expected):
    assert check() == []
    for name, value in wrong.items():
        setattr(production, name, value)
    messages = check()
    assert ids(messages) == [expected]
    assert messages[0].hint


def test_demo_mode_is_allowed_at_home(production):
    production.DIARY_DEMO = True
    production.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
    assert checks.demo_only_at_home() == []


def test_the_site_does_not_start_without_a_secret_key(tmp_path):
    run = manage("check", DIARY_SECRET_KEY_FILE=str(tmp_path / "missing"))
    assert run.returncode != 0
    assert "Set DIARY_SECRET_KEY" in run.stderr


def test_production_binds_its_cookies_to_the_host_and_uses_a_sound_sqlite_and_argon2():
    run = manage(
        "shell",
        "-v",
        "0",
        "-c",
        "from django.conf import settings as s\n"
        "from django.db.backends.sqlite3.base import Database\n"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.LAST_ACCOUNT_COOKIE_NAME)\n"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.PASSWORD_HASHERS[0])\n"
        "print(*Database.sqlite_version_info)",
        **PRODUCTION,
    )
    cookies, secure, version = (line.split() for line in run.stdout.splitlines())
    assert cookies == ["__Host-sessionid", "__Host-csrftoken", "__Host-last_account"]
    assert secure == ["True", "True", "django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert sys.platform != "linux" or not has_wal_reset_bug(tuple(map(int, version)))


@pytest.mark.skipif(not Path(settings.VAR_DIR, "secret_key").exists(), reason="made by ./dev setup")
def test_the_secret_of_this_machine_is_only_its_owners():
    assert stat.S_IMODE(Path(settings.VAR_DIR, "secret_key").stat().st_mode) == 0o600
