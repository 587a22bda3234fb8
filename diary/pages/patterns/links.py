"""What goes with it, and what changed on a date: the findings as rows, each with its line."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from diary.domain.patterns import Associations, DatedChange, Finding
from diary.domain.patterns.wording import (
    MOST_SHOWN,
    PLACEBO,
    FindingWords,
    before_after_words,
    comparing_words,
    finding_words,
    in_order,
    look_words,
)
from diary.domain.wording import share
from diary.templatetags import charts


@dataclass(frozen=True, slots=True)
class Link:
    """One factor: its verdict as a code, its counts and words, and its line; None while nothing was estimated."""

    verdict: str
    exposed: str
    unexposed: str
    words: FindingWords
    picture: SafeString | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """The factors to show at once, and the others.

    `has_lines`: whether any has a line and so needs the ends of the axis. `look` says what the verdicts rest on,
    `comparing` how many things are compared.
    """

    first: tuple[Link, ...]
    others: tuple[Link, ...]
    look: str
    comparing: str

    @property
    def every(self) -> tuple[Link, ...]:
        return self.first + self.others

    @property
    def has_lines(self) -> bool:
        return any(link.picture for link in self.every)

    @property
    def speaks_of_placebo(self) -> bool:
        return any(PLACEBO in link.words.notes for link in self.every)


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """Something that changed on a date: what, what the weeks around it say, and its line."""

    what: str
    words: str
    picture: SafeString | None


@dataclass(frozen=True, slots=True)
class Changes:
    """The latest dated changes, and those before."""

    first: tuple[ChangeRow, ...]
    others: tuple[ChangeRow, ...]

    @property
    def every(self) -> tuple[ChangeRow, ...]:
        return self.first + self.others

    @property
    def has_lines(self) -> bool:
        return any(row.picture for row in self.every)

    @property
    def speaks_of_placebo(self) -> bool:
        return any(PLACEBO in row.words for row in self.every)


def links_of(associations: Associations) -> Links:
    """Return every factor that is followed or was ever answered."""

    def link(finding: Finding) -> Link:
        words = finding_words(finding, associations)
        return Link(
            verdict=finding.verdict.value,
            exposed=share(finding.exposed),
            unexposed=share(finding.unexposed),
            words=words,
            picture=charts.odds_strip(finding, words),
        )

    first, others = in_order(associations)
    return Links(
        first=tuple(map(link, first)),
        others=tuple(map(link, others)),
        look=look_words(associations),
        comparing=comparing_words(associations),
    )


def changes_of(dated: Sequence[DatedChange]) -> Changes:
    """Return every dated change, the latest first, their lines on one axis."""
    most = charts.nights_axis(dated)
    rows = tuple(
        ChangeRow(
            change.what,
            before_after_words(change).removeprefix(f"{change.what}: "),
            charts.nights_strip(change, most, number),
        )
        for number, change in enumerate(dated)
    )
    return Changes(rows[:MOST_SHOWN], rows[MOST_SHOWN:])
