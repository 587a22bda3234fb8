"""Cells: what people and programs write is read, and what could mean two things is not guessed."""

from datetime import date, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.entries import Place
from diary.domain.formats import foreign_values as values
from diary.domain.formats.foreign_values import Colons, DateOrder, Scale, Unit
from diary.domain.formats.reading import Refused
from diary.domain.vocabulary import Muscle, Side

DAY = date(2026, 4, 3)


@pytest.mark.parametrize(
    "text",
    [
        "2026-04-03", "2026/04/03", "2026.4.3", "03/04/2026", "3.4.2026", "3. 4. 2026", "3-4-26", "3 April 2026",
        "April 3, 2026", "Fri, 3rd Apr 2026", "apr 3 2026",
    ],
)  # fmt: skip
def test_a_date_is_read_however_it_is_written(text):
    assert values.day_of(text, DateOrder.DAY_FIRST) == DAY


def test_the_order_of_day_and_month_is_as_the_person_said():
    assert values.day_of("03/04/2026", DateOrder.MONTH_FIRST) == date(2026, 3, 4)
    assert values.day_of("26/03/04", DateOrder.YEAR_FIRST) == date(2026, 3, 4)
    for order in (None, DateOrder.YEAR_FIRST):
        with pytest.raises(Refused):
            values.day_of("03/04/2026", order)


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "2026-02-30", "31/04/2026", "0001-01-01", "9999-12-31", "1899-12-31", "２０２６-04-03",
        "2026-13-01",
        "3 4 5", "May June 3 2026", "1_0/04/2026", "45/45/2026", "2026-04", "x" * 500,
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(text):
    with pytest.raises(Refused):
        values.moment_of(text, DateOrder.DAY_FIRST)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("02:10", time(2, 10)), ("2.10", time(2, 10)), ("2:10 AM", time(2, 10)), ("2:10\u202fpm", time(14, 10)),
        ("12:05 a.m.", time(0, 5)), ("12:05 PM", time(12, 5)), ("2 pm", time(14)), ("02:10:30", time(2, 10, 30)),
    ],
)  # fmt: skip
def test_a_time_is_read_in_twelve_and_in_twenty_four_hours(text, clock):
    assert values.time_of(text) == clock


@pytest.mark.parametrize("text", ["", "2", "24:00", "13 pm", "0:10 am", "2:60", "night", "١٢:٠٠", "-1:00"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(Refused):
        values.time_of(text)


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("2026-04-03T02:10:00Z", timedelta()), ("2026-04-03 02:10 +0530", timedelta(hours=5, minutes=30)),
        ("2026-04-03T02:10:00.123-03:30", -timedelta(hours=3, minutes=30)), ("3 April 2026 at 2:10 AM", None),
    ],
)  # fmt: skip
def test_a_date_with_a_time_is_a_moment_with_its_offset_if_there_is_one(text, offset):
    day, clock, found = values.moment_of(text, None)
    assert (day, clock.replace(second=0, microsecond=0)) == (DAY, time(2, 10))
    assert found == (None if offset is None else timezone(offset))


def test_a_date_alone_has_no_time():
    assert values.moment_of("3 April 2026", None) == (DAY, None, None)


@pytest.mark.parametrize(
    ("texts", "orders"),
    [
        (["03/04/2026"], {DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST}),
        (["03/04/2026", "13/04/2026 02:10"], {DateOrder.DAY_FIRST}),
        (["03/04/2026", "04/13/26"], {DateOrder.MONTH_FIRST}),
        (["13/04/2026", "04/13/2026"], set()),
        (["26/03/04"], {DateOrder.DAY_FIRST, DateOrder.YEAR_FIRST}),
        (["26-03-04", "26-03-14", "31-12-99"], {DateOrder.DAY_FIRST}),
        (["05/03/04"], set(DateOrder)),
        (["26.03.04"], {DateOrder.DAY_FIRST}),
        (["3/14/26"], {DateOrder.MONTH_FIRST}),
    ],
)
def test_dates_that_can_be_read_in_two_ways_are_told_apart_by_the_others(texts, orders):
    assert values.date_orders(texts) == orders


def test_dates_that_need_no_order_ask_for_none():
    assert values.date_orders(["2026-04-03", "3 April 2026", "", "x" * 500]) is None


@pytest.mark.parametrize(
    ("text", "unit", "minutes"),
    [
        ("90", Unit.MINUTES, 90), ("1,5", Unit.HOURS, 90), ("1.5", Unit.HOURS, 90), ("90 Minuten", None, 90),
        ("0:00:30", None, 1), ("1h 30m", None, 90), ("1 hour and 30 minutes", None, 90), ("45 sec", None, 1),
        ("1.5 hrs", Unit.MINUTES, 90), ("0", Unit.MINUTES, 0),
    ],
)  # fmt: skip
def test_a_duration_is_minutes_whatever_its_unit(text, unit, minutes):
    assert values.minutes_of(text, unit, None) == minutes


