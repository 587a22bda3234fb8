"""The texts a patient reads at night: plain, sourced, safe, and complete for every muscle."""

import re
from collections import Counter
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.template.loader import render_to_string

from diary import content
from diary.content import library
from diary.content.local_numbers import local_numbers
from diary.content.medicines import medicine_names
from diary.domain.factors import FACTORS
from diary.domain.guidance.body import BACK, FRONT, choice
from diary.domain.guidance.documents import Document
from diary.domain.guidance.for_you import CONDITIONS, HOLDS
from diary.domain.vocabulary import Grade, Muscle, State

ROOT = Path(__file__).parents[2]
HARDEST_GRADE = 9.0
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
# What nobody is told to take: an article may speak of it, but only a "not" may go with "take", "try" or "helps".
GATED = (
    r"magnesium|potassium|calcium|iron|vitamin|K2|supplement|quinine|tonic water|aspirin|metamizole|baclofen|"
    r"sedative|gabapentin|tolperisone|electrolyte"
)
NEGATION = re.compile(r"\b(not|no|never|nothing|nobody|none|without|cannot|unclear)\b", re.IGNORECASE)

articles = content.articles()
remedies = library.remedies()
cards = list(content.relief_cards().values())


def words_of(card):
    return [step.words for step in card.steps]


def spoken_texts():
    """Every sentence source by name, as a reader sees it."""
    texts = {
        a.slug: "\n".join([a.title, a.summary, *(c.claim for c in a.claims), a.body, a.help])
        for a in articles
    }
    texts |= {card.id: "\n".join([card.title, *words_of(card), *card.safety]) for card in cards}
    first = content.first_things()
    questions = [
        line for q in first.questions for line in (q.ask, q.short, q.reminder, q.heading, q.reason, *q.steps)
    ]
    texts |= {r.id: f"{r.name}: {r.says}\n{r.instead}" for r in remedies}
    texts |= {word.name: f"{word.name}: {word.meaning}" for word in library.glossary()}
    method = content.method()
    texts["method"] = f"{method.title}\n{method.summary}\n{method.body}"
    return texts | {"F00": "\n".join([first.title, *words_of(first), *first.safety, *questions])}


def sentences(text):
    plain = re.sub(r"^\s*(#+|-|\d+\.)\s+", "", text.replace("**", ""), flags=re.MULTILINE)
    return [part for part in SENTENCE_END.split(plain) if WORD.search(part)]


def syllables(word):
    """Groups of vowels, less a silent e; at least one."""
    word = word.lower()
    groups = len(re.findall(r"[aeiouy]+", word))
    if re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouysxzcg]es$", word) and groups > 1:
        groups -= 1
    return max(groups, 1)


def reading_grade(text):
    """The Flesch-Kincaid grade: school years needed to read it."""
    parts = sentences(text)
    words = [word for part in parts for word in WORD.findall(part)]
    return 0.39 * len(words) / len(parts) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


# --- Words


@pytest.mark.parametrize(
    ("word", "count"),
    [("calf", 1), ("muscle", 2), ("cramped", 1), ("needed", 2), ("minutes", 2), ("emergency", 4), ("the", 1)],
)
def test_syllables_are_counted_as_they_are_spoken(word, count):
    assert syllables(word) == count


def test_a_hard_text_has_a_higher_reading_grade_than_an_easy_one():
    easy = "The leg hurts. Sit up. Hold on to the bed."
    hard = "Pharmacological management of idiopathic nocturnal contractions necessitates individualised evaluation."
    assert reading_grade(easy) < 3 < 15 < reading_grade(hard)


@pytest.mark.parametrize("name", spoken_texts())
def test_everything_can_be_read_at_grade_nine_or_below(name):
    assert reading_grade(spoken_texts()[name]) <= HARDEST_GRADE


@pytest.mark.parametrize("article", articles, ids=lambda a: a.slug)
def test_an_article_has_300_to_600_words(article):
    assert 300 <= len(f"{article.body} {article.help}".split()) <= 600


