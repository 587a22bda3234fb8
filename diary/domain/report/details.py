"""The pages after page one: what goes with the cramps, every entry, and how it was counted."""

from collections.abc import Iterator

from diary.domain.entries import DeviceDay, Episode, Visit
from diary.domain.patterns import CrossoverFinding, Finding, Spread, Verdict, wording
from diary.domain.patterns.place import places_in_words
from diary.domain.patterns.wording import FindingWords
from diary.domain.prompts.questions import words_of
from diary.domain.report.document import Block, Bullets, Facts, Paragraph, Part, Picture, Table, Tone
from diary.domain.report.look import Look
from diary.domain.report.page_one import NONE
from diary.domain.report.words import ReportWords
from diary.domain.selection import Section
from diary.domain.wording import counted, decimal, duration, full_date, onset_time, share

# More rows than anybody reads. The sentence above the list says how many there are.
MOST_LISTED = 400
A_PART = (
    "No verdicts: this report holds a part of the diary, and whoever chooses the nights can choose the answer. "
    "These are counts of the period. A report from the first night on has the verdicts."
)
ICSD_3 = (
    "Sleep-related leg cramp by ICSD-3: a painful sensation in the leg or foot with sudden, involuntary hardness of "
    "the muscle; during the time in bed; relieved by forceful stretching. As quoted in Rabbitt and others, Age and "
    "Ageing 2016;45:776-782. Counted from what the patient ticked."
)
NO_MEASURE = (
    "No complete, validated patient-reported measure of cramps exists (Katzberg, Canadian Journal of Neurological "
    "Sciences 2019)."
)
METHOD = (
    "Nobody has verified what is written here. The patient chose the period and the parts of this report.",
    (
        "A diary day runs from noon to noon and is named after its evening. A night counts when a cramp was written "
        "down or the patient said that there was none; the others are unknown, never clear."
    ),
    (
        "A link is not a cause. It compares nights of the same four weeks, and of what is called a clear pattern at "
        "most one in ten is expected to be chance."
    ),
)
CODES = (
    ("Cramp and spasm", "ICD-10 R25.2"),
    ("Sleep related leg cramps", "ICD-10-CM G47.62 (United States)"),
    ("Muscle spasm of calf", "ICD-10-CM M62.831 (United States)"),
)


def details_of(look: Look, words: ReportWords) -> tuple[Part, ...]:
    """Return the parts that follow page one, without those that have nothing to say."""
    parts = (
        Part("reasons-in-full", "Reasons to talk, in full", tuple(_reasons(look, words)), True),
        Part("what-goes-with-it", "What goes with it", tuple(_links(look)), True),
        Part("before-and-after", "Before and after", tuple(_changes(look)), True),
        Part("how-hard", "How hard", tuple(_burden(look)), True),
        Part("relief", "What helped", tuple(_relief(look)), True),
        Part("year", "The year, night by night", tuple(_year(look)), True),
        Part("entries", "Every cramp", tuple(_entries(look)), True),
        Part("devices", "Sleep, steps and workouts", tuple(_devices(look)), True),
        Part("visits", "Visits", tuple(_visits(look)), True),
        Part("open", "Questions without an answer", tuple(_unanswered(look)), True),
        Part("method", "How this was counted", tuple(_method()), True),
    )
    return tuple(part for part in parts if part.blocks)


def _reasons(look: Look, words: ReportWords) -> Iterator[Block]:
    """Yield what page one tells of in one line."""
    if look.prompts:
        fired = map(words.prompt, look.prompts.fired)
        yield from (prompt for prompt in fired if not prompt.is_urgent)
        yield from map(words.prompt, look.prompts.quiet)


# --- What goes with it ----------------------------------------------------------------------------------------------


