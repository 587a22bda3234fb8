"""The report as a PDF: the words of the page, the paper of the country, the data inside, nothing kept back."""

import json
from datetime import UTC, date, datetime
from io import BytesIO

import pikepdf
import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from diary import records
from diary.content.report import report_for
from diary.domain.demo import demo_diary
from diary.domain.selection import USUAL, Section, Selection
from diary.paper.handed_on import LETTER_COUNTRIES, paper_in
from diary.paper.letters import in_letters
from diary.paper.pdf import Paper
from tests.factories import EpisodeFactory, MedicineFactory
from tests.pages.diaries import write

NOW = datetime(2026, 11, 22, 9, 0, 7, 123456, tzinfo=UTC)
TODAY = date(2026, 11, 22)
CANARY = "Zebrafinch"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def kept(user):
    write(user, demo_diary(seed=62, today=TODAY, nights=120, time_zone="Europe/London"))
    return user


def fetch(client, query="?period=all"):
    response = client.get(reverse("diary:visit_report_pdf") + query)
    assert response.status_code == 200
    return response


def squeezed(text):
    return "".join(text.split())


def words_of(response):
    return squeezed(" ".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages))


def bundle_in(response):
    with pikepdf.open(BytesIO(response.content)) as pdf:
        return json.loads(pdf.attachments["cramp-diary-fhir.json"].get_file().read_bytes())


def test_it_is_a_file_with_our_name_that_no_cache_keeps(client, kept):
    response = fetch(client)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="cramp-diary-report-2026-11-22.pdf"'
    assert "no-store" in response["Cache-Control"]


def test_it_says_what_the_page_says(client, kept):
    response = fetch(client)
    selection = Selection(sections=USUAL)
    report = report_for(records.selected_diary_of(kept, selection), selection, NOW)
    words, at = words_of(response), 0
    page = client.get(reverse("diary:visit_report") + "?period=all").context["report"]
    assert tuple(page.texts()) == tuple(report.texts())
    for text in report.texts():
        if in_letters(text) == text:
            at = words.find(squeezed(text), at)
            assert at >= 0, text


def test_page_one_is_one_page(client, kept):
    pages = PdfReader(BytesIO(fetch(client).content)).pages
    report = client.get(reverse("diary:visit_report") + "?period=all").context["report"]
    second = squeezed(pages[1].extract_text())
    assert second.startswith(squeezed(report.details[0].title))
    assert all(squeezed(part.title) in squeezed(pages[0].extract_text()) for part in report.page_one)


def test_the_data_inside_are_those_of_the_same_nights(client, kept):
    bundle = bundle_in(fetch(client, "?period=4-weeks"))
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "document")
    assert CANARY not in json.dumps(bundle)


@pytest.mark.parametrize(("country", "width"), [("US", 612), ("GB", 595), ("", 595)])
def test_the_paper_is_that_of_the_country(client, kept, country, width):
    kept.country = country
    kept.save()
    with pikepdf.open(BytesIO(fetch(client).content)) as pdf:
        assert round(float(pdf.pages[0].mediabox[2])) == width


def test_only_some_countries_write_on_letter():
    assert {paper_in(country) for country in LETTER_COUNTRIES} == {Paper.LETTER}
    assert {paper_in(country) for country in ("DE", "GB", "JP", "", "ZZ")} == {Paper.A4}


def test_notes_that_were_kept_back_are_nowhere_in_the_file(client, kept):
    EpisodeFactory(owner=kept, started_at=NOW, day=TODAY, note=f"{CANARY} note")
    MedicineFactory(owner=kept, note=f"{CANARY} note")
    response = fetch(client)
    assert CANARY not in words_of(response)
    assert CANARY not in json.dumps(bundle_in(response))
    sections = "".join(f"&sections={section}" for section in Section)
    chosen = fetch(client, f"?period=all&chosen=1{sections}")
    assert CANARY in words_of(chosen)


def test_without_the_list_of_cramps_none_is_listed_inside_either(client, kept):
    response = fetch(client, "?period=all&chosen=1&sections=medicines")
    assert "Everycramp" not in words_of(response)


def test_what_can_not_be_picked_is_said_beside_its_field(client, kept):
    response = client.get(reverse("diary:visit_report_pdf") + "?period=own&first=2026-02-30")
    assert response.status_code == 422
    assert response["Content-Type"].startswith("text/html")


def test_an_empty_diary_has_a_report_too(client, user):
    assert "0of" in words_of(fetch(client, ""))
