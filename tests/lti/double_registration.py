"""Dynamic registration at a platform double: the document that describes it, and the endpoint that makes a client."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from werkzeug.wrappers import Request, Response

from tests.lti.answers import as_json, json_of, refuse
from tests.lti.double_tokens import SCOPES

if TYPE_CHECKING:
    from tests.lti.double import Double

TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"
CONFIGURATION, REGISTRATION = "/registration/openid-configuration", "/registration/register"
_MESSAGES = ("LtiResourceLinkRequest", "LtiDeepLinkingRequest")


class Registrations:
    def __init__(self, double: Double) -> None:
        self._double = double
        self._tokens: set[str] = set()
        self.asked: list[dict[str, Any]] = []
        """Every registration that was accepted, as the tool sent it."""

    def url(self, invitation: str) -> str:
        """The address that an administrator opens, with a new registration token in it."""
        token = secrets.token_urlsafe(16)
        self._tokens.add(token)
        query = {"openid_configuration": self._double.url + CONFIGURATION, "registration_token": token}
        return f"{self._double.tool}/lti/register/{invitation}?{urlencode(query)}"

    def configuration(self, _request: Request) -> Response:
        double = self._double
        described = {
            "issuer": double.issuer,
            "authorization_endpoint": double.auth_url,
            "token_endpoint": double.token_url,
            "jwks_uri": double.keyset_url,
            "registration_endpoint": double.url + REGISTRATION,
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": ["RS256"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "scopes_supported": ["openid", *SCOPES],
            "response_types_supported": ["id_token"],
            "subject_types_supported": ["public", "pairwise"],
            "claims_supported": ["sub", "iss", "name", "given_name", "family_name", "email"],
            PLATFORM: {
                "product_family_code": double.manners.kind,
                "version": "1",
                "messages_supported": [{"type": one} for one in _MESSAGES],
                "variables": [],
            },
        }
        return as_json(described | double.described)

    def register(self, request: Request) -> Response:
        double = self._double
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or token not in self._tokens:
            refuse(401, "invalid_token", "the registration token")
        self._tokens.discard(token)
        sent = json_of(request)
        self._check(sent)
        self.asked.append(sent)
        double.client_id = secrets.token_hex(8)
        double.redirect_uris = list(sent["redirect_uris"])
        double.tool_keys = sent["jwks_uri"]
        tool = (
            sent[TOOL]
            | {"version": "1.3.0"}
            | ({"deployment_id": double.deployment_id} if double.tells_deployment else {})
        )
        return as_json(sent | {"client_id": double.client_id, TOOL: tool})

    @staticmethod
    def _check(sent: dict[str, Any]) -> None:
        exact = {
            "application_type": "web",
            "token_endpoint_auth_method": "private_key_jwt",
            "response_types": ["id_token"],
        }
        wrong = [name for name, value in exact.items() if sent.get(name) != value]
        wrong += [name for name in ("initiate_login_uri", "jwks_uri", "client_name") if not sent.get(name)]
        if not {"implicit", "client_credentials"} <= set(sent.get("grant_types", [])):
            wrong.append("grant_types")
        if not isinstance(sent.get("redirect_uris"), list) or not sent["redirect_uris"]:
            wrong.append("redirect_uris")
        if not set(sent.get("scope", "").split()) <= {"openid", *SCOPES}:
            wrong.append("scope")
        tool = sent.get(TOOL)
        if not isinstance(tool, dict) or not all(tool.get(name) for name in ("domain", "target_link_uri", "messages")):
            wrong.append(TOOL)
        if wrong:
            refuse(400, "invalid_client_metadata", ", ".join(wrong))
