"""Addresses of Guidance; everything here may be read without an account."""

from django.urls import path

from diary.pages.guidance import lookup, views

urlpatterns = [
    path("guidance/", views.guidance, name="guidance"),
    path("guidance/first-aid/", views.first_aid, name="first_aid"),
    path("guidance/first-aid/<slug:card>/", views.relief_card, name="relief_card"),
    path("guidance/does-it-help/", lookup.does_it_help, name="does_it_help"),
    path("guidance/browse/", lookup.browse, name="browse"),
    path("guidance/words/", lookup.words, name="words"),
    path("guidance/search/", lookup.search, name="search"),
    path("guidance/<slug:slug>/", views.article, name="article"),
    path("patterns/method/", views.method, name="method"),
]
