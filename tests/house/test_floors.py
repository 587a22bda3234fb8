"""What import contracts cannot see: who writes, asks the clock or the disk, makes markup, and what is never said."""

import ast
import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
DIARY = ROOT / "diary"
CODE = sorted(
    path
    for app in ("accounts", "config", "diary")
    for path in (ROOT / app).rglob("*.py")
    if path.stat().st_size
)
SCREENS = sorted(
    path for path in DIARY.rglob("*.py") if {"pages", "api"} & set(path.relative_to(DIARY).parts[:1])
)
DOMAIN = sorted((DIARY / "domain").rglob("*.py"))

WRITERS = ("diary/actions", "diary/migrations", "accounts")
# Methods that write wherever they are called; `save` of a ModelForm is one of them.
ALWAYS_WRITE = {
    "save", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "asave", "acreate", "aupdate",
    "adelete", "abulk_create", "abulk_update", "select_for_update", "full_clean",
}  # fmt: skip
# Methods that a dictionary or a set has too: they write when they hang on rows.
WRITE_ROWS = {"update", "create", "delete", "add", "set", "remove", "clear"}
ROWS = {
    "objects",
    "_default_manager",
    "episodes",
    "check_ins",
    "medicines",
    "answers",
    "own_factors",
    "events",
    "revisions",
}
QUERYSETS = {
    "filter",
    "exclude",
    "all",
    "get",
    "kept",
    "in_bin",
    "ongoing",
    "drafts",
    "between",
    "around",
    "followed",
}
# Where markup is made or called safe. content: Markdown of our own files, cleaned by nh3. charts: numbers and escaped
# words in SVG. qr: nothing but numbers. report: the tree of a report, every text of it escaped. The others use what
# escapes its arguments: a link in a notice, a list of 600 zones.
REVIEWED_MARKUP = {
    "accounts/held.py": {"format_html"},
    "diary/content/__init__.py": {"mark_safe"},
    "diary/templatetags/charts/drawing.py": {"mark_safe"},
    "diary/templatetags/qr.py": {"mark_safe"},
    "diary/templatetags/report.py": {"SafeString", "format_html", "format_html_join", "mark_safe"},
    "diary/pages/episodes/after_saving.py": {"format_html", "format_html_join"},
    "diary/pages/episodes/onset.py": {"format_html", "format_html_join"},
}
# What looks like a write of a row and is none.
NO_ROWS = {("diary/paper/pdf.py", "document.save")}
MAKES_MARKUP = {"mark_safe", "format_html", "format_html_join", "SafeString", "html_safe"}
IMPURE = re.compile(
    r"(django|time|random|os|pathlib|io|socket|urllib|http|requests|subprocess|secrets|asyncio|threading)(\.|$)"
)
MAY_IMPORT = {
    "diary/domain/demo.py": {"random.Random"},  # its chance comes from a seed
    "diary/domain/formats/tables_reading.py": {"io.BytesIO", "io.StringIO"},  # a file in memory
    "diary/domain/formats/foreign_table.py": {"io.BytesIO", "io.TextIOWrapper"},
}
DATES = {"datetime", "date", "time", "timezone"}
CLOCKS = {"now", "utcnow", "today", "localtime", "localdate", "time_ns", "monotonic"}


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(tree):
    """Every module that is imported, as "django.db.models.Min" for `from django.db.models import Min`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def chain_of(expression):
    """The names that a call hangs on: user.episodes.filter(…).update -> ["user", "episodes", "filter", "update"]."""
    if isinstance(expression, ast.Call):
        return chain_of(expression.func)
    if isinstance(expression, ast.Attribute):
        return [*chain_of(expression.value), expression.attr]
    if isinstance(expression, ast.Subscript):
        return chain_of(expression.value)
    return [expression.id] if isinstance(expression, ast.Name) else []


def writes_in(tree):
    """Every call that writes rows, as its dotted names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            *receiver, method = chain_of(node.func)
            on_rows = bool(ROWS & set(receiver[1:])) or bool(QUERYSETS & set(receiver[1:]))
            if method in ALWAYS_WRITE or (method in WRITE_ROWS and on_rows):
                yield ".".join([*receiver, method])


def offenders(paths, faults_of):
    """The files in which something was found, with what it was."""
    found = {name_of(path): sorted(set(faults_of(path))) for path in paths}
    return {name: faults for name, faults in found.items() if faults}


def code_outside(*places):
    return [path for path in CODE if not name_of(path).startswith(places)]


# --- Floors ---------------------------------------------------------------------------------------------------------


def test_there_is_code_to_look_at():
    assert len(CODE) > 60
    assert len(SCREENS) > 20
    assert len(DOMAIN) > 15


def test_a_screen_has_no_transaction_and_no_connection_of_its_own():
    def databases(path):
        return [
            name
            for name in imports_of(tree_of(path))
            if re.match(r"django\.db\.(transaction|connection)", name)
        ]

    assert offenders(SCREENS, databases) == {}


def test_only_actions_write():
    def writes(path):
        return [write for write in writes_in(tree_of(path)) if (name_of(path), write) not in NO_ROWS]

    assert offenders(code_outside(*WRITERS), writes) == {}


