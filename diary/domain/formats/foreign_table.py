"""Reads a table that another program wrote: its letters, its separator, its names, and each line with its number."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from itertools import chain
from typing import Any, Self

from diary.domain.formats.reading import LARGEST_FILE, MOST_PROBLEMS, ExportError, shown

MOST_LINES = 100_000
MOST_COLUMNS = 100
MOST_CELLS = 1_000_000
LONGEST_CELL = 20_000
MOST_TITLES = 5
SEPARATORS = ",;\t|"

_CHUNK = 1 << 20
_SEPARATOR_SAID = re.compile(r"sep=(.)\r?\n?", re.ASCII)
_QUOTED = re.compile(r'"(?:[^"]|"")*"?')
_CSV_FAULTS = {
    "field larger": f"A cell here is longer than {LONGEST_CELL:,} characters.",
    "unexpected end": "A quotation mark is opened here and never closed.",
    "expected after": "Something stands right after a closing quotation mark.",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line below the names; `number` is where it begins in the file, the first line being 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The names of the columns, each once, and every line with as many cells.

    `told` says how the file was read where that was not certain; `uneven` are lines with more cells than names.
    """

    header: tuple[str, ...]
    lines: tuple[Line, ...]
    told: tuple[str, ...] = ()
    uneven: tuple[Line, ...] = ()

    def column(self, index: int) -> Iterator[str]:
        """Yield what stands in a column, line by line, without what is empty."""
        return (line.cells[index] for line in self.lines if line.cells[index])

    def as_kept(self) -> dict[str, Any]:
        """Return the table as JSON values, to be kept until somebody says how it is meant."""
        lines = {
            name: [[line.number, *line.cells] for line in getattr(self, name)] for name in ("lines", "uneven")
        }
        return {"header": list(self.header), "told": list(self.told), **lines}

    @classmethod
    def of_kept(cls, kept: Mapping[str, Any]) -> Self:
        """Return the table that `as_kept` wrote."""
        lines = {
            name: tuple(Line(number, tuple(cells)) for number, *cells in kept[name])
            for name in ("lines", "uneven")
        }
        return cls(header=tuple(kept["header"]), told=tuple(kept["told"]), **lines)


def read_table(data: bytes) -> Table:
    """Return the table that a CSV file holds; raise ExportError, with the line, for what is none."""
    if len(data) > LARGEST_FILE:
        raise ExportError(f"This file is larger than {LARGEST_FILE // 1_000_000} MB.")
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
        raise ExportError("This file is empty.")
    encoding, told = _encoding(data)
    separator = _separator(data, encoding)
    try:
        return _table(_rows(data, encoding, separator), told)
    except UnicodeError:
        raise ExportError("This file holds letters that can not be read. Please save it as UTF-8.") from None


