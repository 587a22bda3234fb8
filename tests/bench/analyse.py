"""`./dev bench analyse`: how many one-year diaries `manage.py analyse` looks at in a second, and with how much memory.

Half of the files are demo diaries, half are simulated ones with ten factors. The time is processor time of one process,
without its start, which is told apart.
"""

import os
import resource
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from time import process_time
from uuid import UUID

import django
import numpy as np
from django.core.management import call_command

from diary.domain.demo import demo_diary
from diary.domain.entries import Diary
from diary.domain.formats.export import export_json
from tests.bench.simulated import STRONG, diary_from, simulate

TODAY = date(2026, 11, 22)


def demo(number: int, nights: int) -> Diary:
    diary = demo_diary(seed=number, today=TODAY, nights=nights, time_zone="Europe/London")
    return replace(diary, first_day=None, last_day=None)


def simulated(number: int, nights: int) -> Diary:
    world = replace(STRONG, nights=nights, odds_ratio=4, missing=0.2)
    outcomes, answers = simulate(np.random.default_rng(number), world, 1)
    diary = diary_from(outcomes[0], answers[0])
    ids = (UUID(int=each) for each in range(len(diary.episodes)))
    return replace(
        diary, episodes=tuple(replace(e, id=each) for e, each in zip(diary.episodes, ids, strict=False))
    )


def files(folder: Path, count: int, nights: int) -> Iterator[str]:
    """Write the exports, and yield their names."""
    for number in range(count):
        diary = (demo, simulated)[number % 2](number, nights)
        path = folder / f"{number:04}.json"
        path.write_text("".join(export_json(diary, None)), encoding="utf-8")
        yield str(path)


def main() -> None:
    parser = ArgumentParser(prog="./dev bench analyse", description=__doc__)
    parser.add_argument("--diaries", type=int, default=100, help="how many (default: %(default)s)")
    parser.add_argument("--nights", type=int, default=365, help="of each (default: %(default)s)")
    options = parser.parse_args()
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "DIARY_DEBUG": "1"}
    django.setup()
    with tempfile.TemporaryDirectory(prefix="cramp-diary-bench-") as folder:
        names = list(files(Path(folder), options.diaries, options.nights))
        call_command("analyse", names[0], format="jsonl", stdout=StringIO())
        begun = process_time()
        call_command("analyse", *names, format="jsonl", stdout=StringIO())
        spent = process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"{options.diaries} diaries of {options.nights} nights ({timedelta(seconds=round(spent))}): "
        f"{options.diaries / spent:.0f} a second, {1000 * spent / options.diaries:.1f} ms each; "
        f"most memory {memory:.0f} MB\n"
    )


if __name__ == "__main__":
    main()
