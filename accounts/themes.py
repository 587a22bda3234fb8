"""Knows which theme a person sees at a moment, so that the page is dark before its first paint."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Theme, User

NIGHT_BEGINS, NIGHT_ENDS = 22, 6


def theme_at(user: User, now: datetime) -> Theme:
    """The person's theme, or the night theme between 22:00 and 06:00 of their own clock if they want that."""
    hour = now.astimezone(ZoneInfo(user.time_zone)).hour
    if user.night_theme_at_night and (hour >= NIGHT_BEGINS or hour < NIGHT_ENDS):
        return Theme.NIGHT
    return Theme(user.theme)


def theme(request: HttpRequest) -> dict[str, str]:
    """For templates: `theme` is system, light, dark or night."""
    user = getattr(request, "user", None)
    if isinstance(user, User):
        return {"theme": theme_at(user, timezone.now()).value}
    return {"theme": Theme.SYSTEM.value}
