"""Forms of an import: the file, how a foreign table is meant, and the yes to what is left out."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from accounts.zones import validate_zone, zone_choices
from diary.domain.factors import MOST_FOLLOWED
from diary.domain.formats.foreign_choices import Choices, Survey
from diary.domain.formats.foreign_table import Table
from diary.domain.formats.foreign_values import Colons, DateOrder, Scale, Unit, scale_words
from diary.domain.formats.presets import Clock, Role, Untimed
from diary.domain.vocabulary import Term
from diary.forms import ChipSelect, ChipSelectMultiple

MOST_SAMPLES = 3
LONGEST_SAMPLE = 40
UNKNOWN = "unknown"
SEVERITIES = [("", "Choose"), (UNKNOWN, "Not known"), *((str(number), str(number)) for number in range(11))]


def _samples(table: Table, index: int) -> str:
    """The first different things that stand in a column."""
    found: dict[str, None] = {}
    for text in table.column(index):
        found[text if len(text) <= LONGEST_SAMPLE else f"{text[:LONGEST_SAMPLE]}…"] = None
        if len(found) == MOST_SAMPLES:
            break
    return " · ".join(found) or "Nothing stands here."


def _of(terms: type[Term]) -> list[tuple[str, str]]:
    return [(term.value, term.label) for term in terms]


def _scales() -> list[tuple[str, str]]:
    moved = {scale: scale_words(scale) for scale in Scale}
    return [(s.value, f"{s.label} ({moved[s]})" if moved[s] else s.label) for s in Scale]


class FileForm(forms.Form):
    """The file that is brought in."""

    file = forms.FileField(
        label="File",
        help_text="A file from Cramp Diary (JSON, or the zip of tables), a table from another program (CSV), "
        "or export.zip from Apple Health.",
        error_messages={"required": "Please choose a file first.", "empty": "This file is empty."},
        widget=forms.FileInput(attrs={"accept": ".json,.csv,.tsv,.txt,.zip,.xml"}),
    )


class ConfirmForm(forms.Form):
    """The yes; where lines can not be read, it takes a second one."""

    leave_out = forms.BooleanField(required=False)


class TableForm(forms.Form):
    """How a table is meant: what its columns hold, and only those questions that these columns ask."""

    def __init__(self, data: QueryDict | None, *, table: Table, choices: Choices) -> None:
        self.table, self.before = table, choices
        roles = tuple(self._role_sent(data, index) for index in range(len(table.header)))
        self.survey = Survey(table, roles)
        super().__init__(data, initial=self._initial(choices))
        for index, name in enumerate(table.header):
            self.fields[f"role-{index}"] = forms.ChoiceField(
                label=name, help_text=_samples(table, index), choices=_of(Role), required=False
            )
        self.fields["zone"] = forms.ChoiceField(
            label="Where were you? The times in the table are of this zone", choices=zone_choices
        )
        if self.survey.problem is None:
            self._add_questions()

    def _role_sent(self, data: QueryDict | None, index: int) -> Role:
        sent = self.before.roles[index].value if data is None else data.get(f"role-{index}", "")
        return Role(sent) if sent in set(Role) else Role.IGNORED

    def _initial(self, choices: Choices) -> dict[str, Any]:
        said = choices.as_json()
        known = {word: UNKNOWN if number is None else number for word, number in choices.words.items()}
        words = {f"word-{n}": known.get(word, "") for n, word in enumerate(self.survey.words)}
        return said | words | {f"role-{index}": role for index, role in enumerate(said["roles"])}

    def _add_questions(self) -> None:
        survey = self.survey
        if survey.asks_date_order:
            orders = sorted(survey.date_orders or DateOrder, key=list(DateOrder).index)
            self._ask(
                "date_order",
                "How are dates written?",
                choices=[(order.value, order.label) for order in orders],
            )
        if survey.asks_clock:
            self._ask("clock", "What does the time in a line say?", Clock)
        if survey.asks_untimed:
            self._ask(
                "untimed",
                "When were cramps that have no time?",
                Untimed,
                help_text="They are kept as “about”: 03:00 at night or in the morning, 15:00 by day.",
            )
        if survey.asks_scale:
            self._ask("scale", "From where to where does the severity reach?", choices=_scales())
        for number, word in enumerate(survey.words):
            self.fields[f"word-{number}"] = forms.ChoiceField(
                label=f"“{word}” is, from 0 to 10",
                choices=SEVERITIES,
                error_messages={"required": "Please choose a number."},
            )
        if survey.asks_unit:
            self._ask("unit", "What do bare numbers in the duration count?", Unit)
        if survey.asks_colons:
            self._ask("colons", "How long is a duration of 1:30?", Colons)
        if Role.LABELS in survey.roles:
            self._add_labels()
        elif survey.asks_clear:
            self._add_clear("On days with 0 cramps, the night was without a cramp")

    def _ask(
        self,
        name: str,
        label: str,
        terms: type[Term] | None = None,
        *,
        choices: list[tuple[str, str]] | None = None,
        help_text: str = "",
    ) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label,
            help_text=help_text,
            choices=choices or (_of(terms) if terms else []),
            widget=ChipSelect(clear=None),
            error_messages={"required": "Please choose one."},
        )

    def _add_labels(self) -> None:
        labels = [(label, f"{label} ({count:,})") for label, count in self.survey.labels.items()]
        self.fields["cramps"] = forms.MultipleChoiceField(
            label="Which of these mean a cramp?",
            help_text="The number of lines stands behind each.",
            choices=labels,
            widget=ChipSelectMultiple,
            error_messages={"required": "Please tick at least one."},
        )
        self._add_clear("On days with a line and no cramp in it, the night was without a cramp")
        self.fields["factors"] = forms.MultipleChoiceField(
            label="Which of these do you want to follow as well?",
            help_text=f"Each becomes a factor of your own, yes or no; at most {MOST_FOLLOWED}. "
            "What you do not tick is left out.",
            choices=labels,
            widget=ChipSelectMultiple,
            required=False,
        )
        self.fields["others_are_no"] = forms.BooleanField(
            label="On days with a line that does not name it, the answer was no", required=False
        )

    def _add_clear(self, label: str) -> None:
        self.fields["others_are_clear"] = forms.BooleanField(label=label, required=False)

    # --- what was said

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"]
        validate_zone(zone)
        return zone

    def clean_factors(self) -> list[str]:
        ticked: list[str] = self.cleaned_data["factors"]
        if len(ticked) > MOST_FOLLOWED:
            raise forms.ValidationError(f"Please tick at most {MOST_FOLLOWED}.")
        return ticked

    def clean(self) -> None:
        if self.survey.problem is not None:
            raise forms.ValidationError(self.survey.problem)
        both = set(self.cleaned_data.get("cramps") or ()) & set(self.cleaned_data.get("factors") or ())
        if both:
            self.add_error("factors", f"“{min(both)}” means a cramp already. Please untick it in one place.")

    def choices(self) -> Choices:
        """What was said so far; what is not valid, or not asked, is as if nothing had been said."""
        said: Mapping[str, Any] = self.cleaned_data
        words = {word: said.get(f"word-{number}") for number, word in enumerate(self.survey.words)}
        return Choices.of_json(
            {
                "source": self.before.source,
                "roles": [role.value for role in self.survey.roles],
                "zone": said.get("zone") or self.before.zone,
                "date_order": said.get("date_order") or self._known_order(),
                **{name: said.get(name) or None for name in ("clock", "untimed", "scale", "unit", "colons")},
                "words": {
                    word: None if number == UNKNOWN else int(number)
                    for word, number in words.items()
                    if number
                },
                **{name: said.get(name) or () for name in ("cramps", "factors")},
                **{name: bool(said.get(name)) for name in ("others_are_no", "others_are_clear")},
            }
        )

    def _known_order(self) -> str | None:
        orders = self.survey.date_orders
        return next(iter(orders)).value if orders and len(orders) == 1 else None

    # --- for the template

    @property
    def columns(self) -> Iterator[BoundField]:
        """One question for each column."""
        return (self[name] for name in self.fields if name.startswith("role-"))

    @property
    def questions(self) -> Iterator[BoundField]:
        """What these columns ask."""
        return (self[name] for name in self.fields if not name.startswith("role-"))
