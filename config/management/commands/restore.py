"""`manage.py restore FILE`: a backup in the place of the live database, after everything about it was looked at."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.backup import BackupError, Restored, restore


class Command(BaseCommand):
    help = (
        "Put a backup in the place of the live database, and migrate it to this version. Stop the server first. "
        "A damaged or newer backup is refused before anything is changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="what `manage.py backup` has made")
        parser.add_argument(
            "--replace", action="store_true", help="the live database holds rows: back it up and replace it"
        )
        parser.add_argument(
            "--folder",
            type=Path,
            default=settings.VAR_DIR / "backups",
            help="where the live database is backed up to, and room to work (default: %(default)s)",
        )

    def handle(self, *args: Any, file: Path, replace: bool, folder: Path, **options: Any) -> None:
        try:
            done = restore(file, folder=folder.absolute(), replace=replace, now=timezone.now())
        except BackupError as error:
            raise CommandError(str(error)) from None
        self._tell(done)

    def _tell(self, done: Restored) -> None:
        manifest = done.manifest
        for table, rows in sorted(manifest.contents.rows.items()):
            self.stdout.write(f"{rows:>12,}  {table}")
        moment = f"{manifest.made_at:%Y-%m-%d at %H:%M:%S} UTC"
        self.stdout.write(f"{manifest.contents.total:>12,}  rows restored, as they were on {moment}")
        if newer := len(done.contents.migrations - manifest.contents.migrations):
            self.stdout.write(f"The backup was older than this version: {newer} migrations were run.")
        if done.kept:
            self.stdout.write(f"What was there before is kept in {done.kept}")
