"""What a diary holds, as frozen plain data: the one shape that pages, patterns, prompts and exports compute from.

Instants are aware datetimes in UTC; `time_zone` is the IANA name of where it happened; `day` is the diary day
(noon to noon, see days.py). None always means unknown, never "no" and never a default.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Self
from uuid import UUID

from diary.domain.days import days_between
from diary.domain.factors import FACTORS, Factor, FactorAnswer
from diary.domain.vocabulary import (
    IN_BED,
    LEG_AND_FOOT,
    Activity,
    Condition,
    Distress,
    DrugClass,
    Eased,
    Fall,
    Fluids,
    Helped,
    Knot,
    Muscle,
    Outcome,
    Progress,
    Relief,
    Sex,
    Side,
    Smoking,
    State,
)

# What an entry may hold at most: a day for what passes, two weeks for soreness.
MAX_HARD_MINUTES = 24 * 60
MAX_SORE_HOURS = 14 * 24
MAX_MINUTES_AWAKE = 24 * 60
MAX_COUNT = 20
MAX_CHANGES = 100
STOPPED = "stopped"
MOST_QUESTIONS = 50
QUESTION_LIMIT = 300
MOST_STEPS = 200_000


@dataclass(frozen=True, slots=True)
class Place:
    """A muscle and its side; the side may be unknown."""

    muscle: Muscle
    side: Side | None = None

    @property
    def label(self) -> str:
        """The words for it: "Left calf", "Calf" when the side is unknown, "Both calves" stays "Calf, both sides"."""
        if self.side is None:
            return self.muscle.label
        if self.side is Side.BOTH:
            return f"{self.muscle.label}, both sides"
        return f"{self.side.label} {self.muscle.label.lower()}"


@dataclass(frozen=True, slots=True)
class ReliefTried:
    """Something that was tried, and whether it helped (None: not said)."""

    relief: Relief
    helped: Helped | None = None


@dataclass(frozen=True, kw_only=True)
class Episode:
    """One cramp, or one spell of cramps, from onset to relief.

    `hard_minutes` is how long the muscle was hard, never soreness; `sore_hours` the soreness afterwards;
    `severity` the worst pain, 0 to 10; `count` the cramps in the spell; `signs` maps a screening question
    ("SQ01") or a part of one ("SQ14.jerked") to yes or no, and what is missing is unknown.
    """

    id: UUID
    started_at: datetime
    time_zone: str
    day: date
    progress: Progress = Progress.COMPLETE
    onset_is_about: bool = False
    state: State | None = None
    places: tuple[Place, ...] = ()
    hard_minutes: int | None = None
    sore_hours: int | None = None
    severity: int | None = None
    knot: Knot | None = None
    stretch_eased: Eased | None = None
    woke: bool | None = None
    minutes_awake: int | None = None
    slept_again: bool | None = None
    distress: Distress | None = None
    fluids: Fluids | None = None
    activity: Activity | None = None
    reliefs: tuple[ReliefTried, ...] = ()
    signs: Mapping[str, bool] = field(default_factory=dict)
    fall: Fall | None = None
    count: int | None = None
    note: str = ""
    version: int = 1

    @property
    def cramps(self) -> int:
        """How many cramps this entry stands for; a spell without a count is one."""
        return self.count or 1

    @property
    def in_bed(self) -> bool | None:
        """Whether it began during the time in bed; None if not said."""
        return None if self.state is None else self.state in IN_BED

    @property
    def in_leg(self) -> bool | None:
        """Whether it was in a leg or foot; None if no muscle was given."""
        return any(place.muscle in LEG_AND_FOOT for place in self.places) if self.places else None

    @property
    def meets_icsd3(self) -> bool | None:
        """Whether the three features of a sleep-related leg cramp were noted (ICSD-3 criteria A to C, as
        quoted in Rabbitt 2016, doi:10.1093/ageing/afw139); None when one of them is unknown and none is
        absent.
        """
        knot = {Knot.YES: True, Knot.NO: False}.get(self.knot) if self.knot else None
        eased = (
            {Eased.YES: True, Eased.PARTLY: True, Eased.NO: False}.get(self.stretch_eased)
            if self.stretch_eased
            else None
        )
        features = (self.in_leg, knot, self.in_bed, eased)
        if False in features:
            return False
        return None if None in features else True

    @property
    def ended_at(self) -> datetime | None:
        """When the muscle let go, as far as known."""
        return None if self.hard_minutes is None else self.started_at + timedelta(minutes=self.hard_minutes)


@dataclass(frozen=True, kw_only=True)
class CheckIn:
    """What was said about one diary day.

    `clear` is True when the person said that the night had no cramp. `factors` maps a factor id to its
    answer; an answer of None was skipped on purpose. `sleep_disturbance` is 0 to 10: how much cramps
    disturbed that night.
    """

    day: date
    clear: bool | None = None
    factors: Mapping[str, FactorAnswer | None] = field(default_factory=dict)
    sleep_disturbance: int | None = None
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class Medicine:
    """A medicine as the person calls it, and since when until when; a date may be unknown. No doses are asked.

    `changes` are the days on which the dose was changed, ascending. Who starts it again has a second entry for it.
    `drug_class` is what the person confirmed (DrugClass.NONE: none of those that matter); None is unknown.
    """

    id: UUID
    name: str
    started_on: date | None = None
    changes: tuple[date, ...] = ()
    stopped_on: date | None = None
    drug_class: DrugClass | None = None
    note: str = ""
    version: int = 1

    @property
    def changed_on(self) -> date | None:
        """The last day on which its dose was changed."""
        return self.changes[-1] if self.changes else None

    @property
    def dated(self) -> tuple[tuple[str, date], ...]:
        """What is known to have happened, and on which day: ("started", …), ("changed", …), ("stopped", …)."""
        dates = (
            ("started", self.started_on),
            *(("changed", on) for on in self.changes),
            (STOPPED, self.stopped_on),
        )
        return tuple((what, on) for what, on in dates if on is not None)

    def taken_on(self, day: date) -> bool | None:
        """Whether it was taken on `day`; None when the start is unknown."""
        if self.stopped_on is not None and day >= self.stopped_on:
            return False
        return None if self.started_on is None else day >= self.started_on


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that changed on a date and has no other place in the diary: new shoes, a move, a new job."""

    id: UUID
    name: str
    on: date
    version: int = 1


