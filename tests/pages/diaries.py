"""Whole diaries for page tests: in bulk, because a year through the actions takes seconds."""

from diary.actions import episodes
from diary.domain.entries import Diary
from diary.models import Answer, CheckIn, Episode, Event, Medicine, OwnFactor


def write(owner, diary: Diary) -> None:
    """Write every entry of `diary` as a row of `owner`."""
    Episode.objects.bulk_create(
        Episode(
            owner=owner, id=episode.id, started_at=episode.started_at, time_zone=episode.time_zone, day=episode.day,
            **episodes.details_of(episode),
        )
        for episode in diary.episodes
    )  # fmt: skip
    CheckIn.objects.bulk_create(
        CheckIn(owner=owner, day=said.day, clear=said.clear, factors=dict(said.factors))
        for said in diary.check_ins
    )
    Medicine.objects.bulk_create(
        Medicine(owner=owner, id=medicine.id, name=medicine.name, started_on=medicine.started_on)
        for medicine in diary.medicines
    )
    Event.objects.bulk_create(
        Event(owner=owner, id=event.id, name=event.name, on=event.on) for event in diary.events
    )
    OwnFactor.objects.bulk_create(
        OwnFactor(owner=owner, id=factor.id, name=factor.name, cut=factor.cut) for factor in diary.own_factors
    )
    Answer.objects.bulk_create(
        Answer(
            owner=owner,
            id=answer.id,
            question=answer.question,
            value=answer.value,
            answered_at=answer.answered_at,
        )
        for answer in diary.answers
    )
