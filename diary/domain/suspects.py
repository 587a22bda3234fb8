"""What a mark on a suspect does: from which diary day on the evidence about a factor counts."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from diary.domain.check_ins import SUSPECTED, suspected_factors
from diary.domain.days import diary_day
from diary.domain.entries import Answer, Diary
from diary.domain.factors import Factor
from diary.domain.patterns.exposure import Exposures, exposures_of


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A factor that may be marked. `counts_from`: the first diary day that counts for it once it is, None: the first
    of all.
    """

    factor: Factor
    is_marked: bool
    counts_from: date | None


def suspicions_of(diary: Diary, now: datetime) -> tuple[Suspicion, ...]:
    """Return each factor that is followed, was ever answered or is marked, in the fixed order.

    The complete `diary` is read as if all were marked at `now` (UTC): a mark that stands keeps its day, and a new
    one begins where the engine would begin with it.
    """
    all_marked = [factor.id for factor in diary.factors]
    mark = Answer(id=UUID(int=0), question=SUSPECTED, value=all_marked, answered_at=now)
    nights = exposures_of(replace(diary, answers=(*diary.answers, mark)), diary_day(now, diary.time_zone))
    marked = suspected_factors(diary)
    return tuple(
        Suspicion(factor, factor in marked, _first_day(nights, nights.suspected[factor.id]))
        for factor in diary.factors
        if factor in nights.factors or factor in marked
    )


def _first_day(nights: Exposures, block: int) -> date | None:
    end_before = nights.end_of_block(block - 1) if block else None
    return end_before and end_before + timedelta(days=1)
