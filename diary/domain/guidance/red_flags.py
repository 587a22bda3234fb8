"""Words in a search that must not wait for its results: which signs of the help page they stand for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from diary.domain.guidance.documents import Document
from diary.domain.guidance.search import LONGEST_QUERY, distance, stems
from diary.domain.vocabulary import Urgency

LONG_ENOUGH = 5  # letters, for any slip to be forgiven


@dataclass(frozen=True, slots=True)
class RedFlag:
    """Phrases that stand for one sign of the help page, which `urgency` and `rule` name; a phrase is a set of stems."""

    urgency: Urgency
    rule: str
    phrases: tuple[frozenset[str], ...]


def parse_red_flags(fields: dict[str, Any]) -> tuple[RedFlag, ...]:
    """Read the red flags from their TOML tables; raise ContentError, naming the field."""
    return tuple(
        RedFlag(
            table.term("urgency", Urgency),
            table.text("rule"),
            tuple(frozenset(stems(phrase)) for phrase in table.texts("phrases")),
        )
        for table in Document("search", fields).tables("red_flag")
    )


def raised_by(query: str, flags: Sequence[RedFlag]) -> list[RedFlag]:
    """Return the flags of which a phrase stands in `query`, in any order of its words, in the order of `flags`.

    One slip of the finger in a word is forgiven. A "not" in the query changes nothing: a sign shown in vain does no
    harm.
    """
    typed = frozenset(stems(query[:LONGEST_QUERY]))
    known = {stem for flag in flags for phrase in flag.phrases for stem in phrase}
    meant = {stem for stem in known if stem in typed or any(_is_slip(stem, word) for word in typed - known)}
    return [flag for flag in flags if any(phrase <= meant for phrase in flag.phrases)]


def _is_slip(stem: str, word: str) -> bool:
    """Whether `word` is `stem` with one slip; a short one must have the same letters, for "week" is not "weak"."""
    if max(len(stem), len(word)) < LONG_ENOUGH:
        return sorted(stem) == sorted(word) and distance(stem, word, 1) == 1
    return distance(stem, word, 1) == 1
