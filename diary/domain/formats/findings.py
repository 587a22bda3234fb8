"""What the patterns and the prompts say, as JSON values: docs/findings.schema.json tells every name.

The numbers are those of the dataclasses and the sentences those of patterns/wording.py, so that a file never says
anything else than the screen. JSON has no infinity: `NO_END` stands for an end that is open upwards.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from math import isinf
from typing import Any

from diary.domain.patterns import (
    Associations,
    Burden,
    Calendar,
    Change,
    Comparison,
    CrossoverFinding,
    CrossoverProgress,
    DatedChange,
    Finding,
    Frequency,
    Pair,
    Patterns,
    Places,
    ReliefUse,
    Share,
    Spread,
    Timing,
    wording,
)
from diary.domain.patterns.wording import FindingWords
from diary.domain.prompts import NotEvaluated, Prompt, Prompts

NO_END = 1_000_000.0


def findings_of(patterns: Patterns) -> dict[str, Any]:
    """Return the patterns as JSON values; what the screen does not show yet, for too few nights, is null."""
    told = has_details(patterns)
    return {
        "summary": str(patterns.summary),
        "period": patterns.period.slug,
        "first": _day(patterns.first),
        "entries": patterns.entries,
        "nights_needed": patterns.nights_needed,
        "frequency": _frequency(patterns.frequency),
        "change": _change(patterns.change),
        "comparison": patterns.comparison and _comparison(patterns.comparison),
        "timing": _timing(patterns.timing) if told else None,
        "places": _places(patterns.places) if told else None,
        "burden": _burden(patterns.burden) if told else None,
        "relief": [_relief(use) for use in patterns.relief] if told else None,
        "calendar": _calendar(patterns.calendar),
        "dated_changes": [_dated_change(change) for change in patterns.dated_changes],
        "judging": _judging(patterns.factors),
        "factors": [
            _factor(finding, patterns.factors)
            for findings in wording.in_order(patterns.factors)
            for finding in findings
        ],
        "crossover": [_crossover(finding) for finding in patterns.crossover],
        "control_days": _control_days(patterns.crossover_progress),
    }


def prompts_of(prompts: Prompts, titles: Mapping[str, str]) -> dict[str, Any]:
    """Return what fired, what is quiet and what could not be looked at; `titles` has one for each rule."""
    return {
        "prompts": [_prompt(prompt, titles) for prompt in prompts.fired],
        "quiet": [_prompt(prompt, titles) for prompt in prompts.quiet],
        "not_evaluated": [_not_evaluated(rule) for rule in prompts.not_evaluated],
    }


def has_details(patterns: Patterns) -> bool:
    """Whether when, where, what helped and how hard are shown: not before enough nights are known."""
    return not patterns.nights_needed and patterns.entries > 0


# --- Pieces ---------------------------------------------------------------------------------------


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _share(share: Share) -> dict[str, int]:
    return {"part": share.part, "whole": share.whole}


def _spread(spread: Spread) -> dict[str, Any]:
    return {"known": _share(spread.known), "median": spread.median, "p90": spread.p90}


def _finite(number: float) -> float:
    return NO_END if isinf(number) else number


def _ends(interval: tuple[float, float] | None) -> list[float] | None:
    return None if interval is None else [_finite(end) for end in interval]


def _ids(factors: Iterable[Any]) -> list[str]:
    return [factor.id for factor in factors]


def _words(words: FindingWords) -> dict[str, Any]:
    return {
        "verdict": words.verdict,
        "counts": words.counts,
        "meaning": words.meaning,
        "notes": list(words.notes),
        "ratio": words.ratio,
    }


# --- How often, when, where -----------------------------------------------------------------------


def _frequency(frequency: Frequency) -> dict[str, Any]:
    rate = frequency.rate
    return {
        "words": wording.frequency_words(frequency),
        "cramps": frequency.cramps,
        "nights": _share(frequency.nights),
        "known": _share(frequency.known),
        "rate": rate
        and {
            "per_week": rate.per_week,
            "cramps": rate.cramps,
            "known": _share(rate.known),
            "since": _day(rate.since),
        },
        "nights_needed": frequency.nights_needed,
        "weeks_per_bar": frequency.weeks_per_bar,
        "weeks": [
            {
                "first": _day(week.first),
                "last": _day(week.last),
                "cramps": week.cramps,
                "nights": _share(week.nights),
                "known": _share(week.known),
                "finished": week.finished,
            }
            for week in frequency.weeks
        ],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "verdict": change.verdict.value,
        "words": wording.change_words(change),
        "weeks": change.weeks,
        "weeks_before": change.weeks_before,
        "recent": change.recent and _share(change.recent),
        "before": change.before and _share(change.before),
        "spread": change.spread,
        "weeks_needed": change.weeks_needed,
    }


def _comparison(comparison: Comparison) -> dict[str, Any]:
    def pair(both: Pair[Any], piece: Any) -> dict[str, Any]:
        return {"now": piece(both.now), "before": piece(both.before)}

    return {
        "words": wording.comparison_words(comparison),
        "first": _day(comparison.first),
        "last": _day(comparison.last),
        "nights": pair(comparison.nights, _share),
        "per_week": {"now": comparison.per_week.now, "before": comparison.per_week.before},
        "hard_minutes": pair(comparison.hard_minutes, _spread),
        "severity": pair(comparison.severity, _spread),
        "nights_woken": pair(comparison.nights_woken, _share),
    }


def _timing(timing: Timing) -> dict[str, Any]:
    half, mostly = timing.half, timing.mostly
    return {
        "words": wording.timing_words(timing),
        "onsets": timing.onsets,
        "by_hour": list(timing.by_hour),
        "half": half and {"start": f"{half.start:%H:%M}", "end": f"{half.end:%H:%M}"},
        "mostly": mostly and {"first": mostly.first, "end": mostly.end},
        "onsets_needed": timing.onsets_needed,
    }


def _places(places: Places) -> dict[str, Any]:
    mostly = places.mostly
    return {
        "words": wording.place_words(places),
        "known": _share(places.known),
        "mostly": mostly and {"muscle": mostly.muscle.value, "side": mostly.side and mostly.side.value},
        "muscles": [
            {
                "muscle": count.muscle.value,
                "entries": count.entries,
                "left": count.left,
                "right": count.right,
                "both": count.both,
                "side_unknown": count.side_unknown,
            }
            for count in places.muscles
        ],
    }


def _burden(burden: Burden) -> dict[str, Any]:
    return {
        "hard_minutes": _spread(burden.hard_minutes),
        "severity": _spread(burden.severity),
        "minutes_awake": _spread(burden.minutes_awake),
        "awake_in_all": burden.awake_in_all,
        "nights_woken": _share(burden.nights_woken),
    }


def _relief(use: ReliefUse) -> dict[str, Any]:
    return {
        "relief": use.relief.value,
        "tried": _share(use.tried),
        "helped": use.helped,
        "partly": use.partly,
        "not_helped": use.not_helped,
        "not_said": use.not_said,
        "hard_minutes": _spread(use.hard_minutes),
    }


def _calendar(calendar: Calendar) -> dict[str, Any]:
    return {
        "words": wording.calendar_words(calendar),
        "nights": _share(calendar.nights),
        "known": _share(calendar.known),
        "days": [
            {"day": day.day.isoformat(), "outcome": day.outcome.value, "cramps": day.cramps}
            for month in calendar.months
            for day in month.days
            if day.outcome is not None
        ],
    }


def _dated_change(change: DatedChange) -> dict[str, Any]:
    result = change.result
    return {
        "what": change.what,
        "on": _day(change.on),
        "words": wording.before_after_words(change),
        "weeks_before": result.weeks_before,
        "weeks_after": result.weeks_after,
        "before": _share(result.before),
        "after": _share(result.after),
        "difference": result.difference,
        "interval": _ends(result.interval),
    }


# --- What goes with it ----------------------------------------------------------------------------


def _judging(associations: Associations) -> dict[str, Any]:
    return {
        "words": wording.look_words(associations),
        "compared_words": wording.comparing_words(associations),
        "compared": associations.compared,
        "judged_to": _day(associations.judged_to),
        "next_look": _day(associations.next_look),
    }


def _factor(finding: Finding, associations: Associations) -> dict[str, Any]:
    return {
        "id": finding.factor.id,
        "name": finding.factor.name,
        "verdict": finding.verdict.value,
        "direction": finding.direction and finding.direction.value,
        "nights": {
            "exposed": finding.exposed.whole,
            "exposed_cramp": finding.exposed.part,
            "unexposed": finding.unexposed.whole,
            "unexposed_cramp": finding.unexposed.part,
            "known": finding.known,
        },
        "e_value": finding.e_value,
        "odds_ratio": None if finding.odds_ratio is None else _finite(finding.odds_ratio),
        "interval": _ends(finding.interval),
        "leaves_open": _ends(finding.leaves_open),
        "nights_missing": finding.nights_missing,
        "check_ins_needed": finding.check_ins_needed,
        "gathered": finding.gathered and finding.gathered.value,
        "inseparable": _ids(finding.inseparable),
        "opposite": _ids(finding.opposite),
        "outshone_by": finding.outshone_by.id if finding.outshone_by else None,
        "suspected": finding.is_suspected,
        "judged_from": _day(finding.judged_from),
        "words": _words(wording.finding_words(finding, associations)),
    }


def _crossover(finding: CrossoverFinding) -> dict[str, Any]:
    return {
        "id": finding.factor.id,
        "name": finding.factor.name,
        "verdict": finding.verdict.value,
        "direction": finding.direction and finding.direction.value,
        "cramp_nights": _share(finding.cramp_nights),
        "control_days": _share(finding.control_days),
        "e_value": finding.e_value,
        "odds_ratio": None if finding.odds_ratio is None else _finite(finding.odds_ratio),
        "interval": _ends(finding.interval),
        "cramp_nights_needed": finding.cramp_nights_needed,
        "words": _words(wording.crossover_words(finding)),
    }


def _control_days(progress: CrossoverProgress) -> dict[str, Any]:
    return {
        "asked": progress.is_asked,
        "needed": progress.is_needed,
        "sets": progress.sets,
        "sets_needed": progress.sets_needed,
    }


# --- Prompts --------------------------------------------------------------------------------------


def _prompt(prompt: Prompt, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": prompt.rule,
        "urgency": prompt.urgency.value,
        "cause": prompt.cause,
        "title": titles[prompt.rule],
        "version": prompt.version,
        "since": _day(prompt.since),
        "count": prompt.count,
        "unsettled": list(prompt.unsettled),
    }


def _not_evaluated(rule: NotEvaluated) -> dict[str, Any]:
    return {"id": rule.rule, "questions": list(rule.questions)}
