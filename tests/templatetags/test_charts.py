"""Pictures: well-formed, described in words, painted by class alone, and true to their numbers."""

import re
from datetime import date, time, timedelta
from math import inf
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.domain.entries import Place, ReliefTried
from diary.domain.factors import FACTOR_BY_ID
from diary.domain.patterns import Associations, BeforeAfter, DatedChange, Finding, Share, Verdict, calendar_of
from diary.domain.patterns.frequency import frequency_of
from diary.domain.patterns.place import places_of
from diary.domain.patterns.relief import relief_of
from diary.domain.patterns.timing import timing_of
from diary.domain.patterns.wording import (
    calendar_words,
    finding_words,
    frequency_words,
    place_words,
    relief_words,
    timing_words,
)
from diary.domain.vocabulary import Helped, Muscle, Relief, Side
from diary.templatetags import charts
from diary.templatetags.charts.clock import CENTRE
from diary.templatetags.charts.drawing import WIDTH, Mark, drawing
from tests.domain.patterns.diaries import MONDAY, diary_of, episode, night_characters, whole


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
    assert x > CENTRE
    assert y == pytest.approx(CENTRE, abs=1)


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
    assert float(left.get("width")) == pytest.approx(3 / 6 * WIDTH - 2, abs=0.1)
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


# --- Where, on the body ---------------------------------------------------------------------------------------------


def levels(svg):
    """The level of each region of the body that is shaded."""
    named = re.findall(r'data-muscle="(\w+)"(?: data-side="(\w+)")? data-level="([1-3])"', str(svg))
    return {muscle + (f"_{side}" if side else ""): int(level) for muscle, side, level in named}


def test_a_region_is_hatched_by_its_share_of_the_entries():
    toes = Place(Muscle.TOES, Side.LEFT)
    entries = [*[[LEFT]] * 6, *[[RIGHT]] * 3, [LEFT, toes]]
    assert levels(charts.body_outline(where(*entries))) == {"calf_left": 3, "calf_right": 2, "toes_left": 1}


def test_both_sides_shade_both_and_no_side_shades_none():
    assert levels(charts.body_outline(where([Place(Muscle.CALF, Side.BOTH)]))) == {
        "calf_left": 3,
        "calf_right": 3,
    }
    assert levels(charts.body_outline(where([Place(Muscle.CALF)]))) == {}
    assert levels(charts.body_outline(where([Place(Muscle.BACK)]))) == {"back": 3}


@pytest.mark.parametrize(
    ("muscle", "top"),
    [(Muscle.CALF, 257), (Muscle.INNER_THIGH, 257), (Muscle.BUTTOCK, 0), (Muscle.HAND, 0), (Muscle.OTHER, 0)],
)
def test_the_legs_alone_are_drawn_larger(muscle, top):
    svg = charts.body_outline(where([Place(Muscle.CALF)], [Place(muscle)]))
    assert re.search(r'viewBox="0 (\d+) 360 (\d+)"', svg).groups() == (str(top), str(532 - top))


def test_the_body_says_where_in_words():
    places = where([LEFT])
    assert f"<desc>{place_words(places)}</desc>" in charts.body_outline(places)


def test_the_key_has_a_swatch_for_every_level():
    svg = charts.body_key()
    assert [len(shapes(svg, f"level-{level}")) for level in (3, 2, 1)] == [1, 1, 1]
    assert texts(svg) == ["over half", "over 1 in 5", "fewer"]


# --- The year -------------------------------------------------------------------------------------------------------


def year(nights):
    """The calendar of a diary whose last night is the one before the first of May."""
    today = date(2026, 5, 1)
    return calendar_of(diary_of(nights, today - timedelta(days=len(nights))), today)


def marks(svg, meaning):
    """The strokes of a kind: (x, y, how it goes on); the key is a path of its own, behind."""
    (path, *_) = shapes(svg, meaning)
    return [
        (float(x), float(y), rest)
        for x, y, rest in re.findall(r"M([\d.]+) ([\d.]+)([hv][-\d.]+)", path.get("d"))
    ]


def test_a_night_of_the_year_is_a_stroke_of_its_kind_and_the_rest_is_empty():
    svg = charts.year_calendar(year(".1?.4"))
    assert [len(marks(svg, f"night-{kind}")) for kind in ("clear", "cramp", "unknown")] == [2, 2, 1]


def test_more_cramps_stand_higher_up_to_three():
    assert [rest for _, _, rest in marks(charts.year_calendar(year("1239")), "night-cramp")] == [
        "v-7",
        "v-11",
        "v-16",
        "v-16",
    ]


def test_days_are_columns_and_months_are_rows():
    svg = charts.year_calendar(year("1" + "." * 29 + "1"))  # 31 March and 30 April
    (march, above, _), (april, below, _) = marks(svg, "night-cramp")
    step = (WIDTH - 36) / 31
    assert march - april == pytest.approx(step, abs=0.11)
    assert below - above == pytest.approx(24)
    assert texts(svg)[7:19] == [
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
    ]


@settings(max_examples=20)
@given(st.text(alphabet=".?13", max_size=500))
def test_every_night_of_the_twelve_months_stands_in_the_picture_once(nights):
    calendar = year(nights)
    svg = charts.year_calendar(calendar)
    drawn = [(x, y) for kind in ("clear", "cramp", "unknown") for x, y, _ in marks(svg, f"night-{kind}")]
    counted = [day for month in calendar.months for day in month.days if day.outcome]
    assert len(drawn) == len(set(drawn)) == len(counted)
    assert calendar_words(calendar) in str(svg)


