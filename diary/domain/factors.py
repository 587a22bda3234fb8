"""What a check-in may ask about a day: question, scale, the cut fixed in advance, lag and evidence.

The cuts are never searched for: a factor is "present" on a day when the answer is one of `present`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from diary.domain.vocabulary import Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One thing that may matter.

    `scale` holds (stored value, words) in ascending order; `present` are the values that count as exposed;
    `lag` says which nights an answer may be paired with, `nights_after` how many in numbers: 1 is the night of
    the same diary day, 2 the next one too. `is_on_purpose` marks what people start in the hope of fewer cramps.
    `asked_by_default` puts it in everybody's check-in.
    """

    id: str
    name: str
    question: str
    scale: tuple[tuple[str, str], ...]
    present: frozenset[str]
    present_words: str
    absent_words: str
    lag: str
    grade: Grade
    source: str
    nights_after: int = 1
    is_on_purpose: bool = False
    asked_by_default: bool = False

    def is_present(self, answer: str | None) -> bool | None:
        """Return whether the day counts as exposed; None when the answer is unknown, skipped or not on the scale."""
        return answer in self.present if answer in dict(self.scale) else None


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


def factor_answer_problem(factor_id: str, answer: Any) -> str | None:
    """Return why `answer` can not be stored for the factor, or None. A skipped question is stored as None."""
    factor = FACTOR_BY_ID.get(factor_id)
    if factor is None:
        return "This question is not known."
    if answer is not None and answer not in [value for value, _ in factor.scale]:
        return f"“{factor.name}” has no such answer."
    return None
