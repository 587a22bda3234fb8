"""Guidance: what fits this diary and why, and everything there is to read, with its evidence."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Theme, User
from accounts.themes import THEME_COOKIE
from diary import content, records
from diary.content import library
from diary.domain.days import wall_clock
from diary.domain.guidance.articles import Article, Topic
from diary.domain.guidance.body import place_of
from diary.domain.guidance.for_you import Suggestion, rank
from diary.domain.guidance.relief import ReliefCard
from diary.http import local_of, page

SUGGESTED_AT_ONCE = 5
CHOSEN_THEMES = {Theme.LIGHT.value, Theme.DARK.value}


@login_not_required
@require_safe
def guidance(request: HttpRequest) -> HttpResponse:
    """The articles: first those that fit the diary, each with its reason, then all by topic."""
    suggestions = _suggestions(request.user) if isinstance(request.user, User) else []
    return page(
        request,
        "guidance/guidance.html",
        {
            "suggestions": suggestions[:SUGGESTED_AT_ONCE],
            "further": suggestions[SUGGESTED_AT_ONCE:],
            "shelves": _shelves(),
        },
    )


@login_not_required
@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article, with the grade of each claim, its sources and the day they were checked."""
    found = content.article(slug)
    if found is None:
        raise Http404
    sources, local = content.bibliography(), local_of(request)
    return page(
        request,
        "guidance/article.html",
        {
            "article": found,
            "html": content.article_html(slug, local),
            "calls": local.called_in(found.body, found.help),
            "claims": [
                (claim, content.grade_meanings()[claim.grade], [sources[key] for key in claim.sources])
                for claim in found.claims
            ],
            "sources": [sources[key] for key in found.sources],
            "remedies": library.remedies_of(found),
        },
    )


@login_not_required
@require_safe
def first_aid(request: HttpRequest) -> HttpResponse:
    """Where is it: one tap on the body leads to the relief card, with or without an account."""
    if "place" in request.GET:
        return redirect("diary:relief_card", card=_card_at(request.GET["place"]).id)
    cards = sorted(content.relief_cards().values(), key=lambda card: card.id)
    return _dim(request, "guidance/first_aid.html", {"cards": [local_of(request).fill_in(c) for c in cards]})


@login_not_required
@require_safe
def relief_card(request: HttpRequest, card: str) -> HttpResponse:
    """One relief card, a step at a time, under the questions that come before any of them."""
    found = content.relief_cards().get(card)
    if found is None:
        raise Http404
    return _dim(request, "guidance/relief_card.html", {"card": local_of(request).fill_in(found)})


@login_not_required
@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """How patterns are looked for, in plain words."""
    found, sources = content.method(), content.bibliography()
    return page(
        request,
        "guidance/method.html",
        {
            "method": found,
            "html": content.method_html(),
            "sources": [sources[key] for key in found.sources],
        },
    )


def _dim(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page of first aid with the questions that stand above it; dark for a stranger, who may be in the dark."""
    local, first = local_of(request), content.first_things()
    if not isinstance(request.user, User) and request.COOKIES.get(THEME_COOKIE) not in CHOSEN_THEMES:
        request.forced_theme = Theme.NIGHT.value  # type: ignore[attr-defined]  # as a SignedInRequest has it
    questions = [(local.fill_in(q), local.called_in(*q.steps, urgency=q.urgency)) for q in first.questions]
    return page(request, template, {**context, "first_things": local.fill_in(first), "questions": questions})


def _card_at(place: str) -> ReliefCard:
    try:
        return content.relief_card(place_of(place).muscle)
    except ValueError as error:
        raise Http404 from error


def _shelves() -> list[tuple[Topic, list[Article]]]:
    """Every article once, under the first of its topics."""
    shelves = ((topic, [a for a in content.articles() if a.topics[0] is topic]) for topic in Topic)
    return [(topic, articles) for topic, articles in shelves if articles]


def _suggestions(user: User) -> list[Suggestion]:
    today = wall_clock(timezone.now(), user.time_zone).date()
    return rank(content.articles(), records.diary_to_rank(user, today), today)
