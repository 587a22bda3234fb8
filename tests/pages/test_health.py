"""Profile, medicines, and what the check-in asks about."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from diary import records
from diary.actions import answers


def profile_of(user):
    return records.answers_of(user).profile


def test_an_untouched_profile_stays_unknown(client, user):
    client.post(reverse("diary:profile"), {})
    assert user.answers.count() == 0
    assert profile_of(user).pregnant is None
    assert not profile_of(user).conditions_known


def test_what_is_said_in_the_profile_is_kept_and_shown_again(client, user):
    said = {"birth_year": "1954", "sex": "female", "pregnant": "no", "conditions": ["diabetes", "epilepsy"]}
    client.post(reverse("diary:profile"), said)
    profile = profile_of(user)
    assert (profile.birth_year, profile.sex, profile.pregnant) == (1954, "female", False)
    assert profile.conditions == {"diabetes", "epilepsy"}
    form = client.get(reverse("diary:profile")).context["form"]
    assert form["birth_year"].value() == 1954
    assert form["pregnant"].value() is False


def test_none_of_these_is_an_answer_and_nothing_ticked_is_none(client, user):
    client.post(reverse("diary:profile"), {"conditions": ["none"]})
    assert profile_of(user).conditions_known
    assert profile_of(user).conditions == frozenset()
    client.post(reverse("diary:profile"), {"conditions": []})
    assert not profile_of(user).conditions_known


def test_an_answer_can_be_taken_back(client, user):
    client.post(reverse("diary:profile"), {"pregnant": "yes", "birth_year": "1990"})
    client.post(reverse("diary:profile"), {"pregnant": "", "birth_year": ""})
    assert (profile_of(user).pregnant, profile_of(user).birth_year) == (None, None)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("birth_year", "1899"),
        ("birth_year", "2999"),
        ("birth_year", "１９５４"),
        ("birth_year", "soon"),
        ("sex", "robot"),
        ("pregnant", "perhaps"),
        ("gave_birth_on", "2999-01-01"),
        ("gave_birth_on", "31/02/2026"),
        ("conditions", "bad luck"),
    ],
)
def test_bad_input_in_the_profile_is_named_beside_the_field_and_kept(client, user, field, value):
    response = client.post(reverse("diary:profile"), {field: value})
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {field}
    assert user.answers.count() == 0
    if field in {"birth_year", "gave_birth_on"}:
        assert value in response.text


def test_a_medicine_is_added_once_however_often_it_is_sent(client, user):
    sent = {"id": uuid4(), "name": "Indapamide", "started_on": "2026-01-05"}
    for _ in range(3):
        assert client.post(reverse("diary:medicines"), sent).status_code == 303
    (medicine,) = records.answers_of(user).medicines
    assert (medicine.name, medicine.started_on.isoformat(), medicine.stopped_on) == (
        "Indapamide",
        "2026-01-05",
        None,
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("name", "a\x00b"),
        ("name", "a\u202eb"),
        ("started_on", "0001-01-01"),
        ("started_on", "soon"),
        ("stopped_on", "2025-01-01"),
        ("note", "x" * 2001),
    ],
)
def test_bad_input_for_a_medicine_is_named_beside_the_field_and_kept(client, user, field, value):
    sent = {
        "id": uuid4(),
        "name": "Indapamide",
        "started_on": "2026-01-05",
        "note": "with breakfast",
        field: value,
    }
    response = client.post(reverse("diary:medicines"), sent)
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {field}
    assert "with breakfast" in response.text or field == "note"
    assert user.medicines.count() == 0


def test_a_medicine_changed_on_another_device_is_shown_and_not_overwritten(client, user):
    medicine_id = uuid4()
    client.post(reverse("diary:medicines"), {"id": medicine_id, "name": "Indapamide"})
    address = reverse("diary:medicine", args=[medicine_id])
    assert client.post(address, {"name": "Indapamide", "note": "mine", "version": 1}).status_code == 303
    response = client.post(address, {"name": "Indapamide", "note": "other", "version": 1})
    assert response.status_code == 409
    assert "mine" in response.text
    assert "other" in response.text
    assert records.medicine_of(user, medicine_id).note == "mine"
    assert client.post(address, {"name": "Indapamide", "note": "other", "version": 2}).status_code == 303
    assert records.medicine_of(user, medicine_id).note == "other"


def test_a_medicine_taken_off_the_list_can_be_put_back(client, user):
    medicine_id = uuid4()
    client.post(reverse("diary:medicines"), {"id": medicine_id, "name": "Indapamide"})
    client.post(reverse("diary:medicine_discard", args=[medicine_id]))
    assert records.answers_of(user).medicines == ()
    client.post(reverse("diary:medicine_restore", args=[medicine_id]))
    assert len(records.answers_of(user).medicines) == 1


def test_a_second_tap_on_delete_is_answered_like_the_first(client, user):
    medicine_id = uuid4()
    client.post(reverse("diary:medicines"), {"id": medicine_id, "name": "Indapamide"})
    address = reverse("diary:medicine_discard", args=[medicine_id])
    assert [client.post(address).status_code for _ in range(2)] == [303, 303]
    assert user.medicines.get(id=medicine_id).version == 2
    assert client.post(reverse("diary:medicine_discard", args=[uuid4()])).status_code == 404


@pytest.mark.parametrize("version", ["9" * 5000, "9" * 10, "٣", "²", "-1", "1.0", "", "one"])
def test_a_version_that_is_none_overwrites_nothing(client, user, version):
    medicine_id = uuid4()
    client.post(reverse("diary:medicines"), {"id": medicine_id, "name": "Indapamide"})
    sent = {"name": "Other", "version": version}
    assert client.post(reverse("diary:medicine", args=[medicine_id]), sent).status_code == 409
    assert records.medicine_of(user, medicine_id).name == "Indapamide"


def test_an_answer_about_pregnancy_is_asked_anew_when_it_no_longer_holds(client, user):
    answers.say(user, {"profile.pregnant": False}, now=timezone.now() - timedelta(days=305))
    form = client.get(reverse("diary:profile")).context["form"]
    assert form["pregnant"].value() is None
    client.post(reverse("diary:profile"), {"pregnant": "no"})
    assert [answer.value for answer in user.answers.all()] == [False, False]


def test_the_check_in_asks_about_what_was_chosen(client, user):
    client.post(reverse("diary:factors"), {"followed": ["standing", "alcohol"]})
    text = client.get(reverse("diary:check_in", args=["2026-03-03"])).text
    assert "On your feet most of the day?" in text
    assert "How much did you drink" not in text
