"""Looking things up in Guidance: a remedy, what somebody typed, what an article is about, and plain words."""

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
from diary.domain.guidance import browsing
from diary.domain.guidance.articles import Article, Situation, Topic
from diary.domain.guidance.browsing import Wanted
from diary.domain.guidance.local_numbers import Line, LocalNumbers
from diary.domain.guidance.remedies import Kind, Remedy, Verdict, chosen
from diary.domain.guidance.search import LONGEST_QUERY
from diary.domain.guidance.sources import GradeMeaning, Source
from diary.domain.vocabulary import Grade, Muscle, Term
from diary.http import local_of, page

T = TypeVar("T", bound=Term)


@dataclass(frozen=True, slots=True)
class RemedyShown:
    """A remedy with what its keys stand for, and the numbers that it tells to call."""

    remedy: Remedy
    grade: GradeMeaning
    sources: list[Source]
    article: Article | None
    calls: tuple[Line, ...]
    local: LocalNumbers


@login_not_required
@require_safe
def does_it_help(request: HttpRequest) -> HttpResponse:
    """Every remedy with its verdict: all of them by kind, or those that fit a kind, a verdict and some words."""
    kind, verdict = _term(request, "kind", Kind), _term(request, "verdict", Verdict)
    query, local = _query(request), local_of(request)
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
            "shelves": [("", shown(found, local))] if query else _by_kind(found, local),
            "found": len(found),
            "total": len(library.remedies()),
        },
        fragment="remedies",
    )


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What fits the words that were typed; signs that must not wait stand above it."""
    query, local = _query(request), local_of(request)
    found = library.search(query, local) if query else None
    return page(
        request,
        "guidance/search.html",
        {
            "query": query,
            "found": found,
            "at_once": shown(found.at_once, local) if found else [],
            "harmful": found and any(remedy.can_harm for remedy in found.at_once),
            "remedies": shown(found.remedies, local) if found else [],
            "topics": list(Topic),
        },
        fragment="search-results",
    )


@login_not_required
@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """The articles about a muscle, a situation, a topic, with a grade of evidence."""
    wanted = Wanted(
        _term(request, "muscle", Muscle),
        _term(request, "situation", Situation),
        _term(request, "topic", Topic),
        _term(request, "grade", Grade),
    )
    naming, general = browsing.browse(content.articles(), wanted)
    return page(
        request,
        "guidance/browse.html",
        {
            "wanted": wanted,
            "naming": naming,
            "general": general,
            "card": local_of(request).fill_in(content.relief_card(wanted.muscle)) if wanted.muscle else None,
            "choices": [
                ("muscle", "Muscle", list(Muscle), wanted.muscle),
                ("situation", "Situation", list(Situation), wanted.situation),
                ("topic", "Topic", list(Topic), wanted.topic),
                ("grade", "Evidence", list(Grade), wanted.grade),
            ],
        },
        fragment="articles",
    )


@login_not_required
@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """The words that articles use, in plain words."""
    shown_words = [(word, content.article(word.read)) for word in library.glossary()]
    return page(request, "guidance/words.html", {"words": shown_words})


def shown(remedies: Iterable[Remedy], local: LocalNumbers) -> list[RemedyShown]:
    """Return the remedies as a page shows them, with whom to call where the person is."""
    sources, meanings = content.bibliography(), content.grade_meanings()
    return [
        RemedyShown(
            local.fill_in(remedy),
            meanings[remedy.grade],
            [sources[key] for key in remedy.sources],
            content.article(remedy.read),
            local.called_in(remedy.instead),
            local,
        )
        for remedy in remedies
    ]


def _by_kind(remedies: Iterable[Remedy], local: LocalNumbers) -> list[tuple[str, list[RemedyShown]]]:
    kinds, verdicts = list(Kind), list(Verdict)
    ordered = sorted(remedies, key=lambda r: (kinds.index(r.kind), verdicts.index(r.verdict)))
    return [(kind.label, shown(group, local)) for kind, group in groupby(ordered, key=attrgetter("kind"))]


def _query(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").split())[:LONGEST_QUERY]


def _term(request: HttpRequest, name: str, kind: type[T]) -> T | None:
    """The member that was chosen; nothing chosen and nothing known both stand for all."""
    sent = request.GET.get(name, "")
    return next((member for member in kind if member.value == sent), None)
