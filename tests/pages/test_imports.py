"""Bringing data in, as a person sees it: choose, look, say yes, take it back; and whatever file anybody sends."""

import json
import zipfile
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from diary.models import ImportRun
from tests.factories import CheckInFactory, EpisodeFactory, ImportRunFactory

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
START = "/transfer/import/"
DAYLIO = (
    "full_date,date,weekday,time,mood,activities,note_title,note\n"
    '2026-03-04,4 March,Wednesday,07:15,meh,leg cramps | work,,"Woke <b>up</b>"\n'
    "2026-03-03,3 March,Tuesday,21:40,good,work,,\n"
)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOW, tick=False):
        yield


def upload(client, data, name="diary.json"):
    content = data.encode() if isinstance(data, str) else data
    return client.post(START, {"file": SimpleUploadedFile(name, content)})


def words_of(response):
    return " ".join(response.content.decode().split())


def an_export(**parts):
    return json.dumps({"format": "cramp-diary", "version": 1, "time_zone": "Europe/London", **parts})


CRAMP = {"id": "00000000-0000-0000-0000-000000000001", "started_at": "2026-03-04T03:10:00+00:00"}


# --- The way through --------------------------------------------------------------------------------------------------


def test_an_own_file_is_shown_before_anything_is_added(client, user):
    response = upload(client, an_export(episodes=[CRAMP], surprise=1))
    assert response.status_code == 303
    page = client.get(response.url)
    assert "1 entry is new." in words_of(page)
    assert "Nothing has been added yet." in words_of(page)
    assert "from 3 March 2026 to 3 March 2026" in words_of(page)
    assert "surprise: This name is not known and was ignored." in words_of(page)
    assert not user.episodes.exists()


def test_a_yes_adds_and_a_second_thought_takes_it_out_again(client, user):
    url = upload(client, an_export(episodes=[CRAMP])).url
    done = client.post(f"{url}confirm/", follow=True)
    assert "Added: 1 cramp." in words_of(done)
    assert user.episodes.count() == 1
    assert f'href="{url}"' in words_of(client.get(START))
    undone = client.post(f"{url}undo/", follow=True)
    assert "Taken out again: 1 cramp." in words_of(undone)
    assert not user.episodes.exists()
    assert "Taken out again" in words_of(client.get(START))


def test_what_was_changed_since_is_listed_with_the_way_to_it(client, user):
    url = upload(client, an_export(episodes=[CRAMP])).url
    client.post(f"{url}confirm/")
    user.episodes.update(version=2, severity=3)
    page = client.post(f"{url}undo/", follow=True)
    assert "Still here, because you changed or use it (1)" in words_of(page)
    assert 'href="/diary/nights/2026-03-03/"' in words_of(page)


def test_a_no_forgets_the_file(client, user):
    url = upload(client, an_export(episodes=[CRAMP])).url
    page = client.post(f"{url}cancel/", follow=True)
    assert "Not brought in. The file was forgotten." in words_of(page)
    assert not user.imports.exists()
    gone = client.get(url)
    assert gone.status_code == 404
    assert "This file is not waiting here" in words_of(gone)
    assert f'href="{START}"' in words_of(gone)


@pytest.mark.parametrize("way", ["", "columns/"])
def test_an_address_that_is_opened_again_leads_to_what_became_of_the_file(client, user, way):
    url = upload(client, an_export(episodes=[CRAMP])).url
    client.post(f"{url}confirm/")
    page = client.get(f"{url}{way}", follow=True)
    assert "Take it out again" in words_of(page)
    assert user.episodes.count() == 1
    again = client.post(f"{url}cancel/", follow=True)
    assert "Take it out again" in words_of(again)


def test_a_day_later_the_way_back_to_the_file_is_told(client, user):
    url = upload(client, an_export(episodes=[CRAMP])).url
    with time_machine.travel(NOW + timedelta(hours=25), tick=False):
        client.force_login(user)
        for late in (
            client.get(url),
            client.get(f"{url}columns/", follow=True),
            client.post(f"{url}confirm/"),
        ):
            assert late.status_code == 404
            assert "Choose the file again" in words_of(late)
    assert not user.episodes.exists()


def test_what_is_there_already_is_counted_by_kind(client, user):
    EpisodeFactory(owner=user, id=CRAMP["id"], severity=9)
    CheckInFactory(owner=user)
    page = client.get(upload(client, an_export(episodes=[CRAMP], check_ins=[{"day": "2026-03-03"}])).url)
    assert "Nothing here is new." in words_of(page)
    assert "1 there already, but not the same: yours stay as they are" in words_of(page)
    assert "/confirm/" not in words_of(page)


