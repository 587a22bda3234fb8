"""The screening questions: their wording, when each is asked, the parts of the compound ones, and valid answers.

Ids and wording follow the numbering of the rules that they feed (see docs/prompts.md). A part ("SQ14.injured") is
one chip of the row "Which?" that opens after "yes".
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from diary.domain.factors import FACTOR_BY_ID, is_own_id
from diary.domain.vocabulary import Condition, Sex, Smoking, Term, Urgency


class When(Term):
    """On which occasions a question is put."""

    EPISODE = "E", "With a cramp"
    PROFILE = "P", "In the profile, every 90 days"
    MONTH = "M", "Once a month"
    ALWAYS = "W", "Whenever something worries me"
    GATE = "G", "Before a supplement is tried"


@dataclass(frozen=True, slots=True)
class Part:
    """One chip of a "Which?" row; `calms` marks a "yes" that makes the matter less urgent."""

    id: str
    chip: str
    calms: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One yes/no question (or a number, as are its parts, where `counts`).

    `happened` marks what is true of one moment for good: "no" with another cramp does not take its "yes" back.
    `stays_open` marks a sign whose "yes" has no end but "no" or a doctor's visit.
    """

    id: str
    text: str
    chip: str
    when: frozenset[When]
    parts: tuple[Part, ...] = ()
    happened: bool = False
    stays_open: bool = False
    counts: bool = False

    @property
    def answer_speaks_days(self) -> int:
        """For how many days an answer given outside an episode speaks: until it is asked again, at least a week."""
        if When.PROFILE in self.when:
            return 90
        return 31 if When.MONTH in self.when else EPISODE_SPEAKS_DAYS


EPISODE_SPEAKS_DAYS = 7
WORDING_OF_FIELDS: Mapping[str, str] = {
    "episode.hard_minutes": "How long was the muscle hard?",
    "episode.stretch_eased": "Did stretching ease it?",
    "episode.woke": "Did the cramp wake you?",
    "episode.places": "Where was the cramp, and on which side?",
    "episode.state": "What were you doing when it began?",
    "check_in.sleep_disturbance": "How much did cramps disturb your sleep?",
    "check_in.stretch": "Did you do your bedtime stretch on the days that are not noted?",
    "check_in.low-sugar": "Did you have low sugar on the nights that are not noted?",
    "diary.nights": "Was there a cramp on the nights that are not noted?",
    "medicine.drug_class": "Which kind of medicine is it?",
    "medicine.started_on": "When did you start the medicine?",
    "profile.birth_year": "In which year were you born?",
    "profile.sex": "What is your sex?",
    "profile.pregnant": "Are you pregnant, or did you give birth in the last 6 weeks?",
    "profile.due_on": "When is the baby due?",
    "profile.gave_birth_on": "When did you give birth?",
    "profile.smoking": "Do you smoke, or vape nicotine?",
    "profile.conditions": "Do you have a long-term condition?",
}


def _question(id: str, when: str, text: str, chip: str, *parts: tuple[str, str], **more: Any) -> Question:  # noqa: A002
    calming: Collection[str] = more.pop("calming", ())
    return Question(
        id=id,
        text=text,
        chip=chip,
        when=frozenset(When(letter) for letter in when),
        parts=tuple(Part(f"{id}.{name}", words, calms=name in calming) for name, words in parts),
        **more,
    )


