"""Which nights a look at the diary takes in: whole weeks, and of the running week what has passed."""

from datetime import date, timedelta
from enum import Enum

from diary.domain.entries import Diary, Night
from diary.domain.vocabulary import Outcome

WEEK = timedelta(weeks=1)


class Period(Enum):
    """How far back to look: `slug` names it in an address, `weeks` are whole weeks before the running one."""

    FOUR_WEEKS = "4-weeks", "4 weeks", 4
    THREE_MONTHS = "3-months", "3 months", 13
    YEAR = "year", "1 year", 52
    ALL = "all", "All", None

    def __init__(self, slug: str, label: str, weeks: int | None) -> None:
        self.slug = slug
        self.label = label
        self.weeks = weeks

    @classmethod
    def named(cls, slug: str) -> "Period | None":
        return next((period for period in cls if period.slug == slug), None)

    def first_day(self, today: date) -> date | None:
        """Return the Monday on which the period begins; None: with the first night of the diary."""
        return None if self.weeks is None else monday_of(today) - self.weeks * WEEK

    def first_day_before(self, today: date) -> date | None:
        """Return the Monday on which the equally long period before it begins: load the diary from there."""
        return None if self.weeks is None else monday_of(today) - 2 * self.weeks * WEEK


def monday_of(day: date) -> date:
    """Return the first day of the week of `day`; a week runs from the night of Monday to that of Sunday."""
    return day - timedelta(days=day.weekday())


def last_night(diary: Diary, today: date) -> date:
    """Return the last diary day that counts, when `today` is the diary day that is running.

    A night that is over counts, known or not. The running one is not over, so as long as nothing is known
    of it, it is not a gap in the diary. It counts as soon as its outcome is known, cramp or clear alike: a
    cramp that was just written down must be seen, and to count the one but not the other would tilt every
    share.
    """
    return today if diary.night(today).outcome is not Outcome.UNKNOWN else today - timedelta(days=1)


def nights_of(diary: Diary, first: date | None, today: date) -> tuple[Night, ...]:
    """Return the nights that count from `first` (None: from the start), the unknown ones too, in order.

    Nights before the first one noted in what was loaded are not gaps: the diary had not begun.
    """
    noted = diary.days_noted()
    if noted is None:
        return ()
    begin = noted[0] if first is None else max(first, noted[0])
    return tuple(diary.nights(begin, last_night(diary, today)))
