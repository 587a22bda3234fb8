"""The tables for a spreadsheet: what is in a cell, in a table and in the zip file, and the way back."""

import csv
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from io import BytesIO, StringIO
from random import Random
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from diary.domain.demo import demo_diary
from diary.domain.entries import CheckIn, Diary, Episode, Place, ReliefTried
from diary.domain.factors import FACTOR_BY_ID, FACTORS, own_factor
from diary.domain.formats.cells import FORMULA_BEGINNINGS, cell_of, escaped, unescaped
from diary.domain.formats.reading import ExportError
from diary.domain.formats.tables import CHECK_INS, EPISODES, TABLES
from diary.domain.formats.tables_reading import is_tables, read_tables
from diary.domain.formats.tables_zip import DICTIONARY, MANIFEST, README, tables_zip
from diary.domain.vocabulary import Helped, Muscle, Relief, Side
from tests.domain.formats import whole

BEGINNINGS = st.sampled_from(sorted(FORMULA_BEGINNINGS))
EXPORTED_AT = datetime(2026, 5, 2, 9, 30, tzinfo=UTC)
NIGHT = date(2026, 3, 3)
AN_EPISODE = Episode(
    id=UUID(int=7), started_at=datetime(2026, 7, 4, 2, 10, tzinfo=UTC), time_zone="Europe/London", day=date(2026, 7, 3)
)  # fmt: skip


def rows_of(lines):
    """The rows of a table as a spreadsheet program sees them, by column."""
    return list(csv.DictReader(StringIO("".join(lines), newline=""), strict=True))


def opened(data):
    """What is in a zip file, by name."""
    with ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files):
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def written(diary):
    return b"".join(tables_zip(diary, EXPORTED_AT))


def problems_of(data):
    with pytest.raises(ExportError) as caught:
        read_tables(data, time_zone="UTC")
    return caught.value.problems


def read_or_refused(data):
    """The export, or None and the problems."""
    try:
        return read_tables(data, time_zone="UTC"), ()
    except ExportError as error:
        return None, error.problems


# --- Cells ----------------------------------------------------------------------------------------


@given(st.one_of(st.text(), st.builds(str.__add__, BEGINNINGS, st.text())))
@example("'")
@example("''=1")
@example("'x")
def test_every_text_comes_back_from_its_escaped_form(text):
    assert unescaped(escaped(text)) == text


@given(BEGINNINGS, st.text())
def test_no_escaped_text_begins_like_a_formula(beginning, rest):
    assert escaped(beginning + rest).startswith("'")


