"""The report for a doctor: page one in two minutes, the rest for whoever wants to look closer.

    look = look_at(selected, selection, now)     # what is counted, from the selected diary and nothing else
    report = report_of(look, words)              # the tree that the page and the PDF walk

`diary/content/report.py` brings the words and does both in one step.
"""

from diary.domain.report.details import details_of
from diary.domain.report.document import Report
from diary.domain.report.look import Look, look_at
from diary.domain.report.page_one import about, page_one_of
from diary.domain.report.words import ReportWords
from diary.domain.wording import full_date

__all__ = ["TITLE", "Look", "Report", "ReportWords", "look_at", "report_of"]

TITLE = "Report on muscle cramps"


def report_of(look: Look, words: ReportWords) -> Report:
    """Return the report on what a look at a selected diary found."""
    nights = f"Nights from {full_date(look.first)} to {full_date(look.last)}"
    return Report(
        title=TITLE,
        about=about(look),
        every_page=f"Patient-reported, not verified. {nights}. Cramp Diary.",
        first=look.first,
        last=look.last,
        parts=(*page_one_of(look, words), *details_of(look, words)),
    )
