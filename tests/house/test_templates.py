"""Every template, fragment and address that code or another template names is there; nothing in them runs inline."""

import ast
import importlib
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs
from django.urls import get_resolver

from diary import content

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
ALL_TEMPLATES = sorted(
    path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".svg", ".txt"} and path.is_file()
)
CODE = sorted(
    path
    for app in ("accounts", "config", "diary")
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts
)
SCRIPTS = sorted((ROOT / "static").rglob("*.js"))

A_TEMPLATE = re.compile(r"[\w./-]+\.(html|txt|svg)(#[\w-]+)?")
AN_ADDRESS = re.compile(r"(diary|accounts):[\w-]+|account_\w+")
REFERENCE = re.compile(r"{%\s*(?:include|extends)\s+[\"']([^\"']+)[\"']")
PARTIAL = re.compile(r"{%\s*partial\s+([\w-]+)")
PARTIAL_DEFINED = re.compile(r"{%\s*partialdef\s+([\w-]+)")
URL_TAG = re.compile(r"{%\s*url\s+[\"']([^\"']+)[\"']")

# What may never stand in a template: each is blocked by the Content-Security-Policy, or would have to be allowed.
INLINE = {
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "a style element": r"<style\b",
    "a script without a file": r"<script(?![^>]*\bsrc=)",
    "an event handler": r"<[^>]*\son\w+\s*=",
    "hx-on": r"\bhx-on",
    "code in hx-vals or hx-headers": r"hx-(vals|headers)\s*=\s*[\"']\s*js(on)?:|hx-\w+\s*=\s*[\"']javascript:",
    "a filter in hx-trigger": r"hx-trigger\s*=\s*[\"'][^\"']*\[",
    "a javascript: address": r"javascript:",
    "an address of another site": r"<(script|link|img|iframe|use|image)\b[^>]*(src|href)\s*=\s*[\"'](https?:)?//",
    "unescaped text": r"\|\s*safe\b|{%\s*autoescape\s+off|\|\s*safeseq",
}
# Names of what a script may not use: text becomes code, or markup that nothing has escaped.
UNSAFE_IN_SCRIPTS = re.compile(
    r"\b(inner|outer)HTML\b|insertAdjacentHTML|document\.write|\beval\s*\(|new Function|setTimeout\(\s*[\"'`]"
)


def name_of(path):
    return path.relative_to(TEMPLATES).as_posix()


def source_of(path):
    """A template without its comments."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", "", text, flags=re.DOTALL)


def constants(path):
    """Every text that stands in a module, but no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and ast.get_docstring(node) is not None
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]


def named_by_code():
    """Each template that a module names, with the module."""
    return sorted(
        (text, str(path.relative_to(ROOT)))
        for path in CODE
        for text in constants(path)
        if A_TEMPLATE.fullmatch(text) and (text.count("/") or text.endswith(".html"))
    )


def module_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return importlib.import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))


def calls_of_page():
    """(call, function, path) for every call of page() in a screen."""
    for path in (path for path in CODE if "pages" in path.parts):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for call in ast.walk(function):
                    if (
                        isinstance(call, ast.Call)
                        and isinstance(call.func, ast.Name)
                        and call.func.id == "page"
                    ):
                        yield call, function, path


def fragments_by_code():
    """(fragment, the templates that the function names, where) for every call of page() that names fragments."""
    found = []
    for call, function, path in calls_of_page():
        texts = [node.value for node in ast.walk(function) if isinstance(node, ast.Constant)]
        templates = sorted({text for text in texts if isinstance(text, str) and text.endswith(".html")})
        for keyword in (keyword for keyword in call.keywords if keyword.arg == "fragment"):
            code = compile(ast.Expression(keyword.value), str(path), "eval")
            value = eval(code, vars(module_of(path)))  # noqa: S307 - a constant of our own code
            names = {value} if isinstance(value, str) else set(value)
            found += [(name, templates, f"{path.stem}.{function.name}") for name in sorted(names)]
    return found


def names_of_addresses():
    """Every name that {% url %} and reverse() may use."""

    def walk(resolver, namespace=""):
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern, namespace + (f"{pattern.namespace}:" if pattern.namespace else ""))
            elif pattern.name:
                yield namespace + pattern.name

    return set(walk(get_resolver()))


def in_templates(faults_of):
    """The templates in which something was found, with what it was."""
    found = {name_of(path): sorted(set(faults_of(source_of(path)))) for path in ALL_TEMPLATES}
    return {name: faults for name, faults in found.items() if faults}


def is_there(template):
    try:
        get_template(template)
    except TemplateDoesNotExist:
        return False
    return True


# --- What is named is there -----------------------------------------------------------------------------------------


def test_every_template_loads():
    for path in ALL_TEMPLATES:
        assert get_template(name_of(path)).template.origin.name == str(path)
    assert len(ALL_TEMPLATES) > 50


def test_every_template_that_code_names_is_there():
    assert [(template, module) for template, module in named_by_code() if not is_there(template)] == []


def test_the_search_for_templates_in_code_finds_them():
    assert {"tonight/tonight.html", "episodes/form.html", "accounts/settings.html"} <= {
        t for t, _ in named_by_code()
    }
    assert len(fragments_by_code()) >= 3


