"""Which question is put where, to whom, and when the monthly check is due."""

import re
from pathlib import Path

import pytest

from diary.domain.prompts.asking import (
    IN_THE_CHECK,
    can_not_wait,
    check_is_due,
    questions_due,
    questions_for,
    signs_for,
)
from diary.domain.prompts.questions import EPISODE_SIGNS, QUESTIONS, When
from tests.domain.prompts.cases import ADULT, TODAY, diary, said

DOCS = Path(__file__).parents[3] / "docs/prompts.md"
NOBODY = diary()


def ids(questions):
    return {question.id for question in questions}


# --- The table in the documentation


def documented(column):
    """The questions with "yes" in a column of the table, and all of its rows."""
    rows = re.findall(r"^\| (SQ\d\d) \| (.*) \|$", DOCS.read_text(), re.MULTILINE)
    cells = {question: [cell.strip() for cell in rest.split("|")] for question, rest in rows}
    return {question for question, row in cells.items() if row[column] == "yes"}, list(cells)


def test_the_documentation_has_a_row_for_every_question():
    assert documented(0)[1] == [question.id for question in QUESTIONS]


@pytest.mark.parametrize(
    ("column", "put"),
    [
        (0, ids(signs_for(NOBODY, TODAY))),
        (1, ids(q for q in questions_due(NOBODY, TODAY) if When.PROFILE not in q.when)),
        (2, ids(q for q in questions_due(NOBODY, TODAY) if When.PROFILE in q.when)),
        (3, ids(q for q in questions_for(NOBODY, TODAY) if can_not_wait(q))),
        (4, ids(q for q in questions_for(NOBODY, TODAY) if not can_not_wait(q))),
    ],
    ids=["with a cramp", "this month", "about you", "worried, first", "worried, then"],
)
def test_every_question_stands_where_the_documentation_says(column, put):
    assert documented(column)[0] == put


# --- To whom


@pytest.mark.parametrize(
    ("birth_year", "is_put"), [(None, True), (2019, True), (2008, True), (2007, False), (1950, False)]
)
def test_the_sign_of_a_child_is_put_with_a_cramp_to_children_and_where_the_age_is_unknown(birth_year, is_put):
    held = diary(profile={"birth_year": birth_year} if birth_year else {})
    assert ("SQ37" in ids(signs_for(held, TODAY))) is is_put
    assert ids(signs_for(held, TODAY)) >= ids(EPISODE_SIGNS) - {"SQ37"}


# --- The monthly check


def test_the_check_is_due_until_something_of_it_was_answered_this_month():
    assert check_is_due(NOBODY, TODAY)
    assert not check_is_due(diary(answers=[said("SQ17", False)]), TODAY)
    assert not check_is_due(diary(answers=[said("SQ24.beer", 0)]), TODAY)


@pytest.mark.parametrize(("days_ago", "is_due"), [(0, False), (30, False), (31, True)])
def test_the_check_is_due_again_after_a_month(days_ago, is_due):
    assert check_is_due(diary(answers=[said("SQ17", False, days_ago)]), TODAY) is is_due


def test_a_worry_that_can_not_wait_is_no_monthly_check():
    assert check_is_due(diary(answers=[said("SQ05", False), said("SQ02", False), said("SQ26", False)]), TODAY)


def test_a_check_in_which_nothing_is_open_is_not_due():
    long_ago = [said(q.id, 0 if q.counts else False, 40) for q in QUESTIONS if When.PROFILE in q.when]
    this_month = [said(q.id, False, 20) for q in QUESTIONS if When.ALWAYS in q.when]
    held = diary(answers=[*long_ago, *this_month], profile=ADULT)
    assert check_is_due(held, TODAY)
    all_told = [said(q.id, 0 if q.counts else False, 31) for q in QUESTIONS if q.when & IN_THE_CHECK]
    assert not check_is_due(diary(answers=all_told, profile=ADULT), TODAY)
