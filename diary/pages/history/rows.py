"""What a night and an episode say in one line of the diary, ready for a plain loop in a template."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from django.urls import reverse

from diary.domain.check_ins import present_in
from diary.domain.entries import CheckIn, Diary, Episode, Night
from diary.domain.factors import Factor
from diary.domain.history import Month, Tally, in_runs, is_blank, is_open
from diary.domain.vocabulary import Outcome, Progress
from diary.templatetags.words import counted, days_from_to, duration, joined, onset_time, places, short_date

TO_COME = "open"
# From three cramps on, a night looks the same: the number in it says the rest.
MOST_HEAT = 3
MONTHS_A_YEAR = 12
EXAMPLES = {type(example): example for example in (date(2000, 1, 1), UUID(int=0), Month(date(2000, 1, 1)))}


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a calendar: `outcome` is an Outcome, "open" for a night still to come, "" for a blank day ahead."""

    number: int
    outcome: str = ""
    cramps: int = 0
    label: str = ""
    url: str = ""
    is_today: bool = False

    @property
    def heat(self) -> int:
        return min(self.cramps, MOST_HEAT)


@dataclass(frozen=True, slots=True)
class MonthLink:
    """A month to go to; `name` is read, `label` is seen."""

    label: str
    name: str
    url: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class EpisodeRow:
    """An episode in one line; `name` tells it from every other one."""

    time: str
    facts: str
    name: str
    url: str
    discard_url: str
    is_to_finish: bool


@dataclass(frozen=True, slots=True)
class NightRow:
    """A night in the list, or several in a row of which nothing is noted (then without an address)."""

    title: str
    words: str
    outcome: str
    cramps: int = 0
    url: str = ""
    episodes: tuple[EpisodeRow, ...] = ()
    check_in: str = ""
    check_in_url: str = ""


def calendar_of(diary: Diary, month: Month, *, today: date, settled: date) -> list[list[Cell | None]]:
    """Return the weeks of a month; `settled` is the latest night that is over."""
    return [
        [_cell(diary.night(day), today=today, settled=settled) if day else None for day in week]
        for week in month.weeks()
    ]


def _cell(night: Night, *, today: date, settled: date) -> Cell:
    if night.day > today and is_blank(night):
        return Cell(night.day.day)
    return Cell(
        number=night.day.day,
        outcome=TO_COME if is_open(night, settled) else night.outcome.value,
        cramps=night.cramps,
        label=f"Night of {short_date(night.day, today)}: {_outcome_words(night, settled)}",
        url=address_of("diary:night", night.day),
        is_today=night.day == today,
    )


def links_to_months(shown: Month, latest: Month) -> list[MonthLink]:
    """Return the months of the shown year, up to `latest`."""
    months = (Month(shown.first.replace(month=number)) for number in range(1, MONTHS_A_YEAR + 1))
    return [
        MonthLink(
            f"{month.first:%b}", f"{month.first:%B %Y}", address_of("diary:month", month), month == shown
        )
        for month in months
        if month <= latest
    ]


def links_to_years(shown: Month, latest: Month, first: date) -> list[MonthLink]:
    """Return the shown month in every year since `first`, the latest first; it is at most `latest`."""
    years = range(latest.first.year, min(first.year, shown.first.year) - 1, -1)
    months = (min(Month(shown.first.replace(year=year)), latest) for year in years)
    return [
        MonthLink(
            f"{month.first.year}", f"{month.first:%B %Y}", address_of("diary:month", month), month == shown
        )
        for month in months
    ]


def tally_of(diary: Diary, month: Month, *, settled: date) -> Tally:
    """Count the nights of a month that are over or of which something is said."""
    nights = diary.nights(month.first, month.last)
    return Tally.of(night for night in nights if not is_open(night, settled))


def rows_of_month(diary: Diary, month: Month, *, today: date, settled: date) -> list[NightRow]:
    """Return the list by night, the latest first; a night still to come stands there only with something noted."""
    nights = reversed(list(diary.nights(month.first, month.last)))
    shown = [night for night in nights if not (is_open(night, settled) and is_blank(night))]
    return [
        night_row(run[0], diary.factors, today=today, settled=settled)
        if len(run) == 1
        else _blank_row(run, today)
        for run in in_runs(shown)
    ]


