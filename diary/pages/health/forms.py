"""Forms of the health settings: every question may stay without an answer."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from django import forms

from diary.content.medicines import class_question, class_to_confirm, is_medicine
from diary.content.prompt_words import gate_words
from diary.domain.entries import Event, Medicine, Profile
from diary.domain.factors import FACTORS
from diary.domain.pregnancy import LAST_WEEK, due_date, may_be, weeks_at
from diary.domain.prompts.gate import is_gated
from diary.domain.suspects import Suspicion
from diary.domain.text import NAME_LIMIT
from diary.domain.vocabulary import Condition, DrugClass, Sex, Smoking
from diary.forms import (
    ChipSelect,
    ChipSelectMultiple,
    CleanTextField,
    DateInput,
    DatesField,
    IntegerField,
    NumberField,
    YesNoField,
)

NONE_OF_THESE = "none"
WEEKS_PROBLEM = f"Please give the full weeks, from 0 to {LAST_WEEK}."
YES_NO, NUMBER = "yes_no", "number"


def _name(**kwargs: Any) -> CleanTextField:
    return CleanTextField(
        label="Name",
        limit=NAME_LIMIT,
        error_messages={"required": "Please write what it is called."},
        **kwargs,
    )


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
    pregnant_weeks = IntegerField(
        label="If so: how many weeks?",
        required=False,
        min_value=0,
        max_value=LAST_WEEK,
        help_text="Full weeks, today. They go on counting by themselves.",
        error_messages={"min_value": WEEKS_PROBLEM, "max_value": WEEKS_PROBLEM},
    )
    due_on = forms.DateField(label="Or when is the baby due?", required=False, widget=DateInput)
    gave_birth_on = forms.DateField(
        label="If you gave birth in the last weeks: when?", required=False, widget=DateInput
    )
    smoking = forms.ChoiceField(
        label="Do you smoke, or vape nicotine?",
        required=False,
        widget=ChipSelect,
        choices=[(smoking.value, smoking.label) for smoking in Smoking],
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
    def initial_of(profile: Profile, *, pregnant: bool | None, weeks: int | None) -> dict[str, Any]:
        """What the form shows of a profile: only what was said, and of a pregnancy only what still holds."""
        conditions = [condition.value for condition in profile.conditions]
        return {
            "birth_year": profile.birth_year,
            "sex": profile.sex.value if profile.sex else "",
            "pregnant": pregnant,
            "pregnant_weeks": weeks,
            "due_on": None if weeks is None else profile.due_on,
            "gave_birth_on": profile.gave_birth_on,
            "smoking": profile.smoking.value if profile.smoking else "",
            "conditions": conditions or ([NONE_OF_THESE] if profile.conditions_known else []),
        }

    def clean_birth_year(self) -> int | None:
        year: int | None = self.cleaned_data["birth_year"]
        if year is not None and year > self.today.year:
            raise forms.ValidationError("This year is still to come.")
        return year

    def clean_due_on(self) -> date | None:
        day: date | None = self.cleaned_data["due_on"]
        if day is not None and not may_be(weeks_at(day, self.today)):
            raise forms.ValidationError("This is too far from today. Please check the date.")
        return day

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

    def clean(self) -> dict[str, Any]:
        """The due date follows from the weeks, and "yes" from either; with "no" or no answer any more, it goes."""
        said: dict[str, Any] = super().clean() or {}
        if self.errors.keys() & {"pregnant", "pregnant_weeks", "due_on"}:
            return said
        is_told = any(
            name in self.changed_data and said[name] is not None for name in ("pregnant_weeks", "due_on")
        )
        if said["pregnant"] is False and is_told:
            self.add_error("pregnant", "You gave weeks or a due date as well. Please change one of them.")
        elif is_told or "pregnant" not in self.changed_data:
            said["due_on"] = self._due_on(said["pregnant_weeks"], said["due_on"])
            said["pregnant"] = True if is_told else said["pregnant"]
        elif not said["pregnant"]:
            said["due_on"] = None
        return said

    def _due_on(self, weeks: int | None, due_on: date | None) -> date | None:
        """The due date as it was told last: by itself, by the weeks, or taken back with them."""
        if "pregnant_weeks" not in self.changed_data:
            return due_on
        if "due_on" not in self.changed_data or due_on is None:
            return None if weeks is None else due_date(weeks, self.today)
        if weeks is not None and weeks_at(due_on, self.today) != weeks:
            self.add_error(
                "due_on", "This date and the weeks do not fit. Please change or empty one of them."
            )
        return due_on

    def answers(self) -> dict[str, Any]:
        """The changed facts, as answers to the questions of the profile; weeks are kept as the due date."""
        names = set(self.changed_data) - {"pregnant", "pregnant_weeks", "due_on"}
        names |= {n for n in ("pregnant", "due_on") if self.cleaned_data[n] != self.initial.get(n)}
        said = {name: self.cleaned_data[name] for name in self.fields if name in names}
        return {f"profile.{name}": _kept(value) for name, value in said.items()}


def _kept(value: Any) -> Any:
    """False and [] are answers; an empty text is none; a day is kept as it is written in a file."""
    if isinstance(value, date):
        return value.isoformat()
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


class OwnFactorForm(forms.Form):
    """A factor of the person's own: yes or no, or a number with the cut from which on it counts.

    A supplement that is tried on purpose is refused while `gate_is_closed()`, and a medicine always; what is taken
    anyway may be noted.
    """

    name = _name(help_text="A few words, such as “Late shift” or “Steps”.")
    kind = forms.ChoiceField(
        label="How do you want to answer?",
        widget=ChipSelect(clear=None),
        choices=[(YES_NO, "Yes or no"), (NUMBER, "A number")],
        error_messages={"required": "Please choose one of these."},
    )
    cut = NumberField(
        label="For a number: counts from … on",
        required=False,
        help_text="Days with this number or more are compared with the other days. Set it now: it can not be changed"
        " later, because a line that is drawn after looking at results often finds something by luck alone.",
    )
    is_on_purpose = YesNoField(
        label="Do you do this to have fewer cramps?",
        help_text="If so, more nights without it are needed before anything is said, and the diary reminds you that"
        " cramps often become fewer for other reasons.",
    )

    def __init__(self, *args: Any, gate_is_closed: Callable[[], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gate_is_closed = gate_is_closed

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        kind, cut = said.get("kind"), said.get("cut")
        if kind == NUMBER and cut is None and "cut" not in self.errors:
            self.add_error("cut", "Please write from which number on it counts.")
        problem = said.get("is_on_purpose") and try_problem(said.get("name", ""), self.gate_is_closed)
        if problem:
            self.add_error("name", problem)
        if kind == YES_NO and cut is not None:
            self.add_error("cut", "This is only for a number. Please leave it empty, or choose “A number”.")
        return said

    def details(self) -> dict[str, Any]:
        """The columns of the factor; not to have said why counts as "no"."""
        said = self.cleaned_data
        return {"name": said["name"], "cut": said["cut"], "is_on_purpose": said["is_on_purpose"] is True}


def try_problem(name: str, gate_is_closed: Callable[[], bool]) -> str | None:
    """Return why `name` is nothing to try on some nights and not on others, in words, or None."""
    if is_gated(name):
        words = f"{gate_words().words} It can be tested here once nothing speaks against it."
        return words if gate_is_closed() else None
    if is_medicine(name):
        return "Medicines are not tested here night by night. Write it down under Medicines, with its dates."
    return None


class NameForm(forms.Form):
    """Another name for a factor of the person's own; what is done on purpose can not become what may not be tried."""

    name = _name()

    def __init__(
        self, *args: Any, is_on_purpose: bool, gate_is_closed: Callable[[], bool], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.is_on_purpose = is_on_purpose
        self.gate_is_closed = gate_is_closed

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if self.is_on_purpose and (problem := try_problem(name, self.gate_is_closed)):
            raise forms.ValidationError(problem)
        return name


class SuspectsForm(forms.Form):
    """Which factors the person suspects.

    `seen` is what was marked when the page was made, and `promise` from when on a new mark would count then: what
    was not confirmed with the right date is asked about again.
    """

    seen = forms.Field(required=False, widget=forms.MultipleHiddenInput)
    promise = forms.CharField(required=False)

    def __init__(self, data: Any, *, suspicions: Sequence[Suspicion]) -> None:
        self.suspicions = suspicions
        marked = [one.factor.id for one in suspicions if one.is_marked]
        days = {one.counts_from for one in suspicions if not one.is_marked}
        self.promised = " ".join(sorted(str(day or "all") for day in days))
        super().__init__(data, initial={"suspected": marked, "seen": marked})
        self.fields["suspected"] = forms.MultipleChoiceField(
            label="Which of these do you suspect?",
            required=False,
            choices=[(one.factor.id, one.factor.name) for one in suspicions],
            error_messages={"invalid_choice": "One of these factors is not known."},
        )

    @property
    def rows(self) -> Iterator[tuple[Suspicion, bool]]:
        """Each factor that may be marked, and whether its box is ticked."""
        ticked = self["suspected"].value() or ()
        return ((one, one.factor.id in ticked) for one in self.suspicions)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        is_new = set(said.get("suspected", ())) - set(said.get("seen") or ())
        if is_new and said.get("promise") != self.promised:
            raise forms.ValidationError(
                "Meanwhile four more weeks are over, or what you follow has changed. Please look at the dates again."
            )
        return said


class EventForm(forms.Form):
    """Something that changed on a date."""

    name = _name(help_text="A few words, such as “New shoes” or “Moved house”.")
    on = forms.DateField(
        label="Date",
        widget=DateInput,
        error_messages={
            "required": "Please give the date.",
            "invalid": "Please give the date as day, month and year.",
        },
    )

    @staticmethod
    def initial_of(event: Event) -> dict[str, Any]:
        return {name: getattr(event, name) for name in EventForm.base_fields}


class ClassForm(forms.Form):
    """What kind of medicine it is, asked when its name looks like one that matters: yes, no or not sure."""

    answer = forms.ChoiceField(
        choices=[("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")], widget=ChipSelect(clear=None)
    )

    def __init__(self, *args: Any, kind: DrugClass | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind is not None:
            self.fields["answer"].label = class_question(kind)

    @classmethod
    def of(cls, medicine: Medicine) -> "ClassForm | None":
        """Return the question about `medicine` with what was said to it; None when there is nothing to ask."""
        kind = class_to_confirm(medicine.name)
        if kind is None:
            return None
        said = {None: "unsure", DrugClass.NONE: "no"}.get(medicine.drug_class, "yes")
        return cls(kind=kind, initial={"answer": said}, auto_id=f"{medicine.id}_%s")

    @classmethod
    def asked_of(cls, medicine: Medicine) -> "ClassForm | None":
        """Return the question about `medicine` while it is open and the medicine is not stopped."""
        is_open = medicine.drug_class is None and medicine.stopped_on is None
        return cls.of(medicine) if is_open else None

    def drug_class(self) -> DrugClass | None:
        """What the answer means: the class, none of those that matter, or unknown."""
        return {"yes": self.kind, "no": DrugClass.NONE}.get(self.cleaned_data["answer"])


class MedicineForm(forms.Form):
    """A medicine as the person calls it; no dose is asked."""

    name = _name(widget=forms.TextInput(attrs={"list": "medicine-names", "autocomplete": "off"}))
    started_on = forms.DateField(label="Started on", required=False, widget=DateInput)
    changes = DatesField(
        label="Dose changed on", help_text="Each time that it was changed. Emptied, a date is taken back."
    )
    stopped_on = forms.DateField(label="Stopped on", required=False, widget=DateInput)
    note = CleanTextField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_changes(self) -> list[str]:
        """The dates as the table has them."""
        return [on.isoformat() for on in self.cleaned_data["changes"]]

    @staticmethod
    def initial_of(medicine: Medicine) -> dict[str, Any]:
        return {name: getattr(medicine, name) for name in MedicineForm.base_fields}
