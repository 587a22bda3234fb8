from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.entries import Answer, CheckIn, Diary, Medicine, Place, ReliefTried
from diary.domain.factors import FACTOR_BY_ID, own_factor
from diary.domain.guidance import for_you
from diary.domain.guidance.articles import Article, GradedClaim
from diary.domain.guidance.for_you import CONDITIONS, HOLDS, Reader, first_day_to_rank, rank
from diary.domain.prompts import prompts_for
from diary.domain.vocabulary import Condition as Illness
from diary.domain.vocabulary import Fall, Grade, Knot, Muscle, Relief, State
from tests.domain.patterns.diaries import episode

TODAY = date(2026, 11, 22)


def article(number, *when, unless=()):
    return Article(
        id=number, slug=number.lower(), title=number, summary="", for_whom="",
        claims=(GradedClaim("", Grade.D, ("X",)),),
        reviewed_on=TODAY, clinician_review=None, topics=(), muscles=(), situations=(), synonyms=(), when=when,
        unless=unless, body="", help="",
    )  # fmt: skip


def ago(days):
    return TODAY - timedelta(days=days)


def diary(*episodes, check_ins=(), answers=(), first_day=None, **more):
    return Diary(
        **more,
        time_zone="UTC",
        episodes=tuple(sorted(episodes, key=lambda e: e.started_at)),
        check_ins=tuple(check_ins),
        answers=tuple(answers),
        first_day=first_day,
    )


def reason(name, of):
    return CONDITIONS[name](Reader(of, TODAY))


def said(days=1, **answers):
    """Answers given on their own, `days` ago: said(2, SQ01=True), said(profile__pregnant=True)."""
    at = datetime.combine(ago(days), time(18), UTC)
    return [
        Answer(id=UUID(int=n), question=name.replace("__", "."), value=value, answered_at=at)
        for n, (name, value) in enumerate(answers.items(), start=2)
    ]


def with_profile(*episodes, days=1, **facts):
    return diary(
        *episodes, answers=said(days, **{f"profile__{name}": value for name, value in facts.items()})
    )


def medicine(name, **dates):
    return Medicine(id=UUID(int=9), name=name, **dates)


# --- Cramps in bed


def test_cramps_in_bed_are_counted_out_of_the_cramps_that_were_described():
    cramps = [episode(ago(n), state=State.ASLEEP) for n in range(1, 8)]
    cramps += [episode(ago(9), state=State.EXERCISE), episode(ago(10), state=State.RESTING)]
    cramps += [episode(ago(11)), episode(ago(40), state=State.ASLEEP)]
    assert (
        reason("cramps_in_bed", diary(*cramps))
        == "7 of the 9 cramps that you described in the last 4 weeks began in bed."
    )


def test_two_cramps_in_bed_in_two_weeks_are_not_enough():
    old = [episode(ago(n), state=State.ASLEEP) for n in (15, 16, 17)]
    new = [episode(ago(n), state=State.AWAKE_IN_BED) for n in (1, 2)]
    assert reason("cramps_in_bed", diary(*old, *new)) is None
    assert reason("cramps_in_bed", diary(*old, *new, episode(ago(13), state=State.ASLEEP))) is not None


def test_a_spell_counts_as_its_cramps():
    assert reason("cramps_in_bed", diary(episode(ago(1), state=State.ASLEEP, count=3))).startswith(
        "3 of the 3"
    )


# --- Weekly cramp nights


def nights(cramps, clear):
    return diary(
        *(episode(ago(n)) for n in range(cramps)),
        check_ins=[CheckIn(day=ago(n), clear=True) for n in range(cramps, cramps + clear)],
    )


def test_night_cramps_are_counted_out_of_noted_nights():
    assert (
        reason("weekly_cramp_nights", nights(9, 12))
        == "You had night cramps on 9 of 21 noted nights in the last 4 weeks."
    )


def test_less_than_one_cramp_night_in_seven_noted_nights_says_nothing():
    assert reason("weekly_cramp_nights", nights(3, 18)) is not None
    assert reason("weekly_cramp_nights", nights(3, 19)) is None


def test_a_single_cramp_night_says_nothing():
    assert reason("weekly_cramp_nights", nights(1, 0)) is None
    assert reason("weekly_cramp_nights", nights(2, 0)) is not None


