"""Reads the tables that Cramp Diary wrote (tables_zip.py): all of them in their zip file, or one of them alone.

The cells become the values of an export, and export.py says whether they are a diary; what it refuses is told with
the file, the line and the column. What a spreadsheet program changed in a table is read as it stands now.
"""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile, ZipInfo

from diary.domain.entries import Diary
from diary.domain.factors import FACTOR_BY_ID
from diary.domain.formats import archive, cells, export
from diary.domain.formats.cells import SKIPPED, unescaped
from diary.domain.formats.export import Export, read_values
from diary.domain.formats.reading import (
    LARGEST_FILE,
    MOST_PROBLEMS,
    MOST_ROWS,
    ExportError,
    json_values,
    shown,
)
from diary.domain.formats.tables import CHECK_INS, DAY_COLUMNS, TABLES, Column, Table
from diary.domain.formats.tables_zip import DICTIONARY, FORMAT, MANIFEST, README, VERSION

MOST_COLUMNS = 300
LARGEST_MANIFEST = 1_000_000
VISITS, VISIT_QUESTIONS = "visits", "visit_questions"

_BEGIN_OF_ZIP = b"PK\3\4"
_OWN_COLUMN = re.compile(r".*\(([A-Za-z0-9._-]{1,40})\)", re.DOTALL)
_PLACE = re.compile(
    r"(?P<part>\w+)(?:\[(?P<index>\d*)\])?(?:\.(?P<field>[^:.\[]+))?(?:\.(?P<inner>[^:\[]+))?[^:]*: (?P<sentence>.*)",
    re.DOTALL,
)
_SEPARATORS = ",;\t"
_SEPARATOR_SAID = re.compile(r"\Asep=.(\r?\n)")
_QUOTED = re.compile(r'"(?:[^"]|"")*"?')
_NO_COLUMNS = Diary(time_zone="UTC")
_DAY_COLUMNS = frozenset(column.name for column in DAY_COLUMNS)


@dataclass(frozen=True, slots=True)
class _Read:
    """The rows of one table as values of the export, and the line on which each begins."""

    table: Table
    rows: list[dict[str, Any]]
    lines: list[int]
    warnings: list[str] = field(default_factory=list)


def is_tables(data: bytes) -> bool:
    """Whether this looks like the zip file of tables, or like one of the tables, that Cramp Diary writes."""
    if data.startswith(_BEGIN_OF_ZIP):
        return any(name in data for name in (MANIFEST.encode(), *(table.file.encode() for table in TABLES)))
    try:
        return _table_of(_header_of(data)) is not None
    except ExportError:
        return False


def read_tables(data: bytes, *, time_zone: str) -> Export:
    """Return the diary that a zip file of tables holds, or one table alone, as `export.read` does for JSON.

    `time_zone` is the person's, for tables that come without their manifest. Raises ExportError with every problem that
    was found, 20 at most, each with its file, line and column.
    """
    if not data.startswith(_BEGIN_OF_ZIP):
        table = _table_of(_header_of(data))
        if table is None:
            raise ExportError("This is none of the tables that Cramp Diary writes.")
        return _export([_rows_of(table, data)], {}, time_zone)
    with archive.opened(BytesIO(data)) as opened:
        members = _members(opened)
        manifest = _manifest(opened, members)
        room, found, warnings = LARGEST_FILE, [], []
        for table in TABLES:
            if table.file in members:
                held = _bytes_of(opened, members[table.file], room)
                room -= len(held)
                found.append(_rows_of(table, held))
                warnings += _changed(table.file, held, manifest)
    if not found:
        raise ExportError("There is none of the tables in this zip file that Cramp Diary writes.")
    read = _export(found, manifest, time_zone)
    return replace(read, warnings=(*warnings, *read.warnings))


# --- The zip file ---------------------------------------------------------------------------------


def _members(opened: ZipFile) -> dict[str, ZipInfo]:
    """Return what is known in the zip file by its last name: a folder around it changes nothing."""
    known = {MANIFEST, README, DICTIONARY, *(table.file for table in TABLES)}
    found: dict[str, ZipInfo] = {}
    for info in opened.infolist():
        name = info.filename.rpartition("/")[2]
        if name in found:
            raise ExportError(f"{name}: This stands twice in the zip file.")
        if name in known:
            found[name] = info
    return found


