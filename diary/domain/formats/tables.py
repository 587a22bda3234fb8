"""The diary as tables for a spreadsheet: one CSV file of episodes and one of check-ins.

Instants are ISO 8601 with the offset that held where they happened; durations are whole minutes or hours; an empty
cell is unknown. Text that a spreadsheet could take for a formula is marked with one leading apostrophe (OWASP, "CSV
injection"), which `unescaped` takes off again; numbers are left alone.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

from diary.domain.entries import CheckIn, Diary, Episode
from diary.domain.factors import Factor

FORMULA_BEGINNINGS = frozenset("=+-@\t\r\n\0|%＝＋－＠'")

EPISODE_COLUMNS = (
    "id", "night", "started_at", "time_zone", "onset_is_about", "progress", "state", "muscles", "hard_minutes",
    "sore_hours", "severity", "knot", "stretch_eased", "woke", "minutes_awake", "slept_again", "distress", "fluids",
    "activity", "reliefs", "signs", "fall", "count", "note",
)  # fmt: skip
CHECK_IN_COLUMNS = ("day", "no_cramp", "sleep_disturbance")


def episodes_csv(diary: Diary) -> Iterator[str]:
    """Yield the lines of the table of episodes, the header first."""
    return _lines(EPISODE_COLUMNS, (_episode_cells(episode) for episode in diary.episodes))


def check_ins_csv(diary: Diary) -> Iterator[str]:
    """Yield the lines of the table of check-ins, the header first: a column for everybody's factors and the own ones.

    The column of an own factor is called by its name and id: "Late shift (own-1)". A factor that was skipped says
    "skipped".
    """
    header = (*CHECK_IN_COLUMNS, *map(_factor_column, diary.factors))
    return _lines(header, (_check_in_cells(check_in, diary.factors) for check_in in diary.check_ins))


def _factor_column(factor: Factor) -> str:
    return escaped(f"{factor.name} ({factor.id})") if factor.is_own else factor.id


def escaped(text: str) -> str:
    """Return `text` as a spreadsheet will show it, never run it."""
    return f"'{text}" if text[:1] in FORMULA_BEGINNINGS and text else text


def unescaped(cell: str) -> str:
    """Return the text that `escaped` was given."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA_BEGINNINGS and cell[1:2] else cell


def _lines(header: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield _line(header)
    yield from map(_line, rows)


def _line(cells: Iterable[str]) -> str:
    line = StringIO()
    csv.writer(line, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(cells)
    return line.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:.15g}"
    return escaped(str(value.value if isinstance(value, Enum) else value))


def _pairs(pairs: Iterable[tuple[Any, Any]]) -> str:
    return "; ".join(f"{name}:{_cell(value)}" if value is not None else str(name) for name, value in pairs)


def _episode_cells(episode: Episode) -> list[str]:
    special = {
        "night": episode.day.isoformat(),
        "started_at": episode.started_at.astimezone(ZoneInfo(episode.time_zone)).isoformat(
            timespec="seconds"
        ),
        "muscles": _pairs((place.muscle, place.side) for place in episode.places),
        "reliefs": _pairs((tried.relief, tried.helped) for tried in episode.reliefs),
        "signs": _pairs(sorted(episode.signs.items())),
    }
    return [_cell(special[name] if name in special else getattr(episode, name)) for name in EPISODE_COLUMNS]


def _check_in_cells(check_in: CheckIn, columns: Sequence[Factor]) -> list[str]:
    factors = {name: "skipped" if answer is None else answer for name, answer in check_in.factors.items()}
    said = {"day": check_in.day, "no_cramp": check_in.clear, "sleep_disturbance": check_in.sleep_disturbance}
    return [_cell(value) for value in [*said.values(), *(factors.get(factor.id) for factor in columns)]]
