"""Tonight: the first screen, with one large button and whatever is left to do."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from diary import records
from diary.content.prompt_words import worded
from diary.domain.check_ins import CheckInPlan
from diary.domain.control_days import control_days_of, for_tonight, is_offered, may_compare
from diary.domain.days import diary_day, first_instant_of, wall_clock
from diary.domain.entries import Diary, Night
from diary.domain.patterns.case_crossover import wants_control_days
from diary.domain.prompts import prompts_for
from diary.domain.tonight import tonight_of
from diary.domain.vocabulary import Outcome
from diary.http import page
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
    return page(
        request,
        "tonight/tonight.html",
        {
            "tonight": shown,
            "wall_clock": wall_clock(now, user.time_zone),
            "new_id": uuid4(),
            "prompt": worded(banner) if banner else None,
            "plan": CheckInPlan.of(diary, day) if day else None,
            "week_marks": [_mark(night) for night in shown.week.nights],
            "is_new": diary.days_noted() is None and records.is_empty(user),
            **(_for_comparison(user, diary, today, without=day) if shown.is_calm else {}),
        },
    )


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
