"""Tables of other programs: whatever letters, separators and line ends they have, and what is no table at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.formats.foreign_table import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_LINES,
    Line,
    Table,
    read_table,
)
from diary.domain.formats.reading import ExportError

A_TABLE = "date,note\n2026-03-01,Späte Schicht\n2026-03-02,\n"
LINES = (Line(2, ("2026-03-01", "Späte Schicht")), Line(3, ("2026-03-02", "")))


def problems_of(data):
    with pytest.raises(ExportError) as caught:
        read_table(data)
    return caught.value.problems


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_letters_are_read_however_they_are_written(encoding):
    table = read_table(A_TABLE.encode(encoding))
    assert table.header == ("date", "note")
    assert table.lines == LINES
    assert bool(table.told) == (encoding in {"utf-16-le", "utf-16-be", "cp1252"})


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_usual_separator_and_line_end_will_do(separator, ends):
    text = A_TABLE.replace(",", separator).replace("\n", ends)
    assert read_table(text.encode()).lines == LINES


def test_excel_may_say_its_separator_and_empty_lines_are_passed_over():
    table = read_table(b"sep=;\r\n\r\ndate;note\r\n;\r\n2026-03-01;a,b\r\n")
    assert table.header == ("date", "note")
    assert table.lines == (Line(5, ("2026-03-01", "a,b")),)


def test_a_line_is_named_by_where_it_begins_though_a_cell_before_goes_over_several():
    table = read_table(b'date,note\n2026-03-01,"one\ntwo\nthree"\n2026-03-02,x\n')
    assert [line.number for line in table.lines] == [2, 5]


def test_columns_have_one_name_each_and_a_doubled_one_is_told():
    table = read_table(b"date,date,,x,\n1,2,3,4,\n")
    assert table.header == ("date", "date (2)", "Column 3", "x")
    assert table.told == ("The name “date” stands over more than one column.",)


@pytest.mark.parametrize(
    "text",
    ["My diary, 2026\n\ndate;note\n2026-03-01;a\n", "My diary, 2026;;\ndate;note\n2026-03-01;a\n"],
)
def test_a_title_above_the_names_is_passed_over_and_told(text):
    table = read_table(text.encode())
    assert (table.header, [line.cells for line in table.lines]) == (("date", "note"), [("2026-03-01", "a")])
    assert table.told == ("Line 1 was taken for a title and left out: “My diary, 2026”.",)


def test_one_column_alone_has_no_title():
    table = read_table(b"date\n2026-03-01\n2026-03-02\n")
    assert (table.header, len(table.lines), table.told) == (("date",), 2, ())


def test_a_short_line_is_filled_with_nothing_and_a_long_one_is_told():
    table = read_table(b"date,note\n2026-03-01\n2026-03-02,a,b\n2026-03-03,a,,\n")
    assert table.lines == (Line(2, ("2026-03-01", "")), Line(4, ("2026-03-03", "a")))
    assert table.uneven == (Line(3, ("2026-03-02", "a", "b")),)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "This file is empty."),
        (b"\xef\xbb\xbf \r\n", "This file is empty."),
        (b",,,\n,,\n", "This file is empty."),
        (b"date,note\n", "names in its first line, and no line below it"),
        (b'a,b\n1,"two\n3,4\n', "Line 2: A quotation mark is opened here and never closed."),
        (b'a,b\n1,"two"x\n', "Line 2: Something stands right after a closing quotation mark."),
        (b"a,b\n1,x\0y\n", "Line 2: This is not text."),
        (
            b"a,b\n1," + b"x" * 200_000 + b"\n",
            f"Line 2: A cell here is longer than {LONGEST_CELL:,} characters.",
        ),
        (b"a,b\n1," + b"x" * (LONGEST_CELL + 1), "Line 2: A cell here is longer"),
        (b"x," * 100_000, f"Line 1: This line has more than {MOST_COLUMNS} cells."),
        (b"a\n" + b"x\n" * (MOST_LINES + 1), f"more than {MOST_LINES:,} lines"),
        (b"," * 10_000_000, "Line 1: This line has more than"),
        (b"date\n1,2\n1,2,3\n", "Line 2: This line has 2 cells, and the first line names 1."),
        ("date\n\x81".encode("latin-1"), "letters that can not be read"),
        (b"\xff\xfea", "letters that can not be read"),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(data, words):
    (first, *_) = problems_of(data)
    assert words in first


def test_a_file_that_is_too_large_is_refused_before_it_is_looked_at():
    assert problems_of(b"x" * 50_000_001) == ("This file is larger than 50 MB.",)


@given(st.binary(max_size=400))
def test_no_bytes_are_a_fault(data):
    table, problems = None, ()
    try:
        table = read_table(data)
    except ExportError as error:
        problems = error.problems
    assert (table is None) == bool(problems)
    assert all(problem.isprintable() for problem in problems)
    assert table is None or all(len(line.cells) == len(table.header) for line in table.lines)


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n\x85\u2028\u2029"), max_size=8).map(
    str.strip
)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=5))
def test_a_table_is_put_aside_and_taken_up_again_as_it_was(rows):
    table = Table(
        ("a", "b"), tuple(Line(n, row) for n, row in enumerate(rows, 2)), ("told",), (Line(9, ("x",)),)
    )
    assert Table.of_kept(table.as_kept()) == table
