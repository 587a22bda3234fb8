import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

EXPECTED = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FILE = "/static/django_htmx/htmx-2.min.js"


@login_not_required
def broken(request):
    raise RuntimeError("the note of a patient")


@login_not_required
def cached(request):
    return HttpResponse("public", headers={"Cache-Control": "max-age=60"})


urlpatterns = [path("broken/", broken), path("cached/", cached), path("", include("config.urls"))]


@pytest.fixture
def visitor(db, user):
    visitor = Client(raise_request_exception=False)
    visitor.force_login(user)
    with override_settings(ROOT_URLCONF=__name__):
        yield visitor


def policy(header: str) -> set[str]:
    return {directive.strip() for directive in header.split(";")}


@pytest.mark.parametrize(
    ("address", "host", "status"),
    [
        ("/settings/", "testserver", 200),
        ("/held/", "testserver", 302),
        ("/accounts/login/", "testserver", 302),
        ("/no-such-page/", "testserver", 404),
        ("/settings/time-zone/", "testserver", 405),
        ("/broken/", "testserver", 500),
        ("/healthz", "testserver", 200),
        ("/settings/", "evil.example", 400),
        (FILE, "testserver", 200),
        ("/static/no-such-file.css", "testserver", 404),
        ("/static/../config/settings.py", "testserver", 404),
    ],
)
def test_every_answer_carries_every_header(visitor, address, host, status):
    answer = visitor.get(address, headers={"Host": host})
    assert answer.status_code == status
    headers = dict(answer.headers)
    assert policy(headers.pop("Content-Security-Policy")) == policy(EXPECTED["Content-Security-Policy"])
    assert {name: headers.get(name) for name in EXPECTED if name in headers} == {
        name: value for name, value in EXPECTED.items() if name != "Content-Security-Policy"
    }
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Access-Control-Allow-Origin" not in headers
    assert "Server" not in headers
    if address != FILE:
        assert "no-store" in headers["Cache-Control"]


def test_a_view_may_say_that_its_answer_can_be_kept(visitor):
    assert visitor.get("/cached/").headers["Cache-Control"] == "max-age=60"


def test_under_https_strangers_are_told_to_stay_there(visitor):
    with override_settings(SECURE_HSTS_SECONDS=31536000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True):
        answer = visitor.get("/settings/", secure=True)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_no_cookie_can_be_read_by_another_site(visitor):
    cookies = visitor.get("/settings/").cookies
    assert {cookie.key for cookie in cookies.values()} >= {"sessionid", "last_account"}
    assert all(
        cookie["samesite"] == "Lax" and not cookie["domain"] and cookie["path"] == "/"
        for cookie in cookies.values()
    )
    assert all(cookies[name]["httponly"] for name in ("sessionid", "last_account"))


def test_a_preflight_from_elsewhere_gets_no_permission(visitor):
    answer = visitor.options(
        "/settings/", headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    )
    assert not [name for name in answer.headers if name.startswith("Access-Control")]


def test_large_pages_travel_compressed(visitor):
    answer = visitor.get("/settings/", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
