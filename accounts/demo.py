"""Knows the demo person: anyone may sign in as them, but only where DIARY_DEMO is on."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.held import never_held
from accounts.models import User

DEMO_EMAIL = "demo@example.org"
DEMO_PASSWORD = "one-night-at-a-time"  # noqa: S105 - printed by `./dev run`; works only in demo mode


@transaction.atomic
def demo_user(email: str = DEMO_EMAIL) -> User:
    """A demo person in London, made with the public password if they do not exist yet."""
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, DEMO_PASSWORD, is_demo=True, time_zone="Europe/London")
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@login_not_required
@require_POST
@never_held
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in to the demo diary without typing."""
    user = User.objects.filter(email=DEMO_EMAIL, is_demo=True).first() if settings.DIARY_DEMO else None
    if user is None:
        raise Http404
    login(request, user)
    return redirect("/")


def demo(request: HttpRequest) -> dict[str, bool]:
    """For templates: `demo` says whether "Try the demo" may be offered."""
    return {"demo": settings.DIARY_DEMO}
