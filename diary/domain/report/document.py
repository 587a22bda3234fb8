"""What a report is made of, before it is HTML or paper: sections of a few kinds of blocks, every word already there.

Both renderers walk the same tree and add no word of their own, so that the page, the share and the PDF say the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any


class Tone(Enum):
    """How loud a paragraph is."""

    PLAIN = "plain"
    SOFT = "soft"  # what it rests on, and notes
    STRONG = "strong"  # the sentence that sums a section up
    URGENT = "urgent"  # same day or emergency


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Facts:
    """Terms with their values, in pairs."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column names the row. Every row is as long as `columns`; `caption` says what it shows."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that the screen shows too: `kind` names who draws it, `of` is what it is drawn from.

    `description` is its text alternative, one sentence; what it shows stands in the words or the table beside it.
    """

    kind: str
    of: Any
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A reason to talk to a doctor: how urgent, what caused it in the diary, what to do, what to ask, the source."""

    title: str
    urgency: str
    is_urgent: bool
    cause: str
    what_to_do: str
    questions: tuple[str, ...]
    source: str


Block = Paragraph | Facts | Bullets | Table | Picture | Prompt


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report under a heading; `id` names it in an address. `is_detail` parts come after page one."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    is_detail: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole report: `title` and `about` (who, which period), the line that stands on every page, and its parts."""

    title: str
    about: tuple[tuple[str, str], ...]
    every_page: str
    first: date
    last: date
    parts: tuple[Part, ...]

    @property
    def page_one(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if not part.is_detail)

    @property
    def details(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.is_detail)

    def texts(self) -> Iterator[str]:
        """Yield every word of the report in reading order: what a page and a PDF must both hold."""
        yield self.title
        for term, value in self.about:
            yield from (term, value)
        for part in self.parts:
            yield part.title
            for block in part.blocks:
                yield from _texts(block)


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield text
        case Facts(pairs):
            for pair in pairs:
                yield from pair
        case Bullets(items):
            yield from items
        case Table(caption, columns, rows):
            yield caption
            yield from columns
            for row in rows:
                yield from row
        case Picture(title=title):
            yield title
        case Prompt():
            yield from (
                block.urgency,
                block.title,
                block.cause,
                block.what_to_do,
                *block.questions,
                block.source,
            )
