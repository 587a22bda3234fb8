"""Every address attacked: as a stranger, as another person, with every method, and without a token."""

import re
import zlib
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, get_resolver

from accounts.demo import demo_user
from accounts.models import User
from diary.domain.formats.foreign_choices import first_choices
from diary.domain.formats.foreign_table import read_table
from diary.models import Answer
from tests.factories import (
    CalendarFeedFactory,
    CheckInFactory,
    EpisodeFactory,
    EventFactory,
    ImportRunFactory,
    MedicineFactory,
    OwnFactorFactory,
    ShareLinkFactory,
    VisitFactory,
)
from tests.house.access_table import LAST_NIGHT, NEW_ID, TABLE, Access

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
CANARY = "Zebrafinch"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
NOBODYS_ID = UUID(int=404)
MOST_QUERIES = 15

OURS = {pattern: row for pattern, row in TABLE.items() if row.is_ours}
PRIVATE = {pattern: row for pattern, row in TABLE.items() if row.access in {Access.SIGNED_IN, Access.OWNED}}
OWNED = {pattern: row for pattern, row in TABLE.items() if row.access is Access.OWNED}
OURS_BEHIND_THE_SIGN_IN = {pattern: row for pattern, row in PRIVATE.items() if row.is_ours}
WRITING = {pattern: row for pattern, row in OURS_BEHIND_THE_SIGN_IN.items() if row.sends is not None}
READING = {pattern: row for pattern, row in OURS.items() if row.reads}

# What else an address may be asked for.
QUERIES = {
    "diary/": ("?text=ebrafinc", "?muscle=calf", "?page=2"),
    "patterns/": ("?period=all", "?period=year"),
    "now/<uuid:id>/": ("?change=1", "?still=1", "?asked=1"),
    "episodes/add/": ("?next=/diary/",),
    "guidance/does-it-help/": ("?q=ebrafinc", "?kind=folk&verdict=unsafe"),
    "guidance/first-aid/": ("?place=calf:left",),
    "guidance/browse/": ("?muscle=calf&situation=night&topic=basics&grade=A",),
    "guidance/search/": ("?q=ebrafinc",),
    "transfer/": ("?period=own&first=2026-01-01&sections=notes",),
    "transfer/export/<slug:name>/": ("?period=all&sections=episodes&sections=notes",),
}
A_TABLE = read_table(f"start,{CANARY}\n2026-03-01 03:10,{CANARY}\n".encode())
# The rows of one person that an address may name; each with a text that must never reach anybody else.
ROWS = {
    "ongoing": lambda owner: EpisodeFactory(
        owner=owner, progress="ongoing", started_at=NOW - timedelta(minutes=5), note=CANARY
    ),
    "draft": lambda owner: EpisodeFactory(
        owner=owner, progress="draft", started_at=NOW - timedelta(hours=2), hard_minutes=5, note=CANARY
    ),
    "complete": lambda owner: EpisodeFactory(owner=owner, started_at=NOW - timedelta(days=2), note=CANARY),
    "binned": lambda owner: EpisodeFactory(owner=owner, deleted_at=NOW - timedelta(days=1), note=CANARY),
    "medicine": lambda owner: MedicineFactory(owner=owner, name=CANARY, note=CANARY),
    "binned medicine": lambda owner: MedicineFactory(
        owner=owner, name=CANARY, deleted_at=NOW - timedelta(days=1)
    ),
    "event": lambda owner: EventFactory(owner=owner, name=CANARY),
    "binned event": lambda owner: EventFactory(owner=owner, name=CANARY, deleted_at=NOW - timedelta(days=1)),
    "visit": lambda owner: VisitFactory(
        owner=owner, with_whom=CANARY, questions=[{"text": f"{CANARY}?", "rule": None}]
    ),
    "closed visit": lambda owner: VisitFactory(owner=owner, with_whom=CANARY, note=CANARY, closed_at=NOW),
    "binned visit": lambda owner: VisitFactory(
        owner=owner, with_whom=CANARY, deleted_at=NOW - timedelta(days=1)
    ),
    "share link": lambda owner: ShareLinkFactory(owner=owner, name=CANARY),
    "own factor": lambda owner: OwnFactorFactory(owner=owner, name=CANARY),
    "retired factor": lambda owner: OwnFactorFactory(
        owner=owner, name=f"{CANARY} too", retired_on=LAST_NIGHT
    ),
    "calendar feed": lambda owner: CalendarFeedFactory(owner=owner),
    "import": lambda owner: ImportRunFactory(owner=owner, choices={"warnings": [CANARY]}),
    "foreign import": lambda owner: ImportRunFactory(
        owner=owner, kind="table", values=A_TABLE.as_kept(), choices=first_choices(A_TABLE, "UTC").as_json()
    ),
    "import that was added": lambda owner: ImportRunFactory(
        owner=owner, staged=None, imported_at=NOW - timedelta(hours=1), choices={"source": CANARY}
    ),
}


