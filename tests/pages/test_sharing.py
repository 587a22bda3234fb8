"""Share links: what a stranger sees and what not, for how long, and that nothing is remembered of either."""

import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pikepdf
import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from diary import records
from diary.actions import share_links
from diary.actions.tokens import digest_of, new_token
from diary.domain.demo import demo_diary
from diary.domain.selection import EVERYTHING, USUAL, Section
from diary.domain.sharing import MOST_LINKS, MOST_LISTED, LinkState, OpenedAs
from diary.models import ShareLink, ShareOpening
from diary.pages.sharing.forms import sealed_token, token_in
from tests.factories import EpisodeFactory, MedicineFactory, ShareLinkFactory
from tests.pages.diaries import write

NOW = datetime(2026, 11, 22, 9, 0, 7, 123456, tzinfo=UTC)
TODAY = date(2026, 11, 22)
CANARY = "Zebrafinch"


@pytest.fixture(autouse=True)
def clock():
    cache.clear()
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def stranger():
    return Client()


@pytest.fixture
def kept(user):
    write(user, demo_diary(seed=62, today=TODAY, nights=120, time_zone="Europe/London"))
    return user


def share(user, **said):
    """Make a link and return its token."""
    token = new_token()
    usual = {
        "id": uuid4(), "token": token, "name": "Dr. Marsh", "first": TODAY - timedelta(days=89), "last": TODAY,
        "sections": USUAL, "days": 14, "now": NOW,
    }  # fmt: skip
    share_links.make(user, **usual | said)
    return token


def the_link(user):
    return records.share_links_of(user)[0]


def at(token):
    return reverse("diary:shared", args=[token])


def pdf_at(token):
    return reverse("diary:shared_pdf", args=[token])


# --- Making one -----------------------------------------------------------------------------------


def form(**said):
    return {
        "id": uuid4(), "token": sealed_token(), "name": "Dr. Marsh", "chosen": "1", "period": "4-weeks",
        "sections": ["episodes", "medicines"], "days": "14", "passcode": "",
    } | said  # fmt: skip


def address_in(response):
    return re.search(r"http://testserver(/s/[\w-]+/)", response.text)[1]


def test_a_link_is_made_and_shown_once_and_opens(client, kept, stranger):
    response = client.post(reverse("diary:sharing"), form())
    address = address_in(response)
    assert "qr-ink" in response.text
    assert stranger.get(address).status_code == 200
    assert address not in client.get(reverse("diary:sharing")).text
    link = the_link(kept)
    # It is nine in the morning: the night that is over is that of the 21st, and the next has not begun.
    assert (link.first, link.last) == (date(2026, 10, 25), TODAY - timedelta(days=1))
    assert link.sections == {Section.EPISODES, Section.MEDICINES}
    assert link.expires_at == NOW + timedelta(days=14)
    assert "no-store" in response["Cache-Control"]


def test_a_form_that_is_sent_twice_makes_one_link_and_shows_it_twice(client, kept):
    said = form()
    first, second = (client.post(reverse("diary:sharing"), said) for _ in range(2))
    assert address_in(first) == address_in(second)
    assert kept.share_links.count() == 1


def test_whoever_goes_back_and_chooses_less_gets_no_address_of_more(client, kept, stranger):
    said = form(sections=["episodes", "medicines", "notes"])
    first = address_in(client.post(reverse("diary:sharing"), said))
    for changed in ({"sections": ["episodes"]}, {"period": "year"}, {"days": "3"}, {"passcode": "moonlight"}):
        response = client.post(reverse("diary:sharing"), said | {"id": uuid4()} | changed)
        assert response.status_code == 422
        assert "This page has made a link already" in response.text
        assert first not in response.text
    assert kept.share_links.count() == 1
    again = {**said, "sections": ["episodes"], "id": response.context["new_id"]}
    second = client.post(reverse("diary:sharing"), again | {"token": response.context["token"]})
    assert address_in(second) != first
    assert kept.share_links.get(id=again["id"]).sections == ["episodes"]


