"""Keeps what was typed when the sign-in or the form's token had run out, until the person saves it."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from accounts.models import User

SESSION_KEY = "held"
KEPT_FOR = timedelta(days=1)
MOST = 5
LARGEST = 64 * 1024  # letters of all that is kept for one person
MACHINE_NAMES = {"id", "version", "next"}
UUID_LIKE = re.compile(r"[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")
SECRET_WORDS = ("password", "passcode", "token")
LAST_ACCOUNT_SALT = "accounts.last_account"
LAST_ACCOUNT_AGE = 400 * 24 * 60 * 60  # the longest that browsers allow


class Typed(NamedTuple):
    """One field of a form as it was sent."""

    name: str
    value: str

    @property
    def words(self) -> str:
        return self.name.replace("_", " ").replace("-", " ").capitalize()

    @property
    def is_for_people(self) -> bool:
        """Ids, versions and empty fields are sent again, but nobody needs to read them."""
        return bool(self.value) and self.name not in MACHINE_NAMES and not UUID_LIKE.fullmatch(self.value)


@dataclass(frozen=True)
class Held:
    """One form as it was sent: where to, its fields in order, and when."""

    path: str
    fields: list[Typed]
    at: datetime

    def is_same(self, other: "Held") -> bool:
        return (self.path, self.fields) == (other.path, other.fields)


@dataclass(frozen=True)
class Waiting:
    """The forms of one account that wait to be saved, the first sent first, and how many had no room."""

    account: UUID
    forms: list[Held]
    dropped: int = 0


View = TypeVar("View", bound=Callable[..., HttpResponse])


def never_held(view: View) -> View:
    """Mark a view whose form is not worth keeping, or must not be."""
    view.held = False  # type: ignore[attr-defined]
    return view


def fields_of(request: HttpRequest) -> list[Typed]:
    """What was typed, in order, without secrets."""
    return [
        Typed(name, value)
        for name, values in request.POST.lists()
        if not any(word in name.lower() for word in SECRET_WORDS)
        for value in values
        if isinstance(value, str)
    ]


def may_be_held(request: HttpRequest) -> bool:
    """Whether this is a form of ours, and not one about signing in."""
    match = request.resolver_match
    return (
        request.method == "POST"
        and match is not None
        and not match.func.__module__.startswith("allauth.")
        and getattr(match.func, "held", True)
    )


def hold(request: HttpRequest, account: UUID) -> bool:
    """Keep the form for this account; False when it alone is too large. Without room, the oldest go and are counted."""
    sent = _sent(request)
    if _size([sent]) > LARGEST:
        return False
    before = _waiting(request.session, account)
    forms = [*(held for held in before.forms if not held.is_same(sent)), sent]
    dropped = 0
    while len(forms) - dropped > MOST or _size(forms[dropped:]) > LARGEST:
        dropped += 1
    _keep(request.session, replace(before, forms=forms[dropped:], dropped=before.dropped + dropped))
    return True


def drop_what_is_not_theirs(request: HttpRequest, user: User, **_: object) -> None:
    """At the sign-in: what another person had typed on this device, or what is too old, is kept no longer."""
    if SESSION_KEY in request.session:
        _keep(request.session, _waiting(request.session, user.pk))


def forget_when_sent_again(request: SignedInRequest) -> None:
    """A kept form has done its work once it arrives at its address with a sign-in; the others are named."""
    if request.method != "POST" or SESSION_KEY not in request.session:
        return
    sent, before = _sent(request), _waiting(request.session, request.user.pk)
    rest = [held for held in before.forms if not held.is_same(sent)]
    if len(rest) == len(before.forms):
        return
    _keep(request.session, replace(before, forms=rest))
    if rest:
        more = f"{len(rest)} more {'forms are' if len(rest) > 1 else 'form is'} not saved yet."
        link = format_html('{} <a href="{}">Look at what is left</a>', more, reverse("accounts:held"))
        messages.info(request, link)


def _sent(request: HttpRequest) -> Held:
    return Held(path=request.get_full_path(), fields=fields_of(request), at=timezone.now())


def _size(forms: list[Held]) -> int:
    return len(json.dumps([(held.path, held.fields) for held in forms]))


def _waiting(session: SessionBase, account: UUID) -> Waiting:
    """What waits for this account and is not too old."""
    kept: dict[str, Any] | None = session.get(SESSION_KEY)
    if kept is None or kept["account"] != str(account):
        return Waiting(account, [])
    forms = [
        Held(
            path=form["path"],
            fields=[Typed(name, value) for name, value in form["fields"]],
            at=datetime.fromisoformat(form["at"]),
        )
        for form in kept["forms"]
    ]
    oldest = timezone.now() - KEPT_FOR
    return Waiting(account, [held for held in forms if held.at >= oldest], kept["dropped"])


def _keep(session: SessionBase, waiting: Waiting) -> None:
    if not waiting.forms:
        del session[SESSION_KEY]
        return
    session[SESSION_KEY] = {
        "account": str(waiting.account),
        "forms": [
            {"path": held.path, "fields": held.fields, "at": held.at.isoformat()} for held in waiting.forms
        ],
        "dropped": waiting.dropped,
    }


def last_account(request: HttpRequest) -> UUID | None:
    """Who used this device last, by its signed cookie; None after a sign-out."""
    value = request.get_signed_cookie(
        settings.LAST_ACCOUNT_COOKIE_NAME, default="", salt=LAST_ACCOUNT_SALT, max_age=LAST_ACCOUNT_AGE
    )
    return UUID(value) if value else None


def remember_account(response: HttpResponseBase, user: User) -> None:
    response.set_signed_cookie(
        settings.LAST_ACCOUNT_COOKIE_NAME,
        str(user.pk),
        salt=LAST_ACCOUNT_SALT,
        max_age=LAST_ACCOUNT_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_account(response: HttpResponseBase) -> None:
    response.delete_cookie(settings.LAST_ACCOUNT_COOKIE_NAME, samesite="Lax")


@require_safe
def show(request: SignedInRequest) -> HttpResponse:
    """What will be saved, form by form, each with the button that saves it."""
    waiting = _waiting(request.session, request.user.pk)
    if not waiting.forms:
        return redirect("/")
    return render(request, "accounts/held.html", {"waiting": waiting})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of ours with an old token can be sent again; a form from elsewhere is refused."""
    if not _from_here(request):
        return HttpResponseForbidden(b"This form did not come from this site.", content_type="text/plain")
    if getattr(request, "htmx", False):
        account = request.user.pk if request.user.is_authenticated else last_account(request)
        if account and may_be_held(request) and hold(request, account):
            return HttpResponse(status=204, headers={"HX-Redirect": reverse("accounts:held")})
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    context = {
        "path": request.get_full_path(),
        "fields": fields_of(request) if may_be_held(request) else None,
    }
    return render(request, "accounts/stale_form.html", context, status=403)


def _from_here(request: HttpRequest) -> bool:
    sent_by = request.headers.get("Origin") or request.headers.get("Referer")
    if not sent_by or sent_by == "null":
        return False
    parts = urlsplit(sent_by)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())
