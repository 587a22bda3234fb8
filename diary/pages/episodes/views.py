"""Episodes: add an earlier cramp, finish what the night left open, edit, into the bin and back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from diary import records
from diary.actions import episodes
from diary.domain.days import diary_day
from diary.domain.entries import Episode
from diary.domain.prompts.asking import signs_for
from diary.domain.tonight import LONGEST_ONGOING, tonight_of
from diary.domain.vocabulary import Progress
from diary.http import DayConverter, page, see_other, undoable, version_sent
from diary.pages.episodes.after_saving import LONGEST, calls_for_help, say_saved
from diary.pages.episodes.forms import EpisodeForm, changes_between, columns_of
from diary.pages.episodes.wording import differences, named

FAMILIAR_FROM = timedelta(days=90)
# The screens that a person goes back to; any other address of ours has to be asked for with `next`.
SCREENS = frozenset({"tonight", "drafts", "diary", "month", "night", "patterns", "visit"})


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    """An earlier cramp. The same post twice gives one row."""
    now = timezone.now()
    form = _form(request, None, now)
    if not form.is_bound or not form.is_valid():
        return _show(request, form)
    mine = form.entry(_id_sent(request))
    columns = columns_of(mine)
    known = {name: columns.pop(name) for name in ("started_at", "time_zone")}
    try:
        saved = episodes.record(request.user, id=mine.id, details=columns, **known)
    except ValidationError as refusal:
        form.add_refusals(refusal)
        return _show(request, form)
    if records.episode_of(request.user, saved.id) is None:
        return _show_discarded(request, now)
    if form.was_minutes_ago:
        mine = replace(mine, started_at=saved.started_at, day=saved.day)
    if differences(mine, saved):
        return _show_both(request, form, mine, saved)
    return _saved(request, saved, None, now)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """One episode: to finish or to mend. What another device has saved meanwhile is shown, never overwritten."""
    now = timezone.now()
    stored = records.episode_of(request.user, id)
    if stored is None:
        if request.method == "POST" and _is_in_bin(request, id, now):
            return _show_discarded(request, now)
        raise Http404
    form = _form(request, stored, now)
    if form.is_bound:
        return _revise(request, form, stored) if form.is_valid() else _show(request, form)
    if stored.progress is Progress.ONGOING and now - stored.started_at < LONGEST_ONGOING:
        return redirect("diary:now_episode", id=id)
    return _show(request, form)


@require_safe
def drafts(request: SignedInRequest) -> HttpResponse:
    """What the night left open, in order."""
    now = timezone.now()
    today = diary_day(now, request.user.time_zone)
    tonight = tonight_of(records.recent_diary_of(request.user, today), now)
    return page(request, "episodes/drafts.html", {"tonight": tonight, "ongoing": Progress.ONGOING})


@require_POST
def discard(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Into the bin, where it stays for 30 days."""
    episode = records.episode_of(request.user, id)
    try:
        episodes.discard(request.user, id, now=timezone.now())
    except episodes.NotThere as error:
        raise Http404 from error
    if episode is not None:
        undoable(request, f"In the bin: {named(episode)}.", reverse("diary:episode_restore", args=[id]))
    return see_other(request, _way_back(request, reverse("diary:diary")))