QUESTIONS: tuple[Question, ...] = (
    _question(
        "SQ01", "EW", "Is one leg swollen, warm, red or darker, or tender all the time?",
        "One leg swollen, warm or sore", stays_open=True,
    ),
    _question(
        "SQ02", "EW", "Short of breath, chest pain, coughing blood, or collapsed?",
        "Chest pain, breathless or collapsed",
    ),
    _question(
        "SQ03", "EW", "Did the leg suddenly turn cold, pale, blue or numb?",
        "Leg suddenly cold, pale or numb",
    ),
    _question(
        "SQ04", "EW",
        "Is the pain severe and getting worse after an injury, a tight cast, or very hard exercise, and the muscle "
        "tight and swollen?",
        "Tight swollen muscle, pain getting worse",
    ),
    _question(
        "SQ05", "MW",
        "New numbness between your legs, trouble passing water or controlling your bowels, or weakness in both legs?",
        "Numb between legs, or bladder trouble",
        ("numb", "Numb between the legs"),
        ("water", "Trouble passing water"),
        ("bowels", "Trouble controlling bowels"),
        ("legs", "Weakness in both legs"),
    ),
    _question(
        "SQ06", "EW", "Is your urine dark like cola, or are you passing very little?", "Dark or very little urine",
        ("dark", "Dark like cola"),
        ("little", "Much less than usual"),
        ("effort", "After effort, heat, or lying long"),
        ("pain", "Lasting muscle pain, or weakness"),
        ("medicine", "New or changed statin"),
    ),
    _question(
        "SQ07", "EW", "Very hot, dizzy, sick or confused after heat or hard effort?",
        "Overheated: dizzy, sick or confused",
        ("confused", "Confused or drowsy"),
        ("fainted", "Fainted, or had a fit"),
        ("not_better", "Not better after 30 minutes"),
        ("unwell", "Still unwell, head clear"),
        ("recovered", "Well again within 30 minutes"),
        calming=("unwell", "recovered"),
    ),
    _question(
        "SQ08", "EW", "Stiff jaw, hard to open the mouth or swallow, or painful body spasms?",
        "Stiff jaw or painful body spasms",
    ),
    _question(
        "SQ09", "MW",
        "A deep or dirty wound or animal bite in the last 3 weeks? Are your tetanus shots up to date?",
        "Deep wound or animal bite",
        ("wound", "Wound or bite, last 3 weeks"),
        ("shots", "Tetanus shots up to date"),
        calming=("shots",),
    ),
    _question(
        "SQ10", "EW",
        "Hands, feet or face locking up, with tingling around the mouth or in the fingers?",
        "Hands or face locking, with tingling",
        ("breathing", "Throat tight, or trouble breathing"),
        ("fainted", "Fainted, or had a fit"),
        ("surgery", "Neck surgery in last 3 months"),
    ),
    _question(
        "SQ11", "EW", "Pounding or uneven heartbeat, marked weakness, or fainting?",
        "Uneven heartbeat, weakness or fainting",
        ("racing", "Heart racing or uneven now"),
        ("fainted", "Fainted"),
        ("weak", "Marked weakness"),
    ),
    _question(
        "SQ12", "PW",
        "Contact with lead, mercury, pesticide or another chemical, or a venomous bite or sting?",
        "Chemical, venomous bite or sting",
        ("breathing", "Trouble breathing"),
        ("drowsy", "Drowsy"),
        ("spasm", "Spasms that spread"),
    ),
    _question(
        "SQ13", "MW",
        "Pregnant, or up to 6 weeks after birth: bad headache, changed sight, pain under the ribs, vomiting, or sudden "
        "swelling of face, hands or feet?",
        "Headache, changed sight, sudden swelling",
    ),
    _question(
        "SQ14", "EW", "Did you pass out, or did your whole body jerk, or do you not remember it?",
        "Passed out, or shook all over",
        ("jerked", "Whole body jerked"),
        ("fainted", "Passed out"),
        ("first", "First time"),
        ("five_minutes", "5 minutes or longer"),
        ("repeated", "More than once"),
        ("injured", "Hurt myself"),
        ("in_water", "In water"),
        ("breathing", "Trouble breathing"),
        ("effort", "During effort"),
        ("heart", "Pounding heart before it"),
        ("not_recovered", "Not back to normal"),
        ("recovered", "Fully back to normal"),
        ("usual_seizure", "My usual seizure"),
        calming=("recovered", "usual_seizure"),
        happened=True,
    ),
    _question(
        "SQ15", "EW",
        "Did the leg or foot become weak, or does the foot drag? Is the face, arm or speech affected?",
        "Weak leg, face, arm or speech",
        ("sudden", "Came within minutes"),
        ("days", "Came over days"),
        ("face_speech", "Face, arm or speech affected"),
        calming=("days",),
        happened=True,
    ),
    _question(
        "SQ16", "EM", "Numb, tingling or burning between cramps? Swelling of both legs?",
        "Numb, tingling or swollen between cramps",
        ("numb", "Numb, tingling or burning"),
        ("swelling", "Both legs swollen"),
    ),
    _question(
        "SQ17", "M",
        "Is a muscle getting thinner or weaker? Twitching in many places? Trouble with speech, swallowing or "
        "breathing?",
        "Weaker or thinner muscle, or twitching",
        ("thinner", "A thinner or weaker muscle"),
        ("twitching", "Twitching in many places"),
        ("speech", "Trouble with speech"),
        ("breathing", "Trouble swallowing or breathing"),
    ),
    _question(
        "SQ18", "PM",
        "Does walking bring on calf, thigh or buttock pain that stops within 10 minutes of rest?",
        "Pain on walking, gone with rest",
    ),
    _question(
        "SQ19", "PM",
        "Between cramps, pain in the foot or lower leg for most of the night, better when the leg hangs down? A sore "
        "on the foot that does not heal?",
        "Foot pain all night, or sore",
        ("rest", "Pain most of the night"),
        ("sore", "A sore that does not heal"),
    ),
    _question(
        "SQ20", "PM",
        "Leg pain when standing or walking that eases when you sit or bend forward? Back pain that shoots into the "
        "leg?",
        "Leg pain that eases on sitting",
        ("bending", "Eases on sitting or bending"),
        ("shooting", "Back pain into the leg"),
    ),
    _question(
        "SQ21", "M", "Started, stopped or changed a medicine in the last 12 months?", "Medicine started or changed",
        ("worse", "Cramps began, or worse, after it"),
    ),
    _question(
        "SQ22", "E", "Is it more an urge to move, without a hard knot, better while you move?",
        "More an urge to move",
    ),
    _question(
        "SQ23", "M",
        "Very tired, feeling cold, weight change, very thirsty, passing a lot of water, or short of breath on effort?",
        "Tired, cold, thirsty, or weight change",
        ("tired", "Very tired, or feeling cold"),
        ("weight", "Weight change"),
        ("thirsty", "Very thirsty, much urine"),
        ("breathless", "Breathless on effort"),
        ("unwell", "Vomiting, or drowsy"),
        ("losing", "Losing weight fast"),
    ),
    _question(
        "SQ24", "PM", "How many alcoholic drinks a week?", "Alcohol in a week",
        ("beer", "Beers or ciders, about 500 ml"),
        ("wine", "Glasses of wine, about 175 ml"),
        ("spirits", "Small spirits, about 25 ml"),
        counts=True,
    ),
    _question(
        "SQ25", "M", "Constant pain, weight loss without trying, night sweats?",
        "Constant pain, weight loss, night sweats",
    ),
    _question(
        "SQ26", "E", "Did you fall, or hit your head?", "Fell, or hit the head",
        ("head", "Hit the head"),
        ("thinner", "On a blood thinner"),
        ("vomiting", "Vomiting since"),
        ("drowsy", "Drowsy since"),
        ("fainted", "Fainted"),
        ("headache", "Severe headache"),
        happened=True,
    ),
    _question(
        "SQ27", "E", "Still painful, bruised, lumpy, or hard to use?", "Still sore after two days",
        ("bruise", "A bruise"),
        ("lump", "A lump"),
        ("use", "Hard to use"),
        happened=True,
    ),
    _question(
        "SQ28", "MW", "Is it hard to cope, or do you have thoughts of harming yourself?", "Hard to cope",
        ("cope", "Hard to cope"),
        ("harm", "Thoughts of harming myself"),
    ),
    _question(
        "SQ29", "W", "Fever, or a very painful hot red joint or limb?", "Hot, red, very painful joint",
        ("limb", "Hot, red, painful joint or limb"),
        ("fever", "Fever"),
    ),
    _question(
        "SQ30", "EW", "Lots of vomiting, diarrhoea or sweating, or unable to keep drinks down?",
        "Lots of vomiting, diarrhoea or sweating",
    ),
    _question(
        "SQ31", "P",
        "Blood clot before, cancer, surgery or plaster or bed rest in the last 3 months, trip over 3 hours in the "
        "last 4 weeks, pill or HRT?",
        "Clot before, surgery or long trip",
    ),
    _question(
        "SQ32", "P",
        "Thyroid or neck surgery, kidney disease, dialysis, liver disease, heart failure, diabetes, thyroid disease, "
        "Parkinson's, nerve disease, cancer treatment?",
        "Long-term illness, or neck surgery",
    ),
    _question("SQ33", "W", "Yellow eyes or skin?", "Yellow eyes or skin"),
    _question(
        "SQ34", "EW", "Confused, vomiting, bad headache or puffy after drinking a lot?",
        "Confused or sick after drinking lots",
    ),
    _question(
        "SQ35", "PM",
        "After quinine or tonic water: new bruises, bleeding, rash of dots, ringing ears, blurred sight, pounding "
        "heart, or fever?",
        "Bruises, rash or ringing after quinine",
        ("bleeding", "Bleeding"),
        ("fainted", "Fainted"),
        ("sight", "Lost sight"),
    ),
    _question(
        "SQ36", "W",
        "Swallowed a rub, oil, plant juice, magnet or too many tablets? Skin burned by a remedy?",
        "Swallowed or burned by a remedy",
        ("drowsy", "Drowsy"),
        ("breathing", "Trouble breathing"),
        ("fit", "Fainted, or had a fit"),
        ("child", "It was a child"),
    ),
    _question(
        "SQ37", "EW",
        "A child or teenager: limp, fever, swollen joint, will not stand on the leg, or pain on one side all the time?",
        "Child limps, or will not stand",
    ),
    _question(
        "SQ38", "MW", "Diabetes: low sugar, felt or measured, on two or more nights in the last 14 days?",
        "Low sugar at night",
        ("unable", "Not woken, confused, or a fit"),
    ),
    _question(
        "SQ39", "G", "Before a supplement: does one of these hold for you?", "Before a supplement",
        ("breastfeeding", "Breastfeeding"),
        ("thinner", "A blood thinner such as warfarin"),
        ("pressure", "An ACE inhibitor or a sartan"),
        ("sparing", "Spironolactone or amiloride"),
        ("rhythm", "A heart rhythm problem"),
    ),
)  # fmt: skip

