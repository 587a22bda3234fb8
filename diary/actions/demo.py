"""Writing the demo person's diary: every entry through the action that a tap would call, at the hour of the tap."""

from datetime import timedelta

from django.db import transaction

from accounts.models import User
from diary.actions import answers, check_ins, episodes, medicines
from diary.domain.days import first_instant_of
from diary.domain.entries import CheckIn, Diary, Episode
from diary.domain.vocabulary import Progress

EVENING = timedelta(hours=9, minutes=30)  # after the noon that begins the diary day
MORNING = timedelta(hours=20)


class NotTheDemo(Exception):  # noqa: N818
    """Only the demo person's diary may be made up or thrown away."""


def write(owner: User, diary: Diary) -> None:
    """Write down an invented diary, all of it or nothing; entries that are there already stay as they are."""
    _insist_on_demo(owner)
    with transaction.atomic():
        for answer in diary.answers:
            answers.say(owner, {answer.question: answer.value}, id=answer.id, now=answer.answered_at)
        for medicine in diary.medicines:
            medicines.record(
                owner, id=medicine.id, details={"name": medicine.name, "started_on": medicine.started_on}
            )
        for check_in in diary.check_ins:
            _check_in(owner, check_in, diary.time_zone)
        for episode in diary.episodes:
            _episode(owner, episode)


def empty(owner: User) -> None:
    """Delete the demo person's whole diary for good; raises NotTheDemo."""
    _insist_on_demo(owner)
    with transaction.atomic():
        for rows in (
            owner.episodes,
            owner.check_ins,
            owner.medicines,
            owner.answers,
            owner.own_factors,
            owner.events,
            owner.revisions,
        ):
            rows.all().delete()


def _insist_on_demo(owner: User) -> None:
    if not owner.is_demo:
        raise NotTheDemo


def _check_in(owner: User, check_in: CheckIn, time_zone: str) -> None:
    evening, morning = (first_instant_of(check_in.day, time_zone) + after for after in (EVENING, MORNING))
    if check_in.factors:
        check_ins.record(owner, check_in.day, factors=check_in.factors, columns={}, seen=None, now=evening)
    if check_in.clear is not None:
        check_ins.mark_night(owner, check_in.day, clear=check_in.clear, now=morning)
    if check_in.sleep_disturbance is not None:
        disturbed = {"sleep_disturbance": check_in.sleep_disturbance}
        check_ins.record(owner, check_in.day, factors={}, columns=disturbed, seen=None, now=morning)


def _episode(owner: User, episode: Episode) -> None:
    if episode.progress is Progress.DRAFT:
        _tap(owner, episode)
    else:
        episodes.record(
            owner,
            id=episode.id,
            started_at=episode.started_at,
            time_zone=episode.time_zone,
            details=episodes.details_of(episode),
        )


def _tap(owner: User, episode: Episode) -> None:
    began, gone = episode.started_at, episode.ended_at or episode.started_at
    episodes.begin(owner, id=episode.id, at=began, time_zone=episode.time_zone, now=began)
    episodes.place(owner, episode.id, places=episode.places, now=began)
    episodes.mark_gone(owner, episode.id, at=gone, now=gone)
    if episode.severity is not None:
        episodes.rate(owner, episode.id, severity=episode.severity, now=gone)
