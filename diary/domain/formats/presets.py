"""What is known of other programs' tables: names of columns and what they probably hold, one row for each program.

A row only fills in the form before the person sees it; the preview decides. Daylio and Bearable as read by public
converters (MichaelCurrin/daylio-csv-parser; Bearable's long form has no published description). Of migraine diaries
only the kind of columns is known, so their row goes by usual names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diary.domain.formats.foreign_values import Scale, Unit
from diary.domain.text import folded
from diary.domain.vocabulary import Term

CRAMP_WORDS = ("cramp", "charley horse", "charlie horse", "krampf", "krämpfe", "crampe", "calambre", "spasm")
# What stands in a column that only says whether there was a cramp.
YES_WORDS = frozenset({"yes", "y", "true", "x", "✓", "✔", "ja", "j", "oui", "o", "si", "sí"})
NO_WORDS = frozenset({"no", "n", "none", "false", "-", "–", "nein", "non"})


class Role(Term):
    """What a column holds."""

    IGNORED = "", "Leave out"
    START = "start", "When it began: date and time"
    DATE = "date", "Date"
    TIME = "time", "Time"
    END = "end", "When it ended"
    DURATION = "duration", "How long it lasted"
    SEVERITY = "severity", "Severity"
    MUSCLE = "muscle", "Where"
    SIDE = "side", "Left or right"
    COUNT = "count", "How many cramps"
    LABELS = "labels", "Activities or symptoms"
    NOTE = "note", "To the note"


SEVERAL = frozenset({Role.IGNORED, Role.LABELS, Role.NOTE})


class Clock(Term):
    """What the time in a line says."""

    ONSET = "onset", "When the cramp began"
    WRITTEN = "written", "Only when it was written down"


class Untimed(Term):
    """When a cramp was that has a date and no time."""

    NIGHT = "night", "In the night that began on that date"
    MORNING = "morning", "Early in the morning of that date"
    DAY = "day", "During that day"
    LEFT_OUT = "left-out", "I do not know: leave these lines out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A program: a table is one of its own if each group in `needs` names at least one of the table's columns."""

    id: str
    name: str
    needs: Sequence[frozenset[str]]
    columns: Mapping[str, Role]
    clock: Clock | None = None
    scale: Scale | None = None
    unit: Unit | None = None

    def fits(self, names: frozenset[str]) -> bool:
        return all(group & names for group in self.needs)


_STARTS = (
    "start",
    "start time",
    "start date",
    "started",
    "started at",
    "date started",
    "begin",
    "onset",
    "date/time",
)
_SEVERITIES = (
    "severity", "intensity", "pain level", "pain intensity", "pain", "attack intensity", "max intensity",
    "rating/amount", "rating",
)  # fmt: skip
# Columns that hold what a note holds, and nothing that needs a name in front of it.
NOTES = frozenset({"note", "notes", "note_title", "comment", "comments"})
USUAL_NAMES: Mapping[str, Role] = {
    **dict.fromkeys(("date", "day", "full_date", "night"), Role.DATE),
    **dict.fromkeys(("time", "hour", "clock", "time of day"), Role.TIME),
    **dict.fromkeys((*_STARTS, "started_at", "start_time", "datetime", "timestamp"), Role.START),
    **dict.fromkeys(("end", "end time", "end date", "ended", "ended at", "date ended", "end_time"), Role.END),
    **dict.fromkeys(
        ("duration", "length", "how long", "minutes", "duration (min)", "duration (minutes)"), Role.DURATION
    ),
    **dict.fromkeys(_SEVERITIES, Role.SEVERITY),
    **dict.fromkeys(
        ("muscle", "location", "where", "body part", "place", "pain location", "site"), Role.MUSCLE
    ),
    **dict.fromkeys(("side", "left/right"), Role.SIDE),
    **dict.fromkeys(("count", "cramps", "number of cramps"), Role.COUNT),
    **dict.fromkeys(("activities", "tags", "symptoms", "detail"), Role.LABELS),
    **dict.fromkeys(
        (
            *NOTES, "triggers", "potential triggers", "medication",
            "medications", "medicines", "relief", "relief methods", "what helped",
        ),
        Role.NOTE,
    ),
}  # fmt: skip

PRESETS: tuple[Preset, ...] = (
    Preset(
        id="daylio",
        name="Daylio",
        needs=(frozenset({"full_date"}), frozenset({"activities"})),
        columns={
            "full_date": Role.DATE,
            "time": Role.TIME,
            "activities": Role.LABELS,
            "note_title": Role.NOTE,
            "note": Role.NOTE,
        },
        clock=Clock.WRITTEN,
    ),
    Preset(
        id="bearable",
        name="Bearable",
        needs=(frozenset({"date formatted"}), frozenset({"category"}), frozenset({"detail"})),
        columns={
            "date formatted": Role.DATE,
            "time of day": Role.TIME,
            "rating/amount": Role.SEVERITY,
            "detail": Role.LABELS,
            "notes": Role.NOTE,
        },
        clock=Clock.ONSET,
    ),
    Preset(
        id="migraine",
        name="a migraine diary",
        needs=(
            frozenset(_STARTS),
            frozenset(_SEVERITIES),
            frozenset(
                {"triggers", "potential triggers", "medication", "medications", "aura", "pain location"}
            ),
        ),
        columns=USUAL_NAMES,
        clock=Clock.ONSET,
    ),
)
PRESET_BY_ID: Mapping[str, Preset] = {preset.id: preset for preset in PRESETS}


def preset_for(header: Sequence[str]) -> Preset | None:
    """Return the program that a table seems to come from, or None."""
    names = frozenset(map(folded, header))
    return next((preset for preset in PRESETS if preset.fits(names)), None)


def likely_roles(header: Sequence[str], preset: Preset | None) -> tuple[Role, ...]:
    """Return what each column probably holds; one that is not known is left out."""
    known = preset.columns if preset else USUAL_NAMES
    roles: list[Role] = []
    for name in header:
        role = known.get(folded(name), Role.IGNORED)
        roles.append(Role.IGNORED if role in roles and role not in SEVERAL else role)
    return tuple(roles)


def means_cramp(label: str) -> bool:
    """Whether a word seems to mean a cramp."""
    return any(word in folded(label) for word in CRAMP_WORDS)
