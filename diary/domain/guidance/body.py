"""Muscles as places to point at: which stand on the front and back of the outline, how a choice is written."""

from collections.abc import Iterable

from diary.domain.entries import Place
from diary.domain.vocabulary import Muscle, Side

SIDES = (Side.LEFT, Side.RIGHT)
MIDLINE = frozenset({Muscle.ABDOMEN, Muscle.BACK, Muscle.CHEST, Muscle.FACE_JAW, Muscle.OTHER})


def choice(place: Place) -> str:
    """Return how a form writes `place`: "calf:left", or "abdomen" without a side."""
    return f"{place.muscle}:{place.side}" if place.side else str(place.muscle)


def place_of(text: str) -> Place:
    """Return the place that a form wrote as "calf:left"; raise ValueError if there is no such place."""
    muscle, _, side = text.partition(":")
    return Place(Muscle(muscle), Side(side) if side else None)


def _spots(*muscles: Muscle) -> Iterable[Place]:
    return (Place(muscle, side) for muscle in muscles for side in ((None,) if muscle in MIDLINE else SIDES))


# Each muscle stands on one view only, the likelier first: also the order for a keyboard or screen reader. The inner
# thigh is too narrow to be hit beside the front of the thigh; it stands in the list.
FRONT = tuple(
    _spots(
        Muscle.TOES, Muscle.SHIN, Muscle.FRONT_THIGH, Muscle.HAND, Muscle.FOREARM, Muscle.UPPER_ARM,
        Muscle.ABDOMEN, Muscle.CHEST, Muscle.FACE_JAW,
    )
)  # fmt: skip
BACK = tuple(_spots(Muscle.CALF, Muscle.FOOT_ARCH, Muscle.BACK_THIGH, Muscle.BUTTOCK, Muscle.BACK))

# For the plain list: every muscle, with the sides it can have; the middle of the body can have none.
LISTED: tuple[tuple[Muscle, tuple[Place, ...]], ...] = tuple(
    (muscle, tuple(Place(muscle, side) for side in ((None, *Side) if muscle in MIDLINE else tuple(Side))))
    for muscle in Muscle
)
