"""What one bundle is made of: the diary, the period, the moment, and the id of everything that is written of it.

What has a row keeps its id from bundle to bundle. What is computed (nights, check-ins, counts, the person) belongs to
one document alone: two people's nights of one date must never meet under one id.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID, uuid5

from diary.domain.days import diary_day, wall_clock
from diary.domain.entries import Answer, Diary, Episode, Event, Medicine, Night
from diary.domain.formats.fhir.elements import Json, moment, reference

_NAMESPACE = UUID("5f0a2d7c-6c1e-4f0b-9a57-2d8d1a6be3c4")


@dataclass(frozen=True, kw_only=True)
class Document:
    """The diary days from `first` to `last`, both included, as they stood at `exported_at`.

    `name` is written only if it is given; without `lists_episodes` cramps are in the counts alone.
    """

    diary: Diary
    exported_at: datetime
    first: date
    last: date
    lists_episodes: bool
    name: str

    @cached_property
    def id(self) -> UUID:
        rows: Iterable[UUID] = (
            row.id for rows in (self.diary.episodes, self.diary.medicines, self.diary.answers) for row in rows
        )
        facts = (self.exported_at.isoformat(), self.diary.time_zone, self.first, self.last, self.name, *rows)
        return uuid5(_NAMESPACE, " ".join(map(str, facts)))

    @cached_property
    def patient(self) -> Json:
        """The person, as the subject of everything."""
        return reference(self.id_within("patient"))

    @cached_property
    def as_of(self) -> date:
        """The date of the export; where a part of the diary was selected at its end, that on which the part ends."""
        today, last = wall_clock(self.exported_at, self.diary.time_zone).date(), self.diary.last_day
        return today if last is None else min(today, last + timedelta(days=1))

    @cached_property
    def nights(self) -> tuple[Night, ...]:
        return tuple(self.diary.nights(self.first, self.last))

    @cached_property
    def episodes(self) -> tuple[Episode, ...]:
        """The cramps that are written one by one."""
        return tuple(filter(self.holds, self.diary.episodes)) if self.lists_episodes else ()

    @cached_property
    def nights_asked(self) -> tuple[date, date]:
        """The first diary day that could be asked about, and the one that is still running and could not yet be.

        Of a diary that was loaded in part, nobody knows here when it began.
        """
        noted = self.diary.days_noted()
        begun = noted[0] if noted and self.diary.first_day is None else self.first
        return begun, diary_day(self.exported_at, self.diary.time_zone)

    def holds(self, entry: Episode) -> bool:
        return self.first <= entry.day <= self.last

    def id_of(self, row: Episode | Medicine | Event | Answer) -> str:
        """Return the id of what has a row of its own: the same in every document."""
        kind = type(row)
        found = self._ids.get((kind, row.id))
        if found is None:
            found = self._ids[kind, row.id] = str(uuid5(_NAMESPACE, f"{kind.__name__} {row.id}"))
        return found

    @cached_property
    def _ids(self) -> dict[tuple[type, UUID], str]:
        return {}

    def id_within(self, what: object) -> str:
        """Return the id of something that this document alone has."""
        return str(uuid5(self.id, str(what)))

    def moment(self, instant: datetime) -> str:
        return moment(instant, self.diary.time_zone)
