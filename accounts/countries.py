"""Knows in which country a person is: what they chose, or what the language of their browser suggests.

The country is never looked up by the address that a request comes from.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

from accounts.models import User

COUNTRY_COOKIE = "country"
COUNTRY_COOKIE_AGE = 400 * 24 * 60 * 60  # the longest that browsers allow
ELSEWHERE = "ZZ"  # the code that ISO 3166 leaves to its users: a country that is not in the list
MOST_LANGUAGES = 20


class Whereabouts(NamedTuple):
    """A country's code (ISO 3166, two capitals, "" for unknown), and whether nobody has chosen it."""

    country: str
    is_guess: bool


def country_choices() -> list[tuple[str, str]]:
    """The countries for a <select>, by name; which they are is said by the setting COUNTRY_CHOICES."""
    choices: Callable[[], list[tuple[str, str]]] = import_string(settings.COUNTRY_CHOICES)
    return [("", "Not chosen"), *choices(), (ELSEWHERE, "Another country")]


def whereabouts(request: HttpRequest) -> Whereabouts:
    """Return where this person is, as far as known: chosen in the account or on this device, else guessed."""
    user = getattr(request, "user", None)
    if isinstance(user, User):
        chosen, is_guess = user.country, user.country_is_guess
    else:
        chosen, is_guess = request.COOKIES.get(COUNTRY_COOKIE, ""), False
    if chosen in dict(country_choices()) and chosen:
        return Whereabouts(chosen, is_guess)
    return Whereabouts(guessed_country(request.headers.get("Accept-Language", "")), is_guess=True)


def guessed_country(accept_language: str) -> str:
    """Return the region of the language that a browser likes best: "en-GB" is GB, "en" alone is nobody's.

    A region counts only with the language that is liked best: somebody who reads "de, en-US" may be anywhere.
    """
    tags = _tags(accept_language)
    first = tags[0][0] if tags else ""
    return next((region for language, region in tags if language == first and region), "")


def choose_country(user: User, country: str) -> None:
    """Keep in the account what the person said; "" means that nothing is chosen."""
    user.country, user.country_is_guess = country, False
    user.save(update_fields=["country", "country_is_guess"])


def remember_country(response: HttpResponseBase, country: str) -> None:
    """Keep the choice of somebody without an account on this device; "" forgets it."""
    if not country:
        response.delete_cookie(COUNTRY_COOKIE, samesite="Lax")
        return
    response.set_cookie(
        COUNTRY_COOKIE,
        country,
        max_age=COUNTRY_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _tags(accept_language: str) -> list[tuple[str, str]]:
    """The languages with their regions, best liked first: [("en", "GB"), ("en", "")]."""
    found = []
    for item in accept_language.split(",")[:MOST_LANGUAGES]:
        tag, _, quality = item.partition(";")
        weight = _weight(quality)
        language, *subtags = tag.strip().split("-")
        if weight and re.fullmatch(r"[A-Za-z]{2,3}", language):
            region = next((part.upper() for part in subtags if re.fullmatch(r"[A-Za-z]{2}", part)), "")
            found.append((weight, language.lower(), region))
    found.sort(key=lambda one: -one[0])
    return [(language, region) for _, language, region in found]


def _weight(quality: str) -> float:
    """The weight that "q=0.8" says, 1 if nothing is said, 0 if it can not be read."""
    if not quality.strip():
        return 1.0
    match = re.fullmatch(r"\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*", quality)
    return float(match[1]) if match else 0.0
