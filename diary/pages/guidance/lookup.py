"""Looking things up in Guidance: does a remedy help, and what is there about the words that somebody typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from diary import content
from diary.content import library
from diary.domain.guidance.articles import Article, Topic
from diary.domain.guidance.remedies import Kind, Remedy, Verdict, chosen
from diary.domain.guidance.search import LONGEST_QUERY
from diary.domain.guidance.sources import GradeMeaning, Source
from diary.domain.vocabulary import Term
from diary.http import page

T = TypeVar("T", bound=Term)


@dataclass(frozen=True, slots=True)
class RemedyShown:
    """A remedy with what its keys stand for."""

    remedy: Remedy
    grade: GradeMeaning
    sources: list[Source]
    article: Article | None


@login_not_required
@require_safe
def does_it_help(request: HttpRequest) -> HttpResponse:
    """Every remedy with its verdict: all of them by kind, or those that fit a kind, a verdict and some words."""
    kind, verdict = _term(request, "kind", Kind), _term(request, "verdict", Verdict)
    query = _query(request)
    found = chosen(library.remedies_like(query) if query else library.remedies(), kind, verdict)
    return page(
        request,
        "guidance/does_it_help.html",
        {
            "query": query,
            "kind": kind,
            "verdict": verdict,
            "kinds": list(Kind),
            "verdicts": list(Verdict),
            "shelves": [("", shown(found))] if query else _by_kind(found),
            "found": len(found),
            "total": len(library.remedies()),
        },
        fragment="remedies",
    )


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What fits the words that were typed; signs that must not wait stand above it."""
    query = _query(request)
    found = library.search(query) if query else None
    return page(
        request,
        "guidance/search.html",
        {
            "query": query,
            "found": found,
            "at_once": shown(found.at_once) if found else [],
            "remedies": shown(found.remedies) if found else [],
            "topics": list(Topic),
        },
        fragment="search-results",
    )


def shown(remedies: Iterable[Remedy]) -> list[RemedyShown]:
    """Return the remedies as a page shows them."""
    sources, meanings = content.bibliography(), content.grade_meanings()
    return [
        RemedyShown(
            remedy,
            meanings[remedy.grade],
            [sources[key] for key in remedy.sources],
            content.article(remedy.read),
        )
        for remedy in remedies
    ]


def _by_kind(remedies: Iterable[Remedy]) -> list[tuple[str, list[RemedyShown]]]:
    ordered = sorted(remedies, key=lambda remedy: list(Kind).index(remedy.kind))
    return [(kind.label, shown(group)) for kind, group in groupby(ordered, key=attrgetter("kind"))]


def _query(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").split())[:LONGEST_QUERY]


def _term(request: HttpRequest, name: str, kind: type[T]) -> T | None:
    """The member that was chosen; nothing chosen and nothing known both stand for all."""
    sent = request.GET.get(name, "")
    return next((member for member in kind if member.value == sent), None)
