"""The standard block: the outcomes that trials of leg cramps count, for a doctor, each with what it rests on.

Number, minutes, pain (0 to 10) and sleep disturbance (0 to 10) over two weeks are those of Sebo and others,
Swiss Medical Weekly 2019;149:w20048, doi:10.4414/smw.2019.20048. In bed, calf, eased by stretching and the
ICSD-3 features follow the definition in Rabbitt and others, Age and Ageing 2016;45:776-82,
doi:10.1093/ageing/afw139.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from diary.domain.entries import Diary, Episode, Night
from diary.domain.patterns.frequency import cramps_in, known_of, per_week
from diary.domain.patterns.measures import Share, Spread
from diary.domain.patterns.period import last_night
from diary.domain.vocabulary import Eased, Muscle

# In a week with fewer known nights (10 of 14, rounded up), a number per week says little.
LEAST_NIGHTS_OF_A_WEEK = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardBlock:
    """The diary days from `first` to `last`, both included, in numbers. A rate without enough nights is None.

    `confirmed` is days known (cramp, or said to be clear) of all days. `cramps` counts every cramp;
    `in_bed`, `by_day` and `state_unknown` are its parts. `cramp_nights` is days with a cramp in bed, of the
    days for which that is known. `median_per_week` rests on `weeks`: those with at least 5 known days, of
    all weeks. The shares count entries: one cramp, or one spell of cramps. `eased` leaves out those that
    were not stretched.
    """

    first: date
    last: date
    confirmed: Share
    cramps: int
    in_bed: int
    by_day: int
    state_unknown: int
    mean_per_week: float | None
    median_per_week: float | None
    weeks: Share
    cramp_nights: Share
    cramp_nights_per_week: float | None
    hard_minutes: Spread
    severity: Spread
    sleep_disturbance: Spread
    entries_in_bed: Share
    entries_in_calf: Share
    eased: Share
    icsd3: Share

    @property
    def days(self) -> int:
        return self.confirmed.whole


def standard_blocks(diary: Diary, today: date) -> tuple[StandardBlock, StandardBlock]:
    """Return the blocks of the last 14 and the last 28 days; `today` is the diary day that is running."""
    last = last_night(diary, today)
    two_weeks, four_weeks = (
        standard_block(diary, last - timedelta(days=days - 1), last) for days in (14, 28)
    )
    return two_weeks, four_weeks


def standard_block(diary: Diary, first: date, last: date) -> StandardBlock:
    """Return the block of the diary days from `first` to `last`, which the diary must hold."""
    nights = tuple(diary.nights(first, last))
    episodes = [episode for night in nights for episode in night.episodes]
    confirmed, cramp_nights = known_of(nights), Share.of(map(_cramp_in_bed, nights))
    weekly = _weekly(nights)
    counted = [number for number in weekly if number is not None]
    return StandardBlock(
        first=first,
        last=last,
        confirmed=confirmed,
        cramps=cramps_in(nights),
        in_bed=_cramps(episodes, in_bed=True),
        by_day=_cramps(episodes, in_bed=False),
        state_unknown=_cramps(episodes, in_bed=None),
        mean_per_week=per_week(cramps_in(nights), confirmed),
        median_per_week=median(counted) if counted else None,
        weeks=Share(len(counted), len(weekly)),
        cramp_nights=cramp_nights,
        cramp_nights_per_week=per_week(cramp_nights.part, Share(cramp_nights.whole, len(nights))),
        hard_minutes=Spread.of(episode.hard_minutes for episode in episodes),
        severity=Spread.of(episode.severity for episode in episodes),
        sleep_disturbance=Spread.of(
            night.check_in.sleep_disturbance if night.check_in else None for night in nights
        ),
        entries_in_bed=Share.of(episode.in_bed for episode in episodes),
        entries_in_calf=Share.of(_in_calf(episode) for episode in episodes),
        eased=Share.of(_eased(episode) for episode in episodes),
        icsd3=Share.of(episode.meets_icsd3 for episode in episodes),
    )


def _cramps(episodes: Sequence[Episode], *, in_bed: bool | None) -> int:
    return sum(episode.cramps for episode in episodes if episode.in_bed is in_bed)


def _cramp_in_bed(night: Night) -> bool | None:
    """Whether there was a cramp in bed; a cramp by day says nothing about the night, only "clear" does."""
    states = {episode.in_bed for episode in night.episodes}
    if True in states:
        return True
    said_clear = night.check_in is not None and night.check_in.clear is True
    return False if said_clear and None not in states else None


def _weekly(nights: Sequence[Night]) -> list[float | None]:
    """Return cramps per 7 known days of each week, the last first; None where too few days are known."""
    weeks = [nights[end - 7 : end] for end in range(len(nights), 6, -7)]
    return [
        cramps_in(week) / known * 7 if (known := known_of(week).part) >= LEAST_NIGHTS_OF_A_WEEK else None
        for week in weeks
    ]


def _in_calf(episode: Episode) -> bool | None:
    return any(place.muscle is Muscle.CALF for place in episode.places) if episode.places else None


def _eased(episode: Episode) -> bool | None:
    match episode.stretch_eased:
        case Eased.YES | Eased.PARTLY:
            return True
        case Eased.NO:
            return False
        case _:
            return None
