"""The diary for a calendar program (iCalendar, RFC 5545): cramps as moments that passed, visits as whole days.

A calendar is often shared or shown to others, so it says nothing of cramps unless that was asked for: neither in its
titles nor in its ids nor in the name of the program that made it. Times are in UTC; the program shows them in its zone.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from uuid import NAMESPACE_URL, UUID, uuid5

from diary.domain.entries import Diary, Episode, Visit
from diary.domain.wording import counted, duration, joined

LINE_END = "\r\n"

_IDS = uuid5(NAMESPACE_URL, "cramp-diary/calendar")
_EVENTS_AT_ONCE = 100

Line = Callable[[str, str], str]


def calendar_ics(diary: Diary, *, made_at: datetime, says_what: bool) -> Iterator[str]:
    """Yield the text of a calendar of the episodes and visits of `diary`, which holds only what may be read.

    Without `says_what` the titles are neutral and nothing that the person wrote goes along. Ids are the same at every
    making, so that a program that fetches the calendar again changes its entries and adds none twice. X-ENTRIES is how
    many there are, X-CHECKSUM the SHA-256 of the text from the first BEGIN:VEVENT to before END:VCALENDAR.
    """
    line, stamp = _text_line(), f"DTSTAMP:{_utc(made_at)}"

    def events() -> Iterator[str]:
        yield from (_of_episode(episode, stamp, line, says_what=says_what) for episode in diary.episodes)
        yield from (_of_visit(visit, stamp, line, says_what=says_what) for visit in diary.visits)

    # What is said of a calendar stands before its events (RFC 5545, 3.6), so they are made twice and never kept.
    summed = sha256()
    for event in events():
        summed.update(event.encode())
    yield _lines(
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Diary//Calendar//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{'Cramp diary' if says_what else 'Diary'}",
        f"X-ENTRIES:{len(diary.episodes) + len(diary.visits)}",
    ) + line("X-CHECKSUM", f"sha256:{summed.hexdigest()}")
    left = events()
    while some := list(islice(left, _EVENTS_AT_ONCE)):
        yield "".join(some)
    yield _lines("END:VCALENDAR")


def _text_line() -> Line:
    """Return what writes a line of text: escaped, and folded after 75 bytes."""
    from icalendar import vText  # noqa: PLC0415 - 0.4 seconds that only a calendar is worth
    from icalendar.parser import Contentline, Parameters  # noqa: PLC0415

    @lru_cache(maxsize=1000)
    def line(name: str, text: str) -> str:
        content = Contentline.from_parts(name, Parameters(), vText(text))
        written: bytes = content.to_ical()
        return written.decode() + LINE_END

    return line


def _lines(*lines: str) -> str:
    return "".join(f"{line}{LINE_END}" for line in lines)


def _utc(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _event(kind: str, of: UUID, *when: str, title: str, told: str) -> str:
    return (
        _lines("BEGIN:VEVENT", f"UID:{uuid5(_IDS, f'{kind} {of}')}", *when)
        + title
        + told
        + _lines("CLASS:PRIVATE", "TRANSP:TRANSPARENT", "END:VEVENT")
    )


def _told(line: Line, sentences: list[str]) -> str:
    return line("DESCRIPTION", "\n".join(sentences)) if sentences else ""


def _of_episode(episode: Episode, stamp: str, line: Line, *, says_what: bool) -> str:
    title, told = "Diary entry", list[str]()
    if says_what:
        where = joined([place.label.lower() for place in episode.places])
        title, told = f"Cramp: {where}" if where else "Cramp", list(_sentences(episode))
    # RFC 5545 knows no event of no length; one without a length is a moment.
    length = [f"DURATION:PT{episode.hard_minutes}M"] if episode.hard_minutes else []
    begun = f"DTSTART:{_utc(episode.started_at)}"
    return _event(
        "episode", episode.id, stamp, begun, *length, title=line("SUMMARY", title), told=_told(line, told)
    )


def _sentences(episode: Episode) -> Iterator[str]:
    if episode.cramps > 1:
        yield counted(episode.cramps, "cramp")
    if episode.severity is not None:
        yield f"Severity {episode.severity} of 10"
    if episode.hard_minutes is not None:
        yield f"Hard for {duration(episode.hard_minutes)}"
    if episode.note:
        yield episode.note


def _of_visit(visit: Visit, stamp: str, line: Line, *, says_what: bool) -> str:
    title, told = "Appointment", list[str]()
    if says_what:
        title = f"Visit: {visit.with_whom}" if visit.with_whom else "Visit to the doctor"
        told = [*(question.text for question in visit.questions), *filter(None, [visit.note])]
    day = f"DTSTART;VALUE=DATE:{visit.on:%Y%m%d}"
    return _event("visit", visit.id, stamp, day, title=line("SUMMARY", title), told=_told(line, told))
