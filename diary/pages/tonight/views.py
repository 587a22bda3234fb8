"""Tonight: the first screen, with one large button and whatever is left to do."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.http import SignedInRequest
from accounts.invitation import is_invited
from accounts.models import User
from diary import records
from diary.actions import answers
from diary.content.prompt_words import worded
from diary.domain.check_ins import CheckInPlan
from diary.domain.control_days import control_days_of, for_tonight, is_offered, may_compare
from diary.domain.days import diary_day, first_instant_of, wall_clock
from diary.domain.entries import Diary, Night
from diary.domain.patterns.case_crossover import wants_control_days
from diary.domain.prompts import prompts_for
from diary.domain.prompts.asking import check_is_due
from diary.domain.prompts.marks import NEVER_QUIET
from diary.domain.tonight import tonight_of
from diary.domain.vocabulary import Outcome
from diary.http import local_of, page, see_other
from diary.templatetags.words import counted, night_of


@login_not_required
@require_safe
def tonight(request: HttpRequest) -> HttpResponse:
    """Tonight for a person, the way in for anybody else."""
    user = request.user
    if not isinstance(user, User):
        return page(request, "tonight/welcome.html", {})
    now = timezone.now()
    today = diary_day(now, user.time_zone)
    diary = records.recent_diary_of(user, today)
    shown = tonight_of(diary, now)
    day = shown.day_to_check_in
    banner = prompts_for(diary, today).banner
    is_new = diary.days_noted() is None and records.is_empty(user)
    return page(
        request,
        "tonight/tonight.html",
        {
            "tonight": shown,
            "wall_clock": wall_clock(now, user.time_zone),
            "new_id": uuid4(),
            "prompt": worded(banner, local_of(request)) if banner else None,
            "plan": CheckInPlan.of(diary, day) if day else None,
            "week_marks": [_mark(night) for night in shown.week.nights],
            "is_new": is_new,
            "invites": shown.is_calm and is_invited(request, user, now),
            "check_is_due": shown.is_calm and not is_new and check_is_due(diary, today),
            **(_for_comparison(user, diary, today, without=day) if shown.is_calm else {}),
        },
    )


@require_POST
def prompt_later(request: SignedInRequest, rule: str) -> HttpResponse:
    """Put a prompt aside for 14 days if it can wait; a second tap finds it put aside already."""
    now, user = timezone.now(), request.user
    today = diary_day(now, user.time_zone)
    fired = prompts_for(records.recent_diary_of(user, today), today).fired
    found = next((prompt for prompt in fired if prompt.rule == rule), None)
    if found is None:
        raise Http404
    if found.urgency in NEVER_QUIET:
        messages.warning(request, "This can not wait, so it stays.")
        return see_other(request, reverse("diary:tonight"))
    if not found.is_put_aside:
        on = wall_clock(now, user.time_zone).date()
        answers.mark_later(user, rule, on=on, count=found.count, urgency=found.urgency, now=now)
    messages.success(request, "Put aside for 14 days, unless it gets worse. It stays on your Visit page.")
    return see_other(request, reverse("diary:tonight"))


def _for_comparison(user: User, recent: Diary, today: date, *, without: date | None) -> dict[str, Any]:
    """Return what Tonight asks about other days, or whether it offers to ask; the complete diary is read for few.

    `without` is the day that the check-in on the same screen is about.
    """
    asks = wants_control_days(recent)
    if asks is False or not (may_compare(recent, today) if asks else is_offered(recent, today)):
        return {}
    diary = records.diary_of(user)
    if not asks:
        return {"offers_control_days": is_offered(diary, today)}
    days = [asked for asked in control_days_of(diary, today) if asked.day != without]
    told = records.days_told_since(user, first_instant_of(today, user.time_zone))
    earlier = {day for day in told if day < today - timedelta(days=1)} - {asked.day for asked in days}
    return {"control_days": for_tonight(days, len(earlier))}


def _mark(night: Night) -> dict[str, object]:
    """What the week strip shows of a night."""
    said = counted(night.cramps, "cramp") if night.outcome is Outcome.CRAMP else night.outcome.label.lower()
    return {
        "outcome": night.outcome.value,
        "count": night.cramps,
        "letter": f"{night.day:%a}"[0],
        "label": f"{night_of(night.day)}: {said}",
    }