@dataclass(frozen=True, slots=True)
class VisitQuestion:
    """Something to ask a doctor; `rule` is the prompt that it came from ("R36"), None for one of the person's own."""

    text: str
    rule: str | None = None


@dataclass(frozen=True, kw_only=True)
class Visit:
    """An appointment: when (a calendar date), with whom, what to ask there, and what came of it.

    `note` is what the person wrote about it; `closed_at` is when they said that it is over, None as long as it is
    planned.
    """

    id: UUID
    on: date
    with_whom: str = ""
    questions: tuple[VisitQuestion, ...] = ()
    note: str = ""
    closed_at: datetime | None = None
    version: int = 1

    @property
    def name(self) -> str:
        """What to call it: "Dr. Marsh, 11 March 2026"."""
        return f"{self.with_whom.strip() or 'Visit'}, {self.on.day} {self.on:%B %Y}"


@dataclass(frozen=True, kw_only=True)
class DeviceDay:
    """What a watch or phone recorded of a diary day: context to be read beside it, no pattern is drawn from it.

    `sleep_minutes` are those of the night of that day, asleep as the device saw it; `workout_minutes` of all workouts.
    """

    day: date
    steps: int | None = None
    sleep_minutes: int | None = None
    workout_minutes: int | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Something the person said outside an episode or check-in, with its moment.

    `question` is a screening question ("SQ01", "SQ14.jerked"; value True or False), a fact of the profile
    ("profile.birth_year"), a choice ("factors.followed", "factors.suspected", "control_days.asked"), or
    a mark on a prompt ("R30.discussed", "R21.seen"; value {"on": "2026-10-13", …}).
    """

    id: UUID
    question: str
    value: Any
    answered_at: datetime


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Facts about the person that change what a cramp may mean; None, or not in `conditions_known`, is unknown."""

    birth_year: int | None = None
    sex: Sex | None = None
    pregnant: bool | None = None
    due_on: date | None = None
    gave_birth_on: date | None = None
    smoking: Smoking | None = None
    conditions: frozenset[Condition] = frozenset()
    conditions_known: bool = False

    @classmethod
    def of(cls, answers: Sequence[Answer]) -> Self:
        """Build it from the latest answer to each profile question; `answers` in order of time."""
        said = {
            a.question.removeprefix("profile."): a.value for a in answers if a.question.startswith("profile.")
        }
        due, born = said.get("due_on"), said.get("gave_birth_on")
        return cls(
            birth_year=said.get("birth_year"),
            sex=Sex(said["sex"]) if said.get("sex") else None,
            pregnant=said.get("pregnant"),
            due_on=date.fromisoformat(due) if due else None,
            gave_birth_on=date.fromisoformat(born) if born else None,
            smoking=Smoking(said["smoking"]) if said.get("smoking") else None,
            conditions=frozenset(Condition(name) for name in said.get("conditions") or ()),
            conditions_known=said.get("conditions") is not None,
        )


