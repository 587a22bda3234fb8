"""The list of medicines: reads medicines.toml, once."""

import tomllib
from functools import cache

from diary.content import FOLDER
from diary.domain.medicines import MedicineNames, likely_class, names_a_medicine, parse_names
from diary.domain.vocabulary import DrugClass


@cache
def medicine_names() -> MedicineNames:
    """Return every name that is known, with its class."""
    return parse_names(tomllib.loads((FOLDER / "medicines.toml").read_text(encoding="utf-8")))


def class_to_confirm(name: str) -> DrugClass | None:
    """Return the class to ask about for a medicine called `name`; None when there is nothing to ask."""
    found = likely_class(name, medicine_names())
    return None if found is DrugClass.NONE else found


def is_medicine(name: str) -> bool:
    """Whether a known medicine stands in `name`."""
    return names_a_medicine(name, medicine_names())


def class_question(kind: DrugClass) -> str:
    """Return the question that confirms a class: "Is this a statin (for cholesterol)?"."""
    return medicine_names().facts[kind].question
