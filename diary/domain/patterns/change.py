"""More, fewer or about the same: the last weeks against those before, and the weeks around a date.

Both compare the share of known nights that had cramps, and take from the weeks themselves how much weeks differ
from each other without any change. docs/method.md says how often they err.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from itertools import count, pairwise
from math import ceil, sqrt
from typing import TYPE_CHECKING, TypeAlias

from diary.domain.entries import Diary, Night
from diary.domain.patterns.frequency import with_cramps
from diary.domain.patterns.measures import Share, quantile
from diary.domain.patterns.period import WEEK, last_night, monday_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats: TypeAlias = npt.NDArray[np.float64]

# The last 4, 8 and 13 whole weeks are compared with up to 52 weeks before them, at least 8 and at least as many.
WINDOWS = (4, 8, 13)
MOST_BEFORE, LEAST_BEFORE = 52, 8

# Half of the nights must be known on both sides, and about the same share, or else it is the noting that changed.
LEAST_KNOWN, MOST_UNLIKE = 0.5, 0.2

# The two-sided normal quantile at 0.0002: so rarely does one look at one window err that three windows, looked at
# every week for a year, say "more" or "fewer" of a steady diary at most once in twenty diaries.
QUANTILE = 3.7190

# Weeks that seem more alike than this rather hold a change among them, which must not hide itself.
MOST_LIKENESS = 0.3

# Around a date: up to 13 weeks on each side, at least 4 weeks and 14 known nights.
MOST_AROUND, LEAST_AROUND, LEAST_NIGHTS_AROUND = 13, 4, 14
# NORMAL is the two-sided normal quantile of the coverage.
RESAMPLES, COVERAGE, NORMAL, SEED = 2000, 0.95, 1.9600, 28


class Trend(StrEnum):
    MORE = "more"
    FEWER = "fewer"
    SAME = "same"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How the last `weeks` whole weeks compare with the `weeks_before`.

    `recent` and `before` are nights with cramps of nights known. `spread` is how much more the weeks differ
    than chance alone would make them (1: not more). When it is too early, all three are None, and
    `weeks_needed` more weeks are the least that is needed, if enough of their nights are noted.
    """

    verdict: Trend
    weeks: int
    weeks_before: int
    recent: Share | None = None
    before: Share | None = None
    spread: float | None = None
    weeks_needed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeAfter:
    """Nights with cramps of nights known in the `weeks_before` and the `weeks_after` a date.

    `difference` is nights with cramps per 28 nights, after minus before, with a 95 % `interval`; both None
    when there is too little on one side. Other things may have changed on the same date.
    """

    on: date
    weeks_before: int
    weeks_after: int
    before: Share
    after: Share
    difference: float | None = None
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class _Comparison:
    weeks: int
    weeks_before: int
    recent: Share
    before: Share
    spread: float
    surprise: float


def change_of(diary: Diary, today: date) -> Change:
    """Return whether the last weeks had more or fewer nights with cramps than those before.

    The diary must hold the 65 weeks before the one of `today`, the running diary day. A week runs from the
    night of Monday to that of Sunday and is looked at when it is over.
    """
    return compare(_whole_weeks(diary, today))


def compare(weeks: Sequence[Share]) -> Change:
    """Return how the last weeks compare with those before; `weeks` are whole, the last one first."""
    found = [comparison for window in WINDOWS if (comparison := _compare(weeks, window))]
    if not found:
        return Change(verdict=Trend.TOO_EARLY, weeks=0, weeks_before=0, weeks_needed=_weeks_needed(weeks))
    most = max(found, key=lambda comparison: abs(comparison.surprise))
    shown = most if abs(most.surprise) >= 1 else found[0]
    return Change(
        verdict=_trend(shown.surprise),
        weeks=shown.weeks,
        weeks_before=shown.weeks_before,
        recent=shown.recent,
        before=shown.before,
        spread=shown.spread,
    )


