"""Knows the file of a backup: two lines that describe the payload, then the payload, and nothing after it.

The first line holds the checksum of the second, the second that of the payload, so no byte can change unnoticed:

    cramp-diary-backup 1 <SHA-256 of the next line>
    {"engine": "sqlite", …, "size": 48213, "sha256": …}
    <payload: a packed SQLite file, or what pg_dump wrote>

Without this program: `tail -n +3 FILE | gunzip > diary.sqlite3`, or `tail -n +3 FILE | pg_restore …`.
"""

import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO

from config.backup.manifest import FORMAT, LARGEST, VERSION, BackupError, Manifest, decode, encode

CHUNK = 1 << 20
LONGEST_FIRST_LINE = 200
LONGEST_DESCRIPTION = 1 << 20
NO_SUM = "0" * 64


def write(path: Path, manifest: Manifest, payload: Iterable[bytes]) -> None:
    """Write a new file that only its owner may read, and wait until it is on the disk.

    The size and the sum of the payload are known at its end: room for them is kept in the description.
    """
    room = len(encode(replace(manifest, size=LARGEST, sha256=NO_SUM)))
    size, digest = 0, hashlib.sha256()
    with private_file(path) as file:
        file.write(_header(manifest, room))
        for chunk in payload:
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        file.seek(0)
        file.write(_header(replace(manifest, size=size, sha256=digest.hexdigest()), room))
        file.flush()
        os.fsync(file.fileno())


def unpack(path: Path, payload: Path) -> Manifest:
    """Copy the payload of a backup to a new private file, and return its manifest; raises BackupError.

    What is checked is the copy, so whoever can still write to the backup changes nothing of what is used.
    """
    with _opened(path) as file:
        manifest = _manifest(file)
        insist_on_room(payload.parent, manifest.size + manifest.unpacked)
        digest = hashlib.sha256()
        left = manifest.size
        with private_file(payload) as copy:
            while left and (chunk := file.read(min(CHUNK, left))):
                copy.write(chunk)
                digest.update(chunk)
                left -= len(chunk)
        if left:
            raise BackupError("The file is cut off: its end is missing.")
        if digest.hexdigest() != manifest.sha256 or file.read(1):
            raise BackupError("The file is damaged: its content does not fit its checksum.")
    return manifest


@contextmanager
def private_file(path: Path) -> Iterator[BinaryIO]:
    """A new file that nobody else can read, whatever the umask; never one that is there already, nor through a link."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w+b") as file:
        yield file


def wait_for_names(folder: Path) -> None:
    """Wait until the names of the files in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def insist_on_room(folder: Path, needed: int) -> None:
    """Raise BackupError where a disk has less room than so many bytes."""
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise BackupError(
            f"{needed / 1e6:,.0f} MB are needed in {folder}, and {free / 1e6:,.0f} MB are free."
        )


def _header(manifest: Manifest, room: int) -> bytes:
    line = encode(manifest).ljust(room) + b"\n"
    return f"{FORMAT} {VERSION} {hashlib.sha256(line).hexdigest()}\n".encode("ascii") + line


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """A file that is one: a pipe or a device would be read for ever."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError as error:
        raise BackupError(f"{path}: {error.strerror}.") from None
    if not S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise BackupError(f"{path} is not a file.")
    with os.fdopen(descriptor, "rb") as file:
        yield file


def _manifest(file: BinaryIO) -> Manifest:
    first = file.readline(LONGEST_FIRST_LINE)
    if not first:
        raise BackupError("The file is empty.")
    found = re.match(rf"{FORMAT} ([0-9]{{1,9}}) ".encode(), first)
    if not found:
        raise BackupError("This is not a backup of Cramp Diary, or its beginning is damaged.")
    if int(found[1]) > VERSION:
        raise BackupError(
            "This backup was written by a newer version of Cramp Diary, or its beginning is damaged."
        )
    line = file.readline(LONGEST_DESCRIPTION)
    if first != f"{FORMAT} {VERSION} {hashlib.sha256(line).hexdigest()}\n".encode("ascii"):
        raise BackupError("The file is damaged: its description does not fit its checksum.")
    return decode(line)
