"""Which kind of medicine a name stands for: certain for an international name, a question for what looks like one."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from typing import Any

from diary.domain.entries import STOPPED, Medicine
from diary.domain.guidance.documents import Document
from diary.domain.vocabulary import DrugClass, Grade

# The international names that the rules count on without being told: nobody has to confirm what a name says by itself.
INTERNATIONAL: Mapping[DrugClass, tuple[str, ...]] = {
    DrugClass.LABA: ("salmeterol", "formoterol", "indacaterol", "olodaterol", "vilanterol"),
    DrugClass.POTASSIUM_SPARING: ("spironolactone", "eplerenone", "amiloride", "triamterene"),
    DrugClass.THIAZIDE: ("bendroflumethiazide", "hydrochlorothiazide", "indapamide", "chlortalidone"),
    DrugClass.LOOP: ("furosemide", "bumetanide", "torasemide"),
    DrugClass.STATIN: (
        "atorvastatin", "fluvastatin", "lovastatin", "pitavastatin", "pravastatin", "rosuvastatin", "simvastatin",
    ),
    DrugClass.LISTED: (
        "salbutamol", "terbutaline", "raloxifene", "iron sucrose", "conjugated oestrogens", "teriparatide", "naproxen",
        "pregabalin", "clonazepam", "citalopram", "zolpidem", "cisplatin", "oxaliplatin", "carboplatin", "paclitaxel",
        "docetaxel", "vincristine", "vinblastine", "vinorelbine",
    ),
    DrugClass.QUININE: ("quinine", "hydroquinine", "tonic water"),
    DrugClass.BLOOD_THINNER: ("warfarin", "acenocoumarol", "phenprocoumon"),
    DrugClass.ACE_ARB: (
        "ramipril", "lisinopril", "enalapril", "perindopril", "captopril", "fosinopril", "quinapril", "trandolapril",
        "losartan", "candesartan", "valsartan", "irbesartan", "olmesartan", "telmisartan",
    ),
}  # fmt: skip
# Thinners of another kind: no supplement is known to undo them, yet a hit on the head is as serious (NHS-HEAD).
OTHER_THINNERS = (
    "apixaban", "dabigatran", "edoxaban", "rivaroxaban", "heparin", "enoxaparin", "dalteparin", "tinzaparin",
)  # fmt: skip
DIURETICS = frozenset({DrugClass.POTASSIUM_SPARING, DrugClass.THIAZIDE, DrugClass.LOOP})
# Named as possible causes of cramps: a start or a change is asked about (R36).
MAY_CAUSE_CRAMPS = frozenset({DrugClass.LABA, DrugClass.STATIN, DrugClass.LISTED, *DIURETICS})

RECENT = timedelta(days=90)  # a start or a change that is highlighted

# A slip is looked for in long names alone: short ones differ in one letter and are different medicines.
SHORTEST_GUESS, LIKE_ENOUGH = 7, 0.86
_WORDS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassFacts:
    """What is known of a class: how good the evidence is, from where, how people write it, brand names (never shown).

    `generic` are names that complete what is typed, beyond the international ones; `spellings` are only recognised.
    """

    drug_class: DrugClass
    question: str
    grade: Grade
    sources: tuple[str, ...]
    evidence: str
    generic: tuple[str, ...]
    spellings: tuple[str, ...]
    brands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MedicineNames:
    """Every name that is known, in small letters, with its class; NONE for a medicine of no class that matters."""

    facts: Mapping[DrugClass, ClassFacts]
    known: Mapping[str, DrugClass]
    generic: tuple[str, ...]


def class_of(medicine: Medicine) -> DrugClass | None:
    """Return what the person confirmed, else what an international name says by itself."""
    return medicine.drug_class or certain_class(medicine.name)


def is_blood_thinner(medicine: Medicine) -> bool:
    """Whether a medicine keeps blood from clotting, of whichever kind: by its class, or by an international name."""
    other = dict.fromkeys(OTHER_THINNERS, DrugClass.NONE)
    return class_of(medicine) is DrugClass.BLOOD_THINNER or any(_found(medicine.name, other))


def recent_change(medicine: Medicine, today: date) -> tuple[str, date] | None:
    """Return the last start or change of the 90 days up to `today`, of a medicine that is named as a possible cause."""
    if class_of(medicine) not in MAY_CAUSE_CRAMPS or medicine.taken_on(today) is False:
        return None
    dates = [(on, what) for what, on in medicine.dated if what != STOPPED and today - RECENT <= on <= today]
    return max(dates)[::-1] if dates else None


def dates_problem(
    started_on: date | None, changes: Iterable[date], stopped_on: date | None
) -> tuple[str, str] | None:
    """Return the field whose date contradicts the others, and why, in words; or None."""
    if started_on and stopped_on and stopped_on < started_on:
        return "stopped_on", "This is before the day it was started."
    for on in changes:
        if started_on and on < started_on:
            return "changes", "One of these is before the day it was started."
        if stopped_on and on > stopped_on:
            return "changes", "One of these is after the day it was stopped."
    return None


def certain_class(name: str) -> DrugClass | None:
    """Return the class that an international name in `name` says by itself ("Atorvastatin 20" -> STATIN), or None."""
    return next(_found(name, _INTERNATIONAL_CLASS), None)


def likely_class(name: str, names: MedicineNames) -> DrugClass | None:
    """Return the class to ask about for what was typed: a known name in it, else one that differs by a slip.

    NONE when it is a known medicine of another kind; None when nothing is like it.
    """
    if (found := next(_found(name, names.known), None)) is not None:
        return found
    typed = [word for word in _words(name) if len(word) >= SHORTEST_GUESS]
    near = [
        (likeness, known)
        for word in typed
        for known in names.known
        if known[0] == word[0] and abs(len(known) - len(word)) <= 2 and len(known) >= SHORTEST_GUESS
        if (likeness := SequenceMatcher(None, word, known, autojunk=False).ratio()) >= LIKE_ENOUGH
    ]
    return names.known[max(near)[1]] if near else None


def names_a_medicine(name: str, names: MedicineNames) -> bool:
    """Whether a known medicine, of whatever kind, stands in `name`."""
    return next(_found(name, names.known), None) is not None


def parse_names(tables: Mapping[str, Any]) -> MedicineNames:
    """Read the list of medicines from its TOML tables; raise ContentError, naming the class and the field."""
    facts = {kind: _facts(kind, tables) for kind in INTERNATIONAL}
    others = Document("medicines, others", tables.get("others", {}))
    others.refuse_unknown("names")
    known = dict.fromkeys(map(_plain, others.texts("names")), DrugClass.NONE)
    for kind, each in facts.items():
        known |= dict.fromkeys(
            map(_plain, (*INTERNATIONAL[kind], *each.generic, *each.spellings, *each.brands)), kind
        )
    generic = {*others.texts("names")}.union(
        *INTERNATIONAL.values(), *(each.generic for each in facts.values())
    )
    return MedicineNames(facts, known, tuple(sorted(name[0].upper() + name[1:] for name in generic)))


def _facts(kind: DrugClass, tables: Mapping[str, Any]) -> ClassFacts:
    document = Document(f"medicines, {kind.value}", tables.get(kind.value, {}))
    document.refuse_unknown("question", "grade", "sources", "evidence", "generic", "spellings", "brands")
    return ClassFacts(
        drug_class=kind,
        question=document.text("question"),
        grade=document.term("grade", Grade),
        sources=document.texts("sources"),
        evidence=document.text("evidence"),
        generic=document.texts("generic"),
        spellings=document.texts("spellings"),
        brands=document.texts("brands"),
    )


def _found(name: str, known: Mapping[str, DrugClass]) -> Iterator[DrugClass]:
    """Yield the class of each known name that stands in `name` as whole words, those that matter first."""
    words = f" {_plain(name)} "
    found = [kind for each, kind in known.items() if f" {each} " in words]
    yield from sorted(found, key=lambda kind: list(DrugClass).index(kind))


def _plain(name: str) -> str:
    """ "Co-Amilofruse 5/40" -> "co amilofruse"."""
    return " ".join(_words(name))


def _words(name: str) -> list[str]:
    return _WORDS.findall(name.casefold())


_INTERNATIONAL_CLASS = {name: kind for kind, names in INTERNATIONAL.items() for name in names}