def test_the_demo_of_a_daylio_table_goes_all_the_way(client, user):
    url = upload(client, DAYLIO, "daylio.csv").url
    columns = client.get(url).url
    assert columns == f"{url}columns/"
    page = client.get(columns)
    assert "This looks like a table from Daylio" in words_of(page)
    form = {
        f"role-{n}": role for n, role in enumerate(["date", "", "", "time", "", "labels", "note", "note"])
    }
    form |= {"zone": "Europe/London", "clock": "written", "cramps": "leg cramps", "factors": "work"}
    missing = client.post(columns, form)
    assert missing.status_code == 422
    assert "Please choose one." in words_of(missing)
    assert 'value="work" ' in words_of(missing)
    looked = client.post(columns, form | {"untimed": "morning", "go": "look"}, follow=True)
    assert "4 March 2026, about 03:00, “Woke &lt;b&gt;up&lt;/b&gt;”" in words_of(looked)
    assert "1 cramp, 2 check-ins." in words_of(looked)
    preview = client.post(columns, form | {"untimed": "morning"}, follow=True)
    assert preview.redirect_chain[-1][0] == url
    assert "4 entries are new." in words_of(preview)
    assert "Columns: date, weekday, mood" in words_of(preview)
    client.post(f"{url}confirm/")
    assert user.episodes.get().note == "Woke <b>up</b>"
    assert user.own_factors.get().name == "work"


def test_only_the_questions_that_the_columns_ask_are_asked(client):
    url = upload(client, "when,how bad\n03/04/2026 02:10,mild\n").url
    page = client.get(f"{url}columns/")
    assert "Please say what each column holds." in words_of(page)
    assert "How are dates written?" in words_of(page)
    assert "“mild” is, from 0 to 10" not in words_of(page)
    form = {"role-0": "start", "role-1": "severity", "zone": "Europe/London"}
    page = client.post(f"{url}columns/", form | {"go": "look"}, follow=True)
    assert "“mild” is, from 0 to 10" in words_of(page)
    assert "From where to where does the severity reach?" not in words_of(page)
    form |= {"date_order": "day-first"}
    response = client.post(f"{url}columns/", form)
    assert "Please choose a number." in words_of(response)
    assert client.post(f"{url}columns/", form | {"word-0": "3"}).url == url


def test_a_severity_word_may_be_not_known_and_the_form_keeps_it(client, user):
    url = upload(client, "start,severity\n2026-03-04 02:10,awful\n").url
    form = {"role-0": "start", "role-1": "severity", "zone": "Europe/London", "word-0": "unknown"}
    assert client.post(f"{url}columns/", form).url == url
    assert '<option value="unknown" selected>Not known</option>' in words_of(client.get(f"{url}columns/"))
    client.post(f"{url}confirm/")
    assert user.episodes.get().severity is None


def test_a_table_of_days_with_counts_asks_whether_the_others_were_clear(client, user):
    url = upload(client, "date,cramps\n2026-03-04,0\n2026-03-05,2\n").url
    page = client.get(f"{url}columns/")
    assert "On days with 0 cramps, the night was without a cramp" in words_of(page)
    form = {
        "role-0": "date",
        "role-1": "count",
        "zone": "Europe/London",
        "untimed": "night",
        "others_are_clear": "on",
    }
    client.post(f"{url}columns/", form)
    client.post(f"{url}confirm/")
    assert [(night.day.day, night.clear) for night in user.check_ins.all()] == [(4, True)]
    assert [(cramp.day.day, cramp.count) for cramp in user.episodes.all()] == [(5, 2)]


def test_only_orders_that_the_dates_allow_are_offered(client):
    url = upload(client, "start,note\n26/03/04 02:10,a\n").url
    page = words_of(client.get(f"{url}columns/"))
    assert "Year first: 26/03/04 is 4 March 2026" in page
    assert "Month first" not in page


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"role-0": "", "zone": "UTC"}, "Please say which column holds the date."),
        ({"role-0": "start", "role-1": "start", "zone": "UTC"}, "Two columns are marked"),
        ({"role-0": "start", "zone": "../../etc/passwd"}, "Select a valid choice"),
        ({"role-0": "start", "zone": "localtime"}, "Select a valid choice"),
        ({"role-0": "start"}, "This field is required."),
        ({"role-0": "__proto__", "zone": "UTC"}, "Please say which column holds the date."),
    ],
)
def test_columns_that_can_not_be_are_told_beside_the_form(client, form, words):
    url = upload(client, "when,how bad\n2026-03-04 02:10,mild\n").url
    response = client.post(f"{url}columns/", form)
    assert response.status_code == 422
    assert words in words_of(response)


