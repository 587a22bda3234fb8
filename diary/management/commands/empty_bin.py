"""`manage.py empty_bin`: what was in a bin for 30 days, and files that waited for a day, go; run it once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from diary.actions import episodes, events, imports, medicines, visits


class Command(BaseCommand):
    help = "Delete for good what has been in anybody's bin for 30 days."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many rows went; never what they held."""
        now = timezone.now()
        kinds = {
            "episodes": episodes,
            "medicines": medicines,
            "events": events,
            "visits": visits,
            "waiting files": imports,
        }
        gone = ", ".join(f"{name} {kind.clear_old_bins(now=now)}" for name, kind in kinds.items())
        self.stdout.write(f"Deleted for good: {gone}.")
