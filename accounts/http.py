"""The request as a view behind the sign-in sees it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request whose user is a person of ours; SignInMiddleware lets no other through."""

    user: User
    htmx: HtmxDetails
    forced_theme: str
