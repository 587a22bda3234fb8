"""Addresses of Tonight."""

from django.urls import path

from diary.pages.tonight import views

urlpatterns = [
    path("", views.tonight, name="tonight"),
    path("prompts/<slug:rule>/later/", views.prompt_later, name="prompt_later"),
]