def _bytes_of(opened: ZipFile, info: ZipInfo, most: int) -> bytes:
    with archive.member(opened, info, most) as file:
        return file.read(most + 1)


def _manifest(opened: ZipFile, members: Mapping[str, ZipInfo]) -> dict[str, Any]:
    if MANIFEST not in members:
        return {}
    values = json_values(_bytes_of(opened, members[MANIFEST], LARGEST_MANIFEST))
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        raise ExportError(f"{MANIFEST}: Its format must be “{FORMAT}”.")
    if type(values.get("version")) is not int or values["version"] != VERSION:
        raise ExportError(
            f"{MANIFEST}: Version {shown(values.get('version'))} can not be read, only {VERSION} can."
        )
    listed = values.get("files")
    expected = [table.file for table in TABLES if isinstance(listed, dict) and table.file in listed]
    missing = [name for name in expected if name not in members]
    if missing:
        raise ExportError(*(f"{name}: This table is missing in the zip file." for name in missing))
    return values


def _changed(name: str, held: bytes, manifest: Mapping[str, Any]) -> list[str]:
    """Return a warning for a table that is not as it was written: somebody may have worked on it."""
    files = manifest.get("files")
    written = files.get(name) if isinstance(files, dict) else None
    said = written.get("sha256") if isinstance(written, dict) else None
    if said is None or said == sha256(held).hexdigest():
        return []
    return [f"{name}: This was changed after it was written. It was read as it is now."]


# --- One table ------------------------------------------------------------------------------------


def _text_of(data: bytes) -> str:
    if len(data) > LARGEST_FILE:
        raise ExportError(f"This file is larger than {LARGEST_FILE // 1_000_000} MB.")
    try:
        return _without_separator_said(data.decode(_encoding(data)))
    except UnicodeDecodeError:
        raise ExportError(
            "This table is not written in UTF-8. In a spreadsheet program, save it as “CSV UTF-8”."
        ) from None


def _encoding(data: bytes) -> str:
    return "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"


def _without_separator_said(text: str) -> str:
    """Return a table without the line "sep=;" that Excel puts above it; an empty one keeps the numbers of lines."""
    return _SEPARATOR_SAID.sub(r"\1", text, count=1)


def _separator(text: str) -> str:
    """Return what parts the cells: a spreadsheet program may have put another one in."""
    first = _QUOTED.sub("", text.lstrip().partition("\n")[0])
    return max(_SEPARATORS, key=first.count)


def _header_of(data: bytes) -> list[str]:
    begin = _without_separator_said(data[: 1 << 16].decode(_encoding(data), "replace")).lstrip()
    try:
        names = next(csv.reader(StringIO(begin, newline=""), delimiter=_separator(begin)), [])
    except csv.Error:
        return []
    return list(map(unescaped, names))


def _table_of(header: Sequence[str]) -> Table | None:
    """Return the table whose columns these are."""
    return next((table for table in TABLES if set(table.known_by) <= set(header)), None)


def _lines(file: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of each line that is not empty, and its cells."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    number = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise ExportError(
                f"{file}, line {number:,}: A quotation mark here is not as it should be."
            ) from None
        if any(row):
            yield number, row
        number = reader.line_num + 1


def _rows_of(table: Table, data: bytes) -> _Read:
    lines = _lines(table.file, _text_of(data))
    _, names = next(lines, (1, []))
    header = [unescaped(name) for name in _without_last_empty(names)]
    again = [name for name, times in Counter(header).items() if times > 1]
    if len(header) > MOST_COLUMNS:
        raise ExportError(f"{table.file}: This table has more than {MOST_COLUMNS} columns.")
    if again:
        raise ExportError(f"{table.file}: The column {shown(again[0])} stands twice.")
    value_of = _check_in_values if table is CHECK_INS else _values
    read = _Read(table, [], [])
    known = {column.name: column for column in table.columns(_NO_COLUMNS)}
    if table is not CHECK_INS:
        read.warnings.extend(
            f"{table.file}: The column {shown(name)} is not known and was ignored."
            for name in header
            if name not in known
        )
    for number, cells_of_line in lines:
        row = _without_last_empty(cells_of_line)
        if len(row) > len(header):
            raise ExportError(
                f"{table.file}, line {number:,}: This line has {len(row)} cells, the first one {len(header)}."
            )
        if len(read.rows) > MOST_ROWS:
            raise ExportError(f"{table.file}: This table has more than {MOST_ROWS:,} lines.")
        read.rows.append(value_of(known, zip(header, row, strict=False)))
        read.lines.append(number)
    return read


