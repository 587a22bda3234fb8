"""What changed: the list of events, one of them, and off the list into the bin."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import SignedInRequest
from diary import records
from diary.actions import events as actions
from diary.http import version_sent
from diary.pages.health.forms import EventForm
from diary.saving import FORM_METHODS, added, changed, done, id_sent, sent

LIST = "diary:events"


@require_http_methods(FORM_METHODS)
def events(request: SignedInRequest) -> HttpResponse:
    """The list of events, the latest first, and a form to add one."""
    form, new_id = EventForm(sent(request)), id_sent(request)
    return added(
        request,
        "health/events.html",
        {"new_id": new_id, "events": records.answers_of(request.user).events[::-1]},
        form=form,
        write=lambda: actions.record(request.user, id=new_id, details=form.cleaned_data, now=timezone.now()),
        back=LIST,
    )


@require_http_methods(FORM_METHODS)
def event(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Change one event."""
    found = records.event_of(request.user, id)
    if found is None:
        raise Http404
    form, seen = EventForm(sent(request), initial=EventForm.initial_of(found)), version_sent(request)
    return changed(
        request,
        "health/event.html",
        {"event": found, "version": found.version},
        form=form,
        write=lambda: actions.revise(
            request.user, id, changes=form.cleaned_data, seen=seen, now=timezone.now()
        ),
        theirs=lambda: records.event_of(request.user, id),
        back=LIST,
    )


@require_POST
def event_discard(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Take an event off the list, with a way back; a second tap finds it off the list already."""
    return done(
        request,
        lambda: actions.discard(request.user, id, now=timezone.now()),
        "Taken off your list:",
        undo=reverse("diary:event_restore", args=[id]),
        back=LIST,
    )


@require_POST
def event_restore(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Put an event back on the list."""
    return done(
        request,
        lambda: actions.restore(request.user, id, now=timezone.now()),
        "Back on your list:",
        back=LIST,
    )
