"""Which articles fit a diary, and why: a table of conditions, each with its reason in the person's numbers.

Every condition looks at the last 28 days. It counts only what was said: an unknown answer is in no
count, above or below the line. The thresholds are design choices except where a source is named.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from diary.domain.days import wall_clock
from diary.domain.entries import Diary, Episode, Night
from diary.domain.factors import FACTOR_BY_ID
from diary.domain.guidance.articles import Article

WINDOW_DAYS = 28
IN_BED_DAYS, IN_BED_CRAMPS = 14, 3
FEWEST_FACTOR_DAYS = 3
FEWEST_CRAMP_NIGHTS = 2
NIGHT_BEGINS, NIGHT_ENDS = 22, 8  # local hours; only for cramps whose situation was not said

CLOT_QUESTION, SEIZURE_QUESTION = "SQ01", "SQ14"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An article that fits, and the sentence that says why."""

    article: Article
    reason: str


Condition = Callable[[Diary, date], str | None]


def rank(articles: Iterable[Article], diary: Diary, today: date) -> list[Suggestion]:
    """Return the articles that fit `diary` on `today` (the local date), each once, in order of CONDITIONS."""
    waiting = list(articles)
    suggestions = []
    for name, condition in CONDITIONS.items():
        named = [article for article in waiting if name in article.when]
        if named and (reason := condition(diary, today)):
            suggestions += [Suggestion(article, reason) for article in named]
            waiting = [article for article in waiting if article not in named]
    return suggestions


def passed_out_or_jerked(diary: Diary, today: date) -> str | None:
    """The seizure question was answered yes, with a cramp or on its own."""
    days = list(_days_of_yes(diary, SEIZURE_QUESTION, today))
    if not days:
        return None
    return f"On {_in_words(max(days))} you noted that you passed out, jerked all over or cannot remember it."


def first_cramp(diary: Diary, today: date) -> str | None:
    """The first cramp of the whole diary is recent; unknown when only a part of the diary is at hand."""
    if diary.first_day is not None or not diary.episodes:
        return None
    first = diary.episodes[0]
    if first.day < _window_start(today):
        return None
    return f"You noted your first cramp on {_in_words(wall_clock(first.started_at, first.time_zone).date())}."


def cramps_in_bed(diary: Diary, today: date) -> str | None:
    """Three cramps or more in bed within two weeks."""
    lately = _cramps_in_bed(_episodes_since(diary, today - timedelta(days=IN_BED_DAYS - 1), today))
    if lately < IN_BED_CRAMPS:
        return None
    described = [e for e in _episodes_since(diary, _window_start(today), today) if e.in_bed is not None]
    in_bed, total = _cramps_in_bed(described), sum(episode.cramps for episode in described)
    return f"{in_bed} of the {total} cramps that you described in the last 4 weeks began in bed."


def weekly_cramp_nights(diary: Diary, today: date) -> str | None:
    """A night cramp on one noted night in seven or more (entry level of HALL12), and no sign of a clot."""
    if any(_days_of_yes(diary, CLOT_QUESTION, today)):
        return None
    nights = list(diary.nights(_window_start(today), today))
    with_cramp = sum(_has_night_cramp(night) for night in nights)
    noted = with_cramp + sum(_is_clear(night) for night in nights)
    if with_cramp < FEWEST_CRAMP_NIGHTS or with_cramp * 7 < noted:
        return None
    return f"You had night cramps on {with_cramp} of {noted} noted nights in the last 4 weeks."


def little_fluid(diary: Diary, today: date) -> str | None:
    """Little to drink on several days of those on which the question was answered."""
    present, answered = _factor_days(diary, "fluids", today)
    if present < FEWEST_FACTOR_DAYS:
        return None
    return f"You noted little to drink on {present} of {answered} days in the last 4 weeks."


def hot_days(diary: Diary, today: date) -> str | None:
    """A lot of heat or sweating on several days of those on which the question was answered."""
    present, answered = _factor_days(diary, "heat", today)
    if present < FEWEST_FACTOR_DAYS:
        return None
    return f"You noted a lot of heat or sweating on {present} of {answered} days in the last 4 weeks."


# In order of importance: an article named by two conditions shows the first reason that holds.
CONDITIONS: Mapping[str, Condition] = {
    condition.__name__: condition
    for condition in (
        passed_out_or_jerked,
        first_cramp,
        cramps_in_bed,
        weekly_cramp_nights,
        little_fluid,
        hot_days,
    )
}


def _window_start(today: date) -> date:
    return today - timedelta(days=WINDOW_DAYS - 1)


def _episodes_since(diary: Diary, first: date, last: date) -> list[Episode]:
    return [episode for episode in diary.episodes if first <= episode.day <= last]


def _cramps_in_bed(episodes: Iterable[Episode]) -> int:
    return sum(episode.cramps for episode in episodes if episode.in_bed)


def _has_night_cramp(night: Night) -> bool:
    return any(_at_night(episode) for episode in night.episodes)


def _is_clear(night: Night) -> bool:
    """The person said that the night had no cramp; a cramp by day does not take that back."""
    return bool(night.check_in and night.check_in.clear) and not _has_night_cramp(night)


def _at_night(episode: Episode) -> bool:
    if episode.in_bed is not None:
        return episode.in_bed
    hour = wall_clock(episode.started_at, episode.time_zone).hour
    return hour >= NIGHT_BEGINS or hour < NIGHT_ENDS


def _factor_days(diary: Diary, factor_id: str, today: date) -> tuple[int, int]:
    """Return on how many days the factor was present, and on how many the question was answered."""
    factor, first = FACTOR_BY_ID[factor_id], _window_start(today)
    answers = [c.factors.get(factor_id) for c in diary.check_ins if first <= c.day <= today]
    said = [present for answer in answers if (present := factor.is_present(answer)) is not None]
    return sum(said), len(said)


def _days_of_yes(diary: Diary, question: str, today: date) -> Iterator[date]:
    """Yield the days in the window on which `question`, or a part of it, was answered yes."""
    first = _window_start(today)
    for episode in _episodes_since(diary, first, today):
        if any(_is_yes(sign, said, question) for sign, said in episode.signs.items()):
            yield wall_clock(episode.started_at, episode.time_zone).date()
    for answer in diary.answers:
        day = wall_clock(answer.answered_at, diary.time_zone).date()
        if _is_yes(answer.question, answer.value, question) and first <= day <= today:
            yield day


def _is_yes(asked: str, said: object, question: str) -> bool:
    return said is True and asked.partition(".")[0] == question


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B}"
