"""Addresses of Now."""

from django.urls import path

from diary.pages.episodes import now

urlpatterns = [
    path("now/", now.now, name="now"),
    path("now/<uuid:id>/", now.now_episode, name="now_episode"),
    path("now/<uuid:id>/muscle/", now.now_place, name="now_place"),
    path("now/<uuid:id>/stretch/", now.now_stretch, name="now_stretch"),
    path("now/<uuid:id>/sign/", now.now_sign, name="now_sign"),
    path("now/<uuid:id>/gone/", now.now_gone, name="now_gone"),
    path("now/<uuid:id>/not-gone/", now.now_back, name="now_back"),
    path("now/<uuid:id>/severity/", now.now_severity, name="now_severity"),
    path("now/<uuid:id>/undo/", now.now_undo, name="now_undo"),
]
