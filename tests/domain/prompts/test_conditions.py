"""Each rule on what was said: its urgency, its variants, and what it leaves open."""

from datetime import timedelta

import pytest

from diary.domain.entries import CheckIn, Place
from diary.domain.prompts.case import Case
from diary.domain.prompts.questions import EPISODE_SIGNS
from diary.domain.vocabulary import Activity, DrugClass, Eased, Fall, Muscle, Progress, Side, State
from tests.domain.prompts.cases import (
    ADULT,
    CALM_COLLAPSE,
    TODAY,
    after,
    all_no,
    clear,
    cramp,
    diary,
    fired,
    mark,
    medicine,
    prompts,
    said,
    urgency_of,
    waits_for,
)

NOT_PREGNANT = {"pregnant": False}


# --- R01 ---------------------------------------------------------------------------------------------


def collapse(signs, *, profile=NOT_PREGNANT, **fields):
    """R01 after one cramp of today with a calm collapse, changed by `signs`; None as a sign means unanswered."""
    answered = {key: answer for key, answer in (CALM_COLLAPSE | signs).items() if answer is not None}
    return fired(prompts(episodes=[cramp(signs=answered, **fields)], profile=profile), "R01")


def test_a_plain_yes_to_the_collapse_question_is_an_emergency_until_its_parts_are_answered():
    prompt = fired(after({"SQ14": True}), "R01")
    assert (prompt.urgency, prompt.variant) == ("emergency", "seizure")
    assert {"SQ14.first", "SQ14.five_minutes", "SQ14.not_recovered", "profile.pregnant", "SQ02"} <= set(
        prompt.unsettled
    )


def test_a_short_faint_with_full_recovery_is_for_today_with_its_own_words():
    prompt = collapse({"SQ14.fainted": True})
    assert (prompt.urgency, prompt.variant, prompt.unsettled) == ("same_day", "faint", ())


@pytest.mark.parametrize(
    "sign",
    ["SQ14.five_minutes", "SQ14.repeated", "SQ14.injured", "SQ14.in_water", "SQ14.breathing", "SQ14.effort",
     "SQ14.heart", "SQ14.not_recovered", "SQ02"],
)  # fmt: skip
@pytest.mark.parametrize("answer", [True, None])
def test_a_faint_with_a_warning_or_an_open_question_is_an_emergency(sign, answer):
    if sign == "SQ14.not_recovered":
        prompt = collapse({sign: answer, "SQ14.recovered": None})
    else:
        prompt = collapse({sign: answer})
    assert (prompt.urgency, prompt.variant) == ("emergency", "collapse")
    assert prompt.unsettled == (() if answer else (sign,))


@pytest.mark.parametrize(
    ("signs", "settles"),
    [
        ({"SQ14.recovered": None}, "same_day"),  # not_recovered was answered with no
        ({"SQ14.not_recovered": None}, "same_day"),
        ({"SQ14.recovered": False}, "emergency"),
        ({"SQ14.recovered": True, "SQ14.not_recovered": True}, "emergency"),
    ],
)
def test_of_two_answers_about_recovery_the_worse_one_holds(signs, settles):
    assert collapse(signs).urgency == settles


@pytest.mark.parametrize(
    ("signs", "fields", "settles"),
    [
        ({"SQ14.effort": None}, {"state": State.RESTING}, "same_day"),
        ({"SQ14.effort": None}, {"state": State.OTHER}, "emergency"),
        ({"SQ14.effort": False}, {"state": State.EXERCISE}, "emergency"),
        ({"SQ14.in_water": None}, {"state": State.RESTING}, "same_day"),
        ({"SQ14.in_water": False}, {"state": State.IN_WATER}, "emergency"),
        ({"SQ14.injured": False}, {"fall": Fall.INJURED}, "emergency"),
        ({"SQ14.heart": None, "SQ11": False}, {}, "same_day"),
        ({"SQ14.heart": None, "SQ11": True}, {}, "emergency"),
    ],
)
def test_what_was_noted_elsewhere_about_the_cramp_counts_for_a_faint(signs, fields, settles):
    assert collapse(signs, **fields).urgency == settles


