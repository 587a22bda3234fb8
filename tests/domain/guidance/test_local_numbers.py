"""Whom to call: read from its file, chosen by country, put into words; an unknown country has words of its own."""

import re
import tomllib
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.content.local_numbers import country_choices, directory, local_numbers
from diary.domain.guidance.documents import ContentError
from diary.domain.guidance.local_numbers import Line, Service, parse_directory
from diary.domain.guidance.sources import SourceStatus
from diary.domain.vocabulary import Urgency

COUNTRIES = directory().countries
EEA_AND_NEIGHBOURS = [
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU", "MT",
    "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "IS", "LI", "NO", "CH", "GB",
]  # fmt: skip
FURTHER = ["US", "CA", "AU", "NZ", "IN", "JP", "BR", "MX", "ZA", "IL", "TR"]
ANYWHERE = "112, 911 or your local number"


def numbers_of(country, service):
    return [line.number for line in local_numbers(country).of(service)]


# --- The file ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [*EEA_AND_NEIGHBOURS, *FURTHER])
def test_the_countries_of_most_readers_are_listed(code):
    assert code in COUNTRIES


@pytest.mark.parametrize("code", COUNTRIES)
def test_every_country_has_an_emergency_number_a_name_and_sources_with_a_day(code):
    country = COUNTRIES[code]
    assert any(line.service is Service.EMERGENCY for line in country.lines)
    assert country.name in country.in_text
    for line in country.lines:
        assert line.source.text
        assert line.source.link
        assert line.seen_on.year >= 2026
        assert line.source.status in SourceStatus


@pytest.mark.parametrize("code", COUNTRIES)
def test_an_emergency_number_is_short_stands_once_and_was_not_only_remembered(code):
    lines = [line for line in COUNTRIES[code].lines if line.service is Service.EMERGENCY]
    assert len({line.dial for line in lines}) == len(lines) <= 2
    assert all(2 <= len(line.dial) <= 5 for line in lines)
    assert all(line.source.status is not SourceStatus.RECHECK for line in lines)


@pytest.mark.parametrize(
    ("code", "emergency"),
    [
        ("GB", ["999"]), ("US", ["911"]), ("DE", ["112"]), ("AU", ["000"]), ("NZ", ["111"]), ("JP", ["119"]),
        ("FR", ["15", "112"]), ("AT", ["144", "112"]), ("NO", ["113"]), ("IL", ["101"]), ("BR", ["192"]),
    ],
)  # fmt: skip
def test_the_ambulance_of_a_country_is_the_one_that_its_people_know(code, emergency):
    assert numbers_of(code, Service.EMERGENCY) == emergency


def test_the_names_stand_in_order_for_a_list_to_choose_from():
    names = [name for _, name in country_choices()]
    assert names == sorted(names)
    assert len(names) == len(set(names)) == len(COUNTRIES)


# --- Which numbers ----------------------------------------------------------------------------------------


@given(st.one_of(st.none(), st.text(max_size=3), st.sampled_from(["ZZ", "gb", "EN", "KE"])))
def test_a_country_that_is_not_listed_gets_the_words_for_anywhere(code):
    found = local_numbers(code if code not in COUNTRIES else None, is_guess=True)
    assert found.country is None
    assert not found.is_guess
    assert found.emergency_words == ANYWHERE
    assert [line.dial for line in found.emergency] == ["112", "911"]
    assert found.poison_words == "a poison centre"


@given(st.sampled_from(sorted(COUNTRIES)), st.booleans())
def test_a_listed_country_speaks_of_its_own_numbers_alone(code, is_guess):
    found = local_numbers(code, is_guess=is_guess)
    assert found.is_guess is is_guess
    assert found.emergency_words == " or ".join(numbers_of(code, Service.EMERGENCY))
    assert "local number" not in found.fill("{emergency_number} {poison_centre}")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("IE", "a poison centre (01 809 2166)"),
        ("GB", "NHS 111"),
        ("DE", "a poison centre"),  # one for each region: all of them stand below
        ("NL", "a poison centre"),  # none for the public
    ],
)
def test_a_poison_centre_is_named_with_its_number_when_there_is_one(code, words):
    assert local_numbers(code).poison_words == words


def test_a_link_dials_the_digits_alone():
    dialled = [line.dial for line in COUNTRIES["CA"].lines]
    assert dialled == ["911", "18447647669", "18004635060"]
    assert all(re.fullmatch(r"\d+", line.dial) for country in COUNTRIES.values() for line in country.lines)


# --- Words ------------------------------------------------------------------------------------------------


@given(st.text())
def test_text_without_a_placeholder_stays_as_it_is(text):
    plain = text.replace("{emergency_number}", "").replace("{poison_centre}", "")
    assert local_numbers("GB").fill(plain) == plain


