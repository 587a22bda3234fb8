"""`./dev bench patterns`: how often the engine errs, how soon it finds what is there, and how long it takes.

Every line is drawn from the seed that is printed, so that anyone gets the same table.
"""

import resource
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from time import process_time

import numpy as np
import numpy.typing as npt

from diary.domain.entries import Diary
from diary.domain.patterns.association import INTERVAL_LEVEL, associations, passing
from diary.domain.patterns.change import Trend, compare
from diary.domain.patterns.evidence import curves_of, intervals, log_e_values, prior_of, strata_of
from diary.domain.patterns.exposure import BLOCK_DAYS, UNKNOWN, YES
from diary.domain.patterns.measures import Share
from tests.bench.simulated import BEGIN, DEPENDENCE, STRONG, Codes, World, diary_from, simulate

REAL_LOOKING = {
    "season in cramps and factors": {"season": 1.0},
    "habits of the week": {"weekend": 2.0},
    "30 % missing, more with cramps": {"missing": 0.3},
    "rare factors (5 %)": {"prevalence": 0.05},
    "frequent cramps (40 %)": {"base": 0.4},
    "season, week and missing at once": {"season": 1.0, "weekend": 2.0, "missing": 0.3},
}


@dataclass(frozen=True)
class Looks:
    """What is seen at the end of every block: arrays of shape (factors, blocks)."""

    clear: npt.NDArray[np.bool_]
    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]


def look_at_every_block(outcomes: Codes, answers: Codes) -> Looks:
    """Return what the engine says of one diary after every finished block."""
    finished = answers.shape[1] // BLOCK_DAYS
    curves = curves_of(strata_of(outcomes, answers)).cumsum(axis=1)[:, :finished]
    log_e = log_e_values(curves, prior_of(np.ones((len(answers), 1))))
    e_values = np.exp(log_e)
    passes = np.array([passing(list(look), [1.0] * len(look)) for look in e_values.T]).T
    low, high = intervals(curves, log_e, INTERVAL_LEVEL)
    return Looks(passes & (e_values >= 1 / INTERVAL_LEVEL), low, high)


def drawn(world: World, diaries: int, seed: int) -> list[Looks]:
    rng = np.random.default_rng(seed)
    return [look_at_every_block(*one) for one in zip(*simulate(rng, world, diaries), strict=True)]


def false_share(looks: list[Looks]) -> float:
    """The share of diaries in which anything was ever called clear."""
    return float(np.mean([look.clear.any() for look in looks]))


def naive_share(world: World, diaries: int, seed: int) -> float:
    """The share of diaries in which a correlation ever has p < 0.05, looked at every week from the second on."""
    outcomes, answers = simulate(np.random.default_rng(seed), world, diaries)
    return float(np.mean([_ever_correlated(*one) for one in zip(outcomes, answers, strict=True)]))


def _ever_correlated(outcomes: Codes, answers: Codes) -> bool:
    known = outcomes[1:] != UNKNOWN
    cramps, present = (outcomes[1:] == YES) & known, (answers == YES) & known
    looks = slice(13, None, 7)
    n, k, n1, a = (part.cumsum(axis=-1)[..., looks] for part in (known, cramps, present, present & cramps))
    spread = n1 * (n - n1) * k * (n - k)
    chi_squared = n * (n * a - n1 * k) ** 2 / np.where(spread > 0, spread, np.inf)
    return bool((chi_squared > 1.96**2).any())


def found_after(looks: list[Looks]) -> list[float]:
    """Nights until the first factor was clear, infinity if it never was."""
    ever = [look.clear[0] for look in looks]
    return [(clear.argmax() + 1) * BLOCK_DAYS if clear.any() else float("inf") for clear in ever]


def covered(looks: list[Looks], odds_ratio: float) -> float:
    """The share of diaries in which the interval of the first factor held the truth at every look."""
    return float(
        np.mean([((look.low[0] <= odds_ratio) & (odds_ratio <= look.high[0])).all() for look in looks])
    )


def false_change_share(world: World, diaries: int, seed: int) -> float:
    """The share of steady diaries that are ever told of more or fewer cramps, looked at after every week."""
    outcomes, _ = simulate(np.random.default_rng(seed), replace(world, factors=1, nights=53 * 7), diaries)
    return float(np.mean([_ever_changes(one[1:]) for one in outcomes]))


