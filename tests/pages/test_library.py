"""Does it help?, and the search: open to everybody, whole without JavaScript, a fragment for htmx."""

import re
from html import unescape

import pytest
from django.urls import reverse

from diary import content
from diary.content import library
from diary.content.local_numbers import local_numbers
from diary.domain.guidance.articles import Situation, Topic
from diary.domain.guidance.remedies import Kind, Verdict
from diary.domain.vocabulary import Grade, Muscle

REMEDIES, SEARCH = reverse("diary:does_it_help"), reverse("diary:search")
BROWSE, WORDS = reverse("diary:browse"), reverse("diary:words")


def text_of(browser, address, **query):
    return unescape(browser.get(address, query).text)


def htmx(target):
    return {"HX-Request": "true", "HX-Target": target}


# --- Does it help?


def test_every_remedy_is_listed_with_its_verdict_sentence_grade_and_sources(stranger):
    text = text_of(stranger, REMEDIES)
    assert f"{len(library.remedies())} of {len(library.remedies())} remedies" in text
    for remedy in library.remedies():
        item = text.split(f'id="{remedy.id}"')[1].split('class="remedy"')[0]
        assert all(
            words in item
            for words in (
                remedy.name,
                remedy.verdict.label,
                remedy.says,
                local_numbers().fill(remedy.instead),
            )
        )
        assert f"Evidence {remedy.grade.value}" in item
        assert all(content.bibliography()[key].text in item for key in remedy.sources)
        assert reverse("diary:article", args=[remedy.read]) in item


def test_the_list_can_be_narrowed_to_a_kind_and_a_verdict(stranger):
    text = text_of(stranger, REMEDIES, kind="folk", verdict="unsafe")
    wanted = [r for r in library.remedies() if r.kind is Kind.FOLK and r.verdict is Verdict.UNSAFE]
    assert f"{len(wanted)} of {len(library.remedies())} remedies" in text
    assert text.count('class="remedy"') == len(wanted)
    assert '<option value="folk" selected>' in text
    assert '<option value="unsafe" selected>' in text


def test_the_list_can_be_searched_also_misspelt(stranger):
    text = text_of(stranger, REMEDIES, q="magnesuim")
    assert 'id="magnesium"' in text
    assert 'id="turpentine"' not in text
    assert 'value="magnesuim"' in text


def test_an_unknown_kind_stands_for_all_and_an_empty_list_says_so(stranger):
    assert text_of(stranger, REMEDIES, kind="spell").count('class="remedy"') == len(library.remedies())
    assert "ask a pharmacist before you try it" in text_of(stranger, REMEDIES, q="xyzzy")


def test_htmx_gets_only_the_list(stranger):
    response = stranger.get(REMEDIES, {"q": "soap"}, headers=htmx("remedies"))
    assert response.text.lstrip().startswith('<div id="remedies"')
    assert "<html" not in response.text


@pytest.mark.parametrize("article", content.articles(), ids=lambda a: a.slug)
def test_an_article_names_the_remedies_that_lead_to_it(stranger, article):
    text = text_of(stranger, reverse("diary:article", args=[article.slug]))
    for remedy in library.remedies_of(article):
        assert f'href="{REMEDIES}#{remedy.id}"' in text
    assert ("Does it help?" in text) == bool(library.remedies_of(article))


# --- Search


def test_the_search_stands_on_the_guidance_screen_and_works_as_a_plain_form(stranger):
    text = text_of(stranger, reverse("diary:guidance"))
    assert f'method="get" action="{SEARCH}"' in text
    assert 'id="search-results"' in text
    assert REMEDIES in text


def test_a_search_shows_what_to_read_and_keeps_what_was_typed(stranger):
    text = text_of(stranger, SEARCH, q="  my toes  curl ")
    assert 'value="my toes curl"' in text
    assert reverse("diary:article", args=["shoes-and-feet"]) in text
    assert reverse("diary:relief_card", args=["F02"]) in text


def test_a_remedy_that_is_named_stands_above_the_articles_with_what_to_do_instead(stranger):
    text = text_of(stranger, SEARCH, q="turpentine")
    assert text.index("Never use it: it is a poison") < text.index("To read")
    assert "call a poison centre now" in text


def test_signs_that_must_not_wait_stand_above_everything(stranger):
    text = text_of(stranger, SEARCH, q="chest pain and magnesium")
    assert text.index("Call 112, 911 or your local number") < text.index("Short of breath, chest pain")
    assert text.index("Short of breath, chest pain") < text.index("To read")