def test_a_cramp_by_day_is_no_night_cramp_and_leaves_its_night_unknown():
    by_day = [episode(ago(n), at=time(15), state=State.EXERCISE) for n in range(5)]
    by_day += [episode(ago(n), at=time(16)) for n in range(5, 8)]
    assert reason("weekly_cramp_nights", diary(*by_day)) is None
    with_nights = diary(*by_day, *(episode(ago(n)) for n in (10, 11)))
    assert " 2 of 2 noted nights" in reason("weekly_cramp_nights", with_nights)


def test_a_night_called_clear_stays_clear_after_a_cramp_by_day():
    both = diary(
        episode(ago(1), at=time(15), state=State.EXERCISE),
        episode(ago(2)),
        episode(ago(3)),
        check_ins=[CheckIn(day=ago(1), clear=True)],
    )
    assert " 2 of 3 noted nights" in reason("weekly_cramp_nights", both)


# --- Seizure question, first cramp


def test_a_yes_to_the_seizure_question_or_a_part_of_it_gives_its_day():
    whole = diary(episode(ago(9), signs={"SQ14": True}))
    part = diary(episode(ago(9), signs={"SQ14.jerked": True}))
    assert reason("passed_out_or_jerked", whole) == reason("passed_out_or_jerked", part)
    assert reason("passed_out_or_jerked", whole).startswith("On 14 November you noted")


def test_a_no_or_another_question_or_an_old_yes_gives_no_seizure_reason():
    signs = ({"SQ14": False}, {"SQ1": True}, {"SQ140": True}, {})
    assert all(reason("passed_out_or_jerked", diary(episode(ago(1), signs=s))) is None for s in signs)
    assert reason("passed_out_or_jerked", diary(episode(ago(28), signs={"SQ14": True}))) is None


def test_a_first_cramp_is_told_by_its_own_calendar_day():
    assert (
        reason("first_cramp", diary(episode(ago(19)), episode(ago(2))))
        == "You noted your first cramp on 4 November."
    )


def test_a_first_cramp_is_unknown_in_a_part_of_a_diary_and_old_after_four_weeks():
    assert reason("first_cramp", diary(episode(ago(2)), first_day=ago(27))) is None
    assert reason("first_cramp", diary(episode(ago(28)), episode(ago(2)))) is None
    assert reason("first_cramp", diary()) is None


# --- Fluids and heat


def days(factor, *answers):
    return [CheckIn(day=ago(n), factors={factor: answer}) for n, answer in enumerate(answers)]


def test_little_fluid_is_counted_out_of_the_days_that_were_answered():
    noted = days("fluids", *["less"] * 5, *["usual"] * 6, "more", None, None)
    assert reason("little_fluid", diary(check_ins=noted)) == (
        "You noted little to drink on 5 of 12 days in the last 4 weeks."
    )


def test_two_days_of_little_fluid_say_nothing():
    assert reason("little_fluid", diary(check_ins=days("fluids", "less", "less", "usual"))) is None


def test_hot_days_have_their_own_reason():
    said = days("heat", "a-lot", "a-lot", "some", "a-lot")
    assert reason("hot_days", diary(check_ins=said)) == (
        "You noted a lot of heat or sweating on 3 of 4 days in the last 4 weeks."
    )


@given(
    st.lists(st.sampled_from([value for value, _ in FACTOR_BY_ID["fluids"].scale]), max_size=20),
    st.integers(0, 8),
)
def test_unanswered_days_never_change_a_reason(answers, unanswered):
    said = days("fluids", *answers)
    more = [
        CheckIn(day=ago(27 - n), factors={"fluids": None}) for n in range(min(unanswered, 27 - len(said)))
    ]
    assert reason("little_fluid", diary(check_ins=said)) == reason(
        "little_fluid", diary(check_ins=said + more)
    )


@given(st.lists(st.sampled_from([None, True]), min_size=28, max_size=28), st.sets(st.integers(0, 27)))
def test_noting_nothing_about_a_night_never_changes_the_cramp_nights(clear, cramps):
    episodes = [episode(ago(n)) for n in cramps]
    said = [CheckIn(day=ago(n), clear=yes) for n, yes in enumerate(clear)]
    only_said = [check_in for check_in in said if check_in.clear]
    assert reason("weekly_cramp_nights", diary(*episodes, check_ins=said)) == reason(
        "weekly_cramp_nights", diary(*episodes, check_ins=only_said)
    )


# --- Who you are


