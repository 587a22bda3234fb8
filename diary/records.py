"""From rows to plain data: the one bridge, so that the page, the report, the exports and the API cannot disagree."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Exists, F, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from accounts.models import User
from diary import models
from diary.domain.entries import (
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
from diary.domain.factors import Factor, own_factor
from diary.domain.guidance.for_you import first_day_to_rank
from diary.domain.merging import Import
from diary.domain.prompts import CLOT_SIGN, first_day_needed
from diary.domain.selection import Section, Selection
from diary.domain.sharing import MOST_LISTED, LinkState, OpenedAs, Opening, ShareLink
from diary.domain.vocabulary import (
    Activity,
    Distress,
    DrugClass,
    Eased,
    Fall,
    Fluids,
    Helped,
    Knot,
    Muscle,
    Progress,
    Relief,
    Side,
    State,
    Term,
)

BIN_KEEPS = timedelta(days=30)


class Span(NamedTuple):
    """The first diary day that was noted (None: no day was), the last that counts (patterns/period.py, last_night), and
    the date of the last visit that is closed.
    """

    first: date | None
    last: date
    last_visit: date | None


Entry = TypeVar("Entry", Episode, Medicine, Event, Visit)

_EPISODE_TERMS: Mapping[str, Mapping[str, Term]] = {
    name: {term.value: term for term in terms}
    for name, terms in {
        "progress": Progress,
        "state": State,
        "knot": Knot,
        "stretch_eased": Eased,
        "distress": Distress,
        "fluids": Fluids,
        "activity": Activity,
        "fall": Fall,
    }.items()
}
_EPISODE_COLUMNS = (
    "id", "started_at", "time_zone", "day", "onset_is_about", "hard_minutes", "sore_hours", "severity", "woke",
    "minutes_awake", "slept_again", "signs", "count", "note", "version", "places", "reliefs", *_EPISODE_TERMS,
)  # fmt: skip
_CHECK_IN_COLUMNS = ("day", "clear", "factors", "sleep_disturbance", "version")
_MEDICINE_COLUMNS = ("id", "name", "started_on", "changes", "stopped_on", "drug_class", "note", "version")
_EVENT_COLUMNS = ("id", "name", "on", "version")
_VISIT_COLUMNS = ("id", "on", "with_whom", "questions", "note", "closed_at", "version")
_DEVICE_DAY_COLUMNS = ("day", "steps", "sleep_minutes", "workout_minutes")
_OWN_FACTOR_COLUMNS = ("id", "name", "cut", "is_on_purpose", "retired_on")
_ANSWER_COLUMNS = ("id", "question", "value", "answered_at")


def episode_from(columns: Mapping[str, Any]) -> Episode:
    """Return the entry for an episode's columns, named as in the table."""
    values = {name: columns[name] for name in _EPISODE_COLUMNS}
    return _episode(values | {"places": _places(values["places"]), "reliefs": _reliefs(values["reliefs"])})


def _episode(values: dict[str, Any]) -> Episode:
    """Return the entry for an episode's columns when places and reliefs are entries already."""
    for name, terms in _EPISODE_TERMS.items():
        if values[name] is not None:
            values[name] = terms[values[name]]
    return Episode(**values)


def _places(said: Iterable[Mapping[str, str]]) -> tuple[Place, ...]:
    return tuple(
        Place(Muscle(place["muscle"]), Side(place["side"]) if place.get("side") else None) for place in said
    )


def _reliefs(said: Iterable[Mapping[str, str]]) -> tuple[ReliefTried, ...]:
    return tuple(
        ReliefTried(Relief(tried["relief"]), Helped(tried["helped"]) if tried.get("helped") else None)
        for tried in said
    )


def episode_from_row(row: models.Episode) -> Episode:
    """Return the entry for an episode's row."""
    return episode_from({name: getattr(row, name) for name in _EPISODE_COLUMNS})


