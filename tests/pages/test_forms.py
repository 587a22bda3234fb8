"""Form controls: unknown stays unknown, what is wrong is said beside the field, and what was typed stays."""

import html5lib
import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from diary.forms import (
    ChipSelect,
    ChipSelectMultiple,
    CleanTextField,
    DateInput,
    IntegerField,
    NumberField,
    SeverityField,
    TimeInput,
    YesNoField,
    clean_text,
)

SIDES = [("left", "Left"), ("right", "Right")]


class CrampForm(forms.Form):
    day = forms.DateField(widget=DateInput, help_text="The night it began")
    at = forms.TimeField(widget=TimeInput)
    side = forms.ChoiceField(choices=SIDES, widget=ChipSelect, required=False)
    signs = forms.MultipleChoiceField(choices=SIDES, widget=ChipSelectMultiple, required=False)
    severity = SeverityField(label="How bad")
    woke = YesNoField()
    minutes = IntegerField(required=False, min_value=0, max_value=1440)
    note = CleanTextField(limit=10, required=False, widget=forms.Textarea)


GOOD = {"day": "2026-11-22", "at": "03:10"}


def tree_of(form):
    return html5lib.parseFragment(str(form), namespaceHTMLElements=False)


def inputs(form, name):
    return [i for i in tree_of(form).iter("input") if i.get("name") == name]


def checked(form, name):
    return [i.get("value") for i in inputs(form, name) if "checked" in i.attrib]


def words(element):
    return " ".join("".join(element.itertext()).split())


def test_what_nobody_touched_is_none_and_never_a_default():
    form = CrampForm(GOOD)
    assert form.is_valid(), form.errors
    unknown = {name: form.cleaned_data[name] for name in ("severity", "woke", "minutes")}
    assert unknown == {"severity": None, "woke": None, "minutes": None}
    assert form.cleaned_data["side"] == ""
    assert form.cleaned_data["signs"] == []


@pytest.mark.parametrize("name", ["side", "severity", "woke"])
def test_every_question_of_one_answer_starts_and_can_end_without_one(name):
    assert checked(CrampForm(), name) == [""]
    assert inputs(CrampForm(), name)[-1].get("value") == ""


def test_an_answer_takes_the_place_of_no_answer():
    form = CrampForm({**GOOD, "side": "left", "severity": "7", "woke": "no", "signs": ["right"]})
    assert [checked(form, name) for name in ("side", "severity", "woke", "signs")] == [
        ["left"],
        ["7"],
        ["no"],
        ["right"],
    ]


def test_a_question_that_must_be_answered_has_no_way_out():
    class Needed(forms.Form):
        side = forms.ChoiceField(choices=SIDES, widget=ChipSelect(clear=None))

    assert [i.get("value") for i in inputs(Needed(), "side")] == ["left", "right"]


def test_the_blank_choice_of_a_model_is_not_shown_twice():
    class Blank(forms.Form):
        side = forms.ChoiceField(choices=[("", "---------"), *SIDES], widget=ChipSelect, required=False)

    assert [i.get("value") for i in inputs(Blank(), "side")] == ["left", "right", ""]
    assert "---" not in str(Blank())


@pytest.mark.parametrize(
    ("given_value", "kept"), [("yes", True), ("no", False), ("", None), (True, True), (None, None)]
)
def test_yes_and_no_are_true_and_false_and_nothing_is_none(given_value, kept):
    assert YesNoField().clean(given_value) is kept


@pytest.mark.parametrize("wrong", ["maybe", "true", "1", "yes yes", ["yes"]])
def test_another_word_is_neither_yes_nor_no(wrong):
    with pytest.raises(ValidationError, match="yes, no or no answer"):
        YesNoField().clean(wrong)


@pytest.mark.parametrize(("stored", "shown"), [(True, ["yes"]), (False, ["no"]), (None, [""])])
def test_a_stored_yes_or_no_is_shown_as_it_was_given(stored, shown):
    assert checked(CrampForm(initial={"woke": stored}), "woke") == shown


def test_yes_and_no_notice_a_change():
    assert YesNoField().has_changed(None, "no")
    assert not YesNoField().has_changed(True, "yes")


@given(st.integers(0, 10))
def test_severity_is_a_whole_number(number):
    assert SeverityField().clean(str(number)) == number


@pytest.mark.parametrize("wrong", ["11", "-1", "７", "7.5", "x"])
def test_another_severity_is_refused(wrong):
    with pytest.raises(ValidationError):
        SeverityField().clean(wrong)


def test_a_severity_is_read_out_with_its_scale_and_its_word():
    labels = [words(label) for label in tree_of(CrampForm()).iter("label") if label.find("input") is not None]
    assert "7 of 10, strong" in labels
    assert "0 of 10, no pain" in labels


@given(st.integers(-(10**9) + 1, 10**9 - 1))
def test_a_whole_number_in_plain_digits_is_kept(number):
    assert IntegerField().clean(str(number)) == number
    assert IntegerField().clean(f" {number} ") == number


@pytest.mark.parametrize(
    ("text", "number"), [("8200", 8200), (" 7,5 ", 7.5), ("1 200", 1200), ("0", 0), ("1000000", 1_000_000)]
)
def test_a_number_is_read_as_people_write_it(text, number):
    assert NumberField().clean(text) == number


