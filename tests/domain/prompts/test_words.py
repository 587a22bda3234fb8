"""The words of prompts: one file per rule, as agreed, filled from the diary, and never more than may be said."""

import re

import pytest
from hypothesis import given, settings

from diary.content import bibliography
from diary.content.prompt_words import (
    HEADINGS,
    NO_RUBBING,
    NOT_REVIEWED,
    NOTHING_PICKED_UP,
    emergency_words,
    long_cramp_words,
    no_sign_words,
    rule_words,
    worded,
)
from diary.domain.guidance.documents import ContentError
from diary.domain.prompts import gate, prompts_for
from diary.domain.prompts.questions import QUESTIONS, WORDING_OF_FIELDS
from diary.domain.prompts.rules import RULE_BY_ID, RULES
from diary.domain.prompts.words import filled, parse_help_page, parse_rule_words
from diary.domain.vocabulary import Eased, Urgency
from tests.domain.prompts.cases import ADULT, TODAY, after, all_no, clear, cramp, fired, nights, prompts
from tests.domain.prompts.test_properties import diaries
from tests.house.test_content import reading_grade

VARIANTS = {
    "R01": {"seizure", "collapse", "faint", "seizure_over", "own_plan"},
    "R06": {"emergency", "same_day"},
    "R07": {"emergency", "cool_and_sip", "cool", "recovered"},
    "R09": {"emergency", "same_day"},
    "R10": {"emergency", "same_day"},
    "R08": {"emergency", "same_day"},
    "R11": {"emergency", "same_day"},
    "R15": {"emergency", "same_day"},
    "R16": {"emergency", "same_day"},
    "R23": {"emergency", "same_day"},
    "R24": {"emergency", "same_day"},
    "R25": {"sip", "limit", "default"},
    "R33": {"same_day", "soon"},
    "R34": {"same_day", "soon"},
    "R36": {"default", "weak"},
    "R38": {"default", "dialysis"},
    "R40": {"young", "weekly"},
    "R42": {"same_day", "soon", "routine"},
    "R46": {"emergency", "soon"},
    "R49": {"emergency", "soon"},
    "R53": {"emergency", "soon"},
}
SAYINGS = [
    (f"{rule}.{name}", f"{variant.words} {variant.todo}")
    for rule, words in rule_words().items()
    for name, variant in words.variants.items()
]


# --- Rules and words belong together -----------------------------------------------------------------


