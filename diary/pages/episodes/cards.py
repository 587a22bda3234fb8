"""Groups the questions of the episode form under headings, the ones that matter now first and open."""

from collections.abc import Collection
from dataclasses import dataclass

from diary.domain.entries import Episode
from diary.domain.vocabulary import Progress, Relief
from diary.pages.episodes.wording import in_short


@dataclass(frozen=True, slots=True)
class Card:
    """Questions under one heading: their template, the fields of the form, the columns of an episode they fill."""

    name: str
    title: str
    hint: str
    template: str
    fields: frozenset[str]
    columns: frozenset[str]


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A card on one visit: a fixed one can not be closed; a closed one says in a line what is known or asked."""

    card: Card
    line: str
    is_fixed: bool
    is_open: bool


def cards_for(stored: Episode | None, *, unsaved: Collection[str]) -> list[ShownCard]:
    """Return the cards in order; `unsaved` are the fields with an error or with an answer that is not stored yet."""
    first = _asked_first(stored)
    return [
        ShownCard(
            card,
            line=(in_short(stored, card.columns) if stored else "") or card.hint,
            is_fixed=card in first,
            is_open=not card.fields.isdisjoint(unsaved),
        )
        for card in [*first, *(card for card in CARDS if card not in first)]
    ]


def _asked_first(stored: Episode | None) -> list[Card]:
    """A new cramp: when, where, how bad. One to finish: how long and where if unknown, then what waits for the day."""
    if stored is None:
        return [WHEN, WHERE, PAIN]
    if stored.progress is Progress.COMPLETE:
        return []
    missing = [PAIN] if stored.hard_minutes is None else []
    return [*missing, *([] if stored.places else [WHERE]), AROUND]


WHEN = Card(
    "when",
    "When did it start?",
    "Date and time",
    "episodes/_when.html",
    fields=frozenset({"ago", "date", "time", "meant", "future", "onset_is_about", "time_zone"}),
    columns=frozenset({"started_at"}),
)
WHERE = Card(
    "where",
    "Where was it?",
    "Muscle and side",
    "episodes/_where.html",
    fields=frozenset({"places"}),
    columns=frozenset({"places"}),
)
PAIN = Card(
    "pain",
    "How long and how bad",
    "Minutes, pain, soreness afterwards",
    "episodes/_pain.html",
    fields=frozenset({"hard_minutes", "hard_minutes_exact", "severity", "sore_hours"}),
    columns=frozenset({"hard_minutes", "severity", "sore_hours"}),
)
AROUND = Card(
    "around",
    "Before and after it",
    "What you were doing, waking, sleep afterwards",
    "episodes/_around.html",
    fields=frozenset({"state", "woke", "minutes_awake", "not_slept_again", "distress"}),
    columns=frozenset({"state", "woke", "minutes_awake", "slept_again", "distress"}),
)
RELIEF = Card(
    "relief",
    "What you tried",
    "Stretching, standing up, warmth, and what helped",
    "episodes/_relief.html",
    fields=frozenset({"reliefs", "stretch_eased", "knot"} | {f"helped_{relief}" for relief in Relief}),
    columns=frozenset({"reliefs", "stretch_eased", "knot"}),
)
SIGNS = Card(
    "signs",
    "Anything else with it",
    "Swelling, numbness, dark urine, a fall",
    "episodes/_signs.html",
    fields=frozenset({"signs", "fall"}),
    columns=frozenset({"signs", "fall"}),
)
DAY = Card(
    "day",
    "The day before it",
    "Drinking and activity",
    "episodes/_day.html",
    fields=frozenset({"fluids", "activity"}),
    columns=frozenset({"fluids", "activity"}),
)
NOTE = Card(
    "note",
    "Number and note",
    "More than one cramp, or anything in your own words",
    "episodes/_note.html",
    fields=frozenset({"count", "count_exact", "note"}),
    columns=frozenset({"count", "note"}),
)
CARDS = (WHEN, WHERE, PAIN, AROUND, RELIEF, SIGNS, DAY, NOTE)