@pytest.mark.parametrize(
    ("text", "colons", "minutes"),
    [
        ("1:30", Colons.HOURS, 90), ("1:30", Colons.MINUTES, 2), ("0:45", Colons.MINUTES, 1),
        ("24:00", Colons.HOURS, 1440), ("90:00", Colons.MINUTES, 90), ("0:01:30", Colons.HOURS, 2),
        ("0:01:30", Colons.MINUTES, 2),
    ],
)  # fmt: skip
def test_a_duration_with_one_colon_is_what_the_person_says_and_with_two_what_it_is(text, colons, minutes):
    assert values.minutes_of(text, None, colons) == minutes
    assert values.has_one_colon(text) == (text.count(":") == 1)


@pytest.mark.parametrize(
    "text",
    [
        "90",
        "-5",
        "soon",
        "1 week",
        "１２ min",
        "1_000 min",
        "9600 h",
        "25:00",
        "1e9 min",
        "5 min " * 50,
        "1:30",
    ],
)
def test_a_duration_that_is_none_or_longer_than_a_day_is_refused(text):
    with pytest.raises(Refused):
        values.minutes_of(text, None, None)


@pytest.mark.parametrize(
    ("text", "scale", "severity"),
    [
        ("7", Scale.TEN, 7), ("7,5", Scale.TEN, 8), ("1", Scale.ONE_TEN, 1), ("3", Scale.FIVE, 6),
        ("5", Scale.ONE_FIVE, 10),
        ("2", Scale.FOUR, 5), ("1", Scale.THREE, 3), ("65", Scale.HUNDRED, 7), (" Severe ", Scale.TEN, 8),
        ("7/10", Scale.TEN, 7), ("3 of 5", Scale.FIVE, 6), ("n/a", Scale.TEN, None),
    ],
)  # fmt: skip
def test_a_severity_is_brought_to_nought_to_ten(text, scale, severity):
    assert values.severity_of(text.strip(), scale, {"severe": 8, "n/a": None}) == severity


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("11", Scale.TEN), ("-1", Scale.TEN), ("1e309", Scale.TEN), ("１２", Scale.TEN), ("0", Scale.ONE_TEN),
        ("6", Scale.FIVE), ("1_0", Scale.TEN), ("NaN", Scale.TEN), ("mild", Scale.TEN), ("true", Scale.TEN),
        ("7/10", Scale.FIVE),
    ],
)  # fmt: skip
def test_a_severity_off_its_scale_is_refused(text, scale):
    with pytest.raises(Refused):
        values.severity_of(text, scale, {"severe": 8})


@pytest.mark.parametrize("scale", values.BOUNDS)
def test_every_scale_ends_at_ten_and_its_words_say_what_becomes_of_its_ends(scale):
    _, high = values.BOUNDS[scale]
    assert values.severity_of(str(high), scale, {}) == 10
    assert (values.scale_words(scale) == "") == (high == 10)
    assert values.scale_words(scale).endswith("" if high == 10 else f"{high} → 10")


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Left calf", [Place(Muscle.CALF, Side.LEFT)]),
        ("calves (both)", [Place(Muscle.CALF, Side.BOTH)]),
        ("right hamstring; toes", [Place(Muscle.BACK_THIGH, Side.RIGHT), Place(Muscle.TOES)]),
        ("left and right calf", [Place(Muscle.CALF, Side.BOTH)]),
        ("front of thigh", [Place(Muscle.FRONT_THIGH)]),
        ("knee", [Place(Muscle.OTHER)]),
        ("calf, calf", [Place(Muscle.CALF)]),
    ],
)
def test_muscles_and_sides_are_found_in_words(text, places):
    assert list(values.places_of(text, None)) == places


def test_a_side_of_its_own_column_fills_in_where_the_muscle_has_none():
    assert values.places_of("calf; left foot", values.side_of("Right")) == (
        Place(Muscle.CALF, Side.RIGHT),
        Place(Muscle.FOOT_ARCH, Side.LEFT),
    )
    with pytest.raises(Refused):
        values.side_of("upper")


@given(st.text(max_size=60))
def test_no_text_is_a_fault(text):
    for read in (
        lambda: values.moment_of(text, DateOrder.MONTH_FIRST),
        lambda: values.moment_of(text, DateOrder.YEAR_FIRST),
        lambda: values.time_of(text),
        lambda: values.minutes_of(text, Unit.HOURS, Colons.MINUTES),
        lambda: values.severity_of(text, Scale.HUNDRED, {}),
        lambda: values.places_of(text, None),
        lambda: values.side_of(text),
    ):
        words = ""
        try:
            read()
        except Refused as refused:
            words = str(refused)
        assert words.isprintable()