def _links(look: Look) -> Iterator[Block]:
    if not look.has(Section.CHECK_INS):
        return
    if look.verdicts is None:
        yield from _counts(look)
        return
    factors = look.verdicts.factors
    found = [
        (finding, wording.finding_words(finding, factors))
        for findings in wording.in_order(factors)
        for finding in findings
        if finding.known
    ]
    if found:
        yield from (Paragraph(_in_full(words)) for finding, words in found if _stands_out(finding))
        yield Table(
            "Nights with cramps of nights noted, after each of these and on the other nights",
            ("What", "Nights after it", "Other nights", "So far", "Ratio and interval"),
            tuple(
                (words.name, *wording.shares_words(finding), words.verdict, words.ratio)
                for finding, words in found
            ),
        )
        said = f"{wording.look_words(factors)} {wording.comparing_words(factors)}"
        yield Paragraph(said.strip(), Tone.SOFT)
    if look.verdicts.crossover:
        yield _crossover(look.verdicts.crossover)


def _stands_out(finding: Finding) -> bool:
    return finding.verdict in {Verdict.CLEAR, Verdict.HINT}


def _in_full(words: FindingWords) -> str:
    return " ".join([f"{words.name}:", words.counts, words.meaning, *words.notes])


def _counts(look: Look) -> Iterator[Block]:
    rows = tuple(
        (factor.name, *map(share, look.factors[factor.id]))
        for factor in look.diary.factors
        if factor.id in look.factors
    )
    if rows:
        yield Paragraph(A_PART)
        yield Table(
            "Nights with cramps of nights noted, after each of these and on the other nights",
            ("What", "Nights after it", "Other nights"),
            rows,
        )


def _crossover(findings: tuple[CrossoverFinding, ...]) -> Table:
    said = [(finding, wording.crossover_words(finding)) for finding in findings]
    return Table(
        "Nights with cramps that came after each of these, and comparison days that did: the same weekday before",
        ("What", "Nights with cramps", "Comparison days", "So far", "Ratio and interval"),
        tuple(
            (words.name, share(finding.cramp_nights), share(finding.control_days), words.verdict, words.ratio)
            for finding, words in said
        ),
    )


def _changes(look: Look) -> Iterator[Block]:
    if look.dated_changes:
        said = wording.before_after_counts if look.verdicts is None else wording.before_after_words
        yield Bullets(tuple(map(said, look.dated_changes)))


# --- How hard, what helped, the year --------------------------------------------------------------------------------


def _burden(look: Look) -> Iterator[Block]:
    if look.has_details:
        measured = wording.burden_words(look.burden)
        yield Facts(tuple((one.name, f"{one.value} {one.rests}".strip()) for one in measured))


def _relief(look: Look) -> Iterator[Block]:
    if not look.has_details or not look.relief:
        return
    yield Picture("relief", look.relief, "What was tried", wording.relief_words(look.relief))
    yield Table(
        "What was tried, how it went, and the minutes that half of those cramps were over within",
        ("Relief", "Tried", "Helped", "A little", "No", "Not said", "Half over within", "Minutes noted"),
        tuple(
            (
                use.relief.label,
                share(use.tried),
                f"{use.helped:,}",
                f"{use.partly:,}",
                f"{use.not_helped:,}",
                f"{use.not_said:,}",
                duration(use.hard_minutes.median),
                share(use.hard_minutes.known),
            )
            for use in look.relief
        ),
    )
    yield Paragraph(
        "Long cramps get more things tried on them, so the minutes of two rows can not be compared.",
        Tone.SOFT,
    )


def _year(look: Look) -> Iterator[Block]:
    if not look.calendar.known.part:
        return
    said = wording.calendar_words(look.calendar)
    yield Picture("year", look.calendar, "A row for each month, a column for each night", said)
    yield Paragraph(said)
    yield Table(
        "The months of the period, twelve at most",
        ("Month", "Cramps", "Nights with cramps", "Nights noted"),
        tuple(
            (f"{month.first:%B %Y}", f"{month.cramps:,}", share(month.nights), share(month.known))
            if month.known.part
            else (f"{month.first:%B %Y}", NONE, NONE, share(month.known))
            for month in look.calendar.months
            if month.known.whole
        ),
    )


