"""Two validators of the Node world read the bundle; skipped unless FHIR_NODE_MODULES names where they are installed."""

import json
import os
import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from diary.domain.demo import demo_diary
from diary.domain.formats.fhir import bundle_of

MODULES = os.environ.get("FHIR_NODE_MODULES", "")
KNOWN = ("Invalid reference: got", "not found in value set")

pytestmark = pytest.mark.skipif(
    not MODULES or shutil.which("node") is None,
    reason="NOT CHECKED by @medplum/core and npm fhir: set FHIR_NODE_MODULES (docs/fhir.md), and have Node",
)


def said_of(bundle, folder):
    file = folder / "bundle.json"
    file.write_text(json.dumps(bundle), encoding="utf-8")
    script = Path(__file__).with_name("fhir_node.mjs")
    environment = os.environ | {"FHIR_NODE_MODULES": str(Path(MODULES).resolve())}
    done = subprocess.run(
        ["node", script, file], env=environment, capture_output=True, check=True, encoding="utf-8"
    )
    return json.loads(done.stdout)


def the_bundle():
    diary = demo_diary(seed=66, today=date(2026, 11, 22), nights=60, time_zone="Europe/London")
    first, last = diary.days_noted()
    return bundle_of(diary, exported_at=datetime(2026, 11, 22, 9, tzinfo=UTC), first=first, last=last)


def test_two_other_validators_find_no_error(tmp_path):
    said = said_of(the_bundle(), tmp_path)
    assert [found for found in said if found["severity"] in {"error", "fatal"}] == []
    warnings = [found["text"] for found in said if found["severity"] == "warning"]
    assert [text for text in warnings if not any(known in text for known in KNOWN)] == []


def test_both_validators_find_a_fault_that_was_put_in(tmp_path):
    bundle = the_bundle()
    bundle["entry"][2]["resource"].pop("status", None)
    bundle["entry"][3]["resource"].pop("code")
    said = said_of(bundle, tmp_path)
    assert {found["by"] for found in said if found["severity"] in {"error", "fatal"}} == {"medplum", "fhir"}
