"""What a file adds to a diary: only what is not there yet. Nothing that is there is ever changed by an import."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from diary.domain.check_ins import FOLLOWED, SUSPECTED
from diary.domain.entries import Answer, CheckIn, Diary, Episode
from diary.domain.factors import (
    FACTOR_BY_ID,
    FACTORS,
    MOST_FOLLOWED,
    Factor,
    FactorAnswer,
    is_own_id,
    own_factor,
)
from diary.domain.text import NAME_LIMIT, folded
from diary.domain.vocabulary import Progress
from diary.domain.wording import counted

Entry = TypeVar("Entry")

KINDS: Mapping[str, str] = {
    "episodes": "cramp",
    "check_ins": "check-in",
    "medicines": "medicine",
    "events": "change on a date,changes on a date",
    "visits": "visit",
    "answers": "answer",
    "own_factors": "factor of your own,factors of your own",
    "device_days": "day of a device,days of a device",
}
_IDS = uuid5(NAMESPACE_URL, "cramp-diary factor")


@dataclass(frozen=True, slots=True)
class Count:
    """How many of a kind are new, there already just so, there already but otherwise, and in the bin."""

    new: int = 0
    same: int = 0
    differing: int = 0
    in_bin: int = 0

    @property
    def total(self) -> int:
        return self.new + self.same + self.differing + self.in_bin


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """A file that was brought in: `counts` is what it added by kind (KINDS), `choices` how it was read."""

    id: UUID
    kind: str
    size: int
    digest: str
    choices: Mapping[str, Any]
    counts: Mapping[str, int]
    uploaded_at: datetime
    imported_at: datetime | None
    undone_at: datetime | None

    @property
    def added(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Merge:
    """`new` holds only what a file adds; `counts` is by kind (KINDS), `told` are sentences about what was moved."""

    new: Diary
    counts: Mapping[str, Count]
    told: tuple[str, ...]

    @property
    def adds(self) -> int:
        return sum(count.new for count in self.counts.values())


def merged(incoming: Diary, mine: Diary, *, binned: frozenset[UUID], today: date) -> Merge:
    """Return what `incoming` adds to `mine`, the whole diary; `binned` are the ids in the bin, `today` a calendar date.

    A row with an id, or for check-ins and device days a day, that is there stays as it is.
    """
    factors = _Factors(incoming, mine, today)
    told = list(factors.told)
    incoming = replace(
        incoming,
        own_factors=factors.renamed,
        check_ins=tuple(map(factors.check_in, incoming.check_ins)),
        answers=tuple(map(factors.answer, incoming.answers)),
    )
    told += factors.dropped
    new: dict[str, Any] = {}
    counts: dict[str, Count] = {}
    for kind in KINDS:
        key = _KEYS.get(kind, _id)
        new[kind], counts[kind] = _apart(getattr(incoming, kind), getattr(mine, kind), key, binned)
    new["episodes"] = tuple(_one_ongoing(new["episodes"], mine))
    told += [*_at_the_same_time(new["episodes"], mine), *_still_to_come(new, today)]
    return Merge(Diary(time_zone=incoming.time_zone, **new), counts, tuple(told))


def _at_the_same_time(episodes: Iterable[Episode], mine: Diary) -> Iterator[str]:
    """Say how many new cramps may be there already under another id, typed in or from another program."""
    minutes = {_minute(episode.started_at) for episode in mine.episodes}
    doubled = sum(_minute(episode.started_at) in minutes for episode in episodes)
    if doubled:
        begin = counted(doubled, "new cramp begins,new cramps begin")
        yield f"{begin} in the same minute as one that you have. The same cramp would count twice."


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _still_to_come(new: Mapping[str, Any], today: date) -> Iterator[str]:
    late = sum(entry.day > today for kind in ("episodes", "check_ins", "device_days") for entry in new[kind])
    if late:
        yield f"{counted(late, 'entry is,entries are')} of a day that is still to come."


def _id(entry: Any) -> Any:
    return entry.id


def _day(entry: Any) -> Any:
    return entry.day


_KEYS: Mapping[str, Callable[[Any], Any]] = {"check_ins": _day, "device_days": _day}


def _apart(
    incoming: Iterable[Entry], mine: Iterable[Entry], key: Callable[[Any], Any], binned: frozenset[UUID]
) -> tuple[tuple[Entry, ...], Count]:
    """Return what is not there yet, and how many are and are not."""
    there = {key(entry): entry for entry in mine}
    new: list[Entry] = []
    same = differing = in_bin = 0
    for entry in incoming:
        known = there.get(key(entry))
        if known is not None:
            is_same = _without_version(known) == _without_version(entry)
            same, differing = same + is_same, differing + (not is_same)
        elif key(entry) in binned:
            in_bin += 1
        else:
            new.append(entry)
    return tuple(new), Count(len(new), same, differing, in_bin)


def _without_version(entry: Any) -> Any:
    return replace(entry, version=1) if hasattr(entry, "version") else entry


def _one_ongoing(episodes: Iterable[Episode], mine: Diary) -> Iterator[Episode]:
    """Let only the last ongoing episode go on, and only if none of mine does; the others are to be finished."""
    listed = tuple(episodes)
    ongoing = [episode for episode in listed if episode.progress is Progress.ONGOING]
    mine_goes_on = any(episode.progress is Progress.ONGOING for episode in mine.episodes)
    last = max(ongoing, key=lambda episode: episode.started_at) if ongoing and not mine_goes_on else None
    for episode in listed:
        is_over = episode.progress is Progress.ONGOING and episode is not last
        yield replace(episode, progress=Progress.DRAFT) if is_over else episode


@dataclass
class _Factors:
    """Under which id a file's own factors are kept here, and what becomes of their answers."""

    incoming: Diary
    mine: Diary
    today: date
    told: list[str] = field(default_factory=list)
    renamed: tuple[Factor, ...] = ()
    lost: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.known = {factor.id: factor for factor in self.mine.own_factors}
        self.by_name = {folded(factor.name): factor for factor in (*FACTORS, *self.mine.own_factors)}
        self.room = MOST_FOLLOWED - sum(factor.retired_on is None for factor in self.mine.own_factors)
        self.ids: dict[str, str] = {}
        found = {}
        for factor in self.incoming.own_factors:
            kept = self._kept(factor)
            self.ids[factor.id] = kept.id
            found[kept.id] = kept
        self.renamed = tuple(found.values())

    def _kept(self, factor: Factor) -> Factor:
        """Return a file's factor as it is kept here: under its own id, or if that is taken, another."""
        same = self.known.get(factor.id)
        if same is not None and same.cut == factor.cut and (_is_unique(factor.id) or _is_named(same, factor)):
            return factor
        named = self.by_name.get(folded(factor.name))
        if named is not None and named.is_own and named.cut == factor.cut:
            self.told.append(f"“{factor.name}”: its answers go to the factor of this name that you have.")
            return replace(named)
        taken = same is not None or not is_own_id(factor.id)
        kept = replace(factor, id=_id_made_of(factor)) if taken else factor
        if kept.id in self.known:
            return kept
        if named is not None:
            kept = _under_another_name(kept)
            self.told.append(
                f"You have another factor called “{factor.name}”. This one becomes “{kept.name}”."
            )
        elif same is not None:
            self.told.append(f"“{factor.name}”: its short name was taken, so it got another.")
        return self._followed(kept)

    def _followed(self, factor: Factor) -> Factor:
        """Return a new factor; it is no longer followed when ten are."""
        if factor.retired_on is not None:
            return factor
        self.room -= 1
        if self.room >= 0:
            return factor
        self.told.append(
            f"You follow {MOST_FOLLOWED} of your own. “{factor.name}” comes along, not followed."
        )
        return replace(factor, retired_on=self.today)

    def check_in(self, check_in: CheckIn) -> CheckIn:
        return replace(check_in, factors=dict(self._answers(check_in.factors)))

    def _answers(self, said: Mapping[str, FactorAnswer | None]) -> Iterator[tuple[str, FactorAnswer | None]]:
        for name, answer in said.items():
            kept = self.ids.get(name, name)
            factor = FACTOR_BY_ID.get(kept)
            if isinstance(answer, bool) and factor is not None:
                # "Yes" to a question with four answers is none of the four.
                self.lost[factor.name] += 1
            else:
                yield kept, answer

    @property
    def dropped(self) -> list[str]:
        return [
            f"“{name}”: {count:,} times only yes or no, where the diary asks for more. These are left out."
            for name, count in self.lost.items()
        ]

    def answer(self, answer: Answer) -> Answer:
        """Return an answer that names factors with the names that they have here."""
        if answer.question not in {FOLLOWED, SUSPECTED} or not isinstance(answer.value, list):
            return answer
        names = [self.ids.get(name, name) for name in answer.value]
        if answer.question == FOLLOWED:
            names = [name for name in names if name in FACTOR_BY_ID]
        return replace(answer, value=list(dict.fromkeys(names)))


def _is_unique(factor_id: str) -> bool:
    """Whether an id was made at random, so that nobody else's factor can have it by chance."""
    return len(factor_id.removeprefix("own-")) == 32


def _is_named(one: Factor, other: Factor) -> bool:
    return folded(one.name) == folded(other.name)


def _id_made_of(factor: Factor) -> str:
    return f"own-{uuid5(_IDS, f'{factor.id} {folded(factor.name)} {factor.cut}').hex}"


def _under_another_name(factor: Factor) -> Factor:
    name = f"{factor.name[: NAME_LIMIT - 11]} (imported)"
    return own_factor(
        factor.id, name, cut=factor.cut, is_on_purpose=factor.is_on_purpose, retired_on=factor.retired_on
    )
