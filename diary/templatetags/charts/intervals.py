"""How strong and how sure, as pictures: an estimate with its interval on a line, beside the mark of no difference."""

from collections.abc import Iterator, Sequence
from math import inf, log
from typing import Protocol

from django.utils.safestring import SafeString

from diary.domain.factors import Factor
from diary.domain.patterns import Verdict
from diary.domain.patterns.dated_changes import DatedChange
from diary.domain.patterns.wording import FindingWords, before_after_words
from diary.templatetags.charts.drawing import WIDTH, Mark, drawing, line, path

# The axis of odds runs from an eighth to eight times; what goes on beyond it gets an arrowhead.
MOST_ODDS = 8.0
# The ends that an axis of nights in 28 can have: the nearest one that holds every interval on the page.
NIGHTS = (7.0, 14.0, 28.0)

HEIGHT, MIDDLE, REACH = 24.0, WIDTH / 2, WIDTH / 2 - 10
LEVEL, HALF, ARROW = HEIGHT / 2, 6.0, 6.0


class Link(Protocol):
    """What the findings of nights and those of control days have in common."""

    @property
    def factor(self) -> Factor: ...
    @property
    def verdict(self) -> Verdict: ...
    @property
    def odds_ratio(self) -> float | None: ...
    @property
    def interval(self) -> tuple[float, float]: ...


def odds_strip(finding: Link, words: FindingWords, name: str = "odds") -> SafeString | None:
    """Draw an odds ratio on a logarithmic line, its mark by the verdict; None while nothing was estimated."""
    if finding.odds_ratio is None:
        return None
    low, high = finding.interval
    kind = finding.verdict.value.replace("_", "-")
    marks = _marks(kind, *(_of_odds(odds) for odds in (low, finding.odds_ratio, high)))
    title, said = f"{words.name}: {words.verdict}", f"{words.counts} {words.ratio}"
    return drawing(f"{name}-strip", title, said, (WIDTH, HEIGHT), marks, of=finding.factor.id)


def nights_axis(changes: Sequence[DatedChange]) -> float:
    """Return where the common axis of these changes ends, in nights of 28."""
    ends = [abs(end) for change in changes for end in change.result.interval or ()]
    return next(most for most in NIGHTS if most >= min(max(ends, default=0), NIGHTS[-1]))


def nights_strip(change: DatedChange, most: float, number: int) -> SafeString | None:
    """Draw the difference in nights with cramps per 28, on an axis that ends at `most`; None without a difference."""
    result = change.result
    if result.difference is None or result.interval is None:
        return None
    low, high = result.interval
    marks = _marks("plain", low / most, result.difference / most, high / most)
    said = before_after_words(change)
    return drawing("nights-strip", change.what, said, (WIDTH, HEIGHT), marks, of=str(number))


def _of_odds(odds: float) -> float:
    return (log(odds) / log(MOST_ODDS) if odds < inf else inf) if odds else -inf


def _marks(kind: str, low: float, estimate: float, high: float) -> Iterator[Mark]:
    """Yield the line and its mark; -1 and 1 are the ends of the axis, 0 is no difference."""
    left, right = _at(low), _at(high)
    yield line("nought", MIDDLE, 1, MIDDLE, HEIGHT - 1)
    yield line(f"reach reach-{kind}", left, LEVEL, right, LEVEL)
    if low < -1:
        yield path("beyond", f"M{ARROW} {LEVEL - ARROW}L1 {LEVEL}L{ARROW} {LEVEL + ARROW}")
    if high > 1:
        x = WIDTH - ARROW
        yield path("beyond", f"M{x} {LEVEL - ARROW}L{WIDTH - 1} {LEVEL}L{x} {LEVEL + ARROW}")
    if -1 <= estimate <= 1:
        yield _estimate(kind, _at(estimate))


def _at(place: float) -> float:
    """Return the x of a place on the axis; what lies beyond an end reaches to the edge, where its arrowhead is."""
    return MIDDLE + REACH * place if -1 <= place <= 1 else MIDDLE + (MIDDLE - 2) * (1 if place > 0 else -1)


def _estimate(kind: str, x: float) -> Mark:
    match kind:
        case "hint":
            d = f"M{x:.1f} {LEVEL - HALF - 2}l{HALF + 2} {HALF + 2}l-{HALF + 2} {HALF + 2}l-{HALF + 2} -{HALF + 2}Z"
            return path("estimate estimate-hint", d)
        case "too-early":
            return Mark("circle", "estimate estimate-too-early", {"cx": x, "cy": LEVEL, "r": HALF - 1})
        case _:
            square = {"x": x - HALF, "y": LEVEL - HALF, "width": 2 * HALF, "height": 2 * HALF}
            return Mark("rect", f"estimate estimate-{kind}", square)
