"""The numbers to call on every page that tells to call: those of the country, as links, with an account and without."""

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from diary.actions import answers

HELP, WORRIED, REMEDIES = reverse("diary:help_now"), reverse("diary:worried"), reverse("diary:does_it_help")
FIRST_AID, QUININE = (
    reverse("diary:first_aid"),
    reverse("diary:article", args=["quinine-and-other-medicines"]),
)


def page_of(browser, address, language="en-GB"):
    return unescape(browser.get(address, headers={"Accept-Language": language}).text)


def links_in(text):
    return re.findall(r'href="tel:(\d+)"', text)


@pytest.mark.parametrize("address", [HELP, FIRST_AID, QUININE, REMEDIES])
@pytest.mark.parametrize(("language", "number"), [("en-GB", "999"), ("en-US", "911"), ("de", "112")])
def test_everybody_finds_the_ambulance_of_their_country(stranger, address, language, number):
    text = page_of(stranger, address, language)
    assert number in links_in(text)
    assert ("a guess from the language of this device" in text) is (language != "de")


def test_the_words_and_the_link_say_the_same_number(stranger):
    text = page_of(stranger, QUININE, "en-US")
    assert "<strong>Call 911 now</strong>" in text
    assert "<strong>Call a poison centre (1-800-222-1222) now</strong>" in text
    assert links_in(text) == ["911", "18002221222"]


def test_the_emergency_words_stand_on_the_page_itself_below_their_number(stranger):
    text = page_of(stranger, HELP)
    assert (
        text.index('href="tel:999"') < text.index("Call 999 now") < text.index("Short of breath, chest pain")
    )
    assert "West Midlands Ambulance Service" in text  # where the number comes from


def test_where_remedies_are_told_the_poison_centre_is_named(stranger):
    text = page_of(stranger, REMEDIES, "en-IE")
    assert "Call a poison centre (01 809 2166) now." in text
    assert "If anyone swallowed it, call a poison centre (01 809 2166) now." in text
    assert "018092166" in links_in(text)


def test_a_search_for_something_unsafe_says_whom_to_call(stranger):
    search = reverse("diary:search")
    assert "Swallowed, or took too much?" in page_of(stranger, f"{search}?q=turpentine")
    assert "Swallowed, or took too much?" not in page_of(stranger, f"{search}?q=stretching")


def prompted(client, user, **said):
    user.country = "GB"
    user.save()
    answers.say(user, {key.replace("__", "."): value for key, value in said.items()}, now=timezone.now())
    return page_of(client, WORRIED, "en-US").split("<form")[0]


def test_a_prompt_for_today_names_urgent_advice_before_the_ambulance(client, user):
    text = prompted(client, user, SQ01=True)
    prompt = text.split('data-urgency="same_day"')[1]
    assert links_in(prompt) == ["111", "999"]
    assert "NHS 111, England, Scotland and Wales" in prompt
    assert "Numbers for the United Kingdom." in prompt


def test_an_emergency_names_the_ambulance_in_words_and_as_a_link(client, user):
    prompt = prompted(client, user, SQ02=True).split('data-urgency="emergency"')[2]
    assert "Call 999 now" in prompt
    assert links_in(prompt) == ["999"]


def test_a_swallowed_remedy_names_the_poison_line(client, user):
    prompt = prompted(client, user, SQ36=True).split('data-urgency="same_day"')[1]
    assert "Call NHS 111 now and keep the bottle." in prompt
    assert links_in(prompt)[0] == "111"


@pytest.mark.parametrize("page", ["diary:tonight", "diary:patterns", "diary:visit"])
def test_an_urgent_prompt_has_its_number_on_every_page(client, user, page):
    prompted(client, user, SQ02=True)
    assert "999" in links_in(page_of(client, reverse(page), "en-US"))


def test_numbers_are_plain_words_on_paper(client, user):
    prompted(client, user, SQ01=True)
    text = page_of(client, reverse("diary:visit"))
    assert '<p class="print-only">NHS 111, England, Scotland and Wales: 111; Emergency: 999.</p>' in text
    assert "buttons no-print" in text
