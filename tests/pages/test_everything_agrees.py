"""Whoever reads the diary, and wherever, reads the same numbers: screen, report, link, paper, tables, command, clinic.

What each place says is read as its reader would read it, and held against a count made here from the tables alone.
"""

import csv
import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO, TextIOWrapper
from statistics import median
from zipfile import ZipFile

import html5lib
import pikepdf
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from diary.domain.days import days_between
from diary.domain.demo import demo_diary
from diary.domain.factors import FACTORS, Factor
from diary.domain.patterns.exposure import NO, UNKNOWN, YES
from diary.domain.wording import decimal, rounded
from tests.pages.diaries import write

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LAST_NIGHT = date(2026, 11, 21)
CODES = {None: UNKNOWN, False: NO, True: YES}
# What every place says of the whole diary, and what only those say that go into detail.
COUNTED = frozenset(("nights noted", "cramps", "nights with cramps", "a week"))
MEASURED = frozenset(("median of weeks", "hard", "hard noted", "pain", "pain noted"))

Said = dict[str, str]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def kept(user):
    write(user, demo_diary(seed=62, today=LAST_NIGHT, nights=400, time_zone=user.time_zone))
    return user


def words_of(element) -> str:
    return " ".join("".join(element.itertext()).split())


def parsed(response):
    return html5lib.parse(response.content, namespaceHTMLElements=False)


def squeezed(text: str) -> str:
    return "".join(text.split())


def downloaded(client, name: str) -> bytes:
    response = client.get(reverse("diary:export", args=[name]), {"period": "all"})
    return b"".join(response.streaming_content)


# --- A count from the tables ----------------------------------------------------------------------------------------


class Tables:
    """The rows of episodes.csv and check_ins.csv, and what somebody with a spreadsheet counts in them."""

    def __init__(self, archive: bytes) -> None:
        with ZipFile(BytesIO(archive)) as tables:
            self.episodes, self.check_ins = (self._rows(tables, name) for name in ("episodes", "check_ins"))
        self.cramps_on: dict[str, int] = {}
        for row in self.episodes:
            self.cramps_on[row["night"]] = self.cramps_on.get(row["night"], 0) + int(row["count"] or 1)
        self.known = {
            *self.cramps_on,
            *(row["day"] for row in self.check_ins if row["no_cramp"] == "yes"),
        }
        first = min(*self.known, *(row["day"] for row in self.check_ins))
        # A night that runs counts as soon as something of it is known.
        last = max(*self.known, (LAST_NIGHT - timedelta(days=1)).isoformat())
        self.days = [
            day.isoformat() for day in days_between(date.fromisoformat(first), date.fromisoformat(last))
        ]

    @staticmethod
    def _rows(tables: ZipFile, name: str) -> list[dict[str, str]]:
        (file,) = [each for each in tables.namelist() if each.endswith(f"{name}.csv")]
        with tables.open(file) as lines:
            return list(csv.DictReader(TextIOWrapper(lines, "utf-8-sig", newline=""), strict=True))

    def numbers(self, column: str) -> list[int]:
        return [int(row[column]) for row in self.episodes if row[column]]

    def weeks(self) -> list[float]:
        """Cramps per seven nights noted, of the weeks back from the last day that have five or more."""
        weeks = [self.days[at - 7 : at] for at in range(len(self.days), 6, -7)]
        noted = [[day for day in week if day in self.known] for week in weeks]
        return [
            sum(self.cramps_on.get(d, 0) for d in week) * 7 / len(week) for week in noted if len(week) > 4
        ]

    def said(self) -> Said:
        hard, pain, entries = self.numbers("hard_minutes"), self.numbers("severity"), len(self.episodes)
        cramps = sum(self.cramps_on.values())
        return {
            "nights noted": f"{len(self.known)} of {len(self.days)}",
            "cramps": str(cramps),
            "nights with cramps": f"{len(self.cramps_on)} of {len(self.known)}",
            "a week": decimal(cramps * 7 / len(self.known)),
            "median of weeks": decimal(median(self.weeks())),
            "hard": str(rounded(median(hard))),
            "hard noted": f"{len(hard)} of {entries}",
            "pain": decimal(median(pain)),
            "pain noted": f"{len(pain)} of {entries}",
        } | self.factors({row["day"]: row for row in self.check_ins}, Factor.is_present)

    def factors(self, answers: Mapping[str, Mapping[str, str]], is_present) -> Said:
        """Nights with cramps of nights noted, after each factor and on the other nights."""
        found = {}
        for factor in FACTORS:
            codes = {day: CODES[is_present(factor, answers.get(day, {}).get(factor.id))] for day in self.days}
            if set(codes.values()) == {UNKNOWN}:
                continue
            nights = {
                day: max(codes.get(before, UNKNOWN) for before in self.reaching(day, factor))
                for day in self.days
            }
            found[factor.name] = " and ".join(self.share(nights, code) for code in (YES, NO))
        return found

    @staticmethod
    def reaching(day: str, factor: Factor) -> list[str]:
        at = date.fromisoformat(day)
        return [(at - timedelta(days=back)).isoformat() for back in range(factor.nights_after)]

    def share(self, nights: Mapping[str, int], wanted: int) -> str:
        noted = [day for day, code in nights.items() if code == wanted and day in self.known]
        return f"{sum(day in self.cramps_on for day in noted)} of {len(noted)}"


