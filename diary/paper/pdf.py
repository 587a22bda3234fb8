"""From the report's tree to PDF, by Typst: PDF/UA-1 for screen readers and PDF/A-3a for archives in one file.

Typst refuses to make such a file when a picture has no text alternative or a letter has no font, so that what comes out
can be read. What no font here has (an emoji, a rare script) is written as its Unicode name in brackets.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

import pikepdf
import typst

from diary.domain.report.document import (
    Block,
    Bullets,
    Facts,
    Paragraph,
    Part,
    Picture,
    Prompt,
    Report,
    Table,
)
from diary.paper.ink import on_paper
from diary.paper.letters import in_letters
from diary.templatetags.charts.pictures import drawn

SOURCE = Path(__file__).with_name("report.typ")
# Where the letters come from, and in which order a family is asked for one.
FONT_PACKAGES = (
    "fontpkg_noto_sans", "fontpkg_noto_sans_arabic", "fontpkg_noto_sans_thai", "fontpkg_noto_sans_tamil",
    "fontpkg_open_sans", "noto_cjk_sans_otc",
)  # fmt: skip
FAMILIES = (
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Sans Thai",
    "Noto Sans Tamil",
    "Open Sans",
    "Noto Sans CJK SC",
)
BUNDLE_DESCRIPTION = "The same diary as a FHIR R4 document bundle"
# How wide a picture is, in millimetres; a page is about 178 mm wide between its margins.
WIDTHS: Mapping[str, int] = {"weeks": 76, "clock": 40, "body": 50, "year": 100, "relief": 80}


class Paper(StrEnum):
    A4 = "a4"
    LETTER = "us-letter"


def report_pdf(
    report: Report, *, made_at: datetime, paper: Paper = Paper.A4, language: str = "en-gb", bundle: str = ""
) -> bytes:
    """Return the report as a PDF; `bundle` is FHIR JSON that is attached to it, empty for none.

    The same report at the same moment gives the same bytes. `language` is a tag such as "en-gb". Raises
    typst.TypstError when Typst refuses the page, which no text that a person wrote can bring about.
    """
    tongue, _, region = language.partition("-")
    data = {
        "title": report.title,
        "about": report.about,
        "every_page": report.every_page,
        "page_one": [_part(part) for part in report.page_one],
        "details": [_part(part) for part in report.details],
        "language": tongue,
        "region": region.upper() or None,
        "paper": paper.value,
        "fonts": FAMILIES,
        "bundle_description": BUNDLE_DESCRIPTION,
    }
    words = in_letters(json.dumps(data, ensure_ascii=False))
    try:
        return _compiled(words, bundle, made_at)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        # A letter that a font has alone but not beside its neighbours: better a plain page than none.
        return _compiled(_plain(words), bundle, made_at)


def _compiled(words: str, bundle: str, made_at: datetime) -> bytes:
    inputs = {"data": words} | ({"bundle": bundle} if bundle else {})
    pdf: bytes = typst.compile(
        SOURCE,
        format="pdf",
        pdf_standards=["ua-1", "a-3a"],
        ignore_system_fonts=True,
        font_paths=_fonts(),
        sys_inputs=inputs,
        timestamp=made_at.astimezone(UTC).replace(microsecond=0),
    )
    return _packed(pdf)


def _packed(pdf: bytes) -> bytes:
    """Return the same document in half the bytes: Typst writes the many small objects of the tags as plain text."""
    packed = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return packed.getvalue()


@cache
def _fonts() -> typst.Fonts:
    """Return the fonts, read once: every page of every process looks the same, whatever the machine has."""
    return typst.Fonts(include_system_fonts=False, font_paths=font_folders())


def font_folders() -> list[str]:
    """Return where the packages of fonts are installed."""
    specs = [find_spec(name) for name in FONT_PACKAGES]
    return [str(Path(spec.origin).parent) for spec in specs if spec is not None and spec.origin]


def _plain(words: str) -> str:
    """Return `words` with nothing but the letters of the Western European languages."""
    return words.encode("latin-1", "replace").decode("latin-1")


# --- The tree as JSON -----------------------------------------------------------------------------


def _part(part: Part) -> dict[str, Any]:
    return {"title": part.title, "blocks": list(_blocks(part.blocks))}


def _blocks(blocks: Iterable[Block]) -> Iterator[dict[str, Any]]:
    """Yield each block; pictures that follow each other stand side by side."""
    for are_pictures, some in groupby(blocks, key=lambda block: isinstance(block, Picture)):
        if are_pictures:
            yield {
                "kind": "pictures",
                "pictures": [_picture(each) for each in some if isinstance(each, Picture)],
            }
        else:
            yield from map(_block, some)


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph(text, tone):
            return {"kind": "paragraph", "text": text, "tone": tone.value}
        case Facts(pairs):
            return {"kind": "facts", "pairs": pairs}
        case Bullets(items):
            return {"kind": "bullets", "items": items}
        case Table():
            return {"kind": "table", **asdict(block), "widest": _widest(block)}
        case Prompt():
            return {"kind": "prompt", **asdict(block)}
        case Picture():
            return _picture(block)


def _picture(picture: Picture) -> dict[str, Any]:
    return {
        "svg": on_paper(drawn(picture)),
        "title": picture.title,
        "description": picture.description,
        "width": WIDTHS.get(picture.kind, 80),
    }


def _widest(table: Table) -> int:
    """Return the column that takes what room is left: the one with the longest cell."""
    longest = [max((len(row[place]) for row in table.rows), default=0) for place in range(len(table.columns))]
    return longest.index(max(longest))
