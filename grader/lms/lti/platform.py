"""What is known of a platform, and calls to its services with a bearer token."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock
from typing import Any
from urllib.parse import urlencode, urlsplit

from .outside import Answer, Forbidden, NoAnswer, Outside

_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ASSERTION_SECONDS = 240
_SHORTEST_LIFE, _USUAL_LIFE, _LONGEST_LIFE = 5.0, 60.0, 3600.0
_MARGIN = 0.25  # of a token's life: what is under way then still arrives in time
_QUOTED = 300  # letters of a platform's answer that are kept

Sign = Callable[[Mapping[str, Any]], str]


def host(address: str) -> str:
    """Empty where there is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class Platform:
    """One registration. ``hosts``: where its services may be beside the hosts of its own addresses."""

    issuer: str
    client_id: str
    auth_url: str
    token_url: str
    keyset_url: str
    audience: str = ""  # of a token request, where it is not ``token_url``
    hosts: frozenset[str] = frozenset()

    def has(self, address: str) -> bool:
        """Whether an address is on one of its hosts."""
        own = map(host, (self.issuer, self.auth_url, self.token_url, self.keyset_url))
        return host(address) in {*own, *self.hosts} - {""}


class Refused(Exception):
    """A platform said no, and will say so again. ``status``: HTTP's; 0 where it was not even asked."""

    def __init__(self, status: int, told: str) -> None:
        super().__init__(f"{status} {told}" if status else told)
        self.status = status


class NoToken(Refused):
    """A platform gives no token: what it knows of us is not what we are. No call to it can do anything."""


class Later(Exception):
    """A platform cannot at the moment. ``seconds``: how long it asks to be left alone; None: it does not say."""

    def __init__(self, told: str, seconds: float | None = None) -> None:
        super().__init__(told)
        self.seconds = seconds


def checked(answer: Answer) -> Answer:
    """The answer, if it is one of success; else raises ``Refused`` or ``Later``."""
    if answer.ok:
        return answer
    told = quoted(answer)
    for_now = answer.status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT)
    if for_now or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or _throttled(answer):
        raise Later(f"{answer.status} {told}", _retry_after(answer))
    raise Refused(answer.status, told)


def _throttled(answer: Answer) -> bool:
    """Canvas says so with 403, which says elsewhere that a token is not good enough."""
    return answer.status == HTTPStatus.FORBIDDEN and "rate limit" in quoted(answer).lower()


def quoted(answer: Answer) -> str:
    """How its answer begins, on one line."""
    return " ".join(answer.body[: 4 * _QUOTED].decode("utf-8", "replace").split())[:_QUOTED]


def _retry_after(answer: Answer) -> float | None:
    """Seconds; a date is not understood, and the usual pause is kept then."""
    given = answer.headers.get("Retry-After", "")
    return min(float(given), _LONGEST_LIFE) if given.isascii() and given.isdigit() else None


class Services:
    """Calls to the services of platforms, as their tool. Tokens are kept in memory, and nowhere else."""

    def __init__(self, outside: Outside, sign: Sign) -> None:
        self._outside, self._sign = outside, sign
        self._tokens: dict[tuple[str, str, str], tuple[str, float]] = {}
        self._lock = Lock()

    def call(
        self,
        platform: Platform,
        scopes: frozenset[str],
        method: str,
        address: str,
        *,
        accept: str,
        content: bytes | None = None,
        content_type: str = "",
    ) -> Answer:
        """What the service answers, whatever it is. A token that it does not take is got anew once.

        Raises ``Refused`` where the address is none of the platform's, or it gives no token; ``Later`` where nothing
        comes.
        """
        if not platform.has(address):
            raise Refused(0, f"{host(address) or 'the address'} is none of the platform's hosts")
        headers = {"Accept": accept} | ({"Content-Type": content_type} if content_type else {})
        for last in (False, True):
            bearer = {"Authorization": f"Bearer {self._token(platform, scopes)}"}
            answer = self._ask(method, address, headers | bearer, content)
            refused = answer.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN) and not _throttled(answer)
            if last or not refused:
                return answer
            self.drop(platform, scopes)
        raise AssertionError("the loop has returned")

    def drop(self, platform: Platform, scopes: frozenset[str]) -> None:
        """The token for that is not used any more."""
        with self._lock:
            self._tokens.pop(_name(platform, scopes), None)

    def _token(self, platform: Platform, scopes: frozenset[str]) -> str:
        name = _name(platform, scopes)
        with self._lock:
            token, until = self._tokens.get(name, ("", 0.0))
        if time.monotonic() < until:
            return token
        token, life = self._new_token(platform, name[2])
        with self._lock:
            self._tokens[name] = token, time.monotonic() + life * (1 - _MARGIN)
        return token

    def _new_token(self, platform: Platform, scope: str) -> tuple[str, float]:
        """A token and how many seconds it lives. LTI Security Framework 4.1.1, as the strictest platform wants it."""
        now = int(time.time())
        assertion = {
            "iss": platform.client_id,
            "sub": platform.client_id,
            "aud": platform.audience or platform.token_url,
            "iat": now - 5,  # a clock that is a little behind takes it too
            "exp": now + _ASSERTION_SECONDS,
            "jti": uuid.uuid4().hex,
        }
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": _ASSERTION,
            "client_assertion": self._sign(assertion),
            "scope": scope,
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        answer = self._ask("POST", platform.token_url, headers, urlencode(form).encode())
        try:
            told = checked(answer).json()
        except Refused as error:
            raise NoToken(answer.status, f"no access token: {quoted(answer)}") from error
        token = told.get("access_token") if isinstance(told, dict) else None
        if not isinstance(token, str) or not token or not token.isprintable():
            raise NoToken(answer.status, "it gave no access token")
        return token, min(max(_seconds(told.get("expires_in")), _SHORTEST_LIFE), _LONGEST_LIFE)

    def _ask(self, method: str, address: str, headers: Mapping[str, str], content: bytes | None) -> Answer:
        try:
            return self._outside.request(method, address, headers=headers, content=content)
        except Forbidden as error:
            raise Refused(0, str(error)) from error
        except NoAnswer as error:
            raise Later(f"no answer: {error}") from error


def _seconds(life: object) -> float:
    """A token's life; the shortest that is known of any platform where it is not told."""
    try:
        return float(life) if isinstance(life, int | float | str) else _USUAL_LIFE
    except (ValueError, OverflowError):
        return _USUAL_LIFE


def _name(platform: Platform, scopes: frozenset[str]) -> tuple[str, str, str]:
    return platform.issuer, platform.client_id, " ".join(sorted(scopes))