@pytest.mark.parametrize("nothing", ["", " ", None])
def test_no_number_is_none_and_is_asked_for_only_where_it_is_needed(nothing):
    assert NumberField(required=False).clean(nothing) is None
    with pytest.raises(ValidationError, match="required"):
        NumberField().clean(nothing)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1,200", "This can be read as 1200 or as 1.20. Please write one of these."),
        ("1000001", "Please give a number from 0 to 1,000,000."),
        ("many", "Please write only a number, such as 8200 or 7.5."),
    ],
)
def test_a_number_that_can_not_be_kept_is_refused_in_words_of_the_domain(text, sentence):
    with pytest.raises(ValidationError) as refusal:
        NumberField().clean(text)
    assert refusal.value.messages == [sentence]


def test_a_number_is_typed_on_the_keys_for_numbers_and_nothing_is_thrown_away():
    widget = NumberField().widget
    assert (widget.input_type, widget.attrs["inputmode"]) == ("text", "decimal")


@pytest.mark.parametrize(
    "wrong", ["１２", "١٢", "1_000", "1e3", "1.5", "1,5", "0x10", "²", "1" * 5000, "NaN", "5 min", "\x00"]
)
def test_what_is_not_a_whole_number_in_plain_digits_is_refused(wrong):
    with pytest.raises(ValidationError, match="digits 0 to 9"):
        IntegerField().clean(wrong)


def test_a_number_that_was_not_understood_stays_in_its_field():
    form = CrampForm({**GOOD, "minutes": "１２"})
    assert inputs(form, "minutes")[0].get("value") == "１２"


@pytest.mark.parametrize("value", ["a\x00b", "a\u202eb", "a\ud800b", "a\x1bb", "12345678901"])
def test_text_that_can_not_be_kept_is_refused_in_words(value):
    form = CrampForm({**GOOD, "note": value})
    assert not form.is_valid()
    assert len(form.errors["note"]) == 1


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cf"]), max_size=50))
def test_any_other_text_is_kept_as_it_is(text):
    assert clean_text(text, 50) == text


def test_line_ends_of_a_browser_become_plain_and_count_once():
    assert clean_text("ab\r\ncd\re", 7) == "ab\ncd\ne"


def test_the_browser_is_not_told_to_cut_a_text():
    assert "maxlength" not in str(CrampForm()["note"])


def test_an_error_stands_beside_its_field_and_is_tied_to_it():
    form = CrampForm({"day": "", "at": "25:99", "minutes": "x"})
    tree = tree_of(form)
    by_id = {element.get("id"): element for element in tree.iter() if element.get("id")}
    for name in ("day", "at", "minutes"):
        control = by_id[f"id_{name}"]
        assert control.get("aria-invalid") == "true"
        described = [words(by_id[one]) for one in control.get("aria-describedby").split()]
        assert form.errors[name][0] in described


def test_a_hint_is_tied_to_its_field():
    control = inputs(CrampForm(), "day")[0]
    assert control.get("aria-describedby") == "id_day_helptext"


def test_a_group_says_that_it_is_wrong_and_its_radio_buttons_do_not():
    tree = tree_of(CrampForm({**GOOD, "severity": "77"}))
    group = next(f for f in tree.iter("fieldset") if words(f.find("legend")) == "How bad")
    assert (group.get("role"), group.get("aria-invalid")) == ("radiogroup", "true")
    assert "id_severity_error" in group.get("aria-describedby")
    assert not any("aria-invalid" in radio.attrib for radio in group.iter("input"))


def test_the_summary_leads_to_every_field_that_is_wrong():
    form = CrampForm({"day": "", "at": "25:99", "severity": "77"})
    tree = tree_of(form)
    summary = next(s for s in tree.iter("section") if "error-summary" in s.get("class"))
    targets = {link.get("href").removeprefix("#") for link in summary.iter("a")}
    assert targets == {"id_day", "id_at", "id_severity_0"}
    assert targets <= {element.get("id") for element in tree.iter() if element.get("id")}


def test_a_form_without_errors_has_no_summary():
    assert "error-summary" not in str(CrampForm())
    assert "error-summary" not in str(CrampForm(GOOD))


def test_every_control_has_a_label():
    tree = tree_of(CrampForm())
    labelled = {label.get("for") for label in tree.iter("label")}
    wrapped = {i.get("id") for label in tree.iter("label") for i in label.iter("input")}
    controls = {e.get("id") for tag in ("input", "textarea", "select") for e in tree.iter(tag)}
    assert controls <= labelled | wrapped


def test_what_was_typed_is_escaped():
    assert "<script>" not in str(CrampForm({**GOOD, "minutes": '"><script>alert(1)</script>'}))


def test_dates_and_times_are_native_and_filled_as_the_browser_wants_them():
    form = CrampForm(initial={"day": "2026-11-22", "at": "03:10"})
    day, at = inputs(form, "day")[0], inputs(form, "at")[0]
    assert (day.get("type"), day.get("value")) == ("date", "2026-11-22")
    assert (at.get("type"), at.get("value")) == ("time", "03:10")
