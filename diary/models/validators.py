"""What a column accepts, on every path and on every engine; each refusal is a sentence for the person who typed."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError

from diary.domain.days import EARLIEST_DAY, LATEST_DAY
from diary.domain.entries import MAX_CHANGES, MOST_QUESTIONS, QUESTION_LIMIT
from diary.domain.factors import factor_answer_problem, is_own_id
from diary.domain.prompts.questions import is_known_question, iso_date
from diary.domain.selection import Section
from diary.domain.text import NAME_LIMIT, NOTE_LIMIT, text_problem
from diary.domain.vocabulary import Helped, Muscle, Relief, Side, Term

TOO_FAR_AWAY = "This date is too far away."


def choices(terms: type[Term]) -> list[tuple[str, str]]:
    """Return a closed list of the vocabulary as Django's choices."""
    return [(term.value, term.label) for term in terms]


def _validate_text(value: str, *, limit: int) -> None:
    problem = text_problem(value, limit)
    if problem:
        raise ValidationError(problem)


def validate_note(value: str) -> None:
    _validate_text(value, limit=NOTE_LIMIT)


def validate_name(value: str) -> None:
    if not value.strip():
        raise ValidationError("Please write what it is called.")
    _validate_text(value, limit=NAME_LIMIT)


def validate_optional_name(value: str) -> None:
    _validate_text(value, limit=NAME_LIMIT)


def validate_day(value: date) -> None:
    if not EARLIEST_DAY <= value <= LATEST_DAY:
        raise ValidationError(TOO_FAR_AWAY)


def validate_changes(value: Any) -> None:
    """`["2026-05-01", "2026-09-12"]`: the days on which a dose was changed, in order, each once."""
    _validate_list(value, _day_problem, what="Changes", limit=MAX_CHANGES)
    if value != sorted(set(value)):
        raise ValidationError("The changes must be in order, each once.")


def _day_problem(value: Any) -> str | None:
    day = iso_date(value)
    if day is None:
        return "Please give a date such as 2026-10-13."
    return None if EARLIEST_DAY <= day <= LATEST_DAY else TOO_FAR_AWAY


def _validate_list(value: Any, problem_of: Callable[[Any], str | None], *, what: str, limit: int) -> None:
    if not isinstance(value, list) or len(value) > limit:
        raise ValidationError(f"{what} must be a list of at most {limit}.")
    for item in value:
        problem = problem_of(item)
        if problem:
            raise ValidationError(problem)


def _pair_problem(
    item: Any, *, first: str, firsts: type[Term], second: str, seconds: type[Term], what: str
) -> str | None:
    if not isinstance(item, dict) or not item.keys() <= {first, second}:
        return f"This {what} is not written as expected."
    if item.get(first) not in [term.value for term in firsts]:
        return f"This {what} is not known."
    if item.get(second) is not None and item[second] not in [term.value for term in seconds]:
        return f"This {second} of the {what} is not known."
    return None


_place_problem = partial(
    _pair_problem, first="muscle", firsts=Muscle, second="side", seconds=Side, what="muscle"
)
_relief_problem = partial(
    _pair_problem, first="relief", firsts=Relief, second="helped", seconds=Helped, what="relief"
)


def validate_places(value: Any) -> None:
    """`[{"muscle": "calf", "side": "left"}]`; the side may be null."""
    _validate_list(value, _place_problem, what="Muscles", limit=len(Muscle) * len(Side))


def validate_reliefs(value: Any) -> None:
    """`[{"relief": "stretch", "helped": "yes"}]`; helped may be null."""
    _validate_list(value, _relief_problem, what="What was tried", limit=len(Relief))


def validate_signs(value: Any) -> None:
    """`{"SQ01": true}`: a screening question, or a part of one, and yes or no."""
    if not isinstance(value, dict):
        raise ValidationError("Signs must be written as questions with answers.")
    for question, answer in value.items():
        if (
            not str(question).startswith("SQ")
            or not is_known_question(question)
            or not isinstance(answer, bool)
        ):
            raise ValidationError("A sign here is not known.")


def _question_problem(item: Any) -> str | None:
    if not isinstance(item, dict) or item.keys() != {"text", "rule"}:
        return "A question is not written as expected."
    if not isinstance(item["text"], str) or not item["text"].strip():
        return "Please write the question."
    rule = item["rule"]
    if rule is not None and not (isinstance(rule, str) and is_known_question(f"{rule}.discussed")):
        return "The reason behind a question is not known."
    return text_problem(item["text"], QUESTION_LIMIT)


def validate_questions(value: Any) -> None:
    """`[{"text": "Could a medicine play a part?", "rule": "R36"}]`; rule is null for a question of the person's own."""
    _validate_list(value, _question_problem, what="Questions", limit=MOST_QUESTIONS)
    if len({question["text"] for question in value}) < len(value):
        raise ValidationError("A question stands twice.")


def validate_sections(value: Any) -> None:
    """`["episodes", "medicines"]`: what of a diary may be read, named as in diary/domain/selection.py."""
    known = {section.value for section in Section}
    if not isinstance(value, list) or not known.issuperset(value) or len(set(value)) < len(value):
        raise ValidationError("One of these parts of the diary is not known.")


def validate_own_id(value: str) -> None:
    if not is_own_id(value):
        raise ValidationError("A factor of your own needs an id such as own-late-shift.")


def validate_factors(value: Any) -> None:
    """`{"alcohol": "1-2"}`: a factor and an answer on its scale, or null for a question that was skipped."""
    if not isinstance(value, dict):
        raise ValidationError("A check-in must be written as factors with answers.")
    for factor, answer in value.items():
        problem = factor_answer_problem(factor, answer)
        if problem:
            raise ValidationError(problem)
