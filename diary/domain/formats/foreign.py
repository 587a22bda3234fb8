"""Turns another program's table into a diary, by what the person says of its columns; every refusal has its line.

Three rules keep a pattern from being read into it that nobody noted: a cramp without a time is only "about", a day
without a word on something says nothing about it unless the person says so, and what stands beside a cramp alone
(a trigger) goes to its note, never to a check-in.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from diary.domain.days import (
    NIGHT_ENDS,
    Never,
    Once,
    Twice,
    diary_day,
    instants_of,
    wall_clock,
    whole_minutes,
)
from diary.domain.entries import MAX_COUNT, MAX_HARD_MINUTES, CheckIn, Diary, Episode
from diary.domain.factors import Factor, own_factor
from diary.domain.formats.foreign_choices import Choices, Survey, labels_of
from diary.domain.formats.foreign_table import Line, Table, uneven_words
from diary.domain.formats.foreign_values import (
    PARTS_OF_THE_DAY,
    Scale,
    combined,
    knows_muscle,
    minutes_of,
    moment_of,
    number_of,
    places_of,
    severity_of,
    side_of,
    time_of,
)
from diary.domain.formats.presets import NOTES, Clock, Role, Untimed
from diary.domain.formats.reading import MOST_PROBLEMS, Refused, shown
from diary.domain.text import NAME_LIMIT, NOTE_LIMIT, folded, text_problem
from diary.domain.vocabulary import Muscle
from diary.domain.wording import counted

# An entry before this belongs to the day before: whoever writes at 1 a.m. has not begun a new day.
DAY_BEGINS = time(NIGHT_ENDS // timedelta(hours=1))
_ABOUT: Mapping[Untimed, tuple[int, time]] = {
    Untimed.NIGHT: (1, time(3)),
    Untimed.MORNING: (0, time(3)),
    Untimed.DAY: (0, time(15)),
}
_IDS = uuid5(NAMESPACE_URL, "cramp-diary import")


# --- What comes of it -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignReading:
    """A diary made of a table.

    `lines` is how many the table has below its names. `refused` are sentences about lines that can not be read, at
    most 20 of `refused_lines`; `left_out` are sentences about what the table holds and the diary does not take;
    `warnings` about what was read with a doubt.
    """

    diary: Diary
    lines: int
    refused: tuple[str, ...]
    refused_lines: int
    left_out: tuple[str, ...]
    warnings: tuple[str, ...]


def read_foreign(table: Table, choices: Choices, *, now: datetime) -> ForeignReading:
    """Return the diary that `table` holds; the same table and choices give the same ids."""
    return _Reader(table, choices, now).reading()


class _Reader:
    """One table while it is read."""

    def __init__(self, table: Table, choices: Choices, now: datetime) -> None:
        self.table, self.choices, self.now = table, choices, now
        self.survey = Survey(table, choices.roles)
        self.cramps = set(map(folded, choices.cramps))
        self.notes = [(index, table.header[index]) for index in self.survey.columns(Role.NOTE)]
        self.episodes: list[Episode] = []
        # What lines say of each day, the days with a cramp in one of them, those with a line that was not read, and
        # those to which a cramp that is left out may belong.
        self.days: dict[date, set[str]] = {}
        self.cramp_days: set[date] = set()
        self.unread: set[date] = set()
        self.doubtful: set[date] = set()
        self.alike: Counter[str] = Counter()
        self.refused: list[str] = [uneven_words(line, len(table.header)) for line in table.uneven]
        self.warnings: list[str] = []
        self.untimed = self.other_lines = 0

    def reading(self) -> ForeignReading:
        for line in self.table.lines:
            try:
                self._line(line)
            except Refused as refused:
                self.refused.append(f"Line {line.number:,}: {refused}")
                self.unread |= self._around(line)
        for line in self.table.uneven:
            self.unread |= self._around(line)
        ordered = sorted(self.episodes, key=lambda episode: episode.started_at)
        factors = tuple(_factor(name) for name in self.choices.factors)
        return ForeignReading(
            diary=Diary(
                time_zone=self.choices.zone,
                episodes=tuple(ordered),
                check_ins=tuple(self._check_ins(factors)),
                own_factors=factors,
            ),
            lines=len(self.table.lines) + len(self.table.uneven),
            refused=_at_most(self.refused),
            refused_lines=len(self.refused),
            left_out=tuple(self._left_out()),
            warnings=_at_most([*self.table.told, *self._without_pain(), *self.warnings]),
        )

    def _line(self, line: Line) -> None:
        day, clock, offset = self._when(line)
        labels = labels_of(self.survey, line) if self.choices.has_labels else []
        cramps = [label for label in labels if folded(label) in self.cramps]
        count = self.survey.cell(line, Role.COUNT)
        told_of = _told_of(day, clock)
        if (cramps or not self.choices.has_labels) and not (count and number_of(count) == 0):
            self._cramp(line, day, clock, offset, cramps)
            self.cramp_days.add(told_of)
        else:
            self.other_lines += 1
        self.days.setdefault(told_of, set()).update(map(folded, labels))

    def _around(self, line: Line) -> set[date]:
        """Return the diary days that a line which is left out may tell of."""
        text = self.survey.cell(line, Role.START) or self.survey.cell(line, Role.DATE)
        try:
            day, _, _ = moment_of(text, self.choices.date_order)
        except Refused:
            return set()
        return {day - timedelta(days=1), day}

    def _when(self, line: Line) -> tuple[date, time | None, Any]:
        """Return the date, time and offset of a line; raise Refused without a date."""
        text = self.survey.cell(line, Role.START) or self.survey.cell(line, Role.DATE)
        if not text:
            raise Refused("There is no date here.")
        day, clock, offset = moment_of(text, self.choices.date_order)
        said = self.survey.cell(line, Role.TIME)
        if said and folded(said) not in PARTS_OF_THE_DAY:
            clock = time_of(said)
        return day, clock, offset

    def _cramp(self, line: Line, day: date, clock: time | None, offset: Any, labels: Sequence[str]) -> None:
        is_about = clock is None or (self.choices.has_labels and self.choices.clock is Clock.WRITTEN)
        if is_about:
            if self.choices.untimed is None or self.choices.untimed is Untimed.LEFT_OUT:
                self.untimed += 1
                self.doubtful |= self._around(line)
                return
            told_of = day if self.choices.untimed is Untimed.MORNING else _told_of(day, clock)
            later, clock = _ABOUT[self.choices.untimed]
            day, offset = told_of + timedelta(days=later), None
        assert clock is not None  # noqa: S101 - said to the type checker: it was given, or is about
        started_at = self._instant(line, combined(day, clock, offset))
        if started_at > self.now:
            raise Refused("This is still to come.")
        self.episodes.append(
            Episode(
                id=self._id(line),
                started_at=started_at,
                time_zone=self.choices.zone,
                day=diary_day(started_at, self.choices.zone),
                onset_is_about=is_about,
                hard_minutes=self._minutes(line, None if is_about else started_at),
                **self._details(line, labels),
            )
        )

    def _instant(self, line: Line, moment: datetime) -> datetime:
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
        match instants_of(moment, self.choices.zone):
            case Once(instant):
                return instant
            case Twice(first, _):
                self._warn(line, "The clocks showed this time twice that night. The first was taken.")
                return first
            case Never(_, later):
                self._warn(line, "The clocks jumped over this time. The later meaning was taken.")
                return later

    def _minutes(self, line: Line, started_at: datetime | None) -> int | None:
        lasted, end = self.survey.cell(line, Role.DURATION), self.survey.cell(line, Role.END)
        if lasted:
            return minutes_of(lasted, self.choices.unit, self.choices.colons)
        if not end or started_at is None:
            return None
        minutes = whole_minutes(started_at, self._end(line, end, started_at))
        if minutes is None:
            raise Refused("It ends before it begins.")
        if minutes > MAX_HARD_MINUTES:
            raise Refused("It lasts longer than a day.")
        return minutes

    def _end(self, line: Line, text: str, started_at: datetime) -> datetime:
        """Return when it ended; a time alone is the next one after the start."""
        try:
            clock = time_of(text)
        except Refused:
            day, at, offset = moment_of(text, self.choices.date_order)
            if at is None:
                raise Refused(f"{shown(text)} has no time of the day.") from None
            return self._instant(line, combined(day, at, offset))
        began = wall_clock(started_at, self.choices.zone)
        end = datetime.combine(began.date(), clock)
        is_next_day = end < began.replace(second=0, microsecond=0)
        return self._instant(line, end + timedelta(days=is_next_day))

    def _details(self, line: Line, labels: Sequence[str]) -> dict[str, Any]:
        cell = self.survey.cell
        severity, muscle, side, count = (
            cell(line, role) for role in (Role.SEVERITY, Role.MUSCLE, Role.SIDE, Role.COUNT)
        )
        where = side_of(side) if side else None
        named = places_of(muscle, where) if muscle else ()
        places = named or tuple(
            dict.fromkeys(
                place
                for label in labels
                for place in places_of(label, where)
                if place.muscle is not Muscle.OTHER
            )
        )
        return {
            "places": places,
            "severity": severity_of(severity, self.choices.scale or Scale.TEN, self.choices.words)
            if severity
            else None,
            "count": _count(count) if count else None,
            "note": self._note(line, muscle),
        }

    def _note(self, line: Line, muscle: str) -> str:
        """Return the note: what stands in the columns for it, by name unless they are notes, and an unknown muscle."""
        parts = [(name, line.cells[index]) for index, name in self.notes if line.cells[index]]
        if muscle and not knows_muscle(muscle):
            parts.append(("Where", muscle))
        words = "\n".join(text if folded(name) in NOTES else f"{name}: {text}" for name, text in parts)
        note = words.replace("\r\n", "\n").replace("\r", "\n")
        problem = text_problem(note, NOTE_LIMIT)
        if problem:
            raise Refused(problem)
        return note

    def _id(self, line: Line) -> UUID:
        """Return an id made of the source and of what stands in the line; two lines alike are two."""
        said = sorted((name, cell) for name, cell in zip(self.table.header, line.cells, strict=True) if cell)
        content = sha256(json.dumps(said).encode()).hexdigest()
        self.alike[content] += 1
        return uuid5(_IDS, f"{self.choices.source} {content} {self.alike[content]}")

    # --- days

    def _check_ins(self, factors: Sequence[Factor]) -> Iterator[CheckIn]:
        today = diary_day(self.now, self.choices.zone)
        clear = (
            {day for day in self._clear_nights() if day < today} if self.choices.others_are_clear else set()
        )
        ids = {folded(name): factor.id for name, factor in zip(self.choices.factors, factors, strict=True)}
        for day in sorted(self.days.keys() | clear):
            said = dict(self._answers(day, ids)) if day <= today else {}
            if said or day in clear:
                yield CheckIn(day=day, clear=True if day in clear else None, factors=said)

    def _answers(self, day: date, ids: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Yield what the lines of a day say; a word that is not there is a no only if every line was read."""
        labels = self.days.get(day)
        for name, factor in ids.items() if labels is not None else ():
            if name in (labels or ()):
                yield factor, "yes"
            elif self.choices.others_are_no and day not in self.unread:
                yield factor, "no"

    def _clear_nights(self) -> set[date]:
        """Return the nights of the days whose lines name no cramp: those to which a cramp of the day would belong."""
        before = timedelta(days=self.choices.untimed is Untimed.MORNING)
        nights = {day - before for day in self.days.keys() - self.cramp_days}
        return nights - {episode.day for episode in self.episodes} - self.doubtful - self.unread

    # --- telling

    def _warn(self, line: Line, sentence: str) -> None:
        self.warnings.append(f"Line {line.number:,}: {sentence}")

    def _left_out(self) -> Iterator[str]:
        ignored = [
            name
            for index, name in enumerate(self.table.header)
            if self.choices.roles[index] is Role.IGNORED and any(True for _ in self.table.column(index))
        ]
        if ignored:
            yield f"Columns: {', '.join(ignored)}"
        if self.untimed:
            yield f"Cramps without a time: {self.untimed:,}"
        if self.choices.has_labels:
            taken = self.cramps | set(map(folded, self.choices.factors))
            others = [label for label in self.survey.labels if folded(label) not in taken]
            if others:
                more = ", …" if len(others) > MOST_PROBLEMS else ""
                yield f"Activities and symptoms: {', '.join(others[:MOST_PROBLEMS])}{more}"
        if self.other_lines:
            yield f"Notes and times of {counted(self.other_lines, 'line')} without a cramp"

    def _without_pain(self) -> Iterator[str]:
        """Say how many cramps have a severity of 0: some programs write that where there was none."""
        painless = sum(episode.severity == 0 for episode in self.episodes)
        if painless:
            lines = counted(painless, "line gives,lines give")
            yield f"{lines} a severity of 0. Each is taken as a cramp without pain, not as no cramp."


def _at_most(sentences: Sequence[str]) -> tuple[str, ...]:
    more = len(sentences) - MOST_PROBLEMS
    return (*sentences[:MOST_PROBLEMS], f"{more:,} more of this kind.") if more > 0 else tuple(sentences)


def _told_of(day: date, clock: time | None) -> date:
    """Return the day that a line of a time tells of."""
    return day - timedelta(days=1) if clock is not None and clock < DAY_BEGINS else day


def _count(text: str) -> int:
    number = number_of(text)
    if not isinstance(number, int) or not 1 <= number <= MAX_COUNT:
        raise Refused(f"{shown(text)} is no number of cramps from 1 to {MAX_COUNT}.")
    return number


def _factor(label: str) -> Factor:
    """Return the own factor for a label: the same label gives the same id."""
    return own_factor(f"own-{uuid5(_IDS, folded(label)).hex}", label[:NAME_LIMIT])
