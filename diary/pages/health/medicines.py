"""Medicines: the list, one of them, and off the list into the bin."""

from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import SignedInRequest
from diary import records
from diary.actions import medicines as actions
from diary.content.medicines import class_to_confirm, medicine_names
from diary.content.prompt_words import gate_words
from diary.domain.days import wall_clock
from diary.domain.entries import Medicine
from diary.domain.medicines import recent_change
from diary.domain.prompts.gate import is_gated
from diary.domain.vocabulary import DrugClass
from diary.http import see_other, version_sent
from diary.pages.health.forms import ClassForm, MedicineForm
from diary.pages.health.gate import gate_of
from diary.saving import FORM_METHODS, added, changed, done, id_sent, sent

LIST = "diary:medicines"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A medicine as the list shows it: its kind once that is confirmed, else what is asked, and a recent change."""

    medicine: Medicine
    class_form: ClassForm | None
    kind: str | None
    recent_change: tuple[str, date] | None
    days_since: int

    @classmethod
    def on(cls, today: date, medicine: Medicine) -> Self:
        kind, change = medicine.drug_class, recent_change(medicine, today)
        return cls(
            medicine=medicine,
            class_form=ClassForm.asked_of(medicine),
            kind=kind.label if kind not in (None, DrugClass.NONE) else None,
            recent_change=change,
            days_since=(today - change[1]).days if change else 0,
        )


@require_http_methods(FORM_METHODS)
def medicines(request: SignedInRequest) -> HttpResponse:
    """The list of medicines, and a form to add one, also one that was stopped and is taken again."""
    today = wall_clock(timezone.now(), request.user.time_zone).date()
    listed = records.answers_of(request.user).medicines
    again = next((each.name for each in listed if str(each.id) == request.GET.get("again")), "")
    form, new_id = MedicineForm(sent(request), initial={"name": again}), id_sent(request)
    if form.is_valid() and is_gated(form.cleaned_data["name"]) and gate_of(request).is_closed:
        messages.warning(request, gate_words().words)
    return added(
        request,
        "health/medicines.html",
        {
            "new_id": new_id,
            "medicines": [Listed.on(today, each) for each in listed],
            "names": medicine_names().generic,
        },
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
        {
            "medicine": found,
            "version": found.version,
            "class_form": ClassForm.of(found),
            "names": medicine_names().generic,
        },
        form=form,
        write=lambda: actions.revise(
            request.user, id, changes=form.cleaned_data, seen=seen, now=timezone.now()
        ),
        theirs=lambda: records.medicine_of(request.user, id),
        back=LIST,
    )


@require_POST
def medicine_class(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Write down what the person says about the kind of a medicine: it is, it is not, or not sure."""
    found = records.medicine_of(request.user, id)
    if found is None:
        raise Http404
    form = ClassForm(request.POST, kind=class_to_confirm(found.name))
    if not form.is_valid():
        messages.warning(request, "Please choose yes, no or not sure.")
        return see_other(request, reverse(LIST))
    return done(
        request,
        lambda: actions.revise(
            request.user, id, changes={"drug_class": form.drug_class()}, seen=None, now=timezone.now()
        ),
        "Noted:",
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
