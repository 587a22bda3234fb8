"""Which letters the fonts for paper have. What none of them has is written as its Unicode name: "[grinning face]".

letters.txt is made from the fonts by `python -m tests.paper.make_letters` and held against them by a test, so that no
font has to be opened before the first page is set.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

LETTERS = Path(__file__).with_name("letters.txt")
# What is never drawn by itself: joiners, variation selectors, skin tones, and the marks of line ends.
_NOT_BY_ITSELF = "\u200b-\u200f\u2060\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
_CONTROLS = frozenset("\n\r\t")


def in_letters(text: str) -> str:
    """Return `text` with every run of letters that no font has as their names in brackets."""
    missing = {character for character in set(text) - _CONTROLS if not _has(character)}
    if not missing:
        return text
    letters = "".join(re.escape(character) for character in sorted(missing))
    run = re.compile(f"(?:[{letters}][{_NOT_BY_ITSELF}]*)+")
    return run.sub(lambda found: f"[{_names(found[0])}]", text)


def _names(run: str) -> str:
    return ", ".join(
        unicodedata.name(character, "").lower() or f"U+{ord(character):04X}"
        for character in run
        if not re.match(f"[{_NOT_BY_ITSELF}]", character)
    )


def _has(character: str) -> bool:
    point = ord(character)
    return any(first <= point <= last for first, last in _ranges()) or bool(
        re.match(f"[{_NOT_BY_ITSELF}]", character)
    )


@cache
def _ranges() -> tuple[tuple[int, int], ...]:
    """Return the code points that have a letter as ranges, both ends included, in order."""
    lines = LETTERS.read_text("ascii").split()
    return tuple(
        (int(first, 16), int(last or first, 16)) for first, _, last in (line.partition("-") for line in lines)
    )
