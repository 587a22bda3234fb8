"""The cells of a table: a value written so that a spreadsheet shows it and never runs it, and read back.

Numbers are written as they are. Text that a spreadsheet could take for a formula gets one leading apostrophe
(OWASP, "CSV injection"), which `unescaped` takes off again. An empty cell is unknown.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from diary.domain.formats.reading import ExportError, json_values

FORMULA_BEGINNINGS = frozenset("=+-@\t\r\n\0|%＝＋－＠'")
SKIPPED = "skipped"
_BETWEEN = "; "

_WHOLE = re.compile(r"-?\d{1,15}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,20})?([eE][+-]?\d{1,3})?", re.ASCII)
_YES_NO = {"yes": True, "no": False}

# What a cell is read as: a value of the export (export.py), which then says whether it is one.
Reader = Callable[[str], Any]


def escaped(text: str) -> str:
    """Return `text` as a spreadsheet will show it, never run it."""
    return f"'{text}" if text[:1] in FORMULA_BEGINNINGS and text else text


def unescaped(cell: str) -> str:
    """Return the text that `escaped` was given."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA_BEGINNINGS and cell[1:2] else cell


def cell_of(value: Any) -> str:
    """Return the cell for a value of an entry; lists and objects are written by `pairs_cell` and `list_cell`."""
    written = _CELLS.get(type(value))
    return escaped(str(value)) if written is None else written(value)


def _shortest(number: float) -> str:
    return repr(int(number) if number.is_integer() else number)


_CELLS: Mapping[type, Callable[[Any], str]] = {
    type(None): lambda _: "",
    bool: lambda said: "yes" if said else "no",
    int: repr,
    float: _shortest,
    UUID: str,
    datetime: datetime.isoformat,
    date: date.isoformat,
}


def pairs_cell(pairs: Iterable[tuple[Any, Any]]) -> str:
    """Return "calf:left; toes": a name, and behind a colon what is known of it."""
    return _BETWEEN.join(str(name) if value is None else f"{name}:{cell_of(value)}" for name, value in pairs)


def list_cell(items: Iterable[Any]) -> str:
    """Return "2026-01-01; 2026-02-01"."""
    return _BETWEEN.join(map(cell_of, items))


# --- Reading --------------------------------------------------------------------------------------


def text(cell: str) -> str:
    """A text; what had been marked is without its mark."""
    return unescaped(cell)


def number(cell: str) -> int | float | str:
    """A number; what is none stays as it stands, to be refused with its words."""
    if _WHOLE.fullmatch(cell):
        return int(cell)
    return float(cell) if _NUMBER.fullmatch(cell) else unescaped(cell)


def yes_no(cell: str) -> bool | str:
    """True or false; what is neither stays as it stands."""
    return _YES_NO.get(cell, unescaped(cell))


def list_of(cell: str) -> list[str]:
    """The items of a list."""
    return [item.strip() for item in unescaped(cell).split(_BETWEEN.strip()) if item.strip()]


def pairs_as_rows(first: str, second: str) -> Reader:
    """A list of objects with two names, the second one perhaps unknown."""

    def read(cell: str) -> list[dict[str, str]]:
        parts = (item.partition(":") for item in list_of(cell))
        return [{first: name, second: value} if value else {first: name} for name, _, value in parts]

    return read


def pairs_as_object(cell: str) -> dict[str, bool | str]:
    """An object of names with yes or no."""
    parts = (item.partition(":") for item in list_of(cell))
    return {name: yes_no(value) for name, _, value in parts}


def answer(cell: str) -> Any:
    """What was said: yes or no, a number, a list or an object as JSON, else a text."""
    if cell[:1] in {"[", "{"}:
        try:
            return json_values(cell.encode())
        except (ExportError, UnicodeEncodeError):
            return cell
    said = yes_no(cell)
    return number(cell) if isinstance(said, str) else said
