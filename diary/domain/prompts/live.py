"""The ten-minute rule while a cramp is still going (the live half of R20, K6)."""

from diary.domain.vocabulary import Eased, Term

ASKS_AT = 10
ASKS_AGAIN_AFTER = 2


class TenMinutes(Term):
    """What the screen has to do."""

    NONE = "none", "Nothing yet"
    ASK = "ask", "Ask whether stretching has eased it"
    CARD = "card", "Show the stretch once, after the clot question"
    ADVISE = "advise", "Say that medical advice is due now"


def ten_minute_rule(minutes: int, stretch_eased: Eased | None, not_tried_at: int = ASKS_AT) -> TenMinutes:
    """Return what to do `minutes` whole minutes after the onset, by the last answer about stretching.

    From minute 10 on the question is put. "Not tried" (first said in minute `not_tried_at`) shows the stretch for two
    minutes, then the question again. "No" means advice now.
    """
    if minutes < ASKS_AT:
        return TenMinutes.NONE
    match stretch_eased:
        case Eased.NO:
            return TenMinutes.ADVISE
        case Eased.YES | Eased.PARTLY:
            return TenMinutes.NONE
        case Eased.NOT_TRIED if minutes < max(not_tried_at, ASKS_AT) + ASKS_AGAIN_AFTER:
            return TenMinutes.CARD
        case _:
            return TenMinutes.ASK
