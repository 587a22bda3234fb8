"""From a diary to prompts: every rule is looked at every time, and one banner is chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from diary.domain.entries import Diary
from diary.domain.prompts.case import Case, Match
from diary.domain.prompts.marks import Marks
from diary.domain.prompts.rules import RULES, Rule
from diary.domain.prompts.tri import Tri
from diary.domain.vocabulary import Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A reason to see a doctor that holds now.

    `cause` is one sentence with the numbers and dates of the diary; `since` the local date of the event (for counts the
    end of the window); `variant` picks the words, `facts` fill them; `count` goes into the mark "discussed";
    `unsettled` are open questions that could change the urgency: until they are answered the higher one is shown.
    `is_put_aside`: "later" was said within 14 days, so it is no banner, but stays on the list for the visit.
    `no_rubbing`: "do not rub or stretch" stands with it, whatever it is about, because a clot sign stands (R21, R22).
    """

    rule: str
    version: int
    urgency: Urgency
    variant: str
    cause: str
    since: date
    facts: Mapping[str, int | str]
    count: int
    unsettled: tuple[str, ...]
    is_put_aside: bool = False
    no_rubbing: bool = False


@dataclass(frozen=True, slots=True)
class NotEvaluated:
    """A rule that could not be looked at, and the questions it waits for. It is not a "no"."""

    rule: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompts:
    """Everything the rules say about a diary.

    `fired`, most urgent first, leaves out what is `quiet` (already discussed; still printed in the visit summary).
    `clot_sign`: yes while R21 or R22 stands, no if that was said within 7 days; unknown: ask before any stretch.
    `may_drink`: whether a screen may speak of drinks at all.
    """

    fired: tuple[Prompt, ...]
    quiet: tuple[Prompt, ...]
    not_evaluated: tuple[NotEvaluated, ...]
    clot_sign: Tri
    may_drink: bool

    @property
    def banner(self) -> Prompt | None:
        """The one to show: the most urgent that was not put aside."""
        return next((prompt for prompt in self.fired if not prompt.is_put_aside), None)

    @property
    def no_rubbing(self) -> bool:
        """Whether "do not rub or stretch" stands on every screen, whatever the banner is."""
        return any(prompt.no_rubbing for prompt in self.fired)

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Every question that some rule waits for, once."""
        return tuple(dict.fromkeys(question for rule in self.not_evaluated for question in rule.questions))


def prompts_for(diary: Diary, today: date) -> Prompts:
    """Return what the rules say about `diary` on the diary day `today` (noon to noon, see days.py).

    The diary has to reach back 44 days at least (four weeks that ended within the last two), and to hold all answers.
    """
    case = Case(diary, today)
    marks = Marks.of(diary.answers, today)
    fired: list[tuple[Rule, Prompt]] = []
    quiet: list[tuple[Rule, Prompt]] = []
    not_evaluated: list[NotEvaluated] = []
    for rule in RULES:
        verdict = rule.condition(case)
        standing = [match for match in verdict.matches if not _is_over(rule, match, marks)]
        if standing:
            match = min(standing, key=lambda match: (match.urgency.rank, -match.on.toordinal()))
            count = match.count or len(standing)
            found = quiet if marks.quiets(rule, match.urgency, count) else fired
            aside = marks.puts_aside(rule, match.urgency, count)
            found.append((rule, _prompt(rule, match, count=count, is_put_aside=aside)))
        elif verdict.unanswered:
            not_evaluated.append(NotEvaluated(rule.id, verdict.unanswered))
    standing_ids = {rule.id for rule, _ in fired}
    fired = [(rule, prompt) for rule, prompt in fired if standing_ids.isdisjoint(rule.gives_way_to)]
    no_rubbing = any(rule.no_rubbing for rule, _ in fired)
    return Prompts(
        fired=tuple(replace(prompt, no_rubbing=no_rubbing) for prompt in _most_urgent_first(fired)),
        quiet=_most_urgent_first(quiet),
        not_evaluated=tuple(not_evaluated),
        clot_sign=True if no_rubbing else (False if case.said("SQ01") is False else None),
        may_drink=case.may_drink,
    )


def _is_over(rule: Rule, match: Match, marks: Marks) -> bool:
    """Whether a doctor has seen it, or "no" came with a later cramp; the latter takes no emergency back."""
    return marks.closes(rule, match) or (match.taken_back and match.urgency is not Urgency.EMERGENCY)


def _prompt(rule: Rule, match: Match, *, count: int, is_put_aside: bool) -> Prompt:
    return Prompt(
        rule=rule.id,
        version=rule.version,
        urgency=match.urgency,
        variant=match.variant,
        cause=match.cause,
        since=match.on,
        facts=match.facts,
        count=count,
        unsettled=match.unsettled,
        is_put_aside=is_put_aside,
    )


def _most_urgent_first(found: list[tuple[Rule, Prompt]]) -> tuple[Prompt, ...]:
    """Order by urgency, then the more specific rule, then its number (K2)."""
    found.sort(key=lambda pair: (pair[1].urgency.rank, pair[0].specific, pair[0].number))
    return tuple(prompt for _, prompt in found)
