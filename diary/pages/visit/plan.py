"""A visit: planned, with what to ask there, and closed with what came of it."""

from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import SignedInRequest
from diary import records
from diary.actions import visits as actions
from diary.content.prompt_words import worded
from diary.domain.days import diary_day
from diary.domain.entries import MOST_QUESTIONS, Visit
from diary.domain.prompts import Prompt, prompts_for
from diary.domain.visits import suggested_questions
from diary.http import page, see_other, version_sent
from diary.pages.visit.forms import CloseForm, QuestionForm, VisitForm
from diary.saving import FORM_METHODS, added, changed, done, id_sent, sent

HOME = "diary:visit"


@require_http_methods(FORM_METHODS)
def plan(request: SignedInRequest) -> HttpResponse:
    """A form for a visit, and the visits that there were."""
    form, new_id = VisitForm(sent(request)), id_sent(request)
    return added(
        request,
        "visit/plan.html",
        {"new_id": new_id, "visits": records.visits_of(request.user)[::-1]},
        form=form,
        write=lambda: actions.plan(request.user, id=new_id, details=form.cleaned_data),
        back=reverse("diary:planned_visit", args=[new_id]),
    )


@require_http_methods(FORM_METHODS)
def planned_visit(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """One visit: its questions, those that the prompts suggest, and when and with whom it is."""
    found = _found(request, id)
    form, seen = VisitForm(sent(request), initial=VisitForm.initial_of(found)), version_sent(request)
    return changed(
        request,
        "visit/planned.html",
        _about(request, found),
        form=form,
        write=lambda: actions.revise(
            request.user, id, changes=form.cleaned_data, seen=seen, now=timezone.now()
        ),
        theirs=lambda: records.visit_of(request.user, id),
        back=reverse("diary:planned_visit", args=[id]),
    )


@require_POST
def visit_ask(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Add a question of the person's own, or one that a prompt suggests."""
    found = _found(request, id)
    form = QuestionForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["text"]
        rule = dict(_suggested(request, found)).get(text)
        try:
            return _then_back(
                request, id, lambda: actions.ask(request.user, id, text=text, rule=rule, now=timezone.now())
            )
        except ValidationError:
            # What the form takes is refused for one reason only.
            form.add_error("text", f"There is room for {MOST_QUESTIONS} questions. Please remove one first.")
    context = {
        **_about(request, found),
        "form": VisitForm(initial=VisitForm.initial_of(found)),
        "question_form": form,
    }
    return page(request, "visit/planned.html", context, status=422)


@require_POST
def visit_unask(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Take a question off the list."""
    # A browser sends every end of a line as two characters.
    text = request.POST.get("text", "").replace("\r\n", "\n")
    return _then_back(request, id, lambda: actions.unask(request.user, id, text=text, now=timezone.now()))


@require_http_methods(FORM_METHODS)
def visit_close(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """What came of a visit, and what was discussed there."""
    found = _found(request, id)
    fired = _fired(request)
    form = CloseForm(
        sent(request), prompts=[worded(prompt) for prompt in fired], initial={"note": found.note}
    )
    seen = version_sent(request)
    return changed(
        request,
        "visit/close.html",
        {"visit": found, "version": found.version},
        form=form,
        write=lambda: actions.close(
            request.user,
            id,
            note=form.cleaned_data["note"],
            discussed=[prompt for prompt in fired if prompt.rule in form.cleaned_data.get("discussed", ())],
            seen=seen,
            now=timezone.now(),
        ),
        theirs=lambda: records.visit_of(request.user, id),
        back=reverse(HOME),
    )


@require_POST
def visit_reopen(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """A visit that was closed by mistake is to come again."""
    return _then_back(request, id, lambda: actions.reopen(request.user, id, now=timezone.now()))


@require_POST
def visit_discard(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Take a visit off the list, with a way back."""
    return done(
        request,
        lambda: actions.discard(request.user, id, now=timezone.now()),
        "Taken off your list:",
        undo=reverse("diary:visit_restore", args=[id]),
        back=reverse(HOME),
    )


@require_POST
def visit_restore(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Put a visit back on the list."""
    return done(
        request,
        lambda: actions.restore(request.user, id, now=timezone.now()),
        "Back on your list:",
        back=reverse(HOME),
    )


def _found(request: SignedInRequest, id: UUID) -> Visit:  # noqa: A002
    found = records.visit_of(request.user, id)
    if found is None:
        raise Http404
    return found


def _fired(request: SignedInRequest) -> tuple[Prompt, ...]:
    today = diary_day(timezone.now(), request.user.time_zone)
    return prompts_for(records.recent_diary_of(request.user, today), today).fired


def _about(request: SignedInRequest, visit: Visit) -> dict[str, object]:
    return {
        "visit": visit,
        "version": visit.version,
        "question_form": QuestionForm(),
        "suggested": _suggested(request, visit),
    }


def _suggested(request: SignedInRequest, visit: Visit) -> tuple[tuple[str, str], ...]:
    """Return what the prompts that stand suggest to ask, each question with its rule."""
    prompts = [worded(prompt) for prompt in _fired(request)]
    return suggested_questions(visit, [(prompt.rule, prompt.questions) for prompt in prompts])


def _then_back(request: SignedInRequest, id: UUID, write: Callable[[], Visit]) -> HttpResponse:  # noqa: A002
    try:
        write()
    except actions.NotThere as error:
        raise Http404 from error
    return see_other(request, reverse("diary:planned_visit", args=[id]))
