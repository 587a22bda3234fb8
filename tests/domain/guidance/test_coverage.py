"""Where rows are handled: none may be missing, unknown or claimed twice."""

import pytest

from diary.domain.guidance.coverage import COLUMNS, Row, parse_coverage, table
from diary.domain.guidance.documents import ContentError
from diary.domain.guidance.remedies import parse_remedies

(SALT,) = parse_remedies(
    {
        "salt": {
            "name": "Salt",
            "kind": "food",
            "verdict": "no_sign",
            "grade": "N",
            "says": "No.",
            "read": "x",
            "covers": ["A02"],
        }
    }
)
WHAT = {"about": "What it is", "in": ["G01", "R30"], "says": "a knot"}
WHY = {"about": "A saying", "why_not": "It says nothing."}


def coverage(**handled):
    return parse_coverage({"rows": {"A": 3}, "handled": handled}, [SALT])


def test_a_row_is_handled_by_itself_or_by_a_remedy_or_says_why_not():
    rows = coverage(A01=WHAT, A03=WHY)
    assert rows == (
        Row("A01", "What it is", ("G01", "R30"), "a knot", ""),
        Row("A02", "Salt", ("remedy:salt",), "", ""),
        Row("A03", "A saying", (), "", "It says nothing."),
    )
    assert list(table(rows)) == [
        COLUMNS,
        ("A01", "What it is", "G01 R30", ""),
        ("A02", "Salt", "remedy:salt", ""),
        ("A03", "A saying", "", "It says nothing."),
    ]


@pytest.mark.parametrize(
    ("handled", "fault"),
    [
        ({"A01": WHAT}, "nobody handles A03"),
        ({"A01": WHAT, "A03": WHY, "B01": WHY}, "no row B01"),
        ({"A01": WHAT, "A02": WHAT, "A03": WHY}, "A02 is handled twice"),
        ({"A01": {"about": "x"}, "A03": WHY}, "why_not"),
        ({"A01": WHAT | {"where": "x"}, "A03": WHY}, "where"),
    ],
)
def test_a_row_that_is_missing_strange_or_claimed_twice_is_refused(handled, fault):
    with pytest.raises(ContentError, match=fault):
        coverage(**handled)
