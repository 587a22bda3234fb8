"""Now: the screen of a cramp that is going on, from the tap at night until it is gone."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from accounts.models import Theme
from diary import content, records
from diary.actions import episodes
from diary.content.prompt_words import long_cramp_words, worded
from diary.domain.days import diary_day
from diary.domain.entries import Episode
from diary.domain.guidance.relief import SafetyQuestion
from diary.domain.prompts import CLOT_SIGN, TenMinutes, prompts_for, ten_minute_rule
from diary.domain.prompts.live import ASKS_AGAIN_AFTER, ASKS_AT
from diary.domain.tonight import LONGEST_ONGOING
from diary.domain.vocabulary import SEVERITY_WORDS, Eased, Progress
from diary.http import local_of, page, see_other, undoable
from diary.pages.episodes.now_forms import MomentForm, PlaceForm, SeverityForm, SignForm, StretchForm


@login_required(login_url="diary:first_aid")
@require_http_methods(["GET", "HEAD", "POST"])
def now(request: SignedInRequest) -> HttpResponse:
    """POST saves a cramp that has just begun; GET shows the one that is going on, or the button.

    Who is not signed in, or no more, gets first aid and not the sign-in; what was sent is kept as from any form.
    """
    if request.method == "POST":
        form = MomentForm(request.POST)
        if not form.is_valid():
            return _dark(request, "episodes/begin.html", {"id": uuid4(), "not_saved": True}, status=422)
        episode = episodes.begin(
            request.user,
            id=form.cleaned_data["id"],
            at=form.cleaned_data["at"],
            time_zone=form.cleaned_data["time_zone"] or request.user.time_zone,
            now=timezone.now(),
        )
        return see_other(request, reverse("diary:now_episode", args=[episode.id]))
    ongoing = records.ongoing_episode_of(request.user)
    if ongoing is not None and timezone.now() - ongoing.started_at < LONGEST_ONGOING:
        return redirect("diary:now_episode", id=ongoing.id)
    return _dark(request, "episodes/begin.html", {"id": uuid4()})


@require_safe
def now_episode(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """One cramp: where it is, how to ease it, and after "It's gone" how bad it was."""
    episode = records.episode_of(request.user, id)
    if episode is None:
        raise Http404
    if episode.progress is Progress.COMPLETE:
        return redirect("diary:episode", id=id)
    if episode.progress is Progress.ONGOING:
        return _dark(request, "episodes/now.html", _ongoing(request, episode, timezone.now()))
    return _dark(request, "episodes/gone.html", _gone(request, episode, timezone.now()))


@require_POST
def now_place(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Say which muscle cramps."""
    place = _cleaned(PlaceForm(request.POST))["place"]
    return _write(request, id, lambda at: episodes.place(request.user, id, places=(place,), now=at))


