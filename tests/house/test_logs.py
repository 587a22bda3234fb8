import json
import logging

import pytest
from django.contrib.auth.decorators import login_not_required
from django.test import Client, override_settings
from django.urls import include, path

from config.logs import JsonLine


@login_not_required
def broken(request, secret):
    raise RuntimeError(request.POST["note"])


urlpatterns = [path("broken/<str:secret>/", broken), path("", include("config.urls"))]


def lines(caplog) -> list[dict]:
    texts = [JsonLine().format(record) for record in caplog.records]
    assert not any("\n" in text for text in texts)
    return [json.loads(text) for text in texts]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_an_error_is_one_line_without_a_word_of_the_patient(caplog):
    canary = "CANARY"
    Client(raise_request_exception=False).post(
        f"/broken/{canary}/?q={canary}", {"note": f"{canary}\r\nsecond line"}, headers={"User-Agent": canary}
    )
    line = next(line for line in lines(caplog) if line["level"] == "error")
    assert canary not in json.dumps(line)
    assert (line["event"], line["status"], line["method"]) == ("Internal Server Error", 500, "POST")
    assert line["route"] == "broken/<str:secret>/"
    assert line["exception"]["type"] == "builtins.RuntimeError"
    assert line["exception"]["frames"][-1].endswith(":broken")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "route"), [("/s/a-secret-share-token/", "s/<str:token>/"), ("/a-secret-page/", None)]
)
def test_a_missing_page_is_logged_without_its_address(caplog, path, route):
    Client().get(path)
    line = lines(caplog)[-1]
    assert (line["event"], line["status"], line["route"]) == ("Not Found", 404, route)
    assert "secret" not in json.dumps(line)


def test_an_event_of_ours_keeps_its_words():
    record = logging.LogRecord("diary", logging.INFO, __file__, 1, "%s reminders\nsent", (3,), None)
    line = json.loads(JsonLine().format(record))
    assert (line["event"], line["level"], line["logger"]) == ("3 reminders\nsent", "info", "diary")
    assert line["time"].endswith("+00:00")


def test_the_site_logs_through_this_formatter(settings):
    assert settings.LOGGING["handlers"]["stderr"]["formatter"] == "json"
    assert settings.LOGGING["root"]["handlers"] == ["stderr"]