def _encoding(data: bytes) -> tuple[str, list[str]]:
    """Return how the letters are written, and what to tell when that was a guess."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", []
    head = data[:2000]
    if head.count(0) > len(head) // 4:
        ends_low = head[1::2].count(0) >= head[::2].count(0)
        return (
            "utf-16-le" if ends_low else "utf-16-be",
            ["The file does not say how its letters are written. It was read as UTF-16."],
        )
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        for start in range(0, len(data), _CHUNK):
            decoder.decode(data[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return (
            "cp1252",
            [
                "The letters are not written in UTF-8. They were read as Windows Latin. Please check é, ä and ß."
            ],
        )
    return "utf-8-sig", []


def _text(data: bytes, encoding: str) -> TextIOWrapper:
    return TextIOWrapper(BytesIO(data), encoding=encoding, newline="")


def _separator(data: bytes, encoding: str) -> str:
    """Return what parts the cells: what the first line says (Excel's "sep=;"), else what it holds most of."""
    try:
        text = _text(data, encoding)
        filled = (line for line in iter(lambda: text.readline(_CHUNK), "") if line.strip())
        first, second = next(filled, ""), next(filled, "")
    except UnicodeError:
        return ","
    said = _SEPARATOR_SAID.fullmatch(first)
    if said:
        return said[1]
    # A title above the names may hold a comma, which is then not what parts the cells.
    first, second = _QUOTED.sub("", first), _QUOTED.sub("", second)
    mark, below = max(SEPARATORS, key=first.count), max(SEPARATORS, key=second.count)
    return below if mark not in second and below in second else mark


def _rows(data: bytes, encoding: str, separator: str) -> Iterator[Line]:
    """Yield each line that is not empty."""
    reader = csv.reader(_text(data, encoding), delimiter=separator, strict=True)
    number = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            fault = next((words for begin, words in _CSV_FAULTS.items() if begin in str(error)), None)
            raise ExportError(f"Line {number:,}: {fault or 'This line can not be read.'}") from None
        if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
            raise ExportError(f"Line {number:,}: This line has more than {MOST_COLUMNS} cells.")
        if len(cells) > MOST_CELLS:
            raise ExportError(f"Line {number:,}: This line has more than {MOST_COLUMNS} cells.")
        yield from _line(number, cells)
        number = reader.line_num + 1


def _line(number: int, cells: list[str]) -> Iterator[Line]:
    cleaned = tuple(cell.strip() for cell in cells[:MOST_COLUMNS])
    for cell in cleaned:
        if len(cell) > LONGEST_CELL:
            raise ExportError(f"Line {number:,}: {_CSV_FAULTS['field larger']}")
        if "\0" in cell:
            raise ExportError(f"Line {number:,}: This is not text. Please save the table as CSV.")
    says_separator = number == 1 and cells[:1] == ["sep="]
    if any(cleaned) and not says_separator:
        yield Line(number, cleaned)


def _table(rows: Iterator[Line], told: list[str]) -> Table:
    first = next(rows, None)
    if first is None:
        raise ExportError("This file is empty.")
    first, rows, title = _without_title(first, rows)
    told = [*told, *title]
    header = _header(first.cells)
    lines: list[Line] = []
    uneven: list[Line] = []
    room = MOST_CELLS
    for line in rows:
        room -= len(line.cells)
        if len(lines) + len(uneven) >= MOST_LINES or room < 0:
            raise ExportError(f"This table has more than {MOST_LINES:,} lines or {MOST_CELLS:,} cells.")
        if any(line.cells[len(header) :]):
            uneven.append(line)
        else:
            padded = (*line.cells, *("",) * (len(header) - len(line.cells)))
            lines.append(Line(line.number, padded[: len(header)]))
    if not lines and not uneven:
        raise ExportError("This table has names in its first line, and no line below it.")
    if not lines:
        raise ExportError(*(uneven_words(line, len(header)) for line in uneven[:MOST_PROBLEMS]))
    again = [name for name, count in Counter(first.cells).items() if count > 1 and name]
    doubled = [f"The name {shown(name)} stands over more than one column." for name in again[:MOST_PROBLEMS]]
    return Table(header, tuple(lines), (*told, *doubled), tuple(uneven))


def _without_title(first: Line, rows: Iterator[Line]) -> tuple[Line, Iterator[Line], list[str]]:
    """Return the line with the names, and those below it: a line with one cell alone above others is a title."""
    titles: list[str] = []
    for second in rows:
        are_names = _filled(second) > 1 and not any(cell[:1].isdecimal() for cell in second.cells)
        if len(titles) == MOST_TITLES or _filled(first) > 1 or not are_names:
            return first, chain([second], rows), titles
        titles.append(f"Line {first.number:,} was taken for a title and left out: {shown(first.cells[0])}.")
        first = second
    return first, rows, titles


def _filled(line: Line) -> int:
    return sum(map(bool, line.cells))


def uneven_words(line: Line, columns: int) -> str:
    """Return why a line with more cells than there are names can not be read."""
    return f"Line {line.number:,}: This line has {len(line.cells)} cells, and the first line names {columns}."


def _header(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name for each column, each once; a column that is empty at the end has none."""
    last = max((index for index, cell in enumerate(cells) if cell), default=0)
    names: list[str] = []
    for position, cell in enumerate(cells[: last + 1], start=1):
        name = "".join(c for c in cell if c.isprintable())[:60] or f"Column {position}"
        names.append(name if name not in names else f"{name} ({position})")
    return tuple(names)
