"""Share links as plain data: for whom, which nights and sections, until when, and how often it was opened."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from diary.domain.selection import Section, Selection
from diary.domain.vocabulary import Term

USUAL_DAYS = 14
MOST_DAYS = 365
LEAST_PASSCODE, MOST_PASSCODE = 6, 64
# More links than this nobody can keep an eye on; more openings are counted, but no longer listed.
MOST_LINKS = 50
MOST_LISTED = 200


class LinkState(Term):
    """What has become of a link."""

    OPEN = "open", "works"
    EXPIRED = "expired", "has run out"
    REVOKED = "revoked", "was ended"


class OpenedAs(Term):
    """As what a link was opened."""

    PAGE = "page", "page"
    PDF = "pdf", "PDF"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareLink:
    """A link for `name`, to the diary days from `first` to `last` (both included) and to `sections` of them.

    `openings` counts every time it was opened as a page or as a PDF.
    """

    id: UUID
    name: str
    first: date
    last: date
    sections: frozenset[Section]
    has_passcode: bool
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    openings: int = 0
    last_opened_at: datetime | None = None

    @property
    def selection(self) -> Selection:
        return Selection(first=self.first, last=self.last, sections=self.sections)

    @property
    def section_names(self) -> tuple[str, ...]:
        """What goes along, in the order in which it is asked."""
        return tuple(section.label for section in Section if section in self.sections)

    def state(self, now: datetime) -> LinkState:
        """Return whether the link works at the instant `now`."""
        if self.revoked_at is not None:
            return LinkState.REVOKED
        return LinkState.OPEN if now < self.expires_at else LinkState.EXPIRED


@dataclass(frozen=True, slots=True)
class Opening:
    """One time that a link was opened, and as what."""

    opened_at: datetime
    what: OpenedAs
