"""Whom to call in a country: the ambulance, urgent medical advice, the poison centre; each number with its source."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any, TypeVar

from diary.domain.guidance.documents import Document
from diary.domain.guidance.sources import Source, parse_sources
from diary.domain.vocabulary import Term, Urgency

SOURCES, ELSEWHERE = "sources", "elsewhere"
LONGEST = 20
FEW = 2
EMERGENCY, POISON = "emergency_number", "poison_centre"
T = TypeVar("T")
_CODE = re.compile(r"[A-Z]{2}")
_NUMBER = re.compile(r"[0-9](?:[ -]?[0-9]){1,14}")
_PLACEHOLDER = re.compile(rf"\{{({EMERGENCY}|{POISON})\}}")


class Service(Term):
    """Whom a number reaches."""

    EMERGENCY = "emergency", "Emergency"
    ADVICE = "advice", "Urgent medical advice"
    POISON = "poison", "Poison centre"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One number as people read it, what it is called there, and where or when it answers."""

    service: Service
    number: str
    source: Source
    seen_on: date
    name: str = ""
    note: str = ""

    @property
    def dial(self) -> str:
        """The digits alone, for a link that calls."""
        return re.sub(r"\D", "", self.number)

    @property
    def own_label(self) -> str:
        """What it is called there, and where or when it answers; empty when nothing is to be said."""
        return ", ".join(filter(None, (self.name, self.note)))

    @property
    def label(self) -> str:
        """Who answers, and where or when: "Poison centre, in Quebec"."""
        return ", ".join(filter(None, (self.name or self.service.label, self.note)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A country by its ISO 3166 code, with its numbers; `in_text` is its name in a sentence: "the Netherlands"."""

    code: str
    name: str
    in_text: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """Every country by its code, in the order of their names, and what is called where the country is unknown."""

    countries: Mapping[str, Country]
    elsewhere: tuple[Line, ...]

    def numbers(self, code: str | None, *, is_guess: bool = False) -> "LocalNumbers":
        """Return the numbers of the country `code`; those for anywhere when it is unknown or not listed.

        `is_guess` says that nobody has chosen this country.
        """
        country = self.countries.get(code or "")
        if country is None:
            return LocalNumbers(None, self.elsewhere)
        return LocalNumbers(country, country.lines, is_guess)


@dataclass(frozen=True, slots=True)
class LocalNumbers:
    """Whom to call; `country` is None when it is unknown, `is_guess` when nobody has chosen it."""

    country: Country | None
    lines: tuple[Line, ...]
    is_guess: bool = False

    def of(self, service: Service) -> tuple[Line, ...]:
        """Return the lines of `service`; empty where none is known."""
        return tuple(line for line in self.lines if line.service is service)

    @property
    def by_service(self) -> tuple[tuple[Service, tuple[Line, ...]], ...]:
        """Every line under whom it reaches."""
        return tuple((service, lines) for service in Service if (lines := self.of(service)))

    @property
    def emergency(self) -> tuple[Line, ...]:
        return self.of(Service.EMERGENCY)

    @property
    def at_once(self) -> tuple[Line, ...]:
        """Whom to call without looking further: an ambulance, and the line for urgent advice."""
        return (*self.emergency, *self.of(Service.ADVICE))

    @property
    def when_swallowed(self) -> tuple[Line, ...]:
        """Whom to call when something was swallowed: the poison centre, and an ambulance."""
        return self.called_in(f"{{{POISON}}} {{{EMERGENCY}}}")

    @property
    def emergency_words(self) -> str:
        """Whom to call in an emergency, to stand after "Call"."""
        numbers = [line.number for line in self.of(Service.EMERGENCY)]
        if self.country is None:
            return f"{', '.join(numbers)} or your local number"
        return " or ".join(numbers)

    @property
    def poison_words(self) -> str:
        """Whom to call about a poison, to stand after "Call": with the number when there is just one."""
        lines = self.of(Service.POISON)
        if len(lines) != 1:
            return "a poison centre"
        name = lines[0].name or "a poison centre"
        return name if lines[0].number in name.split() else f"{name} ({lines[0].number})"

    @property
    def facts(self) -> Mapping[str, str]:
        """What stands for {emergency_number} and {poison_centre}."""
        return {EMERGENCY: self.emergency_words, POISON: self.poison_words}

    def fill(self, text: str, escape: Callable[[str], str] = str) -> str:
        """Put the facts, each through `escape`, in the place of their names in braces; other braces stay."""
        facts = self.facts
        return _PLACEHOLDER.sub(lambda found: escape(facts[found[1]]), text)

    def fill_in(self, entry: T) -> T:
        """Return `entry`, a frozen dataclass of texts, with every text in it filled."""
        return _filled(entry, self)  # type: ignore[no-any-return]

    def called_in(self, *texts: str, urgency: Urgency | None = None) -> tuple[Line, ...]:
        """Return the lines that these unfilled texts tell to call, each number once.

        What is urgent today also gets the line for urgent advice, and an emergency its number whatever the words name.
        The ambulance stands first, but for today's matters, and never below many poison centres.
        """
        named = {found for text in texts for found in _PLACEHOLDER.findall(text)}
        is_today, emergency = urgency is Urgency.SAME_DAY, EMERGENCY in named or urgency is Urgency.EMERGENCY
        few = len(self.of(Service.POISON)) <= FEW
        services = [
            Service.EMERGENCY if emergency and not is_today else None,
            Service.POISON if POISON in named and few else None,
            Service.ADVICE if is_today else None,
            Service.EMERGENCY if emergency else None,
            Service.POISON if POISON in named else None,
        ]
        by_number: dict[str, Line] = {}
        for service in filter(None, services):
            for line in self.of(service):
                by_number.setdefault(line.dial, line)
        return tuple(by_number.values())


def parse_directory(tables: Mapping[str, Any]) -> Directory:
    """Read the numbers from their TOML tables; raise ContentError, naming country and field, for what is not right.

    Every country has an emergency number, and every number a source that is listed.
    """
    rest = dict(tables)
    sources = _sources(rest.pop(SOURCES, {}))
    elsewhere = Document(ELSEWHERE, rest.pop(ELSEWHERE, {}))
    elsewhere.refuse_unknown(*Service)
    countries = [_country(Document(code, table), sources) for code, table in rest.items()]
    ordered = sorted(countries, key=lambda country: country.name)
    return Directory({country.code: country for country in ordered}, _lines(elsewhere, sources))


def _sources(tables: Mapping[str, Any]) -> Mapping[str, tuple[Source, date]]:
    days = {key: Document(key, table).day("seen_on") for key, table in tables.items()}
    plain = {
        key: {name: value for name, value in table.items() if name != "seen_on"}
        for key, table in tables.items()
    }
    return {key: (source, days[key]) for key, source in parse_sources(plain).items()}


def _country(document: Document, sources: Mapping[str, tuple[Source, date]]) -> Country:
    if not _CODE.fullmatch(document.name):
        raise document.fault("code", "must be the two capitals of ISO 3166")
    document.refuse_unknown("name", "in_text", *Service)
    name = document.text("name")
    return Country(
        code=document.name,
        name=name,
        in_text=document.text("in_text") if "in_text" in document.fields else name,
        lines=_lines(document, sources),
    )


def _lines(document: Document, sources: Mapping[str, tuple[Source, date]]) -> tuple[Line, ...]:
    lines = tuple(_line(row, service, sources) for service in Service for row in document.tables(service))
    if not any(line.service is Service.EMERGENCY for line in lines):
        raise document.fault(Service.EMERGENCY, "must have at least one number")
    return lines


def _line(row: Document, service: Service, sources: Mapping[str, tuple[Source, date]]) -> Line:
    row.refuse_unknown("number", "source", "name", "note")
    number, key = row.text("number"), row.text("source")
    if not _NUMBER.fullmatch(number) or len(number) > LONGEST:
        raise row.fault("number", "must be digits, in groups if need be")
    if key not in sources:
        raise row.fault("source", f"does not know “{key}”")
    source, seen_on = sources[key]
    words = {name: row.text(name) for name in ("name", "note") if name in row.fields}
    return Line(service=service, number=number, source=source, seen_on=seen_on, **words)


def _filled(value: Any, numbers: LocalNumbers) -> Any:
    if type(value) is str:
        return numbers.fill(value)
    if isinstance(value, tuple):
        return tuple(_filled(item, numbers) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _filled(getattr(value, f.name), numbers) for f in fields(value)})
    return value
