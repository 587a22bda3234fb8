"""Form controls: chips instead of drop-downs, unknown always within reach, text and numbers kept clean."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting

from diary.domain.factors import number_problem
from diary.domain.numbers import number_from
from diary.domain.text import NOTE_LIMIT, text_problem
from diary.domain.vocabulary import SEVERITY_WORDS

NO_ANSWER = "No answer"
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
