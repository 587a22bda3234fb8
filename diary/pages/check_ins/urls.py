"""Addresses of the check-in: one day each."""

from django.urls import path

from diary.pages.check_ins import views

urlpatterns = [
    path("check-ins/", views.check_in_now, name="check_in_now"),
    path("check-ins/<day:day>/", views.check_in, name="check_in"),
    path("check-ins/<day:day>/answers/", views.answer, name="check_in_answer"),
    path("check-ins/<day:day>/same/", views.same, name="check_in_same"),
    path("check-ins/<day:day>/night/", views.night_clear, name="night_clear"),
    path("check-ins/<day:day>/sleep/", views.sleep, name="check_in_sleep"),
]