def test_lines_that_can_not_be_read_need_a_tick(client, user):
    url = upload(client, "start,note\n2026-03-04 02:10,a\n2026-02-30 02:10,b\n").url
    page = client.get(url)
    assert "Line 3: “2026-02-30” is no date." in words_of(page)
    refused = client.post(f"{url}confirm/")
    assert refused.status_code == 422
    assert "Please tick this" in words_of(refused)
    assert not user.episodes.exists()
    assert "Added: 1 cramp." in words_of(client.post(f"{url}confirm/", {"leave_out": "on"}, follow=True))


def test_looking_leads_to_what_comes_of_it_or_to_what_is_still_open(client):
    url = upload(client, "start,severity\n2026-03-04 02:10,7\n").url
    form = {"role-0": "start", "role-1": "severity", "zone": "Europe/London", "go": "look"}
    assert client.post(f"{url}columns/", form).url == f"{url}columns/#meaning"
    assert client.post(f"{url}columns/", form | {"scale": "0-10"}).url == f"{url}columns/#comes"


def test_lines_that_can_not_be_read_are_counted_of_all_and_a_yes_without_them_says_at_the_top_what_to_do(
    client,
):
    url = upload(client, "start,note\n2026-03-04 02:10,a\n2026-03-34 02:10,b\n").url
    page = words_of(client.get(url))
    assert "1 line of 2 lines can not be read" in page
    assert "Made of 2 lines of the table." in page
    refused = words_of(client.post(f"{url}confirm/"))
    assert refused.index("Nothing was added") < refused.index("1 entry is new.")
    assert 'href="#leave-out"' in refused


def test_a_table_without_columns_told_sends_back_to_them(client):
    url = upload(client, "a,b\n1,2\n").url
    assert client.get(url).url == f"{url}columns/"
    assert client.post(f"{url}confirm/").url == f"{url}columns/"


def test_columns_are_only_asked_of_a_table_that_waits(client, user):
    own = ImportRunFactory(owner=user, uploaded_at=NOW)
    assert client.get(f"{START}{own.id}/columns/").url == f"{START}{own.id}/"
    done = ImportRunFactory(owner=user, kind="table", uploaded_at=NOW, imported_at=NOW)
    assert client.get(f"{START}{done.id}/columns/").url == f"{START}{done.id}/"


def test_no_file_at_all_is_told_beside_the_field(client):
    response = client.post(START, {})
    assert response.status_code == 422
    assert "Please choose a file first." in words_of(response)


# --- Whatever anybody sends (the table of bad inputs) -----------------------------------------------------------------

DEEP = '{"format":"cramp-diary","version":1,"time_zone":"UTC","x":'


def a_cramp(**parts):
    return an_export(episodes=[CRAMP | parts])


def zipped(**members):
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return written.getvalue()