@require_POST
def restore(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Out of the bin again."""
    try:
        episode = episodes.restore(request.user, id, now=timezone.now())
    except episodes.NotThere as error:
        raise Http404 from error
    messages.success(request, f"Back in the diary: {named(episode)}.")
    return see_other(request, _way_back(request, reverse("diary:night", args=[episode.day])))


# --- The form -----------------------------------------------------------------------------------------------------


def _form(request: SignedInRequest, stored: Episode | None, now: datetime) -> EpisodeForm:
    data = request.POST if request.method == "POST" else None
    night = _night_asked_for(request) if stored is None else None
    zone = request.user.time_zone
    signs = signs_for(records.facts_of(request.user), diary_day(now, zone))
    return EpisodeForm(data, now=now, zone=zone, stored=stored, night=night, signs=signs)


def _night_asked_for(request: SignedInRequest) -> date | None:
    """The diary day of "Add a cramp to this night", None if there is none in the address."""
    try:
        return DayConverter().to_python(request.GET.get("day", ""))
    except ValueError:
        return None


def _revise(request: SignedInRequest, form: EpisodeForm, stored: Episode) -> HttpResponse:
    """Save a valid form over the version that was seen, or show what another device has made of it meanwhile."""
    mine, seen = form.entry(stored.id), version_sent(request)
    try:
        saved = episodes.revise(
            request.user, stored.id, changes=changes_between(stored, mine), seen=seen, now=form.now
        )
    except ValidationError as refusal:
        form.add_refusals(refusal)
        return _show(request, form)
    except (episodes.Conflict, episodes.NotThere):
        theirs = records.episode_of(request.user, stored.id)
        if theirs is None:
            return _show_discarded(request, form.now)
        if differences(mine, theirs):
            return _show_both(request, form, mine, theirs)
        saved = theirs
    return _saved(request, saved, stored, form.now)


def _show(
    request: SignedInRequest,
    form: EpisodeForm,
    context: Mapping[str, Any] | None = None,
    *,
    version: int | None = None,
    status: int = 422,
) -> HttpResponse:
    """Show the form: for the first time, or with what was typed and status `status`."""
    user, stored = request.user, form.stored
    day = diary_day(stored.started_at if stored else form.now, form.home_zone)
    recent = records.episodes_around(user, form.now - FAMILIAR_FROM, form.now)
    form.remember(
        check_in=records.check_in_of(user, day),
        familiar={place.muscle for episode in recent for place in episode.places},
    )
    if form.is_bound:
        form.fix_onset()
        version = version or version_sent(request)
    else:
        version, status = stored.version if stored else 0, 200
    shown = {
        "form": form,
        "stored": stored,
        "name": named(stored) if stored else "",
        "id": stored.id if stored else uuid4(),
        "version": version,
        "next": _way_back(request, reverse("diary:tonight")),
        "is_draft": stored is not None and stored.progress is not Progress.COMPLETE,
        "was_left_open": stored is not None and stored.progress is Progress.ONGOING,
    }
    return page(request, "episodes/form.html", shown | dict(context or {}), status=status)


def _show_both(request: SignedInRequest, form: EpisodeForm, mine: Episode, theirs: Episode) -> HttpResponse:
    """Two versions side by side, and the form with mine: saving it now overwrites the other one knowingly."""
    context = {"differences": differences(mine, theirs), "stored": theirs, "id": theirs.id}
    return _show(request, form, context, version=theirs.version, status=409)


def _show_discarded(request: SignedInRequest, now: datetime) -> HttpResponse:
    """The episode went into the bin meanwhile; what was typed can be saved as a new one."""
    return _show(request, _form(request, None, now), {"was_discarded": True}, status=409)


def _id_sent(request: SignedInRequest) -> UUID:
    try:
        return UUID(request.POST.get("id", ""))
    except ValueError:
        return uuid4()


def _is_in_bin(request: SignedInRequest, episode_id: UUID, now: datetime) -> bool:
    return any(episode.id == episode_id for episode, _ in records.bin_of(request.user, now))


# --- Where to go next ---------------------------------------------------------------------------------------------


def _saved(request: SignedInRequest, saved: Episode, before: Episode | None, now: datetime) -> HttpResponse:
    """Say what was saved and go on: to Tonight if help is due, to the next draft, or back to where one came from."""
    user = request.user
    around = records.episodes_around(user, saved.started_at - LONGEST, saved.started_at + LONGEST)
    say_saved(request, saved, around, now=now)
    today = diary_day(now, user.time_zone)
    diary = records.recent_diary_of(user, today)
    if calls_for_help(diary, saved, before, today):
        return see_other(request, reverse("diary:tonight"))
    way_back = _way_back(request, reverse("diary:tonight"))
    if way_back != reverse("diary:drafts"):
        return see_other(request, way_back)
    left = tonight_of(diary, now).drafts
    if not left:
        return see_other(request, reverse("diary:tonight"))
    return see_other(request, f"{reverse('diary:episode', args=[left[0].id])}?next={way_back}")


def _way_back(request: SignedInRequest, default: str) -> str:
    """Where the person came from: an address of ours that was asked for, or one of the screens."""
    asked = _path_of_ours(request, request.POST.get("next") or request.GET.get("next"))
    if asked:
        return asked
    came_from = _path_of_ours(request, request.headers.get("Referer"))
    if came_from and resolve(urlsplit(came_from).path).url_name in SCREENS:
        return came_from
    return default


def _path_of_ours(request: SignedInRequest, url: str | None) -> str | None:
    """The path and query of a link into the diary, None for anything else."""
    if not url or not url_has_allowed_host_and_scheme(
        url, {request.get_host()}, require_https=request.is_secure()
    ):
        return None
    parts = urlsplit(url)
    try:
        is_ours = resolve(parts.path).namespace == "diary"
    except Resolver404:
        return None
    return parts._replace(scheme="", netloc="", fragment="").geturl() if is_ours else None