def rows_found(
    diary: Diary, found: Iterable[tuple[date, Sequence[Episode]]], *, today: date
) -> Iterator[NightRow]:
    """Yield nights with only those of their episodes that were found; `found` as by `history.by_night`."""
    for day, episodes in found:
        night = diary.night(day)
        hidden = len(night.episodes) - len(episodes)
        yield NightRow(
            title=short_date(day, today),
            words=counted(night.cramps, "cramp")
            + (f", {counted(len(episodes), 'episode')} shown" if hidden else ""),
            outcome=night.outcome.value,
            cramps=night.cramps,
            url=address_of("diary:night", day),
            episodes=tuple(episode_row(episode, today=today) for episode in episodes),
        )


def night_row(night: Night, factors: Sequence[Factor], *, today: date, settled: date) -> NightRow:
    """Return one night with everything noted of it."""
    return NightRow(
        title=short_date(night.day, today),
        words=_outcome_words(night, settled).capitalize(),
        outcome=TO_COME if is_open(night, settled) else night.outcome.value,
        cramps=night.cramps,
        url=address_of("diary:night", night.day),
        episodes=tuple(episode_row(episode, today=today) for episode in night.episodes),
        check_in=check_in_words(night.check_in, factors),
        check_in_url=address_of("diary:check_in", night.day) if night.check_in else "",
    )


def _blank_row(run: Sequence[Night], today: date) -> NightRow:
    return NightRow(
        title=days_from_to(run[-1].day, run[0].day, today),
        words=f"{counted(len(run), 'night')} not noted",
        outcome=Outcome.UNKNOWN.value,
    )


def episode_row(episode: Episode, *, today: date) -> EpisodeRow:
    """Return an episode with what is known of it: time, muscles, minutes, severity."""
    time = onset_time(episode)
    facts = [places(episode.places) if episode.places else "Muscle not noted"]
    if episode.cramps > 1:
        facts.append(_unbroken(f"{episode.cramps} cramps"))
    if episode.hard_minutes is not None:
        facts.append(_unbroken(duration(episode.hard_minutes)))
    if episode.severity is not None:
        facts.append(_unbroken(f"severity {episode.severity}"))
    return EpisodeRow(
        time=time,
        facts="\N{NO-BREAK SPACE}· ".join(facts),
        name=f"cramp in the night of {short_date(episode.day, today)}, {time}",
        url=address_of("diary:episode", episode.id),
        discard_url=address_of("diary:episode_discard", episode.id),
        is_to_finish=episode.progress is not Progress.COMPLETE,
    )


def _unbroken(words: str) -> str:
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def check_in_words(check_in: CheckIn | None, factors: Sequence[Factor]) -> str:
    """Return how much was answered and what was present: "4 answers: alcohol and hard activity"."""
    said = check_in.factors if check_in else {}
    answered = {factor: answer for factor, answer in said.items() if answer is not None}
    if not answered:
        return ""
    present = present_in(answered, factors)
    return counted(len(answered), "answer") + (f": {joined(present)}" if present else "")


def address_of(name: str, what: date | UUID | Month) -> str:
    """Return an address; Django is asked once for each name, since for a list it would cost more than the rows."""
    before, after = _around(name, EXAMPLES[type(what)])
    return f"{before}{what}{after}"


@cache
def _around(name: str, example: date | UUID | Month) -> tuple[str, str]:
    """Return what stands before and after the argument of an address."""
    before, _, after = reverse(name, args=[example]).partition(str(example))
    return before, after


def _outcome_words(night: Night, settled: date) -> str:
    if is_open(night, settled):
        return "still to come"
    return {
        Outcome.CRAMP: counted(night.cramps, "cramp"),
        Outcome.CLEAR: "no cramps",
        Outcome.UNKNOWN: "not noted",
    }[night.outcome]
