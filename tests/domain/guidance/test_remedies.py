"""Remedies: read from their tables, refused when they are incomplete, chosen by kind and verdict."""

import pytest

from diary.domain.guidance.documents import ContentError
from diary.domain.guidance.remedies import Kind, Verdict, chosen, parse_remedies

HEEL = {
    "name": "Heel down",
    "also": ["stand up"],
    "kind": "move",
    "verdict": "helps",
    "grade": "D",
    "says": "Press your heel to the floor.",
    "sources": ["NHS-LC"],
    "read": "bedtime-stretch",
    "covers": ["A03"],
}
PIN = HEEL | {"name": "A pin", "kind": "folk", "verdict": "unsafe", "instead": "Stretch."}


def test_a_remedy_is_read_with_every_field():
    (heel,) = parse_remedies({"heel": HEEL})
    assert (heel.id, heel.name, heel.also) == ("heel", "Heel down", ("stand up",))
    assert (heel.kind, heel.verdict, heel.grade) == (Kind.MOVE, Verdict.HELPS, "D")
    assert (heel.says, heel.instead) == ("Press your heel to the floor.", "")
    assert (heel.sources, heel.read, heel.covers) == (("NHS-LC",), "bedtime-stretch", ("A03",))


def test_remedies_stand_in_the_order_of_their_names_whatever_the_case():
    read = parse_remedies({"z": HEEL | {"name": "zinc"}, "p": PIN, "b": HEEL | {"name": "B vitamins"}})
    assert [remedy.name for remedy in read] == ["A pin", "B vitamins", "zinc"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"verdict": "cures"}, "verdict"),
        ({"kind": "spell"}, "kind"),
        ({"says": "One. Two."}, "one sentence"),
        ({"says": "No full stop"}, "one sentence"),
        ({"verdict": "unsafe"}, "in its place"),
        ({"verdict": "ask_first"}, "in its place"),
        ({"sources": []}, "must name a source"),
        ({"read": ""}, "read"),
        ({"dose": "two"}, "dose"),
    ],
)
def test_what_is_incomplete_or_misspelt_is_refused_by_name(change, fault):
    with pytest.raises(ContentError, match=fault) as refused:
        parse_remedies({"heel": HEEL | change})
    assert "heel" in str(refused.value)


def test_nothing_found_needs_no_source():
    (remedy,) = parse_remedies({"soap": HEEL | {"grade": "N", "sources": []}})
    assert remedy.sources == ()


def test_only_what_can_harm_is_said_to():
    heel, pin = parse_remedies({"heel": HEEL, "pin": PIN | {"name": "Pin"}})
    assert not heel.can_harm
    assert pin.can_harm


def test_remedies_are_chosen_by_kind_and_verdict_and_none_means_all():
    both = parse_remedies({"heel": HEEL, "pin": PIN})
    assert chosen(both, None, None) == both
    assert [remedy.id for remedy in chosen(both, Kind.MOVE, None)] == ["heel"]
    assert [remedy.id for remedy in chosen(both, None, Verdict.UNSAFE)] == ["pin"]
    assert chosen(both, Kind.MOVE, Verdict.UNSAFE) == ()
