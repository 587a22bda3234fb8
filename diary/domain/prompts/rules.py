"""The rules: one row each. What a row means, and how to add one, is written in docs/prompts.md."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from diary.domain.prompts import conditions, counting
from diary.domain.prompts.case import Condition
from diary.domain.prompts.conditions import each_yes, yes_to
from diary.domain.vocabulary import Grade, Urgency

EMERGENCY, SAME_DAY, SOON, ROUTINE, MENTION = Urgency

# At equal urgency the more specific rule comes first (K2), then the lower number.
PREGNANCY, CHILD, OVER_DRINKING, GENERAL = range(4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One reason to see a doctor.

    `urgencies` are all levels that the condition can give. `no_rubbing` rules keep their "do not rub or stretch" on
    screen under every banner. A doctor's visit noted for one rule of `seen_with` closes the event for this one too.
    """

    id: str
    version: int
    urgencies: frozenset[Urgency]
    condition: Condition
    grade: Grade
    sources: tuple[str, ...]
    specific: int = GENERAL
    no_rubbing: bool = False
    seen_with: tuple[str, ...] = ()

    @property
    def number(self) -> tuple[int, str]:
        """R20 before R20b before R21."""
        digits = re.sub(r"\D", "", self.id)
        return int(digits), self.id


def _rule(
    id: str,  # noqa: A002
    urgencies: set[Urgency],
    condition: Condition,
    grade: Grade,
    *sources: str,
    version: int = 1,
    specific: int = GENERAL,
    no_rubbing: bool = False,
    seen_with: tuple[str, ...] = (),
) -> Rule:
    return Rule(
        id=id,
        version=version,
        urgencies=frozenset(urgencies),
        condition=condition,
        grade=grade,
        sources=sources,
        specific=specific,
        no_rubbing=no_rubbing,
        seen_with=seen_with,
    )


CLOT = ("R21", "R22")

RULES: tuple[Rule, ...] = (
    _rule(
        "R01", {EMERGENCY, SAME_DAY, MENTION}, each_yes("SQ14", conditions.collapse),
        Grade.S, "EPI-SOC", "NHS-SEIZ", "STJ-NZ", version=2,
    ),
    _rule("R02", {EMERGENCY}, yes_to("SQ02", EMERGENCY), Grade.S, "NHS-DVT"),
    _rule("R03", {EMERGENCY}, yes_to("SQ03", EMERGENCY), Grade.S, "ALI"),
    _rule("R04", {EMERGENCY}, yes_to("SQ04", EMERGENCY), Grade.S, "NHS-COMP"),
    _rule("R06", {EMERGENCY, SAME_DAY}, each_yes("SQ06", conditions.urine), Grade.S, "CDC-RH"),
    _rule("R07", {EMERGENCY, SAME_DAY, MENTION}, each_yes("SQ07", conditions.heat), Grade.S, "NHS-HEAT"),
    _rule("R08", {EMERGENCY}, yes_to("SQ08", EMERGENCY), Grade.S, "NHS-TET", "NHS-LC"),
    _rule("R09", {EMERGENCY, SAME_DAY}, each_yes("SQ10", conditions.hands_locking), Grade.S, "PARA-UK"),
    _rule("R10", {EMERGENCY, SAME_DAY}, each_yes("SQ11", conditions.heartbeat), Grade.S, "HYPOK"),
    _rule("R14", {EMERGENCY}, yes_to("SQ34", EMERGENCY), Grade.S, "EAH15", "MIL15", specific=OVER_DRINKING),
    _rule("R20", {SAME_DAY}, conditions.not_eased, Grade.S, "NHS-LC"),
    _rule("R20b", {SOON}, counting.long_cramps, Grade.D, "NHS-LC"),
    _rule(
        "R21", {SAME_DAY}, yes_to("SQ01", SAME_DAY), Grade.S, "NHS-DVT", "PEMASS20", no_rubbing=True, seen_with=CLOT
    ),
    _rule(
        "R22", {SAME_DAY}, conditions.clot_sign_expecting, Grade.S, "NHS-DVT",
        version=2, specific=PREGNANCY, no_rubbing=True, seen_with=CLOT,
    ),
    _rule(
        "R23", {EMERGENCY, SAME_DAY}, each_yes("SQ15", conditions.weakness), Grade.S, "NHS-CES", "NHS-STROKE"
    ),
    _rule("R25", {SAME_DAY}, each_yes("SQ30", conditions.losing_fluid), Grade.D, "MERCK"),
    _rule("R30", {SOON}, counting.woken_nights, Grade.D, "NHS-LC", version=2),
    _rule("R31", {SOON, ROUTINE}, counting.weekly_cramps, Grade.D, "CKS-LC", "ROGUIN17"),
    _rule("R32", {SOON}, yes_to("SQ16", SOON), Grade.D, "NHS-LC", "HAWKE13b"),
    _rule("R46", {EMERGENCY, SOON}, each_yes("SQ26", conditions.fall), Grade.S, "NHS-HEAD"),
    _rule("R47", {SOON}, conditions.soreness, Grade.D, "BLYTON12"),
)  # fmt: skip

RULE_BY_ID: Mapping[str, Rule] = {rule.id: rule for rule in RULES}
