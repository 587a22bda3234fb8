"""The diary as a FHIR R4 (4.0.1) document bundle; door: bundle_of, and bundle_json for a long one. See docs/fhir.md."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256

from diary.domain.entries import Diary
from diary.domain.formats.fhir.codes import CHECKSUM, CHECKSUM_WORDS
from diary.domain.formats.fhir.composition import composition, sections_of
from diary.domain.formats.fhir.document import Document
from diary.domain.formats.fhir.elements import Json, coding, plain, url_of, written
from diary.domain.formats.fhir.statements import patient

__all__ = ["bundle_json", "bundle_of"]


def bundle_of(
    diary: Diary,
    *,
    exported_at: datetime,
    first: date,
    last: date,
    lists_episodes: bool = True,
    name: str = "",
) -> Json:
    """Return the diary days from `first` to `last`, both included, as a document bundle of JSON values.

    It is the same for the same diary and moment. `diary` holds only what may be read (selection.py): nothing of
    what was kept back is in the bundle, not even its number. Without `lists_episodes` cramps are in the nights and
    in the counts alone. `name` is the person's, written if it is given.
    """
    text = bundle_json(
        diary, exported_at=exported_at, first=first, last=last, lists_episodes=lists_episodes, name=name
    )
    bundle: Json = json.loads("".join(text))
    return bundle


def bundle_json(
    diary: Diary,
    *,
    exported_at: datetime,
    first: date,
    last: date,
    lists_episodes: bool = True,
    name: str = "",
) -> Iterator[str]:
    """Yield the text of the same bundle, an entry at a time, so that 20 years do not stand in memory at once.

    The last piece has the SHA-256 of the entries as they stand in the text, from "[" to "]" (`Bundle.meta.tag`).
    """
    document = Document(
        diary=diary,
        exported_at=exported_at,
        first=first,
        last=last,
        lists_episodes=lists_episodes,
        name=plain(name),
    )
    yield f'{written(_head(document)).removesuffix("}")},"entry":'
    summed = sha256()
    for piece in _entries(document):
        summed.update(piece.encode())
        yield piece
    yield f',"meta":{written(_meta(document, summed.hexdigest()))}}}'


def _entries(document: Document) -> Iterator[str]:
    sections = sections_of(document)
    yield "[" + _entry(document.id_within("composition"), written(composition(document, sections)))
    yield "," + _entry(document.id_within("patient"), written(patient(document)))
    for section in sections:
        for row in section.rows:
            yield "," + _entry(section.id_of(row), section.text_of(row))
    yield "]"


def _entry(id: str, resource: str) -> str:  # noqa: A002
    return f'{{"fullUrl":"{url_of(id)}","resource":{resource}}}'


def _head(document: Document) -> Json:
    return {
        "resourceType": "Bundle",
        "id": str(document.id),
        "identifier": {"system": "urn:ietf:rfc:3986", "value": url_of(document.id)},
        "type": "document",
        "timestamp": _instant(document),
    }


def _meta(document: Document, summed: str) -> Json:
    """Return what stands last, because the sum of the entries is known only when they are written."""
    return {"lastUpdated": _instant(document), "tag": [coding(CHECKSUM, f"sha256:{summed}", CHECKSUM_WORDS)]}


def _instant(document: Document) -> str:
    return document.exported_at.astimezone(UTC).isoformat(timespec="seconds")
