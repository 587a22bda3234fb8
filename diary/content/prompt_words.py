"""The words of prompts: reads one file per rule from prompts/, once, and fills in what the diary says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from django.utils.safestring import SafeString

from diary.content import FOLDER, bibliography, html, localised
from diary.content.local_numbers import local_numbers
from diary.domain.guidance.local_numbers import Line, LocalNumbers
from diary.domain.guidance.sources import Source
from diary.domain.prompts import Prompt, Prompts, gate
from diary.domain.prompts.case import DEFAULT
from diary.domain.prompts.questions import words_of
from diary.domain.prompts.rules import RULE_BY_ID
from diary.domain.prompts.words import RuleWords, Variant, filled, parse_help_page, parse_rule_words
from diary.domain.vocabulary import Grade, Urgency

NOT_REVIEWED = "These prompts follow published health advice. No clinician has reviewed them yet."
NOTHING_PICKED_UP = "No warning sign was picked up from what you logged. If you are worried, get help."
NO_RUBBING = "Do not rub or stretch the leg."
HEADINGS = {
    Urgency.EMERGENCY: "Call {emergency_number} now",
    Urgency.SAME_DAY: "Get seen today",
}
LIVE_RULE = "R20"


@dataclass(frozen=True, slots=True, kw_only=True)
class WordedPrompt:
    """A prompt as a person reads it.

    `unsettled` are the open questions because of which the more urgent level is shown; `source` names the references
    in one line; `calls` are the numbers that the words tell to call, out of `local`.
    """

    rule: str
    version: int
    urgency: Urgency
    title: str
    words: str
    todo: str
    cause: str
    questions: tuple[str, ...]
    unsettled: tuple[str, ...]
    grade: Grade
    references: tuple[Source, ...]
    local: LocalNumbers
    calls: tuple[Line, ...]

    @property
    def is_urgent(self) -> bool:
        """Whether it asks for help today or now."""
        return self.urgency in HEADINGS

    @property
    def source(self) -> str:
        return " ".join(reference.text for reference in self.references)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyWords:
    """The page "When to get help now", ready to show."""

    title: str
    body: SafeString
    references: tuple[Source, ...]


@cache
def rule_words() -> dict[str, RuleWords]:
    """Return the words of every rule by its id."""
    files = sorted((FOLDER / "prompts").glob("R*.md"))
    read = (parse_rule_words(path.read_text(encoding="utf-8"), path.stem) for path in files)
    return {words.id: words for words in read}


def worded(prompt: Prompt, local: LocalNumbers | None = None) -> WordedPrompt:
    """Return `prompt` in words, with the numbers of the diary in them, and those to call where the person is.

    Without `local` the words fit any country.
    """
    shown = _worded(
        prompt.rule,
        prompt.urgency,
        local,
        prompt.variant,
        prompt.facts,
        cause=prompt.cause,
        unsettled=tuple(words_of(question) for question in prompt.unsettled),
    )
    rubbing_is_open = (
        prompt.no_rubbing and not RULE_BY_ID[prompt.rule].no_rubbing and NO_RUBBING not in shown.todo
    )
    return replace(shown, todo=f"{shown.todo} {NO_RUBBING}") if rubbing_is_open else shown


def long_cramp_words(local: LocalNumbers | None = None) -> WordedPrompt:
    """Return what to read while a cramp is still going after 10 minutes and stretching has not eased it."""
    return _worded(LIVE_RULE, Urgency.SAME_DAY, local)


def gate_words() -> WordedPrompt:
    """Return what to read before a supplement is tried, when somebody has to be asked first (R45)."""
    return _worded(gate.RULE, Urgency.MENTION)


def emergency_words(local: LocalNumbers | None = None) -> EmergencyWords:
    """Return "When to get help now": the same for everybody but for the numbers, so that it needs no account."""
    words = _emergency_words()
    return replace(words, body=localised(words.body, local or local_numbers()))


@cache
def _emergency_words() -> EmergencyWords:
    page = parse_help_page((FOLDER / "prompts" / "emergency.md").read_text(encoding="utf-8"), "emergency")
    lists = (
        f"## {HEADINGS[urgency]}\n\n" + "\n".join(f"- {sign.words}" for sign in signs)
        for urgency, signs in page.signs.items()
    )
    closing = f"This list is not complete. If you are worried, get help. {NOT_REVIEWED}"
    return EmergencyWords(
        title=page.title,
        body=html("\n\n".join([page.opening, *lists, closing])),
        references=_references(page.sources),
    )


def no_sign_words(prompts: Prompts) -> tuple[str, ...]:
    """Return what to say when nothing fired, never without what was left unanswered; nothing if something did."""
    if prompts.fired:
        return ()
    open_questions = len(prompts.unanswered)
    if not open_questions:
        return (NOTHING_PICKED_UP,)
    questions = "question was" if open_questions == 1 else "questions were"
    return (
        NOTHING_PICKED_UP,
        f"{open_questions} {questions} not answered. An open question never counts as no.",
    )


def _worded(
    rule: str,
    urgency: Urgency,
    local: LocalNumbers | None = None,
    variant: str = DEFAULT,
    facts: Mapping[str, object] = MappingProxyType({}),
    *,
    cause: str = "",
    unsettled: tuple[str, ...] = (),
) -> WordedPrompt:
    words, numbers = rule_words()[rule], local or local_numbers()
    raw = words.variants[variant]
    said = Variant(*(filled(text, {**facts, **numbers.facts}) for text in (raw.words, raw.todo)))
    return WordedPrompt(
        rule=rule,
        version=words.version,
        urgency=urgency,
        title=words.title,
        words=said.words,
        todo=said.todo,
        cause=cause,
        questions=words.questions,
        unsettled=unsettled,
        grade=words.grade,
        references=_references(words.sources),
        local=numbers,
        calls=numbers.called_in(raw.words, raw.todo, urgency=urgency),
    )


def _references(keys: Iterable[str]) -> tuple[Source, ...]:
    return tuple(bibliography()[key] for key in keys)
