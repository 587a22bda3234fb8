"""The report on paper: a tagged PDF that a screen reader can read and an archive can keep."""

from diary.paper.pdf import Paper, report_pdf

__all__ = ["Paper", "report_pdf"]
