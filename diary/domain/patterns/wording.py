"""What the patterns say, in sentences: the same ones on the page, in a picture, from the command and in a report.

Every number stands beside what it is a part of. A sentence never says why cramps came, and never more than its verdict.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, inf

from diary.domain.patterns.association import (
    INTERVAL_LEVEL,
    LEAST_CRAMPS,
    LEAST_EXPOSED,
    LEAST_KNOWN,
    LEAST_UNEXPOSED,
    LEAST_UNEXPOSED_ON_PURPOSE,
    Associations,
    Direction,
    Finding,
    Gathered,
    Verdict,
)
from diary.domain.patterns.burden import Burden
from diary.domain.patterns.calendar import Calendar
from diary.domain.patterns.case_crossover import LEAST_SETS, WEEKS_BACK, CrossoverFinding
from diary.domain.patterns.change import LEAST_AROUND, LEAST_NIGHTS_AROUND, BeforeAfter, Change, Trend
from diary.domain.patterns.comparison import Comparison
from diary.domain.patterns.dated_changes import DatedChange
from diary.domain.patterns.frequency import Frequency
from diary.domain.patterns.measures import Share, Spread
from diary.domain.patterns.place import Places
from diary.domain.patterns.relief import ReliefUse
from diary.domain.patterns.timing import Timing
from diary.domain.vocabulary import Grade
from diary.domain.wording import (
    NOT_NOTED,
    counted,
    decimal,
    duration,
    full_date,
    joined,
    plural,
    rounded,
    share,
)

# Cochrane review of magnesium for cramps, 2020: doi:10.1002/14651858.CD009402.pub3.
PLACEBO = (
    "If it was started in the hope of fewer cramps: "
    "on dummy tablets people in trials had 29 % fewer cramps after four weeks."
)
PLACEBO_SOURCE = "COCH-MG20"

MOST_SHOWN = 3

VERDICT_WORDS = {
    Verdict.CLEAR: "a clear pattern",
    Verdict.HINT: "a hint",
    Verdict.NO_SIGN: "no sign so far",
    Verdict.TOO_EARLY: "too early to say",
}
TREND_WORDS = {
    Trend.MORE: "More than in the weeks before",
    Trend.FEWER: "Fewer than in the weeks before",
    Trend.SAME: "No clear change from the weeks before",
}
GATHERED_WORDS = {
    Gathered.WEEK: (
        "You noted this mostly on some weekdays, and cramps as well. So only nights of the same weekday are compared."
    ),
    Gathered.SEASON: "You noted this mostly in some months. What differs may be the season.",
    Gathered.TREND: (
        "You noted this mostly at one end of your diary. What differs may be something that changed with time."
    ),
}
GRADES = (Grade.A, Grade.B, Grade.C, Grade.D, Grade.S, Grade.N, None)

CLEAR = "A clear pattern. It does not prove the cause."
HINT = "A hint. It can be chance."
NO_SIGN = "No sign so far that this matters for you."
STAYS_OPEN = "You no longer note it, so it stays open."
A_WEAK_LINK = "A weak link can hide for more than a year."
TOO_FAR = "would take over two years of check-ins at this rate."
NO_CLEAR_NIGHT = (
    "Every one of these nights had cramps. To compare, the diary also needs nights that you noted as clear."
)
CHOSEN_LATER = "If you chose this date after looking at your diary, that makes chance more likely."
NO_RATIO = "No odds ratio yet."


# --- What goes with it ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingWords:
    """A finding as it is read: the counts first, then what they mean, then what else must be known.

    `ratio` is for those who ask: odds ratio, interval and e-value.
    """

    name: str
    verdict: str
    counts: str
    meaning: str
    notes: tuple[str, ...]
    ratio: str


def in_order(associations: Associations) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the findings to show at once, three at most, and the others.

    Sorted by verdict, then by how good the evidence is that the factor matters to anybody (a person's own come
    last), then in the fixed order; never by size, which would bring luck to the top.
    """
    ordered = sorted(
        associations.findings,
        key=lambda found: (list(Verdict).index(found.verdict), GRADES.index(found.factor.grade)),
    )
    return tuple(ordered[:MOST_SHOWN]), tuple(ordered[MOST_SHOWN:])


