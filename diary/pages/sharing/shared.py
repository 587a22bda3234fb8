"""What a stranger with a share link sees: the report, the same as a PDF, or the question for the passcode."""

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from diary import records
from diary.actions import share_links as actions
from diary.actions.tokens import digest_of
from diary.content.report import report_for
from diary.domain.sharing import OpenedAs, ShareLink
from diary.limits import Limit
from diary.pages.sharing.forms import PasscodeForm
from diary.paper import pdf_of
from diary.strangers import for_strangers, too_often

COOKIE = "opened"
STAYS_OPEN = 12 * 60 * 60
# A passcode is short: in the two weeks of a link somebody who found its address has 280 tries, in a year 7,300.
GUESSES = Limit("share-passcode", most=5), Limit("share-passcode-day", most=20, minutes=24 * 60)


@require_safe
@for_strangers
def shared(request: HttpRequest, token: str) -> HttpResponseBase | None:
    """The report behind a link."""
    found = _found(token)
    if found is None:
        return None
    owner, link = found
    if not _is_unlocked(request, token, link):
        return render(request, "sharing/passcode.html", {"form": PasscodeForm(), "token": token})
    _note(request, owner, link, OpenedAs.PAGE)
    diary = records.selected_diary_of(owner, link.selection)
    report = report_for(diary, link.selection, timezone.now())
    return render(request, "sharing/shared.html", {"report": report, "link": link, "token": token})


@require_safe
@for_strangers
def shared_pdf(request: HttpRequest, token: str) -> HttpResponseBase | None:
    """The same report as a PDF."""
    found = _found(token)
    if found is None:
        return None
    owner, link = found
    if not _is_unlocked(request, token, link):
        return HttpResponseRedirect(reverse("diary:shared", args=[token]))
    _note(request, owner, link, OpenedAs.PDF)
    diary = records.selected_diary_of(owner, link.selection)
    pdf = pdf_of(diary, link.selection, now=timezone.now(), language=owner.locale, country=owner.country)
    name = f"cramp-diary-report-{link.last}.pdf"
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


# Whoever made somebody else's browser send this would need the passcode and gain nothing; a token against it would
# be one more cookie.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@for_strangers
def shared_passcode(request: HttpRequest, token: str) -> HttpResponseBase | None:
    """Open a link that has a passcode, on this device, for twelve hours; who loads the answer anew begins anew."""
    found = _found(token)
    if found is None:
        return None
    if request.method != "POST":
        return HttpResponseRedirect(reverse("diary:shared", args=[token]))
    owner, link = found
    now, tried = timezone.now(), str(link.id)
    if any(limit.is_reached(tried, now) for limit in GUESSES):
        return too_often(request)
    form = PasscodeForm(request.POST)
    if form.is_valid() and not actions.unlocks(owner, link.id, form.cleaned_data["passcode"].strip()):
        for limit in GUESSES:
            limit.count(tried, now)
        form.add_error("passcode", "This is not the passcode. Please look again.")
    if form.errors:
        return render(request, "sharing/passcode.html", {"form": form, "token": token}, status=422)
    address = reverse("diary:shared", args=[token])
    response = HttpResponseRedirect(address)
    response.set_cookie(
        COOKIE,
        signing.dumps(str(link.id), salt=COOKIE),
        max_age=STAYS_OPEN,
        path=address,
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )
    return response


@require_safe
@for_strangers
def nothing_shared(request: HttpRequest, token: str) -> None:
    """Whatever else is looked for there opens nothing, like a link that was copied with a word too many."""


def _found(token: str) -> tuple[User, ShareLink] | None:
    return records.shared_by(digest_of(token), timezone.now())


def _is_unlocked(request: HttpRequest, token: str, link: ShareLink) -> bool:
    if not link.has_passcode:
        return True
    try:
        opened = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=STAYS_OPEN)
    except signing.BadSignature:
        return False
    return bool(opened == str(link.id))


def _note(request: HttpRequest, owner: User, link: ShareLink, what: OpenedAs) -> None:
    """Count an opening by somebody who reads it; a look ahead by a program is none."""
    looks_ahead = request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")).startswith(
        "prefetch"
    )
    if request.method == "GET" and not looks_ahead:
        actions.note_opening(owner, link.id, what=what, now=timezone.now())
