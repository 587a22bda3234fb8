"""The address of the days for comparison."""

from django.urls import path

from diary.pages.control_days.views import control_days

urlpatterns = [path("control-days/", control_days, name="control_days")]
