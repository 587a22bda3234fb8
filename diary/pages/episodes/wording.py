"""Says an episode in words, field by field: for the line of a card, and for two versions side by side."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from diary.domain.days import wall_clock
from diary.domain.entries import Episode
from diary.domain.prompts.questions import PART_BY_ID, QUESTION_BY_ID
from diary.domain.vocabulary import MINUTES_AWAKE, SORE_HOURS, Distress, Eased, Fall, Fluids, Helped, Knot
from diary.templatetags.words import (
    NOT_NOTED,
    counted,
    duration,
    long_date,
    night_of,
    onset_time,
    places,
    severity,
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a person reads about some columns of an episode; no words where nothing is known."""

    columns: tuple[str, ...]
    label: str
    words: Callable[[Episode], str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two versions of an episode say differently."""

    label: str
    mine: str
    theirs: str


def differences(mine: Episode, theirs: Episode) -> list[Difference]:
    """Return what two versions say differently, in the order of the form."""
    return [
        Difference(said.label, said.words(mine) or NOT_NOTED, said.words(theirs) or NOT_NOTED)
        for said in SAID
        if any(getattr(mine, column) != getattr(theirs, column) for column in said.columns)
    ]


def in_short(episode: Episode, columns: Iterable[str]) -> str:
    """Return what is known of some columns in one line: "4 min, 7 of 10, strong"."""
    wanted = set(columns)
    return " · ".join(words for said in SAID if wanted & set(said.columns) and (words := said.words(episode)))


def named(episode: Episode) -> str:
    """Return "left calf, 03:10, night of Sat 21 Nov": how a person would point at an episode."""
    where = places(episode.places) if episode.places else "cramp"
    return f"{where[0].lower()}{where[1:]}, {onset_time(episode)}, {night_of(episode.day)}"


def where(episode: Episode) -> str:
    """Return " in the right calf", nothing when the place is unknown."""
    words = places(episode.places)
    return f" in the {words[0].lower()}{words[1:]}" if episode.places else ""


def hours_sore(hours: int) -> str:
    """0 -> "Not sore", 4 -> "1 to 6 hours", a number between the spans as it is."""
    if hours == 0:
        return dict(SORE_HOURS)[0]
    if hours == 1:
        return "Under 1 hour"
    return f"{dict(SORE_HOURS).get(hours, hours)} hours"


def minutes_awake(minutes: int) -> str:
    """0 -> "Not at all", else as a duration."""
    return dict(MINUTES_AWAKE)[0] if minutes == 0 else duration(minutes)


def _when(episode: Episode) -> str:
    began = wall_clock(episode.started_at, episode.time_zone).date()
    return f"{onset_time(episode)}, {long_date(began)}"


def _of(column: str, words: Callable[[Any], str]) -> Callable[[Episode], str]:
    def said(episode: Episode) -> str:
        value = getattr(episode, column)
        return "" if value is None else words(value)

    return said


def _sore(hours: int) -> str:
    return hours_sore(hours) if hours == 0 else f"Sore for {hours_sore(hours).lower()}"


def _awake(minutes: int) -> str:
    return "Not awake afterwards" if minutes == 0 else f"Awake for {duration(minutes)}"


def _reliefs(episode: Episode) -> str:
    helped = {
        Helped.YES: " (it helped)",
        Helped.PARTLY: " (it helped a little)",
        Helped.NO: " (it did not help)",
    }
    return ", ".join(
        f"{tried.relief.label}{helped[tried.helped] if tried.helped else ''}" for tried in episode.reliefs
    )


def _signs(episode: Episode) -> str:
    yes = [_chip(question) for question, answer in episode.signs.items() if answer]
    no = [question for question, answer in episode.signs.items() if not answer and question in QUESTION_BY_ID]
    return "; ".join([*yes, f"no to {counted(len(no), 'question')}"] if no else yes)


def _chip(question: str) -> str:
    return PART_BY_ID[question].chip if question in PART_BY_ID else QUESTION_BY_ID[question].chip


_EASED = {
    Eased.YES: "Stretching eased it",
    Eased.PARTLY: "Stretching eased it partly",
    Eased.NO: "Stretching did not ease it",
    Eased.NOT_TRIED: "Stretching not tried",
}
_KNOT = {Knot.YES: "A hard knot", Knot.NO: "No hard knot", Knot.NOT_SURE: "Not sure of a hard knot"}
_DISTRESS = {
    Distress.NONE: "Not upsetting",
    Distress.A_LITTLE: "A little upsetting",
    Distress.MODERATE: "Quite upsetting",
    Distress.VERY: "Very upsetting",
}
_FALL = {
    Fall.NONE: "No fall",
    Fall.NEARLY: "Nearly fell",
    Fall.FELL: "Fell",
    Fall.INJURED: "Fell and was hurt",
}
_FLUIDS = {Fluids.LESS: "Drank less than usual", Fluids.USUAL: "Drank as usual", Fluids.MORE: "Drank more"}
_WOKE = {True: "It woke me", False: "I was already awake"}
_SLEPT_AGAIN = {True: "I slept again", False: "I did not get back to sleep"}

SAID: tuple[Said, ...] = (
    Said(("started_at", "time_zone", "onset_is_about"), "When", _when),
    Said(("places",), "Where", lambda episode: places(episode.places) if episode.places else ""),
    Said(("hard_minutes",), "How long the muscle was hard", _of("hard_minutes", duration)),
    Said(("severity",), "Worst pain", _of("severity", severity)),
    Said(("sore_hours",), "Sore afterwards", _of("sore_hours", _sore)),
    Said(("state",), "What you were doing", _of("state", lambda state: state.label)),
    Said(("woke",), "Woke you", _of("woke", _WOKE.__getitem__)),
    Said(("minutes_awake",), "Awake afterwards", _of("minutes_awake", _awake)),
    Said(("slept_again",), "Slept again", _of("slept_again", _SLEPT_AGAIN.__getitem__)),
    Said(("distress",), "How upsetting", _of("distress", _DISTRESS.__getitem__)),
    Said(("reliefs",), "What you tried", _reliefs),
    Said(("stretch_eased",), "Stretching", _of("stretch_eased", _EASED.__getitem__)),
    Said(("knot",), "A hard knot", _of("knot", _KNOT.__getitem__)),
    Said(("signs",), "Anything else", _signs),
    Said(("fall",), "A fall", _of("fall", _FALL.__getitem__)),
    Said(("fluids",), "Drinking", _of("fluids", _FLUIDS.__getitem__)),
    Said(
        ("activity",), "Activity", _of("activity", lambda activity: f"{activity.label} activity".capitalize())
    ),
    Said(("count",), "Cramps in this spell", _of("count", lambda number: counted(number, "cramp"))),
    Said(("note",), "Note", lambda episode: episode.note),
)
