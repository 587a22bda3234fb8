"""Asks when a cramp began: minutes ago, or a date and a time on a clock that may show an hour twice or never."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.zones import zone_choices
from diary.actions.episodes import CLOCK_TOLERANCE
from diary.domain.days import Never, Once, Twice, instants_of, wall_clock
from diary.domain.entries import Episode
from diary.forms import ChipSelect, DateInput, TimeInput
from diary.pages.episodes.now_forms import instant_or_none
from diary.templatetags.words import long_date

Day = date  # the form has a field of that name
MINUTES_AGO = ((0, "Now"), (5, "5 min ago"), (15, "15 min ago"), (30, "30 min ago"), (60, "1 hour ago"))
GIVEN = "given"
EARLIEST_YEAR, LATEST_YEAR = 1900, 2200


class ZoneSelect(forms.Select):
    """Some six hundred places, put together once for each that is chosen: a template takes longer for them than for
    all the rest of the page."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: object = None
    ) -> SafeString:
        attributes = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html("<select{}>{}</select>", attributes, _zone_options(str(value)))


@lru_cache(maxsize=64)
def _zone_options(chosen: str) -> SafeString:
    groups = (
        (continent, format_html_join("", '<option value="{}"{}>{}</option>', _marked(zones, chosen)))
        for continent, zones in zone_choices()
    )
    return format_html_join("", '<optgroup label="{}">{}</optgroup>', groups)


def _marked(zones: Iterable[tuple[str, str]], chosen: str) -> Iterator[tuple[str, str, str]]:
    for zone, place in zones:
        yield zone, " selected" if zone == chosen else "", place


class YearField(forms.DateField):
    """A date whose year a diary can hold."""

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day is not None and not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
            raise ValidationError(f"Please give a year between {EARLIEST_YEAR} and {LATEST_YEAR}.")
        return day