@pytest.mark.parametrize(
    ("signs", "profile", "urgency", "variant"),
    [
        ({}, NOT_PREGNANT, "same_day", "seizure_over"),
        ({"SQ14.first": True}, NOT_PREGNANT, "emergency", "seizure"),
        ({"SQ14.first": None}, NOT_PREGNANT, "emergency", "seizure"),
        ({"SQ14.first": None, "SQ14.usual_seizure": True}, {"sex": "male"}, "emergency", "seizure"),
        ({}, {}, "emergency", "seizure"),  # pregnancy unknown
        ({}, {"sex": "male"}, "same_day", "seizure_over"),
        ({}, {"pregnant": True}, "emergency", "seizure"),
        ({}, {"pregnant": False, "gave_birth_on": "2026-10-11"}, "emergency", "seizure"),  # 6 weeks before
        ({}, {"pregnant": False, "gave_birth_on": "2026-10-10"}, "same_day", "seizure_over"),
    ],
)
def test_a_seizure_is_an_emergency_when_it_is_the_first_or_in_pregnancy_or_that_is_unknown(
    signs, profile, urgency, variant
):
    prompt = collapse({"SQ14.jerked": True} | signs, profile=profile)
    assert (prompt.urgency, prompt.variant) == (urgency, variant)


USUAL = {"SQ14.jerked": True, "SQ14.usual_seizure": True}
EPILEPSY = {"conditions": ["epilepsy"], "pregnant": False}


@pytest.mark.parametrize(
    ("signs", "profile", "urgency"),
    [
        ({}, EPILEPSY, "mention"),
        ({"SQ14.first": None, "SQ14.effort": None, "SQ02": None}, EPILEPSY, "mention"),
        ({"SQ14.effort": True}, EPILEPSY, "emergency"),
        ({"SQ14.five_minutes": True}, EPILEPSY, "emergency"),
        ({"SQ14.five_minutes": None}, EPILEPSY, "emergency"),
        ({"SQ14.usual_seizure": None}, EPILEPSY, "same_day"),
        ({}, EPILEPSY | {"pregnant": True}, "emergency"),
        ({}, {"conditions": [], "pregnant": False}, "same_day"),
    ],
)
def test_known_epilepsy_is_an_exception_only_after_the_emergency_list(signs, profile, urgency):
    assert collapse(USUAL | signs, profile=profile).urgency == urgency


# --- Single questions --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "rule", "urgency"),
    [
        ("SQ01", "R21", "same_day"),
        ("SQ02", "R02", "emergency"),
        ("SQ03", "R03", "emergency"),
        ("SQ04", "R04", "emergency"),
        ("SQ05", "R05", "emergency"),
        ("SQ08", "R08", "emergency"),
        ("SQ09", "R08", "same_day"),
        ("SQ10", "R09", "same_day"),
        ("SQ12", "R11", "same_day"),
        ("SQ13", "R12", "same_day"),
        ("SQ16", "R32", "soon"),
        ("SQ17", "R33", "same_day"),
        ("SQ18", "R34", "soon"),
        ("SQ19", "R34", "same_day"),
        ("SQ20", "R35", "routine"),
        ("SQ20", "R51", "routine"),
        ("SQ23", "R42", "same_day"),
        ("SQ25", "R48", "soon"),
        ("SQ28", "R49", "emergency"),
        ("SQ29", "R26", "same_day"),
        ("SQ30", "R25", "same_day"),
        ("SQ33", "R52", "same_day"),
        ("SQ34", "R14", "emergency"),
        ("SQ35", "R15", "same_day"),
        ("SQ36", "R16", "same_day"),
        ("SQ37", "R24", "same_day"),
        ("SQ38", "R53", "soon"),
    ],
)
def test_yes_fires_no_does_not_and_no_answer_is_not_evaluated(question, rule, urgency):
    others = all_no(question)
    assert urgency_of(prompts(answers=[*others, said(question, True)]), rule) == urgency
    refused = prompts(answers=[*others, said(question, False)], profile=ADULT)
    assert (fired(refused, rule), waits_for(refused, rule)) == (None, None)
    assert question in (*(waits_for(prompts(answers=others, profile={"birth_year": 2015}), rule) or ()),)


