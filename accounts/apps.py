"""Makes the accounts an app of Django."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts.held import drop_what_is_not_theirs  # noqa: PLC0415 - it needs the models

        user_logged_in.connect(drop_what_is_not_theirs)
