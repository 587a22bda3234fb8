"""Bringing a file in: read and put aside, looked at, then added in one piece or not at all, and taken out again.

An import only adds. What was there stays as it is, what is in the bin stays there, and what was changed after it came
in stays when the import is undone.
"""

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import IO, Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import OuterRef, Subquery

from accounts.models import User
from diary import records
from diary.actions.concurrency import NotThere, lock, validate
from diary.actions.episodes import details_of
from diary.domain.days import wall_clock
from diary.domain.entries import Diary
from diary.domain.formats import export
from diary.domain.formats.apple_health import HealthReading, read_health, read_health_archive
from diary.domain.formats.foreign import ForeignReading, read_foreign
from diary.domain.formats.foreign_choices import Choices, Survey, first_choices, open_questions
from diary.domain.formats.foreign_table import Table, read_table
from diary.domain.formats.reading import LARGEST_FILE, ExportError
from diary.domain.formats.recognising import FileKind, kind_of
from diary.domain.formats.tables_reading import read_tables
from diary.domain.merging import Import, Merge, merged
from diary.domain.vocabulary import Term
from diary.models import (
    Answer,
    CheckIn,
    DeviceDay,
    Episode,
    Event,
    ImportRun,
    Medicine,
    OwnFactor,
    Visit,
)

__all__ = [
    "ExportError", "LinesRefused", "NotChosen", "NotThere", "Preview", "Undone", "cancel", "choose", "clear_old_bins",
    "confirm", "preview", "receive", "table_of", "undo",
]  # fmt: skip

KEPT_WAITING = timedelta(hours=24)
ROWS_AT_ONCE = 500

# Own factors first: check-ins speak of them.
_MODELS: Mapping[str, type[models.Model]] = {
    "own_factors": OwnFactor,
    "episodes": Episode,
    "check_ins": CheckIn,
    "medicines": Medicine,
    "events": Event,
    "visits": Visit,
    "answers": Answer,
    "device_days": DeviceDay,
}
_VERSIONED = ("episodes", "check_ins", "medicines", "events", "visits")


class NotChosen(Exception):  # noqa: N818
    """A foreign table whose columns have not been told yet."""


class LinesRefused(Exception):  # noqa: N818
    """Some lines can not be read, and nobody said that they may be left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What the import `run` would do now; nothing has been written.

    `lines` is how many a foreign table has, else 0; `refused` are sentences about those that can not be read, 20 at
    most of `refused_lines`. `first` and `last` are the first and last diary day of what is new. `before` is when the
    same file was brought in already. `zone` is the time zone that an empty diary takes over.
    """

    run: Import
    merge: Merge
    lines: int
    refused: tuple[str, ...]
    refused_lines: int
    left_out: tuple[str, ...]
    warnings: tuple[str, ...]
    first: date | None
    last: date | None
    before: datetime | None
    zone: str | None


@dataclass(frozen=True, slots=True)
class Undone:
    """How many rows went, by kind, and what stays because it was changed since: (kind, words, diary day or None)."""

    gone: Mapping[str, int]
    kept: Sequence[tuple[str, str, date | None]]


# --- A file arrives -------------------------------------------------------------------------------


def receive(owner: User, file: IO[bytes], *, size: int, now: datetime) -> UUID:
    """Read a file of `size` bytes, put aside what it holds, and return the import's id; raises ExportError.

    Only one file waits at a time: what waited before is forgotten.
    """
    kind = kind_of(file)
    if kind in {FileKind.JSON, FileKind.FOREIGN, FileKind.TABLES} and size > LARGEST_FILE:
        raise ExportError(f"This file is larger than {LARGEST_FILE // 1_000_000} MB.")
    digest = _digest(file)
    staged, choices = _read(kind, file, owner)
    row = ImportRun(
        owner=owner,
        id=uuid4(),
        kind=FileKind.HEALTH.value if kind is FileKind.HEALTH_ZIP else kind.value,
        digest=digest,
        size=size,
        choices=choices,
        staged=zlib.compress(json.dumps(staged, ensure_ascii=False, separators=(",", ":")).encode()),
        uploaded_at=now,
    )
    with transaction.atomic():
        lock(owner)
        owner.imports.filter(imported_at__isnull=True).delete()
        row.save(force_insert=True)
    return row.id


def _digest(file: IO[bytes]) -> str:
    summed = sha256()
    file.seek(0)
    while chunk := file.read(1 << 20):
        summed.update(chunk)
    file.seek(0)
    return summed.hexdigest()


