"""Knows how to read a setting from the environment, and how to complain clearly about a wrong one."""

import os

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}


def env_str(name: str, default: str | None = None, *, choices: tuple[str, ...] = ()) -> str:
    """The text of a variable: required without a default, and one of `choices` if there are any."""
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise ImproperlyConfigured(f"Set {name}: it is required and has no default.")
    if choices and value not in choices:
        raise ImproperlyConfigured(f"{name}={value!r} is not one of: {', '.join(choices)}.")
    return value


def env_bool(name: str, *, default: bool = False) -> bool:
    """True for 1, true, yes or on; False for 0, false, no, off or nothing at all."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    word = raw.strip().lower()
    if word in YES:
        return True
    if word in NO:
        return False
    raise ImproperlyConfigured(f"{name}={raw!r} is neither yes nor no. Use 1 or 0.")


def env_int(name: str, default: int, *, minimum: int = 0) -> int:
    """A whole number that is at least `minimum`."""
    raw = os.environ.get(name, "").strip()
    if not raw:
        return default
    try:
        value = int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={raw!r} is not a whole number.") from None
    if value < minimum:
        raise ImproperlyConfigured(f"{name}={value} is below the smallest allowed value, {minimum}.")
    return value


def env_list(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """The parts of a comma-separated variable, without blanks and empty parts."""
    raw = os.environ.get(name)
    if raw is None:
        return list(default)
    return [part.strip() for part in raw.split(",") if part.strip()]
