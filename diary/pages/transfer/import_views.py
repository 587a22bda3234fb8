"""Bringing data in: choose a file, say how it is meant, look at what would happen, say yes, and take it back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.held import never_held
from accounts.http import SignedInRequest
from diary import records
from diary.actions import imports as actions
from diary.domain.days import wall_clock
from diary.domain.entries import Episode
from diary.domain.formats.foreign import ForeignReading, read_foreign
from diary.domain.formats.foreign_choices import Choices, Survey, open_questions
from diary.domain.formats.foreign_table import Table
from diary.domain.formats.presets import PRESET_BY_ID
from diary.domain.formats.recognising import FileKind
from diary.domain.merging import KINDS, Count, Import
from diary.domain.wording import counted, joined
from diary.http import page, see_other
from diary.pages.transfer.import_forms import ConfirmForm, FileForm, TableForm

START = "diary:import"
FORM_METHODS = ["GET", "HEAD", "POST"]
MOST_TRIED_LINES = 2_000
MOST_SAMPLE_ROWS = 5
MOST_KEPT = 50


@dataclass(frozen=True, slots=True)
class KindRow:
    """What happens to the rows of one kind, in words."""

    name: str
    count: Count

    @property
    def words(self) -> str:
        said = [
            (self.count.new, "new"),
            (self.count.same, "there already"),
            (self.count.differing, "there already, but not the same: yours stay as they are"),
            (self.count.in_bin, "in your bin: they stay there"),
        ]
        return "; ".join(f"{number:,} {words}" for number, words in said if number)


@never_held
@require_http_methods(FORM_METHODS)
def imports(request: SignedInRequest) -> HttpResponse:
    """Choose a file; below it what was brought in before."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    problems: tuple[str, ...] = ()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            new = actions.receive(request.user, file.file, size=file.size, now=timezone.now())
        except actions.ExportError as error:
            problems = error.problems
            form.add_error("file", "This file can not be brought in. Nothing was changed.")
        else:
            return see_other(request, reverse("diary:import_one", args=[new]))
    context = {
        "form": form,
        "problems": problems,
        "earlier": list(map(_named, records.imports_of(request.user))),
    }
    return page(request, "transfer/import.html", context, status=422 if form.is_bound else 200)


