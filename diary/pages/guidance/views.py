"""Guidance: what fits this diary and why, and everything there is to read, with its evidence."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from diary import content, records
from diary.content import library
from diary.domain.days import wall_clock
from diary.domain.guidance.articles import Article, Topic
from diary.domain.guidance.for_you import Suggestion, rank
from diary.http import local_of, page

SUGGESTED_AT_ONCE = 5


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
    """Every relief card on one page, under the questions that come before any of them."""
    local = local_of(request)
    cards = [local.fill_in(card) for card in content.relief_cards().values()]
    return page(
        request,
        "guidance/first_aid.html",
        {
            "first_things": local.fill_in(content.first_things()),
            "cards": [(card, f"drawings/{card.drawing}.svg") for card in sorted(cards, key=lambda c: c.id)],
        },
    )


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


def _shelves() -> list[tuple[Topic, list[Article]]]:
    """Every article once, under the first of its topics."""
    shelves = ((topic, [a for a in content.articles() if a.topics[0] is topic]) for topic in Topic)
    return [(topic, articles) for topic, articles in shelves if articles]


def _suggestions(user: User) -> list[Suggestion]:
    today = wall_clock(timezone.now(), user.time_zone).date()
    return rank(content.articles(), records.diary_to_rank(user, today), today)