def test_a_form_that_is_sent_again_does_not_show_a_link_that_was_ended(client, kept):
    said = form()
    client.post(reverse("diary:sharing"), said)
    share_links.revoke(kept, the_link(kept).id, now=NOW)
    assert client.post(reverse("diary:sharing"), said).status_code == 422


@pytest.mark.parametrize(
    ("zone", "at", "last"),
    [
        ("Pacific/Auckland", datetime(2026, 11, 22, 10, tzinfo=UTC), date(2026, 11, 22)),
        ("Pacific/Auckland", datetime(2026, 11, 22, 12, tzinfo=UTC), date(2026, 11, 22)),
        ("Pacific/Auckland", datetime(2026, 11, 22, 23, tzinfo=UTC), date(2026, 11, 23)),
        ("Pacific/Honolulu", datetime(2026, 11, 22, 9, tzinfo=UTC), date(2026, 11, 21)),
    ],
)
def test_a_link_ends_with_the_night_that_runs_where_the_person_is(client, kept, clock, zone, at, last):
    kept.time_zone = zone
    kept.save()
    clock.move_to(at)
    client.post(reverse("diary:sharing"), form(period="all"))
    assert the_link(kept).last == last


def test_a_link_to_nights_to_come_ends_today(client, kept):
    client.post(reverse("diary:sharing"), form(period="own", first="2026-11-01", last="2027-11-01"))
    assert the_link(kept).last == TODAY - timedelta(days=1)


def test_all_of_a_diary_begins_with_its_first_night(client, kept):
    client.post(reverse("diary:sharing"), form(period="all"))
    assert the_link(kept).first == records.first_noted_of(kept)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": " "}, "Please write for whom it is."),
        ({"name": "x" * 121}, "This is 121 characters long."),
        ({"days": ""}, "Please give a number of days."),
        ({"days": "0"}, "Please give a number from 1 to 365."),
        ({"days": "366"}, "Please give a number from 1 to 365."),
        ({"days": "１２"}, "whole number"),
        ({"passcode": "12345"}, "Please take at least 6 characters."),
        ({"passcode": "x" * 65}, "This is 65 characters long."),
        ({"period": "own", "first": "", "last": ""}, "Please give one of the two dates"),
        ({"sections": ["everything"]}, "Please choose from these."),
        ({"token": "forged"}, "This page was open for a long time. Please send it again."),
    ],
)
def test_bad_input_is_named_and_kept_and_makes_no_link(client, kept, said, sentence):
    sent = form(**said)
    response = client.post(reverse("diary:sharing"), sent)
    assert response.status_code == 422
    assert sentence in response.text
    assert sent["name"] in response.text
    assert not kept.share_links.exists()


def test_the_report_page_hands_its_choice_on(client, kept):
    response = client.get(reverse("diary:sharing") + "?chosen=1&period=year&sections=medicines")
    shown = response.context["form"]
    assert shown["period"].value() == "year"
    assert shown["sections"].value() == ["medicines"]


def test_nobody_can_bring_a_token_of_their_own():
    assert token_in("short") is None
    assert len(token_in(sealed_token())) >= 43


def test_a_form_that_was_open_for_more_than_a_day_makes_no_link(clock):
    sealed = sealed_token()
    clock.shift(timedelta(hours=25))
    assert token_in(sealed) is None


def test_there_are_only_so_many_links_that_work(client, user):
    for _ in range(MOST_LINKS):
        ShareLinkFactory(owner=user, created_at=NOW, expires_at=NOW + timedelta(days=1))
    response = client.post(reverse("diary:sharing"), form())
    assert response.status_code == 422
    assert f"You have {MOST_LINKS} links that work." in response.text


