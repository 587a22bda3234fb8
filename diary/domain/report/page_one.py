"""Page one: who and which nights, the numbers, when and where, what to talk about, medicines, what was tried."""

from collections.abc import Callable, Iterator, Sequence

from diary.domain.entries import Medicine, Visit
from diary.domain.factors import Factor
from diary.domain.medicines import MAY_CAUSE_CRAMPS, certain_class
from diary.domain.patterns import Finding, Period, Share, Spread, StandardBlock, Summary, wording
from diary.domain.patterns.summary import counts_alone, summary_of
from diary.domain.prompts import pregnant_on
from diary.domain.report.document import Block, Bullets, Paragraph, Part, Picture, Prompt, Table, Tone
from diary.domain.report.look import Look
from diary.domain.report.words import ReportWords
from diary.domain.selection import Section
from diary.domain.vocabulary import Condition, DrugClass, Sex
from diary.domain.wording import NOT_NOTED, counted, decimal, full_date, plural, rounded, share

NOT_SAID = "not said"
NONE = "–"
BY_HAND = "____________________"
# What a person reads at a glance; the rest follows in the details.
MOST_RELIEFS, MOST_CHANGES = 4, 3
WEEKS = "Cramps, week by week"
UNKNOWN = "Nights that were not noted are unknown and left out. Hard minutes never include soreness."
ALREADY_DISCUSSED = "Already discussed"
NO_TREND = (
    "Whether cramps became more or fewer is judged in a whole diary only; this report holds a part of one."
)


def about(look: Look) -> tuple[tuple[str, str], ...]:
    """Return who the report is about, as far as that was selected, and which nights it covers."""
    return (
        ("Name", BY_HAND),
        ("Made on", full_date(look.made_on)),
        ("Nights", f"{full_date(look.first)} to {full_date(look.last)}"),
        ("Noted", share(look.frequency.known, "night") if look.frequency.known.whole else NOT_NOTED),
        *(_profile(look) if look.has(Section.PROFILE) else ()),
    )


def _profile(look: Look) -> Iterator[tuple[str, str]]:
    profile = look.diary.profile
    yield "Year of birth", str(profile.birth_year or NOT_SAID)
    yield "Sex", profile.sex.label if profile.sex else NOT_SAID
    if profile.sex is not Sex.MALE:
        yield "Pregnant", {True: "yes", False: "no", None: NOT_SAID}[pregnant_on(look.diary, look.as_of)]
    if profile.gave_birth_on:
        yield "Gave birth on", full_date(profile.gave_birth_on)
    if profile.smoking:
        yield "Smokes, or vapes nicotine", profile.smoking.label
    said = [condition.label for condition in Condition if condition in profile.conditions]
    none = "none of those asked about" if profile.conditions_known else NOT_SAID
    yield "Conditions", ", ".join(said) or none


def page_one_of(look: Look, words: ReportWords) -> tuple[Part, ...]:
    """Return the parts of page one; what needs help today comes first."""
    numbers = (
        Part("numbers", "In numbers", tuple(_numbers(look))),
        Part("when-and-where", "How often, when and where", tuple(_when_and_where(look))),
    )
    reasons = Part("reasons", "Reasons to talk", tuple(_reasons(look, words)))
    is_urgent = any(isinstance(block, Prompt) for block in reasons.blocks)
    parts = (
        *((reasons, *numbers) if is_urgent else (*numbers, reasons)),
        Part("medicines", "Medicines", tuple(_medicines(look))),
        Part("tried", "What was tried", tuple(_tried(look))),
        Part("questions", "Questions of the patient", tuple(_questions(look))),
    )
    return tuple(part for part in parts if part.blocks)


# --- The numbers ----------------------------------------------------------------------------------------------------


def _numbers(look: Look) -> Iterator[Block]:
    yield Paragraph(str(summary(look)), Tone.STRONG)
    yield Paragraph(wording.change_words(look.verdicts.change) if look.verdicts else NO_TREND)
    yield Table(
        "The outcomes that trials of leg cramps count, each with what it rests on",
        ("", *(_column(block, place) for place, block in enumerate(look.blocks))),
        tuple((name, *(cell(block) for block in look.blocks)) for name, cell in NUMBERS),
    )
    yield Paragraph(UNKNOWN, Tone.SOFT)


