"""What kind of medicine a name is: certain, likely, or nothing to ask about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.content import bibliography
from diary.content.medicines import class_question, class_to_confirm, is_medicine, medicine_names
from diary.domain.guidance.documents import ContentError
from diary.domain.medicines import INTERNATIONAL, MAY_CAUSE_CRAMPS, certain_class, likely_class, parse_names
from diary.domain.vocabulary import DrugClass

NAMES = medicine_names()


@pytest.mark.parametrize(("kind", "names"), INTERNATIONAL.items())
def test_an_international_name_is_certain_in_every_spelling_of_its_case_and_with_a_strength(kind, names):
    for name in names:
        assert certain_class(name) is kind
        assert certain_class(f"{name.upper()} 20 mg") is kind
        assert class_to_confirm(name) is kind


@pytest.mark.parametrize(
    "name", ["", "20 mg", "nystatin", "somatostatin", "my blood pressure tablet", "Lasix", "indapamid"]
)
def test_what_is_no_international_name_is_never_certain(name):
    assert certain_class(name) is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("indapamid", DrugClass.THIAZIDE),
        ("Indapamied 1.5", DrugClass.THIAZIDE),
        ("frusemide", DrugClass.LOOP),
        ("Lasix 40", DrugClass.LOOP),
        ("Atorvastain", DrugClass.STATIN),
        ("amloride", DrugClass.POTASSIUM_SPARING),
        ("co-amilofruse 5/40", DrugClass.POTASSIUM_SPARING),
        ("salmeterol/fluticasone", DrugClass.LABA),
        ("Tonic water", DrugClass.QUININE),
        ("lisinopryl", DrugClass.ACE_ARB),
    ],
)
def test_a_spelling_a_brand_or_a_slip_is_asked_about(name, kind):
    assert class_to_confirm(name) is kind


@pytest.mark.parametrize(
    "name",
    ["amlodipine", "Amlodipin", "quinidine", "nystatin", "escitalopram", "carbamazepine", "hydroxychloroquine",
     "predisolone", "magnesium", "zopiclone", "loop", "water pill", "", "🦵"],
)  # fmt: skip
def test_another_medicine_is_not_taken_for_one_that_it_is_almost_spelt_like(name):
    assert class_to_confirm(name) is None


@given(st.text(max_size=6))
def test_a_short_name_is_never_guessed(name):
    known = likely_class(name, NAMES)
    assert known is None or any(
        word in NAMES.known for word in (name.casefold(), *name.casefold().split(), *_parts(name))
    )


def _parts(name):
    return "".join(c if c.isalpha() else " " for c in name.casefold()).split()


@given(st.text(max_size=120))
def test_any_text_may_be_typed(name):
    assert likely_class(name, NAMES) in {None, *DrugClass}


def test_every_class_has_a_question_a_grade_and_sources_that_resolve():
    assert NAMES.facts.keys() == INTERNATIONAL.keys()
    for kind, facts in NAMES.facts.items():
        assert class_question(kind).endswith("?")
        assert facts.sources
        assert set(facts.sources) <= bibliography().keys()
    assert NAMES.facts.keys() >= MAY_CAUSE_CRAMPS


def test_no_brand_name_is_ever_offered_or_shown():
    brands = {brand for facts in NAMES.facts.values() for brand in facts.brands}
    assert brands
    shown = (
        " ".join([*NAMES.generic, *(f"{f.question} {f.evidence}" for f in NAMES.facts.values())])
        .casefold()
        .split()
    )
    assert brands.isdisjoint(shown)


def test_no_name_stands_in_two_classes():
    rows = [
        name.casefold()
        for kind, facts in NAMES.facts.items()
        for name in {*INTERNATIONAL[kind], *facts.spellings, *facts.brands}
    ]
    assert len(rows) == len(set(rows))


def test_a_misspelt_field_of_the_list_is_refused_by_name():
    with pytest.raises(ContentError, match="laba"):
        parse_names({"laba": {"questoin": "Is it?"}})


def test_more_than_two_hundred_and_fifty_names_complete_what_is_typed_each_once_and_in_order():
    assert len(NAMES.generic) >= 250
    assert len({name.casefold() for name in NAMES.generic}) == len(NAMES.generic)
    assert list(NAMES.generic) == sorted(NAMES.generic)


@pytest.mark.parametrize(
    ("international", "american"),
    [
        ("Paracetamol", "Acetaminophen"), ("Salbutamol", "Albuterol"), ("Torasemide", "Torsemide"),
        ("Chlortalidone", "Chlorthalidone"), ("Glibenclamide", "Glyburide"), ("Rifampicin", "Rifampin"),
        ("Ciclosporin", "Cyclosporine"), ("Pethidine", "Meperidine"), ("Valaciclovir", "Valacyclovir"),
        ("Glycerol trinitrate", "Nitroglycerin"), ("Mesalazine", "Mesalamine"), ("Epinephrine", "Adrenaline"),
        ("Conjugated oestrogens", "Conjugated estrogens"), ("Hydroxycarbamide", "Hydroxyurea"),
    ],
)  # fmt: skip
def test_a_medicine_with_two_names_is_completed_by_both(international, american):
    assert {international, american} <= set(NAMES.generic)


def test_no_brand_name_completes_what_is_typed():
    brands = {brand for facts in NAMES.facts.values() for brand in facts.brands}
    assert brands.isdisjoint(name.casefold() for name in NAMES.generic)


@pytest.mark.parametrize(
    ("name", "is_one"), [("Baclofen 10", True), ("new baclofen", True), ("Bach", False), ("", False)]
)
def test_a_known_medicine_is_seen_in_a_longer_name(name, is_one):
    assert is_medicine(name) is is_one
