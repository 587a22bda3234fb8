"""Knows who may pass, in whose time zone a request runs, and how a sign-in stays alive."""

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.held import (
    forget_account,
    forget_when_sent_again,
    hold,
    last_account,
    may_be_held,
    remember_account,
)
from accounts.http import SignedInRequest
from accounts.models import User

SEEN_ON = "seen_on"


class SignInMiddleware(LoginRequiredMiddleware):
    """Sends a stranger to the sign-in and back, and keeps the form of a person whose sign-in has run out."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if request.user.is_authenticated:
            forget_when_sent_again(cast("SignedInRequest", request))
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(  # type: ignore[override]  # htmx follows a header, not a redirect
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        sign_in = f"{resolve_url(self.get_login_url(view_func))}?{urlencode({'next': _way_back(request)})}"
        if getattr(request, "htmx", False):
            return HttpResponse(status=204, headers={"HX-Redirect": sign_in})
        return HttpResponseRedirect(sign_in)


class PersonMiddleware:
    """Runs the request in the person's time zone, and renews the sign-in of a device once a day."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(settings.STRANGERS_SPACE):
            # Whoever opens a link is nobody there, so that nothing of them is asked, shown or remembered.
            request.user = AnonymousUser()
            return self.get_response(request)
        before = request.user
        if isinstance(before, User):
            with timezone.override(ZoneInfo(before.time_zone)):
                response = self.get_response(request)
        else:
            response = self.get_response(request)
        after = request.user
        if isinstance(after, User):
            today = timezone.now().date().isoformat()
            if request.session.get(SEEN_ON) != today:
                request.session[SEEN_ON] = today
                remember_account(response, after)
        elif isinstance(before, User):
            forget_account(response)
            response.headers["Clear-Site-Data"] = '"cache"'
        return response


def _way_back(request: HttpRequest) -> str:
    """Where to go after the sign-in: what was kept, or the page that the person was looking at."""
    if request.method in {"GET", "HEAD"} and not getattr(request, "htmx", False):
        return request.get_full_path()
    account = last_account(request)
    if account and may_be_held(request) and hold(request, account):
        return reverse("accounts:held")
    page = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "/"
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}):
        return "/"
    parts = urlsplit(page)
    return parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
