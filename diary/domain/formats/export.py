"""The diary as JSON and back: format "cramp-diary", version 1. docs/data-format.md and docs/export.schema.json tell it.

Writing leaves nothing out but what follows from the rest. Reading also takes what somebody else's program would write:
rows without ids, times without an offset, factors that are not listed, no counts and no checksum.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import islice
from typing import Any
from uuid import UUID

from diary.domain.check_ins import FOLLOWED, SUSPECTED
from diary.domain.days import diary_day, first_instant_of
from diary.domain.entries import (
    MOST_QUESTIONS,
    Answer,
    CheckIn,
    DeviceDay,
    Diary,
    Episode,
    Event,
    Medicine,
    Place,
    ReliefTried,
    Visit,
    VisitQuestion,
)
from diary.domain.factors import (
    FACTOR_BY_ID,
    NO_YES,
    Factor,
    FactorAnswer,
    is_own_id,
    number_problem,
    own_factor,
)
from diary.domain.formats import reading
from diary.domain.formats.canonical import ALGORITHM, canonical, checksum_of
from diary.domain.formats.export_fields import (
    ANSWER,
    CHECK_IN,
    DEVICE_DAY,
    EPISODE,
    EPISODE_ALIKE,
    EVENT,
    FACTOR,
    LISTS,
    MEDICINE,
    MEDICINE_READ,
    MOST_PLACES,
    MOST_TRIED,
    PLACE,
    PROFILE,
    TOP,
    TRIED,
    VISIT,
    VISIT_QUESTION,
    factor_id,
)
from diary.domain.formats.reading import (
    MOST_ROWS,
    ExportError,
    Kind,
    Reading,
    Refused,
    json_values,
    shown,
    within,
)
from diary.domain.medicines import dates_problem
from diary.domain.prompts.questions import answer_problem, is_known_question

__all__ = ["FORMAT", "VERSION", "Export", "ExportError", "export_json", "export_of", "read", "read_values"]

FORMAT, VERSION = "cramp-diary", 1

# Nobody follows so many factors of their own; a file with more of them is a mistake or a trap.
MOST_OWN_FACTORS = 100
# When a profile was told that comes without its answers, in a file without a single date.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
ROWS_AT_ONCE = 100
YES_NO = frozenset(value for value, _ in NO_YES)
NESTED = (dict, list)
_LAST_CHECKSUM = re.compile(rb',"checksum":"sha256:([0-9a-f]{64})"}\s*\Z')


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A file that was read; `warnings` are sentences about what was ignored or read otherwise than it stands."""

    diary: Diary
    exported_at: datetime | None
    warnings: tuple[str, ...]

    @property
    def today(self) -> date | None:
        """The diary day to look from: that of the export, else the one after the last noted; None without any."""
        zone, noted = self.diary.time_zone, self.diary.days_noted()
        if self.exported_at is not None:
            return diary_day(self.exported_at, zone)
        if noted is not None:
            return noted[1] + timedelta(days=1)
        return diary_day(self.diary.answers[-1].answered_at, zone) if self.diary.answers else None

    def as_of(self, today: date) -> Diary:
        """Return the diary as it stood on the diary day `today`: later nights and answers were not there yet.

        The profile is that of the export all the same, because it may come without its moments.
        """
        diary, zone = self.diary, self.diary.time_zone
        return replace(
            diary,
            episodes=tuple(episode for episode in diary.episodes if episode.day <= today),
            check_ins=tuple(check_in for check_in in diary.check_ins if check_in.day <= today),
            answers=tuple(
                answer
                for answer in diary.answers
                if answer.question.startswith("profile.") or diary_day(answer.answered_at, zone) <= today
            ),
        )


# --- Writing --------------------------------------------------------------------------------------


def export_of(diary: Diary, exported_at: datetime | None) -> dict[str, Any]:
    """Return the diary as JSON values, the same for the same diary and moment; null is what is not known."""
    lists = {name: list(rows) for name, rows in _lists(diary).items()}
    values = _single_parts(diary, exported_at) | lists
    return values | {"checksum": checksum_of(values)}


