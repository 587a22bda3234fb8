"""The person's calendar feeds, for the page that lists them."""

from typing import Any
from uuid import uuid4

from accounts.http import SignedInRequest
from diary.actions.calendar_feeds import MOST_FEEDS


def feeds_context(request: SignedInRequest) -> dict[str, Any]:
    """Return the live feeds, the latest first, and the id of one that may be made."""
    live = request.user.calendar_feeds.filter(revoked_at=None).order_by("-created_at")
    feeds = list(live.values("id", "says_what", "created_at", "last_fetched_at"))
    return {"feeds": feeds, "new_feed": uuid4(), "may_make_feed": len(feeds) < MOST_FEEDS}