def test_the_cause_names_the_date_the_sign_and_the_parts():
    prompt = after({"SQ11": True, "SQ11.fainted": True}).banner
    assert prompt.cause == "Noted on 22 November: uneven heartbeat, weakness or fainting (fainted)."


def test_the_cause_names_the_date_where_the_person_was_and_another_year():
    # 15:00 UTC is 23 November already in Kiribati; the answer itself is from last December
    kiribati = cramp(zone="Pacific/Kiritimati", signs={"SQ03": True})
    assert (
        prompts(episodes=[kiribati]).banner.cause == "Noted on 23 November: leg suddenly cold, pale or numb."
    )
    old = prompts(episodes=[cramp(350, signs={"SQ01": True})]).banner
    assert old.cause == "Noted on 7 December 2025: one leg swollen, warm or sore."


# --- R06 ---------------------------------------------------------------------------------------------

QUIET_URINE = {"SQ06": True, "SQ06.effort": False, "SQ06.pain": False, "SQ06.medicine": False}


@pytest.mark.parametrize("part", ["effort", "pain", "medicine"])
@pytest.mark.parametrize(
    ("answer", "urgency"), [(True, "emergency"), (None, "emergency"), (False, "same_day")]
)
def test_dark_urine_is_an_emergency_unless_each_reason_was_answered_with_no(part, answer, urgency):
    signs = {key: said for key, said in QUIET_URINE.items() if key != f"SQ06.{part}"}
    signs |= {} if answer is None else {f"SQ06.{part}": answer}
    assert urgency_of(after(signs), "R06") == urgency


@pytest.mark.parametrize(
    ("fields", "check_in", "urgency"),
    [
        ({"state": State.EXERCISE}, {}, "emergency"),
        ({"activity": Activity.HARD}, {}, "emergency"),
        ({"activity": Activity.MODERATE}, {}, "same_day"),
        ({}, {"heat": "a-lot"}, "emergency"),
        ({}, {"activity": "hard"}, "emergency"),
        ({}, {"heat": "some", "activity": None}, "same_day"),
    ],
)
def test_effort_and_heat_noted_elsewhere_make_dark_urine_an_emergency(fields, check_in, urgency):
    found = prompts(
        episodes=[cramp(signs=QUIET_URINE, **fields)], check_ins=[CheckIn(day=TODAY, factors=check_in)]
    )
    assert urgency_of(found, "R06") == urgency


@pytest.mark.parametrize(
    ("name", "started_days_ago", "urgency"),
    [
        ("Atorvastatin 20", 90, "emergency"),
        ("SIMVASTATIN", 0, "emergency"),
        ("rosuvastatin", 91, "same_day"),
        ("nystatin", 10, "same_day"),
        ("somatostatin", 10, "same_day"),
        ("ramipril", 10, "same_day"),
    ],
)
def test_a_statin_counts_when_it_is_new(name, started_days_ago, urgency):
    assert urgency_of(after(QUIET_URINE, medicines=[medicine(name, started_days_ago)]), "R06") == urgency


def test_little_urine_is_not_asked_on_dialysis():
    signs = QUIET_URINE | {"SQ06.dark": False, "SQ06.little": True}
    assert urgency_of(after(signs), "R06") == "same_day"
    assert fired(after(signs, profile={"conditions": ["dialysis"]}), "R06") is None


