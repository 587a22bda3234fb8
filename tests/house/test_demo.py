"""The commands for the terminal: the demo diary through the actions, and the bin."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.demo import DEMO_EMAIL, DEMO_PASSWORD
from accounts.models import User
from diary import records
from diary.actions import demo
from diary.domain.days import night_to_settle
from diary.domain.demo import demo_diary
from tests.factories import EpisodeFactory, EventFactory, MedicineFactory, VisitFactory

TODAY = date(2026, 11, 22)


def make(**options):
    said = StringIO()
    call_command("demo_diary", **({"nights": 40, "today": TODAY} | options), stdout=said)
    return said.getvalue()


def demo_person():
    return User.objects.get(email=DEMO_EMAIL)


def without_versions(entries):
    return [replace(entry, version=1) for entry in entries]


def test_every_entry_of_the_invented_diary_arrives_through_the_actions(db):
    make(seed=4)
    invented = demo_diary(seed=4, today=TODAY, nights=40, time_zone="Europe/London")
    written = records.diary_of(demo_person())
    assert without_versions(written.episodes) == list(invented.episodes)
    assert without_versions(written.check_ins) == list(invented.check_ins)
    assert written.medicines == invented.medicines
    assert sorted(written.answers, key=lambda answer: answer.id) == sorted(
        invented.answers, key=lambda answer: answer.id
    )


def test_it_was_written_at_the_hours_when_a_person_would(db):
    make()
    assert demo_person().revisions.exists()
    for revision in demo_person().revisions.filter(kind="checkin"):
        assert date.fromisoformat(revision.row) < revision.changed_at.date() <= TODAY


def test_the_demo_person_is_in_london_and_has_the_printed_password(db):
    said = make()
    person = demo_person()
    assert person.is_demo
    assert person.time_zone == "Europe/London"
    assert person.check_password(DEMO_PASSWORD)
    assert DEMO_EMAIL in said
    assert DEMO_PASSWORD in said


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 22, 3, 59, tzinfo=UTC),
        datetime(2026, 11, 22, 4, 0, tzinfo=UTC),
        datetime(2026, 11, 22, 23, 59, tzinfo=UTC),
    ],
    ids=str,
)
def test_without_a_date_the_diary_ends_with_the_night_that_is_just_over(db, now):
    with time_machine.travel(now, tick=False):
        make(today=None)
        diary = records.diary_of(demo_person())
        assert diary.days_noted()[1] == night_to_settle(timezone.now(), "Europe/London")
        assert diary.episodes[-1].started_at < timezone.now()


def test_a_diary_that_is_there_stays_with_if_missing(db):
    make()
    before = records.diary_of(demo_person())
    assert make(seed=5, if_missing=True) == ""
    assert records.diary_of(demo_person()) == before


def test_a_diary_that_is_there_is_not_thrown_away_by_accident(db):
    make()
    before = records.diary_of(demo_person())
    with pytest.raises(CommandError, match="--replace"):
        make(seed=5)
    assert records.diary_of(demo_person()) == before


def test_replace_makes_the_diary_anew_for_the_same_person(db):
    make()
    person, before = demo_person(), records.diary_of(demo_person())
    make(seed=5, nights=20, replace=True)
    after = records.diary_of(person)
    assert demo_person() == person
    assert not {episode.id for episode in after.episodes} & {episode.id for episode in before.episodes}
    assert not person.revisions.filter(changed_at__date__lt=TODAY - timedelta(days=21)).exists()


@pytest.mark.parametrize("options", [{}, {"replace": True}, {"if_missing": True}], ids=str)
def test_a_person_s_own_diary_is_refused(user, options):
    EpisodeFactory(owner=user)
    with pytest.raises(CommandError, match="own address"):
        make(email=user.email, **options)
    assert user.episodes.count() == 1
    assert not user.check_ins.exists()


def test_only_the_demo_diary_can_be_emptied_or_made_up(user):
    EpisodeFactory(owner=user)
    with pytest.raises(demo.NotTheDemo):
        demo.empty(user)
    with pytest.raises(demo.NotTheDemo):
        demo.write(user, demo_diary(seed=1, today=TODAY, nights=1, time_zone="UTC"))
    assert user.episodes.count() == 1


def test_a_second_demo_person_has_an_address_of_their_own(db):
    make(email="other@example.org", nights=1)
    assert User.objects.get(email="other@example.org").episodes.count() == 2


@pytest.mark.parametrize("wrong", ["--nights=0", "--nights=many", "--today=22.11.2026", "--email=nobody"])
def test_a_wrong_option_is_refused_in_words(db, wrong):
    with pytest.raises(CommandError):
        call_command("demo_diary", wrong)
    assert not User.objects.exists()


def test_the_bin_is_emptied_of_what_lay_there_for_thirty_days(user):
    now = timezone.now()
    for days in (29, 31):
        EpisodeFactory(owner=user, deleted_at=now - timedelta(days=days), note="Zebrafinch")
        MedicineFactory(owner=user, deleted_at=now - timedelta(days=days), name="Zebrafinch")
        EventFactory(owner=user, deleted_at=now - timedelta(days=days), name="Zebrafinch")
        VisitFactory(owner=user, deleted_at=now - timedelta(days=days), with_whom="Zebrafinch")
    said = StringIO()
    call_command("empty_bin", stdout=said)
    assert (
        said.getvalue() == "Deleted for good: episodes 1, medicines 1, events 1, visits 1, waiting files 0.\n"
    )
    assert user.episodes.get().deleted_at == now - timedelta(days=29)
    assert user.medicines.get().deleted_at == now - timedelta(days=29)
    assert user.events.get().deleted_at == now - timedelta(days=29)
    assert user.visits.get().deleted_at == now - timedelta(days=29)
