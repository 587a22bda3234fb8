"""Addresses of what a phone needs to keep the site, and of the pages about it."""

from django.urls import path

from diary.pages.offline import views

urlpatterns = [
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("sw.js", views.worker, name="worker"),
    path("offline/", views.offline, name="offline"),
    path("install/", views.install, name="install"),
]
