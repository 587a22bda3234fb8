"""Reports for tests: what a doctor reads of a small diary."""

from datetime import UTC, datetime, time

from diary.domain.entries import Diary
from diary.domain.report import ReportWords, look_at, report_of
from diary.domain.report.document import Part, Prompt, Report, Table
from diary.domain.selection import Selection
from tests.domain.patterns.diaries import MONDAY

WORDS = ReportWords(
    prompt=lambda prompt: Prompt(
        title=prompt.rule,
        urgency=prompt.urgency.label,
        is_urgent=prompt.urgency.rank < 2,
        cause=prompt.cause,
        what_to_do="Do it.",
        questions=("Why?",),
        source="Somewhere.",
    ),
    nothing_fired=lambda prompts: () if prompts.fired else ("Nothing was picked up.",),
    not_reviewed="Nobody has reviewed this.",
)


def evening_of(day):
    """The instant at six in the evening of `day`, in UTC: the diary day that has just begun."""
    return datetime.combine(day, time(18), UTC)


def report(diary: Diary, day, selection: Selection = Selection()) -> Report:  # noqa: B008 - frozen
    """The report on what `selection` leaves of `diary`, made in the evening of `day`."""
    return report_of(look_at(selection.of(diary), selection, evening_of(day)), WORDS)


def part_of(report: Report, name: str) -> Part:
    return next(part for part in report.parts if part.id == name)


def names_of(report: Report) -> list[str]:
    return [part.id for part in report.parts]


def table_of(part: Part) -> Table:
    return next(block for block in part.blocks if isinstance(block, Table))


def numbers_of(report: Report) -> dict[str, tuple[str, ...]]:
    """{row: cells} of the numbers on page one."""
    return {name: cells for name, *cells in table_of(part_of(report, "numbers")).rows}


def texts_of(part: Part) -> str:
    empty = Report(title="", about=(), every_page="", first=MONDAY, last=MONDAY, parts=(part,))
    return " | ".join(empty.texts())