def _read(kind: FileKind, file: IO[bytes], owner: User) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what is put aside, as JSON values, and how it was read."""
    match kind:
        case FileKind.FOREIGN:
            table = read_table(file.read())
            return table.as_kept(), first_choices(table, owner.time_zone).as_json()
        case FileKind.HEALTH:
            return _of_health(read_health(file, owner.time_zone), owner)
        case FileKind.HEALTH_ZIP:
            return _of_health(read_health_archive(file, owner.time_zone), owner)
        case FileKind.JSON:
            return _of_own(export.read(file.read()))
        case FileKind.TABLES:
            return _of_own(read_tables(file.read(), time_zone=owner.time_zone))


def _of_own(found: export.Export) -> tuple[dict[str, Any], dict[str, Any]]:
    return _known(found.diary), {"warnings": list(found.warnings)}


def _of_health(found: HealthReading, owner: User) -> tuple[dict[str, Any], dict[str, Any]]:
    if not found.days:
        raise ExportError("This health export holds no sleep, no steps and no workouts.")
    left_out = [f"Other records: {found.others:,}"] if found.others else []
    unread = [f"{found.unread:,} records have a time or value that can not be read."] if found.unread else []
    diary = Diary(time_zone=owner.time_zone, device_days=found.days)
    return _known(diary), {"warnings": unread, "left_out": left_out}


def _known(diary: Diary) -> dict[str, Any]:
    """Return a diary as it is put aside: like an export, without what is not known."""
    values = export.export_of(diary, None)
    for name in ("checksum", "counts"):
        values.pop(name, None)
    return {
        name: [{key: said for key, said in row.items() if said is not None} for row in value]
        if isinstance(value, list)
        else value
        for name, value in values.items()
    }


# --- What waits -----------------------------------------------------------------------------------


def table_of(owner: User, id: UUID, *, now: datetime) -> tuple[Table, Choices]:  # noqa: A002
    """Return the foreign table that waits, and what was said of it so far; raises NotThere."""
    row = _waiting(owner, id, now)
    if row.kind != FileKind.FOREIGN:
        raise NotThere
    return Table.of_kept(_staged(row)), Choices.of_json(row.choices)


def choose(owner: User, id: UUID, choices: Choices, *, now: datetime) -> None:  # noqa: A002
    """Keep how a foreign table is meant; raises NotThere."""
    with transaction.atomic():
        lock(owner)
        row = _waiting(owner, id, now)
        if row.kind != FileKind.FOREIGN:
            raise NotThere
        row.choices = choices.as_json()
        row.save(update_fields=["choices"])


def preview(owner: User, id: UUID, *, now: datetime) -> Preview:  # noqa: A002
    """Return what the import that waits would do, without writing anything; raises NotThere and NotChosen."""
    return _preview(owner, _waiting(owner, id, now), now)


def cancel(owner: User, id: UUID) -> None:  # noqa: A002
    """Forget an import that waits; raises NotThere for one that is over, or never was."""
    with transaction.atomic():
        lock(owner)
        gone, _ = owner.imports.filter(id=id, imported_at__isnull=True).delete()
    if not gone:
        raise NotThere


def clear_old_bins(*, now: datetime) -> int:
    """Forget what has waited for a day without a yes; return how many files."""
    gone, _ = ImportRun.objects.filter(imported_at__isnull=True, uploaded_at__lte=now - KEPT_WAITING).delete()
    return gone


def _waiting(owner: User, id: UUID, now: datetime) -> ImportRun:  # noqa: A002
    """Return the row of an import that waits, with `before`: when the same file was brought in already."""
    same = owner.imports.filter(
        digest=OuterRef("digest"), imported_at__isnull=False, undone_at__isnull=True
    ).order_by("-imported_at")
    waiting = owner.imports.filter(id=id, imported_at__isnull=True, uploaded_at__gt=now - KEPT_WAITING)
    row = waiting.annotate(before=Subquery(same.values("imported_at")[:1])).first()
    if row is None:
        raise NotThere
    return row


def _staged(row: ImportRun) -> Any:
    return json.loads(zlib.decompress(row.staged or b""))


def _preview(owner: User, row: ImportRun, now: datetime) -> Preview:
    mine = records.whole_diary_of(owner)
    found = _reading(row, now)
    today = wall_clock(now, owner.time_zone).date()
    merge = merged(found.diary, mine, binned=records.ids_in_bin(owner), today=today)
    days = list(_days(merge.new))
    is_whole = row.kind in {FileKind.JSON, FileKind.TABLES}
    takes_zone = (
        is_whole
        and owner.time_zone_automatic
        and found.diary.time_zone != owner.time_zone
        and mine.days_noted() is None
    )
    return Preview(
        run=records.import_from_row(row),
        merge=merge,
        lines=found.lines,
        refused=found.refused,
        refused_lines=found.refused_lines,
        left_out=found.left_out,
        warnings=(*found.warnings, *merge.told),
        first=min(days, default=None),
        last=max(days, default=None),
        before=row.before,  # type: ignore[attr-defined]  # annotated where it was found
        zone=found.diary.time_zone if takes_zone else None,
    )


def _reading(row: ImportRun, now: datetime) -> ForeignReading:
    """Return what a file that waits holds; raises NotChosen."""
    if row.kind == FileKind.FOREIGN:
        table, choices = Table.of_kept(_staged(row)), Choices.of_json(row.choices)
        survey = Survey(table, choices.roles)
        if survey.problem or open_questions(survey, choices):
            raise NotChosen
        return read_foreign(table, choices, now=now)
    return ForeignReading(
        diary=export.read_values(_staged(row)).diary,
        lines=0,
        refused=(),
        refused_lines=0,
        left_out=tuple(row.choices.get("left_out", ())),
        warnings=tuple(row.choices.get("warnings", ())),
    )


def _days(diary: Diary) -> Iterator[date]:
    for entries in (diary.episodes, diary.check_ins, diary.device_days):
        yield from (entry.day for entry in entries)


# --- Yes ------------------------------------------------------------------------------------------


def confirm(owner: User, id: UUID, *, leave_out: bool, now: datetime) -> Import:  # noqa: A002
    """Add all that is new, or nothing, and return the import; one that was added already changes nothing.

    Raises NotThere, NotChosen, LinesRefused unless lines that can not be read may be left out, and ExportError for a
    row that the diary can not keep.
    """
    with transaction.atomic():
        lock(owner)
        done = records.import_of(owner, id)
        if done is not None and done.imported_at is not None:
            return done
        row = _waiting(owner, id, now)
        found = _preview(owner, row, now)
        if found.refused_lines and not leave_out:
            raise LinesRefused
        for kind in _MODELS:
            _add(owner, kind, getattr(found.merge.new, kind), row.id)
        row.choices = {"source": row.choices.get("source", "")}
        if found.zone is not None:
            row.choices |= {"zone_before": owner.time_zone, "zone": found.zone}
            User.objects.filter(pk=owner.pk).update(time_zone=found.zone)
        row.counts = {kind: count.new for kind, count in found.merge.counts.items() if count.new}
        row.imported_at, row.staged = now, None
        row.save(update_fields=["choices", "counts", "imported_at", "staged"])
    return records.import_from_row(row)


def _add(owner: User, kind: str, entries: Sequence[Any], import_id: UUID) -> None:
    model = _MODELS[kind]
    rows = [model(owner=owner, imported_in=import_id, **_columns(kind, entry)) for entry in entries]
    for row in rows:
        try:
            validate(row)
        except ValidationError as error:
            raise ExportError(f"{row}: {' '.join(error.messages)}") from None
    model._default_manager.bulk_create(rows, batch_size=ROWS_AT_ONCE)  # noqa: SLF001


def _columns(kind: str, entry: Any) -> dict[str, Any]:
    """Return an entry as the columns of its table."""
    if kind == "episodes":
        fixed = {name: getattr(entry, name) for name in ("id", "started_at", "time_zone", "day")}
        return fixed | details_of(entry)
    if kind == "own_factors":
        return {name: getattr(entry, name) for name in ("id", "name", "cut", "is_on_purpose", "retired_on")}
    plain = {field.name: getattr(entry, field.name) for field in fields(entry) if field.name != "version"}
    return {name: _stored(value) for name, value in plain.items()}


def _stored(value: Any) -> Any:
    """Return a value as a column takes it."""
    match value:
        case Term():
            return value.value
        case tuple():
            return [
                {field.name: getattr(item, field.name) for field in fields(item)}
                if hasattr(item, "__dataclass_fields__")
                else item.isoformat()
                for item in value
            ]
        case Mapping():
            return dict(value)
        case _:
            return value


# --- And no again ---------------------------------------------------------------------------------


def undo(owner: User, id: UUID, *, now: datetime) -> Undone:  # noqa: A002
    """Take out what an import added and nobody changed since; a second time finds nothing more. Raises NotThere."""
    with transaction.atomic():
        lock(owner)
        row = owner.imports.filter(id=id, imported_at__isnull=False).first()
        if row is None:
            raise NotThere
        gone = {kind: _take_out(owner, kind, id) for kind in [*_MODELS][::-1]}
        if row.undone_at is None:
            row.undone_at = now
            row.save(update_fields=["undone_at"])
            zone = row.choices.get("zone_before")
            if zone is not None:
                User.objects.filter(pk=owner.pk, time_zone=row.choices["zone"]).update(time_zone=zone)
    return Undone({kind: count for kind, count in gone.items() if count}, records.kept_of_import(owner, id))


def _take_out(owner: User, kind: str, import_id: UUID) -> int:
    rows = getattr(owner, kind).filter(imported_in=import_id)
    if kind in _VERSIONED:
        rows = rows.filter(version=1)
    if kind == "own_factors":
        rows = rows.filter(id__in=list(_unanswered(owner, rows.filter(version=1))))
    count, _ = rows.delete()
    return int(count)


def _unanswered(owner: User, rows: models.QuerySet[OwnFactor]) -> Iterator[str]:
    """Yield the factors that no check-in speaks of: the others are needed to read what stays."""
    for factor_id in rows.values_list("id", flat=True):
        if not owner.check_ins.filter(factors__has_key=factor_id).exists():
            yield factor_id
