"""The diary: three kinds of night, counted with their denominators, and a way back from every deletion."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import html5lib
import pytest
from django.urls import reverse

from diary import records
from diary.actions import check_ins, episodes, events, medicines
from diary.domain.entries import Place
from diary.domain.history import Month
from diary.domain.vocabulary import Muscle, Side

pytestmark = pytest.mark.django_db

# Sunday morning in London: the diary day is still 21 November, and its night is over.
MORNING = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LAST_NIGHT = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def morning(time_machine):
    time_machine.move_to(MORNING, tick=False)


def a_cramp(user, day=LAST_NIGHT, *, hour=27, muscle=Muscle.CALF, side=Side.LEFT, **details):
    started_at = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=hour)
    details |= {"places": episodes.places_as_json((Place(muscle, side),))}
    return episodes.record(
        user, id=uuid4(), started_at=started_at, time_zone="Europe/London", details=details
    )


def clear(user, day):
    check_ins.mark_night(user, day, clear=True, now=MORNING)


def the_month(client, year=2026, month=11, **headers):
    return client.get(reverse("diary:month", args=[Month(date(year, month, 1))]), **headers)


def found(client, **query):
    return client.get(reverse("diary:diary"), query)


def parsed(response):
    return html5lib.parse(response.content.decode(), namespaceHTMLElements=False)


def text_of(element):
    return " ".join("".join(element.itertext()).split())


def days_of(response):
    """Return {day number: (its name, its mark)} for every day of the calendar that can be opened."""
    found_days = {}
    for link in parsed(response).iterfind(".//table//a"):
        name, number, mark = (text_of(part) for part in link)
        found_days[int(number)] = (name, mark)
    return found_days


# --- A month -----------------------------------------------------------------------------------------------------


def test_the_diary_opens_with_the_present_month(client):
    response = client.get(reverse("diary:diary"))
    assert response.status_code == 200
    assert text_of(parsed(response).find(".//h2")) == "November 2026"


def test_the_three_kinds_of_night_have_their_own_name_and_mark(client, user):
    a_cramp(user, date(2026, 11, 3), count=2)
    clear(user, date(2026, 11, 4))
    response = the_month(client)
    days = days_of(response)
    assert days[3] == ("Night of Tue 3 Nov: 2 cramps", "2")
    assert days[4] == ("Night of Wed 4 Nov: no cramps", "")
    assert days[5] == ("Night of Thu 5 Nov: not noted", "?")
    marks = {mark.get("data-outcome") for mark in parsed(response).iterfind(".//table//span[@class='mark']")}
    assert marks == {"cramp", "clear", "unknown"}


def test_days_to_come_are_numbers_without_a_link_and_today_is_marked(client):
    response = the_month(client)
    assert sorted(days_of(response)) == list(range(1, 22))
    today = [link for link in parsed(response).iterfind(".//table//a") if link.get("aria-current") == "date"]
    assert [text_of(link) for link in today] == ["Night of Sat 21 Nov: not noted21?"]
    assert len(list(parsed(response).iterfind(".//table//span[@class='day']"))) == 9


def test_in_the_evening_the_night_ahead_is_to_come_and_not_missing(client, time_machine):
    time_machine.move_to(datetime(2026, 11, 22, 19, 30, tzinfo=UTC), tick=False)
    response = the_month(client)
    assert days_of(response)[22] == ("Night of Sun 22 Nov: still to come", "")
    assert "No night noted in November so far." in response.content.decode()


def test_the_weeks_begin_on_monday(client):
    response = the_month(client)
    heads = [text_of(head) for head in parsed(response).iterfind(".//thead//th")]
    assert heads == ["M", "T", "W", "T", "F", "S", "S"]
    first_week = [text_of(cell) for cell in parsed(response).findall(".//tbody/tr")[0]]
    assert first_week[:6] == [""] * 6
    assert "Night of Sun 1 Nov" in first_week[6]


def test_the_summary_says_on_how_many_nights_it_rests(client, user):
    for day in (3, 8):
        a_cramp(user, date(2026, 10, day))
    a_cramp(user, date(2026, 10, 3), hour=28)
    for day in (4, 5, 6):
        clear(user, date(2026, 10, day))
    words = "Cramps on 2 of 5 nights noted in October; 26 nights not noted."
    assert words in the_month(client, month=10).content.decode()


def test_a_month_of_which_nothing_is_noted_says_so(client):
    assert "No night noted in March." in the_month(client, month=3).content.decode()


@pytest.mark.parametrize(
    "address", ["2026/12/", "2026/13/", "2026/00/", "0000/01/", "1899/12/", "2026/1/", "9999/12/"]
)
def test_a_month_that_is_none_or_has_not_begun_is_not_found(client, address):
    assert client.get(f"/diary/{address}").status_code == 404


def test_months_can_be_turned_with_and_without_htmx(client):
    response = the_month(client, month=10)
    page = parsed(response)
    for name, address in (("previous-month", "/diary/2026/09/"), ("next-month", "/diary/2026/11/")):
        link = page.find(f".//a[@id='{name}']")
        assert link.get("href") == link.get("hx-get") == address
        assert link.get("hx-target") == "#history"
        assert link.get("hx-push-url") == "true"
    assert parsed(the_month(client)).find(".//a[@id='next-month']") is None


def test_htmx_gets_the_month_alone_with_its_title(client):
    response = the_month(client, month=10, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="history")
    text = response.content.decode()
    title, _, section = text.strip().partition("\n")
    assert title == "<title>Diary, October 2026 · Cramp Diary</title>"
    assert section.startswith('<div class="columns" id="history">')
    assert "HX-Request" in response["Vary"]


def test_a_restored_history_entry_gets_the_whole_page(client):
    headers = {
        "HTTP_HX_REQUEST": "true",
        "HTTP_HX_TARGET": "history",
        "HTTP_HX_HISTORY_RESTORE_REQUEST": "true",
    }
    assert "<!doctype html>" in the_month(client, **headers).content.decode()


def test_every_year_of_a_long_diary_is_two_taps_away(client, user):
    a_cramp(user, date(2017, 5, 4))
    page = parsed(the_month(client))
    links = {link.get("href") for link in page.iterfind(".//nav[@aria-label='Other months']//a")}
    assert {f"/diary/{year}/11/" for year in range(2017, 2027)} <= links
    assert {f"/diary/2026/{month:02}/" for month in range(1, 12)} <= links
    assert "/diary/2026/12/" not in links


# --- The list by night -------------------------------------------------------------------------------------------


def rows_of(response):
    return [text_of(row) for row in parsed(response).iterfind(".//li[@class='night-row']")]


def test_the_list_begins_with_the_latest_night_and_joins_nights_without_a_word(client, user):
    a_cramp(user, severity=7, hard_minutes=4)
    clear(user, date(2026, 11, 18))
    rows = rows_of(the_month(client))
    assert rows[0].startswith("1 Night of Sat 21 Nov 1 cramp 03:00 Left calf · 4 min · severity 7")
    assert rows[1] == "? 19 to 20 Nov 2 nights not noted"
    assert rows[2] == "Night of Wed 18 Nov No cramps"
    assert rows[3] == "? 1 to 17 Nov 17 nights not noted"


def test_a_check_in_stands_with_its_night_in_words(client, user):
    for factor, value in [("alcohol", "3-4"), ("activity", "hard"), ("fluids", "usual"), ("sitting", None)]:
        check_ins.answer(user, LAST_NIGHT, factor=factor, value=value, now=MORNING)
    assert "3 answers: hard activity and alcohol" in rows_of(the_month(client))[0]


def test_a_draft_is_marked_as_one_to_finish(client, user):
    episode = episodes.begin(user, id=uuid4(), at=None, time_zone="Europe/London", now=MORNING)
    episodes.mark_gone(user, episode.id, at=None, now=MORNING)
    assert "Muscle not noted · 0 min to finish" in rows_of(the_month(client))[0]


def test_every_episode_of_the_list_has_its_own_edit_link_and_delete_button(client, user):
    first, second = a_cramp(user), a_cramp(user, hour=28)
    page = parsed(the_month(client))
    links = {link.get("href") for link in page.iterfind(".//a")}
    buttons = {text_of(b): b.get("formaction") for b in page.iterfind(".//button[@formaction]")}
    assert {reverse("diary:episode", args=[episode.id]) for episode in (first, second)} <= links
    assert buttons == {
        "Delete the cramp in the night of Sat 21 Nov, 03:00": reverse(
            "diary:episode_discard", args=[first.id]
        ),
        "Delete the cramp in the night of Sat 21 Nov, 04:00": reverse(
            "diary:episode_discard", args=[second.id]
        ),
    }


def test_an_empty_diary_says_how_to_begin(client):
    assert "Your diary is empty" in client.get(reverse("diary:diary")).content.decode()


# --- The filter --------------------------------------------------------------------------------------------------


@pytest.fixture
def three_cramps(user):
    return (
        a_cramp(user, date(2025, 1, 10), severity=3, note="After the GARDEN"),
        a_cramp(user, date(2026, 6, 10), muscle=Muscle.TOES, severity=8),
        a_cramp(user, date(2026, 11, 10)),
    )


@pytest.mark.parametrize(
    ("query", "which"),
    [
        ({"muscle": "toes"}, [1]),
        ({"severity_from": "4"}, [1]),
        ({"severity_to": "3"}, [0]),
        ({"severity_from": "3", "severity_to": "8"}, [1, 0]),
        ({"since": "2026-01-01"}, [2, 1]),
        ({"until": "10/06/2026"}, [1, 0]),
        ({"text": "garden"}, [0]),
        ({"muscle": "calf", "text": "garden", "since": "2025-01-10", "until": "2025-01-10"}, [0]),
        ({"text": "nowhere"}, []),
    ],
)
def test_the_filter_looks_through_the_whole_diary(client, three_cramps, query, which):
    response = found(client, **query)
    page = parsed(response)
    links = [link.get("href") for link in page.iterfind(".//li[@class='episode-row']/a")]
    assert links == [reverse("diary:episode", args=[three_cramps[index].id]) for index in which]
    assert f"{len(which)} of 3 episodes" in text_of(page)
    assert page.find(".//details[@open]") is None


def test_a_night_of_which_only_some_episodes_fit_says_so(client, user):
    a_cramp(user, severity=2)
    a_cramp(user, hour=28, severity=9)
    assert "2 cramps, 1 episode shown" in rows_of(found(client, severity_from="5"))[0]


def test_what_is_found_comes_thirty_nights_a_page(client, user):
    for back in range(31):
        a_cramp(user, LAST_NIGHT - timedelta(days=back))
    first, second = found(client, muscle="calf"), found(client, muscle="calf", page="2")
    assert (len(rows_of(first)), len(rows_of(second))) == (30, 1)
    hrefs = [link.get("href") for link in parsed(first).iterfind(".//nav[@aria-label='Pages']/a")]
    assert hrefs == ["?muscle=calf&page=2"]
    assert len(rows_of(found(client, muscle="calf", page="999"))) == 1
    assert len(rows_of(found(client, muscle="calf", page="\x00"))) == 30


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ({"muscle": "wing"}, "muscle", "Please choose one of these muscles."),
        ({"severity_from": "11"}, "severity_from", "Please choose a number from 0 to 10."),
        ({"severity_from": "7", "severity_to": "3"}, "severity_to", "This is below “from”."),
        ({"since": "yesterday"}, "since", "Please give the date as day, month and year, like 22/11/2026."),
        ({"until": "2026-02-30"}, "until", "Please give the date as day, month and year, like 22/11/2026."),
        ({"since": "2026-11-02", "until": "2026-11-01"}, "until", "This is before the first date."),
        ({"text": "a\x00b"}, "text", "There is an invisible control character here."),
        ({"text": "x" * 201}, "text", "This is 201 characters long. Please keep it to 200."),
    ],
)
def test_a_filter_that_can_not_be_read_is_explained_beside_its_field(
    client, three_cramps, query, field, words
):
    response = found(client, **{"text": "garden", **query})
    page = parsed(response)
    assert response.status_code == 422
    control = page.find(f".//*[@name='{field}']")
    assert control.get("aria-invalid") == "true"
    described = [page.find(f".//*[@id='{name}']") for name in control.get("aria-describedby").split()]
    assert words in " ".join(text_of(element) for element in described if element is not None)
    if "text" not in query:
        assert page.find(".//input[@name='text']").get("value") == "garden"
    assert page.find(".//details[@open]") is not None
    assert not rows_of(response)


def test_what_was_looked_for_stands_above_what_was_found(client, three_cramps):
    words = "Muscle: Calf · Severity from: 3 · From the night of: Wed 1 Jan 2025 · Words in a note: garden"
    query = {"muscle": "calf", "severity_from": "3", "since": "2025-01-01", "text": "garden"}
    assert words in found(client, **query).content.decode()


def test_nothing_found_says_what_to_do(client, three_cramps):
    assert "Leave a field empty to look more widely." in found(client, text="nowhere").content.decode()


# --- One night ---------------------------------------------------------------------------------------------------


def the_night(client, day=LAST_NIGHT):
    return client.get(reverse("diary:night", args=[day]))


def test_a_night_shows_everything_noted_of_it(client, user):
    episode = a_cramp(user, hard_minutes=12, severity=6, note="Bad <b>one</b>")
    check_ins.answer(user, LAST_NIGHT, factor="alcohol", value="1-2", now=MORNING)
    check_ins.answer(user, LAST_NIGHT, factor="fluids", value=None, now=MORNING)
    response = the_night(client)
    text = text_of(parsed(response))
    for words in (
        "Night of Sat 21 Nov",
        "1 cramp",
        "03:00",
        "Left calf",
        "12 min",
        "6 of 10, moderate",
        "Bad <b>one</b>",
    ):
        assert words in text
    for words in ("Alcohol1 to 2 drinks", "DrinkingSkipped"):
        assert words in text
    assert reverse("diary:episode", args=[episode.id]) in response.content.decode()
    assert reverse("diary:check_in", args=[LAST_NIGHT]) in response.content.decode()


def test_an_unknown_night_offers_no_cramps_and_a_cramp_to_add(client, user):
    text = the_night(client).content.decode()
    assert "No cramps this night" in text
    assert f"{reverse('diary:episode_add')}?day=2026-11-21" in text
    address = reverse("diary:night", args=[LAST_NIGHT])
    response = client.post(reverse("diary:night_clear", args=[LAST_NIGHT]), {"clear": "1", "next": address})
    assert response.url == address
    assert "Take back “no cramps”" in the_night(client).content.decode()


def test_a_night_still_to_come_is_not_asked_about(client, time_machine):
    time_machine.move_to(datetime(2026, 11, 22, 19, 30, tzinfo=UTC), tick=False)
    text = the_night(client, date(2026, 11, 22)).content.decode()
    assert "Still to come" in text
    assert "No cramps this night" not in text


@pytest.mark.parametrize("day", ["2026-11-22", "2026-02-30", "1899-12-31", "tonight"])
def test_a_night_that_is_none_or_has_not_begun_is_not_found(client, day):
    assert client.get(f"/diary/nights/{day}/").status_code == 404


# --- A clock that was ahead ------------------------------------------------------------------------------------------


def test_a_night_ahead_that_holds_a_cramp_can_be_opened_and_stands_in_the_month(client, user):
    ahead = date(2026, 11, 22)
    episode = a_cramp(user, ahead)
    response = the_month(client)
    assert days_of(response)[22] == ("Night of Sun 22 Nov: 1 cramp", "1")
    assert 23 not in days_of(response)
    assert str(episode.id) in response.content.decode()
    assert (
        "Cramps on 1 of 1 night noted in November so far; 21 nights not noted." in response.content.decode()
    )
    text = the_night(client, ahead).content.decode()
    assert str(episode.id) in text
    assert reverse("diary:check_in", args=[ahead]) not in text
    assert reverse("diary:night", args=[ahead]) in the_night(client, LAST_NIGHT).content.decode()
    assert reverse("diary:night", args=[date(2026, 11, 23)]) not in text


def test_a_month_ahead_opens_when_it_holds_a_cramp(client, user, time_machine):
    time_machine.move_to(datetime(2026, 11, 30, 19, 30, tzinfo=UTC), tick=False)
    assert the_month(client, month=12).status_code == 404
    a_cramp(user, date(2026, 12, 1))
    assert parsed(the_month(client)).find(".//a[@id='next-month']").get("href") == "/diary/2026/12/"
    response = the_month(client, month=12)
    assert sorted(days_of(response)) == [1]
    assert "in December so far" not in response.content.decode()
    assert the_month(client, year=2027, month=1).status_code == 404


# --- The bin -----------------------------------------------------------------------------------------------------


def test_a_deleted_episode_leaves_the_diary_and_waits_in_the_bin_for_thirty_days(client, user, time_machine):
    episode = a_cramp(user)
    client.post(reverse("diary:episode_discard", args=[episode.id]))
    assert days_of(the_month(client))[21][1] == "?"
    response = client.get(reverse("diary:bin"))
    assert "Kept until Tuesday 22 December" in response.content.decode()
    restore = parsed(response).find(".//button[@formaction]")
    assert text_of(restore) == "Put back the cramp in the night of Sat 21 Nov, 03:00"
    client.post(restore.get("formaction"))
    assert days_of(the_month(client))[21][1] == "1"
    client.post(reverse("diary:episode_discard", args=[episode.id]))
    time_machine.move_to(MORNING + timedelta(days=30), tick=False)
    assert "The bin is empty" in client.get(reverse("diary:bin")).content.decode()


def test_a_deleted_medicine_waits_in_the_bin_for_thirty_days_and_only_its_owners(
    client, user, other_user, time_machine
):
    mine, other = (
        medicines.record(owner, id=uuid4(), details={"name": name})
        for owner, name in ((user, "Indapamide <b>"), (other_user, "Amlodipine"))
    )
    for owner, medicine in ((user, mine), (other_user, other)):
        medicines.discard(owner, medicine.id, now=MORNING)
    response = client.get(reverse("diary:bin"))
    text = response.content.decode()
    assert "1 deleted medicine" in text
    assert "Amlodipine" not in text
    assert "Kept until Tuesday 22 December" in text
    restore = parsed(response).find(".//button[@formaction]")
    assert text_of(restore) == "Put back the medicine Indapamide <b>"
    client.post(restore.get("formaction"))
    assert [medicine.name for medicine in records.answers_of(user).medicines] == ["Indapamide <b>"]
    assert "The bin is empty" in client.get(reverse("diary:bin")).content.decode()
    medicines.discard(user, mine.id, now=MORNING)
    time_machine.move_to(MORNING + timedelta(days=30), tick=False)
    assert "The bin is empty" in client.get(reverse("diary:bin")).content.decode()


def test_a_deleted_change_waits_in_the_bin_for_thirty_days_and_only_its_owners(
    client, user, other_user, time_machine
):
    mine, other = (
        events.record(owner, id=uuid4(), details={"name": name, "on": LAST_NIGHT}, now=MORNING)
        for owner, name in ((user, "New shoes <b>"), (other_user, "Moved house"))
    )
    for owner, event in ((user, mine), (other_user, other)):
        events.discard(owner, event.id, now=MORNING)
    response = client.get(reverse("diary:bin"))
    text = response.content.decode()
    assert "1 deleted change" in text
    assert "Moved house" not in text
    assert "Kept until Tuesday 22 December" in text
    restore = parsed(response).find(".//button[@formaction]")
    assert text_of(restore) == "Put back “New shoes <b>”"
    client.post(restore.get("formaction"))
    assert [event.name for event in records.answers_of(user).events] == ["New shoes <b>"]
    assert "The bin is empty" in client.get(reverse("diary:bin")).content.decode()
    events.discard(user, mine.id, now=MORNING)
    time_machine.move_to(MORNING + timedelta(days=30), tick=False)
    assert "The bin is empty" in client.get(reverse("diary:bin")).content.decode()


# --- Everybody's own ---------------------------------------------------------------------------------------------


def test_nobody_sees_the_nights_of_another(client, other_user):
    kept = a_cramp(other_user, note="A private night")
    gone = a_cramp(other_user, date(2026, 11, 3))
    clear(other_user, date(2026, 11, 4))
    episodes.discard(other_user, gone.id, now=MORNING)
    for response in (
        the_month(client),
        the_night(client),
        found(client, text="private"),
        client.get(reverse("diary:bin")),
    ):
        text = response.content.decode()
        assert str(kept.id) not in text
        assert str(gone.id) not in text
    assert {mark for _, mark in days_of(the_month(client)).values()} == {"?"}


@pytest.mark.parametrize("cramps", [1, 120])
def test_a_month_takes_ten_queries_however_much_is_noted(client, user, django_assert_max_num_queries, cramps):
    for number in range(cramps):
        a_cramp(user, LAST_NIGHT - timedelta(days=number % 20), hour=24 + number // 20)
    client.get(reverse("diary:diary"))
    with django_assert_max_num_queries(10):
        the_month(client)