def test_pregnancy_is_a_reason_with_the_cramps_of_four_weeks():
    assert reason("expecting", with_profile(pregnant=True)) == "You noted that you are pregnant."
    assert reason("expecting", with_profile(episode(ago(2)), episode(ago(40)), pregnant=True)) == (
        "You noted that you are pregnant, and you noted 1 cramp in the last 4 weeks."
    )
    due_on = (TODAY + timedelta(weeks=10)).isoformat()
    assert reason("expecting", with_profile(pregnant=True, due_on=due_on)) == (
        "You noted that you are pregnant, 30 full weeks today."
    )
    assert reason("expecting", with_profile(pregnant=False)) is None
    assert reason("expecting", with_profile(pregnant=True, days=301)) is None


@pytest.mark.parametrize(("days", "fits"), [(0, True), (42, True), (43, False), (-1, False)])
def test_a_birth_is_a_reason_for_six_weeks(days, fits):
    found = reason("expecting", with_profile(gave_birth_on=ago(days).isoformat()))
    assert (found is not None) == fits
    assert found is None or found.startswith("You gave birth on ")


@pytest.mark.parametrize(
    ("born", "child", "over_60"),
    [
        (2026, True, False),
        (2008, True, False),
        (2007, False, False),
        (1967, False, False),
        (1966, False, True),
    ],
)
def test_of_the_two_ages_of_a_year_of_birth_the_one_that_needs_more_care_counts(born, child, over_60):
    known = with_profile(birth_year=born)
    assert (reason("child", known) is not None, reason("over_60", known) is not None) == (child, over_60)


def test_an_age_is_told_as_the_two_ages_it_may_be():
    assert (
        reason("over_60", with_profile(birth_year=1958)) == "By the year of birth, 1958, the age is 67 or 68."
    )
    assert reason("child", with_profile(birth_year=2026)) == "By the year of birth, 2026, the age is 0."


@pytest.mark.parametrize(
    ("name", "illness"),
    [
        ("narrowed_arteries", "arteries"), ("dialysis", "dialysis"), ("kidney", "kidney"), ("liver", "cirrhosis"),
        ("diabetes", "diabetes"), ("thyroid", "thyroid"), ("nerve", "neuropathy"), ("veins", "veins"),
        ("restless_legs", "restless_legs"),
    ],
)  # fmt: skip
def test_a_condition_of_the_profile_is_a_reason_by_itself(name, illness):
    others = [i.value for i in Illness if i.value != illness]
    assert reason(name, with_profile(conditions=[illness])).startswith("Your profile names ")
    assert reason(name, with_profile(conditions=others)) is None
    assert reason(name, diary()) is None


def test_a_fall_with_a_cramp_is_told_with_its_day():
    assert reason("fell", diary(episode(ago(4), fall=Fall.NEARLY), episode(ago(9), fall=Fall.FELL))) == (
        "On 19 November you noted a fall, or nearly one, with a cramp."
    )
    assert reason("fell", diary(episode(ago(4), fall=Fall.NONE), episode(ago(5)))) is None


# --- Signs


def test_a_sign_is_a_reason_until_it_is_answered_with_no():
    assert reason("one_leg_sign", diary(answers=said(5, SQ01=True))).startswith(
        "On 17 November you noted that one"
    )
    assert reason("numb_or_swollen", diary(episode(ago(3), signs={"SQ16.numb": True}))) is not None
    taken_back = diary(answers=[*said(5, SQ01=True), *said(3, SQ01=False)])
    assert reason("one_leg_sign", taken_back) is None
    again = diary(answers=[*said(5, SQ01=False), *said(3, SQ01=True)])
    assert reason("one_leg_sign", again) is not None


def test_a_sign_of_a_clot_that_nobody_has_closed_is_a_reason_however_old_it_is():
    old = said(200, SQ01=True)
    assert reason("one_leg_sign", diary(answers=old)) == ("Noted on 6 May: one leg swollen, warm or sore.")
    assert reason("one_leg_sign", diary(answers=[*old, *said(3, SQ01=False)])) is None


def test_a_sign_of_the_profile_speaks_for_three_months():
    assert reason("pain_on_walking", diary(answers=said(89, SQ18=True))) is not None
    assert reason("pain_on_walking", diary(answers=said(90, SQ18=True))) is None
    assert reason("urge_to_move", diary(answers=said(28, SQ22=True))) is None


def test_a_reason_for_a_visit_is_the_cause_of_the_prompt():
    woken = [episode(ago(n), woke=True) for n in (1, 3, 4, 8, 9)]
    clear = [CheckIn(day=ago(n), clear=True) for n in (2, 5, 6, 7, 10, 11, 12, 13)]
    restless = diary(*woken, check_ins=clear)
    [prompt] = prompts_for(restless, TODAY).fired
    assert prompt.rule == "R30"
    assert reason("reason_for_a_visit", restless) == prompt.cause