@require_POST
def now_stretch(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Say whether stretching has eased it."""
    eased = Eased(_cleaned(StretchForm(request.POST))["eased"])
    return _write(request, id, lambda at: episodes.note_stretch(request.user, id, eased=eased, now=at))


@require_POST
def now_sign(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Answer a question about clots and emergencies."""
    said = _cleaned(SignForm(request.POST))
    signs = {said["question"]: said["answer"] == "yes"}
    if said["instead_of"]:
        signs[said["instead_of"]] = False
    return _write(
        request,
        id,
        lambda at: episodes.note_signs(request.user, id, signs=signs, now=at),
    )


@require_POST
def now_gone(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """It's gone: the duration is now known."""
    form = MomentForm({**request.POST.dict(), "id": id})
    ended_at = form.cleaned_data["at"] if form.is_valid() else None
    return _write(request, id, lambda at: episodes.mark_gone(request.user, id, at=ended_at, now=at))


@require_POST
def now_back(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """It was not gone: the clock runs on."""
    return _write(request, id, lambda at: episodes.reopen(request.user, id, now=at))


@require_POST
def now_severity(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Say how bad the worst pain was, or skip it."""
    severity = _cleaned(SeverityForm(request.POST))["severity"]
    if severity is not None:
        _write(request, id, lambda at: episodes.rate(request.user, id, severity=severity, now=at))
    return see_other(request, f"{reverse('diary:now_episode', args=[id])}?asked=1")


@require_POST
def now_undo(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """It was no cramp, or a slip of the thumb: into the bin, and back to Tonight."""
    try:
        went = episodes.take_back(request.user, id, now=timezone.now())
    except episodes.NotThere as error:
        raise Http404 from error
    if not went:
        return see_other(request, reverse("diary:episode", args=[id]))
    undoable(request, "Taken back. The cramp is in the bin.", reverse("diary:episode_restore", args=[id]))
    return see_other(request, reverse("diary:tonight"))


def _ongoing(request: SignedInRequest, episode: Episode, moment: datetime) -> dict[str, Any]:
    changing = bool(request.GET.get("change"))
    place = episode.places[0] if episode.places and not changing else None
    local = local_of(request)
    card = local.fill_in(content.relief_card(place.muscle)) if place else None
    minutes = max(0, int((moment - episode.started_at).total_seconds() // 60))
    # The question is put after ten minutes on the phone's own clock: an answer means that they have passed.
    passed = max(minutes, ASKS_AT) if episode.stretch_eased else minutes
    ten_minutes = ten_minute_rule(passed, episode.stretch_eased)
    warning = _warning(episode)
    clot_sign_is_open = _clot_sign_is_open(request, episode, moment)
    return {
        "episode": episode,
        "place": place,
        "minutes": minutes,
        "first_things": local.fill_in(content.first_things()),
        "warning": local.fill_in(warning) if warning else None,
        "warning_calls": local.called_in(*warning.steps, urgency=warning.urgency) if warning else (),
        "said_sign": next((s for s in warning.signs if episode.signs.get(s)), None) if warning else None,
        "clot_sign_is_open": clot_sign_is_open,
        "card": card,
        "shows_card": bool(place and not warning and not clot_sign_is_open),
        "ten_minutes": ten_minutes.value,
        "asks_at": _asks_at(ten_minutes, episode),
        "long_cramp": long_cramp_words(local),
        "eased_choices": list(Eased),
        "still_there": bool(request.GET.get("still")),
    }


def _asks_at(ten_minutes: TenMinutes, episode: Episode) -> int | None:
    """The minute at which the clock asks about stretching: 0 for at once, None for not (any more)."""
    if ten_minutes is TenMinutes.ASK:
        return 0
    if ten_minutes is TenMinutes.CARD:
        return ASKS_AT + ASKS_AGAIN_AFTER
    return ASKS_AT if episode.stretch_eased is None else None


def _warning(episode: Episode) -> SafetyQuestion | None:
    """The question above the steps that was answered yes for this cramp, the most urgent one."""
    yes = [q for q in content.first_things().questions if any(episode.signs.get(sign) for sign in q.signs)]
    return min(yes, key=lambda question: question.urgency.rank, default=None)


def _clot_sign_is_open(request: SignedInRequest, episode: Episode, moment: datetime) -> bool:
    """Whether an earlier "yes" to the clot question still stands: then it is asked again before any stretch."""
    if CLOT_SIGN in episode.signs:
        return False
    today = diary_day(moment, request.user.time_zone)
    return prompts_for(records.recent_diary_of(request.user, today), today).clot_sign is True


def _gone(request: SignedInRequest, episode: Episode, moment: datetime) -> dict[str, Any]:
    today = diary_day(moment, request.user.time_zone)
    prompts = prompts_for(records.recent_diary_of(request.user, today), today)
    long_without_answer = (episode.hard_minutes or 0) > 10 and episode.stretch_eased is None
    return {
        "episode": episode,
        "prompt": worded(prompts.banner, local_of(request)) if prompts.banner else None,
        "asks_stretch": long_without_answer,
        "asks_severity": episode.severity is None and not request.GET.get("asked"),
        "eased_choices": list(Eased),
        "severities": list(enumerate(SEVERITY_WORDS)),
        "new_id": uuid4(),
        "may_go_back": records.ongoing_episode_of(request.user) is None,
    }


def _dark(
    request: SignedInRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    request.forced_theme = Theme.NIGHT.value
    return page(request, template, context, status=status)


def _cleaned(form: forms.Form) -> dict[str, Any]:
    """What a button sent; buttons send nothing else, so anything else is no address of ours."""
    if not form.is_valid():
        raise Http404
    return form.cleaned_data


def _write(request: SignedInRequest, id: UUID, action: Callable[[datetime], object]) -> HttpResponse:  # noqa: A002
    try:
        action(timezone.now())
    except episodes.NotThere as error:
        raise Http404 from error
    return see_other(request, reverse("diary:now_episode", args=[id]))
