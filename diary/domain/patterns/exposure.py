"""Which nights a factor reaches: every night with its outcome and, per factor, present, absent or unknown.

Only check-ins count. What was noted in an episode alone is known for nights with cramps alone, and comparing
them with other nights would find a link everywhere.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from diary.domain.check_ins import SUSPECTED, followed_factors
from diary.domain.days import diary_day
from diary.domain.entries import Diary
from diary.domain.factors import Factor, FactorAnswer
from diary.domain.patterns.measures import Share
from diary.domain.patterns.period import last_night
from diary.domain.vocabulary import Outcome

# Evidence is gathered in blocks of so many diary days, counted from the first check-in with an answer.
BLOCK_DAYS = 28

# In this order, what reaches a night from several days is the largest of their codes.
NO, UNKNOWN, YES = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposures:
    """The nights of a diary for comparing.

    `factors` are followed or were ever answered; `compared` are those with an answer. `outcomes` (YES: cramp)
    holds the night before `begin` and every night from then on; `present` holds, for each compared factor,
    the nights from `begin` on. `suspected` maps the id of a suspect to the first block that counts for it,
    `ever_suspected` the id of whatever was ever marked to all the first blocks that it had by that. Without any
    answer `begin` is None and there are no nights.
    """

    factors: tuple[Factor, ...]
    compared: tuple[Factor, ...] = ()
    begin: date | None = None
    outcomes: Sequence[int] = ()
    present: Sequence[Sequence[int]] = ()
    suspected: Mapping[str, int] = field(default_factory=dict)
    ever_suspected: Mapping[str, Collection[int]] = field(default_factory=dict)

    @property
    def finished_blocks(self) -> int:
        return max(0, len(self.outcomes) - 1) // BLOCK_DAYS

    def end_of_block(self, block: int) -> date | None:
        """Return the last diary day of a block, the first one being 0."""
        return self.begin and self.begin + timedelta(days=(block + 1) * BLOCK_DAYS - 1)


def exposures_of(diary: Diary, today: date) -> Exposures:
    """Return the nights of the diary up to the last one that counts; `today` is the running diary day."""
    last = last_night(diary, today)
    answers = _answers(diary, last)
    followed = followed_factors(diary)
    factors = tuple(factor for factor in diary.factors if factor in followed or factor.id in answers)
    if not answers:
        return Exposures(factors=factors, suspected=_suspects(diary, last)[0])
    empty = min(codes.index(code) for codes in answers.values() for code in (NO, YES) if code in codes)
    begin = last - timedelta(days=len(next(iter(answers.values()))) - empty - 1)
    compared = tuple(factor for factor in factors if factor.id in answers)
    suspected, ever = _suspects(diary, begin)
    return Exposures(
        factors=factors,
        compared=compared,
        begin=begin,
        outcomes=[_CODES[night.outcome] for night in diary.nights(begin - timedelta(days=1), last)],
        present=[_present(factor, answers[factor.id][empty:]) for factor in compared],
        suspected=suspected,
        ever_suspected=ever,
    )


def shares_of(nights: Exposures) -> Mapping[str, tuple[Share, Share]]:
    """Return for each compared factor, by its id, nights with cramps of the known nights with it, and without it.

    These are counts of any stretch of nights; what they may mean is for the whole diary to say (association.py).
    """
    outcomes = nights.outcomes[1:]
    return {
        factor.id: (_with_cramps(outcomes, codes, YES), _with_cramps(outcomes, codes, NO))
        for factor, codes in zip(nights.compared, nights.present, strict=True)
    }


def _with_cramps(outcomes: Sequence[int], codes: Sequence[int], wanted: int) -> Share:
    known = [
        outcome
        for outcome, code in zip(outcomes, codes, strict=True)
        if code == wanted and outcome != UNKNOWN
    ]
    return Share(known.count(YES), len(known))


_CODES = {Outcome.CLEAR: NO, Outcome.UNKNOWN: UNKNOWN, Outcome.CRAMP: YES}
_MEANING = {None: UNKNOWN, False: NO, True: YES}


def _answers(diary: Diary, last: date) -> Mapping[str, list[int]]:
    """Return for each factor with an answer whether it was present on the days up to `last`."""
    check_ins = [check_in for check_in in diary.check_ins if check_in.day <= last]
    first = min((check_in.day for check_in in check_ins), default=last)
    nothing = [UNKNOWN] * ((last - first).days + 1)
    factors = {factor.id: factor for factor in diary.factors}
    codes: dict[tuple[str, FactorAnswer | None], int] = {}
    answers: dict[str, list[int]] = {}
    for check_in in check_ins:
        day = (check_in.day - first).days
        for answer in check_in.factors.items():
            if answer not in codes:
                name, said = answer
                factor = factors.get(name)
                codes[answer] = _MEANING[factor.is_present(said) if factor else None]
            code = codes[answer]
            if code != UNKNOWN:
                if answer[0] not in answers:
                    answers[answer[0]] = nothing.copy()
                answers[answer[0]][day] = code
    return answers


def _present(factor: Factor, codes: list[int]) -> list[int]:
    """Return whether the factor reached each night: present on one of the days that reach it, absent on all."""
    if factor.nights_after == 1:
        return codes
    days = ([UNKNOWN] * back + codes for back in range(factor.nights_after))
    return list(map(max, zip(*days, strict=False)))


def _suspects(diary: Diary, begin: date) -> tuple[dict[str, int], dict[str, set[int]]]:
    """Return each suspect with the first block that counts for it, and all such blocks of every mark there ever was.

    A mark that was set when a result could have been seen makes the factor begin anew with the block after. Before
    that marks come and go without a trace.
    """
    suspected: dict[str, int] = {}
    ever: dict[str, set[int]] = {}
    for answer in diary.answers:
        if answer.question == SUSPECTED:
            block = (diary_day(answer.answered_at, diary.time_zone) - begin).days // BLOCK_DAYS
            first = block + 1 if block > 0 else 0
            suspected = {name: suspected.get(name, first) for name in answer.value or ()}
            if not first:
                ever.clear()
            for name, counts_from in suspected.items():
                ever.setdefault(name, set()).add(counts_from)
    return suspected, ever