@pytest.fixture(autouse=True)
def morning():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def scene(user, other_user):
    """Two people with the same kind of diary, the other one's full of canaries."""
    User.objects.update(time_zone_automatic=True)
    user.refresh_from_db()
    for owner in (user, other_user):
        for question in ("SQ01", "SQ20"):
            Answer.objects.create(
                owner=owner, question=question, value=True, answered_at=NOW - timedelta(hours=1)
            )
        CheckInFactory(
            owner=owner, day=LAST_NIGHT - timedelta(days=1), factors={"alcohol": "0", "sitting": "4-8"}
        )


@pytest.fixture
def someone_else(other_user, scene):
    """The other person's rows by their names."""
    return {name: make(other_user) for name, make in ROWS.items()}


def address(pattern, row_id=NOBODYS_ID):
    """A path that fits the pattern."""
    path = pattern.replace("^", "").replace(r"(?P<key>[-:\w]+)", "abc").replace("$", "")
    for part, value in {
        "<uuid:id>": row_id,
        "<own:id>": row_id if str(row_id).startswith("own-") else "own-nobodys",
        "<day:day>": LAST_NIGHT,
        "<month:month>": "2026/03",
        "<slug:slug>": "what-is-a-cramp",
        "<slug:rule>/later": "R35/later",
        "<slug:rule>": "R21",
        "<slug:card>": "F01",
        "<slug:name>": "json",
        "<str:token>": "unknown",
        "<path:token>": "unknown/with-more",
    }.items():
        path = path.replace(part, str(value))
    return f"/{path}"


def ask(browser, method, path, row, **headers):
    """Ask with what the row says that a POST sends; the other methods send it too, in vain."""
    if method in {"GET", "HEAD", "TRACE"}:
        return getattr(browser, method.lower())(path, headers=headers)
    if method == "POST":
        return browser.post(path, row.sends or {}, headers=headers)
    return getattr(browser, method.lower())(
        path, "note=x", "application/x-www-form-urlencoded", headers=headers
    )


def everything_of(*owners):
    """Every stored value of these people."""
    return [
        sorted(
            repr(sorted(values.items()))
            for values in model._default_manager.filter(**{key: owner.pk}).values()
        )
        for owner in owners
        for model, key in [
            (User, "pk"),
            *((model, "owner_id") for model in apps.get_app_config("diary").get_models()),
        ]
    ]


def body(response):
    """What a response shows, without the tokens that differ each time."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return re.sub(rb'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', b"", content)


def row_for(user, row):
    """A row of the person's own, of the kind that the address is about."""
    return ROWS[row.about](user).id if row.about else NEW_ID


def by_pattern(rows):
    return pytest.mark.parametrize(
        ("pattern", "row"), rows.items(), ids=[pattern or "(the start)" for pattern in rows]
    )


# --- The table ------------------------------------------------------------------------------------------------------


def walk(patterns, prefix=""):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), pattern
        else:
            yield from walk(pattern.url_patterns, prefix + str(pattern.pattern))


def test_every_address_of_the_site_has_a_row_in_the_table():
    assert {pattern for pattern, _ in walk(get_resolver().url_patterns)} == set(TABLE)


def test_only_the_addresses_of_the_table_are_open_without_a_sign_in():
    is_open = {
        pattern
        for pattern, found in walk(get_resolver().url_patterns)
        if not getattr(found.callback, "login_required", True)
    }
    assert is_open == {pattern for pattern, row in TABLE.items() if pattern not in PRIVATE}


def test_an_address_that_names_a_row_is_one_of_somebody_s_own():
    named = {pattern for pattern in TABLE if "<uuid:" in pattern or "<own:" in pattern}
    assert named == set(OWNED)
    assert {row.about for row in OWNED.values()} == set(ROWS)


@by_pattern(OURS)
def test_an_address_answers_the_methods_of_its_row_and_no_other(client, user, scene, pattern, row):
    path = address(pattern, row_for(user, row))
    answered = {method for method in METHODS if ask(client, method, path, row).status_code != 405}
    assert answered == row.methods


