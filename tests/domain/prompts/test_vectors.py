"""The test vectors that the rules were agreed with (TV01 to TV30), one row each.

Where a vector lacks a field that a correction asks for, the field is added (K22) and named beside the row.
"""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from diary.content.prompt_words import rule_words
from diary.domain.entries import CheckIn, Place
from diary.domain.prompts.gate import is_gated, supplement_gate
from diary.domain.vocabulary import Eased, Muscle, Side, State
from tests.domain.prompts.cases import (
    CALM_COLLAPSE,
    TODAY,
    cramp,
    diary,
    fired,
    mark,
    medicine,
    nights,
    prompts,
    said,
    urgency_of,
    waits_for,
    weeks,
)


@dataclass(frozen=True)
class Vector:
    """A diary, the urgency of each rule that must fire, the rules that must not, and the banner where it matters."""

    diary: dict[str, Any]
    must: dict[str, str] = field(default_factory=dict)
    must_not: tuple[str, ...] = ()
    banner: str | None = None


def one(**fields: Any) -> dict[str, Any]:
    """A diary of a single cramp today."""
    return {"episodes": [cramp(**fields)]}


def long(minutes: int, eased: Eased) -> dict[str, Any]:
    return one(hard_minutes=minutes, stretch_eased=eased)


NO_EFFORT = {
    "SQ06": True,
    "SQ06.dark": True,
    "SQ06.effort": False,
    "SQ06.pain": False,
    "SQ06.medicine": False,
}
# Eight weeks with one cramp each, then sixty days with three a week, from the day a statin was started.
STATIN = weeks(*[1] * 8, *[3] * 9, last_days_ago=-2) | {"medicines": [medicine("Atorvastatin", 60)]}
STATIN["episodes"] = [episode for episode in STATIN["episodes"] if episode.day <= TODAY]
STATIN["check_ins"] = [check_in for check_in in STATIN["check_ins"] if check_in.day <= TODAY]
STRETCHED = {
    "episodes": [cramp(day) for week in range(6) for day in (7 * week, 7 * week + 3)],
    "check_ins": [
        CheckIn(day=TODAY - timedelta(days=day), factors={"stretch": "no" if day and day % 4 == 0 else "yes"})
        for day in range(42)
    ],
}
THIRTY_WEEKS = {"pregnant": True, "due_on": (TODAY + timedelta(weeks=10)).isoformat()}
HAND = (Place(Muscle.HAND, Side.LEFT),)

