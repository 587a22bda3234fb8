"""What a check-in may ask about a day: question, scale, the cut fixed in advance, lag and evidence.

The cuts are never searched for: a factor is "present" on a day when the answer is one of `present`, or a number
that reaches `cut`. People may follow factors of their own, which are yes or no, or a number with a cut.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any, TypeAlias

from diary.domain.vocabulary import Grade

# A value of the factor's scale, or the number that was given. A file may also say True or False, present or absent,
# where the scale says more; a diary that was kept here never does.
FactorAnswer: TypeAlias = str | float | bool

LARGEST_NUMBER = 1_000_000
# How many factors of their own a person follows at a time: an evening has room for no more questions.
MOST_FOLLOWED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One thing that may matter.

    `scale` holds (stored value, words) in ascending order; `present` are the values that count as exposed. A
    number has no scale but a `cut`: it counts as exposed from there on. `lag` says which nights an answer may be
    paired with, `nights_after` how many in numbers: 1 is the night of the same diary day, 2 the next one too.
    `is_on_purpose` marks what people start in the hope of fewer cramps. `asked_by_default` puts it in everybody's
    check-in. A person's own factor (`is_own`) has no evidence, and is no longer asked about once `retired_on`.
    """

    id: str
    name: str
    question: str
    scale: tuple[tuple[str, str], ...]
    present: frozenset[str]
    present_words: str
    absent_words: str
    lag: str
    grade: Grade | None
    source: str
    nights_after: int = 1
    is_on_purpose: bool = False
    asked_by_default: bool = False
    cut: float | None = None
    is_own: bool = False
    retired_on: date | None = None

    @property
    def is_number(self) -> bool:
        return self.cut is not None

    @property
    def cut_words(self) -> str:
        """The cut as it is read: "8,000"; "" without one."""
        return "" if self.cut is None else self.answer_words(self.cut)

    def is_present(self, answer: FactorAnswer | None) -> bool | None:
        """Return whether the day counts as exposed; None when the answer is unknown, skipped or not an answer."""
        if isinstance(answer, bool):
            return answer
        if self.cut is None:
            return answer in self.present if answer in dict(self.scale) else None
        return answer >= self.cut if isinstance(answer, int | float) else None

    def answer_words(self, answer: FactorAnswer) -> str:
        """Return an answer as it is read: "1 to 2 drinks", "8,200". Raises KeyError for what is not on the scale."""
        if isinstance(answer, bool):
            return "Yes" if answer else "No"
        return f"{answer:,.10g}" if isinstance(answer, int | float) else dict(self.scale)[answer]

    def answer_problem(self, answer: Any) -> str | None:
        """Return why `answer` can not be stored, or None. A skipped question is stored as None."""
        if answer is None:
            return None
        if self.is_number:
            return number_problem(answer)
        return None if answer in [value for value, _ in self.scale] else f"“{self.name}” has no such answer."


NO_YES = (("no", "No"), ("yes", "Yes"))

