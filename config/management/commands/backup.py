"""`manage.py backup`: the whole database as one checked file while people use the site, or a look through one."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.backup import BackupError, check, make, why_not_here


class Command(BaseCommand):
    help = "Back up the whole database to one file, and check it. People may go on using the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--folder",
            type=Path,
            default=settings.VAR_DIR / "backups",
            help="where backups lie, and where there is room to work on them (default: %(default)s)",
        )
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--keep",
            type=_at_least_one,
            help="afterwards, remove all backups in the folder but the last KEEP",
        )
        what.add_argument("--check", type=Path, metavar="FILE", help="make none; look through this one")

    def handle(self, *args: Any, folder: Path, keep: int | None, check: Path | None, **options: Any) -> None:
        try:
            if check is None:
                self._make(folder.absolute(), keep)
            else:
                self._check(check, folder.absolute())
        except BackupError as error:
            raise CommandError(str(error)) from None

    def _make(self, folder: Path, keep: int | None) -> None:
        made = make(folder, now=timezone.now(), keep=keep)
        size = made.path.stat().st_size / 1e6
        self.stdout.write(f"{made.path}: {made.contents.total:,} rows, {size:,.1f} MB, checked.")
        if made.removed:
            self.stdout.write(f"Removed {len(made.removed)} older.")

    def _check(self, file: Path, folder: Path) -> None:
        manifest = check(file, folder=folder)
        made = f"made on {manifest.made_at:%Y-%m-%d at %H:%M} UTC"
        self.stdout.write(f"{file} is sound: {manifest.engine}, {manifest.contents.total:,} rows, {made}.")
        if reason := why_not_here(manifest):
            self.stdout.write(f"It cannot be restored here. {reason}")


def _at_least_one(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise ArgumentTypeError("at least one backup must stay")
    return number
