"""Addresses of episodes, without those of Now."""

from django.urls import path

from diary.pages.episodes import views

urlpatterns = [
    path("episodes/add/", views.add, name="episode_add"),
    path("episodes/to-finish/", views.drafts, name="drafts"),
    path("episodes/<uuid:id>/", views.edit, name="episode"),
    path("episodes/<uuid:id>/discard/", views.discard, name="episode_discard"),
    path("episodes/<uuid:id>/restore/", views.restore, name="episode_restore"),
]
