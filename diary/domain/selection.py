"""What of a diary somebody may read: a period and a choice of sections. What was not chosen is not in what comes out.

The report, the share link and every file are made from the diary that `Selection.of` returns, so that nothing can leak
from what it left out: no text, no count, no picture.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from diary.domain.days import diary_day
from diary.domain.entries import Answer, CheckIn, Diary, Episode, Medicine, Visit
from diary.domain.factors import Factor
from diary.domain.vocabulary import Term


class Section(Term):
    """A part of the diary that a person hands on or keeps back."""

    EPISODES = "episodes", "Every cramp, one by one"
    CHECK_INS = "check_ins", "Check-ins, and what goes with the cramps"
    MEDICINES = "medicines", "Medicines"
    PROFILE = "profile", "Year of birth, sex and conditions"
    PROMPTS = "prompts", "Reasons to talk, and the answers behind them"
    EVENTS = "events", "What changed on a date"
    VISITS = "visits", "Visits and questions"
    DEVICES = "devices", "Sleep, steps and workouts that a device recorded"
    NOTES = "notes", "Notes in your own words"


EVERYTHING = frozenset(Section)
# Notes were written for oneself: they go along only when somebody says so.
USUAL = EVERYTHING - {Section.NOTES}
# What a prompt may rest on, so that the questions it suggests ("Could this medicine play a part?") tell of it.
BEHIND_PROMPTS = frozenset((Section.PROMPTS, Section.MEDICINES, Section.PROFILE, Section.CHECK_INS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The diary days from `first` to `last`, both included (None: open), and the sections of them."""

    first: date | None = None
    last: date | None = None
    sections: frozenset[Section] = field(default=USUAL)

    @classmethod
    def of_names(cls, first: date | None, last: date | None, names: Iterable[str]) -> "Selection":
        """Return the selection whose sections are named as they are stored."""
        return cls(first=first, last=last, sections=frozenset(map(Section, names)))

    def has(self, section: Section) -> bool:
        return section in self.sections

    def of(self, diary: Diary) -> Diary:
        """Return what of `diary` was selected; its other fields are as if nothing had ever been said there.

        Episodes stay, bare of what belongs to a section that was left out, because every count rests on them; who
        lists them one by one looks at `has(Section.EPISODES)`.
        """
        check_ins = tuple(
            self._check_in(check_in) for check_in in diary.check_ins if self._holds(check_in.day)
        )
        answers = tuple(self._answers(diary))
        return replace(
            diary,
            episodes=tuple(self._episode(episode) for episode in diary.episodes if self._holds(episode.day)),
            check_ins=check_ins,
            medicines=tuple(self._medicines(diary)),
            answers=answers,
            own_factors=tuple(self._own_factors(diary, check_ins, answers)),
            events=tuple(
                event for event in diary.events if self.has(Section.EVENTS) and self._holds(event.on)
            ),
            visits=tuple(self._visits(diary)),
            device_days=tuple(
                recorded
                for recorded in diary.device_days
                if self.has(Section.DEVICES) and self._holds(recorded.day)
            ),
            first_day=_later(diary.first_day, self.first),
            last_day=_earlier(diary.last_day, self.last),
        )

    def _holds(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def _episode(self, episode: Episode) -> Episode:
        if not self.has(Section.NOTES):
            episode = replace(episode, note="")
        if not self.has(Section.PROMPTS):
            episode = replace(episode, signs={}, fall=None)
        return episode

    def _check_in(self, check_in: CheckIn) -> CheckIn:
        return check_in if self.has(Section.CHECK_INS) else replace(check_in, factors={})

    def _medicines(self, diary: Diary) -> Iterable[Medicine]:
        for medicine in diary.medicines if self.has(Section.MEDICINES) else ():
            is_over = (
                self.first is not None
                and medicine.stopped_on is not None
                and medicine.stopped_on <= self.first
            )
            if not is_over and not self._is_later(medicine.started_on):
                yield self._medicine(medicine)

    def _medicine(self, medicine: Medicine) -> Medicine:
        """What was known of it on the last day: neither later changes nor a later end."""
        return replace(
            medicine,
            note=medicine.note if self.has(Section.NOTES) else "",
            changes=tuple(on for on in medicine.changes if not self._is_later(on)),
            stopped_on=None if self._is_later(medicine.stopped_on) else medicine.stopped_on,
        )

    def _is_later(self, day: date | None) -> bool:
        return self.last is not None and day is not None and day > self.last

    def _own_factors(
        self, diary: Diary, check_ins: Iterable[CheckIn], answers: Iterable[Answer]
    ) -> Iterable[Factor]:
        """Of a part of the diary those that something in it tells of: their names are the person's own words."""
        if not self.has(Section.CHECK_INS):
            return ()
        if self.first is None and self.last is None:
            return diary.own_factors
        told = set().union(
            *(check_in.factors for check_in in check_ins),
            *(answer.value for answer in answers if answer.question.startswith("factors.")),
        )
        return (factor for factor in diary.own_factors if factor.id in told)

    def _answers(self, diary: Diary) -> Iterable[Answer]:
        for answer in diary.answers:
            day = diary_day(answer.answered_at, diary.time_zone)
            if answer.question.startswith("profile."):
                # What holds until something else is said was said before the period, too.
                if self.has(Section.PROFILE) and (self.last is None or day <= self.last):
                    yield answer
            elif self.has(_section_of(answer.question)) and self._holds(day):
                yield answer

    def _visits(self, diary: Diary) -> Iterable[Visit]:
        """A visit that is still to come belongs to every period; one that is over to that of its day.

        A question that came from a prompt tells of what the prompt rests on, so it stays with whatever of that stays.
        """
        tells = self.sections >= BEHIND_PROMPTS
        for visit in diary.visits if self.has(Section.VISITS) else ():
            if visit.closed_at is None or self._holds(visit.on):
                questions = tuple(q for q in visit.questions if q.rule is None or tells)
                note = visit.note if self.has(Section.NOTES) else ""
                yield replace(visit, questions=questions, note=note)


def _section_of(question: str) -> Section:
    return Section.CHECK_INS if question.startswith(("factors.", "control_days.")) else Section.PROMPTS


def _later(one: date | None, other: date | None) -> date | None:
    return max((day for day in (one, other) if day is not None), default=None)


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)
