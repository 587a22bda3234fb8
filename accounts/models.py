"""The person who signs in: an e-mail address, and how they want the diary to look and count."""

from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.zones import validate_zone

validate_country = RegexValidator(
    r"\A[A-Z]{2}\Z", "This is not a country that we know.", code="unknown_country"
)


class Units(models.TextChoices):
    MILLILITRES = "ml", "millilitres"
    FLUID_OUNCES = "fl_oz", "fluid ounces"
    CUPS = "cups", "cups"


class Theme(models.TextChoices):
    SYSTEM = "system", "As this device"
    LIGHT = "light", "Light"
    DARK = "dark", "Dark"
    NIGHT = "night", "Night"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save a person. The address is kept in lower case; without a password nobody can sign in by one."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField("e-mail address", unique=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_zone])
    time_zone_automatic = models.BooleanField(default=True)
    locale = models.CharField(max_length=16, default="en-gb")
    country = models.CharField(max_length=2, blank=True, default="", validators=[validate_country])
    country_is_guess = models.BooleanField(default=False)
    units = models.CharField(max_length=8, choices=Units, default=Units.MILLILITRES)
    theme = models.CharField(max_length=8, choices=Theme, default=Theme.SYSTEM)
    night_theme_at_night = models.BooleanField(default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_any_case",
                violation_error_message="This address is already in use.",
            ),
            models.CheckConstraint(condition=models.Q(units__in=Units.values), name="user_units_known"),
            models.CheckConstraint(condition=models.Q(theme__in=Theme.values), name="user_theme_known"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()
