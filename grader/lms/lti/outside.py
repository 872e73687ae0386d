"""Requests to platforms: to public addresses over https only, in bounded time and size, and never redirected.

A platform's addresses come from outside: an operator's form, a registration, a signed launch. None of them may make
this server ask something inside its own network. The address is looked at when the connection stands, so that a name
which leads somewhere else a moment later gains nothing.
"""

from __future__ import annotations

import contextlib
import ipaddress
import json
import socket
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

_CONNECT_SECONDS, _READ_SECONDS, _WHOLE_SECONDS = 5.0, 10.0, 20.0
_LARGEST = 4 << 20  # bytes of an answer: a page of a roster with a thousand people is less
_CHUNK = 64 << 10
_TOO_LATE = "the answer took too long"


class Forbidden(Exception):
    """An address that is never asked."""


class NoAnswer(Exception):
    """Nothing came, too late, or too much. The same request may get an answer later."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a platform answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300  # noqa: PLR2004 - what HTTP calls success

    def json(self) -> Any:
        """The body's JSON; None where it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


def origin(address: str) -> str:
    """Scheme, host and port as they stand there. ``Forbidden`` where it is no address."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - raises where it is no number
    except ValueError as error:
        raise Forbidden(f"no address: {error}") from error
    if not parts.scheme or not parts.hostname or "@" in parts.netloc or "\\" in address or not address.isprintable():
        raise Forbidden("no address with a scheme and a host")
    return f"{parts.scheme}://{parts.netloc}".lower()


class Outside:
    """The way out. ``test_origins`` are let through as they are: for tests on one machine only.

    ``seconds``: how long a request may take once it is connected, however the other side drips its answer.
    """

    def __init__(self, test_origins: Collection[str] = (), *, seconds: float = _WHOLE_SECONDS) -> None:
        self._test_origins, self._seconds = frozenset(test_origins), seconds

    def check(self, address: str) -> str:
        """The address again. ``Forbidden`` where it is neither https nor one of ``test_origins``."""
        where = origin(address)
        if where not in self._test_origins and not where.startswith("https://"):
            raise Forbidden("only https is used")
        return address

    def request(
        self, method: str, address: str, *, headers: Mapping[str, str] | None = None, content: bytes | None = None
    ) -> Answer:
        """Raises ``Forbidden`` and ``NoAnswer``."""
        anywhere = origin(self.check(address)) in self._test_origins
        with requests.Session() as session, _Deadline(self._seconds) as deadline:
            session.trust_env = False  # a proxy of the environment would be what is asked
            for scheme in ("https://", "http://"):
                session.mount(scheme, _Watched(deadline.hold if anywhere else _public_only(deadline.hold)))
            try:
                with session.request(
                    method,
                    address,
                    headers=dict(headers or {}),
                    data=content,
                    timeout=(_CONNECT_SECONDS, _READ_SECONDS),
                    allow_redirects=False,
                    stream=True,
                ) as response:
                    body = _body(response)
            except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, UnicodeError) as error:
                raise NoAnswer(_TOO_LATE if deadline.over else type(error).__name__) from error
            if deadline.over:  # a connection that was cut looks like one that was closed
                raise NoAnswer(_TOO_LATE)
            return Answer(response.status_code, response.headers, body)


def _body(response: requests.Response) -> bytes:
    found = bytearray()
    for chunk in response.iter_content(_CHUNK):
        found += chunk
        if len(found) > _LARGEST:
            raise NoAnswer("the answer is too large")
    return bytes(found)


class _Deadline:
    """Cuts the connections of one request after a while, whatever it waits for: TLS, a header, the next byte."""

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._held: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def hold(self, made: socket.socket) -> None:
        self._held.append(made.dup())  # TLS takes the socket away, and not the connection behind it
        if self.over:
            self._cut()

    def _cut(self) -> None:
        self.over = True
        for one in list(self._held):
            with contextlib.suppress(OSError):  # it has ended
                one.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        for one in self._held:
            one.close()


# -- connections to public addresses ------------------------------------------------------------------------

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_RELAYS = ipaddress.IPv4Network("192.88.99.0/24")  # of 6to4, given up by RFC 7526


def is_public(address: str) -> bool:
    """Whether an IP address is of the public network; one that wraps another address is looked into."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv4Address):
        return found.is_global and not found.is_multicast and found not in _RELAYS
    inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
    if found in _NAT64:
        inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    if inner is not None:
        return is_public(str(inner))
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_site_local)


def _public_only(hold: Callable[[socket.socket], None]) -> Callable[[socket.socket], None]:
    """A connection that leads to no public address is cut before a byte is sent."""

    def seen(made: socket.socket) -> None:
        if not is_public(made.getpeername()[0]):
            made.close()
            raise Forbidden("the address is none of the public network")
        hold(made)

    return seen


class _Watched(HTTPAdapter):
    """Shows every connection to ``seen`` as soon as it stands."""

    def __init__(self, seen: Callable[[socket.socket], None]) -> None:
        self._seen = seen
        super().__init__()

    def init_poolmanager(self, *args: Any, **named: Any) -> None:
        super().init_poolmanager(*args, **named)
        self.poolmanager.pool_classes_by_scheme = _pools(self._seen)


def _pools(seen: Callable[[socket.socket], None]) -> dict[str, Any]:
    class Shown:
        def _new_conn(self) -> Any:
            made = super()._new_conn()  # type: ignore[misc]
            seen(made)
            return made

    class Http(Shown, HTTPConnection):
        pass

    class Https(Shown, HTTPSConnection):
        pass

    class HttpPool(HTTPConnectionPool):
        ConnectionCls = Http

    class HttpsPool(HTTPSConnectionPool):
        ConnectionCls = Https

    return {"http": HttpPool, "https": HttpsPool}
