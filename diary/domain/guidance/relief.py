"""Relief cards: what to do now for a muscle that cramps, and the questions that stand above every card."""

from collections.abc import Iterable
from dataclasses import dataclass

from diary.domain.guidance.documents import ContentError, Document
from diary.domain.vocabulary import Grade, Muscle, State, Urgency

FALLBACK = "general"
LONGEST_STEP = 14  # words: what can be taken in at one glance, half asleep
HOLDS = range(5, 61)  # seconds


@dataclass(frozen=True, slots=True)
class Step:
    """What to do, in one glance. `moves` name drawings, `hold` the seconds to stay so, None where nothing is held."""

    words: str
    moves: tuple[str, ...] = ()
    hold: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefCard:
    """Three to five short steps for some muscles or situations."""

    id: str
    title: str
    muscles: tuple[Muscle, ...]
    situations: tuple[State, ...]
    grade: Grade
    sources: tuple[str, ...]
    safety: tuple[str, ...]
    steps: tuple[Step, ...]


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
    steps: tuple[Step, ...]
    questions: tuple[SafetyQuestion, ...]

    def question(self, id: str) -> SafetyQuestion:  # noqa: A002 (the field's own name)
        """Return the safety question with this id; raise KeyError if there is none."""
        return {question.id: question for question in self.questions}[id]


def parse_card(text: str, name: str) -> ReliefCard:
    """Read a relief card from the text of its file; raise ContentError, naming `name` and the field."""
    document = Document.parse(text, name)
    document.refuse_unknown("id", "title", "muscles", "situations", "grade", "sources", "safety", "steps")
    return ReliefCard(
        id=document.text("id"),
        title=document.text("title"),
        muscles=document.terms("muscles", Muscle),
        situations=document.terms("situations", State),
        grade=document.term("grade", Grade),
        sources=document.texts("sources"),
        safety=document.texts("safety"),
        steps=_steps(document),
    )


def parse_first_things(text: str, name: str) -> FirstThings:
    """Read the card that stands above all others; raise ContentError, naming `name` and the field."""
    document = Document.parse(text, name)
    document.refuse_unknown("id", "title", "grade", "sources", "safety", "steps", "questions")
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


def _steps(document: Document) -> tuple[Step, ...]:
    if document.body:
        raise ContentError(f"{document.name}: a card has fields only; its steps are the tables [[steps]]")
    steps = tuple(_step(table) for table in document.tables("steps"))
    if not 3 <= len(steps) <= 5:
        raise document.fault("steps", "must be three to five tables")
    return steps


def _step(table: Document) -> Step:
    table.refuse_unknown("words", "moves", "hold")
    words, hold = table.text("words"), table.fields.get("hold")
    if len(words.split()) > LONGEST_STEP:
        raise table.fault("words", f"has more than {LONGEST_STEP} words")
    if hold is not None and (type(hold) is not int or hold not in HOLDS):
        raise table.fault("hold", f"must be {HOLDS[0]} to {HOLDS[-1]} seconds")
    return Step(words, table.texts("moves"), hold)
