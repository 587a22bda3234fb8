"""How hard."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.patterns.burden import burden_of
from diary.domain.patterns.measures import Share
from diary.domain.patterns.period import nights_of
from tests.domain.patterns.diaries import MONDAY, diary_with, episode

answers = st.sampled_from([True, False, None])


def burden(*nights):
    """The burden of nights that each hold episodes with these answers to "did it wake you?"."""
    entries = [
        episode(MONDAY + timedelta(days=day), woke=woke, minutes_awake=10 if woke else None)
        for day, night in enumerate(nights)
        for woke in night
    ]
    return burden_of(nights_of(diary_with(entries), None, MONDAY + timedelta(days=len(nights))))


@pytest.mark.parametrize(
    ("night", "share"),
    [
        ([True, None], Share(1, 1)),
        ([False, False], Share(0, 1)),
        ([False, None], Share(0, 0)),
        ([None], Share(0, 0)),
        ([], Share(0, 0)),
    ],
)
def test_a_night_is_without_waking_only_when_every_entry_says_so(night, share):
    assert burden(night).nights_woken == share


@given(st.lists(st.lists(answers, max_size=3), max_size=10))
def test_woken_nights_are_never_more_than_nights_with_cramps(nights):
    found = burden(*nights)
    assert found.nights_woken.whole <= sum(bool(night) for night in nights)
    assert found.nights_woken.part == sum(True in night for night in nights)


def test_minutes_awake_are_summed_over_those_who_said():
    found = burden([True, None], [True], [False])
    assert (found.awake_in_all, found.minutes_awake.median, found.minutes_awake.known) == (
        20,
        10,
        Share(2, 4),
    )


def test_hard_minutes_and_pain_keep_how_many_said_them():
    entries = [
        episode(MONDAY + timedelta(days=day), hard_minutes=minutes, severity=pain)
        for day, (minutes, pain) in enumerate([(2, 5), (4, None), (30, 8), (None, 6)])
    ]
    found = burden_of(nights_of(diary_with(entries), None, MONDAY + timedelta(days=4)))
    assert (found.hard_minutes.median, found.hard_minutes.known) == (4, Share(3, 4))
    assert found.hard_minutes.p90 == pytest.approx(24.8)
    assert (found.severity.median, found.severity.known) == (6, Share(3, 4))
