"""Something worries me: questions about warning signs, answered with what to do; and the emergency words for all."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from diary import records
from diary.actions import answers
from diary.content.prompt_words import emergency_words, worded
from diary.domain.days import diary_day
from diary.domain.prompts import prompts_for
from diary.http import page, see_other
from diary.pages.worried.forms import WorriedForm


@require_http_methods(["GET", "HEAD", "POST"])
def worried(request: SignedInRequest) -> HttpResponse:
    """Answer any of the questions; what they lead to stands above them at once."""
    now = timezone.now()
    form = WorriedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answers.say(request.user, form.answers(), now=now)
        messages.success(request, "Your answers are saved.")
        return see_other(request, reverse("diary:worried"))
    today = diary_day(now, request.user.time_zone)
    prompts = prompts_for(records.recent_diary_of(request.user, today), today)
    return page(
        request,
        "worried/worried.html",
        {
            "form": form,
            "prompts": [p for p in map(worded, prompts.fired) if p.is_urgent],
        },
        status=422 if form.is_bound else 200,
    )


@login_not_required
@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """When to get help now: for everybody, without an account."""
    return page(request, "worried/help_now.html", {"emergency": emergency_words()})
