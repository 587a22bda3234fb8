"""The questions about warning signs: none has to be answered, and none is answered beforehand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from diary.domain.prompts.asking import can_not_wait
from diary.domain.prompts.questions import Question, When, which_row
from diary.forms import ChipSelectMultiple, IntegerField, YesNoField

WHICH = "which"
MOST_DRINKS = 500


@dataclass(frozen=True, slots=True)
class Row:
    """A question as it is shown: a yes or no with its parts, or the numbers of one that counts."""

    question: Question
    field: BoundField | None
    which: BoundField | None
    numbers: tuple[BoundField, ...]


class QuestionsForm(forms.Form):
    """Yes, no or no answer to each of `questions`; after a yes, which part of it is true."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields |= _counted(question) if question.counts else _yes_or_no(question)

    def first(self) -> list[Row]:
        """The questions that can not wait."""
        return [row for row in self.rows() if can_not_wait(row.question)]

    def others(self) -> list[Row]:
        return [row for row in self.rows() if not can_not_wait(row.question)]

    def about_you(self) -> list[Row]:
        """The questions of the profile."""
        return [row for row in self.rows() if When.PROFILE in row.question.when]

    def this_month(self) -> list[Row]:
        return [row for row in self.rows() if When.PROFILE not in row.question.when]

    def rows(self) -> Iterator[Row]:
        """Each question with its fields."""
        for question in self.questions:
            if question.counts:
                yield Row(question, None, None, tuple(self[part.id] for part in question.parts))
            else:
                which = self[f"{question.id}.{WHICH}"] if question.parts else None
                yield Row(question, self[question.id], which, ())

    def answers(self) -> dict[str, bool | int]:
        """What was said. A row of parts counts when one is ticked: then the others are "no"."""
        said: dict[str, bool | int] = {}
        for question in self.questions:
            if question.counts:
                numbers = {part.id: self.cleaned_data[part.id] for part in question.parts}
                said |= {part: number for part, number in numbers.items() if number is not None}
            else:
                said |= self._said_to(question)
        return said

    def _said_to(self, question: Question) -> dict[str, bool]:
        ticked = self.cleaned_data.get(f"{question.id}.{WHICH}") or []
        answer = self.cleaned_data[question.id]
        if answer is None and not ticked:
            return {}
        said = {question.id: True if answer is None else answer}
        return said | which_row(question, ticked) if said[question.id] and ticked else said

    def clean(self) -> dict[str, Any]:
        """Refuse a "no" with a part ticked: it can not be both."""
        cleaned = super().clean() or self.cleaned_data
        for question in self.questions:
            if cleaned.get(question.id) is False and cleaned.get(f"{question.id}.{WHICH}"):
                self.add_error(question.id, "You said no, and ticked something below. Please choose one.")
        return cleaned


def _yes_or_no(question: Question) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {question.id: YesNoField(label=question.text)}
    if question.parts:
        fields[f"{question.id}.{WHICH}"] = forms.MultipleChoiceField(
            label="Tick what is true",
            required=False,
            widget=ChipSelectMultiple,
            choices=[(part.id, part.chip) for part in question.parts],
        )
    return fields


def _counted(question: Question) -> dict[str, forms.Field]:
    return {
        part.id: IntegerField(label=part.chip, required=False, min_value=0, max_value=MOST_DRINKS)
        for part in question.parts
    }
