"""The calendar: read back by a library, the same ids at every making, and neutral unless it may say what it is."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from diary.domain.entries import Diary, Episode, Place, Visit, VisitQuestion
from diary.domain.formats.ical import calendar_ics
from diary.domain.vocabulary import Muscle, Side
from tests.domain.formats import whole

MADE_AT = datetime(2026, 5, 2, 9, 30, 15, 123456, tzinfo=UTC)
EPISODE = Episode(
    id=UUID(int=7),
    started_at=datetime(2026, 7, 4, 2, 10, tzinfo=UTC),
    time_zone="Europe/London",
    day=date(2026, 7, 3),
    places=(Place(Muscle.CALF, Side.LEFT), Place(Muscle.TOES)),
    hard_minutes=80,
    severity=6,
    count=3,
    note="Woke, and stood up; 漢字 " + "long " * 30,
)
VISIT = Visit(
    id=UUID(int=7),
    on=date(2026, 7, 20),
    with_whom="Dr. Marsh, GP",
    questions=(VisitQuestion("Why?"),),
    note="in-note",
)
DIARY = Diary(time_zone="Europe/London", episodes=(EPISODE,), visits=(VISIT,))


def text_of(diary=DIARY, *, says_what=True, made_at=MADE_AT):
    return "".join(calendar_ics(diary, made_at=made_at, says_what=says_what))


def events_of(text):
    return list(Calendar.from_ical(text).walk("VEVENT"))


def test_a_cramp_is_an_event_with_its_start_and_its_hard_minutes():
    cramp, _ = events_of(text_of())
    assert cramp.decoded("dtstart") == EPISODE.started_at
    assert cramp.decoded("duration") == timedelta(minutes=80)
    assert cramp.decoded("dtstamp") == MADE_AT.replace(microsecond=0)
    assert cramp["summary"] == "Cramp: left calf and toes"
    assert cramp["description"] == f"3 cramps\nSeverity 6 of 10\nHard for 1 h 20 min\n{EPISODE.note}"
    assert (cramp["class"], cramp["transp"]) == ("PRIVATE", "TRANSPARENT")


def test_a_visit_is_a_whole_day():
    _, visit = events_of(text_of())
    assert visit.decoded("dtstart") == date(2026, 7, 20)
    assert (visit["summary"], visit["description"]) == ("Visit: Dr. Marsh, GP", "Why?\nin-note")


def test_unknown_minutes_and_none_at_all_make_a_moment():
    for minutes in (None, 0):
        (cramp,) = events_of(
            text_of(Diary(time_zone="UTC", episodes=(replace(EPISODE, hard_minutes=minutes),)))
        )
        assert "duration" not in cramp
        assert "dtend" not in cramp


def test_what_is_not_known_is_not_said():
    bare = Episode(id=UUID(int=1), started_at=MADE_AT, time_zone="UTC", day=date(2026, 5, 1))
    cramp, visit = events_of(
        text_of(Diary(time_zone="UTC", episodes=(bare,), visits=(Visit(id=bare.id, on=bare.day),)))
    )
    assert (cramp["summary"], "description" in cramp) == ("Cramp", False)
    assert (visit["summary"], "description" in visit) == ("Visit to the doctor", False)


def test_a_neutral_calendar_says_nothing_of_cramps_or_visits_and_nothing_that_was_written():
    text = text_of(says_what=False)
    for word in ("cramp", "calf", "Marsh", "Why", "in-note", "severity", "Woke", "doctor"):
        assert word.casefold() not in text.casefold()
    assert [event["summary"] for event in events_of(text)] == ["Diary entry", "Appointment"]


def test_ids_are_the_same_at_every_making_and_differ_between_a_cramp_and_a_visit():
    later = MADE_AT + timedelta(days=3)
    ids = [
        [event["uid"] for event in events_of(text_of(made_at=at, says_what=at == later))]
        for at in (MADE_AT, later)
    ]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 2
    assert str(EPISODE.id) not in text_of()


def test_the_calendar_counts_its_entries_and_sums_them():
    text = text_of()
    calendar = Calendar.from_ical(text)
    events = text[text.index("BEGIN:VEVENT") : text.index("END:VCALENDAR")]
    assert calendar["x-entries"] == "2"
    assert calendar["x-checksum"] == f"sha256:{sha256(events.encode()).hexdigest()}"


@given(whole.diaries(), st.booleans())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_every_diary_makes_a_calendar_that_is_read_back(diary, says_what):
    text = text_of(diary, says_what=says_what)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    events = events_of(text)
    assert len(events) == len(diary.episodes) + len(diary.visits)
    for event, episode in zip(events, diary.episodes, strict=False):
        assert event.decoded("dtstart") == episode.started_at.replace(microsecond=0)
