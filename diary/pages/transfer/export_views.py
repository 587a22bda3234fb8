"""Taking the diary along: choose what, see how much it is, and download it in one of the formats."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from diary import records
from diary.domain.days import diary_day
from diary.domain.entries import Diary
from diary.domain.formats.files import FORMAT_BY_NAME, FORMATS, Taken, counts_of, made_on
from diary.domain.patterns import Period
from diary.domain.patterns.period import last_night
from diary.domain.selection import EVERYTHING, Section, Selection
from diary.domain.wording import counted
from diary.forms import SelectionForm
from diary.http import page
from diary.limits import Turn
from diary.pages.transfer.feeds import feeds_context

MOST_AT_ONCE = 2
WAIT_SECONDS = 30
EVERYTHING_QUERY = urlencode(
    {"chosen": "1", "period": Period.ALL.slug, "sections": [section.value for section in Section]}, doseq=True
)


class Download:
    """The pieces of a file; when they are all sent, or nobody wants them any more, the turn is given back."""

    def __init__(self, pieces: Iterator[bytes], turn: Turn) -> None:
        self.pieces, self.turn = pieces, turn

    def __iter__(self) -> Iterator[bytes]:
        return self.pieces

    def close(self) -> None:
        self.turn.close()


@require_safe
def transfer(request: SignedInRequest) -> HttpResponse:
    """What can be taken along, and how much it is."""
    whole = records.whole_diary_of(request.user)
    return _shown(request, whole, _form_for(whole, request.GET))


@require_safe
def export(request: SignedInRequest, name: str) -> HttpResponseBase:
    """One file of what `?period=…&sections=…` picks; at most two are made at once for one person."""
    if name not in FORMAT_BY_NAME:
        raise Http404
    turn = Turn.take("export", str(request.user.pk), most=MOST_AT_ONCE)
    if turn is None:
        busy = page(request, "transfer/busy.html", status=429)
        busy.headers["Retry-After"] = str(WAIT_SECONDS)
        return busy
    try:
        response = _made(request, name, turn)
    except BaseException:
        turn.close()
        raise
    if not response.streaming:
        turn.close()
    return response


def _made(request: SignedInRequest, name: str, turn: Turn) -> HttpResponseBase:
    whole = records.whole_diary_of(request.user)
    form = _form_for(whole, request.GET)
    if not form.is_valid():
        return _shown(request, whole, form)
    taken = Taken(
        diary=records.selected_of(whole, form.selection),
        selection=form.selection,
        now=timezone.now(),
        says_what=request.GET.get("says_what") == "1",
    )
    made_as = FORMAT_BY_NAME[name]
    download = Download(made_as.pieces(taken), turn)
    response = StreamingHttpResponse(download, content_type=made_as.media_type)
    file_name = made_as.file_name(made_on(taken))
    response.headers["Content-Disposition"] = content_disposition_header(True, file_name) or ""
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _shown(request: SignedInRequest, whole: Diary, form: SelectionForm) -> HttpResponse:
    """Answer the page with what the form picks, with the form alone if it picks nothing that there can be."""
    is_valid = form.is_valid()
    context = {
        "form": form,
        "formats": FORMATS,
        "everything": _words(whole, Selection(sections=EVERYTHING)),
        "everything_query": EVERYTHING_QUERY,
        "counts": _words(whole, form.selection) if is_valid else None,
        **feeds_context(request),
    }
    return page(
        request, "transfer/transfer.html", context, fragment="goes-along", status=200 if is_valid else 422
    )


def _form_for(whole: Diary, data: Mapping[str, str]) -> SelectionForm:
    """Return the form for a diary that is loaded already."""
    noted = whole.days_noted()
    return SelectionForm(
        data,
        today=last_night(whole, diary_day(timezone.now(), whole.time_zone)),
        last_visit=max((visit.on for visit in whole.visits if visit.closed_at is not None), default=None),
        first_noted=noted and noted[0],
        period=Period.ALL.slug,
    )


def _words(whole: Diary, selection: Selection) -> list[str]:
    """Return how much goes along: "214 cramp entries"."""
    taken = Taken(diary=selection.of(whole), selection=selection, now=timezone.now())
    return [counted(count, noun) for noun, count in counts_of(taken)]
