"""The plain words: read from their tables, in alphabetical order, refused when something is missing."""

import pytest

from diary.domain.guidance.documents import ContentError
from diary.domain.guidance.glossary import Word, parse_glossary

KNOT = {"meaning": "A hard lump.", "read": "what-is-a-cramp"}


def test_words_are_read_in_alphabetical_order():
    words = parse_glossary({"Knot": KNOT, "hypo": KNOT | {"also": ["low sugar"]}})
    assert words == (
        Word("hypo", ("low sugar",), "A hard lump.", "what-is-a-cramp"),
        Word("Knot", (), "A hard lump.", "what-is-a-cramp"),
    )


@pytest.mark.parametrize("change", [{"meaning": ""}, {"read": None}, {"see": "x"}])
def test_a_word_without_a_meaning_or_with_a_misspelt_field_is_refused(change):
    with pytest.raises(ContentError, match="Knot"):
        parse_glossary({"Knot": KNOT | change})
