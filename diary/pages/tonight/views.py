"""Tonight: the first screen, with one large button and whatever is left to do."""

from uuid import uuid4

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from diary import records
from diary.content.prompt_words import worded
from diary.domain.check_ins import CheckInPlan
from diary.domain.days import diary_day, wall_clock
from diary.domain.entries import Night
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
        },
    )


def _mark(night: Night) -> dict[str, object]:
    """What the week strip shows of a night."""
    said = counted(night.cramps, "cramp") if night.outcome is Outcome.CRAMP else night.outcome.label.lower()
    return {
        "outcome": night.outcome.value,
        "count": night.cramps,
        "letter": f"{night.day:%a}"[0],
        "label": f"{night_of(night.day)}: {said}",
    }
