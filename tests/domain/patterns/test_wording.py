"""What the patterns say: true to their numbers, and never more than their verdict."""

import itertools
import re
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import ROUND_CEILING, Context, Decimal
from math import inf
from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.domain.check_ins import SUSPECTED
from diary.domain.entries import CheckIn, Diary, Event, Medicine, Night, Place, ReliefTried
from diary.domain.factors import FACTOR_BY_ID, FACTORS, own_factor
from diary.domain.patterns import Period, Trend, summarise
from diary.domain.patterns.association import (
    SUSPECT_WEIGHT,
    Associations,
    Direction,
    Finding,
    Gathered,
    Verdict,
    associations,
)
from diary.domain.patterns.burden import burden_of
from diary.domain.patterns.calendar import calendar_of
from diary.domain.patterns.case_crossover import WEEKS_BACK, CrossoverFinding
from diary.domain.patterns.change import BeforeAfter, Change, compare
from diary.domain.patterns.comparison import comparison_of
from diary.domain.patterns.dated_changes import DatedChange, dated_changes_of
from diary.domain.patterns.exposure import BLOCK_DAYS
from diary.domain.patterns.frequency import frequency_of
from diary.domain.patterns.measures import Share
from diary.domain.patterns.period import nights_of
from diary.domain.patterns.place import places_of
from diary.domain.patterns.relief import relief_of
from diary.domain.patterns.timing import timing_of
from diary.domain.patterns.wording import (
    PLACEBO,
    VERDICT_WORDS,
    before_after_words,
    burden_words,
    calendar_words,
    change_words,
    comparing_words,
    comparison_words,
    crossover_words,
    finding_words,
    frequency_words,
    in_order,
    is_compared,
    look_words,
    place_words,
    relief_words,
    shares_words,
    timing_words,
)
from diary.domain.vocabulary import Helped, Muscle, Outcome, Relief, Side
from tests.domain.patterns import answered
from tests.domain.patterns.diaries import MONDAY, diary_of, episode, whole

ALCOHOL, STRETCH = FACTOR_BY_ID["alcohol"], FACTOR_BY_ID["stretch"]
JUDGED = Associations(
    findings=(), compared=5, judged_to=date(2026, 11, 21), next_look=date(2026, 12, 19)
)  # fmt: skip


def finding(verdict=Verdict.TOO_EARLY, factor=ALCOHOL, exposed=(9, 14), unexposed=(5, 31), **fields):
    values = {
        "direction": None if verdict is Verdict.TOO_EARLY else Direction.MORE,
        "e_value": 1.0,
        "odds_ratio": 2.0,
        "interval": (0.5, 8.0),
        "nights_missing": 0,
        "check_ins_needed": 0 if verdict in {Verdict.CLEAR, Verdict.NO_SIGN} else None,
        "gathered": None,
        "inseparable": (),
        "is_suspected": False,
    }
    return Finding(
        factor=factor,
        verdict=verdict,
        exposed=Share(*exposed),
        unexposed=Share(*unexposed),
        **{**values, **fields},
    )


def said(*args, **fields):
    return finding_words(finding(*args, **fields), JUDGED)


def about(nights):
    """A number of nights in two digits, rounded up."""
    return (
        nights
        if nights < 100
        else int(f"{Decimal(nights).normalize(Context(prec=2, rounding=ROUND_CEILING)):f}")
    )


def on(offset):
    return MONDAY + timedelta(days=offset)


# --- What goes with it: the counts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("exposed", "unexposed", "counts"),
    [
        ((9, 14), (5, 31), "In your diary, cramps came on 9 of 14 nights after alcohol, and on 5 of 31 other nights."),
        ((0, 1), (1, 1), "In your diary, cramps came on 0 of 1 night after alcohol, and on 1 of 1 other night."),
        ((0, 0), (0, 0), "No noted night has an answer to this yet."),
    ],
)  # fmt: skip
def test_the_counts_come_first_each_with_its_denominator(exposed, unexposed, counts):
    assert said(exposed=exposed, unexposed=unexposed).counts == counts


@pytest.mark.parametrize(
    ("exposed", "unexposed", "counts"),
    [
        ((2, 3), (1, 5), "So far noted: 3 nights after alcohol, and 5 other nights."),
        ((1, 1), (0, 1), "So far noted: 1 night after alcohol, and 1 other night."),
        ((0, 0), (5, 31), "So far noted: no nights after alcohol, and 31 other nights."),
        ((3, 6), (0, 0), "So far noted: 6 nights after alcohol, and no other nights."),
    ],
)
def test_while_nights_are_missing_no_cramps_stand_beside_the_factor(exposed, unexposed, counts):
    found = finding(exposed=exposed, unexposed=unexposed, nights_missing=6)
    words = finding_words(found, JUDGED)
    assert words.counts == counts
    assert words.ratio == "No odds ratio yet."
    assert not is_compared(found)
    assert shares_words(found) == (f"{exposed[1]} noted", f"{unexposed[1]} noted")


def test_with_enough_nights_both_shares_are_told():
    assert is_compared(finding())
    assert shares_words(finding()) == ("9 of 14", "5 of 31")


@pytest.mark.parametrize(
    ("missing", "begins"),
    [(0, "Too early to say after 66 nights."), (9, "Too early to say: 66 of about 75 nights.")],
)
def test_who_notes_cramps_alone_is_told_that_clear_nights_are_missing(missing, begins):
    found = finding(exposed=(27, 27), unexposed=(39, 39), odds_ratio=None, nights_missing=missing)
    words = finding_words(found, JUDGED)
    assert words.counts == "So far noted: 27 nights after alcohol, and 39 other nights."
    assert words.meaning == (
        f"{begins} Every one of these nights had cramps. "
        "To compare, the diary also needs nights that you noted as clear."
    )
    assert shares_words(found) == ("27 noted", "39 noted")


