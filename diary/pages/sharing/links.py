"""The owner's share links: which there are, one more, how often each was opened, and an end to it."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import SignedInRequest
from diary import records
from diary.actions import share_links as actions
from diary.domain.days import EARLIEST_DAY, diary_day
from diary.domain.sharing import MOST_LINKS, ShareLink
from diary.http import page, see_other
from diary.pages.sharing.forms import LinkForm, sealed_token, token_in
from diary.saving import FORM_METHODS, id_sent
from diary.templatetags.qr import qr_code

MADE_ALREADY = (
    "This page has made a link already, for something else. It is in your list, and you can end it there. "
    "Send this once more to make another link, for what is chosen here."
)


@require_http_methods(FORM_METHODS)
def links(request: SignedInRequest) -> HttpResponse:
    """The links, and a form to make one; it begins with what the report page had chosen, if that led here."""
    is_sent = request.method == "POST"
    today = diary_day(timezone.now(), request.user.time_zone)
    form = LinkForm.of(request.user, request.POST if is_sent else None, today=today, initial=_chosen(request))
    token = token_in(request.POST.get("token", "")) if is_sent else None
    if is_sent and form.is_valid() and token is None:
        form.add_error(None, "This page was open for a long time. Please send it again.")
    elif is_sent and form.is_valid() and token is not None:
        try:
            return _made(request, _make(request, form, token), token)
        except actions.MadeAlready:
            # Whoever goes back and chooses less must not hand on the address of more.
            form.add_error(None, MADE_ALREADY)
            token = None
        except actions.TooMany:
            form.add_error(None, f"You have {MOST_LINKS} links that work. Please end one first.")
        except ValidationError as error:
            form.add_error(None, error)
    context = {
        "form": form,
        "new_id": uuid4() if token is None else id_sent(request),
        "token": sealed_token() if token is None else request.POST["token"],
        "links": [(link, link.state(timezone.now())) for link in records.share_links_of(request.user)],
    }
    return page(request, "sharing/links.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD"])
def link(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """One link: what it shows, until when, and when it was opened."""
    found = records.share_link_of(request.user, id)
    if found is None:
        raise Http404
    context = {
        "link": found,
        "state": found.state(timezone.now()),
        "openings": records.openings_of(request.user, id),
    }
    return page(request, "sharing/link.html", context)


@require_POST
def link_revoke(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """End a link for good."""
    try:
        ended = actions.revoke(request.user, id, now=timezone.now())
    except actions.NotThere as error:
        raise Http404 from error
    messages.success(request, f"The link for {ended.name} was ended. It opens nothing any more.")
    return see_other(request, reverse("diary:sharing"))


def _chosen(request: SignedInRequest) -> dict[str, object]:
    """Return what an address says of the period and the sections, as the report page hands it on."""
    said = {name: request.GET[name] for name in ("period", "first", "last") if name in request.GET}
    return said | ({"sections": request.GET.getlist("sections")} if "chosen" in request.GET else {})


def _make(request: SignedInRequest, form: LinkForm, token: str) -> ShareLink:
    """Make the link. Both of its dates are fixed and past: a night that has not begun is not in it."""
    now, said, selection = timezone.now(), form.cleaned_data, form.selection
    today = diary_day(now, request.user.time_zone)
    last = min(selection.last or today, today)
    return actions.make(
        request.user,
        id=id_sent(request),
        token=token,
        name=said["name"],
        first=min(selection.first or records.first_noted_of(request.user) or EARLIEST_DAY, last),
        last=last,
        sections=selection.sections,
        days=said["days"],
        passcode=said["passcode"],
        now=now,
    )


def _made(request: SignedInRequest, made: ShareLink, token: str) -> HttpResponse:
    """Show a new link, once: its address is stored nowhere. A form that is sent twice shows the same."""
    address = request.build_absolute_uri(reverse("diary:shared", args=[token]))
    return page(request, "sharing/made.html", {"link": made, "address": address, "qr_code": qr_code(address)})
