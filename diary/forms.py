"""Form controls: chips instead of drop-downs, unknown always within reach, text and numbers kept clean.

And the one form that several screens share: which part of the diary goes into a report, a link or a file.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Self, cast
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.datastructures import MultiValueDict

from accounts.models import User
from diary import records
from diary.domain.days import EARLIEST_DAY, LATEST_DAY
from diary.domain.factors import number_problem
from diary.domain.numbers import number_from
from diary.domain.patterns import Period
from diary.domain.selection import USUAL, Section, Selection
from diary.domain.text import NOTE_LIMIT, text_problem
from diary.domain.vocabulary import SEVERITY_WORDS
from diary.domain.wording import full_date

NO_ANSWER = "No answer"
SINCE_VISIT, OWN_DATES = "since-visit", "own"
WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")


class DiaryFormRenderer(TemplatesSetting):
    """Labelled groups with hint and error beside the field, and a summary of errors above a whole form."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class ChipSelect(forms.RadioSelect):
    """Large radio buttons in a row; the last one is empty, so that an answer can be taken back.

    `clear` is its label; None leaves it out, for a question that must be answered.
    """

    template_name = "forms/widgets/chips.html"

    def __init__(
        self,
        attrs: Mapping[str, Any] | None = None,
        choices: Iterable[tuple[Any, Any]] = (),
        *,
        clear: str | None = NO_ANSWER,
    ) -> None:
        super().__init__(dict(attrs or {}), choices)
        self.clear = clear

    def optgroups(
        self, name: str, value: list[str], attrs: dict[str, Any] | None = None
    ) -> list[tuple[str | None, list[dict[str, Any]], int | None]]:
        options = [
            option
            for _, group, _ in super().optgroups(name, value, attrs)
            for option in group
            if option["value"] not in {"", None}
        ]
        if self.clear is not None:
            nothing_chosen = not any(option["selected"] for option in options)
            clear = self.create_option(name, "", self.clear, nothing_chosen, len(options), attrs=attrs)
            options.append(clear | {"is_clear": True})
        return [(None, options, 0)]

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        # The state belongs to the group: a radio button can not be invalid on its own.
        option["attrs"].pop("aria-invalid", None)
        return option


class ChipSelectMultiple(forms.CheckboxSelectMultiple):
    """Large tick boxes in a row; none ticked means that nothing was said."""

    template_name = "forms/widgets/chips.html"

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        option["attrs"].pop("aria-invalid", None)
        return option


class YesNo(ChipSelect):
    """Yes, No and no answer, for True, False and None."""

    def __init__(self, attrs: Mapping[str, Any] | None = None, *, clear: str | None = NO_ANSWER) -> None:
        super().__init__(attrs, (("yes", "Yes"), ("no", "No")), clear=clear)

    def format_value(self, value: Any) -> list[str]:
        words = {True: "yes", False: "no"}
        return [words.get(value, value or "")]


class ScaleSelect(ChipSelect):
    """0 to 10 as large numbers; read out as "7 of 10, strong"."""

    template_name = "forms/widgets/scale.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"lowest": SEVERITY_WORDS[0], "highest": SEVERITY_WORDS[-1]}
        return context


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DatesInput(forms.Widget):
    """A date input for each date, and an empty one for one more; emptied, a date is taken back."""

    template_name = "forms/widgets/dates.html"
    use_fieldset = True

    def format_value(self, value: Any) -> list[str]:
        return [str(each) for each in value or ()]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["dates"] = [*context["widget"]["value"], ""]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        sent = data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name, ())
        return [text for text in sent if text.strip()]


class DatesField(forms.Field):
    """Dates, in order and each once."""

    widget = DatesInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False} | kwargs)

    def to_python(self, value: Any) -> list[date]:
        dates = (forms.DateField().to_python(text) for text in value or ())
        return sorted({each for each in dates if each is not None})


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class YesNoField(forms.Field):
    """True, False, or None for no answer."""

    widget = YesNo
    default_error_messages = {"invalid": "Please choose yes, no or no answer."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False} | kwargs)

    def to_python(self, value: Any) -> bool | None:
        if value in self.empty_values:
            return None
        if value in ("yes", True):
            return True
        if value in ("no", False):
            return False
        raise ValidationError(self.error_messages["invalid"], code="invalid")


class SeverityField(forms.TypedChoiceField):
    """A whole number from 0 to 10, or None for no answer."""

    widget = ScaleSelect

    def __init__(self, **kwargs: Any) -> None:
        defaults: dict[str, Any] = {
            "required": False,
            "choices": list(enumerate(SEVERITY_WORDS)),
            "coerce": int,
            "empty_value": None,
        }
        super().__init__(**defaults | kwargs)


