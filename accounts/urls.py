"""The addresses of a person's own settings, of the country, of a kept form and of the demo."""

from django.urls import path

from accounts import demo, held, views

app_name = "accounts"

urlpatterns = [
    path("settings/", views.settings, name="settings"),
    path("settings/time-zone/", views.time_zone, name="time-zone"),
    path("country/", views.country, name="country"),
    path("held/", held.show, name="held"),
    path("demo/", demo.sign_in, name="demo"),
]