def test_the_database_holds_no_token_and_no_passcode(kept):
    token = share(kept, passcode="moonlight")
    row = ShareLink.objects.get()
    everything = repr(row) + str(row) + repr(ShareLink.objects.values().get()) + repr(the_link(kept))
    assert token not in everything
    assert "moonlight" not in everything
    assert row.token_digest == digest_of(token)


# --- What a stranger sees -------------------------------------------------------------------------


def test_it_shows_the_report_of_its_nights_as_a_page_and_as_a_pdf(client, kept, stranger):
    token = share(kept, first=TODAY - timedelta(days=27), last=TODAY)
    page = stranger.get(at(token))
    assert "Patient-reported, not verified." in page.text
    assert page.context["report"].first == TODAY - timedelta(days=27)
    pdf = stranger.get(pdf_at(token))
    assert pdf["Content-Type"] == "application/pdf"
    with pikepdf.open(BytesIO(pdf.content)) as document:
        assert document.Root.MarkInfo.Marked


def test_what_is_noted_later_is_not_in_it(kept, stranger):
    token = share(kept, last=TODAY - timedelta(days=7), sections=EVERYTHING)
    before = tuple(stranger.get(at(token)).context["report"].texts())
    EpisodeFactory(owner=kept, started_at=NOW, day=TODAY, note=CANARY, signs={"SQ01": True})
    assert CANARY not in stranger.get(at(token)).text
    assert tuple(stranger.get(at(token)).context["report"].texts()) == before


@pytest.mark.parametrize("section", [section for section in Section if section is not Section.EPISODES])
def test_a_section_that_was_kept_back_is_nowhere(kept, stranger, section):
    EpisodeFactory(owner=kept, started_at=NOW - timedelta(days=1), day=TODAY - timedelta(days=2), note=CANARY)
    MedicineFactory(owner=kept, name=f"{CANARY} tablets", note=f"{CANARY} note")
    hidden = {Section.NOTES: f"{CANARY}", Section.MEDICINES: f"{CANARY} tablets"}.get(section)
    sections = EVERYTHING - {section} - ({Section.MEDICINES} if section is Section.NOTES else set())
    token = share(kept, sections=sections)
    page, pdf = stranger.get(at(token)), stranger.get(pdf_at(token))
    if hidden:
        assert hidden not in page.text
        assert hidden not in str(dict(page.headers)) + str(dict(pdf.headers))
        with pikepdf.open(BytesIO(pdf.content)) as document:
            inside = document.attachments["cramp-diary-fhir.json"].get_file().read_bytes().decode()
            assert hidden not in inside
    assert page.status_code == pdf.status_code == 200


def test_nothing_may_keep_follow_or_find_it_and_no_cookie_is_set(kept, stranger, client):
    token = share(kept)
    for visitor in (stranger, client):
        for response in (
            visitor.get(at(token)),
            visitor.get(pdf_at(token)),
            visitor.get(at("unknown")),
            visitor.head(at(token)),
            visitor.post(at(token)),
            visitor.get(f"{at(token)}a-slip/"),
        ):
            assert response["Cache-Control"] == "private, no-store"
            assert response["Referrer-Policy"] == "no-referrer"
            assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"
            assert not response.cookies
            assert "Clear-Site-Data" not in response.headers


def test_the_page_leads_nowhere_and_loads_nothing_from_elsewhere(kept, stranger):
    text = stranger.get(at(share(kept))).text
    assert not re.findall(r'(?:href|src)="(?:https?:)?//', text)
    assert "<script" not in text
    assert kept.email not in text
    assert str(kept.id) not in text


def test_a_signed_in_visitor_sees_what_a_stranger_sees(kept, stranger, client, other_user):
    token = share(kept)
    theirs = Client()
    theirs.force_login(other_user)
    assert theirs.get(at(token)).text == client.get(at(token)).text == stranger.get(at(token)).text
    assert theirs.get(reverse("diary:tonight")).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_can_only_be_read(kept, stranger, method):
    token = share(kept)
    assert getattr(stranger, method)(at(token)).status_code == 405
    assert getattr(stranger, method)(pdf_at(token)).status_code == 405