def export_json(diary: Diary, exported_at: datetime | None) -> Iterator[str]:
    """Yield the text of the same values in pieces of some ten kB, so that a long diary is never whole in memory.

    It is the canonical form (canonical.py) but for the checksum, which can only stand at the end: taken out, what
    remains is what was summed.
    """
    summed = sha256()
    for piece in _pieces(diary, exported_at):
        summed.update(piece.encode())
        yield piece
    summed.update(b"}")
    yield f',"checksum":"{ALGORITHM}:{summed.hexdigest()}"}}'


def _pieces(diary: Diary, exported_at: datetime | None) -> Iterator[str]:
    """Yield everything but the checksum and the brace that closes the file."""
    single, lists = _single_parts(diary, exported_at), _lists(diary)
    before = "{"
    for name in sorted({*single, *lists}):
        yield f'{before}"{name}":'
        yield from _list_pieces(lists[name]) if name in lists else (canonical(single[name]),)
        before = ","


def _list_pieces(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    before = "["
    while some := list(islice(rows, ROWS_AT_ONCE)):
        yield before + ",".join(map(canonical, some))
        before = ","
    yield "[]" if before == "[" else "]"


def _single_parts(diary: Diary, exported_at: datetime | None) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": _json(exported_at),
        "time_zone": diary.time_zone,
        "first_day": _json(diary.first_day),
        "last_day": _json(diary.last_day),
        "profile": _profile(diary),
        "counts": {name: len(entries) for name, entries in _entries(diary).items()},
    }


def _entries(diary: Diary) -> dict[str, tuple[Any, ...]]:
    return {name: diary.own_factors if name == "factors" else getattr(diary, name) for name in LISTS}


def _lists(diary: Diary) -> dict[str, Iterator[dict[str, Any]]]:
    """Return the rows of each list, made one by one as they are asked for."""
    own = {factor.id: factor for factor in diary.own_factors}
    rows: dict[str, Callable[[Any], dict[str, Any]]] = {
        "answers": lambda answer: _named(answer, ANSWER),
        "check_ins": lambda check_in: _check_in(check_in, own),
        "device_days": lambda recorded: _named(recorded, DEVICE_DAY),
        "episodes": _episode,
        "events": lambda event: _named(event, EVENT),
        "factors": _factor,
        "medicines": lambda medicine: _named(medicine, MEDICINE),
        "visits": _visit,
    }
    return {name: map(rows[name], entries) for name, entries in _entries(diary).items()}


def _named(entry: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: _json(getattr(entry, name)) for name in names}


def _json(value: Any) -> Any:
    """Return a value as JSON has it; the words of the vocabulary are texts already."""
    written = _AS_JSON.get(type(value))
    return value if written is None else written(value)


_AS_JSON: Mapping[type, Callable[[Any], Any]] = {
    datetime: lambda instant: instant.astimezone(UTC).isoformat(),
    date: date.isoformat,
    UUID: str,
    dict: lambda said: {key: _json(said[key]) for key in sorted(said)},
    list: lambda items: [_json(item) for item in items],
    tuple: lambda items: [_json(item) for item in items],
}


def _profile(diary: Diary) -> dict[str, Any]:
    told = _named(diary.profile, PROFILE[:-1])
    known = diary.profile.conditions_known
    return {**told, "conditions": sorted(diary.profile.conditions) if known else None}


def _factor(factor: Factor) -> dict[str, Any]:
    return {
        "id": factor.id,
        "name": factor.name,
        "kind": "number" if factor.is_number else "yes_no",
        "cut": _as_short(factor.cut),
        "on_purpose": factor.is_on_purpose,
        "retired_on": _json(factor.retired_on),
    }


def _check_in(check_in: CheckIn, own: Mapping[str, Factor]) -> dict[str, Any]:
    answers = {name: _answer(own.get(name), said) for name, said in sorted(check_in.factors.items())}
    return {**_named(check_in, CHECK_IN), "factors": answers}