def test_300000_texts_come_back_through_a_table_and_none_begins_like_a_formula():
    chance = Random(45)  # noqa: S311 - the same texts every time
    letters = [*sorted(FORMULA_BEGINNINGS - {"\0"}), *"\"',;\n\r\t 0a-é漢😀"]
    texts = ["".join(chance.choices(letters, k=chance.randrange(8))) for _ in range(300_000)]
    table = StringIO(newline="")
    csv.writer(table, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(
        [cell_of(text)] for text in texts
    )
    table.seek(0)
    found = [cell for (cell,) in csv.reader(table, strict=True)]
    assert [unescaped(cell) for cell in found] == texts
    assert {cell[0] for cell in found if cell and cell[0] in FORMULA_BEGINNINGS} == {"'"}


@pytest.mark.parametrize(
    ("value", "cell"),
    [(-3, "-3"), (0, "0"), (8e3, "8000"), (0.5, "0.5"), (None, ""), (True, "yes"), ("-3", "'-3")],
)  # fmt: skip
def test_numbers_are_left_alone_and_unknown_is_empty(value, cell):
    assert cell_of(value) == cell


# --- Tables ---------------------------------------------------------------------------------------


def test_an_episode_is_written_with_its_own_offset_and_unknowns_stay_empty():
    episode = replace(
        AN_EPISODE,
        places=(Place(Muscle.CALF, Side.LEFT), Place(Muscle.TOES)),
        reliefs=(ReliefTried(Relief.STRETCH, Helped.YES), ReliefTried(Relief.WALKED)),
        signs={"SQ01": False},
        hard_minutes=0,
        woke=False,
    )
    (row,) = rows_of(EPISODES.lines(Diary(time_zone="UTC", episodes=(episode,))))
    assert row["started_at"] == "2026-07-04T03:10:00+01:00"
    assert row["night"] == "2026-07-03"
    assert row["muscles"] == "calf:left; toes"
    assert row["reliefs"] == "stretch:yes; walked"
    assert row["signs"] == "SQ01:no"
    assert (row["hard_minutes"], row["woke"]) == ("0", "no")
    assert (row["severity"], row["knot"], row["slept_again"], row["count"]) == ("", "", "", "")


def test_an_offset_that_is_no_whole_number_of_minutes_is_written_in_utc():
    began = datetime(1971, 7, 4, 2, 10, tzinfo=UTC)
    liberia = replace(AN_EPISODE, started_at=began, time_zone="Africa/Monrovia", day=date(1971, 7, 3))
    diary = Diary(time_zone="UTC", episodes=(liberia,))
    assert rows_of(EPISODES.lines(diary))[0]["started_at"] == "1971-07-04T02:10:00+00:00"
    assert read_tables(written(diary), time_zone="UTC").diary == diary


def test_a_skipped_factor_says_so_and_an_open_one_is_empty():
    check_in = CheckIn(day=NIGHT, clear=True, factors={"alcohol": None, "fluids": "less"})
    (row,) = rows_of(CHECK_INS.lines(Diary(time_zone="UTC", check_ins=(check_in,))))
    assert (row["day"], row["no_cramp"], row["alcohol"], row["fluids"], row["sitting"]) == (
        "2026-03-03", "yes", "skipped", "less", "",
    )  # fmt: skip


NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30)


def with_own(name, said):
    """A diary of one check-in with an own yes/no factor of this name, and an own number."""
    return Diary(
        time_zone="UTC",
        check_ins=(CheckIn(day=NIGHT, factors=said),),
        own_factors=(own_factor("own-1", name), own_factor("own-2", "Steps", cut=8000)),
    )


def test_own_factors_stand_in_columns_of_their_own_behind_everybody_s():
    (row,) = rows_of(
        CHECK_INS.lines(with_own("Late shift", {"own-1": "yes", "own-2": 8200, "alcohol": None}))
    )
    assert (row["Late shift (own-1)"], row["Steps (own-2)"], row["alcohol"]) == ("yes", "8200", "skipped")
    assert list(row)[-2:] == ["Late shift (own-1)", "Steps (own-2)"]


@given(st.one_of(NAMES, st.builds(str.__add__, BEGINNINGS.filter(lambda sign: sign != "\0"), NAMES)))
@example('"quotes", commas; and\r\na new line')
@example('=HYPERLINK("https://example.org")')
def test_no_name_breaks_the_table_or_begins_like_a_formula(name):
    text = "".join(CHECK_INS.lines(with_own(name, {"own-1": "no", "own-2": 7.5})))
    header, row = csv.reader(StringIO(text, newline=""), strict=True)
    assert len(header) == len(row) == 3 + len(FACTORS) + 2
    assert unescaped(header[-2]) == f"{name} (own-1)"
    assert header[-2][0] not in FORMULA_BEGINNINGS or header[-2][0] == "'"
    assert row[-2:] == ["no", "7.5"]


def test_every_cell_is_in_quotation_marks_and_every_line_ends_with_cr_and_lf():
    for table in TABLES:
        for line in "".join(
            table.lines(demo_diary(seed=1, today=NIGHT, nights=30, time_zone="UTC"))
        ).splitlines():
            assert line.startswith('"')
            assert line.endswith('"')
        assert "".join(table.lines(Diary(time_zone="UTC"))).endswith('"\r\n')


# --- The zip file ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo():
    return demo_diary(seed=66, today=date(2026, 11, 22), nights=400, time_zone="Europe/London")


