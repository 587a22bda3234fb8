"""Bad files within one gigabyte: each of them goes through the real page in a process that can not have more."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

IN_ONE_GIGABYTE = """
import resource

import django

django.setup()
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment

setup_test_environment()
call_command("migrate", verbosity=0)

from accounts.models import User
from tests.pages.test_imports import REFUSED, START, upload

client = Client()
client.force_login(User.objects.create_user("person@example.org"))
client.get(START)
resource.setrlimit(resource.RLIMIT_AS, (10**9, 10**9))
for name, (data, words) in REFUSED.items():
    assert upload(client, data).status_code == 422, name
    assert client.get(START).status_code == 200, name
print(len(REFUSED), "refused")
"""


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="Only Linux keeps a process to its address space."
)
def test_every_bad_file_is_refused_within_one_gigabyte():
    environment = os.environ | {
        "DATABASE_URL": "sqlite:///:memory:",
        "DIARY_DEBUG": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "OPENBLAS_NUM_THREADS": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", IN_ONE_GIGABYTE],
        env=environment, cwd=Path(settings.BASE_DIR), check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2_000:]
    assert done.stdout.endswith("refused\n")
