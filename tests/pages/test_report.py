"""The report as a page: it shows what was picked, agrees with every screen, and has nothing of what was kept back."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from uuid import uuid4

import html5lib
import pytest
import time_machine
from django.urls import reverse

from diary import records
from diary.actions import answers, check_ins, episodes, medicines
from diary.content.report import report_for
from diary.domain.demo import demo_diary
from diary.domain.entries import Place
from diary.domain.report.document import Picture, Prompt, Table
from diary.domain.selection import EVERYTHING, USUAL, Section, Selection
from diary.domain.vocabulary import Muscle, Side
from diary.templatetags.charts.pictures import drawn
from tests.factories import DeviceDayFactory, EventFactory, VisitFactory
from tests.pages.diaries import write

NOW = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 19)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def demo(user):
    write(user, demo_diary(seed=62, today=TODAY, nights=400, time_zone=user.time_zone))
    return user


def page(client, **asked):
    return client.get(reverse("diary:visit_report"), asked)


def everything(client, sections=EVERYTHING, period="all"):
    return page(client, chosen="1", period=period, sections=[section.value for section in sections])


def report_in(response):
    """The report in the page, as a tree without namespaces."""
    tree = html5lib.parse(response.text, namespaceHTMLElements=False)
    (article,) = [element for element in tree.iter("article") if element.get("class") == "report"]
    return article


def words_of(element):
    return " ".join(" ".join(element.itertext()).split())


def facts_of(client, **asked):
    """{label: words} of what stands about the patient."""
    about = next(e for e in report_in(page(client, **asked)).iter("div") if e.get("class") == "about card")
    return {
        words_of(pair.find("dt")): words_of(pair.find("dd"))
        for pair in about.iter("div")
        if pair.find("dt") is not None
    }


def woken(user, day: date, **more):
    details = {"woke": True, "places": [{"muscle": "calf", "side": "left"}], **more}
    at = datetime(day.year, day.month, day.day, 3, tzinfo=UTC) + timedelta(days=1)
    return episodes.record(user, id=uuid4(), started_at=at, time_zone="Europe/London", details=details)


# --- The page is the tree -------------------------------------------------------------------------------------------


def test_the_page_holds_every_word_of_the_tree_and_every_picture(client, demo):
    response = everything(client)
    report = response.context["report"]
    said = words_of(report_in(response))
    for text in [*report.texts()][1:]:
        assert " ".join(text.split()) in said
    pictures = [block for part in report.parts for block in part.blocks if isinstance(block, Picture)]
    assert {picture.kind for picture in pictures} == {"weeks", "clock", "body", "relief", "year"}
    assert all(str(drawn(picture)) in response.text for picture in pictures)


def test_the_page_adds_no_word_of_its_own(client, demo):
    response = everything(client)
    article, report = report_in(response), response.context["report"]
    for picture in [*article.iter("figure")]:
        for child in list(picture):
            if child.tag == f"{SVG}svg":
                picture.remove(child)
    left = words_of(article).replace(report.every_page, "", 1)
    for text in sorted(filter(None, [*report.texts()][1:]), key=len, reverse=True):
        left = left.replace(" ".join(text.split()), " ")
    assert left.split() == []


def test_the_page_is_what_everybody_else_gets_of_the_same_selection(client, demo):
    selection = Selection(sections=EVERYTHING)
    made = report_for(records.selected_diary_of(demo, selection), selection, NOW)
    assert [*made.texts()] == [*everything(client).context["report"].texts()]


def test_markup_in_what_a_person_wrote_stays_words(client, user):
    medicines.record(user, id=uuid4(), details={"name": "Indapamide <b>", "started_on": date(2026, 1, 5)})
    woken(user, date(2026, 3, 18), note="<script>x</script> & <i>")
    text = everything(client).text
    assert "Indapamide &lt;b&gt;" in text
    assert "5 Jan 2026" in text
    assert "&lt;script&gt;x&lt;/script&gt; &amp; &lt;i&gt;" in text
    assert "<script>x" not in text


# --- Every number agrees --------------------------------------------------------------------------------------------


def test_patterns_visit_and_report_say_the_same_of_the_whole_diary(client, demo):
    response = everything(client)
    said = words_of(report_in(response))
    patterns = client.get(reverse("diary:patterns"), {"period": "all"}).context
    figures = patterns["figures"]
    for figure in (figures.weekly, figures.timing, figures.places):
        assert figure.finding in said
    assert patterns["change_words"] in said
    for link in patterns["links"].every:
        assert (
            f"{link.words.name} {link.shares[0]} {link.shares[1]} {link.words.verdict} {link.words.ratio}"
            in said
        )
    for row in patterns["changes"].every:
        assert row.words in said
    for measured in patterns["burden"]:
        assert f"{measured.name} {measured.value}" in said.replace(":", "")
    for row in (*figures.relief.rows, *figures.year.rows):
        assert " ".join(map(str, (row.name, *row.cells))) in said
    for picture in (figures.weekly.pictures[0], figures.timing.pictures[0], figures.places.pictures[0]):
        assert str(picture) in response.text
    visit = client.get(reverse("diary:visit")).context
    for prompt in visit["prompts"]:
        assert f"{prompt.urgency.label} {prompt.title}" in said
        assert prompt.cause in said
        assert prompt.todo in said


def test_the_report_of_a_part_counts_its_nights_and_no_other(client, demo):
    response = page(client, period="own", first="2026-01-01", last="2026-01-31")
    report = response.context["report"]
    (numbers,) = [block for block in report.parts[0].blocks if isinstance(block, Table)]
    january = [
        episode
        for episode in records.diary_of(demo).episodes
        if episode.day.year == 2026 and episode.day.month == 1
    ]
    rows = {name: cells for name, *cells in numbers.rows}
    assert f"({sum(episode.cramps for episode in january)} cramps)" in rows["Cramps a week, mean"][0]
    assert "Nights from 1 Jan 2026 to 31 Jan 2026" in report.every_page
    assert "confidence sequence" not in response.text


# --- What was kept back ---------------------------------------------------------------------------------------------


@pytest.fixture
def secrets(user):
    """A word that is looked for afterwards, in every section, and one before the period."""
    for offset in range(1, 30):
        day = TODAY - timedelta(days=offset)
        if offset % 3:
            check_ins.mark_night(user, day, clear=True, now=NOW)
        else:
            woken(user, day, note="canary-in-notes")
    woken(user, date(2025, 1, 1), note="canary-in-notes", places=[{"muscle": "chest", "side": None}])
    check_ins.answer(user, TODAY - timedelta(days=1), factor="alcohol", value="1-2", now=NOW)
    details = {"name": "canary-in-medicines", "note": "canary-in-notes", "started_on": date(2026, 1, 1)}
    medicines.record(user, id=uuid4(), details=details)
    answers.say(user, {"profile.birth_year": 1958}, now=NOW)
    EventFactory(owner=user, name="canary-in-events", on=date(2026, 3, 1))
    questions = [{"text": "canary-in-visits", "rule": None}]
    VisitFactory(owner=user, on=date(2026, 4, 1), questions=questions, note="canary-in-notes")
    DeviceDayFactory(owner=user, day=TODAY - timedelta(days=3), steps=7654)
    return user


CANARIES = {
    Section.NOTES: "canary-in-notes",
    Section.MEDICINES: "canary-in-medicines",
    Section.EVENTS: "canary-in-events",
    Section.VISITS: "canary-in-visits",
    Section.DEVICES: "7,654",
    Section.PROFILE: "1958",
    Section.CHECK_INS: "Alcohol",
    Section.EPISODES: "Mon 16 Mar 2026",
}


@pytest.mark.parametrize("section", CANARIES)
def test_of_what_was_kept_back_nothing_is_in_the_answer(client, secrets, section):
    shown = everything(client, period="4-weeks")
    assert CANARIES[section] in shown.text
    hidden = everything(client, EVERYTHING - {section}, period="4-weeks")
    assert CANARIES[section] not in hidden.text
    assert CANARIES[section] not in str(hidden.headers)


def test_reasons_are_not_there_when_they_were_kept_back(client, secrets):
    kept = report_in(everything(client, EVERYTHING - {Section.PROMPTS}, period="4-weeks"))
    assert "Woken by cramps" in words_of(report_in(everything(client, period="4-weeks")))
    assert "Woken by cramps" not in words_of(kept)


def test_notes_do_not_go_along_unless_they_are_chosen(client, secrets):
    assert "canary-in-notes" not in page(client).text
    assert "canary-in-notes" in everything(client, USUAL | {Section.NOTES}, period="4-weeks").text


def test_of_nights_outside_of_the_period_nothing_is_in_the_report(client, secrets):
    assert "Chest" in everything(client).text
    assert "Chest" not in everything(client, period="4-weeks").text
    assert "Jan 2025" not in words_of(report_in(everything(client, period="4-weeks")))


def test_the_pdf_and_the_link_take_the_same_selection_along(client, demo):
    response = page(client, chosen="1", period="own", first="2026-01-05", sections=["notes", "profile"])
    links = re.findall(r'href="(/visit/report\.pdf|/sharing/)\?([^"]+)"', response.text)
    assert {address for address, _ in links} == {"/visit/report.pdf", "/sharing/"}
    for _, query in links:
        again = client.get(f"{reverse('diary:visit_report')}?{unescape(query)}")
        assert [*again.context["report"].texts()] == [*response.context["report"].texts()]


# --- What the preview says ------------------------------------------------------------------------------------------


def test_a_reason_of_the_visit_screen_that_the_period_leaves_out_is_named(client, user):
    for offset in range(1, 13):
        day = TODAY - timedelta(days=offset)
        if offset % 3 == 0:
            woken(user, day)
        else:
            check_ins.mark_night(user, day, clear=True, now=NOW)
    (title,) = [
        prompt.title
        for prompt in client.get(reverse("diary:visit")).context["prompts"]
        if prompt.rule == "R30"
    ]
    assert "not-in-report" not in page(client).text
    short = page(client, period="own", first="2026-03-17")
    assert title in short.text.split('id="not-in-report"')[1].split("</section>")[0]


@pytest.mark.parametrize("query", [{"period": "own"}, {"period": "x"}, {"period": "own", "first": "x"}])
def test_what_can_not_be_meant_answers_422_with_the_form_open(client, query):
    response = page(client, **query)
    assert response.status_code == 422
    assert '<details class="card no-print" id="choose" open>' in response.text
    assert 'class="report"' not in response.text


def test_an_empty_diary_has_a_report_that_says_so(client):
    text = words_of(report_in(page(client)))
    assert "No nights noted yet." in text
    assert "0 of 28" in text
    assert "No warning sign was picked up from what you logged. If you are worried, get help." in text


def test_the_page_asks_few_queries_however_long_the_diary(client, demo, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        everything(client)


def test_of_a_very_long_list_the_page_says_how_long_it_is(client, user):
    rows = [woken(user, TODAY - timedelta(days=1)) for _ in range(3)]
    template = user.episodes.get(id=rows[0].id)
    type(template).objects.bulk_create(
        type(template)(
            owner=user, id=uuid4(), started_at=template.started_at - timedelta(days=n), time_zone="Europe/London",
            day=template.day - timedelta(days=n), progress="complete", places=template.places,
        )
        for n in range(1, 500)
    )  # fmt: skip
    text = words_of(report_in(everything(client)))
    assert "The latest 400 of 502 entries." in text


# --- Moved here from the Visit screen -------------------------------------------------------------------------------


def test_the_profile_stands_there_and_what_was_not_said_says_so(client, user):
    unknown = dict.fromkeys(("Year of birth", "Sex", "Pregnant", "Conditions"), "not said")
    assert {name: facts_of(client)[name] for name in unknown} == unknown
    answers.say(user, {"profile.conditions": []}, now=NOW)
    assert facts_of(client)["Conditions"] == "none of those asked about"
    told = {"birth_year": 1954, "sex": "female", "pregnant": False, "conditions": ["epilepsy", "diabetes"]}
    answers.say(user, {f"profile.{name}": value for name, value in told.items()}, now=NOW)
    facts = facts_of(client)
    assert (facts["Year of birth"], facts["Sex"], facts["Pregnant"]) == ("1954", "Female", "no")
    assert set(facts["Conditions"].lower().split(", ")) == {"diabetes", "epilepsy"}


def test_an_old_answer_about_pregnancy_is_not_said_in_the_report(client, user):
    answers.say(user, {"profile.pregnant": True}, now=NOW - timedelta(days=301))
    assert facts_of(client)["Pregnant"] == "not said"


@pytest.mark.parametrize(
    ("last_noted", "span"),
    [
        (date(2026, 3, 18), "19 Feb 2026 to 18 Mar 2026"),
        (date(2026, 3, 19), "20 Feb 2026 to 19 Mar 2026"),
    ],
)
def test_header_numbers_and_list_cover_the_same_nights(client, user, last_noted, span):
    # It is 9 in the morning of 20 March: the night of the 19th still runs.
    woken(user, last_noted)
    for offset in (27, 28):
        woken(user, last_noted - timedelta(days=offset))
    response = page(client, period="4-weeks")
    report = response.context["report"]
    assert f"Nights from {span}." in report.every_page
    tables = {part.id: [block for block in part.blocks if isinstance(block, Table)] for part in report.parts}
    assert tables["numbers"][0].rows[0][1] == "2 of 28"
    assert len(tables["entries"][0].rows) == 2


def test_a_prompt_stands_there_with_its_cause_its_questions_and_its_source(client, secrets):
    prompts = [
        block
        for part in everything(client, period="4-weeks").context["report"].parts
        for block in part.blocks
        if isinstance(block, Prompt)
    ]
    (woken_up,) = [prompt for prompt in prompts if prompt.title == "Woken by cramps on many nights"]
    assert re.search(r"Woken by cramps on \d+ of the \d+ nights noted", woken_up.cause)
    assert "What can I try?" in woken_up.questions
    assert "Leg cramps" in woken_up.source


def test_places_are_named_as_the_patient_sees_them(client, user):
    places = episodes.places_as_json((Place(Muscle.FOOT_ARCH, Side.RIGHT),))
    woken(user, date(2026, 3, 18), places=places)
    assert "Right foot arch" in words_of(report_in(page(client)))
