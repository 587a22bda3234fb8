"""Knows the headers that no library sets: who may embed an answer, that no answer is stored, and what a link adds."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# The address itself is the secret there, whatever the answer to it is: nobody may be told it, keep it or find it.
FOR_STRANGERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


class HeadersMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers.setdefault("Cache-Control", "private, no-store")
        if request.path.startswith(settings.STRANGERS_SPACE):
            for name, value in FOR_STRANGERS.items():
                response.headers[name] = value
        return response
