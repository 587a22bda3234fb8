"""The gate before a supplement, for the person who asks."""

from django.utils import timezone

from accounts.http import SignedInRequest
from diary import records
from diary.content.medicines import class_to_confirm
from diary.domain.days import diary_day
from diary.domain.prompts.gate import Gate, supplement_gate


def gate_of(request: SignedInRequest) -> Gate:
    """Return what the person's profile, medicines and answers say today."""
    today = diary_day(timezone.now(), request.user.time_zone)
    return supplement_gate(records.answers_of(request.user), today, class_to_confirm)