def test_the_page_about_the_method_has_300_to_600_words_at_grade_eight():
    method = content.method()
    assert 300 <= len(method.body.split()) <= 600
    assert reading_grade(method.body) <= 8


@pytest.mark.parametrize(
    "pattern",
    [
        "!",
        r"\b(diagnos|detect|treat|prevent|cure[sd]?\b|alarm|guarantee|toxin)",
        r"\bcaused by\b",
        r"\byou should (take|stop)\b",
        r"\byou are fine\b|\bnothing serious\b",
        r"\d\s*(mg|µg|mcg|IU)\b",  # doses
        r"tablets? (three times|a day|per day)|course of",
        r"caviar|clubfoot|myoclonus|gestosis|osteochondrosis|absorbent|private cramp|leg crunch",  # mistranslations
        r"\b(sock|cord)s? (towards|toward|up)\b",
        r"[®™]",
    ],
)
def test_no_text_makes_a_claim_names_a_dose_or_raises_its_voice(pattern):
    found = [
        (name, hit[0])
        for name, text in spoken_texts().items()
        if (hit := re.search(pattern, text, re.IGNORECASE))
    ]
    assert found == []


@pytest.mark.parametrize(
    "unsafe",
    [
        r"between the teeth|in the mouth",
        r"\b(pin|needle|prick)\b",
        r"turpentine|celandine|mustard|vinegar|magnet|cling film",
        r"tight bandage|wrap it",
        r"add (more )?salt|salt tablet",
        rf"(?<!you )(?<!who )(?<!sometimes )\b(take|try|use|drink|start|swallow|give)\b.{{0,40}}\b({GATED})s?\b",
        rf"\b({GATED})s?( \w+)? (helps?|works?|eases?|stops?|relieves?)\b",
        r"litres of water|drink more",
        r"stop taking|skip your",
        r"point (the foot|them|your toes) down|rise on (your )?toes",
        r"\bjerks?\b(?! all| again)|pull hard",
        r"balance on|drop (on|onto)",
        r"hold the person down|massage|rub or stretch",
        r"bite block|\bspoon|\bkelp|seaweed|honey|cellophane|plastic wrap|lemon juice|horseradish|white spirit|vodka",
        r"laurel(?! oil and scented)|tansy|cinquefoil|silverweed|succinic|valerian|granules|menaquinone|salt baths?\b",
        r"any age|allowed in pregnancy|swelling is normal|vaccin|infertil|full body check|do not shout|get rid of",
        r"causes your cramps|proven for you|restores|forget cramps|proven method",
    ],
)
def test_what_is_unsafe_appears_only_in_order_to_warn_of_it(unsafe):
    advised = [
        (name, sentence)
        for name, text in spoken_texts().items()
        for sentence in sentences(text)
        if re.search(unsafe, sentence, re.IGNORECASE) and not NEGATION.search(sentence)
    ]
    assert advised == []


# Beside those of medicines.toml: what adverts for cramps name.
ADVERTISED = {
    "magnerot", "detralex", "venarus", "venoflebin", "troxevasin", "finalgon", "mydocalm", "sorbifer", "maltofer",
    "losalt", "voltaren", "analgin", "crampex", "gatorade",
}  # fmt: skip


def test_no_text_names_a_brand():
    brands = ADVERTISED.union(*(facts.brands for facts in medicine_names().facts.values()))
    assert len(brands) > 80
    named = {
        name: brands & set(re.findall(r"[a-z-]+", text.casefold())) for name, text in spoken_texts().items()
    }
    assert {name: found for name, found in named.items() if found} == {}


def test_a_leg_cramp_is_never_called_a_seizure():
    on_cards = [card.id for card in cards if re.search("seizure|convulsion", str(card), re.IGNORECASE)]
    assert on_cards == []
    called = re.compile(r"\b(cramps?|muscles?) (is|are) (an? )?(seizure|convulsion|fit)", re.IGNORECASE)
    assert [text for text in spoken_texts().values() if called.search(text)] == []


