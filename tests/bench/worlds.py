"""The worlds that the benchmark draws diaries from: what is steady, what lasts, and what confounds."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tests.bench.simulated import (
    NONE,
    World,
    change,
    gamma_weeks,
    season,
    spells,
    trend,
    walk,
    weekday,
    weekend,
)

# Nothing matters; each row with every dependence.
NULL: Mapping[str, Mapping[str, Any]] = {
    "ten factors, each on 40 % of days": {},
    "five factors": {"factors": 5},
    "twenty factors": {"factors": 20},
    "rare factors (2 %)": {"prevalence": 0.02},
    "rare factors (5 %)": {"prevalence": 0.05},
    "factors of nearly every day (95 %)": {"prevalence": 0.95},
    "rare cramps (3 %)": {"base": 0.03},
    "frequent cramps (40 %)": {"base": 0.4},
    "cramps on most nights (70 %)": {"base": 0.7},
    "season in cramps and factors, ±1": {"both": (season(1.0),)},
    "season in cramps and factors, ±2": {"both": (season(2.0),)},
    "a step in both": {"both": (change(2.0),)},
    "a trend in both": {"both": (trend(2.0),)},
    "habits of the week": {"habits": (weekend(2.0),)},
    "weekend in cramps (+1) and habits (+2)": {"cramps": (weekend(1.0),), "habits": (weekend(2.0),)},
    "weekend in both, +1.5": {"both": (weekend(1.5),)},
    "each weekday its own in both": {"both": (weekday(1.0),)},
    "30 % missing, more with cramps": {"missing": 0.24, "with_cramp": 1.875},
    "30 % missing, more with the first factor": {"missing": 0.23, "with_factor": 1.8},
    "30 % missing, more with either": {"missing": 0.2, "with_cramp": 1.6, "with_factor": 1.6},
    "check-ins on half of the days": {"check_ins": 0.5},
    "season, week and missing at once": {
        "both": (season(1.0),),
        "habits": (weekend(2.0),),
        "missing": 0.24,
        "with_cramp": 1.875,
    },
}

# What no diary can know: clear nights are left out after the first factor, and only then.
LEFT_OUT = (0.1, 0.25, 0.5)

# Cramps that come in spells for a reason that nobody noted; each row with habits of every persistence.
SPELLS: Mapping[str, Mapping[str, Any]] = {
    "a latent level, correlation 0.8 a night, log odds ±1.5": {"cramps": (spells(0.8, 1.5),)},
    "a latent level, correlation 0.9 a night, log odds ±2": {"cramps": (spells(0.9, 2.0),)},
    "a latent level, correlation 0.97 a night, log odds ±1.5": {"cramps": (spells(0.97, 1.5),)},
    "weeks with correlation 0.5, log odds ±1": {"cramps": (spells(0.5, 1.0, 7),)},
    "weeks with correlation 0.5, log odds ±1.5": {"cramps": (spells(0.5, 1.5, 7),)},
    "gamma weeks, variance 1": {"cramps": (gamma_weeks(1.0),)},
    "gamma weeks, variance 2": {"cramps": (gamma_weeks(0.5),)},
    "a random walk, 0.25 a night": {"cramps": (walk(0.25),)},
}
PERSISTENCE = (0.0, 0.5, 0.8, 0.9, 0.95)

# A first factor with an odds ratio of 4 where it is harder to see.
HARDER: Mapping[str, World] = {
    "as above, without dependence": NONE,
    "five factors": replace(NONE, factors=5),
    "twenty factors": replace(NONE, factors=20),
    "a factor on 5 % of days": replace(NONE, prevalence=0.05),
    "a factor on 15 % of days": replace(NONE, prevalence=0.15),
    "a factor on 95 % of days": replace(NONE, prevalence=0.95),
    "cramps on 3 % of other nights": replace(NONE, base=0.03),
    "cramps on 40 % of other nights": replace(NONE, base=0.4),
    "season ±1.5 in both": replace(NONE, both=(season(1.5),)),
    "habits of the week, +2 on two days": replace(NONE, habits=(weekend(2.0),)),
    "each weekday its own in both": replace(NONE, both=(weekday(1.0),)),
    "cramps in spells (0.9 a night, ±2), habits last 0.8": replace(
        NONE, persistence=0.8, cramps=(spells(0.9, 2.0),)
    ),
    "30 % missing, more with cramps": replace(NONE, missing=0.24, with_cramp=1.875),
    "check-ins on half of the days": replace(NONE, check_ins=0.5),
    "it works one night later, habits last 0.8": replace(NONE, persistence=0.8, lag=1),
}

# Steady counts of nights with cramps.
STEADY: Mapping[str, Mapping[str, Any]] = {
    **{
        f"cramps on {base:.0%} of nights, {missing:.0%} missing": {"base": base, "missing": missing}
        for base in (0.05, 0.15, 0.4)
        for missing in (0.0, 0.3)
    },
    "weeks with correlation 0.3, log odds ±0.5": {"cramps": (spells(0.3, 0.5, 7),)},
    "weeks with correlation 0.3, log odds ±1": {"cramps": (spells(0.3, 1.0, 7),)},
    "weeks with correlation 0.5, log odds ±0.5": {"cramps": (spells(0.5, 0.5, 7),)},
    "weeks with correlation 0.5, log odds ±1": {"cramps": (spells(0.5, 1.0, 7),)},
    "gamma weeks, variance 0.5": {"cramps": (gamma_weeks(2.0),)},
    "gamma weeks, variance 1": {"cramps": (gamma_weeks(1.0),)},
}
