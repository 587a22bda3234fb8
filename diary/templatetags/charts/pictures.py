"""The pictures of a report by the name that its tree gives them, for the page and for paper alike."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.safestring import SafeString

from diary.domain.report.document import Picture
from diary.templatetags.charts.body import body_outline
from diary.templatetags.charts.clock import night_clock
from diary.templatetags.charts.shares import relief_bars
from diary.templatetags.charts.weeks import weekly_bars
from diary.templatetags.charts.year import year_calendar

PICTURES: Mapping[str, Callable[[Any], SafeString]] = {
    "weeks": weekly_bars,
    "clock": night_clock,
    "body": body_outline,
    "relief": relief_bars,
    "year": year_calendar,
}


def drawn(picture: Picture) -> SafeString:
    """Return a report's picture as the SVG that the screen shows."""
    return PICTURES[picture.kind](picture.of)
