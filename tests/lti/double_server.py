"""The HTTP server of a platform double: in a thread, on one port, with faults, and everything recorded."""

from __future__ import annotations

import socket
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from tests.servers import free_port

Handler = Callable[..., Response]


@dataclass(slots=True)
class Asked:
    """A request that came, and what it was answered (0: nothing, the connection was closed)."""

    route: str
    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    status: int
    at: float


@dataclass(slots=True)
class Fault:
    """What happens to one request in place of, or before, an answer."""

    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    seconds: float = 0.0
    """How long it waits first; with no ``status`` and no ``close`` it then answers as ever."""
    close: bool = False
    after: bool = False
    """Does what was asked first: the answer alone is lost."""


class Faults:
    """``faults.add("scores", Fault(500), Fault(429, {"Retry-After": "1"}))``: the next two requests there.

    ``faults.always["scores"] = a function of the request`` that returns a fault or ``None``.
    """

    def __init__(self) -> None:
        self._next: dict[str, deque[Fault]] = defaultdict(deque)
        self.always: dict[str, Callable[[Request], Fault | None]] = {}

    def add(self, route: str, *faults: Fault) -> None:
        self._next[route].extend(faults)

    def clear(self) -> None:
        self._next.clear()
        self.always.clear()

    def take(self, route: str, request: Request) -> Fault | None:
        waiting = self._next[route]
        if waiting:
            return waiting.popleft()
        found = self.always.get(route)
        return found(request) if found else None


class _Connection(WSGIRequestHandler):
    # One request to a connection: a kept one would be served by its thread after the server has stopped.
    protocol_version = "HTTP/1.0"

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's name for it
        pass

    def version_string(self) -> str:
        return "platform"


class Server:
    def __init__(self, rules: Map, handlers: dict[str, Handler]) -> None:
        self.port = free_port()
        self.asked: list[Asked] = []
        self.faults = Faults()
        self._rules, self._handlers = rules, handlers
        self._server: BaseWSGIServer | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._server = make_server("127.0.0.1", self.port, self._answer, threaded=True, request_handler=_Connection)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """From here on connections are refused."""
        if self._server is None or self._thread is None:
            return
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._server = self._thread = None

    def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        request = Request(environ)
        body = request.get_data(cache=True, parse_form_data=False)
        try:
            route, values = self._rules.bind_to_environ(environ).match()
        except HTTPException as error:
            route, values, missing = "nowhere", {}, error
        fault = self.faults.take(route, request)
        if fault is not None:
            time.sleep(fault.seconds)
        response: Response | None
        if fault is None or fault.after or (fault.status is None and not fault.close):
            response = Response.force_type(missing.get_response(environ)) if route == "nowhere" else None
            response = response or self._handled(route, request, values)
        if fault is not None and fault.status is not None:
            response = Response(fault.body, fault.status, Headers(fault.headers))
        closing = fault is not None and fault.close
        self.asked.append(
            Asked(
                route,
                request.method,
                request.path,
                request.query_string.decode("latin-1"),
                dict(request.headers),
                body,
                0 if closing or response is None else response.status_code,
                time.time(),
            )
        )
        if closing:
            environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
            raise ConnectionAbortedError
        return response(environ, start_response)

    def _handled(self, route: str, request: Request, values: dict[str, Any]) -> Response:
        try:
            return self._handlers[route](request, **values)
        except HTTPException as error:
            return Response.force_type(error.get_response(request.environ))