def before_and_after(diary: Diary, on: date, today: date) -> BeforeAfter:
    """Return the weeks before and after the diary day `on`, up to 13 on each side, the day itself after.

    The interval is a percentile interval from 2,000 bootstrap samples of whole weeks, so that nights that
    depend on the night before stay together: Künsch, Annals of Statistics 1989;17:1217-1241. It is widened for few
    weeks: Hesterberg, The American Statistician 2015;69:371-386, "expanded percentile". Weeks are drawn with the
    same seed for everyone.
    """
    noted = diary.days_noted()
    last = last_night(diary, today)
    first = max(noted[0], on - MOST_AROUND * WEEK) if noted else on
    end = min(last, on + MOST_AROUND * WEEK - timedelta(days=1))
    before = [with_cramps(week) for week in _chunks(list(diary.nights(first, on - timedelta(days=1)))[::-1])]
    after = [with_cramps(week) for week in _chunks(list(diary.nights(on, end)))]
    enough = all(
        len(weeks) >= LEAST_AROUND and _total(weeks).whole >= LEAST_NIGHTS_AROUND for weeks in (before, after)
    )
    difference, interval = _difference(before, after) if enough else (None, None)
    return BeforeAfter(
        on=on,
        weeks_before=len(before),
        weeks_after=len(after),
        before=_total(before),
        after=_total(after),
        difference=difference,
        interval=interval,
    )


def _whole_weeks(diary: Diary, today: date) -> list[Share]:
    """Return each whole week since the diary began, the last first: nights with cramps of nights known."""
    noted = diary.days_noted()
    if noted is None:
        return []
    monday = monday_of(last_night(diary, today) + timedelta(days=1))
    first = max(monday_of(noted[0] - timedelta(days=1)) + WEEK, monday - (MOST_BEFORE + WINDOWS[-1]) * WEEK)
    return [
        with_cramps(week) for week in _chunks(list(diary.nights(first, monday - timedelta(days=1)))[::-1])
    ]


def _chunks(nights: Sequence[Night]) -> list[Sequence[Night]]:
    """Return whole weeks of nights; what is left over at the end is dropped."""
    return [nights[start : start + 7] for start in range(0, len(nights) - 6, 7)]


def _total(weeks: Sequence[Share]) -> Share:
    return Share(sum(week.part for week in weeks), sum(week.whole for week in weeks))


def _compare(weeks: Sequence[Share], window: int) -> _Comparison | None:
    """Return the comparison of the last `window` weeks, None where the nights known do not allow one.

    It is the test of two proportions with a continuity correction, its variance multiplied by the spread of
    the weeks: Pearson's chi-squared of the weeks around the share of their side, over its degrees of freedom
    (McCullagh and Nelder, Generalized Linear Models, 2nd edition, Chapman and Hall 1989, section 4.5), times what
    it adds that a week is like the one before it; at least 1. `surprise` is its statistic in units of the bar it
    must reach.
    """
    late, early = weeks[:window], weeks[window : window + MOST_BEFORE]
    recent, before = _total(late), _total(early)
    if len(early) < max(LEAST_BEFORE, window) or not _is_alike(recent, len(late), before, len(early)):
        return None
    pooled = (recent.part + before.part) / (recent.whole + before.whole)
    freedom = sum(week.whole > 0 for week in (*late, *early)) - 2
    if pooled in {0.0, 1.0}:
        return _Comparison(window, len(early), recent, before, 1.0, 0.0)
    variance = pooled * (1 - pooled)
    residuals = [*_residuals(late), *_residuals(early)]
    scatter = sum(residual**2 for residual in residuals)
    spread = max(1.0, scatter / variance / freedom * _lasting(_likeness(residuals), window))
    halves = (1 / recent.whole + 1 / before.whole) / 2
    apart = recent.part / recent.whole - before.part / before.whole
    statistic = max(0.0, abs(apart) - halves) / sqrt(spread * variance * 2 * halves)
    surprise = statistic / student_quantile(QUANTILE, freedom)
    return _Comparison(window, len(early), recent, before, spread, surprise if apart > 0 else -surprise)