def test_what_can_not_wait_is_not_a_reason_to_prepare_for_a_visit():
    assert reason("reason_for_a_visit", diary(answers=said(SQ02=True))) is None


# --- When and where it cramps


def test_two_weeks_of_nights_with_a_cramp_among_them_raise_the_question_why():
    assert reason("two_weeks_noted", nights(3, 11)) == "You noted 14 of the last 28 nights, 3 with cramps."
    assert reason("two_weeks_noted", nights(3, 10)) is None
    assert reason("two_weeks_noted", nights(0, 20)) is None


def test_cramps_with_exercise_are_counted_out_of_those_with_a_situation():
    mixed = diary(
        episode(ago(1), state=State.EXERCISE, count=2), episode(ago(2), state=State.ASLEEP), episode(ago(3))
    )
    assert reason("cramps_with_exercise", mixed) == (
        "2 of the 3 cramps that you described came with exercise or after it."
    )
    assert reason("cramps_with_exercise", diary(episode(ago(2), state=State.ASLEEP))) is None


def test_a_cramp_in_water_and_one_during_dialysis_are_told_with_their_day():
    both = diary(
        episode(ago(3), at=time(15), state=State.IN_WATER), episode(ago(2), at=time(15), state=State.DIALYSIS)
    )
    assert reason("cramp_in_water", both) == "A cramp on 19 November began in water."
    assert reason("cramp_during_dialysis", both) == "A cramp on 20 November came during dialysis."
    assert reason("cramp_in_water", diary(episode(ago(28), state=State.IN_WATER))) is None


def in_places(*muscles):
    return diary(*(episode(ago(n), places=(Place(muscle),)) for n, muscle in enumerate(muscles, start=1)))


def test_foot_cramps_are_four_or_more_and_half_of_those_with_a_place():
    feet = [Muscle.TOES, Muscle.FOOT_ARCH] * 2
    assert reason("foot_cramps", in_places(*feet, *[Muscle.CALF] * 4)) == (
        "4 of your 8 cramps with a place in the last 4 weeks were in the foot or toes."
    )
    assert reason("foot_cramps", in_places(*feet, *[Muscle.CALF] * 5)) is None
    assert reason("foot_cramps", in_places(*feet[:3])) is None


def test_cramps_without_a_knot_are_counted_out_of_the_answers():
    cramps = [
        episode(ago(n), knot=knot) for n, knot in enumerate((Knot.NO, Knot.YES, Knot.NO, None), start=1)
    ]
    assert reason("no_knot", diary(*cramps)) == "2 of the 3 cramps that you described had no hard knot."
    assert reason("no_knot", diary(*cramps[:2])) is None


# --- More of the check-ins


def test_alcohol_is_looked_at_for_two_weeks():
    assert reason("drinks_alcohol", diary(check_ins=days("alcohol", "1-2", "0", "5+", "1-2"))) == (
        "You noted alcohol on 3 of 4 days in the last 2 weeks."
    )
    old = [CheckIn(day=ago(n), factors={"alcohol": "1-2"}) for n in (14, 15, 16)]
    assert reason("drinks_alcohol", diary(check_ins=old)) is None


def test_long_sitting_counts_when_it_is_most_days():
    assert reason("sits_a_lot", diary(check_ins=days("sitting", *["over-8"] * 3, "4-8", "under-4"))) == (
        "You noted over 8 hours of sitting on 3 of 5 days in the last 4 weeks."
    )
    assert reason("sits_a_lot", diary(check_ins=days("sitting", *["over-8"] * 3, *["4-8"] * 3))) is None


# --- Medicines, and what is tried


def test_the_latest_change_of_a_medicine_that_is_taken_is_named():
    taken = (
        medicine("Indapamide", started_on=ago(80)),
        medicine("Salbutamol", started_on=ago(900), changes=(ago(90), ago(20))),
        medicine("Aspirin", started_on=ago(5), stopped_on=ago(2)),
    )
    assert reason("on_medicines", diary(medicines=taken)) == "Salbutamol: changed on 2 November 2026."


def test_medicines_without_a_recent_change_are_counted():
    old = (medicine("Indapamide", started_on=ago(400)), medicine("Metformin"))
    assert reason("on_medicines", diary(medicines=old)) == "Your list has 2 medicines."
    assert reason("on_medicines", diary(medicines=(medicine("X", stopped_on=ago(1)),))) is None


