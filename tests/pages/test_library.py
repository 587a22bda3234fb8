"""Does it help?, and the search: open to everybody, whole without JavaScript, a fragment for htmx."""

from html import unescape

import pytest
from django.urls import reverse

from diary import content
from diary.content import library
from diary.domain.guidance.remedies import Kind, Verdict

REMEDIES, SEARCH = reverse("diary:does_it_help"), reverse("diary:search")


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
            words in item for words in (remedy.name, remedy.verdict.label, remedy.says, remedy.instead)
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
    assert "#card-F02" in text


def test_a_remedy_that_is_named_stands_above_the_articles_with_what_to_do_instead(stranger):
    text = text_of(stranger, SEARCH, q="turpentine")
    assert text.index("Never use it: it is a poison") < text.index("To read")
    assert "call a poison centre now" in text


def test_signs_that_must_not_wait_stand_above_everything(stranger):
    text = text_of(stranger, SEARCH, q="chest pain and magnesium")
    assert text.index("Call your local emergency number") < text.index("Short of breath, chest pain")
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