# --- Sources


def test_every_source_that_is_cited_stands_in_the_bibliography():
    cited = {key for article in articles for key in article.sources}
    cited |= {key for card in [*cards, content.first_things()] for key in card.sources}
    cited |= {key for factor in FACTORS for key in factor.source.split(", ")}
    cited |= {key for remedy in remedies for key in remedy.sources}
    cited |= set(content.method().sources)
    prompts = (ROOT / "diary/content/prompts").glob("*.md")
    cited |= {key for path in prompts for key in Document.parse(path.read_text(), path.stem).texts("sources")}
    assert cited - content.bibliography().keys() == set()


def test_no_retracted_source_is_cited_and_its_notice_is_named():
    retracted = {key for key, source in content.bibliography().items() if source.retracted_by}
    assert "TAN24" in retracted
    assert all(content.bibliography()[key].retracted_by in content.bibliography() for key in retracted)
    assert not any(
        retracted & set(text.sources) for text in [*articles, *cards, *remedies, content.first_things()]
    )


def test_every_grade_that_is_shown_has_a_meaning():
    assert set(content.grade_meanings()) == set(Grade)


# --- Articles


def test_article_ids_are_unique():
    assert len({article.id for article in articles}) == len(articles)


def test_every_condition_leads_to_an_article_and_every_hold_keeps_one_back():
    assert {name for article in articles for name in article.when} == set(CONDITIONS)
    assert {name for article in articles for name in article.unless} == set(HOLDS)


def test_every_article_fits_some_diary():
    assert [article.slug for article in articles if not article.when] == []


def test_every_article_tells_when_to_get_help_at_once():
    assert all("Call {emergency_number}" in article.help for article in articles)


TELLS_TO_STRETCH = re.compile(
    r"straighten (the|your) (child's )?knee|toes (slowly )?(up|toward)|stretch the muscle|rub the legs",
    re.IGNORECASE,
)


def test_an_article_that_tells_to_stretch_says_to_look_first_or_is_held_back_after_a_sign_of_a_clot():
    silent = [
        a.slug
        for a in articles
        if TELLS_TO_STRETCH.search(a.body) and "swollen" not in a.body and "sign_of_a_clot" not in a.unless
    ]
    assert silent == ["cramp-in-the-water"]  # who floats in deep water can not look at a leg


def test_an_article_that_tells_to_drink_is_held_back_where_drinks_need_advice():
    telling = [a for a in articles if re.search(r"\bDrink\W+(to thirst|cool water)", a.body)]
    assert {"do-i-drink-enough", "cramps-in-sport"} <= {a.slug for a in telling}
    assert [a.slug for a in telling if "drinks_need_advice" not in a.unless] == []


def test_an_article_is_found_by_its_slug_or_not_at_all():
    assert content.article("is-it-a-seizure").id == "G20"
    assert content.article("no-such-article") is None
    with pytest.raises(KeyError):
        content.article_html("no-such-article", local_numbers())


def test_markdown_becomes_structure_without_scripts_styles_or_pictures():
    unsafe = (
        "<script>x</script> **bold** [a](javascript:alert(1)) ![p](https://a/p.png)\n\n<b onclick=x>raw</b>"
    )
    html = content.html(unsafe)
    assert "<strong>bold</strong>" in html
    assert not re.search(r"<(script|img|b\b|style)|href=.?javascript", html)


@pytest.mark.parametrize("article", articles, ids=lambda a: a.slug)
def test_an_article_becomes_html_with_its_headings(article):
    html = content.article_html(article.slug, local_numbers())
    assert html.body.count("<h2>") == article.body.count("## ")
    assert "<li>" in html.help


# --- Remedies


def test_every_remedy_leads_to_an_article_and_no_row_is_answered_twice():
    assert {remedy.read for remedy in remedies} <= {article.slug for article in articles}
    covered = Counter(row for remedy in remedies for row in remedy.covers)
    assert [row for row, times in covered.items() if times > 1] == []


