"""How far back the rules have to see: two months for most, further for a child and after a change of medicine."""

from datetime import date, timedelta

from diary.domain.entries import Diary
from diary.domain.prompts.case import Case
from diary.domain.prompts.counting import CHILD_DAYS, ENDED_WITHIN
from diary.domain.prompts.drugs import EIGHT_WEEKS, recent_changes

# The longest window that every diary needs is six weeks that end within the last two.
# Only the clot question (CLOT_SIGN) reaches further back: its "yes" has no end but "no" or a doctor's visit.
LOOK_BACK = timedelta(days=60)
CLOT_SIGN = "SQ01"


def first_day_needed(diary: Diary, today: date) -> date:
    """Return the first diary day whose nights some rule may ask for; of `diary` only what is not of one day is read.

    At most a year and eight weeks back (R36), for a medicine that was started or changed a year ago.
    """
    case = Case(diary, today)
    days = [today - LOOK_BACK, *(change.on - timedelta(days=EIGHT_WEEKS) for change in recent_changes(case))]
    if case.child:
        days.append(today - ENDED_WITHIN - timedelta(days=CHILD_DAYS))
    return min(days)