def medicine_from_row(row: models.Medicine) -> Medicine:
    """Return the entry for a medicine's row."""
    return _medicine_from({name: getattr(row, name) for name in _MEDICINE_COLUMNS})


def _medicine_from(columns: Mapping[str, Any]) -> Medicine:
    values = {name: columns[name] for name in _MEDICINE_COLUMNS}
    values["changes"] = tuple(map(date.fromisoformat, values["changes"]))
    if values["drug_class"] is not None:
        values["drug_class"] = DrugClass(values["drug_class"])
    return Medicine(**values)


def event_from_row(row: models.Event) -> Event:
    """Return the entry for an event's row."""
    return _event_from({name: getattr(row, name) for name in _EVENT_COLUMNS})


def _event_from(columns: Mapping[str, Any]) -> Event:
    return Event(**{name: columns[name] for name in _EVENT_COLUMNS})


def visit_from_row(row: models.Visit) -> Visit:
    """Return the entry for a visit's row."""
    return _visit_from({name: getattr(row, name) for name in _VISIT_COLUMNS})


def _visit_from(columns: Mapping[str, Any]) -> Visit:
    values = {name: columns[name] for name in _VISIT_COLUMNS}
    return Visit(**values | {"questions": tuple(VisitQuestion(**said) for said in values["questions"])})


def own_factor_from_row(row: models.OwnFactor) -> Factor:
    """Return the factor for an own factor's row."""
    return own_factor(**{name: getattr(row, name) for name in _OWN_FACTOR_COLUMNS})


def check_in_from_row(row: models.CheckIn) -> CheckIn:
    """Return the entry for a check-in's row."""
    return CheckIn(**{name: getattr(row, name) for name in _CHECK_IN_COLUMNS})


def _episodes(rows: QuerySet[models.Episode]) -> tuple[Episode, ...]:
    read = {
        "places": lambda text: _places(json.loads(text)),
        "reliefs": lambda text: _reliefs(json.loads(text)),
    }
    ordered = rows.order_by("started_at", "id")
    return tuple(map(_episode, _rows(ordered, _EPISODE_COLUMNS, read | {"signs": json.loads})))


def _check_ins(rows: QuerySet[models.CheckIn]) -> tuple[CheckIn, ...]:
    columns = _rows(rows.order_by("day"), _CHECK_IN_COLUMNS, {"factors": json.loads})
    return tuple(CheckIn(**values) for values in columns)


def _rows(
    rows: QuerySet[Any], columns: Sequence[str], texts: Mapping[str, Callable[[str], Any]]
) -> Iterator[dict[str, Any]]:
    """Yield the columns of each row; those in `texts` hold JSON and are read by the function that is given.

    They come as text, and each text is read once: in ten years of nights the same few stand again and again.
    """
    plain = [name for name in columns if name not in texts]
    names = (*plain, *texts)
    read = [(name, cache(function)) for name, function in texts.items()]
    as_text = {f"{name}_text": Cast(name, TextField()) for name in texts}
    for row in rows.annotate(**as_text).values_list(*plain, *as_text):
        values = dict(zip(names, row, strict=True))
        for name, function in read:
            values[name] = function(values[name])
        yield values


def _medicines(user: User) -> tuple[Medicine, ...]:
    rows = (
        user.medicines.kept()
        .order_by(F("started_on").asc(nulls_first=True), "created_at")
        .values(*_MEDICINE_COLUMNS)
    )
    return tuple(_medicine_from(columns) for columns in rows)


def _answers(user: User) -> tuple[Answer, ...]:
    rows = user.answers.order_by("answered_at", "created_at").values(*_ANSWER_COLUMNS)
    return tuple(Answer(**columns) for columns in rows)


def own_factors_of(user: User) -> tuple[Factor, ...]:
    """Return the person's own factors in the order in which they were made, the retired ones too."""
    rows = user.own_factors.order_by("created_at", "id").values(*_OWN_FACTOR_COLUMNS)
    return tuple(own_factor(**columns) for columns in rows)