@dataclass(frozen=True, slots=True)
class Night:
    """A diary day with what is known of it."""

    day: date
    outcome: Outcome
    episodes: tuple[Episode, ...] = ()
    check_in: CheckIn | None = None

    @property
    def cramps(self) -> int:
        return sum(episode.cramps for episode in self.episodes)

    @property
    def may_be_clear(self) -> bool:
        """Whether "no cramps last night" can be true: no cramp is noted, or only such as began out of bed."""
        return all(episode.in_bed is False for episode in self.episodes)

    @property
    def is_open(self) -> bool:
        """Whether the night, apart from cramps by day, still has to be told."""
        return self.may_be_clear and not (self.check_in is not None and self.check_in.clear)


@dataclass(frozen=True, kw_only=True)
class Diary:
    """A person's diary for a period: `episodes` in order of onset, `check_ins` of day, `answers` of moment.

    `own_factors` are what they follow beyond the factors that everybody may, the retired ones too. `visits` (by date)
    and `device_days` (by day) are loaded only for what takes the diary along (records.whole_diary_of).
    `first_day` and `last_day` bound what was loaded (both included); None means everything there is.
    """

    time_zone: str
    episodes: tuple[Episode, ...] = ()
    check_ins: tuple[CheckIn, ...] = ()
    medicines: tuple[Medicine, ...] = ()
    answers: tuple[Answer, ...] = ()
    own_factors: tuple[Factor, ...] = ()
    events: tuple[Event, ...] = ()
    visits: tuple[Visit, ...] = ()
    device_days: tuple[DeviceDay, ...] = ()
    first_day: date | None = None
    last_day: date | None = None

    @cached_property
    def profile(self) -> Profile:
        return Profile.of(self.answers)

    @cached_property
    def factors(self) -> tuple[Factor, ...]:
        """Every factor that this diary may speak of, in the fixed order: everybody's, then the person's own.

        In a file an own factor may have the id of one of everybody's and then stands in its place.
        """
        own = {factor.id for factor in self.own_factors}
        return (*(factor for factor in FACTORS if factor.id not in own), *self.own_factors)

    @cached_property
    def _episodes_by_day(self) -> Mapping[date, tuple[Episode, ...]]:
        by_day: dict[date, list[Episode]] = {}
        for episode in self.episodes:
            by_day.setdefault(episode.day, []).append(episode)
        return {day: tuple(episodes) for day, episodes in by_day.items()}

    @cached_property
    def _check_in_by_day(self) -> Mapping[date, CheckIn]:
        return {check_in.day: check_in for check_in in self.check_ins}

    @cached_property
    def _nights(self) -> dict[date, Night]:
        return {}

    def night(self, day: date) -> Night:
        """Return what is known of `day`: a cramp if an episode began in it, clear only if the person said so."""
        found = self._nights.get(day)
        if found is None:
            found = self._nights[day] = self._night(day)
        return found

    def _night(self, day: date) -> Night:
        episodes = self._episodes_by_day.get(day, ())
        check_in = self._check_in_by_day.get(day)
        if episodes:
            outcome = Outcome.CRAMP
        elif check_in is not None and check_in.clear:
            outcome = Outcome.CLEAR
        else:
            outcome = Outcome.UNKNOWN
        return Night(day, outcome, episodes, check_in)

    def nights(self, first: date, last: date) -> Iterator[Night]:
        """Yield every night from `first` to `last`, both included, the unknown ones too."""
        return (self.night(day) for day in days_between(first, last))

    def days_noted(self) -> tuple[date, date] | None:
        """Return the first and last diary day with an episode or a check-in, or None for an empty diary."""
        days = self._episodes_by_day.keys() | self._check_in_by_day.keys()
        return (min(days), max(days)) if days else None

    def latest_answer(self, question: str) -> Answer | None:
        """Return the last answer given to `question`, or None."""
        return next((a for a in reversed(self.answers) if a.question == question), None)
