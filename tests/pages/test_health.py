"""Profile, medicines, what changed, and what the check-in asks about."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import html5lib
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from diary import records
from diary.actions import answers, check_ins, events, factors
from diary.domain.check_ins import followed_factors, suspected_factors
from diary.domain.patterns.exposure import exposures_of
from diary.domain.vocabulary import DrugClass, Smoking
from tests.factories import CheckInFactory, EventFactory, MedicineFactory, OwnFactorFactory

NOW = datetime(2026, 3, 3, 21, 30, tzinfo=UTC)
DAY = date(2026, 3, 3)


def parsed(response):
    return html5lib.parse(response.text, namespaceHTMLElements=False)


def words(element):
    return " ".join("".join(element.itertext()).split())


def undo_of(response):
    return parsed(response).find(".//div[@id='notices']//form").get("action")


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
        ("smoking", "sometimes"),
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


def test_smoking_is_asked_without_a_default_and_may_be_taken_back(client, user):
    assert client.get(reverse("diary:profile")).context["form"]["smoking"].value() == ""
    client.post(reverse("diary:profile"), {"smoking": "former"})
    assert profile_of(user).smoking is Smoking.FORMER
    assert client.get(reverse("diary:profile")).context["form"]["smoking"].value() == "former"
    client.post(reverse("diary:profile"), {"smoking": ""})
    assert profile_of(user).smoking is None


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


def test_every_change_of_a_dose_is_noted_and_can_be_taken_back(client, user):
    medicine_id = uuid4()
    sent = {"id": medicine_id, "name": "Indapamide", "started_on": "2025-01-05"}
    client.post(reverse("diary:medicines"), sent | {"changes": ["2026-02-01", "", "2025-06-01"]})
    assert "dose changed 1 June 2025, 1 February 2026" in client.get(reverse("diary:medicines")).text
    address = reverse("diary:medicine", args=[medicine_id])
    text = client.get(address).text
    assert 'name="changes" value="2025-06-01"' in text
    assert 'name="changes" value=""' in text
    client.post(address, sent | {"changes": ["", "2026-02-01", ""], "version": 1})
    assert [on.isoformat() for on in records.medicine_of(user, medicine_id).changes] == ["2026-02-01"]


@pytest.mark.parametrize("changes", [["2025-01-04"], ["2025-06-01", "soon"], ["1066-10-14"]])
def test_a_change_that_can_not_be_is_named_beside_its_field_and_kept(client, user, changes):
    sent = {"id": uuid4(), "name": "Indapamide", "started_on": "2025-01-05", "changes": changes}
    response = client.post(reverse("diary:medicines"), sent)
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"changes"}
    assert f'name="changes" value="{changes[-1]}"' in response.text
    assert user.medicines.count() == 0


def test_a_medicine_that_was_stopped_can_be_added_again_by_its_name(client, user):
    stopped = uuid4()
    sent = {"id": stopped, "name": "Indapamide", "started_on": "2025-01-05", "stopped_on": "2025-02-05"}
    client.post(reverse("diary:medicines"), sent)
    address = f"{reverse('diary:medicines')}?again={stopped}"
    assert address in client.get(reverse("diary:medicine", args=[stopped])).text
    assert client.get(address).context["form"]["name"].value() == "Indapamide"
    for odd in (uuid4(), "x", "%00"):
        assert client.get(f"{reverse('diary:medicines')}?again={odd}").context["form"]["name"].value() == ""
    client.post(address, {"id": uuid4(), "name": "Indapamide", "started_on": "2026-01-05"})
    assert len(records.answers_of(user).medicines) == 2


def test_the_kind_of_a_medicine_is_shown_once_it_is_confirmed(client, user):
    medicine_id = uuid4()
    client.post(reverse("diary:medicines"), {"id": medicine_id, "name": "Indapamide"})
    assert "A water tablet of the thiazide kind" not in client.get(reverse("diary:medicines")).text
    client.post(reverse("diary:medicine_class", args=[medicine_id]), {"answer": "yes"})
    assert "A water tablet of the thiazide kind" in client.get(reverse("diary:medicines")).text


@pytest.mark.parametrize(
    ("name", "days", "shown"),
    [("Indapamide", 90, "Started 90 days ago."), ("Indapamide", 91, None), ("Metformin", 5, None)],
)
def test_a_change_of_the_last_ninety_days_of_a_kind_that_is_listed_stands_out(client, name, days, shown):
    started = (timezone.now() - timedelta(days=days)).date()
    client.post(reverse("diary:medicines"), {"id": uuid4(), "name": name, "started_on": started})
    text = client.get(reverse("diary:medicines")).text
    assert ("named as a possible cause of cramps" in text) is (shown is not None)
    assert shown is None or shown in text


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


TODAY = date(2026, 3, 3)


@pytest.fixture
def third_of_march():
    with time_machine.travel(NOW, tick=False):
        yield


def shown_profile(client):
    form = client.get(reverse("diary:profile")).context["form"]
    return form["pregnant"].value(), form["pregnant_weeks"].value(), form["due_on"].value()


@pytest.mark.usefixtures("third_of_march")
def test_weeks_of_pregnancy_are_kept_as_the_due_date_and_say_yes(client, user):
    client.post(reverse("diary:profile"), {"pregnant_weeks": "30"})
    assert (profile_of(user).pregnant, profile_of(user).due_on) == (True, TODAY + timedelta(weeks=10))
    assert shown_profile(client) == (True, 30, TODAY + timedelta(weeks=10))


@pytest.mark.usefixtures("third_of_march")
def test_a_due_date_gives_the_weeks(client, user):
    client.post(reverse("diary:profile"), {"pregnant": "yes", "due_on": "2026-05-19"})
    assert profile_of(user).due_on == date(2026, 5, 19)
    assert shown_profile(client) == (True, 29, date(2026, 5, 19))


def test_the_weeks_go_on_counting_and_are_asked_again_after_week_42(client):
    expected = {0: (True, 40), 7: (True, 41), 20: (True, 42), 21: (None, None)}
    with time_machine.travel(NOW, tick=False):
        client.post(reverse("diary:profile"), {"pregnant_weeks": "40"})
    for days, (pregnant, weeks) in expected.items():
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            assert shown_profile(client)[:2] == (pregnant, weeks)


@pytest.mark.usefixtures("third_of_march")
def test_an_untouched_pregnancy_is_not_answered_again(client, user):
    client.post(reverse("diary:profile"), {"pregnant_weeks": "30"})
    before = user.answers.count()
    form = client.get(reverse("diary:profile")).context["form"]
    sent = {"pregnant": "yes", "pregnant_weeks": "30", "due_on": form["due_on"].value().isoformat()}
    client.post(reverse("diary:profile"), sent)
    assert user.answers.count() == before


@pytest.mark.usefixtures("third_of_march")
@pytest.mark.parametrize("sent", [{"pregnant": "no"}, {"pregnant": ""}])
def test_with_the_pregnancy_the_due_date_goes(client, user, sent):
    client.post(reverse("diary:profile"), {"pregnant_weeks": "30"})
    due = {"pregnant_weeks": "30", "due_on": "2026-05-12"}
    client.post(reverse("diary:profile"), due | sent)
    assert profile_of(user).due_on is None
    assert profile_of(user).pregnant is {"no": False, "": None}[sent["pregnant"]]


@pytest.mark.usefixtures("third_of_march")
def test_weeks_can_be_corrected_or_taken_back(client, user):
    client.post(reverse("diary:profile"), {"pregnant_weeks": "30"})
    shown = {"pregnant": "yes", "due_on": "2026-05-12"}
    client.post(reverse("diary:profile"), shown | {"pregnant_weeks": "28"})
    assert shown_profile(client) == (True, 28, date(2026, 5, 26))
    client.post(reverse("diary:profile"), {"pregnant": "yes", "pregnant_weeks": "", "due_on": "2026-05-26"})
    assert (profile_of(user).pregnant, profile_of(user).due_on) == (True, None)


@pytest.mark.usefixtures("third_of_march")
@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"pregnant_weeks": "43"}, "pregnant_weeks"),
        ({"pregnant_weeks": "-1"}, "pregnant_weeks"),
        ({"pregnant_weeks": "thirty"}, "pregnant_weeks"),
        ({"due_on": "2026-02-01"}, "due_on"),
        ({"due_on": "2027-03-03"}, "due_on"),
        ({"due_on": "soon"}, "due_on"),
        ({"pregnant_weeks": "30", "due_on": "2026-03-10"}, "due_on"),
        ({"pregnant": "no", "pregnant_weeks": "0"}, "pregnant"),
        ({"pregnant": "no", "due_on": "2026-05-12"}, "pregnant"),
    ],
)
def test_weeks_that_do_not_fit_get_a_message_and_change_nothing(client, user, sent, field):
    response = client.post(reverse("diary:profile"), sent)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert user.answers.count() == 0


def test_the_check_in_asks_about_what_was_chosen(client, user):
    client.post(reverse("diary:factors"), {"followed": ["standing", "alcohol"]})
    text = client.get(reverse("diary:check_in", args=["2026-03-03"])).text
    assert "On your feet most of the day?" in text
    assert "How much did you drink" not in text


def test_what_is_no_factor_can_not_be_followed(client, user):
    response = client.post(reverse("diary:factors"), {"followed": ["alcohol", "moon"]})
    assert response.status_code == 422
    assert not user.answers.exists()


def test_what_went_wrong_is_summed_up_once(client):
    for name in ("diary:medicines", "diary:events", "diary:factor_add"):
        assert client.post(reverse(name), {"name": ""}).text.count("Not saved yet.") == 1


# --- Factors of one's own -------------------------------------------------------------------------------------------


def add_factor(client, **sent):
    return client.post(
        reverse("diary:factor_add"), {"id": uuid4(), "name": "Late shift", "kind": "yes_no"} | sent
    )


def own(user):
    return records.own_factors_of(user)


def followed(user):
    return [factor.name for factor in followed_factors(records.answers_of(user)) if factor.is_own]


def test_a_factor_of_one_s_own_is_added_once_however_often_it_is_sent(client, user):
    new_id = uuid4()
    for _ in range(3):
        assert add_factor(client, id=new_id).status_code == 303
    (late,) = own(user)
    assert (late.id, late.name, late.is_number) == (f"own-{new_id.hex}", "Late shift", False)
    assert late.is_on_purpose is False
    text = client.get(reverse("diary:factors")).text
    assert "Late shift" in text
    assert "Yes or no" in text


def test_a_form_that_lost_its_id_still_adds_a_factor(client, user):
    assert add_factor(client, id="lost").status_code == 303
    assert followed(user) == ["Late shift"]


def test_a_number_is_added_with_the_cut_that_was_typed(client, user):
    add_factor(client, name="Steps", kind="number", cut="8 000", is_on_purpose="yes")
    (steps,) = own(user)
    assert (steps.cut, steps.is_on_purpose) == (8000, True)
    assert "A number, counts from 8,000 on" in client.get(reverse("diary:factors")).text
    page = client.get(reverse("diary:factor", args=[steps.id])).text
    assert "A number. Counts from 8,000 on" in page
    assert "fewer cramps" in page


@pytest.mark.parametrize(("said", "kept"), [("", False), ("no", False), ("yes", True)])
def test_not_to_say_why_one_does_it_is_no_yes(client, user, said, kept):
    add_factor(client, is_on_purpose=said)
    assert own(user)[0].is_on_purpose is kept


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"name": ""}, "name", "Please write what it is called."),
        ({"name": "x" * 121}, "name", "This is 121 characters long. Please keep it to 120."),
        ({"name": "Alcohol"}, "name", "“Alcohol” is on the list for everybody. Please choose it there."),
        ({"kind": ""}, "kind", "Please choose one of these."),
        ({"kind": "colour"}, "kind", "Select a valid choice."),
        ({"kind": "number"}, "cut", "Please write from which number on it counts."),
        ({"kind": "number", "cut": "1,200"}, "cut", "This can be read as 1200 or as 1.20."),
        ({"kind": "number", "cut": "0"}, "cut", "Please give a number above 0: every day reaches 0."),
        ({"kind": "yes_no", "cut": "8000"}, "cut", "This is only for a number."),
        ({"is_on_purpose": "perhaps"}, "is_on_purpose", "Please choose yes, no or no answer."),
    ],
)
def test_bad_input_for_a_factor_is_named_beside_the_field_and_kept(client, user, sent, field, sentence):
    response = add_factor(client, **sent)
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {field}
    assert sentence in response.context["form"].errors[field][0]
    typed = parsed(response)
    for name in ("name", "cut"):
        assert typed.find(f".//input[@name='{name}']").get("value", "") == {"name": "Late shift", **sent}.get(
            name, ""
        )
    assert not user.own_factors.exists()


def test_the_same_name_twice_is_refused_beside_the_field(client, user):
    add_factor(client)
    response = add_factor(client, name="late shift?")
    assert response.status_code == 422
    assert response.context["form"].errors["name"] == [
        "You follow “Late shift” already. Please choose another name."
    ]


def test_an_eleventh_is_refused_kindly_and_not_offered(client, user):
    for number in range(factors.MOST_FOLLOWED):
        assert "Add one of your own" in client.get(reverse("diary:factors")).text
        add_factor(client, name=f"Factor {number}")
    assert "You follow 10 of your own." in client.get(reverse("diary:factors")).text
    response = add_factor(client)
    assert response.status_code == 422
    assert "You follow 10 of your own already. Stop following one of them first." in response.text


def test_a_factor_is_stopped_with_a_way_back_and_keeps_its_answers(client, user):
    add_factor(client)
    (late,) = own(user)
    check_ins.answer(user, DAY, factor=late.id, value="yes", now=NOW)
    for _ in range(2):
        assert client.post(reverse("diary:factor_stop", args=[late.id])).status_code == 303
    response = client.get(reverse("diary:factors"))
    assert "No longer followed: Late shift" in response.text
    assert followed(user) == []
    assert client.post(undo_of(response)).status_code == 303
    assert followed(user) == ["Late shift"]
    assert records.check_in_of(user, DAY).factors == {late.id: "yes"}


def test_the_page_of_a_retired_factor_says_since_when_and_offers_to_follow_it_again(client, user):
    retired = OwnFactorFactory(owner=user, retired_on=DAY)
    page = client.get(reverse("diary:factor", args=[retired.id])).text
    assert "3 March 2026" in page
    assert "Follow it again" in page
    assert "Stop following it" not in page
    assert "No longer followed" in client.get(reverse("diary:factors")).text


def test_an_eleventh_can_not_be_followed_again_and_nothing_else_is_lost(client, user):
    for number in range(factors.MOST_FOLLOWED):
        OwnFactorFactory(owner=user, id=f"own-{number}", name=f"Factor {number}")
    OwnFactorFactory(owner=user, id="own-retired", name="Tight socks", retired_on=DAY)
    answers.say(user, {"factors.followed": ["shoes"]}, now=NOW)
    response = client.post(reverse("diary:factor_follow", args=["own-retired"]))
    assert response.status_code == 422
    assert "Stop following one of them first." in response.text
    ticked = [box.get("value") for box in parsed(response).iterfind(".//input[@checked]")]
    assert ticked == ["shoes"]
    assert user.own_factors.get(id="own-retired").retired_on == DAY


def test_a_factor_gets_another_name(client, user):
    add_factor(client)
    (late,) = own(user)
    address = reverse("diary:factor", args=[late.id])
    assert client.post(address, {"name": " Night shift "}).status_code == 303
    assert [factor.name for factor in own(user)] == ["Night shift"]
    response = client.post(address, {"name": "alcohol"})
    assert response.status_code == 422
    assert parsed(response).find(".//input[@name='name']").get("value") == "alcohol"
    assert [factor.name for factor in own(user)] == ["Night shift"]


def test_only_a_factor_without_an_answer_can_be_deleted_for_good(client, user):
    add_factor(client)
    (late,) = own(user)
    page, delete = reverse("diary:factor", args=[late.id]), reverse("diary:factor_delete", args=[late.id])
    assert "Delete for good" in client.get(page).text
    assert "0 check-ins" in client.get(page).text
    check_ins.answer(user, DAY, factor=late.id, value="no", now=NOW)
    assert "Delete for good" not in client.get(page).text
    assert "1 check-in" in client.get(page).text
    assert client.post(delete).url == page
    assert "It has answers now, so it was not deleted." in client.get(page).text
    assert own(user) == (late,)
    check_ins.answer(user, DAY, factor=late.id, value="", now=NOW)
    assert client.post(delete).status_code == 303
    assert own(user) == ()
    assert client.get(page).status_code == 404
    assert client.post(delete).status_code == 404


@pytest.mark.parametrize("id", ["own-nobodys", "own-" + "0" * 33, "alcohol", "own-A", "own-%00"])
def test_a_factor_that_is_none_of_one_s_own_is_not_found(client, user, id):  # noqa: A002
    for rest in ("", "stop/", "follow/", "delete/"):
        assert client.post(f"/settings/factors/{id}/{rest}", {"name": "x"}).status_code == 404


def test_a_factor_of_somebody_else_is_seen_by_nobody_else(client, user, other_user):
    OwnFactorFactory(owner=other_user, id="own-theirs", name="Theirs")
    for name in ("diary:factors", "diary:suspects"):
        assert "Theirs" not in client.get(reverse(name)).text


# --- Suspects -------------------------------------------------------------------------------------------------------


def suspects_page(client):
    return client.get(reverse("diary:suspects"))


def suspect(client, *ticked, **sent):
    """Send the form as the page holds it, with these boxes ticked."""
    page = parsed(suspects_page(client))
    kept = {name: [] for name in ("seen", "promise")}
    for box in page.iterfind(".//input[@type='hidden']"):
        if box.get("name") in kept:
            kept[box.get("name")].append(box.get("value"))
    return client.post(reverse("diary:suspects"), {**kept, "suspected": ticked, **sent})


def suspects_of(user):
    return [factor.id for factor in suspected_factors(records.answers_of(user))]


def said_beside(response):
    """What stands beside each box, by the value of the box."""
    return {
        row.find("input").get("value"): (words(row.find(".//small")), "checked" in row.find("input").attrib)
        for row in parsed(response).iterfind(".//li[@class='check']")
    }


@pytest.fixture
def five_weeks(user):
    """Answers on 35 days: the first four weeks are judged, the fifth is running."""
    OwnFactorFactory(owner=user, id="own-late", name="Late shift")
    for back in range(35):
        day = DAY - timedelta(days=back)
        CheckInFactory(owner=user, day=day, factors={"alcohol": "0", "own-late": "no"})


def test_everybody_s_factors_and_one_s_own_can_be_marked(client, user):
    add_factor(client)
    (late,) = own(user)
    assert list(said_beside(suspects_page(client))) == ["fluids", "activity", "sitting", "alcohol", late.id]
    response = suspect(client, "alcohol", late.id)
    assert response.url == reverse("diary:factors")
    text = client.get(response.url).text
    assert "Marked as suspects: Alcohol, Late shift" in text
    assert "Marked: Alcohol, Late shift" in text
    assert suspects_of(user) == ["alcohol", late.id]


def test_before_results_could_be_seen_every_night_counts(client, user):
    CheckInFactory(owner=user, day=timezone.now().date(), factors={"alcohol": "0"})
    assert said_beside(suspects_page(client))["alcohol"] == ("If you mark it now, all nights count.", False)
    suspect(client, "alcohol")
    assert said_beside(suspects_page(client))["alcohol"] == ("Marked. All nights count.", True)


def test_after_results_could_be_seen_a_mark_begins_anew_and_the_page_says_when(
    client, user, five_weeks, time_machine
):
    time_machine.move_to(NOW, tick=False)
    beside = said_beside(suspects_page(client))
    assert beside["own-late"] == ("If you mark it now, it begins anew on 25 March 2026.", False)
    suspect(client, "own-late")
    assert said_beside(suspects_page(client))["own-late"] == (
        "Marked. Nights from 25 March 2026 on count.",
        True,
    )
    found = exposures_of(records.diary_of(user), DAY)
    assert found.end_of_block(found.suspected["own-late"] - 1) == date(2026, 3, 24)


def test_a_mark_that_would_begin_on_another_day_than_the_page_said_is_asked_about_again(
    client, user, five_weeks, time_machine
):
    time_machine.move_to(NOW, tick=False)
    response = suspect(client, "own-late", promise="all")
    assert response.status_code == 422
    assert "Please look at the dates again." in response.text
    assert said_beside(response)["own-late"][1]
    assert suspects_of(user) == []
    promise = parsed(response).find(".//input[@name='promise']").get("value")
    assert suspect(client, "own-late", promise=promise).status_code == 303
    assert suspects_of(user) == ["own-late"]


def test_a_mark_can_be_taken_away_whatever_the_page_promised(client, user):
    suspect(client, "alcohol")
    assert suspect(client, promise="").status_code == 303
    assert suspects_of(user) == []
    assert "No suspects are marked." in client.get(reverse("diary:factors")).text


def test_marks_set_on_two_devices_are_both_kept(client, user):
    factors.suspect(user, ticked=["alcohol"], seen=(), now=timezone.now())
    suspect(client, "fluids", seen=[])
    assert suspects_of(user) == ["fluids", "alcohol"]


def test_what_can_not_be_marked_is_refused_in_words(client, user):
    response = suspect(client, "moon")
    assert response.status_code == 422
    assert "One of these factors is not known." in response.text
    assert suspects_of(user) == []


def test_whoever_follows_nothing_has_nothing_to_mark(client, user):
    answers.say(user, {"factors.followed": []}, now=NOW)
    assert "You follow nothing at present" in suspects_page(client).text


# --- What changed ---------------------------------------------------------------------------------------------------

SHOES = {"name": "New shoes", "on": "2026-02-01"}


@pytest.fixture
def shoes(user):
    return EventFactory(owner=user)


def test_an_event_is_added_once_however_often_it_is_sent(client, user):
    sent = {"id": uuid4(), **SHOES}
    for _ in range(3):
        assert client.post(reverse("diary:events"), sent).status_code == 303
    (event,) = records.answers_of(user).events
    assert (event.name, event.on) == ("New shoes", date(2026, 2, 1))


def test_the_latest_event_stands_first(client, user):
    for name, on in (("Earlier", date(2026, 1, 1)), ("Later", date(2026, 2, 1))):
        EventFactory(owner=user, name=name, on=on)
    text = client.get(reverse("diary:events")).text
    assert text.index("Later") < text.index("Earlier")
    assert "1 February 2026" in text


def test_an_empty_list_of_events_says_so(client):
    assert "None on your list yet." in client.get(reverse("diary:events")).text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Please write what it is called."),
        ("name", "x" * 121, "This is 121 characters long."),
        ("name", "a\u202eb", "There is a hidden character here"),
        ("on", "", "Please give the date."),
        ("on", "soon", "Please give the date as day, month and year."),
        ("on", "2026-02-30", "Please give the date as day, month and year."),
        ("on", "2199-01-01", "This day is still to come. Please write it down once it is here."),
        ("on", "0001-01-01", "This date is too far away."),
    ],
)
def test_bad_input_for_an_event_is_named_beside_the_field_and_kept(
    client, user, shoes, field, value, sentence
):
    for address in (reverse("diary:events"), reverse("diary:event", args=[shoes.id])):
        response = client.post(address, {"id": uuid4(), "version": 1, **SHOES, field: value})
        assert response.status_code == 422
        assert response.context["form"].errors.keys() == {field}
        assert sentence in response.context["form"].errors[field][0]
        typed = {name: parsed(response).find(f".//input[@name='{name}']").get("value", "") for name in SHOES}
        assert typed == {**SHOES, field: value}
    assert [(event.name, event.version) for event in user.events.all()] == [("New shoes", 1)]


def test_an_event_changed_on_another_device_is_shown_and_not_overwritten(client, user, shoes):
    address = reverse("diary:event", args=[shoes.id])
    assert client.post(address, {**SHOES, "name": "Wide shoes", "version": 1}).status_code == 303
    response = client.post(address, {**SHOES, "name": "Soft shoes", "version": 1})
    assert response.status_code == 409
    assert "Changed on another device meanwhile" in response.text
    assert "Wide shoes" in response.text
    assert "Soft shoes" in response.text
    assert records.event_of(user, shoes.id).name == "Wide shoes"
    version = parsed(response).find(".//input[@name='version']").get("value")
    assert client.post(address, {**SHOES, "name": "Soft shoes", "version": version}).status_code == 303
    assert records.event_of(user, shoes.id).name == "Soft shoes"


def test_an_event_taken_off_the_list_can_be_put_back(client, user, shoes):
    discard = reverse("diary:event_discard", args=[shoes.id])
    assert [client.post(discard).status_code for _ in range(2)] == [303, 303]
    assert records.answers_of(user).events == ()
    response = client.get(reverse("diary:events"))
    assert "Taken off your list: New shoes" in response.text
    assert client.get(reverse("diary:event", args=[shoes.id])).status_code == 404
    client.post(undo_of(response))
    assert [event.name for event in records.answers_of(user).events] == ["New shoes"]


def test_an_event_that_is_none_of_one_s_own_is_not_found(client, user, other_user):
    theirs = EventFactory(owner=other_user)
    for name in ("event", "event_discard", "event_restore"):
        for id in (theirs.id, uuid4()):  # noqa: A001
            assert (
                client.post(reverse(f"diary:{name}", args=[id]), {**SHOES, "version": 1}).status_code == 404
            )
    assert records.answers_of(other_user).events == (records.event_of(other_user, theirs.id),)


def test_an_event_deleted_on_another_device_while_it_was_changed_is_not_found(
    client, user, shoes, monkeypatch
):
    found = records.event_of(user, shoes.id)
    events.discard(user, shoes.id, now=NOW)
    monkeypatch.setattr(records, "event_of", lambda *_: found)
    address = reverse("diary:event", args=[shoes.id])
    assert client.post(address, {**SHOES, "version": 1}).status_code == 404


def test_the_settings_lead_to_what_changed(client):
    assert reverse("diary:events") in client.get(reverse("accounts:settings")).text


# --- The class of a medicine --------------------------------------------------------------------------


def only_medicine(user):
    (medicine,) = records.answers_of(user).medicines
    return medicine


@pytest.mark.parametrize(
    ("answer", "drug_class"), [("yes", DrugClass.THIAZIDE), ("no", DrugClass.NONE), ("unsure", None)]
)
def test_the_class_of_a_medicine_is_what_the_person_confirms(client, user, answer, drug_class):
    medicine = MedicineFactory(owner=user)
    question = "Is this a water tablet (diuretic) of the thiazide kind?"
    assert question in client.get(reverse("diary:medicines")).text
    client.post(reverse("diary:medicine_class", args=[medicine.id]), {"answer": answer})
    assert only_medicine(user).drug_class is drug_class
    assert (question in client.get(reverse("diary:medicines")).text) is (answer == "unsure")
    form = client.get(reverse("diary:medicine", args=[medicine.id])).context["class_form"]
    assert form["answer"].value() == answer


@pytest.mark.parametrize("sent", [{}, {"answer": "perhaps"}])
def test_a_wrong_answer_about_the_class_changes_nothing(client, user, sent):
    medicine = MedicineFactory(owner=user, drug_class=DrugClass.THIAZIDE.value)
    text = client.post(reverse("diary:medicine_class", args=[medicine.id]), sent, follow=True).text
    assert "Please choose yes, no or not sure." in text
    assert only_medicine(user).drug_class is DrugClass.THIAZIDE


def test_nothing_is_asked_of_a_name_that_does_not_matter_and_no_answer_makes_it_matter(client, user):
    medicine = MedicineFactory(owner=user, name="Amlodipine")
    assert "Is this a" not in client.get(reverse("diary:medicines")).text
    client.post(reverse("diary:medicine_class", args=[medicine.id]), {"answer": "yes"})
    assert only_medicine(user).drug_class is None


def test_a_new_name_makes_the_class_unknown_again(client, user):
    medicine = MedicineFactory(owner=user, drug_class=DrugClass.THIAZIDE.value)
    url = reverse("diary:medicine", args=[medicine.id])
    client.post(url, {"version": "1", "name": "Indapamide", "started_on": "2026-01-02"})
    assert only_medicine(user).drug_class is DrugClass.THIAZIDE
    client.post(url, {"version": "2", "name": "Ramipril"})
    assert only_medicine(user).drug_class is None


def test_generic_names_are_offered_for_completion(client):
    options = {
        option.get("value") for option in parsed(client.get(reverse("diary:medicines"))).iter("option")
    }
    assert {"Indapamide", "Amlodipine"} <= options
    assert "Lasix" not in options


# --- The gate before a supplement -----------------------------------------------------------------------


def add_magnesium(client, **more):
    sent = {"id": uuid4(), "name": "Magnesium", "kind": "yes_no", "is_on_purpose": "yes"} | more
    return client.post(reverse("diary:factor_add"), sent)


def test_a_supplement_is_not_tried_on_purpose_while_something_is_open(client, user):
    response = add_magnesium(client)
    assert response.status_code == 422
    assert "Check with your doctor or pharmacist before you take this." in response.text
    assert user.own_factors.count() == 0


def test_what_is_taken_anyway_and_what_is_no_supplement_may_be_noted(client, user):
    assert add_magnesium(client, is_on_purpose="no").status_code == 303
    assert add_magnesium(client, name="Evening walk").status_code == 303
    assert user.own_factors.count() == 2


def test_the_gate_opens_when_everything_was_said_and_nothing_speaks_against_it(client, user):
    facts = {"birth_year": 1960, "sex": "male", "conditions": []}
    answers.say(user, {f"profile.{name}": value for name, value in facts.items()}, now=NOW)
    page = reverse("diary:before_a_supplement")
    assert "Check with your doctor or pharmacist" in client.get(page).text
    client.post(page, {"SQ39": "no"})
    assert "Nothing that you noted asks for advice first." in client.get(page).text
    assert add_magnesium(client).status_code == 303


def test_the_gate_names_why_it_is_closed_and_keeps_closed(client, user):
    page = reverse("diary:before_a_supplement")
    client.post(page, {"SQ39": "yes", "SQ39.which": ["SQ39.thinner"]})
    assert "a blood thinner" in client.get(page).text
    assert client.post(page, {"SQ39": "perhaps"}).status_code == 422


def test_what_is_done_on_purpose_can_not_be_renamed_into_a_supplement_or_a_medicine(client, user):
    walk = {"id": uuid4(), "name": "Evening walk", "kind": "yes_no", "is_on_purpose": "yes"}
    client.post(reverse("diary:factor_add"), walk)
    (factor,) = records.own_factors_of(user)
    address = reverse("diary:factor", args=[factor.id])
    for name, words in (("Magnesium", "doctor or pharmacist"), ("Baclofen", "Medicines are not tested here")):
        response = client.post(address, {"name": name})
        assert response.status_code == 422
        assert words in str(response.context["form"].errors["name"])
    assert client.post(address, {"name": "Morning walk"}).status_code == 303


def test_a_medicine_is_nothing_to_try_night_by_night_but_may_be_noted(client, user):
    sent = {"id": uuid4(), "name": "Baclofen", "kind": "yes_no"}
    response = client.post(reverse("diary:factor_add"), sent | {"is_on_purpose": "yes"})
    assert "Medicines are not tested here night by night." in response.text
    assert client.post(reverse("diary:factor_add"), sent).status_code == 303


@pytest.mark.parametrize(("name", "asks"), [("Potassium gluconate", True), ("Indapamide", False)])
def test_a_supplement_on_the_list_of_medicines_is_kept_with_the_words_of_the_gate(client, user, name, asks):
    text = client.post(reverse("diary:medicines"), {"id": uuid4(), "name": name}, follow=True).text
    assert ("Check with your doctor or pharmacist before you take this." in text) is asks
    assert user.medicines.count() == 1
