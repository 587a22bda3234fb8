"""Taking the diary along: what is offered, what comes, and what is nowhere in it when it was kept back."""

import csv
import json
import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from accounts.models import User
from diary import records
from diary.actions import answers
from diary.domain.formats.export import read
from diary.domain.formats.files import FORMATS
from diary.domain.formats.tables_reading import read_tables
from diary.domain.selection import USUAL, Section
from diary.limits import Turn
from diary.models import DeviceDay
from tests.factories import (
    CheckInFactory,
    EpisodeFactory,
    EventFactory,
    MedicineFactory,
    OwnFactorFactory,
    VisitFactory,
)

NOW = datetime(2026, 3, 20, 9, 30, tzinfo=UTC)
NIGHT = date(2026, 3, 3)
# A word in everything that somebody types or ticks, by the section that it belongs to.
CANARIES = {
    Section.NOTES: ("zebrafinch", "nuthatch", "dunnock"),
    Section.MEDICINES: ("bullfinch",),
    Section.EVENTS: ("chaffinch",),
    Section.VISITS: ("goldfinch", "hawfinch"),
    Section.CHECK_INS: ("greenfinch", "own-linnet"),
    Section.DEVICES: ("12345",),
    Section.PROFILE: ("1937",),
    Section.PROMPTS: ("SQ01",),
}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def diary(user):
    """A diary of one night with every kind of thing in it."""
    EpisodeFactory(owner=user, note="zebrafinch", signs={"SQ01": True}, severity=6)
    OwnFactorFactory(owner=user, id="own-linnet", name="greenfinch")
    CheckInFactory(owner=user, day=NIGHT - timedelta(days=1), factors={"own-linnet": "yes"})
    MedicineFactory(owner=user, name="bullfinch", note="nuthatch")
    EventFactory(owner=user, name="chaffinch", on=NIGHT)
    questions = [{"text": "hawfinch", "rule": None}]
    VisitFactory(owner=user, with_whom="goldfinch", note="dunnock", questions=questions)
    DeviceDay.objects.create(owner=user, day=NIGHT, steps=12345)
    answers.say(user, {"profile.birth_year": 1937, "SQ01": True}, now=NOW - timedelta(days=1))


def download(client, name, **query):
    return client.get(reverse("diary:export", args=[name]), query)


def sections(*chosen):
    return {"chosen": "1", "period": "all", "sections": [section.value for section in chosen]}


def bytes_of(response):
    assert response.status_code == 200
    return response.getvalue()


def text_in(response):
    """Everything that a file holds, the names and comments of a zip file too, and how the response calls it."""
    data = bytes_of(response)
    told = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    if data.startswith(b"PK"):
        with ZipFile(BytesIO(data)) as archive:
            parts = [archive.comment.decode(), *archive.namelist()]
            parts += [info.comment.decode() + info.extra.hex() for info in archive.infolist()]
            parts += [archive.read(name).decode() for name in archive.namelist()]
        return told + " ".join(parts)
    return told + data.decode()


# --- What comes -----------------------------------------------------------------------------------


def test_everything_comes_along_with_notes_and_is_the_whole_diary(client, user, diary):
    page = client.get(reverse("diary:transfer"))
    (address,) = re.findall(r'href="(/transfer/export/json/\?[^"]+)"', page.text)
    found = read(bytes_of(client.get(address.replace("&amp;", "&"))))
    assert found.diary == records.whole_diary_of(user)
    assert found.exported_at == NOW
    assert found.warnings == ()


def test_the_tables_are_the_whole_diary_too(client, user, diary):
    data = bytes_of(download(client, "csv", **sections(*Section)))
    assert read_tables(data, time_zone="UTC").diary == records.whole_diary_of(user)


def test_every_format_says_how_many_rows_it_holds(client, diary):
    asked = sections(*Section)
    exported = json.loads(bytes_of(download(client, "json", **asked)))
    with ZipFile(BytesIO(bytes_of(download(client, "csv", **asked)))) as archive:
        manifest = json.loads(archive.read("manifest.json"))["files"]
        table = archive.read("episodes.csv").decode("utf-8-sig")
    assert exported["counts"]["episodes"] == manifest["episodes.csv"]["rows"] == 1
    assert len(list(csv.DictReader(StringIO(table)))) == 1
    assert bytes_of(download(client, "calendar", **asked)).count(b"BEGIN:VEVENT") == 2
    bundle = json.loads(bytes_of(download(client, "fhir", **asked)))
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "document")