QUESTION_BY_ID: Mapping[str, Question] = {question.id: question for question in QUESTIONS}
PART_BY_ID: Mapping[str, Part] = {part.id: part for question in QUESTIONS for part in question.parts}

# "Anything else with this cramp?": only what a rule of this version listens to, so that no "yes" meets silence.
EPISODE_SIGNS: tuple[Question, ...] = tuple(
    QUESTION_BY_ID[key]
    for key in (
        "SQ01", "SQ02", "SQ03", "SQ04", "SQ06", "SQ07", "SQ08", "SQ10", "SQ11", "SQ14", "SQ15", "SQ16", "SQ22", "SQ26",
        "SQ27", "SQ30", "SQ34", "SQ37",
    )
)  # fmt: skip

_MARK = re.compile(r"R\d\d[a-z]?\.(discussed|seen|later)")
_CHOICES = frozenset({"factors.followed", "factors.suspected", "control_days.asked"})
_PROFILE = frozenset(name for name in WORDING_OF_FIELDS if name.startswith("profile."))
_MOST_DRINKS = 500


def question_of(key: str) -> Question:
    """Return the question that "SQ14" or its part "SQ14.injured" belongs to; raise KeyError if there is none."""
    return QUESTION_BY_ID[key.partition(".")[0]]