def _events(user: User) -> tuple[Event, ...]:
    rows = user.events.kept().order_by("on", "created_at").values(*_EVENT_COLUMNS)
    return tuple(Event(**columns) for columns in rows)


def visits_of(user: User) -> tuple[Visit, ...]:
    """Return the person's visits by date, the planned ones and those that are over."""
    rows = user.visits.kept().order_by("on", "created_at").values(*_VISIT_COLUMNS)
    return tuple(map(_visit_from, rows))


def _device_days(user: User, first: date | None, last: date | None) -> tuple[DeviceDay, ...]:
    rows = user.device_days.between(first, last).order_by("day").values(*_DEVICE_DAY_COLUMNS)
    return tuple(DeviceDay(**columns) for columns in rows)


def answers_of(user: User) -> Diary:
    """Return the diary of `user` without its nights: all that is not of one day, four queries."""
    return Diary(time_zone=user.time_zone, events=_events(user), **_lasting(user))


def facts_of(user: User) -> Diary:
    """Return the diary of `user` with the answers alone, one query: who the person is."""
    return Diary(time_zone=user.time_zone, answers=_answers(user))


def _lasting(user: User) -> dict[str, Any]:
    """Return what was said once and holds until something else is said, but for the events."""
    return {
        "medicines": _medicines(user),
        "answers": _answers(user),
        "own_factors": own_factors_of(user),
    }


def diary_of(user: User, first: date | None = None, last: date | None = None) -> Diary:
    """Return the diary of `user` from `first` to `last` (diary days, both included; None: open), in six queries.

    What is not of one day comes whole: what was said once holds until something else is said.
    """
    episodes = user.episodes.kept().between(first, last)
    return replace(_diary(user, episodes, first, last, _lasting(user)), events=_events(user))


def whole_diary_of(user: User, first: date | None = None, last: date | None = None) -> Diary:
    """Return like `diary_of` the diary from `first` to `last`, with visits and device days, in eight queries.

    It holds everything that a person may take along; diary/domain/selection.py leaves out what they keep back.
    """
    episodes = user.episodes.kept().between(first, last)
    return _with_what_is_handed_on(user, _diary(user, episodes, first, last, _lasting(user)), first, last)


def _with_what_is_handed_on(user: User, diary: Diary, first: date | None, last: date | None) -> Diary:
    return replace(
        diary,
        events=_events(user),
        visits=visits_of(user),
        device_days=_device_days(user, first, last),
    )


def recent_diary_of(user: User, today: date, back_to: date | None = None) -> Diary:
    """Return what Tonight and the prompts look back on, in five queries, however long the diary.

    That is the last 60 days, further for a child or after a change of medicine (first_day_needed), older episodes that
    are not finished, and the last one that answers the clot question. It reaches `back_to` at least, and has the
    events only if that is given, in one query more.
    """
    lasting = _lasting(user) | ({} if back_to is None else {"events": _events(user)})
    first = first_day_needed(Diary(time_zone=user.time_zone, **lasting), today)
    first = first if back_to is None else min(first, back_to)
    return _diary(user, user.episodes.kept().recent_or_open(first, CLOT_SIGN), first, None, lasting)


def _diary(
    user: User,
    episodes: QuerySet[models.Episode],
    first: date | None,
    last: date | None,
    lasting: dict[str, Any],
) -> Diary:
    return Diary(
        time_zone=user.time_zone,
        episodes=_episodes(episodes),
        check_ins=_check_ins(user.check_ins.between(first, last)),
        **lasting,
        first_day=first,
        last_day=last,
    )


def selected_diary_of(user: User, selection: Selection) -> Diary:
    """Return what was selected of the diary of `user`, in nine queries at most; it says so when no night is older.

    It, and `selected_of`, is the one way to what leaves the house: the report, a link, a file.
    """
    chosen = selection.of(whole_diary_of(user, selection.first, selection.last))
    first_noted = None if selection.first is None else first_noted_of(user)
    return _open_to_the_past(chosen, selection, first_noted)


