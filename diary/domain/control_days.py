"""Which days to ask about for comparison: those that tell what was different before a cramp, while they are remembered.

People recall a day the worse the longer ago it is: drinks that are recalled for a day fall by about 1.5 % with each
day gone by, and two weeks back are better than four (Wennberg and Bohman, German Journal of Psychiatry
1998;2:62-68; Gmel and Daeppen, Journal of Studies on Alcohol and Drugs 2007;68:303-310). So a cramp of the last two
weeks is compared, with the days one and two weeks before it, and nobody is asked about a day more than three weeks
gone.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from diary.domain.check_ins import CheckInPlan
from diary.domain.days import days_between
from diary.domain.entries import Diary
from diary.domain.patterns.case_crossover import (
    LEAST_DAYS_APART,
    matched_days,
    notes_nights,
    wants_control_days,
)
from diary.domain.patterns.exposure import NO, YES
from diary.domain.vocabulary import Outcome

AT_MOST_A_DAY = 2
WEEKS_ASKED = (1, 2)
# After whatever lets a cramp night count: at most two days are lacking for that.
CAN_WAIT = 3
CRAMP_WITHIN = timedelta(days=14)
DAY_WITHIN = timedelta(days=21)

# Whoever had fewer cramps lately would wait for years until a dozen of them can be compared.
LEAST_CRAMP_NIGHTS = 3
LATELY = timedelta(weeks=8)
# Before that nobody can be said to note few nights.
OFFERED_AFTER = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class ControlDay:
    """A day to ask about, and the diary day of the cramp that it is for: the same one, or one or two weeks later."""

    day: date
    cramp: date

    @property
    def weeks_before(self) -> int:
        """How many weeks before the cramp it was; 0: it is the day of the cramp itself."""
        return (self.cramp - self.day).days // 7

    @property
    def reason(self) -> str:
        """Why it is asked about, as a sentence."""
        if not self.weeks_before:
            return "A cramp came after it."
        weeks = "a week" if self.weeks_before == 1 else f"{self.weeks_before} weeks"
        return f"It was the same weekday, {weeks} before a cramp."


def may_compare(diary: Diary, today: date) -> bool:
    """Whether control days can help: cramps came lately, and of most nights the diary does not say how they were.

    A diary of the last eight weeks does for a first look, the complete one decides.
    """
    lately = {e.day for e in diary.episodes if today - LATELY < e.day <= today}
    return len(lately) >= LEAST_CRAMP_NIGHTS and not notes_nights(diary, today)


def is_offered(diary: Diary, today: date) -> bool:
    """Whether to offer control days: they can help, the diary is four weeks old, and the person has not chosen."""
    noted = diary.days_noted()
    is_old_enough = noted is not None and noted[0] <= today - OFFERED_AFTER
    return is_old_enough and wants_control_days(diary) is None and may_compare(diary, today)


def control_days_of(diary: Diary, today: date) -> tuple[ControlDay, ...]:
    """Return the days to ask about, in the order that finishes cramp nights with a control day soonest.

    The diary must be complete; `today` is the diary day that is running. A day is open until each followed
    factor was answered or skipped. Asked are: the day of a cramp, then the day a week before it, then the one two
    weeks before; of two cramps that lack as much, the later one is remembered better. No day before the first entry
    is asked about: whether a cramp came is not known of it.
    """
    noted = diary.days_noted()
    if noted is None or not may_compare(diary, today):
        return ()
    days = list(days_between(noted[0], today - timedelta(days=1)))
    outcomes = [YES if diary.night(day).outcome is Outcome.CRAMP else NO for day in days]
    answered = [_is_answered(diary, day) for day in days]
    count = [days[night] for night, _ in matched_days(outcomes, answered)]
    askable = _askable(diary, noted[0], today, count)
    usable = [known or day in askable for day, known in zip(days, answered, strict=True)]
    ranked = [
        one
        for night, controls in matched_days(outcomes, usable)
        for one in _ranked(diary, days[night], [days[control] for control in controls], askable)
    ]
    return tuple(wanted for _, wanted in sorted(ranked, key=lambda one: (one[0], today - one[1].cramp)))


def for_tonight(open_days: Sequence[ControlDay], told: int) -> tuple[ControlDay, ...]:
    """Return which of the open days to show on a day on which `told` were told already: two a day, together."""
    return tuple(open_days[: max(0, AT_MOST_A_DAY - told)])


def _askable(diary: Diary, first: date, today: date, count: Collection[date]) -> frozenset[date]:
    """Return the open days near enough to be remembered: of cramps, and one and two weeks before without one.

    A cramp in place of which another one counts already, because they are too near to each other, is left out.
    """
    recent = {e.day for e in diary.episodes if today - CRAMP_WITHIN <= e.day < today}
    cramps = {
        day for day in recent if not any(0 < abs((day - other).days) < LEAST_DAYS_APART for other in count)
    }
    controls = {day - timedelta(weeks=weeks) for day in cramps for weeks in WEEKS_ASKED}
    begin = max(first, today - DAY_WITHIN)
    quiet = {day for day in controls if day >= begin and not diary.night(day).episodes}
    return frozenset(day for day in cramps | quiet if not CheckInPlan.of(diary, day).is_complete)


def _is_answered(diary: Diary, day: date) -> bool:
    check_in = diary.night(day).check_in
    return check_in is not None and any(said is not None for said in check_in.factors.values())


def _ranked(
    diary: Diary, cramp: date, controls: Sequence[date], askable: Collection[date]
) -> Iterator[tuple[int, ControlDay]]:
    """Yield the open days of a cramp night with how many of them it lacks to count; what it can do without is last."""
    lacking = [] if _is_answered(diary, cramp) else [cramp]
    if not any(_is_answered(diary, day) for day in controls):
        lacking.append(controls[0])
    for day in (cramp, *controls):
        if day in askable:
            yield (len(lacking) if day in lacking else CAN_WAIT), ControlDay(day, cramp)