def words_of(key: str) -> str:
    """Return what a person reads for a question, a part of one, or a field that a rule still needs."""
    if key in PART_BY_ID:
        return f"{question_of(key).chip}: {PART_BY_ID[key].chip[0].lower()}{PART_BY_ID[key].chip[1:]}?"
    return QUESTION_BY_ID[key].text if key in QUESTION_BY_ID else WORDING_OF_FIELDS[key]


def which_row(question: Question, ticked: Collection[str]) -> dict[str, bool]:
    """Return the answers of a whole "Which?" row that the person has confirmed: `ticked` part ids yes, the rest no.

    Only a row that was shown and confirmed may be read so; a row that was passed over stays unknown.
    """
    return {part.id: part.id in ticked for part in question.parts}


def is_known_question(key: str) -> bool:
    """Whether an answer may be stored under `key`: a screening question, a fact of the profile, a choice, a mark."""
    return (
        key in QUESTION_BY_ID
        or key in PART_BY_ID
        or key in _PROFILE
        or key in _CHOICES
        or _MARK.fullmatch(key) is not None
    )


def answer_problem(key: str, value: Any) -> str | None:
    """Return why `value` is no answer to `key`, in words for the person, or None if it is one.

    Screening questions, their parts and "control_days.asked" take True or False (SQ24 and its kinds a number of
    drinks); facts of the profile may be None, "not said"; a mark is {"on": ISO date, "count": number or None,
    "urgency": Urgency or None}, or None when it was taken back.
    """
    if not is_known_question(key):
        return "This question is not known."
    if key.startswith("SQ") and question_of(key).counts:
        return _whole_number_problem(value, 0, _MOST_DRINKS)
    if key.startswith("SQ") or key == "control_days.asked":
        return None if isinstance(value, bool) else "Please answer yes or no."
    if key in _CHOICES:
        return _factors_problem(value, own=key == "factors.suspected")
    if value is None:
        return None
    return _mark_problem(value) if key.startswith("R") else _profile_problem(key, value)


