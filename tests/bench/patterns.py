"""`./dev bench patterns`: how often the engine errs, how soon it finds what is there, and how long it takes.

Every line is drawn from the seed that is printed, so that anyone gets the same table.
"""

import resource
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from math import inf
from time import process_time

import numpy as np

from diary.domain.entries import Diary
from diary.domain.patterns import summarise
from diary.domain.patterns.association import Verdict, associations
from diary.domain.patterns.case_crossover import crossover_findings
from diary.domain.patterns.change import Trend, compare
from diary.domain.patterns.evidence import LOG_ODDS, prior_of
from diary.domain.patterns.exposure import BLOCK_DAYS, NO, UNKNOWN, YES
from diary.domain.patterns.measures import Share
from diary.domain.patterns.strata import Bools
from tests.bench.looks import Looks, drawn, look_at_every_block
from tests.bench.simulated import (
    BEGIN,
    DEPENDENCE,
    MODERATE,
    NONE,
    STRONG,
    Codes,
    World,
    diary_from,
    simulate,
)
from tests.bench.worlds import HARDER, LEFT_OUT, NULL, PERSISTENCE, SPELLS, STEADY


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


# --- Tables ---------------------------------------------------------------------------------------------------------


def table(head: str, columns: Iterable[str]) -> Iterator[str]:
    columns = list(columns)
    yield f"| {head} | {' | '.join(columns)} |"
    yield "|---" * (1 + len(columns)) + "|"


def row(name: str, cells: Iterable[str]) -> str:
    return f"| {name} | {' | '.join(cells)} |"


def null_table(diaries: int, seed: int) -> Iterator[str]:
    yield from table("no true link: diaries in which one was ever called clear", DEPENDENCE)
    naive = [naive_share(world, diaries, seed) for world in DEPENDENCE.values()]
    yield row("for comparison: correlations at p < 0.05 every week", (f"{share:.0%}" for share in naive))
    for name, differs in NULL.items():
        worlds = [replace(world, **differs) for world in DEPENDENCE.values()]
        yield row(name, (f"{drawn(world, diaries, seed).ever_clear():.1%}" for world in worlds))


def spells_table(diaries: int, seed: int) -> Iterator[str]:
    yield from table("the same; cramps in spells, and habits that last", (f"{p:g}" for p in PERSISTENCE))
    for name, differs in SPELLS.items():
        worlds = [replace(NONE, persistence=lasting, **differs) for lasting in PERSISTENCE]
        yield row(name, (f"{drawn(world, diaries, seed).ever_clear():.1%}" for world in worlds))


def left_out_table(diaries: int, seed: int) -> Iterator[str]:
    yield from table("clear nights left out after one factor: it is ever called clear", DEPENDENCE)
    for share in LEFT_OUT:
        looks = [
            drawn(replace(world, left_out=share), diaries, seed).clear[:, 0] for world in DEPENDENCE.values()
        ]
        yield row(f"{share:.0%} of them", (f"{clear.any(axis=1).mean():.1%}" for clear in looks))


def planted_table(diaries: int, seed: int) -> Iterator[str]:
    yield from table(
        "true odds ratio: found within a year, median nights", [*DEPENDENCE, "interval covers at every look"]
    )
    for odds_ratio in (1.0, 2.0, 3.0, 4.0, 6.0, 0.25):
        base = 0.35 if odds_ratio < 1 else 0.15
        worlds = [replace(world, odds_ratio=odds_ratio, base=base) for world in DEPENDENCE.values()]
        looks = [drawn(world, diaries, seed) for world in worlds]
        covers = " / ".join(f"{one.covered(odds_ratio):.0%}" for one in looks)
        yield row(
            f"{odds_ratio:g}", [*("" if odds_ratio == 1 else found_words(one) for one in looks), covers]
        )


