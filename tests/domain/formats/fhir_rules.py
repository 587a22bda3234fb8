"""What makes a FHIR document sound: HL7's JSON schema, and the rules of R4 that a schema can not say.

Each problem is a sentence with its place. The rules have the names that R4 gives them (bdl-9, obs-6 …).
"""

import gzip
import json
from collections import Counter
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema_rs

SCHEMA = Path(__file__).parent / "hl7" / "fhir.schema.json.gz"
STATUS_OF_MEDICINES = {
    "active", "completed", "entered-in-error", "intended", "stopped", "on-hold", "unknown", "not-taken",
}  # fmt: skip
XHTML = "{http://www.w3.org/1999/xhtml}"
NARRATIVE = {f"{XHTML}{name}" for name in ("div", "p", "ul", "li")}


@cache
def _definitions():
    definitions = json.loads(gzip.decompress(SCHEMA.read_bytes()))["definitions"]
    # A resource inside another is any of 148: each is held against its own definition instead.
    return definitions | {"ResourceList": {}}


def _referred_to(part):
    if isinstance(part, dict):
        yield from (value.rpartition("/")[2] for name, value in part.items() if name == "$ref")
        yield from (found for value in part.values() for found in _referred_to(value))
    elif isinstance(part, list):
        yield from (found for value in part for found in _referred_to(value))


@cache
def validator(kind):
    """HL7's definition of one resource, with what it refers to."""
    needed, found = {}, [kind]
    while found:
        name = found.pop()
        if name not in needed:
            needed[name] = _definitions()[name]
            found.extend(_referred_to(needed[name]))
    schema = {
        "$schema": "http://json-schema.org/draft-06/schema#",
        "definitions": needed,
        "$ref": f"#/definitions/{kind}",
    }
    return jsonschema_rs.validator_for(schema)


def schema_problems(resource):
    kind = resource.get("resourceType")
    if kind not in _definitions():
        return [f"{kind} is no resource"]
    return [
        f"{kind} {'/'.join(map(str, error.instance_path))}: {error.message[:200]}"
        for error in validator(kind).iter_errors(resource)
    ]


def problems_of(bundle):
    """Every problem of a document bundle and of what is in it."""
    resources = [entry["resource"] for entry in bundle["entry"]]
    shell = {**bundle, "entry": [{**entry, "resource": {}} for entry in bundle["entry"]]}
    return [
        *schema_problems(shell),
        *(problem for resource in resources for problem in schema_problems(resource)),
        *(problem for resource in resources for problem in _rules_of_all(resource)),
        *_rules_of_document(bundle, resources),
    ]


def every(part, name):
    """Every value that stands anywhere under a name."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key == name:
                yield value
            yield from every(value, name)
    elif isinstance(part, list):
        for value in part:
            yield from every(value, name)


def _rules_of_document(bundle, resources):
    urls = [entry["fullUrl"] for entry in bundle["entry"]]
    if not {"system", "value"} <= bundle.get("identifier", {}).keys():
        yield "bdl-9: no identifier"
    if "timestamp" not in bundle:
        yield "bdl-10: no date"
    yield from (f"bdl-7: {url} stands {count} times" for url, count in Counter(urls).items() if count > 1)
    yield from (
        f"{url} is no urn:uuid of its resource"
        for url, resource in zip(urls, resources, strict=True)
        if url != f"urn:uuid:{resource['id']}"
    )
    yield from (f"{url} leads nowhere" for url in set(every(bundle, "reference")) - set(urls))
    if resources[0]["resourceType"] != "Composition":
        yield "bdl-11: no Composition at the beginning"
        return
    listed = {url for section in resources[0]["section"] for url in every(section, "reference")}
    subject = resources[0]["subject"]["reference"]
    yield from (f"{url} is in no section" for url in set(urls[1:]) - listed - {subject})
    for section in resources[0]["section"]:
        if not section.keys() & {"text", "entry", "section"}:
            yield f"cmp-1: {section['title']} holds nothing"
        if "entry" in section and "emptyReason" in section:
            yield f"cmp-2: {section['title']} is not empty"


def _rules_of_all(resource):
    kind = resource["resourceType"]
    ids = Counter(value for name, value in _elements(resource) if name == "id")
    yield from (f"{kind}: the id {value} stands twice" for value, count in ids.items() if count > 1)
    yield from (f"{kind}: an empty {name}" for name, value in _elements(resource) if value in ("", [], {}))
    for found in [*every(resource, "effectivePeriod"), *every(resource, "period")]:
        if {"start", "end"} <= found.keys() and found["start"] > found["end"]:
            yield f"per-1: {found}"
    for text in every(resource, "div"):
        yield from (f"{kind}: {problem}" for problem in _narrative_problems(text))
    if kind == "Observation":
        yield from _rules_of_observations(resource)
    if kind == "MedicationStatement":
        yield from _rules_of_medicines(resource)


def _elements(part):
    if isinstance(part, dict):
        for name, value in part.items():
            yield name, value
            yield from _elements(value)
    elif isinstance(part, list):
        for value in part:
            yield from _elements(value)


def _rules_of_observations(resource):
    for part in (resource, *resource.get("component", ())):
        values = [name for name in part if name.startswith("value")]
        if len(values) > 1:
            yield f"Observation: {values}, more than one value"
        if values and "dataAbsentReason" in part:
            yield "obs-6: a value and a reason for its absence"
        if part is not resource and not values and "dataAbsentReason" not in part:
            yield f"Observation: nothing in {part.get('id')}"
    if any(part["code"] == resource.get("code") for part in resource.get("component", ())):
        yield "obs-7: a component with the code of the whole"


def _rules_of_medicines(resource):
    """What is required, but the schema leaves open: a choice of types, and the codes of the status."""
    if sum(name.startswith("medication") for name in resource) != 1:
        yield "MedicationStatement: not one medicine"
    if resource.get("status") not in STATUS_OF_MEDICINES:
        yield f"MedicationStatement: {resource.get('status')} is no status"


def _narrative_problems(text):
    try:
        root = ET.fromstring(text)  # noqa: S314 - our own writing
    except ET.ParseError as error:
        yield f"the narrative is no XHTML: {error}"
        return
    used = {(element.tag, tuple(element.attrib)) for element in root.iter()}
    yield from (f"{tag} with {names}" for tag, names in used if tag not in NARRATIVE or names)
    if not "".join(root.itertext()).strip():
        yield "txt-2: the narrative says nothing"
