"""What the person has marked on a prompt: "discussed with my doctor", "seen by a doctor on" (K1), and "later"."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from diary.domain.entries import Answer
from diary.domain.prompts.case import Match
from diary.domain.prompts.questions import answer_problem, iso_date
from diary.domain.prompts.rules import Rule
from diary.domain.vocabulary import Urgency

QUIET_FOR = timedelta(days=90)
PUT_ASIDE_FOR = timedelta(days=14)
NEVER_QUIET = frozenset({Urgency.EMERGENCY, Urgency.SAME_DAY})


@dataclass(frozen=True, slots=True)
class Mark:
    """A date that was marked, when it was said, and the count and urgency that the prompt had then."""

    on: date
    said_at: datetime
    count: int | None
    urgency: Urgency | None


@dataclass(frozen=True, slots=True)
class Marks:
    """The latest mark of each kind on each rule, as of the diary day `today`."""

    by_question: dict[str, Mark]
    today: date

    @classmethod
    def of(cls, answers: Iterable[Answer], today: date) -> Self:
        """Read them from `answers` in order of time. A later one replaces an earlier one; None takes it back.

        A date still to come says nothing yet; the running diary day may reach into the next date.
        """
        marks: dict[str, Mark] = {}
        for answer in answers:
            if not answer.question.startswith("R") or answer_problem(answer.question, answer.value):
                continue
            marks.pop(answer.question, None)
            on = iso_date(answer.value["on"]) if answer.value else None
            if on is not None and on <= today + timedelta(days=1):
                urgency = answer.value["urgency"]
                marks[answer.question] = Mark(
                    on, answer.answered_at, answer.value["count"], Urgency(urgency) if urgency else None
                )
        return cls(marks, today)

    def closes(self, rule: Rule, match: Match) -> bool:
        """Whether a doctor has seen the person since the event, where it is one that is closed so."""
        if match.urgency not in NEVER_QUIET or match.at is None:
            return False
        seen = (self.by_question.get(f"{id}.seen") for id in rule.seen_with or (rule.id,))  # noqa: A001
        return any(mark is not None and mark.on >= match.on and mark.said_at >= match.at for mark in seen)

    def quiets(self, rule: Rule, urgency: Urgency, count: int) -> bool:
        """Whether it was discussed (or seen) within 90 days, and has become neither more urgent nor twice as often."""
        return self._holds(rule, ("discussed", "seen"), QUIET_FOR, urgency, count)

    def puts_aside(self, rule: Rule, urgency: Urgency, count: int) -> bool:
        """Whether it was put aside within 14 days, and has become neither more urgent nor twice as often."""
        return self._holds(rule, ("later",), PUT_ASIDE_FOR, urgency, count)

    def _holds(
        self, rule: Rule, kinds: Iterable[str], lasts: timedelta, urgency: Urgency, count: int
    ) -> bool:
        marks = (self.by_question.get(f"{rule.id}.{kind}") for kind in kinds)
        return urgency not in NEVER_QUIET and any(
            self.today - mark.on < lasts and not _is_worse(mark, urgency, count) for mark in marks if mark
        )


def _is_worse(mark: Mark, urgency: Urgency, count: int) -> bool:
    """Whether the urgency has risen since the mark, or the count doubled; what the mark left open says nothing."""
    risen = mark.urgency is not None and urgency.rank < mark.urgency.rank
    return risen or (bool(mark.count) and count >= 2 * (mark.count or 0))
