"""The episode form: everything that can be said of a cramp on one screen; only a time and a muscle must be said."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import QueryDict

from diary.actions.episodes import places_as_json
from diary.domain.days import diary_day
from diary.domain.entries import CheckIn, Episode
from diary.domain.factors import FACTOR_BY_ID
from diary.domain.prompts.questions import EPISODE_SIGNS, Question, question_of
from diary.domain.vocabulary import (
    HARD_MINUTES,
    MINUTES_AWAKE,
    SORE_HOURS,
    Activity,
    Distress,
    Eased,
    Fall,
    Fluids,
    Helped,
    Knot,
    Muscle,
    Progress,
    Relief,
    State,
    Term,
)
from diary.forms import (
    ChipSelect,
    ChipSelectMultiple,
    CleanTextField,
    IntegerField,
    SeverityField,
    YesNoField,
)
from diary.pages.episodes import wording
from diary.pages.episodes.cards import ShownCard, cards_for
from diary.pages.episodes.onset import OnsetForm
from diary.pages.episodes.ticks import (
    NO_SIGNS,
    SIDES,
    place_tick,
    places_of_ticks,
    reliefs_of_ticks,
    signs_of_ticks,
    ticks_of_places,
    ticks_of_signs,
)
from diary.templatetags.words import duration, short_date

NONE_OF_THESE = "None of these"
NOT_SHOWN = "Please choose from the answers shown."
COMMON_MUSCLES = frozenset(
    {Muscle.CALF, Muscle.TOES, Muscle.FOOT_ARCH, Muscle.FRONT_THIGH, Muscle.BACK_THIGH}
)
# "Still sore after two days?" has no answer before.
SORE_LATER, SORE_LATER_FROM = "SQ27", timedelta(hours=48)
WOKE = {True: "yes", False: "no", None: ""}
# Columns whose field has their name and their value.
PLAIN = (
    "hard_minutes", "severity", "sore_hours", "state", "minutes_awake", "distress", "stretch_eased", "knot", "fall",
    "fluids", "activity", "count",
)  # fmt: skip
OTHER_COLUMNS = ("started_at", "time_zone", "progress", "onset_is_about", "woke", "slept_again", "note")
# Numbers to choose from, and the words for one that is stored but lies between them.
SPANS: Mapping[str, tuple[tuple[tuple[int, str], ...], Callable[[int], str]]] = {
    "hard_minutes": (HARD_MINUTES, duration),
    "sore_hours": (tuple((hours, wording.hours_sore(hours)) for hours, _ in SORE_HOURS), wording.hours_sore),
    "minutes_awake": (tuple((m, wording.minutes_awake(m)) for m, _ in MINUTES_AWAKE), wording.minutes_awake),
    "count": (tuple((few, str(few)) for few in range(1, 6)), str),
}


def one_of(
    label: str, choices: Iterable[tuple[Any, str]], coerce: Callable[[Any], Any]
) -> forms.TypedChoiceField:
    """A question with the answers shown; None if it was not answered."""
    return forms.TypedChoiceField(
        label=label,
        choices=list(choices),
        coerce=coerce,
        empty_value=None,
        required=False,
        widget=ChipSelect(),
        error_messages={"invalid_choice": NOT_SHOWN},
    )


def term(label: str, terms: type[Term]) -> forms.TypedChoiceField:
    """A question with a closed list of the vocabulary."""
    return one_of(label, [(word.value, word.label) for word in terms], terms)


def number(label: str, name: str) -> forms.TypedChoiceField:
    """A question with the whole numbers of SPANS, each shown in words."""
    return one_of(label, SPANS[name][0], int)


def exact(label: str, low: int, high: int, words: str) -> IntegerField:
    """A number to type where the ones shown are not exact enough."""
    messages = {"min_value": words, "max_value": words}
    return IntegerField(label=label, required=False, min_value=low, max_value=high, error_messages=messages)


def several_of(
    label: str, choices: Iterable[tuple[str, str]], *, missing: str = ""
) -> forms.MultipleChoiceField:
    """A question where any number of boxes may be ticked; `missing` is what is said when one must be and none is."""
    return forms.MultipleChoiceField(
        label=label,
        choices=list(choices),
        required=bool(missing),
        widget=ChipSelectMultiple(),
        error_messages={"invalid_choice": NOT_SHOWN, "invalid_list": NOT_SHOWN, "required": missing},
    )


def with_stored(name: str, stored: int | None) -> list[tuple[int, str]]:
    """Return the numbers of SPANS in order, and the stored one among them where it lies between two."""
    spans, words = SPANS[name]
    between = [] if stored is None or stored in dict(spans) else [(stored, words(stored))]
    return sorted([*spans, *between])


@dataclass(frozen=True, slots=True)
class Row:
    """One tick box with what belongs to it: further boxes, or a question that opens once it is ticked."""

    option: Mapping[str, Any]
    more: tuple[Mapping[str, Any], ...] = ()
    question: BoundField | None = None
    said_no: bool = False


class EpisodeForm(OnsetForm):
    """One cramp. `stored` is the episode that is edited or finished; what is not answered stays unknown."""

    places = several_of(
        "Where was it?",
        [(place_tick(muscle, side), muscle.label) for muscle in Muscle for side in (None, *SIDES)],
        missing="Please say where it was. One muscle is enough.",
    )
    hard_minutes = number("How many minutes was the muscle hard?", "hard_minutes")
    hard_minutes_exact = exact("Exact minutes", 0, 1440, "Minutes must be between 0 and 1,440, one day.")
    severity = SeverityField(
        label="How bad was the worst pain?", error_messages={"invalid_choice": NOT_SHOWN}
    )
    sore_hours = number("How long was it sore afterwards?", "sore_hours")
    state = term("What were you doing?", State)
    woke = YesNoField(
        label="Did it wake you?",
        widget=ChipSelect(choices=[("yes", "It woke me"), ("no", "I was already awake")]),
        error_messages={"invalid": NOT_SHOWN},
    )
    minutes_awake = number("How long were you awake afterwards?", "minutes_awake")
    not_slept_again = forms.BooleanField(label="I did not get back to sleep", required=False)
    distress = term("How upsetting was it?", Distress)
    reliefs = several_of("What did you do about it?", [(relief.value, relief.label) for relief in Relief])
    stretch_eased = term("Did stretching ease it?", Eased)
    knot = term("Could you see or feel a hard knot?", Knot)
    signs = several_of("Was there anything else with this cramp?", [])
    fall = term("Did you fall?", Fall)
    fluids = term("How much did you drink, all drinks together?", Fluids)
    activity = term("How hard was your activity?", Activity)
    count = number("How many cramps were there, one after the other?", "count")
    count_exact = exact("Another number", 1, 20, "The number of cramps must be between 1 and 20.")
    note = CleanTextField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(
        self,
        *args: Any,
        now: datetime,
        zone: str,
        stored: Episode | None = None,
        night: date | None = None,
        signs: Sequence[Question] = EPISODE_SIGNS,
    ) -> None:
        super().__init__(*args, now=now, zone=zone, stored=stored, night=night)
        self.familiar: frozenset[Muscle] = frozenset()
        self.asked = _signs_asked(signs, stored, now)
        for relief in Relief:
            self.fields[f"helped_{relief}"] = term("Did it help?", Helped)
        cast("forms.ChoiceField", self.fields["signs"]).choices = [
            *_sign_choices(self.asked),
            (NO_SIGNS, NONE_OF_THESE),
        ]
        if stored is not None:
            self._recall(stored)

    # --- What is shown ---

    def remember(self, *, check_in: CheckIn, familiar: Collection[Muscle]) -> None:
        """Show the muscles that have cramped before among the first, and what a check-in says about that day."""
        self.familiar = frozenset(familiar)
        for name in ("fluids", "activity"):
            answer = check_in.factors.get(name)
            if answer is not None:
                words = FACTOR_BY_ID[name].answer_words(answer).lower()
                said = f"Your check-in for {short_date(check_in.day)} says: {words}."
                self.fields[name].help_text = said

    @property
    def cards(self) -> list[ShownCard]:
        """The cards in order; what was typed and not stored yet is never in a closed one."""
        return cards_for(self.stored, unsaved={*self.errors, *self.changed_data} if self.is_bound else ())

    @property
    def common_places(self) -> list[Row]:
        return [row for muscle, row in self._place_rows() if muscle in COMMON_MUSCLES | self.familiar]

    @property
    def more_places(self) -> list[Row]:
        return [row for muscle, row in self._place_rows() if muscle not in COMMON_MUSCLES | self.familiar]

    @property
    def more_places_ticked(self) -> bool:
        return any(box["selected"] for row in self.more_places for box in (row.option, *row.more))

    @property
    def relief_rows(self) -> list[Row]:
        boxes = self._boxes("reliefs")
        return [Row(boxes[relief.value], question=self[f"helped_{relief}"]) for relief in Relief]

    @property
    def sign_rows(self) -> list[Row]:
        boxes = self._boxes("signs")
        none = boxes[NO_SIGNS]
        said = {} if self.stored is None or none["selected"] else self.stored.signs
        rows = [
            Row(
                boxes[sign.id],
                tuple(boxes[part.id] for part in sign.parts),
                said_no=said.get(sign.id) is False,
            )
            for sign in self.asked
        ]
        return [*rows, Row(none)]

    def _place_rows(self) -> list[tuple[Muscle, Row]]:
        boxes = self._boxes("places")
        return [
            (muscle, Row(boxes[place_tick(muscle)], tuple(boxes[place_tick(muscle, side)] for side in SIDES)))
            for muscle in Muscle
        ]

    def _boxes(self, name: str) -> dict[str, Mapping[str, Any]]:
        return {str(box.data["value"]): box.data for box in self[name].subwidgets}

    def _recall(self, stored: Episode) -> None:
        for name in SPANS:
            cast("forms.ChoiceField", self.fields[name]).choices = with_stored(name, getattr(stored, name))
        self.initial.update(
            {name: _written(getattr(stored, name)) for name in PLAIN}
            | {f"helped_{tried.relief}": _written(tried.helped) for tried in stored.reliefs},
            places=sorted(ticks_of_places(stored.places)),
            reliefs=[tried.relief.value for tried in stored.reliefs],
            signs=sorted(ticks_of_signs(stored.signs, self.asked)),
            woke=WOKE[stored.woke],
            not_slept_again=stored.slept_again is False,
            note=stored.note,
        )

    # --- What was said ---

    def clean(self) -> dict[str, Any]:
        self._refuse_two_answers()
        cleaned = super().clean()
        for name in ("hard_minutes", "count"):
            typed = cleaned.get(f"{name}_exact")
            cleaned[name] = cleaned.get(name) if typed is None else typed
        return cleaned

    def entry(self, new_id: UUID) -> Episode:
        """Return the episode as this valid form says it: the stored one with its changes, or a new one."""
        said = self.cleaned_data
        started_at, zone = said["started_at"], said["time_zone"]
        day = diary_day(started_at, zone)
        before = self.stored or Episode(id=new_id, started_at=started_at, time_zone=zone, day=day)
        helped = {relief: said[f"helped_{relief}"] for relief in Relief}
        return replace(
            before,
            **{name: said[name] for name in (*PLAIN, "woke", "onset_is_about")},
            started_at=started_at,
            time_zone=zone,
            day=day,
            progress=Progress.COMPLETE,
            places=places_of_ticks(said["places"], before.places),
            reliefs=reliefs_of_ticks(said["reliefs"], helped, before.reliefs),
            signs=signs_of_ticks(said["signs"], before.signs, self.asked),
            slept_again=False if said["not_slept_again"] else before.slept_again or None,
            note=before.note if _reads_the_same(said["note"], before.note) else said["note"],
        )

    def add_refusals(self, refusal: ValidationError) -> None:
        """Show beside its field what the model refused."""
        for column, errors in refusal.error_dict.items():
            field = {"started_at": "date", "day": "date"}.get(column, column)
            self.add_error(field if field in self.fields else None, errors)

    def _refuse_two_answers(self) -> None:
        sent = cast("QueryDict", self.data)
        for name, field in self.fields.items():
            if not isinstance(field, forms.MultipleChoiceField) and len(set(sent.getlist(name))) > 1:
                self.add_error(name, "Two different answers came for this. Please choose one.")


def columns_of(episode: Episode) -> dict[str, Any]:
    """Return what a form can change of an episode, as its table has it."""
    return {
        **{name: _column(getattr(episode, name)) for name in (*PLAIN, *OTHER_COLUMNS)},
        "places": places_as_json(episode.places),
        "reliefs": [{"relief": t.relief.value, "helped": _column(t.helped)} for t in episode.reliefs],
        "signs": dict(episode.signs),
    }


def changes_between(before: Episode, after: Episode) -> dict[str, Any]:
    """Return the columns that `after` says differently, as the table has them."""
    return {
        name: value
        for name, value in columns_of(after).items()
        if getattr(before, name) != getattr(after, name)
    }


def _signs_asked(signs: Collection[Question], stored: Episode | None, now: datetime) -> tuple[Question, ...]:
    """Return those of `signs` that are due, and whatever was answered before."""
    answered = {question_of(key).id for key in stored.signs} if stored is not None else set()
    is_later = stored is not None and now - stored.started_at >= SORE_LATER_FROM
    due = {question.id for question in signs if is_later or question.id != SORE_LATER}
    return tuple(question for question in EPISODE_SIGNS if question.id in due | answered)


def _sign_choices(asked: Iterable[Question]) -> list[tuple[str, str]]:
    return [
        (key, chip)
        for question in asked
        for key, chip in ((question.id, question.chip), *((part.id, part.chip) for part in question.parts))
    ]


def _reads_the_same(typed: str, stored: str) -> bool:
    """Whether a text is as it was but for its line ends and the space around it, which a browser changes."""
    return typed.splitlines() == stored.strip().splitlines()


def _written(value: object) -> str:
    return "" if value is None else str(value)


def _column(value: object) -> object:
    return value.value if isinstance(value, Term) else value