def summary(look: Look) -> Summary:
    """Return the sentence that sums the nights up: that of the screen, but the trend has a sentence of its own."""
    if look.nights_needed:
        return counts_alone(Period.ALL, look.frequency)
    findings: Sequence[Finding] = look.verdicts.factors.findings if look.verdicts else ()
    return summary_of(Period.ALL, look.frequency, look.timing, look.places, None, findings)


def _column(block: StandardBlock, place: int) -> str:
    return f"Last {block.days} nights" if place else f"All {counted(block.days, 'night')}"


def _mean(block: StandardBlock) -> str:
    return f"{_rate(block.mean_per_week)} ({counted(block.cramps, 'cramp')})"


def _median(block: StandardBlock) -> str:
    return f"{_rate(block.median_per_week)} (of {counted(block.weeks.part, 'week')})"


def _rate(per_week: float | None) -> str:
    return "not enough nights" if per_week is None else decimal(per_week)


def _cramp_nights(block: StandardBlock) -> str:
    weekly = block.cramp_nights_per_week
    return share(block.cramp_nights) + ("" if weekly is None else f" ({decimal(weekly)} a week)")


def _by_day(block: StandardBlock) -> str:
    silent = f" ({block.state_unknown:,} not said)" if block.state_unknown else ""
    return f"{block.by_day:,} of {block.cramps:,}{silent}"


def _hard_minutes(block: StandardBlock) -> str:
    spread = block.hard_minutes
    median, most = (f"{rounded(minutes or 0):,}" for minutes in (spread.median, spread.p90))
    return _rests(spread, f"{median}; 9 of 10 up to {most}", "")


def _median_of(spread: Spread, noun: str) -> str:
    return _rests(spread, decimal(spread.median), f" {plural(spread.known.whole, noun)}")


def _rests(spread: Spread, said: str, noun: str) -> str:
    return f"{said if spread.known.part else NOT_NOTED} ({share(spread.known)}{noun})"


# What a row of the table is called, and how it says its number.
NUMBERS: tuple[tuple[str, Callable[[StandardBlock], str]], ...] = (
    ("Nights noted", lambda block: share(block.confirmed)),
    ("Cramps a week, mean", _mean),
    ("Cramps a week, median", _median),
    ("Nights with cramps in bed", _cramp_nights),
    ("Cramps by day", _by_day),
    ("Hard minutes, median", _hard_minutes),
    ("Severity 0 to 10, median", lambda block: _median_of(block.severity, "entry,entries")),
    ("Sleep disturbed 0 to 10, median", lambda block: _median_of(block.sleep_disturbance, "night")),
    ("In bed", lambda block: share(block.entries_in_bed)),
    ("In the calf", lambda block: share(block.entries_in_calf)),
    ("Eased by stretching", lambda block: share(block.eased)),
    ("All ICSD-3 features", lambda block: share(block.icsd3)),
)


# --- How often, when and where --------------------------------------------------------------------------------------


def _when_and_where(look: Look) -> Iterator[Block]:
    if not look.frequency.known.part:
        return
    often = wording.frequency_words(look.frequency)
    yield Picture("weeks", look.frequency, WEEKS, often)
    if not look.has_details:
        yield Bullets((often,))
        return
    when, where = wording.timing_words(look.timing), wording.place_words(look.places)
    yield Picture("clock", look.timing, "Time of day", when)
    if look.places.muscles:
        yield Picture("body", look.places, "Where (L, R: the patient’s own left, right)", where)
    yield Bullets((often, when, where))


# --- Reasons to talk ------------------------------------------------------------------------------------------------


