"""Opens a zip file from anywhere: looked at before it is trusted, read as a stream, never unpacked to disk."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from diary.domain.formats.reading import ExportError

MOST_MEMBERS = 20_000
LARGEST_DIRECTORY = 5_000_000
# Text with many repetitions, such as a health file, is packed 20 to 40 times; what is packed tighter is a trap.
HIGHEST_RATIO = 200

_END = struct.Struct("<4s4H2LH")
_LOCATOR = b"PK\x06\x07"
_LOCATOR_SIZE = 20
_LONGEST_COMMENT = 65_535
_DAMAGED = "This zip file is damaged. Please export it again."
_UNUSUAL = "This zip file can not be read here. Please unpack it and choose the file inside."


@contextmanager
def opened(file: IO[bytes]) -> Iterator[ZipFile]:
    """Give the archive; raise ExportError for one that is damaged, far too full, or breaks while it is read."""
    _look_at_the_end(file)
    try:
        with ZipFile(file) as archive:
            if len(archive.infolist()) > MOST_MEMBERS:
                raise ExportError(_UNUSUAL)
            yield archive
    except (BadZipFile, zlib.error, EOFError, struct.error, OSError, RuntimeError, ValueError):
        # zipfile trusts the numbers in the file, and fails in all these ways where they lie.
        raise ExportError(_DAMAGED) from None


def _look_at_the_end(file: IO[bytes]) -> None:
    """Refuse a list of members that would fill the memory before the first of them can be looked at."""
    size = file.seek(0, 2)
    start = max(0, size - _LONGEST_COMMENT - _END.size - _LOCATOR_SIZE)
    file.seek(start)
    tail = file.read()
    at = len(tail) - _END.size
    if at < 0 or tail[at : at + 4] != b"PK\5\6" or tail[-2:] != b"\0\0":
        at = tail.rfind(b"PK\5\6")
    if at < 0 or at + _END.size > len(tail):
        raise ExportError(_DAMAGED)
    directory_size = _END.unpack_from(tail, at)[5]
    has_large_form = at >= _LOCATOR_SIZE and tail[at - _LOCATOR_SIZE :].startswith(_LOCATOR)
    if has_large_form or directory_size > LARGEST_DIRECTORY:
        raise ExportError(_UNUSUAL)
    file.seek(0)


@contextmanager
def member(archive: ZipFile, info: ZipInfo, most: int) -> Iterator[IO[bytes]]:
    """Give one member as a stream; raise ExportError if it is locked, packed oddly, or over `most` bytes."""
    if info.flag_bits & 1:
        raise ExportError("This zip file is locked with a password. Please export it without one.")
    if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise ExportError(_UNUSUAL)
    if info.file_size > most:
        raise ExportError(f"What is inside this zip file is larger than {most // 1_000_000:,} MB.")
    if info.file_size > HIGHEST_RATIO * max(info.compress_size, 1_000):
        raise ExportError(_DAMAGED)
    with archive.open(info) as stream:
        yield stream
