"""A browser's part of a launch, without a browser: forms that send themselves, read and sent on."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import jwt
import requests

from tests.lti.double_launches import LoginRequest


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append((told.get("action", ""), {}))
        elif tag == "input" and self.found and told.get("name"):
            self.found[-1][1][told["name"]] = told.get("value", "")


def form_of(response: requests.Response) -> tuple[str, dict[str, str]]:
    """Where the first form of a page goes, and its fields. ``AssertionError`` where there is none."""
    forms = _Forms()
    forms.feed(response.text)
    assert forms.found, f"no form: {response.status_code} {response.url} {response.text[:300]}"
    action, fields = forms.found[0]
    return urljoin(response.url, action), fields


class Browser(requests.Session):
    """Sends secure cookies over http, as browsers do on this machine."""

    def send(self, request: requests.PreparedRequest, **how: Any) -> requests.Response:
        answer = super().send(request, **how)
        for cookie in self.cookies:
            cookie.secure = False
        return answer


@dataclass(slots=True)
class Arrival:
    """A launch that only has to be posted to the tool."""

    session: requests.Session
    action: str
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def claims(self) -> dict[str, Any]:
        """What the token says, unverified."""
        told: dict[str, Any] = jwt.decode(self.fields["id_token"], options={"verify_signature": False})
        return told

    def post(self, **changes: str | None) -> requests.Response:
        """Sends it, redirects not followed; a field changed to ``None`` is left out."""
        sent = {name: value for name, value in (self.fields | changes).items() if value is not None}
        return self.session.post(self.action, data=sent, allow_redirects=False, timeout=20)


def send(session: requests.Session, asked: LoginRequest, *, follow: bool = True) -> requests.Response:
    """The login request, sent to the tool."""
    if asked.method == "GET":
        return session.get(asked.url, params=asked.fields, allow_redirects=follow, timeout=20)
    return session.post(asked.url, data=asked.fields, allow_redirects=follow, timeout=20)


def arrive(session: requests.Session, asked: LoginRequest) -> Arrival:
    """From the login request over the tool and the platform's authorization to what is posted to the tool."""
    action, fields = form_of(send(session, asked))
    return Arrival(session, action, fields)