def finding_words(finding: Finding, associations: Associations) -> FindingWords:
    """Return what the diary says about one factor; `associations` are those that it is one of."""
    judged = f", from nights to {_day(associations.judged_to)}" if associations.judged_to else ""
    return FindingWords(
        name=finding.factor.name,
        verdict=VERDICT_WORDS[finding.verdict],
        counts=_counts(finding),
        meaning=_meaning(finding, associations.next_look),
        notes=tuple(_notes(finding)),
        ratio=_ratio(finding.odds_ratio, finding.interval, finding.e_value, judged)
        if is_compared(finding)
        else NO_RATIO,
    )


def is_compared(finding: Finding) -> bool:
    """Return whether there are enough nights, some of them clear, to put cramps beside the factor at all."""
    return not finding.nights_missing and not _lacks_clear_nights(finding)


def shares_words(finding: Finding) -> tuple[str, str]:
    """Return the nights with cramps after it and on the other nights; while nothing is compared, how many are noted."""
    shares = finding.exposed, finding.unexposed
    after, others = (share(one) if is_compared(finding) else f"{one.whole:,} noted" for one in shares)
    return after, others


def look_words(associations: Associations) -> str:
    """Say up to which night the verdicts rest on, and when they are looked at next."""
    if associations.next_look is None:
        return "Judging begins with the first answer in a check-in."
    look = f"after the night of {_day(associations.next_look)}"
    if associations.judged_to is None:
        return f"The first look is {look}. Until then nothing is judged."
    return (
        f"Judged up to the night of {_day(associations.judged_to)}. The next look is {look}; "
        "until then new nights change the counts alone."
    )


def comparing_words(associations: Associations) -> str:
    """Say how many things are compared and what that means; nothing for a single one."""
    if associations.compared < 2:
        return ""
    return (
        f"{associations.compared:,} things are compared. If you look at many, some will match by luck; "
        "the bar here is set so that this is rare."
    )


def _lacks_clear_nights(finding: Finding) -> bool:
    return finding.known >= LEAST_KNOWN and finding.exposed.part + finding.unexposed.part == finding.known


def _counts(finding: Finding) -> str:
    present = finding.factor.present_words
    if not finding.known:
        return "No noted night has an answer to this yet."
    if not is_compared(finding):
        after, others = _noted(finding.exposed, "night"), _noted(finding.unexposed, "other night")
        return f"So far noted: {after} after {present}, and {others}."
    return (
        f"In your diary, cramps came on {share(finding.exposed, 'night')} after {present}, "
        f"and on {share(finding.unexposed, 'other night')}."
    )


def _noted(nights: Share, noun: str) -> str:
    return counted(nights.whole, noun) if nights.whole else f"no {plural(0, noun)}"


def _meaning(finding: Finding, next_look: date | None) -> str:
    match finding.verdict:
        case Verdict.CLEAR:
            return CLEAR
        case Verdict.HINT:
            return f"{HINT} {_still_needed(finding)}"
        case Verdict.NO_SIGN:
            return f"{NO_SIGN}{_still_possible(finding)}"
        case Verdict.TOO_EARLY:
            return _too_early(finding, next_look)


def _still_needed(finding: Finding) -> str:
    if finding.factor.retired_on:
        return STAYS_OPEN
    if finding.outshone_by:
        return f"It is hard to tell from “{finding.outshone_by.name}”, which tells more."
    if finding.check_ins_needed is None:
        return f"To settle it {TOO_FAR}"
    return f"About {counted(_about(finding.check_ins_needed), 'more check-in')} would help settle it."


def _still_possible(finding: Finding) -> str:
    if finding.leaves_open is None:
        return ""
    low, high = finding.leaves_open
    few, many = floor(20 * low), ceil(20 * high)
    return (
        f" Still possible: cramps on between {few} and {many} of 20 nights after it; "
        f"on the other nights it was {_of_twenty(finding.unexposed)}."
    )


def _of_twenty(nights: Share) -> str:
    of_twenty = 20 * (nights.fraction or 0.0)
    return "fewer than 1 of 20" if 0 < of_twenty < 0.5 else f"about {rounded(of_twenty)} of 20"


def _too_early(finding: Finding, next_look: date | None) -> str:
    so_far = f"Too early to say after {counted(finding.known, 'night')}."
    if finding.factor.retired_on:
        return f"{so_far} {STAYS_OPEN}"
    more = max(finding.nights_missing, finding.check_ins_needed or 0)
    if more and finding.judged_from:
        so_far = f"Too early to say: it takes about {counted(_about(more), 'more night')}."
    elif more:
        so_far = (
            f"Too early to say: {finding.known:,} of about {counted(_about(finding.known + more), 'night')}."
        )
    if _lacks_clear_nights(finding):
        return f"{so_far} {NO_CLEAR_NIGHT}"
    if more:
        return so_far
    if finding.odds_ratio is None:
        look = f" The next look is after the night of {_day(next_look)}." if next_look else ""
        return f"{so_far}{look}"
    return f"{so_far} To tell {TOO_FAR}"


