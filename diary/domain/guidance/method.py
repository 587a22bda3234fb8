"""The page that explains the statistics to patients: what it holds, and how it is read from its file."""

from dataclasses import dataclass
from datetime import date

from diary.domain.guidance.articles import ClinicianReview, clinician_review
from diary.domain.guidance.documents import ContentError, Document

FIELDS = ("title", "summary", "reviewed_on", "clinician_review", "sources")


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """How the diary looks for patterns. `body` is CommonMark, `sources` are keys of the bibliography.

    `reviewed_on` is the day its sources were checked, `clinician_review` None until a clinician has read it.
    """

    title: str
    summary: str
    reviewed_on: date
    clinician_review: ClinicianReview | None
    sources: tuple[str, ...]
    body: str


def parse(text: str, name: str) -> Method:
    """Read the page from the text of its file; raise ContentError, naming file and field, if something is amiss."""
    document = Document.parse(text, name)
    document.refuse_unknown(*FIELDS)
    if not document.body:
        raise ContentError(f"{name}: the text is missing")
    return Method(
        title=document.text("title"),
        summary=document.text("summary"),
        reviewed_on=document.day("reviewed_on"),
        clinician_review=clinician_review(document),
        sources=document.texts("sources"),
        body=document.body,
    )