VECTORS = {
    "TV01": Vector(long(10, Eased.NO), must_not=("R20",)),
    "TV02": Vector(long(11, Eased.NO), {"R20": "same_day"}, banner="R20"),  # side left
    "TV03": Vector(long(11, Eased.YES), must_not=("R20", "R20b")),
    "TV04": Vector(one(hard_minutes=6, sore_hours=20), must_not=("R20", "R47")),
    "TV05": Vector(one(hard_minutes=6, sore_hours=50), {"R47": "soon"}, ("R20",)),  # one side
    "TV06": Vector(nights(4, 8), {"R30": "soon"}, banner="R30"),
    "TV07": Vector(nights(4, 4), must_not=("R30",)),
    "TV08": Vector(nights(3, 11), must_not=("R30",)),
    "TV09": Vector(
        one(signs={"SQ01": True, "SQ02": True}), {"R02": "emergency", "R21": "same_day"}, banner="R02"
    ),
    "TV11": Vector(
        {"episodes": [cramp(1), cramp(0)], "profile": THIRTY_WEEKS},
        {"R39": "mention"},
        ("R22", "R21"),
        banner="R39",
    ),
    "TV12": Vector(
        {"episodes": [cramp(1)], "profile": THIRTY_WEEKS, "answers": [said("SQ13", True)]},
        {"R12": "same_day"},
        ("R39",),
        banner="R12",
    ),
    "TV13": Vector(STATIN, {"R36": "routine"}, ("R06",)),
    "TV14": Vector(
        STATIN | {"answers": [said("SQ06", True)]}, {"R06": "emergency", "R36": "routine"}, banner="R06"
    ),
    "TV15": Vector({"episodes": [cramp(80), cramp(2)], "profile": {"birth_year": 2019}}, {"R40": "soon"}),
    "TV16": Vector({"episodes": [cramp(2)], "profile": {"birth_year": 2013}}, must_not=("R40",)),
    "TV17": Vector(one(state=State.IN_WATER), {"R13": "mention"}, ("R01", "R02"), banner="R13"),
    "TV18": Vector(one(), must_not=("R01",)),
    "TV19": Vector(  # the emergency list is read before the exception (K3): every part of it, and not pregnant
        one(signs=CALM_COLLAPSE | {"SQ14.jerked": True, "SQ14.usual_seizure": True})
        | {"profile": {"conditions": ["epilepsy"], "sex": "male"}},
        {"R01": "mention"},
    ),
    "TV21": Vector(
        {"episodes": [cramp(3, woke=True), cramp(9, woke=True)], "profile": {"conditions": ["dialysis"]}},
        {"R38": "mention"},
        ("R30",),
    ),
    "TV22": Vector(
        {"episodes": [cramp(20, places=HAND), cramp(0, places=HAND, signs={"SQ10": True})]},
        {"R09": "same_day", "R37": "soon"},
        banner="R09",
    ),
    "TV23": Vector({"answers": [said("SQ18", True), said("SQ19", False)]}, {"R34": "soon"}),
    "TV24": Vector({"medicines": [medicine("Quinine", 28)]}, {"R50": "mention"}, ("R15",)),
    "TV25": Vector(
        {"medicines": [medicine("Quinine", 28)], "answers": [said("SQ35", True)]},
        {"R15": "same_day", "R50": "mention"},
        banner="R15",
    ),
    "TV26": Vector(STRETCHED, {"R44": "routine"}),
    "TV27": Vector(
        one(hard_minutes=30, stretch_eased=Eased.NO)
        | {"answers": [said("SQ28", True), said("SQ28.harm", True), said("SQ01", True), said("SQ33", True)]},
        {"R49": "emergency"},
        banner="R49",
    ),
    "TV28": Vector(
        nights(4, 8) | {"answers": [mark("R30.discussed", 40, count=4, urgency="soon")]}, must_not=("R30",)
    ),
    "TV29": Vector(one(signs=NO_EFFORT), {"R06": "same_day"}),  # the parts of SQ06 (K10, K21)
    "TV30": Vector(  # the parts of SQ11 (K21)
        one(signs={"SQ11": True, "SQ11.fainted": False, "SQ11.racing": False}), {"R10": "same_day"}
    ),
}


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS.keys())
def test_the_vector_fires_what_it_must_and_nothing_it_must_not(vector):
    found = prompts(**vector.diary)
    assert {rule: urgency_of(found, rule) for rule in vector.must} == vector.must
    assert [rule for rule in vector.must_not if fired(found, rule)] == []
    if vector.banner:
        assert found.banner is not None
        assert found.banner.rule == vector.banner


def test_tv07_asks_to_confirm_the_nights():
    assert waits_for(prompts(**VECTORS["TV07"].diary), "R30") == ("diary.nights",)


def test_tv09_keeps_do_not_rub_under_a_higher_banner_and_no_stretch_is_shown():
    found = prompts(**VECTORS["TV09"].diary)
    assert found.banner is not None
    assert found.banner.no_rubbing
    assert found.clot_sign is True


def test_tv10_the_clot_answer_is_known_before_the_card_is_opened():
    assert prompts(answers=[said("SQ01", True)]).clot_sign is True


def test_tv18_lists_the_collapse_as_not_evaluated():
    assert waits_for(prompts(**VECTORS["TV18"].diary), "R01") == ("SQ14",)


def test_tv11_is_only_a_mention_for_the_midwife():
    assert [prompt.rule for prompt in prompts(**VECTORS["TV11"].diary).fired] == ["R39"]


def test_tv20_the_gate_is_closed_and_its_words_name_no_dose():
    held = diary(medicines=[medicine("Warfarin", 400)])
    gate = supplement_gate(held, TODAY)
    assert is_gated("Vitamin K2")
    assert gate.is_closed
    assert "a blood thinner" in gate.reasons
    words = rule_words()["R45"].variants["default"]
    assert not re.search(r"\d|\bmg\b|tablet", words.words + words.todo)


def test_tv19_shows_no_emergency():
    found = prompts(**VECTORS["TV19"].diary)
    assert found.banner is not None
    assert (found.banner.rule, found.banner.variant) == ("R01", "own_plan")


def test_tv28_stays_in_the_summary():
    found = prompts(**VECTORS["TV28"].diary)
    assert [prompt.rule for prompt in found.quiet] == ["R30"]
    assert found.banner is None