@pytest.mark.parametrize(
    ("name", "file_name", "media_type"),
    [
        ("json", "cramp-diary-2026-03-20.json", "application/json"),
        ("csv", "cramp-diary-tables-2026-03-20.zip", "application/zip"),
        ("fhir", "cramp-diary-fhir-2026-03-20.json", "application/fhir+json"),
        ("calendar", "diary-2026-03-20.ics", "text/calendar; charset=utf-8"),
    ],
)
def test_a_file_has_a_name_of_ours_and_is_kept_nowhere(client, user, name, file_name, media_type):
    User.objects.update(email='"; rm -rf\r\nSet-Cookie: x@example.org')
    response = download(client, name)
    assert response.headers["Content-Disposition"] == f'attachment; filename="{file_name}"'
    assert response.headers["Content-Type"] == media_type
    assert response.headers["Cache-Control"] == "private, no-store"
    assert bytes_of(response)


def test_the_date_in_the_name_is_the_one_where_the_person_lives(client, user):
    User.objects.update(time_zone="Pacific/Kiritimati")
    with time_machine.travel(datetime(2026, 3, 20, 22, tzinfo=UTC), tick=False):
        assert "2026-03-21" in download(client, "json").headers["Content-Disposition"]


# --- What was kept back ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", [each.name for each in FORMATS])
@pytest.mark.parametrize("kept_back", CANARIES, ids=lambda section: section.value)
def test_what_was_kept_back_is_nowhere_in_any_file(client, diary, name, kept_back):
    asked = sections(*(section for section in Section if section is not kept_back))
    text = text_in(download(client, name, **asked, says_what="1"))
    assert [
        canary for canary in CANARIES[kept_back] if canary in text and (canary, name) != ("SQ01", "csv")
    ] == []


def test_the_canaries_are_there_when_they_were_chosen(client, diary):
    for name in ("json", "csv"):
        text = text_in(download(client, name, **sections(*Section)))
        assert [canary for canaries in CANARIES.values() for canary in canaries if canary not in text] == []
    told = text_in(download(client, "calendar", **sections(*Section), says_what="1"))
    assert all(canary in told for canary in ("zebrafinch", "goldfinch", "hawfinch", "dunnock"))


def test_screening_answers_that_were_kept_back_are_in_no_answer_and_no_cramp(client, diary):
    found = read(bytes_of(download(client, "json", **sections(*USUAL - {Section.PROMPTS})))).diary
    assert {answer.question for answer in found.answers} == {"profile.birth_year"}
    assert found.episodes[0].signs == {}


def test_notes_stay_back_unless_they_are_ticked(client, diary):
    for each in FORMATS:
        text = text_in(download(client, each.name, says_what="1"))
        assert not any(canary in text for canary in CANARIES[Section.NOTES])


def test_a_file_without_the_section_of_cramps_holds_none(client, diary):
    asked = sections(*EVERYTHING_BUT_CRAMPS)
    assert json.loads(bytes_of(download(client, "json", **asked)))["episodes"] == []
    assert read_tables(bytes_of(download(client, "csv", **asked)), time_zone="UTC").diary.episodes == ()
    assert bytes_of(download(client, "calendar", **asked)).count(b"BEGIN:VEVENT") == 1
    assert "2026-03-04T03:10" not in text_in(download(client, "fhir", **asked))


EVERYTHING_BUT_CRAMPS = [section for section in Section if section is not Section.EPISODES]


def test_a_calendar_says_nothing_of_cramps_unless_that_was_asked_for(client, diary):
    asked = sections(*Section)
    text = bytes_of(download(client, "calendar", **asked)).decode().casefold()
    assert not any(word in text for word in ("cramp", "calf", "finch", "severity"))
    assert (
        "SUMMARY:Cramp: left calf" in bytes_of(download(client, "calendar", **asked, says_what="1")).decode()
    )


