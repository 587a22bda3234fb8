"""How hard: minutes, pain, and what the cramps took from the sleep."""

from collections.abc import Sequence
from dataclasses import dataclass

from diary.domain.entries import Night
from diary.domain.patterns.measures import Share, Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Burden:
    """What the entries say about hard minutes, worst pain (0 to 10) and minutes awake, and the nights woken.

    `nights_woken` is of the nights with cramps for which it is known; `awake_in_all` sums the minutes awake
    noted.
    """

    hard_minutes: Spread
    severity: Spread
    minutes_awake: Spread
    awake_in_all: int
    nights_woken: Share


def burden_of(nights: Sequence[Night]) -> Burden:
    """Return what the cramps of `nights` cost."""
    episodes = [episode for night in nights for episode in night.episodes]
    return Burden(
        hard_minutes=Spread.of(episode.hard_minutes for episode in episodes),
        severity=Spread.of(episode.severity for episode in episodes),
        minutes_awake=Spread.of(episode.minutes_awake for episode in episodes),
        awake_in_all=sum(episode.minutes_awake or 0 for episode in episodes),
        nights_woken=Share.of(_woken(night) for night in nights if night.episodes),
    )


def _woken(night: Night) -> bool | None:
    """Whether a cramp woke the person that night; one unanswered entry leaves a "no" unknown."""
    answers = {episode.woke for episode in night.episodes}
    if True in answers:
        return True
    return None if None in answers else False
