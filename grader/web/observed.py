"""Every request has an id, one line in the log, and is counted."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from . import metrics
from .logs import request_id, route_of

_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")  # it goes into logs and headers as it is
log = logging.getLogger("grader.web.requests")


class Observed:
    """The outermost of all, so that what the others answer is seen too. A proxy's ``X-Request-ID`` is kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        own = given if _WELL_FORMED.fullmatch(given) else uuid.uuid4().hex
        token = request_id.set(own)
        began = time.perf_counter()
        try:
            response = self._get_response(request)
            response.headers["X-Request-ID"] = own
            _note(request, response.status_code, time.perf_counter() - began)
        finally:
            request_id.reset(token)
        return response


def _note(request: HttpRequest, status: int, seconds: float) -> None:
    route = "static" if request.path.startswith(settings.STATIC_URL) else route_of(request)
    method = request.method if request.method in metrics.METHODS else "other"  # a caller can invent any
    metrics.REQUESTS.labels(method, route, status).observe(seconds)
    told = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
    log.info("%s %s %d in %.0f ms", method, route, status, seconds * 1000, extra=told)
