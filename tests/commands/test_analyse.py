"""`manage.py analyse`: files in, findings out, without a database and whatever the files hold."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from types import SimpleNamespace

import pytest
import time_machine
from django.core.management import CommandError, call_command

from diary.domain.demo import demo_diary
from diary.domain.formats.export import export_of
from diary.domain.formats.findings import findings_of
from diary.domain.patterns import Period, summarise

TODAY = date(2026, 11, 22)
EXPORTED_AT = datetime(2026, 11, 22, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def diary():
    demo = demo_diary(seed=66, today=TODAY, nights=120, time_zone="Europe/London")
    return replace(demo, first_day=None, last_day=None)


@pytest.fixture
def file(tmp_path, diary):
    return written(tmp_path / "diary.json", export_of(diary, EXPORTED_AT))


def written(path, values):
    path.write_text(json.dumps(values), encoding="utf-8")
    return str(path)


def a_file(path, **parts):
    return written(path, {"format": "cramp-diary", "version": 1, "time_zone": "Europe/London", **parts})


def analyse(*files, **options):
    """What was printed, and what was said on standard error."""
    out, err = StringIO(), StringIO()
    call_command("analyse", *files, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def analyse_badly(*files, **options):
    """The same where it fails, with the last word."""
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("analyse", *files, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue(), str(caught.value)


def plain(values):
    return json.loads(json.dumps(values))


# These tests may not touch a database, or pytest-django would stop them.


def test_json_of_one_file_is_one_object_with_findings_and_prompts(file, diary):
    found = json.loads(analyse(file, format="json")[0])
    assert list(found) == ["file", "today", "warnings", "findings", "prompts", "quiet", "not_evaluated"]
    assert (found["file"], found["today"], found["warnings"]) == (file, "2026-11-22", [])
    assert found["findings"] == plain(findings_of(summarise(diary, TODAY)))


@pytest.mark.parametrize("period", Period)
def test_the_period_is_that_of_the_screen(file, diary, period):
    found = json.loads(analyse(file, format="json", period=period.slug)[0])
    assert found["findings"] == plain(findings_of(summarise(diary, TODAY, period)))


def test_another_day_can_be_looked_from(file, diary):
    found = json.loads(analyse("--today", "2026-10-01", "--format", "json", file)[0])
    assert found["today"] == "2026-10-01"
    assert found["findings"] == plain(findings_of(summarise(diary, date(2026, 10, 1))))


def test_without_a_moment_of_export_the_day_after_the_last_noted_is_looked_from(tmp_path, diary):
    file = written(tmp_path / "diary.json", export_of(diary, None))
    assert json.loads(analyse(file, format="json")[0])["today"] == "2026-11-22"


@time_machine.travel(datetime(2026, 12, 24, 20, tzinfo=UTC))
def test_a_file_without_any_date_is_looked_at_from_today(tmp_path):
    found = json.loads(analyse(a_file(tmp_path / "empty.json"), format="json")[0])
    assert found["today"] == "2026-12-24"


def test_json_of_several_files_is_a_list(tmp_path, file):
    other = a_file(tmp_path / "other.json", exported_at="2026-11-22T20:00Z")
    found = json.loads(analyse(file, other, format="json")[0])
    assert [each["file"] for each in found] == [file, other]


def test_jsonl_has_a_line_for_each_file_in_their_order(tmp_path, file):
    other = a_file(tmp_path / "other.json", exported_at="2026-11-22T20:00Z")
    lines = analyse(other, file, other, format="jsonl")[0].splitlines()
    assert [json.loads(line)["file"] for line in lines] == [other, file, other]
    assert lines[0] == lines[2]


def test_a_line_stays_one_line_whatever_a_name_holds(tmp_path):
    factors = [{"id": "own-1", "name": "Late\u2028 shift\t\n“ü”"}]
    file = a_file(tmp_path / "odd.json", factors=factors, exported_at="2026-11-22T20:00Z")
    (line,) = analyse(file, format="jsonl")[0].splitlines()
    assert line.isascii()
    assert json.loads(line)["findings"]["factors"][-1]["name"] == factors[0]["name"]
    assert "Late shift “ü”: too early to say." in analyse(file)[0]


def test_a_broken_file_has_its_line_and_the_others_go_on(tmp_path, file):
    broken = a_file(
        tmp_path / "broken.json", check_ins=[{"day": "2026-02-30"}, {"day": "2026-03-01", "clear": 1}]
    )
    out, err, last = analyse_badly(broken, str(tmp_path / "none.json"), file, format="jsonl")
    first, second, third = map(json.loads, out.splitlines())
    problems = [
        "check_ins[0].day: “2026-02-30” is no date.",
        "check_ins[1].clear: 1 is neither true nor false.",
    ]
    assert first == {"file": broken, "error": problems}
    assert second["error"] == ["No such file or directory."]
    assert third["findings"]
    assert [f"{broken}: {problem}" for problem in problems] == err.splitlines()[:2]
    assert last == "2 of 3 files could not be read."


def test_json_with_a_broken_file_is_json_still(tmp_path, file):
    (tmp_path / "broken.json").write_bytes(b"\xff\xfe")
    broken = str(tmp_path / "broken.json")
    assert json.loads(analyse_badly(broken, format="json")[0])["error"] == [
        "This file is not written in UTF-8."
    ]
    first, second = json.loads(analyse_badly(file, broken, format="json")[0])
    assert "findings" in first
    assert "error" in second


def test_a_folder_is_no_file(tmp_path):
    out, err, _ = analyse_badly(str(tmp_path))
    assert (out, err) == ("", f"{tmp_path}: Is a directory.\n")


def test_the_text_is_what_the_screen_says(file, diary):
    out, err = analyse(file)
    assert out.startswith(f"{file}, seen from the diary day of 22 Nov 2026: all\n\nPatterns\n")
    assert str(summarise(diary, TODAY).summary)[:40] in out
    assert "What to talk about" in out
    assert err == ""


def test_warnings_stand_in_the_json_and_beside_the_text(tmp_path):
    odd = a_file(tmp_path / "odd.json", mood=3, exported_at="2026-11-22T20:00Z")
    warning = "mood: This name is not known and was ignored."
    assert json.loads(analyse(odd, format="json")[0])["warnings"] == [warning]
    assert analyse(odd)[1] == f"{odd}: {warning}\n"


def test_a_dash_reads_standard_input(monkeypatch, diary):
    data = json.dumps(export_of(diary, EXPORTED_AT)).encode()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=BytesIO(data)))
    found = json.loads(analyse("-", format="json")[0])
    assert (found["file"], found["today"]) == ("-", "2026-11-22")


@pytest.mark.parametrize("today", ["yesterday", "2026-02-30", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_refused(file, today):
    with pytest.raises(CommandError, match=today):
        call_command("analyse", file, "--today", today)


def test_a_name_that_can_not_be_printed_is_no_reason_to_stop(tmp_path):
    out, err, _ = analyse_badly(f"{tmp_path}/caf\udce9.json", format="jsonl")
    assert json.loads(out)["error"] == ["No such file or directory."]
    assert "caf?.json" in err


def test_whoever_stops_listening_is_no_error(file, settings):
    environment = {"DJANGO_SETTINGS_MODULE": "config.settings", "DIARY_DEBUG": "1"}
    command = f"{sys.executable} manage.py analyse {file} {file} {file} --format jsonl | head -c 10"
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=settings.BASE_DIR, env=environment | {"PATH": os.environ["PATH"]}, capture_output=True, check=False,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == (b'{"file": "', b"")


def test_it_needs_neither_a_database_nor_scipy(file, settings):
    code = (
        "import sys, django\n"
        "from django.core.management import execute_from_command_line\n"
        "from django.db.backends.base.base import BaseDatabaseWrapper\n"
        "def refuse(*args): raise AssertionError('a connection was made')\n"
        "BaseDatabaseWrapper.connect = refuse\n"
        "execute_from_command_line(['manage.py', 'analyse', sys.argv[1], '--format', 'jsonl'])\n"
        "print([name for name in ('scipy', 'pandas') if name in sys.modules])\n"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "config.settings", "DIARY_DEBUG": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code, file],
        cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    line, loaded = done.stdout.splitlines()
    assert json.loads(line)["findings"]["summary"].startswith("Cramps on")
    assert loaded == "[]"