def test_every_rule_has_words_and_all_words_have_a_rule():
    assert rule_words().keys() == {*RULE_BY_ID, gate.RULE}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_row_and_words_agree_on_version_grade_sources_and_urgency(rule):
    words = rule_words()[rule.id]
    assert (words.version, words.grade, words.sources, words.urgencies) == (
        rule.version,
        rule.grade,
        rule.sources,
        rule.urgencies,
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_source_is_in_the_bibliography(rule):
    assert rule.sources
    assert set(rule.sources) <= bibliography().keys()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_words_have_a_section_for_each_variant_of_the_rule_and_no_other(rule):
    assert rule_words()[rule.id].variants.keys() == VARIANTS.get(rule.id, {"default"})


@given(diaries)
@settings(max_examples=60)
def test_every_prompt_of_every_diary_has_words_without_holes(diary):
    found = prompts_for(diary, TODAY)
    for prompt in (*found.fired, *found.quiet):
        shown = worded(prompt)
        assert "{" not in shown.title + shown.words + shown.todo
        assert prompt.variant in VARIANTS.get(prompt.rule, {"default"})
        assert len(shown.unsettled) == len(prompt.unsettled)


# --- As agreed ----------------------------------------------------------------------------------------

AGREED = {
    "R01.seizure": "This was not a leg cramp. Passing out or shaking all over needs help now. "
    "Call your emergency number.",
    "R01.faint": "You passed out. Get checked today.",
    "R02.default": "Leg pain with chest pain or trouble breathing can be a blood clot. Call your emergency number now.",
    "R03.default": "A leg that suddenly turns cold, pale or numb may have lost its blood supply. "
    "Call your emergency number now.",
    "R04.default": "A tight, swollen muscle with pain that keeps getting worse needs help now. "
    "Do not raise the leg or wrap it.",
    "R06.emergency": "Dark urine with bad muscle pain can mean muscle damage that hurts the kidneys. Get help now.",
    "R07.cool_and_sip": "Move to a cool place, lie down, take off extra clothes, cool the skin and sip water. "
    "Not better in 30 minutes, confused or fainting? Call your emergency number.",
    "R09.same_day": "Hands or face locking up with tingling can mean low calcium. Get a blood test today. "
    "Trouble breathing? Call your emergency number.",
    "R10.same_day": "Cramps with marked weakness or an uneven heartbeat can mean your body salts are off. "
    "Get checked today.",
    "R20.default": "This cramp has lasted more than 10 minutes and stretching has not eased it. "
    "Get medical advice now.",
    "R20b.default": "Some of your cramps last more than 10 minutes. Tell your doctor.",
    "R21.default": "Swelling, warmth, redness or steady pain in one leg can be a blood clot. "
    "Do not rub or stretch it. Get seen today.",
    "R22.default": "Clots are more likely in pregnancy and after birth. Call your maternity unit today. "
    "Do not rub the leg.",
    "R23.same_day": "A new weak leg or dragging foot needs a check today.",
    "R25.sip": "Cramps after losing a lot of fluid need advice today. Sip an oral rehydration drink if you can.",
    "R30.default": "Cramps woke you on {n} of the {m} nights you logged {span}. That is worth a visit.",
    "R31.default": "You have had 3 or more cramps a week for a month. A check-up can look for simple causes.",
    "R32.default": "Numbness, tingling or swelling between cramps should be checked by a doctor.",
    "R46.emergency": "Falls at night can be serious. If you hit your head and take blood thinners, get help now.",
    "R05.default": "Numbness between your legs or new bladder or bowel trouble is an emergency. Go now.",
    "R08.same_day": "Cramps after a deep or dirty wound: have the wound and your tetanus shots checked today.",
    "R11.same_day": "Cramps after contact with lead, mercury, another chemical or a bite need advice right away. "
    "Call a poison centre or urgent line.",
    "R12.default": "Bad headache, changed sight, pain under the ribs or sudden swelling in pregnancy: "
    "call your maternity unit now, day or night.",
    "R13.default": "Cramps in water can be dangerous. Do not swim alone, and read the float steps.",
    "R15.same_day": "These can be serious side effects of quinine. Do not take the next dose before you have spoken "
    "to a doctor. Get help today.",
    "R16.same_day": "Do not make yourself vomit. Call a poison centre now and keep the bottle.",
    "R24.emergency": "Call your emergency number. Lay the child on the side, nothing in the mouth, time it.",
    "R24.same_day": "A child who limps, has fever or will not stand on the leg must be seen today.",
    "R26.default": "A hot, red, very painful leg or joint with fever needs to be seen today.",
    "R33.soon": "Cramps with weaker or thinner muscles, or many twitches, should be seen within a week. "
    "It may be a nerve or muscle condition.",
    "R34.soon": "Leg pain on walking that stops with rest can mean narrowed arteries. Book a check.",
    "R35.default": "Leg pain when you stand or walk that eases on sitting can come from the lower back.",
    "R36.default": "Your cramps began or got worse after a change in {medicine}. Do not stop it. "
    "Ask your doctor or pharmacist about it.",
    "R37.default": "Cramps in your arms, hands, belly or all over should be checked within a few days.",
    "R38.default": "Cramps are common with {condition}. Tell your team: they can often adjust things.",
    "R39.default": "Leg cramps are common in pregnancy. Tell your midwife at your next visit. "
    "Call sooner if one leg swells or stays sore.",
    "R40.young": "Leg cramps are unusual before age 8. Have your child checked.",
    "R40.weekly": "Weekly cramps in a young person are worth a visit.",
    "R42.routine": "Tiredness, feeling cold, thirst or weight change with cramps may have a cause that a blood test "
    "can show.",
    "R43.default": "Alcohol and night cramps often go together in older people. Do not stop suddenly if you drink "
    "every day; talk to your doctor.",
    "R44.default": "You have kept up the stretch for 6 weeks and still cramp. Book a visit and bring your diary.",
    "R45.default": "Check with your doctor or pharmacist before you take this.",
    "R48.default": "Constant pain, weight loss or night sweats are not part of simple cramps. Book a visit.",
    "R49.emergency": "You are not alone, and help is available. If you might harm yourself, call your emergency number "
    "or a crisis line now.",
    "R50.default": "Quinine should be reviewed after 4 weeks to see if it really helps. Ask at your next visit.",
    "R51.default": "Cramps always in the same leg with back pain may come from a nerve.",
    "R52.default": "Yellow eyes or skin needs a check today.",
    "R47.default": "Soreness past two days, a bruise or a lump may be a muscle tear. "
    "Have it looked at, and check for clot signs.",
}


@pytest.mark.parametrize(("variant", "agreed"), AGREED.items(), ids=AGREED.keys())
def test_the_words_are_those_that_were_agreed(variant, agreed):
    rule, name = variant.split(".")
    words = rule_words()[rule].variants[name].words
    plain = words.replace("{emergency_number}", "your emergency number")
    assert plain.replace("{poison_centre}", "a poison centre") == agreed


def test_the_numbers_of_the_diary_stand_in_the_words_and_in_the_cause():
    shown = worded(prompts(**nights(5, 7)).banner)
    assert shown.words == (
        "Cramps woke you on 5 of the 12 nights you logged between 9 and 22 November. That is worth a visit."
    )
    assert shown.cause == "Woken by cramps on 5 of the 12 nights noted between 9 and 22 November."
    assert shown.title == "Woken by cramps on many nights"
    assert shown.questions == ("Could a medicine or illness add to this?", "What can I try?")
    assert shown.source == "NHS (England). Leg cramps."
    assert not shown.is_urgent


def test_an_urgent_prompt_names_the_number_to_call_and_what_is_still_open():
    shown = worded(after({"SQ11": True}).banner)
    assert "Call 112, 911 or your local number" in shown.words
    assert shown.is_urgent
    assert shown.unsettled == (
        "Uneven heartbeat, weakness or fainting: fainted?",
        "Uneven heartbeat, weakness or fainting: heart racing or uneven now?",
    )


# --- Safety of the words ------------------------------------------------------------------------------


EVERYTHING_SAID = [
    *SAYINGS,
    *((rule, " ".join([words.title, *words.questions])) for rule, words in rule_words().items()),
    ("help page", str(emergency_words().body)),
    *WORDING_OF_FIELDS.items(),
    *((question.id, question.chip) for question in QUESTIONS),
]

FORBIDDEN = re.compile(
    r"diagnos|detect|treat|prevent|monitor|caused by|clinically proven|risk score|alarm|\bcure|emergency help"
    r"|you are fine|nothing serious|no danger|you should (take|stop|change)|stop taking|massage"
    r"|!|\bstroke|cancer|tumou?r|motor neuron|sclerosis|sepsis|heart attack|embol",
    re.IGNORECASE,
)


@pytest.mark.parametrize(("where", "words"), EVERYTHING_SAID)
def test_nothing_forbidden_and_no_frightening_illness_is_named(where, words):
    assert FORBIDDEN.findall(words) == [], where


@pytest.mark.parametrize(("where", "words"), SAYINGS)
def test_only_two_variants_speak_of_taking_a_drink(where, words):
    speaks_of_it = bool(re.search(r"\bsip\b|rehydration", words, re.IGNORECASE))
    assert speaks_of_it is (where in {"R07.cool_and_sip", "R25.sip"})


@pytest.mark.parametrize(("where", "words"), SAYINGS)
def test_sentences_are_short(where, words):
    sentences = re.split(r"(?<=[.?:])\s", words)
    assert max(len(sentence.split()) for sentence in sentences) <= 26, where


@pytest.mark.parametrize(("where", "words"), SAYINGS)
def test_words_can_be_read_after_eight_years_of_school(where, words):
    assert reading_grade(re.sub(r"\{\w+\}", "now", words)) <= 8, where


@pytest.mark.parametrize("rule", [rule.id for rule in RULES if Urgency.EMERGENCY in rule.urgencies])
def test_every_rule_that_can_be_an_emergency_says_whom_to_call(rule):
    variants = rule_words()[rule].variants
    for name in variants.keys() & {"emergency", "seizure", "collapse"} or {"default"}:
        assert "emergency_number" in variants[name].placeholders


def test_do_not_rub_stands_under_every_other_banner_while_a_clot_sign_stands():
    found = after({"SQ01": True, "SQ03": True})
    assert [prompt.rule for prompt in found.fired] == ["R03", "R21"]
    assert worded(found.fired[0]).todo.endswith(NO_RUBBING)
    assert NO_RUBBING not in worded(fired(found, "R21")).todo  # its own words say so
    assert NO_RUBBING not in worded(after({"SQ03": True}).banner).todo


def test_do_not_rub_is_not_said_twice():
    shown = worded(after({"SQ01": True, "SQ02": True}).banner)
    assert shown.rule == "R02"
    assert shown.todo.count(NO_RUBBING) == 1


def test_the_live_words_need_no_diary():
    shown = long_cramp_words()
    assert (shown.rule, shown.urgency, shown.cause) == ("R20", Urgency.SAME_DAY, "")
    assert shown.words == AGREED["R20.default"]


# --- When to get help now -----------------------------------------------------------------------------


@pytest.mark.parametrize("urgency", HEADINGS)
def test_the_help_page_has_a_line_for_every_rule_of_that_urgency(urgency):
    text = emergency_file().signs[urgency]
    expected = {rule.id for rule in RULES if urgency in rule.urgencies}
    assert expected <= {sign.rule for sign in text}


def emergency_file():
    from diary.content import FOLDER  # noqa: PLC0415

    return parse_help_page((FOLDER / "prompts" / "emergency.md").read_text(encoding="utf-8"), "emergency")


def test_the_help_page_is_complete_html_with_number_and_caveats():
    page = emergency_words()
    assert page.title == "When to get help now"
    assert page.body.count("<li>") == sum(len(signs) for signs in emergency_file().signs.values())
    assert "<h2>Call 112, 911 or your local number now</h2>" in page.body
    assert "If you are worried, get help." in page.body
    assert NOT_REVIEWED in page.body
    assert {reference.key for reference in page.references} == set(emergency_file().sources)


# --- When nothing fires -------------------------------------------------------------------------------


def test_no_sign_is_never_said_without_what_was_left_open():
    found = prompts()
    assert no_sign_words(found) == (
        NOTHING_PICKED_UP,
        f"{len(found.unanswered)} questions were not answered. An open question never counts as no.",
    )


def test_no_sign_is_not_said_when_something_fired():
    assert no_sign_words(after({"SQ01": True})) == ()


def test_one_open_question_is_one_question():
    known = {"check_ins": [clear(day) for day in range(45)], "profile": ADULT}
    found = prompts(
        answers=all_no("SQ03"), episodes=[cramp(20, hard_minutes=2, stretch_eased=Eased.YES)], **known
    )
    assert no_sign_words(found)[1:] == ("1 question was not answered. An open question never counts as no.",)
    assert no_sign_words(prompts(answers=all_no(), **known)) == (NOTHING_PICKED_UP,)


# --- The format ---------------------------------------------------------------------------------------

HEAD = (
    '+++\nid = "R99"\nversion = 1\ngrade = "D"\nsources = ["NHS-LC"]\nurgency = ["soon"]\ntitle = "T"\n'
    "questions = []\n+++\n"
)


def test_a_file_is_read_into_variants_of_two_paragraphs():
    words = parse_rule_words(
        f"{HEAD}\n## default\n\nOne\ntwo {{n}}.\n\nThree.\n\n## other\n\nA.\n\nB.\n", "R99"
    )
    assert words.variants["default"].words == "One two {n}."
    assert words.variants["default"].placeholders == {"n"}
    assert words.variants["other"].todo == "B."


@pytest.mark.parametrize(
    "text",
    [
        HEAD,
        f"{HEAD}\nNo heading.\n\nAt all.\n",
        f"{HEAD}\n## default\n\nOnly one paragraph.\n",
        f"{HEAD}\n## default\n\nOne.\n\nTwo.\n\nThree.\n",
        f"{HEAD.replace('version = 1', 'version = 0')}\n## default\n\nOne.\n\nTwo.\n",
        f"{HEAD.replace('version = 1', 'version = true')}\n## default\n\nOne.\n\nTwo.\n",
        f"{HEAD.replace('title', 'titel')}\n## default\n\nOne.\n\nTwo.\n",
        f"{HEAD.replace('soon', 'later')}\n## default\n\nOne.\n\nTwo.\n",
    ],
)
def test_a_file_that_is_not_written_so_is_refused_by_name(text):
    with pytest.raises(ContentError, match="R99"):
        parse_rule_words(text, "R99")


def test_facts_are_put_in_once_and_never_read_again():
    assert filled("{n} of {m}", {"n": "{m}", "m": 14}) == "{m} of 14"
    with pytest.raises(KeyError):
        filled("{who}", {"n": 1})
