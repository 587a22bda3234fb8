"""What the buttons of Now send: never a reason to refuse a cramp at night."""

from datetime import UTC, datetime

from django import forms

from accounts.zones import zone_names
from diary.domain.entries import Place
from diary.domain.guidance.body import place_of
from diary.domain.prompts.questions import EPISODE_SIGNS
from diary.domain.vocabulary import Eased


class MomentForm(forms.Form):
    """A tap with the phone's time and zone. What a phone says wrongly about either counts as not said."""

    id = forms.UUIDField()
    # Plain fields: a text field would refuse an odd character, and with it the cramp.
    at = forms.Field(required=False)
    time_zone = forms.Field(required=False)

    def clean_at(self) -> datetime | None:
        return instant_or_none(self.cleaned_data["at"] or "")

    def clean_time_zone(self) -> str | None:
        zone: str | None = self.cleaned_data["time_zone"]
        return zone if zone in zone_names() else None


class PlaceForm(forms.Form):
    """One button of the body outline: "calf:left", or "calf:" where the side was not said."""

    place = forms.CharField(max_length=40)

    def clean_place(self) -> Place:
        try:
            return place_of(self.cleaned_data["place"])
        except ValueError as error:
            raise forms.ValidationError("This muscle is not known.") from error


class StretchForm(forms.Form):
    eased = forms.ChoiceField(choices=[(eased.value, eased.label) for eased in Eased])


class SignForm(forms.Form):
    """One screening question and its answer; `instead_of` is another one that was meant less exactly, now "no"."""

    question = forms.ChoiceField(choices=[(question.id, question.text) for question in EPISODE_SIGNS])
    answer = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No")])
    instead_of = forms.ChoiceField(
        choices=[(question.id, question.text) for question in EPISODE_SIGNS], required=False
    )


class SeverityForm(forms.Form):
    """0 to 10; empty when it was skipped."""

    severity = forms.IntegerField(min_value=0, max_value=10, required=False)


def instant_or_none(text: str) -> datetime | None:
    """Return the instant that a phone sent (ISO 8601 with an offset), in UTC, or None if it is none."""
    try:
        instant = datetime.fromisoformat(text)
        return instant.astimezone(UTC) if instant.tzinfo else None
    except (ValueError, OverflowError):
        return None