# --- A stranger -----------------------------------------------------------------------------------------------------


@by_pattern(PRIVATE)
def test_a_stranger_is_sent_to_the_sign_in_and_changes_nothing(stranger, user, scene, pattern, row):
    path = address(pattern, row_for(user, row))
    before = everything_of(user)
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE"):
        response = ask(stranger, method, path, row)
        assert response.status_code == 302
        assert response.url.startswith(f"{row.sends_strangers_to}?next=")
        assert response.content == b""
    assert everything_of(user) == before


@by_pattern(PRIVATE)
def test_a_stranger_s_htmx_is_sent_to_the_sign_in_as_a_whole_page(stranger, user, scene, pattern, row):
    path = address(pattern, row_for(user, row))
    for method in ("GET", "POST"):
        response = ask(stranger, method, path, row, **{"HX-Request": "true"})
        assert (response.status_code, response.content) == (204, b"")
        assert response["HX-Redirect"].startswith(f"{row.sends_strangers_to}?next=")


@by_pattern({pattern: row for pattern, row in OURS.items() if row.access is Access.PUBLIC})
def test_what_is_public_opens_for_everybody(stranger, client, scene, pattern, row):
    assert stranger.get(address(pattern)).status_code == 200
    assert client.get(address(pattern)).status_code == 200


def test_the_demo_opens_only_where_it_is_switched_on(stranger, settings):
    demo_user()
    assert stranger.post("/demo/").status_code == 404
    settings.DIARY_DEMO = True
    assert stranger.post("/demo/").status_code == 302


# --- The owner ------------------------------------------------------------------------------------------------------


@by_pattern(
    {pattern: row for pattern, row in READING.items() if row.access in {Access.SIGNED_IN, Access.OWNED}}
)
def test_a_person_reads_their_own_and_reading_changes_nothing(client, user, other_user, scene, pattern, row):
    path = address(pattern, row_for(user, row))
    before = everything_of(user, other_user)
    response = client.get(path)
    assert response.status_code == (302 if pattern == "held/" else 200)
    assert client.head(path).status_code == response.status_code
    assert everything_of(user, other_user) == before


@by_pattern(WRITING)
def test_a_person_writes_their_own_and_can_not_choose_whose_it_is(client, user, someone_else, pattern, row):
    other_user = someone_else["medicine"].owner
    foreign = {"owner": other_user.pk, "owner_id": other_user.pk, "user": other_user.pk, "pk": other_user.pk}
    better = {
        "is_demo": "on",
        "is_staff": "on",
        "is_superuser": "on",
        "email": "taken@example.org",
        "password": "x",
    }
    ready = {"deleted_at": "", "created_at": "2000-01-01", "updated_at": "2000-01-01"}
    path = address(pattern, row_for(user, row) if pattern != "check-ins/<day:day>/sleep/" else NEW_ID)
    if pattern == "check-ins/<day:day>/sleep/":
        ROWS["draft"](user)
    before, theirs = everything_of(user), everything_of(other_user)
    response = client.post(path, {**foreign, **better, **ready, **row.sends})
    assert response.status_code in {200, 204, 302, 303}
    assert everything_of(user) != before
    assert everything_of(other_user) == theirs
    kept = User.objects.get(pk=user.pk)
    assert (kept.email, kept.password, kept.is_demo) == (user.email, user.password, False)
    assert not any(rows.filter(created_at__year=2000).exists() for rows in (user.episodes, user.medicines))


@by_pattern(WRITING)
def test_nothing_is_written_without_the_token_of_the_page(user, scene, pattern, row):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    path = address(pattern, row_for(user, row))
    before = everything_of(user)
    for headers in ({}, {"Origin": "https://evil.example.org"}, {"HX-Request": "true"}):
        assert browser.post(path, row.sends, headers=headers).status_code == 403
    assert everything_of(user) == before


# --- Somebody else --------------------------------------------------------------------------------------------------


@by_pattern(OWNED)
@pytest.mark.parametrize("htmx", [{}, {"HX-Request": "true"}], ids=["plain", "htmx"])
def test_a_row_of_somebody_else_answers_like_one_that_never_was(
    client, user, someone_else, pattern, row, htmx
):
    theirs = someone_else[row.about]
    before = everything_of(user, theirs.owner)
    for method in METHODS:
        found = ask(client, method, address(pattern, theirs.id), row, **htmx)
        nobodys = ask(client, method, address(pattern, NOBODYS_ID), row, **htmx)
        assert found.status_code == nobodys.status_code == (404 if method in row.methods else 405)
        assert body(found).replace(str(theirs.id).encode(), b"") == body(nobodys).replace(
            str(NOBODYS_ID).encode(), b""
        )
        assert CANARY.encode() not in body(found)
    assert everything_of(user, theirs.owner) == before


