"""The report on paper: a tagged PDF that a screen reader can read and an archive can keep."""

from diary.paper.handed_on import pdf_of
from diary.paper.pdf import Paper, report_pdf

__all__ = ["Paper", "pdf_of", "report_pdf"]