def harder_table(diaries: int, seed: int) -> Iterator[str]:
    yield from table(
        "a true odds ratio of 4", ["found, median nights", "interval covers", "others ever clear"]
    )
    for name, world in HARDER.items():
        looks = drawn(replace(world, odds_ratio=4.0), diaries, seed)
        yield row(name, (found_words(looks), f"{looks.covered(4.0):.0%}", f"{looks.ever_clear(1):.1%}"))


def partner_table(diaries: int, seed: int) -> Iterator[str]:
    yield from table(
        "a second factor without effect often comes with the true one (odds ratio 4)",
        ["true one found, median nights", "second one ever clear"],
    )
    for share in (0.3, 0.5, 0.7, 0.85):
        looks = drawn(replace(NONE, odds_ratio=4.0, partner=share), diaries, seed)
        ever = looks.clear[:, 1].any(axis=1).mean()
        yield row(f"correlation {share}", (found_words(looks), f"{ever:.1%}"))


def found_words(looks: Looks) -> str:
    after = looks.found_after()
    median, share = np.median(after), np.isfinite(after).mean()
    return f"{share:.0%}, {'over a year' if np.isinf(median) else f'{median:.0f}'}"


def change_table(diaries: int, seed: int) -> Iterator[str]:
    yield from table("steady diaries told of a change within a year", DEPENDENCE)
    for name, differs in STEADY.items():
        worlds = [replace(world, **differs) for world in DEPENDENCE.values()]
        yield row(name, (f"{false_change_share(world, diaries, seed):.1%}" for world in worlds))


# --- Cramps without nights ------------------------------------------------------------------------------------------


