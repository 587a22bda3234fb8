"""Writing answers: every one is added, none is changed, and each is an answer to its question."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from diary import records
from diary.actions import answers
from diary.domain.entries import Profile
from diary.domain.vocabulary import Condition, Sex, Urgency

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


def said(user):
    return [(answer.question, answer.value) for answer in records.diary_of(user).answers]


def test_what_is_said_later_is_added_and_counts(user):
    answers.say(user, {"profile.birth_year": 1957, "profile.sex": "female"}, now=NOW)
    answers.say(
        user, {"profile.birth_year": 1958, "profile.conditions": ["diabetes"]}, now=NOW + timedelta(days=1)
    )
    assert user.answers.count() == 4
    assert records.diary_of(user).profile == Profile(
        birth_year=1958,
        sex=Sex.FEMALE,
        conditions=frozenset({Condition.DIABETES}),
        conditions_known=True,
    )


def test_an_answer_carries_its_moment(user):
    answers.say(user, {"SQ01": True}, now=NOW)
    (answer,) = records.diary_of(user).answers
    assert (answer.question, answer.value, answer.answered_at) == ("SQ01", True, NOW)


def test_the_same_answer_eight_times_is_one(user):
    tap = uuid4()
    for _ in range(8):
        answers.say(user, {"SQ01": True}, id=tap, now=NOW)
    assert said(user) == [("SQ01", True)]


def test_two_people_may_use_the_same_id(user, other_user):
    tap = uuid4()
    answers.say(user, {"SQ01": True}, id=tap, now=NOW)
    answers.say(other_user, {"SQ01": False}, id=tap, now=NOW)
    assert (said(user), said(other_user)) == ([("SQ01", True)], [("SQ01", False)])


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("SQ01", True),
        ("SQ14.injured", False),
        ("SQ24", 14),
        ("profile.birth_year", None),
        ("profile.pregnant", False),
        ("profile.gave_birth_on", "2026-01-31"),
        ("profile.conditions", []),
        ("factors.followed", ["alcohol", "standing"]),
        ("factors.followed", []),
        ("R30.discussed", None),
    ],
)
def test_what_answers_a_question_is_kept_as_it_was_said(user, question, value):
    answers.say(user, {question: value}, now=NOW)
    assert said(user) == [(question, value)]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("SQ99", True),
        ("SQ01.nothing", True),
        ("profile.shoe_size", 40),
        ("", True),
        ("\0", True),
        ("x" * 65, True),
        ("SQ01", None),
        ("SQ01", "yes"),
        ("SQ01", 1),
        ("SQ24", 1.5),
        ("SQ24", -1),
        ("profile.birth_year", "1958"),
        ("profile.birth_year", 1899),
        ("profile.birth_year", 10**400),
        ("profile.sex", "f"),
        ("profile.sex", ["female"]),
        ("profile.gave_birth_on", "31.01.2026"),
        ("profile.gave_birth_on", 20260131),
        ("profile.conditions", "diabetes"),
        ("profile.conditions", ["moonlight"]),
        ("profile.conditions", [["diabetes"]]),
        ("factors.followed", None),
        ("factors.followed", ["alcohol", "alcohol"]),
        ("factors.followed", [{}]),
        ("R30.discussed", True),
        ("R30.discussed", {"on": "2026-13-01", "count": 1, "urgency": None}),
        ("R30.discussed", {"on": "2026-03-01", "count": 1}),
        ("R30.seen", {"on": "2026-03-01", "count": True, "urgency": None}),
        ("R30.seen", {"on": "2026-03-01", "count": None, "urgency": "panic"}),
    ],
)
def test_what_is_no_answer_to_the_question_is_refused_and_nothing_is_written(user, question, value):
    with pytest.raises(ValidationError) as refusal:
        answers.say(user, {"SQ02": False, question: value}, now=NOW)
    assert all(len(sentence) > 10 for sentence in refusal.value.messages)
    assert said(user) == []


def test_a_prompt_that_was_discussed_remembers_the_count_and_urgency_of_that_day(user):
    answers.mark_discussed(user, "R30", on=date(2026, 3, 4), count=5, urgency=Urgency.SOON, now=NOW)
    answers.mark_seen(user, "R21", on=date(2026, 3, 5), now=NOW + timedelta(minutes=1))
    assert said(user) == [
        ("R30.discussed", {"on": "2026-03-04", "count": 5, "urgency": "soon"}),
        ("R21.seen", {"on": "2026-03-05", "count": None, "urgency": None}),
    ]
