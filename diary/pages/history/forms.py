"""The filter of the diary: what an episode must match, every field optional."""

from datetime import date
from typing import Any

from django import forms

from diary.domain.history import EpisodeFilter
from diary.domain.vocabulary import Muscle
from diary.forms import CleanTextField, DateInput
from diary.templatetags.words import short_date

SEVERITIES = [("", "Any"), *((str(number), str(number)) for number in range(11))]
LONGEST_SEARCH = 200
DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"]
BAD_DATE = {"invalid": "Please give the date as day, month and year, like 22/11/2026."}


def _severity(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=SEVERITIES,
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "Please choose a number from 0 to 10."},
    )


def _date(label: str) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=DateInput(), input_formats=DATE_FORMATS, error_messages=BAD_DATE
    )


class FilterForm(forms.Form):
    """`wanted` is the filter, once the form is valid."""

    muscle = forms.TypedChoiceField(
        label="Muscle",
        choices=[("", "Any"), *((muscle.value, muscle.label) for muscle in Muscle)],
        coerce=Muscle,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "Please choose one of these muscles."},
    )
    severity_from = _severity("Severity from")
    severity_to = _severity("Severity to")
    since = _date("From the night of")
    until = _date("To the night of")
    text = CleanTextField(label="Words in a note", required=False, limit=LONGEST_SEARCH)

    @property
    def is_used(self) -> bool:
        """Whether anything is asked for."""
        return any(self.data.get(name) for name in self.fields)

    @property
    def wanted(self) -> EpisodeFilter:
        return EpisodeFilter(**self.cleaned_data)

    @property
    def in_words(self) -> str:
        """What was asked for, in one line: "Muscle: Calf · Severity from: 4"."""
        said = ((field.label, _words(self.cleaned_data[field.name])) for field in self)
        return " · ".join(f"{label}: {words}" for label, words in said if words)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        self._in_order(
            said.get("severity_from"), said.get("severity_to"), "severity_to", "This is below “from”."
        )
        self._in_order(said.get("since"), said.get("until"), "until", "This is before the first date.")
        return said

    def _in_order(self, low: int | date | None, high: Any, field: str, problem: str) -> None:
        if low is not None and high is not None and low > high:
            self.add_error(field, problem)


def _words(value: Muscle | date | int | str | None) -> str:
    match value:
        case None:
            return ""
        case Muscle():
            return value.label
        case date():
            return short_date(value)
        case _:
            return str(value)
