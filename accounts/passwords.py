"""Knows the password that everybody would try first on this site."""

from django.core.exceptions import ValidationError

OUR_WORDS = ("crampdiary", "cramp diary", "cramp-diary", "muscle cramp", "musclecramp", "nightcramp")


class AppNameValidator:
    def validate(self, password: str, user: object = None) -> None:
        letters = "".join(c for c in password.lower() if not c.isdigit()).strip(" !.-_")
        if letters in OUR_WORDS:
            raise ValidationError(
                "This password is too close to the name of this site.", code="password_app_name"
            )

    def get_help_text(self) -> str:
        return "Your password can't be the name of this site."
