"""Requests to platforms: to public addresses over https only, in bounded time and size, and never redirected.

A platform's addresses come from outside: an operator's form, a registration, a signed launch. None of them may make
this server ask something inside its own network. The address is looked at when the connection stands, so that a name
which leads somewhere else a moment later gains nothing.
"""

from __future__ import annotations

import ipaddress
import json
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

_CONNECT_SECONDS, _READ_SECONDS, _WHOLE_SECONDS = 5.0, 10.0, 20.0
_LARGEST = 4 << 20  # bytes of an answer: a page of a roster with a thousand people is less
_CHUNK = 64 << 10


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
    """The way out. ``test_origins`` are let through as they are: for tests on one machine only."""

    def __init__(self, test_origins: Collection[str] = ()) -> None:
        self._test_origins = frozenset(test_origins)

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
        where = origin(self.check(address))
        with requests.Session() as session:
            session.trust_env = False  # a proxy of the environment would be what is asked
            if where not in self._test_origins:
                session.mount("https://", _PublicOnly())
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
                    return Answer(response.status_code, response.headers, _body(response))
            except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, UnicodeError) as error:
                raise NoAnswer(type(error).__name__) from error


def _body(response: requests.Response) -> bytes:
    until = time.monotonic() + _WHOLE_SECONDS
    found = bytearray()
    for chunk in response.iter_content(_CHUNK):
        found += chunk
        if len(found) > _LARGEST:
            raise NoAnswer("the answer is too large")
        if time.monotonic() > until:
            raise NoAnswer("the answer took too long")
    return bytes(found)


# -- connections to public addresses ------------------------------------------------------------------------


def is_public(address: str) -> bool:
    """Whether an IP address is of the public network; one that wraps another address is looked into."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast


class _Checked:
    """A connection that is cut before a byte is sent, where it leads to no public address."""

    def _new_conn(self) -> Any:
        made = super()._new_conn()  # type: ignore[misc]
        if not is_public(made.getpeername()[0]):
            made.close()
            raise Forbidden("the address is none of the public network")
        return made


class _Http(_Checked, HTTPConnection):
    pass


class _Https(_Checked, HTTPSConnection):
    pass


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _Http


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _Https


class _PublicOnly(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **named: Any) -> None:
        super().init_poolmanager(*args, **named)
        self.poolmanager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}
