"""The questions about warning signs: none has to be answered, and none is answered beforehand."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BoundField

from diary.domain.prompts.questions import EPISODE_SIGNS, Question, When, which_row
from diary.forms import ChipSelectMultiple, YesNoField

QUESTIONS = tuple(question for question in EPISODE_SIGNS if When.ALWAYS in question.when)
WHICH = "which"


class WorriedForm(forms.Form):
    """Yes, no or no answer to each question; after a yes, which part of it is true."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            self.fields[question.id] = YesNoField(label=question.text)
            if question.parts:
                self.fields[f"{question.id}.{WHICH}"] = forms.MultipleChoiceField(
                    label="Tick what is true",
                    required=False,
                    widget=ChipSelectMultiple,
                    choices=[(part.id, part.chip) for part in question.parts],
                )

    def rows(self) -> Iterable[tuple[Question, BoundField, BoundField | None]]:
        """Each question with its field, and the field of its parts if it has any."""
        for question in QUESTIONS:
            yield question, self[question.id], self[f"{question.id}.{WHICH}"] if question.parts else None

    def answers(self) -> dict[str, bool]:
        """What was said. A row of parts counts when one is ticked: then the others are "no"."""
        said: dict[str, bool] = {}
        for question in QUESTIONS:
            ticked = self.cleaned_data.get(f"{question.id}.{WHICH}") or []
            answer = self.cleaned_data[question.id]
            if answer is None and ticked:
                answer = True
            if answer is not None:
                said[question.id] = answer
            if answer and ticked:
                said |= which_row(question, ticked)
        return said

    def clean(self) -> dict[str, Any]:
        """Refuse a "no" with a part ticked: it can not be both."""
        cleaned = super().clean() or self.cleaned_data
        for question in QUESTIONS:
            if cleaned.get(question.id) is False and cleaned.get(f"{question.id}.{WHICH}"):
                self.add_error(question.id, "You said no, and ticked something below. Please choose one.")
        return cleaned
