"""Patterns: sentences first, then how often, when, where and what goes with it, for the period one picks."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from diary import records
from diary.content import bibliography
from diary.content.prompt_words import worded
from diary.domain.days import diary_day
from diary.domain.patterns import LEAST_NIGHTS, Period, summarise
from diary.domain.patterns.frequency import LEAST_KNOWN
from diary.domain.patterns.wording import PLACEBO_SOURCE, burden_words, change_words
from diary.domain.prompts import prompts_for
from diary.http import local_of, page
from diary.pages.patterns.figures import beside_of, figures_of
from diary.pages.patterns.links import changes_of, crossover_of, links_of


@require_safe
def patterns(request: SignedInRequest) -> HttpResponse:
    """The patterns of `?period=`, three months unless another is asked for; what is urgent stands above them."""
    period = Period.named(request.GET.get("period", "")) or Period.THREE_MONTHS
    today = diary_day(timezone.now(), request.user.time_zone)
    diary = records.diary_of(request.user)
    found = summarise(diary, today, period)
    prompts = [worded(prompt, local_of(request)) for prompt in prompts_for(diary, today).fired]
    links, crossover = links_of(found.factors), crossover_of(found.crossover)
    changes = changes_of(found.dated_changes)
    return page(
        request,
        "patterns/patterns.html",
        {
            "prompts": [prompt for prompt in prompts if prompt.is_urgent],
            "patterns": found,
            "periods": tuple(Period),
            "figures": figures_of(found),
            "burden": burden_words(found.burden),
            "change_words": change_words(found.change),
            "beside": found.comparison and beside_of(found.comparison),
            "links": links,
            "crossover": crossover,
            "changes": changes,
            "placebo": bibliography()[PLACEBO_SOURCE]
            if any(part.speaks_of_placebo for part in (links, crossover, changes))
            else None,
            "least_nights": LEAST_NIGHTS,
            "least_known": LEAST_KNOWN,
        },
        fragment="patterns-body",
    )
