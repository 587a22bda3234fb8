"""`manage.py analyse FILE…`: what the screen would say of exported diaries, for whoever wants to check the engine."""

import json
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from diary.content.prompt_words import rule_words
from diary.domain.days import EARLIEST_DAY, LATEST_DAY, diary_day
from diary.domain.formats.export import Export, ExportError, read
from diary.domain.formats.findings import findings_of, prompts_of
from diary.domain.formats.findings_text import findings_lines, prompts_lines
from diary.domain.formats.reading import LARGEST_FILE
from diary.domain.patterns import Period, summarise
from diary.domain.prompts import prompts_for

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Opened:
    """A file by its name, and what it holds; None and the `problems` if it can not be read."""

    file: str
    export: Export | None
    problems: tuple[str, ...] = ()


class Command(BaseCommand):
    help = (
        "Print the findings and prompts of exported diaries (docs/data-format.md), as the screen shows them. No "
        "database is needed. A file that can not be read is told of on standard error, the others go on, and the "
        "exit code is 1."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="an export; - reads standard input")
        parser.add_argument(
            "--format",
            choices=("text", "json", "jsonl"),
            default="text",
            help="text as on the screen (default); json, of several files a list; jsonl, a line for each file",
        )
        parser.add_argument(
            "--today",
            type=_day,
            help="look from this diary day, as 2026-11-22, without what came later (default: that of the export, "
            "else the one after the last that is noted)",
        )
        parser.add_argument(
            "--period",
            choices=[period.slug for period in Period],
            default=Period.ALL.slug,
            help="how far back to look (default: all); change and factors are always of the whole diary",
        )

    def handle(
        self,
        *args: Any,
        files: Sequence[str],
        format: str,  # noqa: A002
        today: date | None,
        period: str,
        **options: Any,
    ) -> None:
        try:
            broken = self._write(files, format, today, Period.named(period) or Period.ALL)
            self.stdout.flush()
        except BrokenPipeError:
            # Whoever listened has seen enough (`analyse … | head`); Python must not try to write the rest at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(1) from None
        if broken:
            raise CommandError(f"{broken} of {len(files)} files could not be read.")

    def _write(self, files: Sequence[str], form: str, today: date | None, period: Period) -> int:
        """Write what each file says, and return how many could not be read."""
        broken = 0
        is_list = form == "json" and len(files) > 1
        if is_list:
            self.stdout.write("[")
        for number, opened in enumerate(map(_opened, files), start=1):
            broken += opened.export is None
            for problem in opened.problems:
                self.stderr.write(f"{opened.file}: {problem}")
            if form == "text":
                self._print(opened, today, period)
            else:
                comma = "," if is_list and number < len(files) else ""
                self.stdout.write(f"{_json(opened, today, period)}{comma}")
        if is_list:
            self.stdout.write("]")
        return broken

    def _print(self, opened: Opened, today: date | None, period: Period) -> None:
        if opened.export is None:
            return
        for warning in opened.export.warnings:
            self.stderr.write(f"{opened.file}: {warning}")
        for line in _lines(opened.file, opened.export, today, period):
            self.stdout.write(line)


def _opened(name: str) -> Opened:
    file = name.encode("utf-8", "replace").decode()
    try:
        return Opened(file, read(_bytes_of(name)))
    except ExportError as error:
        return Opened(file, None, error.problems)
    except OSError as error:
        return Opened(file, None, (f"{error.strerror}.",))


def _bytes_of(name: str) -> bytes:
    """Return what a file holds; of one that is too large just enough to see that."""
    if name == STDIN:
        return sys.stdin.buffer.read(LARGEST_FILE + 1)
    with Path(name).open("rb") as file:
        return file.read(LARGEST_FILE + 1)


def _today(export: Export, today: date | None) -> date:
    return today or export.today or diary_day(timezone.now(), export.diary.time_zone)


def _json(opened: Opened, today: date | None, period: Period) -> str:
    """Return the line of one file, in ASCII: a name could hold a character that ends a line for some programs."""
    return json.dumps(_values(opened, today, period), allow_nan=False)


def _values(opened: Opened, today: date | None, period: Period) -> dict[str, Any]:
    if opened.export is None:
        return {"file": opened.file, "error": list(opened.problems)}
    day = _today(opened.export, today)
    diary = opened.export.as_of(day)
    return {
        "file": opened.file,
        "today": day.isoformat(),
        "warnings": list(opened.export.warnings),
        "findings": findings_of(summarise(diary, day, period)),
        **prompts_of(prompts_for(diary, day), _titles()),
    }


def _lines(file: str, export: Export, today: date | None, period: Period) -> Iterator[str]:
    day = _today(export, today)
    diary = export.as_of(day)
    yield f"{file}, seen from the diary day of {day.day} {day:%b} {day.year}: {period.label.lower()}"
    yield ""
    yield from findings_lines(summarise(diary, day, period))
    yield from prompts_lines(prompts_for(diary, day), _titles())


def _titles() -> dict[str, str]:
    return {rule: words.title for rule, words in rule_words().items()}


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no date such as 2026-11-22") from None
    if not EARLIEST_DAY < day < LATEST_DAY:
        raise ArgumentTypeError(f"{text!r} is too far away")
    return day
