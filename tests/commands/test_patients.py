"""Invented patients through `manage.py analyse`: no emergency is missed, and nothing that can wait is shouted."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from diary.content.prompt_words import rule_words
from diary.domain.vocabulary import Urgency
from tests.commands.patients import PATIENTS

RANK = {urgency.value: urgency.rank for urgency in Urgency}


@pytest.fixture(scope="module")
def analysed(tmp_path_factory):
    """What the command says of every file, by story."""
    folder = tmp_path_factory.mktemp("patients")
    files = [folder / f"{number:02}.json" for number in range(len(PATIENTS))]
    for file, patient in zip(files, PATIENTS, strict=True):
        file.write_text(json.dumps(patient.file), encoding="utf-8")
    out = StringIO()
    call_command("analyse", *map(str, files), format="jsonl", stdout=out)
    lines = map(json.loads, out.getvalue().splitlines())
    return {patient.story: line for patient, line in zip(PATIENTS, lines, strict=True)}


def by_story(patients):
    return pytest.mark.parametrize("patient", patients, ids=[patient.story for patient in patients])


@by_story(PATIENTS)
def test_what_must_be_said_is_said_and_what_must_not_is_not(analysed, patient):
    found = {prompt["id"]: prompt["urgency"] for prompt in analysed[patient.story]["prompts"]}
    assert {rule: found.get(rule) for rule in patient.must} == patient.must
    assert found.keys().isdisjoint(patient.must_not)
    assert [prompt["id"] for prompt in analysed[patient.story]["quiet"]] == [*patient.quiet]


@by_story(PATIENTS)
def test_the_first_prompt_has_the_urgency_of_the_story_and_says_why(analysed, patient):
    prompts = analysed[patient.story]["prompts"]
    assert (prompts[0]["urgency"] if prompts else None) == patient.top
    assert [RANK[prompt["urgency"]] for prompt in prompts] == sorted(RANK[p["urgency"]] for p in prompts)
    assert all(prompt["cause"] for prompt in prompts)
    assert prompts == [] or prompts[0]["id"] in patient.must


@by_story([patient for patient in PATIENTS if "drink" in patient.story])
def test_nobody_who_must_not_is_told_to_drink(analysed, patient):
    said = [prompt for prompt in analysed[patient.story]["prompts"] if prompt["id"] == "R25"]
    words = rule_words()["R25"].variants
    assert "rehydration" in words["sip"].words + words["sip"].todo
    assert said
    assert all("rehydration" not in json.dumps(prompt) for prompt in said)


def test_there_are_many_and_at_least_five_of_every_level():
    tops = [patient.top for patient in PATIENTS]
    assert len(PATIENTS) >= 40
    assert all(tops.count(level) >= 5 for level in (*RANK, None))
