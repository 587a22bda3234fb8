"""Relief cards: what to do now for a muscle that cramps, and the questions that stand above every card."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from diary.domain.guidance.documents import ContentError, Document
from diary.domain.vocabulary import Grade, Muscle, State, Urgency

FALLBACK = "general"
LONGEST_STEP = 14  # words: what can be taken in at one glance, half asleep
STEP = re.compile(r"\d+\. (.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefCard:
    """Three to five short steps for some muscles. `drawing` names a template in drawings/."""

    id: str
    title: str
    muscles: tuple[Muscle, ...]
    situations: tuple[State, ...]
    drawing: str
    grade: Grade
    sources: tuple[str, ...]
    safety: tuple[str, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyQuestion:
    """A question above the steps, and what takes the place of the steps when the answer is yes.

    `ask` is the full question and `short` the one for the night; `sign` is the screening question it answers.
    `which` are the (screening question, words) that a yes can mean, where it can mean more than one.
    """

    id: str
    sign: str
    ask: str
    short: str
    reminder: str
    urgency: Urgency
    heading: str
    reason: str
    steps: tuple[str, ...]
    which: tuple[tuple[str, str], ...] = ()

    @property
    def signs(self) -> tuple[str, ...]:
        """Every screening question that a yes can have been stored under."""
        return (self.sign, *(sign for sign, _ in self.which))


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstThings:
    """What comes before any card: the safety questions, and the steps that fit every cramp."""

    title: str
    grade: Grade
    sources: tuple[str, ...]
    safety: tuple[str, ...]
    steps: tuple[str, ...]
    questions: tuple[SafetyQuestion, ...]

    def question(self, id: str) -> SafetyQuestion:  # noqa: A002 (the field's own name)
        """Return the safety question with this id; raise KeyError if there is none."""
        return {question.id: question for question in self.questions}[id]


def parse_card(text: str, name: str) -> ReliefCard:
    """Read a relief card from the text of its file; raise ContentError, naming `name` and the field."""
    document = Document.parse(text, name)
    document.refuse_unknown("id", "title", "muscles", "situations", "drawing", "grade", "sources", "safety")
    return ReliefCard(
        id=document.text("id"),
        title=document.text("title"),
        muscles=document.terms("muscles", Muscle),
        situations=document.terms("situations", State),
        drawing=document.text("drawing"),
        grade=document.term("grade", Grade),
        sources=document.texts("sources"),
        safety=document.texts("safety"),
        steps=_steps(document),
    )


def parse_first_things(text: str, name: str) -> FirstThings:
    """Read the card that stands above all others; raise ContentError, naming `name` and the field."""
    document = Document.parse(text, name)
    document.refuse_unknown("id", "title", "grade", "sources", "safety", "questions")
    return FirstThings(
        title=document.text("title"),
        grade=document.term("grade", Grade),
        sources=document.texts("sources"),
        safety=document.texts("safety"),
        steps=_steps(document),
        questions=tuple(_question(table) for table in document.tables("questions")),
    )


def card_for(cards: Iterable[ReliefCard], muscle: Muscle) -> ReliefCard:
    """Return the card for `muscle`, or the general one when no card names it."""
    deck = tuple(cards)
    named = next((card for card in deck if muscle in card.muscles), None)
    return named or next(card for card in deck if card.id == FALLBACK)


def _question(table: Document) -> SafetyQuestion:
    words = ("id", "sign", "ask", "short", "reminder", "heading", "reason")
    table.refuse_unknown(*words, "urgency", "steps", "which")
    return SafetyQuestion(
        **{word: table.text(word) for word in words},
        urgency=table.term("urgency", Urgency),
        steps=table.texts("steps"),
        which=tuple((part.text("sign"), part.text("words")) for part in table.tables("which"))
        if "which" in table.fields
        else (),
    )


def _steps(document: Document) -> tuple[str, ...]:
    lines = [line for line in document.body.splitlines() if line.strip()]
    steps = tuple(match[1].strip() for line in lines if (match := STEP.fullmatch(line)))
    if len(steps) != len(lines) or not 3 <= len(steps) <= 5:
        raise ContentError(f"{document.name}: the body must be a numbered list of three to five steps")
    if too_long := next((step for step in steps if len(step.split()) > LONGEST_STEP), None):
        raise ContentError(f"{document.name}: more than {LONGEST_STEP} words in the step “{too_long}”")
    return steps
