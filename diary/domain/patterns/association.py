"""What may matter: for each factor, what the nights with it and without it say, and how far that can be trusted.

docs/method.md has the method and its measured errors. Verdict, ratio and interval rest on finished blocks of 28
diary days alone, because their guarantee holds there; the counts are of all nights noted so far.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil, inf
from typing import TYPE_CHECKING

from diary.domain.entries import Diary
from diary.domain.factors import Factor
from diary.domain.patterns.exposure import Exposures, exposures_of
from diary.domain.patterns.measures import Share

if TYPE_CHECKING:
    from diary.domain.patterns.evidence import Evidence, Weighed

# Of what is called clear at most this share is chance, on average.
FALSE_SHARE = 0.1
# The interval leaves out what is refuted at this level; what is clear must refute "no link" at it too.
INTERVAL_LEVEL = 0.05
HINT = 8.0
NO_SIGN_WITHIN = 2.5

# Fewer nights than these say nothing, whatever the arithmetic says. What was started on purpose needs two
# weeks without it to compare with.
LEAST_KNOWN, LEAST_EXPOSED, LEAST_UNEXPOSED, LEAST_CRAMPS = 14, 5, 5, 3
LEAST_UNEXPOSED_ON_PURPOSE = 14

# A suspect counts three times as much as another factor.
SUSPECT_WEIGHT = 3.0

# Two factors nearly always came together (or apart) when their correlation over the days is at least this.
INSEPARABLE = 0.8
# Two factors often came together (or apart) from this correlation on: then each is looked at again on nights that
# are alike in the other.
OFTEN_TOGETHER = 0.3
# A factor is gathered in a part of the diary when less than this share of its variation lies within blocks; it
# follows a trend when its frequency and the number of the block are correlated at least so much.
GATHERED_WITHIN, LEAST_BLOCKS_GATHERED, TREND_RISE = 0.5, 3, 0.7


class Verdict(StrEnum):
    CLEAR = "clear"
    HINT = "hint"
    NO_SIGN = "no_sign"
    TOO_EARLY = "too_early"


SETTLED = frozenset({Verdict.CLEAR, Verdict.NO_SIGN})


class Direction(StrEnum):
    """Whether cramps came on more or on fewer of the nights with the factor."""

    MORE = "more"
    FEWER = "fewer"


class Gathered(StrEnum):
    """Where the days with a factor lie: on some weekdays, as cramps do, in some months, or at one end of the diary."""

    WEEK = "week"
    SEASON = "season"
    TREND = "trend"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the diary says about one factor.

    `exposed` is nights with cramps of the known nights with the factor, `unexposed` of those without it.
    `e_value`, `odds_ratio` (None without evidence, 0 or infinity beyond 1/64 and 64) and `interval` (the 95 %
    confidence sequence) rest on finished blocks and compare nights of the same four weeks that follow a night
    with the same outcome, so `direction` can differ from the plain counts. `nights_missing` is about how many
    more known nights are needed before anything may be said, `check_ins_needed` how many will settle it: 0
    when it is settled, None when that can not be told yet or is over two years ahead. If it is `gathered`,
    the week, the season or a trend may explain a difference between the counts. `inseparable` are the factors that
    the diary can not tell from this one, `opposite` those of them that nearly always came when this one did not.
    `outshone_by` is a factor that often came together with this one and tells more: this one would be clear but for
    it. A suspect marked late is judged on the nights from `judged_from` on; None: from the first.
    """

    factor: Factor
    verdict: Verdict
    direction: Direction | None
    exposed: Share
    unexposed: Share
    e_value: float
    odds_ratio: float | None
    interval: tuple[float, float]
    nights_missing: int
    check_ins_needed: int | None
    gathered: Gathered | None
    inseparable: tuple[Factor, ...]
    is_suspected: bool
    opposite: tuple[Factor, ...] = ()
    judged_from: date | None = None
    outshone_by: Factor | None = None

    @property
    def known(self) -> int:
        """How many nights it rests on: those with a known outcome and a known answer."""
        return self.exposed.whole + self.unexposed.whole

    @property
    def leaves_open(self) -> tuple[float, float] | None:
        """Between which shares of the nights with the factor may have cramps; None without other nights.

        Both ends of the interval are carried over from the share p of the other nights: p θ / (1 - p + p θ).
        """
        share = self.unexposed.fraction
        if share is None:
            return None
        low, high = self.interval
        return _carried(share, low), _carried(share, high)


