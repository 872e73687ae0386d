"""LTI Dynamic Registration 1.0: a platform hands over its own addresses, and is told ours."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from .names import DEEP_LINKING, LINE_ITEM_SCOPE, RESOURCE_LINK, RESULT_SCOPE, ROSTER_SCOPE, SCORE_SCOPE
from .outside import Answer, Forbidden, NoAnswer, Outside, origin
from .platform import Platform, quoted

_PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"
_TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
_LONGEST_ADDRESS, _LONGEST_ID = 500, 255


class NotRegistered(Exception):
    """A registration that came to nothing, and why."""


@dataclass(frozen=True, slots=True)
class OpenId:
    """What a platform says of itself. Every address was looked at."""

    issuer: str
    auth_url: str
    token_url: str
    keyset_url: str
    registration_url: str
    audience: str = ""
    product: str = ""


@dataclass(frozen=True, slots=True)
class Tool:
    """Our own addresses and name, as platforms show them."""

    name: str
    description: str
    login_url: str
    launch_url: str
    keyset_url: str


def read_configuration(outside: Outside, address: str) -> OpenId:
    """The document at ``address``. Raises ``NotRegistered``.

    It has to lie on the host of the issuer that it names, else anybody could register in somebody else's name; and
    the registration has to go to that very origin.
    """
    try:
        answer = outside.request("GET", address, headers={"Accept": "application/json"})
    except (Forbidden, NoAnswer) as error:
        raise NotRegistered(f"the platform's configuration cannot be read: {error}") from error
    told = answer.json() if answer.status == HTTPStatus.OK else None
    if not isinstance(told, dict):
        raise NotRegistered(f"the platform's configuration cannot be read: it answered {answer.status}")
    about = told.get(_PLATFORM)
    known = OpenId(
        issuer=_address(outside, told, "issuer"),
        auth_url=_address(outside, told, "authorization_endpoint"),
        token_url=_address(outside, told, "token_endpoint"),
        keyset_url=_address(outside, told, "jwks_uri"),
        registration_url=_address(outside, told, "registration_endpoint"),
        audience=_text(told, "authorization_server", _LONGEST_ADDRESS),
        product=_text(about, "product_family_code")[:50] if isinstance(about, dict) else "",
    )
    if urlsplit(known.issuer).hostname != urlsplit(address).hostname:
        raise NotRegistered("the configuration lies on another host than the issuer that it names")
    if origin(known.registration_url) != origin(address):
        raise NotRegistered("registration_endpoint is somewhere else than the configuration")
    return known


def register(outside: Outside, known: OpenId, token: str, tool: Tool) -> tuple[Platform, str]:
    """The platform with the client id that it gave us, and the deployment's id, empty where it named none.

    ``token``: the platform's for this one registration; empty where it gave none. Raises ``NotRegistered``.
    """
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    try:
        answer = outside.request(
            "POST", known.registration_url, headers=headers, content=json.dumps(_about(tool)).encode()
        )
    except (Forbidden, NoAnswer) as error:
        raise NotRegistered(f"the platform did not answer: {error}") from error
    return _accepted(known, answer)


def _accepted(known: OpenId, answer: Answer) -> tuple[Platform, str]:
    told = answer.json() if answer.ok else None
    if not isinstance(told, dict):
        raise NotRegistered(f"the platform refused: {answer.status} {quoted(answer)}")
    client_id = _text(told, "client_id")
    if not client_id:
        raise NotRegistered("the platform gave no client_id")
    tool = told.get(_TOOL)
    deployment = _text(tool, "deployment_id") if isinstance(tool, dict) else ""
    platform = Platform(
        known.issuer, client_id, known.auth_url, known.token_url, known.keyset_url, audience=known.audience
    )
    return platform, deployment


def _about(tool: Tool) -> dict[str, Any]:
    """Our side. Names and e-mail addresses are asked for, and done without where they are not given."""
    return {
        "application_type": "web",
        "response_types": ["id_token"],
        "grant_types": ["implicit", "client_credentials"],
        "initiate_login_uri": tool.login_url,
        "redirect_uris": [tool.launch_url],
        "client_name": tool.name,
        "jwks_uri": tool.keyset_url,
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": f"{LINE_ITEM_SCOPE} {SCORE_SCOPE} {RESULT_SCOPE} {ROSTER_SCOPE}",
        _TOOL: {
            "domain": urlsplit(tool.launch_url).netloc,
            "description": tool.description,
            "target_link_uri": tool.launch_url,
            "claims": ["iss", "sub", "name", "given_name", "family_name", "email"],
            "messages": [
                {"type": DEEP_LINKING, "target_link_uri": tool.launch_url, "label": tool.name},
                {"type": RESOURCE_LINK},
            ],
        },
    }


def _address(outside: Outside, told: Mapping[str, Any], name: str) -> str:
    value = _text(told, name, _LONGEST_ADDRESS)
    try:
        return outside.check(value)
    except Forbidden as error:
        raise NotRegistered(f"{name}: {error}") from error


def _text(told: Mapping[str, Any], name: str, longest: int = _LONGEST_ID) -> str:
    """Empty where there is none. Cut to its length it would be another one; so what is too long is refused."""
    value = told.get(name)
    text = str(value).strip() if isinstance(value, str | int) else ""
    if len(text) > longest or not text.isprintable():
        raise NotRegistered(f"{name}: it is no text of up to {longest} letters")
    return text
