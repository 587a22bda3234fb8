"""What goes with it, and what changed on a date: the findings as rows, each with its line."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from diary.domain.patterns import Associations, CrossoverFinding, DatedChange, Finding, Verdict
from diary.domain.patterns.wording import (
    MOST_SHOWN,
    PLACEBO,
    FindingWords,
    before_after_words,
    comparing_words,
    crossover_words,
    finding_words,
    in_order,
    is_compared,
    look_words,
    shares_words,
)
from diary.domain.wording import share
from diary.templatetags import charts


@dataclass(frozen=True, slots=True)
class Link:
    """One factor: its verdict as a code, its two shares and its words, and its line; None without an estimate."""

    verdict: str
    shares: tuple[str, str]
    words: FindingWords
    picture: SafeString | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """The factors to show at once, and the others.

    `has_lines`: whether any has a line and so needs the ends of the axis. `look` says what the verdicts rest on,
    `comparing` how many things are compared; `caption` and `columns` say what the two shares of a factor are.
    """

    first: tuple[Link, ...]
    others: tuple[Link, ...]
    caption: str
    columns: tuple[str, str]
    look: str = ""
    comparing: str = ""

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
    """Return every factor that is followed or was ever answered, by nights with it and without it."""

    def link(finding: Finding) -> Link:
        words = finding_words(finding, associations)
        picture = charts.odds_strip(finding, words) if is_compared(finding) else None
        return Link(finding.verdict.value, shares_words(finding), words, picture)

    first, others = in_order(associations)
    return Links(
        first=tuple(map(link, first)),
        others=tuple(map(link, others)),
        caption="Nights with cramps of nights noted, after each of these and on the other nights",
        columns=("Nights after it", "Other nights"),
        look=look_words(associations),
        comparing=comparing_words(associations),
    )


def crossover_of(findings: Sequence[CrossoverFinding]) -> Links:
    """Return the same by nights with cramps and their days for comparison, those with a dozen nights first."""

    def link(finding: CrossoverFinding) -> Link:
        words = crossover_words(finding)
        shares = share(finding.cramp_nights), share(finding.control_days)
        return Link(finding.verdict.value, shares, words, charts.odds_strip(finding, words, "crossover"))

    verdicts = list(Verdict)
    ordered = sorted(
        findings, key=lambda found: (found.cramp_nights_needed > 0, verdicts.index(found.verdict))
    )
    links = tuple(map(link, ordered))
    return Links(
        first=links[:MOST_SHOWN],
        others=links[MOST_SHOWN:],
        caption="Nights with cramps that came after each of these, and comparison days that did",
        columns=("Nights with cramps", "Comparison days"),
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
