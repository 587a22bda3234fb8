"""What people try against cramps: what each thing is, whether it helps, how sure that is, and what to do instead."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from diary.domain.guidance.documents import Document
from diary.domain.vocabulary import Grade, Term

FIELDS = ("name", "also", "kind", "verdict", "grade", "says", "instead", "sources", "read", "covers")
ONE_SENTENCE = re.compile(r"[^.]+\.")


class Kind(Term):
    """What sort of thing a remedy is."""

    MOVE = "move", "Moves while it cramps"
    EXERCISE = "exercise", "Exercise"
    HABIT = "habit", "Habits"
    FOOD = "food", "Food and drink"
    SUPPLEMENT = "supplement", "Supplements"
    MEDICINE = "medicine", "Medicines"
    DEVICE = "device", "Things to wear or use"
    FOLK = "folk", "Folk remedies"


class Verdict(Term):
    """Whether it helps against cramps; the unsafe ones say so whatever else is known."""

    HELPS = "helps", "Helps some people"
    MAY_HELP = "may_help", "May help"
    NO_SIGN = "no_sign", "No sign that it helps"
    NOT_KNOWN = "not_known", "Not known"
    ASK_FIRST = "ask_first", "Unsafe without medical advice"
    UNSAFE = "unsafe", "Unsafe"


CAN_HARM = frozenset({Verdict.ASK_FIRST, Verdict.UNSAFE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """One thing that people try. `also` are its other names, `says` is one sentence.

    `instead` is what to do in its place, or "" where nothing speaks against it. `sources` are keys of the
    bibliography, `read` is the slug of the article that says more, `covers` are rows of the coverage table.
    """

    id: str
    name: str
    also: tuple[str, ...]
    kind: Kind
    verdict: Verdict
    grade: Grade
    says: str
    instead: str
    sources: tuple[str, ...]
    read: str
    covers: tuple[str, ...]

    @property
    def can_harm(self) -> bool:
        return self.verdict in CAN_HARM


def parse_remedies(tables: Mapping[str, Any]) -> tuple[Remedy, ...]:
    """Read the remedies from their TOML tables, in order of their names; raise ContentError, naming id and field.

    What can harm must say what to do instead; what has a grade other than N must have a source.
    """
    read = (_remedy(Document(id, fields)) for id, fields in tables.items())  # noqa: A001 (the field's own name)
    return tuple(sorted(read, key=lambda remedy: remedy.name.casefold()))


def chosen(remedies: Iterable[Remedy], kind: Kind | None, verdict: Verdict | None) -> tuple[Remedy, ...]:
    """Return the remedies of this kind and with this verdict, in their order; None stands for all."""
    return tuple(
        remedy for remedy in remedies if kind in (None, remedy.kind) and verdict in (None, remedy.verdict)
    )


def _remedy(document: Document) -> Remedy:
    document.refuse_unknown(*FIELDS)
    remedy = Remedy(
        id=document.name,
        name=document.text("name"),
        also=document.texts("also"),
        kind=document.term("kind", Kind),
        verdict=document.term("verdict", Verdict),
        grade=document.term("grade", Grade),
        says=document.text("says"),
        instead=document.text("instead") if "instead" in document.fields else "",
        sources=document.texts("sources"),
        read=document.text("read"),
        covers=document.texts("covers"),
    )
    if not ONE_SENTENCE.fullmatch(remedy.says):
        raise document.fault("says", "must be one sentence with a full stop")
    if remedy.can_harm and not remedy.instead:
        raise document.fault("instead", "must say what to do in its place, because it can harm")
    if not remedy.sources and remedy.grade is not Grade.N:
        raise document.fault("sources", "must name a source unless the grade is N")
    return remedy