@pytest.mark.parametrize(
    ("factor", "counts"),
    [
        (own_factor("own-1", "Late shift"), "cramps came on 9 of 14 nights after “Late shift”,"),
        (
            own_factor("own-2", "Steps", cut=8000),
            "cramps came on 9 of 14 nights after “Steps” of 8,000 or more,",
        ),
    ],
)
def test_a_factor_of_ones_own_is_named_as_the_person_named_it(factor, counts):
    words = said(Verdict.HINT, factor)
    assert counts in words.counts
    assert words.name == factor.name


# --- What the counts mean -------------------------------------------------------------------------------------------


def test_a_clear_pattern_does_not_prove_a_cause():
    words = said(Verdict.CLEAR)
    assert (words.verdict, words.meaning) == (
        "a clear pattern",
        "A clear pattern. It does not prove the cause.",
    )


@pytest.mark.parametrize(
    ("needed", "meaning"),
    [
        (40, "A hint. It can be chance. About 40 more check-ins would help settle it."),
        (571, "A hint. It can be chance. About 580 more check-ins would help settle it."),
        (
            None,
            "A hint. It can be chance. To settle it would take over two years of check-ins at this rate.",
        ),
    ],
)
def test_a_hint_says_how_many_more_check_ins_would_settle_it(needed, meaning):
    words = said(Verdict.HINT, check_ins_needed=needed)
    assert (words.verdict, words.meaning) == ("a hint", meaning)


def test_no_sign_says_what_is_still_possible_in_twenty_nights():
    words = said(Verdict.NO_SIGN, interval=(0.5, 2.0), unexposed=(10, 40))
    assert words.verdict == "no sign so far"
    assert words.meaning == (
        "No sign so far that this matters for you. Still possible: cramps on between 2 and 8 of 20 nights after it; "
        "on the other nights it was about 5 of 20."
    )


@pytest.mark.parametrize(
    ("unexposed", "base"),
    [((1, 50), "fewer than 1 of 20"), ((1, 40), "about 1 of 20"), ((37, 40), "about 19 of 20")],
)
def test_no_sign_says_what_the_other_nights_were_like(unexposed, base):
    meaning = said(Verdict.NO_SIGN, interval=(0.5, 2.0), unexposed=unexposed).meaning
    assert meaning.endswith(f"; on the other nights it was {base}.")


@given(st.integers(1, 39), st.floats(0.41, 1.0), st.floats(1.0, 2.49))
def test_what_is_still_possible_is_rounded_outwards_and_holds_what_the_other_nights_had(cramps, low, high):
    meaning = said(Verdict.NO_SIGN, interval=(low, high), unexposed=(cramps, 40)).meaning
    few, many = map(int, re.search(r"between (\d+) and (\d+) of 20", meaning).groups())
    base = re.search(r"(about|fewer than) (\d+) of 20\.$", meaning)
    assert abs(int(base[2]) - 20 * cramps / 40) <= 0.5
    assert few <= int(base[2]) <= many
    assert few <= 20 * cramps / 40 <= many
    open_low, open_high = finding(interval=(low, high), unexposed=(cramps, 40)).leaves_open
    assert few <= 20 * open_low < few + 1
    assert many - 1 < 20 * open_high <= many


@pytest.mark.parametrize(
    ("fields", "meaning"),
    [
        ({"nights_missing": 15}, "Too early to say: 45 of about 60 nights."),
        ({"check_ins_needed": 115}, "Too early to say: 45 of about 160 nights."),
        ({"check_ins_needed": 1955}, "Too early to say: 45 of about 2,000 nights."),
        (
            {"odds_ratio": None},
            "Too early to say after 45 nights. The next look is after the night of 19 Dec.",
        ),
        (
            {},
            "Too early to say after 45 nights. To tell would take over two years of check-ins at this rate.",
        ),
        ({"nights_missing": 15, "check_ins_needed": 20}, "Too early to say: 45 of about 65 nights."),
        ({"nights_missing": 20, "check_ins_needed": 15}, "Too early to say: 45 of about 65 nights."),
        ({"check_ins_needed": 526}, "Too early to say: 45 of about 580 nights."),
        ({"nights_missing": 56}, "Too early to say: 45 of about 110 nights."),
        (
            {"nights_missing": 9, "check_ins_needed": 722, "judged_from": MONDAY},
            "Too early to say: it takes about 730 more nights.",
        ),
    ],
)
def test_too_early_says_how_many_more_nights_it_takes_as_far_as_that_can_be_told(fields, meaning):
    words = said(Verdict.TOO_EARLY, **fields)
    assert (words.verdict, words.meaning) == ("too early to say", meaning)


def test_a_question_without_an_answer_needs_fourteen_nights():
    (found, *_) = associations(Diary(time_zone="UTC"), MONDAY).findings
    words = finding_words(found, Associations(findings=(found,)))
    assert words.meaning == "Too early to say: 0 of about 14 nights."
    assert (words.notes, words.ratio) == ((), "No odds ratio yet.")


@pytest.mark.parametrize("verdict", [Verdict.HINT, Verdict.TOO_EARLY])
def test_a_retired_factor_promises_no_more_check_ins(verdict):
    factor = own_factor("own-1", "Late shift", retired_on=date(2026, 5, 3))
    words = said(verdict, factor, check_ins_needed=30, nights_missing=0 if verdict is Verdict.HINT else 30)
    assert words.meaning.endswith("You no longer note it, so it stays open.")
    assert "30" not in words.meaning
    assert words.notes == ("It has not been asked about since 3 May 2026.",)


