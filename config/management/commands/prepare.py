"""Brings the database up to date, all in one process because starting one is the slow part."""

from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS

from accounts.demo import DEMO_EMAIL, DEMO_PASSWORD


class Command(BaseCommand):
    help = "Migrate, make the cache table and, in demo mode, the demo diary."

    def handle(self, *args: Any, **options: Any) -> None:
        self.check(databases=[DEFAULT_DB_ALIAS])
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        if settings.DIARY_DEMO and "demo_diary" in get_commands():
            call_command("demo_diary", if_missing=True)
            self.stdout.write(
                f'Press "Try the demo", or sign in as {DEMO_EMAIL} with the password {DEMO_PASSWORD}'
            )
