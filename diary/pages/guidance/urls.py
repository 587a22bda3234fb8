"""Addresses of Guidance; everything here may be read without an account."""

from django.urls import path

from diary.pages.guidance import views

urlpatterns = [
    path("guidance/", views.guidance, name="guidance"),
    path("guidance/first-aid/", views.first_aid, name="first_aid"),
    path("guidance/<slug:slug>/", views.article, name="article"),
]
