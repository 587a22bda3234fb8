"""Guidance articles: what one holds, and how it is read from its file."""

from dataclasses import dataclass
from datetime import date

from diary.domain.guidance.documents import ContentError, Document
from diary.domain.vocabulary import Grade, Muscle, Term

HELP_HEADING = "## When to get help"
FIELDS = (
    "id", "title", "summary", "for_whom", "topics", "muscles", "situations", "synonyms", "when",
    "unless", "reviewed_on", "clinician_review", "grade",
)  # fmt: skip


class Topic(Term):
    """What an article is about: the first one of an article is the heading that it is listed under."""

    BASICS = "basics", "Understanding cramps"
    SELF_CARE = "self_care", "What you can do yourself"
    REMEDIES = "remedies", "Medicines, supplements and remedies"
    LIFE = "life", "Age and pregnancy"
    ACTIVITY = "activity", "Sport, water and heat"
    CONDITIONS = "conditions", "Other conditions"
    HELP = "help", "Getting help"


class Situation(Term):
    """Where or for whom an article matters: what a reader browses by."""

    NIGHT = "night", "At night"
    SPORT = "sport", "Sport and hard work"
    HEAT = "heat", "Hot weather and heat"
    WATER = "water", "In the water"
    SITTING = "sitting", "Sitting or lying for long"
    STANDING = "standing", "On your feet all day"
    JOURNEY = "journey", "Long journeys"
    PREGNANCY = "pregnancy", "Pregnancy and after birth"
    CHILD = "child", "Children and teenagers"
    OVER_60 = "over_60", "Over 60"
    MEDICINES = "medicines", "Taking medicines"
    DIALYSIS = "dialysis", "Kidney disease and dialysis"
    LIVER = "liver", "Liver disease"
    DIABETES = "diabetes", "Diabetes"


@dataclass(frozen=True, slots=True)
class GradedClaim:
    """One thing that an article says, how good the evidence for it is, and the keys of its sources."""

    claim: str
    grade: Grade
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClinicianReview:
    """Who checked an article (name and profession), and when."""

    by: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article. `body` and `help` are CommonMark; `help` is the text of the box "When to get help".

    `reviewed_on` is the day its sources were checked. `clinician_review` is None until a clinician has read
    it. `muscles` and `situations` are empty when it concerns all. `when` names conditions of for_you, `unless`
    what holds it back there. It is listed under the first of its `topics`.
    """

    id: str
    slug: str
    title: str
    summary: str
    for_whom: str
    claims: tuple[GradedClaim, ...]
    reviewed_on: date
    clinician_review: ClinicianReview | None
    topics: tuple[Topic, ...]
    muscles: tuple[Muscle, ...]
    situations: tuple[Situation, ...]
    synonyms: tuple[str, ...]
    when: tuple[str, ...]
    unless: tuple[str, ...]
    body: str
    help: str

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of all sources, each once, in the order of the claims."""
        return tuple(dict.fromkeys(key for claim in self.claims for key in claim.sources))

    @property
    def grades(self) -> tuple[Grade, ...]:
        """The grades that occur in it, best first."""
        return tuple(sorted({claim.grade for claim in self.claims}, key=list(Grade).index))


def parse(text: str, slug: str) -> Article:
    """Read an article from the text of its file; `slug` is the file's name without ending.

    Raise ContentError, naming file and field, when a field is missing, unknown or of the wrong kind, when no
    claim is graded, or when the article does not end with its box "When to get help".
    """
    document = Document.parse(text, slug)
    document.refuse_unknown(*FIELDS)
    body, heading, help_box = document.body.partition(HELP_HEADING + "\n")
    if not body.strip() or not heading or not help_box.strip() or "\n## " in help_box:
        raise ContentError(f"{slug}: the article must end with the heading “{HELP_HEADING}” and its text")
    return Article(
        id=document.text("id"),
        slug=slug,
        title=document.text("title"),
        summary=document.text("summary"),
        for_whom=document.text("for_whom"),
        claims=_claims(document),
        reviewed_on=document.day("reviewed_on"),
        clinician_review=clinician_review(document),
        topics=_topics(document),
        muscles=document.terms("muscles", Muscle),
        situations=document.terms("situations", Situation),
        synonyms=document.texts("synonyms"),
        when=document.texts("when"),
        unless=document.texts("unless"),
        body=body.strip(),
        help=help_box.strip(),
    )


def _topics(document: Document) -> tuple[Topic, ...]:
    topics = document.terms("topics", Topic)
    if not topics:
        raise document.fault("topics", "must name at least one topic")
    return topics


def _claims(document: Document) -> tuple[GradedClaim, ...]:
    claims = tuple(_claim(table) for table in document.tables("grade"))
    if not claims:
        raise document.fault("grade", "must grade at least one claim")
    return claims


def _claim(table: Document) -> GradedClaim:
    table.refuse_unknown("claim", "grade", "sources")
    claim = GradedClaim(table.text("claim"), table.term("grade", Grade), table.texts("sources"))
    if not claim.sources and claim.grade is not Grade.N:
        raise table.fault("sources", "must name a source unless the grade is N")
    return claim


def clinician_review(document: Document) -> ClinicianReview | None:
    """Return who checked the file and when, None if nobody did; raise ContentError for half an answer."""
    value = document.fields.get("clinician_review")
    if value is None:
        return None
    if not isinstance(value, dict):
        raise document.fault("clinician_review", "must be a table with “by” and “on”")
    review = Document(f"{document.name}, clinician_review", value)
    review.refuse_unknown("by", "on")
    return ClinicianReview(review.text("by"), review.day("on"))