def test_a_link_that_was_copied_badly_opens_or_says_so(kept, stranger):
    address = at(share(kept))
    assert stranger.get(address.rstrip("/"), follow=True).status_code == 200
    for slip in (f"{address}report.pd/", f"{address}and/more/"):
        response = stranger.get(slip)
        assert response.status_code == 404
        assert "This link opens nothing." in response.text


def test_a_link_opens_nothing_else(kept, stranger):
    token = share(kept)
    stranger.get(at(token))
    for name in ("visit", "diary", "patterns", "visit_report", "sharing"):
        assert stranger.get(reverse(f"diary:{name}")).status_code == 302


# --- When it ends ---------------------------------------------------------------------------------


def gone(stranger, token):
    """Whether a link looks as if it had never been."""
    found, never = stranger.get(at(token)), stranger.get(at("A" * 43))
    pdf = stranger.get(pdf_at(token))
    assert found.text == never.text == pdf.text
    return found.status_code == never.status_code == pdf.status_code == 404


def test_it_ends_when_its_time_is_over_to_the_second(kept, stranger, clock):
    token = share(kept, days=1)
    clock.move_to(NOW + timedelta(days=1, seconds=-1))
    assert stranger.get(at(token)).status_code == 200
    clock.move_to(NOW + timedelta(days=1))
    assert gone(stranger, token)
    assert the_link(kept).state(NOW + timedelta(days=1)) is LinkState.EXPIRED


def test_it_ends_when_the_owner_ends_it_and_no_other_with_it(client, kept, stranger):
    token, other = share(kept), share(kept)
    link = next(link for link in records.share_links_of(kept) if digest_of(token) == digest(link))
    response = client.post(reverse("diary:share_link_revoke", args=[link.id]), follow=True)
    assert "The link for Dr. Marsh was ended." in response.text
    assert gone(stranger, token)
    assert stranger.get(at(other)).status_code == 200
    client.post(reverse("diary:share_link_revoke", args=[link.id]))
    assert "was ended" in client.get(reverse("diary:share_link", args=[link.id])).text


def digest(link):
    return ShareLink.objects.get(id=link.id).token_digest


def test_it_ends_with_the_account(kept, stranger):
    token = share(kept)
    kept.is_active = False
    kept.save()
    assert gone(stranger, token)
    kept.delete()
    assert gone(stranger, token)
    assert not ShareLink.objects.exists()
    assert not ShareOpening.objects.exists()


def test_who_guesses_has_to_wait(stranger, kept, clock):
    for _ in range(30):
        assert stranger.get(at(new_token())).status_code == 404
    refused = stranger.get(at(new_token()))
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert stranger.get(at(share(kept))).status_code == 429
    clock.shift(timedelta(minutes=2))
    assert stranger.get(at(share(kept))).status_code == 200


# --- Openings -------------------------------------------------------------------------------------


def test_the_owner_sees_how_often_and_when_it_was_opened_and_as_what(client, kept, stranger, clock):
    token = share(kept)
    stranger.get(at(token))
    clock.shift(timedelta(hours=1))
    stranger.get(pdf_at(token))
    link = the_link(kept)
    assert (link.openings, link.last_opened_at) == (2, NOW + timedelta(hours=1))
    assert [o.what for o in records.openings_of(kept, link.id)] == [OpenedAs.PDF, OpenedAs.PAGE]
    page = client.get(reverse("diary:share_link", args=[link.id])).text
    assert "Opened 2 times" in page
    assert "as PDF" in page


