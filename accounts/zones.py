"""Knows the time zones that a person may live in, and how to offer them."""

from functools import cache
from itertools import groupby
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError

NOT_PLACES = {"localtime", "Factory", "posixrules"}


@cache
def zone_names() -> frozenset[str]:
    """Every IANA name we accept: the operating system's own aliases and leap-second copies are left out."""
    return frozenset(
        name
        for name in available_timezones()
        if name not in NOT_PLACES and not name.startswith(("posix", "right/"))
    )


def validate_zone(name: str) -> None:
    """Raise ValidationError unless `name` is an IANA time zone that we accept."""
    if name not in zone_names():
        raise ValidationError("This is not a time zone that we know.", code="unknown_zone")


@cache
def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The zones for a <select>: groups by continent, each with (name, the place in words), UTC first."""
    places = sorted(name for name in zone_names() if "/" in name and not name.startswith("Etc/"))
    groups = [
        (continent, [(name, name.partition("/")[2].replace("_", " ").replace("/", ", ")) for name in names])
        for continent, names in groupby(places, key=lambda name: name.partition("/")[0])
    ]
    others = sorted(name for name in zone_names() if "/" not in name or name.startswith("Etc/"))
    return [
        ("World", [("UTC", "UTC")]),
        *groups,
        ("Other", [(name, name) for name in others if name != "UTC"]),
    ]
