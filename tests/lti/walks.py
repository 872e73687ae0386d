"""A launch on its way from a platform double to the site in this process, to be changed before it arrives."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import jwt
import requests
from django.test import Client
from django.utils import timezone

from grader.web.lti.models import Deployment, Login, Platform
from tests.lti.double import Double
from tests.lti.double_launches import LoginRequest
from tests.lti.walking import form_of

TOOL = "http://testserver"


def registered(double: Double, **changes: Any) -> Platform:
    """The site knows this platform, and its operator has confirmed it."""
    told = double.registration() | changes
    deployment = told.pop("deployment_id")
    platform: Platform = Platform.objects.create(
        name=double.manners.kind, hosts="localhost 127.0.0.1", active=True, **told
    )
    Deployment.objects.create(platform=platform, deployment_id=deployment)
    return platform


def begin(browser: Client, asked: LoginRequest) -> Any:
    """The tool's answer to a platform's login request."""
    return getattr(browser, asked.method.lower())(urlsplit(asked.url).path, asked.fields)


class Walk:
    """``fields``: what the platform has the browser post to the tool."""

    launch_path = "/lti/launch"

    def __init__(self, double: Double, asked: LoginRequest, browser: Client | None = None) -> None:
        self.double, self._asked = double, asked
        self.got_in: list[str] = []
        self.browser = browser or Client()
        answer = begin(self.browser, asked)
        assert answer.status_code in (200, 302), answer.content.decode()
        self.address = answer.url if answer.status_code == 302 else answer.context["address"]
        page = requests.get(self.address, timeout=20)
        action, self.fields = form_of(page)
        assert urlsplit(action).path == self.launch_path

    @property
    def claims(self) -> dict[str, Any]:
        told: dict[str, Any] = jwt.decode(self.fields["id_token"], options={"verify_signature": False})
        return told

    def post(self, **changes: str | None) -> Any:
        sent = {name: value for name, value in (self.fields | changes).items() if value is not None}
        return self.browser.post(self.launch_path, sent)

    def must_get_in(self) -> Any:
        answer = self.post()
        assert answer.status_code in (200, 302), answer.content.decode()
        self.got_in.append(self.fields["state"])
        return answer

    def again(self) -> Walk:
        """A new launch in the same browser."""
        new = Walk(self.double, self._asked, self.browser)
        new.got_in = self.got_in
        return new

    def elsewhere(self) -> Walk:
        """The same launch in a browser that did not begin it."""
        other = object.__new__(Walk)
        other.__dict__ = self.__dict__ | {"browser": Client()}
        return other

    def register(self, **changes: str) -> Platform:
        return registered(self.double, **changes)

    def publish(self, key: dict[str, Any]) -> None:
        """One key more in the platform's set, as the tool has it cached."""
        row = Platform.objects.get(client_id=self.double.client_id)
        known = {"keys": [*(one.public_jwk for one in self.double.published), key]}
        Platform.objects.filter(pk=row.pk).update(key_set=known, key_set_until=timezone.now() + timedelta(hours=1))

    def let_expire(self) -> None:
        Login.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    def deactivate(self) -> None:
        Platform.objects.update(active=False)
