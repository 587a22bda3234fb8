"""Knows the folder of the backups: a private place to work in, names, and which old ones may go."""

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from config.backup.container import wait_for_names
from config.backup.manifest import BackupError

UNFINISHED = ".cramp-diary-unfinished-"
REGULAR = "cramp-diary"
BEFORE_RESTORE = "before-restore"  # never among those that `keep` removes
MADE_HERE = re.compile(rf"{REGULAR}-\d{{4}}-\d\d-\d\dT\d{{6}}\.\d{{6}}Z\.backup")


@contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """A directory inside `folder` into which nobody else can look, gone afterwards; one process at a time."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError(f"Another backup or restore is at work in {folder}.") from None
        for left_behind in folder.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left_behind, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=folder) as work:
            yield Path(work)
    finally:
        os.close(descriptor)


def name_at(moment: datetime, kind: str = REGULAR) -> str:
    return f"{kind}-{moment.astimezone(UTC):%Y-%m-%dT%H%M%S.%fZ}"


def publish(draft: Path, target: Path) -> None:
    """Give a finished file its name, durably; never that of another."""
    if os.path.lexists(target):
        raise BackupError(f"{target} is there already.")
    draft.rename(target)
    wait_for_names(target.parent)


def remove_older(newest: Path, keep: int) -> list[Path]:
    """Delete all regular backups beside `newest` but the `keep - 1` last ones, and return what went.

    The name counts, not the clock of the file; `newest` stays even where the clock was turned back.
    """
    others = sorted(
        path
        for path in newest.parent.iterdir()
        if path != newest and MADE_HERE.fullmatch(path.name) and path.is_file() and not path.is_symlink()
    )
    gone = others[: max(0, len(others) - (keep - 1))]
    for path in gone:
        path.unlink()
    return gone
