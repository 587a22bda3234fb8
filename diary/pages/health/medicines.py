"""Medicines: the list, one of them, and off the list into the bin."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import SignedInRequest
from diary import records
from diary.actions import medicines as actions
from diary.http import version_sent
from diary.pages.health.forms import MedicineForm
from diary.pages.health.saving import FORM_METHODS, added, changed, done, id_sent, sent

LIST = "diary:medicines"


@require_http_methods(FORM_METHODS)
def medicines(request: SignedInRequest) -> HttpResponse:
    """The list of medicines, and a form to add one."""
    form, new_id = MedicineForm(sent(request)), id_sent(request)
    return added(
        request,
        "health/medicines.html",
        {"new_id": new_id, "medicines": records.answers_of(request.user).medicines},
        form=form,
        write=lambda: actions.record(request.user, id=new_id, details=form.cleaned_data),
        back=LIST,
    )


@require_http_methods(FORM_METHODS)
def medicine(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Change one medicine."""
    found = records.medicine_of(request.user, id)
    if found is None:
        raise Http404
    form, seen = MedicineForm(sent(request), initial=MedicineForm.initial_of(found)), version_sent(request)
    return changed(
        request,
        "health/medicine.html",
        {"medicine": found, "version": found.version},
        form=form,
        write=lambda: actions.revise(
            request.user, id, changes=form.cleaned_data, seen=seen, now=timezone.now()
        ),
        theirs=lambda: records.medicine_of(request.user, id),
        back=LIST,
    )


@require_POST
def medicine_discard(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Take a medicine off the list, with a way back; a second tap finds it off the list already."""
    return done(
        request,
        lambda: actions.discard(request.user, id, now=timezone.now()),
        "Taken off your list:",
        undo=reverse("diary:medicine_restore", args=[id]),
        back=LIST,
    )


@require_POST
def medicine_restore(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Put a medicine back on the list."""
    return done(
        request,
        lambda: actions.restore(request.user, id, now=timezone.now()),
        "Back on your list:",
        back=LIST,
    )
