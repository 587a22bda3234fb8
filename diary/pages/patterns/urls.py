"""Addresses of Patterns."""

from django.urls import path

from diary.pages.patterns.views import patterns

urlpatterns = [path("patterns/", patterns, name="patterns")]