def test_an_id_of_somebody_else_can_be_taken_for_a_new_row_and_touches_nothing_of_theirs(
    client, user, someone_else
):
    cramp, medicine, event = (someone_else[name] for name in ("complete", "medicine", "event"))
    before = everything_of(cramp.owner)
    client.post("/now/", {"id": cramp.id, "at": NOW.isoformat(), "time_zone": "UTC"})
    client.post("/settings/medicines/", {"id": medicine.id, "name": "Mine"})
    client.post("/settings/events/", {"id": event.id, "name": "Mine", "on": "2026-03-01"})
    assert user.events.get().id == event.id
    assert user.episodes.get().id == cramp.id
    assert user.medicines.get().id == medicine.id
    assert everything_of(cramp.owner) == before


@by_pattern(READING)
def test_no_page_shows_anything_of_somebody_else(client, user, someone_else, pattern, row):
    own = {name: make(user) for name, make in ROWS.items()}
    user.episodes.update(note="")
    user.medicines.update(name="Mine", note="")
    user.events.update(name="Mine")
    user.own_factors.update(name="Mine")
    user.visits.update(with_whom="Mine", note="", questions=[])
    user.share_links.update(name="Mine")
    for waits in user.imports.filter(staged__isnull=False):
        waits.staged = zlib.compress(zlib.decompress(waits.staged).replace(CANARY.encode(), b"Mine"))
        waits.choices["warnings"] = []
        waits.save()
    path = address(pattern, own[row.about].id if row.about else NOBODYS_ID)
    for query in ("", *QUERIES.get(pattern, ())):
        for headers in ({}, {"HX-Request": "true"}):
            assert CANARY.encode() not in body(client.get(path + query, headers=headers))


def test_the_canary_is_shown_to_the_person_who_wrote_it(someone_else):
    browser = Client()
    browser.force_login(someone_else["complete"].owner)
    seen = {
        pattern
        for pattern, row in READING.items()
        if CANARY.encode() in body(browser.get(address(pattern, row.about and someone_else[row.about].id)))
    }
    assert seen >= {"transfer/export/<slug:name>/", "episodes/<uuid:id>/", "settings/medicines/", "visit/"}
    assert seen >= {"settings/factors/", "settings/factors/<own:id>/", "settings/events/", "diary/bin/"}


# --- Odd addresses --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/episodes/not-an-id/",
        "/episodes/00000000000000000000000000000000/",
        "/check-ins/0001-01-01/",
        "/check-ins/9999-12-31/",
        "/check-ins/2026-02-30/",
        "/check-ins/2026-3-3/",
        "/diary/2026/13/",
        "/diary/0000/01/",
        "/diary/9999/12/",
        "/diary/nights/2026-13-01/",
        "/diary/nights/２０２６-03-03/",
        "/guidance/..%2f..%2fetc%2fpasswd/",
        "/guidance/%00/",
        "/visit/prompts/R99/discussed/",
        "/.git/config",
        "/.env",
        "/db.sqlite3",
        "/static/../config/settings.py",
        "/static/%2e%2e/manage.py",
        "/admin/",
    ],
)
def test_an_address_that_is_none_of_ours_is_not_found(client, path):
    assert client.get(path).status_code in ({404, 405} if "prompts" in path else {404})
    assert client.post(path).status_code == 404


@pytest.mark.parametrize(
    "query", ["?" + "a=1&" * 1500, "?text=%00", "?text=%ff%fe", "?page=-1", "?page=x", "?period=%F0%9F%8C%99"]
)
@pytest.mark.parametrize("path", ["/", "/diary/", "/patterns/", "/guidance/", "/visit/"])
def test_an_odd_question_is_never_a_fault(client, scene, path, query):
    assert client.get(path + query).status_code in {200, 400, 422}


# --- Cost -----------------------------------------------------------------------------------------------------------


@by_pattern(READING)
def test_a_page_takes_at_most_fifteen_queries(
    client, user, someone_else, django_assert_max_num_queries, pattern, row
):
    own = {name: make(user) for name, make in ROWS.items() if name != row.about}
    path = address(pattern, row_for(user, row))
    assert own
    with django_assert_max_num_queries(MOST_QUERIES):
        body(client.get(path))
