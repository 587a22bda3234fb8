"""How a diary is looked back on: months as weeks, nights counted and listed, what an episode must match."""

from calendar import Calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Self

from diary.domain.entries import Episode, Night
from diary.domain.vocabulary import Muscle, Outcome

LONGEST_MONTH = timedelta(days=31)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, by its first day; as text "2026/03"."""

    first: date

    def __str__(self) -> str:
        return f"{self.first.year:04}/{self.first.month:02}"

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.replace(day=1))

    @property
    def last(self) -> date:
        return self.following.first - ONE_DAY

    @property
    def previous(self) -> "Month":
        return Month.of(self.first - ONE_DAY)

    @property
    def following(self) -> "Month":
        return Month.of(self.first + LONGEST_MONTH)

    def weeks(self) -> tuple[tuple[date | None, ...], ...]:
        """Return its weeks from Monday to Sunday; None stands for a day of another month."""
        return tuple(
            tuple(self.first.replace(day=day) if day else None for day in week)
            for week in Calendar().monthdayscalendar(self.first.year, self.first.month)
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """Nights counted: with cramps, without, not noted; `noted` is the denominator of the first two."""

    cramp: int
    clear: int
    unknown: int

    @classmethod
    def of(cls, nights: Iterable[Night]) -> Self:
        outcomes = [night.outcome for night in nights]
        return cls(*(outcomes.count(outcome) for outcome in (Outcome.CRAMP, Outcome.CLEAR, Outcome.UNKNOWN)))

    @property
    def noted(self) -> int:
        return self.cramp + self.clear


def is_open(night: Night, settled: date) -> bool:
    """Return whether `night` is still to come: not said, and after `settled`, the last that is over."""
    return night.day > settled and night.outcome is Outcome.UNKNOWN


def in_runs(nights: Sequence[Night]) -> list[tuple[Night, ...]]:
    """Return each night alone, but those next to each other of which nothing at all was noted in one run."""
    runs: list[tuple[Night, ...]] = []
    for blank, group in groupby(nights, key=is_blank):
        found = tuple(group)
        runs.extend([found] if blank else [(night,) for night in found])
    return runs


def is_blank(night: Night) -> bool:
    """Return whether nothing at all is noted of `night`; a check-in whose answers were taken back is nothing."""
    said = night.check_in
    has_answers = said is not None and bool(said.factors or said.sleep_disturbance is not None)
    return night.outcome is Outcome.UNKNOWN and not has_answers


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeFilter:
    """What an episode must match. None and "" match every episode; bounds are included.

    `text` is looked for in the note in any case. An episode without a severity matches no severity.
    """

    muscle: Muscle | None = None
    severity_from: int | None = None
    severity_to: int | None = None
    since: date | None = None
    until: date | None = None
    text: str = ""

    def matches(self, episode: Episode) -> bool:
        """Return whether `episode` is one of those looked for."""
        return (
            (self.muscle is None or any(place.muscle is self.muscle for place in episode.places))
            and self._severity_matches(episode.severity)
            and (self.since is None or episode.day >= self.since)
            and (self.until is None or episode.day <= self.until)
            and self.text.casefold() in episode.note.casefold()
        )

    def _severity_matches(self, severity: int | None) -> bool:
        if severity is None:
            return self.severity_from is None and self.severity_to is None
        return (self.severity_from is None or severity >= self.severity_from) and (
            self.severity_to is None or severity <= self.severity_to
        )


def by_night(episodes: Iterable[Episode]) -> Iterator[tuple[date, tuple[Episode, ...]]]:
    """Yield (diary day, its episodes) for `episodes` in order of onset, the latest night first."""
    latest_first = sorted(episodes, key=lambda episode: episode.day, reverse=True)
    for day, found in groupby(latest_first, key=lambda episode: episode.day):
        yield day, tuple(found)
