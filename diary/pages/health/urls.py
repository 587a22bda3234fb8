"""Addresses of the health settings."""

from django.urls import path

from diary.pages.health import views

urlpatterns = [
    path("settings/profile/", views.profile, name="profile"),
    path("settings/factors/", views.factors, name="factors"),
    path("settings/medicines/", views.medicines, name="medicines"),
    path("settings/medicines/<uuid:id>/", views.medicine, name="medicine"),
    path("settings/medicines/<uuid:id>/delete/", views.medicine_discard, name="medicine_discard"),
    path("settings/medicines/<uuid:id>/restore/", views.medicine_restore, name="medicine_restore"),
]
