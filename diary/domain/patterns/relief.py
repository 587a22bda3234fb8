"""What was tried, how often it helped, and how long those cramps lasted: described, not tested.

Long cramps get more things tried on them, so the minutes of two kinds of relief can not be compared fairly.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from diary.domain.entries import Episode, ReliefTried
from diary.domain.patterns.measures import Share, Spread
from diary.domain.vocabulary import Helped, Relief


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefUse:
    """One kind of relief: `tried` of the entries that say what was tried, and how those went.

    `helped`, `partly` and `not_helped` count answers, `not_said` the times without one.
    """

    relief: Relief
    tried: Share
    helped: int
    partly: int
    not_helped: int
    not_said: int
    hard_minutes: Spread

    @property
    def answered(self) -> int:
        return self.helped + self.partly + self.not_helped


def relief_of(episodes: Sequence[Episode]) -> tuple[ReliefUse, ...]:
    """Return every kind of relief that was tried, the most frequent first."""
    told = [episode for episode in episodes if episode.reliefs]
    uses: dict[Relief, list[tuple[Episode, ReliefTried]]] = {}
    for episode in told:
        for tried in {tried.relief: tried for tried in episode.reliefs}.values():
            uses.setdefault(tried.relief, []).append((episode, tried))
    rows = [_use(relief, uses[relief], len(told)) for relief in Relief if relief in uses]
    return tuple(sorted(rows, key=lambda row: -row.tried.part))


def _use(relief: Relief, times: Sequence[tuple[Episode, ReliefTried]], told: int) -> ReliefUse:
    answers = [tried.helped for _, tried in times]
    return ReliefUse(
        relief=relief,
        tried=Share(len(times), told),
        helped=answers.count(Helped.YES),
        partly=answers.count(Helped.PARTLY),
        not_helped=answers.count(Helped.NO),
        not_said=answers.count(None),
        hard_minutes=Spread.of(episode.hard_minutes for episode, _ in times),
    )
