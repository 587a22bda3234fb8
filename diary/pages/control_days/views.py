"""Days for comparison: what they are, how far it has come, which days are still open, and the switch."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from diary import records
from diary.actions import answers
from diary.domain.check_ins import followed_factors
from diary.domain.control_days import AT_MOST_A_DAY, control_days_of
from diary.domain.days import diary_day
from diary.domain.patterns.case_crossover import (
    ASKED,
    LEAST_SETS,
    crossover_findings,
    crossover_progress,
    wants_control_days,
)
from diary.http import page, see_other
from diary.pages.control_days.forms import AskedForm

SAID = {
    True: "From now on Tonight asks you about other days.",
    False: "You will not be asked about other days.",
}


@require_http_methods(["GET", "HEAD", "POST"])
def control_days(request: SignedInRequest) -> HttpResponse:
    """The page about days for comparison; a choice is kept as an answer, and goes back to where it was made."""
    now = timezone.now()
    form = AskedForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        asked = form.cleaned_data["asked"]
        if asked is not wants_control_days(records.answers_of(request.user)):
            answers.say(request.user, {ASKED: asked}, now=now)
        messages.success(request, SAID[asked])
        is_from_tonight = request.POST.get("next") == reverse("diary:tonight")
        return see_other(request, reverse("diary:tonight" if is_from_tonight else "diary:control_days"))
    today = diary_day(now, request.user.time_zone)
    diary = records.diary_of(request.user)
    return page(
        request,
        "control_days/control_days.html",
        {
            "form": form,
            "progress": crossover_progress(diary, today, crossover_findings(diary, today)),
            "days": control_days_of(diary, today),
            "follows": followed_factors(diary),
            "least_sets": LEAST_SETS,
            "at_most": AT_MOST_A_DAY,
        },
        status=422 if form.is_bound else 200,
    )
