from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from diary.domain.entries import Answer, CheckIn, Diary
from diary.domain.factors import FACTOR_BY_ID
from diary.domain.guidance import for_you
from diary.domain.guidance.articles import Article, GradedClaim
from diary.domain.guidance.for_you import CONDITIONS, rank
from diary.domain.vocabulary import Grade, State
from tests.domain.patterns.diaries import episode

TODAY = date(2026, 11, 22)


def article(number, *when):
    return Article(
        id=number, slug=number.lower(), title=number, summary="", for_whom="",
        claims=(GradedClaim("", Grade.D, ("X",)),),
        reviewed_on=TODAY, clinician_review=None, topics=(), muscles=(), situations=(), synonyms=(), when=when,
        body="", help="",
    )  # fmt: skip


def ago(days):
    return TODAY - timedelta(days=days)


def diary(*episodes, check_ins=(), answers=(), first_day=None):
    return Diary(
        time_zone="UTC",
        episodes=tuple(sorted(episodes, key=lambda e: e.started_at)),
        check_ins=tuple(check_ins),
        answers=tuple(answers),
        first_day=first_day,
    )


def reason(name, of):
    return CONDITIONS[name](of, TODAY)


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


def test_a_stretch_is_never_suggested_after_a_sign_of_a_clot():
    cramps = [episode(ago(n)) for n in range(1, 6)]
    assert reason("weekly_cramp_nights", diary(*cramps)) is not None
    assert reason("weekly_cramp_nights", diary(*cramps, episode(ago(0), signs={"SQ01": True}))) is None
    said = Answer(id=UUID(int=2), question="SQ01", value=True, answered_at=datetime(2026, 11, 20, tzinfo=UTC))
    assert reason("weekly_cramp_nights", diary(*cramps, answers=[said])) is None


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
    said = days("fluids", *["less"] * 5, *["usual"] * 6, "more", None, None)
    assert reason("little_fluid", diary(check_ins=said)) == (
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
    assert only.reason == for_you.cramps_in_bed(typical(), TODAY)


def test_an_empty_diary_suggests_nothing():
    assert rank([article("G00", *CONDITIONS)], diary(), TODAY) == []