def with_link():
    """An archive whose one member is a symbolic link to a file of the server."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        link = zipfile.ZipInfo("export.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return written.getvalue()


REFUSED = {
    "an empty file": (b"", "empty"),
    "only spaces": (b" \r\n ", "empty"),
    "a header alone": (b"date,note\r\n", "no line below it"),
    "a NUL": (b"date,note\n2026-03-04,a\0b\n", "Line 2"),
    "an open quotation mark": (b'date,note\n2026-03-04,"x\n', "Line 2"),
    "a cell of 200 kB": (b"date,note\n2026-03-04," + b"x" * 200_000, "Line 2"),
    "a million lines": (b"a\n" * 1_000_000, "more than 100,000 lines"),
    "100,000 columns": (b"a," * 100_000, "more than 100 cells"),
    "10 MB of commas": (b"," * 10_000_000, "more than"),
    "a web page": (b"<!doctype html><p>Hi</p>", "web page"),
    "a PDF": (b"%PDF-1.7 ...", "PDF"),
    "gzip": (b"\x1f\x8b\x08\x00", "gzip"),
    "200,000 brackets": (b"[" * 200_000, "nested too deeply"),
    "200,000 brackets inside": ((DEEP + "[" * 200_000).encode(), "nested too deeply"),
    "5,000 digits": (a_cramp(severity=1).replace('"severity": 1', '"severity": ' + "9" * 5_000), "too long"),
    "NaN": (a_cramp(severity=1).replace('"severity": 1', '"severity": NaN'), "NaN"),
    "infinity": (a_cramp(severity=1).replace('"severity": 1', '"severity": Infinity'), "Infinity"),
    "1e400": (a_cramp(severity=1).replace('"severity": 1', '"severity": 1e400'), "too large"),
    "a name twice": ('{"format": "x", "format": "y"}', "twice"),
    "a lone surrogate": (a_cramp(note="x").replace('"x"', '"\\ud800"'), "episodes[0].note"),
    "a NUL in a text": (a_cramp(note="a\0b"), "episodes[0].note"),
    "true for a number": (a_cramp(severity=True), "episodes[0].severity"),
    "a list for a text": (a_cramp(note=[]), "episodes[0].note"),
    "a list for a diary": ("[]", "no export"),
    "a number for a list": (an_export(episodes=5), "episodes"),
    "a newer version": (an_export(version=2), "version"),
    "another format": ('{"format": "other"}', "format"),
    "no JSON": ("{", "line 1"),
    "no UTF-8": (b'{"\xff": 1}', "UTF-8"),
    "10 MB of note": (a_cramp(note="x" * 10_000_000), "episodes[0].note"),
    "a right-to-left override": (a_cramp(note="a\u202eb"), "episodes[0].note"),
    "a severity of -1": (a_cramp(severity=-1), "episodes[0].severity"),
    "a severity of 11": (a_cramp(severity=11), "episodes[0].severity"),
    "a text for a severity": (a_cramp(severity="１２"), "episodes[0].severity"),
    "400 days": (a_cramp(hard_minutes=576_000), "episodes[0].hard_minutes"),
    "the year 1": (a_cramp(started_at="0001-01-01T00:00:00Z"), "episodes[0].started_at"),
    "the year 9999": (a_cramp(started_at="9999-12-31T23:59:59Z"), "episodes[0].started_at"),
    "a zone that is a path": (a_cramp(time_zone="../../etc/passwd"), "episodes[0].time_zone"),
    "a zone of the system": (a_cramp(time_zone="localtime"), "episodes[0].time_zone"),
    "a zone that is none": (a_cramp(time_zone="GMT+4"), "episodes[0].time_zone"),
    "an empty zone": (an_export(time_zone=""), "time_zone"),
    "a day twice": (an_export(check_ins=[{"day": "2026-03-03"}] * 2), "check_ins[1].day"),
    "a zip of nothing we know": (zipped(**{"a.txt": "x"}), "neither"),
    "a zip with a path": (zipped(**{"../../evil.xml": "<HealthData/>"}), "neither"),
    "a zip in a zip": (zipped(**{"a.zip": zipped(a="x")}), "neither"),
    "a zip with a link": (with_link(), "no export of Apple Health"),
    "a zip bomb": (zipped(**{"export.xml": b"<HealthData>" + b" " * 30_000_000}), "damaged"),
    "an Excel file": (zipped(**{"[Content_Types].xml": "<x/>", "xl/a/workbook.xml": "<x/>"}), "Excel"),
    "half a zip": (zipped(**{"export.xml": "<HealthData/>"})[:40], "damaged"),
    "a thousand laughs": (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "web page"),
    "laughs in the data": (b'<HealthData><!DOCTYPE x [<!ENTITY a "b">]>&a;</HealthData>', "damaged"),
}


@pytest.mark.parametrize(("data", "words"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_can_not_be_brought_in_is_told_with_its_place_and_changes_nothing(
    client, user, data, words
):
    response = upload(client, data)
    assert response.status_code == 422
    assert words in words_of(response).replace("&#x27;", "'")
    assert "Nothing was changed" in words_of(response) or "empty" in words_of(response)
    assert not ImportRun.objects.exists()
    assert client.get("/").status_code == 200


ODD = {
    "UTF-16": ("start,note\n2026-03-04 02:10,Späte Schicht\n", "utf-16"),
    "UTF-16 without a mark": ("start,note\n2026-03-04 02:10,Späte Schicht\n", "utf-16-le"),
    "Latin-1": ("start,note\n2026-03-04 02:10,Späte Schicht\n", "latin-1"),
    "mixed line ends": ("start,note\r2026-03-04 02:10,a\r\n2026-03-05 02:10,b\n", "utf-8"),
    "semicolons": ("start;note\n2026-03-04 02:10;a\n", "utf-8"),
    "tabs": ("start\tnote\n2026-03-04 02:10\ta\n", "utf-8"),
    "a doubled header": ("start,note,note\n2026-03-04 02:10,a,\n", "utf-8"),
    "formulas": ('start,note\n2026-03-04 02:10,"=HYPERLINK(1)"\n', "utf-8"),
    "markup": (
        "start,note\n2026-03-04 02:10,<script>alert(1)</script>{{7*7}}{% debug %}javascript:x\n",
        "utf-8",
    ),
    "emoji and heaped marks": ("start,note\n2026-03-04 02:10,👨‍👩‍👧 Z̷̢̛͖̈a̵̰͋l̴̗̓ ıİ café cafe\u0301\n", "utf-8"),
    "a name in the prototype": ("start,__proto__\n2026-03-04 02:10,x\n", "utf-8"),
}


@pytest.mark.parametrize(("text", "encoding"), ODD.values(), ids=ODD)
def test_an_odd_table_is_read_and_kept_as_it_is(client, user, text, encoding):
    url = upload(client, text.encode(encoding), "table.json").url
    page = client.get(url, follow=True)
    assert page.status_code == 200
    assert b"<script>alert" not in page.content
    client.post(f"{url}confirm/")
    assert user.episodes.exists()
    assert all(cramp.note in text for cramp in user.episodes.all())


def test_line_5001_alone_is_wrong_and_is_told(client, user):
    lines = [f"2026-03-04 0{n % 9}:{n % 60:02},{n}" for n in range(6_000)]
    lines[4_999] = "2026-03-34 02:10,x"
    page = client.get(upload(client, "start,note\n" + "\n".join(lines)).url)
    assert "1 line of 6,000 lines can not be read" in words_of(page)
    assert "Line 5,001: “2026-03-34” is no date." in words_of(page)


def test_names_that_were_not_asked_for_are_passed_over(client, user):
    response = upload(client, a_cramp(owner="x", is_staff=True, __proto__={"x": 1}, version=9))
    client.post(f"{response.url}confirm/")
    assert user.episodes.get().version == 1


def test_an_id_of_somebody_else_becomes_one_s_own_and_touches_nothing(client, user, other_user):
    theirs = EpisodeFactory(owner=other_user, severity=9)
    url = upload(client, a_cramp(id=str(theirs.id), severity=1)).url
    client.post(f"{url}confirm/")
    assert user.episodes.get().severity == 1
    assert other_user.episodes.get().severity == 9


@pytest.mark.parametrize(
    "name", ['"; rm -rf\r\nSet-Cookie: x=1', "../../etc/passwd", "a" * 300 + ".json", "<b>.csv", "x\0y"]
)
def test_the_name_of_a_file_counts_for_nothing(client, user, name):
    response = upload(client, an_export(episodes=[CRAMP]), name)
    assert response.status_code in {303, 422}
    page = client.get(START)
    assert b"rm -rf" not in page.content
    assert b"etc/passwd" not in page.content


def test_two_files_at_once_are_too_many(client):
    files = [SimpleUploadedFile("a", b"x"), SimpleUploadedFile("b", b"x")]
    assert client.post(START, {"file": files}).status_code == 400


# --- How large a request may be ---------------------------------------------------------------------------------------


def too_long(client, path, size, **headers):
    return client.generic(
        "POST", path, b"x", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(size), **headers
    )


def test_a_file_that_is_too_large_is_refused_by_what_it_says_of_itself(client, user, settings):
    settings.DIARY_LARGEST_UPLOAD = 5_000_000
    response = too_long(client, START, 5_000_001)
    assert response.status_code == 413
    assert "The file is larger than 5 MB" in words_of(response)
    assert f'href="{START}"' in words_of(response)


def test_a_form_is_never_as_long_as_a_file(client, user):
    response = too_long(client, "/settings/medicines/", 100_000_000)
    assert response.status_code == 413
    assert "longer than a form can be" in words_of(response)


def test_a_stranger_s_file_is_not_read(stranger, user):
    response = too_long(stranger, START, 100_000_000)
    assert response.status_code == 413
    assert "Please sign in, and choose the file again." in words_of(response)


def test_fifty_thousand_fields_are_refused(client):
    assert client.post(START, {f"f{n}": "x" for n in range(50_000)}).status_code == 400


@pytest.mark.parametrize("length", ["", "-5", "many", "9" * 30])
def test_a_length_that_is_none_is_no_fault(client, length):
    assert too_long(client, START, length).status_code in {400, 413, 422}