@pytest.mark.parametrize(
    ("condition", "name"),
    [
        ("takes_a_supplement", "Magnesium citrate"),
        ("takes_a_supplement", "my iron tablet"),
        ("cramp_prescription", "Quinine sulfate"),
        ("cramp_prescription", "vitamin K2"),
        ("home_remedy", "Soap in the bed"),
    ],
)
def test_what_is_taken_or_followed_is_known_by_its_name(condition, name):
    assert reason(condition, diary(medicines=(medicine(name),))) == f"Your list of medicines has “{name}”."
    assert reason(condition, diary(own_factors=(own_factor("own-1", name),))) == f"You follow “{name}”."
    assert reason(condition, diary(own_factors=(own_factor("own-1", name, retired_on=ago(3)),))) is None
    assert reason(condition, diary(own_factors=(own_factor("own-1", "Ironing"),))) is None


def test_pickle_brine_that_was_tried_is_a_home_remedy():
    tried = episode(ago(2), reliefs=(ReliefTried(Relief.STRETCH), ReliefTried(Relief.PICKLE_BRINE)))
    assert reason("home_remedy", diary(tried)) == "On 21 November you tried pickle brine."


def test_something_done_on_purpose_leads_to_a_fair_test_unless_it_needs_advice_first():
    def follows(name, **more):
        return diary(own_factors=(own_factor("own-1", name, **more),))

    assert reason("tries_something", follows("Evening walk", is_on_purpose=True)) == (
        "You follow “Evening walk”, which you do in the hope of fewer cramps."
    )
    assert reason("tries_something", follows("Evening walk")) is None
    for gated in ("Magnesium", "Quinine", "Mustard rub"):
        assert reason("tries_something", follows(gated, is_on_purpose=True)) is None


def test_a_bedtime_stretch_that_is_kept_up_is_worth_a_fair_test():
    stretched = days("stretch", "yes", "no", "yes", "yes", "part")
    assert reason("tries_something", diary(check_ins=stretched)) == (
        "You noted the bedtime stretch on 3 of 5 days in the last 4 weeks."
    )


# --- What holds an article back


def holds(name, of):
    return HOLDS[name](Reader(of, TODAY))


def test_a_stretch_is_never_suggested_after_a_sign_of_a_clot():
    stretch = [article("G04", "weekly_cramp_nights", unless=("sign_of_a_clot",))]
    cramps = [episode(ago(n)) for n in range(1, 6)]
    assert rank(stretch, diary(*cramps), TODAY) != []
    assert rank(stretch, diary(*cramps, episode(ago(0), signs={"SQ01": True})), TODAY) == []
    assert rank(stretch, diary(*cramps, answers=said(2, SQ01=True)), TODAY) == []


def test_a_sign_of_a_clot_holds_until_no_however_old_it_is():
    assert holds("sign_of_a_clot", diary(answers=said(200, SQ01=True)))
    assert not holds("sign_of_a_clot", diary(answers=[*said(200, SQ01=True), *said(3, SQ01=False)]))
    assert not holds("sign_of_a_clot", diary())


@pytest.mark.parametrize("illness", ["dialysis", "kidney", "cirrhosis", "heart_failure"])
def test_little_to_drink_leads_nowhere_with_a_fluid_limit(illness):
    fluid = [article("G08", "little_fluid", unless=("drinks_need_advice",))]
    dry = days("fluids", *["less"] * 5)
    limit = said(profile__conditions=[illness])
    assert rank(fluid, diary(check_ins=dry), TODAY) != []
    assert rank(fluid, diary(check_ins=dry, answers=limit), TODAY) == []


def test_nobody_is_led_to_drinks_after_too_much_of_them():
    assert holds("drinks_need_advice", diary(answers=said(SQ34=True)))
    assert not holds("drinks_need_advice", with_profile(conditions=["diabetes"]))


def test_poor_circulation_is_known_from_the_profile_or_from_pain_at_rest():
    assert holds("poor_circulation", with_profile(conditions=["arteries"]))
    assert holds("poor_circulation", diary(answers=said(80, SQ19=True)))
    assert not holds("poor_circulation", diary(answers=[*said(80, SQ19=True), *said(9, SQ19=False)]))


def test_a_year_of_birth_tells_who_is_under_18():
    assert holds("under_18", with_profile(birth_year=2008))
    assert not holds("under_18", with_profile(birth_year=2007))
    assert not holds("under_18", diary())


# --- Ranking


