"""Pictures: well-formed, described in words, painted by class alone, and true to their numbers."""

import re
from datetime import time, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.template import Context, Template
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.domain.entries import Place, ReliefTried
from diary.domain.patterns.frequency import frequency_of
from diary.domain.patterns.place import places_of
from diary.domain.patterns.relief import relief_of
from diary.domain.patterns.timing import timing_of
from diary.domain.patterns.wording import frequency_words, place_words, relief_words, timing_words
from diary.domain.vocabulary import Helped, Muscle, Relief, Side
from diary.templatetags import charts
from tests.domain.patterns.diaries import MONDAY, episode, night_characters, whole


def parse(svg):
    """The picture as a tree; it must be well-formed and keep the rules of every picture."""
    root = ET.fromstring(str(svg))  # noqa: S314 - our own drawing
    ids = {element.get("id"): element for element in root.iter() if element.get("id")}
    title, description = (ids[name] for name in root.get("aria-labelledby").split())
    assert root.get("role") == "img"
    assert (title.tag, description.tag) == ("title", "desc")
    assert title.text
    assert description.text
    assert not any(
        name in element.attrib for element in root.iter() for name in ("style", "fill", "stroke", "onclick")
    )
    assert not re.search(r"nan|inf|-0[\"\s]", str(svg))
    return root


def shapes(svg, meaning):
    return [element for element in parse(svg) if element.get("class") == meaning]


def texts(svg):
    return [element.text for element in parse(svg) if element.tag == "text"]


def frequency(text):
    return frequency_of(whole(text), MONDAY + timedelta(days=len(text)))


def hours(*counts):
    """The timing of as many entries at half past each hour as `counts` says."""
    return timing_of([episode(MONDAY, time(hour, 30)) for hour, n in enumerate(counts) for _ in range(n)])


# --- How often ------------------------------------------------------------------------------------


@given(night_characters)
def test_a_week_is_a_bar_a_question_mark_or_a_nought(text):
    found = frequency(text)
    svg = charts.weekly_bars(found)
    full = [week for week in found.weeks if charts.bar_kind(week) in {"bar", "bar-partly"} and week.cramps]
    assert len(shapes(svg, "bar")) + len(shapes(svg, "bar-partly")) == len(full)
    assert len(shapes(svg, "bar-open")) == 1
    assert texts(svg).count("?") == sum(charts.bar_kind(week) == "unknown" for week in found.weeks)


@settings(max_examples=30)
@given(st.integers(1, 4000))
def test_every_shape_stays_inside_the_picture(length):
    root = parse(charts.weekly_bars(frequency("1" * length)))
    _, _, width, height = map(float, root.get("viewBox").split())
    for bar in root.iter("rect"):
        assert 0 <= float(bar.get("x")) <= width - float(bar.get("width")) + 0.11
        assert 0 <= float(bar.get("y")) <= height - float(bar.get("height"))


def test_bars_are_as_high_as_their_cramps():
    low, high = shapes(charts.weekly_bars(frequency("1......" + "3......")), "bar")
    assert float(high.get("height")) == pytest.approx(3 * float(low.get("height")), abs=0.2)


def test_the_line_under_a_bar_is_as_long_as_its_nights_are_known():
    svg = charts.weekly_bars(frequency("1......" + "1??????"))
    lengths = [float(line.get("x2")) - float(line.get("x1")) for line in shapes(svg, "known")]
    assert lengths[0] == pytest.approx(7 * lengths[1], abs=0.4)


def test_a_week_with_few_known_nights_looks_other_than_a_full_one():
    kinds = [charts.bar_kind(week) for week in frequency("1......" + "1...???" + "???????").weeks]
    assert kinds == ["bar", "bar-partly", "unknown", "bar-open"]


@pytest.mark.parametrize("nights", ["", "1..", "2......" * 4])
def test_the_bars_say_how_many_cramps_a_week(nights):
    assert frequency_words(frequency(nights)) in str(charts.weekly_bars(frequency(nights)))


def test_the_title_says_how_many_weeks_a_bar_stands_for():
    assert charts.weekly_title(frequency("1")) == "Cramps per week"
    assert charts.weekly_title(frequency("1" * 700)) == "Cramps per 4 weeks"


# --- When -----------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 4), min_size=24, max_size=24))
def test_the_clock_has_a_petal_for_every_hour_with_an_onset(counts):
    svg = charts.night_clock(hours(*counts))
    assert len(shapes(svg, "bar")) + len(shapes(svg, "bar-quiet")) == sum(map(bool, counts))