# --- R07, R09, R10, R23, R25 -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "urgency", "variant"),
    [
        ({}, "emergency", "emergency"),
        ({"confused": True}, "emergency", "emergency"),
        ({"confused": False}, "emergency", "emergency"),
        ({"confused": False, "fainted": False}, "same_day", "cool_and_sip"),
        ({"unwell": True}, "same_day", "cool_and_sip"),
        ({"unwell": True, "confused": True}, "emergency", "emergency"),
        ({"confused": False, "fainted": False, "not_better": True}, "emergency", "emergency"),
        (
            {"confused": False, "fainted": False, "not_better": True, "recovered": True},
            "emergency",
            "emergency",
        ),
        ({"confused": False, "fainted": False, "recovered": True}, "mention", "recovered"),
        ({"recovered": True}, "emergency", "emergency"),
    ],
)
def test_heat_is_for_today_only_with_a_clear_head_and_less_once_recovered(parts, urgency, variant):
    prompt = fired(after({"SQ07": True} | {f"SQ07.{name}": said for name, said in parts.items()}), "R07")
    assert (prompt.urgency, prompt.variant) == (urgency, variant)


CLEAR_HEADED = {"SQ07": True, "SQ07.confused": False, "SQ07.fainted": False}


@pytest.mark.parametrize(
    ("signs", "may_drink"),
    [
        ({}, True),
        (CLEAR_HEADED, True),
        ({"SQ07": True}, False),
        ({"SQ07.confused": True, "SQ07.unwell": True}, False),
        ({"SQ34": True}, False),
        ({"SQ34": True} | CLEAR_HEADED, False),
        ({"SQ14": True}, False),
    ],
)
def test_no_screen_speaks_of_drinks_after_over_drinking_or_without_a_clear_head(signs, may_drink):
    found = after(signs | {"SQ30": True}, profile={"conditions": []})
    assert found.may_drink is may_drink
    assert fired(found, "R25").variant == ("sip" if may_drink else "default")
    heat = fired(found, "R07")
    assert heat is None or heat.variant != "cool_and_sip" or may_drink


@pytest.mark.parametrize(
    ("profile", "variant"),
    [
        ({}, "default"),
        ({"conditions": []}, "sip"),
        ({"conditions": ["arthritis"]}, "sip"),
        ({"conditions": ["dialysis"]}, "limit"),
        ({"conditions": ["kidney"]}, "limit"),
        ({"conditions": ["heart_failure", "arthritis"]}, "limit"),
        ({"conditions": ["cirrhosis"]}, "limit"),
    ],
)
def test_losing_fluid_names_a_drink_only_to_those_known_to_have_no_limit(profile, variant):
    assert fired(after({"SQ30": True}, profile=profile), "R25").variant == variant


@pytest.mark.parametrize("sign", ["SQ10.breathing", "SQ10.fainted", "SQ10.surgery", "SQ14"])
def test_locking_hands_become_an_emergency_with(sign):
    assert urgency_of(after({"SQ10": True, sign: True}), "R09") == "emergency"


@pytest.mark.parametrize(
    ("parts", "urgency"),
    [
        ({}, "emergency"),
        ({"weak": True}, "emergency"),
        ({"weak": True, "fainted": False}, "emergency"),
        ({"fainted": False, "racing": False}, "same_day"),
        ({"fainted": False, "racing": True}, "emergency"),
    ],
)
def test_a_heartbeat_is_for_today_once_fainting_and_racing_are_ruled_out(parts, urgency):
    signs = {"SQ11": True} | {f"SQ11.{name}": said for name, said in parts.items()}
    assert urgency_of(after(signs), "R10") == urgency


@pytest.mark.parametrize(
    ("parts", "urgency"),
    [
        ({}, "emergency"),
        ({"days": True}, "emergency"),  # face, arm and speech are not answered yet
        ({"days": True, "face_speech": False}, "same_day"),
        ({"sudden": False, "face_speech": False}, "same_day"),
        ({"sudden": True, "face_speech": False}, "emergency"),
        ({"days": True, "sudden": True, "face_speech": False}, "emergency"),
        ({"days": True, "face_speech": True}, "emergency"),
    ],
)
def test_weakness_is_for_today_only_when_it_came_over_days_and_spares_the_face(parts, urgency):
    signs = {"SQ15": True} | {f"SQ15.{name}": said for name, said in parts.items()}
    assert urgency_of(after(signs), "R23") == urgency


