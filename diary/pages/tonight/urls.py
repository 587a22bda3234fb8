"""Addresses of Tonight."""

from django.urls import path

from diary.pages.tonight.views import tonight

urlpatterns = [path("", tonight, name="tonight")]
