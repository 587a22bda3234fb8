"""Three-valued logic: unknown is never counted as no."""

import pytest

from diary.domain.prompts.tri import all_of, any_of, known


@pytest.mark.parametrize(
    ("values", "one", "every"),
    [
        ((True, None), True, None),
        ((False, None), None, False),
        ((True, False), True, False),
        ((None, None), None, None),
        ((True, True), True, True),
        ((False, False), False, False),
        ((), False, True),
    ],
)
def test_yes_no_and_unknown_combine_as_kleene_wrote(values, one, every):
    assert any_of(*values) is one
    assert all_of(*values) is every


@pytest.mark.parametrize(
    ("answer", "otherwise", "result"), [(None, True, True), (False, True, False), (True, False, True)]
)
def test_what_was_answered_comes_before_what_follows_from_elsewhere(answer, otherwise, result):
    assert known(answer, otherwise) is result
