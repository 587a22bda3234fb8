"""Where each row of the medical plan is handled, or why a patient reads nothing of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from diary.domain.guidance.documents import ContentError, Document
from diary.domain.guidance.remedies import Remedy

COLUMNS = ("row", "about", "handled by", "why not")
REMEDY, FACTOR = "remedy:", "factor:"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it is handled ("G01", "F01", "R30", "factor:heat", "remedy:salt"), or why it is not.

    `says` is a phrase that must stand in one of the articles or cards, or "".
    """

    id: str
    about: str
    handled_by: tuple[str, ...]
    says: str
    why_not: str


def parse_coverage(fields: Mapping[str, Any], remedies: Iterable[Remedy]) -> tuple[Row, ...]:
    """Read the rows, in order of their groups; raise ContentError for a row that is missing, unknown or there twice."""
    document = Document("coverage", fields)
    document.refuse_unknown("rows", "handled")
    answered = {row: remedy for remedy in remedies for row in remedy.covers}
    handled: Mapping[str, Any] = fields["handled"]
    known = list(_ids(fields["rows"]))
    if strange := sorted((handled.keys() | answered.keys()) - set(known)):
        raise ContentError(f"coverage: there is no row {strange[0]}")
    if twice := sorted(handled.keys() & answered.keys()):
        raise ContentError(f"coverage: {twice[0]} is handled twice")
    if missing := [row for row in known if row not in handled and row not in answered]:
        raise ContentError(f"coverage: nobody handles {missing[0]}")
    return tuple(
        _row(Document(row, handled[row])) if row in handled else _answered(row, answered[row])
        for row in known
    )


def table(rows: Iterable[Row]) -> Iterator[tuple[str, ...]]:
    """Yield the lines of docs/coverage.csv, the heading first."""
    yield COLUMNS
    for row in rows:
        yield (row.id, row.about, " ".join(row.handled_by), row.why_not)


def _ids(counts: Mapping[str, int]) -> Iterator[str]:
    for group, count in counts.items():
        yield from (f"{group}{number:02}" for number in range(1, count + 1))


def _answered(id: str, remedy: Remedy) -> Row:  # noqa: A002 (the field's own name)
    return Row(id, remedy.name, (f"{REMEDY}{remedy.id}",), "", "")


def _row(document: Document) -> Row:
    document.refuse_unknown("about", "in", "says", "why_not")
    handled_by = document.texts("in")
    why_not = "" if handled_by else document.text("why_not")
    says = document.text("says") if "says" in document.fields else ""
    return Row(document.name, document.text("about"), handled_by, says, why_not)
