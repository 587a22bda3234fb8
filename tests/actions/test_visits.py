"""Writing visits: planned once, asked once, over once, and back again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from diary import records
from diary.actions import visits
from diary.actions.concurrency import Conflict, NotThere
from diary.domain.entries import MOST_QUESTIONS, VisitQuestion
from diary.domain.prompts import prompts_for
from diary.domain.prompts.engine import Prompt
from diary.domain.vocabulary import Urgency
from tests.factories import EpisodeFactory, VisitFactory

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
DETAILS = {"on": date(2026, 3, 11), "with_whom": "Dr. Marsh", "questions": []}
PROMPT = Prompt(
    rule="R30",
    version=1,
    urgency=Urgency.ROUTINE,
    variant="",
    cause="",
    since=date(2026, 3, 4),
    facts={},
    count=6,
    unsettled=(),
)


def plan(user, **said):
    return visits.plan(user, **{"id": uuid4(), "details": DETAILS} | said)


def close(user, visit, **said):
    return visits.close(user, visit.id, **{"note": "", "discussed": [], "seen": None, "now": NOW} | said)


def marks_of(user):
    return [(a.question, a.value) for a in records.answers_of(user).answers]


def test_a_visit_is_a_day_somebody_and_questions(user):
    visit = plan(user)
    assert (visit.on, visit.with_whom, visit.questions, visit.closed_at) == (
        date(2026, 3, 11),
        "Dr. Marsh",
        (),
        None,
    )
    assert records.visits_of(user) == (visit,)
    assert records.visit_of(user, visit.id) == visit


def test_nobody_has_to_be_named(user):
    assert plan(user, details=DETAILS | {"with_whom": ""}).with_whom == ""


def test_visits_stand_in_the_order_of_their_dates(user):
    for day in (20, 5, 11):
        plan(user, details=DETAILS | {"on": date(2026, 3, day)})
    assert [visit.on.day for visit in records.visits_of(user)] == [5, 11, 20]


def test_the_same_plan_eight_times_is_one_visit(user):
    entry = uuid4()
    for _ in range(8):
        plan(user, id=entry)
    assert len(records.visits_of(user)) == 1


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"with_whom": "x" * 121}, "with_whom"),
        ({"with_whom": "Dr.\0Marsh"}, "with_whom"),
        ({"on": date(1, 1, 1)}, "on"),
        ({"on": None}, "on"),
        ({"questions": [{"text": " ", "rule": None}]}, "questions"),
        ({"questions": [{"text": "x" * 301, "rule": None}]}, "questions"),
        ({"questions": [{"text": "Why?", "rule": "X99"}]}, "questions"),
        ({"questions": [{"text": "Why?"}]}, "questions"),
        ({"questions": "Why?"}, "questions"),
        ({"questions": [{"text": "Why?", "rule": None}] * 2}, "questions"),
        (
            {"questions": [{"text": f"Why {n}?", "rule": None} for n in range(MOST_QUESTIONS + 1)]},
            "questions",
        ),
    ],
)
def test_what_can_not_be_kept_is_refused_beside_its_field(user, details, field):
    with pytest.raises(ValidationError) as refusal:
        plan(user, details=DETAILS | details)
    assert set(refusal.value.message_dict) == {field}
    assert not user.visits.exists()


def test_a_change_that_was_made_meanwhile_is_not_overwritten(user):
    visit = plan(user)
    visits.revise(user, visit.id, changes={"with_whom": "Dr. Hill"}, seen=1, now=NOW)
    with pytest.raises(Conflict):
        visits.revise(user, visit.id, changes={"with_whom": "Dr. Lake"}, seen=1, now=NOW)
    assert records.visit_of(user, visit.id).with_whom == "Dr. Hill"


def test_a_question_is_asked_once_and_taken_off_again(user):
    visit = plan(user)
    for _ in range(3):
        visit = visits.ask(user, visit.id, text="Could it be the water tablet?", rule="R36", now=NOW)
    visit = visits.ask(user, visit.id, text="May I swim?", now=NOW)
    assert visit.questions == (
        VisitQuestion("Could it be the water tablet?", "R36"),
        VisitQuestion("May I swim?"),
    )
    for _ in range(2):
        visit = visits.unask(user, visit.id, text="Could it be the water tablet?", now=NOW)
    assert visit.questions == (VisitQuestion("May I swim?"),)


def test_a_question_that_can_not_be_kept_changes_nothing(user):
    visit = visits.ask(user, plan(user).id, text="May I swim?", now=NOW)
    with pytest.raises(ValidationError):
        visits.ask(user, visit.id, text="May\0I?", now=NOW)
    assert records.visit_of(user, visit.id) == visit


def test_a_visit_that_is_over_keeps_what_came_of_it_and_what_was_discussed(user):
    visit = close(user, plan(user), note="Blood test ordered.", discussed=[PROMPT])
    assert (visit.note, visit.closed_at) == ("Blood test ordered.", NOW)
    mark = {"on": "2026-03-04", "count": 6, "urgency": "routine"}
    assert marks_of(user) == [("R30.discussed", mark)]


def test_what_asked_for_help_that_day_was_seen_by_a_doctor(user):
    close(user, plan(user), discussed=[replace(PROMPT, rule="R21", urgency=Urgency.SAME_DAY)])
    assert [question for question, _ in marks_of(user)] == ["R21.seen"]


def test_a_second_tap_closes_nothing_twice(user):
    visit = close(user, plan(user), note="First.", discussed=[PROMPT])
    again = close(user, visit, note="Second.", discussed=[PROMPT], now=NOW + timedelta(seconds=1))
    assert again == visit
    assert len(marks_of(user)) == 1


def test_a_visit_that_was_closed_by_mistake_is_open_again_and_its_marks_are_gone(user):
    first = close(user, plan(user), discussed=[replace(PROMPT, rule="R31")], now=NOW - timedelta(days=1))
    urgent = replace(PROMPT, rule="R21", urgency=Urgency.SAME_DAY)
    visit = close(user, plan(user), note="Kept.", discussed=[PROMPT, urgent])
    visit = visits.reopen(user, visit.id, now=NOW + timedelta(minutes=1))
    assert (visit.closed_at, visit.note) == (None, "Kept.")
    latest = dict(marks_of(user))
    assert latest["R30.discussed"] is None
    assert latest["R21.seen"] is None
    assert latest["R31.discussed"] is not None
    assert records.visit_of(user, first.id).closed_at is not None


def test_what_was_discussed_at_a_visit_is_quiet_afterwards(user):
    for day in range(20):
        EpisodeFactory(
            owner=user, started_at=NOW - timedelta(days=day, hours=6), severity=6, woke=True, state="asleep"
        )
    today = date(2026, 3, 4)
    fired = prompts_for(records.recent_diary_of(user, today), today).fired
    assert fired
    close(user, plan(user), discussed=[prompt for prompt in fired if prompt.urgency is Urgency.ROUTINE])
    left = prompts_for(records.recent_diary_of(user, today), today).fired
    assert not [prompt for prompt in left if prompt.urgency is Urgency.ROUTINE]


def test_the_bin_keeps_a_visit_for_thirty_days(user):
    visit = plan(user)
    visits.discard(user, visit.id, now=NOW)
    visits.discard(user, visit.id, now=NOW)
    assert records.visits_of(user) == ()
    ((binned, goes),) = records.visits_in_bin(user, NOW)
    assert (binned.id, goes) == (visit.id, NOW + timedelta(days=30))
    assert visits.restore(user, visit.id, now=NOW + timedelta(days=29)).id == visit.id
    visits.discard(user, visit.id, now=NOW)
    assert visits.clear_old_bins(now=NOW + timedelta(days=30)) == 1
    assert not user.visits.exists()
    with pytest.raises(NotThere):
        visits.restore(user, visit.id, now=NOW)


@pytest.mark.parametrize(
    "act",
    [
        lambda user, id_: visits.revise(user, id_, changes={"with_whom": "X"}, seen=None, now=NOW),
        lambda user, id_: visits.ask(user, id_, text="Why?", now=NOW),
        lambda user, id_: visits.unask(user, id_, text="Why?", now=NOW),
        lambda user, id_: visits.close(user, id_, note="", discussed=[PROMPT], seen=None, now=NOW),
        lambda user, id_: visits.reopen(user, id_, now=NOW),
        lambda user, id_: visits.discard(user, id_, now=NOW),
        lambda user, id_: visits.restore(user, id_, now=NOW),
    ],
)
def test_a_visit_of_somebody_else_is_not_there(user, other_user, act):
    theirs = VisitFactory(owner=other_user)
    with pytest.raises(NotThere):
        act(user, theirs.id)
    theirs.refresh_from_db()
    assert (theirs.version, theirs.closed_at, theirs.deleted_at) == (1, None, None)
    assert not user.answers.exists()
