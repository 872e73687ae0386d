"""Log lines of the site and its worker: text for people, or one JSON object a line where ``GRADER_LOG`` is ``json``.

What may stand in a line is listed here. No names, no code, no paths (they hold names of courses), no query strings.
"""

from __future__ import annotations

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")  # of the request at hand, in each thread

FIELDS = ("request_id", "method", "route", "status", "ms", "work", "seconds")
_TEXT = "%(asctime)s %(levelname)s %(name)s %(message)s%(told_id)s"


def route_of(request: Any) -> str:
    """The name of the route that a request took; ``none`` where there is no such page."""
    match = getattr(request, "resolver_match", None)
    return str(match.view_name) if match is not None and match.view_name else "none"


class Nameless(logging.Filter):
    """Gives each record its request's id, and puts the route where Django would write the path."""

    def filter(self, record: logging.LogRecord) -> bool:
        own = request_id.get()
        record.request_id, record.told_id = own, f" [{own}]" if own else ""
        request = getattr(record, "request", None)
        path = getattr(request, "path", None)
        if path and isinstance(record.args, tuple):
            record.args = tuple(route_of(request) if one == path else one for one in record.args)
        return True


class Json(logging.Formatter):
    """One object a line; of what a caller adds, only what ``FIELDS`` names."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: value for name in FIELDS if (value := getattr(record, name, "")) != ""}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def config(how: str | None) -> dict[str, Any]:
    """For ``logging.config``: Django's, the worker's and gunicorn's lines in one form on standard error."""
    shape: dict[str, Any] = {"()": Json} if how == "json" else {"format": _TEXT}
    quiet = {"level": "WARNING"}  # what they say of each request, the site's own line says
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"nameless": {"()": Nameless}},
        "formatters": {"line": shape},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["nameless"]}},
        "root": {"level": "INFO", "handlers": ["lines"]},
        "loggers": {
            "axes": quiet,
            "django": {"level": "INFO", "handlers": [], "propagate": True},
            "django.request": {"level": "ERROR"},
            "gunicorn.error": {"level": "INFO", "handlers": [], "propagate": True},
            "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},  # it would write paths
        },
    }
