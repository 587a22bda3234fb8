import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.guidance.documents import ContentError
from diary.domain.guidance.relief import LONGEST_STEP, Step, card_for, parse_card, parse_first_things
from diary.domain.vocabulary import Grade, Muscle, Urgency

CARD = """+++
id = "F01"
title = "Calf"
muscles = ["calf"]
grade = "D"
sources = ["NHS-LC"]
safety = ["Never point the foot."]

[[steps]]
words = "Straighten your knee."
moves = ["straighten_knee"]

[[steps]]
words = "Pull your toes up, or push your heel away."
moves = ["toes_to_shin", "heel_to_wall"]

[[steps]]
words = "Hold."
hold = 30
+++
"""

FIRST = """+++
id = "F00"
title = "Before"
grade = "S"
sources = ["NHS-DVT"]
safety = []

[[steps]]
words = "Sit up."

[[steps]]
words = "Hold on."

[[steps]]
words = "Breathe out."

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
"""


def card(name, *muscles):
    named = ", ".join(f'"{muscle}"' for muscle in muscles)
    return parse_card(CARD.replace("F01", name).replace('muscles = ["calf"]', f"muscles = [{named}]"), name)


def with_steps(*steps):
    """The card with other steps, each written as TOML."""
    return CARD[: CARD.index("[[steps]]")] + "".join(f"[[steps]]\n{step}\n" for step in steps) + "+++\n"


def test_a_card_is_read_with_its_steps_in_order():
    read = parse_card(CARD, "F01")
    assert read.muscles == (Muscle.CALF,)
    assert read.grade is Grade.D
    assert read.safety == ("Never point the foot.",)
    assert read.steps == (
        Step("Straighten your knee.", ("straighten_knee",)),
        Step("Pull your toes up, or push your heel away.", ("toes_to_shin", "heel_to_wall")),
        Step("Hold.", hold=30),
    )


@pytest.mark.parametrize("many", [0, 1, 2, 6])
def test_steps_are_three_to_five(many):
    with pytest.raises(ContentError, match="F01: field “steps”"):
        parse_card(with_steps(*['words = "Step."'] * many), "F01")


@given(count=st.integers(1, 40))
def test_a_step_is_taken_in_at_one_glance(count):
    text = with_steps(*['words = "One."'] * 2, f'words = "{"word " * count}"')
    if count <= LONGEST_STEP:
        assert len(parse_card(text, "F01").steps) == 3
    else:
        with pytest.raises(ContentError, match="F01, steps 3: field “words”"):
            parse_card(text, "F01")


@pytest.mark.parametrize("hold", ["0", "4", "61", "-30", "30.5", "true", '"30"'])
def test_a_hold_is_5_to_60_whole_seconds(hold):
    with pytest.raises(ContentError, match="F01, steps 3: field “hold”"):
        parse_card(CARD.replace("hold = 30", f"hold = {hold}"), "F01")


def test_a_misspelt_field_of_a_step_is_refused():
    with pytest.raises(ContentError, match="F01, steps 3: field “holds”"):
        parse_card(CARD.replace("hold = 30", "holds = 30"), "F01")


def test_steps_below_the_fields_are_refused_and_not_lost():
    with pytest.raises(ContentError, match="F01: a card has fields only"):
        parse_card(f"{CARD}\n1. Straighten your knee.\n", "F01")


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
    assert first.steps[0] == Step("Sit up.")
    with pytest.raises(KeyError):
        first.question("no such question")


def test_a_question_without_its_words_is_refused():
    with pytest.raises(ContentError, match="F00, questions 1: field “heading”"):
        parse_first_things(FIRST.replace('heading = "Get seen today."\n', ""), "F00")
