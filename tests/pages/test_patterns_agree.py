"""Sentence, table, picture and command: whoever reads the patterns, and wherever, reads the same numbers."""

import json
import re
from datetime import UTC, datetime, time, timedelta
from io import StringIO
from math import log
from random import Random
from uuid import UUID

import html5lib
import pytest
from django.core.management import call_command
from django.urls import reverse

from diary import records
from diary.domain.days import days_between
from diary.domain.demo import demo_diary
from diary.domain.entries import CheckIn, Diary, Episode, Event, Medicine, Place, ReliefTried
from diary.domain.factors import FACTORS, own_factor
from diary.domain.formats.export import export_of
from diary.domain.patterns import Period
from diary.domain.vocabulary import Helped, Muscle, Relief, Side
from diary.templatetags.charts.drawing import WIDTH
from diary.templatetags.charts.intervals import MOST_ODDS, REACH
from tests.pages.diaries import write

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = NOW.date() - timedelta(days=1)
SVG = "{http://www.w3.org/2000/svg}"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


def random_diary(seed, nights=430, clear=(True, True, None)):
    """A diary of somebody who writes down whatever comes to mind, of some nights nothing at all."""
    rng = Random(seed)  # noqa: S311 - a diary that anyone can make again
    episodes, check_ins = [], []
    own = own_factor("own-late", "Late <shift>"), own_factor("own-steps", "Steps & stairs", cut=8000)
    for day in days_between(TODAY - timedelta(days=nights - 1), TODAY):
        answers = {
            factor.id: rng.choice([None, *(value for value, _ in factor.scale)])
            for factor in FACTORS[:9]
            if rng.random() < 0.8
        }
        answers |= {
            "own-late": rng.choice(["yes", "no", None]),
            "own-steps": rng.choice([2000, 8000, 12500, None]),
        }
        check_ins.append(CheckIn(day=day, factors=answers, clear=rng.choice(clear)))
        for _ in range(rng.choice([0, 0, 0, 1, 2])):
            onset = datetime.combine(day, time(12), UTC) + timedelta(minutes=rng.randrange(23 * 60))
            episodes.append(an_episode(rng, onset, day))
    return Diary(
        time_zone="UTC",
        episodes=tuple(sorted(episodes, key=lambda episode: episode.started_at)),
        check_ins=tuple(check_ins),
        medicines=(Medicine(id=UUID(int=1), name="Tablet & Co", started_on=TODAY - timedelta(days=130)),),
        events=(
            Event(id=UUID(int=2), name="New <shoes>", on=TODAY - timedelta(days=60)),
            Event(id=UUID(int=3), name="A move", on=TODAY - timedelta(days=3)),
        ),
        own_factors=own,
    )


def an_episode(rng, onset, day):
    muscles = rng.sample([Muscle.CALF, Muscle.TOES, Muscle.HAND, Muscle.BACK, Muscle.OTHER], rng.randrange(3))
    return Episode(
        id=UUID(int=rng.getrandbits(128), version=4),
        started_at=onset,
        time_zone="UTC",
        day=day,
        places=tuple(
            Place(muscle, rng.choice([*Side, None])) for muscle in muscles if muscle is not Muscle.BACK
        ),
        reliefs=tuple(
            ReliefTried(relief, rng.choice([*Helped, None])) for relief in rng.sample(list(Relief), 2)
        ),
        hard_minutes=rng.choice([None, 1, 5, 30]),
        severity=rng.choice([None, *range(11)]),
        woke=rng.choice([None, True, False]),
        minutes_awake=rng.choice([None, 0, 15, 90]),
        count=rng.choice([None, None, 1, 3]),
    )


DIARIES = {
    "the demo's": demo_diary(seed=62, today=TODAY, nights=400, time_zone="UTC"),
    "a random one": random_diary(7),
    "another random one": random_diary(8, nights=21),
    "one of cramps alone": random_diary(9, clear=[None]),
}


def said_by_the_command(owner, period, folder):
    """What `analyse` prints of the app's own export."""
    file, said = folder / "diary.json", StringIO()
    file.write_text(json.dumps(export_of(records.diary_of(owner), NOW)), encoding="utf-8")
    call_command("analyse", str(file), format="json", period=period.slug, today=TODAY, stdout=said)
    return json.loads(said.getvalue())["findings"]


def shown_on_the_screen(client, period):
    response = client.get(reverse("diary:patterns"), {"period": period.slug})
    return html5lib.parse(response.content, namespaceHTMLElements=False)


