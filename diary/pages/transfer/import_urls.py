"""Addresses of what is brought in."""

from django.urls import path

from diary.pages.transfer import import_views as views

urlpatterns = [
    path("transfer/import/", views.imports, name="import"),
    path("transfer/import/<uuid:id>/", views.one, name="import_one"),
    path("transfer/import/<uuid:id>/columns/", views.columns, name="import_columns"),
    path("transfer/import/<uuid:id>/confirm/", views.confirm, name="import_confirm"),
    path("transfer/import/<uuid:id>/cancel/", views.cancel, name="import_cancel"),
    path("transfer/import/<uuid:id>/undo/", views.undo, name="import_undo"),
]