def test_the_zip_file_holds_every_table_and_what_describes_them(demo):
    files = opened(written(demo))
    assert set(files) == {README, DICTIONARY, MANIFEST, *(table.file for table in TABLES)}
    assert all(
        content.startswith(b"\xef\xbb\xbf") for name, content in files.items() if name.endswith(".csv")
    )
    dictionary = rows_of(files[DICTIONARY].decode("utf-8-sig"))
    for table in TABLES:
        header = next(csv.reader(StringIO(files[table.file].decode("utf-8-sig"), newline="")))
        described = [row for row in dictionary if row["file"] == table.file]
        assert [row["column"] for row in described] == [unescaped(name) for name in header]
        assert all(row["meaning"].endswith((".", "?")) and row["values"] for row in described)
    units = {row["column"]: row["unit"] for row in dictionary if row["unit"]}
    assert (units["hard_minutes"], units["sore_hours"], units["sleep_minutes"]) == (
        "minutes",
        "hours",
        "minutes",
    )


def test_the_manifest_counts_the_rows_and_sums_the_files(demo):
    files = opened(written(demo))
    manifest = json.loads(files[MANIFEST])
    assert (manifest["time_zone"], manifest["exported_at"]) == ("Europe/London", "2026-05-02T09:30:00+00:00")
    for name, said in manifest["files"].items():
        assert said["sha256"] == sha256(files[name]).hexdigest()
    assert manifest["files"]["episodes.csv"]["rows"] == len(demo.episodes)
    assert manifest["files"]["check_ins.csv"]["rows"] == len(demo.check_ins)


def test_the_zip_file_is_the_same_for_the_same_diary_and_comes_in_pieces():
    diary = demo_diary(seed=66, today=date(2026, 11, 22), nights=3650, time_zone="Europe/London")
    pieces = list(tables_zip(diary, EXPORTED_AT))
    assert len(pieces) > 1
    assert b"".join(pieces) == written(diary)
    with ZipFile(BytesIO(b"".join(pieces))) as archive:
        assert archive.comment == b""
        assert {info.date_time for info in archive.infolist()} == {(2026, 5, 2, 10, 30, 0)}


# --- The way back ---------------------------------------------------------------------------------


def as_a_table_can_say(diary):
    """The diary without the one thing that a cell can not tell: true or false to one of everybody's factors."""
    own = {factor.id for factor in diary.own_factors}
    return replace(
        diary,
        check_ins=tuple(
            replace(
                check_in,
                factors={
                    name: said
                    for name, said in check_in.factors.items()
                    if name in own or not isinstance(said, bool)
                },
            )
            for check_in in diary.check_ins
        ),
    )


@given(whole.diaries().map(as_a_table_can_say))
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_tables_that_are_read_give_the_same_diary(diary):
    found = read_tables(written(diary), time_zone="Pacific/Apia")
    assert found.diary == diary
    assert found.exported_at == EXPORTED_AT
    assert found.warnings == ()


def test_the_tables_of_the_demo_diary_come_back(demo):
    assert read_tables(written(demo), time_zone="UTC").diary == demo


def test_true_or_false_to_a_scale_of_four_comes_back_too():
    diary = Diary(
        time_zone="UTC", check_ins=(CheckIn(day=NIGHT, factors={"alcohol": True, "stretch": "yes"}),)
    )
    assert read_tables(written(diary), time_zone="UTC").diary == diary


def test_one_table_alone_is_read_in_the_zone_of_the_person(demo):
    table = opened(written(demo))["episodes.csv"]
    assert is_tables(table)
    found = read_tables(table, time_zone="Asia/Kolkata")
    assert (found.diary.episodes, found.diary.time_zone, found.diary.check_ins) == (
        demo.episodes,
        "Asia/Kolkata",
        (),
    )


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_each_table_is_known_by_its_own_columns(table, demo):
    data = opened(written(demo))[table.file]
    header = next(csv.reader(StringIO(data.decode("utf-8-sig"))))
    assert next(other.name for other in TABLES if set(other.known_by) <= set(header)) == table.name
    assert is_tables(data)