# --- Reading the page -----------------------------------------------------------------------------------------------


def text_of(element):
    return " ".join("".join(element.itertext()).split())


def with_class(element, name):
    return [found for found in element.iter() if name in (found.get("class") or "").split()]


def part_of(page, title):
    """The card with this heading; None if it is not there."""
    cards = with_class(page, "card")
    return next((card for card in cards if any(text_of(h2) == title for h2 in card.iter("h2"))), None)


def rows(card):
    return [[text_of(cell) for cell in row] for row in card.find(".//tbody").findall("tr")]


def share(said):
    return f"{said['part']:,} of {said['whole']:,}"


def description(card, picture):
    (svg,) = with_class(card, picture)
    return text_of(svg.find(f"{SVG}desc"))


def shapes(svg, kind):
    return [shape for shape in svg.iter() if kind in (shape.get("class") or "").split()]


# --- The same everywhere --------------------------------------------------------------------------------------------


def summary_agrees(page, found):
    assert text_of(with_class(page, "lead")[0]) == " ".join(found["summary"].split())


def weeks_agree(page, found):
    frequency = found["frequency"]
    card = next(card for card in with_class(page, "figure") if with_class(card, "weekly-bars"))
    assert frequency["words"] in text_of(card.find("figcaption"))
    assert description(card, "weekly-bars").startswith(frequency["words"])
    (trend,) = with_class(card, "trend")
    assert (trend.get("data-trend"), text_of(trend)) == (found["change"]["verdict"], found["change"]["words"])
    known = [week for week in frequency["weeks"] if week["known"]["part"]]
    cells = [row for row in rows(card) if row[1] != "–"]
    assert len(rows(card)) == len(frequency["weeks"])
    assert [row[1:] for row in cells] == [
        [f"{week['cramps']:,}", share(week["nights"]), share(week["known"])] for week in known
    ]
    assert sum(week["cramps"] for week in frequency["weeks"]) == frequency["cramps"]
    if len(frequency["weeks"]) <= 16:
        values = [text_of(value) for value in shapes(card, "value") if text_of(value) != "?"]
        assert values == [str(week["cramps"]) for week in known]


def now_and_before_agree(page, found):
    card, comparison = part_of(page, "Now and before"), found["comparison"]
    assert (card is None) == (comparison is None)
    if card is not None:
        assert comparison["words"] in text_of(card)
        table = {name: cells for name, *cells in rows(card)}
        for name, key in (("Nights with cramps", "nights"), ("Nights that woke you", "nights_woken")):
            assert table[name] == [share(comparison[key][when]) for when in ("now", "before")]


def hours_and_places_agree(page, found):
    timing, places = found["timing"], found["places"]
    assert (part_of(page, "When") is None) == (timing is None)
    if timing is not None:
        card = part_of(page, "When")
        assert timing["words"] in text_of(card.find("figcaption"))
        assert timing["words"] == description(card, "night-clock")
        assert [int(count) for _, count in rows(card)] == [count for count in timing["by_hour"] if count]
        assert len(shapes(card, "bar")) + len(shapes(card, "bar-quiet")) == sum(map(bool, timing["by_hour"]))
        card = part_of(page, "Where")
        assert description(card, "body-outline") == description(card, "body-share") == places["words"]
        counts = [
            [str(count[side]) for side in ("left", "both", "right", "side_unknown")]
            for count in places["muscles"]
        ]
        assert [row[2:] for row in rows(card)] == counts
        shares = [f"{count['entries']} of {places['known']['part']}" for count in places["muscles"]]
        assert [row[1] for row in rows(card)] == shares
        (bars,) = with_class(card, "body-share")
        assert [text_of(label) for label in shapes(bars, "label")][: len(shares[:6])] == shares[:6]


def year_agrees(page, found):
    card, calendar = part_of(page, "The year"), found["calendar"]
    assert calendar["words"] in text_of(card.find("figcaption"))
    assert calendar["words"] == description(card, "year")
    for outcome in ("cramp", "clear", "unknown"):
        days = [day for day in calendar["days"] if day["outcome"] == outcome]
        strokes, *_key = shapes(card, f"night-{outcome}")
        assert strokes.get("d").count("M") == len(days)
    months = {day["day"][:7] for day in calendar["days"]}
    assert len(rows(card)) == len(months)
    assert sum(int(row[1]) for row in rows(card) if row[1] != "–") == sum(
        day["cramps"] for day in calendar["days"]
    )


