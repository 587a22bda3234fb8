"""What starts with the web server, and what waits until it is needed."""

import os
import subprocess
import sys

from django.conf import settings

ONE_REQUEST = """
import sys
from io import BytesIO
from django.conf import settings

# A clone that was never started has no collected files.
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
from config.wsgi import application

said = []
body = application(
    {
        "REQUEST_METHOD": "GET", "PATH_INFO": "/guidance/first-aid/", "QUERY_STRING": "",
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "HTTP_HOST": "localhost", "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), "wsgi.errors": sys.stderr, "wsgi.version": (1, 0),
        "wsgi.multithread": False, "wsgi.multiprocess": True, "wsgi.run_once": False,
    },
    lambda status, headers: said.append(status),
)
print(said[0], len(b"".join(body)) > 1000, sorted({"numpy", "scipy", "pandas"} & sys.modules.keys()))
"""


def test_starting_the_server_and_answering_a_request_loads_neither_numpy_nor_scipy():
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DIARY_", "DATABASE_"))}
    told = subprocess.run(
        [sys.executable, "-c", ONE_REQUEST],
        cwd=settings.BASE_DIR,
        env={**kept, "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "200 OK True []"


def test_only_numpy_is_needed_to_run():
    needed = (settings.BASE_DIR / "requirements.txt").read_text()
    assert "\nnumpy==" in needed
    assert "\nscipy==" not in needed