# --- What else must be known ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("factor", "exposed", "unexposed", "note"),
    [
        (
            ALCOHOL,
            (0, 3),
            (1, 30),
            "Still missing to compare: 2 more nights after it and 2 more nights with cramps.",
        ),
        (ALCOHOL, (3, 30), (0, 4), "Still missing to compare: 1 more night without it."),
        (STRETCH, (3, 30), (0, 4), "Still missing to compare: 10 more nights without it."),
    ],
)
def test_what_is_missing_to_compare_is_counted(factor, exposed, unexposed, note):
    assert said(factor=factor, exposed=exposed, unexposed=unexposed, nights_missing=9).notes[0] == note


def test_nothing_but_nights_can_be_missing():
    assert said(exposed=(3, 6), unexposed=(1, 6), nights_missing=2).notes == ()


@pytest.mark.parametrize("verdict", [Verdict.CLEAR, Verdict.HINT])
def test_counts_that_point_the_other_way_are_explained(verdict):
    against = said(verdict, exposed=(5, 31), unexposed=(9, 14), direction=Direction.MORE)
    assert against.notes == (
        (
            "Only nights of the same four weeks are compared with each other. There, cramps came more often after it; "
            "the counts above mix all weeks."
        ),
    )
    assert "less often after it" in said(verdict, direction=Direction.FEWER).notes[0]
    assert "more often after it" in said(verdict, exposed=(5, 10), unexposed=(5, 10)).notes[0]
    assert said(verdict).notes == ()


@pytest.mark.parametrize("verdict", [Verdict.NO_SIGN, Verdict.TOO_EARLY])
def test_without_a_pattern_no_direction_is_told(verdict):
    assert said(verdict, exposed=(5, 31), unexposed=(9, 14), direction=Direction.MORE).notes == ()


def test_factors_that_came_together_can_not_be_told_apart():
    sitting, standing = FACTOR_BY_ID["sitting"], FACTOR_BY_ID["standing"]
    assert said(inseparable=(sitting, standing), opposite=(standing,)).notes == (
        "This and “Long sitting”: these two nearly always came together; the diary cannot tell them apart.",
        (
            "When this came, “Long standing” nearly always did not, and the other way round; "
            "the diary cannot tell them apart."
        ),
    )


@pytest.mark.parametrize(("other", "is_opposite"), [("yyn" * 9, False), ("nny" * 9, True)])
def test_the_diary_knows_whether_two_factors_came_together_or_apart(other, is_opposite):
    diary = answered.diary_of("1.." * 9, {"shoes": "yyn" * 9, "cold-legs": other})
    for found in associations(diary, on(27)).findings:
        if found.known:
            assert len(found.inseparable) == 1
            assert bool(found.opposite) is is_opposite


def test_a_factor_that_tells_more_is_named():
    words = said(Verdict.HINT, outshone_by=FACTOR_BY_ID["standing"])
    assert (
        words.meaning
        == "A hint. It can be chance. It is hard to tell from “Long standing”, which tells more."
    )
    assert words.notes == ("On nights that are alike in “Long standing”, this shows little.",)


def test_the_week_a_season_or_a_trend_is_named_as_another_explanation():
    assert said(gathered=Gathered.WEEK).notes == (
        "You noted this mostly on some weekdays, and cramps as well. So only nights of the same weekday are compared.",
    )
    assert said(gathered=Gathered.SEASON).notes == (
        "You noted this mostly in some months. What differs may be the season.",
    )
    assert said(gathered=Gathered.TREND).notes == (
        "You noted this mostly at one end of your diary. What differs may be something that changed with time.",
    )


def test_a_factor_that_reaches_two_nights_says_so():
    assert said(factor=FACTOR_BY_ID["illness"]).notes == (
        "“After” means the night of that day and the next night.",
    )


def test_a_suspect_counts_three_times():
    assert SUSPECT_WEIGHT == 3
    assert said(is_suspected=True).notes == (
        "You marked this as a suspect before the first look. So it counts three times as much as what is not marked.",
    )


def test_a_suspect_marked_late_says_from_when_it_is_judged():
    marked = answered.answer(SUSPECTED, ["shoes"], on(BLOCK_DAYS + 3))
    diary = answered.diary_of("1.." * 20, {"shoes": "ynn" * 20}, answers=(marked,))
    result = associations(diary, on(60))
    found = next(one for one in result.findings if one.factor.id == "shoes")
    assert found.judged_from == on(2 * BLOCK_DAYS)
    words = finding_words(found, result)
    assert words.notes == (
        (
            "You marked this as a suspect after the first look. So it counts three times as much as what is not "
            "marked, but only on nights from 27 Apr 2026 on. The counts are of all nights."
        ),
    )
    assert words.ratio == "No odds ratio yet."


def test_the_forecast_of_a_suspect_marked_late_rests_on_the_nights_that_count():
    nights, row = "1...1.1....." * 10, "ynnynnynnynn" * 10
    anew = 3 * BLOCK_DAYS
    nights = nights[: anew - 1] + "?" + nights[anew:]

    def forecast(nights, row, marked):
        marks = (answered.answer(SUSPECTED, ["shoes"], on(marked)),)
        diary = answered.diary_of(nights, {"shoes": row}, answers=marks)
        return next(f for f in associations(diary, on(len(nights))).findings if f.factor.id == "shoes")

    late, young = forecast(nights, row, anew - 10), forecast(nights[anew:], row[anew:], 0)
    assert (late.judged_from, late.verdict) == (on(anew), Verdict.TOO_EARLY)
    assert late.check_ins_needed == young.check_ins_needed
    assert late.odds_ratio == pytest.approx(young.odds_ratio)
    words = finding_words(late, JUDGED)
    assert words.meaning == f"Too early to say: it takes about {about(late.check_ins_needed)} more nights."


