"""The weeks of a pregnancy: counted from its due date, which stands at the end of 40 of them (280 days; ICD-10)."""

from datetime import date, timedelta

TERM = timedelta(weeks=40)
LAST_WEEK = 42


def due_date(weeks: int, on: date) -> date:
    """Return when a baby is due whose mother is `weeks` full weeks pregnant on the day `on`."""
    return on + TERM - timedelta(weeks=weeks)


def weeks_at(due_on: date, day: date) -> int:
    """Return the full weeks on `day`: 40 on the due date, below 0 before the pregnancy began."""
    return (day - due_on + TERM).days // 7


def may_be(weeks: int) -> bool:
    """Whether a pregnancy can be at that week: from 0 to 42."""
    return 0 <= weeks <= LAST_WEEK
