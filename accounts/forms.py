"""The form of a person's own settings."""

from typing import Any

from django import forms

from accounts.models import User
from accounts.zones import zone_choices


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    time_zone = forms.ChoiceField(label="Time zone", choices=zone_choices)

    class Meta:
        model = User
        fields = ("theme", "night_theme_at_night", "time_zone", "time_zone_automatic")
        widgets = {"theme": forms.RadioSelect}
        labels = {
            "night_theme_at_night": "Use the night theme between 22:00 and 06:00",
            "time_zone_automatic": "Take the time zone from this phone",
        }

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        # A zone that was just chosen by hand would be overwritten by the phone at the next page.
        if "time_zone" in self.changed_data and "time_zone_automatic" not in self.changed_data:
            data["time_zone_automatic"] = False
        return data


class TimeZoneForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = ("time_zone",)