@pytest.mark.parametrize("factor", FACTORS)
def test_what_is_done_on_purpose_is_told_with_what_dummy_tablets_did(factor):
    for verdict in Verdict:
        assert (PLACEBO in said(verdict, factor).notes) is factor.is_on_purpose
    assert PLACEBO in said(factor=own_factor("own-1", "Yoga", is_on_purpose=True)).notes


# --- Ratio and interval, on demand ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("odds", "interval", "e_value", "ratio"),
    [
        (4.12, (1.91, 9.18), 130.2, "Odds ratio 4.1 (95 % confidence sequence 1.9 to 9.2), e-value 130"),
        (
            inf,
            (2.5, inf),
            1e9,
            "Odds ratio over 64 (95 % confidence sequence 2.5 to over 64), e-value over 1,000,000",
        ),
        (
            0.0,
            (0.0, 0.4),
            2.04,
            "Odds ratio below 1/64 (95 % confidence sequence below 1/64 to 0.4), e-value 2",
        ),
        (
            9.97,
            (0.052, 55.4),
            0.001,
            "Odds ratio 10 (95 % confidence sequence 0.052 to 55), e-value below 0.01",
        ),
        (1.04, (0.5, 2), 12345.6, "Odds ratio 1 (95 % confidence sequence 0.5 to 2), e-value 12,346"),
    ],
)
def test_the_ratio_says_its_interval_and_from_which_nights(odds, interval, e_value, ratio):
    words = said(odds_ratio=odds, interval=interval, e_value=e_value)
    assert words.ratio == f"{ratio}, from nights to 21 Nov."


def test_without_evidence_there_is_no_ratio():
    assert said(odds_ratio=None, interval=(0.0, inf)).ratio == "No odds ratio yet."


# --- All findings together ------------------------------------------------------------------------------------------


def test_the_verdicts_say_until_when_they_are_judged_and_when_the_next_look_is():
    assert look_words(JUDGED) == (
        "Judged up to the night of 21 Nov. The next look is after the night of 19 Dec; "
        "until then new nights change the counts alone."
    )
    assert look_words(replace(JUDGED, judged_to=None)) == (
        "The first look is after the night of 19 Dec. Until then nothing is judged."
    )
    assert look_words(Associations(findings=())) == "Judging begins with the first answer in a check-in."


def test_looking_at_many_things_is_named_and_at_one_is_not():
    assert comparing_words(JUDGED) == (
        "5 things are compared. If you look at many, some will match by luck; the bar here is set so that this is "
        "rare."
    )
    assert comparing_words(replace(JUDGED, compared=1)) == ""


factors = st.sampled_from(
    [*FACTORS, own_factor("own-1", "Late shift"), own_factor("own-2", "Steps", cut=8000)]
)


@given(st.lists(st.tuples(st.sampled_from(Verdict), factors), max_size=12, unique_by=lambda pair: pair[1].id))
def test_findings_come_by_verdict_then_by_grade_then_in_the_fixed_order(pairs):
    findings = tuple(finding(verdict, factor) for verdict, factor in pairs)
    shown, others = in_order(replace(JUDGED, findings=findings))
    assert len(shown) == min(3, len(findings))
    ordered = (*shown, *others)
    assert sorted(map(id, ordered)) == sorted(map(id, findings))

    def rank(found):
        grade = found.factor.grade
        return ["clear", "hint", "no_sign", "too_early"].index(found.verdict), "ABCDSN".find(
            grade
        ) if grade else 9

    ranks = [rank(found) for found in ordered]
    assert ranks == sorted(ranks)
    for first, second in itertools.pairwise(ordered):
        if rank(first) == rank(second):
            assert findings.index(first) < findings.index(second)


# --- Nights with cramps and their control days ----------------------------------------------------------------------


def crossover(
    verdict=Verdict.TOO_EARLY,
    nights=(9, 14),
    controls=(12, 40),
    factor=ALCOHOL,
    odds=2.0,
    interval=(0.5, inf),
):
    return crossover_words(
        CrossoverFinding(
            factor=factor,
            verdict=verdict,
            direction=Direction.MORE,
            cramp_nights=Share(*nights),
            control_days=Share(*controls),
            e_value=3.0,
            odds_ratio=odds,
            interval=interval,
        )
    )


def test_nights_with_cramps_stand_beside_their_control_days():
    words = crossover(Verdict.CLEAR)
    assert (words.name, words.verdict) == ("Alcohol", "a clear pattern")
    assert words.counts == (
        "In your diary, 9 of 14 nights with cramps came after alcohol, and so did 12 of 40 comparison days: "
        f"the same weekday, up to {WEEKS_BACK[-1]} weeks before."
    )
    assert words.meaning == "A clear pattern. It does not prove the cause."
    assert words.ratio == "Odds ratio 2 (95 % confidence sequence 0.5 to over 64), e-value 3."


