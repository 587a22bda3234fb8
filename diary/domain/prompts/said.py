"""What was said to a screening question and still stands: with which cramp or when, its parts, what was taken back.

- An answer given with an episode speaks for 7 days; one given outside until it is asked again (K13 in
  docs/prompts.md). A clot sign stands until "no" or a doctor's visit.
- "No" given outside an episode takes every earlier "yes" back. "No" with a later cramp takes back what may pass
  (`taken_back`), but not what happened at one moment.
- A part that was answered "yes" is a "yes" to its question.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from diary.domain.days import diary_day, wall_clock
from diary.domain.entries import Answer, Diary, Episode
from diary.domain.pregnancy import LAST_WEEK, may_be, weeks_at
from diary.domain.prompts.questions import EPISODE_SPEAKS_DAYS, PART_BY_ID, Question
from diary.domain.prompts.tri import Tri
from diary.domain.vocabulary import Fall

PREGNANCY_SPEAKS = timedelta(days=300)
FALL_QUESTION = "SQ26"  # the only question that a field of the episode answers as well


@dataclass(slots=True, kw_only=True)
class Occasion:
    """One "yes": when it was said, the local date it is about, the cramp (if with one) and what its parts are."""

    question: Question
    said_at: datetime
    on: date
    parts: dict[str, bool]
    episode: Episode | None = None
    taken_back: bool = False

    def part(self, name: str) -> Tri:
        """Return the answer to the part `name` ("injured"), None if it was not given."""
        return self.parts.get(f"{self.question.id}.{name}")

    def hear(self, part: str, answer: bool) -> bool:
        """Take in a later answer to a part, unless it was said otherwise with the cramp itself; return whether."""
        if self.episode is not None and self.episode.signs.get(part, answer) is not answer:
            return False
        self.parts[part] = answer
        return True


@dataclass(frozen=True, slots=True)
class Said:
    """What still stands of one question: every "yes", and whether the whole is yes, no or unknown."""

    occasions: tuple[Occasion, ...]
    answer: Tri


@dataclass(frozen=True, slots=True, kw_only=True)
class _Statement:
    said_at: datetime
    about: datetime
    zone: str
    day: date
    answer: Tri
    parts: Mapping[str, bool]
    episode: Episode | None = None

    @property
    def order(self) -> tuple[datetime, int]:
        """At the same moment "no" comes before "yes", and both before parts: the more careful reading."""
        return self.said_at, 2 if self.answer is None else int(self.answer)


def what_was_said(diary: Diary, question: Question, today: date, answers: Iterable[Answer]) -> Said:
    """Return what still stands of `question` on the diary day `today`; `answers` are those to it and to its parts."""
    said = [*_with_episodes(diary, question, today), *_outside_episodes(answers, diary.time_zone)]
    said.sort(key=lambda statement: statement.order)
    recent = [statement for statement in said if _speaks(statement, question, today)]
    occasions = tuple(_still_open(said if question.stays_open else recent, question))
    if any(not occasion.taken_back for occasion in occasions):
        return Said(occasions, answer=True)
    return Said(occasions, answer=_no_or_unknown(recent, question))


def pregnant_on(diary: Diary, day: date) -> Tri:
    """Return the last answer to "Are you pregnant?"; a due date that nobody was asked about says "yes" as well.

    None also when the answer is more than 300 days older than `day`, or its 42 weeks are over by then.
    """
    said, due_on = diary.latest_answer("profile.pregnant"), diary.profile.due_on
    if said is None:
        return True if due_on is not None and may_be(weeks_at(due_on, day)) else None
    said_on = diary_day(said.answered_at, diary.time_zone)
    if day - said_on > PREGNANCY_SPEAKS or (said.value and due_on and _is_over(due_on, said_on, day)):
        return None
    return diary.profile.pregnant


def weeks_pregnant(diary: Diary, day: date) -> int | None:
    """Return the full weeks of pregnancy on `day`, from 0 to 42; None when no due date is known that fits."""
    due_on = diary.profile.due_on
    if due_on is None or not pregnant_on(diary, day):
        return None
    weeks = weeks_at(due_on, day)
    return weeks if may_be(weeks) else None


def _is_over(due_on: date, said_on: date, day: date) -> bool:
    """Whether week 42 ended after "yes" was said: a "yes" from later on is about another pregnancy."""
    return weeks_at(due_on, said_on) <= LAST_WEEK < weeks_at(due_on, day)


def moment_of(episode: Episode) -> datetime:
    """When its signs count as said: at its end as far as known, so that "no" during a cramp outlives no later "yes"."""
    return episode.ended_at or episode.started_at


def _speaks(statement: _Statement, question: Question, today: date) -> bool:
    speaks = EPISODE_SPEAKS_DAYS if statement.episode is not None else question.answer_speaks_days
    return (today - statement.day).days <= speaks


def _with_episodes(diary: Diary, question: Question, today: date) -> Iterator[_Statement]:
    """What was noted with each cramp, also that nothing was: of the last days, or of all for a sign that stays open."""
    for episode in diary.episodes:
        if (today - episode.day).days <= EPISODE_SPEAKS_DAYS or (question.stays_open and episode.signs):
            parts = {part.id: episode.signs[part.id] for part in question.parts if part.id in episode.signs}
            yield _Statement(
                said_at=moment_of(episode),
                about=episode.started_at,
                zone=episode.time_zone,
                day=episode.day,
                answer=_answer_with(episode, question, parts),
                parts=parts,
                episode=episode,
            )


def _answer_with(episode: Episode, question: Question, parts: Mapping[str, bool]) -> Tri:
    if any(_worries(part, answer) for part, answer in parts.items()):
        return True
    answer = episode.signs.get(question.id)
    if question.id == FALL_QUESTION and episode.fall is not None:
        return answer or episode.fall in {Fall.FELL, Fall.INJURED}
    return answer


def _outside_episodes(answers: Iterable[Answer], zone: str) -> Iterator[_Statement]:
    for answer in answers:
        if isinstance(answer.value, bool):
            is_part = answer.question in PART_BY_ID
            yield _Statement(
                said_at=answer.answered_at,
                about=answer.answered_at,
                zone=zone,
                day=diary_day(answer.answered_at, zone),
                answer=None if is_part else answer.value,
                parts={answer.question: answer.value} if is_part else {},
            )


def _worries(part: str, answer: bool) -> bool:
    return answer and not PART_BY_ID[part].calms


def _still_open(statements: list[_Statement], question: Question) -> list[Occasion]:
    occasions: list[Occasion] = []
    for statement in statements:
        if statement.answer is True:
            occasions.append(_occasion(statement, question))
        elif statement.episode is None:
            if statement.answer is False:
                occasions.clear()
            for part, said in statement.parts.items():
                heard = [o.hear(part, said) for o in occasions if not o.taken_back]
                if _worries(part, said) and not any(heard):
                    occasions.append(_occasion(statement, question))
        elif statement.answer is False and not question.happened:
            for occasion in occasions:
                occasion.taken_back = True
    return occasions


def _occasion(statement: _Statement, question: Question) -> Occasion:
    return Occasion(
        question=question,
        said_at=statement.said_at,
        on=wall_clock(statement.about, statement.zone).date(),
        parts=dict(statement.parts),
        episode=statement.episode,
    )


def _no_or_unknown(recent: list[_Statement], question: Question) -> Tri:
    """Without a "yes" that stands: no if the last word was "no", for every recent cramp where it is asked of each."""
    outright = [index for index, s in enumerate(recent) if s.episode is None and s.answer is False]
    since = recent[outright[-1] + 1 :] if outright else recent
    with_cramps = [statement.answer for statement in since if statement.episode is not None]
    if question.happened:
        return None if None in with_cramps or not (outright or with_cramps) else False
    return False if outright or False in with_cramps else None
