"""Where and what was tried, as pictures: bars in parts, each a share of the same whole."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.utils.safestring import SafeString

from diary.domain.patterns import Places, ReliefUse, Share
from diary.domain.patterns.place import MuscleCount
from diary.domain.patterns.wording import place_words, relief_words
from diary.domain.wording import duration, share
from diary.templatetags.charts.drawing import WIDTH, Mark, bar, drawing, line, text

ROW, BAR, ROWS = 54.0, 24.0, 6
SIDES = (
    ("solid", "left", "L"),
    ("half-filled", "both", "L+R"),
    ("outlined", "right", "R"),
    ("dashed", "not said", "?"),
)
ANSWERS = (("eased", "helped"), ("half-eased", "a little"), ("outlined", "no"), ("dashed", "not said"))


class Part(NamedTuple):
    """A piece of a bar: what it means, how many, and what is written in it where there is room."""

    meaning: str
    number: int
    label: str


class Row(NamedTuple):
    """One bar with its words: a name on the left, what it rests on on the right."""

    name: str
    note: str
    parts: Sequence[Part]


def body_share(places: Places) -> SafeString:
    """Draw the share of each muscle, in parts by side: left on the left, right on the right."""
    rows = [
        Row(
            count.muscle.label,
            share(Share(count.entries, places.known.part)),
            [
                Part(meaning, number, f"{letter} {number}")
                for (meaning, _, letter), number in zip(SIDES, _by_side(count), strict=True)
            ],
        )
        for count in places.muscles[:ROWS]
    ]
    key = [(meaning, said) for meaning, said, _ in SIDES]
    return drawing(
        "body-share",
        "Muscle and side",
        place_words(places),
        (WIDTH, _height(rows)),
        _marks(rows, max(1, places.known.part), key),
    )


def relief_bars(relief: Sequence[ReliefUse]) -> SafeString:
    """Draw how often each relief was tried, in parts by how it went, with the minutes half of them were over in."""
    rows = [
        Row(
            use.relief.label,
            f"{share(use.tried)} · {duration(use.hard_minutes.median)}",
            [Part(meaning, n, str(n)) for (meaning, _), n in zip(ANSWERS, _by_answer(use), strict=True)],
        )
        for use in relief[:ROWS]
    ]
    whole = relief[0].tried.whole if relief else 1
    return drawing(
        "relief-bars",
        "What you tried",
        relief_words(relief),
        (WIDTH, _height(rows)),
        _marks(rows, whole, ANSWERS),
    )


def _by_side(count: MuscleCount) -> tuple[int, int, int, int]:
    return count.left, count.both, count.right, count.side_unknown


def _by_answer(use: ReliefUse) -> tuple[int, int, int, int]:
    return use.helped, use.partly, use.not_helped, use.not_said


def _height(rows: Sequence[Row]) -> float:
    return ROW * len(rows) + 24


def _marks(rows: Sequence[Row], whole: int, key: Sequence[tuple[str, str]]) -> Iterator[Mark]:
    """Draw each row as a bar whose full length is `whole`, then the key: meaning and words of each kind of part."""
    for place, row in enumerate(rows):
        top = ROW * place
        yield text("name", 0, top + 15, row.name)
        yield text("label", WIDTH, top + 15, row.note, "end")
        yield line("track", 0, top + 23 + BAR, WIDTH, top + 23 + BAR)
        yield from _parts(row.parts, top + 22, WIDTH / whole)
    middle = ROW * len(rows) + 14
    for place, (meaning, said) in enumerate(key):
        left = WIDTH * place / len(key) + 1
        yield bar(meaning, left, middle - 7, 14, 14)
        yield text("label", left + 20, middle + 4.5, said)


def _parts(parts: Sequence[Part], top: float, scale: float) -> Iterator[Mark]:
    left = 0.0
    for part in parts:
        width = part.number * scale
        if part.number:
            yield bar(part.meaning, left + 1, top, max(width - 2, 1), BAR)
        if width > 8.5 * len(part.label) + 6 and part.number:
            yield text(f"in-{part.meaning}", left + width / 2, top + BAR / 2 + 4.5, part.label, "middle")
        left += width
