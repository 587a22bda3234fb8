"""Addresses that open without an account, /s/…: one answer to all that open nothing, and how often one may guess."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from diary.limits import Limit, caller

MISSES = Limit("shared-address", most=30)


def for_strangers(
    view: Callable[[HttpRequest, str], HttpResponseBase | None],
) -> Callable[[HttpRequest, str], HttpResponseBase]:
    """Open `view(request, token, …)` to everybody who has the token.

    It answers None for a token that opens nothing: one that never was, has run out, was ended, or whose owner is gone
    all get the same page, and who asks for too many of them waits.
    """

    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponseBase:
        now, who = timezone.now(), caller(request)
        if MISSES.is_reached(who, now):
            return too_often(request)
        found = view(request, token)
        if found is None:
            MISSES.count(who, now)
        return found or render(request, "strangers/not_there.html", status=404)

    return login_not_required(guarded)


def too_often(request: HttpRequest) -> HttpResponse:
    """Answer somebody who tries too often."""
    response = render(request, "strangers/too_often.html", status=429)
    response.headers["Retry-After"] = "60"
    return response
