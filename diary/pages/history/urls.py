"""Addresses of the diary: a month, a night, the bin."""

from django.urls import path, register_converter

from diary.domain.history import Month
from diary.http import DayConverter
from diary.pages.history import views


class MonthConverter:
    """A month in an address, <month:month>: "2026/03"."""

    regex = "[0-9]{4}/[0-9]{2}"

    def to_python(self, value: str) -> Month:
        return Month(DayConverter().to_python(f"{value.replace('/', '-')}-01"))

    def to_url(self, month: Month) -> str:
        return str(month)


register_converter(MonthConverter, "month")

urlpatterns = [
    path("diary/", views.diary, name="diary"),
    path("diary/bin/", views.bin_, name="bin"),
    path("diary/nights/<day:day>/", views.night, name="night"),
    path("diary/<month:month>/", views.month, name="month"),
]