# --- R20 ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "eased", "waits"),
    [
        (11, None, ("episode.stretch_eased",)),
        (None, Eased.NO, ("episode.hard_minutes",)),
        (None, None, ("episode.hard_minutes", "episode.stretch_eased")),
        (10, None, None),
        (None, Eased.YES, None),
        (11, Eased.NOT_TRIED, None),
    ],
)
def test_a_long_cramp_waits_for_the_answer_it_lacks(minutes, eased, waits):
    found = prompts(episodes=[cramp(hard_minutes=minutes, stretch_eased=eased)])
    assert fired(found, "R20") is None
    assert waits_for(found, "R20") == waits


def test_a_cramp_that_is_still_going_is_left_to_the_live_rule():
    assert waits_for(prompts(episodes=[cramp(progress=Progress.ONGOING)]), "R20") is None


def test_soreness_is_never_taken_for_hard_minutes():
    found = prompts(episodes=[cramp(hard_minutes=6, sore_hours=60, stretch_eased=Eased.NO)])
    assert fired(found, "R20") is None


def test_the_cause_of_a_long_cramp_gives_its_minutes_and_date():
    prompt = prompts(episodes=[cramp(2, hard_minutes=15, stretch_eased=Eased.NO)]).banner
    assert prompt.cause == "Noted on 20 November: hard for about 15 minutes, and stretching did not ease it."


# --- R22 ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("profile", "urgency", "waits"),
    [
        ({"pregnant": True}, "same_day", None),
        ({"pregnant": False}, None, None),
        ({"pregnant": False, "gave_birth_on": "2026-10-12"}, "same_day", None),
        ({"pregnant": False, "gave_birth_on": "2026-12-01"}, None, None),
        ({"gave_birth_on": "2026-09-01"}, None, ("profile.pregnant",)),
        ({"sex": "male"}, None, None),
        ({}, None, ("profile.pregnant",)),
    ],
)
def test_a_clot_sign_in_pregnancy_or_after_birth_goes_to_the_maternity_unit(profile, urgency, waits):
    found = after({"SQ01": True}, profile=profile)
    assert urgency_of(found, "R22") == urgency
    assert waits_for(found, "R22") == waits
    assert found.banner.rule == ("R22" if urgency else "R21")


@pytest.mark.parametrize("answer", [True, False])
def test_an_answer_about_pregnancy_speaks_for_300_days_before_the_event_and_is_then_unknown(answer):
    def clot_sign(days_before):
        told = said("profile.pregnant", answer, days_ago=days_before + 5)
        return prompts(episodes=[cramp(5, signs={"SQ01": True})], answers=[told])

    assert (fired(clot_sign(300), "R22") is not None) is answer
    assert waits_for(clot_sign(300), "R22") is None
    assert fired(clot_sign(301), "R22") is None
    assert waits_for(clot_sign(301), "R22") == ("profile.pregnant",)


def test_the_clot_sign_in_pregnancy_waits_for_the_clot_question_unless_there_is_no_pregnancy():
    assert waits_for(after({}, profile={"pregnant": True}), "R22") == ("SQ01",)
    assert waits_for(after({}, profile={"pregnant": False}), "R22") is None


# --- R46, R47 ----------------------------------------------------------------------------------------

NO_DANGER = {f"SQ26.{name}": False for name in ("thinner", "vomiting", "drowsy", "fainted", "headache")}


