"""The report as it would be handed on: the part of the diary that one picks, as a page to read and to print."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from diary import records
from diary.content.prompt_words import WordedPrompt, worded
from diary.content.report import report_on
from diary.domain.days import diary_day
from diary.domain.prompts import Prompts, prompts_for
from diary.domain.report import Look, look_at
from diary.forms import SelectionForm
from diary.http import page

TEMPLATE = "visit/report.html"


@require_safe
def visit_report(request: SignedInRequest) -> HttpResponse:
    """The report on what `?period=…&sections=…` picks, the form to pick it, and what it leaves out of the prompts."""
    now = timezone.now()
    today = diary_day(now, request.user.time_zone)
    form = SelectionForm.of(request.user, request.GET, today=today)
    if not form.is_valid():
        return page(request, TEMPLATE, {"form": form}, status=422)
    selection = form.selection
    selected, recent = records.selected_and_recent_of(request.user, selection, form.first_noted, today)
    look = look_at(selected, selection, now)
    return page(
        request,
        TEMPLATE,
        {
            "form": form,
            "query": form.as_query(),
            "report": report_on(look),
            "missing": _missing(prompts_for(recent, today), look),
        },
    )


def _missing(shown: Prompts, look: Look) -> list[WordedPrompt]:
    """Return the prompts of the Visit screen that the report does not have."""
    told = (*look.prompts.fired, *look.prompts.quiet) if look.prompts else ()
    rules = {prompt.rule for prompt in told}
    return [worded(prompt) for prompt in shown.fired if prompt.rule not in rules]
