"""The case that conditions look at, and what a condition can find: matches, or questions that are still open."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from diary.domain.days import wall_clock
from diary.domain.entries import Answer, Diary, Episode, Profile
from diary.domain.prompts.questions import EPISODE_SPEAKS_DAYS, QUESTION_BY_ID
from diary.domain.prompts.said import Occasion, Said, moment_of, pregnant_on, what_was_said
from diary.domain.prompts.tri import Tri, any_of, known
from diary.domain.vocabulary import Sex, Urgency

DEFAULT = "default"
SIX_WEEKS = timedelta(weeks=6)
ADULT_AGE = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One event, or one count, for which a rule holds.

    `on` is the local date of the event; `at` the instant it was said; `cause` one sentence with the numbers and dates
    of the diary; `facts` fill the placeholders of the words; `unsettled` are the open questions whose answers could
    change the urgency; `taken_back` says that a later cramp was noted with "no".
    """

    urgency: Urgency
    cause: str
    on: date
    at: datetime | None = None
    variant: str = DEFAULT
    count: int | None = None
    facts: Mapping[str, int | str] = field(default_factory=dict)
    unsettled: tuple[str, ...] = ()
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a condition found: `matches`, and the questions it could not do without. Neither: it does not hold."""

    matches: tuple[Match, ...] = ()
    unanswered: tuple[str, ...] = ()


def together(verdicts: Iterable[Verdict]) -> Verdict:
    """Return all matches, and every open question once."""
    found = tuple(verdicts)
    return Verdict(
        matches=tuple(match for verdict in found for match in verdict.matches),
        unanswered=tuple(dict.fromkeys(question for verdict in found for question in verdict.unanswered)),
    )


@dataclass(frozen=True)
class Case:
    """A diary on the diary day `today`, with what conditions ask of it."""

    diary: Diary
    today: date

    @cached_property
    def _said(self) -> dict[str, Said]:
        return {}

    @cached_property
    def _answers(self) -> Mapping[str, Sequence[Answer]]:
        by_question: dict[str, list[Answer]] = {}
        for answer in self.diary.answers:
            by_question.setdefault(answer.question.partition(".")[0], []).append(answer)
        return by_question

    def answers_to(self, question: str) -> Sequence[Answer]:
        """Return what was told outside of cramps to `question` and its parts, in order of time."""
        return self._answers.get(question, ())

    def _about(self, question: str) -> Said:
        if question not in self._said:
            answers = self._answers.get(question, ())
            self._said[question] = what_was_said(self.diary, QUESTION_BY_ID[question], self.today, answers)
        return self._said[question]

    def said(self, question: str) -> Tri:
        """Return what the person says to `question` these days."""
        return self._about(question).answer

    def occasions(self, question: str) -> tuple[Occasion, ...]:
        """Return every "yes" to `question` that stands."""
        return self._about(question).occasions

    @property
    def profile(self) -> Profile:
        return self.diary.profile

    @cached_property
    def recent_episodes(self) -> tuple[Episode, ...]:
        """The cramps of the last 7 days: those that an episode's answer speaks for."""
        return tuple(e for e in self.diary.episodes if (self.today - e.day).days <= EPISODE_SPEAKS_DAYS)

    def expecting(self, on: date) -> Tri:
        """Whether the person was pregnant or had given birth in the 6 weeks before `on`.

        The profile asks for both at once, so "no" to being pregnant without a date of birth is an answer to both.
        """
        pregnant, born = pregnant_on(self.diary, on), self.profile.gave_birth_on
        if pregnant or (born is not None and on - SIX_WEEKS <= born <= on):
            return True
        return False if self.profile.sex is Sex.MALE else pregnant

    @cached_property
    def age(self) -> int | None:
        """The younger of the two ages that a year of birth leaves open (K18)."""
        born = self.profile.birth_year
        return None if born is None else max(self.today.year - born - 1, 0)

    @property
    def child(self) -> Tri:
        """Whether the person is under 18, as far as the year of birth says."""
        return None if self.age is None else self.age < ADULT_AGE

    @cached_property
    def may_drink(self) -> bool:
        """Whether words may speak of drinks: not after over-drinking, nor to a confused, drowsy or fitting person."""
        clear_headed = all(
            any_of(*heat_signs(occasion).values()) is False for occasion in self.occasions("SQ07")
        )
        return clear_headed and not self.occasions("SQ34") and not self.occasions("SQ14")

    def date_words(self, day: date) -> str:
        """Return "21 November", with the year when it is not this year's."""
        year = "" if day.year == self.today.year else f" {day.year}"
        return f"{day.day} {day:%B}{year}"

    def span_words(self, first: date, last: date) -> str:
        """Return "between 8 and 21 November", "between 28 October and 10 November", "on 21 November"."""
        if first == last:
            return f"on {self.date_words(last)}"
        same_month = (first.year, first.month) == (last.year, last.month)
        begin = str(first.day) if same_month else self.date_words(first)
        return f"between {begin} and {self.date_words(last)}"


Condition = Callable[[Case], Verdict]


def noted(
    case: Case,
    occasion: Occasion,
    urgency: Urgency,
    *,
    variant: str = DEFAULT,
    unsettled: tuple[str, ...] = (),
) -> Match:
    """Return the match for a "yes": its cause names the date, the sign and the parts that were answered with yes."""
    question = occasion.question
    chosen = [_inside(part.chip) for part in question.parts if occasion.parts.get(part.id)]
    details = f" ({'; '.join(chosen)})" if chosen else ""
    return Match(
        urgency=urgency,
        cause=f"Noted on {case.date_words(occasion.on)}: {_inside(question.chip)}{details}.",
        on=occasion.on,
        at=occasion.said_at,
        variant=variant,
        unsettled=unsettled,
        taken_back=occasion.taken_back,
    )


def heat_signs(occasion: Occasion) -> dict[str, Tri]:
    """Return what is known of confusion and fainting after heat; "still unwell, head clear" answers both with no."""
    clear = False if occasion.part("unwell") else None
    return {f"SQ07.{name}": known(occasion.part(name), clear) for name in ("confused", "fainted")}


def about(episode: Episode, urgency: Urgency, cause: str) -> Match:
    """Return the match for one cramp that is a reason by itself."""
    return Match(urgency=urgency, cause=cause, on=local_date(episode), at=moment_of(episode))


def local_date(episode: Episode) -> date:
    """Return the date on the calendar when the cramp began, where the person was."""
    return wall_clock(episode.started_at, episode.time_zone).date()


def unknown_among(answers: Mapping[str, Tri]) -> tuple[str, ...]:
    """Return the questions of `answers` that are unknown."""
    return tuple(question for question, answer in answers.items() if answer is None)


def _inside(words: str) -> str:
    return words[:1].lower() + words[1:]
