"""Patterns, rendered: what each diary gets to see, in every period."""

import re
from datetime import UTC, datetime, timedelta

import html5lib
import pytest
from django.urls import reverse

from diary import records
from diary.domain.demo import demo_diary
from diary.domain.patterns import Period, Trend, summarise
from diary.domain.patterns.wording import (
    change_words,
    comparing_words,
    comparison_words,
    finding_words,
    in_order,
)
from tests.factories import CheckInFactory, EpisodeFactory, EventFactory, MedicineFactory, OwnFactorFactory
from tests.pages.diaries import write

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = NOW.date() - timedelta(days=1)  # before noon the diary day of yesterday evening is running

SVG = "{http://www.w3.org/2000/svg}"

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


@pytest.fixture
def a_year(user):
    """The demo person's year: nights after alcohol have far more cramps."""
    diary = demo_diary(seed=62, today=TODAY, nights=365, time_zone=user.time_zone)
    write(user, diary)
    return diary


def get(client, period=None, **headers):
    return client.get(reverse("diary:patterns"), {"period": period} if period else {}, headers=headers)


def parse(response):
    return html5lib.parse(response.content, namespaceHTMLElements=False)


def text_of(element):
    return " ".join("".join(element.itertext()).split())


def words(response):
    return text_of(parse(response).find("body"))


def headings(response, level="h2"):
    return [text_of(heading) for heading in parse(response).iter(level)]


def with_class(element, name):
    return [found for found in element.iter() if name in (found.get("class") or "").split()]


def figure(response, title):
    return next(found for found in parse(response).iter("figure") if text_of(found.find(".//h2")) == title)


def rows(figure):
    return [[text_of(cell) for cell in row] for row in figure.find(".//tbody").findall("tr")]


# --- What each diary gets to see ------------------------------------------------------------------------------------


def test_an_empty_diary_says_what_will_appear_and_how_many_nights_it_takes(client):
    response = get(client)
    assert "No nights noted yet." in words(response)
    assert "From 14 nights on you will also see" in words(response)
    assert headings(response) == [
        "What will appear here",
        "What goes with it",
        "Before and after",
        "How to read this",
    ]
    assert b'<svg class="chart' not in response.content
    assert "Too early to say: 0 of about 14 nights." in words(response)
    assert "Write down when something changed" in words(response)


def test_a_young_diary_shows_its_weeks_and_what_is_missing(client, user, night):
    night("1..")
    response = get(client)
    assert "Cramps on 1 of 3 nights noted." in words(response)
    assert "So far 3 nights noted in this time. 11 more, and you will see" in words(response)
    change = summarise(records.diary_of(user), TODAY).change
    assert change.verdict is Trend.TOO_EARLY
    assert change_words(change) in words(response)
    assert headings(response) == [
        "Cramps per week",
        "What will appear here",
        "The year",
        "What goes with it",
        "Before and after",
        "How to read this",
    ]


def test_fourteen_nights_show_every_picture(client, night):
    night("1......" * 2)
    response = get(client)
    assert {"When", "Where", "What you tried", "How hard"} <= set(headings(response))
    assert "What will appear here" not in headings(response)
    assert "2 entries so far: 10 more, and a time of night may stand out." in words(response)


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
        "The year",
        "What goes with it",
        "What you tried",
        "How hard",
        "Before and after",
        "How to read this",
    ]
    assert "12 of 12 nights with cramps that say so." in words(response)
    assert "4 h in all" in words(response)


def test_a_year_shows_its_clear_factor_first_with_counts_verdict_and_ratio(client, a_year):
    found = summarise(a_year, TODAY).factors
    (first, *_), others = in_order(found)
    said = finding_words(first, found)
    assert said.verdict == "a clear pattern"
    row, *_ = with_class(parse(get(client)), "link")
    assert text_of(row.find(".//h3")) == said.name == "Alcohol"
    assert text_of(with_class(row, "verdict")[0]) == said.verdict
    assert [said.counts in text_of(row), said.meaning in text_of(row)] == [True, True]
    assert said.ratio in text_of(row.find(".//details"))
    assert said.ratio in text_of(row.find(f".//{SVG}desc"))
    assert others


def test_three_factors_stand_open_and_the_others_behind_a_fold(client, a_year):
    page = parse(get(client))
    (fold,) = with_class(page, "others")
    folded, every = (
        with_class(fold, "link"),
        [row for row in with_class(page, "link") if row.get("data-verdict")],
    )
    assert (len(every), len(folded)) == (5, 2)
    assert text_of(fold.find("summary")).startswith("The other 2")
    names = {text_of(row.find(".//h3")) for row in every}
    assert names == {finding.factor.name for finding in summarise(a_year, TODAY).factors.findings}