FACTORS: tuple[Factor, ...] = (
    Factor(
        id="fluids",
        name="Drinking",
        question="How much did you drink, all drinks together?",
        scale=(("less", "Less than usual"), ("usual", "Usual"), ("more", "More")),
        present=frozenset({"less"}),
        present_words="little to drink",
        absent_words="as much to drink as usual or more",
        lag="same day and night",
        grade=Grade.C,
        source="SCHW09, MIL15",
        asked_by_default=True,
    ),
    Factor(
        id="activity",
        name="Hard activity",
        question="How hard was your activity?",
        scale=(("none", "None"), ("light", "Light"), ("moderate", "Moderate"), ("hard", "Hard")),
        present=frozenset({"hard"}),
        present_words="hard activity",
        absent_words="none, light or moderate activity",
        lag="the night after",
        grade=Grade.B,
        source="SCHW09, MIL22",
        asked_by_default=True,
    ),
    Factor(
        id="sitting",
        name="Long sitting",
        question="How long did you sit, all together?",
        scale=(("under-4", "Under 4 hours"), ("4-8", "4 to 8 hours"), ("over-8", "Over 8 hours")),
        present=frozenset({"over-8"}),
        present_words="over 8 hours of sitting",
        absent_words="8 hours of sitting or less",
        lag="same night",
        grade=Grade.C,
        source="DEL20",
        asked_by_default=True,
    ),
    Factor(
        id="alcohol",
        name="Alcohol",
        question="Any alcohol?",
        scale=(("0", "None"), ("1-2", "1 to 2 drinks"), ("3-4", "3 to 4 drinks"), ("5+", "5 or more")),
        present=frozenset({"1-2", "3-4", "5+"}),
        present_words="alcohol",
        absent_words="no alcohol",
        lag="same night",
        grade=Grade.C,
        source="DEL18",
        asked_by_default=True,
    ),
    Factor(
        id="standing",
        name="Long standing",
        question="On your feet most of the day?",
        scale=(("no", "No"), ("some", "Some of it"), ("most", "Most of it")),
        present=frozenset({"most"}),
        present_words="most of the day on your feet",
        absent_words="less standing",
        lag="same night",
        grade=Grade.C,
        source="BAHK12",
    ),
    Factor(
        id="heat",
        name="Heat or sweating",
        question="Very hot, or sweating a lot?",
        scale=(("no", "No"), ("some", "Some"), ("a-lot", "A lot")),
        present=frozenset({"a-lot"}),
        present_words="a lot of heat or sweating",
        absent_words="less heat or sweating",
        lag="same day and night",
        grade=Grade.B,
        source="GARR15, NHS-HEAT",
    ),
    Factor(
        id="stretch",
        name="Bedtime stretch",
        question="Did you do your bedtime stretch?",
        scale=(("no", "No"), ("part", "Part of it"), ("yes", "Yes")),
        present=frozenset({"yes"}),
        present_words="the bedtime stretch",
        absent_words="no full bedtime stretch",
        lag="same night; any effect builds over 6 weeks",
        grade=Grade.B,
        source="HALL12, COPPIN05, COCH-STR21",
        is_on_purpose=True,
    ),
    Factor(
        id="stomach",
        name="Stomach upset",
        question="Stomach upset with vomiting or diarrhoea?",
        scale=NO_YES,
        present=frozenset({"yes"}),
        present_words="a stomach upset",
        absent_words="no stomach upset",
        lag="same day and up to 48 hours",
        grade=Grade.D,
        source="MERCK",
        nights_after=2,
    ),
    Factor(
        id="cold-legs",
        name="Cold legs or feet",
        question="Cold legs or feet in bed?",
        scale=NO_YES,
        present=frozenset({"yes"}),
        present_words="cold legs or feet in bed",
        absent_words="warm legs and feet",
        lag="same night",
        grade=Grade.C,
        source="HAWKE13b",
    ),
    Factor(
        id="illness",
        name="Illness",
        question="Were you ill?",
        scale=(("no", "No"), ("mild", "A bit"), ("fever", "With fever")),
        present=frozenset({"mild", "fever"}),
        present_words="illness",
        absent_words="no illness",
        lag="same day and up to 48 hours",
        grade=Grade.D,
        source="MERCK",
        nights_after=2,
    ),
    Factor(
        id="journey",
        name="Long journey or bed rest",
        question="A trip over 3 hours, or in bed most of the day?",
        scale=NO_YES,
        present=frozenset({"yes"}),
        present_words="a long journey or a day in bed",
        absent_words="no long journey or day in bed",
        lag="same night",
        grade=Grade.D,
        source="NHS-DVT",
    ),
    Factor(
        id="low-sugar",
        name="Low sugar at night",
        question="Low sugar last night, felt or measured?",
        scale=NO_YES,
        present=frozenset({"yes"}),
        present_words="low sugar at night",
        absent_words="no low sugar at night",
        lag="same night",
        grade=Grade.D,
        source="NHS-LOWSUGAR",
    ),
    Factor(
        id="swelling",
        name="Swollen legs",
        question="Both legs swollen in the evening?",
        scale=(("no", "No"), ("a-bit", "A bit"), ("a-lot", "A lot")),
        present=frozenset({"a-bit", "a-lot"}),
        present_words="swollen legs in the evening",
        absent_words="no swelling",
        lag="same night",
        grade=Grade.C,
        source="COCH-PHLEB20, NHS-VV",
    ),
    Factor(
        id="caffeine",
        name="Coffee, tea or cola late",
        question="Coffee, tea or cola after 2 pm?",
        scale=(("0", "None"), ("1", "One"), ("2+", "Two or more")),
        present=frozenset({"2+"}),
        present_words="two or more coffees, teas or colas after 2 pm",
        absent_words="one or none",
        lag="same night, for sleep only",
        grade=Grade.N,
        source="KILLER14",
    ),
    Factor(
        id="shoes",
        name="Shoes that hurt",
        question="Did your shoes hurt?",
        scale=NO_YES,
        present=frozenset({"yes"}),
        present_words="shoes that hurt",
        absent_words="comfortable shoes",
        lag="same day and night",
        grade=Grade.N,
        source="AAFP12",
    ),
)

FACTOR_BY_ID: Mapping[str, Factor] = {factor.id: factor for factor in FACTORS}
DEFAULT_FACTORS: tuple[str, ...] = tuple(factor.id for factor in FACTORS if factor.asked_by_default)


_OWN_ID = re.compile(r"own-[a-z0-9-]{1,32}")


def own_factor(
    id: str,  # noqa: A002
    name: str,
    *,
    cut: float | None = None,
    is_on_purpose: bool = False,
    retired_on: date | None = None,
) -> Factor:
    """Return a person's own factor: yes or no, or with a `cut` a number that counts from there on."""
    reach = "" if cut is None else f" of {cut:,.10g} or more"
    return Factor(
        id=id,
        name=name,
        question=f"{name.rstrip('?')}?" if cut is None else f"{name.rstrip('?')}: how much, or how many?",
        scale=NO_YES if cut is None else (),
        present=frozenset({"yes"}) if cut is None else frozenset(),
        present_words=f"“{name}”{reach}",
        absent_words=f"no “{name}”" if cut is None else f"“{name}” of less than {cut:,.10g}",
        lag="same day and night",
        grade=None,
        source="",
        is_on_purpose=is_on_purpose,
        cut=cut,
        is_own=True,
        retired_on=retired_on,
    )


def is_own_id(factor_id: str) -> bool:
    """Whether a person's own factor may have this id: "own-" and up to 32 small letters, digits and hyphens."""
    return _OWN_ID.fullmatch(factor_id) is not None


def number_problem(answer: Any) -> str | None:
    """Return why `answer` can not be stored as a number, or None."""
    if isinstance(answer, bool) or not isinstance(answer, int | float) or not isfinite(answer):
        return "Please give a number."
    if not 0 <= answer <= LARGEST_NUMBER:
        return f"Please give a number from 0 to {LARGEST_NUMBER:,}."
    return None


def factor_answer_problem(factor_id: str, answer: Any) -> str | None:
    """Return why `answer` can not be stored under `factor_id` whoever the owner is, or None.

    Of a person's own factor it is not known here whether it is a number, so either kind of answer passes.
    """
    if factor_id in FACTOR_BY_ID:
        return FACTOR_BY_ID[factor_id].answer_problem(answer)
    if not is_own_id(factor_id):
        return "This question is not known."
    return None if answer is None or answer in dict(NO_YES) else number_problem(answer)
