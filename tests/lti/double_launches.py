"""Launches out of a platform double: the login request, the authorization endpoint, the claims."""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from werkzeug.wrappers import Request, Response

from tests.lti.answers import posting_form, refuse
from tests.lti.double_course import Link, Person
from tests.lti.double_tokens import SCOPES

if TYPE_CHECKING:
    from tests.lti.double import Double

C = "https://purl.imsglobal.org/spec/lti/claim/"
DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"


class LoginRequest(NamedTuple):
    """What a browser is to send to the tool's login address: in the address (GET), or as a form (POST)."""

    method: str
    url: str
    fields: dict[str, str]


@dataclass(slots=True)
class DeepLink:
    """A wish to have content chosen. ``data`` comes back unchanged; without it, no such claim is sent."""

    accept_types: tuple[str, ...] = ("ltiResourceLink",)
    accept_multiple: bool = True
    accept_lineitem: bool = True
    data: str | None = None
    id: str = field(default_factory=lambda: secrets.token_hex(8))


@dataclass(slots=True)
class Hint:
    """What a login request stands for."""

    person: Person
    link: Link | None
    deep: DeepLink | None
    target: str


class Launches:
    def __init__(self, double: Double) -> None:
        self._double = double
        self.hints: dict[str, Hint] = {}

    def login_request(self, hint: Hint, **overrides: str | None) -> LoginRequest:
        double = self._double
        key = secrets.token_hex(8)
        if double.manners.json_hint:
            key = json.dumps({"cmid": hint.link.id if hint.link else None, "launchid": key})
        self.hints[key] = hint
        fields: dict[str, str | None] = {
            "iss": double.issuer,
            "target_link_uri": (hint.link and hint.link.url) or double.launch_url,
            "login_hint": hint.person.sub,
            "lti_message_hint": key,
            "client_id": double.client_id,
            "lti_deployment_id": double.deployment_id,
            "lti_storage_target": double.storage_target,
        }
        fields |= overrides
        sent = {name: value for name, value in fields.items() if value is not None}
        return LoginRequest(double.manners.login_method, f"{double.tool}/lti/login", sent)

    # -- the authorization endpoint ---------------------------------------------------------------------------

    def auth(self, request: Request) -> Response:
        asked, double = request.values, self._double
        if asked.get("client_id") != double.client_id:
            refuse(400, "unauthorized_client", "unknown client_id")
        redirect = asked.get("redirect_uri", "")
        if redirect not in double.redirect_uris:
            refuse(400, "invalid_request", "redirect_uri is not registered")
        back = {"state": asked["state"]} if "state" in asked else {}
        hint = self.hints.get(asked.get("lti_message_hint", ""))
        error = self._error(request, hint)
        if error or hint is None:
            return posting_form(redirect, back | {"error": error})
        nonce = asked["nonce"]
        claims = (
            double.deep_link_claims(hint.person.name, nonce, hint.deep)
            if hint.deep
            else double.claims(hint.person.name, hint.link.id if hint.link else "", nonce, target=hint.target)
        )
        return posting_form(redirect, back | {"id_token": double.sign(double.change(claims))})

    def _error(self, request: Request, hint: Hint | None) -> str:
        asked = request.values
        if asked.get("response_type") != "id_token":
            return "unsupported_response_type"
        if "openid" not in asked.get("scope", "").split():
            return "invalid_scope"
        if asked.get("response_mode") != "form_post" or asked.get("prompt") != "none" or not asked.get("nonce"):
            return "invalid_request"
        if hint is None:
            return "invalid_request"
        return "" if asked.get("login_hint") == hint.person.sub else "login_required"

    # -- claims -----------------------------------------------------------------------------------------------

    def claims(self, person: Person, nonce: str) -> dict[str, Any]:
        """What every message of ours holds."""
        double, now = self._double, int(time.time())
        course = double.course
        claims: dict[str, Any] = {
            "iss": double.issuer,
            "aud": double.client_id,
            "sub": person.sub,
            "iat": now,
            "exp": now + double.manners.token_seconds,
            "nonce": nonce,
            f"{C}version": "1.3.0",
            f"{C}deployment_id": double.deployment_id,
            f"{C}roles": list(person.roles),
            f"{C}context": {
                "id": course.id,
                "label": course.label,
                "title": course.title,
                "type": [double.manners.context_type],
            },
            f"{C}tool_platform": {"guid": f"{double.manners.kind}-double", "product_family_code": double.manners.kind},
        }
        if double.manners.azp:
            claims["azp"] = double.client_id
        if double.names:
            claims |= {"given_name": person.given, "family_name": person.family, "email": person.email}
            claims |= {"name": f"{person.given} {person.family}"}
        return claims

    def of_link(self, person: Person, link: Link, nonce: str, target: str) -> dict[str, Any]:
        double = self._double
        endpoint: dict[str, Any] = {"scope": [one for one in SCOPES if "lti-ags" in one]}
        endpoint["lineitems"] = double.grading.items_url()
        if link.line_item is not None:
            endpoint["lineitem"] = double.grading.item_url(link.line_item)
        return self.claims(person, nonce) | {
            f"{C}message_type": "LtiResourceLinkRequest",
            f"{C}target_link_uri": link.url or double.launch_url,
            f"{C}resource_link": {"id": link.id, "title": link.title},
            f"{C}launch_presentation": {
                "document_target": target,
                "return_url": f"{double.url}/course",
                "locale": "en",
            },
            f"{C}custom": dict(link.custom),
            AGS: endpoint,
            NRPS: {"context_memberships_url": double.roster.url(), "service_versions": ["2.0"]},
        }

    def of_deep(self, person: Person, nonce: str, deep: DeepLink) -> dict[str, Any]:
        double = self._double
        settings: dict[str, Any] = {
            "deep_link_return_url": double.deep.return_url(deep),
            "accept_types": list(deep.accept_types),
            "accept_presentation_document_targets": ["iframe", "window"],
            "accept_multiple": deep.accept_multiple,
            "accept_lineitem": deep.accept_lineitem,
        }
        if deep.data is not None:
            settings["data"] = deep.data
        return self.claims(person, nonce) | {
            f"{C}message_type": "LtiDeepLinkingRequest",
            f"{C}target_link_uri": double.launch_url,
            f"{DL}deep_linking_settings": settings,
        }