def test_the_factors_say_how_many_are_compared_and_stand_in_a_table(client, a_year):
    found = summarise(a_year, TODAY).factors
    page = parse(get(client))
    section = next(
        part for part in page.iter("section") if part.get("aria-labelledby") == "what-goes-with-it"
    )
    assert comparing_words(found) in text_of(section)
    table = {name: cells for name, *cells in rows(section)}
    for finding in found.findings:
        exposed, unexposed, verdict, ratio = table[finding.factor.name]
        assert exposed == f"{finding.exposed.part} of {finding.exposed.whole}"
        assert unexposed == f"{finding.unexposed.part} of {finding.unexposed.whole}"
        assert (verdict, ratio) == (
            finding_words(finding, found).verdict,
            finding_words(finding, found).ratio,
        )


def test_the_factors_lead_to_the_method_and_to_the_choice(client):
    section = next(
        p for p in parse(get(client)).iter("section") if p.get("aria-labelledby") == "what-goes-with-it"
    )
    links = {text_of(link): link.get("href") for link in section.iter("a")}
    assert links["How Cramp Diary looks for patterns"] == reverse("diary:method")
    assert words(get(client)).count("How Cramp Diary looks for patterns") == 1
    assert links["Choose what to follow, mark a suspect, add your own"] == reverse("diary:factors")


def test_before_the_least_counts_no_cramps_stand_beside_a_factor(client, user):
    for back in range(20):
        day = TODAY - timedelta(days=back)
        answer = "1-2" if back < 3 else "0"
        CheckInFactory(owner=user, day=day, clear=back >= 10 or None, factors={"alcohol": answer})
        if back < 10:
            EpisodeFactory(
                owner=user, started_at=datetime.combine(day, NOW.time(), UTC) + timedelta(hours=18)
            )
    response = get(client)
    row = next(row for row in with_class(parse(response), "link") if text_of(row.find(".//h3")) == "Alcohol")
    assert "So far noted: 3 nights after alcohol, and 17 other nights." in text_of(row)
    assert not with_class(row, "odds-strip")
    section = next(
        part for part in parse(response).iter("section") if part.get("aria-labelledby") == "what-goes-with-it"
    )
    table = {name: cells for name, *cells in rows(section)}
    assert table["Alcohol"] == ["3 noted", "17 noted", "too early to say", "No odds ratio yet."]


def test_a_factor_of_ones_own_stands_among_the_others(client, user, night):
    OwnFactorFactory(owner=user, name="Late <shift>")
    night("1...")
    response = get(client)
    assert "Late <shift>" in headings(response, "h3")
    assert b"<shift>" not in response.content


def test_who_follows_nothing_is_led_to_the_choice(client, user):
    from diary.actions import answers  # noqa: PLC0415 - only this test says anything

    answers.say(user, {"factors.followed": []}, now=NOW)
    response = get(client)
    assert "You follow nothing yet." in words(response)
    assert reverse("diary:factors") in response.text


def test_cramps_alone_show_when_and_where_and_that_no_night_can_be_compared(client, night):
    night("1??" * 20)
    response = get(client)
    assert {"Cramps per week", "When", "Where"} <= set(headings(response))
    assert "No noted night has an answer to this yet." in words(response)
    assert not with_class(parse(response), "reach")


def test_whether_it_changed_is_said_beside_the_weeks_with_an_arrow(client, a_year):
    change = summarise(a_year, TODAY).change
    (trend,) = with_class(figure(get(client), "Cramps per week"), "trend")
    assert text_of(trend) == change_words(change)
    assert trend.get("data-trend") == change.verdict.value == "same"


@pytest.mark.parametrize("period", [Period.FOUR_WEEKS, Period.THREE_MONTHS])
def test_a_period_stands_beside_the_one_before_each_number_with_what_it_rests_on(client, a_year, period):
    comparison = summarise(a_year, TODAY, period).comparison
    response = get(client, period.slug)
    section = next(
        part for part in parse(response).iter("section") if part.get("aria-labelledby") == "now-and-before"
    )
    assert comparison_words(comparison) in text_of(section)
    table = {name: cells for name, *cells in rows(section)}
    nights = comparison.nights
    assert table["Nights with cramps"] == [f"{n.part} of {n.whole}" for n in (nights.now, nights.before)]
    assert list(table) == [
        "Nights with cramps",
        "Cramps a week",
        "Muscle hard",
        "Worst pain",
        "Nights that woke you",
    ]
    assert all(
        re.search(r"\d (nights?|entr(y|ies))(, too few)?$|of \d+$", cell)
        for cells in table.values()
        for cell in cells
    )


