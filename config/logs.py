"""Knows how an event becomes one line of JSON without a word that a patient typed.

A line holds no path (it may carry a secret), no query string, no body, and of an exception only its type
and where it was raised: the message of a database error quotes the row.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest


class JsonLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
        }
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            match = request.resolver_match
            line |= {"method": request.method, "route": match.route if match else None}
        status = getattr(record, "status_code", None)
        if status is not None:
            line["status"] = status
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = _exception(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def _event(record: logging.LogRecord) -> str:
    status = getattr(record, "status_code", None)
    if status is None:
        return record.getMessage()
    # Django's messages about a response end with the path.
    return HTTPStatus(status).phrase if status in list(HTTPStatus) else str(status)


def _exception(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    kind = type(error)
    return {
        "type": f"{kind.__module__}.{kind.__qualname__}",
        "frames": [f"{frame.filename}:{frame.lineno}:{frame.name}" for frame in frames[-20:]],
    }
