"""Conditions that count over windows of diary days; a window counts when it ended within the last 14 days (K13).

Numbers marked † are design choices on guideline statements that give none; a clinician has to confirm them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import TypeVar

from diary.domain.entries import Episode, Night
from diary.domain.prompts.case import Case, Match, Verdict, local_date
from diary.domain.prompts.conditions import is_long
from diary.domain.prompts.tri import Tri, all_of, any_of
from diary.domain.vocabulary import Condition as Illness
from diary.domain.vocabulary import Eased, Muscle, Outcome, Progress, Side, State, Urgency
from diary.domain.wording import counted

ENDED_WITHIN = timedelta(days=14)
NIGHTS = 14
LEAST_KNOWN_NIGHTS = 10  # †
LEAST_WOKEN_NIGHTS = 4  # †
WEEKS = 4
LEAST_CRAMPS_A_WEEK = 3  # †
DISTURBED = 5  # †
LONG_CRAMPS_WITHIN = timedelta(days=30)  # †
LEAST_LONG_CRAMPS = 2  # †
VERY_LONG_MINUTES = 20  # †
A_MONTH = timedelta(days=30)  # †
LEAST_ELSEWHERE = 2  # †
LEAST_REGIONS = 3
LEAST_URGES = 3  # †
LEAST_LOW_SUGAR_NIGHTS = 2
LEAST_ON_ONE_SIDE, SHARE_ON_ONE_SIDE = 6, 0.8  # †
STRETCH_NIGHTS = 42  # six weeks, as in HALL12
LEAST_STRETCHED = 0.7  # † of those nights
STILL_CRAMP_NIGHTS = 4  # † in the last two of those weeks
YOUNG_AGE = 8
CHILD_DAYS, LEAST_YOUNG_CRAMPS = 90, 2  # †

# Where a cramp is unusual enough to look for a reason (R37), and which muscles make one region of the body.
ELSEWHERE = frozenset(
    {
        Muscle.HAND, Muscle.FOREARM, Muscle.UPPER_ARM, Muscle.ABDOMEN, Muscle.CHEST, Muscle.BACK, Muscle.FACE_JAW,
    }
)  # fmt: skip
REGIONS: tuple[frozenset[Muscle], ...] = (
    frozenset({Muscle.TOES, Muscle.FOOT_ARCH}),
    frozenset({Muscle.CALF, Muscle.SHIN}),
    frozenset({Muscle.FRONT_THIGH, Muscle.BACK_THIGH, Muscle.INNER_THIGH, Muscle.BUTTOCK}),
    frozenset({Muscle.OTHER}),
    *(frozenset({muscle}) for muscle in sorted(ELSEWHERE)),
)
# With these, cramps are common and the team can often adjust something (R38).
TOLD_TO_THE_TEAM: tuple[Illness, ...] = (
    Illness.DIALYSIS, Illness.KIDNEY, Illness.CIRRHOSIS, Illness.DIABETES, Illness.THYROID, Illness.HEART_FAILURE,
    Illness.PARKINSON, Illness.NEUROPATHY, Illness.CANCER_TREATMENT,
)  # fmt: skip

W = TypeVar("W")


def long_cramps(case: Case) -> Verdict:
    """R20b (K6). Two cramps of more than 10 minutes in 30 days, or one of more than 20.

    Those that stretching did not ease belong to R20; "not tried" counts here.
    """
    long = [e for e in case.diary.episodes if is_long(e) and e.stretch_eased is not Eased.NO]
    recent = [episode for episode in long if case.today - episode.day <= ENDED_WITHIN]
    within = [e for e in long if recent and recent[-1].day - e.day < LONG_CRAMPS_WITHIN]
    very_long = [episode for episode in recent if is_long(episode, VERY_LONG_MINUTES)]
    if len(within) >= LEAST_LONG_CRAMPS:
        on = local_date(within[-1])
        cause = (
            f"{len(within)} cramps lasted more than 10 minutes {case.span_words(local_date(within[0]), on)}."
        )
    elif very_long:
        on = local_date(very_long[-1])
        cause = f"A cramp lasted more than {VERY_LONG_MINUTES} minutes on {case.date_words(on)}."
    else:
        return Verdict(unanswered=("episode.hard_minutes",) if _a_length_is_unknown(case) else ())
    return Verdict((Match(urgency=Urgency.SOON, cause=cause, on=on, count=len(within)),))


def _a_length_is_unknown(case: Case) -> bool:
    return any(
        episode.hard_minutes is None and episode.progress is not Progress.ONGOING
        for episode in case.diary.episodes
        if case.today - episode.day <= ENDED_WITHIN
    )


# --- R30: woken in 4 of 14 nights (K14) -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Fortnight:
    """Fourteen nights: the day of each, what is known of it, and whether a noted cramp woke the person."""

    days: tuple[date, ...]
    outcomes: tuple[Outcome, ...]
    woke: tuple[Tri, ...]

    @property
    def known(self) -> int:
        return NIGHTS - self.outcomes.count(Outcome.UNKNOWN)

    @property
    def woken(self) -> int:
        return self.woke.count(True)

    @property
    def perhaps_woken(self) -> int:
        """Nights with a cramp that woke the person, or may have."""
        nights = zip(self.outcomes, self.woke, strict=True)
        return sum(outcome is Outcome.CRAMP and woke is not False for outcome, woke in nights)


def _fortnights(case: Case) -> list[_Fortnight]:
    nights = _nights(case, NIGHTS)
    days = tuple(night.day for night in nights)
    outcomes = tuple(night.outcome for night in nights)
    woke = tuple(any_of(*(episode.woke for episode in night.episodes)) for night in nights)
    return [_Fortnight(days[window], outcomes[window], woke[window]) for window in _windows(nights, NIGHTS)]


def woken_nights(case: Case) -> Verdict:
    """R30. The fortnight with the most woken nights speaks, the latest of equals."""
    fortnights = _fortnights(case)
    woken = [fortnight for fortnight in fortnights if fortnight.woken >= LEAST_WOKEN_NIGHTS]
    enough = [fortnight for fortnight in woken if fortnight.known >= LEAST_KNOWN_NIGHTS]
    if not enough:
        latest = _latest(fortnights, case)
        if woken or latest.known < LEAST_KNOWN_NIGHTS:
            return Verdict(unanswered=("diary.nights",))
        return Verdict(unanswered=("episode.woke",) if latest.perhaps_woken >= LEAST_WOKEN_NIGHTS else ())
    best = max(enough, key=lambda fortnight: (fortnight.woken, fortnight.days[-1]))
    span = case.span_words(best.days[0], best.days[-1])
    match = Match(
        urgency=Urgency.SOON,
        cause=f"Woken by cramps on {best.woken} of the {best.known} nights noted {span}.",
        on=best.days[-1],
        count=best.woken,
        facts={"n": best.woken, "m": best.known, "span": span},
    )
    return Verdict((match,))


# --- R31: 3 cramps a week for 4 weeks ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Month:
    nights: tuple[Night, ...]

    @property
    def weeks(self) -> tuple[tuple[Night, ...], ...]:
        return tuple(self.nights[start : start + 7] for start in range(0, 7 * WEEKS, 7))

    @property
    def counts(self) -> tuple[int, ...]:
        return tuple(sum(night.cramps for night in week) for week in self.weeks)

    @property
    def often(self) -> Tri:
        return all_of(*(_often(week) for week in self.weeks))

    @property
    def disturbances(self) -> tuple[int, ...]:
        said = (night.check_in.sleep_disturbance for night in self.nights if night.check_in is not None)
        return tuple(value for value in said if value is not None)

    @property
    def disturbed(self) -> Tri:
        return median(self.disturbances) >= DISTURBED if self.disturbances else None


def _often(week: Sequence[Night], least: int = LEAST_CRAMPS_A_WEEK) -> Tri:
    """Whether a week had `least` cramps; None when nights are unknown that may have had the rest."""
    if sum(night.cramps for night in week) >= least:
        return True
    return None if any(night.outcome is Outcome.UNKNOWN for night in week) else False


def weekly_cramps(case: Case) -> Verdict:
    """R31. Four weeks that disturbed sleep come first, then the latest four."""
    months = [_Month(nights) for nights in _runs(case, 7 * WEEKS)]
    often = [month for month in months if month.often]
    if not often:
        return Verdict(unanswered=("diary.nights",) if _latest(months, case).often is None else ())
    best = max(often, key=lambda month: (month.disturbed is True, month.nights[-1].day))
    *earlier, last = best.counts
    counts = f"{', '.join(map(str, earlier))} and {last}"
    cause = f"{counts} cramps in the four weeks {case.span_words(best.nights[0].day, best.nights[-1].day)}."
    if best.disturbed:
        cause += (
            f" At least half of the {len(best.disturbances)} answers about disturbed sleep were "
            f"{median(best.disturbances):g} of 10 or more."
        )
    match = Match(
        urgency=Urgency.SOON if best.disturbed else Urgency.ROUTINE,
        cause=cause,
        on=best.nights[-1].day,
        count=sum(best.counts),
        unsettled=("check_in.sleep_disturbance",) if best.disturbed is None else (),
    )
    return Verdict((match,))


# --- R37: hands, arms, trunk, or all over -----------------------------------------------------------------


def elsewhere(case: Case) -> Verdict:
    """R37. Two entries in 30 days with a cramp in arm, hand, belly, chest, back or face, or in three regions."""
    month = _entries_of_a_month(case)
    found = [episode for episode in month if _is_elsewhere(episode)]
    if len(found) < LEAST_ELSEWHERE or case.today - found[-1].day > ENDED_WITHIN:
        is_open = _may_be(LEAST_ELSEWHERE, map(_is_elsewhere, month))
        return Verdict(unanswered=("episode.places",) if is_open else ())
    within = [episode for episode in found if found[-1].day - episode.day < A_MONTH]
    if len(within) < LEAST_ELSEWHERE:
        return Verdict()
    span = case.span_words(local_date(within[0]), local_date(within[-1]))
    cause = (
        f"{len(within)} entries with cramps in the arms, the trunk or the face, or in three regions, {span}."
    )
    return Verdict((Match(urgency=Urgency.SOON, cause=cause, on=local_date(within[-1]), count=len(within)),))


def _is_elsewhere(episode: Episode) -> Tri:
    muscles = {place.muscle for place in episode.places}
    if not muscles:
        return None
    return bool(muscles & ELSEWHERE) or sum(bool(muscles & region) for region in REGIONS) >= LEAST_REGIONS


def _may_be(least: int, answers: Iterable[Tri]) -> bool:
    """Whether what is unknown may make `least` of the answers yes."""
    given = tuple(answers)
    return None in given and len(given) - given.count(False) >= least


def _entries_of_a_month(case: Case) -> list[Episode]:
    """The entries that a window of 30 days can hold which ended within the last 14 days."""
    first = case.today - ENDED_WITHIN - A_MONTH
    return [episode for episode in case.diary.episodes if first < episode.day]


# --- R38: with a long-term condition -----------------------------------------------------------------------


def weekly_with_condition(case: Case) -> Verdict:
    """R38. A cramp in each of two weeks; a cramp during dialysis is for the nurse, however many there were."""
    named = [illness for illness in TOLD_TO_THE_TEAM if illness in case.profile.conditions]
    if not named:
        return Verdict(unanswered=() if case.profile.conditions_known else ("profile.conditions",))
    words = _listed([_inside(illness.label) for illness in named])
    on_dialysis = [episode for episode in case.recent_episodes if episode.state is State.DIALYSIS]
    if on_dialysis:
        on = local_date(on_dialysis[-1])
        cause = f"Noted on {case.date_words(on)}: a cramp during dialysis."
        return Verdict((Match(urgency=Urgency.MENTION, cause=cause, on=on, variant="dialysis"),))
    fortnights = _runs(case, NIGHTS)
    often = [each for each in fortnights if _in_each_week(each, 1)]
    if not often:
        latest = _latest(fortnights, case)
        is_open = _in_each_week(latest, 1) is None
        return Verdict(unanswered=("diary.nights",) if is_open else ())
    best = often[-1]
    cramps = sum(night.cramps for night in best)
    cause = f"{counted(cramps, 'cramp')} in the two weeks {case.span_words(best[0].day, best[-1].day)}, with {words}."
    match = Match(
        urgency=Urgency.MENTION, cause=cause, on=best[-1].day, count=cramps, facts={"condition": words}
    )
    return Verdict((match,))


def _in_each_week(nights: Sequence[Night], least: int) -> Tri:
    return all_of(*(_often(nights[start : start + 7], least) for start in range(0, len(nights), 7)))


def _inside(label: str) -> str:
    return label if label.startswith("Parkinson") else label[:1].lower() + label[1:]


def _listed(words: list[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


# --- R40: a child (K18) --------------------------------------------------------------------------------------


def cramps_of_a_child(case: Case) -> Verdict:
    """R40. Two cramps in 90 days before the age of 8, one a week for four weeks from then to 17."""
    if case.age is None:
        return Verdict(unanswered=("profile.birth_year",))
    if not case.child:
        return Verdict()
    return _young_child(case) if case.age < YOUNG_AGE else _older_child(case)


def _young_child(case: Case) -> Verdict:
    nights = _nights(case, CHILD_DAYS)
    with_cramps = [night for night in nights if night.cramps]
    last = with_cramps[-1].day if with_cramps else case.today
    first = max(last - timedelta(days=CHILD_DAYS - 1), nights[0].day)
    within = [night for night in with_cramps if first <= night.day]
    cramps = sum(night.cramps for night in within)
    if cramps < LEAST_YOUNG_CRAMPS or case.today - last > ENDED_WITHIN:
        is_open = any(night.outcome is Outcome.UNKNOWN for night in nights[-CHILD_DAYS:-1])
        return Verdict(unanswered=("diary.nights",) if is_open else ())
    cause = f"{cramps} cramps {case.span_words(within[0].day, last)}, at an age under {YOUNG_AGE}."
    match = Match(urgency=Urgency.SOON, cause=cause, on=last, count=cramps, variant="young")
    return Verdict((match,))


def _older_child(case: Case) -> Verdict:
    months = _runs(case, 7 * WEEKS)
    often = [month for month in months if _in_each_week(month, 1)]
    if not often:
        latest = _latest(months, case)
        is_open = _in_each_week(latest, 1) is None
        return Verdict(unanswered=("diary.nights",) if is_open else ())
    best, cramps = often[-1], sum(night.cramps for night in often[-1])
    span = case.span_words(best[0].day, best[-1].day)
    cause = f"{cramps} cramps, at least one in each of the four weeks {span}."
    match = Match(urgency=Urgency.SOON, cause=cause, on=best[-1].day, count=cramps, variant="weekly")
    return Verdict((match,))


# --- R41: an urge to move; R51: always the same leg ---------------------------------------------------------


def urges_to_move(case: Case) -> Verdict:
    """R41. Three entries in 30 days that were more an urge to move, without a hard knot."""
    month = _entries_of_a_month(case)
    urges = [episode for episode in month if episode.signs.get("SQ22")]
    within = [
        e for e in urges if urges[-1].day - e.day < A_MONTH and case.today - urges[-1].day <= ENDED_WITHIN
    ]
    if len(within) < LEAST_URGES:
        is_open = _may_be(LEAST_URGES, (episode.signs.get("SQ22") for episode in month))
        return Verdict(unanswered=("SQ22",) if is_open else ())
    last = local_date(within[-1])
    span = case.span_words(local_date(within[0]), last)
    cause = f"An urge to move, without a hard knot, in {len(within)} entries {span}."
    return Verdict((Match(urgency=Urgency.ROUTINE, cause=cause, on=last, count=len(within)),))


def same_leg(case: Case) -> Verdict:
    """R51, the counting half. At least 80 % of six or more leg cramps on one side, and numbness between cramps."""
    entries = [e for e in _entries_of_a_month(case) if e.in_leg and e.places]
    sides = [{place.side for place in episode.places} for episode in entries]
    for side in (Side.LEFT, Side.RIGHT):
        here = [episode for episode, found in zip(entries, sides, strict=True) if found == {side}]
        known = [episode for episode, found in zip(entries, sides, strict=True) if None not in found]
        cramps, total = sum(e.cramps for e in here), sum(e.cramps for e in known)
        is_one_side = total >= LEAST_ON_ONE_SIDE and cramps >= SHARE_ON_ONE_SIDE * total
        if is_one_side and case.today - here[-1].day <= ENDED_WITHIN:
            return _same_leg_numb(case, cramps, total, side, here)
    return Verdict()


def _same_leg_numb(case: Case, cramps: int, total: int, side: Side, here: list[Episode]) -> Verdict:
    numb = [occasion.part("numb") for occasion in case.occasions("SQ16")]
    if not numb:
        return Verdict(unanswered=("SQ16",) if case.said("SQ16") is None else ())
    if any_of(*numb) is False:
        return Verdict()
    unsettled = () if any(numb) else ("SQ16.numb",)
    span = case.span_words(local_date(here[0]), local_date(here[-1]))
    cause = f"{cramps} of {total} cramps were in the {side.label.lower()} leg {span}, with numbness between cramps."
    on = local_date(here[-1])
    match = Match(urgency=Urgency.ROUTINE, cause=cause, on=on, count=cramps, unsettled=unsettled)
    return Verdict((match,))


# --- R44: six weeks of the bedtime stretch; R53: low sugar at night ----------------------------------------


def stretched_in_vain(case: Case) -> Verdict:
    """R44. Six weeks that begin with a stretch, the stretch on 70 % of their nights, and cramps in the last two."""
    begun = [weeks for weeks in _runs(case, STRETCH_NIGHTS) if _stretched(weeks[0])]
    held = [each for each in begun if sum(map(_has_cramp, each[-NIGHTS:])) >= STILL_CRAMP_NIGHTS]
    least = LEAST_STRETCHED * STRETCH_NIGHTS
    for each in reversed(held):
        done = sum(_stretched(night) is True for night in each)
        if done >= least:
            cramps = sum(map(_has_cramp, each[-NIGHTS:]))
            cause = (
                f"The bedtime stretch on {done} of the {STRETCH_NIGHTS} days "
                f"{case.span_words(each[0].day, each[-1].day)}, and cramps on {cramps} of their last {NIGHTS} nights."
            )
            return Verdict((Match(urgency=Urgency.ROUTINE, cause=cause, on=each[-1].day, count=cramps),))
    perhaps = any(sum(_stretched(night) is not False for night in each) >= least for each in held)
    return Verdict(unanswered=("check_in.stretch",) if perhaps else ())


def _stretched(night: Night) -> Tri:
    said = night.check_in.factors.get("stretch") if night.check_in else None
    return None if said is None else said == "yes"


def _has_cramp(night: Night) -> bool:
    return night.outcome is Outcome.CRAMP


def low_sugar_nights(case: Case) -> Verdict:
    """R53, the counting half (K19). Two nights in 14 days with "yes" to low sugar in the check-in."""
    nights = _nights(case, NIGHTS)
    low = [night.day for night in nights if _low_sugar(night)]
    within = [day for day in low if (low[-1] - day).days < NIGHTS]
    if len(within) < LEAST_LOW_SUGAR_NIGHTS:
        return Verdict()
    cause = f"Low sugar noted on {len(within)} nights {case.span_words(within[0], within[-1])}."
    return Verdict(
        (Match(urgency=Urgency.SOON, cause=cause, on=within[-1], count=len(within), variant="soon"),)
    )


def _low_sugar(night: Night) -> bool:
    return night.check_in is not None and night.check_in.factors.get("low-sugar") in ("yes", True)


# --- Windows --------------------------------------------------------------------------------------------


def _nights(case: Case, length: int) -> tuple[Night, ...]:
    """Return all nights that a window of `length` nights can hold."""
    return tuple(case.diary.nights(case.today - ENDED_WITHIN - timedelta(days=length - 1), case.today))


def _windows(nights: tuple[Night, ...], length: int) -> Iterator[slice]:
    """Yield every window of `length` nights, the earliest first: those that ended within the last 14 days."""
    return (slice(start, start + length) for start in range(len(nights) - length + 1))


def _runs(case: Case, length: int) -> list[tuple[Night, ...]]:
    """Return the nights of every window, the earliest first."""
    nights = _nights(case, length)
    return [nights[window] for window in _windows(nights, length)]


def _latest(windows: Sequence[W], case: Case) -> W:
    """The window that ends with the last night noted: the running day counts once something is noted on it."""
    return windows[-1] if case.diary.night(case.today).outcome is not Outcome.UNKNOWN else windows[-2]
