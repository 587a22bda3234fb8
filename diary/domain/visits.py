"""Visits to a doctor: which comes next, which was the last, and what the diary shows since then."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from diary.domain.entries import Diary, Visit
from diary.domain.patterns.frequency import with_cramps
from diary.domain.patterns.period import last_night
from diary.domain.prompts import Prompt
from diary.domain.wording import counted, joined, share, short_date

# Longer ago than a year, the nights before and after a visit say little about each other.
MOST_NIGHTS = 366


def next_visit(visits: Sequence[Visit]) -> Visit | None:
    """Return the visit that is still to come; of several the first."""
    return next((visit for visit in visits if visit.closed_at is None), None)


def last_visit(visits: Sequence[Visit]) -> Visit | None:
    """Return the latest visit that is over."""
    return next((visit for visit in reversed(visits) if visit.closed_at is not None), None)


def suggested_questions(
    visit: Visit, prompts: Sequence[tuple[str, Sequence[str]]]
) -> tuple[tuple[str, str], ...]:
    """Return the questions of prompts, each with its rule, that the visit does not hold yet."""
    held = {question.text for question in visit.questions}
    found = {question: rule for rule, questions in prompts for question in questions if question not in held}
    return tuple((question, rule) for question, rule in found.items())


def first_day_since(visit: Visit, today: date) -> date:
    """Return the first diary day to load for `changes_since`: as many nights before the visit as came after it."""
    return _before(visit, min(max((today - visit.on).days, 0) + 1, MOST_NIGHTS))[0]


def changes_since(diary: Diary, visit: Visit, prompts: Sequence[Prompt], today: date) -> tuple[str, ...]:
    """Return in sentences what changed since the day of `visit`: nights with cramps, medicines, events, prompts.

    The nights since then stand beside as many before it, without a verdict; `diary` goes back far enough for both
    (first_day_since), and `prompts` are those that stand today.
    """
    return tuple(_changes(diary, visit, prompts, today))


def _changes(diary: Diary, visit: Visit, prompts: Sequence[Prompt], today: date) -> Iterator[str]:
    nights = tuple(diary.nights(visit.on, last_night(diary, today)))
    if nights:
        since = with_cramps(nights)
        noted = f"cramps on {share(since, 'night')} noted" if since.whole else "no night was noted"
        yield f"Since then: {noted}."
        before = with_cramps(tuple(diary.nights(*_before(visit, len(nights)))))
        if before.whole and len(nights) <= MOST_NIGHTS:
            yield f"In the {counted(len(nights), 'night')} before it: {share(before, 'night')} noted."
    dated = [
        *((f"{medicine.name} {what}", on) for medicine in diary.medicines for what, on in medicine.dated),
        *((event.name, event.on) for event in diary.events),
    ]
    changed = [
        f"{what} ({short_date(on, today)})"
        for what, on in sorted(dated, key=lambda pair: pair[1])
        if on >= visit.on
    ]
    if changed:
        yield f"Changed: {joined(changed)}."
    new = [prompt for prompt in prompts if prompt.since > visit.on]
    if new:
        yield f"{counted(len(new), 'reason')} to talk to a doctor came up since."


def _before(visit: Visit, nights: int) -> tuple[date, date]:
    return visit.on - timedelta(days=nights), visit.on - timedelta(days=1)
