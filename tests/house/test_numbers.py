"""No telephone number stands anywhere but in numbers.toml, and no page shows the name of a placeholder."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from diary import content
from diary.content.local_numbers import directory

ROOT = Path(settings.BASE_DIR)
HOME = ROOT / "diary" / "content" / "numbers.toml"
# Volumes and pages of journals look like numbers to call.
MAY_HOLD_NUMBERS = {HOME, ROOT / "diary" / "content" / "bibliography.toml"}
WRITTEN = sorted(
    path
    for folder, endings in {
        "templates": {".html", ".txt", ".svg"},
        "diary": {".md", ".toml", ".py"},
        "accounts": {".py"},
        "static": {".js", ".html"},
    }.items()
    for path in (ROOT / folder).rglob("*")
    if path.suffix in endings and path not in MAY_HOLD_NUMBERS
)
LINES = {
    line.number
    for country in directory().countries.values()
    for line in (*country.lines, *directory().elsewhere)
}
LONG = sorted(number for number in LINES if len(number) > 6)
SHORT = sorted(number for number in LINES if len(number) <= 6)
ASKS_TO_CALL = re.compile(
    rf"(?i)\b(?:calls?|dial|ring|phone|telephone|number)\b[^.\n]{{0,40}}?(?<![\w,.:=\"'-])(?:{'|'.join(SHORT)})(?![\w,.%:=\"'-]?\w)"
    rf"|tel:[ +]*\d|\b(?:112|911|999)\b[ ,]*(?:or|and|,)[ ,]*\b(?:112|911|999)\b"
)


def test_there_is_much_to_look_at():
    assert len(WRITTEN) > 300
    assert len(LONG) > 25
    assert "112" in SHORT


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_number_of_any_country_stands_outside_its_file(path):
    text = path.read_text(encoding="utf-8")
    assert [number for number in LONG if number in text] == []
    assert [found[0] for found in ASKS_TO_CALL.finditer(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Call 999 now",
        "call your emergency number (112, 911 or 999)",
        "dial 15 for an ambulance",
        'href="tel:999"',
        "112, 911 or your number",
    ],
)
def test_a_number_to_call_would_be_noticed(text):
    assert ASKS_TO_CALL.search(text)


@pytest.mark.parametrize("text", ["about 15 ml", "numbers such as 1.15", "9 of 14 nights", "112 nights"])
def test_other_numbers_are_no_numbers_to_call(text):
    assert not ASKS_TO_CALL.search(text)


PUBLIC_PAGES = [
    *(reverse(f"diary:{name}") for name in ("guidance", "first_aid", "does_it_help", "browse", "words", "help_now")),
    *(reverse("diary:article", args=[article.slug]) for article in content.articles()),
    *(f"{reverse('diary:search')}?q={query}" for query in ("chest+pain", "turpentine", "jaw", "overdose")),
    *(f"{reverse('diary:browse')}?muscle={muscle}" for muscle in ("chest", "face_jaw", "abdomen")),
    reverse("accounts:country"),
    reverse("diary:tonight"),
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC_PAGES)
@pytest.mark.parametrize("language", ["", "en-GB"])
def test_no_page_shows_a_placeholder_or_the_number_of_another_country(stranger, address, language):
    text = stranger.get(address, headers={"Accept-Language": language}).text
    assert not re.search(r"\{\w+_(number|centre)\}", text)
    assert "112, 911 or 999" not in text
    if language:
        assert "112, 911" not in text
        assert 'href="tel:911"' not in text
