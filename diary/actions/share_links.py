"""Writing share links: made, opened by somebody, ended. The address is known to the person alone; a digest is kept."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q

from accounts.models import User
from diary import records
from diary.actions.concurrency import NotThere, lock, validate
from diary.actions.tokens import digest_of
from diary.domain import sharing
from diary.domain.selection import Section
from diary.models import ShareLink, ShareOpening

__all__ = ["MadeAlready", "NotThere", "TooMany", "make", "note_opening", "revoke", "unlocks"]


class MadeAlready(Exception):  # noqa: N818
    """The same form made a link before, to something else or ended since."""


class TooMany(Exception):  # noqa: N818
    """The person has as many working links as one can keep an eye on."""


def make(
    owner: User,
    *,
    id: UUID,  # noqa: A002
    token: str,
    name: str,
    first: date,
    last: date,
    sections: Collection[Section],
    days: int,
    passcode: str = "",
    now: datetime,
) -> sharing.ShareLink:
    """Make a link that works for so many `days`, and return it; the same `token` again changes nothing.

    `first` and `last` are diary days, both included. `token` is one of tokens.new_token, of which a digest is kept.
    Raises TooMany, MadeAlready when `id` or `token` belong to a link that is over or opens something else, and
    ValidationError per field.
    """
    if not 1 <= days <= sharing.MOST_DAYS:
        raise ValidationError({"days": f"A link works for 1 to {sharing.MOST_DAYS} days."})
    digest = digest_of(token)
    said = {
        "token_digest": digest,
        "name": name,
        "first": first,
        "last": last,
        "sections": sorted(section.value for section in sections),
    }
    with transaction.atomic():
        lock(owner)
        row = owner.share_links.filter(Q(id=id) | Q(token_digest=digest)).first()
        if row is None:
            if owner.share_links.filter(revoked_at=None, expires_at__gt=now).count() >= sharing.MOST_LINKS:
                raise TooMany
            row = ShareLink(
                owner=owner,
                id=id,
                **said,
                passcode=make_password(passcode) if passcode else "",
                created_at=now,
                expires_at=now + timedelta(days=days),
            )
            validate(row)
            row.save(force_insert=True)
        elif not _works_as(row, said, timedelta(days=days), passcode, now):
            raise MadeAlready
    return records.share_link_from_row(row)


def _works_as(
    row: ShareLink, said: Mapping[str, object], lasts: timedelta, passcode: str, now: datetime
) -> bool:
    """Whether a link that was made before still opens, and opens what is `said` now."""
    return (
        records.share_link_from_row(row).state(now) is sharing.LinkState.OPEN
        and all(getattr(row, name) == value for name, value in said.items())
        and row.expires_at - row.created_at == lasts
        and (check_password(passcode, row.passcode) if row.passcode else not passcode)
    )


def revoke(owner: User, link_id: UUID, *, now: datetime) -> sharing.ShareLink:
    """End a link for good (ended already: no change) and return it; raises NotThere."""
    with transaction.atomic():
        lock(owner)
        row = owner.share_links.filter(id=link_id).first()
        if row is None:
            raise NotThere
        if row.revoked_at is None:
            row.revoked_at = now
            row.save(update_fields=["revoked_at"])
    return records.share_link_from_row(row)


def note_opening(owner: User, link_id: UUID, *, what: sharing.OpenedAs, now: datetime) -> None:
    """Count that somebody opened a link, and when; nothing of who it was is kept."""
    with transaction.atomic():
        lock(owner)
        owner.share_links.filter(id=link_id).update(openings=F("openings") + 1, last_opened_at=now)
        ShareOpening(owner=owner, link=link_id, opened_at=now, what=what.value).save(force_insert=True)
        listed = owner.share_openings.filter(link=link_id).order_by("-opened_at", "-id")
        for old in listed[sharing.MOST_LISTED :]:
            old.delete()


def unlocks(owner: User, link_id: UUID, passcode: str) -> bool:
    """Whether `passcode` is that of a link; a link without one is open to any."""
    kept = owner.share_links.filter(id=link_id).values_list("passcode", flat=True).first()
    return kept is not None and (not kept or check_password(passcode, kept))
