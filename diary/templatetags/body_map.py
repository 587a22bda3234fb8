"""The body outline as buttons: what each spot and each row of the plain list sends and says."""

from dataclasses import dataclass

from django.template import Library

from diary.domain.entries import Place
from diary.domain.guidance.body import BACK, FRONT, LISTED, choice
from diary.domain.vocabulary import Side

register = Library()

SIDE_WORDS = {Side.LEFT: "Left", Side.RIGHT: "Right", Side.BOTH: "Both", None: "No side"}


@dataclass(frozen=True, slots=True)
class Spot:
    """A button: `value` is sent, `label` is the whole place, `side` only its side, `position` its CSS class."""

    value: str
    label: str
    side: str
    position: str


@register.simple_tag
def body_spots() -> list[Spot]:
    """Return the spots on the outline, the muscles that cramp most often first."""
    return [_spot(place) for place in (*BACK, *FRONT)]


@register.simple_tag
def body_rows() -> list[tuple[str, list[Spot]]]:
    """Return every muscle with all the sides it can have, for the plain list."""
    return [(muscle.label, [_spot(place) for place in places]) for muscle, places in LISTED]


def _spot(place: Place) -> Spot:
    value = choice(place)
    side = SIDE_WORDS[place.side]
    return Spot(value, place.label, side, "at-" + value.replace(":", "-").replace("_", "-"))
