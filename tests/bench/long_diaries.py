"""People with diaries of a year, of ten years, and one of twenty years in which hardly a day is missing."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from uuid import UUID

from django.test import Client
from django.utils import timezone

from accounts.models import User
from diary.domain.days import diary_day
from diary.domain.demo import demo_diary
from diary.domain.entries import Diary
from diary.domain.prompts.questions import QUESTION_BY_ID, question_of
from diary.models import Answer, CheckIn, DeviceDay, Episode
from tests.bench.costs import SEED, write

EPISODES, FURTHER_ROWS, LONG_NOTES = 25_000, 60_000, 2_000
YEARS_20 = 7_300
ZONE = "Europe/London"
IN_ONE_GO = 2_000


def people() -> Iterator[tuple[str, Client]]:
    """Yield what a diary is called, and a browser of the person whose it is."""
    for nights, words in ((365, "1 year, demo"), (3650, "10 years, demo"), (YEARS_20, "20 years, demo")):
        user = _person(words)
        write(user, _demo(nights))
        yield words, _browser(user)
    user = _person("long")
    _write_long(user)
    yield "20 years, 85,000 rows", _browser(user)


def _person(words: str) -> User:
    return User.objects.create_user(
        f"{words.split(maxsplit=1)[0]}-{words.count('o')}@example.org", time_zone=ZONE
    )


def _browser(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def _demo(nights: int) -> Diary:
    return demo_diary(seed=SEED, today=timezone.now().date(), nights=nights, time_zone=ZONE)


def _write_long(user: User) -> None:
    """Write 25,000 cramps that are all alike, and for each day a check-in and what a watch saw; the rest: answers."""
    demo = _demo(YEARS_20)
    write(user, demo)
    kinds = cycle(Episode.objects.filter(owner=user).values())
    first = datetime.now(UTC) - timedelta(days=YEARS_20)
    step = timedelta(days=YEARS_20) / EPISODES
    rows = (
        Episode(
            **{
                **values,
                "owner_id": user.pk,
                "id": UUID(int=number),
                **_moment(first + step * number, number),
            }
        )
        for number, values in enumerate(islice(kinds, EPISODES - len(demo.episodes)))
    )
    Episode.objects.bulk_create(rows, batch_size=IN_ONE_GO)
    days = [(first + timedelta(days=number)).date() for number in range(YEARS_20)]
    seen = DeviceDay.objects.bulk_create(
        [DeviceDay(owner=user, day=day, steps=4_200, sleep_minutes=402) for day in days], batch_size=IN_ONE_GO
    )
    noted = CheckIn.objects.bulk_create(
        [
            CheckIn(owner=user, day=day, clear=True, factors={"alcohol": "1-2", "fluids": "usual"})
            for day in days
        ],
        batch_size=IN_ONE_GO,
        ignore_conflicts=True,
    )
    questions = cycle(name for name in QUESTION_BY_ID if not question_of(name).counts)
    left = FURTHER_ROWS - len(seen) - len(noted)
    answers = (
        Answer(
            owner=user, id=UUID(int=number), question=question, value=False, answered_at=first + step * number
        )
        for number, question in enumerate(islice(questions, left))
    )
    Answer.objects.bulk_create(answers, batch_size=IN_ONE_GO)


def _moment(began: datetime, number: int) -> dict[str, object]:
    note = "A long note, " * 150 if number < LONG_NOTES else ""
    return {"started_at": began, "day": diary_day(began, ZONE), "note": note}