def _factors_problem(value: Any, *, own: bool) -> str | None:
    """A person's own factors are followed until they are retired, so that they stand only among the suspects."""
    texts = [item for item in value if isinstance(item, str)] if isinstance(value, list) and own else []
    return (
        None
        if _is_list_of(value, {*FACTOR_BY_ID, *filter(is_own_id, texts)})
        else "One of these factors is not known."
    )


def iso_date(value: Any) -> date | None:
    """Return the date that a text such as "2026-10-13" stands for, or None if it is not written so."""
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return day if day.isoformat() == value else None


def _profile_problem(key: str, value: Any) -> str | None:
    match key.removeprefix("profile."):
        case "birth_year":
            return _whole_number_problem(value, 1900, 2100)
        case "sex":
            return None if value in list(Sex) else "Please choose one of the answers."
        case "pregnant":
            return None if isinstance(value, bool) else "Please answer yes or no."
        case "smoking":
            return None if value in list(Smoking) else "Please choose one of the answers."
        case "due_on" | "gave_birth_on":
            return None if iso_date(value) else "Please give a date such as 2026-10-13."
        case _:
            known = {condition.value for condition in Condition}
            return None if _is_list_of(value, known) else "One of these conditions is not known."


def _mark_problem(value: Any) -> str | None:
    if not isinstance(value, dict) or value.keys() != {"on", "count", "urgency"}:
        return "A mark needs a date, a count and an urgency."
    if iso_date(value["on"]) is None:
        return "Please give a date such as 2026-10-13."
    if value["count"] is not None and (type(value["count"]) is not int or value["count"] < 0):
        return "The count must be a whole number."
    if value["urgency"] is not None and value["urgency"] not in list(Urgency):
        return "This urgency is not known."
    return None


def _whole_number_problem(value: Any, least: int, most: int) -> str | None:
    if type(value) is int and least <= value <= most:
        return None
    return f"Please give a whole number from {least} to {most}."


def _is_list_of(value: Any, known: Collection[str]) -> bool:
    return (
        isinstance(value, list)
        and all(isinstance(item, str) and item in known for item in value)
        and len(set(value)) == len(value)
    )
