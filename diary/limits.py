"""How often, and how much at once: counted in the cache, which every process sees.

Nothing is counted by what a person wrote, and an address on the network only as a keyed digest of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self
from uuid import uuid4

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

_LONGEST_MINUTES = 10


def caller(request: HttpRequest) -> str:
    """Return who asks, as far as the network tells: a digest of the address, behind as many proxies as are trusted."""
    return salted_hmac("diary.limits", get_adapter().get_client_ip(request)).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` times in so many `minutes`, which begin with the clock's."""

    name: str
    most: int
    minutes: int = 1

    def is_reached(self, who: str, now: datetime) -> bool:
        return int(cache.get(self._key(who, now), 0)) >= self.most

    def count(self, who: str, now: datetime) -> None:
        """Count once more; of two at the same instant one may go uncounted, as no lock is taken."""
        key = self._key(who, now)
        cache.set(key, int(cache.get(key, 0)) + 1, timeout=2 * 60 * self.minutes)

    def _key(self, who: str, now: datetime) -> str:
        return f"limit:{self.name}:{who}:{int(now.timestamp()) // (60 * self.minutes)}"


@dataclass(frozen=True, slots=True)
class Turn:
    """One of the few things that somebody may do at once: taken, and given back when it is done.

    It comes back by itself after ten minutes, so that a process that died takes nothing along.
    """

    key: str
    token: str

    @classmethod
    def take(cls, name: str, who: str, *, most: int) -> Self | None:
        """Return a turn, None when `most` are taken."""
        token = uuid4().hex
        keys = (f"turn:{name}:{who}:{number}" for number in range(most))
        lasts = timedelta(minutes=_LONGEST_MINUTES).total_seconds()
        return next((cls(key, token) for key in keys if cache.add(key, token, lasts)), None)

    def close(self) -> None:
        """Give the turn back."""
        if cache.get(self.key) == self.token:
            cache.delete(self.key)
