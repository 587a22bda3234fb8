"""`./dev bench prompts`: what the rules cost for a diary of one, ten and twenty years, whole and as Tonight has it."""

import sys
from dataclasses import replace
from datetime import date
from time import process_time
from uuid import UUID

from diary.domain.demo import demo_diary
from diary.domain.entries import Diary, Medicine
from diary.domain.prompts import first_day_needed, prompts_for

TODAY = date(2026, 11, 22)
CHANGED = date(2025, 12, 1)


def whole(years: int) -> Diary:
    """A demo diary with a water tablet that was started almost a year ago: the rules look furthest back then."""
    held = demo_diary(seed=1, today=TODAY, nights=365 * years, time_zone="Europe/London")
    tablet = Medicine(id=UUID(int=1), name="Indapamide", started_on=CHANGED)
    return replace(held, medicines=(tablet,), first_day=None, last_day=None)


def recent(held: Diary) -> Diary:
    first = first_day_needed(held, TODAY)
    return replace(
        held,
        episodes=tuple(episode for episode in held.episodes if episode.day >= first),
        check_ins=tuple(check_in for check_in in held.check_ins if check_in.day >= first),
        first_day=first,
    )


def milliseconds(held: Diary) -> float:
    """The best of ten runs, each with a diary that nothing was looked up in yet."""

    def once() -> float:
        fresh = replace(held)
        begun = process_time()
        prompts_for(fresh, TODAY)
        return 1000 * (process_time() - begun)

    return min(once() for _ in range(10))


def main() -> None:
    sys.stdout.write(f"{'years':>6}{'episodes':>10}{'whole ms':>10}{'recent ms':>11}\n")
    for years in (1, 10, 20):
        held = whole(years)
        lately = recent(held)
        sys.stdout.write(
            f"{years:>6}{len(held.episodes):>10}{milliseconds(held):>10.1f}{milliseconds(lately):>11.1f}\n"
        )


if __name__ == "__main__":
    main()
