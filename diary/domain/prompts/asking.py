"""Which screening questions to put to whom, and which are due in the monthly check."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from diary.domain.days import diary_day
from diary.domain.entries import Diary
from diary.domain.prompts.case import Case
from diary.domain.prompts.drugs import alcohol_told
from diary.domain.prompts.people import has_diabetes, is_child, is_expecting
from diary.domain.prompts.questions import EPISODE_SIGNS, QUESTIONS, Question, When
from diary.domain.prompts.tri import Tri

# A question for some people is put to everybody of whom it is not known that they are somebody else. SQ32 is asked
# as the conditions of the profile, SQ22 is counted over cramps, and SQ39 belongs to the gate before a supplement.
_WHO: Mapping[str, Callable[[Case], Tri]] = {"SQ13": is_expecting, "SQ37": is_child, "SQ38": has_diabetes}
_ELSEWHERE = frozenset({"SQ22", "SQ32", "SQ39"})
A_MONTH = 31
IN_THE_CHECK = frozenset({When.MONTH, When.PROFILE})


def questions_for(diary: Diary, today: date) -> tuple[Question, ...]:
    """Return every question that "Something worries me" puts: those that can not wait come first."""
    case = Case(diary, today)
    asked = [question for question in QUESTIONS if question.id not in _ELSEWHERE and _is_for(case, question)]
    return tuple(sorted(asked, key=lambda question: not can_not_wait(question)))


def signs_for(diary: Diary, today: date) -> tuple[Question, ...]:
    """Return the questions put with a cramp, but for those that are known to be for somebody else."""
    case = Case(diary, today)
    return tuple(question for question in EPISODE_SIGNS if _is_for(case, question))


def can_not_wait(question: Question) -> bool:
    """Whether a question stands among the first of "Something worries me": always open, or about a fall."""
    return When.ALWAYS in question.when or question.id == "SQ26"


def questions_due(diary: Diary, today: date) -> tuple[Question, ...]:
    """Return the questions of the monthly check and of the profile that have no answer, or none that still speaks."""
    case = Case(diary, today)
    return tuple(
        question
        for question in QUESTIONS
        if question.when & IN_THE_CHECK and question.id not in _ELSEWHERE and _is_for(case, question)
        if (not alcohol_told(case)[0] if question.counts else case.said(question.id) is None)
    )


def check_is_due(diary: Diary, today: date) -> bool:
    """Whether to offer the monthly check: something in it is open, and none of it was answered for a month.

    What also stands among the first questions of "Something worries me" does not count as the check.
    """
    asked = {
        question.id for question in QUESTIONS if question.when & IN_THE_CHECK and not can_not_wait(question)
    }
    month_ago = today - timedelta(days=A_MONTH)
    lately = (a for a in diary.answers if a.value is not None and a.question.partition(".")[0] in asked)
    done = any(diary_day(answer.answered_at, diary.time_zone) > month_ago for answer in lately)
    return not done and bool(questions_due(diary, today))


def _is_for(case: Case, question: Question) -> bool:
    who = _WHO.get(question.id)
    return who is None or who(case) is not False
