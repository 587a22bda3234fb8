"""Writing episodes: the tap at night, what the morning adds, edits from two devices, the bin."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from accounts.zones import validate_zone
from diary import records
from diary.actions import discarding
from diary.actions.concurrency import Conflict, NotThere, change, forget, lock, validate
from diary.domain import entries
from diary.domain.days import EARLIEST_DAY, LATEST_DAY, diary_day, whole_minutes
from diary.domain.entries import Place
from diary.domain.tonight import LONGEST_ONGOING
from diary.domain.vocabulary import IN_BED, Eased, Progress, State, Term
from diary.models import Episode
from diary.models.validators import TOO_FAR_AWAY

__all__ = [
    "Conflict",
    "NotThere",
    "begin",
    "clear_old_bins",
    "details_of",
    "discard",
    "mark_gone",
    "note_signs",
    "note_stretch",
    "place",
    "places_as_json",
    "rate",
    "record",
    "reopen",
    "restore",
    "revise",
    "take_back",
]

# A phone's clock may be in another zone than it thinks, but not further off than a day and a little.
CLOCK_TOLERANCE = timedelta(hours=26)


def begin(owner: User, *, id: UUID, at: datetime | None, time_zone: str, now: datetime) -> entries.Episode:  # noqa: A002
    """Save an ongoing episode with the phone's time `at`, and return it; the same `id` again changes nothing.

    `at` is None where the phone said nothing; a clock that is more than 26 hours off is not believed: the
    moment of arrival is kept instead and marked as "about". An episode that was still open becomes one to
    finish.
    """
    believed = at is not None and abs(at - now) <= CLOCK_TOLERANCE
    started_at = at if at is not None and believed else now
    with transaction.atomic():
        lock(owner)
        known = owner.episodes.filter(id=id).first()
        if known is not None:
            return records.episode_from_row(known)
        for open_episode in owner.episodes.ongoing():
            change(open_episode, {"progress": Progress.DRAFT.value}, seen=None, now=now, by="now")
        row = Episode(
            owner=owner,
            id=id,
            started_at=started_at,
            time_zone=time_zone,
            day=_day_of(started_at, time_zone),
            progress=Progress.ONGOING.value,
            onset_is_about=at is not None and not believed,
        )
        validate(row)
        row.save(force_insert=True)
        _take_clear_back(row, now)
    return records.episode_from_row(row)


def record(
    owner: User,
    *,
    id: UUID,  # noqa: A002
    started_at: datetime,
    time_zone: str,
    details: Mapping[str, Any],
) -> entries.Episode:
    """Save a whole episode and return it; the same `id` again changes nothing.

    `details` are columns of the episode by name. Raises ValidationError with a sentence per field.
    """
    with transaction.atomic():
        lock(owner)
        known = owner.episodes.filter(id=id).first()
        if known is not None:
            return records.episode_from_row(known)
        row = Episode(
            owner=owner,
            id=id,
            started_at=started_at,
            time_zone=time_zone,
            day=_day_of(started_at, time_zone),
            **{"progress": Progress.COMPLETE.value, **details},
        )
        validate(row)
        row.save(force_insert=True)
        _take_clear_back(row, row.created_at)
    return records.episode_from_row(row)


def revise(
    owner: User,
    episode_id: UUID,
    *,
    changes: Mapping[str, Any],
    seen: int | None,
    now: datetime,
    by: str = "page",
) -> entries.Episode:
    """Write `changes` (columns by name) to an episode that was seen as version `seen`, and return it.

    Raises NotThere, Conflict (nothing is overwritten), or ValidationError with a sentence per field.
    """
    with transaction.atomic():
        lock(owner)
        row = discarding.kept(owner.episodes.all(), episode_id)
        changes = dict(changes)
        started_at = changes.get("started_at", row.started_at)
        time_zone = changes.get("time_zone", row.time_zone)
        if {"started_at", "time_zone"} & changes.keys():
            changes["day"] = _day_of(started_at, time_zone)
        change(row, changes, seen=seen, now=now, by=by)
        _take_clear_back(row, now)
    return records.episode_from_row(row)


def place(owner: User, episode_id: UUID, *, places: tuple[Place, ...], now: datetime) -> entries.Episode:
    """Say which muscle cramps, and return the episode."""
    return _note(owner, episode_id, {"places": places_as_json(places)}, now=now)


def mark_gone(owner: User, episode_id: UUID, *, at: datetime | None, now: datetime) -> entries.Episode:
    """Say that the cramp is gone, at the phone's time `at` (None: now), and return the episode.

    The hard minutes are known only while the clock makes sense: not before the onset, and not after three
    hours. An episode that is no longer ongoing stays as it is.
    """
    believed = at is not None and abs(at - now) <= CLOCK_TOLERANCE
    ended_at = at if at is not None and believed else now
    with transaction.atomic():
        lock(owner)
        row = discarding.kept(owner.episodes.all(), episode_id)
        if row.progress == Progress.ONGOING.value:
            changes: dict[str, Any] = {"progress": Progress.DRAFT.value}
            if ended_at - row.started_at <= LONGEST_ONGOING:
                changes["hard_minutes"] = whole_minutes(row.started_at, ended_at)
            change(row, changes, seen=None, now=now, by="now")
    return records.episode_from_row(row)


def reopen(owner: User, episode_id: UUID, *, now: datetime) -> entries.Episode:
    """Take "It's gone" back and return the episode: the clock runs on, but not for one that is three hours old, nor
    beside another that has begun since."""
    with transaction.atomic():
        lock(owner)
        row = discarding.kept(owner.episodes.all(), episode_id)
        is_recent = now - row.started_at <= LONGEST_ONGOING
        if row.progress == Progress.DRAFT.value and is_recent and not owner.episodes.ongoing().exists():
            change(
                row, {"progress": Progress.ONGOING.value, "hard_minutes": None}, seen=None, now=now, by="now"
            )
    return records.episode_from_row(row)


def rate(owner: User, episode_id: UUID, *, severity: int | None, now: datetime) -> entries.Episode:
    """Say how bad the worst pain was, 0 to 10 (None: skipped, stays unknown), and return the episode."""
    return _note(owner, episode_id, {"severity": severity}, now=now)


def note_stretch(owner: User, episode_id: UUID, *, eased: Eased, now: datetime) -> entries.Episode:
    """Say whether stretching has eased it, and return the episode."""
    return _note(owner, episode_id, {"stretch_eased": eased.value}, now=now)


def note_signs(owner: User, episode_id: UUID, *, signs: Mapping[str, bool], now: datetime) -> entries.Episode:
    """Answer screening questions about an episode, and return the episode."""
    return _note(owner, episode_id, {"signs": signs}, now=now)


def take_back(owner: User, episode_id: UUID, *, now: datetime) -> bool:
    """Put an episode that was a slip of the thumb into the bin; one that is complete stays. Return whether it went."""
    with transaction.atomic():
        lock(owner)
        if discarding.kept(owner.episodes.all(), episode_id).progress == Progress.COMPLETE.value:
            return False
        discard(owner, episode_id, now=now)
    return True


def _note(owner: User, episode_id: UUID, changes: Mapping[str, Any], *, now: datetime) -> entries.Episode:
    """Write what the night screen says. A page left open overnight changes nothing once the episode is complete."""
    with transaction.atomic():
        lock(owner)
        row = discarding.kept(owner.episodes.all(), episode_id)
        if row.progress != Progress.COMPLETE.value:
            signs = {"signs": {**row.signs, **changes["signs"]}} if "signs" in changes else {}
            change(row, {**changes, **signs}, seen=None, now=now, by="now")
    return records.episode_from_row(row)


def discard(owner: User, episode_id: UUID, *, now: datetime) -> None:
    """Put an episode into the bin, where it stays for 30 days (there already: no change); raises NotThere."""
    with transaction.atomic():
        lock(owner)
        row = owner.episodes.filter(id=episode_id).first()
        if row is None:
            raise NotThere
        if row.deleted_at is not None:
            return
        changes: dict[str, Any] = {"deleted_at": now}
        if row.progress == Progress.ONGOING.value:
            changes["progress"] = Progress.DRAFT.value
        change(row, changes, seen=None, now=now, by="page")


def restore(owner: User, episode_id: UUID, *, now: datetime) -> entries.Episode:
    """Take an episode out of the bin and return it; raises NotThere when it is gone for good."""
    with transaction.atomic():
        lock(owner)
        row = owner.episodes.filter(id=episode_id, deleted_at__gt=now - records.BIN_KEEPS).first()
        if row is None:
            return records.episode_from_row(discarding.kept(owner.episodes.all(), episode_id))
        change(row, {"deleted_at": None}, seen=None, now=now, by="page")
        _take_clear_back(row, now)
    return records.episode_from_row(row)


def clear_old_bins(*, now: datetime) -> int:
    """Delete for good the episodes that have been in any bin for 30 days, with their history; return how many."""
    return forget(Episode.objects.filter(deleted_at__lte=now - records.BIN_KEEPS))


def places_as_json(places: tuple[Place, ...]) -> list[dict[str, str | None]]:
    """Return places as they are stored."""
    return [{"muscle": p.muscle.value, "side": p.side.value if p.side else None} for p in places]


def details_of(episode: entries.Episode) -> dict[str, Any]:
    """Return an entry's details as columns by name: what `record` takes beside the moment and the zone."""
    plain = {field.name: getattr(episode, field.name) for field in fields(episode)}
    details = {name: value.value if isinstance(value, Term) else value for name, value in plain.items()}
    for name in ("id", "started_at", "time_zone", "day", "version"):
        del details[name]
    return details | {
        "places": places_as_json(episode.places),
        "reliefs": [
            {"relief": tried.relief.value, "helped": tried.helped.value if tried.helped else None}
            for tried in episode.reliefs
        ],
        "signs": dict(episode.signs),
    }


def _day_of(started_at: datetime, time_zone: str) -> date:
    """Return the diary day; raise ValidationError beside the field that has none."""
    try:
        validate_zone(time_zone)
    except ValidationError as error:
        raise ValidationError({"time_zone": error.messages}) from None
    if not EARLIEST_DAY.year <= started_at.year < LATEST_DAY.year:
        raise ValidationError({"started_at": TOO_FAR_AWAY})
    return diary_day(started_at, time_zone)


def _take_clear_back(row: Episode, now: datetime) -> None:
    """A cramp in bed, or one of which it is not said, unsays "no cramps" for its night; one by day does not."""
    if row.state is not None and State(row.state) not in IN_BED:
        return
    said_clear = row.owner.check_ins.filter(day=row.day, clear=True).first()
    if said_clear is not None:
        change(said_clear, {"clear": None}, seen=None, now=now, by="page")