def test_signs_are_shown_even_when_nothing_else_is_found(stranger):
    text = text_of(stranger, SEARCH, q="suicidal")
    assert "Thoughts of harming yourself." in text


def test_an_empty_result_says_so_and_leads_on(stranger, client):
    for browser in (stranger, client):
        text = text_of(browser, SEARCH, q="xyzzy")
        assert "Nothing was found for “xyzzy”" in text
        assert reverse("diary:help_now") in text
        assert f"{reverse('diary:guidance')}#about-basics" in text
    assert "Something worries me" in text


def test_nothing_typed_shows_only_the_field(stranger):
    text = text_of(stranger, SEARCH, q="   ")
    assert "Nothing was found" not in text
    assert 'id="search-query"' in text


def test_what_is_typed_is_shown_as_text(stranger):
    assert "<script>alert" not in stranger.get(SEARCH, {"q": "<script>alert(1)</script>"}).text


def test_htmx_gets_only_the_results(stranger):
    response = stranger.get(SEARCH, {"q": "baclofen"}, headers=htmx("search-results"))
    assert response.text.lstrip().startswith('<div id="search-results"')
    assert "<html" not in response.text


def test_a_search_asks_the_database_nothing_for_a_stranger(stranger, django_assert_num_queries):
    with django_assert_num_queries(0):
        stranger.get(SEARCH, {"q": "cramp"})


# --- Browse and words


def listed(text):
    """The slugs of the articles that a page links to, in their order."""
    return [slug for slug in re.findall(r'href="/guidance/([a-z0-9-]+)/"', text) if content.article(slug)]


def test_every_article_can_be_reached_by_browsing_without_an_account(stranger):
    assert listed(text_of(stranger, BROWSE)) == [article.slug for article in content.articles()]


@pytest.mark.parametrize("situation", Situation)
def test_every_situation_leads_to_the_articles_that_name_it(stranger, situation):
    naming = [article.slug for article in content.articles() if situation in article.situations]
    assert naming
    assert listed(text_of(stranger, BROWSE, situation=situation.value))[: len(naming)] == naming


@pytest.mark.parametrize("topic", Topic)
def test_every_topic_leads_to_its_articles(stranger, topic):
    wanted = [article.slug for article in content.articles() if topic in article.topics]
    assert listed(text_of(stranger, BROWSE, topic=topic.value)) == wanted


@pytest.mark.parametrize("grade", Grade)
def test_every_grade_leads_to_the_articles_that_hold_it(stranger, grade):
    wanted = [article.slug for article in content.articles() if grade in article.grades]
    assert listed(text_of(stranger, BROWSE, grade=grade.value)) == wanted


@pytest.mark.parametrize("muscle", Muscle)
def test_every_muscle_leads_to_its_relief_card_and_to_articles(stranger, muscle):
    text = text_of(stranger, BROWSE, muscle=muscle.value)
    assert reverse("diary:relief_card", args=[content.relief_card(muscle).id]) in text
    assert listed(text)


def test_what_no_article_is_about_says_so(stranger):
    text = text_of(stranger, BROWSE, muscle="chest", situation="dialysis", grade="A", topic="activity")
    assert "No article is about just this. Choose less, or search." in text


def test_htmx_gets_only_the_articles(stranger):
    response = stranger.get(BROWSE, {"muscle": "toes"}, headers=htmx("articles"))
    assert response.text.lstrip().startswith('<div id="articles"')
    assert "<html" not in response.text


def test_the_words_stand_with_their_meaning_and_an_article(stranger):
    text = text_of(stranger, WORDS)
    for word in library.glossary():
        assert word.meaning in text
        assert reverse("diary:article", args=[word.read]) in text


def test_guidance_leads_to_all_of_them(stranger):
    text = text_of(stranger, reverse("diary:guidance"))
    assert all(f'href="{address}"' in text for address in (REMEDIES, BROWSE, WORDS))


@pytest.mark.parametrize("name", ["article", "does_it_help", "words"])
def test_what_can_be_read_can_be_printed(stranger, name):
    address = reverse(f"diary:{name}", args=["what-is-a-cramp"] if name == "article" else [])
    assert re.search(r'css/print[^"]*\.css" media="print"', text_of(stranger, address))
