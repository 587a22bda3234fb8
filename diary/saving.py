"""How a list is written from its forms: once however often it is sent, refused beside the field, with a way back."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import resolve_url

from accounts.http import SignedInRequest
from diary.actions.concurrency import Conflict, NotThere
from diary.http import page, see_other, undoable

FORM_METHODS = ["GET", "HEAD", "POST"]


class Named(Protocol):
    """Whatever was written: it has a name to say so."""

    @property
    def name(self) -> str: ...


Written = TypeVar("Written", bound=Named)


def sent(request: SignedInRequest) -> QueryDict | None:
    """Return what a form is bound to: nothing until it is sent."""
    return request.POST if request.method == "POST" else None


def id_sent(request: SignedInRequest) -> UUID:
    """Return the id that the page made for a new row, or a new one."""
    try:
        return UUID(request.POST.get("id", ""))
    except ValueError:
        return uuid4()


def saved(form: forms.Form, write: Callable[[], Written]) -> Written | None:
    """Write a valid form, and return what was kept, or None; what the model refuses is shown beside its field."""
    if not form.is_valid():
        return None
    try:
        return write()
    except ValidationError as error:
        form.add_error(None, error)
        return None


def added(
    request: SignedInRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    form: forms.Form,
    write: Callable[[], Named],
    back: str,
) -> HttpResponse:
    """Answer a page with a form for one thing more, and go `back`, a name or an address, when it is written."""
    written = saved(form, write)
    if written is not None:
        messages.success(request, f"Saved: {written.name}")
        return see_other(request, resolve_url(back))
    return page(request, template, {**context, "form": form}, status=422 if form.is_bound else 200)


def changed(
    request: SignedInRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    form: forms.Form,
    write: Callable[[], Named],
    back: str,
    theirs: Callable[[], Named | None] = lambda: None,
) -> HttpResponse:
    """Answer the page that changes a row, and go `back` when it is written.

    A change made meanwhile on another device is shown as `theirs`, not overwritten.
    """
    try:
        return added(request, template, context, form=form, write=write, back=back)
    except NotThere as error:
        raise Http404 from error
    except Conflict as conflict:
        meanwhile = {"form": form, "theirs": theirs(), "version": conflict.theirs.version}
        return page(request, template, {**context, **meanwhile}, status=409)


def done(
    request: SignedInRequest, write: Callable[[], Named], words: str, *, back: str, undo: str = ""
) -> HttpResponse:
    """Answer a button: do it, say so in `words` and the name, with a way back that posts to `undo`, and go `back`."""
    try:
        name = write().name
    except NotThere as error:
        raise Http404 from error
    if undo:
        undoable(request, f"{words} {name}", undo)
    else:
        messages.success(request, f"{words} {name}")
    return see_other(request, resolve_url(back))
