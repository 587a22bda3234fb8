"""Something worries me: questions about warning signs, answered with what to do; and the emergency words for all."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from diary import records
from diary.actions import answers
from diary.content.prompt_words import emergency_words, no_sign_words, worded
from diary.domain.days import diary_day
from diary.domain.entries import Diary
from diary.domain.prompts import prompts_for
from diary.http import page, see_other
from diary.pages.worried.forms import QUESTIONS, WorriedForm

ANSWERED_WITHIN = timedelta(days=7)


@require_http_methods(["GET", "HEAD", "POST"])
def worried(request: SignedInRequest) -> HttpResponse:
    """Answer any of the questions; what they lead to stands above them at once."""
    now = timezone.now()
    form = WorriedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.answers()
        answers.say(request.user, said, now=now)
        messages.success(request, "Your answers are saved." if said else "Nothing was answered yet.")
        return see_other(request, reverse("diary:worried"))
    today = diary_day(now, request.user.time_zone)
    diary = records.recent_diary_of(request.user, today)
    prompts = prompts_for(diary, today)
    return page(
        request,
        "worried/worried.html",
        {
            "form": form,
            "prompts": [worded(prompt) for prompt in prompts.fired],
            "nothing_fired": no_sign_words(prompts) if _answered_lately(diary, now) else (),
        },
        status=422 if form.is_bound else 200,
    )


@login_not_required
@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """When to get help now: for everybody, without an account."""
    return page(request, "worried/help_now.html", {"emergency": emergency_words()})


def _answered_lately(diary: Diary, now: datetime) -> bool:
    """Whether one of the questions was answered in the last 7 days: without that, nothing was looked at."""
    lately = (answer for answer in diary.answers if now - answer.answered_at < ANSWERED_WITHIN)
    asked = {question.id for question in QUESTIONS}
    return any(answer.question in asked and answer.value is not None for answer in lately)
