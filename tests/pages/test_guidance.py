"""Guidance: open to everybody, and fitted to a diary."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils.html import escape

from diary import content, records
from diary.actions import answers, check_ins, episodes
from diary.domain.guidance.for_you import rank
from diary.domain.vocabulary import Condition

NOW = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize("slug", [article.slug for article in content.articles()])
def test_every_article_opens_without_an_account_with_its_grades_sources_and_date(stranger, slug):
    article = content.article(slug)
    text = stranger.get(reverse("diary:article", args=[slug])).text
    assert "Not yet reviewed by a clinician" in text
    assert "Checked on 22 November 2026" in text
    assert "When to get help" in text
    assert text.count("<li>") >= len(article.sources)


def test_an_article_that_is_not_there_is_not_found(stranger):
    assert stranger.get(reverse("diary:article", args=["cure-for-everything"])).status_code == 404


def test_the_method_opens_without_an_account_with_its_four_answers_sources_and_date(stranger):
    text = stranger.get(reverse("diary:method")).text
    for answer in ("A clear pattern.", "A hint.", "No sign so far.", "Too early to say."):
        assert f"<strong>{answer}</strong>" in text
    assert "Not yet reviewed by a clinician" in text
    assert "Checked on 22 November 2026" in text
    assert text.count("https://doi.org/") >= 3
    assert "This is a diary, not medical advice." in text


@pytest.mark.parametrize("page", ["diary:guidance", "diary:patterns"])
def test_the_method_is_one_tap_from_the_patterns_and_from_guidance(client, page):
    assert f'href="{reverse("diary:method")}"' in client.get(reverse(page)).text


def test_the_emergency_words_open_without_an_account(stranger):
    text = stranger.get(reverse("diary:help_now")).text
    assert "Chest pain" in text or "chest pain" in text
    assert "If you are worried, get help." in text


def test_what_fits_stands_first_with_the_reason_in_the_persons_own_numbers(client, user):
    for night in range(5):
        episodes.record(
            user,
            id=uuid4(),
            started_at=NOW - timedelta(days=night, hours=6),
            time_zone="Europe/London",
            details={"state": "asleep", "places": [{"muscle": "calf", "side": None}]},
        )
        check_ins.answer(
            user, (NOW - timedelta(days=night + 1)).date(), factor="fluids", value="less", now=NOW
        )
    text = client.get(reverse("diary:guidance")).text
    for_you, everything = text.split("All articles")
    assert "5 of the 5 cramps that you described in the last 4 weeks began in bed." in for_you
    assert "Do I drink enough?" in for_you
    assert "Is it a seizure?" in everything
    assert "Is it a seizure?" not in for_you


def test_every_article_is_listed_once_under_a_heading(stranger):
    text = stranger.get(reverse("diary:guidance")).text
    for article in content.articles():
        assert text.count(f'href="{reverse("diary:article", args=[article.slug])}"') == 1
        assert text.index(article.topics[0].label) < text.index(f">{escape(article.title)}<")


def test_what_fits_beyond_five_articles_waits_behind_one_tap(client, user):
    assert "more for you" not in client.get(reverse("diary:guidance")).text
    profile = {"profile.birth_year": 1950, "profile.conditions": [illness.value for illness in Condition]}
    answers.say(user, profile, now=NOW)
    suggested = rank(content.articles(), records.diary_of(user), NOW.date())
    text = client.get(reverse("diary:guidance")).text
    assert f"{len(suggested) - 5} more for you" in text
    assert all(escape(suggestion.reason) in text for suggestion in suggested)


def record(user, days_ago, **details):
    episodes.record(
        user,
        id=uuid4(),
        started_at=NOW - timedelta(days=days_ago, hours=6),
        time_zone="Europe/London",
        details={"state": "asleep", **details},
    )


def test_an_old_sign_of_a_clot_that_was_never_answered_with_no_keeps_the_stretch_away(client, user):
    stretch = content.article("bedtime-stretch").title
    for night in range(4):
        record(user, night)
    assert stretch in client.get(reverse("diary:guidance")).text.split("All articles")[0]
    record(user, 200, signs={"SQ01": True})
    assert stretch not in client.get(reverse("diary:guidance")).text.split("All articles")[0]


def test_an_empty_diary_is_told_that_nothing_points_anywhere(client):
    assert "Nothing in the last four weeks" in client.get(reverse("diary:guidance")).text
