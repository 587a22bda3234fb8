"""What the database itself refuses, whoever writes; and that validation says the same before, in words."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from diary.domain.entries import MAX_COUNT, MAX_HARD_MINUTES, MAX_MINUTES_AWAKE, MAX_SORE_HOURS
from diary.models import Answer, CheckIn, Episode, Medicine, Revision
from tests.factories import (
    CheckInFactory,
    EpisodeFactory,
    MedicineFactory,
    OwnFactorFactory,
    ShareLinkFactory,
)

NOW = datetime(2026, 3, 4, 3, 10, tzinfo=UTC)

# Every check constraint, with columns that break it and nothing else.
BROKEN = [
    ("episode_progress_known", EpisodeFactory, {"progress": "almost"}),
    ("episode_severity_in_range", EpisodeFactory, {"severity": 11}),
    ("episode_severity_in_range", EpisodeFactory, {"severity": -1}),
    ("episode_hard_minutes_in_range", EpisodeFactory, {"hard_minutes": MAX_HARD_MINUTES + 1}),
    ("episode_hard_minutes_in_range", EpisodeFactory, {"hard_minutes": -1}),
    ("episode_sore_hours_in_range", EpisodeFactory, {"sore_hours": MAX_SORE_HOURS + 1}),
    ("episode_sore_hours_in_range", EpisodeFactory, {"sore_hours": -1}),
    ("episode_minutes_awake_in_range", EpisodeFactory, {"minutes_awake": MAX_MINUTES_AWAKE + 1}),
    ("episode_minutes_awake_in_range", EpisodeFactory, {"minutes_awake": -1}),
    ("episode_count_in_range", EpisodeFactory, {"count": MAX_COUNT + 1}),
    ("episode_count_in_range", EpisodeFactory, {"count": 0}),
    ("check_in_sleep_disturbance_in_range", CheckInFactory, {"sleep_disturbance": 11}),
    (
        "medicine_stops_after_it_starts",
        MedicineFactory,
        {"started_on": date(2026, 1, 2), "stopped_on": date(2026, 1, 1)},
    ),
    ("own_factor_cut_above_zero", OwnFactorFactory, {"cut": 0}),
    (
        "share_link_first_before_last",
        ShareLinkFactory,
        {"first": date(2026, 3, 15), "last": date(2026, 3, 14)},
    ),
    (
        "share_link_expires_later",
        ShareLinkFactory,
        {"created_at": NOW, "expires_at": NOW},
    ),
]
AT_THE_EDGE = [
    (EpisodeFactory, {"severity": 0, "hard_minutes": 0, "sore_hours": 0, "minutes_awake": 0, "count": 1}),
    (
        EpisodeFactory,
        {
            "severity": 10,
            "hard_minutes": MAX_HARD_MINUTES,
            "sore_hours": MAX_SORE_HOURS,
            "minutes_awake": MAX_MINUTES_AWAKE,
            "count": MAX_COUNT,
        },
    ),
    (CheckInFactory, {"sleep_disturbance": 0}),
    (CheckInFactory, {"sleep_disturbance": 10}),
    (MedicineFactory, {"started_on": date(2026, 1, 1), "stopped_on": date(2026, 1, 1)}),
]


def check_constraints():
    return {
        constraint.name
        for model in apps.get_app_config("diary").get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
    }


def test_every_check_constraint_is_broken_below():
    assert {name for name, _, _ in BROKEN} == check_constraints()


@pytest.mark.parametrize(("constraint", "factory", "columns"), BROKEN, ids=lambda value: str(value)[:60])
def test_the_database_refuses_what_breaks_a_check(user, constraint, factory, columns):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        factory(owner=user, **columns)
    if not (
        columns.keys() & {"severity", "hard_minutes", "sore_hours", "minutes_awake"}
        and -1 in columns.values()
    ):
        assert constraint in str(refusal.value)


@pytest.mark.parametrize(("constraint", "factory", "columns"), BROKEN, ids=lambda value: str(value)[:60])
def test_validation_refuses_the_same_without_asking_the_database(
    user, django_assert_num_queries, constraint, factory, columns
):
    row = factory.build(owner=user, **columns)
    with pytest.raises(ValidationError) as refusal, django_assert_num_queries(0):
        row.full_clean(exclude={"owner"}, validate_unique=False, validate_constraints=False)
    assert set(refusal.value.message_dict) <= set(columns)


@pytest.mark.parametrize(("factory", "columns"), AT_THE_EDGE)
def test_the_edges_themselves_are_kept(user, factory, columns):
    factory.build(owner=user, **columns).full_clean(validate_unique=False)
    row = factory(owner=user, **columns)
    row.refresh_from_db()
    assert {name: getattr(row, name) for name in columns} == columns


def test_one_person_has_one_ongoing_episode(user, other_user):
    EpisodeFactory(owner=user, progress="ongoing")
    EpisodeFactory(owner=other_user, progress="ongoing")
    EpisodeFactory(owner=user, progress="draft")
    EpisodeFactory(owner=user, progress="ongoing", deleted_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        EpisodeFactory(owner=user, progress="ongoing")
    assert user.episodes.ongoing().count() == 1


def test_an_episode_does_not_become_a_second_ongoing_one(user):
    EpisodeFactory(owner=user, progress="ongoing")
    draft = EpisodeFactory(owner=user, progress="draft")
    with pytest.raises(IntegrityError), transaction.atomic():
        user.episodes.filter(id=draft.id).update(progress="ongoing")


@pytest.mark.parametrize("factory", [EpisodeFactory, MedicineFactory])
def test_an_id_exists_once_for_a_person_and_as_often_as_there_are_people(user, other_user, factory):
    row = factory(owner=user)
    factory(owner=other_user, id=row.id)
    with pytest.raises(IntegrityError), transaction.atomic():
        factory(owner=user, id=row.id)


def test_a_person_has_one_check_in_a_day(user, other_user):
    CheckInFactory(owner=user)
    CheckInFactory(owner=other_user)
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckInFactory(owner=user)


@pytest.mark.parametrize("model", [Answer, CheckIn, Episode, Medicine, Revision])
def test_every_table_is_keyed_by_its_owner_and_every_index_begins_with_it(model):
    assert model._meta.pk.field_names[0] == "owner_id"
    uniques = [c.fields for c in model._meta.constraints if isinstance(c, models.UniqueConstraint)]
    indexes = [index.fields for index in model._meta.indexes]
    assert {next(iter(fields)) for fields in (*uniques, *indexes)} <= {"owner"}


def test_a_person_who_goes_takes_every_row_along(user, other_user):
    for owner in (user, other_user):
        EpisodeFactory(owner=owner)
        CheckInFactory(owner=owner)
        MedicineFactory(owner=owner)
        Answer.objects.create(owner=owner, question="SQ01", value=True, answered_at=NOW)
        Revision.objects.create(
            owner=owner,
            id=uuid4(),
            kind="episode",
            row="x",
            version=1,
            changed_at=NOW,
            changed_by="page",
            before={},
        )
    gone = user.pk
    user.delete()
    for model in (Answer, CheckIn, Episode, Medicine, Revision):
        assert not model.objects.filter(owner_id=gone).exists()
        assert model.objects.filter(owner=other_user).count() == 1


@pytest.mark.parametrize("model", [Answer, CheckIn, Episode, Medicine, Revision])
def test_the_name_of_a_row_in_a_log_tells_nothing_that_was_typed(user, model):
    canary = "Zebrafinch"
    row = model(owner=user)
    for field in ("note", "name", "question", "value", "before", "factors"):
        if hasattr(row, field):
            setattr(row, field, canary)
    assert canary not in f"{row} {row!r}"
    assert user.email not in f"{row} {row!r}"
