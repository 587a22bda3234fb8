"""Knows how large a request may be: a form anywhere, a file where files are brought in, by those who are signed in.

It looks at what the request says of itself, before a byte of it is read or written to disk. A request that does not
say how long it is has no body for Django.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

# A form's fields may have 2.5 MB (DATA_UPLOAD_MAX_MEMORY_SIZE); names and boundaries take some more.
LARGEST_FORM = 4_000_000


class BodySizeMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        size = _size(request)
        if size > LARGEST_FORM and size > _largest(request):
            is_file = request.path == reverse("diary:import")
            context = {"is_file": is_file, "most": settings.DIARY_LARGEST_UPLOAD // 1_000_000}
            return render(request, "413.html", context, status=413)
        return self.get_response(request)


def _size(request: HttpRequest) -> int:
    sent = request.META.get("CONTENT_LENGTH") or "0"
    return int(sent[:20]) if sent.isascii() and sent.isdecimal() else 0


def _largest(request: HttpRequest) -> int:
    is_theirs = request.path == reverse("diary:import") and request.user.is_authenticated
    return int(settings.DIARY_LARGEST_UPLOAD) if is_theirs else LARGEST_FORM
