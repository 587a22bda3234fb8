"""Writing what a person follows and suspects: factors of their own, and the marks on all of them."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from diary import records
from diary.actions import answers
from diary.actions.concurrency import NotThere, change, forget, lock, validate
from diary.domain.check_ins import SUSPECTED, suspected_factors
from diary.domain.days import wall_clock
from diary.domain.factors import FACTORS, MOST_FOLLOWED, Factor
from diary.domain.text import folded
from diary.models import OwnFactor

__all__ = ["MOST_FOLLOWED", "Answered", "NotThere", "delete", "follow", "record", "rename", "stop", "suspect"]


class Answered(Exception):  # noqa: N818
    """The factor has answers, so that it can be retired but not deleted."""


def record(
    owner: User,
    *,
    id: str,  # noqa: A002
    name: str,
    cut: float | None = None,
    is_on_purpose: bool = False,
) -> Factor:
    """Save a factor of the person's own and return it; the same `id` ("own-…") again changes nothing.

    Yes or no, or with a `cut` a number. Raises ValidationError per field, and for one too many.
    """
    with transaction.atomic():
        lock(owner)
        row = owner.own_factors.filter(id=id).first()
        if row is None:
            _refuse_same_name(owner, name)
            _refuse_one_more(owner)
            row = OwnFactor(owner=owner, id=id, name=name, cut=cut, is_on_purpose=is_on_purpose)
            validate(row)
            row.save(force_insert=True)
    return records.own_factor_from_row(row)


def rename(owner: User, factor_id: str, *, name: str, now: datetime) -> Factor:
    """Give a factor another name, and return it; raises NotThere, ValidationError."""
    with transaction.atomic():
        lock(owner)
        row = _own(owner, factor_id)
        _refuse_same_name(owner, name, but=factor_id)
        change(row, {"name": name}, seen=None, now=now, by="page")
    return records.own_factor_from_row(row)


def stop(owner: User, factor_id: str, *, now: datetime) -> Factor:
    """Retire a factor (already: no change): it keeps its answers and is no longer asked about; raises NotThere."""
    with transaction.atomic():
        lock(owner)
        row = _own(owner, factor_id)
        if row.retired_on is None:
            today = wall_clock(now, owner.time_zone).date()
            change(row, {"retired_on": today}, seen=None, now=now, by="page")
    return records.own_factor_from_row(row)


def follow(owner: User, factor_id: str, *, now: datetime) -> Factor:
    """Follow a retired factor again (followed: no change); raises NotThere, and ValidationError for one too many."""
    with transaction.atomic():
        lock(owner)
        row = _own(owner, factor_id)
        if row.retired_on is not None:
            _refuse_one_more(owner)
            change(row, {"retired_on": None}, seen=None, now=now, by="page")
    return records.own_factor_from_row(row)


def delete(owner: User, factor_id: str, *, now: datetime) -> Factor:
    """Delete a factor for good, with every skip of it, and return it; raises NotThere, and Answered."""
    with transaction.atomic():
        lock(owner)
        deleted = records.own_factor_from_row(_own(owner, factor_id))
        if records.answers_to(owner, factor_id):
            raise Answered
        for skipped in owner.check_ins.filter(factors__has_key=factor_id):
            left = {name: answer for name, answer in skipped.factors.items() if name != factor_id}
            change(skipped, {"factors": left}, seen=None, now=now, by="page")
        forget(owner.own_factors.filter(id=factor_id))
    return deleted


def suspect(
    owner: User, *, ticked: Collection[str], seen: Collection[str], now: datetime
) -> tuple[Factor, ...]:
    """Mark what was `ticked` on a form that showed `seen` as marked, and return all suspects.

    Only the difference is written, so that a mark set meanwhile on another device stays: whoever takes one away
    and sets it again begins anew with that factor.
    """
    with transaction.atomic():
        lock(owner)
        diary = records.answers_of(owner)
        marked = suspected_factors(diary)
        taken_away = set(seen) - set(ticked)
        wanted = {*(factor.id for factor in marked), *ticked} - taken_away
        suspects = tuple(factor for factor in diary.factors if factor.id in wanted)
        if suspects != marked:
            answers.say(owner, {SUSPECTED: [factor.id for factor in suspects]}, now=now)
    return suspects


def _own(owner: User, factor_id: str) -> OwnFactor:
    row = owner.own_factors.filter(id=factor_id).first()
    if row is None:
        raise NotThere
    return row


def _refuse_one_more(owner: User) -> None:
    if owner.own_factors.followed().count() >= MOST_FOLLOWED:
        raise ValidationError(
            f"You follow {MOST_FOLLOWED} of your own already. Stop following one of them first."
        )


def _refuse_same_name(owner: User, name: str, but: str = "") -> None:
    """Refuse a name that another factor has: nobody could tell their questions apart."""
    for factor in (*FACTORS, *records.own_factors_of(owner)):
        if factor.id != but and folded(factor.name) == folded(name):
            raise ValidationError({"name": _same_name_words(factor)})


def _same_name_words(factor: Factor) -> str:
    if not factor.is_own:
        return f"“{factor.name}” is on the list for everybody. Please choose it there."
    if factor.retired_on is None:
        return f"You follow “{factor.name}” already. Please choose another name."
    return f"You followed “{factor.name}” before. Please follow it again, or choose another name."
