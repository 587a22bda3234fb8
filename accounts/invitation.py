"""Knows when a person is invited to put the diary on the home screen of a device: once, and never at night."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.models import User
from accounts.themes import NIGHT_BEGINS, NIGHT_ENDS

INVITATION_COOKIE = "invited"
INVITATION_COOKIE_AGE = 400 * 24 * 60 * 60  # the longest that browsers allow
FIRST_AFTER = timedelta(days=7)


def is_invited(request: HttpRequest, user: User, now: datetime) -> bool:
    """Whether to invite at `now` (UTC): after a week of use, by day, until this device has said "not now"."""
    hour = now.astimezone(ZoneInfo(user.time_zone)).hour
    is_day = NIGHT_ENDS <= hour < NIGHT_BEGINS
    knows_the_diary = not user.is_demo and now - user.date_joined >= FIRST_AFTER
    return is_day and knows_the_diary and INVITATION_COOKIE not in request.COOKIES


def remember_invitation(response: HttpResponseBase) -> None:
    """Keep on this device that the invitation was answered."""
    response.set_cookie(
        INVITATION_COOKIE,
        "1",
        max_age=INVITATION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
