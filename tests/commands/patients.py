"""Invented patients as whole export files, told the way somebody else's program would: often partial, without ids.

The table was written from the rules as they were agreed, not from the code: what must be said, what must not, and the
most urgent level. Every story is looked at from 22 November 2026.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from diary.domain.prompts.questions import EPISODE_SIGNS

EXPORTED_AT = datetime(2026, 11, 22, 20, tzinfo=UTC)
TODAY = date(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class Patient:
    """A story: what the file holds, the rules that must fire, those that must not, and the top level (None: none)."""

    story: str
    parts: dict[str, Any]
    top: str | None
    must: dict[str, str]
    must_not: tuple[str, ...] = ()
    quiet: tuple[str, ...] = ()

    @property
    def file(self) -> dict[str, Any]:
        known = {"format": "cramp-diary", "version": 1, "time_zone": "Europe/London"}
        return known | {"exported_at": EXPORTED_AT.isoformat()} | self.parts


def day(ago: int) -> str:
    return (TODAY - timedelta(days=ago)).isoformat()


def at(ago: float, hour: int = 3) -> str:
    """A moment in the night of the diary day `ago` days back: 03:00 is of the next date."""
    moment = datetime(2026, 11, 22, hour, tzinfo=UTC) - timedelta(days=ago)
    return (moment + timedelta(days=1) if hour < 12 else moment).isoformat()


def cramp(ago: int, *signs: str, hour: int = 3, **fields: Any) -> dict[str, Any]:
    """A cramp in the night of the diary day `ago`; of `signs` "-SQ01" is a "no"."""
    said = {sign.lstrip("-"): not sign.startswith("-") for sign in signs}
    muscles = [{"muscle": "calf", "side": "left"}]
    return {"started_at": at(ago, hour), "muscles": muscles, "signs": said} | fields


def told(ago: float, **answers: Any) -> list[dict[str, Any]]:
    """Answers outside a cramp; SQ14__first is the part "SQ14.first"."""
    return [
        {"question": name.replace("__", "."), "value": value, "answered_at": at(ago, 18)}
        for name, value in answers.items()
    ]


def clear(*days: int, **fields: Any) -> list[dict[str, Any]]:
    return [{"day": day(ago), "clear": True, **fields} for ago in days]


def every(week: int, weeks: int, until: int = 0) -> dict[str, Any]:
    """`week` cramps in each of `weeks` weeks that end `until` days ago; the other nights are clear."""
    nights = range(until, until + 7 * weeks)
    cramps = [ago for ago in nights if (ago - until) % 7 < week]
    return {
        "episodes": [cramp(ago) for ago in cramps],
        "check_ins": clear(*[ago for ago in nights if ago not in cramps]),
    }


def before_and_after(before: int, after: int, started: int) -> dict[str, Any]:
    """Eight weeks with `before` cramps a week, and then `after` a week since the day `started` days ago."""
    old, new = every(before, 8, started + 1), every(after, started // 7, 0)
    return {name: old[name] + new[name] for name in old}


SEIZURE_ALL_CALM = [
    "SQ14", "SQ14.jerked", "SQ14.usual_seizure", "SQ14.recovered", "-SQ14.first", "-SQ14.five_minutes",
    "-SQ14.repeated", "-SQ14.injured", "-SQ14.in_water", "-SQ14.breathing", "-SQ14.not_recovered", "-SQ14.effort",
    "-SQ14.heart", "-SQ02",
]  # fmt: skip
MAN = {"birth_year": 1958, "sex": "male", "conditions": []}

PATIENTS: tuple[Patient, ...] = (
    # --- Emergencies
    Patient(
        "Told under “I am worried”, no cramp noted at all: short of breath since the flight.",
        {"answers": told(1, SQ02=True, SQ31=True)},
        "emergency", {"R02": "emergency"},
    ),
    Patient(
        "Chest pain and a swollen calf with last night's cramp: both are told, the worse one first.",
        {"episodes": [cramp(0, "SQ01", "SQ02")]},
        "emergency", {"R02": "emergency", "R21": "same_day"},
    ),
    Patient(
        "A leg that went cold and pale, told by an old man who skipped everything else.",
        {"profile": {"birth_year": 1941}, "episodes": [cramp(2, "SQ03")]},
        "emergency", {"R03": "emergency"},
    ),
    Patient(
        "A footballer with a tight, swollen muscle after a kick.",
        {"episodes": [cramp(0, "SQ04", state="after_exercise", hour=16)]},
        "emergency", {"R04": "emergency"},
    ),
    Patient(
        "In the monthly check: numb between the legs; the other parts are open.",
        {"answers": told(5, SQ05=True, SQ05__numb=True)},
        "emergency", {"R05": "emergency"},
    ),
    Patient(
        "Dark urine, and a statin since last month.",
        {"medicines": [{"name": "Rosuvastatin 10", "started_on": day(30)}],
         "episodes": [cramp(0, "SQ06", "SQ06.dark", "-SQ06.effort", "-SQ06.pain", "-SQ06.medicine")]},
        "emergency", {"R06": "emergency"},
    ),
    Patient(
        "Dark urine after a marathon; which kind is not said.",
        {"episodes": [cramp(1, "SQ06", state="after_exercise")]},
        "emergency", {"R06": "emergency"},
    ),
    Patient(
        "Confused in the heat at work.",
        {"episodes": [cramp(0, "SQ07", "SQ07.confused", hour=15)]},
        "emergency", {"R07": "emergency"},
    ),
    Patient(
        "Overheated, and nothing more is said: the worse is shown until it is.",
        {"episodes": [cramp(0, "SQ07", hour=15)]},
        "emergency", {"R07": "emergency"},
    ),
    Patient(
        "A stiff jaw two weeks after a cut.",
        {"answers": told(2, SQ08=True, SQ09=True, SQ09__wound=True)},
        "emergency", {"R08": "emergency"},
    ),
    Patient(
        "Drank litres on a long run, now a bad headache; she also sweated a lot. Nobody speaks of drinks.",
        {"episodes": [cramp(0, "SQ34", "SQ30", state="after_exercise", hour=17)]},
        "emergency", {"R14": "emergency", "R25": "same_day"},
    ),
    Patient(
        "The first fit, of somebody who was never ill.",
        {"episodes": [cramp(0, "SQ14", "SQ14.jerked", "SQ14.first")]},
        "emergency", {"R01": "emergency"},
    ),
    Patient(
        "Epilepsy for years, and a usual fit, but pregnant.",
        {"profile": {"sex": "female", "pregnant": True, "conditions": ["epilepsy"], "birth_year": 1995},
         "episodes": [cramp(1, *SEIZURE_ALL_CALM)]},
        "emergency", {"R01": "emergency"},
    ),
    Patient(
        "A child with a fit and a fever.",
        {"profile": {"birth_year": 2023},
         "answers": told(0, SQ14=True, SQ14__jerked=True, SQ29=True, SQ29__fever=True)},
        "emergency", {"R24": "emergency"},
    ),
    Patient(
        "Fell at night and hit the head, takes a blood thinner.",
        {"profile": {"birth_year": 1944}, "episodes": [cramp(0, "SQ26", "SQ26.head", "SQ26.thinner", fall="injured")]},
        "emergency", {"R46": "emergency"},
    ),
    Patient(
        "In the monthly check: hard to cope, and thoughts of self-harm.",
        {"answers": told(3, SQ28=True, SQ28__harm=True), "episodes": [cramp(3, "SQ01")]},
        "emergency", {"R49": "emergency", "R21": "same_day"},
    ),
    Patient(
        "A toddler swallowed a rub.",
        {"answers": told(0, SQ36=True, SQ36__child=True)},
        "emergency", {"R16": "emergency"},
    ),
    Patient(
        "The arm and the speech went within minutes.",
        {"answers": told(0, SQ15=True, SQ15__sudden=True, SQ15__face_speech=True)},
        "emergency", {"R23": "emergency"},
    ),
    # --- For today
    Patient(
        "A swollen calf six weeks ago that nobody has looked at since; the cramps after it say nothing of it.",
        {"episodes": [cramp(42, "SQ01"), cramp(9), cramp(2)]},
        "same_day", {"R21": "same_day"}, ("R02",),
    ),
    Patient(
        "The same swelling, and a “no” with a later cramp does not take back what a doctor never saw; outside it does.",
        {"episodes": [cramp(20, "SQ01")], "answers": told(3, SQ01=False)},
        None, {}, ("R21",),
    ),
    Patient(
        "One leg sore three weeks after a birth: the midwife's words come first.",
        {"profile": {"sex": "female", "gave_birth_on": day(21)}, "episodes": [cramp(1, "SQ01")]},
        "same_day", {"R22": "same_day", "R21": "same_day"}, ("R39",),
    ),
    Patient(
        "Ten weeks pregnant, bad headache.",
        {"profile": {"sex": "female", "pregnant": True}, "answers": told(1, SQ13=True), "episodes": [cramp(3)]},
        "same_day", {"R12": "same_day"}, ("R39",),
    ),
    Patient(
        "A cramp of 25 minutes that stretching did not ease.",
        {"episodes": [cramp(1, hard_minutes=25, stretch_eased="no")]},
        "same_day", {"R20": "same_day"},
    ),
    Patient(
        "A boy of four who limps.",
        {"profile": {"birth_year": 2022}, "episodes": [cramp(0, "SQ37")]},
        "same_day", {"R24": "same_day"},
    ),
    Patient(
        "A teenager who is always thirsty and passes much urine.",
        {"profile": {"birth_year": 2011}, "answers": told(2, SQ23=True, SQ23__thirsty=True)},
        "same_day", {"R42": "same_day"},
    ),
    Patient(
        "Dialysis, and a stomach bug: keep to the limit, no rehydration drink.",
        {"profile": {"conditions": ["dialysis"]}, "episodes": [cramp(0, "SQ30")]},
        "same_day", {"R25": "same_day"},
    ),
    Patient(
        "Dark urine by itself: no effort, no pain, no new medicine.",
        {"episodes": [cramp(0, "SQ06", "SQ06.dark", "-SQ06.effort", "-SQ06.pain", "-SQ06.medicine", state="asleep")]},
        "same_day", {"R06": "same_day"},
    ),
    Patient(
        "A foot that drags since some days.",
        {"answers": told(2, SQ15=True, SQ15__days=True, SQ15__sudden=False, SQ15__face_speech=False)},
        "same_day", {"R23": "same_day"},
    ),
    Patient(
        "A short faint with full recovery, without chest pain, injury, effort or a pounding heart.",
        {"profile": MAN, "episodes": [cramp(0, "SQ14", "SQ14.fainted", "SQ14.recovered", "-SQ14.jerked", "-SQ14.first",
                              "-SQ14.five_minutes", "-SQ14.repeated", "-SQ14.injured", "-SQ14.in_water",
                              "-SQ14.breathing", "-SQ14.not_recovered", "-SQ14.effort", "-SQ14.heart", "-SQ02")]},
        "same_day", {"R01": "same_day"},
    ),
    Patient(
        "Fingers lock, and the mouth tingles.",
        {"episodes": [cramp(0, "SQ10", muscles=[{"muscle": "hand"}])]},
        "same_day", {"R09": "same_day"},
    ),
    Patient(
        "New bruises on quinine.",
        {"medicines": [{"name": "Quinine sulfate", "started_on": day(60)}],
         "answers": told(1, SQ35=True, SQ35__bleeding=False, SQ35__fainted=False, SQ35__sight=False)},
        "same_day", {"R15": "same_day", "R50": "mention"},
    ),
    Patient(
        "A dirty wound, tetanus shots unknown.",
        {"answers": told(4, SQ09=True, SQ09__wound=True)},
        "same_day", {"R08": "same_day"},
    ),
    Patient(
        "A toe that does not heal, in the monthly check.",
        {"profile": {"conditions": ["diabetes"]}, "answers": told(20, SQ19=True, SQ19__sore=True)},
        "same_day", {"R34": "same_day"},
    ),
    Patient(
        "Yellow eyes.",
        {"answers": told(0, SQ33=True)},
        "same_day", {"R52": "same_day"},
    ),
    # --- Soon
    Patient(
        "A night worker whose cramps wake her by day, four of fourteen sleeps.",
        {"episodes": [cramp(ago, hour=14, woke=True, state="asleep") for ago in (2, 5, 8, 11)],
         "check_ins": clear(1, 3, 4, 6, 7, 9, 10, 12)},
        "soon", {"R30": "soon"},
    ),
    Patient(
        "A girl of six, two cramps in two months.",
        {"profile": {"birth_year": 2019}, "episodes": [cramp(55), cramp(3)]},
        "soon", {"R40": "soon"},
    ),
    Patient(
        "Both hands cramped twice this month.",
        {"episodes": [cramp(21, muscles=[{"muscle": "hand"}]), cramp(2, muscles=[{"muscle": "forearm"}])]},
        "soon", {"R37": "soon"},
    ),
    Patient(
        "A muscle that gets thinner; speech and breath are fine.",
        {"answers": told(10, SQ17=True, SQ17__thinner=True, SQ17__breathing=False, SQ17__speech=False)},
        "soon", {"R33": "soon"},
    ),
    Patient(
        "A long cramp that nobody tried to stretch.",
        {"episodes": [cramp(4, hard_minutes=22, stretch_eased="not_tried")]},
        "soon", {"R20b": "soon"}, ("R20",),
    ),
    Patient(
        "Sore in one calf for three days.",
        {"episodes": [cramp(4, "-SQ01", sore_hours=72)]},
        "soon", {"R47": "soon"}, ("R21",),
    ),
    Patient(
        "Insulin, and low sugar on two nights of the check-in.",
        {"profile": {"conditions": ["diabetes"]},
         "check_ins": [{"day": day(3), "factors": {"low-sugar": True}},
                       {"day": day(8), "factors": {"low-sugar": "yes"}}]},
        "soon", {"R53": "soon"},
    ),
    Patient(
        "Fell out of bed, was not hurt.",
        {"episodes": [cramp(1, fall="fell")]},
        "soon", {"R46": "soon"},
    ),
    Patient(
        "Three cramps a week for a month, and sleep is badly disturbed.",
        every(3, 4) | {"check_ins": [c | {"sleep_disturbance": 7} for c in every(3, 4)["check_ins"]]},
        "soon", {"R31": "soon"},
    ),
    # --- What can wait: it must not be shouted
    Patient(
        "Three cramps a week for a month, and nothing else.",
        every(3, 4),
        "routine", {"R31": "routine"}, ("R30",),
    ),
    Patient(
        "Cramps tripled since a water tablet was started two months ago.",
        before_and_after(1, 3, 56) | {"medicines": [{"name": "Indapamide", "started_on": day(56)}]},
        "routine", {"R36": "routine", "R31": "routine"},
    ),
    Patient(
        "An inhaler was changed for the second time, in a file that still says changed_on.",
        before_and_after(1, 2, 56)
        | {"medicines": [{"name": "Salmeterol", "started_on": "2024-01-01", "changed_on": day(56)}]},
        "routine", {"R36": "routine"},
    ),
    Patient(
        "More an urge to move, without a knot, on three nights.",
        {"episodes": [cramp(ago, "SQ22", knot="no") for ago in (3, 9, 17)]},
        "routine", {"R41": "routine"},
    ),
    Patient(
        "Sitting down eases the leg.",
        {"answers": told(30, SQ20=True, SQ20__bending=True, SQ20__shooting=False)},
        "routine", {"R35": "routine"}, ("R51",),
    ),
    Patient(
        "Six weeks of stretching, and still two nights a week.",
        {"episodes": [cramp(ago) for ago in range(42) if ago % 7 in (0, 4)],
         "check_ins": [{"day": day(ago), "factors": {"stretch": "yes"}} for ago in range(42)]},
        "routine", {"R44": "routine"},
    ),
    Patient(
        "Thirty weeks pregnant with two ordinary cramps.",
        {"profile": {"sex": "female", "pregnant": True, "birth_year": 1992}, "episodes": [cramp(6), cramp(1)]},
        "mention", {"R39": "mention"}, ("R12", "R22", "R21"),
    ),
    Patient(
        "Cirrhosis, and a cramp in each of two weeks.",
        {"profile": {"conditions": ["cirrhosis"]}, "episodes": [cramp(10), cramp(2)]},
        "mention", {"R38": "mention"},
    ),
    Patient(
        "A cramp during dialysis; dialysis passes little urine, which is not asked.",
        {"profile": {"conditions": ["dialysis"]},
         "episodes": [cramp(2, "SQ06", "SQ06.little", "-SQ06.dark", state="dialysis", hour=14)]},
        "mention", {"R38": "mention"}, ("R06",),
    ),
    Patient(
        "Overheated, well again within half an hour.",
        {"episodes": [cramp(1, "SQ07", "SQ07.recovered", "-SQ07.confused", "-SQ07.fainted", hour=15)]},
        "mention", {"R07": "mention"},
    ),
    Patient(
        "Epilepsy, the usual fit, fully back to normal.",
        {"profile": {**MAN, "conditions": ["epilepsy"]}, "episodes": [cramp(1, *SEIZURE_ALL_CALM)]},
        "mention", {"R01": "mention"},
    ),
    Patient(
        "A cramp in the pool.",
        {"episodes": [cramp(2, state="in_water", hour=15)]},
        "mention", {"R13": "mention"},
    ),
    Patient(
        "Tonic water every evening.",
        {"medicines": [{"name": "Indian tonic water"}]},
        "mention", {"R50": "mention"},
    ),
    Patient(
        "Twenty beers a week.",
        {"answers": told(40, SQ24__beer=20, SQ24__wine=0, SQ24__spirits=0)},
        "mention", {"R43": "mention"},
    ),
    Patient(
        "Discussed a month ago, and no worse since.",
        {"episodes": [cramp(ago, woke=True) for ago in (2, 5, 8, 11)], "check_ins": clear(1, 3, 4, 6, 7, 9, 10, 12),
         "answers": told(30, R30__discussed={"on": day(30), "count": 4, "urgency": "soon"})},
        None, {}, ("R30",), ("R30",),
    ),
    Patient(
        "A doctor has seen the swollen calf.",
        {"episodes": [cramp(12, "SQ01")],
         "answers": told(10, R21__seen={"on": day(10), "count": None, "urgency": None})},
        None, {}, ("R21",),
    ),
    # --- Nothing to say
    Patient("An empty file.", {}, None, {}),
    Patient("One ordinary cramp.", {"episodes": [cramp(3, hard_minutes=4, stretch_eased="yes")]}, None, {}),
    Patient(
        "Only notes: the words of a text are nobody's answer.",
        {"episodes": [cramp(2, note="Leg swollen? Chest felt tight, probably the soup. Dark wee.")]},
        None, {}, ("R02", "R06", "R21"),
    ),
    Patient(
        "“No” to every sign.",
        {"profile": MAN, "episodes": [cramp(1, *[f"-{question.id}" for question in EPISODE_SIGNS])]},
        None, {},
    ),
    Patient("Fever alone.", {"answers": told(1, SQ29=True, SQ29__fever=True, SQ29__limb=False)}, None, {}, ("R26",)),
    Patient(
        "A clean wound, shots up to date.",
        {"answers": told(1, SQ09=True, SQ09__wound=True, SQ09__shots=True)},
        None, {}, ("R08",),
    ),
    Patient(
        "Ten minutes exactly, not eased; and stiff on both sides after a hard hike.",
        {"episodes": [cramp(3, hard_minutes=10, stretch_eased="no"),
                      cramp(5, sore_hours=60, muscles=[{"muscle": "calf", "side": "both"}])]},
        None, {}, ("R20", "R47"),
    ),
    Patient(
        "Four bad nights, but most of the fortnight is unknown: nothing is claimed of it.",
        {"episodes": [cramp(ago, woke=True) for ago in (2, 5, 8, 11)]},
        None, {}, ("R30",),
    ),
    Patient(
        "A chest pain two months ago, told once under “I am worried”: it has stopped speaking.",
        {"answers": told(60, SQ02=True)},
        None, {}, ("R02",),
    ),
)  # fmt: skip
