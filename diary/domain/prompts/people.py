"""Conditions that ask who the person is: pregnant or just after birth, a child, with a long-term condition.

What a profile leaves open keeps a rule open, and never counts as "no". Numbers marked † are design choices.
"""

from datetime import timedelta

from diary.domain.prompts.case import Case, Match, Verdict, local_date, noted, together, unknown_among
from diary.domain.prompts.conditions import each_yes
from diary.domain.prompts.said import Occasion, pregnant_on, weeks_pregnant
from diary.domain.prompts.tri import Tri, any_of
from diary.domain.vocabulary import Condition as Illness
from diary.domain.vocabulary import Sex, Urgency
from diary.domain.wording import counted

CRAMPS_IN_PREGNANCY_WITHIN = timedelta(days=14)  # †


def is_expecting(case: Case) -> Tri:
    """Whether the person is pregnant or gave birth in the last 6 weeks."""
    return case.expecting(case.today)


def is_child(case: Case) -> Tri:
    """Whether the person is under 18."""
    return case.child


def has_diabetes(case: Case) -> Tri:
    """Whether the profile names diabetes; unknown until the conditions were answered."""
    named = Illness.DIABETES in case.profile.conditions
    return named if case.profile.conditions_known else None


# --- R12, R39: pregnancy and after birth (K4) --------------------------------------------------------------


def warning_in_pregnancy(case: Case, occasion: Occasion) -> Match | None:
    """R12. Every week of pregnancy, and 6 weeks after birth. The question names both, so an open profile does not
    silence a "yes"."""
    expecting = case.expecting(occasion.on)
    if expecting is False:
        return None
    unsettled = unknown_among({"profile.pregnant": expecting})
    return noted(case, occasion, Urgency.SAME_DAY, unsettled=unsettled)


def cramps_in_pregnancy(case: Case) -> Verdict:
    """R39. Any cramp of the last two weeks; it gives way to R12, R21 and R22."""
    recent = [e for e in case.diary.episodes if case.today - e.day <= CRAMPS_IN_PREGNANCY_WITHIN]
    pregnant = False if case.profile.sex is Sex.MALE else pregnant_on(case.diary, case.today)
    if not recent or pregnant is False:
        return Verdict()
    if pregnant is None:
        return Verdict(unanswered=("profile.pregnant",))
    first, last, cramps = local_date(recent[0]), local_date(recent[-1]), sum(e.cramps for e in recent)
    weeks = weeks_pregnant(case.diary, case.today)
    today = f" {counted(weeks, 'full week')} today." if weeks is not None else ""
    cause = f"{counted(cramps, 'cramp')} noted in pregnancy {case.span_words(first, last)}.{today}"
    return Verdict((Match(urgency=Urgency.MENTION, cause=cause, on=last, count=cramps),))


# --- R22: a clot sign in pregnancy or after birth ----------------------------------------------------


def clot_sign_expecting(case: Case) -> Verdict:
    """R22. The words of R21 do not say whom to call in pregnancy and up to 6 weeks after birth."""
    if case.said("SQ01") is None and case.expecting(case.today) is not False:
        return Verdict(unanswered=("SQ01",))
    return together(_clot_sign_expecting(case, occasion) for occasion in case.occasions("SQ01"))


def _clot_sign_expecting(case: Case, occasion: Occasion) -> Verdict:
    expecting = case.expecting(occasion.on)
    if expecting:
        return Verdict((noted(case, occasion, Urgency.SAME_DAY),))
    return Verdict(unanswered=("profile.pregnant",) if expecting is None else ())


# --- R24: a child --------------------------------------------------------------------------------------------


def child_signs(case: Case) -> Verdict:
    """R24. A seizure of a child with one of the emergency signs; a child who limps or will not stand on the leg."""
    found = together([each_yes("SQ14", _child_seizure)(case), each_yes("SQ37", _child_leg)(case)])
    if case.child:
        return found
    return Verdict(found.matches, ("profile.birth_year",) if case.child is None else ())


def _child_seizure(case: Case, occasion: Occasion) -> Match | None:
    """Only of a known child: for everybody else the emergency is told by R01."""
    if not case.child or occasion.part("jerked") is False:
        return None
    usual = occasion.part("usual_seizure") and Illness.EPILEPSY in case.profile.conditions
    said = [each.part("fever") for each in case.occasions("SQ29")]
    fever = any_of(*said) if said else case.said("SQ29")
    dangers = {
        "SQ14.first": False if usual else occasion.part("first"),
        "SQ14.five_minutes": occasion.part("five_minutes"),
        "SQ14.repeated": occasion.part("repeated"),
        "SQ29.fever": fever if fever or not usual else False,
    }
    severe = any_of(*dangers.values())
    if severe is False:
        return None
    unsettled = unknown_among(dangers) if severe is None else ()
    return noted(case, occasion, Urgency.EMERGENCY, variant="emergency", unsettled=unsettled)


def _child_leg(case: Case, occasion: Occasion) -> Match | None:
    if case.child is False:
        return None
    unsettled = unknown_among({"profile.birth_year": case.child})
    return noted(case, occasion, Urgency.SAME_DAY, variant="same_day", unsettled=unsettled)