def _about(nights: int) -> int:
    """Return a forecast in the two digits that can be meant, rounded up: 45 -> 45, 571 -> 580."""
    step: int = 10 ** max(0, len(str(nights)) - 2)
    return -(-nights // step) * step


def _notes(finding: Finding) -> Iterator[str]:
    factor = finding.factor
    if finding.nights_missing and finding.known and not factor.retired_on:
        yield from _least_counts(finding)
    if finding.verdict in {Verdict.CLEAR, Verdict.HINT} and finding.direction is not _plain_direction(
        finding
    ):
        often = "more often" if finding.direction is Direction.MORE else "less often"
        yield (
            "Only nights of the same four weeks are compared with each other. "
            f"There, cramps came {often} after it; the counts above mix all weeks."
        )
    yield from _inseparable(finding)
    if finding.gathered:
        yield GATHERED_WORDS[finding.gathered]
    if factor.nights_after > 1:
        yield "“After” means the night of that day and the next night."
    yield from _suspected(finding)
    if factor.retired_on:
        yield f"It has not been asked about since {full_date(factor.retired_on)}."
    if factor.is_on_purpose:
        yield PLACEBO


def _suspected(finding: Finding) -> Iterator[str]:
    if finding.judged_from:
        yield (
            "You marked this as a suspect after the first look. So it counts three times as much as what is not "
            f"marked, but only on nights from {full_date(finding.judged_from)} on. The counts are of all nights."
        )
    elif finding.is_suspected:
        yield (
            "You marked this as a suspect before the first look. "
            "So it counts three times as much as what is not marked."
        )


def _inseparable(finding: Finding) -> Iterator[str]:
    apart = "the diary cannot tell them apart"
    if finding.outshone_by:
        yield f"On nights that are alike in “{finding.outshone_by.name}”, this shows little."
    for other in finding.inseparable:
        if other in finding.opposite:
            yield f"When this came, “{other.name}” nearly always did not, and the other way round; {apart}."
        else:
            yield f"This and “{other.name}”: these two nearly always came together; {apart}."


def _least_counts(finding: Finding) -> Iterator[str]:
    least = LEAST_UNEXPOSED_ON_PURPOSE if finding.factor.is_on_purpose else LEAST_UNEXPOSED
    missing = {
        "after it": LEAST_EXPOSED - finding.exposed.whole,
        "without it": least - finding.unexposed.whole,
        "with cramps": LEAST_CRAMPS - finding.exposed.part - finding.unexposed.part,
    }
    parts = [f"{counted(count, 'more night')} {which}" for which, count in missing.items() if count > 0]
    if parts:
        yield f"Still missing to compare: {joined(parts)}."


def _plain_direction(finding: Finding) -> Direction | None:
    with_it, without = finding.exposed.fraction, finding.unexposed.fraction
    if with_it is None or without is None or with_it == without:
        return None
    return Direction.MORE if with_it > without else Direction.FEWER


def _ratio(odds: float | None, interval: tuple[float, float], e_value: float, judged: str) -> str:
    if odds is None:
        return NO_RATIO
    level = rounded(100 * (1 - INTERVAL_LEVEL))
    ends = " to ".join(_odds(end) for end in interval)
    return f"Odds ratio {_odds(odds)} ({level} % confidence sequence {ends}), e-value {_e_value(e_value)}{judged}."


def _odds(odds: float) -> str:
    if odds in {0, inf}:
        return "over 64" if odds else "below 1/64"
    return f"{odds:.2g}"


def _e_value(e_value: float) -> str:
    if e_value >= 1_000_000:
        return "over 1,000,000"
    if e_value >= 10:
        return f"{rounded(e_value):,}"
    return f"{e_value:.2g}" if e_value >= 0.01 else "below 0.01"


# --- Nights with cramps and their control days ----------------------------------------------------------------------


def crossover_words(finding: CrossoverFinding) -> FindingWords:
    """Return what the nights with cramps and their control days say about one factor."""
    return FindingWords(
        name=finding.factor.name,
        verdict=VERDICT_WORDS[finding.verdict],
        counts=_crossover_counts(finding),
        meaning=_crossover_meaning(finding),
        notes=(PLACEBO,) if finding.factor.is_on_purpose else (),
        ratio=_ratio(finding.odds_ratio, finding.interval, finding.e_value, ""),
    )


def _crossover_counts(finding: CrossoverFinding) -> str:
    if not finding.cramp_nights.whole:
        return "No night with cramps has a comparison day with an answer yet."
    nights, days = share(finding.cramp_nights, "night"), share(finding.control_days, "comparison day")
    return (
        f"In your diary, {nights} with cramps came after {finding.factor.present_words}, "
        f"and so did {days}: the same weekday, up to {WEEKS_BACK[-1]} weeks before."
    )


def _crossover_meaning(finding: CrossoverFinding) -> str:
    match finding.verdict:
        case Verdict.CLEAR:
            return CLEAR
        case Verdict.HINT:
            return f"{HINT} More nights with cramps and comparison days would help settle it."
        case Verdict.NO_SIGN:
            low, high = map(_odds, finding.interval)
            return f"{NO_SIGN} Still possible: odds of a cramp after it from {low} to {high} times those without it."
        case Verdict.TOO_EARLY:
            count = finding.cramp_nights.whole
            if finding.cramp_nights_needed:
                return f"Too early to say: {count} of {LEAST_SETS} nights with cramps and a comparison day."
            return f"Too early to say after {counted(count, 'night')} with cramps and a comparison day. {A_WEAK_LINK}"


# --- More or fewer --------------------------------------------------------------------------------------------------


def change_words(change: Change) -> str:
    """Say whether the last weeks had more nights with cramps than those before, and on how many nights that rests."""
    if change.recent is None or change.before is None:
        more = counted(change.weeks_needed, "more week")
        return (
            f"Whether that is more or fewer than before: too early to say. It takes at least {more} of notes."
        )
    return (
        f"{TREND_WORDS[change.verdict]}: cramps on {share(change.recent, 'night')} in the last "
        f"{change.weeks} weeks, and on {share(change.before)} in the {change.weeks_before} before."
    )


def before_after_words(change: DatedChange) -> str:
    """Say how the weeks before and after a date compare, or what is missing for that."""
    return " ".join([before_after_counts(change), *(_difference(change) or _missing_around(change.result))])


def before_after_counts(change: DatedChange) -> str:
    """Put the counts of the weeks before and after a date side by side, without a verdict."""
    result = change.result
    said = [f"{change.what}: {full_date(change.on)}."]
    if result.weeks_before:
        said.append(f"In the {counted(result.weeks_before, 'week')} before, {_on_nights(result.before)}.")
    if result.weeks_after:
        said.append(f"In the {counted(result.weeks_after, 'week')} after, {_on_nights(result.after)}.")
    return " ".join(said)


def _on_nights(nights: Share) -> str:
    return f"cramps on {share(nights, 'night')}" if nights.whole else "no nights noted"


def _difference(change: DatedChange) -> list[str]:
    result = change.result
    if result.difference is None or result.interval is None:
        return []
    low, high = result.interval
    apart = f"That is {_apart(result.difference)} nights with cramps in 28"
    said = [
        f"{apart}; between {_apart(low)} and {_apart(high)} are possible.",
        "It can be chance." if low <= 0 <= high else CHOSEN_LATER,
        "Other things may have changed as well.",
    ]
    return said if change.is_stop else [*said, PLACEBO]


def _apart(nights: float) -> str:
    size = decimal(abs(nights))
    return "0" if size == "0" else f"{size} {'more' if nights > 0 else 'fewer'}"


def _missing_around(result: BeforeAfter) -> list[str]:
    said = ["Too early to compare."]
    if result.weeks_before < LEAST_AROUND:
        said.append(f"Before it, {LEAST_AROUND} whole weeks are needed; the diary has {result.weeks_before}.")
    elif result.before.whole < LEAST_NIGHTS_AROUND:
        said.append(
            f"Before it, {LEAST_NIGHTS_AROUND} noted nights are needed; the diary has {result.before.whole}."
        )
    missing = {
        "week": LEAST_AROUND - result.weeks_after,
        "noted night": LEAST_NIGHTS_AROUND - result.after.whole,
    }
    parts = [counted(count, what) for what, count in missing.items() if count > 0]
    if parts:
        said.append(f"After it, still missing: {joined(parts)}.")
    return said


# --- One period beside another --------------------------------------------------------------------------------------


def comparison_words(comparison: Comparison) -> str:
    """Put the counts of a period beside those of the one before, without a verdict."""
    now, before = comparison.nights.now, comparison.nights.before
    said = f"Cramps on {share(now, 'night')} noted" if now.whole else "No nights noted in this time"
    return f"{said}. In the {counted(comparison.weeks, 'week')} before: {share(before, 'night')}."


def calendar_words(calendar: Calendar) -> str:
    """Say how many nights of the twelve months had cramps, and how many are known."""
    if not calendar.nights.whole:
        return "No nights noted in these twelve months."
    return (
        f"Cramps on {share(calendar.nights, 'night')} noted in these twelve months. "
        f"Noted: {share(calendar.known, 'night')}."
    )


# --- How often, when, where, what helped ----------------------------------------------------------------------------


def frequency_words(frequency: Frequency) -> str:
    """Say how many cramps come in a week and on how many nights that rests, or what is missing to say it."""
    rate = frequency.rate
    if rate is None:
        more = counted(frequency.nights_needed, "more night")
        noted = f"{share(frequency.known, 'night')} noted" if frequency.known.whole else "no nights noted"
        return f"Not enough for a number per week: {noted}. Note {more} in a row, clear ones too."
    number = decimal(rate.per_week)
    cramps = f"{number} {'cramp' if number == '1' else 'cramps'} a week"
    if rate.known == frequency.known:
        noted = share(rate.known, "night")
        return f"{cramps}. {noted} are noted, with {counted(rate.cramps, 'cramp')}."
    return f"{cramps} in the last {rate.known.whole} nights, {rate.known.part} of them noted."


def timing_words(timing: Timing) -> str:
    """Say between which times half of the entries began, or why that can not be said."""
    entries = counted(timing.onsets, "entry,entries")
    if timing.mostly and timing.half:
        start, end = f"{timing.half.start:%H:%M}", f"{timing.half.end:%H:%M}"
        when = f"at {start}" if start == end else f"between {start} and {end}"
        return f"Half of {entries} began {when}."
    if timing.onsets_needed:
        return f"{entries} so far: {timing.onsets_needed} more, and a time of night may stand out."
    return f"No time of night stands out in {entries}."


def place_words(places: Places) -> str:
    """Say which muscle most of the entries name, and on which side."""
    silent = places.known.whole - places.known.part
    rest = f" {counted(silent, 'entry does,entries do')} not say where." if silent else ""
    if places.entries_needed:
        rest += f" {counted(places.entries_needed, 'more that says,more that say')} where, and a place may stand out."
    if not places.muscles:
        return f"No cramp has a muscle yet.{rest}"
    first = places.muscles[0]
    sides = {
        "left": first.left,
        "on both sides": first.both,
        "right": first.right,
        "without a side": first.side_unknown,
    }
    parts = joined([f"{number} {said}" for said, number in sides.items() if number])
    return f"{first.muscle.label} in {share(Share(first.entries, places.known.part), 'entry,entries')}: {parts}.{rest}"


def relief_words(relief: Sequence[ReliefUse]) -> str:
    """Say how the relief that was tried most often went."""
    if not relief:
        return "No entry says what you tried."
    first = relief[0]
    tried = (
        f"Most often: {first.relief.label.lower()}, in {share(first.tried)} entries that say what you tried."
    )
    if not first.answered:
        return f"{tried} Whether it helped is not noted."
    helped = share(Share(first.helped, first.answered))
    return f"{tried} It helped {helped} times, a little {counted(first.partly, 'time')}."


@dataclass(frozen=True, slots=True)
class Measured:
    """A number about how hard cramps were: what it measures, the number, and what it means and rests on."""

    name: str
    value: str
    rests: str = ""


def burden_words(burden: Burden) -> tuple[Measured, ...]:
    """Say how long and how hard the cramps were, and what they took from the sleep."""
    hard, pain, awake = burden.hard_minutes, burden.severity, burden.minutes_awake
    most, in_all = f", {duration(hard.p90)} or less in 9 of 10", f", {duration(burden.awake_in_all)} in all"
    woken = burden.nights_woken
    return (
        _measured("Muscle hard", hard, duration(hard.median), most),
        _measured("Worst pain", pain, f"{decimal(pain.median)} of 10"),
        Measured("Woke you", share(woken), "nights with cramps that say so.")
        if woken.whole
        else Measured("Woke you", NOT_NOTED),
        _measured("Awake after it", awake, duration(awake.median), in_all),
    )


def _measured(name: str, spread: Spread, value: str, more: str = "") -> Measured:
    if not spread.known.part:
        return Measured(name, NOT_NOTED)
    return Measured(
        name, value, f"or less in half of them{more}. Noted in {share(spread.known, 'entry,entries')}."
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"
