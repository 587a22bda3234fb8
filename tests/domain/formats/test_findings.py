"""Findings and prompts as JSON and as text: the numbers of the patterns, the sentences of the screen."""

import json
from dataclasses import fields, replace
from datetime import date, timedelta
from math import inf
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diary.domain.demo import demo_diary
from diary.domain.entries import Diary
from diary.domain.factors import FACTORS
from diary.domain.formats.findings import NO_END, findings_of, prompts_of
from diary.domain.formats.findings_text import findings_lines, prompts_lines
from diary.domain.patterns import (
    CrossoverFinding,
    CrossoverProgress,
    Direction,
    Gathered,
    Period,
    Share,
    Trend,
    Verdict,
    summarise,
)
from diary.domain.patterns.wording import change_words, finding_words, frequency_words
from diary.domain.prompts import prompts_for
from diary.domain.prompts.rules import RULE_BY_ID
from diary.domain.vocabulary import Urgency
from tests.domain.formats import whole
from tests.domain.prompts import cases

DOCS = Path(__file__).parents[3] / "docs"
SCHEMA = json.loads((DOCS / "findings.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema_rs.validator_for(SCHEMA)
TITLES = {rule: f"Title of {rule}" for rule in RULE_BY_ID}
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def diary():
    return demo_diary(seed=66, today=TODAY, nights=400, time_zone="Europe/London")


def a_line(diary, today, period=Period.ALL):
    """What the command prints of a diary, as JSON has it."""
    found = {
        "file": "diary.json",
        "today": today.isoformat(),
        "warnings": [],
        "findings": findings_of(summarise(diary, today, period)),
        **prompts_of(prompts_for(diary, today), TITLES),
    }
    return json.loads(json.dumps(found, allow_nan=False))


def faults_of(line):
    return [error.message for error in VALIDATOR.iter_errors(line)]


# --- JSON -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("period", Period)
def test_the_findings_of_the_demo_keep_to_their_schema(diary, period):
    assert faults_of(a_line(diary, TODAY, period)) == []


@given(whole.diaries(), st.integers(-30, 400), st.sampled_from(Period))
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_the_findings_of_any_diary_keep_to_their_schema(diary, days, period):
    today = date(2026, 3, 1) + timedelta(days=days)
    assert faults_of(a_line(diary, today, period)) == []
    assert all(line == "".join(line.splitlines()) for line in findings_lines(summarise(diary, today, period)))


def test_the_schema_is_sound_and_refuses_what_it_does_not_know(diary):
    jsonschema_rs.meta.validate(SCHEMA)
    line = a_line(diary, TODAY)
    assert VALIDATOR.is_valid({"file": "x", "error": ["time_zone: This is missing."]})
    assert not VALIDATOR.is_valid(line | {"mood": 1})
    assert not VALIDATOR.is_valid(line | {"findings": line["findings"] | {"summary": None}})


def test_the_schema_knows_the_words_that_the_code_knows():
    findings = SCHEMA["oneOf"][0]["properties"]["findings"]["properties"]
    factor = findings["factors"]["items"]["properties"]
    assert factor["verdict"]["enum"] == [verdict.value for verdict in Verdict]
    assert factor["direction"]["enum"] == [*(direction.value for direction in Direction), None]
    assert factor["gathered"]["enum"] == [*(gathered.value for gathered in Gathered), None]
    assert findings["change"]["properties"]["verdict"]["enum"] == [trend.value for trend in Trend]
    assert findings["period"]["enum"] == [period.slug for period in Period]
    assert SCHEMA["$defs"]["prompt"]["properties"]["urgency"]["enum"] == [
        urgency.value for urgency in Urgency
    ]


def test_a_finding_has_the_numbers_and_the_words_of_the_screen(diary):
    patterns = summarise(diary, TODAY)
    found = findings_of(patterns)
    by_id = {factor["id"]: factor for factor in found["factors"]}
    assert by_id.keys() == {finding.factor.id for finding in patterns.factors.findings}
    for finding in patterns.factors.findings:
        told = by_id[finding.factor.id]
        words = finding_words(finding, patterns.factors)
        assert told["nights"] == {
            "exposed": finding.exposed.whole,
            "exposed_cramp": finding.exposed.part,
            "unexposed": finding.unexposed.whole,
            "unexposed_cramp": finding.unexposed.part,
            "known": finding.known,
        }
        assert (told["verdict"], told["e_value"]) == (finding.verdict.value, finding.e_value)
        assert (told["words"]["counts"], told["words"]["notes"]) == (words.counts, list(words.notes))
        assert str(told["nights"]["exposed_cramp"]) in told["words"]["counts"]
    assert found["change"]["words"] == change_words(patterns.change)
    assert found["frequency"]["words"] == frequency_words(patterns.frequency)
    assert by_id["alcohol"]["verdict"] == Verdict.CLEAR.value
    assert by_id["alcohol"]["direction"] == Direction.MORE.value
    assert found["factors"][0]["id"] == "alcohol"


# Where the number of a field stands, if not under its name.
ELSEWHERE = {
    "factor": "id", "exposed": "nights", "unexposed": "nights", "is_suspected": "suspected",
    "is_asked": "asked", "is_needed": "needed", "crossover_progress": "control_days", "findings": "compared",
    "months": "days", "result": "before",
}  # fmt: skip


def test_no_number_of_the_patterns_is_left_out(diary):
    patterns = summarise(diary, TODAY, Period.THREE_MONTHS)
    found = findings_of(patterns)
    rate = patterns.frequency.rate
    pairs = [
        (patterns, found),
        (patterns.frequency, found["frequency"]),
        (rate, found["frequency"]["rate"]),
        (patterns.frequency.weeks[0], found["frequency"]["weeks"][0]),
        (patterns.change, found["change"]),
        (patterns.comparison, found["comparison"]),
        (patterns.timing, found["timing"]),
        (patterns.places, found["places"]),
        (patterns.places.muscles[0], found["places"]["muscles"][0]),
        (patterns.burden, found["burden"]),
        (patterns.relief[0], found["relief"][0]),
        (patterns.calendar, found["calendar"]),
        (patterns.calendar.months[-1].days[0], found["calendar"]["days"][-1]),
        (patterns.dated_changes[0], found["dated_changes"][0]),
        (patterns.factors, found["judging"]),
        (patterns.factors.findings[0], found["factors"][0]),
        (patterns.crossover_progress, found["control_days"]),
    ]
    for entry, told in pairs:
        names = {ELSEWHERE.get(field.name, field.name) for field in fields(entry)}
        assert names <= told.keys(), type(entry).__name__


def test_a_crossover_finding_has_every_number_too():
    factor = FACTORS[0]
    finding = CrossoverFinding(
        factor=factor, verdict=Verdict.HINT, direction=Direction.MORE, cramp_nights=Share(9, 14),
        control_days=Share(5, 31), e_value=9.5, odds_ratio=inf, interval=(1.2, inf),
    )  # fmt: skip
    patterns = replace(summarise(Diary(time_zone="UTC"), TODAY), crossover=(finding,))
    (told,) = findings_of(patterns)["crossover"]
    assert {ELSEWHERE.get(field.name, field.name) for field in fields(finding)} <= told.keys()
    assert (told["odds_ratio"], told["interval"]) == (NO_END, [1.2, NO_END])
    assert told["cramp_nights"] == {"part": 9, "whole": 14}
    progress = CrossoverProgress(is_asked=True, is_needed=True, sets=14)
    text = "\n".join(findings_lines(replace(patterns, crossover_progress=progress)))
    assert f"{factor.name}: a hint." in text
    waiting = "\n".join(findings_lines(replace(patterns, crossover_progress=replace(progress, sets=3))))
    assert "3 of 12 nights with cramps have comparison days." in waiting


def test_what_has_no_end_is_a_million_and_what_is_not_known_is_null(diary):
    patterns = summarise(diary, TODAY)
    first = patterns.factors.findings[0]
    endless = replace(first, odds_ratio=inf, interval=(0.0, inf), direction=None)
    without = replace(first, odds_ratio=None, check_ins_needed=None)
    found = findings_of(replace(patterns, factors=replace(patterns.factors, findings=(endless, without))))
    told = {factor["odds_ratio"]: factor for factor in found["factors"]}
    assert told[NO_END]["interval"] == [0.0, NO_END]
    assert told[NO_END]["direction"] is None
    assert told[None]["check_ins_needed"] is None


def test_what_the_screen_does_not_show_yet_is_null(diary):
    few = replace(diary, episodes=diary.episodes[:3], check_ins=diary.check_ins[:5])
    found = a_line(few, diary.check_ins[5].day)["findings"]
    assert found["nights_needed"] > 0
    assert found["timing"] is found["places"] is found["burden"] is found["relief"] is None
    assert found["change"]["verdict"] == "too_early"


def test_an_empty_diary_has_findings_too():
    line = a_line(Diary(time_zone="UTC"), TODAY)
    assert faults_of(line) == []
    assert line["findings"]["first"] is None
    assert {factor["verdict"] for factor in line["findings"]["factors"]} == {"too_early"}


def test_prompts_come_most_urgent_first_with_their_titles():
    told = prompts_of(
        cases.prompts(episodes=[cases.cramp(signs={"SQ01": True, "SQ02": True}, sore_hours=60)]), TITLES
    )
    ids = [prompt["id"] for prompt in told["prompts"]]
    assert ids[:2] == ["R02", "R21"]
    assert told["prompts"][0] == {
        "id": "R02",
        "urgency": "emergency",
        "cause": told["prompts"][0]["cause"],
        "title": "Title of R02",
        "version": RULE_BY_ID["R02"].version,
        "since": "2026-11-22",
        "count": 1,
        "unsettled": [],
    }
    assert "22 November" in told["prompts"][0]["cause"]
    assert set(ids).isdisjoint(rule["id"] for rule in told["not_evaluated"])


def test_what_was_discussed_is_quiet():
    many = cases.nights(10, 18)
    assert [p["id"] for p in prompts_of(cases.prompts(**many), TITLES)["quiet"]] == []
    marked = cases.prompts(**many, answers=[cases.mark("R30.discussed", 3), cases.mark("R31.discussed", 3)])
    assert {prompt["id"] for prompt in prompts_of(marked, TITLES)["quiet"]} >= {"R30"}


# --- Text -----------------------------------------------------------------------------------------


def test_the_text_says_the_sentences_of_the_screen_in_its_order(diary):
    patterns = summarise(diary, TODAY, Period.THREE_MONTHS)
    text = " ".join(" ".join(findings_lines(patterns)).split())
    sentences = [
        str(patterns.summary),
        frequency_words(patterns.frequency),
        change_words(patterns.change),
        "What goes with it Alcohol: a clear pattern.",
        "What you tried",
        "How hard Muscle hard:",
        "Before and after Indapamide started:",
    ]
    places = [text.find(sentence) for sentence in sentences]
    assert -1 not in places
    assert places == sorted(places)
    for finding in patterns.factors.findings:
        words = finding_words(finding, patterns.factors)
        assert f"{words.name}: {words.verdict}. {words.counts} {words.meaning}" in text


def test_the_text_of_prompts_names_urgency_title_and_cause():
    found = cases.prompts(episodes=[cases.cramp(signs={"SQ02": True})])
    text = " ".join(" ".join(prompts_lines(found, TITLES)).split())
    assert f"Emergency: call now: Title of R02 (R02). {found.fired[0].cause}" in text


def test_the_text_says_when_nothing_was_picked_up_and_what_was_not_looked_at():
    text = "\n".join(prompts_lines(cases.prompts(episodes=[cases.cramp()]), TITLES))
    assert "Nothing was picked up from what is noted." in text
    assert "Not looked at until answered" in text
