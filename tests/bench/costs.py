"""Asks for every page as people with diaries of different length do, and counts time, queries and bytes."""

import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from diary.actions import answers, episodes, medicines
from diary.domain.days import day_to_check_in, night_to_settle
from diary.domain.demo import demo_diary
from diary.domain.entries import Diary
from diary.models import CheckIn, Episode

SEED = 66
WARM_UP = 2

Ask = Callable[[Client], Any]


@dataclass
class Cost:
    """What the requests for one page with one diary have cost; times in milliseconds, the body uncompressed."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    queries: int = 0
    body: bytes = b""


def measure(sizes: Iterable[int], requests: int) -> Mapping[str, Mapping[int, Cost]]:
    """Return the costs of each page by the nights of the diary; the sizes take turns, so that a drift hits them all."""
    people = {nights: _person_with(nights) for nights in sizes}
    names = [name for _, asks in people.values() for name in asks]
    costs = {name: {nights: Cost() for nights in people} for name in names}
    for name, by_size in costs.items():
        for turn in range(WARM_UP + requests):
            for nights, (browser, asks) in people.items():
                _ask(browser, asks[name], by_size[nights], is_first=turn == 0, counts=turn >= WARM_UP)
    return costs


def _ask(browser: Client, ask: Ask, cost: Cost, *, is_first: bool, counts: bool) -> None:
    with CaptureQueriesContext(connection) if is_first else nullcontext() as queries:
        wall, cpu = time.perf_counter(), time.process_time()
        response = ask(browser)
        cost.body = b"".join(response.streaming_content) if response.streaming else response.content
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    if response.status_code >= 400:
        raise SystemExit(f"{response.request['PATH_INFO']} answered {response.status_code}.")
    if queries is not None:
        cost.queries = len(queries)
    if counts:
        cost.wall.append(wall * 1000)
        cost.cpu.append(cpu * 1000)


def _person_with(nights: int) -> tuple[Client, Mapping[str, Ask]]:
    """Return a browser of somebody with an invented diary, and what it asks for by the name of the page."""
    user = User.objects.create_user(f"{uuid4()}@example.org", time_zone="Europe/London")
    last_night = night_to_settle(timezone.now(), user.time_zone)
    diary = demo_diary(
        seed=SEED, today=last_night + timedelta(days=1), nights=nights, time_zone=user.time_zone
    )
    write(user, diary)
    browser = Client()
    browser.force_login(user)
    return browser, _asks(user, diary)


def write(user: User, diary: Diary) -> None:
    """Write a diary in bulk: through the actions, twenty years would take minutes."""
    Episode.objects.bulk_create(
        Episode(
            owner=user,
            id=episode.id,
            started_at=episode.started_at,
            time_zone=episode.time_zone,
            day=episode.day,
            **episodes.details_of(episode),
        )
        for episode in diary.episodes
    )
    CheckIn.objects.bulk_create(
        CheckIn(
            owner=user,
            day=check_in.day,
            clear=check_in.clear,
            factors=dict(check_in.factors),
            sleep_disturbance=check_in.sleep_disturbance,
        )
        for check_in in diary.check_ins
    )
    for medicine in diary.medicines:
        medicines.record(
            user, id=medicine.id, details={"name": medicine.name, "started_on": medicine.started_on}
        )
    answers.say(user, {answer.question: answer.value for answer in diary.answers}, now=timezone.now())


def _asks(user: User, diary: Diary) -> Mapping[str, Ask]:
    today = day_to_check_in(timezone.now(), user.time_zone)
    pages = {
        "Tonight": "/",
        "Diary, this month": "/diary/",
        "Patterns, 3 months": "/patterns/",
        "Patterns, everything": "/patterns/?period=all",
        "Guidance": "/guidance/",
        "Visit": "/visit/",
        "Check-in": f"/check-ins/{today}/",
        "Episode form": f"/episodes/{diary.episodes[-1].id}/",
        "Everything as CSV": "/transfer/export/csv/",
    }

    def save(browser: Client) -> Any:
        cramp = {"date": today, "time": "00:05", "time_zone": "UTC", "ago": "given", "places": "calf:left"}
        return browser.post("/episodes/add/", {"id": uuid4(), **cramp})

    def tap(browser: Client) -> Any:
        return browser.post("/now/", {"id": uuid4(), "at": timezone.now().isoformat(), "time_zone": "UTC"})

    return {
        **{name: lambda browser, path=path: browser.get(path) for name, path in pages.items()},
        "Save an episode": save,
        "I have a cramp": tap,
    }