def test_nothing_stands_beside_the_whole_diary_or_an_unknown_time_before(client, a_year):
    assert "Now and before" not in headings(get(client, "all"))
    assert "Now and before" not in headings(get(client, "year"))


def test_what_is_not_noted_is_said_so_beside_the_period_before(client, night):
    night("1." * 40)
    response = get(client, "4-weeks")
    section = next(
        part for part in parse(response).iter("section") if part.get("aria-labelledby") == "now-and-before"
    )
    assert ["Worst pain", "– not noted", "– not noted"] in rows(section)


# --- Before and after -----------------------------------------------------------------------------------------------


def changes(response):
    page = parse(response)
    section = next(part for part in page.iter("section") if part.get("aria-labelledby") == "before-and-after")
    return section, [text_of(heading) for heading in section.iter("h3")]


def test_a_dated_change_has_its_line_its_counts_and_what_it_can_not_say(client, a_year):
    section, names = changes(get(client))
    assert names == ["Indapamide started"]
    assert len(list(section.iter(f"{SVG}svg"))) == 1
    assert "Other things may have changed as well." in text_of(section)


def test_fewer_cramps_after_a_change_come_with_dummy_tablets_and_their_source(client, user, night):
    night("1." * 50 + "...1" * 15)
    MedicineFactory(owner=user, name="Magnesium", started_on=TODAY - timedelta(days=59))
    response = get(client)
    section, _ = changes(response)
    assert "on dummy tablets people in trials had 29 % fewer cramps after four weeks." in text_of(section)
    assert "The number on dummy tablets: Garrison" in words(response)


def test_without_a_word_of_dummy_tablets_there_is_no_source_of_it(client, night):
    night("1." * 60)
    assert "dummy tablets" not in words(get(client))


def test_a_change_with_too_little_around_it_says_what_is_missing_and_has_no_line(client, user, night):
    night("1." * 30)
    EventFactory(owner=user, name="New shoes", on=TODAY - timedelta(days=10))
    section, names = changes(get(client))
    assert names == ["New shoes"]
    assert "Too early to compare" in text_of(section)
    assert not list(section.iter(f"{SVG}svg"))
    assert "no change" not in text_of(section)


def test_the_latest_changes_stand_open(client, user, night):
    night("1." * 60)
    for number in range(5):
        EventFactory(owner=user, name=f"Change {number}", on=TODAY - timedelta(days=20 + number))
    section, names = changes(get(client))
    assert names == [f"Change {number}" for number in range(5)]
    (fold,) = with_class(section, "others")
    assert [text_of(heading) for heading in fold.iter("h3")] == ["Change 3", "Change 4"]
    assert text_of(fold.find("summary")) == "The other 2 changes"


def test_a_single_one_behind_the_fold_is_one_more(client, user, night):
    night("1." * 60)
    for number in range(4):
        EventFactory(owner=user, name=f"Change {number}", on=TODAY - timedelta(days=20 + number))
    (fold,) = with_class(changes(get(client))[0], "others")
    assert text_of(fold.find("summary")) == "One more change"


# --- Pictures and tables --------------------------------------------------------------------------------------------


def test_every_picture_has_a_table_of_its_numbers_and_says_what_it_rests_on(client, night):
    night("1..." * 12, reliefs=[{"relief": "stretch", "helped": "yes"}])
    response = get(client)
    figures = list(parse(response).iter("figure"))
    assert len(figures) == 5
    for found in figures:
        table = found.find(".//details//table")
        assert table.find("caption").text
        assert all(cell.get("scope") == "col" for cell in table.find("thead").iter("th"))
        assert all(row.find("th").get("scope") == "row" for row in table.find("tbody"))
        assert with_class(found, "figure-note")
    for title in ("When", "Where", "What you tried"):
        assert "From 12 nights with cramps, of 48 noted." in text_of(figure(response, title))


def test_every_picture_has_a_title_and_says_its_finding(client, a_year):
    for period in Period:
        pictures = list(parse(get(client, period.slug)).iter(f"{SVG}svg"))
        charts = [picture for picture in pictures if "chart" in picture.get("class").split()]
        assert len(charts) >= 10
        assert all(
            text_of(picture.find(f"{SVG}title")) and text_of(picture.find(f"{SVG}desc")) for picture in charts
        )
        assert all(picture.get("role") == "img" for picture in charts)


