"""What a report counts: the nights of its period and what they show, from the selected diary and nothing else.

Verdicts need the whole diary (docs/decisions/0010-a-report-holds-its-period-and-nothing-else.md);
a part of it is counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from diary.domain.days import diary_day, wall_clock
from diary.domain.entries import Diary, Night
from diary.domain.patterns import (
    LEAST_NIGHTS,
    Associations,
    Burden,
    Calendar,
    Change,
    CrossoverFinding,
    DatedChange,
    Frequency,
    Places,
    ReliefUse,
    Share,
    StandardBlock,
    Timing,
    associations,
    change_of,
    crossover_findings,
    crossover_progress,
    standard_block,
)
from diary.domain.patterns.burden import burden_of
from diary.domain.patterns.calendar import calendar_from
from diary.domain.patterns.dated_changes import dated_changes_of
from diary.domain.patterns.exposure import exposures_of, shares_of
from diary.domain.patterns.frequency import frequency_of
from diary.domain.patterns.period import last_night
from diary.domain.patterns.place import places_of
from diary.domain.patterns.relief import relief_of
from diary.domain.patterns.timing import timing_of
from diary.domain.prompts import Prompts, prompts_for
from diary.domain.selection import Section, Selection

# The periods of the standard block: trials of leg cramps count over two or four weeks.
STANDARD_DAYS = (28, 14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """What only a diary from its first night on can say; `crossover` is empty while comparison days are too few."""

    change: Change
    factors: Associations
    crossover: tuple[CrossoverFinding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The nights from `first` to `last`, both included, of a selected `diary`, seen on the diary day `as_of`.

    `blocks` are the period and the last 28 and 14 nights of it, as far as they are shorter. `verdicts` is None for a
    part of a diary; `factors` maps a factor's id to nights with cramps of nights known, with it and without it.
    `prompts` is None when they were kept back. `nights_needed` as in `Patterns`.
    """

    diary: Diary
    selection: Selection
    made_on: date
    as_of: date
    first: date
    last: date
    nights: tuple[Night, ...]
    blocks: tuple[StandardBlock, ...]
    frequency: Frequency
    timing: Timing
    places: Places
    burden: Burden
    relief: tuple[ReliefUse, ...]
    calendar: Calendar
    dated_changes: tuple[DatedChange, ...]
    factors: Mapping[str, tuple[Share, Share]]
    verdicts: Verdicts | None
    prompts: Prompts | None

    @property
    def nights_needed(self) -> int:
        return max(0, LEAST_NIGHTS - self.frequency.known.part)

    @property
    def has_details(self) -> bool:
        """Whether when, where, what helped and how hard are shown: not before enough nights are known."""
        return not self.nights_needed and bool(self.frequency.nights.part)

    def has(self, section: Section) -> bool:
        return self.selection.has(section)


def look_at(diary: Diary, selection: Selection, now: datetime) -> Look:
    """Return what `diary`, which `selection` made, shows at the instant `now`."""
    today = diary_day(now, diary.time_zone)
    as_of = _as_of(selection, today)
    first, last = period_of(diary, selection, now)
    nights = tuple(diary.nights(first, min(last, last_night(diary, as_of))))
    episodes = [episode for night in nights for episode in night.episodes]
    return Look(
        diary=diary,
        selection=selection,
        made_on=wall_clock(now, diary.time_zone).date(),
        as_of=as_of,
        first=first,
        last=last,
        nights=nights,
        blocks=_blocks(diary, first, last),
        frequency=frequency_of(nights, today),
        timing=timing_of(episodes),
        places=places_of(episodes),
        burden=burden_of(nights),
        relief=relief_of(episodes),
        calendar=calendar_from(nights, as_of if as_of == today else last),
        dated_changes=dated_changes_of(diary, as_of),
        factors=shares_of(exposures_of(diary, as_of)),
        verdicts=_verdicts(diary, as_of) if _is_whole(diary, selection) else None,
        prompts=prompts_for(diary, as_of) if selection.has(Section.PROMPTS) else None,
    )


def _is_whole(diary: Diary, selection: Selection) -> bool:
    """Whether no night of the diary is older than what was selected (records.selected_diary_of looks)."""
    return selection.first is None or diary.first_day is None


def _as_of(selection: Selection, today: date) -> date:
    return today if selection.last is None else min(today, selection.last + timedelta(days=1))


def period_of(diary: Diary, selection: Selection, now: datetime) -> tuple[date, date]:
    """Return the first and the last night that count; those before a diary began are no gaps in it."""
    last = last_night(diary, _as_of(selection, diary_day(now, diary.time_zone)))
    noted = diary.days_noted()
    if selection.first is not None and not _is_whole(diary, selection):
        first = selection.first
    elif noted:
        first = noted[0]
    else:
        first = selection.first or last - timedelta(days=STANDARD_DAYS[0] - 1)
    return first, max(first, last)


def _blocks(diary: Diary, first: date, last: date) -> tuple[StandardBlock, ...]:
    begins = (last - timedelta(days=days - 1) for days in STANDARD_DAYS)
    return tuple(
        standard_block(diary, begin, last) for begin in (first, *(begin for begin in begins if begin > first))
    )


def _verdicts(diary: Diary, as_of: date) -> Verdicts:
    crossover = crossover_findings(diary, as_of)
    progress = crossover_progress(diary, as_of, crossover)
    is_told = progress.is_needed and not progress.sets_needed
    return Verdicts(
        change=change_of(diary, as_of),
        factors=associations(diary, as_of),
        crossover=crossover if is_told else (),
    )
