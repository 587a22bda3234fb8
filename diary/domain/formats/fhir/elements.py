"""The small parts that FHIR resources are made of, and which text FHIR takes."""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

Json: TypeAlias = dict[str, Any]

UCUM = "http://unitsofmeasure.org"

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_MINUTE = timedelta(minutes=1)
# FHIR strings hold no control characters and no white space but blank, tab and line ends; XHTML no U+FFFE and U+FFFF.
_BLANK = re.compile(r"[^\S \t\r\n]|\ufeff")
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def written(value: Json) -> str:
    """Return JSON as it stands in the file."""
    return _ENCODER.encode(value)


def plain(text: str) -> str:
    """Return `text` as a FHIR string may hold it, without blanks at its ends; "" when nothing is left."""
    return text and _UNFIT.sub("", _BLANK.sub(" ", text)).strip(" \t\r\n")


def coding(system: str, code: str, display: str) -> Json:
    return {"system": system, "code": code, "display": display}


def concept(text: str, *codings: Json) -> Json:
    """Return a concept with its words, and with its codes if there are any."""
    return {"coding": list(codings), "text": text} if codings else {"text": text}


def quantity(value: float, unit: str) -> Json:
    """Return a number with its UCUM unit."""
    return {"value": value, "unit": unit, "system": UCUM, "code": unit}


def ratio(part: int, whole: int) -> Json:
    return {"numerator": {"value": part}, "denominator": {"value": whole}}


def url_of(id: UUID | str) -> str:  # noqa: A002
    return f"urn:uuid:{id}"


def reference(id: UUID | str) -> Json:  # noqa: A002
    return {"reference": url_of(id)}


def moment(instant: datetime, zone: str) -> str:
    """Return the clock time of `zone` with its offset; in UTC where the offset was no whole number of minutes."""
    local = instant.astimezone(ZoneInfo(zone))
    offset = local.utcoffset()
    if offset is None or offset % _MINUTE:
        local = instant.astimezone(UTC)
    return local.isoformat(timespec="seconds")


def narrative(paragraphs: Iterable[str], items: Iterable[str] = (), *, status: str = "generated") -> Json:
    """Return text for people as XHTML: paragraphs, then a list. What a person typed is escaped, whatever it is."""
    written = "".join(f"<p>{_escaped(text)}</p>" for text in paragraphs)
    listed = "".join(f"<li>{_escaped(text)}</li>" for text in items)
    body = f"{written}<ul>{listed}</ul>" if listed else written
    return {"status": status, "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{body}</div>'}


def _escaped(text: str) -> str:
    return escape(plain(text))