# --- What each place says -------------------------------------------------------------------------------------------


def found_in(text: str, pattern: str, *names: str) -> Said:
    """What the one match of `pattern` says, by these names."""
    (match,) = set(re.findall(pattern, text))
    return dict(zip(names, match, strict=True))


def on_the_screen(client) -> Said:
    page = parsed(client.get(reverse("diary:patterns"), {"period": "all"}))
    text = words_of(page)
    (links,) = [card for card in page.iter("section") if words_of(card).startswith("What goes with it")]
    rows = [[words_of(cell) for cell in row] for row in links.find(".//tbody").findall("tr")]
    return {
        **found_in(text, r"Cramps on (\d+ of \d+)( )nights noted, mostly", "nights with cramps", "-"),
        **found_in(
            text, r"([\d.]+) cramps a week\. (\d+ of \d+) nights are noted, with (\d+) cramps\.",
            "a week", "nights noted", "cramps",
        ),
        **found_in(
            text, r"Muscle hard (\d+) min or less in half of them.*?Noted in (\d+ of \d+) entries",
            "hard", "hard noted",
        ),
        **found_in(
            text, r"Worst pain ([\d.]+) of 10 or less in half of them\. Noted in (\d+ of \d+) entries",
            "pain", "pain noted",
        ),
        **{name: f"{after} and {other}" for name, after, other, *_ in rows},
    }  # fmt: skip


def on_the_report(tree) -> Said:
    """What a report says as a page, whoever opens it."""
    cells = {
        words_of(row[0]): [words_of(cell) for cell in row[1:]] for body in tree.iter("tbody") for row in body
    }
    lead = next(p for p in tree.iter("p") if p.get("class") == "lead")
    (factors,) = [
        table for table in tree.iter("table") if words_of(table.find(".//tr")[-1]).startswith("Ratio")
    ]
    return {
        "nights noted": cells["Nights noted"][0],
        **found_in(
            words_of(lead), r"Cramps on (\d+ of \d+)( )nights noted, mostly", "nights with cramps", "-"
        ),
        **found_in(cells["Cramps a week, mean"][0], r"([\d.]+) \((\d+) cramps\)", "a week", "cramps"),
        **found_in(cells["Cramps a week, median"][0], r"([\d.]+)( )\(of", "median of weeks", "-"),
        **found_in(cells["Hard minutes, median"][0], r"(\d+); .* \((.+)\)", "hard", "hard noted"),
        **found_in(cells["Severity 0 to 10, median"][0], r"([\d.]+) \((.+) entries\)", "pain", "pain noted"),
        **{
            name: f"{after} and {other}"
            for name, after, other, *_ in ([words_of(cell) for cell in row] for row in factors.find("tbody"))
        },
    }


def on_paper(said: Said) -> list[str]:
    """How the PDF has to say it, without any blank."""
    rows = [
        f"Cramps on {said['nights with cramps']} nights noted, mostly",
        f"Nights noted {said['nights noted']}",
        f"Cramps a week, mean {said['a week']} ({said['cramps']} cramps)",
        f"Cramps a week, median {said['median of weeks']} (of",
        f"Hard minutes, median {said['hard']}; 9 of 10",
        f"({said['hard noted']})",
        f"Severity 0 to 10, median {said['pain']} ({said['pain noted']} entries)",
        *(
            f"{factor.name} {said[factor.name].replace(' and ', ' ')}"
            for factor in FACTORS
            if factor.name in said
        ),
    ]
    return list(map(squeezed, rows))


def by_the_command(client, folder) -> Said:
    """What `analyse` finds in the file that is taken along."""
    file, out = folder / "diary.json", StringIO()
    file.write_bytes(downloaded(client, "json"))
    call_command("analyse", str(file), format="json", period="all", today=LAST_NIGHT, stdout=out)
    found = json.loads(out.getvalue())["findings"]
    often, burden = found["frequency"], found["burden"]
    return {
        "nights noted": share(often["known"]),
        "cramps": str(often["cramps"]),
        "nights with cramps": share(often["nights"]),
        "a week": decimal(often["rate"]["per_week"]),
        "hard": str(rounded(burden["hard_minutes"]["median"])),
        "hard noted": share(burden["hard_minutes"]["known"]),
        "pain": decimal(burden["severity"]["median"]),
        "pain noted": share(burden["severity"]["known"]),
        **{
            factor[
                "name"
            ]: f"{n['exposed_cramp']} of {n['exposed']} and {n['unexposed_cramp']} of {n['unexposed']}"
            for factor in found["factors"]
            for n in [factor["nights"]]
        },
    }


def share(said: Mapping[str, int]) -> str:
    return f"{said['part']} of {said['whole']}"


