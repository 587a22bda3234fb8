"""Articles by muscle, situation, topic and grade; an article without muscles concerns every muscle."""

from datetime import date

from diary.domain.guidance.articles import Article, GradedClaim, Situation, Topic
from diary.domain.guidance.browsing import Wanted, browse
from diary.domain.vocabulary import Grade, Muscle


def article(slug, *, muscles=(), situations=(), topics=(Topic.BASICS,), grade=Grade.D):
    return Article(
        id=slug, slug=slug, title=slug, summary="", for_whom="", claims=(GradedClaim("", grade, ()),),
        reviewed_on=date(2026, 1, 1), clinician_review=None, topics=topics, muscles=muscles, situations=situations,
        synonyms=(), when=(), unless=(), body="", help="",
    )  # fmt: skip


FEET = article("feet", muscles=(Muscle.TOES,), situations=(Situation.STANDING,))
NIGHT = article("night", situations=(Situation.NIGHT,), topics=(Topic.SELF_CARE, Topic.BASICS), grade=Grade.A)
ALL = article("all")
ARTICLES = (FEET, NIGHT, ALL)


def test_nothing_wanted_is_everything():
    assert browse(ARTICLES, Wanted()) == ([FEET, NIGHT, ALL], [])
    assert not Wanted()
    assert Wanted(grade=Grade.A)


def test_a_muscle_brings_the_articles_that_name_it_then_those_for_every_muscle():
    assert browse(ARTICLES, Wanted(muscle=Muscle.TOES)) == ([FEET], [NIGHT, ALL])
    assert browse(ARTICLES, Wanted(muscle=Muscle.CALF)) == ([], [NIGHT, ALL])


def test_a_situation_does_the_same():
    assert browse(ARTICLES, Wanted(situation=Situation.NIGHT)) == ([NIGHT], [ALL])


def test_every_topic_of_an_article_counts_and_every_grade_in_it():
    assert browse(ARTICLES, Wanted(topic=Topic.SELF_CARE)) == ([NIGHT], [])
    assert browse(ARTICLES, Wanted(grade=Grade.D)) == ([FEET, ALL], [])


def test_all_that_is_wanted_has_to_fit():
    assert browse(ARTICLES, Wanted(Muscle.TOES, Situation.NIGHT)) == ([], [NIGHT, ALL])
    assert browse(ARTICLES, Wanted(Muscle.TOES, grade=Grade.A)) == ([], [NIGHT])