def test_other_braces_are_left_alone_and_what_is_put_in_can_be_escaped():
    found = local_numbers("GB")
    assert found.fill("{n} {emergency_number} {") == "{n} 999 {"
    assert found.fill("{poison_centre}", escape=str.lower) == "nhs 111"


@dataclass(frozen=True)
class Card:
    title: str
    steps: tuple[str, ...]
    inner: "Card | None" = None
    urgency: Urgency = Urgency.SOON
    seconds: int | None = 5


def test_every_text_of_an_entry_is_filled_and_everything_else_stays():
    card = Card("{emergency_number}", ("a", "{emergency_number} b"), Card("x", ("{emergency_number}",)))
    filled = local_numbers("US").fill_in(card)
    assert filled == Card("911", ("a", "911 b"), Card("x", ("911",)))
    assert filled.urgency is Urgency.SOON


def calls(code, *texts, urgency=None):
    return [line.number for line in local_numbers(code).called_in(*texts, urgency=urgency)]


def test_the_numbers_to_call_follow_from_the_words_and_the_urgency():
    assert calls("GB", "Rest.") == []
    assert calls("GB", "Rest.", urgency=Urgency.ROUTINE) == []
    assert calls("GB", "Rest.", urgency=Urgency.SAME_DAY) == ["111"]
    assert calls("GB", "Call {emergency_number}.", urgency=Urgency.SAME_DAY) == ["111", "999"]
    assert calls("GB", "Lie down.", urgency=Urgency.EMERGENCY) == ["999"]
    assert calls("IE", "{poison_centre}", "{emergency_number}") == ["112", "999", "01 809 2166"]
    today = calls("IE", "{poison_centre}", "{emergency_number}", urgency=Urgency.SAME_DAY)
    assert today == ["01 809 2166", "112", "999"]


def test_the_ambulance_never_stands_below_many_poison_centres():
    today = calls("DE", "{poison_centre}", "{emergency_number}", urgency=Urgency.SAME_DAY)
    assert today[:2] == ["116117", "112"]
    assert len(today) == 2 + len(local_numbers("DE").of(Service.POISON))


def test_no_number_is_offered_twice():
    assert calls("GB", "Call {poison_centre}.", urgency=Urgency.SAME_DAY) == ["111"]
    assert calls("SE", "{poison_centre} {emergency_number}") == ["112", "010 456 67 00"]


@given(st.sampled_from([None, *sorted(COUNTRIES)]), st.sampled_from([None, *Urgency]))
def test_an_emergency_always_has_a_number_to_call(code, urgency):
    assert calls(code, "Call {emergency_number}.", urgency=urgency)
    assert calls(code, urgency=Urgency.EMERGENCY)


# --- How it is written ------------------------------------------------------------------------------------

GOOD = """
elsewhere = { emergency = [{ number = "112", source = "S" }] }
[AA]
name = "A land"
emergency = [{ number = "11 2", source = "S", name = "Help", note = "by day" }]
[sources.S]
text = "A source."
status = "seen"
seen_on = 2026-11-22
"""


def parsed(text):
    return parse_directory(tomllib.loads(text))


def test_a_line_keeps_its_number_name_note_source_and_day():
    (line,) = parsed(GOOD).numbers("AA").lines
    assert isinstance(line, Line)
    assert (line.number, line.dial, line.label) == ("11 2", "112", "Help, by day")
    assert (line.source.text, line.seen_on.isoformat()) == ("A source.", "2026-11-22")


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("[AA]", "[Aa]", "Aa"),
        ("[AA]", "[AAA]", "AAA"),
        ('name = "A land"', "", "AA"),
        ('name = "A land"', 'name = "A land"\npolice = []', "police"),
        ('number = "11 2"', 'number = "+11 2"', "number"),
        ('number = "11 2"', 'number = "1"', "number"),
        ('number = "11 2"', 'number = "call me"', "number"),
        ('"11 2", source = "S"', '"11 2", source = "T"', "source"),
        ('note = "by day"', 'hours = "by day"', "hours"),
        ('emergency = [{ number = "11 2", source = "S", name = "Help", note = "by day" }]', "", "emergency"),
        ('elsewhere = { emergency = [{ number = "112", source = "S" }] }', "", "elsewhere"),
        ("seen_on = 2026-11-22", "", "seen_on"),
        ('status = "seen"', 'status = "sure"', "status"),
    ],
)
def test_a_file_that_is_not_written_so_is_refused_by_name(old, new, named):
    assert old in GOOD
    with pytest.raises(ContentError, match=named):
        parsed(GOOD.replace(old, new, 1))
