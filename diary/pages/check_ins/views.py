"""The check-in: one card a question, one tap an answer, for any diary day up to the present one."""

from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.http import SignedInRequest
from diary import records
from diary.actions import check_ins
from diary.domain.check_ins import CheckInPlan, in_words
from diary.domain.days import day_to_check_in, diary_day, night_to_settle
from diary.domain.entries import Diary
from diary.http import page, see_other, undoable
from diary.pages.check_ins.forms import AnswerForm, ClearForm, SleepForm
from diary.templatetags.words import counted, night_of

ONE_DAY = timedelta(days=1)
HERE, ON_TONIGHT = "check-in", "check-in-card"


@require_safe
def check_in_now(request: SignedInRequest) -> HttpResponse:
    """The latest day that can be told, for whoever comes by a shortcut that names no day."""
    now = timezone.now()
    return _shown(request, day_to_check_in(now, request.user.time_zone), now)


@require_safe
def check_in(request: SignedInRequest, day: date) -> HttpResponse:
    """All questions about a day, then its night."""
    return _shown(request, day, _moment(request, day))


@require_POST
def answer(request: SignedInRequest, day: date) -> HttpResponse:
    """Answer one question, skip it, or take the answer back; then on to the next open one."""
    now = _moment(request, day)
    form = AnswerForm(request.POST, factors=_diary(request, day).factors)
    if not form.is_valid():
        return _refused(request, day, now, form.problem)
    factor, said = form.cleaned_data["factor"], form.cleaned_data["answer"]
    try:
        check_ins.answer(request.user, day, factor=factor, value=said, now=now)
    except ValidationError as error:
        return _refused(request, day, now, error.messages[0])
    if said == check_ins.TAKEN_BACK:
        return _done(request, day, now, at=factor)
    following = CheckInPlan.of(_diary(request, day), day).next_after(factor)
    return _done(request, day, now, at=following.factor.id if following else "day")


@require_POST
def same(request: SignedInRequest, day: date) -> HttpResponse:
    """Copy the last earlier answers to the open questions; the undo takes back those that still stand."""
    now = _moment(request, day)
    if "undo" in request.GET:
        _take_back(request, day, request.GET.getlist("undo"), now)
        return _done(request, day, now, at="day")
    copied = check_ins.same_as_before(request.user, day, now=now)
    if copied:
        undo = urlencode({"undo": [f"{factor}:{said}" for factor, said in copied.items()]}, doseq=True)
        address = reverse("diary:check_in_same", args=[day])
        undoable(request, f"Copied {counted(len(copied), 'answer')}.", f"{address}?{undo}")
    return _done(request, day, now, at="day")


@require_POST
def night_clear(request: SignedInRequest, day: date) -> HttpResponse:
    """Say that a night had no cramp, or take that back."""
    now = _moment(request, day)
    night = _diary(request, day).night(day)
    form = ClearForm(request.POST, night=night, is_over=_is_over(request, day, now))
    if not form.is_valid():
        return _shown(request, day, now, at="night", problem=form.problem)
    clear = form.cleaned_data["clear"]
    if clear != (night.check_in.clear if night.check_in else None):
        check_ins.mark_night(request.user, day, clear=clear, now=now)
        if clear:
            way_back = f"{request.path}?{urlencode({'next': _next(request, day)})}"
            undoable(request, f"Noted: no cramps in the {night_of(day)}.", way_back)
        else:
            messages.success(request, f"Taken back. The {night_of(day)} is not noted.")
    return _done(request, day, now, at="night")


@require_POST
def sleep(request: SignedInRequest, day: date) -> HttpResponse:
    """Say how much cramps disturbed the sleep of a night, or take that back."""
    now = _moment(request, day)
    form = SleepForm(request.POST, night=_diary(request, day).night(day), is_over=_is_over(request, day, now))
    if not form.is_valid():
        return _shown(request, day, now, at="night", problem=form.problem)
    said = {"sleep_disturbance": form.cleaned_data["value"]}
    check_ins.record(request.user, day, factors={}, columns=said, seen=None, now=now)
    return _done(request, day, now, at="night")


def _moment(request: SignedInRequest, day: date) -> datetime:
    """Return the present moment; a day that has not begun has no check-in."""
    now = timezone.now()
    if day > diary_day(now, request.user.time_zone):
        raise Http404
    return now


def _diary(request: SignedInRequest, day: date) -> Diary:
    return records.diary_of(request.user, day, day)


def _is_over(request: SignedInRequest, day: date, now: datetime) -> bool:
    return day <= night_to_settle(now, request.user.time_zone)


def _take_back(request: SignedInRequest, day: date, copied: list[str], now: datetime) -> None:
    """Take back the answers in `copied`, each "factor:answer", that nobody has changed since."""
    said = records.check_in_of(request.user, day).factors
    pairs = (pair.partition(":") for pair in copied)
    still = {
        factor: check_ins.TAKEN_BACK
        for factor, _, answer in pairs
        if answer and str(said.get(factor)) == answer
    }
    if still:
        check_ins.record(request.user, day, factors=still, columns={}, seen=None, now=now)


def _next(request: SignedInRequest, day: date) -> str:
    """Return where the person came from, if the form says so and it is one of our own pages."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, None)
    return wanted if is_ours else reverse("diary:check_in", args=[day])


def _done(request: SignedInRequest, day: date, now: datetime, *, at: str) -> HttpResponse:
    """Answer a write: htmx gets what it replaces, a plain browser goes on to the question at `at`."""
    if request.htmx:
        return _shown(request, day, now, at=at)
    address = _next(request, day)
    return see_other(
        request, address if address != reverse("diary:check_in", args=[day]) else f"{address}#{at}"
    )


def _refused(request: SignedInRequest, day: date, now: datetime, problem: str) -> HttpResponse:
    """Say beside the question why its answer was not kept."""
    return _shown(request, day, now, at=request.POST.get("factor", ""), problem=problem)


def _shown(
    request: SignedInRequest, day: date, now: datetime, *, at: str = "", problem: str = ""
) -> HttpResponse:
    """Show the questions about `day`; `at` is the one to go on with, and where a `problem` is said."""
    diary = _diary(request, day)
    plan = CheckInPlan.of(diary, day)
    places = {factor.id for factor in plan.factors} | {"day", "night"}
    context = {
        "plan": plan,
        "at": at if at in places else "day",
        "problem": problem,
        "typed": request.POST.get("value", ""),
        "night": diary.night(day),
        "is_over": _is_over(request, day, now),
        "numbers": range(11),
        "day_before": day - ONE_DAY,
        "day_after": day + ONE_DAY if day < diary_day(now, request.user.time_zone) else None,
        **_same_as(request, plan),
    }
    template = "check_ins/_card.html" if request.htmx.target == ON_TONIGHT else "check_ins/check_in.html"
    return page(request, template, context, fragment={HERE, ON_TONIGHT}, status=422 if problem else 200)


def _same_as(request: SignedInRequest, plan: CheckInPlan) -> dict[str, object]:
    """Return what "Same as yesterday" would copy, and from which day."""
    earlier = None if plan.is_complete else records.last_check_in_before(request.user, plan.day)
    return {"earlier": earlier, "copied": in_words(plan.copied_from(earlier), plan.factors)}
