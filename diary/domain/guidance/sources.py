"""The sources behind medical sentences, and what the grades of evidence mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from diary.domain.guidance.documents import Document
from diary.domain.vocabulary import Grade, Term


class SourceStatus(Term):
    """How far a source was read by those who cite it."""

    SEEN = "seen", "Read"
    SECONDARY = "secondary", "Read in a copy, or as another source quotes it"
    RECHECK = "recheck", "General knowledge, still to be compared with the source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One reference. `retracted_by` is the key of the notice that took it back."""

    key: str
    text: str
    status: SourceStatus
    doi: str | None = None
    pmid: str | None = None
    url: str | None = None
    note: str | None = None
    retracted_by: str | None = None

    @property
    def link(self) -> str | None:
        """Where to read it: the DOI, else PubMed, else the page; None if no address is certain."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        if self.pmid:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        return self.url


@dataclass(frozen=True, slots=True)
class GradeMeaning:
    """A grade of evidence in two or three words, and in a sentence."""

    words: str
    meaning: str


OPTIONAL = ("doi", "pmid", "url", "note", "retracted_by")


def parse_sources(tables: Mapping[str, Any]) -> dict[str, Source]:
    """Read the bibliography from its TOML tables; raise ContentError, naming the key and the field."""
    return {key: _source(Document(key, fields)) for key, fields in tables.items()}


def parse_grades(tables: Mapping[str, Any]) -> dict[Grade, GradeMeaning]:
    """Read what the grades mean, one for each grade; raise ContentError, naming the grade and the field."""
    documents = {grade: Document(f"grades, {grade}", tables.get(grade.value, {})) for grade in Grade}
    return {grade: GradeMeaning(d.text("words"), d.text("meaning")) for grade, d in documents.items()}


def _source(document: Document) -> Source:
    document.refuse_unknown("text", "status", *OPTIONAL)
    return Source(
        key=document.name,
        text=document.text("text"),
        status=document.term("status", SourceStatus),
        **{field: document.text(field) for field in OPTIONAL if field in document.fields},
    )
