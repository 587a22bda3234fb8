"""Addresses that open without an account, /s/…: what may not be kept or found, and how often one may guess."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from diary.limits import Limit, caller

MISSES = Limit("shared-address", most=30)
# What no program and no search engine may keep or hand on.
HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


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
            response: HttpResponseBase = too_often(request)
        else:
            found = view(request, token)
            if found is None:
                MISSES.count(who, now)
            response = found or render(request, "strangers/not_there.html", status=404)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return login_not_required(guarded)


def too_often(request: HttpRequest) -> HttpResponse:
    """Answer somebody who tries too often."""
    response = render(request, "strangers/too_often.html", status=429)
    response.headers["Retry-After"] = "60"
    return response
