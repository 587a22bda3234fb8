"""What was answered, as QuestionnaireResponses: the screening questions by moment, the check-ins by day.

What was not answered, or was skipped, is not there. It is never "no".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from diary.domain.days import diary_day
from diary.domain.entries import Answer, CheckIn
from diary.domain.factors import NO_YES, Factor, FactorAnswer
from diary.domain.formats.fhir.document import Document
from diary.domain.formats.fhir.elements import Json, plain
from diary.domain.prompts.questions import WORDING_OF_FIELDS, iso_date, words_of

# The facts of the profile that have no place in the Patient and are no condition; the last word counts.
_ELSEWHERE = {"profile.birth_year", "profile.sex", "profile.conditions"}
_FACTS = tuple(name for name in WORDING_OF_FIELDS if name.startswith("profile.") and name not in _ELSEWHERE)
_DAY = "check_in.day"


@dataclass(frozen=True, slots=True)
class Sitting:
    """What was answered at one moment, outside an episode; of two answers to one question the later one counts."""

    answers: tuple[Answer, ...]

    @property
    def answered_at(self) -> datetime:
        return self.answers[0].answered_at


def sittings(document: Document) -> Sequence[Sitting]:
    """Return the screening questions that were answered in the period, and the last word on the facts, by moment."""
    diary = document.diary
    last_words = {said.id for fact in _FACTS if (said := diary.latest_answer(fact)) is not None}
    by_moment: dict[datetime, list[Answer]] = {}
    for answer in diary.answers:
        asked = answer.question.startswith("SQ") and _is_in(document, answer)
        if answer.value is not None and (asked or answer.id in last_words):
            by_moment.setdefault(answer.answered_at, []).append(answer)
    return [Sitting(tuple(answers)) for _, answers in sorted(by_moment.items())]


def _is_in(document: Document, answer: Answer) -> bool:
    day = diary_day(answer.answered_at, document.diary.time_zone)
    return document.first <= day <= document.last


def id_of_sitting(document: Document, sitting: Sitting) -> str:
    return document.id_of(sitting.answers[0])


def sitting_response(document: Document, sitting: Sitting) -> Json:
    """Return the answers of one moment; each item is called by its question ("SQ14", "SQ14.injured")."""
    said = {answer.question: answer.value for answer in sitting.answers}
    items = [_item(question, words_of(question), _valued(value)) for question, value in said.items()]
    return _response(
        document, id_of_sitting(document, sitting), items, authored=document.moment(sitting.answered_at)
    )


def told_days(document: Document) -> Sequence[CheckIn]:
    """Return the check-ins of the period in which something was answered."""
    return [
        night.check_in
        for night in document.nights
        if night.check_in is not None and any(_answered(document, night.check_in))
    ]


def id_of_check_in(document: Document, check_in: CheckIn) -> str:
    return document.id_within(f"check-in {check_in.day}")


def check_in_response(document: Document, check_in: CheckIn) -> Json:
    """Return what was answered about one diary day; the day is its first item, because when it was told is not kept."""
    items = [
        _item(_DAY, "The diary day that began at noon of", _valued(check_in.day)),
        *(
            _item(factor.id, plain(factor.question) or factor.id, _of_scale(factor, answer))
            for factor, answer in _answered(document, check_in)
        ),
    ]
    return _response(document, id_of_check_in(document, check_in), items)


def _answered(document: Document, check_in: CheckIn) -> Iterator[tuple[Factor, FactorAnswer]]:
    """Yield what was answered; neither what was skipped nor what is no answer to the question."""
    for factor in document.diary.factors:
        answer = check_in.factors.get(factor.id)
        if answer is not None and factor.is_present(answer) is not None:
            yield factor, answer


def _of_scale(factor: Factor, answer: FactorAnswer) -> Json:
    if isinstance(answer, bool) or factor.scale == NO_YES:
        return {"valueBoolean": factor.is_present(answer)}
    return {"valueDecimal": answer} if factor.is_number else {"valueString": factor.answer_words(answer)}


def _valued(value: Any) -> Json:
    """Return an answer by its kind: yes or no, a number, or a date."""
    if isinstance(value, bool):
        return {"valueBoolean": value}
    if isinstance(value, int):
        return {"valueInteger": value}
    day = value if isinstance(value, date) else iso_date(value)
    return {"valueDate": day.isoformat()} if day else {"valueString": plain(str(value))}


def _item(name: str, words: str, answer: Mapping[str, Any]) -> Json:
    return {"linkId": name, "text": words, "answer": [answer]}


def _response(document: Document, id: str, items: Sequence[Json], **more: str) -> Json:  # noqa: A002
    return {
        "resourceType": "QuestionnaireResponse",
        "id": id,
        "status": "completed",
        "subject": document.patient,
        **more,
        "source": document.patient,
        "item": list(items),
    }