@require_safe
def one(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """What an import would do, or what it did."""
    try:
        return _preview(request, id, status=200)
    except actions.NotThere:
        found = records.import_of(request.user, id)
        if found is None or found.imported_at is None:
            return _gone(request)
        return page(request, "transfer/import_done.html", _done(request, found))


@require_http_methods(FORM_METHODS)
def columns(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Say how a foreign table is meant, with what comes of it."""
    now = timezone.now()
    try:
        table, choices = actions.table_of(request.user, id, now=now)
    except actions.NotThere:
        return _not_waiting(request, id)
    form = TableForm(request.POST if request.method == "POST" else None, table=table, choices=choices)
    if form.is_bound:
        is_valid = form.is_valid()
        only_looks = request.POST.get("go") == "look" and form.survey.problem is None
        if is_valid or only_looks:
            actions.choose(request.user, id, form.choices(), now=now)
            if not only_looks:
                return see_other(request, reverse("diary:import_one", args=[id]))
            is_open = open_questions(form.survey, form.choices())
            comes = "#meaning" if is_open else "#comes"
            return see_other(request, reverse("diary:import_columns", args=[id]) + comes)
    context = {"form": form, "table": table, "id": id, "source": _source(choices.source)}
    tried = _tried(table, choices, now) if not form.is_bound else {}
    return page(
        request, "transfer/import_columns.html", {**context, **tried}, status=422 if form.is_bound else 200
    )


@require_POST
def confirm(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Add what the preview showed."""
    form = ConfirmForm(request.POST)
    leave_out = form.is_valid() and form.cleaned_data["leave_out"]
    try:
        added = actions.confirm(request.user, id, leave_out=leave_out, now=timezone.now())
    except actions.NotThere:
        return _gone(request)
    except actions.NotChosen:
        return see_other(request, reverse("diary:import_columns", args=[id]))
    except actions.LinesRefused:
        return _preview(request, id, status=422, must_leave_out=True)
    except actions.ExportError as error:
        return _preview(request, id, status=422, problems=error.problems)
    words = _counts_words(added.counts) or "nothing new"
    messages.success(request, f"Added: {words}.")
    return see_other(request, reverse("diary:import_one", args=[id]))


@require_POST
def cancel(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Forget a file that waits."""
    try:
        actions.cancel(request.user, id)
    except actions.NotThere:
        return _not_waiting(request, id)
    messages.success(request, "Not brought in. The file was forgotten.")
    return see_other(request, reverse(START))


@require_POST
def undo(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Take out again what an import added."""
    try:
        undone = actions.undo(request.user, id, now=timezone.now())
    except actions.NotThere:
        return _gone(request)
    words = _counts_words(undone.gone) or "nothing more"
    messages.success(request, f"Taken out again: {words}.")
    return see_other(request, reverse("diary:import_one", args=[id]))


# --- Not there ------------------------------------------------------------------------------------


def _not_waiting(request: SignedInRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Lead to what became of a file."""
    if records.import_of(request.user, id) is None:
        return _gone(request)
    return see_other(request, reverse("diary:import_one", args=[id]))


def _gone(request: SignedInRequest) -> HttpResponse:
    """Say, of an address that never was and of a file that was forgotten alike, what to do next."""
    return page(request, "transfer/import_gone.html", status=404)


# --- Pieces ---------------------------------------------------------------------------------------


def _preview(
    request: SignedInRequest,
    id: UUID,  # noqa: A002
    *,
    status: int,
    must_leave_out: bool = False,
    problems: tuple[str, ...] = (),
) -> HttpResponse:
    try:
        preview = actions.preview(request.user, id, now=timezone.now())
    except actions.NotChosen:
        return see_other(request, reverse("diary:import_columns", args=[id]))
    counts = preview.merge.counts
    rows = [KindRow(_plural(kind), counts[kind]) for kind in KINDS if counts[kind].total]
    context = {
        "id": id,
        "name": _named(preview.run)[1],
        "is_table": preview.run.kind == FileKind.FOREIGN,
        "preview": preview,
        "rows": rows,
        "must_leave_out": must_leave_out,
        "problems": problems,
    }
    return page(request, "transfer/import_preview.html", context, status=status)


def _done(request: SignedInRequest, found: Import) -> dict[str, object]:
    kept = records.kept_of_import(request.user, found.id) if found.undone_at else ()
    return {
        "found": found,
        "name": _named(found)[1],
        "words": _counts_words(found.counts) or "Nothing new",
        "kept": list(_kept_rows(kept))[:MOST_KEPT],
        "kept_total": len(kept),
    }


def _kept_rows(kept: tuple[tuple[str, str, date | None], ...]) -> Iterator[tuple[str, date | None]]:
    for kind, name, day in kept:
        yield f"{counted(1, KINDS[kind])[2:].capitalize()}{f': {name}' if name else ''}", day


def _tried(table: Table, choices: Choices, now: datetime) -> dict[str, object]:
    """What comes of the first lines, as far as it is known how they are meant."""
    survey = Survey(table, choices.roles)
    if survey.problem or open_questions(survey, choices):
        return {"reading": None}
    first = Table(table.header, table.lines[:MOST_TRIED_LINES], table.told, table.uneven)
    reading = read_foreign(first, choices, now=now)
    return {
        "reading": reading,
        "samples": _samples(reading, choices.zone),
        "zone": choices.zone,
        "tried_lines": len(first.lines) + len(first.uneven),
        "all_lines": len(table.lines) + len(table.uneven),
    }


def _samples(reading: ForeignReading, zone: str) -> list[tuple[date, Episode]]:
    """The first cramps, each with the date that the calendar showed."""
    first = reading.diary.episodes[:MOST_SAMPLE_ROWS]
    return [(wall_clock(episode.started_at, zone).date(), episode) for episode in first]


def _source(source: str) -> str:
    return PRESET_BY_ID[source].name if source in PRESET_BY_ID else ""


def _named(found: Import) -> tuple[Import, str]:
    """An import with what it is called."""
    return found, _source(found.choices.get("source", "")) or FileKind(found.kind).label


def _plural(kind: str) -> str:
    return counted(2, KINDS[kind])[2:].capitalize()


def _counts_words(counts: Mapping[str, int]) -> str:
    return joined([counted(counts[kind], KINDS[kind]) for kind in KINDS if counts.get(kind)])