@pytest.mark.parametrize(
    ("verdict", "nights", "meaning"),
    [
        (
            Verdict.HINT,
            (9, 14),
            "A hint. It can be chance. More nights with cramps and comparison days would help settle it.",
        ),
        (Verdict.TOO_EARLY, (2, 5), "Too early to say: 5 of 12 nights with cramps and a comparison day."),
        (
            Verdict.TOO_EARLY,
            (9, 14),
            (
                "Too early to say after 14 nights with cramps and a comparison day. "
                "A weak link can hide for more than a year."
            ),
        ),
    ],
)
def test_control_days_say_no_more_than_their_verdict(verdict, nights, meaning):
    assert crossover(verdict, nights).meaning == meaning


def test_control_days_without_a_sign_say_what_is_still_possible():
    assert crossover(Verdict.NO_SIGN, interval=(0.412, 2.25)).meaning == (
        "No sign so far that this matters for you. "
        "Still possible: odds of a cramp after it from 0.41 to 2.2 times those without it."
    )


def test_without_control_days_there_is_nothing_to_count():
    words = crossover(nights=(0, 0), controls=(0, 0), odds=None)
    assert words.counts == "No night with cramps has a comparison day with an answer yet."
    assert words.ratio == "No odds ratio yet."


def test_control_days_of_what_is_done_on_purpose_come_with_dummy_tablets_too():
    assert crossover(factor=STRETCH).notes == (PLACEBO,)
    assert crossover().notes == ()


# --- More or fewer --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "begins"),
    [
        (Trend.MORE, "More than in the weeks before"),
        (Trend.FEWER, "Fewer than in the weeks before"),
        (Trend.SAME, "No clear change from the weeks before"),
    ],
)
def test_a_change_is_named_with_the_nights_it_rests_on(verdict, begins):
    change = Change(
        verdict=verdict, weeks=4, weeks_before=26, recent=Share(14, 28), before=Share(30, 180), spread=1.0
    )
    assert change_words(change) == (
        f"{begins}: cramps on 14 of 28 nights in the last 4 weeks, and on 30 of 180 in the 26 before."
    )


@pytest.mark.parametrize(
    ("weeks", "more"),
    [
        ([], "12 more weeks"),
        ([Share(1, 7)] * 11, "1 more week"),
        ([Share(0, 0)] * 3 + [Share(1, 7)] * 60, "4 more weeks"),
    ],
)
def test_too_few_weeks_say_how_many_more_it_takes(weeks, more):
    said = change_words(compare(weeks))
    assert said == (
        f"Whether that is more or fewer than before: too early to say. It takes at least {more} of notes."
    )


@given(st.lists(st.integers(0, 7), max_size=70))
def test_the_weeks_that_are_said_to_be_missing_are_the_least_that_are_enough(known):
    weeks = [Share(0, nights) for nights in known]
    needed = compare(weeks).weeks_needed

    def is_enough(more):
        return any(
            compare([Share(0, nights)] * more + weeks).verdict is not Trend.TOO_EARLY
            for nights in range(4, 8)
        )

    assert is_enough(needed)
    assert needed == 0 or not is_enough(needed - 1)


def around(before, after, weeks=(13, 13), difference=None, interval=None, what="Indapamide started"):
    return before_after_words(
        DatedChange(
            what,
            date(2026, 5, 12),
            BeforeAfter(
                on=date(2026, 5, 12),
                weeks_before=weeks[0],
                weeks_after=weeks[1],
                before=Share(*before),
                after=Share(*after),
                difference=difference,
                interval=interval,
            ),
        )
    )


CHOSEN_LATER = "If you chose this date after looking at your diary, that makes chance more likely."
COUNTED = (
    "Indapamide started: 12 May 2026. In the 13 weeks before, cramps on 20 of 80 nights. "
    "In the 13 weeks after, cramps on 30 of 85 nights. "
)


@pytest.mark.parametrize(
    ("difference", "interval", "rest"),
    [
        (
            2.88,
            (0.4, 5.1),
            (
                "That is 2.9 more nights with cramps in 28; between 0.4 more and 5.1 more are possible. "
                f"{CHOSEN_LATER} Other things may have changed as well. {PLACEBO}"
            ),
        ),
        (
            2.88,
            (-0.4, 5.1),
            (
                "That is 2.9 more nights with cramps in 28; between 0.4 fewer and 5.1 more are possible. "
                f"It can be chance. Other things may have changed as well. {PLACEBO}"
            ),
        ),
        (
            -2.88,
            (-5.0, -0.01),
            (
                "That is 2.9 fewer nights with cramps in 28; between 5 fewer and 0 are possible. "
                f"{CHOSEN_LATER} Other things may have changed as well. {PLACEBO}"
            ),
        ),
    ],
)
def test_the_weeks_around_a_date_differ_by_nights_in_28(difference, interval, rest):
    assert around((20, 80), (30, 85), difference=difference, interval=interval) == COUNTED + rest


def test_dummy_tablets_are_named_for_what_was_begun_and_not_for_what_was_stopped():
    assert PLACEBO == (
        "If it was started in the hope of fewer cramps: "
        "on dummy tablets people in trials had 29 % fewer cramps after four weeks."
    )
    stopped = around((20, 80), (30, 85), difference=2.88, interval=(-0.4, 5.1), what="Indapamide stopped")
    assert stopped.endswith("It can be chance. Other things may have changed as well.")


