"""The patterns in one sentence, made of what may be said and nothing more."""

from collections.abc import Iterator
from dataclasses import dataclass

from diary.domain.patterns.frequency import Frequency
from diary.domain.patterns.measures import Share
from diary.domain.patterns.period import Period
from diary.domain.patterns.place import Places, in_words
from diary.domain.patterns.timing import Hours, Timing


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
    period: Period, frequency: Frequency, before: Share | None, timing: Timing | None, places: Places | None
) -> Summary:
    """Return the sentence; `timing` and `places` are None while too few nights are known to speak of them.

    `before` is nights with cramps of nights known in the equally long period before, None if it is not
    comparable.
    """
    phrases = [*_nights(period, frequency.nights)]
    if timing and timing.mostly:
        phrases += [Phrase(", mostly between "), Phrase(_hours(timing.mostly), strong=True)]
    if places and places.mostly:
        phrases += [Phrase(", mostly in the "), Phrase(in_words(places.mostly), strong=True)]
    phrases.append(Phrase("."))
    if before is not None and frequency.nights.whole:
        phrases += [
            Phrase(f" In the {period.weeks} weeks before: "),
            Phrase(f"{before.part:,} of {before.whole:,}", strong=True),
            Phrase("."),
        ]
    return Summary(tuple(phrases))


def _nights(period: Period, nights: Share) -> Iterator[Phrase]:
    if not nights.whole:
        yield Phrase("No nights noted" + (f" in the last {period.weeks} weeks" if period.weeks else " yet"))
    elif not nights.part:
        yield Phrase("No cramps on the ")
        yield Phrase(f"{nights.whole:,} {_nights_word(nights.whole)}", strong=True)
        yield Phrase(" noted")
    else:
        yield Phrase("Cramps on ")
        yield Phrase(f"{nights.part:,} of {nights.whole:,}", strong=True)
        yield Phrase(f" {_nights_word(nights.whole)} noted")


def _nights_word(count: int) -> str:
    return "night" if count == 1 else "nights"


def _hours(hours: Hours) -> str:
    return f"{hours.first:02}:00 and {hours.end:02}:00"