def typical():
    return diary(
        *(episode(ago(n), state=State.ASLEEP) for n in (1, 3, 4, 8, 11, 40)),
        check_ins=days("fluids", "less", "less", "usual", "less"),
    )


def test_a_typical_diary_gets_at_least_three_articles_each_with_its_reason():
    library = [
        article("G08", "little_fluid"),
        article("G04", "weekly_cramp_nights"),
        article("G02", "cramps_in_bed"),
    ]
    found = rank(library, typical(), TODAY)
    assert [suggestion.article.id for suggestion in found] == ["G02", "G04", "G08"]
    assert all(any(character.isdigit() for character in suggestion.reason) for suggestion in found)


def test_an_article_with_two_reasons_is_listed_once_with_the_first():
    [only] = rank([article("G00", "little_fluid", "cramps_in_bed")], typical(), TODAY)
    assert only.reason == for_you.cramps_in_bed(Reader(typical(), TODAY))


def test_an_empty_diary_suggests_nothing():
    assert rank([article("G00", *CONDITIONS)], diary(), TODAY) == []


def test_the_rules_are_looked_at_once_for_all_articles(monkeypatch):
    looked = []
    monkeypatch.setattr(for_you, "prompts_for", lambda *held: looked.append(held) or prompts_for(*held))
    library = [article("G05", "reason_for_a_visit"), article("G04", "weekly_cramp_nights", unless=[*HOLDS])]
    rank(library, typical(), TODAY)
    assert len(looked) == 1


@pytest.mark.parametrize(
    ("held", "days"),
    [
        (diary(), 90),
        (diary(medicines=(medicine("Indapamide", started_on=ago(10)),)), 90),
        (diary(medicines=(medicine("Indapamide", started_on=ago(300)),)), 356),
        (with_profile(birth_year=2019), 104),
    ],
)
def test_articles_look_as_far_back_as_the_profile_speaks_and_as_the_rules_need(held, days):
    assert first_day_to_rank(held, TODAY) == ago(days)


def test_a_visit_for_a_medicine_of_last_winter_is_suggested_from_what_was_loaded_for_it():
    started = ago(200)
    before = [CheckIn(day=started - timedelta(days=n), clear=True) for n in range(1, 57)]
    since = [episode(ago(n)) for n in range(0, 28, 4)]
    since_clear = [CheckIn(day=ago(n), clear=True) for n in range(28) if n % 4]
    whole = diary(
        *since, check_ins=[*before, *since_clear], medicines=(medicine("Indapamide", started_on=started),)
    )
    first = first_day_to_rank(whole, TODAY)
    loaded = diary(
        *since, check_ins=[c for c in whole.check_ins if c.day >= first], medicines=whole.medicines, first_day=first
    )  # fmt: skip
    [found] = rank([article("G05", "reason_for_a_visit")], loaded, TODAY)
    assert found.reason.startswith("Indapamide was started on 6 May")


# --- Smoking, and summer


@pytest.mark.parametrize(
    ("smoking", "fits"), [("current", True), ("former", False), ("never", False), (None, False)]
)
def test_the_article_on_leg_arteries_is_for_those_who_say_that_they_smoke(smoking, fits):
    held = with_profile(episode(ago(3)), smoking=smoking)
    said_so = "Your profile says that you smoke or vape, and you noted 1 cramp in the last 4 weeks."
    assert reason("smokes", held) == (said_so if fits else None)
    assert (reason("smokes", with_profile(smoking=smoking)) is not None) is fits


@pytest.mark.parametrize(
    ("zone", "month", "fits"),
    [
        ("Europe/London", 7, True), ("Europe/London", 8, True), ("Europe/London", 9, False),
        ("Europe/London", 1, False),
        ("Australia/Sydney", 1, True), ("Australia/Sydney", 7, False), ("UTC", 7, False), ("Asia/Kolkata", 7, False),
    ],
)  # fmt: skip
def test_the_article_on_heat_is_for_cramps_in_the_hottest_months_where_these_are_known(zone, month, fits):
    today = date(2026, month, 20)
    cramps = tuple(episode(today - timedelta(days=days)) for days in (5, 2))
    found = CONDITIONS["hot_season"](Reader(Diary(time_zone=zone, episodes=cramps), today))
    words = "It is the hottest time of the year where you live, and you noted 2 cramps in the last 4 weeks."
    assert found == (words if fits else None)
    assert CONDITIONS["hot_season"](Reader(Diary(time_zone=zone, episodes=cramps[:1]), today)) is None
