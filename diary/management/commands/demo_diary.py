"""`manage.py demo_diary`: an invented person's diary, for a first look, for screenshots and for benchmarks."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.demo import DEMO_EMAIL, DEMO_PASSWORD, demo_user
from diary import records
from diary.actions import demo
from diary.domain.days import night_to_settle
from diary.domain.demo import demo_diary

NIGHTS = 400
SEED = 62


class Command(BaseCommand):
    help = "Make the demo person and their diary. The same seed and day give the same diary."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-missing", action="store_true", help="do nothing where there is a diary already"
        )
        parser.add_argument("--replace", action="store_true", help="throw the demo person's diary away first")
        parser.add_argument("--email", default=DEMO_EMAIL, help="whose diary (default: %(default)s)")
        parser.add_argument("--nights", type=_at_least_one, default=NIGHTS, help="default: %(default)s")
        parser.add_argument("--seed", type=int, default=SEED, help="default: %(default)s")
        parser.add_argument(
            "--today", type=date.fromisoformat, help="the day after the last night, as 2026-11-22"
        )

    def handle(
        self,
        *args: Any,
        if_missing: bool,
        replace: bool,
        email: str,
        nights: int,
        seed: int,
        today: date | None,
        **options: Any,
    ) -> None:
        try:
            owner = demo_user(email)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if not owner.is_demo:
            raise CommandError(f"{email} is a person's own address. Choose another one for the demo.")
        with transaction.atomic():
            if replace:
                demo.empty(owner)
            elif records.diary_of(owner).days_noted():
                if if_missing:
                    return
                raise CommandError(f"{email} has a diary. Use --replace to throw it away, or --if-missing.")
            last_night = night_to_settle(timezone.now(), owner.time_zone)
            diary = demo_diary(
                seed=seed,
                today=today or last_night + timedelta(days=1),
                nights=nights,
                time_zone=owner.time_zone,
            )
            demo.write(owner, diary)
        cramps = sum(episode.cramps for episode in diary.episodes)
        self.stdout.write(f"Made a demo diary of {nights:,} nights with {cramps:,} cramps for {email}.")
        if not if_missing:
            self.stdout.write(f"With DIARY_DEMO=1 its password is {DEMO_PASSWORD}")


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ArgumentTypeError("a diary has at least one night")
    return number