def test_only_the_nights_of_the_period_come_along(client, user, diary):
    EpisodeFactory(owner=user, started_at=datetime(2025, 3, 4, 3, tzinfo=UTC), note="older")
    asked = {**sections(*Section), "period": "own", "first": "2026-03-01", "last": "2026-03-10"}
    found = read(bytes_of(download(client, "json", **asked))).diary
    assert [episode.day for episode in found.episodes] == [NIGHT]
    assert (found.first_day, found.last_day) == (date(2026, 3, 1), date(2026, 3, 10))


# --- The page -------------------------------------------------------------------------------------


def test_the_page_counts_what_goes_along_before_anything_is_downloaded(client, diary):
    text = client.get(reverse("diary:transfer")).text
    assert "1 cramp entry, 1 check-in, 1 medicine, 1 thing that changed, 1 own question" in text
    part = client.get(reverse("diary:transfer"), sections(Section.EPISODES)).text
    assert "This goes along: 1 cramp entry and 1 check-in." in part
    assert all(f'formaction="{reverse("diary:export", args=[each.name])}"' in part for each in FORMATS)


def test_a_changed_choice_is_counted_anew_in_its_place(client, diary):
    headers = {"HX-Request": "true", "HX-Target": "goes-along"}
    response = client.get(reverse("diary:transfer"), sections(Section.EPISODES), headers=headers)
    assert response.text.strip().startswith('<div id="goes-along"')
    assert "1 cramp entry and 1 check-in" in response.text


def test_an_empty_diary_can_be_taken_along_too(client):
    text = client.get(reverse("diary:transfer")).text
    assert "nothing yet" in text
    assert "Nothing of your diary is in what you picked." in text
    for each in FORMATS:
        assert bytes_of(download(client, each.name))


@pytest.mark.parametrize(
    "query",
    [{"period": "own"}, {"period": "own", "first": "2026-13-01"}, {"period": "never"}, {"sections": "all"}],
)
def test_a_choice_that_can_not_be_is_said_beside_its_field(client, query):
    for address in (reverse("diary:transfer"), reverse("diary:export", args=["json"])):
        response = client.get(address, query)
        assert response.status_code == 422
        assert 'aria-invalid="true"' in response.text or "Please choose" in response.text
        assert "Please look at the choices above." in response.text


def test_there_are_no_other_formats(client):
    assert download(client, "pdf").status_code == 404


# --- At most two at once --------------------------------------------------------------------------


@pytest.fixture
def one_connection(monkeypatch):
    """Closing a response ends a request, and with it the connection that the test itself still needs."""
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)


def test_a_third_file_at_once_waits_and_the_first_two_come_whole(client, diary, one_connection):
    first, second = download(client, "json"), download(client, "csv")
    for name in ("json", "csv", "fhir", "calendar"):
        third = download(client, name)
        assert third.status_code == 429
        assert third.headers["Retry-After"] == "30"
        assert "Two files of yours are being made already." in third.text
    assert read(bytes_of(first)).diary.episodes
    first.close()
    assert download(client, "json").status_code == 200
    second.close()


def test_somebody_else_is_not_kept_waiting(client, other_user, stranger, diary):
    download(client, "json"), download(client, "json")
    stranger.force_login(other_user)
    assert download(stranger, "json").status_code == 200


def test_a_file_that_nobody_waits_for_gives_its_turn_back(client, diary, one_connection):
    for _ in range(5):
        response = download(client, "json")
        next(iter(response.streaming_content))
        response.close()
    assert download(client, "json").status_code == 200


def test_a_choice_that_can_not_be_takes_no_turn(client):
    for _ in range(3):
        assert download(client, "json", period="never").status_code == 422
    assert download(client, "json").status_code == 200


def test_what_fails_gives_its_turn_back(client, user, monkeypatch):
    monkeypatch.setattr("diary.records.selected_of", lambda *_: 1 / 0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            download(client, "json")
    assert Turn.take("export", str(user.pk), most=1) is not None
