"""The search over everything that can be read: patients' own words find the right article, and signs are not missed."""

import tomllib
from pathlib import Path

import pytest

from diary import content
from diary.content import library
from diary.domain.vocabulary import Muscle, Urgency

QUERIES = tomllib.loads((Path(__file__).parents[1] / "domain/guidance/queries.toml").read_text())
SETS = [name for name, queries in QUERIES.items() if isinstance(queries, dict)]
FIRST = 3


def slugs(query):
    return [article.slug for article in library.search(query).articles]


@pytest.mark.parametrize("name", SETS)
def test_the_right_article_is_among_the_first_three(name):
    queries = QUERIES[name]
    missed = {
        query: slugs(query)[:FIRST]
        for query, right in queries.items()
        if not set(right) & set(slugs(query)[:FIRST])
    }
    assert len(queries) >= 30
    assert 1 - len(missed) / len(queries) >= QUERIES["share_found"], missed


def test_every_query_names_articles_that_exist():
    known = {article.slug for article in content.articles()}
    assert {slug for name in SETS for right in QUERIES[name].values() for slug in right} <= known


@pytest.mark.parametrize("article", content.articles(), ids=lambda a: a.slug)
def test_an_article_is_found_by_its_title_and_by_each_of_its_synonyms(article):
    assert slugs(article.title)[0] == article.slug
    lost = [each for each in article.synonyms if article.slug not in slugs(each)]
    assert lost == []


@pytest.mark.parametrize("remedy", library.remedies(), ids=lambda r: r.id)
def test_a_remedy_is_found_by_its_name_and_by_each_of_its_other_names(remedy):
    assert library.remedies_like(remedy.name)[0] == remedy
    found = {each: library.search(each) for each in remedy.also}
    assert [each for each, hit in found.items() if remedy not in (*hit.at_once, *hit.remedies)] == []


@pytest.mark.parametrize("muscle", [muscle for muscle in Muscle if muscle is not Muscle.OTHER])
def test_a_muscle_finds_its_relief_card_if_one_names_it(muscle):
    card = content.relief_card(muscle)
    if muscle in card.muscles:
        found = library.search(f"cramp in the {muscle.label.lower()}").cards
        assert card.id in {each.id for each in found}


def test_a_remedy_that_is_named_is_answered_at_once():
    assert [r.id for r in library.search("does magnesium work for leg cramps").at_once] == ["magnesium"]
    assert [r.id for r in library.search("can I rub turpentine on my legs").at_once] == ["turpentine"]
    assert library.search("pain when walking").at_once == ()


@pytest.mark.parametrize(
    ("query", "urgency", "rule"),
    [
        ("chest pain", Urgency.EMERGENCY, "R02"),
        ("i cant breathe", Urgency.EMERGENCY, "R02"),
        ("cramp and short of breath", Urgency.EMERGENCY, "R02"),
        ("my leg has gone cold and blue", Urgency.EMERGENCY, "R03"),
        ("he passed out", Urgency.EMERGENCY, "R01"),
        ("dark urine after the gym", Urgency.EMERGENCY, "R06"),
        ("magnesium overdose", Urgency.EMERGENCY, "R16"),
        ("took too many tablets", Urgency.EMERGENCY, "R16"),
        ("hit my head when i fell", Urgency.EMERGENCY, "R46"),
        ("stiff jaw and spasms", Urgency.EMERGENCY, "R08"),
        ("i want to die", Urgency.EMERGENCY, "R49"),
        ("one leg swollen", Urgency.SAME_DAY, "R21"),
        ("swollen calf after a flight", Urgency.SAME_DAY, "R21"),
        ("pregnant with bad headache", Urgency.SAME_DAY, "R12"),
        ("cramp won't stop", Urgency.SAME_DAY, "R20"),
        ("my foot drags", Urgency.SAME_DAY, "R23"),
        ("yellow eyes", Urgency.SAME_DAY, "R52"),
    ],
)
def test_a_sign_that_must_not_wait_is_shown_with_what_to_do(query, urgency, rule):
    words = next(sign.words for sign in library.help_page().signs[urgency] if sign.rule == rule)
    shown = {signs.urgency: signs.words for signs in library.search(query).signs}
    assert words in shown[urgency]


@pytest.mark.parametrize(
    "query",
    ["calf cramp at night", "magnesium", "my toes curl", "restless legs", "stretch", "leg cramp", "foot"],
)
def test_an_everyday_search_shouts_nothing(query):
    assert library.search(query).signs == ()


def test_every_sign_of_the_help_page_has_its_words_and_no_others():
    signs = {(urgency, sign.rule) for urgency, listed in library.help_page().signs.items() for sign in listed}
    assert {(flag.urgency, flag.rule) for flag in library.red_flags()} == signs


def test_what_nobody_wrote_about_finds_nothing():
    assert not library.search("xyzzy")
