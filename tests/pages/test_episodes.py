"""The episode form: a time and a muscle are enough, unknown stays unknown, and nothing is guessed, lost or refused."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import html5lib
import pytest
import time_machine
from django.contrib.messages import get_messages
from django.http import QueryDict
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.zones import zone_names
from diary import records
from diary.actions import answers, check_ins, episodes
from diary.domain.days import Twice, instants_of, wall_clock
from diary.domain.entries import Episode, Place, ReliefTried
from diary.domain.prompts.questions import EPISODE_SIGNS
from diary.domain.vocabulary import Helped, Muscle, Relief, Side
from diary.pages.episodes.after_saving import overlaps
from diary.pages.episodes.forms import EpisodeForm, changes_between
from diary.pages.episodes.onset import OnsetForm
from diary.pages.episodes.ticks import (
    places_of_ticks,
    reliefs_of_ticks,
    signs_of_ticks,
    ticks_of_places,
    ticks_of_signs,
)
from diary.pages.episodes.wording import differences
from tests.factories import EpisodeFactory

pytestmark = pytest.mark.django_db

# A Sunday morning in London, without summer time.
NOW = datetime(2026, 11, 22, 9, 30, 40, tzinfo=UTC)
ADD = "/episodes/add/"
LONDON = "Europe/London"
# The clocks of London went back at 01:00 UTC, and forward at 01:00 UTC.
AUTUMN, SPRING = date(2026, 10, 25), date(2026, 3, 29)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


# --- A browser without JavaScript ---


def page_of(response):
    return html5lib.parse(response.content.decode(), namespaceHTMLElements=False)


def form_of(response):
    """What a browser would send if the form were saved as it is shown: names with lists of values."""
    page = page_of(response)
    (form,) = (form for form in page.iter("form") if "episode-form" in form.get("class", ""))
    sent: dict[str, list[str]] = {}
    for field in form.iter():
        name, kind = field.get("name"), field.get("type", "text")
        if not name or (kind in {"radio", "checkbox"} and field.get("checked") is None):
            continue
        if field.tag == "input":
            sent.setdefault(name, []).append(field.get("value", "" if kind in {"text", "hidden"} else "on"))
        elif field.tag == "textarea":
            sent.setdefault(name, []).append(field.text or "")
        elif field.tag == "select":
            chosen = [
                option.get("value") for option in field.iter("option") if option.get("selected") is not None
            ]
            sent.setdefault(name, []).extend(chosen)
    return {"action": form.get("action"), "fields": sent}


def save(client, response, **answers):
    """Change some answers of a form that is shown, and send it."""
    form = form_of(response)
    return client.post(form["action"], form["fields"] | answers)


def an_entry(**answers):
    """The least that can be said."""
    return {"id": str(uuid4()), "date": "2026-11-22", "time": "03:10", "places": ["calf:left"]} | answers


def add(client, **answers):
    return client.post(ADD, an_entry(**answers))


def edit_url(row):
    return reverse("diary:episode", args=[row.id])


def only(user):
    (row,) = user.episodes.all()
    return row


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def errors_of(response):
    """The errors beside the fields: name of the field with its words."""
    return {
        part.get("id").removeprefix("id_").removesuffix("_error"): "".join(part.itertext()).strip()
        for part in page_of(response).iter("ul")
        if part.get("class") == "errors"
    }


def everything(user, **more):
    """An episode that says all there is to say, with values between the ones that are shown."""
    details = {
        "started_at": datetime(2026, 11, 19, 3, 14, 25, 123456, tzinfo=UTC),
        "places": [
            {"muscle": "hand", "side": "right"},
            {"muscle": "calf", "side": "both"},
            {"muscle": "back", "side": None},
        ],
        "onset_is_about": True,
        "state": "asleep",
        "hard_minutes": 7,
        "sore_hours": 20,
        "severity": 7,
        "knot": "not_sure",
        "stretch_eased": "partly",
        "woke": False,
        "minutes_awake": 45,
        "slept_again": False,
        "distress": "moderate",
        "fluids": "less",
        "activity": "hard",
        "reliefs": [{"relief": "walked", "helped": None}, {"relief": "stretch", "helped": "partly"}],
        "signs": {"SQ06": True, "SQ06.dark": True, "SQ06.little": False, "SQ01": False, "SQ05": True},
        "fall": "nearly",
        "count": 12,
        "note": "\nFirst line\n<b>second</b> & third 🦵",
    }
    return EpisodeFactory(owner=user, **details | more)


# --- Adding ---


def test_a_time_and_a_muscle_are_enough_and_the_rest_stays_unknown(client, user):
    response = add(client)
    assert response.status_code == 303
    saved = records.episode_from_row(only(user))
    assert saved == Episode(
        id=saved.id,
        started_at=datetime(2026, 11, 22, 3, 10, tzinfo=UTC),
        time_zone=LONDON,
        day=date(2026, 11, 21),
        places=(Place(Muscle.CALF, Side.LEFT),),
    )


def test_nothing_is_answered_before_the_person_answers_it(client):
    sent = form_of(client.get(ADD))["fields"]
    answers = {name: values for name, values in sent.items() if any(values)}
    del answers["id"], answers["next"], answers["csrfmiddlewaretoken"]
    assert answers == {
        "version": ["0"],
        "ago": ["given"],
        "date": ["2026-11-22"],
        "time": ["09:30"],
        "time_zone": [LONDON],
    }


def test_what_was_saved_is_named(client):
    assert said(add(client)) == ["Saved: left calf, 03:10, night of Sat 21 Nov."]


@pytest.mark.parametrize(
    ("ticks", "stored"),
    [
        (["calf"], [("calf", None)]),
        (["calf", "calf:right"], [("calf", "right")]),
        (["calf:left", "calf:right"], [("calf", "both")]),
        (
            ["foot_arch:left", "other", "calf:left"],
            [("calf", "left"), ("foot_arch", "left"), ("other", None)],
        ),
    ],
)
def test_a_muscle_may_have_one_side_both_or_none_that_is_known(client, user, ticks, stored):
    add(client, places=ticks)
    assert only(user).places == [{"muscle": muscle, "side": side} for muscle, side in stored]


def test_muscles_that_have_cramped_before_stand_among_the_first(client, user):
    before = EpisodeForm(now=NOW, zone=LONDON)
    assert "Hand" not in [row.option["label"] for row in before.common_places]
    EpisodeFactory(owner=user, started_at=NOW - timedelta(days=9), places=[{"muscle": "hand", "side": None}])
    html = client.get(ADD).text
    assert html.index('Left<span class="visually-hidden"> hand') < html.index("More places")


@pytest.mark.parametrize(("ago", "started"), [("0", "09:30"), ("5", "09:25"), ("60", "08:30")])
def test_minutes_ago_win_over_the_time_that_is_shown(client, user, ago, started):
    add(client, ago=ago)
    assert f"{only(user).started_at:%H:%M:%S}" == f"{started}:00"


def test_minutes_ago_count_from_the_tap_on_the_phone(client, user):
    add(client, ago="15", tapped_at="2026-11-22T09:20:59.000Z")
    assert only(user).started_at == datetime(2026, 11, 22, 9, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "tapped_at", ["2000-01-01T00:00:00Z", "soon", "9999-99-99", "x" * 9000, "2026-11-22T09:20"]
)
def test_a_phone_that_is_wrong_about_the_time_is_not_believed(client, user, tapped_at):
    add(client, ago="5", tapped_at=tapped_at)
    assert only(user).started_at == datetime(2026, 11, 22, 9, 25, tzinfo=UTC)


def test_minutes_ago_stand_still_while_other_answers_are_mended(client, user, clock):
    response = add(client, ago="5", places=[])
    assert response.status_code == 422
    clock.shift(timedelta(minutes=20))
    assert save(client, response, places=["toes"]).status_code == 303
    assert only(user).started_at == datetime(2026, 11, 22, 9, 25, tzinfo=UTC)


def test_minutes_ago_wait_for_a_zone_that_is_known(client, user):
    response = add(client, ago="5", time_zone="Mars/Olympus")
    assert errors_of(response) == {"time_zone": "This time zone is not known."}
    assert save(client, response, time_zone=[LONDON]).status_code == 303
    assert only(user).started_at == datetime(2026, 11, 22, 9, 25, tzinfo=UTC)


def test_minutes_ago_in_the_repeated_hour_are_not_asked_about_again(client, user, clock):
    clock.move_to(datetime(2026, 10, 25, 1, 40, tzinfo=UTC))
    response = add(client, ago="5", places=[])
    assert save(client, response, places=["toes"]).status_code == 303
    assert only(user).started_at == datetime(2026, 10, 25, 1, 35, tzinfo=UTC)


def test_an_exact_number_wins_over_a_span(client, user):
    add(client, hard_minutes="4", hard_minutes_exact="7", count="2", count_exact="13")
    assert (only(user).hard_minutes, only(user).count) == (7, 13)


def test_what_helped_counts_for_what_was_tried(client, user):
    add(client, reliefs=["stretch", "walked"], helped_stretch="yes", helped_heat="no")
    assert only(user).reliefs == [
        {"relief": "stretch", "helped": "yes"},
        {"relief": "walked", "helped": None},
    ]


def test_not_getting_back_to_sleep_is_kept_beside_the_minutes_awake(client, user):
    add(client, minutes_awake="60", not_slept_again="on", woke="yes")
    assert (only(user).minutes_awake, only(user).slept_again, only(user).woke) == (60, False, True)


def test_the_check_in_of_that_day_is_recalled_and_not_copied(client, user):
    check_ins.answer(user, date(2026, 11, 21), factor="fluids", value="more", now=NOW)
    row = EpisodeFactory(owner=user, started_at=NOW - timedelta(hours=6))
    response = client.get(edit_url(row))
    assert "Your check-in for Sat 21 Nov says: more." in response.text
    save(client, response)
    assert only(user).fluids is None


def test_the_same_post_twice_gives_one_row_and_the_same_answer(client, user):
    entry = an_entry()
    first, second = client.post(ADD, entry), client.post(ADD, entry)
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert only(user).version == 1


def test_a_second_try_minutes_later_is_the_same_cramp(client, user, clock):
    entry = an_entry(ago="5")
    client.post(ADD, entry)
    clock.shift(timedelta(minutes=3))
    assert client.post(ADD, entry).status_code == 303
    assert only(user).started_at == datetime(2026, 11, 22, 9, 25, tzinfo=UTC)


def test_an_entry_that_was_changed_and_sent_again_shows_both_and_can_be_kept(client, user):
    entry = an_entry()
    client.post(ADD, entry)
    response = client.post(ADD, entry | {"severity": "8", "note": "It came back."})
    assert response.status_code == 409
    assert only(user).note == ""
    assert "It came back." in response.text
    assert save(client, response).status_code == 303
    assert (only(user).severity, only(user).note, only(user).version) == (8, "It came back.", 2)


def test_an_entry_of_which_the_row_went_into_the_bin_can_be_saved_as_a_new_one(client, user):
    entry = an_entry(note="Still here.")
    client.post(ADD, entry)
    client.post(reverse("diary:episode_discard", args=[entry["id"]]))
    response = client.post(ADD, entry)
    assert response.status_code == 409
    assert save(client, response).status_code == 303
    assert user.episodes.kept().get().note == "Still here."
    assert user.episodes.in_bin().count() == 1


def test_an_id_of_somebody_else_is_no_collision(client, user, other_user):
    theirs = EpisodeFactory(owner=other_user)
    assert add(client, id=str(theirs.id)).status_code == 303
    assert only(user).id == theirs.id
    assert only(other_user).version == 1


# --- Signs ---


def test_signs_that_are_not_ticked_stay_unknown(client, user):
    add(client, signs=["SQ06", "SQ06.dark", "SQ11.fainted"])
    assert only(user).signs == {"SQ06": True, "SQ06.dark": True}


def test_none_of_these_says_no_to_the_rest(client, user):
    add(client, signs=["SQ01", "none"])
    asked = [question.id for question in EPISODE_SIGNS if question.id != "SQ27"]
    assert only(user).signs == {question: question == "SQ01" for question in asked}


def test_the_sign_of_a_child_is_not_put_to_an_adult_but_what_was_answered_stays(client, user):
    assert "Child limps" in client.get(ADD).text
    answers.say(user, {"profile.birth_year": 1960}, now=NOW)
    assert "Child limps" not in client.get(ADD).text
    row = EpisodeFactory(owner=user, signs={"SQ37": True})
    assert "Child limps" in client.get(edit_url(row)).text


def test_soreness_after_two_days_is_asked_from_then_on_only(client, user):
    assert "Still sore after two days" not in client.get(ADD).text
    row = EpisodeFactory(owner=user, started_at=NOW - timedelta(hours=48))
    assert "Still sore after two days" in client.get(edit_url(row)).text


def test_a_no_from_the_night_is_shown_and_stays(client, user):
    row = EpisodeFactory(owner=user, signs={"SQ01": False})
    response = client.get(edit_url(row))
    assert "You said no." in response.text
    save(client, response, signs=["SQ06"])
    assert only(user).signs == {"SQ01": False, "SQ06": True}


def test_a_tick_can_be_taken_back(client, user):
    row = EpisodeFactory(owner=user, signs={"SQ06": True, "SQ06.dark": True, "SQ02": True})
    save(client, client.get(edit_url(row)), signs=["SQ02"])
    assert only(user).signs == {"SQ02": True}


# --- Clock changes, the future, zones ---


def test_a_time_that_came_twice_is_asked_about(client, user):
    response = add(client, date=AUTUMN, time="01:30")
    assert response.status_code == 422
    assert errors_of(response) == {"meant": "The clocks went back, so there was 01:30 twice that night."}
    assert "The first 01:30, before the clocks went back" in response.text
    assert user.episodes.count() == 0


@pytest.mark.parametrize(("choice", "hour"), [(0, 0), (1, 1)])
def test_either_of_two_equal_times_can_be_meant(client, user, choice, hour):
    response = add(client, date=AUTUMN, time="01:30")
    options = [f.get("value") for f in page_of(response).iter("input") if f.get("name") == "meant"]
    assert save(client, response, meant=options[choice]).status_code == 303
    assert only(user).started_at == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)


@pytest.mark.parametrize(("choice", "wall"), [(0, "00:30"), (1, "02:30")])
def test_a_time_that_never_was_is_asked_about_with_both_neighbours(client, user, choice, wall):
    response = add(client, date=SPRING, time="01:30")
    assert response.status_code == 422
    assert errors_of(response) == {"meant": "01:30 did not exist that night: the clocks went forward."}
    options = [f.get("value") for f in page_of(response).iter("input") if f.get("name") == "meant"]
    save(client, response, meant=options[choice])
    assert f"{wall_clock(only(user).started_at, LONDON):%H:%M}" == wall


def test_a_day_that_never_was_names_the_days_beside_it(client):
    response = add(client, date="2011-12-30", time="08:00", time_zone="Pacific/Apia")
    assert "08:00, Thursday 29 December" in response.text
    assert "08:00, Saturday 31 December" in response.text


def test_an_answer_about_one_time_does_not_count_for_another(client):
    response = add(client, date=AUTUMN, time="01:30")
    first = next(f.get("value") for f in page_of(response).iter("input") if f.get("name") == "meant")
    assert save(client, response, meant=first, time="01:45").status_code == 422
    assert save(client, response, meant=first, date=SPRING).status_code == 422


def folds_of(zone):
    """The instants of 2026 at which a clock in `zone` begins to repeat."""
    place = ZoneInfo(zone)
    days = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number) for number in range(366)]
    offsets = [day.astimezone(place).utcoffset() for day in days]
    for day, before, after in zip(days, offsets, offsets[1:], strict=False):
        if after < before:
            steps = (day + timedelta(minutes=15 * step) for step in range(97))
            yield next(step for step in steps if step.astimezone(place).utcoffset() == after)


def as_sent(form):
    """What a browser sends of a form about the onset as it is shown, without the detour over a page."""
    sent = QueryDict(mutable=True)
    for name, field in form.fields.items():
        value = field.widget.format_value(form[name].value())
        sent.setlist(name, value if isinstance(value, list) else [value or ""])
    return sent


def test_in_every_zone_both_turns_of_the_repeated_hour_stay_what_they_are():
    seen = 0
    for zone in sorted(zone_names()):
        for second_turn in folds_of(zone):
            assert isinstance(instants_of(wall_clock(second_turn, zone), zone), Twice)
            first_turn = second_turn - timedelta(seconds=50)
            for started_at in (first_turn, second_turn + timedelta(seconds=70, microseconds=9)):
                stored = Episode(id=uuid4(), started_at=started_at, time_zone=zone, day=date(2026, 1, 1))
                shown = OnsetForm(now=NOW, zone="Asia/Kolkata", stored=stored)
                sent = OnsetForm(as_sent(shown), now=NOW, zone="Asia/Kolkata", stored=stored)
                assert sent.is_valid(), (zone, sent.errors)
                read = sent.cleaned_data
                assert (read["started_at"], read["time_zone"]) == (started_at, zone)
                seen += 1
    assert seen > 200


@pytest.mark.parametrize("ahead", [timedelta(minutes=5), timedelta(hours=25)])
def test_up_to_26_hours_ahead_are_kept(client, user, ahead):
    wall = NOW + ahead
    response = add(client, date=f"{wall:%Y-%m-%d}", time=f"{wall:%H:%M}")
    assert response.status_code == 303
    hint = any("still to come" in message for message in said(response))
    assert hint is (ahead > timedelta(minutes=15))


def test_a_date_further_ahead_is_asked_about_once_and_then_kept(client, user):
    response = add(client, date="2027-11-22")
    assert response.status_code == 422
    assert errors_of(response) == {
        "future": "This is in the future. Is the date right? If not, change it above."
    }
    (option,) = [f.get("value") for f in page_of(response).iter("input") if f.get("name") == "future"]
    assert save(client, response, future=option, date="2028-11-22").status_code == 422
    assert save(client, response, future=option).status_code == 303
    response = client.get(edit_url(only(user)))
    assert save(client, response, note="Noted ahead.").status_code == 303


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2201-01-01", "9999-12-31", "1900-01-01"])
def test_a_year_that_no_diary_holds_is_refused_in_words(client, user, day):
    response = add(client, date=day)
    assert response.status_code == 422
    assert errors_of(response)["date"] in {
        "Please give a year between 1900 and 2200.",
        "This date is too far away.",
    }
    assert user.episodes.count() == 0


def test_an_episode_keeps_the_zone_it_happened_in(client, user):
    row = EpisodeFactory(owner=user, time_zone="America/St_Johns")
    response = client.get(edit_url(row))
    assert "<span data-zone-name>America/St_Johns</span> time" in response.text
    save(client, response, note="Abroad.")
    assert (only(user).time_zone, only(user).started_at) == ("America/St_Johns", row.started_at)


def test_another_zone_means_another_instant_of_the_same_time(client, user):
    row = EpisodeFactory(owner=user)
    save(client, client.get(edit_url(row)), time_zone="America/New_York")
    assert only(user).started_at == datetime(2026, 3, 4, 8, 10, tzinfo=UTC)
    assert only(user).day == date(2026, 3, 3)


# --- Opening and saving ---


def test_opening_and_saving_changes_nothing(client, user):
    row = everything(user)
    response = save(client, client.get(edit_url(row)))
    assert response.status_code == 303
    after = only(user)
    assert records.episode_from_row(after) == records.episode_from_row(row)
    assert user.revisions.count() == 0


def test_every_answer_can_be_taken_back(client, user):
    row = everything(user)
    form = form_of(client.get(edit_url(row)))
    kept = {name: form["fields"][name] for name in ("version", "date", "time", "time_zone")}
    client.post(form["action"], kept | {"places": ["calf"]})
    saved = records.episode_from_row(only(user))
    assert saved == Episode(
        id=row.id,
        started_at=row.started_at,
        time_zone=LONDON,
        day=row.day,
        places=(Place(Muscle.CALF),),
        signs={"SQ06.little": False, "SQ01": False, "SQ05": True},
        version=2,
    )


def test_a_stored_number_between_two_spans_can_be_replaced_by_a_span(client, user):
    row = everything(user)
    response = client.get(edit_url(row))
    assert form_of(response)["fields"]["hard_minutes"] == ["7"]
    save(client, response, hard_minutes="15")
    assert only(user).hard_minutes == 15


def test_a_card_that_is_closed_says_what_it_holds(client, user):
    html = client.get(edit_url(everything(user))).text
    assert "7 min · 7 of 10, strong · Sore for 20 hours" in html
    assert "Walked, Stretched it (it helped a little) · Stretching eased it partly" in html
    assert '<details class="card" open>' not in html


places = st.lists(
    st.builds(Place, st.sampled_from(Muscle), st.none() | st.sampled_from(Side)), max_size=6
).map(tuple)
reliefs = st.lists(
    st.builds(ReliefTried, st.sampled_from(Relief), st.none() | st.sampled_from(Helped)),
    max_size=5,
    unique_by=lambda tried: tried.relief,
).map(tuple)
keys = [key for question in EPISODE_SIGNS for key in (question.id, *(part.id for part in question.parts))]
signs = st.dictionaries(st.sampled_from([*keys, "SQ05"]), st.booleans())


@given(places)
def test_ticks_left_alone_give_back_the_stored_places(stored):
    assert places_of_ticks(ticks_of_places(stored), stored) is stored


@given(places)
def test_ticks_mean_the_same_whoever_reads_them(stored):
    read = places_of_ticks(ticks_of_places(stored), ())
    assert {place.muscle for place in read} == {place.muscle for place in stored}
    assert places_of_ticks(ticks_of_places(read), ()) == read


@given(reliefs)
def test_reliefs_left_alone_give_back_the_stored_ones(stored):
    helped = {tried.relief: tried.helped for tried in stored}
    assert reliefs_of_ticks([tried.relief.value for tried in stored], helped, stored) is stored


@given(signs)
def test_signs_left_alone_give_back_the_stored_ones(stored):
    assert signs_of_ticks(ticks_of_signs(stored, EPISODE_SIGNS), stored, EPISODE_SIGNS) is stored


@given(signs, st.sets(st.sampled_from([*keys, "none"])))
def test_a_sign_is_yes_exactly_when_it_is_ticked_and_never_no_by_itself(stored, ticks):
    if ticks == ticks_of_signs(stored, EPISODE_SIGNS):
        return
    read = signs_of_ticks(ticks, stored, EPISODE_SIGNS)
    for question in EPISODE_SIGNS:
        assert (read.get(question.id) is True) is (question.id in ticks)
        if read.get(question.id) is False:
            assert "none" in ticks or stored[question.id] is False
    assert read.get("SQ05") is stored.get("SQ05")


# --- Overlaps ---


def test_an_overlap_is_named_with_a_link_and_both_are_kept(client, user):
    other = EpisodeFactory(owner=user, started_at=datetime(2026, 11, 22, 3, 8, tzinfo=UTC), hard_minutes=5)
    response = add(client, places=["calf:right"])
    notice = said(response)[1]
    assert f'<a href="{edit_url(other)}">the cramp at 03:08 in the left calf</a>' in notice
    assert notice.endswith("All are kept.")
    assert user.episodes.count() == 2


@pytest.mark.parametrize(
    ("minutes_later", "hard", "is_overlap"),
    [(0, None, True), (1, None, False), (4, 5, True), (5, 5, False), (90, 120, True)],
)
def test_a_muscle_that_is_hard_while_another_is_hard_overlaps(minutes_later, hard, is_overlap):
    one = Episode(id=uuid4(), started_at=NOW, time_zone="UTC", day=NOW.date(), hard_minutes=hard)
    other = Episode(
        id=uuid4(), started_at=NOW + timedelta(minutes=minutes_later), time_zone="UTC", day=NOW.date()
    )
    assert overlaps(one, other) is overlaps(other, one) is is_overlap


def test_a_cramp_in_the_bin_overlaps_with_nothing(client, user):
    EpisodeFactory(owner=user, started_at=datetime(2026, 11, 22, 3, 10, tzinfo=UTC), deleted_at=NOW)
    assert len(said(add(client))) == 1


# --- Two devices ---


def on_the_tablet(user, row, **changes):
    return episodes.revise(user, row.id, changes=changes, seen=None, now=NOW)


def test_a_change_on_another_device_is_shown_beside_mine_and_not_overwritten(client, user):
    row = EpisodeFactory(owner=user, severity=4)
    response = client.get(edit_url(row))
    on_the_tablet(user, row, severity=6, note="From the tablet.")
    response = save(client, response, severity="8", knot="yes")
    assert response.status_code == 409
    assert (only(user).severity, only(user).note) == (6, "From the tablet.")
    cells = [
        ["".join(c.itertext()).strip() for c in r]
        for r in page_of(response).iter("tr")
        if r.find("td") is not None
    ]
    assert cells == [
        ["Worst pain", "8 of 10, strong", "6 of 10, moderate"],
        ["A hard knot", "A hard knot", "not noted"],
        ["Note", "not noted", "From the tablet."],
    ]


def test_keeping_mine_saves_it_and_the_other_stays_in_the_history(client, user):
    row = EpisodeFactory(owner=user)
    response = client.get(edit_url(row))
    on_the_tablet(user, row, note="From the tablet.")
    response = save(client, save(client, response, note="Mine."))
    assert response.status_code == 303
    assert only(user).note == "Mine."
    assert "From the tablet." in [revision.before["note"] for revision in user.revisions.all()]


def test_a_third_version_is_shown_again(client, user):
    row = EpisodeFactory(owner=user)
    response = client.get(edit_url(row))
    on_the_tablet(user, row, note="Second.")
    response = save(client, response, note="Mine.")
    on_the_tablet(user, row, note="Third.")
    assert save(client, response).status_code == 409
    assert only(user).note == "Third."


def test_a_second_tap_on_save_is_no_conflict(client, user):
    response = client.get(edit_url(EpisodeFactory(owner=user)))
    assert save(client, response, note="Once.").status_code == 303
    assert save(client, response, note="Once.").status_code == 303
    assert only(user).version == 2


@pytest.mark.parametrize("version", ["", "0", "-1", "one", "9" * 40, "１", "1\x00"])
def test_without_a_version_that_was_seen_nothing_is_overwritten(client, user, version):
    response = client.get(edit_url(EpisodeFactory(owner=user, note="Old.")))
    assert save(client, response, note="New.", version=version).status_code == 409
    assert only(user).note == "Old."


def test_what_was_typed_outlives_a_discard_on_another_device(client, user):
    row = EpisodeFactory(owner=user)
    response = client.get(edit_url(row))
    episodes.discard(user, row.id, now=NOW)
    response = save(client, response, note="Typed for long.")
    assert response.status_code == 409
    assert save(client, response).status_code == 303
    assert user.episodes.kept().get().note == "Typed for long."


def meanwhile(monkeypatch, action):
    """Let another device be quicker by a moment than the save that is on its way."""
    revise = episodes.revise

    def late(*args, **kwargs):
        monkeypatch.undo()
        action()
        return revise(*args, **kwargs)

    monkeypatch.setattr(episodes, "revise", late)


def test_a_change_in_the_same_moment_is_shown_too(client, user, monkeypatch):
    row = EpisodeFactory(owner=user)
    response = client.get(edit_url(row))
    meanwhile(monkeypatch, lambda: on_the_tablet(user, row, severity=9))
    response = save(client, response, note="Mine.")
    assert response.status_code == 409
    assert "9 of 10, " in response.text


def test_a_discard_in_the_same_moment_loses_nothing(client, user, monkeypatch):
    row = EpisodeFactory(owner=user)
    response = client.get(edit_url(row))
    meanwhile(monkeypatch, lambda: episodes.discard(user, row.id, now=NOW))
    response = save(client, response, note="Mine.")
    assert response.status_code == 409
    assert save(client, response).status_code == 303
    assert user.episodes.kept().get().note == "Mine."


# --- Where it goes next ---


def test_saving_leads_back_to_where_the_person_came_from(client, user):
    row = EpisodeFactory(owner=user)
    night = reverse("diary:night", args=[row.day])
    response = client.get(edit_url(row), headers={"Referer": f"http://testserver{night}?muscle=calf"})
    assert save(client, response).url == f"{night}?muscle=calf"
    response = client.get(f"{edit_url(row)}?{urlencode({'next': '/visit/'})}")
    assert save(client, response).url == "/visit/"


@pytest.mark.parametrize(
    "next_",
    [
        "https://evil.example/",
        "//evil.example",
        "http://testserver//evil.example",
        "javascript:alert(1)",
        "/nowhere/",
        "\x00",
        "/\r\nX: 1",
        "",
    ],
)
def test_no_address_of_anybody_else_is_followed(client, next_):
    assert add(client, next=next_).url == "/"


def test_a_sign_that_needs_help_now_leads_to_tonight(client):
    response = add(client, signs=["SQ02"], next="/diary/")
    assert response.url == reverse("diary:tonight")
    assert add(client, next="/diary/", time="04:00").url == "/diary/"


def test_an_old_reason_for_help_does_not_lead_away_again(client, user):
    add(client, signs=["SQ02"])
    response = client.get(edit_url(only(user)))
    assert save(client, response, note="Typing error mended.", next="/diary/").url == "/diary/"


# --- Drafts ---


def drafts_of_last_night(user):
    first = EpisodeFactory(owner=user, started_at=datetime(2026, 11, 22, 2, 14, tzinfo=UTC), progress="draft")
    second = EpisodeFactory(
        owner=user, started_at=datetime(2026, 11, 22, 4, 40, tzinfo=UTC), progress="ongoing", places=[]
    )
    return first, second


def test_what_the_night_left_open_is_listed_in_order(client, user):
    drafts_of_last_night(user)
    html = client.get(reverse("diary:drafts")).text
    assert "Finish last night’s 2 cramps" in html
    assert html.index("02:14") < html.index("04:40")
    assert "It was never marked as gone." in html


def test_finishing_one_leads_to_the_next_and_then_to_tonight(client, user):
    first, second = drafts_of_last_night(user)
    start = reverse("diary:drafts")
    response = save(client, client.get(f"{edit_url(first)}?next={start}"), hard_minutes="4")
    assert response.url == f"{edit_url(second)}?next={start}"
    response = save(client, client.get(response.url), places=["toes"])
    assert response.url == reverse("diary:tonight")
    assert {row.progress for row in user.episodes.all()} == {"complete"}
    assert user.episodes.get(id=second.id).hard_minutes is None


def test_a_draft_asks_for_what_is_missing_first(client, user):
    first, second = drafts_of_last_night(user)
    html = client.get(edit_url(first)).text
    assert html.index("How long and how bad") < html.index("When did it start?")
    html = client.get(edit_url(second)).text
    assert html.index("When did it end?") < html.index("Where was it?") < html.index("When did it start?")


def test_without_drafts_there_is_nothing_to_finish(client):
    assert "Nothing to finish" in client.get(reverse("diary:drafts")).text


def test_a_cramp_that_is_still_going_on_has_its_own_screen(client, user):
    row = EpisodeFactory(owner=user, started_at=NOW - timedelta(minutes=20), progress="ongoing")
    assert client.get(edit_url(row)).url == reverse("diary:now_episode", args=[row.id])


# --- Bin ---


def test_a_cramp_goes_into_the_bin_and_back(client, user):
    row = EpisodeFactory(owner=user)
    response = client.post(reverse("diary:episode_discard", args=[row.id]), {"next": "/diary/"})
    assert (response.status_code, response.url) == (303, "/diary/")
    (message,) = get_messages(response.wsgi_request)
    undo = reverse("diary:episode_restore", args=[row.id])
    assert (str(message), message.extra_tags) == (
        "In the bin: left calf, 03:10, night of Tue 3 Mar.",
        f"undo:{undo}",
    )
    assert user.episodes.kept().count() == 0
    response = client.post(undo)
    assert (response.status_code, response.url) == (303, reverse("diary:night", args=[row.day]))
    assert user.episodes.kept().count() == 1


def test_a_second_tap_on_discard_is_no_error(client, user):
    url = reverse("diary:episode_discard", args=[EpisodeFactory(owner=user).id])
    assert [client.post(url).status_code for _ in range(2)] == [303, 303]


def test_what_has_left_the_bin_for_good_is_gone(client, user):
    row = EpisodeFactory(owner=user, deleted_at=NOW - timedelta(days=31))
    assert client.post(reverse("diary:episode_restore", args=[row.id])).status_code == 404
    assert client.get(edit_url(row)).status_code == 404
    assert client.post(edit_url(row), an_entry()).status_code == 404


@pytest.mark.parametrize("name", ["episode", "episode_discard", "episode_restore"])
def test_a_cramp_of_somebody_else_is_not_there(client, other_user, name):
    row = everything(other_user)
    url = reverse(f"diary:{name}", args=[row.id])
    assert client.post(url, an_entry(version="1")).status_code == 404
    assert client.get(url).status_code in {404, 405}
    row.refresh_from_db()
    assert (row.version, row.deleted_at) == (1, None)


# --- Bad input ---


BAD = {
    "empty": "",
    "huge": "x" * 100_000,
    "nul": "a\x00b",
    "emoji": "🦵🏽",
    "script": "<script>alert(1)</script>",
    "full width": "１２",
    "decimal": "7.5",
    "below": "-1",
    "too many digits": "9" * 50,
    "foreign": "everything",
    "half an instant": "2026-10-25T01:30",
    "the word None": "None",
}
# "Did it help?" is the same field for every relief.
ALIKE = {f"helped_{relief}" for relief in Relief} - {"helped_stretch"}
FIELDS = [
    *(name for name in EpisodeForm(now=NOW, zone=LONDON).fields if name not in ALIKE),
    "id",
    "version",
    "next",
]


@pytest.mark.parametrize("field", FIELDS)
def test_bad_input_is_answered_beside_its_field_or_harmless(client, user, field):
    for kind, value in BAD.items():
        response = add(client, **{field: value})
        if response.status_code == 303:
            only(user).full_clean(validate_unique=False)
            user.episodes.all().delete()
        else:
            assert response.status_code == 422, kind
            assert user.episodes.count() == 0, kind
            assert f'class="errors" id="id_{field}_error"' in response.text, kind
            assert "<script>alert" not in response.text, kind


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("hard_minutes_exact", "seven"),
        ("count_exact", "１２"),
        ("note", "x" * 2001),
        ("date", "last Friday"),
        ("time", "25:61"),
    ],
)
def test_what_was_typed_is_kept_for_mending(client, field, typed):
    response = add(client, **{field: typed})
    assert response.status_code == 422
    assert form_of(response)["fields"][field] == [typed]


def test_an_error_opens_its_card(client):
    response = add(client, count_exact="99")
    (card,) = (part for part in page_of(response).iter("details") if part.get("open") is not None)
    assert "The number of cramps must be between 1 and 20." in "".join(card.itertext())


@pytest.mark.parametrize("field", ["severity", "date", "note", "hard_minutes_exact", "woke"])
def test_two_different_answers_to_one_question_are_asked_about(client, user, field):
    answers = {"severity": ["1", "2"], "woke": ["yes", "no"], "date": ["2026-11-22", "2026-11-21"]}
    response = add(client, **{field: answers.get(field, ["3", "4"])})
    assert response.status_code == 422
    assert errors_of(response)[field].startswith("Two different answers came for this.")


def test_a_missing_time_or_muscle_is_asked_for(client):
    assert errors_of(add(client, date="", time="", places=[])) == {
        "date": "Please give the date.",
        "time": "Please give the time.",
        "places": "Please say where it was. One muscle is enough.",
    }


# --- What it costs ---


def test_every_page_takes_at_most_15_queries_and_a_save_five_more_for_whom_it_asks_and_what_it_says(
    client, user, django_assert_max_num_queries
):
    row = everything(user)
    drafts_of_last_night(user)
    client.get(ADD)
    with django_assert_max_num_queries(15):
        client.get(ADD)
    with django_assert_max_num_queries(15):
        response = client.get(edit_url(row))
    with django_assert_max_num_queries(15):
        client.get(reverse("diary:drafts"))
    with django_assert_max_num_queries(20):
        add(client)
    with django_assert_max_num_queries(20):
        save(client, response, note="Changed.")


def test_only_what_differs_is_written():
    before = Episode(id=UUID(int=1), started_at=NOW, time_zone=LONDON, day=NOW.date(), severity=3)
    after = Episode(id=UUID(int=1), started_at=NOW, time_zone=LONDON, day=NOW.date(), severity=4)
    assert changes_between(before, after) == {"severity": 4}
    assert differences(before, before) == []


def test_add_a_cramp_to_this_night_suggests_its_date_and_guesses_no_hour(client):
    form = client.get(reverse("diary:episode_add"), {"day": "2026-03-01"}).context["form"]
    assert form["date"].value().isoformat() == "2026-03-02"
    assert form["time"].value() is None


@pytest.mark.parametrize("day", ["soon", "9999-99-99", "\x00", ""])
def test_a_night_that_is_none_is_left_aside(client, day):
    response = client.get(reverse("diary:episode_add"), {"day": day})
    assert response.status_code == 200
    assert response.context["form"].night is None