def _is_alike(recent: Share, late: int, before: Share, early: int) -> bool:
    shares = recent.whole / (7 * late), before.whole / (7 * early)
    return min(shares) >= LEAST_KNOWN and abs(shares[0] - shares[1]) <= MOST_UNLIKE


def _weeks_needed(weeks: Sequence[Share]) -> int:
    """Return after how many more weeks, each with as many nights noted as it takes, a comparison may be made."""
    steady = [Share(0, known) for known in range(ceil(7 * LEAST_KNOWN), 8)]
    return next(
        more
        for more in count(1)
        if any(_compare([week] * more + [*weeks], window) for week in steady for window in WINDOWS)
    )


def _residuals(weeks: Sequence[Share]) -> list[float]:
    """Return Pearson's residual of each week beside the share of all, without the variance of a night."""
    total = _total(weeks)
    share = total.part / total.whole
    return [(week.part - week.whole * share) / sqrt(week.whole) if week.whole else 0.0 for week in weeks]


def _likeness(residuals: Sequence[float]) -> float:
    """Return the correlation of a week with the next one, from 0 to 0.3, less its bias from two estimated shares."""
    squares = sum(residual**2 for residual in residuals)
    products = sum(one * other for one, other in pairwise(residuals))
    return min(max(products / squares + 2 / len(residuals), 0.0), MOST_LIKENESS) if squares else 0.0


def _lasting(likeness: float, weeks: int) -> float:
    """Return by how much the variance of a mean of weeks grows that are correlated like a first-order series.

    Bayley and Hammersley, Supplement to the Journal of the Royal Statistical Society 1946;8:184-197.
    """
    apart = 1 - likeness
    return (1 + likeness) / apart - 2 * likeness * (1 - likeness**weeks) / (weeks * apart**2)


def student_quantile(z: float, freedom: int) -> float:
    """Return the quantile of Student's distribution at the normal quantile `z`; good to 1 % from 10 degrees on.

    Cornish and Fisher's expansion, Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5.
    """
    return (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    )


def _trend(surprise: float) -> Trend:
    if abs(surprise) < 1:
        return Trend.SAME
    return Trend.MORE if surprise > 0 else Trend.FEWER


def _difference(before: Sequence[Share], after: Sequence[Share]) -> tuple[float, tuple[float, float]]:
    """Return the difference in nights with cramps per 28 nights, and its bootstrap interval."""
    apart = sorted((28 * (_resampled(after, SEED) - _resampled(before, SEED + 1))).tolist())
    low, high = (quantile(apart, end) for end in ((1 - COVERAGE) / 2, (1 + COVERAGE) / 2))
    shares = [_total(weeks).part / _total(weeks).whole for weeks in (before, after)]
    return 28 * (shares[1] - shares[0]), (low, high)


def _resampled(weeks: Sequence[Share], seed: int) -> "Floats":
    """Return the share of nights with cramps in each sample of as many of these weeks."""
    drawn, total = _drawn(len(weeks), seed), _total(weeks)
    wholes = drawn @ [week.whole for week in weeks]
    shares: Floats = drawn @ [week.part for week in weeks] / wholes.clip(1)
    share = total.part / total.whole
    # A bootstrap of few weeks varies too little: by the one factor in its variance, by the other in its tails.
    freedom = len(weeks) - 1
    tails = student_quantile(NORMAL, freedom) / NORMAL
    return share + (shares - share) * sqrt(len(weeks) / freedom) * tails


@cache
def _drawn(weeks: int, seed: int) -> "Floats":
    """Return how often each of so many weeks is in each sample."""
    import numpy as np  # noqa: PLC0415

    rng = np.random.default_rng(seed)
    return rng.multinomial(weeks, [1 / weeks] * weeks, RESAMPLES).astype(float)