def test_no_id_stands_twice(client, a_year):
    ids = [element.get("id") for element in parse(get(client)).iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_the_weeks_of_the_table_are_the_whole(client, night):
    night("1..." * 6)
    cells = rows(figure(get(client), "Cramps per week"))
    assert sum(int(row[1]) for row in cells) == 6
    assert sum(int(row[3].split(" of ")[0]) for row in cells) == 24
    assert cells[-1][0].endswith(" to now")


def test_a_week_nobody_noted_is_unknown_in_the_table_too(client, night):
    night("1" + "?" * 20 + ".")
    response = get(client)
    assert rows(figure(response, "Cramps per week"))[1][1:] == ["–", "–", "0 of 7"]
    assert "Question mark: none noted." in words(response)


def test_the_months_of_the_year_lead_to_the_diary_and_are_the_whole(client, a_year):
    year = figure(get(client), "The year")
    calendar = summarise(a_year, TODAY).calendar
    cells = rows(year)
    assert cells[0][0] == "November 2026"
    assert sum(int(row[2].split(" of ")[0]) for row in cells) == calendar.nights.part
    assert sum(int(row[3].split(" of ")[0]) for row in cells) == calendar.known.part
    links = [link.get("href") for link in year.iter("a")]
    assert links[0] == "/diary/2026/11/"
    assert len(links) == len(cells) == 12
    assert client.get(links[-1]).status_code == 200


def test_the_body_is_shaded_where_it_cramped(client, night):
    night("1..." * 12)
    (body,) = with_class(figure(get(client), "Where"), "body-outline")
    shaded = {
        (part.get("data-muscle"), part.get("data-side"))
        for part in body.iter()
        if part.get("data-level", "0") != "0"
    }
    assert shaded == {("calf", "left")}


# --- What is urgent -------------------------------------------------------------------------------------------------


def prompts(response):
    page = parse(response)
    order = [
        element
        for element in page.iter()
        if element.get("data-urgency") or element.get("id") == "patterns-body"
    ]
    return [element.get("data-urgency") or "patterns" for element in order]


def test_what_needs_help_today_stands_above_the_patterns_and_nothing_else_does(client, night, user):
    night("1..." * 12)
    assert prompts(get(client)) == ["patterns"]
    EpisodeFactory(owner=user, started_at=NOW - timedelta(hours=6), signs={"SQ01": True})
    urgent, *rest = prompts(get(client))
    assert urgent in {"same_day", "emergency"}
    assert rest[-1] == "patterns"
    assert set(rest) <= {"same_day", "emergency", "patterns"}


def test_what_needs_help_today_is_there_however_far_one_looks_back(client, night, user):
    night("1..." * 12)
    EpisodeFactory(owner=user, started_at=NOW - timedelta(hours=6), signs={"SQ01": True})
    assert {tuple(prompts(get(client, period.slug))) for period in Period} == {tuple(prompts(get(client)))}


def test_it_says_that_it_is_no_medical_advice(client):
    assert (
        "This is a diary, not medical advice. If you are worried, contact your doctor or emergency number."
        in words(get(client))
    )


# --- Periods --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("period", Period)
def test_a_period_can_be_picked_without_javascript(client, night, period):
    night("1." * 30)
    page = parse(get(client, period.slug))
    (chosen,) = (link for link in page.iter("a") if link.get("aria-current") == "true")
    assert chosen.get("href") == f"?period={period.slug}"
    assert text_of(chosen) == period.label


@pytest.mark.parametrize("period", Period)
def test_a_period_changes_what_is_shown_but_not_what_is_judged(client, a_year, period):
    found = summarise(a_year, TODAY, period)
    response = get(client, period.slug)
    assert str(found.summary) in words(response)
    judged = [text_of(row) for row in with_class(parse(response), "link")]
    assert judged == [text_of(row) for row in with_class(parse(get(client)), "link")]


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


# --- For all of them ------------------------------------------------------------------------------------------------


def test_nobody_sees_the_cramps_of_somebody_else(client, other_user):
    EpisodeFactory(owner=other_user, started_at=NOW - timedelta(hours=5))
    EventFactory(owner=other_user, name="Their shoes", on=TODAY)
    response = get(client)
    assert "No nights noted" in words(response)
    assert "Their shoes" not in words(response)


def test_a_stranger_is_asked_to_sign_in(stranger):
    response = get(stranger)
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_the_page_asks_the_database_the_same_few_times_however_long_the_diary(
    client, night, django_assert_max_num_queries
):
    night("1." * 100)
    get(client)  # the first visit of a day also renews the sign-in
    with django_assert_max_num_queries(8):
        get(client, "all")


def test_the_page_has_no_style_of_its_own_and_no_inline_script(client, a_year):
    page = parse(get(client))
    assert not list(page.iter("style"))
    assert not [element for element in page.iter() if element.get("style")]
    assert all(script.get("src") for script in page.iter("script"))


def test_the_page_of_a_year_is_small(client, a_year):
    brotli = pytest.importorskip("brotli")
    for period in Period:
        assert len(brotli.compress(get(client, period.slug).content, quality=5)) < 20_000