@pytest.mark.parametrize(
    ("fall", "signs", "urgency"),
    [
        (None, {"SQ26": True}, "emergency"),
        (None, {"SQ26": True, "SQ26.head": False}, "soon"),
        (None, {"SQ26": True, "SQ26.head": True} | NO_DANGER, "soon"),
        (None, {"SQ26": True, "SQ26.head": True, "SQ26.thinner": False}, "emergency"),
        (None, {"SQ26.head": True, "SQ26.drowsy": True}, "emergency"),
        (Fall.INJURED, {}, "emergency"),
        (Fall.INJURED, {"SQ26.head": False}, "soon"),
        (Fall.FELL, {}, "soon"),
        (Fall.FELL, {"SQ26.thinner": False}, "soon"),
        (Fall.FELL, {"SQ26.head": True}, "emergency"),
        (Fall.NEARLY, {}, None),
        (Fall.NONE, {}, None),
        (Fall.NONE, {"SQ26.head": True}, "emergency"),
    ],
)
def test_a_fall_is_an_emergency_with_a_hit_head_and_danger_or_while_that_is_open(fall, signs, urgency):
    assert urgency_of(prompts(episodes=[cramp(fall=fall, signs=signs)]), "R46") == urgency


@pytest.mark.parametrize("name", ["Warfarin", "apixaban 5", "Enoxaparin"])
@pytest.mark.parametrize("thinner", [False, None])
def test_a_blood_thinner_on_the_list_counts_after_a_hit_head_whatever_the_row_says(name, thinner):
    signs = {"SQ26": True, "SQ26.head": True} | NO_DANGER | {"SQ26.thinner": thinner}
    hit = cramp(fall=Fall.FELL, signs={sign: said for sign, said in signs.items() if said is not None})
    prompt = fired(prompts(episodes=[hit], medicines=[medicine(name, 400)]), "R46")
    assert (prompt.urgency.value, prompt.unsettled) == ("emergency", ())
    assert prompt.cause.endswith(f"Your list of medicines has {name}.")


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("Warfarin", {"stopped_on": TODAY - timedelta(days=60)}),
        ("Warfarin", {"drug_class": DrugClass.NONE}),
        ("Amlodipine", {}),
    ],
)
def test_no_other_medicine_and_none_that_was_stopped_makes_a_hit_head_more_urgent(name, fields):
    hit = cramp(signs={"SQ26": True, "SQ26.head": True} | NO_DANGER)
    prompt = fired(prompts(episodes=[hit], medicines=[medicine(name, 400, **fields)]), "R46")
    assert (prompt.urgency.value, "Your list" in prompt.cause) == ("soon", False)


def test_a_plain_fall_still_asks_about_the_head():
    assert "SQ26.head" in fired(prompts(episodes=[cramp(fall=Fall.FELL)]), "R46").unsettled


def test_an_unanswered_fall_is_not_evaluated_and_an_answered_one_is():
    assert waits_for(prompts(episodes=[cramp()]), "R46") == ("SQ26",)
    assert waits_for(prompts(episodes=[cramp(fall=Fall.NONE)]), "R46") is None


BOTH = (Place(Muscle.CALF, Side.BOTH),)
LEFT_AND_RIGHT = (Place(Muscle.CALF, Side.LEFT), Place(Muscle.TOES, Side.RIGHT))
UNKNOWN_SIDE = (Place(Muscle.CALF),)


@pytest.mark.parametrize(
    ("fields", "urgency", "waits"),
    [
        ({"sore_hours": 48}, "soon", None),
        ({"sore_hours": 47}, None, None),
        ({"sore_hours": 60, "places": BOTH}, None, ("SQ27",)),
        ({"sore_hours": 60, "places": LEFT_AND_RIGHT}, None, ("SQ27",)),
        ({"sore_hours": 60, "places": UNKNOWN_SIDE}, None, ("SQ27",)),
        ({"sore_hours": 60, "places": ()}, None, ("SQ27",)),
        ({"sore_hours": 60, "places": BOTH, "signs": {"SQ27.lump": True}}, "soon", None),
        ({"sore_hours": None}, None, ("SQ27",)),
        ({"sore_hours": None, "signs": {"SQ27": False}}, None, None),
        ({"sore_hours": 60, "signs": {"SQ27": False}}, "soon", None),
        ({"signs": {"SQ27": True}}, "soon", None),
        ({"signs": {"SQ27": True}, "places": BOTH}, "soon", None),
        (
            {
                "signs": {"SQ27": True, "SQ27.bruise": False, "SQ27.lump": False, "SQ27.use": False},
                "places": BOTH,
            },
            None,
            None,
        ),
    ],
)
def test_long_soreness_counts_with_one_side_a_bruise_a_lump_or_loss_of_use(fields, urgency, waits):
    found = prompts(episodes=[cramp(3, **fields)])
    assert urgency_of(found, "R47") == urgency
    assert waits_for(found, "R47") == waits


