"""How often: nights with cramps of nights known, cramps per week, and the weeks side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from diary.domain.entries import Night
from diary.domain.patterns.measures import Share
from diary.domain.patterns.period import WEEK, monday_of
from diary.domain.vocabulary import Outcome

# With fewer, the nights that are missing are likely to be the clear ones, and the rate comes out too high.
LEAST_KNOWN = Share(10, 14)

# A picture with more bars than this can not be read on a phone: it takes more weeks together instead.
MOST_BARS = 60
WEEKS_PER_BAR = (1, 4, 13, 52)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weeks:
    """One whole week or several in a row, from the Monday `first` to the Sunday `last`.

    `nights` is nights with cramps of nights known; `known` is nights known of nights that have passed.
    """

    first: date
    last: date
    cramps: int
    nights: Share
    known: Share
    finished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Cramps per 7 known nights since `since`, and what that rests on."""

    per_week: float
    cramps: int
    known: Share
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency:
    """How often: `nights` is nights with cramps of nights known, `known` is nights known of those that count.

    `rate` is None when too few nights are known; then `nights_needed` more in a row are enough.
    """

    cramps: int
    nights: Share
    known: Share
    weeks: tuple[Weeks, ...]
    weeks_per_bar: int
    rate: Rate | None
    nights_needed: int


def frequency_of(nights: Sequence[Night], today: date) -> Frequency:
    """Return how often cramps came on `nights` (in order, without gaps), seen from the running diary day."""
    rate = _rate(nights)
    weeks_per_bar, weeks = _weeks(nights, today)
    return Frequency(
        cramps=cramps_in(nights),
        nights=with_cramps(nights),
        known=known_of(nights),
        weeks=weeks,
        weeks_per_bar=weeks_per_bar,
        rate=rate,
        nights_needed=0 if rate else _nights_needed(nights),
    )


def cramps_in(nights: Sequence[Night]) -> int:
    """Return the number of cramps; a spell counts with all of its own."""
    return sum(episode.cramps for night in nights for episode in night.episodes)


def known_of(nights: Sequence[Night]) -> Share:
    """Return how many of the nights are known, as cramp or as clear."""
    outcomes = [night.outcome for night in nights]
    return Share(len(outcomes) - outcomes.count(Outcome.UNKNOWN), len(outcomes))


def with_cramps(nights: Sequence[Night]) -> Share:
    """Return how many of the known nights had a cramp."""
    outcomes = [night.outcome for night in nights]
    return Share(outcomes.count(Outcome.CRAMP), len(outcomes) - outcomes.count(Outcome.UNKNOWN))


def is_enough(known: Share) -> bool:
    """Return whether enough nights are known for a number per week: 10 of 14, or that share of more."""
    return known.part >= LEAST_KNOWN.part and known.part * LEAST_KNOWN.whole >= known.whole * LEAST_KNOWN.part


def per_week(cramps: int, known: Share) -> float | None:
    """Return cramps per 7 known nights, or None when too few nights are known."""
    return cramps / known.part * 7 if is_enough(known) else None


def _rate(nights: Sequence[Night]) -> Rate | None:
    """Return the rate of all nights; if too few of them are known, that of the last 14."""
    for stretch in (nights, nights[-LEAST_KNOWN.whole :]):
        cramps, known = cramps_in(stretch), known_of(stretch)
        rate = per_week(cramps, known)
        if rate is not None:
            return Rate(per_week=rate, cramps=cramps, known=known, since=stretch[0].day)
    return None


def _nights_needed(nights: Sequence[Night]) -> int:
    """Return how many nights, all noted from now on, are enough for a rate."""
    return next(more for more in range(1, LEAST_KNOWN.part + 1) if _is_enough_after(nights, more))


def _is_enough_after(nights: Sequence[Night], more: int) -> bool:
    every, latest = known_of(nights), known_of(nights[-(LEAST_KNOWN.whole - more) :])
    return any(is_enough(Share(known.part + more, known.whole + more)) for known in (every, latest))


def _weeks(nights: Sequence[Night], today: date) -> tuple[int, tuple[Weeks, ...]]:
    """Return how many weeks stand together, and those groups in order.

    The last has the running week, or, of a period that was over before yesterday, the week of its last night.
    """
    is_running = not nights or today - nights[-1].day <= timedelta(days=1)
    sunday = monday_of(today if is_running else nights[-1].day) + WEEK - timedelta(days=1)
    passed = (sunday - nights[0].day) // WEEK + 1 if nights else 1
    size = next((size for size in WEEKS_PER_BAR if passed <= size * MOST_BARS), WEEKS_PER_BAR[-1])
    groups: list[list[Night]] = [[] for _ in range(-(-passed // size))]
    for night in nights:
        groups[-1 - (sunday - night.day) // (size * WEEK)].append(night)
    ends = (sunday - back * size * WEEK for back in reversed(range(len(groups))))
    return size, tuple(_group(group, size, last, today) for group, last in zip(groups, ends, strict=True))


def _group(nights: Sequence[Night], size: int, last: date, today: date) -> Weeks:
    return Weeks(
        first=last - size * WEEK + timedelta(days=1),
        last=last,
        cramps=cramps_in(nights),
        nights=with_cramps(nights),
        known=known_of(nights),
        finished=last < today,
    )
