"""Forms of the health settings: every question may stay without an answer."""

from datetime import date
from typing import Any

from django import forms

from diary.domain.entries import Medicine, Profile
from diary.domain.factors import FACTORS
from diary.domain.text import NAME_LIMIT
from diary.domain.vocabulary import Condition, Sex
from diary.forms import ChipSelect, ChipSelectMultiple, CleanTextField, DateInput, IntegerField, YesNoField

NONE_OF_THESE = "none"


class ProfileForm(forms.Form):
    """Facts that change what a cramp may mean."""

    birth_year = IntegerField(
        label="Year of birth",
        required=False,
        min_value=1900,
        error_messages={"min_value": "Please check the year."},
    )
    sex = forms.ChoiceField(
        label="Sex", required=False, widget=ChipSelect, choices=[(sex.value, sex.label) for sex in Sex]
    )
    pregnant = YesNoField(label="Are you pregnant?")
    gave_birth_on = forms.DateField(
        label="If you gave birth in the last weeks: when?", required=False, widget=DateInput
    )
    conditions = forms.MultipleChoiceField(
        label="Do you have any of these?",
        required=False,
        widget=ChipSelectMultiple,
        choices=[*((c.value, c.label) for c in Condition), (NONE_OF_THESE, "None of these")],
        help_text="Nothing ticked means that you did not say.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    @staticmethod
    def initial_of(profile: Profile, *, pregnant: bool | None) -> dict[str, Any]:
        """What the form shows of a profile: only what was said, and of `pregnant` only what still holds."""
        conditions = [condition.value for condition in profile.conditions]
        return {
            "birth_year": profile.birth_year,
            "sex": profile.sex.value if profile.sex else "",
            "pregnant": pregnant,
            "gave_birth_on": profile.gave_birth_on,
            "conditions": conditions or ([NONE_OF_THESE] if profile.conditions_known else []),
        }

    def clean_birth_year(self) -> int | None:
        year: int | None = self.cleaned_data["birth_year"]
        if year is not None and year > self.today.year:
            raise forms.ValidationError("This year is still to come.")
        return year

    def clean_gave_birth_on(self) -> date | None:
        day: date | None = self.cleaned_data["gave_birth_on"]
        if day is not None and day > self.today:
            raise forms.ValidationError("This day is still to come.")
        return day

    def clean_conditions(self) -> list[str] | None:
        """The conditions that were ticked, [] for "None of these", None when nothing was said."""
        ticked: list[str] = self.cleaned_data["conditions"]
        if NONE_OF_THESE in ticked and len(ticked) > 1:
            raise forms.ValidationError(
                "“None of these” and another answer do not go together. Please untick one."
            )
        return None if not ticked else [name for name in ticked if name != NONE_OF_THESE]

    def answers(self) -> dict[str, Any]:
        """The changed facts, as answers to the questions of the profile."""
        said: dict[str, Any] = {}
        for name in self.changed_data:
            value = self.cleaned_data[name]
            said[f"profile.{name}"] = value.isoformat() if isinstance(value, date) else value or _kept(value)
        return said


def _kept(value: Any) -> Any:
    """False and [] are answers; an empty text is none."""
    return None if value == "" else value


class FactorsForm(forms.Form):
    """What the check-in asks about."""

    followed = forms.MultipleChoiceField(
        label="What do you want to follow?",
        required=False,
        widget=ChipSelectMultiple,
        choices=[(factor.id, factor.name) for factor in FACTORS],
        help_text="Few questions are answered more often than many. Four or five are a good number.",
    )


class MedicineForm(forms.Form):
    """A medicine as the person calls it; no dose is asked."""

    name = CleanTextField(
        label="Name", limit=NAME_LIMIT, error_messages={"required": "Please write what it is called."}
    )
    started_on = forms.DateField(label="Started on", required=False, widget=DateInput)
    changed_on = forms.DateField(label="Last changed on", required=False, widget=DateInput)
    stopped_on = forms.DateField(label="Stopped on", required=False, widget=DateInput)
    note = CleanTextField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    @staticmethod
    def initial_of(medicine: Medicine) -> dict[str, Any]:
        return {name: getattr(medicine, name) for name in MedicineForm.base_fields}
