"""Something worries me, and the monthly check: questions, answered with what to do; and the emergency words for all."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from diary import records
from diary.actions import answers
from diary.content.medicines import class_to_confirm
from diary.content.prompt_words import emergency_words, gate_words, no_sign_words, worded
from diary.domain.days import diary_day
from diary.domain.entries import Diary
from diary.domain.prompts import gate, prompts_for
from diary.domain.prompts.asking import questions_due, questions_for
from diary.domain.prompts.questions import QUESTION_BY_ID, Question, words_of
from diary.http import local_of, page, see_other
from diary.pages.worried.forms import QuestionsForm

ANSWERED_WITHIN = timedelta(days=7)


@require_http_methods(["GET", "HEAD", "POST"])
def worried(request: SignedInRequest) -> HttpResponse:
    """Answer any of the questions; what they lead to stands above them at once."""
    return _ask(request, "worried/worried.html", questions_for)


@require_http_methods(["GET", "HEAD", "POST"])
def monthly_check(request: SignedInRequest) -> HttpResponse:
    """The questions that are put once a month or every three months, as far as they are due."""
    return _ask(request, "worried/monthly_check.html", questions_due)


def _ask(
    request: SignedInRequest, template: str, choose: Callable[[Diary, date], tuple[Question, ...]]
) -> HttpResponse:
    """Answer a page of `template` with the questions that `choose` picks for this diary."""
    now = timezone.now()
    today = diary_day(now, request.user.time_zone)
    diary = records.recent_diary_of(request.user, today)
    questions = choose(diary, today)
    form = QuestionsForm(request.POST if request.method == "POST" else None, questions=questions)
    if request.method == "POST" and form.is_valid():
        said = form.answers()
        answers.say(request.user, said, now=now)
        messages.success(request, "Your answers are saved." if said else "Nothing was answered yet.")
        return see_other(request, request.path)
    prompts = prompts_for(diary, today)
    return page(
        request,
        template,
        {
            "form": form,
            "prompts": [worded(prompt, local_of(request)) for prompt in prompts.fired],
            "nothing_fired": no_sign_words(prompts) if _answered_lately(diary, now) else (),
            "due": len(questions_due(diary, today)),
        },
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def before_a_supplement(request: SignedInRequest) -> HttpResponse:
    """The gate before a supplement: what has to be known, and whether a doctor or pharmacist comes first."""
    now = timezone.now()
    form = QuestionsForm(
        request.POST if request.method == "POST" else None, questions=[QUESTION_BY_ID[gate.QUESTION]]
    )
    if request.method == "POST" and form.is_valid():
        answers.say(request.user, form.answers(), now=now)
        return see_other(request, request.path)
    found = gate.supplement_gate(
        records.answers_of(request.user), diary_day(now, request.user.time_zone), class_to_confirm
    )
    context = {
        "form": form,
        "gate": found,
        "words": gate_words(),
        "unanswered": [words_of(question) for question in found.unanswered],
    }
    return page(request, "worried/before_a_supplement.html", context, status=422 if form.is_bound else 200)


@login_not_required
@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """When to get help now: for everybody, without an account."""
    return page(request, "worried/help_now.html", {"emergency": emergency_words(local_of(request))})


def _answered_lately(diary: Diary, now: datetime) -> bool:
    """Whether one of the questions was answered in the last 7 days: without that, nothing was looked at."""
    lately = (answer for answer in diary.answers if now - answer.answered_at < ANSWERED_WITHIN)
    return any(answer.question in QUESTION_BY_ID and answer.value is not None for answer in lately)