def _without_last_empty(row: list[str]) -> list[str]:
    """Return a line without the empty cells at its end, which a spreadsheet program adds."""
    last = max((number for number, cell in enumerate(row, start=1) if cell), default=0)
    return row[:last]


def _values(known: Mapping[str, Column], pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the cells of a row as values of the export; an empty one is not known."""
    found = ((known.get(name), cell) for name, cell in pairs if cell)
    return {column.field: column.read(cell) for column, cell in found if column and column.read}


def _check_in_values(known: Mapping[str, Column], pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    said = list(pairs)
    factors = dict(_factor_said(name, cell) for name, cell in said if cell and name not in _DAY_COLUMNS)
    return {**_values(known, (pair for pair in said if pair[0] in _DAY_COLUMNS)), "factors": factors}


def _factor_said(name: str, cell: str) -> tuple[str, Any]:
    """Return the id and the answer; the column of an own factor ends with its id in brackets."""
    own = _OWN_COLUMN.fullmatch(name)
    if cell == SKIPPED:
        return own[1] if own else name, None
    if own:
        return own[1], cells.answer(cell)
    factor = FACTOR_BY_ID.get(name)
    is_on_scale = factor is None or cell in dict(factor.scale)
    return name, cell if is_on_scale else cells.yes_no(cell)


# --- From tables to a diary -----------------------------------------------------------------------


def _export(found: Sequence[_Read], manifest: Mapping[str, Any], time_zone: str) -> Export:
    parts = {read.table.part: read for read in found}
    values: dict[str, Any] = {
        "format": export.FORMAT,
        "version": export.VERSION,
        "exported_at": manifest.get("exported_at"),
        "time_zone": manifest.get("time_zone") or time_zone,
        "first_day": manifest.get("first_day"),
        "last_day": manifest.get("last_day"),
        **{part: read.rows for part, read in parts.items() if part != VISIT_QUESTIONS},
    }
    if VISIT_QUESTIONS in parts:
        _attach(parts[VISIT_QUESTIONS], parts[VISITS].rows if VISITS in parts else [])
    try:
        read = read_values(values)
    except ExportError as error:
        raise ExportError(*(_worded(problem, parts) for problem in error.problems)) from None
    odd = (_worded(warning, parts) for warning in read.warnings)
    return replace(read, warnings=(*(warning for each in found for warning in each.warnings), *odd))


def _attach(questions: _Read, visits: Iterable[dict[str, Any]]) -> None:
    """Give each question to its visit."""
    by_id = {visit.get("id"): visit for visit in visits}
    strays = [
        line
        for row, line in zip(questions.rows, questions.lines, strict=True)
        if row.get("visit") not in by_id
    ]
    if strays:
        file = questions.table.file
        raise ExportError(
            *(
                f"{file}, line {line:,}, visit: There is no such visit in visits.csv."
                for line in strays[:MOST_PROBLEMS]
            )
        )
    for row in questions.rows:
        by_id[row.pop("visit")].setdefault("questions", []).append(row)


def _worded(problem: str, parts: Mapping[str, _Read]) -> str:
    """Return a problem of the export with the place in the tables: the file, the line, the column."""
    found = _PLACE.fullmatch(problem)
    if found is None or found["part"] not in parts:
        return problem
    read = parts[found["part"]]
    names = {column.field: column.name for column in read.table.columns(_NO_COLUMNS)}
    asked = found["inner"] if found["field"] == "factors" else found["field"]
    at = [
        read.table.file,
        f"line {read.lines[int(found['index'])]:,}" if found["index"] else "",
        names.get(asked, asked) if asked else "",
    ]
    return f"{', '.join(filter(None, at))}: {found['sentence']}"
