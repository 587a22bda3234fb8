"""What changed on a date, a medicine or something else, with the weeks before and after it side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from diary.domain.entries import STOPPED, Diary
from diary.domain.patterns.change import BeforeAfter, before_and_after
from diary.domain.patterns.period import last_night


@dataclass(frozen=True, slots=True)
class DatedChange:
    """`what` changed on the diary day `on`, "Indapamide started" or "New shoes", and the weeks around that day."""

    what: str
    on: date
    result: BeforeAfter

    @property
    def is_stop(self) -> bool:
        """Whether something ended on that day, a medicine or what the person calls "Coffee stopped"."""
        return self.what.endswith(f" {STOPPED}")


def dated_changes_of(diary: Diary, today: date) -> tuple[DatedChange, ...]:
    """Return every change on a night that the diary covers, the latest first; `today` is the running diary day."""
    noted = diary.days_noted()
    if noted is None:
        return ()
    first, last = noted[0], last_night(diary, today)
    changes = sorted(_changes(diary), key=lambda change: change[1], reverse=True)
    return tuple(
        DatedChange(what, on, before_and_after(diary, on, today))
        for what, on in changes
        if first <= on <= last
    )


def _changes(diary: Diary) -> Iterator[tuple[str, date]]:
    for medicine in diary.medicines:
        yield from ((f"{medicine.name} {what}", on) for what, on in medicine.dated)
    yield from ((event.name, event.on) for event in diary.events)