def test_other_files_are_none_of_the_tables():
    assert is_tables(written(Diary(time_zone="UTC")))
    for data in (b"", b"date,pain\n1,2\n", b"\xff\xfe", b'"', b"PK\3\4other", b"{}"):
        assert not is_tables(data)
    assert problems_of(b"date,pain\n1,2\n") == ("This is none of the tables that Cramp Diary writes.",)
    assert problems_of(zipped({"other.csv": "a"})) == (
        "There is none of the tables in this zip file that Cramp Diary writes.",
    )


def test_a_table_that_a_spreadsheet_saved_anew_is_read_with_a_warning(demo):
    files = opened(written(demo))
    rows = list(csv.reader(StringIO(files["episodes.csv"].decode("utf-8-sig"), newline="")))
    anew = StringIO(newline="")
    csv.writer(anew, delimiter=";", lineterminator="\n").writerows(rows)
    saved = {f"my folder/{name}": content for name, content in files.items()}
    saved["my folder/episodes.csv"] = anew.getvalue()
    found = read_tables(zipped(saved), time_zone="UTC")
    assert found.diary == demo
    assert found.warnings == (
        "episodes.csv: This was changed after it was written. It was read as it is now.",
    )


@pytest.mark.parametrize(
    ("separator", "encoding", "above", "cells"),
    [("\t", "utf-16", "", []), (";", "utf-8", "sep=;\r\n", []), (",", "utf-8-sig", "", ["", ""])],
)
def test_a_table_that_excel_saved_alone_is_still_one_of_ours(demo, separator, encoding, above, cells):
    rows = csv.reader(StringIO(opened(written(demo))["episodes.csv"].decode("utf-8-sig"), newline=""))
    anew = StringIO(newline="")
    csv.writer(anew, delimiter=separator).writerows([*row, *cells] for row in rows)
    data = (above + anew.getvalue()).encode(encoding)
    assert is_tables(data)
    assert read_tables(data, time_zone="UTC").diary.episodes == demo.episodes


def test_the_line_of_a_fault_counts_the_line_above_the_names():
    assert problems_of(f"sep=,\n{HEADER},{AT},UTC,knee,5,,\n".encode())[0].startswith(
        "episodes.csv, line 3, muscles:"
    )


HEADER = "id,started_at,time_zone,muscles,hard_minutes,woke,note\n"
AT = "2026-03-04T03:10Z"
BAD = [
    (
        f"{HEADER},{AT},UTC,calf:left,5,,\n,{AT},UTC,knee,,,\n",
        "episodes.csv, line 3, muscles: “knee” is none of",
    ),
    (
        f'{HEADER},{AT},UTC,calf,,,"two\nlines"\n,x,UTC,calf,,,\n',
        "episodes.csv, line 4, started_at: “x” is no time",
    ),
    (
        f"{HEADER},{AT},UTC,calf,1.5,,\n",
        "episodes.csv, line 2, hard_minutes: 1.5 is no whole number from 0 to",
    ),
    (
        f"{HEADER},{AT},UTC,calf,'-5,,\n",
        "episodes.csv, line 2, hard_minutes: “-5” is no whole number from 0 to",
    ),
    (
        f"{HEADER},{AT},UTC,calf,１２,,\n",
        "episodes.csv, line 2, hard_minutes: “１２” is no whole number from 0 to",
    ),
    (f"{HEADER},{AT},UTC,calf,,maybe,\n", "episodes.csv, line 2, woke: “maybe” is neither true nor false."),
    (f"{HEADER},,UTC,calf,,,\n", "episodes.csv, line 2, started_at: This is missing."),
    (
        f'{HEADER},{AT},UTC,calf,,,"open\n',
        "episodes.csv, line 2: A quotation mark here is not as it should be.",
    ),
    (f"{HEADER},{AT},UTC,calf,,,,x\n", "episodes.csv, line 2: This line has 8 cells, the first one 7."),
    (HEADER.replace("note", "woke"), "episodes.csv: The column “woke” stands twice."),
    (HEADER.replace("note", ",x" * 300), "episodes.csv: This table has more than 300 columns."),
    ("day,no_cramp,alcohol\n2026-03-03,,lots\n", "check_ins.csv, line 2, alcohol: “lots” is none of"),
    ("day,no_cramp,Steps (own-2)\n2026-03-03,,7\n", "check_ins.csv, line 2, own-2: This factor is not known"),
    (
        "visit,text,rule\nv1,Why?,\n",
        "visit_questions.csv, line 2, visit: There is no such visit in visits.csv.",
    ),
    (f"question,value,answered_at\nSQ01,[1,{AT}\n", "answers.csv, line 2, value: Please answer yes or no."),
]


