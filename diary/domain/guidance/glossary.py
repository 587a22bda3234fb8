"""The words that articles use, in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from diary.domain.guidance.documents import Document


@dataclass(frozen=True, slots=True)
class Word:
    """A word, its other names, what it means, and the slug of the article that says more."""

    name: str
    also: tuple[str, ...]
    meaning: str
    read: str


def parse_glossary(tables: Mapping[str, Any]) -> tuple[Word, ...]:
    """Read the words from their TOML tables, in alphabetical order; raise ContentError, naming word and field."""
    words = (_word(Document(name, fields)) for name, fields in tables.items())
    return tuple(sorted(words, key=lambda word: word.name.casefold()))


def _word(document: Document) -> Word:
    document.refuse_unknown("also", "meaning", "read")
    return Word(document.name, document.texts("also"), document.text("meaning"), document.text("read"))
