"""What is said once an episode is saved: its name, what it overlaps with, a date to come, and help that is due."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.contrib import messages
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.http import SignedInRequest
from diary.domain.entries import Diary, Episode
from diary.domain.prompts import prompts_for
from diary.domain.vocabulary import Urgency
from diary.pages.episodes.wording import named, where
from diary.templatetags.words import onset_time

# The longest that an episode can be hard: what began earlier can not reach into another.
LONGEST = timedelta(hours=24)
MOST_NAMED = 3
CLOCKS_DIFFER_BY = timedelta(minutes=15)
HELP_NOW = frozenset({Urgency.EMERGENCY, Urgency.SAME_DAY})


def say_saved(request: SignedInRequest, saved: Episode, around: Iterable[Episode], *, now: datetime) -> None:
    """Name what was saved; `around` are the kept episodes that may overlap with it. Nothing is ever refused here."""
    messages.success(request, f"Saved: {named(saved)}.")
    others = [other for other in around if overlaps(saved, other)]
    if others:
        named_others = format_html_join(" and ", "{}", ((_link(other),) for other in others[:MOST_NAMED]))
        messages.warning(request, format_html("This overlaps with {}. All are kept.", named_others))
    if saved.started_at - now > CLOCKS_DIFFER_BY:
        url = reverse("diary:episode", args=[saved.id])
        text = 'This time is still to come. <a href="{}">Change it</a> if the date is wrong.'
        messages.warning(request, format_html(text, url))


def overlaps(one: Episode, other: Episode) -> bool:
    """Whether a muscle was hard in both at the same time; an unknown duration counts as a moment."""
    return one.id != other.id and one.started_at < _end(other) and other.started_at < _end(one)


def calls_for_help(diary: Diary, saved: Episode, before: Episode | None, today: date) -> bool:
    """Whether saving an episode, which was `before` until then, gave a reason for help today or at once."""
    rest = [episode for episode in diary.episodes if episode.id != saved.id]
    then = sorted([*rest, before] if before else rest, key=lambda episode: episode.started_at)
    return not _help_due(diary, today) <= _help_due(replace(diary, episodes=tuple(then)), today)


def _help_due(diary: Diary, today: date) -> set[tuple[str, Urgency, date]]:
    prompts = prompts_for(diary, today).fired
    return {(prompt.rule, prompt.urgency, prompt.since) for prompt in prompts if prompt.urgency in HELP_NOW}


def _end(episode: Episode) -> datetime:
    return episode.started_at + timedelta(minutes=max(episode.hard_minutes or 1, 1))


def _link(episode: Episode) -> SafeString:
    url = reverse("diary:episode", args=[episode.id])
    return format_html('<a href="{}">the cramp at {}{}</a>', url, onset_time(episode), where(episode))
