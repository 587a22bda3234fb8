"""Conditions that count over windows of diary days; a window counts when it ended within the last 14 days (K13).

Numbers marked † are design choices on guideline statements that give none; a clinician has to confirm them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import TypeVar

from diary.domain.entries import Night
from diary.domain.prompts.case import Case, Match, Verdict, local_date
from diary.domain.prompts.conditions import is_long
from diary.domain.prompts.tri import Tri, all_of, any_of
from diary.domain.vocabulary import Eased, Outcome, Progress, Urgency

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


def _often(week: tuple[Night, ...]) -> Tri:
    if sum(night.cramps for night in week) >= LEAST_CRAMPS_A_WEEK:
        return True
    return None if any(night.outcome is Outcome.UNKNOWN for night in week) else False


def weekly_cramps(case: Case) -> Verdict:
    """R31. Four weeks that disturbed sleep come first, then the latest four."""
    nights = _nights(case, 7 * WEEKS)
    months = [_Month(nights[window]) for window in _windows(nights, 7 * WEEKS)]
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


# --- Windows --------------------------------------------------------------------------------------------


def _nights(case: Case, length: int) -> tuple[Night, ...]:
    """Return all nights that a window of `length` nights can hold."""
    return tuple(case.diary.nights(case.today - ENDED_WITHIN - timedelta(days=length - 1), case.today))


def _windows(nights: tuple[Night, ...], length: int) -> Iterator[slice]:
    """Yield every window of `length` nights, the earliest first: those that ended within the last 14 days."""
    return (slice(start, start + length) for start in range(len(nights) - length + 1))


def _latest(windows: list[W], case: Case) -> W:
    """The window that ends with the last night noted: the running day counts once something is noted on it."""
    return windows[-1] if case.diary.night(case.today).outcome is not Outcome.UNKNOWN else windows[-2]
