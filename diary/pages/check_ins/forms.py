"""What the buttons of a check-in send: one answer each."""

from collections.abc import Iterable
from typing import Any

from django import forms

from diary.actions.check_ins import TAKEN_BACK
from diary.domain.entries import Night
from diary.domain.factors import Factor, FactorAnswer
from diary.domain.vocabulary import Outcome
from diary.forms import NumberField, SeverityField

UNKNOWN = "This question is not known."
NUMBER = NumberField(error_messages={"required": "Please write a number, or skip the question."})


class OneAnswer(forms.Form):
    @property
    def problem(self) -> str:
        """The first thing that is wrong, in words."""
        return next(str(error) for errors in self.errors.values() for error in errors)


class AnswerForm(OneAnswer):
    """One of `factors` with an answer on its scale or a number, or `skip`, or `take_back`.

    `cleaned_data["answer"]` is what the diary keeps: the answer, None for a skip, "" for one that was taken back.
    """

    factor = forms.CharField(error_messages={"required": UNKNOWN})
    value = forms.CharField(required=False)
    skip = forms.BooleanField(required=False)
    take_back = forms.BooleanField(required=False)

    def __init__(self, data: Any, *, factors: Iterable[Factor]) -> None:
        super().__init__(data)
        self.factors = {factor.id: factor for factor in factors}

    def clean_factor(self) -> str:
        factor: str = self.cleaned_data["factor"]
        if factor not in self.factors:
            raise forms.ValidationError(UNKNOWN)
        return factor

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.keys() >= {"factor", "value"}:
            said["answer"] = self._answer(**said)
        return said

    def _answer(self, *, factor: str, value: str, skip: bool, take_back: bool) -> FactorAnswer | None:
        if take_back:
            return TAKEN_BACK
        if skip:
            return None
        asked = self.factors[factor]
        answer: FactorAnswer = NUMBER.clean(value) if asked.is_number else value
        problem = asked.answer_problem(answer)
        if problem:
            raise forms.ValidationError(problem)
        return answer


class AboutNight(OneAnswer):
    """Something said about one night; nothing sent takes it back, which is always possible."""

    def __init__(self, data: Any, *, night: Night, is_over: bool) -> None:
        super().__init__(data)
        self.night = night
        self.is_over = is_over


class ClearForm(AboutNight):
    """That a night had no cramp: True, or None."""

    clear = forms.TypedChoiceField(
        choices=[("1", "No cramps")],
        required=False,
        coerce=bool,
        empty_value=None,
        error_messages={"invalid_choice": "This is no answer about a night."},
    )

    def clean_clear(self) -> bool | None:
        clear: bool | None = self.cleaned_data["clear"]
        if clear and not self.night.may_be_clear:
            raise forms.ValidationError("A cramp is noted in this night.")
        if clear and not self.is_over:
            raise forms.ValidationError("This night is not over yet.")
        return clear


class SleepForm(AboutNight):
    """How much cramps disturbed the sleep of a night, 0 to 10, or None."""

    value = SeverityField(error_messages={"invalid_choice": "Please choose a number from 0 to 10."})

    def clean_value(self) -> int | None:
        value: int | None = self.cleaned_data["value"]
        if value is not None and not (self.is_over and self.night.outcome is Outcome.CRAMP):
            raise forms.ValidationError("This is asked only after a night with cramps.")
        return value
