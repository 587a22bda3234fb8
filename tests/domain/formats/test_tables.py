"""The tables for a spreadsheet."""

import csv
from datetime import UTC, date, datetime
from uuid import UUID

from hypothesis import example, given
from hypothesis import strategies as st

from diary.domain.entries import CheckIn, Diary, Episode, Place, ReliefTried
from diary.domain.factors import FACTORS, own_factor
from diary.domain.formats.tables import FORMULA_BEGINNINGS, check_ins_csv, episodes_csv, escaped, unescaped
from diary.domain.vocabulary import Helped, Muscle, Relief, Side

BEGINNINGS = st.sampled_from(sorted(FORMULA_BEGINNINGS))


def rows_of(lines):
    return list(csv.DictReader(list(lines), strict=True))


@given(st.one_of(st.text(), st.builds(str.__add__, BEGINNINGS, st.text())))
@example("'")
@example("''=1")
@example("'x")
def test_every_text_comes_back_from_its_escaped_form(text):
    assert unescaped(escaped(text)) == text


@given(BEGINNINGS, st.text())
def test_no_escaped_text_begins_like_a_formula(beginning, rest):
    assert escaped(beginning + rest).startswith("'")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])).map(lambda note: note.replace("\0", "")))
def test_a_note_of_any_kind_stays_one_cell(note):
    episode = Episode(
        id=UUID(int=1),
        started_at=datetime(2026, 3, 4, 3, tzinfo=UTC),
        time_zone="UTC",
        day=date(2026, 3, 3),
        note=note,
    )
    text = "".join(episodes_csv(Diary(time_zone="UTC", episodes=(episode,))))
    with_line_ends = list(csv.reader(text.splitlines(keepends=True), strict=True))
    assert unescaped(with_line_ends[1][-1]).splitlines() == note.splitlines()


def test_an_episode_is_written_with_its_own_offset_and_unknowns_stay_empty():
    episode = Episode(
        id=UUID(int=7),
        started_at=datetime(2026, 7, 4, 2, 10, tzinfo=UTC),
        time_zone="Europe/London",
        day=date(2026, 7, 3),
        places=(Place(Muscle.CALF, Side.LEFT), Place(Muscle.TOES)),
        reliefs=(ReliefTried(Relief.STRETCH, Helped.YES), ReliefTried(Relief.WALKED)),
        signs={"SQ01": False},
        hard_minutes=0,
        woke=False,
    )
    (row,) = rows_of(episodes_csv(Diary(time_zone="UTC", episodes=(episode,))))
    assert row["started_at"] == "2026-07-04T03:10:00+01:00"
    assert row["night"] == "2026-07-03"
    assert row["muscles"] == "calf:left; toes"
    assert row["reliefs"] == "stretch:yes; walked"
    assert row["signs"] == "SQ01:no"
    assert (row["hard_minutes"], row["woke"]) == ("0", "no")
    assert (row["severity"], row["knot"], row["slept_again"], row["count"]) == ("", "", "", "")


def test_a_skipped_factor_says_so_and_an_open_one_is_empty():
    check_in = CheckIn(day=date(2026, 3, 3), clear=True, factors={"alcohol": None, "fluids": "less"})
    (row,) = rows_of(check_ins_csv(Diary(time_zone="UTC", check_ins=(check_in,))))
    assert (row["day"], row["no_cramp"], row["alcohol"], row["fluids"], row["sitting"]) == (
        "2026-03-03", "yes", "skipped", "less", "",
    )  # fmt: skip


NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30)


def with_own(name, said):
    """A diary of one check-in with an own yes/no factor of this name, and an own number."""
    return Diary(
        time_zone="UTC",
        check_ins=(CheckIn(day=date(2026, 3, 3), factors=said),),
        own_factors=(own_factor("own-1", name), own_factor("own-2", "Steps", cut=8000)),
    )


def test_own_factors_stand_in_columns_of_their_own_behind_everybody_s():
    (row,) = rows_of(check_ins_csv(with_own("Late shift", {"own-1": "yes", "own-2": 8200, "alcohol": None})))
    assert (row["Late shift (own-1)"], row["Steps (own-2)"], row["alcohol"]) == ("yes", "8200", "skipped")
    assert list(row)[-2:] == ["Late shift (own-1)", "Steps (own-2)"]


@given(st.one_of(NAMES, st.builds(str.__add__, BEGINNINGS.filter(lambda sign: sign != "\0"), NAMES)))
@example('"quotes", commas; and\r\na new line')
@example('=HYPERLINK("https://example.org")')
def test_no_name_breaks_the_table_or_begins_like_a_formula(name):
    text = "".join(check_ins_csv(with_own(name, {"own-1": "no", "own-2": 7.5})))
    header, row = csv.reader(text.splitlines(keepends=True), strict=True)
    assert len(header) == len(row) == 3 + len(FACTORS) + 2
    assert unescaped(header[-2]).splitlines() == f"{name} (own-1)".splitlines()
    assert header[-2][0] not in FORMULA_BEGINNINGS or header[-2][0] == "'"
    assert row[-2:] == ["no", "7.5"]
