"""What a check-in asks about one day: which factors in which order, what was said, and what comes next."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from diary.domain.entries import CheckIn, Diary
from diary.domain.factors import DEFAULT_FACTORS, Factor, FactorAnswer
from diary.domain.numbers import as_typed

FOLLOWED = "factors.followed"
SUSPECTED = "factors.suspected"


@dataclass(frozen=True, slots=True)
class Card:
    """One question of a check-in: its position (from 1) among all, and its answer (None: skipped or open)."""

    factor: Factor
    position: int
    total: int
    answer: FactorAnswer | None
    is_settled: bool

    @property
    def is_skipped(self) -> bool:
        return self.is_settled and self.answer is None

    @property
    def name_within(self) -> str:
        """The factor's name inside a sentence: "alcohol"; what the person typed stays as it is."""
        return self.factor.name if self.factor.is_own else self.factor.name.lower()

    @property
    def words(self) -> str:
        """The answer as it is read: "8,200"; "" without one."""
        return "" if self.answer is None else self.factor.answer_words(self.answer)

    @property
    def typed(self) -> str:
        """A number that was given, as one would type it: "8200"; "" without one."""
        return as_typed(self.answer) if isinstance(self.answer, int | float) else ""


@dataclass(frozen=True, slots=True)
class CheckInPlan:
    """The questions about one day in their order; one is settled when it was answered or skipped."""

    check_in: CheckIn
    factors: tuple[Factor, ...]

    @classmethod
    def of(cls, diary: Diary, day: date) -> Self:
        """Return what to ask about `day`: what is followed, then what was answered but no longer is."""
        check_in = diary.night(day).check_in or CheckIn(day=day, version=0)
        followed = followed_factors(diary)
        answered = tuple(
            f for f in diary.factors if check_in.factors.get(f.id) is not None and f not in followed
        )
        return cls(check_in, followed + answered)

    @property
    def day(self) -> date:
        return self.check_in.day

    @property
    def cards(self) -> tuple[Card, ...]:
        said = self.check_in.factors
        return tuple(
            Card(factor, position, self.total, said.get(factor.id), factor.id in said)
            for position, factor in enumerate(self.factors, start=1)
        )

    @property
    def total(self) -> int:
        return len(self.factors)

    @property
    def settled(self) -> int:
        return sum(factor.id in self.check_in.factors for factor in self.factors)

    @property
    def is_complete(self) -> bool:
        return self.settled == self.total

    @property
    def next(self) -> Card | None:
        """The first open question, or None when all are settled."""
        return _first_open(self.cards)

    def next_after(self, factor_id: str) -> Card | None:
        """Return the first open question after `factor_id`, else the first open one of all, or None."""
        after = next((card.position for card in self.cards if card.factor.id == factor_id), 0)
        return _first_open(self.cards[after:]) or self.next

    def copied_from(self, earlier: CheckIn | None) -> Mapping[str, FactorAnswer]:
        """Return what "the same as before" answers: the open questions that `earlier` has an answer to.

        A number is never copied: no two days have the same steps, and a copy would pass for a count.
        """
        said = earlier.factors if earlier else {}
        open_factors = (card.factor for card in self.cards if not card.is_settled)
        copied = {factor.id: said.get(factor.id) for factor in open_factors if not factor.is_number}
        return {factor_id: answer for factor_id, answer in copied.items() if answer is not None}


def followed_factors(diary: Diary) -> tuple[Factor, ...]:
    """Return what the person follows, in the fixed order: what they chose, by default the default factors, and
    their own until these are retired.
    """
    chosen = diary.latest_answer(FOLLOWED)
    ids = DEFAULT_FACTORS if chosen is None else chosen.value
    return tuple(f for f in diary.factors if (f.retired_on is None if f.is_own else f.id in ids))


def suspected_factors(diary: Diary) -> tuple[Factor, ...]:
    """Return what the person suspects, in the fixed order."""
    marked = diary.latest_answer(SUSPECTED)
    ids = marked.value if marked else ()
    return tuple(factor for factor in diary.factors if factor.id in ids)


def in_words(
    answers: Mapping[str, FactorAnswer | None], factors: Iterable[Factor]
) -> tuple[tuple[str, str], ...]:
    """Return (name, answer) of each factor as they are read: ("Alcohol", "None"), ("Drinking", "Skipped")."""
    return tuple(
        (factor.name, "Skipped" if answer is None else factor.answer_words(answer))
        for factor, answer in _with_factors(answers, factors)
    )


def present_in(answers: Mapping[str, FactorAnswer | None], factors: Iterable[Factor]) -> tuple[str, ...]:
    """Return the words of what was present, by each factor's fixed cut: ("hard activity", "alcohol")."""
    return tuple(f.present_words for f, answer in _with_factors(answers, factors) if f.is_present(answer))


def _with_factors(
    answers: Mapping[str, FactorAnswer | None], factors: Iterable[Factor]
) -> Iterator[tuple[Factor, FactorAnswer | None]]:
    return ((factor, answers[factor.id]) for factor in factors if factor.id in answers)


def _first_open(cards: Iterable[Card]) -> Card | None:
    return next((card for card in cards if not card.is_settled), None)