@pytest.mark.parametrize(("text", "expected"), BAD, ids=[expected[:45] for _, expected in BAD])
def test_what_is_wrong_is_said_with_the_file_the_line_and_the_column(text, expected):
    assert problems_of(text.encode())[-1].startswith(expected)


def test_a_column_that_is_not_known_is_told_of_and_passed_over():
    found = read_tables(
        HEADER.replace("woke", "mood").encode() + b",2026-03-04T03:10Z,UTC,calf,,sad,\n", time_zone="UTC"
    )
    assert found.warnings == ("episodes.csv: The column “mood” is not known and was ignored.",)
    assert found.diary.episodes[0].woke is None


def test_a_zip_file_that_lacks_a_table_or_is_of_another_kind_is_refused(demo):
    files = opened(written(demo))
    manifest = json.loads(files[MANIFEST])
    assert problems_of(zipped({name: files[name] for name in files if name != "visits.csv"})) == (
        "visits.csv: This table is missing in the zip file.",
    )
    for change, expected in (
        ({"format": "other"}, "manifest.json: Its format must be “cramp-diary-tables”."),
        ({"version": 2}, "manifest.json: Version 2 can not be read, only 1 can."),
        ({"time_zone": "Mars"}, "time_zone: “Mars” is no time zone such as Europe/London."),
    ):
        assert problems_of(zipped({**files, MANIFEST: json.dumps(manifest | change)})) == (expected,)
    assert problems_of(zipped({**files, "again/visits.csv": ""})) == (
        "visits.csv: This stands twice in the zip file.",
    )
    assert problems_of(zipped({"episodes.csv": b"\xff"}))[0].startswith(
        "This table is not written in UTF-8. In a"
    )
    assert problems_of(b"PK\3\4" + b"\0" * 100)[0].startswith("This zip file is damaged.")
    assert problems_of(zipped({"episodes.csv": b"a" * 20_000_000}))[0].startswith("This zip file is damaged.")


@given(st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_a_table_with_anything_in_any_cell_is_read_or_refused(demo, data):
    files = opened(written(demo))
    table = data.draw(st.sampled_from([table for table in TABLES if len(files[table.file].splitlines()) > 1]))
    rows = list(csv.reader(StringIO(files[table.file].decode("utf-8-sig"), newline="")))
    row, column = (
        data.draw(st.integers(0, min(len(rows) - 1, 9))),
        data.draw(st.integers(0, len(rows[0]) - 1)),
    )
    rows[row][column] = data.draw(
        st.sampled_from(["", "x", "=1", "-1", "1e400", "[[", "{}", ":;:", "2026-02-30", "\u202e", "yes"])
    )
    changed = StringIO(newline="")
    csv.writer(changed).writerows(rows)
    found, problems = read_or_refused(zipped({**files, table.file: changed.getvalue()}))
    assert all(problem.isprintable() for problem in problems)
    assert bool(problems) != (found is not None and found.diary.time_zone == "Europe/London")


def test_an_answer_of_the_scale_stays_as_it_was_written():
    assert {value for value, _ in FACTOR_BY_ID["stretch"].scale} >= {"yes", "no"}
    table = b"day,no_cramp,stretch,shoes,alcohol\n2026-03-03,yes,yes,no,5+\n"
    (check_in,) = read_tables(table, time_zone="UTC").diary.check_ins
    assert check_in == CheckIn(
        day=NIGHT, clear=True, factors={"stretch": "yes", "shoes": "no", "alcohol": "5+"}
    )
