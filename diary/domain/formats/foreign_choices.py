"""What a person has to say of another program's table before it can be read, and what can be filled in for them."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from itertools import islice
from typing import Any, Self

from diary.domain.formats.foreign_table import Line, Table
from diary.domain.formats.foreign_values import (
    PARTS_OF_THE_DAY,
    SEVERITY_OF_WORD,
    Colons,
    DateOrder,
    Scale,
    Unit,
    date_orders,
    has_one_colon,
    is_worded,
    moment_of,
    needs_unit,
    time_of,
)
from diary.domain.formats.presets import (
    NO_WORDS,
    SEVERAL,
    YES_WORDS,
    Clock,
    Role,
    Untimed,
    likely_roles,
    means_cramp,
    preset_for,
)
from diary.domain.formats.reading import Refused, shown
from diary.domain.text import NAME_LIMIT, folded, text_problem
from diary.domain.vocabulary import Term

MOST_LABELS = 80
MOST_WORDS = 20
# So many of the first cells of a column show what it holds.
FIRST_CELLS = 50
_MARKS = ("|", ";", ",")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """How a table is meant; None is not said yet.

    `roles` has one for each column. `words` maps a severity word to 0 to 10 or to None, not known. `cramps` are the
    labels that mean a cramp, `factors` those to follow as yes or no. `others_are_no` and `others_are_clear` say what
    a day with a line but without the word means: that it was not so, and that the night had no cramp.
    """

    source: str
    roles: tuple[Role, ...]
    zone: str
    date_order: DateOrder | None = None
    clock: Clock | None = None
    untimed: Untimed | None = None
    scale: Scale | None = None
    unit: Unit | None = None
    colons: Colons | None = None
    words: Mapping[str, int | None] = field(default_factory=dict)
    cramps: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()
    others_are_no: bool = False
    others_are_clear: bool = False

    @property
    def has_labels(self) -> bool:
        """Whether a line is an entry about a day, not a cramp."""
        return Role.LABELS in self.roles

    def as_json(self) -> dict[str, Any]:
        """Return the choices as JSON values."""
        plain = asdict(self)
        return {name: value.value if isinstance(value, Term) else value for name, value in plain.items()} | {
            "roles": [role.value for role in self.roles]
        }

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Self:
        """Return the choices that `as_json` wrote."""
        terms = {
            "date_order": DateOrder, "clock": Clock, "untimed": Untimed, "scale": Scale, "unit": Unit, "colons": Colons,
        }  # fmt: skip
        said = {f.name: kept[f.name] for f in fields(cls)}
        said |= {name: term(said[name]) if said[name] else None for name, term in terms.items()}
        for name in ("cramps", "factors"):
            said[name] = tuple(said[name])
        return cls(**said | {"roles": tuple(map(Role, said["roles"]))})


@dataclass(frozen=True)
class Survey:
    """What a table holds under given roles, and what has to be asked about it."""

    table: Table
    roles: tuple[Role, ...]

    def columns(self, *roles: Role) -> Iterator[int]:
        return (index for index, role in enumerate(self.roles) if role in roles)

    def _texts(self, *roles: Role) -> Iterator[str]:
        return (text for index in self.columns(*roles) for text in self.table.column(index))

    @cached_property
    def problem(self) -> str | None:
        """Return why no diary can be made with these roles, or None."""
        counts = Counter(role for role in self.roles if role not in SEVERAL)
        doubled = next((role for role, count in counts.items() if count > 1), None)
        if doubled is not None:
            return f"Two columns are marked as “{doubled.label}”. Please choose one."
        if not counts.keys() & {Role.START, Role.DATE}:
            return "Please say which column holds the date."
        return None

    @cached_property
    def date_orders(self) -> frozenset[DateOrder] | None:
        return date_orders(self._texts(Role.START, Role.DATE, Role.END))

    @cached_property
    def asks_date_order(self) -> bool:
        return self.date_orders is not None and len(self.date_orders) != 1

    @cached_property
    def asks_clock(self) -> bool:
        return Role.LABELS in self.roles and any(True for _ in self.columns(Role.TIME, Role.START))

    @cached_property
    def asks_untimed(self) -> bool:
        """Whether some lines have a date and no time, or all may: their time may be that of writing."""
        return self.asks_clock or any(_lacks_time(self, line) for line in self.table.lines)

    @cached_property
    def asks_unit(self) -> bool:
        return any(map(needs_unit, self._texts(Role.DURATION)))

    @cached_property
    def asks_colons(self) -> bool:
        return any(map(has_one_colon, self._texts(Role.DURATION)))

    @cached_property
    def asks_scale(self) -> bool:
        return not all(map(is_worded, self._texts(Role.SEVERITY)))

    @cached_property
    def asks_clear(self) -> bool:
        """Whether lines may tell of a day without a cramp."""
        return Role.LABELS in self.roles or "0" in self._texts(Role.COUNT)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The severities that are words, the most frequent first, at most 20."""
        counts = Counter(folded(text) for text in self._texts(Role.SEVERITY) if is_worded(text))
        return tuple(word for word, _ in counts.most_common(MOST_WORDS))

    @cached_property
    def labels(self) -> Mapping[str, int]:
        """Each activity or symptom with its number of lines: all that seem to mean a cramp, then the most frequent."""
        counts = Counter(label for line in self.table.lines for label in set(labels_of(self, line)))
        usable = {
            label: count for label, count in counts.most_common() if text_problem(label, NAME_LIMIT) is None
        }
        ordered = sorted(usable.items(), key=lambda item: not means_cramp(item[0]))
        return dict(ordered[:MOST_LABELS])

    @cached_property
    def marks(self) -> Mapping[int, str]:
        """What parts the labels in each column of them."""
        return {
            index: next(
                (mark for mark in _MARKS if any(mark in text for text in self.table.column(index))), ","
            )
            for index in self.columns(Role.LABELS)
        }

    def cell(self, line: Line, role: Role) -> str:
        """Return what stands in the column with this role, "" without one."""
        return next((line.cells[index] for index in self.columns(role)), "")


