"""Mistranslations that circulate in texts about cramps: none of them stands anywhere that a patient reads.

Several languages have one word for a cramp and a seizure, or for a toe and a finger; machine translations of such texts
have put dangerous advice into circulation.
"""

import re
import tomllib
from functools import cache

import pytest

from diary.content import library
from tests.house.test_content import sentences, spoken_texts
from tests.house.test_floors import CODE, DIARY, READ_BY_PEOPLE, name_of, sentences_of, texts_in, tree_of

# id: (what never stands in a sentence, a sentence that it must catch)
TRAPS = {
    "T01": (
        r"\bconvulsi|\b(leg|calf|foot|toe|night|muscle) (seizures?|fits)\b",
        "Leg seizures come at night.",
    ),
    "T02": (
        r"\b(reduces|flattens|collects|brings|crunches) (the |your )?(leg|foot|calf)\b|\bleg crunch",
        "Leg crunch.",
    ),
    "T03": (r"\bcaviar\b|\bsick eggs\b", "Rub the caviar gently."),
    "T04": (
        r"\bsocks? (towards?|up|pulled)\b|\bpull\w* (the |your |on )?socks?\b|\bcords?\b",
        "Pull the sock up.",
    ),
    "T05": (
        r"\bfingers? of (the|your|a) (foot|feet|leg)\b|\bfoot fingers?\b",
        "Pull the fingers of the foot.",
    ),
    "T06": (r"\bclub ?(foot|feet)\b", "Clubfoot leads to cramps."),
    "T07": (r"\b(ab|ad)sorbents?\b", "Absorbents can lower magnesium."),
    "T08": (r"\bmyoclon", "Myoclonus is a cramp at night."),
    "T09": (r"\bosteoch?ondr", "Osteochondrosis of the spine."),
    "T10": (r"\bgestos|\btoxicosis", "Gestosis spasms."),
    "T11": (r"\bobliterating\b|\bsclerotic\b", "Obliterating atherosclerosis."),
    "T12": (r"\basterisks?\b", "Vascular asterisks."),
    "T13": (r"\b(veno|angio)(protect|ton)|\bphlebotonic", "A venoprotector."),
    "T14": (r"\bdetr[ao]lex\b", "Detrolex is best."),
    "T15": (
        r"\bmydocalm\b|\b(baclofen|tolperisone) (contains?|holds?|is) magnesium",
        "Baclofen contains magnesium.",
    ),
    "T16": (r"\bexcess (of )?calcium\b", "Excess calcium harms."),
    "T17": (
        r"\bprivate (leg )?cramps?\b|\breservoirs?\b|\b(contusion|obesity) of (the )?finger",
        "Private leg cramps.",
    ),
    "T18": (r"\boversized shoes\b|\bshoes (that are )?too (large|big|wide)\b", "Oversized shoes."),
}
TYPED = re.compile(r"^synonyms = \[.*?\]$", re.DOTALL | re.MULTILINE)


def toml_texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from toml_texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from toml_texts(each)


@cache
def everything_read():
    """Every sentence that a patient can read, with where it stands; what people only type is not among them."""
    return tuple(read())


def read():
    for name, text in spoken_texts().items():
        yield from ((name, sentence) for sentence in sentences(text))
    for path in READ_BY_PEOPLE:
        without_fields = re.sub(
            r"^synonyms = \[.*?\]$", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
        )
        if path.suffix == ".md":
            yield from ((name_of(path), sentence) for sentence in sentences(without_fields))
        else:
            yield from ((name_of(path), sentence) for sentence in sentences_of(path))
    for path in CODE:
        yield from ((name_of(path), text) for text in texts_in(tree_of(path)))
    for remedy in library.remedies():
        yield from ((remedy.id, name) for name in (remedy.name, *remedy.also, remedy.instead))
    for name in ("glossary", "grades"):
        tables = tomllib.loads((DIARY / "content" / f"{name}.toml").read_text(encoding="utf-8"))
        yield from ((name, text) for text in toml_texts(tables))


@pytest.mark.parametrize("trap", TRAPS)
def test_a_mistranslation_stands_nowhere(trap):
    pattern = re.compile(TRAPS[trap][0], re.IGNORECASE)
    assert [(name, text[:120]) for name, text in everything_read() if pattern.search(text)] == []


@pytest.mark.parametrize("trap", TRAPS)
def test_the_search_for_mistranslations_finds_them(trap):
    pattern, sentence = TRAPS[trap]
    assert re.search(pattern, sentence, re.IGNORECASE)


def test_all_eighteen_traps_are_looked_for():
    assert list(TRAPS) == [f"T{number:02}" for number in range(1, 19)]
