"""The words of the report: the prompts as their files say them."""

from datetime import datetime

from diary.content.prompt_words import NOT_REVIEWED, no_sign_words, worded
from diary.domain import prompts
from diary.domain.entries import Diary
from diary.domain.report import Look, Report, ReportWords, look_at, report_of
from diary.domain.report.document import Prompt
from diary.domain.selection import Selection


def report_for(diary: Diary, selection: Selection, now: datetime) -> Report:
    """Return the report on `diary`, which `selection` made (records.selected_diary_of), at the instant `now`."""
    return report_on(look_at(diary, selection, now))


def report_on(look: Look) -> Report:
    """Return the report on what a look at a selected diary found."""
    return report_of(look, WORDS)


def _prompt(prompt: prompts.Prompt) -> Prompt:
    said = worded(prompt)
    still_open = " ".join(said.unsettled)
    unsettled = f" Not answered, and it may change how soon: {still_open}" if still_open else ""
    return Prompt(
        title=said.title,
        urgency=said.urgency.label,
        is_urgent=said.is_urgent,
        cause=f"{said.cause}{unsettled}",
        what_to_do=said.todo,
        questions=said.questions,
        source=said.source,
    )


WORDS = ReportWords(prompt=_prompt, nothing_fired=no_sign_words, not_reviewed=NOT_REVIEWED)