def _carried(share: float, odds: float) -> float:
    """Return the share that an odds ratio makes of another; the ends of the interval may be 0 and infinity."""
    if odds in {0, inf}:
        return 1.0 if odds else 0.0
    return share * odds / (1 - share + share * odds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Associations:
    """One finding for each factor that is followed or was ever answered, in the fixed order of factors.

    `compared` of them have an answer and so share the chance of a false finding. `judged_to` is the last diary
    day of the last finished block, None before the first; `next_look` the last one of the running block, None
    for a diary without answers.
    """

    findings: tuple[Finding, ...]
    compared: int = 0
    judged_to: date | None = None
    next_look: date | None = None


def associations(diary: Diary, today: date) -> Associations:
    """Return what the whole diary says about its factors; `today` is the diary day that is running.

    The diary must be complete: a part of it begins its blocks on another day and gives other evidence.
    """
    nights = exposures_of(diary, today)
    found = _compare(nights) if nights.compared else {}
    finished = nights.finished_blocks
    return Associations(
        findings=tuple(found.get(factor.id) or _unanswered(factor, nights) for factor in nights.factors),
        compared=len(nights.compared),
        judged_to=nights.end_of_block(finished - 1) if finished else None,
        next_look=nights.end_of_block(finished),
    )


def passing(e_values: Sequence[float], weights: Sequence[float]) -> list[bool]:
    """Return which e-values pass e-BH at level 0.1: of what passes, at most that share is false on average.

    Each is multiplied by its weight; with the m products sorted downwards, the first k pass for the largest k
    whose k-th is at least m / (0.1 k). Wang and Ramdas, Journal of the Royal Statistical Society B
    2022;84:822-852, doi:10.1111/rssb.12489. It needs no independence, but weights with a mean of 1 that were
    fixed beforehand.
    """
    products = [e * weight for e, weight in zip(e_values, weights, strict=True)]
    bars = [len(products) / (FALSE_SHARE * k) for k in range(1, len(products) + 1)]
    ranked = zip(sorted(products, reverse=True), bars, strict=True)
    bar = min((bar for product, bar in ranked if product >= bar), default=inf)
    return [product >= bar for product in products]


def bar_of(compared: int, weight: float) -> float:
    """Return the e-value at which one factor alone of `compared` becomes clear."""
    return max(compared / (FALSE_SHARE * weight), 1 / INTERVAL_LEVEL)


def weights_of(nights: Exposures) -> list[float]:
    """Return the weights of the compared factors: three to one for a suspect, their mean 1 at most.

    Whoever takes marks back, or sets them anew, has had another chance of a false finding for each. So what a
    factor's evidence may ever have been weighed with stays in the mean: all nights with 1, or 3 if it was marked
    before the first look, and the nights since each later mark with 3.
    """
    stakes = [_stake(nights.ever_suspected.get(factor.id, ())) for factor in nights.compared]
    share = len(stakes) / (sum(stakes) or 1.0)
    return [share * (SUSPECT_WEIGHT if factor.id in nights.suspected else 1.0) for factor in nights.compared]


def _stake(first_blocks: Collection[int]) -> float:
    return SUSPECT_WEIGHT * len(first_blocks) + (0 not in first_blocks)


def verdict_of(found: "Evidence", passed: bool) -> Verdict:
    """Return what may be said where there are enough nights; `passed` is the result of e-BH."""
    low, high = found.interval
    if passed and found.e_value >= 1 / INTERVAL_LEVEL:
        return Verdict.CLEAR
    if found.e_value >= HINT:
        return Verdict.HINT
    if low > 1 / NO_SIGN_WITHIN and high < NO_SIGN_WITHIN:
        return Verdict.NO_SIGN
    return Verdict.TOO_EARLY


def direction_of(odds_ratio: float | None) -> Direction | None:
    if odds_ratio is None or odds_ratio == 1:
        return None
    return Direction.MORE if odds_ratio > 1 else Direction.FEWER


def _compare(nights: Exposures) -> Mapping[str, Finding]:
    from diary.domain.patterns import evidence  # noqa: PLC0415 - numpy must not load with the web server

    weights = weights_of(nights)
    bars = [bar_of(len(weights), weight) for weight in weights]
    weighed = evidence.weigh(nights, bars, INTERVAL_LEVEL, NO_SIGN_WITHIN)
    e_values = [one.evidence.e_value for one in weighed]
    passes = [
        passed and e_value >= 1 / INTERVAL_LEVEL
        for passed, e_value in zip(passing(e_values, weights), e_values, strict=True)
    ]
    alike = evidence.correlations(nights.present, LEAST_KNOWN)
    behind = outshone(nights, alike, e_values, passes)
    return {
        factor.id: _finding(nights, i, weighed[i], passes[i], alike[i], behind.get(i))
        for i, factor in enumerate(nights.compared)
    }


def outshone(
    nights: Exposures, alike: Sequence[Sequence[float]], e_values: Sequence[float], passes: Sequence[bool]
) -> Mapping[int, int]:
    """Return which factors that pass do so for want of telling them from another one, with that other one.

    Each is looked at on nights that are alike in the other, the other on nights that are alike in this one. The one
    that then gives no hint and has the smaller e-value is outshone.
    """
    from diary.domain.patterns.evidence import e_values_within  # noqa: PLC0415 - as above

    pairs = [
        (i, j)
        for i, row in enumerate(alike)
        for j, phi in enumerate(row)
        if i != j and passes[i] and e_values[j] >= HINT and abs(phi) >= OFTEN_TOGETHER
    ]
    if not pairs:
        return {}
    both = [*pairs, *((j, i) for i, j in pairs)]
    within = dict(zip(both, e_values_within(nights, both), strict=True))
    weaker = [(i, j) for i, j in pairs if within[i, j] < HINT and within[i, j] < within[j, i]]
    return dict(sorted(weaker, key=lambda pair: e_values[pair[1]]))


def _finding(
    nights: Exposures,
    place: int,
    found: "Weighed",
    passed: bool,
    alike: Sequence[float],
    outshone_by: int | None,
) -> Finding:
    factor = nights.compared[place]
    missing = _missing(factor, found.exposed, found.unexposed)
    verdict = Verdict.TOO_EARLY if missing else verdict_of(found.evidence, passed and outshone_by is None)
    inseparable = [j for j, phi in enumerate(alike) if j != place and abs(phi) >= INSEPARABLE]
    return Finding(
        factor=factor,
        verdict=verdict,
        direction=direction_of(found.evidence.odds_ratio),
        exposed=found.exposed,
        unexposed=found.unexposed,
        e_value=found.evidence.e_value,
        odds_ratio=found.evidence.odds_ratio,
        interval=found.evidence.interval,
        nights_missing=missing,
        check_ins_needed=_check_ins_needed(verdict, found.nights_to_settle, outshone_by),
        gathered=_gathered(found),
        inseparable=tuple(nights.compared[j] for j in inseparable),
        is_suspected=factor.id in nights.suspected,
        opposite=tuple(nights.compared[j] for j in inseparable if alike[j] < 0),
        judged_from=_judged_from(nights, factor),
        outshone_by=None if outshone_by is None else nights.compared[outshone_by],
    )


def _check_ins_needed(verdict: Verdict, to_settle: int | None, outshone_by: int | None) -> int | None:
    if verdict in SETTLED:
        return 0
    return to_settle if outshone_by is None else None


def _judged_from(nights: Exposures, factor: Factor) -> date | None:
    block = nights.suspected.get(factor.id, 0)
    end_before = nights.end_of_block(block - 1) if block else None
    return end_before and end_before + timedelta(days=1)


def _unanswered(factor: Factor, nights: Exposures) -> Finding:
    return Finding(
        factor=factor,
        verdict=Verdict.TOO_EARLY,
        direction=None,
        exposed=Share(0, 0),
        unexposed=Share(0, 0),
        e_value=1.0,
        odds_ratio=None,
        interval=(0.0, inf),
        nights_missing=LEAST_KNOWN,
        check_ins_needed=None,
        gathered=None,
        inseparable=(),
        is_suspected=factor.id in nights.suspected,
        judged_from=_judged_from(nights, factor),
    )


def _missing(factor: Factor, exposed: Share, unexposed: Share) -> int:
    """Return about how many more known nights the least counts need, at the rate they came so far."""
    known, cramps = exposed.whole + unexposed.whole, exposed.part + unexposed.part
    least_unexposed = LEAST_UNEXPOSED_ON_PURPOSE if factor.is_on_purpose else LEAST_UNEXPOSED
    counts = (
        (LEAST_EXPOSED, exposed.whole),
        (least_unexposed, unexposed.whole),
        (LEAST_CRAMPS, cramps),
    )
    waits = [(least - count) * (known + 1) / (count + 0.5) for least, count in counts]
    return max(0, LEAST_KNOWN - known, *map(ceil, waits))


def _gathered(found: "Weighed") -> Gathered | None:
    if found.follows_week:
        return Gathered.WEEK
    if found.within is None or found.within >= GATHERED_WITHIN or found.blocks < LEAST_BLOCKS_GATHERED:
        return None
    return Gathered.TREND if abs(found.rise) >= TREND_RISE else Gathered.SEASON
