"""The profile: year of birth, pregnancy, conditions."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from diary import records
from diary.actions import answers
from diary.domain.days import diary_day, wall_clock
from diary.domain.prompts import pregnant_on, weeks_pregnant
from diary.http import page, see_other
from diary.pages.health.forms import ProfileForm
from diary.saving import FORM_METHODS, sent


@require_http_methods(FORM_METHODS)
def profile(request: SignedInRequest) -> HttpResponse:
    """Facts about the person; everything may stay open."""
    now = timezone.now()
    known = records.answers_of(request.user)
    today = diary_day(now, request.user.time_zone)
    form = ProfileForm(
        sent(request),
        initial=ProfileForm.initial_of(
            known.profile, pregnant=pregnant_on(known, today), weeks=weeks_pregnant(known, today)
        ),
        today=wall_clock(now, request.user.time_zone).date(),
    )
    if form.is_valid():
        answers.say(request.user, form.answers(), now=now)
        messages.success(request, "Your profile is saved.")
        return see_other(request, reverse("accounts:settings"))
    return page(request, "health/profile.html", {"form": form}, status=422 if form.is_bound else 200)
