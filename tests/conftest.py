"""What every test may ask for: people, signed-in clients, and a phone-sized Chromium."""

import os
import shutil

import pytest
from django.core.cache import cache
from hypothesis import settings

from accounts.models import User
from tests.factories import UserFactory

# A busy machine is no reason to fail: no test measures time.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# pytest-playwright keeps an event loop alive; Django would refuse every query beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Refuse to run in a database that may hold people."""
    from django.db import connection  # noqa: PLC0415 - only after the test database has been made

    name = str(connection.settings_dict["NAME"])
    if "test" not in name and "mode=memory" not in name:
        pytest.exit(f"The database {name!r} does not look like one for tests.", returncode=3)
    with django_db_blocker.unblock():
        if User.objects.count() > 100:
            pytest.exit("The test database holds more than 100 people.", returncode=3)


@pytest.fixture(autouse=True)
def fresh_cache():
    """Rate limits of one test do not count in the next."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def user(db) -> User:
    return UserFactory()


@pytest.fixture
def other_user(db) -> User:
    return UserFactory()


@pytest.fixture
def client(client, user):
    """A browser signed in as `user`."""
    client.force_login(user)
    return client


@pytest.fixture
def stranger(db):
    """A browser that has never been here."""
    from django.test import Client  # noqa: PLC0415

    return Client()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    chromium = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium")
    args = {**browser_type_launch_args, "args": ["--no-sandbox", "--disable-dev-shm-usage"]}
    return {**args, "executable_path": chromium} if chromium else args


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "viewport": {"width": 390, "height": 844},
        "color_scheme": "dark",
        "locale": "en-GB",
        "timezone_id": "Europe/London",
        "service_workers": "block",  # what it serves, a test could not intercept
    }
