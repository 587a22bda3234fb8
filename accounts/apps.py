"""Makes the accounts an app of Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
