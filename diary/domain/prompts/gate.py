"""The gate before a supplement (R45, K20): who asks a doctor or pharmacist before one is tried. It has no urgency."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from diary.domain.entries import Diary
from diary.domain.medicines import certain_class, class_of
from diary.domain.prompts.case import Case
from diary.domain.prompts.tri import Tri
from diary.domain.vocabulary import Condition as Illness
from diary.domain.vocabulary import DrugClass

RULE = "R45"
QUESTION = "SQ39"
_CLASSES = (
    ("a blood thinner", DrugClass.BLOOD_THINNER, "thinner"),
    ("an ACE inhibitor or a sartan", DrugClass.ACE_ARB, "pressure"),
    ("a water tablet that keeps potassium", DrugClass.POTASSIUM_SPARING, "sparing"),
)
KIDNEYS = frozenset({Illness.DIALYSIS, Illness.KIDNEY})
# By their plain names, chemical names and forms, as they stand on a label; a beginning unless it ends in \b.
_GATED = re.compile(
    r"\b(magnes|epsom|potass|kalium|kcl\b|lo-?salt|salt|sodium\s+(chlorid|tab|caps)|electrolyt|rehydration|isotonic|"
    r"calcium(?!\s+(channel|antagon|block))|calcit|calcif|alfacalcid|(chole|cole|ergo)calcif|dolomit|coral\s+calc|cal-?mag\b|"
    r"d-?[23]\b|iron\b|ferr(ous|ic|um)|k-?[12]\b|mk-?[47]\b|menaquin|menatetren|phyto(mena|nadi)|phylloquin|"
    r"(multi-?|pro)?vitamin|vit\.?\s?-?[a-k]\b|multi-?(vit|mineral)|mineral|trace\s+element|zinc|"
    r"b-?\s?complex|b-?(1|2|3|6|9|12)\b|thiamin|riboflavin|niacin|pyridox|cobalamin|folic|folate|"
    r"(hydro)?quinin|chinin|cinchon|tonic|bitter\s+lemon|(food\s+|dietary\s+)?supplement|nutraceut)"
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
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return _GATED.search(plain.casefold().replace("_", " ")) is not None


def supplement_gate(
    diary: Diary, today: date, likely_class: Callable[[str], DrugClass | None] = certain_class
) -> Gate:
    """Return what profile, medicines and SQ39 say on the diary day `today`; one yes or one unknown closes it.

    `likely_class` says of which class a medicine may be by its name: until that is confirmed it is unknown.
    """
    asked = tuple(_asked(Case(diary, today), likely_class))
    return Gate(
        reasons=tuple(words for words, _, answer in asked if answer),
        unanswered=tuple(dict.fromkeys(question for _, question, answer in asked if answer is None)),
    )


def _asked(case: Case, likely_class: Callable[[str], DrugClass | None]) -> Iterator[tuple[str, str, Tri]]:
    """Yield each reason in words, the question that settles it, and its answer."""
    yield "pregnant, or just after birth", "profile.pregnant", case.expecting(case.today)
    yield "breastfeeding", "SQ39.breastfeeding", _told(case, "breastfeeding")
    yield "under 18", "profile.birth_year", case.child
    yield "kidney disease or dialysis", "profile.conditions", _has(case, *KIDNEYS)
    yield "heart failure", "profile.conditions", _has(case, Illness.HEART_FAILURE)
    for words, kind, part in _CLASSES:
        question, answer = _takes(case, kind, part, likely_class)
        yield words, question, answer
    yield "a heart rhythm problem", "SQ39.rhythm", _told(case, "rhythm")


def _has(case: Case, *illnesses: Illness) -> Tri:
    named = not case.profile.conditions.isdisjoint(illnesses)
    return named if case.profile.conditions_known else None


def _takes(
    case: Case, kind: DrugClass, part: str, likely_class: Callable[[str], DrugClass | None]
) -> tuple[str, Tri]:
    """Return the question that settles it, and yes when the list of medicines has one; the list never says no."""
    taken = [medicine for medicine in case.diary.medicines if medicine.taken_on(case.today) is not False]
    told = _told(case, part)
    if any(class_of(medicine) is kind for medicine in taken):
        return f"{QUESTION}.{part}", True
    if any(medicine.drug_class is None and likely_class(medicine.name) is kind for medicine in taken):
        return "medicine.drug_class", told or None
    return f"{QUESTION}.{part}", told


def _told(case: Case, part: str) -> Tri:
    """The answer to one part of SQ39; "no" to the whole is "no" to each."""
    occasions = case.occasions(QUESTION)
    if occasions:
        return occasions[-1].part(part)
    return False if case.said(QUESTION) is False else None
