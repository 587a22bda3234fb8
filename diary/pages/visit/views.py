"""Visit: what to talk about, the way to the report, and to what can be taken along."""

from datetime import date, datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.http import SignedInRequest
from diary import records
from diary.actions import answers
from diary.content.prompt_words import NOT_REVIEWED, no_sign_words, worded
from diary.domain.days import diary_day, wall_clock
from diary.domain.prompts import Prompt, prompts_for
from diary.domain.prompts.questions import words_of
from diary.domain.visits import changes_since, first_day_since, last_visit, next_visit
from diary.http import local_of, page, see_other


@require_safe
def visit(request: SignedInRequest) -> HttpResponse:
    """The prompts, most urgent first, with what can be done about each."""
    today = diary_day(timezone.now(), request.user.time_zone)
    visits = records.visits_of(request.user)
    before = last_visit(visits)
    back_to = None if before is None else first_day_since(before, today)
    diary = records.recent_diary_of(request.user, today, back_to)
    prompts = prompts_for(diary, today)
    local = local_of(request)
    return page(
        request,
        "visit/visit.html",
        {
            "prompts": [worded(prompt, local) for prompt in prompts.fired],
            "discussed": [worded(prompt, local) for prompt in prompts.quiet],
            "nothing_fired": no_sign_words(prompts),
            "not_reviewed": NOT_REVIEWED,
            "unanswered": [words_of(question) for question in prompts.unanswered],
            "next_visit": next_visit(visits),
            "last_visit": before,
            "since_last_visit": () if before is None else changes_since(diary, before, prompts.fired, today),
        },
    )


@require_POST
def prompt_discussed(request: SignedInRequest, rule: str) -> HttpResponseRedirectBase:
    """Note that a prompt was discussed with a doctor: quiet for 90 days unless it gets worse."""
    prompt = _to_mark(request, rule, "discussed")
    if prompt is not None:
        answers.mark_discussed(
            request.user,
            rule,
            on=_today(request),
            count=prompt.count,
            urgency=prompt.urgency,
            now=timezone.now(),
        )
    messages.success(request, "Noted as discussed. It stays in your report.")
    return see_other(request, reverse("diary:visit"))


@require_POST
def prompt_seen(request: SignedInRequest, rule: str) -> HttpResponseRedirectBase:
    """Note that a doctor has seen the person about what fired a prompt."""
    if _to_mark(request, rule, "seen") is not None:
        answers.mark_seen(request.user, rule, on=_today(request), now=timezone.now())
    messages.success(request, "Noted: a doctor has seen you about this.")
    return see_other(request, reverse("diary:visit"))


def _to_mark(request: SignedInRequest, rule: str, mark: str) -> Prompt | None:
    """Return the prompt that stands; None if it has this mark already, as after the first of two taps."""
    today = diary_day(timezone.now(), request.user.time_zone)
    diary = records.recent_diary_of(request.user, today)
    found = next((prompt for prompt in prompts_for(diary, today).fired if prompt.rule == rule), None)
    marked = diary.latest_answer(f"{rule}.{mark}")
    if found is None and (marked is None or marked.value is None):
        raise Http404
    return found


def _today(request: SignedInRequest) -> date:
    now: datetime = timezone.now()
    return wall_clock(now, request.user.time_zone).date()
