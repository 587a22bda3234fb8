"""The ten-minute rule while a cramp is still going."""

import pytest

from diary.domain.prompts import TenMinutes, ten_minute_rule
from diary.domain.vocabulary import Eased


@pytest.mark.parametrize(
    ("minutes", "eased", "todo"),
    [
        (0, None, TenMinutes.NONE),
        (9, Eased.NO, TenMinutes.NONE),
        (10, None, TenMinutes.ASK),
        (10, Eased.NO, TenMinutes.ADVISE),
        (45, Eased.NO, TenMinutes.ADVISE),
        (10, Eased.YES, TenMinutes.NONE),
        (10, Eased.PARTLY, TenMinutes.NONE),
        (10, Eased.NOT_TRIED, TenMinutes.CARD),
        (11, Eased.NOT_TRIED, TenMinutes.CARD),
        (12, Eased.NOT_TRIED, TenMinutes.ASK),
        (30, Eased.NOT_TRIED, TenMinutes.ASK),
    ],
)
def test_it_asks_at_ten_minutes_and_advises_once_stretching_has_failed(minutes, eased, todo):
    assert ten_minute_rule(minutes, eased) is todo


@pytest.mark.parametrize(("minutes", "todo"), [(15, "card"), (16, "card"), (17, "ask")])
def test_the_stretch_is_shown_for_two_minutes_after_not_tried_was_said(minutes, todo):
    assert ten_minute_rule(minutes, Eased.NOT_TRIED, not_tried_at=15).value == todo


def test_not_tried_before_the_tenth_minute_still_gets_the_stretch_at_ten():
    assert ten_minute_rule(10, Eased.NOT_TRIED, not_tried_at=3) is TenMinutes.CARD
    assert ten_minute_rule(12, Eased.NOT_TRIED, not_tried_at=3) is TenMinutes.ASK
