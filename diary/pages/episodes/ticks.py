"""Turns the lists of an episode into tick boxes and back; boxes left as they were shown give back what was stored."""

from collections.abc import Collection, Mapping, Sequence

from diary.domain.entries import Place, ReliefTried
from diary.domain.prompts.questions import Question
from diary.domain.vocabulary import Helped, Muscle, Relief, Side

# A muscle alone is ticked as "calf", one of its sides as "calf:left"; both sides are two ticks.
SIDES = (Side.LEFT, Side.RIGHT)
NO_SIGNS = "none"


def place_tick(muscle: Muscle, side: Side | None = None) -> str:
    """Return the value of the box for a muscle, or for one side of it."""
    return f"{muscle}:{side}" if side else muscle.value


def ticks_of_places(places: Collection[Place]) -> frozenset[str]:
    """Return the boxes that stand for `places`."""
    return frozenset(
        place_tick(place.muscle, side)
        for place in places
        for side in (SIDES if place.side is Side.BOTH else (place.side,))
    )


def places_of_ticks(ticks: Collection[str], before: tuple[Place, ...]) -> tuple[Place, ...]:
    """Return the places that `ticks` stand for; a ticked side says more than the muscle alone."""
    if frozenset(ticks) == ticks_of_places(before):
        return before
    return tuple(place for muscle in Muscle if (place := _place(muscle, ticks)))


def _place(muscle: Muscle, ticks: Collection[str]) -> Place | None:
    match [side for side in SIDES if place_tick(muscle, side) in ticks]:
        case [_, _]:
            return Place(muscle, Side.BOTH)
        case [side]:
            return Place(muscle, side)
    return Place(muscle) if place_tick(muscle) in ticks else None


def reliefs_of_ticks(
    tried: Collection[str], helped: Mapping[Relief, Helped | None], before: tuple[ReliefTried, ...]
) -> tuple[ReliefTried, ...]:
    """Return what was tried, with how it helped; the answer for a relief that is not ticked does not count."""
    now = {relief: helped.get(relief) for relief in Relief if relief in tried}
    if now == {relief.relief: relief.helped for relief in before}:
        return before
    return tuple(ReliefTried(relief, said) for relief, said in now.items())


def ticks_of_signs(signs: Mapping[str, bool], asked: Sequence[Question]) -> frozenset[str]:
    """Return the boxes that stand for `signs`: each "yes", its question with it, and one box if the rest are "no"."""
    yes = {key for question in asked for key in _keys(question) if signs.get(key)}
    yes |= {question.id for question in asked if not yes.isdisjoint(_keys(question))}
    rest = [question.id for question in asked if question.id not in yes]
    return frozenset(yes | ({NO_SIGNS} if rest and all(signs.get(key) is False for key in rest) else set()))


def signs_of_ticks(
    ticks: Collection[str], before: Mapping[str, bool], asked: Sequence[Question]
) -> Mapping[str, bool]:
    """Return the answers that `ticks` stand for.

    Without "none of these" a box that is not ticked stays unknown: a "yes" is taken back, and so is every "no" that
    "none of these" had given; a single "no" from the night itself stays.
    """
    shown = ticks_of_signs(before, asked)
    if frozenset(ticks) == shown:
        return before
    signs = {key: answer for key, answer in before.items() if key not in {k for q in asked for k in _keys(q)}}
    for question in asked:
        signs |= _answers(question, ticks, before, none_was_ticked=NO_SIGNS in shown)
    return signs


def _answers(
    question: Question, ticks: Collection[str], before: Mapping[str, bool], *, none_was_ticked: bool
) -> dict[str, bool]:
    answers = {key: False for key in _keys(question) if before.get(key) is False}
    if question.id in ticks:
        answers |= {key: True for key in _keys(question) if key in ticks}
    elif NO_SIGNS in ticks:
        answers[question.id] = False
    elif none_was_ticked:
        answers.pop(question.id, None)
    return answers


def _keys(question: Question) -> list[str]:
    return [question.id, *(part.id for part in question.parts)]
