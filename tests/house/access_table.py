"""Who may open which address, and with which method: every address of the site has a row here, or the build fails.

A row says who may come (`access`), whether a GET answers (`reads`), and what a POST sends to write something
(`sends`). A row of somebody's own names in `about` which of the scene's rows its address holds (see scene.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto
from uuid import UUID

from diary.pages.sharing.forms import sealed_token

NEW_ID = UUID(int=77)
LAST_NIGHT = date(2026, 3, 3)


class Access(Enum):
    """Who may come to an address."""

    PUBLIC = auto()  # everybody, signed in or not
    LINK = (
        auto()
    )  # whoever has the address, signed in or not: it holds a secret, and without it nothing is there
    SIGNED_IN = auto()  # whoever is signed in, to their own diary
    OWNED = auto()  # whoever owns the row that the address names
    DEMO = auto()  # everybody, but only where the demo is switched on


@dataclass(frozen=True, kw_only=True)
class Row:
    access: Access
    reads: bool = False
    sends: Mapping[str, object] | None = None
    about: str = ""
    is_ours: bool = True
    sends_strangers_to: str = "/accounts/login/"

    def instead(self, address: str) -> "Row":
        """The same row, but a stranger is sent to `address` and not to the sign-in."""
        return replace(self, sends_strangers_to=address)

    @property
    def methods(self) -> set[str]:
        """The methods that the view answers."""
        return ({"GET", "HEAD"} if self.reads else set()) | ({"POST"} if self.sends is not None else set())


def public() -> Row:
    return Row(access=Access.PUBLIC, reads=True)


def reads() -> Row:
    return Row(access=Access.SIGNED_IN, reads=True)


def form(**sends: object) -> Row:
    return Row(access=Access.SIGNED_IN, reads=True, sends=sends)


def button(**sends: object) -> Row:
    return Row(access=Access.SIGNED_IN, sends=sends)


def reads_own(about: str) -> Row:
    return Row(access=Access.OWNED, reads=True, about=about)


def own_form(about: str, **sends: object) -> Row:
    return Row(access=Access.OWNED, reads=True, sends=sends, about=about)


def own_button(about: str, **sends: object) -> Row:
    return Row(access=Access.OWNED, sends=sends, about=about)


def allauth(access: Access) -> Row:
    """A view of django-allauth; what it does with which method is tested there."""
    return Row(access=access, is_ours=False)


CRAMP = {
    "date": "2026-03-02", "time": "02:10", "time_zone": "Europe/London", "ago": "given", "places": ["calf:left"],
    "severity": "4", "note": "Written by the test.",
}  # fmt: skip


class AFile:
    """A file to upload, as often as one likes."""

    name = "diary.json"
    content_type = "application/json"

    def read(self) -> bytes:
        return b'{"format": "cramp-diary", "version": 1, "time_zone": "UTC", "events": []}'


TABLE: Mapping[str, Row] = {
    # The site
    "healthz": public(),
    "robots.txt": public(),
    "manifest.webmanifest": public(),
    "sw.js": public(),
    "offline/": public(),
    "install/": Row(access=Access.PUBLIC, reads=True, sends={}),
    # Accounts
    "accounts/login/": allauth(Access.PUBLIC),
    "accounts/logout/": allauth(Access.PUBLIC),
    "accounts/signup/": allauth(Access.PUBLIC),
    "accounts/inactive/": allauth(Access.PUBLIC),
    "accounts/confirm-email/": allauth(Access.PUBLIC),
    r"accounts/^confirm-email/(?P<key>[-:\w]+)/$": allauth(Access.PUBLIC),
    "accounts/password/reset/": allauth(Access.PUBLIC),
    "accounts/password/reset/done/": allauth(Access.PUBLIC),
    "accounts/password/reset/confirm/": allauth(Access.PUBLIC),
    "accounts/password/reset/complete/": allauth(Access.PUBLIC),
    "accounts/login/code/confirm/": allauth(Access.PUBLIC),
    "accounts/reauthenticate/": allauth(Access.SIGNED_IN),
    "accounts/email/": allauth(Access.SIGNED_IN),
    "accounts/password/change/": allauth(Access.SIGNED_IN),
    "accounts/password/set/": allauth(Access.SIGNED_IN),
    "settings/": form(theme="dark", units="cups", time_zone="Asia/Kolkata"),
    "country/": Row(access=Access.PUBLIC, reads=True, sends={"country": "GB"}),
    "settings/time-zone/": button(time_zone="Asia/Kolkata"),
    "held/": reads(),
    "demo/": Row(access=Access.DEMO, sends={}),
    # Tonight and Now
    "": public(),
    "now/": form(id=NEW_ID, at="2026-03-04T09:29:00Z", time_zone="Europe/London").instead(
        "/guidance/first-aid/"
    ),
    "now/<uuid:id>/": reads_own("ongoing"),
    "now/<uuid:id>/muscle/": own_button("ongoing", place="toes:right"),
    "now/<uuid:id>/stretch/": own_button("ongoing", eased="partly"),
    "now/<uuid:id>/sign/": own_button("ongoing", question="SQ02", answer="no"),
    "now/<uuid:id>/gone/": own_button("ongoing", at="2026-03-04T09:29:00Z"),
    "now/<uuid:id>/not-gone/": own_button("draft"),
    "now/<uuid:id>/severity/": own_button("draft", severity="9"),
    "now/<uuid:id>/undo/": own_button("ongoing"),
    # Episodes
    "episodes/add/": form(id=NEW_ID, **CRAMP),
    "episodes/to-finish/": reads(),
    "episodes/<uuid:id>/": own_form("complete", version="1", **CRAMP),
    "episodes/<uuid:id>/discard/": own_button("complete"),
    "episodes/<uuid:id>/restore/": own_button("binned"),
    # Check-ins
    "check-ins/": reads(),
    "check-ins/<day:day>/": reads(),
    "check-ins/<day:day>/answers/": button(factor="alcohol", value="5+"),
    "check-ins/<day:day>/same/": button(),
    "check-ins/<day:day>/night/": button(clear="1"),
    "check-ins/<day:day>/sleep/": button(value="7"),
    "control-days/": form(asked="yes"),
    # Diary
    "diary/": reads(),
    "diary/bin/": reads(),
    "diary/nights/<day:day>/": reads(),
    "diary/<month:month>/": reads(),
    # Patterns, guidance, visit
    "patterns/": reads(),
    "guidance/": public(),
    "guidance/first-aid/": public(),
    "guidance/first-aid/<slug:card>/": public(),
    "guidance/does-it-help/": public(),
    "guidance/browse/": public(),
    "guidance/words/": public(),
    "guidance/search/": public(),
    "guidance/<slug:slug>/": public(),
    "patterns/method/": public(),
    "visit/": reads(),
    "visit/report/": reads(),
    "visit/report.pdf": reads(),
    "sharing/": form(id=NEW_ID, token=sealed_token(), name="Written by the test", days="14"),
    "sharing/<uuid:id>/": reads_own("share link"),
    "sharing/<uuid:id>/revoke/": own_button("share link"),
    "s/<str:token>/": Row(access=Access.LINK, reads=True),
    "s/<str:token>/report.pdf": Row(access=Access.LINK, reads=True),
    "s/<str:token>/passcode/": Row(access=Access.LINK, reads=True, sends={"passcode": "a passcode"}),
    "s/<path:token>/": Row(access=Access.LINK, reads=True),
    "visit/plan/": form(id=NEW_ID, on="2026-03-11", with_whom="Written by the test"),
    "visit/plan/<uuid:id>/": own_form("visit", version="1", on="2026-03-11", with_whom="Written by the test"),
    "visit/plan/<uuid:id>/ask/": own_button("visit", text="Written by the test?"),
    "visit/plan/<uuid:id>/unask/": own_button("visit", text="Zebrafinch?"),
    "visit/plan/<uuid:id>/close/": own_form("visit", version="1", note="Written by the test"),
    "visit/plan/<uuid:id>/reopen/": own_button("closed visit"),
    "visit/plan/<uuid:id>/discard/": own_button("visit"),
    "visit/plan/<uuid:id>/restore/": own_button("binned visit"),
    "visit/prompts/<slug:rule>/discussed/": button(),
    "visit/prompts/<slug:rule>/seen/": button(),
    "prompts/<slug:rule>/later/": button(),
    # What is taken along
    "transfer/": reads(),
    "transfer/export/<slug:name>/": reads(),
    "transfer/feeds/": button(id=NEW_ID),
    "transfer/feeds/<uuid:id>/revoke/": own_button("calendar feed"),
    "s/calendar/<str:token>.ics": Row(access=Access.LINK, reads=True),
    # What is brought in
    "transfer/import/": form(file=AFile()),
    "transfer/import/<uuid:id>/": reads_own("import"),
    "transfer/import/<uuid:id>/columns/": own_form(
        "foreign import", **{"role-0": "start", "role-1": "", "zone": "Asia/Kolkata"}
    ),
    "transfer/import/<uuid:id>/confirm/": own_button("import"),
    "transfer/import/<uuid:id>/cancel/": own_button("import"),
    "transfer/import/<uuid:id>/undo/": own_button("import that was added"),
    # Health
    "settings/profile/": form(birth_year="1958", sex="female"),
    "settings/factors/": form(followed=["alcohol", "standing"]),
    "settings/factors/add/": form(id=NEW_ID, name="Written by the test", kind="number", cut="8000"),
    "settings/factors/suspects/": form(suspected=["alcohol"], promise="all"),
    "settings/factors/<own:id>/": own_form("own factor", name="Written by the test"),
    "settings/factors/<own:id>/stop/": own_button("own factor"),
    "settings/factors/<own:id>/follow/": own_button("retired factor"),
    "settings/factors/<own:id>/delete/": own_button("own factor"),
    "settings/events/": form(id=NEW_ID, name="Written by the test", on="2026-03-01"),
    "settings/events/<uuid:id>/": own_form("event", version="1", name="Written by the test", on="2026-03-01"),
    "settings/events/<uuid:id>/delete/": own_button("event"),
    "settings/events/<uuid:id>/restore/": own_button("binned event"),
    "settings/medicines/": form(id=NEW_ID, name="Written by the test"),
    "settings/medicines/<uuid:id>/": own_form("medicine", version="1", name="Written by the test"),
    "settings/medicines/<uuid:id>/class/": own_button("medicine", answer="no"),
    "settings/medicines/<uuid:id>/delete/": own_button("medicine"),
    "settings/medicines/<uuid:id>/restore/": own_button("binned medicine"),
    "monthly-check/": form(SQ18="no"),
    "before-a-supplement/": form(SQ39="no"),
    "worried/": form(SQ02="no"),
    "help-now/": public(),
}
