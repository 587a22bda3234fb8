"""Pictures of the patterns as SVG, one module for each question."""

from diary.templatetags.charts.body import body_key, body_outline
from diary.templatetags.charts.clock import night_clock
from diary.templatetags.charts.intervals import nights_axis, nights_strip, odds_strip
from diary.templatetags.charts.shares import body_share, relief_bars
from diary.templatetags.charts.weeks import bar_kind, weekly_bars, weekly_title
from diary.templatetags.charts.year import year_calendar

__all__ = [
    "bar_kind",
    "body_key",
    "body_outline",
    "body_share",
    "night_clock",
    "nights_axis",
    "nights_strip",
    "odds_strip",
    "relief_bars",
    "weekly_bars",
    "weekly_title",
    "year_calendar",
]
