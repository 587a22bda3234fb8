"""The report: page one for two minutes, the details behind it, and nothing of what was kept back."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.domain.demo import demo_diary
from diary.domain.entries import (
    Answer,
    CheckIn,
    DeviceDay,
    Diary,
    Event,
    Medicine,
    ReliefTried,
    Visit,
    VisitQuestion,
)
from diary.domain.patterns import Period, standard_block, summarise
from diary.domain.patterns.wording import change_words, frequency_words, place_words, timing_words
from diary.domain.report import look_at, report_of
from diary.domain.report.details import A_PART, MOST_LISTED, NO_MEASURE
from diary.domain.report.document import Bullets, Paragraph, Picture, Prompt
from diary.domain.report.page_one import NO_TREND
from diary.domain.selection import EVERYTHING, USUAL, Section, Selection
from diary.domain.vocabulary import DrugClass, Helped, Relief, State
from tests.domain.patterns.diaries import MONDAY, diary_of, episode
from tests.domain.report.reports import (
    WORDS,
    evening_of,
    names_of,
    numbers_of,
    part_of,
    report,
    table_of,
    texts_of,
)

ID = UUID(int=1)


def day(offset):
    return MONDAY + timedelta(days=offset)


def after(nights):
    """The day after the last of so many nights."""
    return day(nights)


def answer(question, value, on=MONDAY):
    return Answer(id=ID, question=question, value=value, answered_at=datetime.combine(on, time(20), UTC))


DEMO = replace(demo_diary(seed=62, today=day(400), nights=400, time_zone="UTC"), first_day=None)


# --- Which nights ---------------------------------------------------------------------------------------------------


def test_a_whole_diary_is_told_from_its_first_night_to_the_last_that_is_over():
    made = report(diary_of("1..?.1"), after(6))
    assert (made.first, made.last) == (day(0), day(5))
    assert dict(made.about)["Nights"] == "2 Mar 2026 to 7 Mar 2026"
    assert dict(made.about)["Noted"] == "5 of 6 nights"


def test_nights_before_the_diary_began_are_no_gaps_but_unknown_ones_of_a_part_are():
    diary = diary_of("1" + "?" * 20 + "." * 20)
    made = report(diary, after(41), Selection(first=day(10)))
    assert made.first == day(10)
    assert dict(made.about)["Noted"] == "20 of 31 nights"


def test_every_page_says_whose_word_it_is_and_for_which_nights():
    made = report(diary_of("1..?.1"), after(6))
    assert "Patient-reported, not verified" in made.every_page
    assert "2 Mar 2026 to 7 Mar 2026" in made.every_page


def test_a_period_that_is_over_is_seen_from_its_end():
    diary = diary_of("." * 20 + "3" * 8 + "." * 60)
    selection = Selection(first=day(14), last=day(27))
    made = report(diary, after(88), selection)
    assert (made.first, made.last) == (day(14), day(27))
    assert numbers_of(made)["Nights noted"] == ["14 of 14"]
    assert numbers_of(made)["Cramps a week, mean"] == ["12 (24 cramps)"]


@pytest.mark.parametrize(
    ("nights", "columns"),
    [
        (5, ["All 5 nights"]),
        (14, ["All 14 nights"]),
        (15, ["All 15 nights", "Last 14 nights"]),
        (28, ["All 28 nights", "Last 14 nights"]),
        (90, ["All 90 nights", "Last 28 nights", "Last 14 nights"]),
    ],
)
def test_the_two_and_the_four_weeks_of_trials_stand_beside_a_longer_period(nights, columns):
    made = report(diary_of("1" * nights), after(nights))
    assert list(table_of(part_of(made, "numbers")).columns[1:]) == columns


def test_an_empty_diary_gives_a_report_that_says_so():
    made = report(Diary(time_zone="UTC"), MONDAY)
    assert numbers_of(made)["Nights noted"] == ["0 of 28", "0 of 14"]
    assert numbers_of(made)["Severity 0 to 10, median"] == ["not noted (0 of 0 entries)"] * 2
    assert "when-and-where" not in names_of(made)
    assert "No cramp is noted" in texts_of(part_of(made, "entries"))


# --- Page one -------------------------------------------------------------------------------------------------------


def test_the_numbers_are_those_of_the_standard_block():
    made = report(DEMO, after(400))
    block = standard_block(DEMO, made.first, made.last)
    said = {name: cells[0] for name, cells in numbers_of(made).items()}
    assert said["Nights noted"] == f"{block.confirmed.part} of {block.confirmed.whole}"
    assert said["Cramps by day"].startswith(f"{block.by_day} of {block.cramps}")
    assert said["In the calf"] == f"{block.entries_in_calf.part} of {block.entries_in_calf.whole}"
    assert said["All ICSD-3 features"] == f"{block.icsd3.part} of {block.icsd3.whole}"
    assert (
        f"({block.hard_minutes.known.part} of {block.hard_minutes.known.whole})"
        in said["Hard minutes, median"]
    )
    assert f"({block.sleep_disturbance.known.part} of 400 nights)" in said["Sleep disturbed 0 to 10, median"]


def test_what_the_patterns_say_of_a_whole_diary_the_report_says_too():
    found = summarise(DEMO, after(400), Period.ALL)
    said = "\n".join(report(DEMO, after(400)).texts())
    for words in (
        frequency_words(found.frequency),
        timing_words(found.timing),
        place_words(found.places),
        change_words(found.change),
    ):
        assert words in said
    phrases = "".join(phrase.text for phrase in found.summary.phrases)
    assert phrases.split(".")[0] in said


def test_when_and_where_are_pictures_of_the_screen_with_their_sentences():
    part = part_of(report(DEMO, after(400)), "when-and-where")
    pictures = [block for block in part.blocks if isinstance(block, Picture)]
    (words,) = [block for block in part.blocks if isinstance(block, Bullets)]
    assert [picture.kind for picture in pictures] == ["weeks", "clock", "body"]
    assert words.items == tuple(picture.description for picture in pictures)


def test_with_few_nights_nothing_is_read_into_when_and_where():
    part = part_of(report(diary_of("11.1."), after(5)), "when-and-where")
    assert [block.kind for block in part.blocks if isinstance(block, Picture)] == ["weeks"]


def test_what_was_not_said_of_the_person_is_not_said_for_them():
    made = dict(report(diary_of("1"), after(1)).about)
    assert {made[name] for name in ("Year of birth", "Sex", "Pregnant", "Conditions")} == {"not said"}


def test_a_medicine_stands_with_its_dates_and_what_may_cause_cramps_is_marked():
    medicines = (
        Medicine(id=ID, name="Indapamide 1.5", started_on=day(-40), changes=(day(-9), day(-2))),
        Medicine(id=ID, name="White pill", drug_class=DrugClass.NONE, stopped_on=day(3)),
    )
    part = part_of(report(replace(diary_of("1..."), medicines=medicines), after(4)), "medicines")
    assert table_of(part).rows == (
        (
            "Indapamide 1.5",
            "a water tablet of the thiazide kind *",
            "21 Jan 2026",
            "21 Feb 2026, 28 Feb 2026",
            "–",
        ),
        ("White pill", "–", "not noted", "–", "5 Mar 2026"),
    )
    assert "* Named in published sources" in texts_of(part)


def test_what_was_tried_says_how_often_it_helped():
    tried = [ReliefTried(Relief.STRETCH, helped) for helped in (Helped.YES, Helped.PARTLY, None)]
    cramps = [episode(day(i), reliefs=(one,)) for i, one in enumerate(tried)]
    diary = replace(diary_of("???" + "." * 20), episodes=tuple(cramps))
    (said, *_) = part_of(report(diary, after(23)), "tried").blocks[0].items
    assert (
        said
        == "Stretched it: in 3 of 3 entries that say what was tried; it helped 1 of 2 times, a little 1 time."
    )


def test_what_is_done_on_purpose_and_what_changed_stand_with_their_nights():
    check_ins = [
        CheckIn(day=day(i), clear=True, factors={"bedtime_stretch": "yes" if i % 2 else "no"})
        for i in range(20)
    ]
    diary = replace(
        diary_of("?" * 20, check_ins=check_ins), events=(Event(id=ID, name="New shoes", on=day(10)),)
    )
    on_purpose = [factor.id for factor in diary.factors if factor.is_on_purpose]
    (lines,) = part_of(report(diary, after(20)), "tried").blocks
    assert any("New shoes: 12 Mar 2026" in line for line in lines.items)
    assert ("bedtime_stretch" in on_purpose) == any(
        "cramps on 0 of 10 nights after" in line for line in lines.items
    )


def test_the_questions_of_a_planned_visit_are_there_and_those_of_one_that_is_over_are_in_the_details():
    planned = Visit(id=ID, on=day(9), with_whom="Dr Ling", questions=(VisitQuestion("Is it the tablets?"),))
    over = Visit(
        id=ID,
        on=day(2),
        questions=(VisitQuestion("Why at night?"),),
        note="a note",
        closed_at=evening_of(day(3)),
    )
    made = report(replace(diary_of("1..."), visits=(over, planned)), after(4))
    assert "Is it the tablets?" in texts_of(part_of(made, "questions"))
    assert "Dr Ling" in texts_of(part_of(made, "questions"))
    assert "Why at night?" not in texts_of(part_of(made, "questions"))
    assert "Why at night?" in texts_of(part_of(made, "visits"))
    assert "a note" not in "".join(made.texts())


# --- Reasons to talk ------------------------------------------------------------------------------------------------

WOKEN = replace(
    diary_of(
        "..1..1..1..1..", make=lambda on, **fields: episode(on, woke=True, state=State.ASLEEP, **fields)
    ),
)


def test_a_reason_stands_on_page_one_in_a_line_and_in_full_in_the_details():
    made = report(WOKEN, after(14))
    rows = table_of(part_of(made, "reasons")).rows
    full = [block for block in part_of(made, "reasons-in-full").blocks if isinstance(block, Prompt)]
    assert [(row[0], row[1]) for row in rows] == [(prompt.urgency, prompt.title) for prompt in full]
    assert all(cause for _, _, cause in rows)


def test_what_needs_help_today_stands_first_and_in_full():
    diary = replace(WOKEN, answers=(answer("SQ01", True, day(13)),))
    made = report(diary, after(14))
    first = made.parts[0]
    assert first.id == "reasons"
    assert any(isinstance(block, Prompt) and block.is_urgent for block in first.blocks)
    assert not any(
        isinstance(block, Prompt) and block.is_urgent for part in made.details for block in part.blocks
    )


def test_what_was_discussed_stays_in_the_report():
    marked = replace(
        WOKEN,
        answers=(answer("R30.discussed", {"on": "2026-03-15", "count": 4, "urgency": "soon"}, day(13)),),
    )
    rows = table_of(part_of(report(marked, after(14)), "reasons")).rows
    assert ("Already discussed", "R30") in [row[:2] for row in rows]


def test_prompts_are_those_of_the_last_night_of_the_period():
    later = replace(
        WOKEN, check_ins=(*WOKEN.check_ins, *(CheckIn(day=day(i), clear=True) for i in range(14, 60)))
    )
    assert "R30" not in texts_of(part_of(report(later, after(60)), "reasons"))
    closed = report(later, after(60), Selection(last=day(13)))
    assert "R30" in texts_of(part_of(closed, "reasons"))


# --- Verdicts -------------------------------------------------------------------------------------------------------


def test_verdicts_intervals_and_trend_are_those_of_a_whole_diary_only():
    whole = report(DEMO, after(400))
    part = Selection(first=day(1))
    counted = report(DEMO, after(400), part)
    assert "confidence sequence" in texts_of(part_of(whole, "what-goes-with-it"))
    assert "between" in texts_of(part_of(whole, "before-and-after"))
    said = " ".join(texts_of(part) for part in counted.parts if part.id != "method")
    assert not any(
        words in said for words in ("confidence sequence", "e-value", "are possible", "a clear pattern")
    )
    assert A_PART in texts_of(part_of(counted, "what-goes-with-it"))
    assert Paragraph(NO_TREND) in part_of(counted, "numbers").blocks


def test_a_period_that_holds_every_night_is_whole():
    part = Selection(first=day(-30))
    made = report_of(look_at(replace(part.of(DEMO), first_day=None), part, evening_of(after(400))), WORDS)
    assert numbers_of(made) == numbers_of(report(DEMO, after(400)))
    assert part_of(made, "what-goes-with-it") == part_of(report(DEMO, after(400)), "what-goes-with-it")


def test_the_counts_of_a_part_are_counts_of_its_nights():
    check_ins = [
        CheckIn(day=day(i), clear=True, factors={"alcohol": "1-2" if i < 10 else "0"}) for i in range(20)
    ]
    diary = replace(diary_of("?" * 20, check_ins=check_ins), first_day=None)
    rows = table_of(part_of(report(diary, after(20), Selection(first=day(6))), "what-goes-with-it")).rows
    assert rows == (("Alcohol", "0 of 4", "0 of 10"),)


# --- Lists ----------------------------------------------------------------------------------------------------------


def test_a_list_that_nobody_reads_to_its_end_says_how_long_it_is():
    cramps = tuple(
        replace(episode(day(i), time(3, k)), id=UUID(int=100 * i + k)) for i in range(30) for k in range(20)
    )
    part = part_of(report(replace(diary_of("?" * 30), episodes=cramps), after(30)), "entries")
    assert len(table_of(part).rows) == MOST_LISTED
    assert f"The latest {MOST_LISTED} of 600 entries." in texts_of(part)
    assert table_of(part).rows[0][:2] == ("Tue 31 Mar 2026", "03:19")


def test_unknowns_in_the_list_are_dashes_and_never_zeros():
    (row,) = table_of(part_of(report(diary_of("1"), after(1)), "entries")).rows
    assert row == ("Mon 2 Mar 2026", "03:10", "–", "–", "–", "–", "–")


def test_what_a_device_recorded_has_its_days_beside_it():
    days = (DeviceDay(day=day(0), steps=4000, sleep_minutes=400), DeviceDay(day=day(2), steps=6000))
    said = texts_of(part_of(report(replace(diary_of("1..."), device_days=days), after(4)), "devices"))
    assert "5,000 or less on half of them; recorded on 2 of 4 days" in said
    assert "recorded on 1 of 4 days" in said


def test_the_method_says_what_no_diary_can():
    said = texts_of(part_of(report(diary_of("1"), after(1)), "method"))
    assert NO_MEASURE in said
    assert "ICD-10 R25.2" in said


# --- What was kept back ---------------------------------------------------------------------------------------------

SECRETS = Diary(
    time_zone="UTC",
    episodes=tuple(
        episode(day(i), note="in-notes", signs={"SQ01": True}, places=(), severity=5) for i in range(0, 30, 2)
    ),
    check_ins=tuple(CheckIn(day=day(i), clear=i % 2 == 1, factors={"alcohol": "1-2"}) for i in range(30)),
    medicines=(Medicine(id=ID, name="in-medicines", note="in-notes"),),
    answers=(answer("profile.birth_year", 1958), answer("SQ01", True, day(28))),
    events=(Event(id=ID, name="in-events", on=day(15)),),
    visits=(
        Visit(
            id=ID,
            on=day(40),
            with_whom="in-visits",
            questions=(VisitQuestion("in-visits too"),),
            note="in-notes",
        ),
        Visit(id=ID, on=day(20), with_whom="in-visits", note="in-notes", closed_at=evening_of(day(20))),
    ),
    device_days=(DeviceDay(day=day(2), steps=4321),),
)
SEEN_BY = {
    Section.NOTES: "in-notes",
    Section.MEDICINES: "in-medicines",
    Section.PROFILE: "1958",
    Section.EVENTS: "in-events",
    Section.VISITS: "in-visits",
    Section.DEVICES: "4,321",
    Section.PROMPTS: "Do it.",
    Section.EPISODES: "Mon 2 Mar 2026",
    Section.CHECK_INS: "Alcohol",
}


# A note stands beside what it is about, and goes with it.
WITH_NOTES = {Section.EPISODES, Section.MEDICINES, Section.VISITS}


@settings(max_examples=60)
@given(st.frozensets(st.sampled_from(Section)))
def test_of_a_section_that_was_kept_back_there_is_no_word(sections):
    made = report(SECRETS, after(30), Selection(sections=sections))
    said = "\n".join([*made.texts(), *(repr(block) for part in made.parts for block in part.blocks)])
    for section, canary in SEEN_BY.items():
        has_place = section is not Section.NOTES or sections & WITH_NOTES
        assert (canary in said) == (section in sections and bool(has_place)), section


def test_every_section_has_a_word_to_look_for():
    assert set(SEEN_BY) == EVERYTHING
    assert Section.NOTES not in USUAL


@given(
    st.text(alphabet=".?123", max_size=60),
    st.integers(0, 70),
    st.integers(-5, 70),
    st.frozensets(st.sampled_from(Section)),
)
@settings(max_examples=60)
def test_any_diary_and_any_selection_give_a_report_whose_tables_are_rectangles(
    nights, first, length, sections
):
    selection = Selection(first=day(first), last=day(max(first, first + length)), sections=sections)
    made = report(diary_of(nights), after(len(nights)), selection)
    for part in made.parts:
        assert part.blocks
        for block in part.blocks:
            if hasattr(block, "rows"):
                assert {len(row) for row in block.rows} <= {len(block.columns)}
    assert made.first <= made.last


def test_a_report_made_at_any_hour_names_the_calendar_day():
    made = report(diary_of("1"), after(1))
    assert dict(made.about)["Made on"] == "3 Mar 2026"
    assert made.first == date(2026, 3, 2)
