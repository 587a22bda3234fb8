"""Knows by its first bytes what kind of file this is; names of files count for nothing."""

from typing import IO

from diary.domain.formats import archive
from diary.domain.formats.apple_health import BEGINS, LONGEST_PREFACE, health_member
from diary.domain.formats.reading import LARGEST_FILE, ExportError
from diary.domain.formats.tables import TABLES
from diary.domain.formats.tables_reading import is_tables
from diary.domain.vocabulary import Term

_SPACES = b"\xef\xbb\xbf \t\r\n"
_NO_TABLES = {
    b"%PDF": "This is a PDF. Please export the diary as CSV or JSON.",
    b"\x1f\x8b": "This file is packed with gzip. Please unpack it first.",
    b"\xd0\xcf\x11\xe0": "This is an old Excel file. Please save it as CSV.",
    b"\x89PNG": "This is a picture.",
    b"\xff\xd8\xff": "This is a picture.",
    b"SQLite format 3": "This is a database. Please export it as CSV.",
}


class FileKind(Term):
    """What can be brought in, and how a list of earlier imports calls it."""

    JSON = "json", "Cramp Diary, JSON"
    TABLES = "csv", "Cramp Diary, tables"
    FOREIGN = "table", "A table"
    HEALTH = "health", "Apple Health"
    HEALTH_ZIP = "health-zip", "Apple Health"


def kind_of(file: IO[bytes]) -> FileKind:
    """Return what `file` is, and rewind it; raise ExportError for what is none of them."""
    file.seek(0)
    head = file.read(LONGEST_PREFACE)
    file.seek(0)
    bare = head.lstrip(_SPACES)
    problem = next((words for begins, words in _NO_TABLES.items() if head.startswith(begins)), None)
    if problem:
        raise ExportError(problem)
    if not bare.strip(b"\0"):
        raise ExportError("This file is empty.")
    if head.startswith(b"PK"):
        return _kind_in_archive(file)
    if bare.startswith((b"{", b"[")):
        return FileKind.JSON
    if bare.startswith(b"<"):
        if BEGINS in head:
            return FileKind.HEALTH
        raise ExportError("This is a web page or another kind of XML. Please choose a CSV or JSON file.")
    return FileKind.TABLES if _is_own_table(file) else FileKind.FOREIGN


def _is_own_table(file: IO[bytes]) -> bool:
    data = file.read(LARGEST_FILE)
    file.seek(0)
    return is_tables(data)


def _kind_in_archive(file: IO[bytes]) -> FileKind:
    with archive.opened(file) as zipped:
        names = {name.rpartition("/")[2] for name in zipped.namelist()}
        is_health = health_member(zipped) is not None
    file.seek(0)
    if "[Content_Types].xml" in names:
        raise ExportError("This is an Excel file. Please save it as CSV.")
    if names & {table.file for table in TABLES}:
        return FileKind.TABLES
    if is_health:
        return FileKind.HEALTH_ZIP
    raise ExportError(
        "This zip file holds neither the tables of a Cramp Diary nor an export of Apple Health."
    )
