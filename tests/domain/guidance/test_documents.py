from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.guidance.documents import ContentError, Document
from diary.domain.vocabulary import Grade, Muscle

TEXT = """+++
title = "Calf"
day = 2026-11-22
muscles = ["calf", "toes"]
grade = "D"

[[steps]]
words = "one"
+++

Body with a +++ inside.
"""


def test_a_document_splits_into_fields_and_body():
    document = Document.parse(TEXT, "calf")
    assert document.text("title") == "Calf"
    assert document.day("day") == date(2026, 11, 22)
    assert document.terms("muscles", Muscle) == (Muscle.CALF, Muscle.TOES)
    assert document.term("grade", Grade) is Grade.D
    assert [table.text("words") for table in document.tables("steps")] == ["one"]
    assert document.body == "Body with a +++ inside."


def test_missing_lists_are_empty_but_missing_texts_are_faults():
    document = Document.parse("+++\n+++\nBody", "calf")
    assert document.texts("topics") == ()
    assert document.tables("steps") == ()
    with pytest.raises(ContentError, match="calf: field “title”"):
        document.text("title")


@pytest.mark.parametrize("text", ["", "Body", "+++\ntitle = 1\n", "words\n+++\n+++\nBody"])
def test_a_file_without_its_two_fences_is_refused_by_name(text):
    with pytest.raises(ContentError, match="calf: the file must begin"):
        Document.parse(text, "calf")


def test_broken_toml_is_refused_by_name():
    with pytest.raises(ContentError, match="calf: "):
        Document.parse("+++\ntitle = \n+++\nBody", "calf")


def test_a_misspelt_field_is_not_lost_in_silence():
    with pytest.raises(ContentError, match="calf: field “titel” is not a known field"):
        Document.parse('+++\ntitel = "Calf"\n+++\nBody', "calf").refuse_unknown("title")


@pytest.mark.parametrize(
    ("field", "read"),
    [
        ("muscles", lambda d: d.terms("muscles", Muscle)),
        ("grade", lambda d: d.term("grade", Grade)),
        ("day", lambda d: d.day("day")),
        ("list", lambda d: d.texts("list")),
        ("steps", lambda d: d.tables("steps")),
        ("empty", lambda d: d.text("empty")),
    ],
)
def test_a_value_of_the_wrong_kind_names_its_field(field, read):
    fields = {
        "muscles": ["knee"],
        "grade": "E",
        "day": "2026-11-22",
        "list": ["a", 1],
        "steps": ["a"],
        "empty": " ",
    }
    with pytest.raises(ContentError, match=f"calf: field “{field}”"):
        read(Document("calf", fields))


@given(st.dictionaries(st.from_regex("[a-z]{1,8}", fullmatch=True), st.integers(0, 9), max_size=4), st.text())
def test_fields_and_body_come_back_as_they_were_written(fields, body):
    written = "".join(f"{name} = {value}\n" for name, value in fields.items())
    document = Document.parse(f"+++\n{written}+++\n{body}", "calf")
    assert (document.fields, document.body) == (fields, body.strip())
