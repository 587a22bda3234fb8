"""Calendar feeds: an address for a calendar program, made and shown once, and taken back."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.http import SignedInRequest
from diary import records
from diary.actions import calendar_feeds
from diary.domain.days import diary_day
from diary.domain.formats.files import FORMAT_BY_NAME, Taken
from diary.domain.selection import Section, Selection
from diary.http import page, see_other
from diary.saving import id_sent
from diary.strangers import for_strangers

FEED_REACHES = timedelta(days=400)
FEED_HOLDS = frozenset({Section.EPISODES, Section.VISITS})


@require_POST
def feed_make(request: SignedInRequest) -> HttpResponse:
    """Make an address and show it, once: it is stored nowhere, so this page can not be had again."""
    says_what = request.POST.get("says_what") == "1"
    try:
        token = calendar_feeds.make(
            request.user, id=id_sent(request), says_what=says_what, now=timezone.now()
        )
    except calendar_feeds.TooMany:
        messages.error(
            request, f"You have {calendar_feeds.MOST_FEEDS} calendar addresses. Please end one first."
        )
        return see_other(request, reverse("diary:transfer"))
    if token is None:
        messages.error(
            request,
            "This address was shown before, once. Did you not keep it? End it, and make another.",
        )
        return see_other(request, reverse("diary:transfer"))
    address = request.build_absolute_uri(reverse("diary:calendar_feed", args=[token]))
    return page(request, "transfer/feed_made.html", {"address": address, "says_what": says_what})


@require_POST
def feed_revoke(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """End an address for good."""
    try:
        calendar_feeds.revoke(request.user, id, now=timezone.now())
    except calendar_feeds.NotThere as error:
        raise Http404 from error
    messages.success(request, "The address was ended. It opens nothing any more.")
    return see_other(request, reverse("diary:transfer"))


@require_safe
@for_strangers
def calendar_feed(request: HttpRequest, token: str) -> HttpResponseBase | None:
    """The calendar behind an address: cramps and visits of the last 400 days, without notes."""
    now = timezone.now()
    feed = calendar_feeds.fetch(token, now=now)
    if feed is None:
        return None
    selection = Selection(first=diary_day(now, feed.owner.time_zone) - FEED_REACHES, sections=FEED_HOLDS)
    diary = records.selected_diary_of(feed.owner, selection)
    taken = Taken(diary=diary, selection=selection, now=now, says_what=feed.says_what)
    calendar = FORMAT_BY_NAME["calendar"]
    return StreamingHttpResponse(calendar.pieces(taken), content_type=calendar.media_type)