def selected_and_recent_of(
    user: User, selection: Selection, first_noted: date | None, today: date
) -> tuple[Diary, Diary]:
    """Return what was selected, and a diary that reaches back as far as the prompts of today look, in eight queries.

    `first_noted` is the first diary day of the whole diary (`span_of`).
    """
    lasting = _lasting(user)
    needed = first_day_needed(Diary(time_zone=user.time_zone, **lasting), today)
    first = selection.first and min(selection.first, needed)
    rows = user.episodes.kept()
    held = _diary(user, rows.recent_or_open(first, CLOT_SIGN) if first else rows, first, None, lasting)
    chosen = selection.of(_with_what_is_handed_on(user, held, selection.first, selection.last))
    return _open_to_the_past(chosen, selection, first_noted), held


def selected_of(whole: Diary, selection: Selection) -> Diary:
    """Return the same of a diary that is loaded whole, without a query."""
    noted = whole.days_noted()
    return _open_to_the_past(selection.of(whole), selection, noted and noted[0])


def _open_to_the_past(diary: Diary, selection: Selection, first_noted: date | None) -> Diary:
    """Say that no night is older than what was selected, where that is so."""
    is_older = selection.first is not None and first_noted is not None and first_noted < selection.first
    return diary if is_older else replace(diary, first_day=None)


def first_noted_of(user: User) -> date | None:
    """Return the first diary day with an episode or a check-in, None for an empty diary; one query."""
    return min((day for day in _said_at_once(user, *_first_days(user)) if day is not None), default=None)


def span_of(user: User, today: date) -> Span:
    """Return where a person's diary begins and ends, in one query; `today` is the diary day that is running."""
    cramp = Exists(user.episodes.kept().filter(day=today))
    clear = Exists(user.check_ins.filter(day=today, clear=True))
    visits = user.visits.kept().filter(closed_at__isnull=False).order_by("-on")
    *firsts, cramped, is_clear, last_visit = _said_at_once(
        user, *_first_days(user), cramp, clear, Subquery(visits.values("on")[:1])
    )
    return Span(
        first=min((day for day in firsts if day is not None), default=None),
        last=today if cramped or is_clear else today - timedelta(days=1),
        last_visit=last_visit,
    )


def _first_days(user: User) -> Iterator[Subquery]:
    for rows in (user.episodes.kept(), user.check_ins):
        yield Subquery(rows.order_by("day").values("day")[:1])


def _said_at_once(user: User, *questions: Subquery) -> tuple[Any, ...]:
    """Return the answers to several questions to a person's rows in one query."""
    named = {f"answer_{number}": question for number, question in enumerate(questions)}
    answers: tuple[Any, ...] = User.objects.filter(pk=user.pk).annotate(**named).values_list(*named).get()
    return answers


def is_empty(user: User) -> bool:
    """Whether nothing was ever noted of any night."""
    return not (user.episodes.kept().exists() or user.check_ins.exists())


def diary_to_rank(user: User, today: date) -> Diary:
    """Return what the articles are ranked by: as far back as one of their conditions looks, in seven queries at most.

    It says that it is whole when nothing is older.
    """
    lasting = _lasting(user)
    first = first_day_to_rank(Diary(time_zone=user.time_zone, **lasting), today)
    older = (
        user.episodes.kept().filter(day__lt=first).exists() or user.check_ins.filter(day__lt=first).exists()
    )
    held = _diary(user, user.episodes.kept().recent_or_open(first, CLOT_SIGN), first, None, lasting)
    return held if older else replace(held, first_day=None)


def episode_of(user: User, episode_id: UUID) -> Episode | None:
    """Return the person's episode, unless it is not theirs, not there, or in the bin."""
    found = _episodes(user.episodes.kept().filter(id=episode_id))
    return found[0] if found else None


def ongoing_episode_of(user: User) -> Episode | None:
    """Return the episode that is still going, or None."""
    found = _episodes(user.episodes.ongoing())
    return found[0] if found else None


