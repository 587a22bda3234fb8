"""What Tonight shows at a moment: which question comes first, what is left to finish, and the week in one line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from diary.domain.days import (
    EVENING_BEGINS,
    NIGHT_ENDS,
    day_to_check_in,
    diary_day,
    night_to_settle,
    wall_clock,
)
from diary.domain.entries import Diary, Episode, Night
from diary.domain.vocabulary import Outcome, Progress

# An episode left open for longer was forgotten: it is finished like a draft, with its duration unknown.
LONGEST_ONGOING = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Week:
    """Seven nights in a row: `cramp` with cramps, of `known`."""

    nights: tuple[Night, ...]

    @property
    def known(self) -> int:
        return sum(night.outcome is not Outcome.UNKNOWN for night in self.nights)

    @property
    def cramp(self) -> int:
        return sum(night.outcome is Outcome.CRAMP for night in self.nights)


@dataclass(frozen=True, slots=True)
class Tonight:
    """What the first screen needs, for a diary that holds at least the last 15 days.

    `is_calm`: there is time for questions that can wait, because no cramp is going on and it is not dead of night.
    """

    ongoing: Episode | None
    drafts: tuple[Episode, ...]
    settled_night: date
    night_to_ask: date | None
    day_to_check_in: date | None
    is_calm: bool
    week: Week
    week_before: Week

    @property
    def drafts_of_last_night(self) -> bool:
        """Whether everything that is left to finish began in the night that has just ended."""
        return bool(self.drafts) and all(draft.day == self.settled_night for draft in self.drafts)


def tonight_of(diary: Diary, now: datetime) -> Tonight:
    """Return what Tonight shows at `now` (UTC) in the zone of the diary."""
    zone = diary.time_zone
    ongoing = next((e for e in diary.episodes if e.progress is Progress.ONGOING), None)
    still = ongoing if ongoing is not None and now - ongoing.started_at < LONGEST_ONGOING else None
    settled = night_to_settle(now, zone)
    last = max(settled, diary_day(now, zone)) if diary.night(diary_day(now, zone)).episodes else settled
    asks, is_dead_of_night = diary.night(settled).is_open, _is_dead_of_night(now, zone)
    return Tonight(
        ongoing=still,
        drafts=_to_finish(diary.episodes, still),
        settled_night=settled,
        night_to_ask=settled if asks and not is_dead_of_night else None,
        day_to_check_in=day_to_check_in(now, zone) if _is_evening(now, zone) or not asks else None,
        is_calm=still is None and not is_dead_of_night,
        week=_week(diary, last),
        week_before=_week(diary, last - timedelta(days=7)),
    )


def _to_finish(episodes: Sequence[Episode], still: Episode | None) -> tuple[Episode, ...]:
    return tuple(e for e in episodes if e.progress is not Progress.COMPLETE and e is not still)


def _week(diary: Diary, last: date) -> Week:
    return Week(tuple(diary.nights(last - timedelta(days=6), last)))


def _since_midnight(now: datetime, zone: str) -> timedelta:
    wall = wall_clock(now, zone)
    return timedelta(hours=wall.hour, minutes=wall.minute)


def _is_evening(now: datetime, zone: str) -> bool:
    return not NIGHT_ENDS <= _since_midnight(now, zone) < EVENING_BEGINS


def _is_dead_of_night(now: datetime, zone: str) -> bool:
    return _since_midnight(now, zone) < NIGHT_ENDS