@pytest.mark.parametrize(
    ("before", "after", "weeks", "rest"),
    [
        (
            (3, 9),
            (2, 10),
            (5, 2),
            (
                "In the 5 weeks before, cramps on 3 of 9 nights. In the 2 weeks after, cramps on 2 of 10 nights. "
                "Too early to compare. Before it, 14 noted nights are needed; the diary has 9. "
                "After it, still missing: 2 weeks and 4 noted nights."
            ),
        ),
        (
            (0, 0),
            (2, 20),
            (0, 4),
            (
                "In the 4 weeks after, cramps on 2 of 20 nights. "
                "Too early to compare. Before it, 4 whole weeks are needed; the diary has 0."
            ),
        ),
        (
            (0, 20),
            (0, 0),
            (13, 3),
            (
                "In the 13 weeks before, cramps on 0 of 20 nights. In the 3 weeks after, no nights noted. "
                "Too early to compare. After it, still missing: 1 week and 14 noted nights."
            ),
        ),
    ],
)
def test_what_is_missing_around_a_date_is_counted_on_either_side(before, after, weeks, rest):
    assert around(before, after, weeks) == f"Indapamide started: 12 May 2026. {rest}"


# --- One period beside another, a year, and the pictures ------------------------------------------------------------


def frequency(text):
    return frequency_of(whole(text), on(len(text)))


@pytest.mark.parametrize(
    ("nights", "words"),
    [
        (
            "1..." * 7 + "1." * 14,
            "Cramps on 14 of 28 nights noted. In the 4 weeks before: 7 of 28 nights.",
        ),
        ("1..." * 7 + "?" * 28, "No nights noted in this time. In the 4 weeks before: 7 of 28 nights."),
    ],
)
def test_a_period_and_the_one_before_are_counts_side_by_side(nights, words):
    assert comparison_words(summarise(diary_of(nights), on(56), Period.FOUR_WEEKS).comparison) == words


def test_the_calendar_says_its_nights_and_how_many_are_known():
    assert calendar_words(calendar_of(diary_of("1.?1"), on(4))) == (
        "Cramps on 2 of 3 nights noted in these twelve months. Noted: 3 of 4 nights."
    )
    assert calendar_words(calendar_of(diary_of(""), on(4))) == "No nights noted in these twelve months."


@pytest.mark.parametrize(
    ("nights", "words"),
    [
        ("2......" * 4, "2 cramps a week. 28 of 28 nights are noted, with 8 cramps."),
        ("1......" * 4, "1 cramp a week. 28 of 28 nights are noted, with 4 cramps."),
        ("1......" * 4 + "1", "1.2 cramps a week. 29 of 29 nights are noted, with 5 cramps."),
        ("1......" * 24 + "1", "1 cramp a week. 169 of 169 nights are noted, with 25 cramps."),
        ("?" + "1" + "?" * 17 + "1......" * 2, "1 cramp a week in the last 14 nights, 14 of them noted."),
        (
            "1..",
            "Not enough for a number per week: 3 of 3 nights noted. Note 7 more nights in a row, clear ones too.",
        ),
        (
            "1" * 4 + "?" * 9,
            "Not enough for a number per week: 4 of 13 nights noted. Note 10 more nights in a row, clear ones too.",
        ),
        (
            "",
            "Not enough for a number per week: no nights noted. Note 10 more nights in a row, clear ones too.",
        ),
    ],
)
def test_how_often_says_how_many_cramps_a_week_and_on_how_many_nights(nights, words):
    assert frequency_words(frequency(nights)) == words


def hours(*counts, minute=30):
    return timing_of([episode(MONDAY, time(hour, minute)) for hour, n in enumerate(counts) for _ in range(n)])


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((0, 0, 6, 7), "Half of 13 entries began at 03:30."),
        ((0, 0, 6, 6, 1), "Half of 13 entries began between 02:30 and 03:30."),
        ((1, 1), "2 entries so far: 10 more, and a time of night may stand out."),
        ((1,) * 24, "No time of night stands out in 24 entries."),
        ((), "0 entries so far: 12 more, and a time of night may stand out."),
    ],
)
def test_when_says_between_which_times_or_what_is_missing(counts, words):
    assert timing_words(hours(*counts)) == words


LEFT, RIGHT = Place(Muscle.CALF, Side.LEFT), Place(Muscle.CALF, Side.RIGHT)


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ([[LEFT]] * 11 + [[LEFT, RIGHT]], "Calf in 12 of 12 entries: 11 left and 1 on both sides."),
        (
            [[LEFT]] * 11 + [[], []],
            (
                "Calf in 11 of 11 entries: 11 left. 2 entries do not say where. "
                "1 more that says where, and a place may stand out."
            ),
        ),
        (
            [[Place(Muscle.BACK)]],
            "Back in 1 of 1 entry: 1 without a side. 11 more that say where, and a place may stand out.",
        ),
        (
            [[]],
            (
                "No cramp has a muscle yet. 1 entry does not say where. "
                "12 more that say where, and a place may stand out."
            ),
        ),
        ([], "No cramp has a muscle yet. 12 more that say where, and a place may stand out."),
    ],
)
def test_where_says_the_muscle_its_sides_and_how_many_do_not_say(entries, words):
    assert place_words(places_of([episode(MONDAY, places=tuple(entry)) for entry in entries])) == words


def tried(*answers):
    return [episode(MONDAY, reliefs=(ReliefTried(Relief.STRETCH, answer),)) for answer in answers]


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        (
            tried(Helped.YES, Helped.YES, Helped.PARTLY, Helped.NO, None),
            (
                "Most often: stretched it, in 5 of 5 entries that say what you tried. "
                "It helped 2 of 4 times, a little 1 time."
            ),
        ),
        (
            tried(None),
            "Most often: stretched it, in 1 of 1 entries that say what you tried. Whether it helped is not noted.",
        ),
        ([], "No entry says what you tried."),
    ],
)
def test_what_was_tried_says_how_often_and_how_it_went(entries, words):
    assert relief_words(relief_of(entries)) == words