def test_no_two_remedies_share_a_name():
    names = Counter(remedy.name.casefold() for remedy in remedies)
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("remedy", [r for r in remedies if r.can_harm], ids=lambda r: r.id)
def test_what_can_harm_warns_in_the_words_that_the_list_shows(remedy):
    warning = re.compile(r"\b(not|never|no|can|harm\w*|fall|poison\w*|dangerous|for clots)\b", re.IGNORECASE)
    assert warning.search(remedy.says)
    assert remedy.instead


# --- Plain words


def test_every_plain_word_leads_to_an_article():
    assert {word.read for word in library.glossary()} <= {article.slug for article in articles}


# --- Relief cards


@pytest.mark.parametrize("muscle", Muscle)
def test_every_muscle_has_a_card(muscle):
    assert content.relief_card(muscle).steps


def test_a_muscle_stands_on_one_card_only():
    named = Counter(muscle for card in cards for muscle in card.muscles)
    assert set(named.values()) == {1}


def test_the_water_card_is_found_by_its_situation():
    assert [card.id for card in cards if State.IN_WATER in card.situations] == ["F08"]


def test_the_first_things_ask_about_a_clot_and_an_emergency_and_say_what_to_do():
    first = content.first_things()
    assert [question.sign for question in first.questions] == ["SQ01", "SQ02"]
    assert "Do not rub or stretch" in first.question("clot").heading
    assert "{emergency_number}" in first.question("emergency").heading


def test_the_cards_are_those_of_the_medical_plan_and_three_for_what_it_leaves_open():
    planned = {f"F0{number}" for number in range(1, 9)}
    assert {card.id for card in cards} == planned | {"chest", "face_jaw", "general"}


def test_a_stretch_is_held_for_thirty_seconds_and_at_bedtime_for_ten():
    held = {card.id: {step.hold for step in card.steps if step.hold} for card in cards}
    assert {name: seconds for name, seconds in held.items() if seconds} == {
        "F01": {30}, "F02": {30}, "F03": {30}, "F04": {30}, "F05": {30}, "F07": {10}, "general": {30},
    }  # fmt: skip


def test_a_card_that_can_mean_an_emergency_says_so_before_anything_else():
    first = {card.id: card.steps[0].words for card in cards}
    assert {name for name, words in first.items() if "{emergency_number}" in words} == {"chest", "face_jaw"}
    assert not any("{emergency_number}" in step.words for card in cards for step in card.steps[1:])


def test_what_is_held_shows_how():
    assert all(step.moves for card in cards for step in card.steps if step.hold)


def test_no_step_of_the_calf_card_points_the_foot():
    calf = content.relief_card(Muscle.CALF)
    assert not re.search(r"point|tiptoe|on your toes|toes down", " ".join(words_of(calf)), re.IGNORECASE)
    assert "Never point it down" in " ".join(calf.safety)


# --- Drawings and the body outline


def drawing(name):
    return ET.fromstring(render_to_string(f"drawings/{name}.svg"))  # noqa: S314 (our own files)


MOVES = {move for card in (content.first_things(), *cards) for step in card.steps for move in step.moves}
DRAWINGS = sorted(MOVES | {"body"})


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_says_what_it_shows_and_carries_no_style(name):
    svg = drawing(name)
    assert svg.get("role") == "img"
    assert [element.tag for element in svg][:2] == ["title", "desc"]
    assert all(svg.find(label).text.strip() for label in ("title", "desc"))
    attributes = {attribute for element in svg.iter() for attribute in element.attrib}
    assert attributes <= {"class", "viewBox", "role", "d", "x", "y", "transform", "data-muscle", "data-side"}


def test_a_drawing_can_stand_on_one_page_twice():
    assert not any("id" in element.attrib for name in DRAWINGS for element in drawing(name).iter())


