"""Writing calendar feeds: made, fetched, ended. Only the person knows the address; a digest of it is kept."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from diary.actions.concurrency import NotThere, lock, validate
from diary.actions.tokens import digest_of, new_token
from diary.models import CalendarFeed

__all__ = ["MOST_FEEDS", "Feed", "NotThere", "TooMany", "fetch", "make", "revoke"]

MOST_FEEDS = 5


class TooMany(Exception):  # noqa: N818
    """The person has as many feeds as one can keep an eye on."""


@dataclass(frozen=True, slots=True)
class Feed:
    """Whose calendar is fetched, and whether it names the cramps."""

    owner: User
    says_what: bool


def make(owner: User, *, id: UUID, says_what: bool, now: datetime) -> str | None:  # noqa: A002
    """Make a feed and return its token, which is kept nowhere; None if `id` was made before. Raises TooMany."""
    token = new_token()
    with transaction.atomic():
        lock(owner)
        if owner.calendar_feeds.filter(id=id).exists():
            return None
        if owner.calendar_feeds.filter(revoked_at=None).count() >= MOST_FEEDS:
            raise TooMany
        row = CalendarFeed(
            owner=owner, id=id, token_digest=digest_of(token), says_what=says_what, created_at=now
        )
        validate(row)
        row.save(force_insert=True)
    return token


def revoke(owner: User, feed_id: UUID, *, now: datetime) -> None:
    """Close a feed for good (closed already: no change); raises NotThere."""
    with transaction.atomic():
        lock(owner)
        feeds = owner.calendar_feeds.filter(id=feed_id)
        if not feeds.exists():
            raise NotThere
        feeds.filter(revoked_at=None).update(revoked_at=now)


def fetch(token: str, *, now: datetime) -> Feed | None:
    """Note that the calendar behind a token was fetched, and return it; None if there is none, or none any more."""
    live = CalendarFeed.objects.filter(
        token_digest=digest_of(token), revoked_at=None, owner__is_active=True
    ).select_related("owner")
    row = live.first()
    if row is None:
        return None
    live.update(last_fetched_at=now)
    return Feed(row.owner, row.says_what)
