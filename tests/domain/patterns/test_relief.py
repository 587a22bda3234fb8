"""What was tried."""

from hypothesis import given
from hypothesis import strategies as st

from diary.domain.entries import ReliefTried
from diary.domain.patterns.measures import Share
from diary.domain.patterns.relief import relief_of
from diary.domain.vocabulary import Helped, Relief
from tests.domain.patterns.diaries import MONDAY, episode

tried = st.builds(ReliefTried, st.sampled_from(Relief), st.one_of(st.none(), st.sampled_from(Helped)))
all_tried = st.lists(st.lists(tried, max_size=4, unique_by=lambda one: one.relief), max_size=20)


def uses(*entries):
    return relief_of([episode(MONDAY, reliefs=tuple(entry), hard_minutes=5) for entry in entries])


@given(all_tried)
def test_every_time_is_counted_once_with_its_answer_or_without(entries):
    for use in uses(*entries):
        times = [one for entry in entries for one in entry if one.relief is use.relief]
        assert use.tried == Share(len(times), sum(bool(entry) for entry in entries))
        assert use.answered == sum(one.helped is not None for one in times)
        assert use.answered + use.not_said == len(times)


@given(all_tried)
def test_an_entry_that_does_not_say_changes_nothing(entries):
    assert uses(*entries) == uses(*entries, [])


@given(all_tried)
def test_the_most_frequent_relief_comes_first(entries):
    counts = [use.tried.part for use in uses(*entries)]
    assert counts == sorted(counts, reverse=True)


def test_help_a_little_help_and_no_help_are_told_apart():
    (stretch,) = uses(
        *([ReliefTried(Relief.STRETCH, helped)] for helped in (Helped.YES, Helped.YES, Helped.PARTLY, None))
    )
    assert (stretch.helped, stretch.partly, stretch.not_helped, stretch.not_said) == (2, 1, 0, 1)


def test_the_minutes_are_those_of_the_cramps_it_was_tried_on():
    entries = [
        episode(MONDAY, reliefs=(ReliefTried(Relief.STRETCH),), hard_minutes=minutes)
        for minutes in (2, 6, None)
    ]
    (stretch,) = relief_of([*entries, episode(MONDAY, hard_minutes=60)])
    assert (stretch.hard_minutes.median, stretch.hard_minutes.known) == (4, Share(2, 3))
