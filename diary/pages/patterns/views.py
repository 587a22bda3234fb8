"""Patterns: one sentence, then how often, when, where, what helped and how hard, for the period one picks."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from diary import records
from diary.domain.days import diary_day
from diary.domain.patterns import LEAST_NIGHTS, Period, summarise
from diary.domain.patterns.frequency import LEAST_KNOWN
from diary.http import page
from diary.pages.patterns.figures import figures_of


@require_safe
def patterns(request: SignedInRequest) -> HttpResponse:
    """The patterns of `?period=`, three months unless another is asked for."""
    period = Period.named(request.GET.get("period", "")) or Period.THREE_MONTHS
    today = diary_day(timezone.now(), request.user.time_zone)
    diary = records.diary_of(request.user)
    found = summarise(diary, today, period)
    return page(
        request,
        "patterns/patterns.html",
        {
            "patterns": found,
            "periods": tuple(Period),
            "figures": figures_of(found),
            "least_nights": LEAST_NIGHTS,
            "least_known": LEAST_KNOWN,
        },
        fragment="patterns-body",
    )