# --- Every cramp ----------------------------------------------------------------------------------------------------


def _entries(look: Look) -> Iterator[Block]:
    if not look.has(Section.EPISODES):
        return
    episodes, zone = look.diary.episodes, look.diary.time_zone
    listed = episodes[: -MOST_LISTED - 1 : -1]
    if not listed:
        yield Paragraph("No cramp is noted in this period.")
        return
    if len(listed) < len(episodes):
        yield Paragraph(
            f"The latest {len(listed):,} of {len(episodes):,} entries. A report of a shorter period lists all of its "
            "own; a file of the diary (CSV or JSON) has every one."
        )
    noted = any(episode.note for episode in listed)
    yield Table(
        f"{counted(len(listed), 'entry,entries')}, the latest first. “{NONE}” was not noted.",
        ("Night", "Began", "Where", "Hard", "Severity", "Woke", "Eased", *(("Note",) if noted else ())),
        tuple((*_entry(episode, zone), *((episode.note,) if noted else ())) for episode in listed),
    )


def _entry(episode: Episode, zone: str) -> tuple[str, ...]:
    spell = f" ({episode.count} cramps)" if episode.cramps > 1 else ""
    return (
        f"{episode.day:%a} {full_date(episode.day)}",
        onset_time(episode, zone),
        f"{places_in_words(episode.places) or NONE}{spell}",
        NONE if episode.hard_minutes is None else duration(episode.hard_minutes),
        NONE if episode.severity is None else f"{episode.severity} of 10",
        {True: "yes", False: "no", None: NONE}[episode.woke],
        episode.stretch_eased.label.lower() if episode.stretch_eased else NONE,
    )


# --- Devices, visits, questions -------------------------------------------------------------------------------------


def _devices(look: Look) -> Iterator[Block]:
    if not look.diary.device_days:
        return
    recorded = {day.day: day for day in look.diary.device_days}
    days = [recorded.get(night.day, DeviceDay(day=night.day)) for night in look.nights]
    sleep = Spread.of(day.sleep_minutes for day in days)
    steps = Spread.of(day.steps for day in days)
    workouts = Spread.of(day.workout_minutes for day in days)
    yield Facts(
        (
            ("Sleep", _median(sleep, duration(sleep.median))),
            ("Steps", _median(steps, decimal(steps.median))),
            ("Workouts", _median(workouts, duration(workouts.median))),
        )
    )
    yield Paragraph("As a watch or phone recorded it. No pattern is drawn from it.", Tone.SOFT)


def _median(spread: Spread, middle: str) -> str:
    return (
        f"{middle} or less on half of them; recorded on {share(spread.known, 'day')}"
        if spread.known.part
        else NONE
    )


def _visits(look: Look) -> Iterator[Block]:
    for visit in look.diary.visits:
        if visit.closed_at is not None:
            yield from _visit(visit)


def _visit(visit: Visit) -> Iterator[Block]:
    yield Paragraph(" ".join(filter(None, (f"{full_date(visit.on)}:", visit.with_whom, visit.note))))
    if visit.questions:
        yield Bullets(tuple(question.text for question in visit.questions))


def _unanswered(look: Look) -> Iterator[Block]:
    if look.prompts and look.prompts.unanswered:
        yield Paragraph(
            "Some warning signs could not be looked at, because these are open. Open never counts as no."
        )
        yield Bullets(tuple(map(words_of, look.prompts.unanswered)))


def _method() -> Iterator[Block]:
    yield from map(Paragraph, METHOD)
    yield Bullets((ICSD_3, NO_MEASURE))
    yield Paragraph("Codes that belong to these words. The diary makes no finding of a disease.", Tone.SOFT)
    yield Facts(CODES)