def in_the_bundle(bundle, tables: Tables) -> Said:
    """What a clinic's program reads: the counts, and the nights and answers that it counts itself."""
    resources = [entry["resource"] for entry in bundle["entry"]]
    counts = next(
        each for each in resources if each.get("code", {}).get("text", "").endswith("from the diary")
    )
    found = {
        part["id"]: next((v for name, v in part.items() if name.startswith("value")), None)
        for part in counts["component"]
    }
    assert nights_in(resources) == tables.cramps_on
    answers = {
        said.pop("check_in.day")["valueDate"]: said
        for each in resources
        if each["resourceType"] == "QuestionnaireResponse"
        for said in [{item["linkId"]: item["answer"][0] for item in each["item"]}]
        if "check_in.day" in said
    }
    return {
        "nights noted": ratio(found["days_known"]),
        "cramps": str(found["cramps"]),
        "nights with cramps": ratio(found["days_with_cramp"]),
        "a week": decimal(found["cramps_per_week"]["value"]),
        "median of weeks": decimal(found["median_cramps_per_week"]["value"]),
        "hard": str(rounded(found["hard_minutes_median"]["value"])),
        "hard noted": ratio(found["hard_minutes_known"]),
        "pain": decimal(found["severity_median"]["value"]),
        "pain noted": ratio(found["severity_known"]),
        **tables.factors(answers, is_present_in_words),
    }


def nights_in(resources) -> dict[str, int]:
    """Cramps by night, as the nights themselves say."""
    nights = [
        each for each in resources if "the diary day that began" in each.get("code", {}).get("text", "")
    ]
    return {
        night["effectiveDateTime"]: next(p["valueInteger"] for p in night["component"] if p["id"] == "cramps")
        for night in nights
        if night.get("valueBoolean")
    }


def ratio(said) -> str:
    return f"{said['numerator']['value']} of {said['denominator']['value']}"


def is_present_in_words(factor: Factor, answer) -> bool | None:
    if answer is None or "valueBoolean" in answer:
        return answer and answer["valueBoolean"]
    values = {words: value for value, words in factor.scale}
    return factor.is_present(values[answer["valueString"]])


# --- The same everywhere --------------------------------------------------------------------------------------------


@pytest.fixture
def tables(client, kept):
    return Tables(downloaded(client, "csv"))


@pytest.fixture
def link(client, kept):
    form = client.get(reverse("diary:sharing")).context
    said = {
        "id": form["new_id"], "token": form["token"], "name": "Dr. Marsh", "chosen": "1", "period": "all", "days": "14",
        "sections": ["episodes", "check_ins", "medicines", "prompts"],
    }  # fmt: skip
    return re.search(r"/s/[\w-]+/", client.post(reverse("diary:sharing"), said).text)[0]


def agrees(said: Said, truth: Said, *, names: frozenset[str]) -> None:
    """Whether a place says what is true, and says it all."""
    said = {name: words for name, words in said.items() if name != "-"}
    wanted = names | (truth.keys() - COUNTED - MEASURED)
    assert said == {name: words for name, words in truth.items() if name in wanted}


def test_the_tables_hold_a_diary_that_is_worth_counting(tables):
    truth = tables.said()
    assert len(truth) > len(COUNTED | MEASURED) + 3
    assert any(row["count"] for row in tables.episodes)
    assert len(tables.known) < len(tables.days)


def test_the_screen_says_what_the_tables_hold(client, tables):
    agrees(on_the_screen(client), tables.said(), names=COUNTED | MEASURED - {"median of weeks"})


def test_the_report_says_what_the_tables_hold(client, tables):
    page = parsed(client.get(reverse("diary:visit_report"), {"period": "all"}))
    agrees(on_the_report(page), tables.said(), names=COUNTED | MEASURED)


def test_a_stranger_with_the_link_reads_what_the_tables_hold(link, tables):
    agrees(on_the_report(parsed(Client().get(link))), tables.said(), names=COUNTED | MEASURED)


@pytest.mark.parametrize("whose", ["own", "shared"])
def test_the_paper_and_the_data_inside_it_say_what_the_tables_hold(client, link, tables, whose):
    mine = f"{reverse('diary:visit_report_pdf')}?period=all"
    pdf = client.get(mine) if whose == "own" else Client().get(f"{link}report.pdf")
    text = squeezed(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf.content)).pages))
    assert [row for row in on_paper(tables.said()) if row not in text] == []
    with pikepdf.open(BytesIO(pdf.content)) as document:
        bundle = json.loads(document.attachments["cramp-diary-fhir.json"].get_file().read_bytes())
    agrees(in_the_bundle(bundle, tables), tables.said(), names=COUNTED | MEASURED)


def test_the_file_for_a_clinic_says_what_the_tables_hold(client, tables):
    bundle = json.loads(downloaded(client, "fhir"))
    agrees(in_the_bundle(bundle, tables), tables.said(), names=COUNTED | MEASURED)


def test_the_command_finds_in_the_file_what_the_tables_hold(client, tables, tmp_path):
    agrees(by_the_command(client, tmp_path), tables.said(), names=COUNTED | MEASURED - {"median of weeks"})
