"""What to follow: everybody's factors, one's own, and which of them are suspects."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import SignedInRequest
from diary import records
from diary.actions import answers
from diary.actions import factors as actions
from diary.domain.check_ins import FOLLOWED, followed_factors, suspected_factors
from diary.domain.entries import Diary
from diary.domain.suspects import suspicions_of
from diary.http import page, see_other
from diary.pages.health.forms import FactorsForm, NameForm, OwnFactorForm, SuspectsForm
from diary.pages.health.gate import gate_of
from diary.saving import FORM_METHODS, added, changed, done, id_sent, sent

LIST = "diary:factors"


@require_http_methods(FORM_METHODS)
def factors(request: SignedInRequest) -> HttpResponse:
    """What the check-in asks about."""
    known = records.answers_of(request.user)
    form = _form(known, sent(request))
    if form.is_valid():
        answers.say(request.user, {FOLLOWED: form.cleaned_data["followed"]}, now=timezone.now())
        messages.success(request, "From now on the check-in asks about what you chose.")
        return see_other(request, reverse(LIST))
    return _list(request, known, form, status=422 if form.is_bound else 200)


@require_http_methods(FORM_METHODS)
def factor_add(request: SignedInRequest) -> HttpResponse:
    """A form for a factor of one's own."""
    new_id = id_sent(request)
    form = OwnFactorForm(sent(request), gate_is_closed=lambda: gate_of(request).is_closed)
    return added(
        request,
        "health/factor_add.html",
        {"new_id": new_id},
        form=form,
        write=lambda: actions.record(request.user, id=f"own-{new_id.hex}", **form.details()),
        back=LIST,
    )


@require_http_methods(FORM_METHODS)
def factor(request: SignedInRequest, id: str) -> HttpResponse:  # noqa: A002
    """One factor of one's own: another name, stop following it, delete it."""
    found = records.own_factor_of(request.user, id)
    if found is None:
        raise Http404
    form = NameForm(
        sent(request),
        initial={"name": found.name},
        is_on_purpose=found.is_on_purpose,
        gate_is_closed=lambda: gate_of(request).is_closed,
    )
    return changed(
        request,
        "health/factor.html",
        {"factor": found, "answers": records.answers_to(request.user, id)},
        form=form,
        write=lambda: actions.rename(request.user, id, **form.cleaned_data, now=timezone.now()),
        back=LIST,
    )


@require_POST
def factor_stop(request: SignedInRequest, id: str) -> HttpResponse:  # noqa: A002
    """Stop asking about a factor, with a way back."""
    return done(
        request,
        lambda: actions.stop(request.user, id, now=timezone.now()),
        "No longer followed:",
        undo=reverse("diary:factor_follow", args=[id]),
        back=LIST,
    )


@require_POST
def factor_follow(request: SignedInRequest, id: str) -> HttpResponse:  # noqa: A002
    """Ask about a retired factor again."""
    try:
        return done(
            request,
            lambda: actions.follow(request.user, id, now=timezone.now()),
            "Followed again:",
            back=LIST,
        )
    except ValidationError as error:
        known = records.answers_of(request.user)
        return _list(request, known, _form(known), status=422, problem=error.messages[0])


@require_POST
def factor_delete(request: SignedInRequest, id: str) -> HttpResponse:  # noqa: A002
    """Delete a factor that was never answered for good."""
    try:
        return done(
            request,
            lambda: actions.delete(request.user, id, now=timezone.now()),
            "Deleted:",
            back=LIST,
        )
    except actions.Answered:
        messages.warning(request, "It has answers now, so it was not deleted. You can stop following it.")
        return see_other(request, reverse("diary:factor", args=[id]))


@require_http_methods(FORM_METHODS)
def suspects(request: SignedInRequest) -> HttpResponse:
    """Mark suspects, each with what a mark set now would do."""
    now = timezone.now()
    form = SuspectsForm(sent(request), suspicions=suspicions_of(records.diary_of(request.user), now))
    if form.is_valid():
        said = form.cleaned_data
        marked = actions.suspect(request.user, ticked=said["suspected"], seen=said["seen"] or (), now=now)
        names = ", ".join(factor.name for factor in marked)
        messages.success(request, f"Marked as suspects: {names}" if marked else "No suspects are marked.")
        return see_other(request, reverse(LIST))
    return page(request, "health/suspects.html", {"form": form}, status=422 if form.is_bound else 200)


def _form(known: Diary, data: QueryDict | None = None) -> FactorsForm:
    return FactorsForm(data, initial={"followed": [factor.id for factor in followed_factors(known)]})


def _list(
    request: SignedInRequest, known: Diary, form: FactorsForm, *, status: int, problem: str = ""
) -> HttpResponse:
    followed = [factor for factor in known.own_factors if factor.retired_on is None]
    context = {
        "form": form,
        "followed": followed,
        "retired": [factor for factor in known.own_factors if factor.retired_on is not None],
        "most": actions.MOST_FOLLOWED,
        "may_add": len(followed) < actions.MOST_FOLLOWED,
        "suspects": suspected_factors(known),
        "problem": problem,
    }
    return page(request, "health/factors.html", context, status=status)