# --- How strong and how sure ----------------------------------------------------------------------------------------


def finding(odds, low, high, verdict=Verdict.HINT):
    return Finding(
        factor=FACTOR_BY_ID["alcohol"],
        verdict=verdict,
        direction=None,
        exposed=Share(9, 14),
        unexposed=Share(5, 31),
        e_value=1.0,
        odds_ratio=odds,
        interval=(low, high),
        nights_missing=0,
        check_ins_needed=None,
        gathered=None,
        inseparable=(),
        is_suspected=False,
    )


def strip(*args, **fields):
    found = finding(*args, **fields)
    return charts.odds_strip(found, finding_words(found, Associations(findings=(found,))))


def reach(svg):
    (line,) = [element for element in parse(svg) if element.get("class", "").startswith("reach ")]
    return float(line.get("x1")), float(line.get("x2"))


def test_a_doubling_is_as_far_from_no_link_as_a_halving():
    left, right = reach(strip(1.0, 0.5, 2.0))
    assert right - WIDTH / 2 == pytest.approx(WIDTH / 2 - left)
    assert right - WIDTH / 2 == pytest.approx((WIDTH / 2 - 10) / 3, abs=0.1)


def test_what_goes_on_beyond_an_eighth_or_eight_has_an_arrowhead_at_that_end():
    assert len(shapes(strip(2.0, 0.2, 7.9), "beyond")) == 0
    (left,) = shapes(strip(2.0, 0.0, 7.9), "beyond")
    (right,) = shapes(strip(2.0, 0.2, inf), "beyond")
    assert float(left.get("d")[1:].split()[0]) < 10
    assert float(right.get("d")[1:].split()[0]) > WIDTH - 10
    assert len(shapes(strip(1.0, 0.01, 64.0), "beyond")) == 2


def test_an_estimate_beyond_the_axis_has_no_mark_on_it():
    assert [e for e in parse(strip(20.0, 3.0, inf)) if "estimate" in e.get("class", "")] == []


@pytest.mark.parametrize(
    ("verdict", "shape"),
    [
        (Verdict.CLEAR, "rect"),
        (Verdict.HINT, "path"),
        (Verdict.NO_SIGN, "rect"),
        (Verdict.TOO_EARLY, "circle"),
    ],
)
def test_the_mark_says_the_verdict_by_its_shape_or_filling(verdict, shape):
    (mark,) = [e for e in parse(strip(2.0, 0.5, 4.0, verdict=verdict)) if "estimate" in e.get("class", "")]
    assert mark.tag == shape
    assert verdict.value.replace("_", "-") in mark.get("class")


def test_the_line_says_counts_and_ratio_in_words_and_nothing_is_drawn_without_an_estimate():
    svg = strip(2.5, 0.5, 4.0)
    description = next(element.text for element in parse(svg) if element.tag == "desc")
    assert "9 of 14 nights after alcohol, and on 5 of 31 other nights." in description
    assert "2.5" in description
    assert strip(None, 0.0, inf) is None


@given(st.one_of(st.just(0.0), st.just(inf), st.floats(1e-3, 1e3)), st.floats(1, 100))
def test_a_line_stays_inside_and_holds_its_estimate(odds, factor):
    svg = strip(odds, odds / factor, odds * factor)
    left, right = reach(svg)
    assert 0 <= left <= right <= WIDTH
    for mark in parse(svg).iter("rect"):
        assert left - 7 <= float(mark.get("x")) + 6 <= right + 7


def change(difference, interval, what="New shoes"):
    around = BeforeAfter(
        on=MONDAY, weeks_before=13, weeks_after=13, before=Share(20, 80), after=Share(10, 80),
        difference=difference, interval=interval,
    )  # fmt: skip
    return DatedChange(what, MONDAY, around)


def test_dated_changes_share_the_smallest_axis_that_holds_them():
    assert charts.nights_axis([]) == 7
    assert charts.nights_axis([change(-1, (-5, 2)), change(None, None)]) == 7
    assert charts.nights_axis([change(-1, (-5, 2)), change(-9, (-13, -4))]) == 14
    assert charts.nights_axis([change(0, (-28, 28))]) == 28


def test_a_dated_change_is_a_line_around_no_change():
    svg = charts.nights_strip(change(-3.5, (-7.0, 0.0)), 7, 0)
    left, right = reach(svg)
    assert (left, right) == (pytest.approx(10), pytest.approx(WIDTH / 2))
    (mark,) = shapes(svg, "estimate estimate-plain")
    assert float(mark.get("x")) + 6 == pytest.approx(WIDTH / 4 + 5, abs=0.1)
    assert "cramps on 20 of 80 nights" in str(svg)
    assert charts.nights_strip(change(None, None), 7, 0) is None


# --- All of them ----------------------------------------------------------------------------------


def test_a_text_in_a_picture_is_escaped():
    svg = drawing("x", "<b>", '"&', (1, 1), [Mark("text", "label", {}, "</svg><script>")], of='"><b>')
    assert "<script>" not in str(svg)
    assert "<b>" not in str(svg)
    parse(svg)


def test_the_last_week_of_a_period_long_over_is_named_by_its_monday():
    nights = whole("1......." * 2)
    today = MONDAY + timedelta(days=16)
    assert texts(charts.weekly_bars(frequency_of(nights, today)))[-1] == "this week"
    long_over = MONDAY + timedelta(days=160)
    last = MONDAY + timedelta(days=14)
    assert texts(charts.weekly_bars(frequency_of(nights, long_over)))[-1] == f"{last.day} {last:%b}"
