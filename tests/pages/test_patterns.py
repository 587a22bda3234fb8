"""Patterns, rendered."""

from datetime import UTC, datetime, timedelta

import html5lib
import pytest
from django.urls import reverse

from diary.domain.patterns import Period
from tests.factories import CheckInFactory, EpisodeFactory

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = NOW.date() - timedelta(days=1)  # before noon the diary day of yesterday evening is running

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def night(user):
    """Write down nights, counted back from the running one (0): "." clear, "1" a cramp, "?" nothing."""

    def write(nights, **fields):
        for back, outcome in enumerate(reversed(nights)):
            day = TODAY - timedelta(days=back)
            if outcome == ".":
                CheckInFactory(owner=user, day=day)
            elif outcome == "1":
                at = datetime.combine(day + timedelta(days=1), NOW.time(), UTC).replace(hour=3, minute=10)
                EpisodeFactory(owner=user, started_at=at, **fields)

    return write


def get(client, period=None, **headers):
    return client.get(reverse("diary:patterns"), {"period": period} if period else {}, headers=headers)


def parse(response):
    return html5lib.parse(response.content, namespaceHTMLElements=False)


def words(response):
    return " ".join("".join(parse(response).find("body").itertext()).split())


def headings(response):
    return [" ".join(heading.itertext()) for heading in parse(response).iter("h2")]


def test_an_empty_diary_says_what_will_appear_and_how_many_nights_it_takes(client):
    response = get(client)
    assert "No nights noted in the last 13 weeks." in words(response)
    assert "From 14 nights on you will also see" in words(response)
    assert headings(response) == ["What will appear here", "What goes with it", "How to read this"]
    assert b'<svg class="chart' not in response.content


def test_a_young_diary_shows_its_weeks_and_what_is_missing(client, night):
    night("1....")
    response = get(client)
    assert "Cramps on 1 of 5 nights noted." in words(response)
    assert "So far 5 nights noted in this time. 9 more, and you will see" in words(response)
    assert headings(response)[:2] == ["Cramps per week", "What will appear here"]


def test_a_grown_diary_shows_every_picture_with_its_sentence(client, night):
    night("1..." * 12, hard_minutes=4, severity=7, woke=True, minutes_awake=20)
    response = get(client)
    assert (
        "Cramps on 12 of 48 nights noted, mostly between 03:00 and 04:00, mostly in the left calf."
        in words(response)
    )
    assert headings(response) == [
        "Cramps per week",
        "When",
        "Where",
        "What you tried",
        "How hard",
        "What goes with it",
        "How to read this",
    ]
    assert "12 of 12 nights with cramps that say so." in words(response)
    assert "4 h in all" in words(response)


def test_every_picture_has_a_table_of_its_numbers_and_says_what_it_rests_on(client, night):
    night("1..." * 12)
    figures = list(parse(get(client)).iter("figure"))
    assert len(figures) == 4
    for figure in figures:
        table = figure.find(".//details//table")
        assert table.find("caption").text
        assert all(cell.get("scope") == "col" for cell in table.find("thead").iter("th"))
        assert figure.find(".//p[@class='figure-note soft small']").text
    for figure in figures[1:]:
        assert "From 12 nights with cramps, of 48 noted." in "".join(figure.itertext())


def test_the_weeks_of_the_table_are_the_whole(client, night):
    night("1..." * 6)
    rows = parse(get(client)).find(".//figure//tbody").findall("tr")
    cells = [[cell.text for cell in row] for row in rows]
    assert sum(int(row[1]) for row in cells) == 6
    assert sum(int(row[3].split(" of ")[0]) for row in cells) == 24
    assert cells[-1][0].endswith(" to now")


def test_a_week_nobody_noted_is_unknown_in_the_table_too(client, night):
    night("1" + "?" * 20 + ".")
    rows = parse(get(client)).find(".//figure//tbody").findall("tr")
    assert [cell.text for cell in rows[1]][1:] == ["–", "–", "0 of 7"]
    assert "Question mark: none noted." in words(get(client))


@pytest.mark.parametrize("period", Period)
def test_a_period_can_be_picked_without_javascript(client, night, period):
    night("1." * 30)
    page = parse(get(client, period.slug))
    (chosen,) = (link for link in page.iter("a") if link.get("aria-current") == "true")
    assert chosen.get("href") == f"?period={period.slug}"
    assert "".join(chosen.itertext()) == period.label


def test_an_unknown_period_is_three_months(client):
    assert words(get(client, "two-moons")) == words(get(client))


def test_htmx_gets_the_part_it_replaces_and_a_word_for_the_status_line(client, night):
    night("1." * 30)
    part = get(client, "4-weeks", **{"HX-Request": "true", "HX-Target": "patterns-body"})
    assert b"<html" not in part.content
    assert b'id="patterns-body"' in part.content
    assert b'hx-swap-oob="innerHTML:#status"' in part.content
    assert "HX-Request" in part.headers["Vary"]
    whole = get(client, "4-weeks")
    assert b"<html" in whole.content
    assert b"hx-swap-oob" not in whole.content


def test_the_links_to_the_periods_work_with_and_without_htmx_alike(client):
    links = [link for link in parse(get(client)).iter("a") if link.get("hx-get")]
    assert len(links) == len(Period)
    assert all(link.get("hx-get") == link.get("href") and link.get("id") for link in links)


def test_the_night_that_is_running_counts_once_something_is_known_of_it(client, night, time_machine):
    night("..1")
    assert "1 of 3 nights noted" in words(get(client))
    time_machine.move_to(NOW.replace(hour=13), tick=False)
    assert "3 of 3 nights noted since" in words(get(client))


def test_nobody_sees_the_cramps_of_somebody_else(client, other_user):
    EpisodeFactory(owner=other_user, started_at=NOW - timedelta(hours=5))
    assert "No nights noted" in words(get(client))


def test_a_stranger_is_asked_to_sign_in(stranger):
    response = get(stranger)
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_the_page_asks_the_database_at_most_eight_times_however_long_the_diary(
    client, night, django_assert_max_num_queries
):
    night("1." * 100)
    get(client)  # the first visit of a day also renews the sign-in
    with django_assert_max_num_queries(8):
        get(client, "all")


def test_the_page_has_no_style_of_its_own_and_no_inline_script(client, night):
    night("1..." * 12)
    page = parse(get(client))
    assert not list(page.iter("style"))
    assert not [element for element in page.iter() if element.get("style")]
    assert all(script.get("src") for script in page.iter("script"))
