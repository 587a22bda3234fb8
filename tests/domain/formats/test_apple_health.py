"""Apple Health's export: sleep, steps and workouts by day, as a stream, and nothing that breaks or swells."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.entries import MOST_STEPS, DeviceDay
from diary.domain.formats import apple_health
from diary.domain.formats.apple_health import read_health, read_health_archive
from diary.domain.formats.reading import ExportError

# As iOS writes it since version 16: what stands before the data is no valid description.
PREFACE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!ELEMENT HealthData (ExportDate,Me,(Record|Workout)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
<!ATTLIST Record
  type CDATA #REQUIRED
<!ATTLIST Workout device CDATA #IMPLIED
>
]>
"""
ASLEEP = "HKCategoryValueSleepAnalysisAsleepCore"
LONDON = "Europe/London"


def steps(start, count, source="Phone"):
    return (
        f'<Record type="HKQuantityTypeIdentifierStepCount" sourceName="{source}" unit="count" '
        f'startDate="{start}" endDate="{start}" value="{count}"/>'
    )


def sleep(start, end, value=ASLEEP, source="Watch"):
    return (
        f'<Record type="HKCategoryTypeIdentifierSleepAnalysis" sourceName="{source}" '
        f'startDate="{start}" endDate="{end}" value="{value}"/>'
    )


def workout(start, end):
    return f'<Workout workoutActivityType="Walk" startDate="{start}" endDate="{end}"><MetadataEntry key="a"/></Workout>'


def a_file(*records, preface=PREFACE, ends="</HealthData>"):
    return f'{preface}<HealthData locale="en_GB">\n<Me/>{"".join(records)}{ends}'.encode()


def days_of(*records, zone=LONDON):
    return read_health(BytesIO(a_file(*records)), zone).days


def refusal(data, read=read_health):
    with pytest.raises(ExportError) as caught:
        read(BytesIO(data), LONDON)
    return caught.value.problems[0]


def test_a_night_belongs_to_the_diary_day_before_midnight_and_steps_to_their_date():
    assert days_of(
        sleep("2026-03-03 23:00:00 +0000", "2026-03-04 06:30:00 +0000"),
        steps("2026-03-03 10:00:00 +0000", 4000),
        steps("2026-03-04 00:30:00 +0000", 20),
        workout("2026-03-03 17:00:00 +0000", "2026-03-03 17:45:30 +0000"),
    ) == (
        DeviceDay(day=date(2026, 3, 3), steps=4000, sleep_minutes=450, workout_minutes=45),
        DeviceDay(day=date(2026, 3, 4), steps=20),
    )


def test_the_day_is_that_of_the_person_s_zone_whatever_offset_stands_in_the_file():
    (day,) = days_of(steps("2026-03-03 23:30:00 +0000", 7), zone="Asia/Kolkata")
    assert day.day == date(2026, 3, 4)


def test_steps_of_two_devices_count_once_those_of_the_one_that_counted_more():
    (day,) = days_of(
        steps("2026-03-03 10:00:00 +0000", 3000, "Phone"),
        steps("2026-03-03 11:00:00 +0000", 1000, "Phone"),
        steps("2026-03-03 10:00:00 +0000", 3900, "Watch"),
    )
    assert day.steps == 4000


def test_sleep_and_workouts_that_two_devices_saw_count_once():
    (day,) = days_of(
        sleep("2026-03-03 23:00:00 +0000", "2026-03-04 03:00:00 +0000", source="Watch"),
        sleep("2026-03-04 02:00:00 +0000", "2026-03-04 04:00:00 +0000", source="Ring"),
        workout("2026-03-03 17:00:00 +0000", "2026-03-03 18:00:00 +0000"),
        workout("2026-03-03 17:30:00 +0000", "2026-03-03 18:10:00 +0000"),
    )
    assert (day.sleep_minutes, day.workout_minutes) == (300, 70)


@pytest.mark.parametrize(
    ("records", "minutes"),
    [
        ([sleep("2026-10-24 23:00:00 +0100", "2026-10-25 07:00:00 +0000")], 540),
        ([sleep("2026-03-28 23:00:00 +0000", "2026-03-29 07:00:00 +0100")], 420),
        ([sleep("2026-10-25 01:50:00 +0100", "2026-10-25 01:10:00 +0000")], 20),
        (
            [
                sleep("2026-10-25 01:10:00 +0100", "2026-10-25 01:40:00 +0100", source="Watch"),
                sleep("2026-10-25 01:10:00 +0000", "2026-10-25 01:40:00 +0000", source="Phone"),
            ],
            60,
        ),
    ],
)
def test_in_the_night_of_a_clock_change_the_minutes_are_those_that_passed(records, minutes):
    (day,) = days_of(*records)
    assert day.sleep_minutes == minutes


@pytest.mark.parametrize("value", ["HKCategoryValueSleepAnalysisInBed", "HKCategoryValueSleepAnalysisAwake"])
def test_in_bed_and_awake_is_not_asleep(value):
    assert days_of(sleep("2026-03-03 23:00:00 +0000", "2026-03-04 03:00:00 +0000", value)) == ()


