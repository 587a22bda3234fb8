"""The patterns in one sentence, made of what may be said and nothing more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from diary.domain.patterns.association import Direction, Finding, Verdict
from diary.domain.patterns.change import Change, Trend
from diary.domain.patterns.frequency import Frequency
from diary.domain.patterns.period import Period
from diary.domain.patterns.place import Places, in_words
from diary.domain.patterns.timing import Hours, Timing
from diary.domain.patterns.wording import TREND_WORDS
from diary.domain.wording import joined, plural, share


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of the sentence; `strong` marks the numbers and places a reader looks for."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """The sentence in pieces, spaces included; as a string, the sentence."""

    phrases: tuple[Phrase, ...]

    def __str__(self) -> str:
        return "".join(phrase.text for phrase in self.phrases)


def summary_of(
    period: Period,
    frequency: Frequency,
    timing: Timing,
    places: Places,
    change: Change | None,
    findings: Sequence[Finding],
) -> Summary:
    """Return the sentences: how often, when, where, whether that changed, and what forms a clear pattern.

    `change` is None where it has a sentence of its own, or where only a part of the diary is there.
    """
    phrases = [*_nights(period, frequency)]
    if timing.mostly:
        phrases += [Phrase(", mostly between "), Phrase(_hours(timing.mostly), strong=True)]
    if places.mostly:
        phrases += [Phrase(", mostly in the "), Phrase(in_words(places.mostly), strong=True)]
    phrases.append(Phrase("."))
    phrases += _change(change)
    phrases += _clear(findings)
    return Summary(tuple(phrases))


def counts_alone(period: Period, frequency: Frequency) -> Summary:
    """Return the sentence while too few nights are known to say more than their number."""
    return Summary((*_nights(period, frequency), Phrase(".")))


def _change(change: Change | None) -> Iterator[Phrase]:
    if change is None:
        return
    if change.verdict is Trend.SAME:
        yield Phrase(f" {TREND_WORDS[Trend.SAME]}.")
    elif change.recent and change.before:
        yield Phrase(f" {TREND_WORDS[change.verdict]}: ")
        yield Phrase(share(change.recent, "night"), strong=True)
        yield Phrase(
            f" in the last {change.weeks} weeks, {share(change.before)} in the {change.weeks_before} before."
        )


def _clear(findings: Sequence[Finding]) -> Iterator[Phrase]:
    said = {
        Direction.MORE: " A clear pattern: ",
        Direction.FEWER: " A clear pattern, with fewer cramps: ",
    }
    for direction, words in said.items():
        names = [
            found.factor.name if found.factor.is_own else found.factor.name.lower()
            for found in findings
            if found.verdict is Verdict.CLEAR and found.direction is direction
        ]
        if names:
            yield Phrase(words)
            yield Phrase(joined(names), strong=True)
            yield Phrase(".")


def _nights(period: Period, frequency: Frequency) -> Iterator[Phrase]:
    nights = frequency.nights
    if not nights.whole:
        # Without a night that passed, the diary has not begun.
        began = period.weeks and frequency.known.whole
        yield Phrase("No nights noted" + (f" in the last {period.weeks} weeks" if began else " yet"))
    elif not nights.part:
        yield Phrase("No cramps on the ")
        yield Phrase("one night" if nights.whole == 1 else f"{nights.whole:,} nights", strong=True)
        yield Phrase(" noted")
    else:
        yield Phrase("Cramps on ")
        yield Phrase(f"{nights.part:,} of {nights.whole:,}", strong=True)
        yield Phrase(f" {plural(nights.whole, 'night')} noted")


def _hours(hours: Hours) -> str:
    return f"{hours.first:02}:00 and {hours.end:02}:00"
