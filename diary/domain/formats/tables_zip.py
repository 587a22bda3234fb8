"""All tables of a diary in one zip file, with what describes them: written in pieces, so that it never stands whole.

Every table begins with a byte order mark: without it Excel takes a file for one in the code page of the computer.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from diary.domain.days import wall_clock
from diary.domain.entries import Diary
from diary.domain.formats.cells import SKIPPED
from diary.domain.formats.tables import TABLES, lines_of

FORMAT, VERSION = "cramp-diary-tables", 1
MANIFEST, DICTIONARY, README = "manifest.json", "data_dictionary.csv", "README.txt"
BYTE_ORDER_MARK = "\ufeff"

_PIECE = 1 << 16
_EARLIEST_YEAR = 1980  # of a date in a zip file
# More effort would make the file a tenth smaller and take twice the time.
_EFFORT = 3

_README = f"""\
A diary of cramps, as tables

Every table is a CSV file (RFC 4180) in UTF-8. {DICTIONARY} says what each column means, in which unit and with
which values. {MANIFEST} says how many rows each table has, and its SHA-256.

How to read them
- An empty cell is not known. It never means no, and it is never 0.
- A diary day runs from noon on its date to noon of the next, so that a night belongs to one day.
- Times are ISO 8601 with the offset that held where it happened; the time zone stands in a column of its own.
- Minutes and hours are whole numbers.
- In check_ins.csv "{SKIPPED}" was skipped on purpose, and an empty cell was not asked. Own questions have a column
  each: their name, and their id in brackets.
- Text that a spreadsheet could take for a formula begins with one apostrophe: '=1+1. Take it off when the next
  character is one of = + - @ | % ' or a tab, a line break, or the wide form of one of the first four.

What was kept back when this was made is in none of these files.
Written down by the person themselves; nobody has checked it.
"""


@dataclass(slots=True)
class _Counted:
    """What a file of the zip holds: its rows, and the sum of its bytes."""

    rows: int
    checksum: str


class _Handing:
    """A file that can only be written to: it keeps what was written until that is taken away."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self.size = 0

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """There is nothing behind it to be flushed."""

    def close(self) -> None:
        """Nothing is open."""

    def taken(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces, self.size = [], 0
        return taken


def tables_zip(diary: Diary, exported_at: datetime) -> Iterator[bytes]:
    """Yield the bytes of the zip file; the same for the same diary and moment."""
    handing = _Handing()
    counted: dict[str, _Counted] = {}
    with ZipFile(handing, "w", ZIP_DEFLATED, compresslevel=_EFFORT) as archive:
        for name, rows, texts in _files(diary):
            summed = sha256()
            with archive.open(_member(name, diary, exported_at), "w") as file:
                for text in texts:
                    data = text.encode()
                    summed.update(data)
                    file.write(data)
                    if handing.size > _PIECE:
                        yield handing.taken()
            counted[name] = _Counted(rows, summed.hexdigest())
        archive.writestr(_member(MANIFEST, diary, exported_at), _manifest(diary, exported_at, counted))
    yield handing.taken()


def _member(name: str, diary: Diary, exported_at: datetime) -> ZipInfo:
    at = wall_clock(exported_at, diary.time_zone)
    member = ZipInfo(name, (max(at.year, _EARLIEST_YEAR), at.month, at.day, at.hour, at.minute, at.second))
    member.compress_type = ZIP_DEFLATED
    member.external_attr = 0o600 << 16
    return member


def _files(diary: Diary) -> Iterator[tuple[str, int, Iterable[str]]]:
    """Yield the name of each file, how many rows it has, and its text in pieces."""
    yield README, 0, [_README.replace("\n", "\r\n")]
    yield DICTIONARY, sum(len(table.columns(diary)) for table in TABLES), _marked(_dictionary(diary))
    for table in TABLES:
        yield table.file, sum(1 for _ in table.rows(diary)), _marked(table.lines(diary))


def _marked(lines: Iterable[str]) -> Iterator[str]:
    yield BYTE_ORDER_MARK
    yield from lines


def _dictionary(diary: Diary) -> Iterator[str]:
    columns = ((table.file, column) for table in TABLES for column in table.columns(diary))
    rows = ((file, column.name, column.meaning, column.unit, column.values) for file, column in columns)
    return lines_of(("file", "column", "meaning", "unit", "values"), rows)


def _manifest(diary: Diary, exported_at: datetime, counted: dict[str, _Counted]) -> str:
    values: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": exported_at.isoformat(),
        "time_zone": diary.time_zone,
        "first_day": diary.first_day and diary.first_day.isoformat(),
        "last_day": diary.last_day and diary.last_day.isoformat(),
        "files": {name: {"rows": file.rows, "sha256": file.checksum} for name, file in counted.items()},
    }
    return json.dumps(values, indent=2, ensure_ascii=False) + "\n"
