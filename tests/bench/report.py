"""`./dev bench report`: what the report costs, as a page, through a link and as a PDF, by the length of the diary.

Asked through Django's test client, in one process; there is no server and no network around it. Memory is what Python
has taken at the most beyond what it had before (tracemalloc), looked at in a run of its own; Typst's own is not in it.
"""

import sys
import tempfile
import tracemalloc
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from re import search
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING
from urllib.parse import parse_qs
from uuid import uuid4

from tests.bench.export import EVERYTHING
from tests.bench.pages import prepare

if TYPE_CHECKING:
    from django.test import Client

Ask = Callable[[], bytes]


def _asks(browser: "Client") -> Mapping[str, Ask]:
    """Return what is asked for, by its name; the link is made here and opened by somebody without an account."""
    from django.test import Client  # noqa: PLC0415 - settings are there only now

    from diary.pages.sharing.forms import sealed_token  # noqa: PLC0415

    link = {"id": uuid4(), "token": sealed_token(), "name": "Dr. Marsh", "days": "14"}
    made = browser.post("/sharing/", dict(parse_qs(EVERYTHING)) | link)
    address = search(r"/s/[\w-]+/", made.text)
    if address is None:
        raise SystemExit(f"No link was made: {made.status_code}.")
    shared, stranger = address[0], Client()
    return {
        "Visit": lambda: _body(browser, "/visit/"),
        "Report, a year": lambda: _body(browser, "/visit/report/?period=year"),
        "Report, everything": lambda: _body(browser, f"/visit/report/?{EVERYTHING}"),
        "Link, everything": lambda: _body(stranger, shared),
        "PDF, a year": lambda: _body(browser, "/visit/report.pdf?period=year"),
        "PDF, everything": lambda: _body(browser, f"/visit/report.pdf?{EVERYTHING}"),
    }


def _body(browser: "Client", address: str) -> bytes:
    response = browser.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}.")
    body: bytes = response.content
    return body


def _line(words: str, name: str, ask: Ask, times: int) -> str:
    body = ask()
    walls, cpus = [], []
    for _ in range(times):
        wall, cpu = perf_counter(), process_time()
        ask()
        walls.append((perf_counter() - wall) * 1000)
        cpus.append((process_time() - cpu) * 1000)
    tracemalloc.start()
    ask()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    figures = f"{median(cpus):>9.0f}{median(walls):>9.0f}{len(body) / 1000:>9.0f}{peak / 1e6:>9.1f}"
    return f"{words:<24}{name:<20}{figures}"


def table(times: int) -> Iterator[str]:
    """Yield the lines of the table."""
    from tests.bench.long_diaries import people  # noqa: PLC0415 - models can be imported only now

    yield f"{'diary':<24}{'what':<20}{'cpu ms':>9}{'p50 ms':>9}{'kB':>9}{'MB more':>9}"
    for words, browser in people():
        for name, ask in _asks(browser).items():
            yield _line(words, name, ask, times)
        yield ""


def main() -> None:
    parser = ArgumentParser(prog="./dev bench report", description=__doc__)
    parser.add_argument("--times", type=int, default=3, help="each answer (default: %(default)s)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cramp-diary-bench-") as folder:
        prepare(Path(folder), "")
        for line in table(options.times):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
