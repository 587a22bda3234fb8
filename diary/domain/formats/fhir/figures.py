"""The counts of a period as figures, each with what it rests on: the standard block, for programs and for people."""

from collections.abc import Mapping
from dataclasses import dataclass

from diary.domain.formats.fhir.document import Document
from diary.domain.formats.fhir.elements import Json, quantity, ratio
from diary.domain.patterns import standard_block
from diary.domain.patterns.frequency import with_cramps
from diary.domain.patterns.measures import Share, Spread
from diary.domain.wording import decimal, share

PER_WEEK, SCORE, MINUTES = "/wk", "{score}", "min"
TOO_LITTLE = "too little is known"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its words: `value` as FHIR has it (None: too little is known), `said` as a person reads it."""

    words: str
    value: Json | None
    said: str


def figures_of(document: Document) -> Mapping[str, Figure]:
    """Return the figures of the document's period by their names, in the order in which they are read."""
    block = standard_block(document.diary, document.first, document.last)
    return {
        "days_known": _share("Diary days known, of all days", block.confirmed),
        "days_with_cramp": _share("Days with a cramp, of days known", with_cramps(document.nights)),
        "cramps": _count("Cramps, each one of a spell counted", block.cramps),
        "cramps_in_bed": _count("Cramps in bed", block.in_bed),
        "cramps_out_of_bed": _count("Cramps out of bed", block.by_day),
        "cramps_place_unknown": _count("Cramps of which neither was said", block.state_unknown),
        "cramps_per_week": _number("Cramps per 7 days known", block.mean_per_week, PER_WEEK),
        "median_cramps_per_week": _number("Median of the weeks that count", block.median_per_week, PER_WEEK),
        "weeks": _share("Weeks that count, with 5 days known or more, of all weeks", block.weeks),
        "nights_with_cramp_in_bed": _share(
            "Nights with a cramp in bed, of nights for which that is known", block.cramp_nights
        ),
        "nights_with_cramp_in_bed_per_week": _number(
            "Nights with a cramp in bed per 7 nights known", block.cramp_nights_per_week, PER_WEEK
        ),
        **_spread("hard_minutes", "Minutes that the muscle was hard", block.hard_minutes, MINUTES),
        **_spread("severity", "Worst pain, 0 to 10", block.severity, SCORE),
        **_spread("sleep_disturbance", "Disturbed sleep, 0 to 10", block.sleep_disturbance, SCORE),
        "entries_in_bed": _share("Entries that began in bed, of those that say", block.entries_in_bed),
        "entries_in_calf": _share("Entries in a calf, of those that say", block.entries_in_calf),
        "entries_eased": _share("Entries eased by stretching, of those stretched", block.eased),
        "entries_icsd3": _share(
            "Entries with the features of sleep-related leg cramps (ICSD-3), of those that say", block.icsd3
        ),
    }


def _count(words: str, count: int) -> Figure:
    return Figure(words, {"valueInteger": count}, f"{count:,}")


def _share(words: str, found: Share) -> Figure:
    value = {"valueRatio": ratio(found.part, found.whole)} if found.whole else None
    return Figure(words, value, share(found) if found.whole else TOO_LITTLE)


def _number(words: str, number: float | None, unit: str) -> Figure:
    if number is None:
        return Figure(words, None, TOO_LITTLE)
    return Figure(words, {"valueQuantity": quantity(number, unit)}, decimal(number))


def _spread(name: str, words: str, spread: Spread, unit: str) -> dict[str, Figure]:
    return {
        f"{name}_median": _number(f"{words}: median", spread.median, unit),
        f"{name}_p90": _number(f"{words}: 90th percentile", spread.p90, unit),
        f"{name}_known": _share(f"{words}: known, of all", spread.known),
    }
