"""How the words of a prompt are written: fields, then one section per variant, with placeholders for facts.

## default

What the person reads first.

What to do, in a second paragraph.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from diary.domain.guidance.documents import ContentError, Document
from diary.domain.vocabulary import Grade, Urgency

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_FIELDS = ("id", "version", "grade", "sources", "urgency", "title", "questions")


@dataclass(frozen=True, slots=True)
class Variant:
    """What is read, and what to do; both may hold placeholders such as {n}."""

    words: str
    todo: str

    @property
    def placeholders(self) -> frozenset[str]:
        return frozenset(_PLACEHOLDER.findall(self.words + self.todo))


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleWords:
    """Everything a person reads about one rule, but for the cause in their own diary."""

    id: str
    version: int
    grade: Grade
    sources: tuple[str, ...]
    urgencies: frozenset[Urgency]
    title: str
    questions: tuple[str, ...]
    variants: Mapping[str, Variant]


@dataclass(frozen=True, slots=True)
class Sign:
    """One line of the page "When to get help now", and the rule it belongs to."""

    rule: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPage:
    """The words that everybody may read without an account, by urgency."""

    title: str
    version: int
    sources: tuple[str, ...]
    opening: str
    signs: Mapping[Urgency, tuple[Sign, ...]]


def parse_rule_words(text: str, name: str) -> RuleWords:
    """Read a file of words; raise ContentError, naming file and field, if it is not written as above."""
    document = Document.parse(text, name)
    document.refuse_unknown(*_FIELDS)
    return RuleWords(
        id=document.text("id"),
        version=_version(document),
        grade=document.term("grade", Grade),
        sources=document.texts("sources"),
        urgencies=frozenset(document.terms("urgency", Urgency)),
        title=document.text("title"),
        questions=document.texts("questions"),
        variants=_variants(document),
    )


def parse_help_page(text: str, name: str) -> HelpPage:
    """Read the page "When to get help now"; raise ContentError if a field is missing or misspelt."""
    document = Document.parse(text, name)
    levels = (Urgency.EMERGENCY, Urgency.SAME_DAY)
    document.refuse_unknown("title", "version", "sources", *(level.value for level in levels))
    return HelpPage(
        title=document.text("title"),
        version=_version(document),
        sources=document.texts("sources"),
        opening=document.body,
        signs={
            level: tuple(Sign(row.text("rule"), row.text("sign")) for row in document.tables(level.value))
            for level in levels
        },
    )


def filled(text: str, facts: Mapping[str, object]) -> str:
    """Put `facts` in the place of "{name}"; raise KeyError for a name without a fact. Facts are never read again."""
    return _PLACEHOLDER.sub(lambda found: str(facts[found[1]]), text)


def _version(document: Document) -> int:
    version = document.fields.get("version")
    if type(version) is not int or version < 1:
        raise document.fault("version", "must be a whole number from 1 on")
    return version


def _variants(document: Document) -> dict[str, Variant]:
    before, *sections = re.split(r"^## +(\w+)\n", document.body, flags=re.MULTILINE)
    if before.strip() or not sections:
        raise ContentError(f"{document.name}: the words must stand under headings such as “## default”")
    return {
        name: _variant(body, f"{document.name}, {name}")
        for name, body in zip(sections[::2], sections[1::2], strict=True)
    }


def _variant(body: str, name: str) -> Variant:
    paragraphs = [" ".join(paragraph.split()) for paragraph in body.split("\n\n") if paragraph.strip()]
    if len(paragraphs) != 2:
        raise ContentError(f"{name}: there must be two paragraphs, what is read and what to do")
    return Variant(*paragraphs)
