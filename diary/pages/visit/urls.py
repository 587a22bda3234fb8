"""Addresses of Visit."""

from django.urls import path

from diary.pages.visit import views

urlpatterns = [
    path("visit/", views.visit, name="visit"),
    path("visit/episodes.csv", views.episodes_table, name="episodes_csv"),
    path("visit/check-ins.csv", views.check_ins_table, name="check_ins_csv"),
    path("visit/prompts/<slug:rule>/discussed/", views.prompt_discussed, name="prompt_discussed"),
    path("visit/prompts/<slug:rule>/seen/", views.prompt_seen, name="prompt_seen"),
]
