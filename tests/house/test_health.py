from unittest.mock import patch

from django.db import OperationalError


def test_a_healthy_site_says_so_to_anybody(stranger):
    answer = stranger.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_the_health_page_asks_the_database(stranger, django_assert_num_queries):
    with django_assert_num_queries(1):
        stranger.get("/healthz")


def test_a_site_without_its_database_is_not_healthy(stranger):
    with patch("config.urls.connection.cursor", side_effect=OperationalError("a secret of the server")):
        answer = stranger.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "no database"})


def test_search_engines_are_kept_away_from_shared_reports(stranger):
    assert stranger.get("/robots.txt").content.decode().splitlines() == ["User-agent: *", "Disallow: /s/"]
