"""The forms of a person's own settings, and of the way in, which bring the time zone of the phone."""

from typing import Any

from allauth.account.forms import LoginForm, SignupForm
from django import forms
from django.http import HttpRequest, HttpResponse

from accounts.countries import country_choices, whereabouts
from accounts.models import User
from accounts.zones import zone_choices, zone_names


class PhoneZone(forms.Field):
    """The zone that a script fills in: a name that we know, or "" - nobody is kept out because of it."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: Any) -> str:
        return value if value in zone_names() else ""


class SignUpForm(SignupForm):  # type: ignore[misc]
    """The first page must already know which night it is where the person is."""

    time_zone = PhoneZone()

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        super().custom_signup(request, user)
        _take_zone(user, self.cleaned_data["time_zone"])
        _take_country(user, request)


class SignInForm(LoginForm):  # type: ignore[misc]
    time_zone = PhoneZone()

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        response: HttpResponse = super().login(request, redirect_url)
        if isinstance(request.user, User):
            _take_zone(request.user, self.cleaned_data["time_zone"])
        return response


def _take_zone(user: User, zone: str) -> None:
    if zone and user.time_zone_automatic:
        user.time_zone = zone
        user.save(update_fields=["time_zone"])


def _take_country(user: User, request: HttpRequest) -> None:
    """What was chosen on this device before there was an account, or the guess that its pages were shown with."""
    found = whereabouts(request)
    if found.country in dict(country_choices()):
        user.country, user.country_is_guess = found
        user.save(update_fields=["country", "country_is_guess"])


class OwnColumnsForm(forms.ModelForm):  # type: ignore[type-arg]
    """Saves the columns that it shows, and no other: the rest of its row may be older than the table.

    `along` are columns that follow from those.
    """

    along: tuple[str, ...] = ()

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit=False)
        if commit:
            user.save(update_fields=[*(self._meta.fields or ()), *self.along])
        return user


class SettingsForm(OwnColumnsForm):
    time_zone = forms.ChoiceField(label="Time zone", choices=zone_choices)
    country = forms.ChoiceField(label="Country", choices=country_choices, required=False)
    along = ("country_is_guess",)

    class Meta:
        model = User
        fields = ("theme", "night_theme_at_night", "time_zone", "time_zone_automatic", "country")
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
        if "country" in self.changed_data:
            self.instance.country_is_guess = False
        return data


class TimeZoneForm(OwnColumnsForm):
    class Meta:
        model = User
        fields = ("time_zone",)


class CountryForm(forms.Form):
    """In which country somebody is, with or without an account; `next` is the page that they came from."""

    country = forms.ChoiceField(label="Country", choices=country_choices, required=False)
    next = forms.CharField(required=False, widget=forms.HiddenInput)
