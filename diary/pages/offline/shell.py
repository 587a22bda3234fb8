"""What a phone keeps of the site for a time without a network: the same for everybody, and nothing of anybody."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from accounts.themes import NIGHT_BEGINS, NIGHT_ENDS
from diary import content
from diary.domain.vocabulary import Muscle

WORKER = Path("static/js/worker.js")
# Of the folder static/: what a page loads. Pictures for a home screen are kept by the home screen.
KEPT_FILES = ("css/*.css", "js/*.js", "icons/*.svg")
OF_LIBRARIES = ("django_htmx/htmx-2.min.js",)
# A change in any of these files can change a page.
MADE_FROM = ("accounts", "diary", "static", "templates")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """Addresses of public pages and of files, one version for all of them.

    `offline` is shown in the place of every page that is not kept. `cards` says which page belongs to a muscle that
    was tapped on the body outline of `first_aid`. Between the hours `night_begins` and `night_ends` pages are dark.
    Without pages the shell is empty: whoever kept one throws it away.
    """

    version: str
    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    offline: str = ""
    first_aid: str = ""
    cards: dict[str, str]
    night_begins: int = NIGHT_BEGINS
    night_ends: int = NIGHT_ENDS

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


EMPTY = Shell(version="none", cards={})


def shell() -> Shell:
    """Return what is to be kept: nothing where DIARY_OFFLINE is switched off."""
    return _shell() if settings.DIARY_OFFLINE else EMPTY


@cache
def worker_source() -> str:
    """Return the service worker, without the shell that it keeps."""
    return (Path(settings.BASE_DIR) / WORKER).read_text(encoding="utf-8")


@cache
def _shell() -> Shell:
    offline, first_aid = reverse("diary:offline"), reverse("diary:first_aid")
    cards = {card: reverse("diary:relief_card", args=[card]) for card in sorted(content.relief_cards())}
    return Shell(
        version=_version(),
        pages=(offline, first_aid, *cards.values(), reverse("diary:help_now")),
        files=tuple(static(name) for name in _names()),
        offline=offline,
        first_aid=first_aid,
        cards={muscle.value: cards[content.relief_card(muscle).id] for muscle in Muscle},
    )


def _names() -> Iterator[str]:
    folder = Path(settings.BASE_DIR) / "static"
    for pattern in KEPT_FILES:
        for file in sorted(folder.glob(pattern)):
            if file.name != WORKER.name:
                yield file.relative_to(folder).as_posix()
    yield from OF_LIBRARIES


def _version() -> str:
    """Return a name that changes with whatever a page is made from, and is the same in every process."""
    digest = sha256()
    base = Path(settings.BASE_DIR)
    for folder in MADE_FROM:
        for file in sorted((base / folder).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(file.relative_to(base).as_posix().encode() + b"\0" + file.read_bytes())
    digest.update("".join(static(name) for name in _names()).encode())
    return digest.hexdigest()[:16]
