"""Makes the diary an app of Django."""

from django.apps import AppConfig


class DiaryConfig(AppConfig):
    name = "diary"
