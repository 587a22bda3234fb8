"""The report as a PDF to keep, to print, or to hand on."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from diary import records
from diary.domain.days import diary_day, wall_clock
from diary.forms import SelectionForm
from diary.http import page
from diary.paper import pdf_of


@require_safe
def visit_report_pdf(request: SignedInRequest) -> HttpResponse:
    """The report on what `?period=…&sections=…` picks, as a PDF with the same nights as data inside."""
    now = timezone.now()
    user = request.user
    form = SelectionForm.of(user, request.GET, today=diary_day(now, user.time_zone))
    if not form.is_valid():
        return page(request, "visit/report.html", {"form": form}, status=422)
    selection = form.selection
    pdf = pdf_of(
        records.selected_diary_of(user, selection),
        selection,
        now=now,
        language=user.locale,
        country=user.country,
    )
    made_on = wall_clock(now, user.time_zone).date()
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="cramp-diary-report-{made_on}.pdf"'},
    )
