"""Correction K1: what "discussed" and "seen" make quiet, for how long, and what they never do."""

import pytest

from diary.domain.vocabulary import Eased, State
from tests.domain.prompts.cases import TODAY, cramp, fired, mark, nights, prompts, said, urgency_of


def quiet(found):
    return [prompt.rule for prompt in found.quiet]


def woken(n, **more):
    return nights(n, 14 - n) | more


@pytest.mark.parametrize(("days_ago", "is_quiet"), [(0, True), (89, True), (90, False)])
def test_discussed_is_quiet_for_ninety_days(days_ago, is_quiet):
    found = prompts(**woken(4, answers=[mark("R30.discussed", days_ago, count=4, urgency="soon")]))
    assert (quiet(found) == ["R30"]) is is_quiet
    assert (fired(found, "R30") is None) is is_quiet


@pytest.mark.parametrize(
    ("count_then", "count_now", "is_quiet"),
    [(4, 7, True), (4, 8, False), (5, 9, True), (None, 14, True), (0, 4, True)],
)
def test_discussed_ends_when_the_count_has_doubled(count_then, count_now, is_quiet):
    found = prompts(**woken(count_now, answers=[mark("R30.discussed", 10, count=count_then, urgency="soon")]))
    assert (quiet(found) == ["R30"]) is is_quiet


@pytest.mark.parametrize(
    ("urgency_then", "is_quiet"),
    [("soon", True), ("routine", False), ("mention", False), ("same_day", True), (None, True)],
)
def test_discussed_ends_when_the_urgency_has_risen(urgency_then, is_quiet):
    found = prompts(**woken(4, answers=[mark("R30.discussed", 10, count=4, urgency=urgency_then)]))
    assert (quiet(found) == ["R30"]) is is_quiet


def test_the_latest_mark_counts_and_one_that_was_taken_back_does_not():
    old, new = (
        mark("R30.discussed", 95, count=4, urgency="soon"),
        mark("R30.discussed", 5, count=4, urgency="soon"),
    )
    assert quiet(prompts(**woken(4, answers=[old, new]))) == ["R30"]
    assert quiet(prompts(**woken(4, answers=[new, said("R30.discussed", None, 1)]))) == []


def test_a_mark_on_a_date_to_come_says_nothing_yet():
    assert quiet(prompts(**woken(4, answers=[mark("R30.discussed", -2, count=4)]))) == []
    assert quiet(prompts(**woken(4, answers=[mark("R30.discussed", -1, count=4)]))) == ["R30"]


def test_a_mark_that_is_none_is_passed_over():
    broken = said("R30.discussed", {"on": "tomorrow", "count": None, "urgency": None})
    assert quiet(prompts(**woken(4, answers=[broken]))) == []


def test_a_mark_quiets_its_own_rule_only():
    assert quiet(prompts(**woken(4, answers=[mark("R31.discussed", 1)]))) == []


def test_a_doctors_visit_quiets_a_rule_that_is_not_urgent_too():
    assert quiet(prompts(**woken(4, answers=[mark("R30.seen", 1)]))) == ["R30"]


@pytest.mark.parametrize("sign", ["SQ02", "SQ01"])
def test_discussed_never_quiets_an_emergency_or_what_is_for_today(sign):
    rule = {"SQ02": "R02", "SQ01": "R21"}[sign]
    found = prompts(episodes=[cramp(1, signs={sign: True})], answers=[mark(f"{rule}.discussed", 0)])
    assert fired(found, rule) is not None
    assert quiet(found) == []


@pytest.mark.parametrize(
    ("event_days_ago", "seen_days_ago", "closed"), [(2, 2, True), (2, 1, True), (2, 0, True), (1, 2, False)]
)
@pytest.mark.parametrize(("sign", "rule"), [("SQ01", "R21"), ("SQ02", "R02")])
def test_seen_on_the_day_of_the_event_or_later_closes_it(event_days_ago, seen_days_ago, closed, sign, rule):
    found = prompts(
        episodes=[cramp(event_days_ago, signs={sign: True})], answers=[mark(f"{rule}.seen", seen_days_ago)]
    )
    assert (fired(found, rule) is None) is closed


def test_a_yes_after_the_visit_of_the_same_day_is_a_new_event():
    seen_at_eight = mark("R21.seen", 0)
    assert fired(prompts(answers=[said("SQ01", True, hour=19), seen_at_eight]), "R21") is None
    assert fired(prompts(answers=[seen_at_eight, said("SQ01", True, hour=21)]), "R21") is not None


def test_seen_closes_a_long_cramp_and_the_next_one_fires_again():
    first, second = (cramp(n, hard_minutes=12, stretch_eased=Eased.NO) for n in (3, 1))
    seen = mark("R20.seen", 2)
    assert fired(prompts(episodes=[first], answers=[seen]), "R20") is None
    prompt = fired(prompts(episodes=[first, second], answers=[seen]), "R20")
    assert (prompt.since, prompt.count) == (second.day, 1)


def test_a_mark_made_before_the_event_does_not_close_it_even_with_a_later_date():
    early = said("R21.seen", {"on": TODAY.isoformat(), "count": None, "urgency": None}, days_ago=3)
    assert (
        urgency_of(prompts(episodes=[cramp(1, signs={"SQ01": True})], answers=[early]), "R21") == "same_day"
    )


def test_the_count_of_what_happens_one_by_one_doubles_too():
    swum = [cramp(n, state=State.IN_WATER) for n in (3, 1)]
    discussed = mark("R13.discussed", 2, count=1, urgency="mention")
    assert quiet(prompts(episodes=swum[:1], answers=[discussed])) == ["R13"]
    assert fired(prompts(episodes=swum, answers=[discussed]), "R13") is not None


# --- Later


@pytest.mark.parametrize(("days_ago", "is_put_aside"), [(0, True), (13, True), (14, False)])
def test_what_was_put_aside_is_no_banner_for_fourteen_days_but_stays_for_the_visit(days_ago, is_put_aside):
    found = prompts(**woken(4, answers=[mark("R30.later", days_ago, count=4, urgency="soon")]))
    assert fired(found, "R30").is_put_aside is is_put_aside
    assert (found.banner is None) is is_put_aside
    assert quiet(found) == []


@pytest.mark.parametrize(
    ("count", "urgency", "comes_back"),
    [(4, "soon", False), (5, "soon", False), (2, "soon", True), (4, "routine", True), (None, None, False)],
)
def test_what_was_put_aside_comes_back_at_once_when_it_gets_worse(count, urgency, comes_back):
    found = prompts(**woken(4, answers=[mark("R30.later", 1, count=count, urgency=urgency)]))
    assert (found.banner is not None) is comes_back


@pytest.mark.parametrize(("sign", "rule"), [("SQ02", "R02"), ("SQ01", "R21")])
def test_an_emergency_or_what_is_for_today_is_never_put_aside(sign, rule):
    urgency = {"R02": "emergency", "R21": "same_day"}[rule]
    found = prompts(
        episodes=[cramp(signs={sign: True})], answers=[mark(f"{rule}.later", 0, count=1, urgency=urgency)]
    )
    assert (found.banner.rule, found.banner.is_put_aside) == (rule, False)


def test_the_next_reason_is_shown_while_the_first_is_put_aside():
    both = {"episodes": nights(4, 8)["episodes"], "check_ins": nights(4, 8)["check_ins"]}
    answers = [said("SQ18", True), mark("R30.later", 0, count=4, urgency="soon")]
    found = prompts(**both, answers=answers)
    assert [prompt.rule for prompt in found.fired] == ["R30", "R34"]
    assert found.banner.rule == "R34"
