"""What the patterns say, in sentences: the same ones on the page, in a picture, from the command and in a report."""

from collections.abc import Sequence

from diary.domain.patterns.frequency import Frequency
from diary.domain.patterns.measures import Share
from diary.domain.patterns.place import Places
from diary.domain.patterns.relief import ReliefUse
from diary.domain.patterns.timing import Timing
from diary.domain.wording import counted, decimal, joined, plural, share


def frequency_words(frequency: Frequency) -> str:
    """Say how many cramps come in a week and on how many nights that rests, or what is missing to say it."""
    rate = frequency.rate
    if rate is None:
        more = counted(frequency.nights_needed, "more night")
        noted = share(frequency.known, "night")
        return f"Not enough for a number per week: {noted} noted. Note {more} in a row, clear ones too."
    cramps = f"{decimal(rate.per_week)} {plural(1 if rate.per_week == 1 else 2, 'cramp')} a week"
    if rate.known == frequency.known:
        noted = share(rate.known, "night")
        return f"{cramps}. {noted} are noted, with {counted(rate.cramps, 'cramp')}."
    return f"{cramps} in the last {rate.known.whole} nights, {rate.known.part} of them noted."


def timing_words(timing: Timing) -> str:
    """Say between which times half of the entries began, or why that can not be said."""
    entries = counted(timing.onsets, "entry,entries")
    if timing.mostly and timing.half:
        return f"Half of {entries} began between {timing.half.start:%H:%M} and {timing.half.end:%H:%M}."
    if timing.onsets_needed:
        return f"{entries} so far: {timing.onsets_needed} more, and a time of night may stand out."
    return f"No time of night stands out in {entries}."


def place_words(places: Places) -> str:
    """Say which muscle most of the entries name, and on which side."""
    silent = places.known.whole - places.known.part
    rest = f" {counted(silent, 'entry does,entries do')} not say where." if silent else ""
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
