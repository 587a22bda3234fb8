"""Answers to a browser: a whole page or one fragment of it, what was just done, and where to go next."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import register_converter, reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from accounts.countries import whereabouts
from accounts.models import Theme, User
from accounts.themes import THEME_COOKIE, theme_at
from diary.content.local_numbers import local_numbers
from diary.domain.days import EARLIEST_DAY, LATEST_DAY
from diary.domain.guidance.local_numbers import LocalNumbers

UNDO = "undo:"
LONGEST_VERSION = 9


class Place(NamedTuple):
    """One of the five places: its label and icon, its address, and what `aria-current` says of it here."""

    label: str
    icon: str
    url: str
    current: str


PLACES = (
    ("Tonight", "moon", "diary:tonight"),
    ("Diary", "calendar", "diary:diary"),
    ("Patterns", "bars", "diary:patterns"),
    ("Guidance", "book", "diary:guidance"),
    ("Visit", "stethoscope", "diary:visit"),
)


class SeeOther(HttpResponseRedirect):
    """303: fetch the next page with GET, whatever the method was."""

    status_code = 303


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    fragment: str | Collection[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render `template` whole, or only the fragment that htmx wants to replace.

    `fragment` names the partials that may be asked for alone; each has the name of the id that it replaces.
    A restored history entry always gets the whole page. What was just done goes along, out of band.
    """
    wanted = _fragment_wanted(request, {fragment} if isinstance(fragment, str) else set(fragment or ()))
    name = f"{template}#{wanted}" if wanted else template
    response = render(request, name, dict(context or {}), status=status)
    if wanted and len(get_messages(request)):
        notices = render_to_string("components/notices.html", {"out_of_band": True}, request)
        response.content += notices.encode()
    patch_vary_headers(response, ["HX-Request", "Accept-Language", "Cookie"])
    response.headers["Cache-Control"] = "private, no-store"
    return response


def undoable(request: HttpRequest, text: str, undo_url: str) -> None:
    """Say on the next page what was done, with a button that posts to `undo_url`."""
    messages.success(request, text, extra_tags=f"{UNDO}{undo_url}")


def see_other(request: HttpRequest, url: str) -> HttpResponseRedirectBase:
    """Go on to `url`, an address of ours, after a write: a 303, or for htmx the header that it follows."""
    return HttpResponseClientRedirect(url) if HtmxDetails(request) else SeeOther(url)


def version_sent(request: HttpRequest) -> int:
    """Return the version of a row that the person was looking at; 0, which no row ever has, if it is no number."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) <= LONGEST_VERSION else 0


def appearance(request: HttpRequest) -> dict[str, Any]:
    """For templates: `theme`, `places`, which is empty before the sign-in, and `works_offline`.

    A view that must be dark sets `request.forced_theme`.
    """
    return {
        "theme": _theme(request),
        "places": partial(_places, request),
        "works_offline": settings.DIARY_OFFLINE,
    }


def local_of(request: HttpRequest) -> LocalNumbers:
    """Return whom to call where the person is: the country they chose, or the one that their browser suggests."""
    country, is_guess = whereabouts(request)
    return local_numbers(country, is_guess=is_guess)


def local(request: HttpRequest) -> dict[str, Any]:
    """For templates: `local`, whom to call where the person is."""
    return {"local": partial(local_of, request)}


def _fragment_wanted(request: HttpRequest, fragments: set[str]) -> str | None:
    htmx = HtmxDetails(request)
    if not htmx or htmx.boosted or htmx.history_restore_request:
        return None
    return htmx.target if htmx.target in fragments else None


def _theme(request: HttpRequest) -> str:
    forced: str | None = getattr(request, "forced_theme", None)
    if forced:
        return forced
    user = getattr(request, "user", None)
    if isinstance(user, User):
        return theme_at(user, timezone.now()).value
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in Theme.values else Theme.SYSTEM.value


def _places(request: HttpRequest) -> list[Place]:
    if not isinstance(getattr(request, "user", None), User):
        return []
    return [
        Place(label, icon, url, _current(url, request.path))
        for label, icon, url in ((label, icon, reverse(name)) for label, icon, name in PLACES)
    ]


def _current(url: str, path: str) -> str:
    if path == url:
        return "page"
    return "true" if url != "/" and path.startswith(url) else ""


class DayConverter:
    """A diary day in an address, <day:day>: "2026-03-03"; what is no such day has no page."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        day = date.fromisoformat(value)
        if not EARLIEST_DAY <= day <= LATEST_DAY:
            raise ValueError("This day is too far away.")
        return day

    def to_url(self, day: date | str) -> str:
        return str(day)


register_converter(DayConverter, "day")