def _reasons(look: Look, words: ReportWords) -> Iterator[Block]:
    """Yield what needs help today in full, the rest as a list; the details tell of those."""
    if look.prompts is None:
        return
    fired = [words.prompt(prompt) for prompt in look.prompts.fired]
    quiet = [words.prompt(prompt) for prompt in look.prompts.quiet]
    yield from (prompt for prompt in fired if prompt.is_urgent)
    rows = [
        *((prompt.urgency, prompt.title, prompt.cause) for prompt in fired if not prompt.is_urgent),
        *((ALREADY_DISCUSSED, prompt.title, prompt.cause) for prompt in quiet),
    ]
    if rows:
        yield Table(
            "What in the diary is a reason to talk", ("How soon", "What", "Why it is here"), tuple(rows)
        )
    yield from map(Paragraph, words.nothing_fired(look.prompts))
    yield Paragraph(words.not_reviewed, Tone.SOFT)


# --- Medicines ------------------------------------------------------------------------------------------------------


def _medicines(look: Look) -> Iterator[Block]:
    medicines = look.diary.medicines
    if not look.has(Section.MEDICINES):
        return
    if not medicines:
        yield Paragraph("None noted.", Tone.SOFT)
        return
    noted = any(medicine.note for medicine in medicines)
    yield Table(
        "What the patient takes or took, as they call it",
        ("Name", "Kind", "Since", "Changed", "Stopped", *(("Note",) if noted else ())),
        tuple((*_medicine(medicine), *((medicine.note,) if noted else ())) for medicine in medicines),
    )
    if any(_kind(medicine) in MAY_CAUSE_CRAMPS for medicine in medicines):
        yield Paragraph(
            "* Named in published sources as a possible cause of cramps: a reason to ask, not to stop it.",
            Tone.SOFT,
        )


def _medicine(medicine: Medicine) -> tuple[str, ...]:
    kind = _kind(medicine)
    said = kind.label if kind and kind is not DrugClass.NONE else NONE
    return (
        medicine.name,
        f"{said} *" if kind in MAY_CAUSE_CRAMPS else said,
        full_date(medicine.started_on) if medicine.started_on else NOT_NOTED,
        ", ".join(map(full_date, medicine.changes)) or NONE,
        full_date(medicine.stopped_on) if medicine.stopped_on else NONE,
    )


def _kind(medicine: Medicine) -> DrugClass | None:
    """Return what the person confirmed, else what the name says by itself."""
    return medicine.drug_class or certain_class(medicine.name)


# --- What was tried, and what to ask --------------------------------------------------------------------------------


def _tried(look: Look) -> Iterator[Block]:
    lines = [*_reliefs(look), *_on_purpose(look), *_changes(look)]
    if lines:
        yield Bullets(tuple(lines))


def _reliefs(look: Look) -> Iterator[str]:
    for use in look.relief[:MOST_RELIEFS] if look.has_details else ():
        helped = (
            f"it helped {share(Share(use.helped, use.answered))} times, a little {counted(use.partly, 'time')}"
            if use.answered
            else "whether it helped is not noted"
        )
        yield f"{use.relief.label}: in {share(use.tried)} entries that say what was tried; {helped}."


def _on_purpose(look: Look) -> Iterator[str]:
    for factor in look.diary.factors:
        if factor.is_on_purpose and factor.id in look.factors:
            yield _after(factor, *look.factors[factor.id])


def _after(factor: Factor, with_it: Share, without: Share) -> str:
    return (
        f"{factor.name}: cramps on {share(with_it, 'night')} after {factor.present_words}, "
        f"and on {share(without, 'other night')}."
    )


def _changes(look: Look) -> Iterator[str]:
    for change in look.dated_changes[:MOST_CHANGES]:
        yield wording.before_after_counts(change)


def _questions(look: Look) -> Iterator[Block]:
    for visit in look.diary.visits:
        if visit.closed_at is None and visit.questions:
            yield Paragraph(f"For the visit {_visit(visit)}:")
            yield Bullets(tuple(question.text for question in visit.questions))


def _visit(visit: Visit) -> str:
    return f"on {full_date(visit.on)}" + (f", {visit.with_whom}" if visit.with_whom else "")
