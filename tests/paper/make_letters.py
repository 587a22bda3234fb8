"""Write diary/paper/letters.txt: which code points the fonts for paper have, as ranges in hexadecimal."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont

from diary.paper.letters import LETTERS
from diary.paper.pdf import font_folders


@cache
def code_points() -> frozenset[int]:
    """Return every code point that some font can draw."""
    found: set[int] = set()
    for folder in font_folders():
        for file in sorted(Path(folder).rglob("*")):
            if file.suffix in {".ttf", ".otf"}:
                found |= TTFont(file, lazy=True).getBestCmap().keys()
            elif file.suffix == ".ttc":
                found |= TTCollection(file, lazy=True).fonts[0].getBestCmap().keys()
    return frozenset(found)


def ranges(points: frozenset[int]) -> Iterator[str]:
    """Yield "20-7e", or "a0" for one alone."""
    first = last = None
    for point in [*sorted(points), None]:
        if first is None or last is None:
            first = last = point
        elif point == last + 1:
            last = point
        else:
            yield f"{first:x}" if first == last else f"{first:x}-{last:x}"
            first = last = point


def text() -> str:
    """Return the whole file."""
    return "\n".join(ranges(code_points())) + "\n"


if __name__ == "__main__":
    LETTERS.write_text(text(), "ascii")
