"""An invented person's diary, made from a seed: what the demo shows and what benchmarks read. All of it is synthetic.

How many cramps a night has: weeks differ by a gamma factor (mean 1, shape 3.2), so that the count of a week is
negative binomial, about as spread out as in ROGUIN17; the year swings by a third with its peak in mid-July (GARR15).
Two factors are planted. They multiply the odds of a night with a cramp, given its week and season: alcohol in the
evening by 6 (the size in DEL18), most of the day on one's feet by 3 (BAHK12 found a link; the size is invented). One
table over a whole long diary shows less, about 5 and 2.5, because it mixes unlike weeks. Nothing else in the diary has
an effect, the medicine neither.

Magnitudes of a cramp follow published ones where there are any: site HALL17, state NHS-LC and NAY94, minutes BMJBP,
pain BLYTON12; the clock time of the onset and the soreness are assumptions. The keys stand in
diary/content/bibliography.toml.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from math import ceil, cos, exp, expm1, log1p, pi
from random import Random
from typing import TypeVar
from uuid import UUID

from diary.domain.days import Never, Once, Twice, days_between, instants_of
from diary.domain.entries import Answer, CheckIn, Diary, Episode, Medicine, Place, ReliefTried
from diary.domain.factors import DEFAULT_FACTORS, FACTOR_BY_ID
from diary.domain.vocabulary import (
    Activity,
    Distress,
    Eased,
    Fall,
    Fluids,
    Helped,
    Knot,
    Muscle,
    Progress,
    Relief,
    Side,
    State,
)

T = TypeVar("T")
# What can be chosen, each with its share; None is what the person leaves unsaid.
Shares = Sequence[tuple[T, float]]

ALCOHOL_ODDS = 6.0
STANDING_ODDS = 3.0
# Cramps a week in a diary without either factor; with both it comes to about 2.6, the mean of TAN24 at its
# start.
BASE_PER_WEEK = 0.92
DISPERSION = 3.2
SEASON_SWING = 0.33
PEAK_DAY_OF_YEAR = 196

MISSING_NIGHTS = 0.2
LONGEST_GAP = 5
FOLLOWED = (*DEFAULT_FACTORS, "standing")

STATES: Shares[State] = (
    (State.ASLEEP, 0.62),
    (State.AWAKE_IN_BED, 0.16),
    (State.RESTING, 0.13),
    (State.EXERCISE, 0.05),
    (State.AFTER_EXERCISE, 0.04),
)
# Onset in bed: around 03:30, cut at 22:00 and 07:30; in minutes after 22:00.
IN_BED_MEAN, IN_BED_SPREAD, IN_BED_LAST = 330, 105, 570
# Onset out of bed: from and to, in hours of the day.
OUT_OF_BED: Mapping[State, tuple[int, int]] = {
    State.RESTING: (13, 21),
    State.EXERCISE: (16, 20),
    State.AFTER_EXERCISE: (17, 21),
}
MUSCLES: Shares[Muscle] = (
    (Muscle.CALF, 0.75),
    (Muscle.FOOT_ARCH, 0.1),
    (Muscle.TOES, 0.07),
    (Muscle.BACK_THIGH, 0.05),
    (Muscle.FRONT_THIGH, 0.03),
)
SIDES: Shares[Side | None] = ((Side.LEFT, 0.62), (Side.RIGHT, 0.29), (Side.BOTH, 0.05), (None, 0.04))
KNOTS: Shares[Knot | None] = ((Knot.YES, 0.75), (Knot.NOT_SURE, 0.12), (Knot.NO, 0.04), (None, 0.09))
STRETCH_EASED: Shares[Eased | None] = (
    (Eased.YES, 0.6),
    (Eased.PARTLY, 0.27),
    (Eased.NO, 0.05),
    (None, 0.08),
)
MINUTES_AWAKE: Shares[int | None] = ((0, 0.1), (5, 0.25), (15, 0.3), (30, 0.18), (60, 0.07), (None, 0.1))
RELIEFS: Shares[Relief] = (
    (Relief.STRETCH, 0.65),
    (Relief.STOOD_UP, 0.45),
    (Relief.WALKED, 0.2),
    (Relief.MASSAGE, 0.3),
    (Relief.HEAT, 0.06),
)
HELPED: Mapping[Relief, Shares[Helped | None]] = {
    Relief.STRETCH: ((Helped.YES, 0.6), (Helped.PARTLY, 0.25), (Helped.NO, 0.08), (None, 0.07)),
    Relief.STOOD_UP: ((Helped.YES, 0.45), (Helped.PARTLY, 0.3), (Helped.NO, 0.15), (None, 0.1)),
}
HELPED_OTHERWISE: Shares[Helped | None] = (
    (Helped.YES, 0.2),
    (Helped.PARTLY, 0.35),
    (Helped.NO, 0.3),
    (None, 0.15),
)
FACTOR_SHARES: Mapping[str, Shares[str]] = {
    "fluids": (("less", 0.2), ("usual", 0.65), ("more", 0.15)),
    "activity": (("none", 0.15), ("light", 0.45), ("moderate", 0.28), ("hard", 0.12)),
    "sitting": (("under-4", 0.3), ("4-8", 0.5), ("over-8", 0.2)),
}
NOTES = (
    "Woke up with the foot pointing down under the heavy blanket.",
    "Got up too fast and had to hold on to the wardrobe.",
    "The third one this week. Calf still tender at breakfast.",
    "Long day in the shop, no break until four.",
    "Walked to the kitchen and back, then it let go.",
    "Two glasses of wine with Ruth.",
    "Did not want to wake anyone, so I waited it out.",
    "Heel against the wall works best.",
    "Toes curled by themselves. Could see the knot.",
    "Gardening until dusk.",
)


def demo_diary(*, seed: int, today: date, nights: int, time_zone: str) -> Diary:
    """Return a diary of `nights` diary days up to last night, the one before `today`; the same for the same arguments.

    Last night has two episodes that wait to be finished. 15 to 30 % of the nights are not noted, in a diary
    of 60 or more nights five of them in a row. `nights` is at least 1; every place in `time_zone` (an IANA
    name).
    """
    rng = Random(seed)  # noqa: S311 - a diary that anyone can make again, not a secret
    first, last = today - timedelta(days=nights), today - timedelta(days=1)
    gap_begins = first + timedelta(days=nights // 3)
    gap = (
        set(days_between(gap_begins, gap_begins + timedelta(days=LONGEST_GAP - 1))) if nights >= 60 else set()
    )
    episodes: list[Episode] = []
    check_ins: list[CheckIn] = []
    week_factor = 1.0
    for day in days_between(first, last):
        if day == first or day.weekday() == 0:
            week_factor = rng.gammavariate(DISPERSION, 1 / DISPERSION)
        evening = _evening(rng, day)
        cramps = _cramps(rng, _rate(day, week_factor, evening))
        told = _cramp_night(rng, day, time_zone, evening, cramps)
        is_noted = rng.random() >= MISSING_NIGHTS and day not in gap
        check_in = _check_in(rng, day, evening, told, is_noted=is_noted)
        if day == last:
            told, check_in = _last_night(rng, day, time_zone), CheckIn(day=day, factors=evening)
        elif day in gap:
            continue
        episodes += told if is_noted or day == last else ()
        check_ins += [check_in] if check_in.factors or check_in.clear is not None else ()
    return Diary(
        time_zone=time_zone,
        episodes=tuple(sorted(episodes, key=lambda episode: episode.started_at)),
        check_ins=tuple(check_ins),
        medicines=(_medicine(rng, today, nights),),
        answers=_answers(rng, _instant(first, 12 * 60, time_zone)),
        first_day=first,
        last_day=last,
    )


def _rate(day: date, week_factor: float, evening: Mapping[str, str]) -> float:
    """Return the expected cramps of a night; the chance of at least one, 1 - exp(-rate), has the planted odds."""
    since_peak = day.timetuple().tm_yday - PEAK_DAY_OF_YEAR
    season = 1 + SEASON_SWING * cos(2 * pi * since_peak / 365.25)
    odds = expm1(BASE_PER_WEEK / 7 * season * week_factor)
    if FACTOR_BY_ID["alcohol"].is_present(evening["alcohol"]):
        odds *= ALCOHOL_ODDS
    if FACTOR_BY_ID["standing"].is_present(evening["standing"]):
        odds *= STANDING_ODDS
    return log1p(odds)


def _cramps(rng: Random, rate: float) -> int:
    """Draw a Poisson count (Knuth's product of uniforms)."""
    count, product, floor = 0, rng.random(), exp(-rate)
    while product > floor:
        count += 1
        product *= rng.random()
    return count


def _evening(rng: Random, day: date) -> dict[str, str]:
    """Draw what the day was really like: drinks mostly on Friday and Saturday, three shifts a week in a shop."""
    drinks = rng.random() < (0.42 if day.weekday() in {4, 5} else 0.34)
    shift = rng.random() < (0.5 if day.weekday() in {0, 2, 5} else 0.08)
    evening = {factor: _pick(rng, shares) for factor, shares in FACTOR_SHARES.items()}
    evening["alcohol"] = _pick(rng, (("1-2", 0.75), ("3-4", 0.2), ("5+", 0.05))) if drinks else "0"
    evening["standing"] = "most" if shift else _pick(rng, (("no", 0.7), ("some", 0.3)))
    return evening


def _check_in(
    rng: Random, day: date, evening: Mapping[str, str], told: Sequence[Episode], *, is_noted: bool
) -> CheckIn:
    """Draw what the person says of the day: some evenings are forgotten, some questions skipped."""
    answers = {factor: None if rng.random() < 0.04 else answer for factor, answer in evening.items()}
    asked = rng.random() < (0.93 if is_noted else 0.4)
    worst = max((episode.severity or 0 for episode in told), default=0)
    disturbed = _clamp(round(rng.gauss(0.8 * worst, 1)), 0, 10) if rng.random() < 0.6 else None
    return CheckIn(
        day=day,
        clear=True if is_noted and not told else None,
        factors=answers if asked else {},
        sleep_disturbance=disturbed if is_noted and told and asked else None,
    )


def _cramp_night(
    rng: Random, day: date, time_zone: str, evening: Mapping[str, str], cramps: int
) -> tuple[Episode, ...]:
    """Draw the episodes of a night: up to two one by one, more as a spell with its count."""
    if cramps > 2:
        return (_episode(rng, day, time_zone, evening, count=min(cramps, 20)),)
    return tuple(_episode(rng, day, time_zone, evening) for _ in range(cramps))


def _episode(
    rng: Random, day: date, time_zone: str, evening: Mapping[str, str], count: int | None = None
) -> Episode:
    state = _pick(rng, STATES)
    severity = _clamp(round(rng.gauss(6.5, 1.9)), 1, 10)
    reliefs = tuple(
        ReliefTried(relief, _pick(rng, HELPED.get(relief, HELPED_OTHERWISE)))
        for relief, share in RELIEFS
        if rng.random() < share
    ) or (ReliefTried(Relief.NOTHING),)
    stretched = any(tried.relief is Relief.STRETCH for tried in reliefs)
    woke = {State.ASLEEP: True, State.AWAKE_IN_BED: False}.get(state)
    return Episode(
        id=_id(rng),
        started_at=_onset(rng, day, time_zone, state),
        time_zone=time_zone,
        day=day,
        state=state,
        places=(Place(_pick(rng, MUSCLES), _pick(rng, SIDES)),),
        hard_minutes=_maybe(rng, 0.92, max(1, ceil(rng.lognormvariate(1.76, 0.935)))),
        sore_hours=_maybe(rng, 0.8, 0 if rng.random() < 0.67 else ceil(rng.expovariate(1 / 6))),
        severity=_maybe(rng, 0.95, severity),
        knot=_pick(rng, KNOTS),
        stretch_eased=_pick(rng, STRETCH_EASED) if stretched else _maybe(rng, 0.6, Eased.NOT_TRIED),
        woke=woke,
        minutes_awake=_pick(rng, MINUTES_AWAKE) if woke else None,
        slept_again=_maybe(rng, 0.8, rng.random() < 0.9) if woke else None,
        distress=_maybe(rng, 0.6, _distress(severity)),
        fluids=_maybe(rng, 0.6, Fluids(evening["fluids"])),
        activity=_maybe(rng, 0.6, Activity(evening["activity"])),
        reliefs=reliefs,
        fall=_maybe(rng, 0.5, Fall.NONE),
        count=count,
        note=_maybe(rng, 0.12, rng.choice(NOTES)) or "",
    )


def _last_night(rng: Random, day: date, time_zone: str) -> tuple[Episode, ...]:
    """Return the two episodes of last night as the taps in the dark left them: to finish."""
    left_calf = (Place(Muscle.CALF, Side.LEFT),)
    return tuple(
        Episode(
            id=_id(rng),
            started_at=_instant(day, minutes, time_zone),
            time_zone=time_zone,
            day=day,
            progress=Progress.DRAFT,
            places=left_calf,
            hard_minutes=hard_minutes,
            severity=severity,
        )
        for minutes, hard_minutes, severity in ((24 * 60 + 107, 6, 7), (24 * 60 + 192, 4, None))
    )


def _onset(rng: Random, day: date, time_zone: str, state: State) -> datetime:
    if state in OUT_OF_BED:
        begins, ends = OUT_OF_BED[state]
        return _instant(day, rng.randrange(begins * 60, ends * 60), time_zone)
    minutes = -1
    while not 0 <= minutes <= IN_BED_LAST:
        minutes = round(rng.gauss(IN_BED_MEAN, IN_BED_SPREAD))
    return _instant(day, 22 * 60 + minutes, time_zone)


def _instant(day: date, minutes: int, time_zone: str) -> datetime:
    """Return the instant at which the clock shows midnight of `day` plus `minutes`; the first or later if in doubt."""
    match instants_of(datetime.combine(day, time()) + timedelta(minutes=minutes), time_zone):
        case Once(instant) | Twice(instant, _) | Never(_, instant):
            return instant


def _distress(severity: int) -> Distress:
    return Distress.VERY if severity >= 9 else Distress.MODERATE if severity >= 6 else Distress.A_LITTLE


def _medicine(rng: Random, today: date, nights: int) -> Medicine:
    """Return a thiazide-like water tablet (cramps were written down more often after one began: GARR12)."""
    return Medicine(id=_id(rng), name="Indapamide", started_on=today - timedelta(days=min(120, nights)))


def _answers(rng: Random, answered_at: datetime) -> tuple[Answer, ...]:
    said = {
        "profile.birth_year": answered_at.astimezone(UTC).year - 67,
        "profile.sex": "female",
        "profile.conditions": [],
        "factors.followed": list(FOLLOWED),
    }
    return tuple(
        Answer(id=_id(rng), question=question, value=value, answered_at=answered_at)
        for question, value in said.items()
    )


def _pick(rng: Random, shares: Shares[T]) -> T:
    values, weights = zip(*shares, strict=True)
    choice: T = rng.choices(values, weights)[0]
    return choice


def _maybe(rng: Random, chance: float, value: T) -> T | None:
    return value if rng.random() < chance else None


def _clamp(value: int, low: int, high: int) -> int:
    return min(max(value, low), high)


def _id(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)