def test_everything_else_is_counted_and_left():
    found = read_health(
        BytesIO(
            a_file(
                '<Record type="HKQuantityTypeIdentifierHeartRate" value="60"/>' * 3,
                steps("2026-03-03 10:00:00 +0000", 5),
            )
        ),
        LONDON,
    )
    assert (found.others, found.unread, len(found.days)) == (3, 0, 1)


@pytest.mark.parametrize(
    "record",
    [
        steps("soon", 5), steps("2026-03-03 10:00:00", 5), steps("2026-03-03 10:00:00 +0000", "many"),
        steps("2026-03-03 10:00:00 +0000", -5), steps("2026-03-03 10:00:00 +0000", "1e400"),
        steps("2026-03-03 10:00:00 +0000", "nan"), steps("1601-03-03 10:00:00 +0000", 5),
        steps("9999-12-31 23:00:00 +0000", 5), steps("0001-01-01 00:00:00 +1400", 5),
        sleep("2026-03-04 06:00:00 +0000", "2026-03-03 23:00:00 +0000"),
        sleep("2026-03-03 06:00:00 +0000", "2027-03-03 23:00:00 +0000"),
        '<Record type="HKQuantityTypeIdentifierStepCount"/>', "<Workout/>",
    ],
)  # fmt: skip
def test_a_record_that_can_not_be_read_is_counted_and_the_others_are_read(record):
    found = read_health(BytesIO(a_file(record, steps("2026-03-03 10:00:00 +0000", 5))), LONDON)
    assert found.unread == 1
    assert found.days == (DeviceDay(day=date(2026, 3, 3), steps=5),)


def test_a_day_with_more_steps_than_anybody_walks_has_none():
    half = MOST_STEPS // 2 + 1
    assert days_of(*[steps("2026-03-03 10:00:00 +0000", half)] * 2)[0].steps is None


def test_control_characters_and_a_broken_description_do_not_matter():
    data = a_file(steps("2026-03-03 10:00:00 +0000", 5)).replace(b"Phone", b"Pho\x0bne\x00")
    assert read_health(BytesIO(data), LONDON).days[0].steps == 5


def test_the_data_may_begin_anywhere_between_two_chunks(monkeypatch):
    monkeypatch.setattr(apple_health, "_CHUNK", 7)
    assert days_of(steps("2026-03-03 10:00:00 +0000", 5))[0].steps == 5


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no export of Apple Health"),
        (b"<html></html>", "no export of Apple Health"),
        (b" " * 2_000_000, "no export of Apple Health"),
        (a_file(steps("2026-03-03 10:00:00 +0000", 5), ends=""), "damaged"),
        (a_file("<Record"), "damaged"),
        (a_file("&lol;"), "damaged"),
        (a_file('<!DOCTYPE x [<!ENTITY lol "lol">]>'), "damaged"),
        (a_file('<Record a="' + "x" * 3_000_000 + '"/>'), "never ends"),
        (a_file("<!--" + "x" * 3_000_000 + "-->"), "never ends"),
        (a_file("<a>" * 100), "nested too deeply"),
        (a_file("<a b='í'/>").replace("í".encode(), b"\xed"), "damaged"),
    ],
)
def test_what_is_no_health_export_is_refused(data, words):
    assert words in refusal(data)


def test_a_bomb_of_entities_before_the_data_never_reaches_the_parser():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    data = a_file(steps("2026-03-03 10:00:00 +0000", 5), preface=bomb)
    assert read_health(BytesIO(data), LONDON).days[0].steps == 5
    assert "damaged" in refusal(a_file("&b;", preface=bomb))


def test_a_file_over_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(apple_health, "LARGEST_XML", 1_000)
    assert "larger than" in refusal(a_file("<a/>" * 500))


def test_more_days_than_a_life_are_refused(monkeypatch):
    monkeypatch.setattr(apple_health, "MOST_DAYS", 2)
    records = [steps(f"2026-03-0{day} 10:00:00 +0000", 5) for day in range(1, 5)]
    assert "more days than a life" in refusal(a_file(*records))


@given(st.binary(max_size=300))
def test_no_bytes_are_a_fault(data):
    try:
        found = read_health(BytesIO(b"<HealthData>" + data), LONDON)
    except ExportError:
        found = None
    assert found is None or isinstance(found.days, tuple)


# --- In a zip file ----------------------------------------------------------------------------------------------------


def an_archive(**members):
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return written.getvalue()


HEALTH = a_file(steps("2026-03-03 10:00:00 +0000", 5))


@pytest.mark.parametrize(
    "name", ["apple_health_export/export.xml", "apple_health_export/Exportación.xml", "export.xml"]
)
def test_the_health_file_is_found_in_the_archive_whatever_the_language(name):
    data = an_archive(
        **{name: HEALTH, "apple_health_export/export_cda.xml": "<x/>", "a/b/route.gpx": "<gpx/>"}
    )
    assert read_health_archive(BytesIO(data), LONDON).days[0].steps == 5


@pytest.mark.parametrize(
    "members",
    [
        {"a.txt": "x"},
        {"a.xml": HEALTH, "b.xml": HEALTH},
        {"../../etc/x/export.xml": HEALTH},
        {"a/b/c.xml": HEALTH},
    ],
)
def test_an_archive_without_the_one_file_is_refused(members):
    assert "no health export, or more than one" in refusal(an_archive(**members), read_health_archive)
