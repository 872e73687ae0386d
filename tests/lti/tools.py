"""The least that a platform asks of a tool, for tests of the platforms themselves: a key set, and a place to land."""

from __future__ import annotations

import json
import secrets
import time
import uuid
from typing import Any, Self
from urllib.parse import urlencode

import requests
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from tests.lti.answers import as_json, page
from tests.lti.double_keys import Key, new_key, sign
from tests.lti.double_launches import DL, C
from tests.lti.double_server import Server
from tests.lti.double_tokens import SCOPES

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class BareTool:
    """It believes everything. ``landed``: what was posted to its launch address."""

    def __init__(self) -> None:
        self.key = new_key("tool-key")
        self.landed: list[dict[str, str]] = []
        self.auth_url, self.client_id = "", ""
        rules = [Rule(f"/lti/{name}", endpoint=name) for name in ("login", "launch", "keys")]
        self._server = Server(Map(rules), {"login": self._login, "launch": self._launch, "keys": self._keys})
        self.url = f"http://127.0.0.1:{self._server.port}"

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()

    def _keys(self, _request: Request) -> Response:
        return as_json({"keys": [self.key.public_jwk]})

    def _login(self, request: Request) -> Response:
        asked = request.values
        self.login = asked.to_dict()
        fields = {
            "scope": "openid",
            "response_type": "id_token",
            "response_mode": "form_post",
            "prompt": "none",
            "client_id": asked["client_id"],
            "redirect_uri": asked["target_link_uri"],
            "login_hint": asked["login_hint"],
            "lti_message_hint": asked["lti_message_hint"],
            "state": secrets.token_hex(8),
            "nonce": secrets.token_hex(8),
        }
        self.auth_request = fields
        return Response(status=302, headers={"Location": f"{self.auth_url}?{urlencode(fields)}"})

    def _launch(self, request: Request) -> Response:
        self.landed.append(request.form.to_dict())
        return page("Landed", "<p id='landed'>landed</p>")

    # -- as a client of the platform's services ---------------------------------------------------------------

    def sign(self, claims: dict[str, Any], *, key: Key | None = None, headers: dict[str, Any] | None = None) -> str:
        return sign(claims, key or self.key, "RS256", {"kid": self.key.kid} if headers is None else headers)

    def chosen(self, registration: dict[str, str], items: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
        """The claims of a deep linking reply; a change to ``None`` leaves one out."""
        now = int(time.time())
        claims = {
            "iss": registration["client_id"],
            "aud": registration["issuer"],
            "iat": now,
            "exp": now + 60,
            "nonce": secrets.token_hex(8),
            f"{C}message_type": "LtiDeepLinkingResponse",
            f"{C}version": "1.3.0",
            f"{C}deployment_id": registration["deployment_id"],
            f"{DL}content_items": items,
        }
        return {name: one for name, one in (claims | changes).items() if one is not None}

    def assertion(
        self,
        client_id: str,
        token_url: str,
        *,
        headers: dict[str, Any] | None = None,
        key: Key | None = None,
        **changes: Any,
    ) -> str:
        now = int(time.time())
        claims = {"iss": client_id, "sub": client_id, "aud": token_url, "iat": now, "exp": now + 60}
        claims |= {"jti": uuid.uuid4().hex} | changes
        return self.sign({name: one for name, one in claims.items() if one is not None}, key=key, headers=headers)

    def ask_token(
        self, client_id: str, token_url: str, scope: str = " ".join(SCOPES), *, assertion: str | None = None
    ) -> requests.Response:
        form = {"grant_type": "client_credentials", "client_assertion_type": ASSERTION, "scope": scope}
        form["client_assertion"] = assertion or self.assertion(client_id, token_url)
        return requests.post(token_url, data=form, timeout=10)


class Client:
    """The services of one platform, asked with one bearer."""

    def __init__(self, token: str) -> None:
        self._bearer = {"Authorization": f"Bearer {token}"}

    def get(self, url: str, **params: Any) -> requests.Response:
        return requests.get(url, params=params, headers=self._bearer, timeout=10)

    def send(self, method: str, url: str, body: dict[str, Any] | None, content_type: str) -> requests.Response:
        headers = self._bearer | {"Content-Type": content_type}
        return requests.request(method, url, data=json.dumps(body), headers=headers, timeout=10)


def under(line_item: str, what: str) -> str:
    """``/scores`` or ``/results`` of a line item, before its query."""
    path, mark, query = line_item.partition("?")
    return f"{path}/{what}{mark}{query}"
