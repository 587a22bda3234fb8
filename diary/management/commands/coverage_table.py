"""Prints docs/coverage.csv: where each row of the medical plan is handled. Nothing of a person is in it."""

import csv
from typing import Any

from django.core.management.base import BaseCommand

from diary.content import library
from diary.domain.guidance.coverage import table


class Command(BaseCommand):
    help = (
        "Prints where each row of the medical plan is handled: manage.py coverage_table > docs/coverage.csv"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        csv.writer(self.stdout, lineterminator="\n").writerows(table(library.coverage()))
