"""Every row of the medical plan is handled somewhere that exists, and said there; the table in docs is up to date."""

from io import StringIO

import pytest
from django.core.management import call_command

from diary import content
from diary.content import library
from diary.domain.factors import FACTOR_BY_ID
from diary.domain.guidance.coverage import FACTOR, REMEDY
from diary.domain.prompts.rules import RULE_BY_ID
from tests.house.test_content import ROOT, spoken_texts

ROWS = library.coverage()
READABLE = {a.id: spoken_texts()[a.slug] for a in content.articles()} | {
    card: spoken_texts()[card] for card in content.relief_cards()
}
TARGETS = {
    *READABLE,
    *RULE_BY_ID,
    *(f"{REMEDY}{remedy.id}" for remedy in library.remedies()),
    *(f"{FACTOR}{factor}" for factor in FACTOR_BY_ID),
}


def as_read(text):
    return " ".join(text.replace("*", "").replace('"', "").casefold().split())


def test_the_plan_has_all_its_rows():
    assert len(ROWS) == 422
    assert len({row.id for row in ROWS}) == len(ROWS)


def test_every_row_is_handled_by_something_that_exists():
    assert {row.id: set(row.handled_by) - TARGETS for row in ROWS if set(row.handled_by) - TARGETS} == {}


@pytest.mark.parametrize(
    "row", [row for row in ROWS if READABLE.keys() & set(row.handled_by)], ids=lambda r: r.id
)
def test_what_a_row_claims_to_be_said_is_said(row):
    texts = [as_read(READABLE[target]) for target in row.handled_by if target in READABLE]
    assert row.says
    assert any(as_read(row.says) in text for text in texts)


def test_few_rows_are_left_out_and_each_says_why():
    left_out = [row for row in ROWS if not row.handled_by]
    assert all(row.why_not.endswith(".") for row in left_out)
    assert len(left_out) < len(ROWS) / 10


def test_every_article_and_card_for_a_muscle_handles_a_row():
    used = {target for row in ROWS for target in row.handled_by}
    assert {article.id for article in content.articles()} <= used


def test_the_table_in_docs_is_what_the_command_prints():
    printed = StringIO()
    call_command("coverage_table", stdout=printed)
    assert (ROOT / "docs/coverage.csv").read_text(encoding="utf-8") == printed.getvalue()
