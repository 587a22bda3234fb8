"""What the report needs from the texts that a clinician may edit."""

from collections.abc import Callable
from dataclasses import dataclass

from diary.domain import prompts
from diary.domain.report.document import Prompt


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWords:
    """`prompt` puts a prompt into words; `nothing_fired` says so when none did; `not_reviewed` goes with them all."""

    prompt: Callable[[prompts.Prompt], Prompt]
    nothing_fired: Callable[[prompts.Prompts], tuple[str, ...]]
    not_reviewed: str
