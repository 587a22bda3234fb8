"""Reasons to see a doctor: which rules hold for a diary, how urgent each is, and what could not be looked at.

No clinician has reviewed the rules yet (docs/prompts.md).
"""

from diary.domain.prompts.engine import NotEvaluated, Prompt, Prompts, prompts_for
from diary.domain.prompts.live import TenMinutes, ten_minute_rule

__all__ = ["NotEvaluated", "Prompt", "Prompts", "TenMinutes", "prompts_for", "ten_minute_rule"]