def odds_drawn(strip):
    """The odds ratio that the mark of a line stands for; None when it lies beyond the axis."""
    marks = shapes(strip, "estimate")
    if not marks:
        return None
    (mark,) = marks
    if mark.get("cx"):
        middle = float(mark.get("cx"))
    elif mark.get("x"):
        middle = float(mark.get("x")) + float(mark.get("width")) / 2
    else:
        middle = float(re.match(r"M([\d.]+)", mark.get("d"))[1])
    return MOST_ODDS ** ((middle - WIDTH / 2) / REACH)


def links_agree(card, name, factors, shares_of):
    """The rows, the lines and the table of a card of factors say what the command says of `factors`."""
    shown = {text_of(row.find(".//h3")): row for row in with_class(card, "link")}
    table = {name: cells for name, *cells in rows(card)}
    assert shown.keys() == table.keys() == {factor["name"] for factor in factors}
    for factor in factors:
        row, words = shown[factor["name"]], factor["words"]
        assert row.get("data-verdict") == factor["verdict"]
        assert all(said in text_of(row) for said in (words["counts"], words["meaning"], *words["notes"]))
        assert table[factor["name"]] == [*shares_of(factor), words["verdict"], words["ratio"]]
        strips = with_class(row, name)
        assert bool(strips) == (factor["odds_ratio"] is not None and not factor.get("nights_missing"))
        for strip in strips:
            assert text_of(strip.find(f"{SVG}desc")) == f"{words['counts']} {words['ratio']}"
            drawn = odds_drawn(strip)
            if drawn is None:
                assert abs(log(factor["odds_ratio"] or 1e-9)) > log(MOST_ODDS)
            else:
                assert drawn == pytest.approx(factor["odds_ratio"], rel=0.02)


def factors_agree(page, found):
    def shares_of(factor):
        nights = factor["nights"]
        cramps = nights["exposed_cramp"] + nights["unexposed_cramp"]
        if factor["nights_missing"] or cramps == nights["known"]:
            return f"{nights['exposed']:,} noted", f"{nights['unexposed']:,} noted"
        return (
            f"{nights['exposed_cramp']:,} of {nights['exposed']:,}",
            f"{nights['unexposed_cramp']:,} of {nights['unexposed']:,}",
        )

    card = part_of(page, "What goes with it")
    links_agree(card, "odds-strip", found["factors"], shares_of)
    names = [text_of(row.find(".//h3")) for row in with_class(card, "link")]
    assert names == [factor["name"] for factor in found["factors"]]


def crossover_agrees(page, found):
    def shares_of(factor):
        return share(factor["cramp_nights"]), share(factor["control_days"])

    card = part_of(page, "Before a cramp, and on other days")
    assert (card is None) == (not found["crossover"])
    if card is not None:
        links_agree(card, "crossover-strip", found["crossover"], shares_of)


def dated_changes_agree(page, found):
    shown = with_class(part_of(page, "Before and after"), "link")
    assert len(shown) == len(found["dated_changes"])
    for row, change in zip(shown, found["dated_changes"], strict=True):
        assert text_of(row.find("h3")) == change["what"]
        assert change["words"].removeprefix(f"{change['what']}: ") == text_of(row.findall("p")[-1])
        assert [text_of(svg.find(f"{SVG}desc")) for svg in with_class(row, "nights-strip")] == [
            change["words"] for difference in [change["difference"]] if difference is not None
        ]


def relief_agrees(page, found):
    card, relief = part_of(page, "What you tried"), found["relief"]
    assert (card is None) == (relief is None)
    if relief is not None:
        counts = [
            [share(use["tried"]), *(str(use[key]) for key in ("helped", "partly", "not_helped", "not_said"))]
            for use in relief
        ]
        assert [row[1:6] for row in rows(card)] == counts


@pytest.mark.parametrize("period", Period)
@pytest.mark.parametrize("whose", DIARIES)
def test_sentence_table_picture_and_command_agree(whose, period, user, client, tmp_path):
    user.time_zone = "UTC"
    user.save()
    write(user, DIARIES[whose])
    page, found = shown_on_the_screen(client, period), said_by_the_command(user, period, tmp_path)
    for agrees in (
        summary_agrees, weeks_agree, now_and_before_agree, hours_and_places_agree, year_agrees, factors_agree,
        crossover_agrees, dated_changes_agree, relief_agrees,
    ):  # fmt: skip
        agrees(page, found)