def _ever_changes(outcomes: Codes) -> bool:
    nights = outcomes[: len(outcomes) // 7 * 7].reshape(-1, 7)
    weeks = [Share(int((week == YES).sum()), int((week != UNKNOWN).sum())) for week in nights]
    return any(
        compare(weeks[:end][::-1]).verdict in {Trend.MORE, Trend.FEWER} for end in range(1, len(weeks) + 1)
    )


def change_table(diaries: int, seed: int) -> Iterator[str]:
    yield "| steady diaries told of a change within a year | none | moderate | strong |"
    yield "|---|---|---|---|"
    for base in (0.05, 0.15, 0.4):
        for missing in (0.0, 0.3):
            worlds = [replace(world, base=base, missing=missing) for world in DEPENDENCE.values()]
            shares = [false_change_share(world, diaries, seed) for world in worlds]
            cells = " | ".join(f"{share:.1%}" for share in shares)
            yield f"| cramps on {base:.0%} of nights, {missing:.0%} missing | {cells} |"


def null_table(diaries: int, seed: int) -> Iterator[str]:
    yield "| no true link: diaries in which one was ever called clear | none | moderate | strong |"
    yield "|---|---|---|---|"
    naive = [naive_share(world, diaries, seed) for world in DEPENDENCE.values()]
    yield f"| for comparison: correlations at p < 0.05 every week | {' | '.join(f'{share:.0%}' for share in naive)} |"
    for name, change in {"ten factors, each on 40 % of days": {}, **REAL_LOOKING}.items():
        shares = [
            false_share(drawn(replace(world, **change), diaries, seed)) for world in DEPENDENCE.values()
        ]
        yield f"| {name} | {' | '.join(f'{share:.1%}' for share in shares)} |"


def planted_table(diaries: int, seed: int) -> Iterator[str]:
    yield "| true odds ratio: found within a year, median nights | none | moderate | strong | interval covers |"
    yield "|---|---|---|---|---|"
    for odds_ratio in (1.0, 2.0, 3.0, 4.0, 6.0, 0.25):
        base = 0.35 if odds_ratio < 1 else 0.15
        worlds = [replace(world, odds_ratio=odds_ratio, base=base) for world in DEPENDENCE.values()]
        looks = [drawn(world, diaries, seed) for world in worlds]
        cells = " | ".join("" if odds_ratio == 1 else _found(found_after(one)) for one in looks)
        covers = " / ".join(f"{covered(one, odds_ratio):.0%}" for one in looks)
        yield f"| {odds_ratio:g} | {cells} | {covers} |"


def _found(after: list[float]) -> str:
    median, share = np.median(after), np.mean(np.isfinite(after))
    return f"{share:.0%}, {'over a year' if np.isinf(median) else f'{median:.0f}'}"


def time_table(seed: int) -> Iterator[str]:
    yield "| diary with 12 factors | processor time | most memory so far |"
    yield "|---|---|---|"
    for years in (1, 5, 20):
        world = replace(STRONG, nights=365 * years, factors=12, odds_ratio=3, missing=0.2)
        outcomes, answers = simulate(np.random.default_rng(seed), world, 1)
        diary, today = diary_from(outcomes[0], answers[0]), BEGIN + timedelta(days=world.nights)
        spent = min(_seconds(diary, today) for _ in range(5))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        yield f"| {years} year{'s' * (years > 1)} | {1000 * spent:.0f} ms | {memory:.0f} MB |"


def _seconds(diary: Diary, today: date) -> float:
    begun = process_time()
    associations(diary, today)
    return process_time() - begun


def main() -> None:
    parser = ArgumentParser(prog="./dev bench patterns", description=__doc__)
    parser.add_argument("--diaries", type=int, default=200, help="for each cell (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="default: %(default)s")
    options = parser.parse_args()
    sys.stdout.write(f"{options.diaries} diaries of 365 nights in every cell, seed {options.seed}\n")
    tables = (
        time_table(options.seed),
        null_table(options.diaries, options.seed),
        planted_table(options.diaries, options.seed),
        change_table(options.diaries, options.seed),
    )
    for table in tables:
        sys.stdout.write("\n")
        for line in table:
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
