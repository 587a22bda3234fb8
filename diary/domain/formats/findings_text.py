"""What the patterns and the prompts say, as lines of text: the sentences of the screen, in its order."""

from collections.abc import Iterator, Mapping
from textwrap import wrap

from diary.domain.formats.findings import has_details
from diary.domain.patterns import Patterns, wording
from diary.domain.patterns.wording import FindingWords, Measured
from diary.domain.prompts import Prompt, Prompts
from diary.domain.prompts.questions import words_of

WIDTH = 100


def findings_lines(patterns: Patterns) -> Iterator[str]:
    """Yield the lines about the patterns, an empty one between the parts."""
    yield from _part("Patterns", str(patterns.summary))
    yield from _part(
        "How often", wording.frequency_words(patterns.frequency), wording.change_words(patterns.change)
    )
    if patterns.comparison:
        yield from _part("Now and before", wording.comparison_words(patterns.comparison))
    if has_details(patterns):
        yield from _part("When", wording.timing_words(patterns.timing))
        yield from _part("Where", wording.place_words(patterns.places))
    yield from _part("The year", wording.calendar_words(patterns.calendar))
    yield from _links(patterns)
    if has_details(patterns):
        yield from _part("What you tried", wording.relief_words(patterns.relief))
        yield from _part("How hard", *map(_measured, wording.burden_words(patterns.burden)))
    if patterns.dated_changes:
        yield from _part("Before and after", *map(wording.before_after_words, patterns.dated_changes))


def prompts_lines(prompts: Prompts, titles: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines about the prompts, most urgent first; `titles` has one for each rule."""
    fired = [_prompt(prompt, titles) for prompt in prompts.fired]
    yield from _part("What to talk about", *fired or ["Nothing was picked up from what is noted."])
    if prompts.quiet:
        yield from _part("Already discussed", *(_prompt(prompt, titles) for prompt in prompts.quiet))
    if prompts.unanswered:
        yield from _part("Not looked at until answered", *map(words_of, prompts.unanswered))


def _part(title: str, *sentences: str) -> Iterator[str]:
    yield title
    for sentence in sentences:
        yield from wrap(" ".join(sentence.split()), WIDTH, initial_indent="  ", subsequent_indent="    ")
    yield ""


def _links(patterns: Patterns) -> Iterator[str]:
    found = [
        wording.finding_words(finding, patterns.factors)
        for findings in wording.in_order(patterns.factors)
        for finding in findings
    ]
    look = f"{wording.look_words(patterns.factors)} {wording.comparing_words(patterns.factors)}"
    yield from _part("What goes with it", *map(_link, found), look.strip())
    yield from _crossover(patterns)


def _crossover(patterns: Patterns) -> Iterator[str]:
    progress = patterns.crossover_progress
    if not progress.is_needed or not (progress.is_asked or patterns.crossover):
        return
    if progress.sets_needed:
        told = [f"{progress.sets} of {progress.least_sets} nights with cramps have comparison days."]
    else:
        told = [_link(wording.crossover_words(finding)) for finding in patterns.crossover]
    yield from _part("Before a cramp, and on other days", *told)


def _link(words: FindingWords) -> str:
    return " ".join(
        [f"{words.name}: {words.verdict}.", words.counts, words.meaning, *words.notes, words.ratio]
    )


def _measured(measured: Measured) -> str:
    return f"{measured.name}: {measured.value} {measured.rests}".strip()


def _prompt(prompt: Prompt, titles: Mapping[str, str]) -> str:
    return f"{prompt.urgency.label}: {titles[prompt.rule]} ({prompt.rule}). {prompt.cause}"
