"""Whom to call: reads numbers.toml, once."""

from functools import cache

from diary.content import table
from diary.domain.guidance.local_numbers import Directory, LocalNumbers, parse_directory


@cache
def directory() -> Directory:
    """Return every country with its numbers."""
    return parse_directory(table("numbers.toml"))


def local_numbers(country: str | None = None, *, is_guess: bool = False) -> LocalNumbers:
    """Return whom to call in `country` (ISO 3166, two capitals); what fits anywhere when it is None or not listed."""
    return directory().numbers(country, is_guess=is_guess)


def country_choices() -> list[tuple[str, str]]:
    """Return every country that has numbers as (code, name), by name."""
    return [(code, country.name) for code, country in directory().countries.items()]
