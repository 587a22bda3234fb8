"""Reasons to see a doctor: which rules hold for a diary, how urgent each is, and what could not be looked at.

No clinician has reviewed the rules yet (docs/prompts.md).
"""

from datetime import timedelta

from diary.domain.prompts.engine import NotEvaluated, Prompt, Prompts, prompts_for
from diary.domain.prompts.live import TenMinutes, ten_minute_rule
from diary.domain.prompts.said import pregnant_on

__all__ = [
    "CLOT_SIGN",
    "LOOK_BACK",
    "NotEvaluated",
    "Prompt",
    "Prompts",
    "TenMinutes",
    "pregnant_on",
    "prompts_for",
    "ten_minute_rule",
]

# How much of a diary the rules need: the longest window is four weeks that end within the last two.
# Only the clot question (CLOT_SIGN) reaches further back: its "yes" has no end but "no" or a doctor's visit.
LOOK_BACK = timedelta(days=60)
CLOT_SIGN = "SQ01"
