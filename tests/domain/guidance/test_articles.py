from datetime import date

import pytest

from diary.domain.guidance.articles import Situation, parse
from diary.domain.guidance.documents import ContentError
from diary.domain.vocabulary import Grade, Muscle

ARTICLE = """+++
id = "G99"
title = "A title"
summary = "One sentence."
for_whom = "Everyone"
topics = ["basics"]
muscles = ["calf"]
situations = ["night"]
synonyms = ["knot"]
when = ["first_cramp"]
reviewed_on = 2026-11-22

[[grade]]
claim = "The first claim"
grade = "S"
sources = ["NHS-DVT", "NAY94"]

[[grade]]
claim = "The second claim"
grade = "B"
sources = ["NAY94"]
+++

## What it says

Words.

## When to get help

- Call.
"""


def changed(old, new):
    assert old in ARTICLE
    return ARTICLE.replace(old, new)


def test_an_article_is_read_with_its_claims_and_its_help_box():
    article = parse(ARTICLE, "a-title")
    assert (article.id, article.slug, article.title) == ("G99", "a-title", "A title")
    assert article.muscles == (Muscle.CALF,)
    assert article.situations == (Situation.NIGHT,)
    assert article.reviewed_on == date(2026, 11, 22)
    assert article.body == "## What it says\n\nWords."
    assert article.help == "- Call."


def test_sources_are_listed_once_and_grades_best_first():
    article = parse(ARTICLE, "a-title")
    assert article.sources == ("NHS-DVT", "NAY94")
    assert article.grades == (Grade.B, Grade.S)


def test_an_article_is_not_reviewed_by_a_clinician_until_its_file_says_so():
    assert parse(ARTICLE, "a").clinician_review is None
    reviewed = '[clinician_review]\nby = "Dr A, GP"\non = 2026-12-01\n\n[[grade]]\nclaim = "The first'
    review = parse(changed('[[grade]]\nclaim = "The first', reviewed), "a").clinician_review
    assert (review.by, review.on) == ("Dr A, GP", date(2026, 12, 1))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('title = "A title"\n', "", "a: field “title”"),
        ('muscles = ["calf"]', 'muscles = ["knee"]', "a: field “muscles” does not know “knee”"),
        ("reviewed_on = 2026-11-22", 'reviewed_on = "today"', "a: field “reviewed_on”"),
        ('topics = ["basics"]', 'topic = ["basics"]', "a: field “topic” is not a known field"),
        ('grade = "S"', 'grade = "Z"', "a, grade 1: field “grade” does not know “Z”"),
        ('sources = ["NAY94"]', "sources = []", "a, grade 2: field “sources” must name a source"),
        ("## When to get help", "## Help", "a: the article must end with the heading"),
        ("- Call.\n", "", "a: the article must end with the heading"),
        ("- Call.\n", "- Call.\n\n## More\n", "a: the article must end with the heading"),
    ],
)
def test_a_fault_names_the_file_and_the_field(old, new, fault):
    with pytest.raises(ContentError, match=fault):
        parse(changed(old, new), "a")


def test_an_article_without_a_graded_claim_is_refused():
    head, _, rest = ARTICLE.partition("[[grade]]")
    with pytest.raises(ContentError, match="field “grade” must grade at least one claim"):
        parse(head + rest[rest.index("+++") :], "a")
