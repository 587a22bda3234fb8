"""Where: muscles and sides, and whether one of them has more than half of the cramps."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from diary.domain.entries import Episode, Place
from diary.domain.patterns.measures import Share
from diary.domain.vocabulary import Muscle, Side
from diary.domain.wording import joined

LEAST_ENTRIES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class MuscleCount:
    """In how many entries a muscle cramped: left only, right only, on both sides, or side not said."""

    muscle: Muscle
    left: int
    right: int
    both: int
    side_unknown: int

    @property
    def entries(self) -> int:
        return self.left + self.right + self.both + self.side_unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where it cramped: `known` is entries with a muscle of all entries; an entry may have several muscles.

    `muscles` has the most frequent first. `mostly` has more than half of the known entries; None with fewer
    than 12.
    """

    known: Share
    muscles: tuple[MuscleCount, ...]
    mostly: Place | None

    @property
    def entries_needed(self) -> int:
        """How many more entries with a muscle are needed before one of them may stand out."""
        return max(0, LEAST_ENTRIES - self.known.part)


def places_of(episodes: Sequence[Episode]) -> Places:
    """Return where the episodes were."""
    counts = Counter(place for episode in episodes for place in _merged(episode))
    known = Share(sum(bool(episode.places) for episode in episodes), len(episodes))
    muscles = sorted((_muscle_count(muscle, counts) for muscle in Muscle), key=lambda count: -count.entries)
    found = tuple(count for count in muscles if count.entries)
    return Places(known=known, muscles=found, mostly=_mostly(found, known.part))


def in_words(place: Place) -> str:
    """Return a place inside a sentence: "left calf", "toes on both sides", "somewhere else on the left"."""
    muscle = place.muscle.label.lower()
    match place.side:
        case None:
            return muscle
        case Side.BOTH:
            return f"{muscle} on both sides"
        case side if place.muscle is Muscle.OTHER:
            return f"{muscle} on the {side.label.lower()}"
        case side:
            return f"{side.label.lower()} {muscle}"


def places_in_words(places: Sequence[Place]) -> str:
    """Return all places, with a capital: "Left calf and right foot arch"; "" without any."""
    words = joined([in_words(place) for place in places])
    return words[:1].upper() + words[1:]


def _merged(episode: Episode) -> list[Place]:
    """Return each muscle of the episode once, left and right together as both."""
    sides: dict[Muscle, set[Side | None]] = {}
    for place in episode.places:
        sides.setdefault(place.muscle, set()).add(place.side)
    return [Place(muscle, _one_side(given)) for muscle, given in sides.items()]


def _one_side(given: set[Side | None]) -> Side | None:
    if Side.BOTH in given or {Side.LEFT, Side.RIGHT} <= given:
        return Side.BOTH
    return next((side for side in given if side is not None), None)


def _muscle_count(muscle: Muscle, counts: Counter[Place]) -> MuscleCount:
    return MuscleCount(
        muscle=muscle,
        left=counts[Place(muscle, Side.LEFT)],
        right=counts[Place(muscle, Side.RIGHT)],
        both=counts[Place(muscle, Side.BOTH)],
        side_unknown=counts[Place(muscle)],
    )


def _mostly(muscles: Sequence[MuscleCount], entries: int) -> Place | None:
    if entries < LEAST_ENTRIES or 2 * muscles[0].entries <= entries:
        return None
    first = muscles[0]
    sides = {Side.LEFT: first.left, Side.RIGHT: first.right, Side.BOTH: first.both}
    return Place(first.muscle, next((side for side, count in sides.items() if 2 * count > entries), None))