def _answer(own: Factor | None, said: FactorAnswer | None) -> FactorAnswer | None:
    """Return an answer as it is written: a person's own yes or no is true or false."""
    if own is None:
        return said
    return _as_short(said) if own.is_number else {"yes": True, "no": False}.get(str(said), said)


def _as_short(number: Any) -> Any:
    """Return 8000 for 8000.0: JSON does not tell them apart, and it is what a person wrote."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


def _episode(episode: Episode) -> dict[str, Any]:
    return {
        **_named(episode, ("id", "started_at", "time_zone", "day")),
        "muscles": [_named(place, PLACE) for place in episode.places],
        "reliefs": [_named(tried, TRIED) for tried in episode.reliefs],
        "signs": _json(episode.signs),
        **_named(episode, EPISODE_ALIKE),
    }


def _visit(visit: Visit) -> dict[str, Any]:
    questions = [_named(question, VISIT_QUESTION) for question in visit.questions]
    return {**_named(visit, VISIT), "questions": questions}


# --- Reading --------------------------------------------------------------------------------------


def read(data: bytes) -> Export:
    """Return the diary that a file holds; raise ExportError with every problem that was found, 20 at most."""
    return _read(json_values(data), is_intact=_carries_its_sum(data))


def read_values(values: Any) -> Export:
    """Return the diary that JSON values hold; raise ExportError with every problem that was found, 20 at most."""
    return _read(values, is_intact=False)


def _read(values: Any, *, is_intact: bool) -> Export:
    """Read JSON values; the checksum is computed of them unless it is known already that the file `is_intact`."""
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        raise ExportError(f"This is no export of a diary: its format must be “{FORMAT}”.")
    version = values.get("version")
    if type(version) is not int or version != VERSION:
        raise ExportError(f"version: {shown(version)} can not be read, only version {VERSION} can.")
    said = values.get("checksum")
    if said is not None and not is_intact and said != checksum_of(values):
        raise ExportError(
            "checksum: It does not fit what the file holds: something was changed or lost after it was written. "
            "Please export the diary again."
        )
    return _File(values).export()


def _carries_its_sum(data: bytes) -> bool:
    """Whether a file is as `export_json` wrote it, byte by byte, and its checksum fits: seen without any parsing."""
    found = _LAST_CHECKSUM.search(data, max(0, len(data) - 200))
    if found is None:
        return False
    summed = sha256(memoryview(data)[: found.start()])
    summed.update(b"}")
    return summed.hexdigest().encode() == found[1]


class _File:
    """One file while it is read: its zone, and the factors that are known so far."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values
        self.reading = Reading()
        self.zone = "UTC"
        self.own: dict[str, Factor] = {}
        self.heard: dict[tuple[str, type, Any], FactorAnswer | None] = {}

    def export(self) -> Export:
        for name in self.values:
            if name not in TOP:
                self.reading.ignore(within("", name))
        if self.values.get("time_zone") is None:
            self.reading.refuse("time_zone", "This is missing.")
        self.zone = self._single("time_zone", reading.zone) or self.zone
        self._check_counts()
        exported_at = self._moment("exported_at", self._single("exported_at", reading.moment))
        self._list_factors()
        episodes, check_ins, answers = self._episodes(), self._check_ins(), self._answers()
        moments = (
            *(episode.started_at for episode in episodes[-1:]),
            *(first_instant_of(check_in.day, self.zone) for check_in in check_ins[-1:]),
            *(answer.answered_at for answer in answers[-1:]),
        )
        told = self._profile(answers, exported_at or max(moments, default=LONG_AGO))
        diary = Diary(
            time_zone=self.zone,
            episodes=episodes,
            check_ins=check_ins,
            medicines=self._medicines(),
            answers=tuple(sorted([*told, *answers], key=lambda answer: answer.answered_at)),
            own_factors=tuple(self.own.values()),
            events=self._events(),
            visits=self._visits(),
            device_days=self._device_days(),
            first_day=self._single("first_day", reading.day),
            last_day=self._single("last_day", reading.day),
        )
        self.reading.finish()
        self._compare_profile(diary)
        return Export(diary=diary, exported_at=exported_at, warnings=self.reading.warnings)

    def _check_counts(self) -> None:
        """Refuse a file that does not hold as many rows as it says."""
        for name, said in self._pairs("counts", self.values.get("counts")):
            at = within("counts", name)
            if name not in LISTS:
                self.reading.ignore(at)
                continue
            rows = self.values.get(name)
            found = len(rows) if isinstance(rows, list) else 0
            if self.reading.value(at, said, reading.whole(0, MOST_ROWS)) not in {None, found}:
                self.reading.refuse(at, f"This says {said:,}, but the file holds {found:,}.")

    # --- pieces

    def _single(self, name: str, kind: Kind) -> Any:
        return self.reading.value(name, self.values.get(name), kind)

    def _moment(self, at: str, found: datetime | None, zone: str | None = None) -> Any:
        return None if found is None else self.reading.instant(at, found, zone or self.zone)

    def _rows(
        self, name: str, fields: Mapping[str, Kind], *needed: str
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the place and the fields of each row that has what is needed."""
        for at, item in self.reading.items(name, self.values.get(name)):
            row = self.reading.row(at, item, fields, needed)
            if row is not None:
                yield at, row

    def _named(
        self, name: str, fields: Mapping[str, Kind], *needed: str
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the rows, each with an id that no other has; a missing one is made of what is needed."""
        ids: set[UUID] = set()
        for at, row in self._rows(name, fields, *needed):
            given = row.get("id")
            otherwise = "" if given else f"{name} {[str(row[key]) for key in needed]}"
            row["id"] = found = self.reading.identity(f"{at}.id", given, otherwise)
            if found in ids:
                self.reading.refuse(f"{at}.id", "This id stands twice.")
            ids.add(found)
            yield at, row

    def _refuse_twice(self, at: str, day: date, found: Mapping[date, Any]) -> None:
        if day in found:
            self.reading.refuse(f"{at}.day", f"{shown(day.isoformat())} stands twice.")

    # --- episodes

    def _episodes(self) -> tuple[Episode, ...]:
        found = [self._episode(at, row) for at, row in self._named("episodes", EPISODE, "started_at")]
        return tuple(sorted(found, key=lambda episode: episode.started_at))

    def _episode(self, at: str, row: dict[str, Any]) -> Episode:
        zone = row.pop("time_zone", self.zone)
        started_at = self._moment(f"{at}.started_at", row.pop("started_at"), zone)
        day = diary_day(started_at, zone)
        if row.pop("day", day) != day:
            self.reading.warn(f"{at}.day", "This is not the diary day of started_at, which counts.")
        muscles = self._small(f"{at}.muscles", row.pop("muscles", None), PLACE, "muscle", MOST_PLACES)
        reliefs = self._small(f"{at}.reliefs", row.pop("reliefs", None), TRIED, "relief", MOST_TRIED)
        return Episode(
            started_at=started_at,
            time_zone=zone,
            day=day,
            places=tuple(Place(**place) for place in muscles),
            reliefs=tuple(ReliefTried(**tried) for tried in reliefs),
            signs=self._signs(f"{at}.signs", row.pop("signs", None)),
            **row,
        )

    def _small(
        self, at: str, value: Any, fields: Mapping[str, Kind], needed: str, limit: int
    ) -> list[dict[str, Any]]:
        rows = [
            self.reading.row(place, item, fields, (needed,))
            for place, item in self.reading.items(at, value, limit)
        ]
        return [row for row in rows if row is not None]

    def _signs(self, at: str, value: Any) -> dict[str, bool]:
        signs = {}
        for question, said in self._pairs(at, value):
            if not (question.startswith("SQ") and is_known_question(question)):
                self.reading.refuse(within(at, question), "This question is not known.")
            elif said is not None:
                signs[question] = self.reading.value(f"{at}.{question}", said, reading.yes_no)
        return signs

    def _pairs(self, at: str, value: Any) -> Iterable[tuple[str, Any]]:
        if isinstance(value, dict):
            return value.items()
        if value is not None:
            self.reading.refuse(at, f"{shown(value)} is no object.")
        return ()

    # --- check-ins and factors

    def _list_factors(self) -> None:
        for at, row in self._rows("factors", FACTOR, "id"):
            if row["id"] in self.own:
                self.reading.refuse(f"{at}.id", "This id stands twice.")
            cut, kind = row.get("cut"), row.get("kind", "yes_no" if row.get("cut") is None else "number")
            if (kind == "number") != (cut is not None):
                self.reading.refuse(f"{at}.cut", "A number needs a cut, and only a number has one.")
            self._add_factor(
                at,
                own_factor(
                    row["id"],
                    row.get("name", row["id"]),
                    cut=cut,
                    is_on_purpose=row.get("on_purpose", False),
                    retired_on=row.get("retired_on"),
                ),
            )

    def _add_factor(self, at: str, factor: Factor) -> Factor:
        if len(self.own) >= MOST_OWN_FACTORS:
            raise ExportError(f"{at}: There are more than {MOST_OWN_FACTORS} factors.")
        self.own[factor.id] = factor
        return factor

    def _check_ins(self) -> tuple[CheckIn, ...]:
        found: dict[date, CheckIn] = {}
        for at, row in self._rows("check_ins", CHECK_IN, "day"):
            self._refuse_twice(at, row["day"], found)
            row["factors"] = self._factors_said(f"{at}.factors", row.get("factors"))
            found[row["day"]] = CheckIn(**row)
        return tuple(found[day] for day in sorted(found))

    def _factors_said(self, at: str, value: Any) -> dict[str, FactorAnswer | None]:
        said = {}
        for name, answer in self._pairs(at, value):
            try:
                said[name] = self._said(at, name, answer)
            except Refused as refused:
                self.reading.refuse(within(at, name), str(refused))
        return said

    def _said(self, at: str, name: str, answer: Any) -> FactorAnswer | None:
        """Return an answer as the diary keeps it; one that was read before is not read again."""
        if isinstance(answer, NESTED):
            raise Refused(f"{shown(answer)} is no answer.")
        key = name, type(answer), answer  # True and 1 are equal, but not of one type
        if key not in self.heard:
            self.heard[key] = _heard(self._factor(at, name, answer), answer)
        return self.heard[key]

    def _factor(self, at: str, name: str, answer: Any) -> Factor:
        """Return the factor that a check-in names; one that is not listed is a yes or no of the person's own."""
        factor = self.own.get(name) or FACTOR_BY_ID.get(name)
        if factor is not None:
            return factor
        if answer is None or isinstance(answer, bool) or (isinstance(answer, str) and answer in YES_NO):
            return self._add_factor(at, own_factor(factor_id(name), name))
        raise Refused("This factor is not known; “factors” must list it, with its cut if it is a number.")

    # --- what is not of one day

    def _medicines(self) -> tuple[Medicine, ...]:
        return tuple(self._medicine(at, row) for at, row in self._named("medicines", MEDICINE_READ, "name"))

    def _medicine(self, at: str, row: dict[str, Any]) -> Medicine:
        changed_on = row.pop("changed_on", None)
        if changed_on is not None:
            row["changes"] = tuple(sorted({changed_on, *row.get("changes", ())}))
        medicine = Medicine(**row)
        problem = dates_problem(medicine.started_on, medicine.changes, medicine.stopped_on)
        if problem:
            self.reading.refuse(f"{at}.{problem[0]}", problem[1])
        return medicine

    def _events(self) -> tuple[Event, ...]:
        return tuple(Event(**row) for _, row in self._named("events", EVENT, "name", "on"))

    def _visits(self) -> tuple[Visit, ...]:
        found = [self._visit(at, row) for at, row in self._named("visits", VISIT, "on")]
        return tuple(sorted(found, key=lambda visit: visit.on))

    def _visit(self, at: str, row: dict[str, Any]) -> Visit:
        rows = self._small(
            f"{at}.questions", row.pop("questions", None), VISIT_QUESTION, "text", MOST_QUESTIONS
        )
        questions = tuple(VisitQuestion(**question) for question in rows)
        if len({question.text for question in questions}) < len(questions):
            self.reading.refuse(f"{at}.questions", "A question stands twice.")
        closed_at = self._moment(f"{at}.closed_at", row.pop("closed_at", None))
        return Visit(questions=questions, closed_at=closed_at, **row)

    def _device_days(self) -> tuple[DeviceDay, ...]:
        found: dict[date, DeviceDay] = {}
        for at, row in self._rows("device_days", DEVICE_DAY, "day"):
            self._refuse_twice(at, row["day"], found)
            found[row["day"]] = DeviceDay(**row)
        return tuple(found[day] for day in sorted(found))

    def _answers(self) -> tuple[Answer, ...]:
        found = []
        for at, row in self._named("answers", ANSWER, "question", "answered_at"):
            row["answered_at"] = self._moment(f"{at}.answered_at", row["answered_at"])
            row.setdefault("value", None)
            problem = self._answer_problem(row["question"], row["value"])
            if problem:
                self.reading.refuse(f"{at}.value", problem)
            found.append(Answer(**row))
        return tuple(sorted(found, key=lambda answer: answer.answered_at))

    def _answer_problem(self, question: str, value: Any) -> str | None:
        """Return why this is no answer, or None; a choice may name the file's own factors too."""
        if question in {FOLLOWED, SUSPECTED}:
            known = FACTOR_BY_ID.keys() | self.own.keys()
            is_list = isinstance(value, list) and all(isinstance(name, str) for name in value)
            strange = set(value) - known if is_list else set()
            # What was suspected stays said, also when the factor was deleted.
            is_known = is_list and (not strange or (question == SUSPECTED and all(map(is_own_id, strange))))
            return None if is_known else "One of these factors is not known."
        return answer_problem(question, value)

    def _profile(self, answers: Sequence[Answer], told_at: datetime) -> list[Answer]:
        """Return the facts of the profile that no answer holds, as answers of the moment `told_at`.

        That is the moment of the export, or the last one noted: what a profile says holds at its end. A
        pregnancy that was told a year before would be over.
        """
        asked = {answer.question for answer in answers}
        facts = self._single("profile", reading.anything)
        told = []
        for name, value in self._pairs("profile", facts):
            question = f"profile.{name}"
            if name not in PROFILE:
                self.reading.ignore(within("profile", name))
            elif value is not None and question not in asked:
                problem = answer_problem(question, value)
                if problem:
                    self.reading.refuse(question, f"{shown(value)}: {problem}")
                id = self.reading.identity("", None, f"{question} {told_at.isoformat()}")  # noqa: A001
                told.append(Answer(id=id, question=question, value=value, answered_at=told_at))
        return told

    def _compare_profile(self, diary: Diary) -> None:
        """Warn of facts of the profile that are not what the answers say: these count."""
        facts, derived = self.values.get("profile") or {}, _profile(diary)
        for name in PROFILE:
            given = facts.get(name)
            given = sorted(given) if isinstance(given, list) else given
            if given is not None and given != derived[name]:
                self.reading.warn(f"profile.{name}", "The answers in this file say otherwise, and count.")


def _heard(factor: Factor, answer: Any) -> FactorAnswer | None:
    """Return an answer as the diary keeps it; raise Refused if the factor has no such answer."""
    if answer is None:
        return None
    if factor.is_number:
        problem = number_problem(answer)
        if problem:
            raise Refused(f"{shown(answer)}: {problem}")
        number: float = answer
        return number
    words = {True: "yes", False: "no"}.get(answer, answer) if factor.scale == NO_YES else answer
    if type(words) is int:
        words = str(words)
    known = [value for value, _ in factor.scale]
    if isinstance(words, bool) or words in known:
        said: FactorAnswer = words
        return said
    raise Refused(f"{shown(answer)} is none of {', '.join(known)}, true, false.")
