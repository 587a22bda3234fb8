"""Conditions on what was said: each takes a case and says for which events its rule holds, or what is still open.

Rule numbers (R01) and corrections (K1 to K22) are explained in docs/prompts.md. An unanswered part of a compound
question counts as the more urgent answer until it is given (K21); it never counts as "no".
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from diary.domain.entries import STOPPED, Episode
from diary.domain.medicines import RECENT, class_of, is_blood_thinner
from diary.domain.prompts.case import (
    DEFAULT,
    Case,
    Condition,
    Match,
    Verdict,
    about,
    heat_signs,
    local_date,
    noted,
    together,
    unknown_among,
)
from diary.domain.prompts.said import Occasion
from diary.domain.prompts.tri import Tri, all_of, any_of, known
from diary.domain.vocabulary import Activity, DrugClass, Eased, Fall, Progress, Side, State, Urgency
from diary.domain.vocabulary import Condition as Illness

LONG_MINUTES = 10
WOUND_DAYS = 21
LONG_SORE_HOURS = 48
SORENESS_ASKED_AFTER_DAYS = 2
FLUID_LIMITS = frozenset({Illness.DIALYSIS, Illness.KIDNEY, Illness.HEART_FAILURE, Illness.CIRRHOSIS})
EFFORT = frozenset({State.EXERCISE, State.AFTER_EXERCISE})
AT_REST = frozenset({State.ASLEEP, State.AWAKE_IN_BED, State.RESTING})


Judge = Callable[[Case, Occasion], Match | None]


def each_yes(question: str, judge: Judge) -> Condition:
    """Return the condition that judges every "yes" to `question` by itself; None means that it does not hold."""

    def condition(case: Case) -> Verdict:
        if not (occasions := case.occasions(question)):
            return Verdict(unanswered=(question,) if case.said(question) is None else ())
        judged = (judge(case, occasion) for occasion in occasions)
        return Verdict(tuple(match for match in judged if match is not None))

    return condition


def yes_to(question: str, urgency: Urgency, variant: str = DEFAULT) -> Condition:
    """Return the condition that holds, always at `urgency`, for every "yes" to `question`."""
    return each_yes(question, lambda case, occasion: noted(case, occasion, urgency, variant=variant))


def one_of(*conditions: Condition) -> Condition:
    """Return the condition that holds where one of `conditions` does."""
    return lambda case: together(condition(case) for condition in conditions)


def asked_of(who: Callable[[Case], Tri], condition: Condition) -> Condition:
    """Return `condition`, waiting for no answer of a person who is known to be nobody whom it is asked of."""

    def theirs(case: Case) -> Verdict:
        verdict = condition(case)
        return Verdict(verdict.matches) if who(case) is False else verdict

    return theirs


def worse_with(*parts: str, otherwise: Urgency, worst: Urgency = Urgency.EMERGENCY) -> Judge:
    """Judge a "yes" as `worst` unless every one of `parts` was answered with no; then as `otherwise` (K21)."""

    def judge(case: Case, occasion: Occasion) -> Match:
        open_parts = {f"{occasion.question.id}.{name}": occasion.part(name) for name in parts}
        return _either(case, occasion, open_parts, worst=worst, otherwise=otherwise)

    return judge


def worse_once_said(*parts: str, otherwise: Urgency) -> Judge:
    """Judge a "yes" as an emergency once one of `parts` is a "yes"; until then its words name them."""

    def judge(case: Case, occasion: Occasion) -> Match:
        return once_said(
            case,
            occasion,
            {f"{occasion.question.id}.{name}": occasion.part(name) for name in parts},
            otherwise=otherwise,
        )

    return judge


def once_said(case: Case, occasion: Occasion, worst: Mapping[str, Tri], *, otherwise: Urgency) -> Match:
    """An emergency when one of `worst` is a "yes", else `otherwise`."""
    if any(worst.values()):
        return noted(case, occasion, Urgency.EMERGENCY, variant="emergency")
    return noted(case, occasion, otherwise, variant=otherwise.value, unsettled=unknown_among(worst))


def _either(
    case: Case,
    occasion: Occasion,
    dangers: Mapping[str, Tri],
    *,
    worst: Urgency = Urgency.EMERGENCY,
    otherwise: Urgency = Urgency.SAME_DAY,
) -> Match:
    """As urgent as `worst` unless every one of `dangers` was answered with no; then as `otherwise`."""
    severe = any_of(*dangers.values())
    urgency = otherwise if severe is False else worst
    unsettled = unknown_among(dangers) if severe is None else ()
    return noted(case, occasion, urgency, variant=urgency.value, unsettled=unsettled)


# --- R01: passed out, or shook all over (K3) ------------------------------------------------------


def collapse(case: Case, occasion: Occasion) -> Match:
    """R01. The emergency list comes before the exception for known epilepsy; a short faint has its own words."""
    emergencies = _collapse_emergencies(case, occasion)
    severe = any_of(*emergencies.values())
    if severe is False:
        return _collapse_without_emergency(case, occasion)
    jerked = occasion.part("jerked")
    may_be_a_faint = jerked is False or (jerked is None and occasion.part("fainted"))
    return noted(
        case,
        occasion,
        Urgency.EMERGENCY,
        variant="collapse" if may_be_a_faint else "seizure",
        unsettled=unknown_among(emergencies) if severe is None else (),
    )


def _collapse_without_emergency(case: Case, occasion: Occasion) -> Match:
    if occasion.part("jerked") is False:
        return noted(case, occasion, Urgency.SAME_DAY, variant="faint")
    if _is_usual_seizure(case, occasion):
        return noted(case, occasion, Urgency.MENTION, variant="own_plan")
    return noted(case, occasion, Urgency.SAME_DAY, variant="seizure_over")


def _collapse_emergencies(case: Case, occasion: Occasion) -> dict[str, Tri]:
    """What makes it an emergency. "First" and an unknown pregnancy count for seizures, and while it may be one.

    Chest pain, effort and a pounding heart count for every collapse; for a usual seizure only once they are said.
    """
    fainted = occasion.part("jerked") is False
    usual = _is_usual_seizure(case, occasion)
    expecting = case.expecting(occasion.on)
    around: dict[str, Tri] = {
        "SQ02": case.said("SQ02"),
        "SQ14.effort": _effort(occasion),
        "SQ14.heart": known(occasion.part("heart"), case.said("SQ11")),
    }
    return {
        "SQ14.first": False if fainted or usual else occasion.part("first"),
        "SQ14.five_minutes": occasion.part("five_minutes"),
        "SQ14.repeated": occasion.part("repeated"),
        "SQ14.injured": True if _fell(occasion, Fall.INJURED) else occasion.part("injured"),
        "SQ14.in_water": _in_water(occasion),
        "SQ14.breathing": occasion.part("breathing"),
        "SQ14.not_recovered": _not_recovered(occasion),
        "profile.pregnant": bool(expecting) if fainted else expecting,
        **{question: bool(answer) if usual else answer for question, answer in around.items()},
    }


def _is_usual_seizure(case: Case, occasion: Occasion) -> bool:
    return bool(occasion.part("usual_seizure")) and Illness.EPILEPSY in case.profile.conditions


def _effort(occasion: Occasion) -> Tri:
    state = occasion.episode.state if occasion.episode else None
    return state in EFFORT or known(occasion.part("effort"), False if state in AT_REST else None)


def _in_water(occasion: Occasion) -> Tri:
    state = occasion.episode.state if occasion.episode else None
    return state is State.IN_WATER or known(occasion.part("in_water"), None if state is None else False)


def _not_recovered(occasion: Occasion) -> Tri:
    """Whether the person is not back to normal; of two answers that contradict each other the worse one holds."""
    not_recovered, recovered = occasion.part("not_recovered"), occasion.part("recovered")
    if not_recovered or recovered is False:
        return True
    return None if not_recovered is None and recovered is None else False


def _fell(occasion: Occasion, *falls: Fall) -> bool:
    return occasion.episode is not None and occasion.episode.fall in falls


# --- R06: dark or little urine (K10) --------------------------------------------------------------


def urine(case: Case, occasion: Occasion) -> Match | None:
    """R06. How little is passed is not asked of a person on dialysis."""
    on_dialysis = Illness.DIALYSIS in case.profile.conditions
    if occasion.part("dark") is False and (on_dialysis or occasion.part("little") is False):
        return None
    return _either(
        case,
        occasion,
        {
            "SQ06.effort": True if _hard_or_hot(case, occasion) else occasion.part("effort"),
            "SQ06.pain": occasion.part("pain"),
            "SQ06.medicine": True if _new_statin(case, occasion.on) else occasion.part("medicine"),
        },
    )


def _hard_or_hot(case: Case, occasion: Occasion) -> bool:
    episode = occasion.episode
    if episode is None:
        return False
    check_in = case.diary.night(episode.day).check_in
    factors = check_in.factors if check_in else {}
    return (
        episode.state in EFFORT
        or episode.activity is Activity.HARD
        or factors.get("activity") == "hard"
        or factors.get("heat") == "a-lot"
    )


def _new_statin(case: Case, on: date) -> bool:
    return any(
        what != STOPPED and on - RECENT <= changed <= on
        for medicine in case.diary.medicines
        if class_of(medicine) is DrugClass.STATIN
        for what, changed in medicine.dated
    )


# --- R07: heat (K5); R09: hands locking; R10: heartbeat; R23: weakness (K7); R25: losing fluid (K8) -----------


def heat(case: Case, occasion: Occasion) -> Match:
    """R07. Within the first 30 minutes it is for today, with the timer; "not better" is asked when they are over."""
    asked = heat_signs(occasion)
    severe = any_of(*asked.values(), occasion.part("not_better") or False)
    if severe is not False:
        unsettled = unknown_among(asked) if severe is None else ()
        return noted(case, occasion, Urgency.EMERGENCY, variant="emergency", unsettled=unsettled)
    if occasion.part("recovered"):
        return noted(case, occasion, Urgency.MENTION, variant="recovered")
    variant = "cool_and_sip" if case.may_drink else "cool"
    return noted(
        case, occasion, Urgency.SAME_DAY, variant=variant, unsettled=("SQ07.not_better", "SQ07.recovered")
    )


def hands_locking(case: Case, occasion: Occasion) -> Match:
    """R09. No compound question: its words name what turns it into an emergency, so only "yes" does."""
    if case.said("SQ14"):
        return noted(case, occasion, Urgency.EMERGENCY, variant="emergency")
    parts = {f"SQ10.{name}": occasion.part(name) for name in ("breathing", "fainted", "surgery")}
    return once_said(case, occasion, parts, otherwise=Urgency.SAME_DAY)


def weakness(case: Case, occasion: Occasion) -> Match:
    """R23. Within minutes, or in face, arm or speech: an emergency; over days: for today."""
    sudden = known(occasion.part("sudden"), False if occasion.part("days") else None)
    return _either(case, occasion, {"SQ15.sudden": sudden, "SQ15.face_speech": occasion.part("face_speech")})


def losing_fluid(case: Case, occasion: Occasion) -> Match:
    """R25. A drink is named only to those who are known to have no limit, and whose head is clear."""
    profile = case.profile
    if profile.conditions & FLUID_LIMITS:
        return noted(case, occasion, Urgency.SAME_DAY, variant="limit")
    free = profile.conditions_known and case.may_drink
    return noted(case, occasion, Urgency.SAME_DAY, variant="sip" if free else DEFAULT)


# --- R08: a wound; R16: a remedy; R26: a hot joint (K12); R42: thirst and tiredness (K9) -----------------------


def wound(case: Case, occasion: Occasion) -> Match | None:
    """R08. A wound of the last 3 weeks, unless the tetanus shots are known to be up to date."""
    is_old = (case.today - occasion.on).days > WOUND_DAYS
    if is_old or occasion.part("wound") is False or occasion.part("shots"):
        return None
    unsettled = unknown_among({"SQ09.shots": occasion.part("shots")})
    return noted(case, occasion, Urgency.SAME_DAY, variant="same_day", unsettled=unsettled)


def remedy(case: Case, occasion: Occasion) -> Match:
    """R16. An emergency for a child, and with drowsiness, trouble breathing or a fit."""
    parts = {f"SQ36.{name}": occasion.part(name) for name in ("drowsy", "breathing", "fit", "child")}
    return once_said(
        case, occasion, {**parts, "SQ36.child": case.child or parts["SQ36.child"]}, otherwise=Urgency.SAME_DAY
    )


def hot_limb(case: Case, occasion: Occasion) -> Match | None:
    """R26. Fever alone fires nothing here."""
    limb = occasion.part("limb")
    if limb is False:
        return None
    return noted(case, occasion, Urgency.SAME_DAY, unsettled=unknown_among({"SQ29.limb": limb}))


def tiredness(case: Case, occasion: Occasion) -> Match:
    """R42. Thirst with much urine is for today in a child, and in an adult who is unwell or loses weight fast."""
    thirsty, breathless = occasion.part("thirsty"), occasion.part("breathless")
    dangers = {
        "profile.birth_year": case.child,
        "SQ23.unwell": occasion.part("unwell"),
        "SQ23.losing": occasion.part("losing"),
    }
    today = all_of(thirsty, any_of(*dangers.values()))
    if today is not False:
        asked = {"SQ23.thirsty": thirsty, **({} if any(dangers.values()) else dangers)}
        return noted(
            case,
            occasion,
            Urgency.SAME_DAY,
            variant="same_day",
            unsettled=() if today else unknown_among(asked),
        )
    return _either(
        case,
        occasion,
        {"SQ23.thirsty": thirsty, "SQ23.breathless": breathless},
        worst=Urgency.SOON,
        otherwise=Urgency.ROUTINE,
    )


# --- R13: in water --------------------------------------------------------------------------------------


def in_water(case: Case) -> Verdict:
    """R13. A cramp of the last days began in water."""
    return together(_in_water_began(case, episode) for episode in case.recent_episodes)


def _in_water_began(case: Case, episode: Episode) -> Verdict:
    if episode.state is not State.IN_WATER:
        return Verdict(unanswered=("episode.state",) if episode.state is None else ())
    words = f"Noted on {case.date_words(local_date(episode))}: a cramp in water."
    return Verdict((about(episode, Urgency.MENTION, words),))


# --- R35, R51: legs and back (the counting half of R51 is in counting.py) ---------------------------------


def part_of(question: str, part: str, urgency: Urgency) -> Condition:
    """Return the condition that holds for each "yes" to `question` unless `part` of it was answered with no."""

    def judge(case: Case, occasion: Occasion) -> Match | None:
        answer = {f"{question}.{part}": occasion.part(part)}
        if False in answer.values():
            return None
        return noted(case, occasion, urgency, unsettled=unknown_among(answer))

    return each_yes(question, judge)


# --- R21: one leg swollen, warm or sore -------------------------------------------------------------------


def clot_sign(case: Case, occasion: Occasion) -> Match:
    """R21. What makes a clot more likely (SQ31) is named as well; it never makes the matter less urgent."""
    match = noted(case, occasion, Urgency.SAME_DAY)
    if not case.said("SQ31"):
        return match
    return replace(
        match, cause=f"{match.cause} You also noted: a clot before, surgery, a long trip or the like."
    )


# --- R20: over 10 minutes, and stretching did not ease it -----------------------------------------------


def not_eased(case: Case) -> Verdict:
    """R20. Hard minutes, never soreness. A cramp that is still going has a rule of its own (live.py)."""
    return together(_not_eased(case, e) for e in case.recent_episodes if e.progress is not Progress.ONGOING)


def _not_eased(case: Case, episode: Episode) -> Verdict:
    eased = episode.stretch_eased
    answers = {
        "episode.hard_minutes": is_long(episode),
        "episode.stretch_eased": None if eased is None else eased is Eased.NO,
    }
    holds = all_of(*answers.values())
    if not holds:
        return Verdict(unanswered=unknown_among(answers) if holds is None else ())
    day = case.date_words(local_date(episode))
    words = f"Noted on {day}: hard for about {episode.hard_minutes} minutes, and stretching did not ease it."
    return Verdict((about(episode, Urgency.SAME_DAY, words),))


def is_long(episode: Episode, minutes: int = LONG_MINUTES) -> Tri:
    """Whether the muscle was hard for more than `minutes`; None if that was not noted."""
    return None if episode.hard_minutes is None else episode.hard_minutes > minutes


# --- R46: a fall; R47: sore for two days (K17) -----------------------------------------------------------


def fall(case: Case, occasion: Occasion) -> Match:
    """R46. "I fell", and nothing else, is for a visit soon; with an injury or a hit head the rest must be known.

    A blood thinner on the list counts, whatever the row "Which?" says: somebody who is dazed passes it over.
    """
    head = {"SQ26.head": occasion.part("head")}
    dangers = ("thinner", "vomiting", "drowsy", "fainted", "headache")
    danger = {f"SQ26.{name}": occasion.part(name) for name in dangers}
    thinner = _thinner_on_the_list(case, occasion.on)
    if thinner is not None:
        danger["SQ26.thinner"] = True
    severe = all_of(*head.values(), any_of(*danger.values()))
    said_more = any(occasion.parts.values()) or (occasion.episode and occasion.episode.signs.get("SQ26"))
    emergency = severe or (severe is None and (said_more or not _fell(occasion, Fall.FELL)))
    urgency = Urgency.EMERGENCY if emergency else Urgency.SOON
    open_questions = unknown_among(head if any(danger.values()) else {**head, **danger})
    unsettled = open_questions if severe is None else ()
    match = noted(case, occasion, urgency, variant=urgency.value, unsettled=unsettled)
    return (
        match
        if thinner is None
        else replace(match, cause=f"{match.cause} Your list of medicines has {thinner}.")
    )


def _thinner_on_the_list(case: Case, on: date) -> str | None:
    """Return the name of a blood thinner that may have been taken on that day."""
    taken = (medicine for medicine in case.diary.medicines if medicine.taken_on(on) is not False)
    return next((medicine.name for medicine in taken if is_blood_thinner(medicine)), None)


def soreness(case: Case) -> Verdict:
    """R47. Soreness of 48 hours or more, and one side, a bruise, a lump or loss of use."""
    occasions = case.occasions("SQ27")
    with_cramp = {occasion.episode.id: occasion for occasion in occasions if occasion.episode is not None}
    return together(
        [
            *(_still_sore(case, each, with_cramp.get(each.id)) for each in case.recent_episodes),
            *(Verdict((noted(case, each, Urgency.SOON),)) for each in occasions if each.episode is None),
        ]
    )


def _still_sore(case: Case, episode: Episode, yes: Occasion | None) -> Verdict:
    parts = (
        yes.part(name) if yes else episode.signs.get(f"SQ27.{name}") for name in ("bruise", "lump", "use")
    )
    local = any_of(_one_side(episode), *parts)
    if yes is not None:
        return Verdict() if local is False else Verdict((noted(case, yes, Urgency.SOON),))
    long_sore = all_of(_sore(episode), local)
    if long_sore:
        day = case.date_words(local_date(episode))
        words = f"Noted on {day}: a cramp that left one side sore for {LONG_SORE_HOURS} hours or more."
        return Verdict((about(episode, Urgency.SOON, words),))
    may_be_asked = (case.today - episode.day).days >= SORENESS_ASKED_AFTER_DAYS
    return Verdict(unanswered=("SQ27",) if long_sore is None and may_be_asked else ())


def _sore(episode: Episode) -> Tri:
    if episode.sore_hours is None:
        return episode.signs.get("SQ27")
    return episode.sore_hours >= LONG_SORE_HOURS


def _one_side(episode: Episode) -> Tri:
    """Whether all muscles are on one same side; None when no side, or not every one, was noted."""
    sides = {place.side for place in episode.places}
    if Side.BOTH in sides or {Side.LEFT, Side.RIGHT} <= sides:
        return False
    return True if len(sides) == 1 and None not in sides else None
