"""The texts that a clinician may edit: reads the Markdown and TOML files here, once, and makes safe HTML.

This is the only place that reads these files from the disk. It stands beside `records`: it knows the domain,
and pages may import it. What a file may hold is known by diary.domain.guidance.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from diary.domain.guidance import articles as article_format
from diary.domain.guidance import method as method_format
from diary.domain.guidance import relief as relief_format
from diary.domain.guidance.articles import Article
from diary.domain.guidance.local_numbers import LocalNumbers
from diary.domain.guidance.method import Method
from diary.domain.guidance.relief import FirstThings, ReliefCard
from diary.domain.guidance.sources import GradeMeaning, Source, parse_grades, parse_sources
from diary.domain.vocabulary import Grade, Muscle

FOLDER = Path(__file__).parent
FIRST_THINGS = "F00"
TAGS = {"h2", "h3", "p", "ul", "ol", "li", "strong", "em", "a", "br"}


@dataclass(frozen=True, slots=True)
class ArticleHtml:
    """An article's text and its box "When to get help", ready for a page."""

    body: SafeString
    help: SafeString


@cache
def articles() -> tuple[Article, ...]:
    """Return all articles, by id."""
    read = (article_format.parse(_text(path), path.stem) for path in _files("articles"))
    return tuple(sorted(read, key=lambda article: article.id))


def article(slug: str) -> Article | None:
    """Return the article whose file is called `slug`, or None."""
    return next((each for each in articles() if each.slug == slug), None)


def article_html(slug: str, local: LocalNumbers) -> ArticleHtml:
    """Return the article's text as safe HTML, with whom to call; raise KeyError if there is no such article."""
    found = _article_html(slug)
    return ArticleHtml(body=localised(found.body, local), help=localised(found.help, local))


@cache
def _article_html(slug: str) -> ArticleHtml:
    found = article(slug)
    if found is None:
        raise KeyError(slug)
    return ArticleHtml(body=html(found.body), help=html(found.help))


@cache
def method() -> Method:
    """Return the page that explains how patterns are looked for."""
    return method_format.parse(_text(FOLDER / "method.md"), "method")


@cache
def method_html() -> SafeString:
    """Return its text as safe HTML."""
    return html(method().body)


@cache
def first_things() -> FirstThings:
    """Return the questions and steps that stand above every relief card."""
    return relief_format.parse_first_things(_text(FOLDER / "relief" / f"{FIRST_THINGS}.md"), FIRST_THINGS)


@cache
def relief_cards() -> Mapping[str, ReliefCard]:
    """Return the relief cards by their id, without the one that stands above all."""
    read = (
        relief_format.parse_card(_text(path), path.stem)
        for path in _files("relief")
        if path.stem != FIRST_THINGS
    )
    return {card.id: card for card in read}


def relief_card(muscle: Muscle) -> ReliefCard:
    """Return the card for `muscle`; there is one for every muscle."""
    return relief_format.card_for(relief_cards().values(), muscle)


@cache
def bibliography() -> Mapping[str, Source]:
    """Return every source by its key."""
    return parse_sources(table("bibliography.toml"))


@cache
def grade_meanings() -> Mapping[Grade, GradeMeaning]:
    """Return what each grade of evidence means, best first."""
    return parse_grades(table("grades.toml"))


def table(name: str) -> dict[str, Any]:
    """Return what the TOML file called `name` holds."""
    return tomllib.loads(_text(FOLDER / name))


def html(markdown: str) -> SafeString:
    """Turn CommonMark into HTML with plain text structure only: no raw HTML, scripts, styles or pictures."""
    rendered = MarkdownIt("commonmark", {"html": False}).render(markdown)
    cleaned = nh3.clean(rendered, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"https", "tel"})
    return mark_safe(cleaned)  # noqa: S308 (nh3 has just cleaned it)


def localised(markup: SafeString, local: LocalNumbers) -> SafeString:
    """Put whom to call where the person is into HTML of ours; what is cached stays the same for everybody."""
    return mark_safe(local.fill(markup, escape))  # noqa: S308 (ours, and what is put in is escaped)


def _files(folder: str) -> list[Path]:
    return sorted((FOLDER / folder).glob("*.md"))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
