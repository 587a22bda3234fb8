"""Which season it is where somebody lives, as far as the time zone tells: the hottest months, or unknown.

The name of a zone says nothing of its latitude. But clocks are put forward for the summer: where they were ahead in
July and not in January, summer is in July, and the other way round. A place that never changed its clocks has no season
here: a guess could be wrong by half a year, and near the equator there is none to guess.
"""

from collections import Counter
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from diary.domain.vocabulary import Hemisphere

# Night cramps peak in the middle of summer (GARR15).
HOTTEST_MONTHS = {Hemisphere.NORTH: (7, 8), Hemisphere.SOUTH: (1, 2)}
YEARS = range(1940, 2027)
FEWEST_YEARS, SHARE_OF_YEARS = 2, 0.8  # years of war and of trials say little
# Clocks that were put forward in winter, or that follow those of another half of the earth.
MISLEADING = frozenset({"America/Belize", "America/Boa_Vista", "America/Santo_Domingo", "Antarctica/Troll"})


def is_hot_season(day: date, zone: str) -> bool | None:
    """Whether `day` is in the two hottest months in `zone` (an IANA name); None when its hemisphere is unknown."""
    found = hemisphere(zone)
    return None if found is None else day.month in HOTTEST_MONTHS[found]


@lru_cache(maxsize=1024)
def hemisphere(zone: str) -> Hemisphere | None:
    """Return the half of the earth on which summer time says that `zone` (an IANA name) lies, or None."""
    if zone in MISLEADING:
        return None
    years = Counter(filter(None, (_summer_of(year, zone) for year in YEARS)))
    if years.total() < FEWEST_YEARS:
        return None
    [(found, most)] = years.most_common(1)
    return found if most >= SHARE_OF_YEARS * years.total() else None


def _summer_of(year: int, zone: str) -> Hemisphere | None:
    january, july = (datetime(year, month, 15, 12, tzinfo=ZoneInfo(zone)) for month in (1, 7))
    ahead_in_july = (july.utcoffset() or timedelta()) - (january.utcoffset() or timedelta())
    if not ahead_in_july or not (january.dst() or july.dst()):
        return None
    return Hemisphere.NORTH if ahead_in_july > timedelta() else Hemisphere.SOUTH
