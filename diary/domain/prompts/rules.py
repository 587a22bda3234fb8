"""The rules: one row each. What a row means, and how to add one, is written in docs/prompts.md."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from diary.domain.prompts import conditions, counting, drugs, people
from diary.domain.prompts.case import Condition
from diary.domain.prompts.conditions import (
    asked_of,
    each_yes,
    one_of,
    part_of,
    worse_once_said,
    worse_with,
    yes_to,
)
from diary.domain.vocabulary import Grade, Urgency

EMERGENCY, SAME_DAY, SOON, ROUTINE, MENTION = Urgency

# At equal urgency the more specific rule comes first (K2), then the lower number.
PREGNANCY, CHILD, OVER_DRINKING, GENERAL = range(4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One reason to see a doctor.

    `urgencies` are all levels that the condition can give. `no_rubbing` rules keep their "do not rub or stretch" on
    screen under every banner. A doctor's visit noted for one rule of `seen_with` closes the event for this one too.
    While one rule of `gives_way_to` holds, this one is not shown: it would say less.
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
    gives_way_to: tuple[str, ...] = ()

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
    gives_way_to: tuple[str, ...] = (),
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
        gives_way_to=gives_way_to,
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
    _rule("R05", {EMERGENCY}, yes_to("SQ05", EMERGENCY), Grade.S, "NHS-CES"),
    _rule("R06", {EMERGENCY, SAME_DAY}, each_yes("SQ06", conditions.urine), Grade.S, "CDC-RH"),
    _rule("R07", {EMERGENCY, SAME_DAY, MENTION}, each_yes("SQ07", conditions.heat), Grade.S, "NHS-HEAT"),
    _rule(
        "R08", {EMERGENCY, SAME_DAY},
        one_of(yes_to("SQ08", EMERGENCY, "emergency"), each_yes("SQ09", conditions.wound)),
        Grade.S, "NHS-TET", "NHS-LC", version=2,
    ),
    _rule("R09", {EMERGENCY, SAME_DAY}, each_yes("SQ10", conditions.hands_locking), Grade.S, "PARA-UK"),
    _rule(
        "R10", {EMERGENCY, SAME_DAY},
        each_yes("SQ11", worse_with("fainted", "racing", otherwise=SAME_DAY)), Grade.S, "HYPOK",
    ),
    _rule(
        "R11", {EMERGENCY, SAME_DAY},
        each_yes("SQ12", worse_once_said("breathing", "drowsy", "spasm", otherwise=SAME_DAY)),
        Grade.S, "NHS-LC", "LEAD",
    ),
    _rule(
        "R12", {SAME_DAY}, asked_of(people.is_expecting, each_yes("SQ13", people.warning_in_pregnancy)),
        Grade.S, "NHS-PE", specific=PREGNANCY,
    ),
    _rule("R13", {MENTION}, conditions.in_water, Grade.S, "RNLI"),
    _rule("R14", {EMERGENCY}, yes_to("SQ34", EMERGENCY), Grade.S, "EAH15", "MIL15", specific=OVER_DRINKING),
    _rule(
        "R15", {EMERGENCY, SAME_DAY},
        each_yes("SQ35", worse_once_said("bleeding", "fainted", "sight", otherwise=SAME_DAY)),
        Grade.S, "FDA-Q", "MHRA-Q10", "MHRA-Q17",
    ),
    _rule(
        "R16", {EMERGENCY, SAME_DAY}, each_yes("SQ36", conditions.remedy), Grade.S, "TURP", "VUMC", "CEL-LT"
    ),
    _rule("R20", {SAME_DAY}, conditions.not_eased, Grade.S, "NHS-LC"),
    _rule("R20b", {SOON}, counting.long_cramps, Grade.D, "NHS-LC"),
    _rule(
        "R21", {SAME_DAY}, each_yes("SQ01", conditions.clot_sign), Grade.S, "NHS-DVT", "PEMASS20",
        no_rubbing=True, seen_with=CLOT,
    ),
    _rule(
        "R22", {SAME_DAY}, people.clot_sign_expecting, Grade.S, "NHS-DVT",
        version=2, specific=PREGNANCY, no_rubbing=True, seen_with=CLOT,
    ),
    _rule(
        "R23", {EMERGENCY, SAME_DAY}, each_yes("SQ15", conditions.weakness), Grade.S, "NHS-CES", "NHS-STROKE"
    ),
    _rule(
        "R24", {EMERGENCY, SAME_DAY}, people.child_signs, Grade.S, "H2G-FEB", "EPI-SOC", "EBMG-GP", specific=CHILD
    ),
    _rule("R25", {SAME_DAY}, each_yes("SQ30", conditions.losing_fluid), Grade.D, "MERCK"),
    _rule("R26", {SAME_DAY}, each_yes("SQ29", conditions.hot_limb), Grade.S, "NHS-CELL", "NHS-JOINT"),
    _rule("R30", {SOON}, counting.woken_nights, Grade.D, "NHS-LC", version=2),
    _rule("R31", {SOON, ROUTINE}, counting.weekly_cramps, Grade.D, "CKS-LC", "ROGUIN17"),
    _rule("R32", {SOON}, yes_to("SQ16", SOON), Grade.D, "NHS-LC", "HAWKE13b"),
    _rule(
        "R33", {SAME_DAY, SOON}, each_yes("SQ17", worse_with("breathing", worst=SAME_DAY, otherwise=SOON)),
        Grade.S, "NHS-MND", "MERCK",
    ),
    _rule(
        "R34", {SAME_DAY, SOON}, one_of(yes_to("SQ18", SOON, "soon"), yes_to("SQ19", SAME_DAY, "same_day")),
        Grade.S, "BHF-PAD", "NICE-PAD",
    ),
    _rule("R35", {ROUTINE}, part_of("SQ20", "bending", ROUTINE), Grade.D, "MAYO"),
    _rule("R36", {SOON, ROUTINE}, drugs.after_a_medicine, Grade.B, "GARR12", "AAFP12"),
    _rule("R37", {SOON}, counting.elsewhere, Grade.D, "MERCK"),
    _rule(
        "R38", {MENTION}, counting.weekly_with_condition, Grade.B, "BMJBP-EPI", "TAPPER22", "HENRY15",
    ),
    _rule(
        "R39", {MENTION}, people.cramps_in_pregnancy, Grade.D, "HSE-PREG", "COCH-PREG20",
        specific=PREGNANCY, gives_way_to=("R12", "R21", "R22"),
    ),
    _rule(
        "R40", {SOON}, counting.cramps_of_a_child, Grade.C, "LEUNG99", "QUIN12", "EBMG-GP", specific=CHILD
    ),
    _rule("R41", {ROUTINE}, counting.urges_to_move, Grade.D, "NHS-RLS", "RLSNLC"),
    _rule(
        "R42", {SAME_DAY, SOON, ROUTINE}, each_yes("SQ23", conditions.tiredness), Grade.D, "NHS-THY", "AAFP12"
    ),
    _rule("R43", {MENTION}, drugs.alcohol, Grade.C, "DEL18", "NHS-ALCOHOL"),
    _rule("R44", {ROUTINE}, counting.stretched_in_vain, Grade.B, "HALL12", "NID-LC"),
    _rule("R46", {EMERGENCY, SOON}, each_yes("SQ26", conditions.fall), Grade.S, "NHS-HEAD", version=2),
    _rule("R47", {SOON}, conditions.soreness, Grade.D, "BLYTON12"),
    _rule("R48", {SOON}, yes_to("SQ25", SOON), Grade.D, "NHS-WEIGHT"),
    _rule(
        "R49", {EMERGENCY, SOON}, each_yes("SQ28", worse_with("harm", otherwise=SOON)), Grade.S, "NHS-MIND"
    ),
    _rule("R50", {MENTION}, drugs.quinine, Grade.S, "MHRA-Q10"),
    _rule(
        "R51", {ROUTINE}, one_of(part_of("SQ20", "shooting", ROUTINE), counting.same_leg),
        Grade.D, "AAFP12", "HAWKE13b",
    ),
    _rule("R52", {SAME_DAY}, yes_to("SQ33", SAME_DAY), Grade.S, "NHS-JAUNDICE"),
    _rule(
        "R53", {EMERGENCY, SOON},
        asked_of(
            people.has_diabetes,
            one_of(each_yes("SQ38", worse_once_said("unable", otherwise=SOON)), counting.low_sugar_nights),
        ),
        Grade.D, "NHS-LOWSUGAR",
    ),
)  # fmt: skip

RULE_BY_ID: Mapping[str, Rule] = {rule.id: rule for rule in RULES}
