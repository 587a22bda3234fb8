"""What there is to look up and to search: the remedies, the plain words, and one index over all that can be read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain

from diary.content import FOLDER, articles, relief_cards, table
from diary.content.local_numbers import local_numbers
from diary.content.prompt_words import HEADINGS
from diary.domain.guidance.articles import Article
from diary.domain.guidance.coverage import Row, parse_coverage
from diary.domain.guidance.glossary import Word, parse_glossary
from diary.domain.guidance.local_numbers import Line, LocalNumbers
from diary.domain.guidance.red_flags import RedFlag, parse_red_flags, raised_by
from diary.domain.guidance.relief import ReliefCard
from diary.domain.guidance.remedies import Remedy, parse_remedies
from diary.domain.guidance.search import Entry, Index, Lexicon, parse_lexicon, stems
from diary.domain.prompts.words import HelpPage, parse_help_page
from diary.domain.vocabulary import LEG_AND_FOOT, Urgency

MOST_ARTICLES, MOST_REMEDIES, MOST_CARDS, MOST_AT_ONCE = 8, 8, 2, 3


@dataclass(frozen=True, slots=True)
class Signs:
    """Signs that must not wait for the results of a search, under what to do about them and whom to call."""

    urgency: Urgency
    heading: str
    words: tuple[str, ...]
    calls: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What fits a search, best first. `at_once` are the remedies that the search names, `remedies` the others."""

    signs: tuple[Signs, ...]
    at_once: tuple[Remedy, ...]
    articles: tuple[Article, ...]
    cards: tuple[ReliefCard, ...]
    remedies: tuple[Remedy, ...]

    def __bool__(self) -> bool:
        return bool(self.at_once or self.articles or self.cards or self.remedies)


@cache
def remedies() -> tuple[Remedy, ...]:
    """Return everything that people try, by name."""
    return parse_remedies(table("remedies.toml"))


@cache
def remedy_by_id() -> Mapping[str, Remedy]:
    return {remedy.id: remedy for remedy in remedies()}


@cache
def glossary() -> tuple[Word, ...]:
    """Return the words that texts use, in plain words."""
    return parse_glossary(table("glossary.toml"))


@cache
def coverage() -> tuple[Row, ...]:
    """Return every row of the medical plan with where it is handled."""
    return parse_coverage(table("coverage.toml"), remedies())


def remedies_of(article: Article) -> tuple[Remedy, ...]:
    """Return the remedies that name `article` as the one to read on."""
    return tuple(remedy for remedy in remedies() if remedy.read == article.slug)


def remedies_like(query: str) -> tuple[Remedy, ...]:
    """Return the remedies that fit `query`, best first."""
    return tuple(remedy_by_id()[key] for key in _remedy_index().find(query))


def search(query: str, local: LocalNumbers | None = None) -> Found:
    """Return everything that fits `query`, with the signs that it names and whom to call where the person is."""
    here = local or local_numbers()
    by_slug = {article.slug: article for article in articles()}
    at_once = [remedy_by_id()[key] for key in _remedy_index().named(query)][:MOST_AT_ONCE]
    others = [remedy for remedy in remedies_like(query) if remedy not in at_once][:MOST_REMEDIES]
    return Found(
        signs=_signs(query, here),
        at_once=tuple(at_once),
        articles=tuple(by_slug[key] for key in article_index().find(query, MOST_ARTICLES)),
        cards=tuple(here.fill_in(relief_cards()[key]) for key in _card_index().find(query, MOST_CARDS)),
        remedies=tuple(others),
    )


@cache
def article_index() -> Index:
    """Return the index over the articles, by slug."""
    return Index(_article_entries(), _lexicon(), _known())


@cache
def red_flags() -> tuple[RedFlag, ...]:
    """Return the words of a search that must not wait for its results."""
    return parse_red_flags(table("search.toml"))


@cache
def help_page() -> HelpPage:
    """Return the page "When to get help now" as it is written."""
    return parse_help_page((FOLDER / "prompts" / "emergency.md").read_text(encoding="utf-8"), "emergency")


def _signs(query: str, local: LocalNumbers) -> tuple[Signs, ...]:
    raised = {(flag.urgency, flag.rule) for flag in raised_by(query, red_flags())}
    found = {
        urgency: tuple(sign.words for sign in signs if (urgency, sign.rule) in raised)
        for urgency, signs in help_page().signs.items()
    }
    return tuple(
        Signs(
            urgency,
            local.fill(HEADINGS[urgency]),
            tuple(local.fill(each) for each in words),
            local.called_in(*words, urgency=urgency),
        )
        for urgency, words in found.items()
        if words
    )


@cache
def _lexicon() -> Lexicon:
    return parse_lexicon(table("search.toml"))


@cache
def _remedy_index() -> Index:
    return Index(_remedy_entries(), _lexicon(), _known())


@cache
def _card_index() -> Index:
    return Index(_card_entries(), _lexicon(), _known())


@cache
def _known() -> frozenset[str]:
    """Every word of every text, as a stem: none of them is misspelt."""
    entries = chain(_article_entries(), _remedy_entries(), _card_entries())
    return frozenset(
        stem
        for entry in entries
        for text in (entry.title, *entry.names, entry.summary, entry.text)
        for stem in stems(text)
    )


def _article_entries() -> Iterator[Entry]:
    for each in articles():
        summary = f"{each.summary} {each.for_whom}"
        yield Entry(each.slug, each.title, each.synonyms, summary, f"{each.body} {each.help}")


def _remedy_entries() -> Iterator[Entry]:
    for each in remedies():
        yield Entry(each.id, each.name, each.also, f"{each.kind.label} {each.verdict.label}", each.says)


def _card_entries() -> Iterator[Entry]:
    for each in relief_cards().values():
        leg = ("leg",) if LEG_AND_FOOT.intersection(each.muscles) else ()
        names = ("first aid", *leg, *(muscle.label for muscle in each.muscles))
        yield Entry(each.id, each.title, names, "", "")
