"""Reasons to see a doctor: which rules hold for a diary, how urgent each is, and what could not be looked at.

No clinician has reviewed the rules yet (docs/prompts.md).
"""

from diary.domain.prompts.engine import NotEvaluated, Prompt, Prompts, prompts_for
from diary.domain.prompts.live import TenMinutes, ten_minute_rule
from diary.domain.prompts.reach import CLOT_SIGN, LOOK_BACK, first_day_needed
from diary.domain.prompts.said import pregnant_on, weeks_pregnant

__all__ = [
    "CLOT_SIGN",
    "LOOK_BACK",
    "NotEvaluated",
    "Prompt",
    "Prompts",
    "TenMinutes",
    "first_day_needed",
    "pregnant_on",
    "prompts_for",
    "ten_minute_rule",
    "weeks_pregnant",
]
