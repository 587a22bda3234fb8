"""Conditions on what is taken and drunk: medicines by class, quinine, alcohol.

A class is what the person confirmed; until then an international name speaks for itself, and the prompt lists the
open question. "No, none of these" is kept. Numbers marked † are design choices.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from diary.domain.days import diary_day
from diary.domain.entries import STOPPED, Medicine, Night
from diary.domain.factors import FACTOR_BY_ID
from diary.domain.medicines import MAY_CAUSE_CRAMPS, RECENT, class_of
from diary.domain.prompts.case import DEFAULT, Case, Match, Verdict, together
from diary.domain.prompts.counting import ENDED_WITHIN
from diary.domain.prompts.tri import Tri
from diary.domain.vocabulary import DrugClass, Outcome, Urgency
from diary.domain.wording import counted

A_YEAR = timedelta(days=365)
EIGHT_WEEKS = 56
LEAST_KNOWN_BEFORE, LEAST_KNOWN_AFTER = 28, 14  # nights of those eight weeks (K15: four weeks; †)
LEAST_CRAMPS_AFTER = 4
GROWN = 1.5  # †
WEAKER = ("SQ06.pain", "SQ11.weak", "SQ17.thinner")
REVIEW_AFTER = timedelta(days=28)
MOST_UNITS, MOST_NIGHTS_A_WEEK = 14, 5  # UK units; †
# Units of 8 g of alcohol in what the question names, by kind (K16): the sizes are said, so one table serves everywhere.
UNITS = {"SQ24.beer": 2.3, "SQ24.wine": 2.3, "SQ24.spirits": 1.0}
ALCOHOL_SPEAKS_DAYS = 90


# --- R36: cramps began or got worse after a medicine (K15) ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """A medicine that was started, or its dose changed, within the last year."""

    medicine: Medicine
    on: date
    words: str


def after_a_medicine(case: Case) -> Verdict:
    """R36. The rate of cramps in the eight weeks before a change, and in the last eight since it; or "yes" to SQ21."""
    changes = recent_changes(case)
    found = together(_grown_after(case, change) for change in reversed(changes))
    if found.matches:
        return found
    worse = [occasion for occasion in case.occasions("SQ21") if occasion.part("worse")]
    if not worse:
        asked = ("SQ21",) if case.said("SQ21") is None else ()
        part = ("SQ21.worse",) if any(o.part("worse") is None for o in case.occasions("SQ21")) else ()
        return Verdict(unanswered=(*asked, *part, *found.unanswered))
    said = worse[-1]
    named = changes[-1] if changes else None
    cause = f"Noted on {case.date_words(said.on)}: cramps began or got worse after a medicine was started or changed."
    if named:
        cause += f" {named.words} on {case.date_words(named.on)}."
    return Verdict((_after(case, named, cause, on=said.on, count=None),))


def recent_changes(case: Case) -> list[Change]:
    """The changes of the last year in medicines of a listed class that are still taken, the earliest first."""
    found = [
        Change(medicine, on, f"{medicine.name} was {word}")
        for medicine in case.diary.medicines
        if class_of(medicine) in MAY_CAUSE_CRAMPS and medicine.taken_on(case.today) is not False
        for word, on in medicine.dated
        if word != STOPPED and case.today - A_YEAR <= on <= case.today
    ]
    return sorted(found, key=lambda change: change.on)


def _grown_after(case: Case, change: Change) -> Verdict:
    day = timedelta(days=1)
    before = _known(case, change.on - EIGHT_WEEKS * day, change.on - day)
    after = _known(case, max(change.on, case.today - (EIGHT_WEEKS - 1) * day), case.today)
    if len(before) < LEAST_KNOWN_BEFORE or len(after) < LEAST_KNOWN_AFTER:
        return Verdict(unanswered=("diary.nights",))
    then, now = sum(night.cramps for night in before), sum(night.cramps for night in after)
    if now < LEAST_CRAMPS_AFTER or now * len(before) < GROWN * then * len(after):
        return Verdict()
    days = (case.today - change.on).days
    recent = " This change is not older than 90 days." if timedelta(days=days) <= RECENT else ""
    cause = (
        f"{change.words} on {case.date_words(change.on)}, {counted(days, 'day')} ago. "
        f"{counted(then, 'cramp')} on {len(before)} nights noted in the eight weeks before it, "
        f"{counted(now, 'cramp')} on {len(after)} nights noted since, or in the last eight weeks.{recent}"
    )
    return Verdict((_after(case, change, cause, on=after[-1].day, count=now),))


def _known(case: Case, first: date, last: date) -> list[Night]:
    return [night for night in case.diary.nights(first, last) if night.outcome is not Outcome.UNKNOWN]


def _after(case: Case, change: Change | None, cause: str, *, on: date, count: int | None) -> Match:
    medicine = change.medicine if change else None
    is_statin = medicine is not None and class_of(medicine) is DrugClass.STATIN
    weak = is_statin and (_weaker(case) or bool(case.occasions("SQ15")))
    unconfirmed = medicine is not None and medicine.drug_class is None
    return Match(
        urgency=Urgency.SOON if weak else Urgency.ROUTINE,
        cause=cause,
        on=on,
        count=count,
        variant="weak" if weak else DEFAULT,
        facts={"medicine": medicine.name if medicine else "a medicine"},
        unsettled=("medicine.drug_class",) if unconfirmed else (),
    )


def _weaker(case: Case) -> bool:
    return any(
        occasion.parts.get(part) for part in WEAKER for occasion in case.occasions(part.partition(".")[0])
    )


# --- R50: quinine ------------------------------------------------------------------------------------------


def quinine(case: Case) -> Verdict:
    """R50. Quinine for four weeks or more, or tonic water, which nobody reviews by itself."""
    return together(_quinine(case, medicine) for medicine in case.diary.medicines)


def _quinine(case: Case, medicine: Medicine) -> Verdict:
    if class_of(medicine) is not DrugClass.QUININE or medicine.taken_on(case.today) is False:
        return Verdict()
    name, since = medicine.name, medicine.started_on
    if "tonic" in name.casefold():
        cause = f"Your list of medicines has “{name}”."
        return Verdict((Match(urgency=Urgency.MENTION, cause=cause, on=since or case.today),))
    if since is None:
        return Verdict(unanswered=("medicine.started_on",))
    if case.today - since < REVIEW_AFTER:
        return Verdict()
    cause = f"{name} since {case.date_words(since)}."
    return Verdict((Match(urgency=Urgency.MENTION, cause=cause, on=since + REVIEW_AFTER),))


# --- R43: alcohol (K16) ------------------------------------------------------------------------------------


def alcohol(case: Case) -> Verdict:
    """R43. More than 14 units in a usual week, or drinks on five days of one week."""
    often = _often_drinks(case)
    if often is not None:
        return Verdict((often,))
    drinks, told_on = alcohol_told(case)
    if not drinks or told_on is None:
        return Verdict(unanswered=("SQ24",))
    units, most = sum(UNITS.get(kind, 0) * n for kind, n in drinks.items()), max(UNITS.values())
    if units > MOST_UNITS or drinks.get("SQ24", 0) > MOST_UNITS:
        amount = f"about {units:.0f} units" if units > MOST_UNITS else counted(drinks["SQ24"], "drink")
        cause = f"Alcohol in a usual week, as told on {case.date_words(told_on)}: {amount}."
        return Verdict((Match(urgency=Urgency.MENTION, cause=cause, on=told_on),))
    is_open = not UNITS.keys() <= drinks.keys() and drinks.get("SQ24", MOST_UNITS) * most > MOST_UNITS
    return Verdict(unanswered=tuple(kind for kind in UNITS if kind not in drinks) if is_open else ())


def alcohol_told(case: Case) -> tuple[dict[str, int], date | None]:
    """The latest number for each kind of drink, and when the last of them was told; nothing older than 90 days."""
    told: dict[str, int] = {}
    last = None
    for answer in case.answers_to("SQ24"):
        day = diary_day(answer.answered_at, case.diary.time_zone)
        if type(answer.value) is int and (case.today - day).days <= ALCOHOL_SPEAKS_DAYS:
            told[answer.question] = answer.value
            last = day
    return told, last


def _often_drinks(case: Case) -> Match | None:
    first = case.today - ENDED_WITHIN - timedelta(days=6)
    days = [night.day for night in case.diary.nights(first, case.today) if _drank(night)]
    weeks = [[day for day in days if 0 <= (last - day).days < 7] for last in days]
    most = max(weeks, key=len, default=[])
    if len(most) < MOST_NIGHTS_A_WEEK:
        return None
    cause = f"Alcohol on {len(most)} days of one week, {case.span_words(most[0], most[-1])}."
    return Match(urgency=Urgency.MENTION, cause=cause, on=most[-1], count=len(most))


def _drank(night: Night) -> Tri:
    return (
        FACTOR_BY_ID["alcohol"].is_present(night.check_in.factors.get("alcohol")) if night.check_in else None
    )