def test_the_outline_shows_every_place_that_can_be_tapped():
    drawn = {
        (e.get("data-muscle"), e.get("data-side")) for e in drawing("body").iter() if e.get("data-muscle")
    }
    assert drawn == {(p.muscle.value, p.side.value if p.side else None) for p in (*FRONT, *BACK)}


def test_the_outline_can_be_shaded_by_how_often_a_place_cramped():
    shaded = render_to_string("drawings/body.svg", {"levels": {"calf_left": 3}, "title": "Where"})
    assert "<title>Where</title>" in shaded
    assert re.search(r'data-muscle="calf" data-side="left" data-level="3"', shaded)
    assert shaded.count('data-level="0"') == shaded.count("data-level") - 1
    assert 'data-muscle="inner_thigh"' in shaded


def spots():
    """Position class -> (x, y, width, height) in the drawing, 360 by 532."""
    css = (ROOT / "static/css/body-map.css").read_text()
    rule = re.compile(r"\.(at-[a-z-]+) \{ --x: (\d+); --y: (\d+); --w: (\d+); --h: (\d+); \}")
    return {name: tuple(map(int, numbers)) for name, *numbers in rule.findall(css)}


def position(place):
    return "at-" + choice(place).replace(":", "-").replace("_", "-")


def test_every_place_on_the_outline_has_a_spot_of_48_pixels_or_more_on_a_phone():
    boxes = spots()
    assert set(boxes) == {position(place) for place in (*FRONT, *BACK)}
    scale = 358 / 360
    small = {n: (w, h) for n, (_, _, w, h) in boxes.items() if min(w, h) * scale < 48}
    assert small == {}


def test_spots_lie_inside_the_drawing_and_do_not_overlap():
    boxes = spots()
    assert all(x >= 0 and y >= 0 and x + w <= 360 and y + h <= 532 for x, y, w, h in boxes.values())
    overlapping = [
        (a, b)
        for (a, (ax, ay, aw, ah)), (b, (bx, by, bw, bh)) in combinations(boxes.items(), 2)
        if ax < bx + bw and bx < ax + aw and ay < by + bh and by < ay + ah
    ]
    assert overlapping == []


def test_left_is_the_patients_own_left():
    boxes = spots()
    for place in FRONT:
        if place.side:
            on_the_right = boxes[position(place)][0] >= 90
            assert on_the_right == (place.side.value == "left")
    for place in BACK:
        if place.side:
            on_the_right = boxes[position(place)][0] >= 270
            assert on_the_right == (place.side.value == "right")


def covered(region, offset, spot):
    """The share of the box round a drawn region that lies under its spot."""
    ends = re.findall(r"(-?[\d.]+) (-?[\d.]+)(?=[CZM]|$)", region.get("d"))  # the curves end on the outline
    xs, ys = ([float(end[axis]) for end in ends] for axis in (0, 1))
    xs = [offset + (180 - n if region.get("transform") else n) for n in xs]
    x, y, width, height = spot
    inside = (min(max(xs), x + width) - max(min(xs), x)) * (min(max(ys), y + height) - max(min(ys), y))
    return inside / ((max(xs) - min(xs)) * (max(ys) - min(ys)))


def test_the_drawn_regions_lie_under_their_spots():
    boxes = spots()
    for view, offset in zip(drawing("body").findall("g"), (0, 180), strict=True):
        for region in view.findall("path[@data-muscle]"):
            words = filter(None, ("at", region.get("data-muscle"), region.get("data-side")))
            name = "-".join(words).replace("_", "-")
            assert covered(region, offset, boxes[name]) > 0.85, name


def test_the_picker_is_real_buttons_with_names_for_the_outline_and_for_the_list():
    html = render_to_string("components/body_map.html")
    assert len(re.findall(r'<button class="spot [^>]*type="submit" name="place"', html)) == len(FRONT) + len(
        BACK
    )
    assert 'value="calf:left"><span class="visually-hidden">Left calf</span>' in html
    assert all(f'value="{muscle.value}:both"' in html for muscle in Muscle)
    assert "style=" not in html
