import pytest

from diary.domain.guidance.documents import ContentError
from diary.domain.guidance.relief import LONGEST_STEP, card_for, parse_card, parse_first_things
from diary.domain.vocabulary import Grade, Muscle, Urgency

CARD = """+++
id = "F01"
title = "Calf"
muscles = ["calf"]
drawing = "calf"
grade = "D"
sources = ["NHS-LC"]
safety = ["Never point the foot."]
+++

1. Straighten your knee.
2. Pull your toes up.
3. Hold.
"""

FIRST = """+++
id = "F00"
title = "Before"
grade = "S"
sources = ["NHS-DVT"]
safety = []

[[questions]]
id = "clot"
sign = "SQ01"
ask = "Is one leg swollen?"
short = "One leg swollen?"
reminder = "Do not rub it."
urgency = "same_day"
heading = "Get seen today."
reason = "It can be a clot."
steps = ["Call."]
+++

1. Sit up.
2. Hold on.
3. Breathe out.
"""


def card(name, *muscles):
    named = ", ".join(f'"{muscle}"' for muscle in muscles)
    return parse_card(CARD.replace("F01", name).replace('muscles = ["calf"]', f"muscles = [{named}]"), name)


def test_a_card_is_read_with_its_steps_in_order():
    read = parse_card(CARD, "F01")
    assert read.muscles == (Muscle.CALF,)
    assert read.grade is Grade.D
    assert read.steps == ("Straighten your knee.", "Pull your toes up.", "Hold.")
    assert read.safety == ("Never point the foot.",)


@pytest.mark.parametrize(
    "steps",
    [
        "1. One.\n2. Two.",
        "\n".join(f"{n}. Step." for n in range(1, 7)),
        "Some words.\n\n1. One.\n2. Two.\n3. Three.",
        "1. One.\n2. Two.\n3. " + "word " * (LONGEST_STEP + 1),
    ],
)
def test_steps_are_three_to_five_short_lines_and_nothing_else(steps):
    head = CARD[: CARD.rindex("+++") + 4]
    with pytest.raises(ContentError, match="F01: "):
        parse_card(f"{head}\n{steps}\n", "F01")


def test_a_muscle_gets_its_own_card_and_any_other_the_general_one():
    cards = [card("F01", "calf"), card("F02", "toes", "foot_arch"), card("general", "other")]
    assert card_for(cards, Muscle.FOOT_ARCH).id == "F02"
    assert card_for(cards, Muscle.OTHER).id == "general"
    assert card_for(cards, Muscle.BUTTOCK).id == "general"


def test_the_first_things_hold_a_question_with_what_replaces_the_steps():
    first = parse_first_things(FIRST, "F00")
    question = first.question("clot")
    assert (question.sign, question.urgency) == ("SQ01", Urgency.SAME_DAY)
    assert question.steps == ("Call.",)
    assert first.steps[0] == "Sit up."
    with pytest.raises(KeyError):
        first.question("no such question")


def test_a_question_without_its_words_is_refused():
    with pytest.raises(ContentError, match="F00, questions 1: field “heading”"):
        parse_first_things(FIRST.replace('heading = "Get seen today."\n', ""), "F00")