def crossover_table(diaries: int, seed: int) -> Iterator[str]:
    """A year of cramps, their days, and the same weekday one and two weeks before, looked at every four weeks."""
    yield from table("cramps and comparison days alone: ever clear", DEPENDENCE)
    rows = {
        "no true link, ten factors": (1.0, 0.0),
        "the same; of earlier days 1.5 % is forgotten with each day": (1.0, 0.015),
        "a true odds ratio of 4, the first of ten": (4.0, 0.0),
        "a true odds ratio of 6, the first of ten": (6.0, 0.0),
    }
    for name, (odds_ratio, forgotten) in rows.items():
        worlds = [replace(world, odds_ratio=odds_ratio) for world in DEPENDENCE.values()]
        clear = [crossover_clear(world, diaries // 4, seed, forgotten) for world in worlds]
        ever = [one[:, 0] if odds_ratio > 1 else one.any(axis=1) for one in clear]
        yield row(name, (f"{one.mean():.0%}" for one in ever))


def crossover_clear(world: World, diaries: int, seed: int, forgotten: float) -> Bools:
    """Return for each diary and factor whether it was ever called clear."""
    rng = np.random.default_rng(seed)
    outcomes, answers = simulate(rng, world, diaries)
    clear = np.zeros(answers.shape[:2], dtype=bool)
    for place, (nights, present) in enumerate(zip(outcomes, answers, strict=True)):
        diary = diary_from(*_cramps_and_comparison_days(rng, nights, present, forgotten))
        for block in range(3, world.nights // BLOCK_DAYS + 1):
            found = crossover_findings(diary, BEGIN + timedelta(days=block * BLOCK_DAYS))
            clear[place] |= [one.verdict is Verdict.CLEAR for one in found] if found else False
    return clear


def _cramps_and_comparison_days(
    rng: np.random.Generator, outcomes: Codes, answers: Codes, forgotten: float
) -> tuple[Codes, Codes]:
    cramps = np.flatnonzero(outcomes[1:] == YES)
    said = np.full_like(answers, UNKNOWN)
    for weeks in (2, 1):
        days = cramps[cramps >= 7 * weeks] - 7 * weeks
        kept = np.where(rng.random((len(answers), len(days))) < 7 * weeks * forgotten, NO, answers[:, days])
        said[:, days] = kept
    said[:, cramps] = answers[:, cramps]
    return np.where(outcomes == NO, UNKNOWN, outcomes), said


# --- The forecast ---------------------------------------------------------------------------------------------------


def forecast_table(diaries: int, seed: int) -> Iterator[str]:
    """How many of the forecasts that were made were long enough, of five factors the first one."""
    columns = [f"after {nights} nights: given, long enough" for nights in (84, 168)]
    yield from table("how many more check-ins", columns)
    prior = prior_of(np.array(1))
    from_prior = tuple(np.random.default_rng(seed).choice(np.exp(LOG_ODDS), 4 * diaries, p=prior).tolist())
    for name, ratios in {"1": (1.0,), "2": (2.0,), "4": (4.0,), "from the prior": from_prior}.items():
        world = replace(MODERATE, nights=3 * 365, factors=5, odds_ratios=ratios, missing=0.15)
        outcomes, answers = simulate(np.random.default_rng(seed), world, diaries // 4)
        settled = look_at_every_block(outcomes, answers).settled[:, 0]
        cells = []
        for nights in (84, 168):
            held = [
                enough
                for one in zip(outcomes, answers, settled, strict=True)
                if (enough := _was_enough(*one, nights)) is not None
            ]
            cells.append(f"{len(held)} of {len(outcomes)}, {np.mean(held):.0%}")
        yield row(f"true odds ratio {name}", cells)


def _was_enough(outcomes: Codes, answers: Codes, settled: Codes, nights: int) -> bool | None:
    """Whether the first factor was settled when the forecast said; None: it was already, or nothing was said."""
    diary = diary_from(outcomes[: nights + 1], answers[:, :nights])
    more = associations(diary, BEGIN + timedelta(days=nights)).findings[0].check_ins_needed
    if not more:
        return None
    known = np.flatnonzero((outcomes[1 + nights :] != UNKNOWN) & (answers[0, nights:] != UNKNOWN))
    end = nights + known[more - 1] + 1 if more <= len(known) else inf
    return bool(settled[: int(min(end, len(outcomes)) // BLOCK_DAYS)][nights // BLOCK_DAYS :].any())


# --- Time and memory ------------------------------------------------------------------------------------------------


def time_table(seed: int) -> Iterator[str]:
    yield from table("`summarise` of a diary", ["processor time", "of it the factors", "most memory so far"])
    for years in (1, 5, 20):
        for factors in (12, 20):
            world = replace(STRONG, nights=365 * years, factors=factors, odds_ratio=3, missing=0.2)
            outcomes, answers = simulate(np.random.default_rng(seed), world, 1)
            diary, today = diary_from(outcomes[0], answers[0]), BEGIN + timedelta(days=world.nights)
            all_of_it, compared = (_seconds(question, diary, today) for question in (summarise, associations))
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            yield row(
                f"{years} year{'s' * (years > 1)}, {factors} factors",
                (f"{1000 * all_of_it:.0f} ms", f"{1000 * compared:.0f} ms", f"{memory:.0f} MB"),
            )


def _seconds(question: object, diary: Diary, today: date) -> float:
    def once() -> float:
        begun = process_time()
        question(diary, today)
        return process_time() - begun

    return min(once() for _ in range(3))


def main() -> None:
    parser = ArgumentParser(prog="./dev bench patterns", description=__doc__)
    parser.add_argument("--diaries", type=int, default=200, help="for each cell (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="default: %(default)s")
    options = parser.parse_args()
    sys.stdout.write(f"{options.diaries} diaries of 365 nights in every cell, seed {options.seed}\n")
    size = options.diaries, options.seed
    tables = (
        time_table(options.seed),
        null_table(*size),
        spells_table(*size),
        left_out_table(*size),
        planted_table(*size),
        harder_table(*size),
        partner_table(*size),
        change_table(*size),
        crossover_table(*size),
        forecast_table(*size),
    )
    for one in tables:
        sys.stdout.write("\n")
        for line in one:
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
