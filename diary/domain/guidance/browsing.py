"""Articles by what they are about: a muscle, a situation, a topic, a grade of evidence."""

from collections.abc import Iterable
from dataclasses import dataclass

from diary.domain.guidance.articles import Article, Situation, Topic
from diary.domain.vocabulary import Grade, Muscle


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the articles shall be about; None stands for anything."""

    muscle: Muscle | None = None
    situation: Situation | None = None
    topic: Topic | None = None
    grade: Grade | None = None

    def __bool__(self) -> bool:
        return any((self.muscle, self.situation, self.topic, self.grade))


def browse(articles: Iterable[Article], wanted: Wanted) -> tuple[list[Article], list[Article]]:
    """Return the articles that name all that is wanted, and those that fit because they concern every muscle or
    situation, each in their order.
    """
    fitting = [article for article in articles if _fits(article, wanted)]
    naming = [article for article in fitting if _names(article, wanted)]
    return naming, [article for article in fitting if article not in naming]


def _fits(article: Article, wanted: Wanted) -> bool:
    return (
        (not article.muscles or wanted.muscle in (None, *article.muscles))
        and (not article.situations or wanted.situation in (None, *article.situations))
        and wanted.topic in (None, *article.topics)
        and wanted.grade in (None, *article.grades)
    )


def _names(article: Article, wanted: Wanted) -> bool:
    return wanted.muscle in (None, *article.muscles) and wanted.situation in (None, *article.situations)