def check_in_of(user: User, day: date) -> CheckIn:
    """Return what was said about `day`; an empty check-in of version 0 if nothing was."""
    columns = user.check_ins.filter(day=day).values(*_CHECK_IN_COLUMNS).first()
    return CheckIn(**columns) if columns else CheckIn(day=day, version=0)


def days_told_since(user: User, moment: datetime) -> frozenset[date]:
    """Return the diary days whose check-in was written or changed at `moment` or later."""
    return frozenset(user.check_ins.filter(updated_at__gte=moment).values_list("day", flat=True))


def last_check_in_before(user: User, day: date) -> CheckIn | None:
    """Return the latest earlier check-in that answers at least one factor, or None."""
    earlier = user.check_ins.filter(day__lt=day).order_by("-day").values(*_CHECK_IN_COLUMNS)[:14]
    return next(
        (
            CheckIn(**columns)
            for columns in earlier
            if any(said is not None for said in columns["factors"].values())
        ),
        None,
    )


def medicine_of(user: User, medicine_id: UUID) -> Medicine | None:
    """Return the person's medicine, unless it is not theirs, not there, or in the bin."""
    row = user.medicines.kept().filter(id=medicine_id).values(*_MEDICINE_COLUMNS).first()
    return _medicine_from(row) if row else None


def event_of(user: User, event_id: UUID) -> Event | None:
    """Return the person's event, unless it is not theirs, not there, or in the bin."""
    row = user.events.kept().filter(id=event_id).values(*_EVENT_COLUMNS).first()
    return Event(**row) if row else None


def visit_of(user: User, visit_id: UUID) -> Visit | None:
    """Return the person's visit, unless it is not theirs, not there, or in the bin."""
    row = user.visits.kept().filter(id=visit_id).values(*_VISIT_COLUMNS).first()
    return _visit_from(row) if row else None


def share_link_from_row(row: models.ShareLink) -> ShareLink:
    """Return a share link's row as plain data; neither the token's digest nor the passcode comes along."""
    return ShareLink(
        id=row.id,
        name=row.name,
        first=row.first,
        last=row.last,
        sections=frozenset(map(Section, row.sections)),
        has_passcode=bool(row.passcode),
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        openings=row.openings,
        last_opened_at=row.last_opened_at,
    )


def share_links_of(user: User) -> tuple[ShareLink, ...]:
    """Return the person's share links, the latest first, those that no longer work too."""
    return tuple(map(share_link_from_row, user.share_links.order_by("-created_at", "id")))


def share_link_of(user: User, link_id: UUID) -> ShareLink | None:
    """Return the person's share link, unless it is not theirs or not there."""
    row = user.share_links.filter(id=link_id).first()
    return share_link_from_row(row) if row else None


def openings_of(user: User, link_id: UUID) -> tuple[Opening, ...]:
    """Return when a link was opened, the latest first, at most 200 times."""
    rows = user.share_openings.filter(link=link_id).order_by("-opened_at", "-id")[:MOST_LISTED]
    return tuple(Opening(row.opened_at, OpenedAs(row.what)) for row in rows)


def shared_by(digest: str, now: datetime) -> tuple[User, ShareLink] | None:
    """Return who shared what with a token of this digest; None if there is no such link, or it no longer works."""
    row = (
        models.ShareLink.objects.filter(token_digest=digest, owner__is_active=True)
        .select_related("owner")
        .first()
    )
    if row is None:
        return None
    link = share_link_from_row(row)
    return (row.owner, link) if link.state(now) is LinkState.OPEN else None


def own_factor_of(user: User, factor_id: str) -> Factor | None:
    """Return the person's own factor, retired or not, unless it is not theirs or not there."""
    return next((factor for factor in own_factors_of(user) if factor.id == factor_id), None)


def answers_to(user: User, factor_id: str) -> int:
    """Return how many check-ins answer a factor; a skipped question is no answer."""
    asked = user.check_ins.filter(factors__has_key=factor_id)
    return asked.exclude(**{f"factors__{factor_id}": None}).count()


