"""Keeps what was typed when the sign-in or the form's token had run out, until the person saves it."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from accounts.models import User

SESSION_KEY = "held"
KEPT_FOR = timedelta(days=1)
LARGEST = 64 * 1024
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
    """One form as it was sent: where to, its fields in order, whose it is, and when."""

    path: str
    fields: list[Typed]
    account: UUID
    at: datetime


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
    """Keep the form for this account; False when it is too large."""
    fields = fields_of(request)
    if len(json.dumps(fields)) > LARGEST:
        return False
    request.session[SESSION_KEY] = {
        "path": request.get_full_path(),
        "fields": fields,
        "account": str(account),
        "at": timezone.now().isoformat(),
    }
    return True


def held_for(request: SignedInRequest) -> Held | None:
    """The form that waits for the person who signed in; one of another account, or an old one, is dropped."""
    kept: dict[str, Any] | None = request.session.get(SESSION_KEY)
    if kept is None:
        return None
    held = Held(
        path=kept["path"],
        fields=[Typed(name, value) for name, value in kept["fields"]],
        account=UUID(kept["account"]),
        at=datetime.fromisoformat(kept["at"]),
    )
    if held.account != request.user.pk or timezone.now() - held.at > KEPT_FOR:
        del request.session[SESSION_KEY]
        return None
    return held


def forget_when_sent_again(request: HttpRequest) -> None:
    """The kept form has done its work once it arrives at its address with a sign-in."""
    if request.method == "POST":
        kept = request.session.get(SESSION_KEY)
        if kept is not None and kept["path"] == request.get_full_path():
            del request.session[SESSION_KEY]


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
    """What will be saved, and the button that saves it."""
    held = held_for(request)
    if held is None:
        return redirect("/")
    return render(request, "accounts/held.html", {"path": held.path, "fields": held.fields, "at": held.at})


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
