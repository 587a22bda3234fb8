"""What each page costs with a diary of a day, a year, ten and twenty years, side by side: `./dev bench pages`.

Times are medians of requests through Django's test client, in one process whose connection stays open; there is no
server and no network around them. They are for comparison on one machine, in one run, only.
"""

import gzip
import os
import secrets
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import brotli
import django
from django.core.management import call_command

if TYPE_CHECKING:
    from tests.bench.costs import Cost

SIZES = (1, 365, 3650, 7300)
BROTLI_QUALITY = 5  # what a server can afford while somebody waits


def prepare(folder: Path, database_url: str) -> None:
    """Make a database and the collected files in `folder`, with the settings of production."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tests.server_settings",
        "STATIC_ROOT": str(folder / "static"),
        "DATABASE_URL": database_url or f"sqlite:///{folder / 'bench.sqlite3'}",
        "DIARY_SECRET_KEY": secrets.token_urlsafe(60),
        "DIARY_HOSTS": "testserver",
    }
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def table(costs: "Mapping[str, Mapping[int, Cost]]") -> Iterator[str]:
    """Yield the lines of the table, the sizes of one page below each other."""
    yield f"{'page':<22}{'nights':>8}{'cpu ms':>9}{'p50 ms':>9}{'queries':>9}{'kB':>8}{'gzip':>8}{'brotli':>8}"
    for name, by_size in costs.items():
        for nights, cost in by_size.items():
            bodies = (
                cost.body,
                gzip.compress(cost.body, 6),
                brotli.compress(cost.body, quality=BROTLI_QUALITY),
            )
            times = f"{median(cost.cpu):>9.1f}{median(cost.wall):>9.1f}"
            kilobytes = "".join(f"{len(body) / 1000:>8.1f}" for body in bodies)
            yield f"{name:<22}{nights:>8}{times}{cost.queries:>9}{kilobytes}"
        yield ""


def main() -> None:
    parser = ArgumentParser(prog="./dev bench pages", description=__doc__)
    parser.add_argument("--nights", type=int, nargs="+", default=SIZES, help="lengths of the diaries")
    parser.add_argument(
        "--requests", type=int, default=30, help="for each page and length (default: %(default)s)"
    )
    parser.add_argument(
        "--database-url", default="", help="a database of its own (default: a new SQLite file)"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cramp-diary-bench-") as folder:
        prepare(Path(folder), options.database_url)
        from tests.bench.costs import measure  # noqa: PLC0415 - models can be imported only now

        sys.stdout.writelines(f"{line}\n" for line in table(measure(options.nights, options.requests)))


if __name__ == "__main__":
    main()
