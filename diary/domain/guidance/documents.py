"""How content files are written: TOML between two `+++` lines, then CommonMark; faults name the field."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self, TypeVar

from diary.domain.vocabulary import Term

FENCE = "+++"
T = TypeVar("T", bound=Term)


class ContentError(ValueError):
    """A content file that can not be read; the message names the file and the field."""


@dataclass(frozen=True, slots=True)
class Document:
    """The fields and the body of one file, read by type; `name` says where they stand, for messages."""

    name: str
    fields: Mapping[str, Any]
    body: str = ""

    @classmethod
    def parse(cls, text: str, name: str) -> Self:
        """Split `text` into fields and body; raise ContentError if the fences or the TOML are broken."""
        before, *rest = text.removeprefix("\ufeff").split(f"{FENCE}\n", 2)
        if before.strip() or len(rest) != 2:
            raise ContentError(f"{name}: the file must begin with fields between two lines of {FENCE}")
        try:
            return cls(name, tomllib.loads(rest[0]), rest[1].strip())
        except tomllib.TOMLDecodeError as fault:
            raise ContentError(f"{name}: {fault}") from fault

    def refuse_unknown(self, *known: str) -> None:
        """Raise ContentError when a field is not one of `known`: a misspelt field must not get lost."""
        if unknown := sorted(self.fields.keys() - set(known)):
            raise self.fault(unknown[0], "is not a known field")

    def fault(self, field: str, problem: str) -> ContentError:
        return ContentError(f"{self.name}: field “{field}” {problem}")

    def text(self, field: str) -> str:
        value = self.fields.get(field)
        if not isinstance(value, str) or not value.strip():
            raise self.fault(field, "must be a text that is not empty")
        return value

    def texts(self, field: str) -> tuple[str, ...]:
        """Return a list of texts; a missing field is an empty list."""
        values = self.fields.get(field, [])
        if not isinstance(values, list) or not all(isinstance(value, str) and value for value in values):
            raise self.fault(field, "must be a list of texts")
        return tuple(values)

    def day(self, field: str) -> date:
        value = self.fields.get(field)
        if type(value) is not date:
            raise self.fault(field, "must be a date such as 2026-11-22")
        return value

    def term(self, field: str, kind: type[T]) -> T:
        return self._term(field, kind, self.text(field))

    def terms(self, field: str, kind: type[T]) -> tuple[T, ...]:
        return tuple(self._term(field, kind, value) for value in self.texts(field))

    def tables(self, field: str) -> tuple["Document", ...]:
        """Return an array of tables, each as a document of its own; a missing field is an empty array."""
        tables = self.fields.get(field, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise self.fault(field, "must be a list of tables")
        return tuple(Document(f"{self.name}, {field} {n}", table) for n, table in enumerate(tables, start=1))

    def _term(self, field: str, kind: type[T], value: str) -> T:
        try:
            return kind(value)
        except ValueError as fault:
            known = ", ".join(member.value for member in kind)
            raise self.fault(field, f"does not know “{value}” (known: {known})") from fault