class OnsetForm(forms.Form):
    """Gives `cleaned_data["started_at"]` (UTC) and `["time_zone"]`; `stored` is the episode that is edited, if any.

    An answer to a question (`meant`, `future`) is the instant it speaks of, so that it never counts for another time
    than the one that was asked about.
    """

    ago = forms.TypedChoiceField(
        label="When did it start?",
        choices=[*MINUTES_AGO, (GIVEN, "At this time:")],
        coerce=lambda answer: None if answer == GIVEN else int(answer),
        empty_value=None,
        required=False,
        widget=ChipSelect(clear=None),
        error_messages={"invalid_choice": "Please choose one of these, or give a date and a time."},
    )
    date = YearField(
        label="Date",
        widget=DateInput(),
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        error_messages={"invalid": "Please give the date as day, month and year, like 22/11/2026."},
    )
    time = forms.TimeField(
        label="Time",
        widget=TimeInput(),
        required=False,
        input_formats=["%H:%M", "%H:%M:%S", "%H.%M"],
        error_messages={"invalid": "Please give the time as hours and minutes, like 03:10."},
    )
    meant = forms.Field(label="Which time do you mean?", required=False, widget=ChipSelect(clear=None))
    future = forms.Field(label="Is the date right?", required=False, widget=ChipSelect(clear=None))
    onset_is_about = forms.BooleanField(label="The time is only about right", required=False)
    time_zone = forms.ChoiceField(
        label="Time zone",
        choices=zone_choices,
        required=False,
        widget=ZoneSelect(),
        error_messages={"invalid_choice": "This time zone is not known."},
    )
    tapped_at = forms.Field(required=False, widget=forms.HiddenInput())

    def __init__(
        self,
        *args: Any,
        now: datetime,
        zone: str,
        stored: Episode | None,
        night: Day | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.stored, self.night = now, stored, night
        self.home_zone = stored.time_zone if stored else zone
        wall = wall_clock(stored.started_at if stored else now, self.home_zone).replace(
            second=0, microsecond=0
        )
        self.initial.update(ago=GIVEN, date=wall.date(), time=wall.time(), time_zone=self.home_zone)
        if night is not None:
            # Most of a night lies after midnight; its hour is not guessed.
            self.initial.update(date=min(night + timedelta(days=1), wall.date()), time=None)
        if stored is not None:
            del self.fields["ago"], self.fields["tapped_at"]
            self.initial["onset_is_about"] = stored.onset_is_about
            if not isinstance(self._offer_meanings(wall, self.home_zone), Once):
                self.initial["meant"] = _iso(stored.started_at)

    @property
    def shown_zone(self) -> str:
        """The zone on whose clock the date and the time are read."""
        return (
            self.home_zone if "time_zone" in self.errors else str(self["time_zone"].value() or self.home_zone)
        )

    @property
    def was_minutes_ago(self) -> bool:
        """Whether the onset was counted back from the moment of the tap."""
        return "ago" not in self.errors and self.cleaned_data.get("ago") is not None

    def fix_onset(self) -> None:
        """Show "5 min ago" as the time it meant, so that it does not move on while other answers are mended."""
        started_at = self.cleaned_data.get("started_at") if self.was_minutes_ago else None
        if started_at is not None:
            wall = wall_clock(started_at, self.cleaned_data["time_zone"])
            self._offer_meanings(wall, self.cleaned_data["time_zone"])
            self.show(ago=GIVEN, date=f"{wall:%Y-%m-%d}", time=f"{wall:%H:%M}", meant=_iso(started_at))

    def show(self, **values: object) -> None:
        """Show other values than those that were sent."""
        data = cast("QueryDict", self.data).copy()
        for name, value in values.items():
            data[name] = str(value)
        self.data = data

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "time_zone" in self.errors:
            return cleaned
        cleaned["time_zone"] = cleaned.get("time_zone") or self.home_zone
        if cleaned.get("ago") is not None:
            cleaned["started_at"] = self._minutes_before_the_tap(cleaned["ago"])
        elif not {"ago", "date", "time"} & self.errors.keys():
            self._clean_given_time(cleaned)
        return cleaned

    def _minutes_before_the_tap(self, minutes: int) -> datetime:
        tapped = instant_or_none(self.cleaned_data.get("tapped_at") or "")
        if tapped is None or abs(tapped - self.now) > CLOCK_TOLERANCE:
            tapped = self.now
        return (tapped - timedelta(minutes=minutes)).replace(second=0, microsecond=0)

    def _clean_given_time(self, cleaned: dict[str, Any]) -> None:
        missing = [name for name in ("date", "time") if cleaned.get(name) is None]
        for name in missing:
            self.add_error(name, f"Please give the {name}.")
        if not missing:
            wall = datetime.combine(cleaned["date"], cleaned["time"])
            started_at = self._meant(wall, cleaned["time_zone"], cleaned.get("meant"))
            if started_at is not None and self._is_meant_to_be_ahead(started_at, cleaned):
                cleaned["started_at"] = started_at

    def _meant(self, wall: datetime, zone: str, said: str | None) -> datetime | None:
        """The instant of a time on the wall; None when it can mean two, and it was not said which."""
        meanings = self._offer_meanings(wall, zone)
        if isinstance(meanings, Once):
            return self._with_stored_seconds(meanings.instant)
        for instant in _both(meanings):
            if _iso(instant) == said:
                return self._with_stored_seconds(instant)
        self.add_error("meant", _question(meanings, wall))
        return None

    def _offer_meanings(self, wall: datetime, zone: str) -> Once | Twice | Never:
        """Find what a time on the wall can mean, and offer a choice where there is one."""
        meanings = instants_of(wall, zone)
        if not isinstance(meanings, Once):
            words = zip(_both(meanings), _words(meanings, wall, zone), strict=True)
            self._offer("meant", [(_iso(instant), label) for instant, label in words])
        return meanings

    def _is_meant_to_be_ahead(self, started_at: datetime, cleaned: dict[str, Any]) -> bool:
        is_as_stored = self.stored is not None and started_at == self.stored.started_at
        if is_as_stored or started_at - self.now <= CLOCK_TOLERANCE:
            return True
        self._offer("future", [(_iso(started_at), f"Yes, {long_date(cleaned['date'], date.min)} is right")])
        if cleaned.get("future") == _iso(started_at):
            return True
        self.add_error("future", "This is in the future. Is the date right? If not, change it above.")
        return False

    def _with_stored_seconds(self, started_at: datetime) -> datetime:
        """An onset that was timed to the second keeps its seconds while its minute is not changed."""
        stored = self.stored.started_at if self.stored else None
        if stored is not None and timedelta() <= stored - started_at < timedelta(minutes=1):
            return stored
        return started_at

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast("ChipSelect", self.fields[name].widget).choices = choices


def _iso(instant: datetime) -> str:
    return instant.replace(second=0, microsecond=0).isoformat()


def _both(meanings: Twice | Never) -> tuple[datetime, datetime]:
    if isinstance(meanings, Twice):
        return meanings.first, meanings.second
    return meanings.earlier, meanings.later


def _words(meanings: Twice | Never, wall: datetime, zone: str) -> tuple[str, str]:
    if isinstance(meanings, Twice):
        return (
            f"The first {wall:%H:%M}, before the clocks went back",
            f"The second {wall:%H:%M}, after the clocks went back",
        )
    earlier, later = (wall_clock(instant, zone) for instant in _both(meanings))
    return _time_beside(earlier, wall), _time_beside(later, wall)


def _time_beside(time: datetime, wall: datetime) -> str:
    """A time, with its date where that is another one than was asked about."""
    return (
        f"{time:%H:%M}"
        if time.date() == wall.date()
        else f"{time:%H:%M}, {long_date(time.date(), wall.date())}"
    )


def _question(meanings: Twice | Never, wall: datetime) -> str:
    if isinstance(meanings, Twice):
        return f"The clocks went back, so there was {wall:%H:%M} twice that night."
    return f"{wall:%H:%M} did not exist that night: the clocks went forward."
