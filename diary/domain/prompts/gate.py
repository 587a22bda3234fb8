"""The gate before a supplement (R45, K20): who asks a doctor or pharmacist before one is tried. It has no urgency."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from diary.domain.entries import Diary
from diary.domain.medicines import class_of
from diary.domain.prompts.case import Case
from diary.domain.prompts.tri import Tri
from diary.domain.vocabulary import Condition as Illness
from diary.domain.vocabulary import DrugClass

RULE = "R45"
QUESTION = "SQ39"
KIDNEYS = frozenset({Illness.DIALYSIS, Illness.KIDNEY})
_GATED = re.compile(
    r"\b(magnes|potass|calcium|vitamin|multivit|iron\b|k2\b|menaquin|b-?complex|b-?12|d3\b|salt|electrolyt|quinin|"
    r"hydroquinin|tonic|supplement|lo-?salt)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Gate:
    """Why advice comes first (`reasons`), and which questions are open; open counts as a reason, never as no."""

    reasons: tuple[str, ...]
    unanswered: tuple[str, ...]

    @property
    def is_closed(self) -> bool:
        """Whether a doctor or pharmacist comes before a test of it."""
        return bool(self.reasons or self.unanswered)


def is_gated(name: str) -> bool:
    """Whether what somebody wants to try is one of the products behind the gate, by its name."""
    return _GATED.search(name) is not None


def supplement_gate(diary: Diary, today: date) -> Gate:
    """Return what profile, medicines and SQ39 say on the diary day `today`; one yes or one unknown closes it."""
    asked = tuple(_asked(Case(diary, today)))
    return Gate(
        reasons=tuple(words for words, _, answer in asked if answer),
        unanswered=tuple(dict.fromkeys(question for _, question, answer in asked if answer is None)),
    )


def _asked(case: Case) -> Iterator[tuple[str, str, Tri]]:
    """Yield each reason in words, the question that settles it, and its answer."""
    yield "pregnant, or just after birth", "profile.pregnant", case.expecting(case.today)
    yield "breastfeeding", "SQ39.breastfeeding", _told(case, "breastfeeding")
    yield "under 18", "profile.birth_year", case.child
    yield "kidney disease or dialysis", "profile.conditions", _has(case, *KIDNEYS)
    yield "heart failure", "profile.conditions", _has(case, Illness.HEART_FAILURE)
    yield "a blood thinner", "SQ39.thinner", _takes(case, DrugClass.BLOOD_THINNER, "thinner")
    yield "an ACE inhibitor or a sartan", "SQ39.pressure", _takes(case, DrugClass.ACE_ARB, "pressure")
    sparing = _takes(case, DrugClass.POTASSIUM_SPARING, "sparing")
    yield "a water tablet that keeps potassium", "SQ39.sparing", sparing
    yield "a heart rhythm problem", "SQ39.rhythm", _told(case, "rhythm")


def _has(case: Case, *illnesses: Illness) -> Tri:
    named = not case.profile.conditions.isdisjoint(illnesses)
    return named if case.profile.conditions_known else None


def _takes(case: Case, kind: DrugClass, part: str) -> Tri:
    """Yes when the list of medicines has one; the list alone never says no."""
    listed = any(class_of(m) is kind and m.taken_on(case.today) is not False for m in case.diary.medicines)
    return listed or _told(case, part)


def _told(case: Case, part: str) -> Tri:
    """The answer to one part of SQ39; "no" to the whole is "no" to each."""
    occasions = case.occasions(QUESTION)
    if occasions:
        return occasions[-1].part(part)
    return False if case.said(QUESTION) is False else None