def test_soreness_is_not_waited_for_before_two_days_have_passed():
    assert waits_for(prompts(episodes=[cramp(1)]), "R47") is None
    assert waits_for(prompts(episodes=[cramp(2)]), "R47") == ("SQ27",)


def test_soreness_told_outside_an_episode_counts():
    assert urgency_of(prompts(answers=[said("SQ27", True)]), "R47") == "soon"


# --- All together ------------------------------------------------------------------------------------


def test_a_full_set_of_no_leaves_nothing_fired_and_nothing_open():
    episode = cramp(
        13, hard_minutes=3, stretch_eased=Eased.YES, woke=False, sore_hours=0, fall=Fall.NONE, state=State.ASLEEP,
        signs={question.id: False for question in EPISODE_SIGNS},
    )  # fmt: skip
    parts = {"check_ins": [clear(day) for day in range(45)], "answers": all_no(), "profile": ADULT}
    found = prompts(episodes=[episode], **parts)
    assert (found.fired, found.quiet, found.not_evaluated) == ((), (), ())
    assert found.clot_sign is False


def test_an_empty_diary_is_all_open_questions_and_no_prompt():
    found = prompts()
    assert found.fired == ()
    assert found.banner is None
    assert {"SQ01", "SQ14", "diary.nights"} <= set(found.unanswered)
    assert len(found.unanswered) == len(set(found.unanswered))


def test_seen_for_one_clot_rule_closes_the_other():
    parts = {"episodes": [cramp(1, signs={"SQ01": True})], "profile": {"pregnant": True}}
    assert {prompt.rule for prompt in prompts(**parts).fired} == {"R21", "R22"}
    seen = prompts(**parts, answers=[mark("R22.seen", 0)])
    assert [prompt.rule for prompt in seen.fired] == ["R39"]


def test_a_case_words_a_span_of_days_as_people_do():
    case = Case(diary(), TODAY)
    first = TODAY.replace(day=8)
    assert case.span_words(first, TODAY) == "between 8 and 22 November"
    assert case.span_words(first.replace(month=10), TODAY) == "between 8 October and 22 November"
    assert case.span_words(TODAY, TODAY) == "on 22 November"
    assert case.span_words(first.replace(year=2025), TODAY) == "between 8 November 2025 and 22 November"


@pytest.mark.parametrize(
    ("signs", "order"),
    [
        ({"SQ02": True, "SQ03": True, "SQ08": True}, ["R02", "R03", "R08", "R39"]),
        ({"SQ07": True, "SQ34": True}, ["R14", "R07", "R39"]),  # over-drinking before heat
        ({"SQ01": True, "SQ10": True, "SQ16": True}, ["R22", "R09", "R21", "R32"]),  # pregnancy first
    ],
)
def test_at_equal_urgency_the_more_specific_rule_comes_first_then_the_lower_number(signs, order):
    assert [prompt.rule for prompt in after(signs, profile={"pregnant": True}).fired] == order


def test_the_longer_rule_number_comes_after_the_shorter_one():
    long = cramp(1, hard_minutes=30, stretch_eased=Eased.NO)
    eased = cramp(0, hard_minutes=30, stretch_eased=Eased.YES, signs={"SQ01": True})
    assert [prompt.rule for prompt in prompts(episodes=[long, eased]).fired] == ["R20", "R21", "R20b"]
