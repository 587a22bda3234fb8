"""Health settings: the profile, the medicines, and what the check-in asks about."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import SignedInRequest
from diary import records
from diary.actions import answers
from diary.actions import medicines as actions
from diary.domain.check_ins import FOLLOWED, followed_factors
from diary.domain.days import diary_day, wall_clock
from diary.domain.prompts import pregnant_on
from diary.http import page, see_other, undoable, version_sent
from diary.pages.health.forms import FactorsForm, MedicineForm, ProfileForm

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(FORM_METHODS)
def profile(request: SignedInRequest) -> HttpResponse:
    """Year of birth, pregnancy, conditions: everything may stay open."""
    now = timezone.now()
    known = records.answers_of(request.user)
    pregnant = pregnant_on(known, diary_day(now, request.user.time_zone))
    form = ProfileForm(
        request.POST if request.method == "POST" else None,
        initial=ProfileForm.initial_of(known.profile, pregnant=pregnant),
        today=wall_clock(now, request.user.time_zone).date(),
    )
    if request.method == "POST" and form.is_valid():
        answers.say(request.user, form.answers(), now=now)
        messages.success(request, "Your profile is saved.")
        return see_other(request, reverse("accounts:settings"))
    return page(request, "health/profile.html", {"form": form}, status=_status(form))


@require_http_methods(FORM_METHODS)
def factors(request: SignedInRequest) -> HttpResponse:
    """What the check-in asks about."""
    followed = [factor.id for factor in followed_factors(records.answers_of(request.user))]
    form = FactorsForm(request.POST if request.method == "POST" else None, initial={"followed": followed})
    if request.method == "POST" and form.is_valid():
        answers.say(request.user, {FOLLOWED: form.cleaned_data["followed"]}, now=timezone.now())
        messages.success(request, "From now on the check-in asks about what you chose.")
        return see_other(request, reverse("accounts:settings"))
    return page(request, "health/factors.html", {"form": form}, status=_status(form))


@require_http_methods(FORM_METHODS)
def medicines(request: SignedInRequest) -> HttpResponse:
    """The list of medicines, and a form to add one."""
    form = MedicineForm(request.POST if request.method == "POST" else None)
    new_id = uuid4()
    if request.method == "POST":
        new_id = _id_or(request.POST.get("id", ""), new_id)
        if _saved(form, lambda: actions.record(request.user, id=new_id, details=form.cleaned_data)):
            messages.success(request, f"Saved: {form.cleaned_data['name']}")
            return see_other(request, reverse("diary:medicines"))
    context = {"form": form, "new_id": new_id, "medicines": records.answers_of(request.user).medicines}
    return page(request, "health/medicines.html", context, status=_status(form))


@require_http_methods(FORM_METHODS)
def medicine(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Change one medicine; a change made meanwhile on another device is shown, not overwritten."""
    found = records.medicine_of(request.user, id)
    if found is None:
        raise Http404
    form = MedicineForm(
        request.POST if request.method == "POST" else None, initial=MedicineForm.initial_of(found)
    )
    context: dict[str, Any] = {"form": form, "medicine": found, "version": found.version}
    if request.method != "POST":
        return page(request, "health/medicine.html", context)
    try:
        saved = _saved(
            form,
            lambda: actions.revise(
                request.user,
                id,
                changes=form.cleaned_data,
                seen=version_sent(request),
                now=timezone.now(),
            ),
        )
    except actions.NotThere as error:
        raise Http404 from error
    except actions.Conflict as conflict:
        theirs = records.medicine_of(request.user, id)
        return page(
            request,
            "health/medicine.html",
            context | {"theirs": theirs, "version": conflict.theirs.version},
            status=409,
        )
    if saved:
        messages.success(request, f"Saved: {form.cleaned_data['name']}")
        return see_other(request, reverse("diary:medicines"))
    return page(request, "health/medicine.html", context, status=422)


@require_POST
def medicine_discard(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Take a medicine off the list, with a way back; a second tap finds it off the list already."""
    try:
        discarded = actions.discard(request.user, id, now=timezone.now())
    except actions.NotThere as error:
        raise Http404 from error
    undoable(request, f"Taken off your list: {discarded.name}", reverse("diary:medicine_restore", args=[id]))
    return see_other(request, reverse("diary:medicines"))


@require_POST
def medicine_restore(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Put a medicine back on the list."""
    try:
        restored = actions.restore(request.user, id, now=timezone.now())
    except actions.NotThere as error:
        raise Http404 from error
    messages.success(request, f"Back on your list: {restored.name}")
    return see_other(request, reverse("diary:medicines"))


def _saved(form: MedicineForm, write: Any) -> bool:
    """Write a valid form; what the model refuses is shown beside its field."""
    if not form.is_valid():
        return False
    try:
        write()
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _id_or(text: str, fallback: UUID) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return fallback


def _status(form: Any) -> int:
    return 422 if form.is_bound and not form.is_valid() else 200