def test_the_search_for_writes_finds_them():
    planted = """
user.episodes.filter(id=1).update(note="")
request.user.check_ins.create(day=day)
episode.save()
form.save()
Episode.objects.bulk_create(rows)
owner.answers.all().delete()
"""
    assert len(list(writes_in(ast.parse(planted)))) == 6
    harmless = "names.update(other)\nself.initial.update(ago=1)\nepisodes.discard(user, id)\nseen.add(day)\n"
    assert list(writes_in(ast.parse(harmless))) == []
    assert list(writes_in(tree_of(DIARY / "actions" / "episodes.py"))) != []


def test_the_domain_knows_no_framework_no_disk_and_no_chance():
    def impure(path):
        allowed = MAY_IMPORT.get(name_of(path), set())
        return [name for name in imports_of(tree_of(path)) if IMPURE.match(name) and name not in allowed]

    assert offenders(DOMAIN, impure) == {}


def test_the_domain_has_no_clock():
    def clocks(path):
        calls = [chain_of(node.func) for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
        return [".".join(call) for call in calls if len(call) > 1 and call[0] in DATES and call[-1] in CLOCKS]

    assert offenders(DOMAIN, clocks) == {}


def test_markup_is_called_safe_only_where_that_was_reviewed():
    def makers(path):
        calls = [chain_of(node.func) for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
        used = {call[-1] for call in calls if call} & MAKES_MARKUP
        return used - REVIEWED_MARKUP.get(name_of(path), set())

    assert offenders(CODE, makers) == {}
    assert offenders(CODE, lambda path: re.findall(r"is_safe=True", path.read_text(encoding="utf-8"))) == {}


def test_a_module_opens_with_a_sentence_and_has_a_name_that_says_something():
    modules = [path for path in CODE if "migrations" not in path.parts]
    assert [name_of(path) for path in modules if not ast.get_docstring(tree_of(path))] == []
    vague = {"utils", "helpers", "common", "core", "misc", "services", "managers"}
    assert [
        name_of(path) for path in modules if vague & {*path.relative_to(ROOT).with_suffix("").parts}
    ] == []


# --- Words ----------------------------------------------------------------------------------------------------------

# What a diary must not say of itself or to a person: it would be a claim, an order, or a promise (MHRA guidance on
# software as a medical device; FDA general wellness; 21st Century Cures Act).
NEVER = re.compile(
    r"\bdiagnos\w*|\bdetect(s|ed|ing|ion)?\b|\btreat(s|ed|ing)?\b|\bprevent(?!Default\(\))\w*"
    r"|\bmonitors? your\b|\bcures?\b"
    r"|\bclinically (proven|tested|validated)\b|\bmedical[- ]grade\b|\baccurate(ly)?\b|\bcaused by\b"
    r"|\byou should (take|stop|start|change)\b|\byou (must|need to) (take|stop taking|start taking)\b"
    r"|\brisk scores?\b|\balarms?\b|\bemergency help\b|\b(HIPAA|GDPR|DCB0129|WCAG)[- ](compliant|certified)\b"
    r"|\bcertified\b|\bguarantee\w*",
    re.IGNORECASE,
)
# A sentence may hold such a word to say that it does not hold.
DENIED = re.compile(r"n['’]t\b|\b(can)?not\b|\bnever\b|\bno\b|\bwithout\b", re.IGNORECASE)
READ_BY_PEOPLE = sorted(
    path
    for path in (
        *(ROOT / "templates").rglob("*.html"),
        *(ROOT / "templates").rglob("*.txt"),
        *(DIARY / "content").rglob("*.md"),
        *(ROOT / "static").rglob("*.js"),
        *ROOT.glob("README.md"),
    )
    if path.is_file()
)


def sentences_of(path):
    """The sentences of a file, without what only machines read."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        text = re.sub(r"{[%#].*?[%#]}|<[^>]+>|{{.*?}}", " ", text, flags=re.DOTALL)
    return re.split(r"(?<=[.!?:])\s+|\n\s*\n|\n\s*[-*|#]\s*", text)


def texts_in(tree):
    """Every text of a module that is no docstring."""
    bodies = [
        node.body[0] for node in ast.walk(tree) if getattr(node, "body", None) and isinstance(node.body, list)
    ]
    docstrings = {id(first.value) for first in bodies if isinstance(first, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def claims_in(text):
    return [] if DENIED.search(text) else [found[0] for found in NEVER.finditer(text)]


def test_nothing_is_claimed_that_a_diary_must_not_claim():
    def claims(path):
        return [f"{claim}: {text.strip()[:80]}" for text in sentences_of(path) for claim in claims_in(text)]

    assert offenders(READ_BY_PEOPLE, claims) == {}


def test_no_sentence_in_code_claims_it_either():
    def claims(path):
        return [f"{claim}: {text[:80]}" for text in texts_in(tree_of(path)) for claim in claims_in(text)]

    assert offenders(code_outside("config"), claims) == {}


def test_the_search_for_claims_finds_them():
    assert claims_in("It detects cramps and prevents them.") == ["detects", "prevents"]
    assert claims_in("You should stop your medicine.") == ["You should stop"]
    assert claims_in("It does not diagnose.") == []


def test_nobody_is_shouted_at():
    def shouts(path):
        return [text.strip()[-60:] for text in sentences_of(path) if text.rstrip().endswith("!")]

    assert offenders([path for path in READ_BY_PEOPLE if path.suffix != ".js"], shouts) == {}
    assert (
        offenders(CODE, lambda path: [text for text in texts_in(tree_of(path)) if text.endswith("!")]) == {}
    )
