"""Other programs' tables become diaries: by what the person says of them, line by line, and no further."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.entries import Place
from diary.domain.formats.foreign import read_foreign
from diary.domain.formats.foreign_choices import Choices, Survey, first_choices, open_questions
from diary.domain.formats.foreign_table import read_table
from diary.domain.formats.foreign_values import DateOrder, Scale, Unit
from diary.domain.formats.presets import PRESETS, Clock, Role, Untimed
from diary.domain.vocabulary import Muscle, Progress, Side

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAYLIO = """full_date,date,weekday,time,mood,activities,note_title,note
2026-03-04,4 March,Wednesday,07:15,meh,leg cramps | work | coffee,,"Woke up, again"
2026-03-03,3 March,Tuesday,21:40,good,work | friends,,
2026-03-03,3 March,Tuesday,01:10,good,wine,Late,Party
"""
OLD_DAYLIO = """year,date,weekday,time,mood,activities,note
2026,4 March,Wednesday,7:15 am,meh,leg cramps | work,
"""
BEARABLE = """date,date formatted,weekday,time of day,category,rating/amount,detail,notes
4 Mar 2026,2026-03-04,Wednesday,am,Symptom,3,Leg cramps,Left one
4 Mar 2026,2026-03-04,Wednesday,pm,Factor,,Alcohol,
5 Mar 2026,2026-03-05,Thursday,all day,Mood,4,,
"""
MIGRAINE = """Start,End,Pain level,Pain location,Triggers,Medications,Notes
"March 4, 2026 2:10 AM","March 4, 2026 2:16 AM",7,Left calf,"Stress, wine",Magnesium,Bad one
"March 9, 2026 11:50 PM",12:05 AM,5,knee,,,
"""


def choices_for(text, **said):
    table = read_table(text.encode())
    choices = first_choices(table, "Europe/London")
    values = choices.as_json() | {
        name: value.value if hasattr(value, "value") else value for name, value in said.items()
    }
    return table, Choices.of_json(values)


def reading(text, **said):
    table, choices = choices_for(text, **said)
    assert open_questions(Survey(table, choices.roles), choices) == {}
    return read_foreign(table, choices, now=NOW)


def the_cramp(line, header="start,minutes,severity,muscle,note", **said):
    (episode,) = reading(
        f"{header}\n{line}\n", **{"scale": Scale.TEN, "unit": Unit.MINUTES, **said}
    ).diary.episodes
    return episode


def refusals(lines, header="start,minutes,severity,muscle,note", **said):
    return reading(f"{header}\n{lines}\n", **{"scale": Scale.TEN, "unit": Unit.MINUTES, **said}).refused


# --- A line is a cramp ------------------------------------------------------------------------------------------------


def test_a_line_becomes_a_cramp_with_all_that_it_says():
    episode = the_cramp("2026-03-04 02:10,6,7,left calf,Woke up")
    assert episode.started_at == datetime(2026, 3, 4, 2, 10, tzinfo=UTC)
    assert episode.day == date(2026, 3, 3)
    assert (episode.hard_minutes, episode.severity, episode.note) == (6, 7, "Woke up")
    assert episode.places == (Place(Muscle.CALF, Side.LEFT),)
    assert episode.progress is Progress.COMPLETE
    assert episode.onset_is_about is False
    assert episode.woke is episode.state is episode.count is None


def test_what_is_empty_stays_unknown():
    episode = the_cramp("2026-03-04 02:10,,,,", scale=Scale.TEN)
    assert episode.hard_minutes is episode.severity is None
    assert episode.places == ()
    assert episode.note == ""


def test_the_time_is_that_of_the_zone_the_person_names_or_of_the_offset_in_the_cell():
    assert the_cramp("2026-07-04 02:10,,,,", zone="America/St_Johns").started_at == datetime(
        2026, 7, 4, 4, 40, tzinfo=UTC
    )
    assert the_cramp("2026-07-04T02:10:00+05:30,,,,").started_at == datetime(2026, 7, 3, 20, 40, tzinfo=UTC)


def test_the_night_when_clocks_change_is_told_by_its_line():
    lines = "start\n2026-10-25 01:30\n2026-03-29 01:30\n"
    found = reading(lines)
    assert [e.started_at for e in found.diary.episodes] == [
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    ]
    assert found.warnings == (
        "Line 2: The clocks showed this time twice that night. The first was taken.",
        "Line 3: The clocks jumped over this time. The later meaning was taken.",
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (",5,5,,", "Line 2: There is no date here."),
        ("soon,5,5,,", "Line 2: “soon” is no date"),
        ("2026-03-04 02:10,5,11,,", "Line 2: “11” is not from 0 to 10."),
        ("2026-03-04 02:10,x,5,,", "Line 2: “x” is no duration"),
        ("2027-03-04 02:10,5,5,,", "Line 2: This is still to come."),
        ("2026-03-04 02:10,5,5,," + "x" * 2001, "Line 2: This is 2,001 characters long"),
        ("2026-03-04 02:10,5,5,,a\u202eb", "Line 2: There is a hidden character"),
        ("1899-12-31 02:10,5,5,,", "Line 2: “1899-12-31” is too far away."),
        ("2026-03-04 02:10,5,5,,a,b", "Line 2: This line has 6 cells, and the first line names 5."),
    ],
)
def test_a_line_that_can_not_be_read_is_told_by_its_number_and_the_others_are_read(line, words):
    good = "2026-03-04 02:10,5,5,,"
    found = reading(
        f"start,minutes,severity,muscle,note\n{line}\n{good}\n", scale=Scale.TEN, unit=Unit.MINUTES
    )
    assert len(found.diary.episodes) == 1
    assert found.refused_lines == 1
    assert found.refused[0].startswith(words)


def test_of_many_lines_that_can_not_be_read_twenty_are_told_and_all_are_counted():
    found = reading("start,severity\n" + "2026-03-04 02:10,99\n" * 30, scale=Scale.TEN)
    assert found.refused_lines == 30
    assert found.refused[-1] == "10 more of this kind."


@pytest.mark.parametrize(
    ("end", "minutes"),
    [("2026-03-04 02:16", 6), ("02:16", 6), ("2:16 am", 6), ("01:10", 23 * 60), ("02:10", 0)],
)
def test_the_end_may_be_a_moment_or_the_next_such_time(end, minutes):
    episode = the_cramp(f"2026-03-04 02:10,{end}", header="start,end")
    assert episode.hard_minutes == minutes


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ("2026-03-04 02:00", "It ends before it begins."),
        ("2027-04-08 02:00", "It lasts longer than a day."),
        ("2026-03-04", "has no time of the day"),
    ],
)
def test_an_end_that_can_not_be_is_refused(end, words):
    assert words in refusals(f"2026-03-04 02:10,{end}", header="start,end")[0]


def test_date_and_time_may_stand_apart_and_a_part_of_the_day_is_no_time():
    found = reading("date,time\n2026-03-04,2:10 am\n2026-03-05,night\n2026-03-06,\n", untimed=Untimed.NIGHT)
    assert [(e.started_at.day, e.started_at.hour, e.onset_is_about) for e in found.diary.episodes] == [
        (4, 2, False),
        (6, 3, True),
        (7, 3, True),
    ]
    assert [e.day.day for e in found.diary.episodes] == [3, 5, 6]


@pytest.mark.parametrize(
    ("untimed", "began"),
    [
        (Untimed.NIGHT, datetime(2026, 3, 5, 3, tzinfo=UTC)),
        (Untimed.MORNING, datetime(2026, 3, 4, 3, tzinfo=UTC)),
        (Untimed.DAY, datetime(2026, 3, 4, 15, tzinfo=UTC)),
    ],
)
def test_a_cramp_without_a_time_is_about_when_the_person_says(untimed, began):
    episode = the_cramp("2026-03-04", header="date", untimed=untimed)
    assert episode.started_at == began
    assert episode.onset_is_about


def test_cramps_without_a_time_may_be_left_out_and_are_counted():
    found = reading("date,note\n2026-03-04,a\n2026-03-05,b\n", untimed=Untimed.LEFT_OUT)
    assert found.diary.episodes == ()
    assert "Cramps without a time: 2" in found.left_out


def test_what_has_no_place_of_its_own_goes_to_the_note_by_name():
    found = reading(MIGRAINE, scale=Scale.TEN)
    first, second = found.diary.episodes
    assert first.note == "Triggers: Stress, wine\nMedications: Magnesium\nBad one"
    assert first.hard_minutes == 6
    assert second.note == "Where: knee"
    assert (second.places, second.hard_minutes) == ((Place(Muscle.OTHER),), 15)
    assert found.diary.check_ins == ()
    assert found.diary.own_factors == ()


# --- A line is an entry of a day --------------------------------------------------------------------------------------


def test_a_daylio_table_is_known_and_only_what_was_picked_is_a_cramp():
    table, choices = choices_for(DAYLIO)
    assert choices.source == "daylio"
    assert choices.cramps == ("leg cramps",)
    assert open_questions(Survey(table, choices.roles), choices).keys() == {"untimed"}
    found = reading(DAYLIO, untimed=Untimed.MORNING)
    (episode,) = found.diary.episodes
    assert episode.started_at == datetime(2026, 3, 4, 3, tzinfo=UTC)
    assert episode.note == "Woke up, again"
    assert found.diary.check_ins == ()
    assert "Columns: date, weekday, mood" in found.left_out
    assert "Activities and symptoms: work, coffee, friends, wine" in found.left_out
    assert "Notes and times of 2 lines without a cramp" in found.left_out


def test_the_time_of_an_entry_counts_when_the_person_says_that_it_is_the_onset():
    (episode,) = reading(DAYLIO, clock=Clock.ONSET, untimed=Untimed.LEFT_OUT).diary.episodes
    assert episode.started_at == datetime(2026, 3, 4, 7, 15, tzinfo=UTC)
    assert not episode.onset_is_about


def test_a_picked_activity_is_a_factor_that_says_yes_and_no_only_if_the_person_says_so():
    said = {"untimed": Untimed.MORNING, "factors": ["work", "wine"]}
    found = reading(DAYLIO, **said)
    work, wine = (factor.id for factor in found.diary.own_factors)
    assert {c.day.day: dict(c.factors) for c in found.diary.check_ins} == {
        2: {wine: "yes"},  # written at 01:10: told of the day before
        3: {work: "yes"},
        4: {work: "yes"},
    }
    both = reading(DAYLIO, **said, others_are_no=True)
    assert {c.day.day: dict(c.factors) for c in both.diary.check_ins} == {
        2: {work: "no", wine: "yes"},
        3: {work: "yes", wine: "no"},
        4: {work: "yes", wine: "no"},
    }
    assert all(check_in.clear is None for check_in in both.diary.check_ins)


def test_nights_are_clear_only_if_the_person_says_so_and_never_one_that_is_not_over():
    text = DAYLIO + "2026-11-22,22 November,Sunday,10:00,good,work,,\n"
    found = reading(text, untimed=Untimed.NIGHT, others_are_clear=True)
    assert clear_nights(found) == [date(2026, 3, 2), date(2026, 3, 3)]
    assert [e.day for e in found.diary.episodes] == [date(2026, 3, 4)]


def clear_nights(found):
    assert all(check_in.clear for check_in in found.diary.check_ins)
    return [check_in.day for check_in in found.diary.check_ins]


def test_a_clear_night_is_the_one_to_which_a_cramp_of_that_date_would_belong():
    found = reading(DAYLIO, untimed=Untimed.MORNING, others_are_clear=True)
    assert [e.day for e in found.diary.episodes] == [date(2026, 3, 3)]
    assert clear_nights(found) == [date(2026, 3, 1), date(2026, 3, 2)]


@pytest.mark.parametrize(
    ("untimed", "began"),
    [
        (Untimed.NIGHT, datetime(2026, 3, 4, 3, tzinfo=UTC)),
        (Untimed.MORNING, datetime(2026, 3, 4, 3, tzinfo=UTC)),
        (Untimed.DAY, datetime(2026, 3, 3, 15, tzinfo=UTC)),
    ],
)
def test_a_cramp_that_was_written_down_at_one_in_the_night_is_never_put_later(untimed, began):
    text = "full_date,time,activities\n2026-03-04,01:10,cramp\n"
    (episode,) = reading(text, clock=Clock.WRITTEN, untimed=untimed).diary.episodes
    assert episode.started_at == began


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("2026-03-04,07:15,leg cramps,\n", {"clock": Clock.WRITTEN, "untimed": Untimed.LEFT_OUT}),
        ("2026-03-04,27:15,leg cramps,\n", {"clock": Clock.ONSET}),
        ("2026-03-04,07:15,leg cramps,x\u202e\n", {"clock": Clock.ONSET}),
        ("2026-03-04,07:15,leg cramps,x,y\n", {"clock": Clock.ONSET}),
    ],
)
def test_a_night_whose_cramp_is_left_out_is_not_clear(lines, said):
    others = (
        "2026-03-03,21:40,work,\n2026-03-04,21:40,work,\n2026-03-09,21:40,work,\n2026-04-04,02:10,cramp,\n"
    )
    text = f"full_date,time,activities,note\n{others}{lines}"
    found = reading(text, others_are_clear=True, **{"untimed": Untimed.NIGHT, **said})
    assert all(episode.day > date(2026, 4, 1) for episode in found.diary.episodes)
    assert clear_nights(found) == [date(2026, 3, 9)]


def test_a_day_with_a_line_that_was_not_read_answers_no_question_with_no():
    text = (
        "full_date,time,activities\n2026-03-04,21:40,work\n2026-03-04,27:15,wine\n"
        "2026-03-06,21:40,work\n2026-03-06,09:00,cramp\n"
    )
    said = {"clock": Clock.ONSET, "untimed": Untimed.NIGHT, "factors": ["wine"], "others_are_no": True}
    assert [(c.day.day, list(c.factors.values())) for c in reading(text, **said).diary.check_ins] == [
        (6, ["no"])
    ]


@pytest.mark.parametrize("words", [("yes", "no"), ("x", ""), ("Ja", "nein")])
def test_a_column_that_says_whether_there_was_a_cramp_makes_no_cramp_of_a_no(words):
    text = f"date,cramp,severity\n2026-03-01,{words[0]},7\n2026-03-02,{words[1]},\n"
    found = reading(text, scale=Scale.TEN, untimed=Untimed.NIGHT, others_are_clear=True)
    assert [(e.day.day, e.severity) for e in found.diary.episodes] == [(1, 7)]
    assert clear_nights(found) == [date(2026, 3, 2)]


def test_a_line_with_0_cramps_is_none_and_its_night_is_clear_only_if_the_person_says_so():
    text = "date,cramps\n2026-03-01,2\n2026-03-02,0\n"
    found = reading(text, untimed=Untimed.NIGHT)
    assert [(e.day.day, e.count) for e in found.diary.episodes] == [(1, 2)]
    assert found.diary.check_ins == ()
    assert "Notes and times of 1 line without a cramp" in found.left_out
    said = reading(text, untimed=Untimed.NIGHT, others_are_clear=True)
    assert clear_nights(said) == [date(2026, 3, 2)]


def test_a_severity_of_0_is_told():
    found = reading("start,severity\n2026-03-04 02:10,0\n", scale=Scale.TEN)
    assert "1 line gives a severity of 0." in found.warnings[0]


def test_a_severity_may_be_a_word_in_one_line_and_a_number_in_the_next_or_not_known():
    text = "start,severity\n2026-03-04 02:10,severe\n2026-03-05 02:10,5\n2026-03-06 02:10,-\n"
    assert [e.severity for e in reading(text, scale=Scale.FIVE).diary.episodes] == [8, 10, None]


def test_what_stands_in_a_column_tells_what_its_name_does_not():
    assert roles_of("date,start,end\n2026-03-04,02:10,02:20\n") == ["date", "time", "end"]
    assert roles_of("Datum,Bemerkung\n04.03.2026,links\n") == ["date", ""]
    assert roles_of("start,end\n2026-03-04 02:10,02:20\n") == ["start", "end"]


def roles_of(text):
    return [role.value for role in choices_for(text)[1].roles]


def test_the_same_activity_is_the_same_factor_in_another_table():
    first, second = (
        reading(text, untimed=Untimed.MORNING, factors=["work"]).diary.own_factors
        for text in (DAYLIO, DAYLIO.replace("2026-03", "2026-05"))
    )
    assert [f.id for f in first] == [f.id for f in second]


def test_an_older_daylio_table_needs_its_date_to_be_told():
    table, choices = choices_for(OLD_DAYLIO)
    assert choices.roles[table.header.index("date")] is Role.DATE
    found = read_foreign(
        table, Choices.of_json(choices.as_json() | {"clock": "onset", "untimed": "night"}), now=NOW
    )
    assert found.refused == ("Line 2: “4 March” is no date that can be read.",)


def test_a_bearable_table_is_known_and_its_parts_of_the_day_are_no_times():
    found = reading(BEARABLE, scale=Scale.FOUR, untimed=Untimed.NIGHT, factors=["Alcohol"])
    (episode,) = found.diary.episodes
    assert (episode.severity, episode.note, episode.onset_is_about) == (8, "Left one", True)
    (check_in,) = found.diary.check_ins
    assert (check_in.day, list(check_in.factors.values())) == (date(2026, 3, 4), ["yes"])


# --- What is asked ----------------------------------------------------------------------------------------------------


def open_in(text, **said):
    table, choices = choices_for(text, **said)
    return set(open_questions(Survey(table, choices.roles), choices))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("start\n2026-03-04 02:10\n", set()),
        ("start\n03/04/2026 02:10\n", {"date_order"}),
        ("start\n13/04/2026 02:10\n", set()),
        ("start\n13/04/2026 02:10\n04/13/2026 02:10\n", {"date_order"}),
        ("date\n2026-03-04\n", {"untimed"}),
        ("date,time\n2026-03-04,02:10\n", set()),
        ("start,severity\n2026-03-04 02:10,5\n", {"scale"}),
        ("start,severity\n2026-03-04 02:10,awful\n", {"words"}),
        ("start,severity\n2026-03-04 02:10,severe\n", set()),
        ("start,severity\n2026-03-04 02:10,severe\n2026-03-05 02:10,5\n2026-03-06 02:10,-\n", {"scale"}),
        ("start,duration\n2026-03-04 02:10,5\n", {"unit"}),
        ("start,duration\n2026-03-04 02:10,5 min\n", set()),
        ("start,duration\n2026-03-04 02:10,1:30\n", {"colons"}),
        ("start,duration\n2026-03-04 02:10,0:01:30\n", set()),
        ("start\n26/03/04 02:10\n", {"date_order"}),
        ("date,time,activities\n2026-03-04,02:10,run | swim\n", {"clock", "untimed", "cramps"}),
    ],
)
def test_only_what_the_table_leaves_open_is_asked(text, asked):
    assert open_in(text) == asked


def test_columns_that_make_no_diary_are_told():
    table = read_table(b"a,b\n1,2\n")
    assert Survey(table, (Role.IGNORED, Role.NOTE)).problem == "Please say which column holds the date."
    assert "Two columns" in Survey(table, (Role.START, Role.START)).problem
    assert Survey(table, (Role.START, Role.NOTE)).problem is None


def test_choices_are_put_aside_and_taken_up_again_as_they_were():
    _, choices = choices_for(
        DAYLIO, date_order=DateOrder.DAY_FIRST, scale=Scale.FIVE, unit=Unit.HOURS, words={"bad": 7, "-": None}
    )
    assert Choices.of_json(choices.as_json()) == choices


def test_each_program_of_the_table_fills_in_a_date():
    for preset in PRESETS:
        assert {Role.DATE, Role.START} & set(preset.columns.values())


# --- Ids --------------------------------------------------------------------------------------------------------------


def ids(text, **said):
    return [episode.id for episode in reading(text, **said).diary.episodes]


def test_the_same_line_has_the_same_id_wherever_it_stands_and_two_alike_are_two():
    header = "start,note\n"
    one, two = "2026-03-04 02:10,a\n", "2026-03-05 02:10,b\n"
    assert ids(header + one + two) == ids(header + two + one)
    assert ids("note,start\na,2026-03-04 02:10\n") == ids(header + one)
    assert len(set(ids(header + one + one + two))) == 3
    assert set(ids(header + one)) < set(ids(header + one + one))


def test_another_zone_or_scale_gives_the_same_ids():
    assert ids("start\n2026-03-04 02:10\n") == ids("start\n2026-03-04 02:10\n", zone="Asia/Kolkata")


# --- Anything ---------------------------------------------------------------------------------------------------------

words = st.sampled_from(
    [
        "2026-03-04",
        "2026-03-29 01:30",
        "13/13/2026",
        "02:10",
        "5",
        "-1",
        "leg cramp | work",
        "mild",
        "=1+1",
        "x\u202e",
    ]
) | st.text(st.characters(exclude_characters="\0\r\n"), max_size=6)
roles = st.lists(st.sampled_from(list(Role)), min_size=3, max_size=3).map(tuple)


@given(
    st.lists(st.tuples(words, words, words), min_size=1, max_size=4),
    roles,
    st.sampled_from([None, *Untimed]),
    st.sampled_from([None, *Scale]),
    st.sampled_from([None, *DateOrder]),
)
def test_no_table_and_no_choice_is_a_fault_and_each_line_is_read_or_told(rows, roles, untimed, scale, order):
    quoted = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    table = read_table(f"a,b,c\n{quoted}\nlast,,\n".encode("utf-8", "replace"))
    survey = Survey(table, roles)
    choices = Choices(
        source="table", roles=roles, zone="Europe/London", untimed=untimed, scale=scale, date_order=order,
        cramps=tuple(survey.labels), words={"mild": 3},
    )  # fmt: skip
    found = read_foreign(table, choices, now=NOW)
    assert open_questions(survey, choices).keys() <= {
        "date_order",
        "clock",
        "untimed",
        "scale",
        "words",
        "unit",
        "colons",
        "cramps",
    }
    assert len(found.diary.episodes) + found.refused_lines <= len(table.lines)
    if not choices.has_labels and untimed is not Untimed.LEFT_OUT and untimed is not None:
        assert len(found.diary.episodes) + found.refused_lines == len(table.lines)
