"""The diary: a month as a calendar with its nights, what a filter finds, one night, the bin."""

from datetime import date, datetime, timedelta
from functools import cache

from django.core.paginator import Paginator
from django.db.models import Max, Min
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from accounts.models import User
from diary import records
from diary.domain.check_ins import in_words
from diary.domain.days import diary_day, night_to_settle
from diary.domain.history import Month, by_night, is_blank
from diary.http import page
from diary.pages.history.forms import FilterForm
from diary.pages.history.rows import (
    calendar_of,
    episode_row,
    links_to_months,
    links_to_years,
    night_row,
    rows_found,
    rows_of_month,
    tally_of,
)

ONE_DAY = timedelta(days=1)
NIGHTS_A_PAGE = 30
FRAGMENT = "history"


@require_safe
def diary(request: SignedInRequest) -> HttpResponse:
    """The present month, or what the filter finds in the whole diary."""
    form = FilterForm(request.GET)
    now = timezone.now()
    if not form.is_used:
        return _month(request, Month.of(_today(request, now)), now)
    if not form.is_valid():
        return page(request, "history/diary.html", {"form": form}, fragment=FRAGMENT, status=422)
    whole = records.diary_of(request.user)
    wanted = form.wanted
    found = [episode for episode in whole.episodes if wanted.matches(episode)]
    nights = Paginator(list(by_night(found)), NIGHTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "found": len(found),
        "total": len(whole.episodes),
        "nights": nights,
        "rows": rows_found(whole, nights, today=_today(request, now)),
    }
    return page(request, "history/diary.html", context, fragment=FRAGMENT)


@require_safe
def month(request: SignedInRequest, month: Month) -> HttpResponse:
    """A month up to the present one, or to the last one with anything noted: a clock may have been ahead."""
    return _month(request, month, timezone.now())


@require_safe
def night(request: SignedInRequest, day: date) -> HttpResponse:
    """One night: what became of it, its episodes, its check-in."""
    now = timezone.now()
    today, settled = _today(request, now), night_to_settle(now, request.user.time_zone)
    held = records.diary_of(request.user, day, day + ONE_DAY)
    shown, following = held.night(day), held.night(day + ONE_DAY)
    if day > today and is_blank(shown):
        raise Http404
    context = {
        "night": shown,
        "row": night_row(shown, held.factors, today=today, settled=settled),
        "episodes": [(episode, episode_row(episode, today=today)) for episode in shown.episodes],
        "answers": in_words(shown.check_in.factors, held.factors) if shown.check_in else (),
        "month": Month.of(day),
        "morning_after": day + ONE_DAY,
        "night_before": day - ONE_DAY,
        "night_after": following.day if following.day <= today or not is_blank(following) else None,
        "may_check_in": day <= today,
    }
    return page(request, "history/night.html", context)


@require_safe
def bin_(request: SignedInRequest) -> HttpResponse:
    """What was deleted, and until when it can be restored."""
    now = timezone.now()
    today = _today(request, now)
    binned = [
        (episode.id, episode_row(episode, today=today), timezone.localtime(goes_at).date())
        for episode, goes_at in records.bin_of(request.user, now)
    ]
    medicines = [
        (medicine, timezone.localtime(goes_at).date())
        for medicine, goes_at in records.medicines_in_bin(request.user, now)
    ]
    events = [
        (event, timezone.localtime(goes_at).date())
        for event, goes_at in records.events_in_bin(request.user, now)
    ]
    context = {
        "binned": binned,
        "medicines": medicines,
        "events": events,
        "keeps": records.BIN_KEEPS.days,
    }
    return page(request, "history/bin.html", context)


def _month(request: SignedInRequest, shown: Month, now: datetime) -> HttpResponse:
    today, settled = _today(request, now), night_to_settle(now, request.user.time_zone)
    noted = _days_noted(request.user)
    first, last = noted or (today, today)
    latest = Month.of(max(last, today))
    if shown > latest:
        raise Http404
    held = records.diary_of(request.user, shown.first, shown.last)
    context = {
        "blank_filter": _blank_filter(),
        "month": shown,
        "is_present": shown == Month.of(today),
        "following": shown.following if shown < latest else None,
        "tally": tally_of(held, shown, settled=settled),
        "weeks": calendar_of(held, shown, today=today, settled=settled),
        "rows": rows_of_month(held, shown, today=today, settled=settled),
        "is_new": noted is None,
        "months": links_to_months(shown, latest),
        "years": links_to_years(shown, latest, first),
    }
    return page(request, "history/diary.html", context, fragment=FRAGMENT)


@cache
def _blank_filter() -> SafeString:
    """Return the fields of an empty filter: the same for everybody, and slow to render."""
    return render_to_string("history/_filter.html", {"form": FilterForm()})


def _days_noted(user: User) -> tuple[date, date] | None:
    """Return the first and the last day of which anything was noted, or None for an empty diary."""
    ends = [
        rows.aggregate(first=Min("day"), last=Max("day")) for rows in (user.episodes.kept(), user.check_ins)
    ]
    noted = [(end["first"], end["last"]) for end in ends if end["first"]]
    return (min(first for first, _ in noted), max(last for _, last in noted)) if noted else None


def _today(request: SignedInRequest, now: datetime) -> date:
    return diary_day(now, request.user.time_zone)
