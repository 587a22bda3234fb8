"""`./dev bench export`: what it costs to take a diary along: processor time, bytes and memory, by format and length.

The files are downloaded through Django's test client, in one process; there is no server and no network around them.
The longest diary is one that hardly anybody has: 25,000 cramps and 60,000 further rows in twenty years, with 2,000 long
notes.
Memory is what Python has taken at the most beyond what it had before (tracemalloc), looked at in a run of its own.
"""

import sys
import tempfile
import tracemalloc
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

from tests.bench.pages import prepare

if TYPE_CHECKING:
    from django.test import Client

FORMATS = ("csv", "json", "fhir", "calendar")
EVERYTHING = "period=all&chosen=1&" + "&".join(
    f"sections={name}"
    for name in (
        "episodes", "check_ins", "medicines", "profile", "prompts", "events", "visits", "devices", "notes",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cost:
    """What one file has cost: milliseconds of the processor, bytes, and the most memory in bytes."""

    milliseconds: float
    size: int
    memory: int


def download(browser: "Client", name: str) -> int:
    """Fetch a file and return its size, without keeping it."""
    response = browser.get(f"/transfer/export/{name}/?{EVERYTHING}")
    if response.status_code != 200:
        raise SystemExit(f"{name} answered {response.status_code}.")
    size = sum(map(len, response.streaming_content))
    response.close()
    return size


def cost_of(browser: "Client", name: str, times: int) -> Cost:
    spent: list[float] = []
    size = download(browser, name)
    for _ in range(times):
        begun = process_time()
        download(browser, name)
        spent.append((process_time() - begun) * 1000)
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    download(browser, name)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return Cost(median(spent), size, peak - before)


def table(times: int) -> Iterator[str]:
    """Yield the lines of the table."""
    from tests.bench.long_diaries import people  # noqa: PLC0415 - models can be imported only now

    yield f"{'diary':<24}{'format':<10}{'cpu ms':>9}{'kB':>9}{'MB more':>9}"
    for words, browser in people():
        for name in FORMATS:
            cost = cost_of(browser, name, times)
            yield (
                f"{words:<24}{name:<10}{cost.milliseconds:>9.0f}{cost.size / 1000:>9.0f}{cost.memory / 1e6:>9.1f}"
            )
        yield ""


def main() -> None:
    parser = ArgumentParser(prog="./dev bench export", description=__doc__)
    parser.add_argument("--times", type=int, default=3, help="each file (default: %(default)s)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cramp-diary-bench-") as folder:
        prepare(Path(folder), "")
        for line in table(options.times):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
