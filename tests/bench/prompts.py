"""`./dev bench prompts`: what the rules and the ranked articles cost for a diary of one, ten and twenty years."""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from time import process_time
from uuid import UUID

from diary.content import articles
from diary.domain.demo import demo_diary
from diary.domain.entries import Diary, Medicine
from diary.domain.guidance.for_you import first_day_to_rank, rank
from diary.domain.prompts import first_day_needed, prompts_for

TODAY = date(2026, 11, 22)
CHANGED = date(2025, 12, 1)


def whole(years: int) -> Diary:
    """A demo diary with a water tablet that was started almost a year ago: the rules look furthest back then."""
    held = demo_diary(seed=1, today=TODAY, nights=365 * years, time_zone="Europe/London")
    tablet = Medicine(id=UUID(int=1), name="Indapamide", started_on=CHANGED)
    return replace(held, medicines=(tablet,), first_day=None, last_day=None)


def since(held: Diary, first: date) -> Diary:
    return replace(
        held,
        episodes=tuple(episode for episode in held.episodes if episode.day >= first),
        check_ins=tuple(check_in for check_in in held.check_ins if check_in.day >= first),
        first_day=first,
    )


def milliseconds(held: Diary, look: Callable[[Diary], object]) -> float:
    """The best of ten runs, each with a diary that nothing was looked up in yet."""

    def once() -> float:
        fresh = replace(held)
        begun = process_time()
        look(fresh)
        return 1000 * (process_time() - begun)

    return min(once() for _ in range(10))


def main() -> None:
    library = articles()
    looks: tuple[tuple[Callable[[Diary], object], Callable[[Diary, date], date]], ...] = (
        (lambda held: prompts_for(held, TODAY), first_day_needed),
        (lambda held: rank(library, held, TODAY), first_day_to_rank),
    )
    sys.stdout.write(f"{'':>15}{'rules, ms':>18}{'with articles, ms':>18}\n{'years':>5}{'episodes':>10}")
    sys.stdout.write(f"{'whole':>9}{'loaded':>9}" * len(looks) + "\n")
    for years in (1, 10, 20):
        held = whole(years)
        sys.stdout.write(f"{years:>5}{len(held.episodes):>10}")
        for look, first_day in looks:
            loaded = since(held, first_day(held, TODAY))
            sys.stdout.write(f"{milliseconds(held, look):>9.1f}{milliseconds(loaded, look):>9.1f}")
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()