def first_choices(table: Table, zone: str) -> Choices:
    """Return what can be filled in before anybody said anything."""
    preset = preset_for(table.header)
    survey = Survey(table, _roles_by_content(table, likely_roles(table.header, preset)))
    says_yes = {
        folded(text)
        for index in survey.columns(Role.LABELS)
        if means_cramp(table.header[index])
        for text in table.column(index)
        if folded(text) in YES_WORDS
    }
    orders = survey.date_orders
    return Choices(
        source=preset.id if preset else "table",
        roles=survey.roles,
        zone=zone,
        date_order=next(iter(orders)) if orders and len(orders) == 1 else None,
        clock=preset.clock if preset else None,
        scale=preset.scale if preset else None,
        unit=preset.unit if preset else None,
        words={word: SEVERITY_OF_WORD[word] for word in survey.words if word in SEVERITY_OF_WORD},
        cramps=tuple(label for label in survey.labels if means_cramp(label) or folded(label) in says_yes),
    )


def _roles_by_content(table: Table, roles: tuple[Role, ...]) -> tuple[Role, ...]:
    """Return the likely roles again, where what stands in a column tells more than its name."""
    found = list(roles)
    for index, name in enumerate(table.header):
        cells = list(islice(table.column(index), FIRST_CELLS))
        if found[index] is Role.START and Role.DATE in found and Role.TIME not in found and _are_times(cells):
            found[index] = Role.TIME
        is_open = found[index] in {Role.IGNORED, Role.COUNT}
        if is_open and means_cramp(name) and cells and set(map(folded, cells)) <= YES_WORDS | NO_WORDS:
            found[index] = Role.LABELS
    if not {Role.START, Role.DATE} & set(found):
        dated = (
            index for index, role in enumerate(found) if role is Role.IGNORED and _are_dates(table, index)
        )
        for index in islice(dated, 1):
            found[index] = Role.DATE
    return tuple(found)


def _are_times(cells: Sequence[str]) -> bool:
    return bool(cells) and all(_is_read(time_of, cell) for cell in cells)


def _are_dates(table: Table, index: int) -> bool:
    cells = list(islice(table.column(index), FIRST_CELLS))
    return bool(cells) and all(
        any(_is_read(lambda text, order=order: moment_of(text, order), cell) for order in DateOrder)  # type: ignore[misc]
        for cell in cells
    )


def _is_read(read: Callable[[str], object], cell: str) -> bool:
    try:
        read(cell)
    except Refused:
        return False
    return True


def open_questions(survey: Survey, choices: Choices) -> Mapping[str, str]:
    """Return what still has to be said, by the name of the choice, each with a sentence."""
    unknown = [word for word in survey.words if word not in choices.words]
    is_asked = {
        "date_order": (
            survey.asks_date_order and choices.date_order is None,
            "Please say which comes first.",
        ),
        "clock": (survey.asks_clock and choices.clock is None, "Please say what the time means."),
        "untimed": (
            survey.asks_untimed and choices.untimed is None,
            "Please say when cramps without a time were.",
        ),
        "scale": (survey.asks_scale and choices.scale is None, "Please say from where to where it reaches."),
        "words": (
            bool(unknown),
            f"Please choose a number for {', '.join(shown(word) for word in unknown[:3])}.",
        ),
        "unit": (survey.asks_unit and choices.unit is None, "Please say what the numbers count."),
        "colons": (survey.asks_colons and choices.colons is None, "Please say what 1:30 means."),
        "cramps": (
            choices.has_labels and not choices.cramps,
            "Please tick at least one that means a cramp.",
        ),
    }
    return {name: words for name, (is_open, words) in is_asked.items() if is_open}


def labels_of(survey: Survey, line: Line) -> list[str]:
    """Return the activities or symptoms that a line names."""
    return [
        label.strip()
        for index, mark in survey.marks.items()
        for label in line.cells[index].split(mark)
        if label.strip()
    ]


def _lacks_time(survey: Survey, line: Line) -> bool:
    """Whether a line has a date and no time of the day; one without a date is told of when it is read."""
    clock = survey.cell(line, Role.TIME)
    if clock and folded(clock) not in PARTS_OF_THE_DAY:
        return False
    return _is_date_alone(survey.cell(line, Role.START) or survey.cell(line, Role.DATE))


def _is_date_alone(text: str) -> bool:
    for order in DateOrder:
        try:
            return moment_of(text, order)[1] is None
        except Refused:
            continue
    return False
