"""Nights with cramps and their comparison days as the page shows them: findings in words, in order."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template import Library

from diary.domain.patterns import CrossoverFinding, Verdict
from diary.domain.patterns.wording import FindingWords, crossover_words

register = Library()


@dataclass(frozen=True, slots=True)
class Row:
    """One factor: its verdict as a code, its words, and whether it has a ratio."""

    verdict: str
    words: FindingWords
    has_ratio: bool


@register.filter
def crossover_rows(findings: Sequence[CrossoverFinding]) -> tuple[Row, ...]:
    """Return the findings in words: those with a dozen nights first, by verdict, the clearest first."""
    verdicts = list(Verdict)
    ordered = sorted(
        findings, key=lambda found: (found.cramp_nights_needed > 0, verdicts.index(found.verdict))
    )
    return tuple(
        Row(found.verdict.value, crossover_words(found), found.odds_ratio is not None) for found in ordered
    )