def episodes_around(user: User, start: datetime, end: datetime) -> tuple[Episode, ...]:
    """Return the kept episodes that began between two instants."""
    return _episodes(user.episodes.kept().around(start, end))


def bin_of(user: User, now: datetime) -> tuple[tuple[Episode, datetime], ...]:
    """Return the episodes in the bin with the moment each goes for good, the latest first."""
    return _bin(user.episodes.in_bin(), _EPISODE_COLUMNS, episode_from, now)


def medicines_in_bin(user: User, now: datetime) -> tuple[tuple[Medicine, datetime], ...]:
    """Return the medicines in the bin with the moment each goes for good, the latest first."""
    return _bin(user.medicines.in_bin(), _MEDICINE_COLUMNS, _medicine_from, now)


def events_in_bin(user: User, now: datetime) -> tuple[tuple[Event, datetime], ...]:
    """Return the events in the bin with the moment each goes for good, the latest first."""
    return _bin(user.events.in_bin(), _EVENT_COLUMNS, _event_from, now)


def visits_in_bin(user: User, now: datetime) -> tuple[tuple[Visit, datetime], ...]:
    """Return the visits in the bin with the moment each goes for good, the latest first."""
    return _bin(user.visits.in_bin(), _VISIT_COLUMNS, _visit_from, now)


def _bin(
    rows: QuerySet[Any],
    columns: Sequence[str],
    entry_from: Callable[[Mapping[str, Any]], Entry],
    now: datetime,
) -> tuple[tuple[Entry, datetime], ...]:
    kept = rows.filter(deleted_at__gt=now - BIN_KEEPS).order_by("-deleted_at")
    return tuple(
        (entry_from(values), values["deleted_at"] + BIN_KEEPS)
        for values in kept.values(*columns, "deleted_at")
    )


def ids_in_bin(user: User) -> frozenset[UUID]:
    """Return the ids of everything in the bin, in one query."""
    first, *others = (
        rows.in_bin().values_list("id", flat=True)
        for rows in (user.episodes, user.medicines, user.events, user.visits)
    )
    return frozenset(first.union(*others, all=True))


_IMPORT_COLUMNS = (
    "id", "kind", "size", "digest", "choices", "counts", "uploaded_at", "imported_at", "undone_at",
)  # fmt: skip


def import_from_row(row: models.ImportRun) -> Import:
    """Return the plain data of an import's row."""
    return Import(**{name: getattr(row, name) for name in _IMPORT_COLUMNS})


def import_of(user: User, import_id: UUID) -> Import | None:
    """Return the person's import, whether it waits, is over or was undone, unless it is not theirs or not there."""
    found = user.imports.filter(id=import_id).values(*_IMPORT_COLUMNS).first()
    return Import(**found) if found else None


def imports_of(user: User) -> tuple[Import, ...]:
    """Return the person's imports that were added, the latest first, without what waits."""
    rows = user.imports.filter(imported_at__isnull=False).order_by("-imported_at").values(*_IMPORT_COLUMNS)
    return tuple(Import(**columns) for columns in rows)


def kept_of_import(user: User, import_id: UUID) -> tuple[tuple[str, str, date | None], ...]:
    """Return what an import brought and is still there: (kind, its name or "", its diary day or None)."""
    dated = [
        (kind, "", day)
        for kind, rows in (("episodes", user.episodes.kept()), ("check_ins", user.check_ins.all()))
        for day in rows.filter(imported_in=import_id).order_by("day").values_list("day", flat=True)
    ]
    named = [
        (kind, name, None)
        for kind, rows, column in (
            ("medicines", user.medicines.kept(), "name"),
            ("events", user.events.kept(), "name"),
            ("visits", user.visits.kept(), "with_whom"),
            ("own_factors", user.own_factors.all(), "name"),
        )
        for name in rows.filter(imported_in=import_id).order_by(column).values_list(column, flat=True)
    ]
    return (*dated, *named)
