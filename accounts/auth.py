"""Knows who may be signed in at all."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings

from accounts.models import User


class DiaryBackend(AuthenticationBackend):  # type: ignore[misc]
    def user_can_authenticate(self, user: User | None) -> bool:
        """The demo person's password is public, so they exist only where the demo is switched on."""
        if user is None or (user.is_demo and not settings.DIARY_DEMO):
            return False
        return bool(super().user_can_authenticate(user))
