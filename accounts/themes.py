"""Knows which theme a person sees at a moment, so that the page is dark before its first paint."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http.response import HttpResponseBase

from accounts.models import Theme, User

NIGHT_BEGINS, NIGHT_ENDS = 22, 6
THEME_COOKIE = "theme"
THEME_COOKIE_AGE = 400 * 24 * 60 * 60  # the longest that browsers allow


def theme_at(user: User, now: datetime) -> Theme:
    """The person's theme, or the night theme between 22:00 and 06:00 of their own clock if they want that."""
    hour = now.astimezone(ZoneInfo(user.time_zone)).hour
    if user.night_theme_at_night and (hour >= NIGHT_BEGINS or hour < NIGHT_ENDS):
        return Theme.NIGHT
    return Theme(user.theme)


def remember_theme(response: HttpResponseBase, user: User) -> None:
    """Let the sign-in page of this device look as the person wants it."""
    response.set_cookie(
        THEME_COOKIE,
        user.theme,
        max_age=THEME_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