def test_programs_that_look_ahead_open_nothing_and_use_nothing_up(kept, stranger):
    token = share(kept)
    stranger.head(at(token))
    stranger.get(at(token), headers={"Sec-Purpose": "prefetch;prerender"})
    stranger.get(at(token), headers={"Purpose": "prefetch"})
    assert the_link(kept).openings == 0
    for _ in range(50):
        assert stranger.get(at(token)).status_code == 200
    assert the_link(kept).openings == 50


def test_openings_are_counted_without_end_and_listed_to_a_number(user):
    link = ShareLinkFactory(owner=user)
    for minute in range(MOST_LISTED + 5):
        share_links.note_opening(user, link.id, what=OpenedAs.PAGE, now=NOW + timedelta(minutes=minute))
    assert the_link(user).openings == MOST_LISTED + 5
    assert user.share_openings.count() == MOST_LISTED


# --- The passcode ---------------------------------------------------------------------------------


def type_in(stranger, token, passcode):
    return stranger.post(reverse("diary:shared_passcode", args=[token]), {"passcode": passcode})


def test_a_passcode_is_asked_once_on_a_device(kept, stranger):
    token = share(kept, passcode="moonlight")
    closed = stranger.get(at(token))
    assert "Patient-reported" not in closed.text
    assert stranger.get(pdf_at(token)).status_code == 302
    assert the_link(kept).openings == 0
    wrong = type_in(stranger, token, "sunlight")
    assert wrong.status_code == 422
    assert "This is not the passcode." in wrong.text
    opened = type_in(stranger, token, " moonlight ")
    cookie = opened.cookies["opened"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (at(token), True, "Strict")
    assert "Patient-reported" in stranger.get(at(token)).text
    assert stranger.get(pdf_at(token)).status_code == 200
    assert "Patient-reported" not in Client().get(at(token)).text


def test_one_opened_link_opens_no_other(kept, stranger):
    first, second = share(kept, passcode="moonlight"), share(kept, passcode="sunlight")
    opened = type_in(stranger, first, "moonlight").cookies["opened"].value
    stranger.cookies.clear()
    stranger.cookies["opened"] = opened
    assert "Patient-reported" not in stranger.get(at(second)).text
    stranger.cookies["opened"] = "forged"
    assert "Patient-reported" not in stranger.get(at(first)).text


def test_a_passcode_can_not_be_tried_without_end(kept, stranger, clock):
    token = share(kept, passcode="moonlight")
    for _ in range(5):
        assert type_in(stranger, token, "sunlight").status_code == 422
    assert type_in(stranger, token, "moonlight").status_code == 429
    clock.shift(timedelta(minutes=2))
    assert type_in(stranger, token, "moonlight").status_code == 302


def test_a_passcode_can_not_be_tried_day_and_night(kept, stranger, clock):
    token = share(kept, passcode="moonlight")
    for _ in range(20):
        assert type_in(stranger, token, "sunlight").status_code == 422
        clock.shift(timedelta(minutes=1))
    assert type_in(stranger, token, "moonlight").status_code == 429
    clock.shift(timedelta(days=1))
    assert type_in(stranger, token, "moonlight").status_code == 302


def test_whoever_loads_the_answer_to_a_wrong_passcode_anew_is_asked_anew(kept, stranger):
    token = share(kept, passcode="moonlight")
    address = reverse("diary:shared_passcode", args=[token])
    assert stranger.get(address).url == at(token)
    assert stranger.get(reverse("diary:shared_passcode", args=["unknown"])).status_code == 404


def test_an_unknown_link_asks_for_no_passcode(stranger, db):
    assert type_in(stranger, "unknown", "moonlight").status_code == 404


def test_a_link_of_somebody_else_is_not_there(client, other_user):
    link = ShareLinkFactory(owner=other_user)
    for address in (
        reverse("diary:share_link", args=[link.id]),
        reverse("diary:share_link", args=[UUID(int=1)]),
    ):
        assert client.get(address).status_code == 404
    assert client.post(reverse("diary:share_link_revoke", args=[link.id])).status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is None
