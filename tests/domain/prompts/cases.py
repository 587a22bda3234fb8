"""Short ways to write a diary for the tests of the prompts: today is Sunday 22 November 2026, in London."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from diary.domain.days import diary_day
from diary.domain.entries import Answer, CheckIn, Diary, Episode, Medicine, Place
from diary.domain.prompts import Prompt, Prompts, prompts_for
from diary.domain.prompts.questions import QUESTIONS
from diary.domain.vocabulary import Muscle, Progress, Side

ZONE = "Europe/London"
TODAY = date(2026, 11, 22)
LEFT_CALF = Place(Muscle.CALF, Side.LEFT)
# A profile that leaves nothing open.
ADULT = {"birth_year": 1960, "sex": "male", "conditions": []}

# The "Which?" row of SQ14 with every part answered in the calmest way; a test changes what it is about.
CALM_COLLAPSE = {
    "SQ14": True,
    "SQ14.jerked": False,
    "SQ14.first": False,
    "SQ14.five_minutes": False,
    "SQ14.repeated": False,
    "SQ14.injured": False,
    "SQ14.in_water": False,
    "SQ14.breathing": False,
    "SQ14.effort": False,
    "SQ14.heart": False,
    "SQ14.not_recovered": False,
    "SQ14.recovered": True,
    "SQ02": False,
}


def cramp(days_ago: int = 0, *, at: time = time(15), zone: str = ZONE, **fields: Any) -> Episode:
    """One complete cramp in the left calf, in the afternoon of the day `days_ago`, unless told otherwise."""
    started_at = datetime.combine(TODAY - timedelta(days=days_ago), at, tzinfo=UTC)
    defaults: dict[str, Any] = {
        "id": uuid4(),
        "started_at": started_at,
        "time_zone": zone,
        "day": diary_day(started_at, zone),
        "progress": Progress.COMPLETE,
        "places": (LEFT_CALF,),
    }
    return Episode(**(defaults | fields))


def said(question: str, value: Any, days_ago: float = 0, hour: int = 18) -> Answer:
    """An answer given outside an episode, at `hour` UTC."""
    at = datetime.combine(TODAY, time(hour), tzinfo=UTC) - timedelta(days=days_ago)
    return Answer(id=uuid4(), question=question, value=value, answered_at=at)


def mark(question: str, days_ago: int, *, count: int | None = None, urgency: str | None = None) -> Answer:
    """ "Discussed" or "seen" on the day `days_ago`, said in that evening."""
    on = (TODAY - timedelta(days=days_ago)).isoformat()
    return said(question, {"on": on, "count": count, "urgency": urgency}, days_ago, hour=20)


def medicine(name: str, started_days_ago: int, **fields: Any) -> Medicine:
    return Medicine(id=uuid4(), name=name, started_on=TODAY - timedelta(days=started_days_ago), **fields)


def clear(days_ago: int, **fields: Any) -> CheckIn:
    """A night that the person said had no cramp."""
    return CheckIn(day=TODAY - timedelta(days=days_ago), clear=True, **fields)


def nights(woken: int, clear_nights: int, *, last_days_ago: int = 0, **fields: Any) -> dict[str, Any]:
    """Woken nights and, before them, clear ones, one after the other, ending on the day `last_days_ago`."""
    days = range(last_days_ago, last_days_ago + woken + clear_nights)
    return {
        "episodes": [cramp(day, woke=True, **fields) for day in days[:woken]],
        "check_ins": [clear(day) for day in days[woken:]],
    }


def all_no(*but: str) -> list[Answer]:
    """ "No" to every question but those, and no drinks, all told today."""
    asked = [question for question in QUESTIONS if question.id not in but]
    return [said(question.id, 0 if question.counts else False) for question in asked]


def weeks(*counts: int, last_days_ago: int = 0, **fields: Any) -> dict[str, list[Any]]:
    """Known weeks up to the day `last_days_ago`, the earliest first, with `counts` nights with a cramp in each."""
    days = {7 * week + n: n < count for week, count in enumerate(reversed(counts)) for n in range(7)}
    return {
        "episodes": [cramp(last_days_ago + day, **fields) for day, cramped in days.items() if cramped],
        "check_ins": [clear(last_days_ago + day) for day, cramped in days.items() if not cramped],
    }


def diary(
    *,
    episodes: Iterable[Episode] = (),
    check_ins: Iterable[CheckIn] = (),
    answers: Iterable[Answer] = (),
    medicines: Iterable[Medicine] = (),
    profile: dict[str, Any] | None = None,
) -> Diary:
    """A diary in order of time; `profile` facts were told some months ago."""
    facts = [said(f"profile.{name}", value, days_ago=120) for name, value in (profile or {}).items()]
    return Diary(
        time_zone=ZONE,
        episodes=tuple(sorted(episodes, key=lambda episode: episode.started_at)),
        check_ins=tuple(sorted(check_ins, key=lambda check_in: check_in.day)),
        answers=tuple(sorted([*facts, *answers], key=lambda answer: answer.answered_at)),
        medicines=tuple(medicines),
    )


def prompts(**parts: Any) -> Prompts:
    """What the rules say today about `diary(**parts)`."""
    return prompts_for(diary(**parts), TODAY)


def after(signs: dict[str, bool], **parts: Any) -> Prompts:
    """What the rules say about one cramp of today with `signs`."""
    return prompts(episodes=[cramp(signs=signs)], **parts)


def fired(found: Prompts, rule: str) -> Prompt | None:
    """The fired prompt of `rule`, or None."""
    return next((prompt for prompt in found.fired if prompt.rule == rule), None)


def urgency_of(found: Prompts, rule: str) -> str | None:
    prompt = fired(found, rule)
    return prompt.urgency.value if prompt else None


def waits_for(found: Prompts, rule: str) -> tuple[str, ...] | None:
    """The questions a rule that was not evaluated waits for, or None."""
    return next((each.questions for each in found.not_evaluated if each.rule == rule), None)
