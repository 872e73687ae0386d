"""The token endpoint of a platform double, and what its services ask of a bearer."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jwt
import requests
from jwt.algorithms import RSAAlgorithm
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from tests.lti.answers import as_json, refuse

if TYPE_CHECKING:
    from tests.lti.double import Double

_AGS = "https://purl.imsglobal.org/spec/lti-ags/scope/"
LINE_ITEM, SCORE, RESULT = f"{_AGS}lineitem", f"{_AGS}score", f"{_AGS}result.readonly"
LINE_ITEM_READ = f"{_AGS}lineitem.readonly"
ROSTER = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
SCOPES = (LINE_ITEM, LINE_ITEM_READ, SCORE, RESULT, ROSTER)
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_LONGEST = 300


@dataclass(slots=True)
class Bearer:
    scopes: tuple[str, ...]
    until: float


def tool_key(double: Double, token: str) -> Any:
    """The public key of the tool that the token's header names; refuses with 400."""
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError as error:
        refuse(400, "invalid_client", str(error))
    if header.get("alg") != "RS256":
        refuse(400, "invalid_client", "alg must be RS256")
    kid = header.get("kid")
    if not kid and double.manners.kid_needed:
        refuse(400, "invalid_client", "kid must be provided")
    try:
        keys = requests.get(double.tool_keys, timeout=5).json()["keys"]
    except (requests.RequestException, KeyError, ValueError) as error:
        refuse(400, "invalid_client", f"the tool's keys: {error}")
    found = [one for one in keys if not kid or one.get("kid") == kid]
    if not found:
        refuse(400, "invalid_client", "no key of that kid")
    return RSAAlgorithm.from_jwk({name: found[0][name] for name in ("kty", "n", "e")})


class Tokens:
    def __init__(self, double: Double) -> None:
        self._double = double
        self.bearers: dict[str, Bearer] = {}
        self._seen: set[str] = set()

    def forget(self) -> None:
        """Every bearer given out is worth nothing any more."""
        self.bearers.clear()

    def token(self, request: Request) -> Response:
        form, manners = request.form, self._double.manners
        if form.get("grant_type") != "client_credentials":
            refuse(400, "unsupported_grant_type")
        if form.get("client_assertion_type") != _ASSERTION or not form.get("client_assertion"):
            refuse(400, "invalid_request")
        self._assertion(form["client_assertion"])
        wanted = form.get("scope", "").split()
        known = tuple(one for one in wanted if one in SCOPES)
        if not wanted or (manners.refuses_unknown_scope and len(known) < len(wanted)):
            refuse(400, "invalid_scope")
        value, seconds = secrets.token_urlsafe(24), self._double.bearer_seconds
        self.bearers[value] = Bearer(known, time.time() + seconds)
        answer = {"access_token": value, "token_type": "Bearer", "expires_in": int(seconds), "scope": " ".join(known)}
        return as_json(answer, headers={"Cache-Control": "no-store"})

    def _assertion(self, token: str) -> None:
        key, client = tool_key(self._double, token), self._double.client_id
        strict = self._double.manners.strict_assertion
        try:
            claims = jwt.decode(
                token, key, algorithms=["RS256"], leeway=5, audience=self._double.token_url if strict else None,
                options={"verify_aud": strict, "require": ["exp", "iat", "iss", "sub", "aud", "jti"] if strict else []},
            )  # fmt: skip
        except jwt.PyJWTError as error:
            refuse(400, "invalid_client", str(error))
        if not strict:
            return
        if claims["iss"] != client or claims["sub"] != client:
            refuse(400, "invalid_client", "iss and sub must be the client_id")
        if claims["exp"] - claims["iat"] > _LONGEST:
            refuse(400, "invalid_client", f"exp is more than {_LONGEST} seconds after iat")
        if claims["jti"] in self._seen:
            refuse(400, "invalid_client", "jti was used before")
        self._seen.add(claims["jti"])

    def ask(self, request: Request, one_of: Sequence[str]) -> None:
        """Refuses with 401 whoever holds no bearer of one of the scopes."""
        kind, _, value = request.headers.get("Authorization", "").partition(" ")
        bearer = self.bearers.get(value.strip())
        if kind.lower() != "bearer" or bearer is None or bearer.until < time.time():
            self._refused("invalid_token")
        if not set(one_of) & set(bearer.scopes):
            self._refused("insufficient_scope")

    def _refused(self, why: str) -> None:
        response = as_json({"error": why}, 401, headers={"WWW-Authenticate": f'Bearer error="{why}"'})
        raise HTTPException(response=response)