def test_every_fragment_that_code_names_is_defined_in_a_template_of_that_view():
    for fragment, templates, where in fragments_by_code():
        there = [template for template in templates if is_there(f"{template}#{fragment}")]
        assert there, f"{where} names the fragment {fragment}, which none of {templates} defines"


def test_every_template_that_a_template_names_is_there():
    assert (
        in_templates(lambda source: [name for name in REFERENCE.findall(source) if not is_there(name)]) == {}
    )


def test_every_fragment_that_a_template_shows_is_defined_in_it():
    assert (
        in_templates(lambda source: set(PARTIAL.findall(source)) - set(PARTIAL_DEFINED.findall(source))) == {}
    )


def drawings_of_moves():
    cards = (content.first_things(), *content.relief_cards().values())
    return {f"drawings/{move}.svg" for card in cards for step in card.steps for move in step.moves}


def test_every_move_of_a_relief_card_has_a_drawing_and_every_drawing_but_the_body_shows_a_move():
    drawn = {name_of(path) for path in (TEMPLATES / "drawings").iterdir()}
    assert drawings_of_moves() == drawn - {"drawings/body.svg"}


def overrides_of_libraries():
    """Templates that stand in for one of a library, or that Django or allauth looks for by the status."""
    library_directories = [Path(directory) for directory in get_app_template_dirs("templates")]
    by_name = {f"{status}.html" for status in (400, 403, 404, 429, 500)}
    return {
        name_of(path)
        for path in ALL_TEMPLATES
        if name_of(path) in by_name or any((d / name_of(path)).is_file() for d in library_directories)
    }


def test_no_template_is_left_over():
    named = {template.partition("#")[0] for template, _ in named_by_code()}
    for path in ALL_TEMPLATES:
        named |= {reference.partition("#")[0] for reference in REFERENCE.findall(source_of(path))}
    named |= drawings_of_moves()
    named |= overrides_of_libraries()
    assert {name_of(path) for path in ALL_TEMPLATES} - named == set()


# --- Addresses ------------------------------------------------------------------------------------------------------


def test_every_address_that_a_template_names_is_there():
    known = names_of_addresses()
    assert in_templates(lambda source: set(URL_TAG.findall(source)) - known) == {}


def test_every_address_that_code_names_is_there():
    named = {text for path in CODE for text in constants(path) if AN_ADDRESS.fullmatch(text)}
    assert named <= names_of_addresses()
    assert "diary:tonight" in named


# --- Nothing runs inline --------------------------------------------------------------------------------------------


def inline_in(source):
    return [what for what, pattern in INLINE.items() if re.search(pattern, source, re.IGNORECASE | re.DOTALL)]


def test_nothing_in_a_template_runs_or_styles_inline():
    assert in_templates(inline_in) == {}


@pytest.mark.parametrize(
    ("what", "planted"),
    [
        ("a style attribute", '<p class="a"\n  style="color: red">'),
        ("a style element", "<style>p {}</style>"),
        ("a script without a file", "<script>alert(1)</script>"),
        ("an event handler", '<a href="/" onclick="x()">'),
        ("hx-on", '<a hx-on:click="x()">'),
        ("code in hx-vals or hx-headers", "<a hx-vals='js:{a: 1}'>"),
        ("a filter in hx-trigger", '<a hx-trigger="click[ctrlKey]">'),
        ("a javascript: address", '<a href="javascript:x()">'),
        ("an address of another site", '<script src="//cdn.example.org/x.js"></script>'),
        ("unescaped text", "{{ note | safe }}"),
    ],
)
def test_the_search_for_inline_code_finds_it(what, planted):
    assert what in inline_in(planted)


def test_no_script_makes_markup_or_code_from_text():
    assert [path.name for path in SCRIPTS if UNSAFE_IN_SCRIPTS.search(path.read_text(encoding="utf-8"))] == []
    assert SCRIPTS


def forms_without_a_plain_address(source):
    """Tags whose hx-post stands on no form with method post, or button, with the same address."""
    for tag, attributes in re.findall(r"<(\w+)\b([^>]*\bhx-post=[^>]*)>", source, re.DOTALL):
        sent = re.search(r'hx-post="((?:{[^}]*}+|[^"])*)"', attributes)
        plain = re.search(r'(?<![\w-])(?:form)?action="((?:{[^}]*}+|[^"])*)"', attributes)
        posts = tag != "form" or 'method="post"' in attributes
        if sent is None or plain is None or sent[1] != plain[1] or not posts:
            yield f"<{tag}{attributes}>"


def test_what_htmx_sends_a_browser_without_scripts_sends_too():
    assert in_templates(forms_without_a_plain_address) == {}
    assert list(forms_without_a_plain_address('<form hx-post="/a/" action="/b/" method="post">')) != []
    assert list(forms_without_a_plain_address('<form hx-post="/a/" action="/a/">')) != []


def forms_without_a_token(source):
    forms = re.findall(r"<form\b[^>]*method=\"post\".*?(?:</form>|$)", source, re.DOTALL | re.IGNORECASE)
    return [form[:80] for form in forms if not re.search(r"csrf_token|csrf_input", form)]


def test_a_form_that_posts_carries_the_token():
    # Whoever types the passcode of a link is nobody, without a session (diary/pages/sharing/shared.py).
    assert in_templates(forms_without_a_token).keys() <= {"sharing/passcode.html"}
