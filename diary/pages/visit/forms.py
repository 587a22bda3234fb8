"""Forms of a visit: when and with whom, a question, and what came of it."""

from collections.abc import Sequence
from typing import Any

from django import forms

from diary.content.prompt_words import WordedPrompt
from diary.domain.entries import QUESTION_LIMIT, Visit
from diary.domain.text import NAME_LIMIT, NOTE_LIMIT
from diary.forms import ChipSelectMultiple, CleanTextField, DateInput


class VisitForm(forms.Form):
    """An appointment."""

    on = forms.DateField(
        label="When is it?",
        widget=DateInput,
        error_messages={
            "required": "Please give the date.",
            "invalid": "Please give the date as day, month and year.",
        },
    )
    with_whom = CleanTextField(
        label="With whom?",
        limit=NAME_LIMIT,
        required=False,
        help_text="A name, or a word such as “GP”. You may leave it out.",
    )

    @staticmethod
    def initial_of(visit: Visit) -> dict[str, Any]:
        return {"on": visit.on, "with_whom": visit.with_whom}


class QuestionForm(forms.Form):
    """A question of the person's own."""

    text = CleanTextField(
        label="Your question",
        limit=QUESTION_LIMIT,
        error_messages={"required": "Please write the question."},
    )


class CloseForm(forms.Form):
    """What came of a visit: notes, and which of the prompts that stand were discussed."""

    discussed = forms.MultipleChoiceField(
        label="What did you discuss?",
        required=False,
        widget=ChipSelectMultiple,
        help_text="What you tick stays quiet for 90 days, unless it gets worse. It stays in your report.",
        error_messages={"invalid_choice": "One of these no longer stands. Please look again."},
    )
    note = CleanTextField(
        label="What came of it?",
        limit=NOTE_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="For yourself: what was said, what to do next. It goes into no report unless you choose notes.",
    )

    def __init__(self, data: Any = None, *, prompts: Sequence[WordedPrompt], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["discussed"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  for the type
        field.choices = [(prompt.rule, prompt.title) for prompt in prompts]
        if not prompts:
            del self.fields["discussed"]
