"""Addresses of "I am worried" and of the emergency words."""

from django.urls import path

from diary.pages.worried import views

urlpatterns = [
    path("worried/", views.worried, name="worried"),
    path("monthly-check/", views.monthly_check, name="monthly_check"),
    path("before-a-supplement/", views.before_a_supplement, name="before_a_supplement"),
    path("help-now/", views.help_now, name="help_now"),
]