def test_the_clock_points_to_where_the_hours_are():
    ((start, *_),) = [
        re.findall(r"(-?[\d.]+) (-?[\d.]+)", petal.get("d"))
        for petal in shapes(charts.night_clock(hours(0, 0, 0, 0, 0, 0, 1)), "bar-quiet")
    ]
    x, y = map(float, start)
    assert x > charts.CENTRE
    assert y == pytest.approx(charts.CENTRE, abs=1)


def test_the_hours_that_gather_are_marked_and_half_of_them_lie_under_the_thick_rim():
    svg = charts.night_clock(hours(1, 0, 9, 9, 0, 1))
    assert len(shapes(svg, "bar")) == 2
    assert len(shapes(svg, "half")) == 1
    assert len(shapes(svg, "bar-quiet")) == 2


@pytest.mark.parametrize("counts", [(0, 0, 6, 7), (1, 1), (1,) * 24, ()])
def test_the_clock_says_when_or_why_not(counts):
    assert timing_words(hours(*counts)) in str(charts.night_clock(hours(*counts)))


# --- Where ----------------------------------------------------------------------------------------

LEFT, RIGHT = Place(Muscle.CALF, Side.LEFT), Place(Muscle.CALF, Side.RIGHT)


def where(*entries):
    return places_of([episode(MONDAY, places=tuple(entry)) for entry in entries])


def test_the_parts_of_a_bar_are_the_sides_in_their_share():
    svg = charts.body_share(where(*[[LEFT]] * 3, [RIGHT], [LEFT, RIGHT], [Place(Muscle.TOES)]))
    (left, _key), (right, _), (both, _), (unknown, _) = (
        sorted(shapes(svg, meaning), key=lambda bar: float(bar.get("y")))
        for meaning in ("solid", "outlined", "half-filled", "dashed")
    )
    assert float(left.get("width")) == pytest.approx(3 / 6 * charts.WIDTH - 2, abs=0.1)
    assert float(left.get("x")) < float(both.get("x")) < float(right.get("x"))
    assert float(unknown.get("y")) > float(left.get("y"))


def test_the_picture_has_the_six_most_frequent_muscles_and_says_what_each_rests_on():
    svg = charts.body_share(where(*[[Place(muscle)] for muscle in Muscle]))
    assert len(shapes(svg, "name")) == 6
    assert texts(svg).count(f"1 of {len(Muscle)}") == 6


@pytest.mark.parametrize("entries", [[[LEFT]] * 3 + [[LEFT, RIGHT]], [[LEFT], []], [[]], []])
def test_the_bars_say_where_and_how_many_entries_do_not_say(entries):
    assert place_words(where(*entries)) in str(charts.body_share(where(*entries)))


# --- What helped ----------------------------------------------------------------------------------


def tried(*answers, relief=Relief.STRETCH):
    return [
        episode(MONDAY, reliefs=(ReliefTried(relief, answer),), hard_minutes=minutes)
        for minutes, answer in enumerate(answers, 1)
    ]


@pytest.mark.parametrize("entries", [tried(Helped.YES, Helped.PARTLY, None), tried(None), []])
def test_the_bars_say_what_was_tried_most_and_how_it_went(entries):
    assert relief_words(relief_of(entries)) in str(charts.relief_bars(relief_of(entries)))


def test_each_relief_says_how_often_and_how_long():
    svg = charts.relief_bars(
        relief_of([*tried(Helped.YES, None, None), *tried(Helped.NO, relief=Relief.HEAT)])
    )
    assert {"Stretched it", "Warmth", "3 of 4 · 2 min", "1 of 4 · 1 min"} <= set(texts(svg))


# --- All of them ----------------------------------------------------------------------------------


def test_a_text_in_a_picture_is_escaped():
    svg = charts.drawing("x", "<b>", '"&', (1, 1), [charts.Mark("text", "label", {}, "</svg><script>")])
    assert "<script>" not in str(svg)
    assert "<b>" not in str(svg)
    parse(svg)


def test_a_template_draws_what_it_is_given():
    page = Template("{% load charts %}{% weekly_bars frequency %}{% night_clock timing %}")
    drawn = page.render(Context({"frequency": frequency("1"), "timing": hours(1)}))
    assert drawn.count("<svg") == 2
    assert len(set(re.findall(r'id="([\w-]+)"', drawn))) == 4