class IntegerField(forms.IntegerField):
    """A whole number written with the digits 0 to 9: "１２", "1_000" and "1e3" are refused, not guessed."""

    default_error_messages = {"invalid": "Please write a whole number with the digits 0 to 9."}

    def __init__(self, **kwargs: Any) -> None:
        # A number input would throw away what it can not read; a text input keeps it for the person to mend.
        super().__init__(
            **{"widget": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})} | kwargs
        )

    def to_python(self, value: Any) -> int | None:
        text = str(value).strip() if value is not None else ""
        if not text:
            return None
        if not WHOLE_NUMBER.fullmatch(text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(text)


class NumberField(forms.Field):
    """A number from 0 on as people write it, or None; what can be read in two ways is refused, not guessed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{"widget": forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})} | kwargs
        )

    def to_python(self, value: Any) -> float | None:
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            number = number_from(str(value))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error
        problem = number_problem(number)
        if problem:
            raise ValidationError(problem, code="invalid")
        return number


class CleanTextField(forms.CharField):
    """Text of at most `limit` characters, without what a diary can not keep; see `clean_text`.

    The limit is not given to the browser, which would cut a pasted text without a word.
    """

    def __init__(self, *, limit: int = NOTE_LIMIT, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.limit = limit

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "", self.limit)


def clean_text(value: str, limit: int) -> str:
    """Return `value` with plain line ends; raise ValidationError, in words, if it can not be kept."""
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    problem = text_problem(text, limit)
    if problem:
        raise ValidationError(problem, code="text")
    return text


class SelectionForm(forms.Form):
    """Which part of the diary to hand on: a period and sections; `selection` is it, once the form is valid.

    What `data` does not say gets the usual answer, so an address without any question is the usual selection; with
    `data` of None the form is only shown. A period other than own dates is open at its end: it goes up to now.
    """

    # So that "nothing ticked" is an answer, and differs from an address that does not say.
    chosen = forms.CharField(required=False, widget=forms.HiddenInput)
    period = forms.ChoiceField(
        label="Which nights?",
        widget=ChipSelect(clear=None),
        error_messages={"invalid_choice": "Please choose one of these."},
    )
    first = forms.DateField(label="From the night of", required=False, widget=DateInput)
    last = forms.DateField(label="To the night of", required=False, widget=DateInput)
    sections = forms.MultipleChoiceField(
        label="What goes along?",
        required=False,
        widget=ChipSelectMultiple,
        choices=[(section.value, section.label) for section in Section],
        error_messages={"invalid_choice": "Please choose from these."},
        help_text="Your notes stay with you unless you tick them.",
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        today: date,
        last_visit: date | None = None,
        first_noted: date | None = None,
        period: str = Period.THREE_MONTHS.slug,
        sections: frozenset[Section] = USUAL,
        **kwargs: Any,
    ) -> None:
        """`today` is the last night that counts; `period` and `sections` are the usual answers."""
        self.today, self.last_visit, self.first_noted = today, last_visit, first_noted
        usual = {"chosen": "1", "period": period, "sections": [s.value for s in Section if s in sections]}
        kwargs["initial"] = usual | kwargs.get("initial", {})
        super().__init__(None if data is None else _completed(data, usual), **kwargs)
        since = [(SINCE_VISIT, f"Since your visit on {full_date(last_visit)}")] if last_visit else []
        choices = [*since, *((each.slug, each.label) for each in Period), (OWN_DATES, "Own dates")]
        cast("forms.ChoiceField", self.fields["period"]).choices = choices
        if first_noted:
            self.fields["first"].help_text = f"Your diary begins on {full_date(first_noted)}."

    @classmethod
    def of(cls, user: User, data: Mapping[str, Any] | None, *, today: date, **kwargs: Any) -> Self:
        """Return the form for a person's own diary; `today` is the diary day that is running."""
        span = records.span_of(user, today)
        return cls(data, today=span.last, last_visit=span.last_visit, first_noted=span.first, **kwargs)

    def clean_first(self) -> date | None:
        return self._own_date("first")

    def clean_last(self) -> date | None:
        return self._own_date("last")

    def _own_date(self, name: str) -> date | None:
        """A date that was typed; without "own dates" it is of no account."""
        day: date | None = self.cleaned_data[name]
        if self.cleaned_data.get("period") != OWN_DATES or day is None:
            return None
        if not EARLIEST_DAY <= day <= LATEST_DAY:
            raise ValidationError("Please check the year.")
        return day

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if said.get("period") == OWN_DATES and not (first or last or self.errors):
            self.add_error("first", "Please give one of the two dates, or choose another period.")
        if first and first > self.today:
            self.add_error("first", "The night of this day is still to come.")
        elif first and last and last < first:
            self.add_error("last", "This is before the first date.")
        return said

    @property
    def selection(self) -> Selection:
        said = self.cleaned_data
        return Selection.of_names(self._first(), said["last"], said["sections"])

    def _first(self) -> date | None:
        """The first diary day of the period, None for the beginning of the diary."""
        period = self.cleaned_data["period"]
        if period == SINCE_VISIT:
            return self.last_visit
        if period == OWN_DATES:
            own: date | None = self.cleaned_data["first"]
            return own
        named = Period.named(period)
        weeks = named.weeks if named else None
        return None if weeks is None else self.today - timedelta(weeks=weeks) + timedelta(days=1)

    def as_query(self) -> str:
        """What to put behind the "?" of an address that carries the selection on; empty answers are left out."""
        said = self.cleaned_data
        dates = {name: said[name].isoformat() for name in ("first", "last") if said[name]}
        return urlencode(
            {"chosen": "1", "period": said["period"], **dates, "sections": said["sections"]}, doseq=True
        )


def _completed(data: Mapping[str, Any], usual: Mapping[str, Any]) -> MultiValueDict[str, Any]:
    """Return what was sent, and the usual answer to what was not asked."""
    sent = (
        dict(data.lists()) if isinstance(data, MultiValueDict) else {k: _listed(v) for k, v in data.items()}
    )
    missing = {name: _listed(answer) for name, answer in usual.items() if name not in sent}
    if "chosen" in sent:
        missing.pop("sections", None)
    return MultiValueDict(sent | missing)


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]
