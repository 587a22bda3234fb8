"""The page that explains the statistics, read from its file."""

from datetime import date

import pytest

from diary.domain.guidance.documents import ContentError
from diary.domain.guidance.method import parse

FIELDS = 'title = "T"\nsummary = "S"\nreviewed_on = 2026-11-22\nsources = ["WANG22"]\n'
REVIEW = '[clinician_review]\nby = "Dr A. Name"\non = 2026-12-01\n'


def written(fields=FIELDS, body="Some text."):
    return f"+++\n{fields}+++\n\n{body}\n"


def test_it_holds_what_its_file_says():
    method = parse(written(FIELDS + REVIEW), "method")
    assert (method.title, method.summary, method.body) == ("T", "S", "Some text.")
    assert (method.reviewed_on, method.sources) == (date(2026, 11, 22), ("WANG22",))
    assert method.clinician_review.by == "Dr A. Name"


def test_nobody_has_reviewed_it_unless_the_file_says_who():
    assert parse(written(), "method").clinician_review is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (written(body=""), "text"),
        (written(FIELDS.replace("title", "titel")), "titel"),
        (written(FIELDS.replace("2026-11-22", '"soon"')), "reviewed_on"),
        (written(FIELDS + '[clinician_review]\nby = "Dr A. Name"\n'), "on"),
    ],
)
def test_a_fault_names_the_file_and_the_field(text, fault):
    with pytest.raises(ContentError, match=rf"method.*{fault}"):
        parse(text, "method")