def test_how_hard_says_the_middle_the_most_and_how_many_entries_say_it():
    entries = [
        episode(on(day), hard_minutes=minutes, severity=pain, woke=True, minutes_awake=80)
        for day, minutes, pain in ((0, 4, 7), (1, 8, None), (2, None, None))
    ]
    nights = [Night(entry.day, Outcome.CRAMP, (entry,)) for entry in entries]
    assert [(one.name, one.value, one.rests) for one in burden_words(burden_of(nights))] == [
        (
            "Muscle hard",
            "6 min",
            "or less in half of them, 8 min or less in 9 of 10. Noted in 2 of 3 entries.",
        ),
        ("Worst pain", "7 of 10", "or less in half of them. Noted in 1 of 3 entries."),
        ("Woke you", "3 of 3", "nights with cramps that say so."),
        ("Awake after it", "1 h 20 min", "or less in half of them, 4 h in all. Noted in 3 of 3 entries."),
    ]


def test_how_hard_is_not_noted_where_no_entry_says_it():
    words = burden_words(burden_of([Night(MONDAY, Outcome.CRAMP, (episode(MONDAY),))]))
    assert {(one.value, one.rests) for one in words} == {("not noted", "")}


# --- Any diary ------------------------------------------------------------------------------------------------------

OWN = (
    own_factor("own-shift", "Late shift", is_on_purpose=True),
    own_factor("own-steps", "Steps", cut=8000),
    own_factor("own-old", "Old bed", retired_on=on(30)),
)
YES_NO = ("shoes", "stretch", "stomach", "own-shift", "own-old")


diaries = st.fixed_dictionaries(
    {
        "seed": st.integers(0, 999),
        "nights": st.sampled_from([0, 1, 13, 14, 30, 60, 120, 180]),
        "chances": st.fixed_dictionaries(
            {name: st.sampled_from([0, 0.1, 0.5, 1]) for name in ("gap", "cramp", "skip", *YES_NO)}
        ),
        "strength": st.sampled_from([0, 0.9]),
        "marked": st.lists(st.integers(0, 150), max_size=2),
        "changed": st.lists(st.integers(-30, 200), max_size=4),
    }
)


def drawn(seed, nights, chances, strength, marked, changed):
    """A diary with gaps, habits, suspects, medicines and events; cramps may depend on shoes."""
    rng = Random(seed)  # noqa: S311 - a diary that anyone can make again
    cramps, said = [], []
    for day in map(on, range(nights)):
        answers = {name: "yes" if rng.random() < chances[name] else "no" for name in YES_NO}
        answers["own-steps"] = rng.randrange(0, 16000)
        cramp = rng.random() < max(chances["cramp"], strength * (answers["shoes"] == "yes"))
        known = rng.random() >= chances["gap"]
        if known and cramp:
            cramps.append(episode(day, time(rng.randrange(24)), hard_minutes=rng.randrange(1, 20)))
        said.append(
            CheckIn(
                day=day,
                clear=True if known and not cramp else None,
                factors={name: None if rng.random() < chances["skip"] else a for name, a in answers.items()},
            )
        )
    return Diary(
        time_zone="UTC",
        episodes=tuple(sorted(cramps, key=lambda cramp: cramp.started_at)),
        check_ins=tuple(said),
        answers=tuple(answered.answer(SUSPECTED, ["shoes", "own-shift"], on(day)) for day in sorted(marked)),
        own_factors=OWN,
        events=tuple(Event(id=UUID(int=day + 99), name="New bed", on=on(day)) for day in changed),
        medicines=tuple(
            Medicine(id=UUID(int=day + 99), name="Indapamide", started_on=on(day), stopped_on=on(day + 20))
            for day in changed
        ),
    )


def sentences(patterns):
    """Everything that is said about a diary."""
    result = patterns.factors
    every = [*(finding_words(found, result) for found in result.findings)]
    every += [crossover_words(found) for found in patterns.crossover]
    for words in every:
        yield from (words.verdict, words.counts, words.meaning, *words.notes, words.ratio)
    yield str(patterns.summary)
    yield from (look_words(result), comparing_words(result), change_words(patterns.change))
    yield from map(before_after_words, patterns.dated_changes)
    yield from (f"{one.name}: {one.value} {one.rests}".strip() for one in burden_words(patterns.burden))
    yield from (frequency_words(patterns.frequency), timing_words(patterns.timing))
    yield from (
        place_words(patterns.places),
        relief_words(patterns.relief),
        calendar_words(patterns.calendar),
    )
    if patterns.comparison:
        yield comparison_words(patterns.comparison)


NEVER = re.compile(
    r"!|\bcaus(e[ds]?|ing)\b|\btrigger|\bbecause\b|\bdue to\b|\bleads? to\b|\bprove[ns]?\b|\brisk|\bdiagnos|\bdetect"
    r"|\btreat|\bprevent|\bcure|\balarm|\baccurate|\bshould\b|\bmust\b|\bnan\b|\binf\b|\bnone\b",
    re.IGNORECASE,
)
ALLOWED = "It does not prove the cause."


@settings(max_examples=60, deadline=None)
@given(diaries, st.sampled_from(Period), st.integers(0, 40))
def test_no_sentence_of_any_diary_says_why(recipe, period, later):
    diary = drawn(**recipe)
    for said in sentences(summarise(diary, on(len(diary.check_ins) + later), period)):
        assert NEVER.findall(said.replace(ALLOWED, "")) == []
        assert not re.search(
            r"(?<![.\d])1 (more )?(nights|weeks|entries|check-ins|cramps)\b", said.replace("of 1 entries", "")
        )
        assert not re.search(r"of 1 (night|entry|week) are\b", said)
        assert "  " not in said
        assert max(len(part.split()) for part in re.split(r"[.:;] ", said)) <= 30


