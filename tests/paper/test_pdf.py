"""The report on paper: tagged, titled, in its language, every word there, and no text of a person is ever markup."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from diary.domain.demo import demo_diary
from diary.domain.patterns import summarise
from diary.domain.report.document import (
    Bullets,
    Facts,
    Paragraph,
    Part,
    Picture,
    Prompt,
    Report,
    Table,
    Tone,
)
from diary.domain.text import text_problem
from diary.paper import Paper, report_pdf
from diary.paper.ink import on_paper
from diary.templatetags.charts.pictures import PICTURES, drawn

MADE_AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
TODAY = date(2026, 11, 22)
PATTERNS = summarise(demo_diary(seed=62, today=TODAY, nights=200, time_zone="Europe/London"), TODAY)
DRAWN_FROM = {
    "weeks": PATTERNS.frequency,
    "clock": PATTERNS.timing,
    "body": PATTERNS.places,
    "relief": PATTERNS.relief,
    "year": PATTERNS.calendar,
}
PROMPT = Prompt(
    title="A clot or a cramp",
    urgency="Same day",
    is_urgent=True,
    cause="On 20 November you noted one swollen leg.",
    what_to_do="Call your doctor today.",
    questions=("Could it be a clot?",),
    source="NHS, 2024",
)


def pictures():
    return tuple(Picture(kind, of, f"Picture {kind}", f"It shows {kind}.") for kind, of in DRAWN_FROM.items())


def a_report(*blocks, details=()):
    parts = [Part("one", "What to talk about", blocks)]
    parts += [Part("two", "Every cramp", details, is_detail=True)] if details else []
    return Report(
        title="Cramp diary report",
        about=(("Year of birth", "1959"), ("Period", "1 September to 22 November 2026")),
        every_page="Patient-reported, not verified. 1 September to 22 November 2026.",
        first=date(2026, 9, 1),
        last=date(2026, 11, 22),
        parts=tuple(parts),
    )


WHOLE = a_report(
    PROMPT,
    Paragraph("Half came at night.", Tone.STRONG),
    *pictures(),
    details=(
        Facts((("Cramps", "12"),)),
        Bullets(("First question", "Second question")),
        Table("Every cramp", ("Night", "Note"), tuple((f"{n} March", "hard") for n in range(1, 31))),
    ),
)


def tags(pdf):
    found, alternatives = Counter(), []

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found[str(node.S)] += 1
                if node.S == "/Figure":
                    alternatives.append(str(node.get("/Alt", "")))
            if "/K" in node:
                walk(node.K)

    walk(pdf.Root.StructTreeRoot.K)
    return found, alternatives


def words_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


@pytest.fixture(scope="module")
def whole():
    return report_pdf(WHOLE, made_at=MADE_AT)


def test_it_is_tagged_titled_and_in_its_language(whole):
    with pikepdf.open(BytesIO(whole)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo["/Title"]) == WHOLE.title
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")


def test_its_structure_has_headings_one_table_and_a_text_for_every_picture(whole):
    with pikepdf.open(BytesIO(whole)) as pdf:
        found, alternatives = tags(pdf)
    assert (found["/H1"], found["/H2"], found["/H3"]) == (1, 2, 1)
    assert (found["/Table"], found["/THead"], found["/TH"], found["/TD"]) == (1, 1, 2, 60)
    assert alternatives == [picture.description for picture in pictures()]


def test_every_word_of_the_report_is_on_paper_in_order(whole):
    words, at = words_of(whole), 0
    for text in WHOLE.texts():
        at = words.find(text, at)
        assert at >= 0, text


def test_the_line_of_every_page_is_on_every_page(whole):
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(whole)).pages]
    assert len(pages) > 1
    assert all(WHOLE.every_page in page for page in pages)
    assert pages[0].endswith(f"1 / {len(pages)}")


def test_details_begin_on_a_page_of_their_own(whole):
    first, second = (page.extract_text() for page in PdfReader(BytesIO(whole)).pages[:2])
    assert "Every cramp" in second
    assert "Every cramp" not in first


def test_the_metadata_say_nothing_but_title_and_moment(whole):
    with pikepdf.open(BytesIO(whole)) as pdf:
        assert set(pdf.docinfo.keys()) == {"/Title", "/Creator", "/CreationDate", "/ModDate"}
        assert not pdf.attachments
        assert "/JavaScript" not in pdf.Root.get("/Names", {})
        assert "/OpenAction" not in pdf.Root


def test_the_same_report_is_the_same_file(whole):
    assert report_pdf(WHOLE, made_at=MADE_AT) == whole


def test_the_bundle_is_attached_as_it_is():
    bundle = '{"resourceType": "Bundle", "note": "ü 😀"}'
    with pikepdf.open(BytesIO(report_pdf(WHOLE, made_at=MADE_AT, bundle=bundle))) as pdf:
        (name,) = pdf.attachments
        assert name == "cramp-diary-fhir.json"
        assert pdf.attachments[name].get_file().read_bytes() == bundle.encode()


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, (595, 842)), (Paper.LETTER, (612, 792))])
def test_the_paper_is_that_of_the_country(paper, size):
    with pikepdf.open(BytesIO(report_pdf(a_report(PROMPT), made_at=MADE_AT, paper=paper))) as pdf:
        box = pdf.pages[0].mediabox
        assert (round(float(box[2])), round(float(box[3]))) == size


@pytest.mark.parametrize(
    "note",
    [
        "#import \"x\" *bold* _it_ $x$ `code` <label> @ref = head\n- item \\ #read(\"/etc/passwd\")",
        "<link rel=attachment href=file:///etc/passwd>",
        '"}], "title": "not mine',
        "Zalgo h̴̢̛ȅ̵l̶̎l̷o",
        "😀 👩🏽‍⚕️ سلام שלום 日本語 नमस्ते 한국어 ไทย ᚠ \ue000 \U0010fffd",
        "a" * 1500,
    ],
)  # fmt: skip
def test_a_note_is_text_whatever_it_holds(note):
    report = a_report(
        Paragraph("before"), Table("Notes", ("Night", "Note"), (("1 March", note),)), Paragraph("after")
    )
    words = words_of(report_pdf(report, made_at=MADE_AT))
    assert "before" in words
    assert "after" in words
    if note.isascii() and len(note) < 200:
        assert "".join(note.split()) in "".join(words.split())


@settings(max_examples=40)
@given(st.text(max_size=80).filter(lambda text: text_problem(text, 2000) is None))
def test_any_note_that_the_diary_keeps_can_be_printed(note):
    report = a_report(Paragraph(note), Table("Notes", ("Night", "Note"), (("1 March", note),)))
    assert report_pdf(replace(report, title=f"Report {note}"), made_at=MADE_AT).startswith(b"%PDF-")


@pytest.mark.parametrize("kind", PICTURES)
def test_every_shape_of_a_picture_has_its_ink(kind):
    svg = drawn(Picture(kind, DRAWN_FROM[kind], "", ""))
    assert "var(" not in on_paper(svg)
    assert on_paper(svg).startswith("<svg")
