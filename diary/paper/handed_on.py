"""A selected part of the diary on paper: the report, with the same nights attached as data for another program."""

from datetime import datetime

from diary.content.report import report_on
from diary.domain.entries import Diary
from diary.domain.formats.fhir import bundle_json
from diary.domain.report import Look, look_at
from diary.domain.selection import Section, Selection
from diary.paper.pdf import Paper, report_pdf

# Where letters are written on US Letter (CLDR, measurement data: paperSize).
LETTER_COUNTRIES = frozenset(
    ("BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE")
)


def paper_in(country: str) -> Paper:
    """Return the paper of a country, an ISO 3166 code; A4 where it is not known."""
    return Paper.LETTER if country in LETTER_COUNTRIES else Paper.A4


def pdf_of(diary: Diary, selection: Selection, *, now: datetime, language: str, country: str) -> bytes:
    """Return the report on `diary`, which `selection` made, as a PDF with its FHIR bundle inside."""
    look = look_at(diary, selection, now)
    return report_pdf(
        report_on(look), made_at=now, paper=paper_in(country), language=language, bundle=_bundle(look, now)
    )


def _bundle(look: Look, now: datetime) -> str:
    return "".join(
        bundle_json(
            look.diary,
            exported_at=now,
            first=look.first,
            last=look.last,
            lists_episodes=look.has(Section.EPISODES),
        )
    )