def numbers(text):
    return [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", text)]


@settings(max_examples=60, deadline=None)
@given(diaries)
def test_every_count_of_a_finding_is_the_findings_own(recipe):
    diary = drawn(**recipe)
    result = associations(diary, on(len(diary.check_ins)))
    for found in result.findings:
        words = finding_words(found, result)
        counted = numbers(words.counts.replace(found.factor.present_words, ""))
        shares = [share for share in (found.exposed, found.unexposed) if share.whole]
        if is_compared(found):
            assert counted == [number for share in shares for number in (share.part, share.whole)]
        else:
            assert counted == [share.whole for share in shares]
        more = max(found.nights_missing, found.check_ins_needed or 0)
        promised = {found.known, about(more), about(found.known + more), about(found.check_ins_needed or 0)}
        if found.verdict is not Verdict.NO_SIGN:
            meaning = re.sub(r"The next look is after the night of \d+ \w+\.", "", words.meaning)
            assert set(numbers(meaning)) <= promised


@settings(max_examples=60, deadline=None)
@given(diaries)
def test_no_cramps_stand_beside_a_factor_before_the_least_counts_are_there(recipe):
    diary = drawn(**recipe)
    result = associations(diary, on(len(diary.check_ins)))
    for found in result.findings:
        cramps = found.exposed.part + found.unexposed.part
        without = 14 if found.factor.is_on_purpose else 5
        enough = (
            found.known >= 14
            and found.exposed.whole >= 5
            and found.unexposed.whole >= without
            and cramps >= 3
        )
        words = finding_words(found, result)
        assert ("cramps came on" in words.counts) is (enough and cramps < found.known)
        assert enough or words.ratio == "No odds ratio yet."


@settings(max_examples=60, deadline=None)
@given(diaries)
def test_no_finding_says_more_than_its_verdict(recipe):
    diary = drawn(**recipe)
    patterns = summarise(diary, on(len(diary.check_ins)))
    for found in patterns.factors.findings:
        words = finding_words(found, patterns.factors)
        begins = [said for said in VERDICT_WORDS.values() if words.meaning.lower().startswith(said)]
        assert begins == [words.verdict] == [VERDICT_WORDS[found.verdict]]
        rest = " ".join((words.counts, *words.notes))
        assert not any(said in rest.lower() for said in ("pattern", "a hint", "no sign"))
        assert (found.verdict in {Verdict.CLEAR, Verdict.HINT}) or "more often" not in rest
    clear = any(found.verdict is Verdict.CLEAR for found in patterns.factors.findings)
    enough = not patterns.nights_needed
    assert ("A clear pattern" in str(patterns.summary)) is (clear and enough)
    told = [said for said in ("More than", "Fewer than", "No clear change") if said in str(patterns.summary)]
    expected = {Trend.MORE: "More than", Trend.FEWER: "Fewer than", Trend.SAME: "No clear change"}
    assert told == [said for trend, said in expected.items() if trend is patterns.change.verdict and enough]


@settings(max_examples=60, deadline=None)
@given(diaries, st.sampled_from(Period))
def test_a_plain_comparison_never_says_more_or_fewer(recipe, period):
    diary = drawn(**recipe)
    today = on(len(diary.check_ins))
    comparison = comparison_of(diary, nights_of(diary, period.first_day(today), today), today, period)
    if comparison:
        words = comparison_words(comparison)
        assert not re.search(r"more|fewer|less|same|better|worse", words)
        told = [tuple(map(int, pair)) for pair in re.findall(r"(\d+) of (\d+)", words)]
        shares = (comparison.nights.now, comparison.nights.before)
        assert told == [(share.part, share.whole) for share in shares if share.whole]


@settings(max_examples=60, deadline=None)
@given(diaries)
def test_nothing_around_a_date_is_certain_and_its_counts_are_its_own(recipe):
    diary = drawn(**recipe)
    for change in dated_changes_of(diary, on(len(diary.check_ins))):
        words, result = before_after_words(change), change.result
        assert ("Too early to compare" in words) is (result.difference is None)
        for side, weeks, share in (
            ("before", result.weeks_before, result.before),
            ("after", result.weeks_after, result.after),
        ):
            told = re.search(rf"In the (\d+) weeks? {side}, cramps on (\d+) of (\d+) night", words)
            if weeks and share.whole:
                assert tuple(map(int, told.groups())) == (weeks, share.part, share.whole)
            else:
                assert told is None
        if result.interval:
            assert "Other things may have changed as well." in words
            low, high = result.interval
            assert ("It can be chance." in words) is (low <= 0 <= high)
            assert (CHOSEN_LATER in words) is not (low <= 0 <= high)
            assert (PLACEBO in words) is not change.what.endswith("stopped")


def test_a_diary_of_twenty_years_is_told_in_the_same_sentences():
    chances = {"gap": 0.2, "cramp": 0.2, "skip": 0.1, **dict.fromkeys(YES_NO, 0.3)}
    diary = drawn(1, 7300, chances, 0.9, [5], [2000, 7250])
    patterns = summarise(diary, on(7300))
    said = list(sentences(patterns))
    assert "A clear pattern: shoes that hurt." in str(patterns.summary)
    assert [text for text in said if NEVER.search(text.replace(ALLOWED, ""))] == []
